/**
 * What goes from one device to the other while movement is measured. Pure.
 *
 * Frames are made by `sinew.motion.live` on the member's device and read once more by the server for what is kept.
 * Everything read here was written by another browser: what is not exactly of this version is dropped.
 */

import type { EngineState, Landmark } from "../../contract/engine";
import type { SetTold, Standing, WireFrame } from "../../contract/measuring";
import type { Side, View } from "../../contract/words";

const VERSION = 1;
const STEP = 10_000;
const POINTS = 33;

/** A frame and, while a set is counted, where it stands. */
export interface Live {
  readonly frame: WireFrame;
  readonly standing: Standing | null;
}

/** Where measuring stands on the member's device. */
export type MemberState = "asked" | "declined" | "loading" | "on" | "off" | "failed";

export type FromTherapist =
  | { readonly k: "hello" | "ask" | "stop" | "end" }
  | { readonly k: "count"; readonly exercise: string; readonly side: Side };

export type FromMember =
  | { readonly k: "state"; readonly state: MemberState; readonly counting: string | null }
  | { readonly k: "set"; readonly set: SetTold };

export const write = (command: FromTherapist | FromMember): string => JSON.stringify({ v: VERSION, ...command });

export const writeLive = ({ frame, standing }: Live): string => JSON.stringify({ v: VERSION, f: frame, c: standing });

const VIEWS: readonly View[] = ["side", "front", "oblique", "unknown"];
const STATES: readonly EngineState[] = ["setup", "ready", "moving", "holding", "resting", "lost"];
const MEMBER_STATES: readonly MemberState[] = ["asked", "declined", "loading", "on", "off", "failed"];
const SIDES: readonly Side[] = ["left", "right", "both"];

type Raw = Readonly<Record<string, unknown>>;

/** @param angles how many angles a frame has. */
export function readLive(text: string, angles: number): Live | null {
  const raw = parsed(text);
  if (!raw || !isFrame(raw["f"], angles) || !(raw["c"] === null || isStanding(raw["c"]))) return null;
  return { frame: raw["f"], standing: raw["c"] };
}

export function readFromTherapist(text: string): FromTherapist | null {
  const raw = parsed(text);
  switch (raw?.["k"]) {
    case "hello":
    case "ask":
    case "stop":
    case "end":
      return { k: raw["k"] };
    case "count":
      return isId(raw["exercise"]) && isOneOf(SIDES, raw["side"]) ? { k: "count", exercise: raw["exercise"], side: raw["side"] } : null;
    default:
      return null;
  }
}

export function readFromMember(text: string): FromMember | null {
  const raw = parsed(text);
  if (raw?.["k"] === "state") {
    const { state, counting } = raw;
    return isOneOf(MEMBER_STATES, state) && (counting === null || isId(counting)) ? { k: "state", state, counting } : null;
  }
  return raw?.["k"] === "set" && isSet(raw["set"]) ? { k: "set", set: raw["set"] } : null;
}

/** The points as the skeleton is drawn from; null where nobody was seen. */
export function landmarksOf({ p }: WireFrame): Landmark[] | null {
  if (p === null) return null;
  return Array.from({ length: POINTS }, (_, at) => [(p[3 * at] ?? 0) / STEP, (p[3 * at + 1] ?? 0) / STEP, 0, (p[3 * at + 2] ?? 0) / 100] as const);
}

function parsed(text: string): Raw | null {
  try {
    const raw: unknown = JSON.parse(text);
    return isRecord(raw) && raw["v"] === VERSION ? raw : null;
  } catch {
    return null;
  }
}

const isRecord = (raw: unknown): raw is Raw => typeof raw === "object" && raw !== null && !Array.isArray(raw);

const isOneOf = <Word>(words: readonly Word[], raw: unknown): raw is Word => (words as readonly unknown[]).includes(raw);

const isWhole = (raw: unknown, low: number, high: number): raw is number => Number.isInteger(raw) && (raw as number) >= low && (raw as number) <= high;

const isNumber = (raw: unknown, low: number, high: number): raw is number => typeof raw === "number" && raw >= low && raw <= high;

const isAngle = (raw: unknown): raw is number | null => raw === null || isNumber(raw, -720, 720);

const isId = (raw: unknown): raw is string => typeof raw === "string" && /^[a-z][a-z0-9_-]{0,59}$/.test(raw);

const isList = (raw: unknown, most: number): raw is readonly unknown[] => Array.isArray(raw) && raw.length <= most;

function isFrame(raw: unknown, angles: number): raw is WireFrame {
  if (!isRecord(raw) || raw["v"] !== VERSION || !isOneOf(VIEWS, raw["view"])) return false;
  const { t, w, h, p, a, s } = raw;
  return (
    isWhole(t, 0, 2 ** 40) &&
    isWhole(w, 1, 10_000) &&
    isWhole(h, 1, 10_000) &&
    (p === null || (isList(p, 3 * POINTS) && p.length === 3 * POINTS && p.every((each, at) => (at % 3 === 2 ? isWhole(each, 0, 100) : isWhole(each, -STEP, 2 * STEP))))) &&
    isList(a, angles) &&
    a.length === angles &&
    a.every((each) => each === null || isWhole(each, -3_600, 3_600)) &&
    isList(s, angles) &&
    s.length === angles &&
    s.every((each) => isWhole(each, 0, 100))
  );
}

function isStanding(raw: unknown): raw is Standing {
  if (!isRecord(raw) || !isOneOf(STATES, raw["state"])) return false;
  const { count, partial_count, hold_s, prompt, cue } = raw;
  return (
    isWhole(count, 0, 10_000) &&
    isWhole(partial_count, 0, 10_000) &&
    isNumber(hold_s, 0, 36_000) &&
    [raw["angle_deg"], raw["low_deg"], raw["high_deg"]].every(isAngle) &&
    (prompt === null || isId(prompt)) &&
    (cue === null || isId(cue))
  );
}

/** Its repetitions and holds are read by the server, which refuses what it cannot keep. */
function isSet(raw: unknown): raw is SetTold {
  if (!isRecord(raw) || !isOneOf(SIDES, raw["side"]) || !isOneOf(VIEWS, raw["view"])) return false;
  return (
    isId(raw["exercise"]) &&
    isId(raw["joint"]) &&
    isWhole(raw["count"], 0, 500) &&
    isWhole(raw["partial_count"], 0, 500) &&
    isAngle(raw["low_deg"]) &&
    isAngle(raw["high_deg"]) &&
    isNumber(raw["tracked_fraction"], 0, 1) &&
    isList(raw["repetitions"], 200) &&
    raw["repetitions"].every(isRecord) &&
    isList(raw["holds"], 200) &&
    raw["holds"].every(isRecord)
  );
}
