/** The selects of camera, microphone and speaker, in the waiting room and in the call. */

import { choices, type Kind, type Media, type MediaProblem } from "./media";

const KINDS = ["camera", "microphone", "speaker"] as const;

export class Chooser {
  /** The chosen speaker; empty for the one the system uses. */
  speaker = "";
  readonly #root: ParentNode;
  readonly #media: Media;
  readonly #problem: (problem: MediaProblem | null) => void;
  readonly #outputs: readonly HTMLMediaElement[];

  /** @param outputs play on the chosen speaker, where the browser lets people choose. */
  constructor(root: ParentNode, media: Media, outputs: readonly HTMLMediaElement[], problem: (problem: MediaProblem | null) => void) {
    this.#root = root;
    this.#media = media;
    this.#outputs = outputs;
    this.#problem = problem;
    for (const select of this.#selects()) select.addEventListener("change", () => void this.#chose(select));
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.refresh());
  }

  /** Fills in the devices there are now. */
  async refresh(): Promise<void> {
    for (const kind of KINDS) {
      const found = await choices(kind);
      const chosen = kind === "speaker" ? this.speaker : this.#media.chosen(kind);
      for (const select of this.#selects(kind)) {
        select.replaceChildren(...found.map(({ id, label }) => new Option(label, id, false, id === chosen)));
        select.disabled = found.length === 0;
        const field = select.closest<HTMLElement>("[data-device]");
        if (!field) continue;
        // Nothing to choose from: the browser names devices only once it may use one, and not every one changes speakers.
        if (kind === "speaker") field.hidden = found.length < 2 || !("setSinkId" in HTMLMediaElement.prototype);
        else field.hidden = found.length === 0;
      }
    }
  }

  async #chose(select: HTMLSelectElement): Promise<void> {
    const kind = select.dataset["choice"] as Kind | "speaker";
    if (kind === "speaker") await this.#play(select.value);
    else this.#problem(await this.#media.choose(kind, select.value));
    await this.refresh();
  }

  async #play(speaker: string): Promise<void> {
    this.speaker = speaker;
    for (const output of this.#outputs) await output.setSinkId?.(speaker).catch(() => undefined);
  }

  #selects(kind?: string): HTMLSelectElement[] {
    return [...this.#root.querySelectorAll<HTMLSelectElement>(kind ? `[data-choice="${kind}"]` : "[data-choice]")];
  }
}
