/** The one line of coaching on the screen: what was said last while it matters, otherwise the step to think of. */

import type { EngineEvent } from "../contract/engine";
import type { SessionData } from "../contract/session";
import type { Line } from "./lines";
import { timesDone } from "./live";
import { currentExercise, currentTarget, isCameraCounting, type SessionState } from "./state";

const CUE_MS = 4_500;

export class CoachLine {
  #text = "";
  #until_ms = 0;

  constructor(private readonly session: SessionData) {}

  hear(line: Line, event: EngineEvent): void {
    this.tell(line.text, event.type === "prompt" ? Number.POSITIVE_INFINITY : CUE_MS);
  }

  tell(text: string, for_ms = 2 * CUE_MS): void {
    this.#text = text;
    this.#until_ms = performance.now() + for_ms;
  }

  clear(): void {
    this.#until_ms = 0;
  }

  line(state: SessionState): string {
    if (this.#until_ms > performance.now()) return this.#text;
    if (state.prompt !== null) return this.session.prompts[state.prompt] ?? "";
    return standing(state, this.session);
  }
}

function standing(state: SessionState, session: SessionData): string {
  if (state.pausedFor === "camera") return "All you did is kept. Try the camera again, or go on by hand.";
  const exercise = currentExercise(state, session);
  switch (state.phase) {
    case "positioning":
      return exercise.start_position;
    case "countdown":
      return isCameraCounting(state, session) ? "Stay as you are. It starts by itself." : exercise.start_position;
    case "active": {
      const done = timesDone(state.live, currentTarget(state, session));
      return exercise.steps[done % Math.max(1, exercise.steps.length)] ?? "";
    }
    case "rest":
      return isCameraCounting(state, session) ? "Breathe. The next set starts by itself, once I see you in place." : "Breathe. The next set starts by itself.";
    default:
      return "";
  }
}
