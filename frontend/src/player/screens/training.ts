/** The exercise itself, from getting into place to the rest after it: figure, camera, number, gauge, one line, controls. */

import easierIcon from "lucide-static/icons/feather.svg?raw";
import finishIcon from "lucide-static/icons/flag.svg?raw";
import hurtIcon from "lucide-static/icons/hand.svg?raw";
import pauseIcon from "lucide-static/icons/pause.svg?raw";
import playIcon from "lucide-static/icons/play.svg?raw";
import skipIcon from "lucide-static/icons/skip-forward.svg?raw";
import cameraIcon from "lucide-static/icons/video.svg?raw";
import { button, h, icon, setData, setText } from "../dom";
import { Gauge } from "../gauge";
import { Outline } from "../outline";
import { readingOf } from "../reading";
import { fitOf } from "../setup";
import { canGoEasier, currentBout, currentExercise, currentTarget, isCameraCounting } from "../state";
import { boutText } from "../words";
import { bar } from "./bar";
import { figureBox } from "./figure-box";
import type { Context, Screen, View } from "./screen";
import { checklist, sightSign } from "./seeing";

export function trainingScreen(context: Context, view: View): Screen {
  const { session } = context;
  const exercise = currentExercise(view.state, session);
  const top = bar(context, view, "h1");
  const figure = figureBox(exercise, session.figures);
  const outline = new Outline(session.figures[exercise.figure ?? ""], currentBout(view.state, session).side);
  context.cameraView.append(outline.element);
  const gauge = new Gauge();
  const hud = headUp(context);
  const controls = controlsOf(context, view);
  const element = h(
    "section",
    { class: "player-training" },
    top.element,
    h("div", { class: "player-stage" }, figure.element, context.cameraView),
    h("div", { class: "player-hud" }, h("div", { class: "hud-top" }, hud.word, hud.sight), hud.number, hud.tap, gauge.element, hud.label, hud.coach, hud.steps, hud.offers),
    controls.element,
  );
  const update = (next: View): void => {
    top.update(next);
    hud.update(next);
    controls.update(next);
    const snapshot = next.state.phase === "active" && next.state.live.countedBy === "camera" ? next.state.live.snapshot : null;
    gauge.show(snapshot, exercise.unit);
    const isSettingUp = isCameraSetUp(next, session);
    setData(element, "setUp", String(isSettingUp));
    outline.show(isSettingUp ? fitOf(next.state.live.snapshot) : null, next.frame?.width ?? 0, next.frame?.height ?? 0, next.frame?.image ?? null);
    figure.setPlaying(!next.state.pausedFor !== null);
  };
  update(view);
  const destroy = (): void => {
    figure.destroy();
    outline.element.remove();
  };
  return { element, update, destroy };
}

/** The camera waits for the person to get into place, or counts them in. */
const isCameraSetUp = ({ state, camera }: View, session: Context["session"]): boolean =>
  camera === "on" && isCameraCounting(state, session) && (state.phase === "positioning" || state.phase === "countdown");

/** State word, big number, what it counts, and the line of coaching. */
function headUp(context: Context) {
  const { session, dispatch } = context;
  const word = h("p", { class: "hud-word" }, h("span", { class: "hud-word__mark", attributes: { "aria-hidden": "true" } }), h("span"));
  const number = h("p", { class: "hud-number", attributes: { "aria-hidden": "true" } });
  const tapNumber = h("span", { class: "hud-tap__number" });
  const tap = h("button", { class: "hud-tap", attributes: { type: "button" }, onClick: () => dispatch({ type: "tap" }) }, tapNumber, h("span", { class: "hud-tap__label" }, "Tap after each repetition"));
  const label = h("p", { class: "hud-label" });
  const coach = h("p", { class: "hud-coach" });
  const sight = sightSign();
  const steps = checklist();
  const byTap = button({ label: "", onClick: () => dispatch({ type: "tap_instead" }) });
  const retry = button({ label: "Try the camera again", icon: cameraIcon, kind: "primary", class: "player-button--wide", onClick: () => context.retryCamera() });
  const byHand = button({ label: "", class: "player-button--wide", onClick: () => dispatch({ type: "resume" }) });
  const goOn = button({ label: "Go on with the last set", kind: "quiet", onClick: () => dispatch({ type: "take_up_again" }) });
  const undo = button({ label: "Take one back", kind: "quiet", onClick: () => dispatch({ type: "untap" }) });
  const startNow = button({ label: "Start now", kind: "primary", class: "player-button--wide", onClick: () => dispatch({ type: startNow.dataset["phase"] === "rest" ? "skip_rest" : "start_now" }) });
  const endSet = button({ label: "Finish this set", kind: "quiet", onClick: () => dispatch({ type: "finish_set" }) });
  const offers = h("div", { class: "hud-offers" }, retry, byHand, startNow, byTap, goOn, undo, endSet);
  const update = (view: View): void => {
    const reading = readingOf(view, session);
    const { state } = view;
    const isPaused = state.pausedFor !== null;
    const hand = currentTarget(state, session).measure === "repetitions" ? "Count by tap" : "Use the timer";
    setText(word.lastElementChild ?? word, reading.word);
    setText(number, reading.number);
    setText(tapNumber, reading.number);
    setText(label, reading.label);
    setText(coach, view.coach);
    setData(number, "size", reading.number.length > 3 ? "long" : "short");
    setData(number, "ending", String(reading.isEnding));
    sight.show(view.seeing);
    steps.show(state.phase === "positioning" && isCameraSetUp(view, session) ? state.live.snapshot : undefined, currentExercise(state, session).tracking);
    number.hidden = reading.isTap || reading.number === "";
    tap.hidden = !reading.isTap;
    setText(byTap, `${hand} instead`);
    byTap.classList.toggle("player-button--wide", reading.offersTap);
    byTap.classList.toggle("player-button--quiet", !reading.offersTap);
    byTap.hidden = isPaused || !(reading.offersTap || (state.phase === "positioning" && isCameraCounting(state, session)));
    retry.hidden = !reading.offersCamera;
    setText(byHand, hand);
    byHand.hidden = state.pausedFor !== "camera";
    setData(startNow, "phase", state.phase);
    startNow.hidden = isPaused || !(state.phase === "rest" || state.phase === "countdown");
    goOn.hidden = state.left === null;
    undo.hidden = !reading.isTap || state.live.taps === 0;
    endSet.hidden = isPaused || state.phase !== "active";
  };
  return { word, sight: sight.element, number, tap, label, coach, steps: steps.element, offers, update };
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
    pause.hidden = state.pausedFor === "camera";
    setData(pause, "paused", String(state.pausedFor !== null));
    setText(pause.lastElementChild ?? pause, state.pausedFor !== null ? "Go on" : "Pause");
    element.setAttribute("aria-label", boutText(currentBout(state, session)));
  };
  return { element, update };
}
