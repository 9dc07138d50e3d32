/** The line at the top: where we are in the session, and the sound. */

import soundIcon from "lucide-static/icons/volume-2.svg?raw";
import mutedIcon from "lucide-static/icons/volume-x.svg?raw";
import { h, icon, setData } from "../dom";
import { currentExercise } from "../state";
import type { Context, View } from "./screen";

export interface Bar {
  readonly element: HTMLElement;
  update(view: View): void;
}

/** @param name - the element of the exercise's name: the heading where the screen has no other. */
export function bar(context: Context, view: View, name: "h1" | "span" = "span"): Bar {
  const { session } = context;
  const index = view.state.exercise;
  const marks = session.exercises.map((_, at) => h("span", { attributes: { "data-step": at < index ? "done" : at === index ? "now" : "next" } }));
  const sound = h(
    "button",
    { class: "player-icon-button", attributes: { type: "button", "aria-label": "Voice" }, onClick: () => context.toggleMute() },
    icon(soundIcon),
    icon(mutedIcon),
  );
  const element = h(
    "header",
    { class: "player-bar" },
    h(
      "div",
      { class: "player-bar__title" },
      h(name, { class: "player-bar__name", ...(name === "h1" ? { attributes: { tabindex: "-1" } } : {}) }, currentExercise(view.state, session).name),
      h("span", { class: "player-bar__step" }, `Exercise ${index + 1} of ${session.exercises.length}`),
    ),
    sound,
    h("div", { class: "player-bar__marks", attributes: { "aria-hidden": "true" } }, ...marks),
  );
  const update = ({ isMuted }: View): void => {
    sound.setAttribute("aria-pressed", String(!isMuted));
    setData(sound, "muted", String(isMuted));
  };
  update(view);
  return { element, update };
}
