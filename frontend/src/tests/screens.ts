/** The three screens of a movement test: before it, while it is measured, and its result. */

import stopIcon from "lucide-static/icons/flag.svg?raw";
import hurtIcon from "lucide-static/icons/hand.svg?raw";
import cautionIcon from "lucide-static/icons/triangle-alert.svg?raw";
import type { TestData, TestSnapshot } from "../contract/movement-test";
import { mountFigure } from "../figure/figure";
import { button, h, icon, setData, setText } from "../player/dom";
import { scale } from "../player/scale";
import { changeText, readingOf, reasonText, resultText, valueText } from "./reading";

const heading = (text: string): HTMLElement => h("h1", { attributes: { tabindex: "-1" } }, text);
const byHand = (data: TestData): HTMLElement => h("a", { class: "player-button player-button--quiet", attributes: { href: data.by_hand_url } }, "Do it by hand instead");
const eyebrow = ({ words }: TestData): HTMLElement => h("p", { class: "player-eyebrow" }, words.side ? `Test, ${words.side}` : "Test");

export interface TestScreen {
  readonly element: HTMLElement;
  readonly destroy: () => void;
}

export function introScreen(data: TestData, notice: string, onStart: () => void): TestScreen {
  const { words } = data;
  const box = h("div", { class: "player-figure figure figure--dark" });
  const figure = data.figure ? mountFigure(box, data.figure) : null;
  const element = h(
    "section",
    { class: "player-sheet" },
    h(
      "div",
      { class: figure ? "player-sheet__body player-instructions" : "player-sheet__body" },
      figure ? box : null,
      h(
        "div",
        { class: "player-instructions__text" },
        notice ? h("p", { class: "player-advice player-advice--amber", attributes: { role: "status" } }, icon(cautionIcon), h("span", {}, notice)) : null,
        eyebrow(data),
        heading(words.title),
        h("ol", { class: "player-steps" }, ...[...words.set_up, words.go].map((step) => h("li", {}, step))),
        h("p", { class: "player-dose" }, `${data.trials} trials with a rest between`),
        data.before ? h("p", { class: "player-small" }, `Last time: ${data.before.told}`) : null,
        h("p", { class: "player-note" }, h("strong", {}, "Stop. "), words.stop),
      ),
    ),
    h("div", { class: "player-actions" }, button({ label: "Start with the camera", kind: "primary", class: "player-button--wide", onClick: onStart }), byHand(data)),
  );
  return { element, destroy: () => figure?.destroy() };
}

export interface Measuring extends TestScreen {
  update(snapshot: TestSnapshot | null, rest_s: number, notice: string): void;
}

export interface MeasuringActions {
  readonly begin: () => void;
  readonly endTrial: () => void;
  readonly finish: () => void;
}

export function measuringScreen(data: TestData, cameraView: HTMLElement, { begin, endTrial, finish }: MeasuringActions): Measuring {
  const word = h("p", { class: "hud-word" }, h("span", { class: "hud-word__mark", attributes: { "aria-hidden": "true" } }), h("span"));
  const number = h("p", { class: "hud-number", attributes: { "aria-hidden": "true" } });
  const label = h("p", { class: "hud-label" });
  const coach = h("p", { class: "hud-coach" });
  const startNow = button({ label: "Start now", kind: "primary", class: "player-button--wide", onClick: begin });
  const offers = h("div", { class: "hud-offers" }, startNow);
  const end = button({ label: "End this trial", icon: stopIcon, class: "player-control", onClick: endTrial });
  const hurt = button({ label: "Stop the test", icon: hurtIcon, kind: "warm", class: "player-control", onClick: finish });
  const element = h(
    "section",
    { class: "player-training" },
    h("header", { class: "player-bar" }, h("div", { class: "player-bar__title" }, h("h1", { class: "player-bar__name", attributes: { tabindex: "-1" } }, data.words.title), h("span", { class: "player-bar__step" }, data.words.side))),
    h("div", { class: "player-stage" }, cameraView),
    h("div", { class: "player-hud" }, word, number, label, coach, offers),
    h("div", { class: "player-actions" }, h("div", { class: "player-controls" }, end, hurt)),
  );
  const update = (snapshot: TestSnapshot | null, rest_s: number, notice: string): void => {
    const reading = readingOf(snapshot, data, rest_s);
    setText(word.lastElementChild ?? word, reading.word);
    setText(number, reading.number);
    setText(label, reading.label);
    setText(coach, notice || reading.line);
    setData(number, "size", reading.number.length > 3 ? "long" : "short");
    number.hidden = reading.number === "";
    startNow.hidden = snapshot?.state !== "rest";
    end.disabled = snapshot?.state !== "moving";
  };
  return { element, update, destroy: () => undefined };
}

export function resultScreen(data: TestData, snapshot: TestSnapshot, onSave: (pain: number) => void): TestScreen {
  const { result } = snapshot;
  const hasValue = result.value !== null;
  let pain: number | null = null;
  const hint = h("p", { class: "player-hint", attributes: { role: "alert" } });
  const save = (): void => {
    if (pain === null) setText(hint, "Choose how much it hurt, please.");
    else onSave(pain);
  };
  const question = scale({ name: "pain", question: "How much did it hurt at most?", low: "none", high: "worst", value: null, onChoose: (chosen) => { pain = chosen; setText(hint, ""); } });
  const again = h("a", { class: "player-button player-button--quiet", attributes: { href: data.post_url } }, "Do it again");
  const element = h(
    "section",
    { class: "player-sheet" },
    h(
      "div",
      { class: "player-sheet__body" },
      eyebrow(data),
      heading(hasValue ? data.words.title : "No result this time"),
      hasValue
        ? h("div", { class: "movement-result" }, h("p", { class: "movement-result__value" }, resultText(result, data.unit)), h("p", { class: "movement-result__change" }, changeText(snapshot, data)), h("p", { class: "player-small" }, reasonText(snapshot, data)))
        : h("p", {}, snapshot.given_up ? data.words.given_up : "No trial was finished. Nothing is stored."),
      hasValue && !result.complete ? h("p", { class: "player-advice player-advice--amber" }, icon(cautionIcon), h("span", {}, "Made from fewer trials than the test asks for.")) : null,
      result.trials.length > 0 ? trialList(data, snapshot) : null,
      hasValue ? question : null,
    ),
    h("div", { class: "player-actions" }, hint, hasValue ? button({ label: "Save the result", kind: "primary", class: "player-button--wide", onClick: save }) : null, again, byHand(data)),
  );
  return { element, destroy: () => undefined };
}

function trialList(data: TestData, { result }: TestSnapshot): HTMLElement {
  const rows = result.trials.map((trial, index) => {
    const why = trial.problems.map((problem) => data.words.problems[problem] ?? "").join(" ");
    const told = trial.counts && trial.value !== null ? valueText(trial.value, data.unit) : `does not count. ${why}`;
    return h("li", {}, h("strong", {}, `Trial ${index + 1}`), h("span", {}, told));
  });
  return h("ul", { class: "player-plan", attributes: { role: "list" } }, ...rows);
}
