/**
 * Plays a replay: moves the drawn lines of the figure and the line in the chart along the recorded moments. What is
 * drawn, measured and marked comes from the page; nothing is decided here. It never starts by itself, and where motion
 * is unwelcome it steps from one moment that matters to the next. Comments stand at their moment: opening one shows
 * its lines on the figure and its words, until the replay moves on.
 */
import { draw } from "./drawing.ts";
import { asClock } from "./test-timer.ts";

interface Mark {
  readonly name: string;
  readonly at_ms: number;
  readonly peak_ms: number;
  readonly end_ms: number;
  readonly faults: readonly string[];
}

interface Comment {
  readonly id: number;
  readonly t_ms: number;
  readonly strokes: readonly string[];
  /** Index of the marked point, or null. */
  readonly joint: number | null;
}

export interface Recorded {
  readonly unit: string;
  readonly duration_ms: number;
  readonly t_ms: readonly number[];
  readonly angles: readonly (number | null)[];
  /** For each moment x, y and how well it was seen (0-3) of every point; empty where nobody was. */
  readonly places: readonly (readonly number[])[];
  readonly marks: readonly Mark[];
  readonly comments?: readonly Comment[];
}

/** Longer between two moments than this, the body is not drawn in between: it was not seen. */
const LONGEST_STEP_MS = 400;

