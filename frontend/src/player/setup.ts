/** What has to be so before a set begins, and what of it is so: read from what the engine asks for. Pure. */

import type { Prompt, Snapshot } from "../contract/engine";
import type { TrackingDefinition } from "./engine-messages";

export interface Condition {
  readonly words: string;
  readonly isMet: boolean;
}

/** How far the outline is filled: nobody there, somebody, in place and to keep still, ready. */
export type Fit = "empty" | "seen" | "placed" | "ready";

/** The engine asks in this order; whatever comes before its present wish is fulfilled. */
const STEP: Readonly<Record<Prompt, number>> = {
  "step-into-view": 0,
  "sit-up-first": 0,
  "stand-upright-phone": 0,
  "move-back": 0,
  "show-ankle": 0,
  "show-knee": 0,
  "show-hip": 0,
  "show-shoulder": 0,
  "come-closer": 0,
  "turn-side-on": 1,
  "take-start-position": 2,
  "check-phone": 2,
  "hold-still": 3,
};

/** How many steps are done. */
function stepOf(snapshot: Snapshot | null): number {
  if (snapshot === null || snapshot.t_ms === null) return 0;
  if (snapshot.state !== "setup" && snapshot.state !== "lost") return 4;
  if (snapshot.prompt !== null) return STEP[snapshot.prompt];
  // The engine waits a moment before it asks.
  return snapshot.angle_deg === null ? 0 : 1;
}

export function conditionsOf(snapshot: Snapshot | null, tracking: TrackingDefinition): readonly Condition[] {
  const done = stepOf(snapshot);
  const views = Array.isArray(tracking["views"]) ? tracking["views"] : [];
  const asksForSide = views.length > 0 && !views.includes("front");
  const asksForPosition = tracking["mode"] !== "hold";
  const steps: readonly (readonly [string, number, boolean])[] = [
    ["In view", 1, true],
    ["Side-on", 2, asksForSide],
    ["Position", 3, asksForPosition],
    [asksForPosition ? "Still" : "Steady", 4, true],
  ];
  return steps.filter(([, , isAsked]) => isAsked).map(([words, step]) => ({ words, isMet: done >= step }));
}

export function fitOf(snapshot: Snapshot | null): Fit {
  const done = stepOf(snapshot);
  if (done >= 4) return "ready";
  if (done >= 3) return "placed";
  return done >= 1 || (snapshot?.angle_deg ?? null) !== null ? "seen" : "empty";
}
