/** A session state as the result the server takes. */

import type { ExerciseResult, SessionResult, SetResult } from "../contract/result";
import type { PrescribedExercise, SessionData } from "../contract/session";
import { boutsOf } from "./prescription";
import type { DoneSet } from "./live";
import { movementKey, NO_MOVEMENT, type Movement } from "./movement";
import { variantOf, type ExerciseProgress, type SessionState } from "./state";

/** @param movement traces of the sets the member chose to share. */
export function resultOf(state: SessionState, session: SessionData, now: string, movement: Movement = NO_MOVEMENT): SessionResult {
  const sets = state.progress.flatMap((progress) => progress.sets);
  return {
    started_at: state.startedAt ?? now,
    finished_at: state.finishedAt ?? now,
    mode: sets.some((set) => set.counted_by === "camera") ? "camera" : state.mode,
    pain_before: state.painBefore,
    pain_during: state.painDuring,
    pain_after: state.painAfter,
    effort: state.effort,
    comment: state.comment.trim(),
    completed_fraction: completedFraction(state, session),
    stopped_reason: state.stoppedReason,
    exercises: session.exercises.flatMap((exercise, index) => resultsOf(exercise, index, state.progress[index], movement)),
    hurts: state.hurts,
  };
}

/** Whether there is anything worth keeping if the person comes back no more. */
export const hasSomethingDone = (state: SessionState): boolean =>
  state.hurts.length > 0 || state.phase === "after" || state.progress.some((progress) => progress.sets.length > 0);

/** Done part of all prescribed sets, 0-1. */
export function completedFraction(state: SessionState, session: SessionData): number {
  const planned = session.exercises.map((exercise) => boutsOf(exercise).length);
  const done = state.progress.map((progress, index) => doneBouts(progress, planned[index] ?? 0));
  const total = planned.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 0;
  return Math.round((done.reduce((sum, count) => sum + count, 0) / total) * 100) / 100;
}

const doneBouts = (progress: ExerciseProgress, planned: number): number =>
  Math.min(
    planned,
    progress.sets.reduce((sum, set) => sum + set.fraction, 0),
  );

/** One entry for the prescribed exercise, one more for its easier variant where that was done. */
function resultsOf(exercise: PrescribedExercise, index: number, progress: ExerciseProgress | undefined, movement: Movement): ExerciseResult[] {
  if (!progress) return [];
  const variants = progress.isEasier ? [false, true] : [false];
  const entries = variants.map((isEasier) => {
    const done = variantOf(exercise, isEasier);
    return {
      exercise: done.exercise,
      side: done.side,
      replaced: isEasier ? exercise.exercise : null,
      skipped: progress.isSkipped && isEasier === progress.isEasier,
      pain: progress.pain,
      effort: null,
      sets: progress.sets.flatMap((set, number) =>
        set.isEasier === isEasier ? [setResultOf(set, movement.get(movementKey(index, number)) ?? null)] : [],
      ),
    };
  });
  return entries.filter((entry, place) => entry.sets.length > 0 || place === entries.length - 1);
}

function setResultOf(set: DoneSet, trace: string | null): SetResult {
  const { isEasier: _isEasier, fraction: _fraction, ...result } = set;
  return { ...result, trace };
}