/** The last moment that is not later than a time. */
export function indexAt(t_ms: readonly number[], now_ms: number): number {
  let low = 0;
  let high = t_ms.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((t_ms[middle] ?? 0) <= now_ms) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where the points are at a time, between two moments as far on as it is; empty where nobody was seen. */
export function placesAt({ t_ms, places }: Recorded, now_ms: number): readonly number[] {
  const index = indexAt(t_ms, now_ms);
  const here = places[index] ?? [];
  const next = places[index + 1] ?? [];
  const step_ms = (t_ms[index + 1] ?? 0) - (t_ms[index] ?? 0);
  if (here.length === 0 || next.length === 0 || step_ms <= 0 || step_ms > LONGEST_STEP_MS) return here;
  const share = Math.min(1, Math.max(0, (now_ms - (t_ms[index] ?? 0)) / step_ms));
  return here.map((value, at) => (at % 3 === 2 ? value : value + share * ((next[at] ?? value) - value)));
}

/** So near to its moment a comment is shown. */
const NEAR_MS = 150;

/** Comments are told apart to the tenth of a second, as the form takes them. */
const tenth = (t_ms: number): number => Math.floor(t_ms / 100);

/** All comments of the moment a time is at: the chosen tenth of a second if it is near, else the nearest. */
export function commentsAt(comments: readonly Comment[], now_ms: number, chosen: number | null): readonly Comment[] {
  const away = ({ t_ms }: Comment): number => (tenth(t_ms) === chosen ? -1 : Math.abs(t_ms - now_ms));
  const near = comments.filter(({ t_ms }) => Math.abs(t_ms - now_ms) <= NEAR_MS).sort((a, b) => away(a) - away(b));
  const [first] = near;
  return first ? near.filter(({ t_ms }) => tenth(t_ms) === tenth(first.t_ms)) : [];
}

/** The times that matter: where a repetition or hold begins, is farthest and ends, and where a comment stands. */
export function stepsOf({ marks, duration_ms, comments }: Recorded): readonly number[] {
  const times = marks.flatMap(({ at_ms, peak_ms, end_ms }) => [at_ms, peak_ms, end_ms]);
  times.push(...(comments ?? []).map(({ t_ms }) => t_ms));
  return [...new Set([0, ...times, duration_ms])].filter((time) => time >= 0 && time <= duration_ms).sort((a, b) => a - b);
}

/** What is said at a time: the clock, the angle, the repetition and its form faults. */
export function readingAt(recorded: Recorded, now_ms: number): string {
  const angle = recorded.angles[indexAt(recorded.t_ms, now_ms)] ?? null;
  const mark = recorded.marks.find(({ at_ms, end_ms }) => now_ms >= at_ms && now_ms <= end_ms);
  return [
    `${asClock(Math.floor(now_ms / 1000))} of ${asClock(Math.floor(recorded.duration_ms / 1000))}`,
    angle === null ? "not seen" : `${angle}${recorded.unit}`,
    mark?.name ?? "",
    ...(mark?.faults ?? []),
  ]
    .filter(Boolean)
    .join(" · ");
}

export function replay(element: HTMLElement): void {
  const data = element.querySelector("#replay-data")?.textContent;
  const controls = element.querySelector<HTMLElement>("[data-controls]");
  const scrub = element.querySelector<HTMLInputElement>("input[type=range]");
  const play = element.querySelector<HTMLButtonElement>("[data-play]");
  const speed = element.querySelector<HTMLButtonElement>("[data-speed]");
  const reading = element.querySelector<HTMLElement>("[data-reading]");
  const now = element.querySelector<SVGLineElement>("[data-now]");
  const body = element.querySelector<SVGSVGElement>(".replay__stage .replay__body");
  if (!data || !controls || !scrub || !play || !speed || !reading || !now || !body) return;
  const recorded = JSON.parse(data) as Recorded;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const steps = stepsOf(recorded);
  let now_ms = 0;
  let isPlaying = false;
  let before_ms = 0;
  let chosen: number | null = null;
  let shown = "";
  const comments = recorded.comments ?? [];
  const drawing = body.querySelector<SVGGElement>("[data-drawing]");
  const said = element.querySelector<HTMLElement>("[data-said]");

  const showComment = (places: readonly number[]): void => {
    const here = commentsAt(comments, now_ms, chosen);
    const rings = here.flatMap(({ joint }) => (joint === null ? [] : (placeOf(places, joint) ?? [])));
    if (drawing) draw(drawing, here.flatMap(({ strokes }) => strokes), rings);
    const ids = here.map(({ id }) => id);
    if (shown === ids.join()) return;
    shown = ids.join();
    said?.replaceChildren(...ids.flatMap((id) => wordsOf(id, ids.length > 1)));
    const moment = here[0] ? String(tenth(here[0].t_ms)) : "";
    for (const button of element.querySelectorAll<HTMLElement>("[data-moment]")) {
      button.setAttribute("aria-pressed", String(button.dataset["moment"] === moment));
    }
  };
  const show = (): void => {
    const places = placesAt(recorded, now_ms);
    drawBody(body, places);
    showComment(places);
    const x = ((1000 * now_ms) / recorded.duration_ms).toFixed(1);
    now.setAttribute("x1", x);
    now.setAttribute("x2", x);
    scrub.value = String(Math.round(now_ms));
    const says = readingAt(recorded, now_ms);
    reading.textContent = says;
    scrub.setAttribute("aria-valuetext", says);
    element.dispatchEvent(new CustomEvent("replay:at", { detail: now_ms }));
  };
  const go = (to_ms: number): void => {
    now_ms = Math.min(recorded.duration_ms, Math.max(0, to_ms));
    show();
  };
  const setPlaying = (isOn: boolean): void => {
    isPlaying = isOn;
    play.textContent = isStill ? "Next moment" : isOn ? "Pause" : "Play";
    element.dataset["playing"] = String(isOn);
    reading.setAttribute("aria-live", isOn ? "off" : "polite");
    if (!isOn) return;
    before_ms = performance.now();
    requestAnimationFrame(tick);
  };
  const tick = (at_ms: number): void => {
    if (!isPlaying) return;
    const factor = speed.getAttribute("aria-pressed") === "true" ? 0.5 : 1;
    go(now_ms + Math.max(0, at_ms - before_ms) * factor);
    before_ms = at_ms;
    if (now_ms >= recorded.duration_ms) setPlaying(false);
    else requestAnimationFrame(tick);
  };
  const toggle = (): void => {
    if (isStill) return go(steps.find((time) => time > now_ms) ?? 0);
    if (!isPlaying && now_ms >= recorded.duration_ms) now_ms = 0;
    setPlaying(!isPlaying);
  };
  const starts = recorded.marks.map(({ at_ms }) => at_ms);
  const back = (): void => go([...starts].reverse().find((time) => time < now_ms - 300) ?? 0);
  const on = (): void => go(starts.find((time) => time > now_ms) ?? recorded.duration_ms);

  play.addEventListener("click", toggle);
  scrub.addEventListener("input", () => {
    setPlaying(false);
    go(Number(scrub.value));
  });
  speed.addEventListener("click", () => speed.setAttribute("aria-pressed", String(speed.getAttribute("aria-pressed") !== "true")));
  for (const button of element.querySelectorAll<HTMLButtonElement>("[data-moment]")) {
    button.addEventListener("click", () => {
      const comment = comments.find(({ t_ms }) => String(tenth(t_ms)) === button.dataset["moment"]);
      if (!comment) return;
      chosen = tenth(comment.t_ms);
      setPlaying(false);
      go(comment.t_ms);
    });
  }
  element.addEventListener("replay:pause", () => setPlaying(false));
  element.addEventListener("replay:go", (event) => {
    setPlaying(false);
    go((event as CustomEvent<number>).detail);
  });
  element.querySelector("[data-back]")?.addEventListener("click", back);
  element.querySelector("[data-on]")?.addEventListener("click", on);
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { j: back, l: on, " ": event.target instanceof HTMLButtonElement ? undefined : toggle }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  speed.hidden = isStill;
  element.querySelector<HTMLElement>("[data-stills]")?.setAttribute("hidden", "");
  controls.hidden = false;
  setPlaying(false);
  go(Number(element.dataset["at"] ?? 0) || 0);
}

function placeOf(places: readonly number[], point: number): readonly [readonly [number, number]] | null {
  const x = places[3 * point];
  const y = places[3 * point + 1];
  return x === undefined || y === undefined ? null : [[x, y]];
}

/** The words of a comment as the list has them; beside others with who wrote them. */
function wordsOf(id: number, hasOthers: boolean): Node[] {
  const words = document.querySelector<HTMLElement>(`[data-words="${id}"]`);
  const copies = [...(words?.childNodes ?? [])].map((node) => node.cloneNode(true));
  if (!hasOthers) return copies;
  const by = document.createElement("p");
  by.className = "meta";
  by.textContent = words?.dataset["by"] ?? "";
  return [by, ...copies];
}

function drawBody(body: SVGSVGElement, places: readonly number[]): void {
  body.dataset["empty"] = String(places.length === 0);
  if (places.length === 0) return;
  const at = (index: number, axis: number): number => places[3 * index + axis] ?? 0;
  for (const line of body.querySelectorAll<SVGLineElement>("line")) {
    const from = Number(line.dataset["from"]);
    const to = Number(line.dataset["to"]);
    line.setAttribute("x1", at(from, 0).toFixed(1));
    line.setAttribute("y1", at(from, 1).toFixed(1));
    line.setAttribute("x2", at(to, 0).toFixed(1));
    line.setAttribute("y2", at(to, 1).toFixed(1));
    line.dataset["faint"] = String(Math.min(at(from, 2), at(to, 2)) < 1);
  }
  const head = body.querySelector(":scope > circle");
  head?.setAttribute("cx", at(0, 0).toFixed(1));
  head?.setAttribute("cy", at(0, 1).toFixed(1));
}
