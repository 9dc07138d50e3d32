/** One bout in progress: what was counted, held and measured in it so far. Pure values and functions. */

import type { EngineEvent, Snapshot } from "../contract/engine";
import type { CountedBy, Hold, Repetition, SetResult } from "../contract/result";
import type { Side, View } from "../contract/words";
import type { Target } from "./prescription";

/** Between two holds of one set, to let go and get ready again. */
export const RELEASE_MS = 4_000;

export interface Live {
  readonly countedBy: CountedBy;
  readonly taps: number;
  readonly repetitions: readonly Repetition[];
  readonly holds: readonly Hold[];
  /** Holds credited in this bout. */
  readonly holdsDone: number;
  /** Seconds of the hold under way (timer), or its last reading (camera). */
  readonly hold_s: number;
  readonly bestHold_s: number;
  /** The camera's present hold has been credited: it must end before the next can count. */
  readonly isCredited: boolean;
  /** Milliseconds left to let go between two timed holds. */
  readonly release_ms: number;
  readonly elapsed_ms: number;
  /** How long the camera has seen no movement since the last one. */
  readonly idle_ms: number;
  readonly frames: number;
  readonly trackedFrames: number;
  readonly snapshot: Snapshot | null;
  readonly view: View | null;
  /** The joint whose range this is. */
  readonly joint: string | null;
  readonly minDeg: number | null;
  readonly maxDeg: number | null;
}

/** A finished set; its movement is kept apart (`MovementKeeper`). */
export interface DoneSet extends Omit<SetResult, "trace"> {
  readonly isEasier: boolean;
  /** How much of the bout's target was done, 0-1. */
  readonly fraction: number;
}

export const NO_LIVE: Live = {
  countedBy: "tap",
  taps: 0,
  repetitions: [],
  holds: [],
  holdsDone: 0,
  hold_s: 0,
  bestHold_s: 0,
  isCredited: false,
  release_ms: 0,
  elapsed_ms: 0,
  idle_ms: 0,
  frames: 0,
  trackedFrames: 0,
  snapshot: null,
  view: null,
  joint: null,
  minDeg: null,
  maxDeg: null,
};

export const repetitionsDone = (live: Live): number =>
  live.taps + live.repetitions.filter((repetition) => repetition.complete).length;

/** What the big number counts: repetitions, or holds. */
export const timesDone = (live: Live, target: Target): number =>
  isTimed(target) ? live.holdsDone : repetitionsDone(live);

/** Seconds are what counts. */
export const isTimed = (target: Target): boolean => target.hold_s !== null;

/** A hold that has begun and is not being kept just now: its clock waits. */
export const isHoldPaused = ({ countedBy, hold_s, snapshot, isCredited }: Live): boolean =>
  countedBy === "camera" && hold_s > 0 && !isCredited && snapshot !== null && snapshot.state !== "holding";

export const isMoving = (snapshot: Snapshot): boolean => snapshot.state === "moving" || snapshot.state === "holding";

/** Time passes: a timed hold goes on, or the pause after one. */
export function withTime(live: Live, elapsed_ms: number, target: Target): Live {
  const on = { ...live, elapsed_ms: live.elapsed_ms + elapsed_ms, idle_ms: isIdle(live) ? live.idle_ms + elapsed_ms : 0 };
  if (on.countedBy !== "timer" || target.hold_s === null) return on;
  if (on.release_ms > 0) return { ...on, release_ms: Math.max(0, on.release_ms - elapsed_ms) };
  const hold_s = on.hold_s + elapsed_ms / 1000;
  if (hold_s < target.hold_s) return { ...on, hold_s };
  return { ...on, holdsDone: on.holdsDone + 1, hold_s: 0, bestHold_s: Math.max(on.bestHold_s, target.hold_s), release_ms: RELEASE_MS };
}

/** Something was done, and nothing is being done now. */
function isIdle({ countedBy, repetitions, holds, holdsDone, snapshot }: Live): boolean {
  const hasBegun = repetitions.length > 0 || holds.length > 0 || holdsDone > 0;
  return countedBy === "camera" && hasBegun && (snapshot === null || !isMoving(snapshot));
}

