/**
 * Draws the moving figure of an exercise into its `<div class="figure">`.
 *
 * Colors are classes (`figure__near`, …); no inline style. With reduced motion nothing moves by itself:
 * two buttons step through the named poses instead, and small figures stay the strip of poses they are.
 */
import type { FigureAnimation } from "../contract/figure.ts";
import type { Tempo } from "../contract/session.ts";
import { instantAt, pathOf, rateFor } from "./animation.ts";

export interface MountedFigure {
  play(): void;
  pause(): void;
  /** A rate (1 = as authored), or the three parts of a repetition that one loop shall last. */
  setTempo(tempo: Tempo | number): void;
  destroy(): void;
}

const SVG = "http://www.w3.org/2000/svg";
const PAUSE_ICON = "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z";
const PLAY_ICON = "M8 5l11 7-11 7z";
const BACK_ICON = "M15 5l-8 7 8 7z";
const NEXT_ICON = "M9 5l8 7-8 7z";

function svgElement(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** The picture itself: one path per shape, muscles together in a group whose opacity is their effort. */
class Picture {
  readonly element: SVGElement;
  readonly #paths: SVGElement[] = [];
  readonly #glows: SVGElement[] = [];

  constructor(readonly animation: FigureAnimation) {
    this.element = svgElement("svg", {
      class: "figure__moving",
      viewBox: animation.view_box.join(" "),
      role: "img",
      "aria-label": animation.alt,
    });
    let group: SVGElement | null = null;
    for (const shape of animation.shapes) {
      const path = svgElement("path", { class: `figure__${shape.role}` });
      this.#paths.push(path);
      if (shape.role !== "muscle") group = null;
      else if (!group) {
        group = svgElement("g", {});
        this.#glows.push(group);
        this.element.append(group);
      }
      (group ?? this.element).append(path);
    }
  }

  draw(tMs: number): void {
    const { glow, shapes } = instantAt(this.animation, tMs);
    this.animation.shapes.forEach((shape, index) => {
      this.#paths[index]?.setAttribute("d", pathOf(shapes[index] ?? [], shape));
    });
    for (const group of this.#glows) group.setAttribute("opacity", (0.95 * glow).toFixed(2));
  }
}

function iconButton(label: string, icon: string, onClick: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "figure__control";
  button.addEventListener("click", onClick);
  show(button, label, icon);
  return button;
}

function show(button: HTMLButtonElement, label: string, icon: string): void {
  const picture = svgElement("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  picture.append(svgElement("path", { d: icon }));
  button.setAttribute("aria-label", label);
  button.replaceChildren(picture);
}

const wantsStillness = (): boolean => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Puts a moving figure into `element`; whatever still picture it held stays, hidden while this one is shown. */
export function mountFigure(element: HTMLElement, animation: FigureAnimation): MountedFigure {
  const picture = new Picture(animation);
  const controls = document.createElement("div");
  controls.className = "figure__controls";
  element.append(picture.element, controls);
  const destroy = (): void => {
    picture.element.remove();
    controls.remove();
    element.dataset["state"] = "still";
  };
  return wantsStillness()
    ? stepped(element, picture, controls, destroy)
    : moving(element, picture, controls, destroy);
}

function moving(element: HTMLElement, picture: Picture, controls: HTMLElement, remove: () => void): MountedFigure {
  let rate = 1;
  let shownMs = 0;
  let lastTick: number | null = null;
  let request = 0;
  const tick = (now: number): void => {
    if (lastTick !== null) shownMs = (shownMs + (now - lastTick) * rate) % picture.animation.loop_ms;
    lastTick = now;
    picture.draw(shownMs);
    request = requestAnimationFrame(tick);
  };
  const button = iconButton("", PAUSE_ICON, () => (lastTick === null && !request ? play() : pause()));
  const play = (): void => {
    if (request) return;
    element.dataset["state"] = "playing";
    show(button, "Pause the figure", PAUSE_ICON);
    request = requestAnimationFrame(tick);
  };
  const pause = (): void => {
    cancelAnimationFrame(request);
    request = 0;
    lastTick = null;
    element.dataset["state"] = "paused";
    show(button, "Play the figure", PLAY_ICON);
  };
  controls.append(button);
  picture.draw(0);
  play();
  return {
    play,
    pause,
    setTempo: (tempo) => {
      rate = rateFor(picture.animation, tempo);
    },
    destroy: () => {
      pause();
      remove();
    },
  };
}

/** The figure for people who do not want motion: it changes only when asked. */
function stepped(element: HTMLElement, picture: Picture, controls: HTMLElement, destroy: () => void): MountedFigure {
  const { poses } = picture.animation;
  let index = 0;
  const caption = document.createElement("span");
  caption.className = "figure__caption";
  caption.setAttribute("aria-live", "polite");
  const step = (by: number): void => {
    index = (index + by + poses.length) % poses.length;
    picture.draw(poses[index]?.t_ms ?? 0);
    caption.textContent = `${index + 1} of ${poses.length}: ${poses[index]?.name ?? ""}`;
  };
  controls.append(
    iconButton("Previous position", BACK_ICON, () => step(-1)),
    caption,
    iconButton("Next position", NEXT_ICON, () => step(1)),
  );
  element.dataset["state"] = "steps";
  step(0);
  const nothing = (): void => undefined;
  return { play: nothing, pause: nothing, setTempo: nothing, destroy };
}

async function load(element: HTMLElement, url: string): Promise<MountedFigure | null> {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`figure answered ${answer.status}`);
    return mountFigure(element, (await answer.json()) as FigureAnimation);
  } catch {
    element.dataset["state"] = "still"; // the still strip is already there
    return null;
  }
}

/** Brings every `<div class="figure" data-figure-url>` to life as it comes into view, and rests it out of view. */
export function attachFigures(root: ParentNode): void {
  const mounted = new Map<Element, MountedFigure>();
  const begun = new Set<Element>();
  const paused = new Set<Element>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!(target instanceof HTMLElement)) continue;
        const figure = mounted.get(target);
        if (figure && !isIntersecting && target.dataset["state"] === "playing") {
          figure.pause();
          paused.add(target);
        } else if (figure && isIntersecting && paused.delete(target)) {
          figure.play();
        } else if (isIntersecting && !begun.has(target)) {
          begun.add(target);
          void load(target, target.dataset["figureUrl"] ?? "").then((made) => made && mounted.set(target, made));
        }
      }
    },
    { rootMargin: "80px" },
  );
  const figures = `.figure[data-figure-url]${wantsStillness() ? ":not(.figure--small)" : ""}`;
  for (const element of root.querySelectorAll<HTMLElement>(figures)) observer.observe(element);
}
