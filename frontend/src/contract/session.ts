/** What the server puts into `#session-data`: one exercise session as prescribed. */

import type { Json } from "./json";

export type Side = "left" | "right" | "both";

export interface Dosage {
  readonly sets: number | null;
  readonly repetitions: number | null;
  readonly hold_s: number | null;
  readonly rest_s: number | null;
  readonly load: string | null;
  readonly per_week: number | null;
}

export interface Tempo {
  readonly out_s: number;
  readonly hold_s: number;
  readonly back_s: number;
}

export interface PrescribedExercise {
  readonly exercise: string;
  readonly name: string;
  readonly side: Side;
  /** With side `both`: one side after the other in every set. Absent: both at once. */
  readonly per_side?: boolean;
  readonly steps: readonly string[];
  readonly start_position: string;
  readonly camera_setup: string;
  readonly dosage: Dosage;
  readonly tempo: Tempo | null;
  /** Which of the session's figures shows it; null where it has none. */
  readonly figure: string | null;
  /** `sinew.motion` tracking definition; null where a camera cannot see the exercise. */
  readonly tracking: TrackingDefinition | null;
  readonly cues: Readonly<Record<string, string>>;
  readonly easier?: PrescribedExercise | null;
  readonly cautions: readonly string[];
  readonly why: string;
}

/** Plain JSON for the Python engine; the player looks only at what it counts. */
export type TrackingDefinition = Readonly<Record<string, Json>>;

/** Where green ends and where amber ends on the 0-10 pain scale, and what to say for each light. */
export interface PainRules {
  readonly green_max: number;
  readonly amber_max: number;
  readonly advice: Readonly<Record<Light, string>>;
}

export type Light = "green" | "amber" | "red";

export interface AssetAddresses {
  readonly model: string;
  readonly wasm: string;
  readonly pyodide: string;
  readonly motion: string;
}

export interface SessionData {
  readonly exercise_session: string;
  readonly account: string;
  readonly result_url: string;
  readonly after_url: string;
  readonly assets: AssetAddresses;
  readonly language: string;
  readonly stop_rules: readonly string[];
  readonly disclaimer: string;
  readonly pain_rules?: PainRules;
  readonly exercises: readonly PrescribedExercise[];
  /** Animations for the figure drawer, each once however often it is shown. */
  readonly figures: Readonly<Record<string, Json>>;
  readonly prompts: Readonly<Record<string, string>>;
}
