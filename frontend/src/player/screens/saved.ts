/** Done: what was done, and where the result is. */

import doneIcon from "lucide-static/icons/circle-check.svg?raw";
import waitingIcon from "lucide-static/icons/smartphone.svg?raw";
import problemIcon from "lucide-static/icons/triangle-alert.svg?raw";
import type { SessionData } from "../../contract/session";
import { h, icon } from "../dom";
import type { ExerciseResult } from "../../contract/result";
import { resultOf } from "../result";
import type { SessionState } from "../state";
import { durationText, nameOnSide } from "../words";
import type { Context, Screen, SendStatus, View } from "./screen";

const STATUS: Readonly<Record<SendStatus, string>> = {
  none: "",
  sending: "Saving.",
  stored: "Saved. Your plan has your answers.",
  offline: "Saved on this device. It will be sent by itself when the connection is back.",
  server: "Saved on this device. Our server does not answer just now; it will be sent by itself.",
  signed_out: "Saved on this device. Sign in again and it will be sent by itself.",
  consent: "Saved on this device. Agree to the new wording on your page, and it will be sent by itself.",
  expired: "This waited on this device for 30 days and was removed.",
  refused: "Our server could not take this result.",
};

export function savedScreen({ session, now }: Context, view: View): Screen {
  const status = h("p", { class: "player-advice", attributes: { role: "status" } });
  const element = h(
    "section",
    { class: "player-sheet" },
    h(
      "div",
      { class: "player-sheet__body" },
      h("h1", { attributes: { tabindex: "-1" } }, "That's it for today"),
      status,
      h("ul", { class: "player-plan" }, ...rows(view.state, session, now())),
    ),
    h(
      "div",
      { class: "player-actions" },
      h("a", { class: "player-button player-button--primary player-button--wide", attributes: { href: session.after_url } }, "See what this means for tomorrow"),
    ),
  );
  let shown: SendStatus = "none";
  const update = ({ send, problems }: View): void => {
    if (send === shown) return;
    shown = send;
    const isGood = send === "stored" || send === "sending";
    status.className = `player-advice player-advice--${isGood ? "green" : send === "refused" ? "red" : "amber"}`;
    status.replaceChildren(icon(isGood ? doneIcon : send === "refused" ? problemIcon : waitingIcon), h("span", {}, [STATUS[send], ...problems].join(" ")));
  };
  update(view);
  return { element, update };
}

function rows(state: SessionState, session: SessionData, now: string): HTMLElement[] {
  const names = new Map(session.exercises.flatMap((each) => [each, each.easier ?? each]).map(({ exercise, name }) => [exercise, name]));
  return resultOf(state, session, now).exercises.map((done) =>
    h("li", {}, h("strong", {}, nameOnSide(names.get(done.exercise) ?? done.exercise, done.side)), h("span", {}, doneText(done))),
  );
}

/** What was done of one exercise; angles rounded to 5°, as exact as one camera is. */
export function doneText({ sets }: Pick<ExerciseResult, "sets">): string {
  if (sets.length === 0) return "left out";
  const times = sets.reduce((sum, set) => sum + set.repetitions_done, 0);
  const held = Math.max(...sets.map((set) => set.hold_s_done ?? 0));
  const ranges = sets.flatMap((set) => set.range_of_motion ?? []);
  const deepest = ranges.length === 0 ? null : Math.round(Math.max(...ranges.map((range) => range.max_deg)) / 5) * 5;
  return [
    `${sets.length} ${sets.length === 1 ? "set" : "sets"}`,
    held > 0 ? `held up to ${durationText(held)}` : times > 0 ? `${times} ${times === 1 ? "repetition" : "repetitions"}` : "",
    deepest === null ? "" : `to about ${deepest}°`,
  ]
    .filter(Boolean)
    .join(", ");
}
