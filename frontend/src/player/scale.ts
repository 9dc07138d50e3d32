/** The 0-10 scale: eleven large radio buttons. */

import { h } from "./dom";

export interface ScaleOptions {
  readonly name: string;
  readonly question: string;
  readonly low: string;
  readonly high: string;
  readonly value: number | null;
  readonly onChoose: (value: number) => void;
}

export function scale({ name, question, low, high, value, onChoose }: ScaleOptions): HTMLFieldSetElement {
  const options = Array.from({ length: 11 }, (_, step) => {
    const id = `${name}-${step}`;
    const input = h("input", { class: "player-scale__input", attributes: { type: "radio", name, id, value: String(step) } });
    input.checked = step === value;
    input.addEventListener("change", () => onChoose(step));
    return h("div", { class: "player-scale__step" }, input, h("label", { attributes: { for: id } }, String(step)));
  });
  return h(
    "fieldset",
    { class: "player-scale" },
    h("legend", {}, question),
    h("div", { class: "player-scale__steps" }, ...options),
    h("div", { class: "player-scale__ends", attributes: { "aria-hidden": "true" } }, h("span", {}, `0 ${low}`), h("span", {}, `10 ${high}`)),
  );
}
