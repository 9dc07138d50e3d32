/** What the server hands to the room's page, and what goes over its WebSocket (`sinew.apps.visits`). */

export type Role = "member" | "practitioner";

/** Times in seconds from the moment the server answered; `token` only while the door is open. */
export interface Pass {
  /** It was cancelled, or nobody came. */
  readonly isOff: boolean;
  readonly opensIn_s: number;
  readonly beginsIn_s: number;
  readonly endsIn_s: number;
  readonly closesIn_s: number;
  readonly token: string | null;
  readonly connection: RTCConfiguration | null;
}

export interface RoomData {
  readonly visitId: string;
  readonly role: Role;
  readonly otherName: string;
  readonly socket: string;
  readonly passAt: string;
  readonly pass: Pass;
}

/** One of the two is set. */
export interface Signal {
  readonly description?: RTCSessionDescriptionInit;
  readonly candidate?: RTCIceCandidateInit;
}

/** The other side's newest page, or that it has none; `entry` rises with every socket it comes in with. */
export interface Other {
  readonly page: string | null;
  readonly is_in: boolean;
  readonly entry: number;
}

export type FromServer =
  | ({ readonly type: "other" } & Other)
  | ({ readonly type: "signal"; readonly from: string } & Signal)
  | { readonly type: "placed" }
  | { readonly type: "ended" };
