/** The moving figure of an exercise, at the prescribed tempo. */

import type { FigureAnimation } from "../../contract/figure";
import { mountFigure, type MountedFigure } from "../../figure/figure";
import type { PlayedExercise, SessionData } from "../../contract/session";
import { h } from "../dom";

export interface FigureBox {
  readonly element: HTMLElement;
  setPlaying(isPlaying: boolean): void;
  destroy(): void;
}

export function figureBox(exercise: PlayedExercise, figures: SessionData["figures"]): FigureBox {
  const element = h("div", { class: "player-figure figure figure--dark" });
  const animation = figures[exercise.figure ?? ""];
  const figure = animation ? mount(element, exercise, animation) : null;
  let isPlaying = true;
  return {
    element,
    setPlaying(wanted) {
      if (wanted === isPlaying) return;
      isPlaying = wanted;
      if (wanted) figure?.play();
      else figure?.pause();
    },
    destroy: () => figure?.destroy(),
  };
}

function mount(element: HTMLElement, exercise: PlayedExercise, animation: FigureAnimation): MountedFigure {
  const figure = mountFigure(element, animation);
  if (exercise.tempo) figure.setTempo(exercise.tempo);
  return figure;
}