/** The camera's view of the set is broken off; all that was counted stays, and a hold under way is kept as far as it came. */
export function interrupted(live: Live): Live {
  if (live.countedBy !== "camera") return { ...live, idle_ms: 0 };
  const holds = [...live.holds, ...holdUnderWay(live)];
  return { ...live, holds, bestHold_s: Math.max(live.bestHold_s, live.hold_s), hold_s: 0, isCredited: false, snapshot: null, idle_ms: 0 };
}

/** What the engine saw and reported. */
export function withMeasured(live: Live, events: readonly EngineEvent[], snapshot: Snapshot, target: Target): Live {
  return creditHold(events.reduce(takeEvent, measured(live, snapshot)), snapshot, target);
}

function measured(live: Live, snapshot: Snapshot): Live {
  const angle = isMoving(snapshot) ? snapshot.angle_deg : null;
  return {
    ...live,
    snapshot,
    frames: live.frames + 1,
    trackedFrames: live.trackedFrames + (snapshot.angle_deg === null ? 0 : 1),
    view: snapshot.view === "unknown" ? live.view : snapshot.view,
    joint: snapshot.joint,
    minDeg: angle === null ? live.minDeg : Math.min(live.minDeg ?? angle, angle),
    maxDeg: angle === null ? live.maxDeg : Math.max(live.maxDeg ?? angle, angle),
  };
}

function takeEvent(live: Live, event: EngineEvent): Live {
  if (event.type === "repetition") {
    const { type: _type, ...repetition } = event;
    return { ...live, repetitions: [...live.repetitions, repetition] };
  }
  if (event.type === "hold_ended") {
    const { type: _type, ...hold } = event;
    return { ...live, holds: [...live.holds, hold], bestHold_s: Math.max(live.bestHold_s, hold.seconds), isCredited: false };
  }
  return event.type === "hold_started" ? { ...live, isCredited: false } : live;
}

function creditHold(live: Live, snapshot: Snapshot, target: Target): Live {
  if (target.hold_s === null) return live;
  const hold_s = snapshot.hold_s;
  const bestHold_s = Math.max(live.bestHold_s, hold_s);
  const isDue = !live.isCredited && hold_s >= target.hold_s;
  return { ...live, hold_s, bestHold_s, isCredited: live.isCredited || isDue, holdsDone: live.holdsDone + (isDue ? 1 : 0) };
}

/** The bout as a finished set; null if nothing was done in it. */
export function setOf(live: Live, target: Target, side: Side, isEasier: boolean): DoneSet | null {
  const fraction = fractionDone(live, target);
  const isEmpty = fraction === 0 && live.repetitions.length === 0 && live.holds.length === 0;
  if (isEmpty) return null;
  const best = Math.max(live.bestHold_s, live.hold_s);
  return {
    counted_by: live.countedBy,
    side,
    repetitions_done: timesDone(live, target),
    hold_s_done: isTimed(target) ? round(best) : null,
    repetitions: live.repetitions,
    holds: [...live.holds, ...holdUnderWay(live)],
    range_of_motion: rangeOf(live),
    view: live.view,
    tracked_fraction: live.frames === 0 ? null : round(live.trackedFrames / live.frames),
    isEasier,
    fraction,
  };
}

/** A set ends the moment its last hold is long enough: the engine has not ended that hold yet. */
function holdUnderWay(live: Live): readonly Hold[] {
  const { snapshot, hold_s } = live;
  if (live.countedBy !== "camera" || snapshot?.state !== "holding" || snapshot.t_ms === null || hold_s <= 0) return [];
  const start_ms = Math.max(0, Math.round(snapshot.t_ms - hold_s * 1000));
  return [{ start_ms, end_ms: snapshot.t_ms, seconds: round(hold_s), mean_deg: snapshot.angle_deg }];
}

function rangeOf(live: Live): SetResult["range_of_motion"] {
  if (live.minDeg === null || live.maxDeg === null || !live.joint) return null;
  return { joint: live.joint, min_deg: round(live.minDeg), max_deg: round(live.maxDeg) };
}

const round = (value: number): number => Math.round(value * 100) / 100;

function fractionDone(live: Live, target: Target): number {
  if (target.times === null) return live.elapsed_ms > 0 ? 1 : 0;
  const begun = target.hold_s === null || live.isCredited ? 0 : Math.min(1, live.hold_s / target.hold_s);
  return Math.min(1, (timesDone(live, target) + begun) / target.times);
}
