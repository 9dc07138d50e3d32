/** Getting ready: pain now, when to stop, with or without the camera. */

import cameraIcon from "lucide-static/icons/video.svg?raw";
import handIcon from "lucide-static/icons/pointer.svg?raw";
import stopIcon from "lucide-static/icons/octagon-x.svg?raw";
import { button, h, icon, setText } from "../dom";
import { scale } from "../scale";
import { startChoices } from "../state";
import { doseText, nameOnSide } from "../words";
import type { Context, Screen, View } from "./screen";

export function welcomeScreen(context: Context, view: View): Screen {
  const { session, dispatch } = context;
  const question = scale({
    name: "pain-before",
    question: "How strong is your pain right now?",
    low: "no pain",
    high: "worst you can imagine",
    value: view.state.painBefore,
    onChoose: (pain) => dispatch({ type: "pain_before", pain }),
  });
  const hint = h("p", { class: "player-hint", attributes: { role: "status" } });
  const begin = (mode: "camera" | "no_camera"): void => {
    if (question.querySelector(":checked")) return context.begin(mode);
    setText(hint, "First, tap how strong your pain is right now.");
    question.querySelector("input")?.focus();
  };
  const start = h(
    "div",
    { class: "player-actions" },
    choice("Start with the camera", "It counts for you. The picture stays on this device.", cameraIcon, "primary", () => begin("camera")),
    choice("Start without the camera", "You count with a tap, a timer does the rest.", handIcon, "plain", () => begin("no_camera")),
  );
  const decline = h(
    "div",
    { class: "player-actions" },
    h("p", { class: "player-advice player-advice--red" }, icon(stopIcon), h("span", {}, session.pain_rules.advice.red)),
    button({ label: "Not today, tell my care team", kind: "primary", class: "player-button--wide", onClick: () => dispatch({ type: "decline", at: context.now() }) }),
  );
  const element = h(
    "section",
    { class: "player-sheet" },
    h(
      "div",
      { class: "player-sheet__body" },
      h("p", { class: "player-eyebrow" }, summary(context)),
      h("h1", { attributes: { tabindex: "-1" } }, "Before we start"),
      question,
      hint,
      stopRules(session.stop_rules),
      plan(context),
      h("p", { class: "player-small" }, session.disclaimer),
    ),
    start,
    decline,
  );
  const update = ({ state }: View): void => {
    const choices = startChoices(state, session);
    start.hidden = !choices.includes("start");
    decline.hidden = !choices.includes("decline");
    if (state.painBefore !== null) setText(hint, "");
  };
  update(view);
  return { element, update };
}

function choice(label: string, note: string, source: string, kind: "primary" | "plain", onClick: () => void): HTMLElement {
  return h(
    "button",
    { class: `player-button player-button--${kind} player-choice`, attributes: { type: "button" }, onClick },
    icon(source),
    h("span", { class: "player-choice__text" }, h("span", {}, label), h("small", {}, note)),
  );
}

function summary({ session }: Context): string {
  const count = session.exercises.length;
  return `Today's session · ${count} ${count === 1 ? "exercise" : "exercises"}`;
}

function stopRules(rules: readonly string[]): HTMLElement {
  return h(
    "div",
    { class: "player-note" },
    h("h2", {}, icon(stopIcon), "Stop at once if"),
    h("ul", {}, ...rules.map((rule) => h("li", {}, rule))),
  );
}

function plan({ session }: Context): HTMLElement {
  const rows = session.exercises.map((exercise) => h("li", {}, h("strong", {}, nameOnSide(exercise.name, exercise.side)), h("span", {}, doseText(exercise))));
  return h("div", {}, h("h2", {}, "What we will do"), h("ol", { class: "player-plan" }, ...rows));
}
