/** Made-up frames and answers for tests: a knee at a known angle, a line that is only memory. */

import type { EntryTold, MeasuringSetup, SetTold, Standing, WireFrame } from "../../contract/measuring";
import type { Channel, ChannelLabel, Channels } from "../channels";

export const ANGLES = ["knee_flexion_left", "knee_flexion_right", "trunk_inclination"];

export const frame = (t: number, knee_deg: number | null = 41, more: Partial<WireFrame> = {}): WireFrame => ({
  v: 1, t, w: 640, h: 480, view: "side", p: Array.from({ length: 99 }, (_, at) => (at % 3 === 2 ? 95 : 100 * at)),
  a: [knee_deg === null ? null : 10 * knee_deg, 100, 900], s: [knee_deg === null ? 0 : 95, 70, 90], ...more,
});

export const standing = (more: Partial<Standing> = {}): Standing => ({
  state: "moving", count: 3, partial_count: 0, hold_s: 0, angle_deg: 40, low_deg: 4, high_deg: 52, prompt: null, cue: null, ...more,
});

export const set = (more: Partial<SetTold> = {}): SetTold => ({
  exercise: "mini-squat", side: "both", joint: "knee_flexion", count: 2, partial_count: 1, low_deg: 4, high_deg: 52, view: "side",
  tracked_fraction: 0.97, repetitions: [{ peak_deg: 52 }, { peak_deg: 44 }], holds: [], ...more,
});

export const entry = (more: Partial<EntryTold> = {}): EntryTold => ({
  id: "1", kind: "measurement", says: "Active knee extension, left: 139° (± 7°)", quality: "Seen from the side", note: "",
  strike_reason: "", is_used: false, strike_url: "/strike/", use_url: "/use/", ...more,
});

const errors = [
  { view: "side" as const, tracked_from: 0.8, error_deg: 7 },
  { view: "side" as const, tracked_from: 0, error_deg: 14 },
  { view: "oblique" as const, tracked_from: 0.8, error_deg: 10 },
];

export const setup = (more: Partial<MeasuringSetup> = {}): MeasuringSetup => ({
  angles: ANGLES,
  may_record: true,
  measures: [
    { id: "active-knee-extension", label: "Active knee extension", signal: "knee_flexion", sides: ["left", "right"], shown_from: 180, is_test: true, errors },
    { id: "knee_flexion", label: "Knee flexion", signal: "knee_flexion", sides: ["left", "right"], shown_from: null, is_test: false, errors },
    { id: "trunk_inclination", label: "Trunk inclination", signal: "trunk_inclination", sides: [], shown_from: null, is_test: false, errors },
  ],
  exercises: [{ exercise: "mini-squat", name: "Mini squat", side: "both", unit: "°", tracking: { signal: "knee_flexion" }, start_position: "Stand.", cues: { "too-fast": "Slower." }, errors }],
  prompts: { "move-back": "Step back." },
  assets: { model: "", model_lite: "", model_heavy: "", wasm: "", pyodide: "", motion: "" },
  mark_url: "/mark/",
  sets_url: "/sets/",
  entries: [],
  ...more,
});

/** One end of a line in memory. */
export class MemoryChannel implements Channel {
  other: MemoryChannel | null = null;
  isOpen = true;
  waiting_bytes = 0;
  readonly sent: string[] = [];
  readonly #watchers = new Set<(isOpen: boolean) => void>();
  readonly #listeners = new Set<(text: string) => void>();

  constructor(readonly label: ChannelLabel) {}

  send(text: string): boolean {
    if (!this.isOpen) return false;
    this.sent.push(text);
    this.other?.arrive(text);
    return true;
  }

  arrive(text: string): void {
    for (const listener of this.#listeners) listener(text);
  }

  onMessage(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onOpen(listener: (isOpen: boolean) => void): () => void {
    this.#watchers.add(listener);
    listener(true);
    return () => this.#watchers.delete(listener);
  }

  /** The line is cut, or there again. */
  stands(isOpen: boolean): void {
    this.isOpen = isOpen;
    for (const watcher of this.#watchers) watcher(isOpen);
  }
}

export interface Ends extends Channels {
  readonly measure: MemoryChannel;
  readonly record: MemoryChannel;
}

/** Both ends of a call's channels. */
export function line(): readonly [Ends, Ends] {
  const make = (): Ends => ({ measure: new MemoryChannel("measure"), record: new MemoryChannel("record") });
  const [one, other] = [make(), make()];
  for (const label of ["measure", "record"] as const) [one[label].other, other[label].other] = [other[label], one[label]];
  return [one, other];
}
