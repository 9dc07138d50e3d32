/** The joint gauge: a half circle that fills from the start position toward the target as the joint moves. */

import type { Snapshot } from "../contract/engine";
import { h, setData, setText } from "./dom";

const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 44;
const LENGTH = Math.PI * RADIUS;
const ARC = `M ${60 - RADIUS} 60 A ${RADIUS} ${RADIUS} 0 0 1 ${60 + RADIUS} 60`;
/** How much of the half circle lies before the target: going past it is shown, too. */
const TARGET_SHARE = 0.85;

/** Where the joint is between start (0) and target (1), whichever way the angle grows. */
export function shareOfWay(angle_deg: number, start_deg: number, target_deg: number): number {
  const way = target_deg - start_deg;
  return way === 0 ? 0 : Math.max(0, (angle_deg - start_deg) / way);
}

export class Gauge {
  readonly element = h("div", { class: "gauge" });
  readonly #value = path("gauge__value");
  readonly #angle = h("span", { class: "gauge__angle" });
  readonly #joint = h("span", { class: "gauge__joint" });

  constructor() {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 120 68");
    svg.setAttribute("aria-hidden", "true");
    this.#value.setAttribute("stroke-dasharray", `0 ${2 * LENGTH}`);
    svg.append(path("gauge__track"), this.#value, targetMark());
    this.element.append(svg, this.#angle, this.#joint);
  }

  show(snapshot: Snapshot | null, unit: string): void {
    const hasAngle = snapshot?.angle_deg != null && snapshot.start_deg !== null && snapshot.target_deg !== null;
    setData(this.element, "visible", String(hasAngle));
    if (!hasAngle) return;
    const share = shareOfWay(snapshot.angle_deg ?? 0, snapshot.start_deg ?? 0, snapshot.target_deg ?? 0);
    this.#value.setAttribute("stroke-dasharray", `${(Math.min(1, share * TARGET_SHARE) * LENGTH).toFixed(1)} ${2 * LENGTH}`);
    setData(this.element, "reached", String(share >= 0.95));
    setText(this.#angle, `${Math.round(snapshot.angle_deg ?? 0)}${unit}`);
    setText(this.#joint, jointName(snapshot.joint));
  }
}

/** `knee_flexion_left` as a person says it. */
export function jointName(joint: string): string {
  const [name = ""] = joint.split("_");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function path(name: string): SVGPathElement {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("class", name);
  element.setAttribute("d", ARC);
  return element;
}

function targetMark(): SVGLineElement {
  const angle = Math.PI * (1 - TARGET_SHARE);
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("class", "gauge__target");
  const at = (radius: number): [string, string] => [(60 + radius * Math.cos(angle)).toFixed(1), (60 - radius * Math.sin(angle)).toFixed(1)];
  const [x1, y1] = at(RADIUS - 10);
  const [x2, y2] = at(RADIUS + 10);
  for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) line.setAttribute(name, value);
  return line;
}
