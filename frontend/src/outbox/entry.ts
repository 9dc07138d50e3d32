import type { SessionResult } from "../contract/result";

/** One result on its way to the server, kept on the device until the server has it. */
export interface OutboxEntry {
  /** Idempotency key: made once at the start of the session, so that sent twice counts once. */
  readonly key: string;
  /** Whose result it is: a shared device never sends another person's. */
  readonly account: string;
  readonly exerciseSession: string;
  readonly url: string;
  readonly result: SessionResult;
  /** False while the session is under way: `result` is then what to send if the person comes back no more. */
  readonly isFinal: boolean;
  /** The player's state, to take the session up again or to show it once more. */
  readonly state: unknown;
  readonly savedAt: string;
}
