/** What the therapist's panel shows of a frame: words and numbers. Pure. */

import type { ExerciseOffered, MeasureOffered, MeasuringSetup, SetTold, Standing, WireFrame } from "../../contract/measuring";
import type { ErrorRow } from "../../contract/session";
import type { Side, View } from "../../contract/words";
import { roundedDeg } from "../../player/words";

const SEEN_WELL = 85;
const SEEN_ENOUGH = 60;

export const VIEWS: Readonly<Record<View, string>> = {
  side: "seen from the side",
  front: "seen from the front",
  oblique: "seen at an angle",
  unknown: "from an unknown side",
};

/** The number now, what it is expected to be off by, and how it is seen. */
export interface Shown {
  readonly value: string;
  readonly error: string;
  readonly says: string;
}

/** The name of the angle that a measure reads on a side. */
export const angleName = ({ signal, sides }: MeasureOffered, side: Side | ""): string => (sides.length > 0 ? `${signal}_${side}` : signal);

export function shownOf(frame: WireFrame, measure: MeasureOffered, side: Side | "", setup: MeasuringSetup): Shown {
  const at = setup.angles.indexOf(angleName(measure, side));
  const tenths = frame.a[at];
  const seen = frame.s[at] ?? 0;
  if (tenths === null || tenths === undefined) return { value: "–", error: "", says: frame.p === null ? "Nobody in the picture" : "This joint is not seen" };
  const angle_deg = tenths / 10;
  const value = measure.shown_from === null ? angle_deg : measure.shown_from - angle_deg;
  const sight = seen >= SEEN_WELL ? "points seen well" : seen >= SEEN_ENOUGH ? "points seen fairly well" : "points hardly seen";
  return { value: `${Math.round(value)}°`, error: errorAt(measure.errors, frame.view), says: `${VIEWS[frame.view]}, ${sight}` };
}

/** `± 7°`, as all pictures show it that see the joint. */
export function errorAt(rows: readonly ErrorRow[], view: View): string {
  const found = rows.find((row) => row.view === view && row.tracked_from <= 1);
  return found ? `± ${found.error_deg}°` : "";
}

/** A set as it goes: the number, and one line. */
export function countingText(standing: Standing, { cues, unit }: ExerciseOffered, prompts: Readonly<Record<string, string>>): { readonly number: string; readonly line: string; readonly cue: string } {
  const number = standing.hold_s > 0 && standing.count === 0 ? `${Math.floor(standing.hold_s)} s` : String(standing.count);
  const { low_deg: low, high_deg: high, partial_count: partial } = standing;
  const range = low === null || high === null ? "" : `range ${roundedDeg(low)}${unit} to ${roundedDeg(high)}${unit}`;
  const line = [partial > 0 ? `${partial} not full` : "", range].filter(Boolean).join(", ");
  const prompt = standing.prompt === null ? "" : (prompts[standing.prompt] ?? "");
  return { number, line, cue: standing.cue === null ? prompt : (cues[standing.cue] ?? prompt) };
}

/** What a set came to, before it is saved. */
export function setText({ count, partial_count: partial, repetitions, holds }: SetTold, { name, unit }: ExerciseOffered): string {
  const held = holds.map((hold) => Number(hold["seconds"])).filter(Number.isFinite);
  const amount = count === 0 && held.length > 0 ? `held ${Math.round(Math.max(...held))} seconds` : `${count} ${count === 1 ? "repetition" : "repetitions"}`;
  const peaks = repetitions.map((each) => Number(each["peak_deg"])).filter(Number.isFinite).map(roundedDeg);
  const farthest = peaks.length === 0 ? "" : `farthest ${[...new Set([Math.min(...peaks), Math.max(...peaks)])].map((deg) => `${deg}${unit}`).join(" to ")}`;
  return `${name}: ${[amount, partial > 0 ? `${partial} not full` : "", farthest].filter(Boolean).join(", ")}`;
}
