/** "This hurts": everything stops, one question, then what fits the answer. */

import stopIcon from "lucide-static/icons/octagon-x.svg?raw";
import type { HurtAction } from "../../contract/session";
import { button, h, setText } from "../dom";
import { scale } from "../scale";
import { hurtChoices, hurtLight } from "../state";
import type { Context, Screen, View } from "./screen";

const LABELS: Readonly<Record<HurtAction, string>> = {
  continue: "Go on gently",
  easier: "Make it easier",
  skip: "Skip this exercise",
  stop: "Stop for today",
};

export function hurtScreen(context: Context, view: View): Screen {
  const { session, dispatch } = context;
  const advice = h("p", { class: "player-advice", attributes: { role: "status" } });
  const choices = h("div", { class: "player-actions" });
  const question = scale({
    name: "pain-hurt",
    question: "How strong is the pain, from 0 to 10?",
    low: "no pain",
    high: "worst you can imagine",
    value: view.state.hurtPain,
    onChoose: (pain) => dispatch({ type: "hurt_pain", pain }),
  });
  const element = h(
    "section",
    { class: "player-sheet" },
    h(
      "div",
      { class: "player-sheet__body" },
      h("h1", { attributes: { tabindex: "-1" } }, "Let's stop for a moment"),
      h("p", {}, "Ease out of the position and breathe. Nothing is lost."),
      question,
      advice,
      session.stop_rules.length === 0 ? null : h("div", { class: "player-note" }, h("h2", {}, "Stop at once if"), h("ul", {}, ...session.stop_rules.map((rule) => h("li", {}, rule)))),
    ),
    choices,
  );
  let shown: number | null = null;
  const update = ({ state }: View): void => {
    advice.hidden = state.hurtPain === null;
    if (state.hurtPain === null || state.hurtPain === shown) return;
    shown = state.hurtPain;
    const light = hurtLight(state, session);
    if (light === null) return;
    advice.className = `player-advice player-advice--${light}`;
    setText(advice, session.pain_rules.advice[light]);
    const buttons = hurtChoices(state, session).map((action, index) =>
      button({
        label: LABELS[action],
        ...(action === "stop" ? { icon: stopIcon } : {}),
        kind: index === 0 ? "primary" : "plain",
        class: "player-button--wide",
        onClick: () => dispatch({ type: "hurt_action", action, at: context.now() }),
      }),
    );
    choices.replaceChildren(...buttons);
  };
  update(view);
  return { element, update };
}
