/** After the last set: pain, effort, one comment; after "not today" only the comment. */

import { button, h, setText } from "../dom";
import { scale } from "../scale";
import { canReopen, type SessionState } from "../state";
import type { Context, Screen, View } from "./screen";

const HEADINGS = { done: "Well done. How was it?", stopped: "How are you now?", declined: "Not today. That is a good decision." };

export function afterScreen(context: Context, { state, canShare }: View): Screen {
  const { dispatch } = context;
  const isDeclined = state.stoppedReason === "declined";
  const questions = isDeclined ? [] : questionsAbout(context, state);
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
  const heading = isDeclined ? HEADINGS.declined : state.stoppedReason === null ? HEADINGS.done : HEADINGS.stopped;
  const element = h(
    "section",
    { class: "player-sheet" },
    h(
      "div",
      { class: "player-sheet__body" },
      h("h1", { attributes: { tabindex: "-1" } }, heading),
      isDeclined ? h("p", {}, "Your care team gets your answer. No session is counted.") : null,
      ...questions,
      h("div", { class: "player-field" }, h("label", { attributes: { for: "comment" } }, "Anything your care team should know? (optional)"), comment),
      canShare && !isDeclined ? shareChoice(context, state) : null,
    ),
    h(
      "div",
      { class: "player-actions" },
      hint,
      button({ label: isDeclined ? "Send to my care team" : "Save", kind: "primary", class: "player-button--wide", onClick: save }),
      canReopen(state) ? button({ label: "Back to the exercises", kind: "quiet", class: "player-button--wide", onClick: () => dispatch({ type: "reopen" }) }) : null,
    ),
  );
  return { element, update: () => undefined };
}

/** Off until it is chosen, in every session anew. */
function shareChoice({ dispatch }: Context, state: SessionState): HTMLElement {
  const box = h("input", { class: "player-share__box", attributes: { id: "share", type: "checkbox", "aria-describedby": "share-says" } });
  box.checked = state.isShared;
  box.addEventListener("change", () => dispatch({ type: "after", answer: { isShared: box.checked } }));
  return h(
    "div",
    { class: "player-share" },
    box,
    h("label", { attributes: { for: "share" } }, "Share the movement of these sets with your care team (no video)"),
    h("p", { class: "player-share__says", attributes: { id: "share-says" } }, "They see a moving figure and the angle. You can delete it whenever you like."),
  );
}

/** Pain and effort, as they were in the session and are now. */
function questionsAbout({ dispatch }: Context, state: SessionState): HTMLElement[] {
  const pain = { low: "no pain", high: "worst you can imagine" };
  const effort = { low: "very easy", high: "as hard as I can" };
  return [
    scale({
      name: "pain-during",
      question: "Strongest pain during the session",
      ...pain,
      value: state.painDuring,
      onChoose: (painDuring) => dispatch({ type: "after", answer: { painDuring } }),
    }),
    scale({
      name: "pain-after",
      question: "Pain now",
      ...pain,
      value: state.painAfter,
      onChoose: (painAfter) => dispatch({ type: "after", answer: { painAfter } }),
    }),
    scale({
      name: "effort",
      question: "How hard was it?",
      ...effort,
      value: state.effort,
      onChoose: (value) => dispatch({ type: "after", answer: { effort: value } }),
    }),
  ];
}
