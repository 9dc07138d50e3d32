/** Done: what was done, and where the result is. */

import doneIcon from "lucide-static/icons/circle-check.svg?raw";
import waitingIcon from "lucide-static/icons/smartphone.svg?raw";
import problemIcon from "lucide-static/icons/triangle-alert.svg?raw";
import type { Counted, PlayedExercise, SessionData } from "../../contract/session";
import { h, icon } from "../dom";
import type { ExerciseResult } from "../../contract/result";
import { resultOf } from "../result";
import type { SessionState } from "../state";
import { durationText, errorText, nameOnSide, roundedDeg } from "../words";
import type { Context, Screen, SendStatus, View } from "./screen";

const TOLD = "Saved. Your care team was told, and no session was counted.";
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
  const isDeclined = view.state.stoppedReason === "declined";
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
    status.replaceChildren(icon(isGood ? doneIcon : send === "refused" ? problemIcon : waitingIcon), h("span", {}, [send === "stored" && isDeclined ? TOLD : STATUS[send], ...problems].join(" ")));
  };
  update(view);
  return { element, update };
}

/** A line for each exercise, also for those left out; none where the session was not started. */
function rows(state: SessionState, session: SessionData, now: string): HTMLElement[] {
  if (state.stoppedReason === "declined") return [];
  const known = new Map(session.exercises.flatMap((each) => [each, each.easier ?? each]).map((each) => [each.exercise, each]));
  return resultOf(state, session, now).exercises.map((done) => {
    const exercise = known.get(done.exercise);
    const name = nameOnSide(exercise?.name ?? done.exercise, done.side);
    return h("li", {}, h("strong", {}, name), h("span", {}, doneText(done, exercise)));
  });
}

/** What was done of one exercise. */
export function doneText({ sets }: Pick<ExerciseResult, "sets">, exercise?: Pick<PlayedExercise, "counted" | "unit" | "errors">): string {
  if (sets.length === 0) return "left out";
  const counted = exercise?.counted;
  const times = sets.reduce((sum, set) => sum + set.repetitions_done, 0);
  const held = Math.max(...sets.map((set) => set.hold_s_done ?? 0));
  const ranges = exercise?.unit === "%" ? [] : sets.flatMap((set) => set.range_of_motion ?? []);
  const low = roundedDeg(Math.min(...ranges.map((range) => range.min_deg)));
  const high = roundedDeg(Math.max(...ranges.map((range) => range.max_deg)));
  return [
    counted === "time" ? "" : `${sets.length} ${sets.length === 1 ? "set" : "sets"}`,
    held > 0 ? heldText(held, counted) : times > 0 ? `${times} ${times === 1 ? "repetition" : "repetitions"}` : "",
    ranges.length === 0 ? "" : [`about ${low}° to ${high}°`, errorText(sets, exercise?.errors ?? [])].filter(Boolean).join(" "),
  ]
    .filter(Boolean)
    .join(", ");
}

const heldText = (seconds: number, counted?: Counted): string =>
  counted === "time" ? durationText(seconds, counted) : `held up to ${durationText(seconds)}`;
