/** The therapist's side: asks, shows the skeleton and the angles as they come, marks, and counts a set. */

import type { ExerciseOffered, MeasuringSetup, SetTold } from "../../contract/measuring";
import { h, setData, setText } from "../../player/dom";
import type { MeasuringPlace } from "../channels";
import { Entries } from "./entries";
import { countingText, errorAt, setText as setInWords, shownOf } from "./reading";
import { Recent } from "./recent";
import { add, Refused } from "./record";
import { drawFrame } from "./skeleton";
import { TherapistPanel } from "./therapist-panel";
import { readFromMember, readLive, write, type FromTherapist, type Live, type MemberState } from "./wire";

/** Numbers that change more often cannot be read. */
const NUMBERS_MS = 200;
const TICK_MS = 500;
const FAILED = "That did not work. Try again.";

export class TherapistSide {
  readonly #panel: TherapistPanel;
  readonly #entries: Entries;
  readonly #recent = new Recent();
  readonly #stops: (() => void)[];
  #state: MemberState | "asking" = "off";
  #counting: ExerciseOffered | null = null;
  #done: { readonly set: SetTold; readonly exercise: ExerciseOffered; readonly key: string } | null = null;
  #numbers_ms = Number.NEGATIVE_INFINITY;
  /** One key for a mark until it is stored, or something else is measured: pressed again after a lost answer, it is the same one. */
  #key = crypto.randomUUID();

