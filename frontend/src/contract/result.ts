/** The result of an exercise session as it is posted to `result_url`. Pain and effort are 0-10; null: not answered. */

import type { Hold, Repetition } from "./engine";
import type { Side } from "./session";

export type CountedBy = "camera" | "tap" | "timer";
export type StoppedReason = "pain" | "member" | "declined";

export interface RangeOfMotion {
  readonly joint: string;
  readonly min_deg: number;
  readonly max_deg: number;
}

export interface SetResult {
  readonly counted_by: CountedBy;
  readonly side: Side;
  /** Complete repetitions, or holds completed. */
  readonly repetitions_done: number;
  /** The longest hold of the set, in seconds. */
  readonly hold_s_done: number | null;
  readonly repetitions: readonly Repetition[];
  readonly holds: readonly Hold[];
  readonly range_of_motion: RangeOfMotion | null;
  readonly view: string | null;
  readonly tracked_fraction: number | null;
}

export interface ExerciseResult {
  readonly exercise: string;
  readonly side: Side;
  /** The prescribed exercise this one took the place of. */
  readonly replaced: string | null;
  readonly skipped: boolean;
  readonly pain: number | null;
  readonly effort: number | null;
  readonly sets: readonly SetResult[];
}

export interface Hurt {
  readonly exercise: string;
  readonly pain: number;
  readonly action: HurtAction;
}

export type HurtAction = "continue" | "easier" | "skip" | "stop";

export interface SessionResult {
  readonly started_at: string;
  readonly finished_at: string;
  readonly mode: "camera" | "no_camera";
  readonly pain_before: number | null;
  readonly pain_during: number | null;
  readonly pain_after: number | null;
  readonly effort: number | null;
  readonly comment: string;
  readonly completed_fraction: number;
  readonly stopped_reason: StoppedReason | null;
  readonly exercises: readonly ExerciseResult[];
  readonly hurts: readonly Hurt[];
}
