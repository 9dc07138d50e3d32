import { afterScreen } from "./after";
import { hurtScreen } from "./hurt";
import { instructionsScreen } from "./instructions";
import { savedScreen } from "./saved";
import type { Context, Screen, View } from "./screen";
import { trainingScreen } from "./training";
import { welcomeScreen } from "./welcome";

/** A screen stays as long as its key does; a new exercise or its easier variant needs a new one. */
export function screenKey({ state }: View): string {
  const exercise = `${state.exercise}${state.progress[state.exercise]?.isEasier === true ? "e" : ""}`;
  switch (state.phase) {
    case "instructions":
      return `instructions-${exercise}-${state.bout}-${state.mode}`;
    case "positioning":
    case "countdown":
    case "active":
    case "rest":
      return `training-${exercise}-${state.mode}`;
    default:
      return state.phase;
  }
}

export function screenFor(context: Context, view: View): Screen {
  switch (view.state.phase) {
    case "welcome":
      return welcomeScreen(context, view);
    case "instructions":
      return instructionsScreen(context, view);
    case "hurts":
      return hurtScreen(context, view);
    case "after":
      return afterScreen(context, view);
    case "saved":
      return savedScreen(context, view);
    default:
      return trainingScreen(context, view);
  }
}
