/** The member's side: asked first, measured while they agree, and able to stop at any time. */

import type { ExerciseOffered, MeasuringSetup, SetTold } from "../../contract/measuring";
import type { Side } from "../../contract/words";
import { h, setData, setText } from "../../player/dom";
import type { MeasuringPlace } from "../channels";
import type { Device, MakeDevice } from "./device";
import { countingText } from "./reading";
import { readFromTherapist, write, writeLive, type Live, type MemberState } from "./wire";

/** With more than this waiting, the line cannot keep up: this frame is left out. */
const MOST_WAITING_BYTES = 16_000;

export class MemberSide {
  #state: MemberState = "off";
  #device: Device | null = null;
  #counting: ExerciseOffered | null = null;
  #hasFrames = false;
  #unsent: SetTold | null = null;
  readonly #stops: (() => void)[];
  readonly #title = h("h4", { class: "measuring__title", attributes: { tabindex: "-1" } });
  readonly #says = h("p");
  readonly #actions = h("div", { class: "cluster" });
  readonly #count = h("p", { class: "measuring__number" });
  readonly #cue = h("p", { class: "measuring__cue", attributes: { "aria-live": "polite" } });
  readonly #root: HTMLElement;

  constructor(
    private readonly place: MeasuringPlace,
    private readonly setup: MeasuringSetup,
    private readonly make: MakeDevice,
  ) {
    this.#root = h("section", { class: "measuring stack" }, this.#title, this.#says, this.#count, this.#cue, this.#actions);
    place.panel.replaceChildren(this.#root);
    const { record } = place.channels;
    this.#stops = [record.onMessage((text) => this.#hear(text)), record.onOpen((isOpen) => isOpen && this.#opened())];
    this.#draw();
  }

  stop(): void {
    this.#stops.splice(0).forEach((stop) => stop());
    this.#closeDevice();
    this.place.panel.replaceChildren();
  }

  #hear(text: string): void {
    const command = readFromTherapist(text);
    switch (command?.k) {
      case "hello":
        return this.#tell();
      case "ask":
        return this.#asked();
      case "stop":
        return this.#stopped();
      case "count":
        return this.#begin(command.exercise, command.side);
      case "end":
        return this.#counting ? this.#device?.end() : undefined;
    }
  }

  /** The therapist stops it; where nothing was measured there is nothing to say. */
  #stopped(): void {
    if (this.#device) this.#end("off", `${this.place.otherName} has stopped measuring.`);
    else if (this.#state !== "off") this.#become("off");
  }

  #asked(): void {
    if (this.#state === "loading" || this.#state === "on") return this.#tell();
    this.#become("asked");
    this.place.say(`${this.place.otherName} would like to measure your movement.`);
    this.place.open();
    this.#title.focus();
  }

  #agree(): void {
    this.#closeDevice();
    this.#device = this.make(this.place.localVideo, this.setup, {
      ready: () => this.#become("on"),
      failed: () => this.#end("failed", "This device cannot measure movement. The call goes on."),
      measured: (live) => this.#measured(live),
      counted: (set) => this.#counted(set),
    });
    this.#become("loading");
    this.#device.open();
  }

  #end(state: "declined" | "off" | "failed", says: string): void {
    if (this.#state === "off") return;
    this.#closeDevice();
    this.#become(state);
    this.place.say(says);
  }

  #closeDevice(): void {
    this.#device?.close();
    this.#device = null;
    this.#counting = null;
    this.#hasFrames = false;
  }

  #begin(name: string, side: Side): void {
    const found = this.setup.exercises.find((each) => each.exercise === name && each.side === side);
    if (!found || !this.#device || this.#state !== "on") return;
    this.#counting = found;
    this.#device.count(found.tracking, found.side);
    this.place.say(`${found.name}. Your repetitions are counted.`);
    this.#tell();
    this.#draw();
  }

  #opened(): void {
    this.#tell();
    this.#sendSet();
  }

  /** What a set came to waits for the line, if that is interrupted. */
  #sendSet(): void {
    if (this.#unsent && this.place.channels.record.send(write({ k: "set", set: this.#unsent }))) this.#unsent = null;
  }

  #counted(set: SetTold | null): void {
    this.#counting = null;
    this.#unsent = set;
    this.#sendSet();
    this.#tell();
    this.#draw();
  }

  #measured(live: Live): void {
    const { measure } = this.place.channels;
    if (!this.#hasFrames) {
      this.#hasFrames = true;
      this.#draw();
    }
    if (measure.isOpen && measure.waiting_bytes < MOST_WAITING_BYTES) measure.send(writeLive(live));
    if (!this.#counting || !live.standing) return;
    const { number, cue } = countingText(live.standing, this.#counting, this.setup.prompts);
    setText(this.#count, number);
    setText(this.#cue, cue);
  }

  #become(state: MemberState): void {
    this.#state = state;
    this.#tell();
    this.#draw();
  }

  #tell(): void {
    this.place.channels.record.send(write({ k: "state", state: this.#state, counting: this.#counting?.exercise ?? null }));
  }

  #draw(): void {
    setData(this.#root, "state", this.#state);
    const { otherName } = this.place;
    const [title, says] = {
      off: ["Measuring is off", `${otherName} can ask to measure your movement. Nothing is measured unless you agree.`],
      asked: [
        `Let ${otherName} measure your movement`,
        "Your own device finds the points of your body in your picture. Only the points of your body are sent, not more video. You can stop at any time.",
      ],
      declined: ["Measuring is off", "You did not agree, and that is fine. The call goes on."],
      loading: ["Getting ready", "Your device is getting ready to measure. This takes a few seconds."],
      on: this.#onWords(),
      failed: ["Measuring is off", "This device cannot measure movement. The call goes on."],
    }[this.#state] as [string, string];
    setText(this.#title, title);
    setText(this.#says, says);
    this.#count.hidden = this.#cue.hidden = this.#counting === null;
    if (!this.#counting) for (const element of [this.#count, this.#cue]) setText(element, "");
    this.#actions.replaceChildren(...this.#buttons());
  }

  #onWords(): [string, string] {
    if (!this.#hasFrames) return ["Looking for you", "Turn your camera on, and step back until your whole body is in the picture."];
    if (this.#counting) return [this.#counting.name, this.#counting.start_position];
    return ["Your movement is being measured", `${this.place.otherName} sees the points of your body and the angles of your joints.`];
  }

  #buttons(): HTMLElement[] {
    const make = (label: string, kind: string, onClick: () => void): HTMLElement => h("button", { class: `button ${kind}`, attributes: { type: "button" }, onClick }, label);
    if (this.#state === "asked") {
      return [
        make("Yes, measure", "button--primary", () => this.#agree()),
        make("Not now", "", () => this.#end("declined", "You did not agree to be measured.")),
      ];
    }
    if (this.#state !== "loading" && this.#state !== "on") return [];
    return [make("Stop measuring", "button--danger", () => this.#end("off", "You stopped measuring."))];
  }
}
