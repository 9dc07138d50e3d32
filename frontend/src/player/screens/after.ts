/** After the last set: pain, effort, one comment. */

import { button, h, setText } from "../dom";
import { scale, type ScaleOptions } from "../scale";
import { canReopen } from "../state";
import type { Context, Screen, View } from "./screen";

export function afterScreen(context: Context, view: View): Screen {
  const { dispatch } = context;
  const { state } = view;
  const pain = { low: "no pain", high: "worst you can imagine" };
  const questions = [
    ask({ name: "pain-during", question: "Strongest pain during the session", ...pain, value: state.painDuring, onChoose: (value) => dispatch({ type: "after", answer: { painDuring: value } }) }),
    ask({ name: "pain-after", question: "Pain now", ...pain, value: state.painAfter, onChoose: (value) => dispatch({ type: "after", answer: { painAfter: value } }) }),
    ask({ name: "effort", question: "How hard was it?", low: "very easy", high: "as hard as I can", value: state.effort, onChoose: (value) => dispatch({ type: "after", answer: { effort: value } }) }),
  ];
  const comment = h("textarea", { class: "player-text", attributes: { id: "comment", rows: "3", maxlength: "1000" } });
  comment.value = state.comment;
  comment.addEventListener("input", () => dispatch({ type: "after", answer: { comment: comment.value } }));
  const hint = h("p", { class: "player-hint", attributes: { role: "status" } });
  const save = (): void => {
    const missing = questions.find((question) => !question.querySelector(":checked"));
    if (!missing || hint.textContent !== "") return context.save();
    setText(hint, "One answer is missing. Tap a number, or save again to leave it out.");
    missing.scrollIntoView({ block: "center" });
    missing.querySelector("input")?.focus({ preventScroll: true });
  };
  const element = h(
    "section",
    { class: "player-sheet" },
    h(
      "div",
      { class: "player-sheet__body" },
      h("h1", { attributes: { tabindex: "-1" } }, state.stoppedReason === null ? "Well done. How was it?" : "How are you now?"),
      ...questions,
      h("div", { class: "player-field" }, h("label", { attributes: { for: "comment" } }, "Anything your care team should know? (optional)"), comment),
    ),
    h(
      "div",
      { class: "player-actions" },
      hint,
      button({ label: "Save", kind: "primary", class: "player-button--wide", onClick: save }),
      canReopen(state) ? button({ label: "Back to the exercises", kind: "quiet", class: "player-button--wide", onClick: () => dispatch({ type: "reopen" }) }) : null,
    ),
  );
  return { element, update: () => undefined };
}

const ask = (options: ScaleOptions): HTMLElement => scale(options);
