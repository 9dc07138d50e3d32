/** What comes next and how to do it. */

import easierIcon from "lucide-static/icons/feather.svg?raw";
import hurtIcon from "lucide-static/icons/hand.svg?raw";
import cameraIcon from "lucide-static/icons/video.svg?raw";
import skipIcon from "lucide-static/icons/skip-forward.svg?raw";
import cautionIcon from "lucide-static/icons/triangle-alert.svg?raw";
import type { PlayedExercise } from "../../contract/session";
import { button, h, icon } from "../dom";
import { offersCamera } from "../reading";
import { canGoEasier, currentBout, currentExercise, isHandsFree, type SessionState } from "../state";
import { boutText, doseText } from "../words";
import { bar } from "./bar";
import { figureBox } from "./figure-box";
import type { Context, Screen, View } from "./screen";

export function instructionsScreen(context: Context, view: View): Screen {
  const { session, dispatch } = context;
  const exercise = currentExercise(view.state, session);
  const top = bar(context, view);
  const figure = figureBox(exercise, session.figures);
  const retry = button({ label: "Try the camera again", icon: cameraIcon, class: "player-button--wide", onClick: () => context.retryCamera() });
  const element = h(
    "section",
    { class: "player-sheet player-sheet--instructions" },
    top.element,
    h(
      "div",
      { class: "player-sheet__body player-instructions" },
      figure.element,
      h(
        "div",
        { class: "player-instructions__text" },
        view.notice ? h("p", { class: "player-advice player-advice--amber" }, icon(cautionIcon), h("span", {}, view.notice)) : null,
        h("p", { class: "player-eyebrow" }, boutText(currentBout(view.state, session)) || "One set"),
        h("h1", { attributes: { tabindex: "-1" } }, exercise.name),
        h("p", { class: "player-dose" }, doseText(exercise)),
        exercise.tip ? h("p", { class: "player-tip" }, h("strong", {}, "From your care team: "), exercise.tip) : null,
        h("p", {}, exercise.start_position),
        h("ol", { class: "player-steps" }, ...exercise.steps.map((step) => h("li", {}, step))),
        cameraNote(view.state, exercise),
        cautions(exercise),
        exercise.why ? h("p", { class: "player-small" }, exercise.why) : null,
      ),
    ),
    h(
      "div",
      { class: "player-actions" },
      isHandsFree(view.state, session) ? h("p", { class: "player-byself" }, "Get into place when you have heard it: the set starts by itself.") : null,
      button({ label: "I'm ready", kind: "primary", class: "player-button--wide", onClick: () => dispatch({ type: "ready" }) }),
      retry,
      view.state.left === null ? null : button({ label: "Go on with the last set", kind: "quiet", class: "player-button--wide", onClick: () => dispatch({ type: "take_up_again" }) }),
      h(
        "div",
        { class: "player-controls" },
        canGoEasier(view.state, session) ? button({ label: "Easier", icon: easierIcon, class: "player-control", onClick: () => dispatch({ type: "easier" }) }) : null,
        button({ label: "Skip", icon: skipIcon, class: "player-control", onClick: () => dispatch({ type: "skip" }) }),
        button({ label: "This hurts", icon: hurtIcon, kind: "warm", class: "player-control", onClick: () => dispatch({ type: "hurt" }) }),
      ),
    ),
  );
  const update = (next: View): void => {
    top.update(next);
    retry.hidden = !offersCamera(next);
  };
  update(view);
  return { element, update, destroy: figure.destroy };
}

function cameraNote(state: SessionState, exercise: PlayedExercise): HTMLElement | null {
  if (state.mode !== "camera") return null;
  const text = exercise.tracking ? exercise.camera_setup : "A camera cannot count this one: you tap, or the timer runs.";
  return h("p", { class: "player-note" }, h("strong", {}, "Camera. "), text);
}

function cautions(exercise: PlayedExercise): HTMLElement | null {
  if (exercise.cautions.length === 0) return null;
  return h("div", { class: "player-note" }, h("h2", {}, icon(cautionIcon), "Take care"), h("ul", {}, ...exercise.cautions.map((text) => h("li", {}, text))));
}
