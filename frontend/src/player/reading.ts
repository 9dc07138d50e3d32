/** What the player shows at a glance: one state, one word for it, one number. Pure. */

import type { Snapshot } from "../contract/engine";
import type { SessionData } from "../contract/session";
import type { View } from "./screens/screen";
import { currentBout, currentTarget, isCameraCounting, OFFER_TAP_MS, type SessionState } from "./state";
import { isHoldPaused, timesDone } from "./live";
import type { Measure } from "./prescription";
import { boutText, clockText } from "./words";

/** What can be told from across the room; colors the frame of the screen. */
export type Glance = "getting-ready" | "seen" | "counting" | "lost" | "resting" | "paused" | "done";

export interface Reading {
  readonly glance: Glance;
  readonly word: string;
  readonly number: string;
  readonly label: string;
  /** The number is a button to tap. */
  readonly isTap: boolean;
  /** The last three seconds of a hold or a countdown. */
  readonly isEnding: boolean;
  readonly offersTap: boolean;
  /** The camera is gone, and may be tried again. */
  readonly offersCamera: boolean;
}

type Shown = Pick<View, "state" | "engine" | "camera">;

export function readingOf(view: Shown, session: SessionData): Reading {
  const { state } = view;
  const glance = glanceOf(state);
  const isTap = state.phase === "active" && state.pausedFor !== "camera" && state.live.countedBy === "tap" && currentTarget(state, session).measure === "repetitions";
  return {
    glance,
    word: wordOf(view, glance, session),
    number: numberOf(state, session),
    label: labelOf(state, session),
    isTap,
    isEnding: isEnding(state, session),
    offersTap: offersTap(view, session),
    offersCamera: offersCamera(view),
  };
}

export function glanceOf(state: SessionState): Glance {
  if (state.pausedFor !== null) return state.pausedFor === "camera" ? "lost" : "paused";
  switch (state.phase) {
    case "active":
      return state.live.countedBy === "camera" ? glanceOfCamera(state.live.snapshot) : "counting";
    case "rest":
      return "resting";
    case "saved":
      return "done";
    default:
      return "getting-ready";
  }
}

function glanceOfCamera(snapshot: Snapshot | null): Glance {
  switch (snapshot?.state) {
    case "moving":
    case "holding":
      return "counting";
    case "lost":
      return "lost";
    case "setup":
      return "getting-ready";
    default:
      return "seen";
  }
}

function wordOf(view: Shown, glance: Glance, session: SessionData): string {
  const { state } = view;
  switch (glance) {
    case "seen":
      return isHoldPaused(state.live) ? "Timer waits" : "Your turn";
    case "counting":
      return state.live.release_ms > 0 ? "Let go" : DOING[currentTarget(state, session).measure];
    case "lost":
      return state.pausedFor === "camera" ? "The camera stopped" : "Waiting for you";
    case "resting":
      return "Rest";
    case "paused":
      return "Paused";
    case "done":
      return "Done";
    case "getting-ready":
      return state.phase === "positioning" && !isWatching(view) ? "Starting the camera" : "Getting ready";
  }
}

const DOING: Readonly<Record<Measure, string>> = { repetitions: "Counting", holds: "Hold", time: "Keep going", open: "Keep going" };

const isWatching = ({ camera, engine }: Shown): boolean => camera === "on" && engine === "ready";

function numberOf(state: SessionState, session: SessionData): string {
  const { live } = state;
  switch (state.phase) {
    case "countdown":
    case "rest":
      return clockText(state.timer_ms / 1000);
    case "active": {
      const target = currentTarget(state, session);
      if (target.measure === "open") return clockText(live.elapsed_ms / 1000);
      if (target.measure === "repetitions") return String(timesDone(live, target));
      if (live.release_ms > 0) return clockText(live.release_ms / 1000);
      return clockText(Math.max(0, (target.hold_s ?? 0) - live.hold_s));
    }
    default:
      return "";
  }
}

function labelOf(state: SessionState, session: SessionData): string {
  const bout = boutText(currentBout(state, session));
  return [countLabel(state, session), bout].filter(Boolean).join(" · ");
}

function countLabel(state: SessionState, session: SessionData): string {
  const target = currentTarget(state, session);
  if (state.phase === "rest") return "Next";
  if (state.phase !== "active" || target.times === null) return "";
  if (target.measure === "repetitions") return `of ${target.times}${notFull(state)}`;
  if (target.measure === "time") return "to go";
  return target.times === 1 ? "seconds to go" : `Hold ${Math.min(target.times, state.live.holdsDone + 1)} of ${target.times}`;
}

const ENDING_S = 3;

function isEnding(state: SessionState, session: SessionData): boolean {
  if (state.pausedFor !== null) return false;
  if (state.phase === "countdown") return state.timer_ms <= ENDING_S * 1000;
  const { hold_s } = currentTarget(state, session);
  const { live } = state;
  if (state.phase !== "active" || hold_s === null || live.hold_s <= 0 || live.release_ms > 0) return false;
  return hold_s > ENDING_S && hold_s - live.hold_s <= ENDING_S && live.hold_s < hold_s;
}

/** Why the camera is not on, where it was asked for. */
const isCameraGone = ({ camera }: Pick<Shown, "camera">): boolean => camera !== "off" && camera !== "on" && camera !== "opening";

export const offersCamera = ({ state, camera }: Pick<Shown, "state" | "camera">): boolean => state.mode === "no_camera" && isCameraGone({ camera });

/** Attempts that did not go far enough: shown, not counted. */
function notFull({ live }: SessionState): string {
  const partial = live.repetitions.filter((repetition) => !repetition.complete).length;
  return partial > 0 ? ` (${partial} not full)` : "";
}

function offersTap({ state, engine, camera }: Shown, session: SessionData): boolean {
  if (!isCameraCounting(state, session)) return false;
  const isStuck = state.phase === "positioning" && state.timer_ms >= OFFER_TAP_MS;
  return isStuck || glanceOf(state) === "lost" || engine === "failed" || (camera !== "on" && camera !== "opening");
}
