/** The moving figure of an exercise, at the prescribed tempo. */

import { mountFigure, type FigureAnimation, type MountedFigure } from "../../figure/figure";
import type { PrescribedExercise } from "../../contract/session";
import { h } from "../dom";

export interface FigureBox {
  readonly element: HTMLElement;
  setPlaying(isPlaying: boolean): void;
  destroy(): void;
}

export function figureBox(exercise: PrescribedExercise): FigureBox {
  const element = h("div", { class: "player-figure figure figure--dark" });
  const figure = exercise.figure === null ? null : mount(element, exercise);
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

function mount(element: HTMLElement, exercise: PrescribedExercise): MountedFigure {
  const figure = mountFigure(element, exercise.figure as unknown as FigureAnimation);
  if (exercise.tempo) figure.setTempo(exercise.tempo);
  return figure;
}
