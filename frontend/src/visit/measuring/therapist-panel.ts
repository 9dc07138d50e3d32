/** The elements of the therapist's panel; what happens with them is said in `therapist.ts`. */

import type { ExerciseOffered, MeasureOffered, MeasuringSetup } from "../../contract/measuring";
import type { Side } from "../../contract/words";
import { h } from "../../player/dom";
import type { Entries } from "./entries";

export interface PanelActions {
  ask(): void;
  stop(): void;
  choose(): void;
  mark(): void;
  count(): void;
  end(): void;
  save(): void;
  leave(): void;
}

const press = (label: string, kind: string, onClick: () => void): HTMLButtonElement =>
  h("button", { class: `button ${kind}`, attributes: { type: "button" }, onClick }, label);

const field = (id: string, label: string, control: HTMLElement): HTMLElement =>
  h("div", { class: "field" }, h("label", { class: "field__label", attributes: { for: id } }, label), control);

const options = (rows: readonly (readonly [value: string, label: string])[]): HTMLElement[] =>
  rows.map(([value, label]) => h("option", { attributes: { value } }, label));

export class TherapistPanel {
  readonly ask: HTMLButtonElement;
  readonly stop: HTMLButtonElement;
  readonly status = h("p", { attributes: { role: "status" } });
  readonly stale = h("p", { class: "measuring__stale", attributes: { role: "status" } });
  readonly canvas = h("canvas", { class: "measuring__skeleton", attributes: { "aria-hidden": "true" } });
  readonly measure = h("select", { attributes: { id: "measuring-measure" } });
  readonly side = h("select", { attributes: { id: "measuring-side" } });
  readonly value = h("p", { class: "measuring__number", attributes: { "data-value": "" } });
  readonly error = h("span", { class: "measuring__error" });
  readonly sight = h("p", { class: "meta" });
  readonly note = h("input", { attributes: { id: "measuring-note", maxlength: "500", autocomplete: "off" } });
  readonly mark: HTMLButtonElement;
  readonly problem = h("p", { class: "field__error", attributes: { role: "alert", hidden: "" } });
  readonly angles = h("tbody");
  readonly exercise = h("select", { attributes: { id: "measuring-exercise" } });
  readonly count: HTMLButtonElement;
  readonly end: HTMLButtonElement;
  readonly counted = h("p", { class: "measuring__number" });
  readonly countedLine = h("p", { class: "meta" });
  readonly cue = h("p", { class: "measuring__cue", attributes: { "aria-live": "polite" } });
  readonly result = h("p", { class: "measuring__says" });
  readonly save: HTMLButtonElement;
  readonly leave: HTMLButtonElement;
  readonly live: HTMLElement;
  readonly counting: HTMLElement;
  readonly element: HTMLElement;

  constructor(
    private readonly setup: MeasuringSetup,
    name: string,
    entries: Entries,
    actions: PanelActions,
  ) {
    this.ask = press("Ask to measure", "button--primary", actions.ask);
    this.stop = press("Stop measuring", "", actions.stop);
    this.mark = press("Mark", "button--primary", actions.mark);
    this.count = press("Start counting", "", actions.count);
    this.end = press("End the set", "button--primary", actions.end);
    this.save = press("Save the set", "button--primary", actions.save);
    this.leave = press("Do not save it", "", actions.leave);
    this.measure.append(...options(setup.measures.map(({ id, label }) => [id, label])));
    this.side.append(...options([["left", "Left"], ["right", "Right"]]));
    this.exercise.append(...options(setup.exercises.map((each, at) => [String(at), exerciseName(each)])));
    this.measure.addEventListener("change", actions.choose);
    this.side.addEventListener("change", actions.choose);
    this.counting = this.#counting(name);
    this.live = h("div", { class: "stack" }, ...this.#reading(), this.counting);
    this.element = h(
      "section",
      { class: "measuring stack" },
      this.status,
      h("div", { class: "cluster" }, this.ask, this.stop),
      this.live,
      h("h4", { class: "measuring__title" }, "In this visit's record"),
      entries.element,
    );
  }

  get chosen(): MeasureOffered {
    const found = this.setup.measures.find(({ id }) => id === this.measure.value) ?? this.setup.measures[0];
    if (!found) throw new Error("Nothing can be measured");
    return found;
  }

  /** Empty where the measure has no sides. */
  get chosenSide(): Side | "" {
    return this.chosen.sides.length > 0 ? (this.side.value as Side) : "";
  }

  get chosenExercise(): ExerciseOffered | null {
    return this.setup.exercises[Number(this.exercise.value)] ?? null;
  }

  #reading(): HTMLElement[] {
    const mark = this.setup.may_record
      ? [field("measuring-note", "Note, may stay empty (the member reads it)", this.note), h("div", { class: "cluster" }, this.mark)]
      : [h("p", { class: "meta" }, "You can watch. Adding to the record is for physical therapists.")];
    return [
      h("div", { class: "measuring__stage" }, this.canvas, this.stale),
      h("div", { class: "measuring__choice" }, field("measuring-measure", "What to measure", this.measure), field("measuring-side", "Side", this.side)),
      h("div", { class: "measuring__reading" }, this.value, this.error),
      this.sight,
      ...mark,
      this.problem,
      h(
        "details",
        {},
        h("summary", {}, "All joints"),
        h("table", { class: "table table--compact" }, h("thead", {}, h("tr", {}, ...["Joint", "Left", "Right"].map((text) => h("th", { attributes: { scope: "col" } }, text)))), this.angles),
      ),
    ];
  }

  #counting(name: string): HTMLElement {
    const heading = h("h4", { class: "measuring__title" }, "Count an exercise");
    if (this.setup.exercises.length === 0) {
      return h("div", { class: "stack stack--tight" }, heading, h("p", { class: "meta" }, `The plan of ${name} gives no exercise now that the camera can count.`));
    }
    return h(
      "div",
      { class: "stack" },
      heading,
      field("measuring-exercise", "Exercise of the plan", this.exercise),
      this.counted,
      this.countedLine,
      this.cue,
      this.result,
      h("div", { class: "cluster" }, this.count, this.end, this.setup.may_record && this.save, this.leave),
    );
  }
}

export const exerciseName = ({ name, side }: ExerciseOffered): string => (side === "both" ? name : `${name}, ${side}`);
