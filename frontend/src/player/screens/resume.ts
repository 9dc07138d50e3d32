/** Offered when the page of a session is opened again that was left part way. */

import { button, h } from "../dom";
import { completedFraction } from "../result";
import type { SessionState } from "../state";
import type { Context, Screen } from "./screen";

export function resumeScreen(context: Context, stored: SessionState, onContinue: () => void, onFinish: () => void): Screen {
  const done = Math.round(completedFraction(stored, context.session) * 100);
  const element = h(
    "section",
    { class: "player-sheet" },
    h(
      "div",
      { class: "player-sheet__body" },
      h("h1", { attributes: { tabindex: "-1" } }, "Welcome back"),
      h("p", {}, `You left this session part way. About ${done} % of it is done, and nothing is lost.`),
    ),
    h(
      "div",
      { class: "player-actions" },
      button({ label: "Go on where I stopped", kind: "primary", class: "player-button--wide", onClick: onContinue }),
      button({ label: "Finish here and save", class: "player-button--wide", onClick: onFinish }),
    ),
  );
  return { element, update: () => undefined };
}
