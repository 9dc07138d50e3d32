import type { Frame } from "../../contract/engine";
import type { SessionData } from "../../contract/session";
import type { CameraProblem } from "../camera";
import type { EngineStatus } from "../engine";
import type { Because } from "../../outbox/send";
import type { Seeing } from "../sight";
import type { Action, SessionState } from "../state";

export type SendStatus = "none" | "sending" | "stored" | Because | "refused" | "expired";

export type CameraStatus = "off" | "opening" | "on" | CameraProblem | "model";

/** Everything a screen shows. */
export interface View {
  readonly state: SessionState;
  readonly engine: EngineStatus;
  readonly camera: CameraStatus;
  readonly coach: string;
  /** How well the camera sees the person; null while it does not look. */
  readonly seeing: Seeing | null;
  /** The last picture in which the model looked for a body. */
  readonly frame: Frame | null;
  /** Why the camera is no longer used; empty where there is nothing to tell. */
  readonly notice: string;
  readonly isMuted: boolean;
  /** There is movement of this session to share, and the member has agreed to be asked. */
  readonly canShare: boolean;
  readonly send: SendStatus;
  readonly problems: readonly string[];
}

/** What a screen may ask for. */
export interface Context {
  readonly session: SessionData;
  readonly cameraView: HTMLElement;
  dispatch(action: Action): void;
  begin(mode: "camera" | "no_camera"): void;
  retryCamera(): void;
  toggleMute(): void;
  save(): void;
  now(): string;
}

export interface Screen {
  readonly element: HTMLElement;
  update(view: View): void;
  destroy?(): void;
}
