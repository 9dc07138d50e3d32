/** The exercise itself, from getting into place to the rest after it: figure, camera, number, gauge, one line, controls. */

import easierIcon from "lucide-static/icons/feather.svg?raw";
import finishIcon from "lucide-static/icons/flag.svg?raw";
import hurtIcon from "lucide-static/icons/hand.svg?raw";
import pauseIcon from "lucide-static/icons/pause.svg?raw";
import playIcon from "lucide-static/icons/play.svg?raw";
import skipIcon from "lucide-static/icons/skip-forward.svg?raw";
import { button, h, icon, setData, setText } from "../dom";
import { Gauge } from "../gauge";
import { readingOf } from "../reading";
import { canGoEasier, currentBout, currentExercise } from "../state";
import { boutText } from "../words";
import { bar } from "./bar";
import { figureBox } from "./figure-box";
import type { Context, Screen, View } from "./screen";

export function trainingScreen(context: Context, view: View): Screen {
  const { session } = context;
  const top = bar(context, view, "h1");
  const figure = figureBox(currentExercise(view.state, session), session.figures);
  const gauge = new Gauge();
  const hud = headUp(context);
  const controls = controlsOf(context, view);
  const element = h(
    "section",
    { class: "player-training" },
    top.element,
    h("div", { class: "player-stage" }, figure.element, context.cameraView),
    h("div", { class: "player-hud" }, hud.word, hud.number, hud.tap, gauge.element, hud.label, hud.coach, hud.offers),
    controls.element,
  );
  const update = (next: View): void => {
    top.update(next);
    hud.update(next);
    controls.update(next);
    const snapshot = next.state.phase === "active" && next.state.live.countedBy === "camera" ? next.state.live.snapshot : null;
    gauge.show(snapshot, currentExercise(next.state, session).unit);
    figure.setPlaying(!next.state.isPaused);
  };
  update(view);
  return { element, update, destroy: figure.destroy };
}

/** State word, big number, what it counts, and the line of coaching. */
function headUp(context: Context) {
  const { session, dispatch } = context;
  const word = h("p", { class: "hud-word" }, h("span", { class: "hud-word__mark", attributes: { "aria-hidden": "true" } }), h("span"));
  const number = h("p", { class: "hud-number", attributes: { "aria-hidden": "true" } });
  const tapNumber = h("span", { class: "hud-tap__number" });
  const tap = h("button", { class: "hud-tap", attributes: { type: "button" }, onClick: () => dispatch({ type: "tap" }) }, tapNumber, h("span", { class: "hud-tap__label" }, "Tap after each repetition"));
  const label = h("p", { class: "hud-label" });
  const coach = h("p", { class: "hud-coach" });
  const byTap = button({ label: "Count by tap instead", class: "player-button--wide", onClick: () => dispatch({ type: "tap_instead" }) });
  const undo = button({ label: "Take one back", kind: "quiet", onClick: () => dispatch({ type: "untap" }) });
  const endRest = button({ label: "Start now", kind: "primary", class: "player-button--wide", onClick: () => dispatch({ type: "skip_rest" }) });
  const endSet = button({ label: "Finish this set", kind: "quiet", onClick: () => dispatch({ type: "finish_set" }) });
  const offers = h("div", { class: "hud-offers" }, byTap, endRest, undo, endSet);
  const update = (view: View): void => {
    const reading = readingOf(view, session);
    setText(word.lastElementChild ?? word, reading.word);
    setText(number, reading.number);
    setText(tapNumber, reading.number);
    setText(label, reading.label);
    setText(coach, view.coach);
    setData(number, "size", reading.number.length > 3 ? "long" : "short");
    number.hidden = reading.isTap || reading.number === "";
    tap.hidden = !reading.isTap;
    byTap.hidden = !reading.offersTap;
    endRest.hidden = view.state.phase !== "rest";
    undo.hidden = !reading.isTap || view.state.live.taps === 0;
    endSet.hidden = view.state.phase !== "active";
  };
  return { word, number, tap, label, coach, offers, update };
}

function controlsOf(context: Context, view: View) {
  const { dispatch, session } = context;
  const pause = button({ label: "Pause", icon: pauseIcon, class: "player-control", onClick: () => dispatch({ type: pause.dataset["paused"] === "true" ? "resume" : "pause" }) });
  pause.prepend(icon(playIcon));
  const easier = button({ label: "Easier", icon: easierIcon, class: "player-control", onClick: () => dispatch({ type: "easier" }) });
  const skip = button({ label: "Skip", icon: skipIcon, class: "player-control", onClick: () => dispatch({ type: "skip" }) });
  const finish = button({ label: "Finish", icon: finishIcon, class: "player-control", onClick: () => dispatch({ type: "finish", reason: "member", at: context.now() }) });
  const hurt = button({ label: "This hurts", icon: hurtIcon, kind: "warm", class: "player-button--wide", onClick: () => dispatch({ type: "hurt" }) });
  easier.hidden = !canGoEasier(view.state, session);
  const element = h("div", { class: "player-actions" }, hurt, h("div", { class: "player-controls" }, pause, easier, skip, finish));
  const update = ({ state }: View): void => {
    setData(pause, "paused", String(state.isPaused));
    setText(pause.lastElementChild ?? pause, state.isPaused ? "Go on" : "Pause");
    element.setAttribute("aria-label", boutText(currentBout(state, session)));
  };
  return { element, update };
}