  constructor(
    private readonly place: MeasuringPlace,
    private readonly setup: MeasuringSetup,
  ) {
    this.#entries = new Entries(setup.entries);
    this.#panel = new TherapistPanel(setup, place.otherName, this.#entries, {
      ask: () => this.#ask(),
      stop: () => this.#stopMeasuring(),
      choose: () => this.#choose(),
      mark: () => void this.#mark(),
      count: () => this.#count(),
      end: () => this.#send({ k: "end" }),
      save: () => void this.#save(),
      leave: () => this.#leave(),
    });
    place.panel.replaceChildren(this.#panel.element);
    const { measure, record } = place.channels;
    const ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#stops = [
      () => clearInterval(ticking),
      measure.onMessage((text) => this.#live(text)),
      record.onMessage((text) => this.#hear(text)),
      record.onOpen((isOpen) => isOpen && this.#send({ k: "hello" })),
    ];
    this.#draw();
  }

  stop(): void {
    this.#send({ k: "stop" });
    this.#stops.splice(0).forEach((stop) => stop());
    this.place.panel.replaceChildren();
  }

  #send(command: FromTherapist): void {
    this.place.channels.record.send(write(command));
  }

  #ask(): void {
    this.#state = "asking";
    this.#send({ k: "ask" });
    this.#draw();
  }

  #stopMeasuring(): void {
    this.#send({ k: "stop" });
    this.#become("off");
  }

  #hear(text: string): void {
    const told = readFromMember(text);
    if (told?.k === "state") {
      this.#counting = this.setup.exercises.find(({ exercise }) => exercise === told.counting) ?? null;
      return this.#become(told.state);
    }
    if (told?.k !== "set") return;
    const exercise = this.setup.exercises.find((each) => each.exercise === told.set.exercise);
    if (exercise) this.#done = { set: told.set, exercise, key: crypto.randomUUID() };
    this.#counting = null;
    this.#draw();
  }

  #become(state: MemberState): void {
    if (state !== "on") this.#recent.forget();
    this.#state = state;
    this.#draw();
  }

  #live(text: string): void {
    const live = readLive(text, this.setup.angles.length);
    const now_ms = performance.now();
    if (this.#state !== "on" || !live || !this.#recent.take(live.frame, now_ms)) return;
    drawFrame(this.#panel.canvas, live.frame, this.#panel.chosenSide);
    if (now_ms - this.#numbers_ms < NUMBERS_MS) return;
    this.#numbers_ms = now_ms;
    this.#show(live);
  }

  #show({ frame, standing }: Live): void {
    const panel = this.#panel;
    const { value, error, says } = shownOf(frame, panel.chosen, panel.chosenSide, this.setup);
    setText(panel.value, value);
    setText(panel.error, error);
    setText(panel.sight, says);
    setText(panel.stale, "");
    setData(panel.element, "frames", "live");
    if (panel.angles.closest("details")?.open) this.#showAll({ frame, standing });
    if (!this.#counting || !standing) return;
    const { number, line, cue } = countingText(standing, this.#counting, this.setup.prompts);
    setText(panel.counted, number);
    setText(panel.countedLine, line);
    setText(panel.cue, cue);
  }

  #showAll({ frame }: Live): void {
    const joints = this.setup.measures.filter(({ is_test: isTest }) => !isTest);
    const rows = joints.map((joint) => {
      const sides = joint.sides.length > 0 ? joint.sides : (["" as const]);
      const cells = sides.map((side) => h("td", joint.sides.length > 0 ? {} : { attributes: { colspan: "2" } }, shownOf(frame, joint, side, this.setup).value));
      return h("tr", {}, h("th", { attributes: { scope: "row" } }, `${joint.label} (${errorAt(joint.errors, frame.view)})`), ...cells);
    });
    this.#panel.angles.replaceChildren(...rows);
  }

  /** Says when the points stop; the last ones stay on the screen, faint. */
  #tick(): void {
    const now_ms = performance.now();
    if (this.#state !== "on" || !this.#recent.isStale(now_ms)) return;
    const silent_s = this.#recent.silent_ms(now_ms) / 1000;
    setData(this.#panel.element, "frames", "stale");
    const { otherName } = this.place;
    setText(this.#panel.stale, Number.isFinite(silent_s) ? `No new points for ${Math.floor(silent_s)} seconds` : `Waiting for the camera of ${otherName}`);
  }

  #choose(): void {
    this.#key = crypto.randomUUID();
    this.#draw();
  }

  async #mark(): Promise<void> {
    const panel = this.#panel;
    const frames = this.#recent.isStale(performance.now()) ? [] : this.#recent.forMark;
    const entry = { measure: panel.chosen.id, side: panel.chosenSide, note: panel.note.value, frames };
    panel.mark.disabled = true;
    this.#complain("");
    try {
      const added = await add(this.setup.mark_url, entry, this.#key);
      this.#key = crypto.randomUUID();
      this.#entries.add(added);
      panel.note.value = "";
      this.place.say(`Marked. ${added.says}`);
    } catch (refused) {
      this.#complain(refused instanceof Refused ? refused.message : FAILED);
    }
    panel.mark.disabled = false;
  }

  #count(): void {
    const found = this.#panel.chosenExercise;
    if (!found) return;
    this.#done = null;
    this.#send({ k: "count", exercise: found.exercise, side: found.side });
  }

  async #save(): Promise<void> {
    const done = this.#done;
    if (!done) return;
    this.#panel.save.disabled = true;
    this.#complain("");
    try {
      this.#entries.add(await add(this.setup.sets_url, { ...done.set, note: this.#panel.note.value }, done.key));
      this.#panel.note.value = "";
      this.#done = null;
    } catch (refused) {
      this.#complain(refused instanceof Refused ? refused.message : FAILED);
    }
    this.#panel.save.disabled = false;
    this.#draw();
  }

  #leave(): void {
    this.#done = null;
    this.#draw();
  }

  #complain(sentence: string): void {
    this.#panel.problem.hidden = sentence === "";
    setText(this.#panel.problem, sentence);
  }

  #draw(): void {
    const panel = this.#panel;
    const isOn = this.#state === "on";
    setData(panel.element, "state", this.#state);
    setText(panel.status, this.#says());
    panel.ask.hidden = isOn || this.#state === "loading";
    panel.ask.disabled = this.#state === "asking" || this.#state === "asked";
    panel.stop.hidden = this.#state === "off" || this.#state === "declined" || this.#state === "failed";
    panel.live.hidden = !isOn && this.#done === null;
    panel.side.closest<HTMLElement>(".field")?.toggleAttribute("hidden", panel.chosen.sides.length === 0);
    const isCounting = this.#counting !== null;
    panel.count.hidden = isCounting || this.#done !== null;
    panel.end.hidden = !isCounting;
    panel.save.hidden = panel.leave.hidden = this.#done === null;
    panel.exercise.disabled = isCounting || this.#done !== null;
    for (const element of [panel.counted, panel.countedLine, panel.cue]) element.hidden = !isCounting;
    if (!isCounting) for (const element of [panel.counted, panel.countedLine, panel.cue]) setText(element, "");
    panel.result.hidden = this.#done === null;
    setText(panel.result, this.#done ? setInWords(this.#done.set, this.#done.exercise) : "");
    const newest = this.#recent.newest;
    if (newest) this.#show({ frame: newest, standing: null });
  }

  #says(): string {
    const { otherName } = this.place;
    return {
      off: `Measuring is off. ${otherName} is asked first, and sees what is sent.`,
      asking: `Asking ${otherName}.`,
      asked: `${otherName} is asked now.`,
      declined: `${otherName} did not agree.`,
      loading: `${otherName} agreed. Their device is getting ready.`,
      on: "",
      failed: "Their device cannot measure movement.",
    }[this.#state];
  }
}
