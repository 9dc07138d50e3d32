/** What the screen of a movement test shows and says. Pure: a snapshot in, words out. */

import type { TestData, TestSnapshot, TrialTold } from "../contract/movement-test";

/** What is shown while a trial is on: a word for its state, the number, what it counts, and one line. */
export interface TestReading {
  readonly word: string;
  readonly number: string;
  readonly label: string;
  readonly line: string;
  /** Seen, counting, lost or resting: the frame around the screen. */
  readonly glance: "seen" | "counting" | "lost" | "resting" | "ready";
}

export function readingOf(snapshot: TestSnapshot | null, data: TestData, rest_s: number): TestReading {
  const { words } = data;
  if (!snapshot) return { word: "Getting ready", number: "", label: "", line: words.start, glance: "ready" };
  const label = `Trial ${snapshot.trial} of ${Math.max(data.trials, snapshot.trial)}`;
  switch (snapshot.state) {
    case "setup":
      return { word: "Take your place", number: "", label, line: missingLine(snapshot.missing, data), glance: snapshot.missing === "hold-still" ? "seen" : "lost" };
    case "ready":
      return { word: "I see you", number: shownNumber(snapshot, data), label, line: words.go, glance: "seen" };
    case "moving":
      return { word: "Measuring", number: shownNumber(snapshot, data), label: movingLabel(snapshot, data, label), line: words.go, glance: "counting" };
    case "rest":
      return { word: "Rest", number: `${Math.ceil(rest_s)}`, label: "seconds of rest", line: trialLine(lastOf(snapshot), data), glance: "resting" };
    case "done":
      return { word: "Done", number: "", label: "", line: words.done, glance: "resting" };
  }
}

export function missingLine(missing: string | null, { words }: TestData): string {
  if (missing === null || missing === "take-start-position" || missing === "hold-still") return words.start;
  return words.problems[missing] ?? words.prompts[missing] ?? words.start;
}

export const lastOf = ({ result }: TestSnapshot): TrialTold | null => result.trials.at(-1) ?? null;

/** What the last trial came to: its value and that there is a rest, or why it does not count. */
export function trialLine(trial: TrialTold | null, data: TestData): string {
  if (!trial) return data.words.rest;
  if (trial.counts && trial.value !== null) return `${valueText(trial.value, data.unit)}. ${data.words.rest}`;
  return [data.words.again, ...trial.problems.map((problem) => data.words.problems[problem] ?? "")].filter(Boolean).join(" ");
}

/** 139°, 12 repetitions, 8.4 seconds. */
export function valueText(value: number, unit: TestData["unit"]): string {
  if (unit === "deg") return `${Math.round(value)}°`;
  if (unit === "s") return `${value.toFixed(1)} seconds`;
  return `${value} ${value === 1 ? "repetition" : "repetitions"}`;
}

/** 139° (± 6°). */
export function resultText({ value, error }: TestSnapshot["result"], unit: TestData["unit"]): string {
  if (value === null) return "No result";
  const mark = unit === "deg" ? "°" : unit === "s" ? " s" : "";
  const shown = unit === "s" ? value.toFixed(1) : String(Math.round(value));
  return `${shown}${mark} (± ${Number(error.toFixed(1))}${mark})`;
}

/** Last time 135°: no real change. */
export function changeText({ change }: TestSnapshot, data: TestData): string {
  const { words, before } = data;
  if (!before || !change) return words.first;
  const kind = change.kind === "better" ? words.better : change.kind === "worse" ? words.worse : words.no_real_change;
  return `Last time ${before.told}: ${kind.charAt(0).toLowerCase()}${kind.slice(1)}.`;
}

export const reasonText = ({ change }: TestSnapshot, { words }: TestData): string => (change ? (words.reasons[change.reason] ?? "") : "");

function shownNumber({ shown }: TestSnapshot, { unit }: TestData): string {
  if (shown === null) return "";
  return unit === "deg" ? `${Math.round(shown)}°` : String(Math.floor(shown));
}

/** In a test against the clock how much is left, in one that is timed how long it took so far. */
function movingLabel({ t_ms, start_ms, best }: TestSnapshot, { unit, window_s }: TestData, label: string): string {
  const elapsed_s = start_ms === null ? 0 : Math.max(0, (t_ms - start_ms) / 1000);
  if (unit === "deg") return best === null ? label : `Held: ${valueText(best, unit)}`;
  if (unit === "s") return window_s === null ? `${elapsed_s.toFixed(0)} seconds` : label;
  return window_s === null ? label : `${Math.max(0, Math.ceil(window_s - elapsed_s))} seconds left`;
}

/** What is said when the test goes on from one snapshot to the next. */
export function linesSaid(before: TestSnapshot | null, after: TestSnapshot, data: TestData): readonly string[] {
  const { words } = data;
  if (before?.state !== after.state) {
    switch (after.state) {
      case "setup":
        return [words.start];
      case "ready":
        return [words.go];
      case "moving":
        return [];
      case "rest":
        return [trialLine(lastOf(after), data)];
      case "done":
        return [after.given_up ? words.given_up : `${words.done} ${resultText(after.result, data.unit)}`];
    }
  }
  if (data.unit === "repetitions" && after.state === "moving" && after.shown !== before.shown && after.shown) return [String(after.shown)];
  return [];
}
