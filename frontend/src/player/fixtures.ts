/** Small sessions for the tests of this folder. */

import type { EngineEvent, EngineState, RepetitionCompleted, Snapshot } from "../contract/engine";
import type { Dosage, Light, PrescribedExercise, SessionData } from "../contract/session";
import { reduce } from "./reduce";
import { initialState, type Action, type SessionState } from "./state";

export const AT = "2026-11-22T10:00:00.000Z";

/** Green up to 2, amber at 3, red from 4. */
export const LIGHTS: readonly Light[] = Array.from({ length: 11 }, (_, pain) => (pain <= 2 ? "green" : pain === 3 ? "amber" : "red"));

const NO_DOSAGE: Dosage = { sets: 1, repetitions: null, hold_s: null, rest_s: null, load: null, per_week: null };

export function exercise(id: string, dosage: Partial<Dosage>, more: Partial<PrescribedExercise> = {}): PrescribedExercise {
  return {
    exercise: id,
    name: id,
    side: "both",
    counted: "repetitions",
    steps: ["First.", "Then."],
    start_position: "Stand.",
    camera_setup: "Side-on.",
    dosage: { ...NO_DOSAGE, ...dosage },
    tempo: null,
    figure: null,
    tracking: null,
    unit: "°",
    errors: [],
    cues: { "too-fast": "Slower, please." },
    pain_lights: LIGHTS,
    cautions: [],
    why: "",
    tip: "",
    easier: null,
    ...more,
  };
}

export const TRACKED = { tracking: { mode: "repetitions", sides: "both" } } as const;
export const HOLD = { counted: "holds" } as const;
export const TRACKED_HOLD = { ...HOLD, tracking: { mode: "hold", sides: "both" } } as const;
export const WALK = { counted: "time" } as const;

export function session(...exercises: PrescribedExercise[]): SessionData {
  return {
    exercise_session: "session-1",
    account: "account-1",
    result_url: "/result",
    after_url: "/after",
    assets: { model: "", model_lite: "", model_heavy: "", wasm: "", pyodide: "", motion: "" },
    may_share: false,
    language: "en",
    stop_rules: [],
    disclaimer: "",
    pain_rules: {
      lights: LIGHTS,
      advice: { green: "Go gently.", amber: "Do less.", red: "Stop." },
      before: { green: ["start"], amber: ["start"], red: ["decline"] },
      hurts: { green: ["continue", "easier", "skip", "stop"], amber: ["easier", "skip", "stop"], red: ["stop", "skip"] },
    },
    exercises,
    figures: {},
    prompts: { "step-into-view": "Step into view." },
  };
}

export function play(data: SessionData, ...actions: Action[]): SessionState {
  return next(initialState(data), data, ...actions);
}

export function next(state: SessionState, data: SessionData, ...actions: Action[]): SessionState {
  return actions.reduce((now, action) => reduce(now, action, data), state);
}

export const begin = (mode: "camera" | "no_camera"): Action => ({ type: "begin", mode, at: AT });
export const tick = (elapsed_ms: number): Action => ({ type: "tick", elapsed_ms });
export const READY: Action = { type: "ready" };
export const TAP: Action = { type: "tap" };
export const COUNTED_DOWN = tick(5_000);
export const COUNTED_IN = tick(4_000);

/** Into the first bout, without a camera. */
export const started = (data: SessionData): SessionState => play(data, begin("no_camera"), READY, COUNTED_DOWN);

/** Into the first bout, seen by the camera. */
export const watched = (data: SessionData): SessionState => play(data, begin("camera"), READY, seen("ready"), COUNTED_IN);

export function seen(state: EngineState, more: Partial<Snapshot> = {}, ...events: EngineEvent[]): Action {
  const snapshot: Snapshot = {
    t_ms: 0,
    state,
    joint: "knee_flexion",
    angle_deg: 40,
    start_deg: 5,
    target_deg: 45,
    count: 0,
    partial_count: 0,
    hold_s: 0,
    view: "side",
    confidence: 0.9,
    side: "left",
    prompt: null,
    ...more,
  };
  return { type: "engine", events, snapshot };
}

export const repetition = (more: Partial<RepetitionCompleted> = {}): EngineEvent => ({
  type: "repetition",
  start_ms: 0,
  peak_ms: 500,
  end_ms: 1000,
  side: "left",
  start_deg: 5,
  peak_deg: 50,
  tempo_s: 1,
  faults: [],
  complete: true,
  ...more,
});
