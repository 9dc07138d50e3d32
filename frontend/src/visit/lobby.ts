/** The waiting room: who is here, when it starts, whether camera, microphone and speaker work. */

import type { Call, With } from "./call";
import type { Chooser } from "./chooser";
import type { RoomData } from "./contract";
import type { MediaProblem } from "./media";
import { button, onPress, part, say, show } from "./parts";
import { HEARD, listenTo, playTone } from "./sound";
import { PROBLEMS, REACHES, startsText } from "./words";

export class Lobby {
  readonly #root: HTMLElement;
  readonly #data: RoomData;
  readonly #call: Call;
  readonly #chooser: Chooser;
  #stopListening: (() => void) | null = null;
  #listened: MediaStreamTrack | null = null;

  constructor(root: HTMLElement, data: RoomData, call: Call, chooser: Chooser) {
    this.#root = root;
    this.#data = data;
    this.#call = call;
    this.#chooser = chooser;
    onPress(root, "try", () => void this.tryDevices());
    onPress(root, "tone", () => void this.#playTone());
    void this.#tryIfAllowed();
  }

  /** What the person chose to join with. */
  get using(): With {
    return (this.#root.querySelector<HTMLInputElement>('[name="join-with"]:checked')?.value ?? "picture") as With;
  }

  draw(): void {
    const { media } = this.#call;
    const seconds = { opensIn_s: this.#call.until_s("opensIn_s"), beginsIn_s: this.#call.until_s("beginsIn_s") };
    say(part(this.#root, "starts"), REACHES[this.#call.reach] ?? startsText(seconds));
    this.#here("me", this.#call.reach === "open", this.#call.reach === "open" ? "You are here" : "You are not in the waiting room yet");
    const { otherName } = this.#data;
    const there = this.#call.other.is_in ? "is in the visit" : "is here";
    this.#here("them", this.#call.otherIsThere, `${otherName} ${this.#call.otherIsThere ? there : "is not here yet"}`);
    const join = button(this.#root, "join");
    if (join) join.disabled = !this.#call.canJoin;

    const camera = media.track("camera");
    const preview = part<HTMLVideoElement>(this.#root, "preview");
    show(preview, camera);
    preview.hidden = !camera;
    part(this.#root, "preview-empty").hidden = camera !== null;
    this.#listen(media.track("microphone"));
  }

  async tryDevices(): Promise<void> {
    const problems = await this.#call.media.open("microphone", "camera");
    this.tell(problems.camera ?? problems.microphone ?? null);
    const isOn = this.#call.media.track("camera") || this.#call.media.track("microphone");
    part(this.#root, "devices").hidden = !isOn;
    const ask = button(this.#root, "try");
    if (ask) ask.hidden = isOn !== null && Object.keys(problems).length === 0;
    await this.#chooser.refresh();
  }

  tell(problem: MediaProblem | null): void {
    part(this.#root, "problem").hidden = problem === null;
    say(part(this.#root, "problem-says"), problem ? PROBLEMS[problem] : "");
  }

  /** Who has allowed it before needs not ask again. */
  async #tryIfAllowed(): Promise<void> {
    try {
      const states = await Promise.all(
        ["camera", "microphone"].map((name) => navigator.permissions.query({ name: name as PermissionName })),
      );
      if (states.every(({ state }) => state === "granted")) await this.tryDevices();
    } catch {
      // A browser that does not tell: the person presses the button.
    }
  }

  #here(who: string, isHere: boolean, says: string): void {
    part(this.#root, who).dataset["isHere"] = isHere ? "yes" : "no";
    say(part(this.#root, `${who}-says`), says);
  }

  #listen(track: MediaStreamTrack | null): void {
    if (track === this.#listened) return;
    this.#listened = track;
    this.#stopListening?.();
    this.#stopListening = null;
    const meter = part<HTMLMeterElement>(this.#root, "level");
    const says = part(this.#root, "level-says");
    meter.value = 0;
    if (!track || this.#call.stage !== "lobby") return;
    this.#stopListening = listenTo(track, (level) => {
      meter.value = level;
      if (level > HEARD) say(says, "We hear you.");
    });
  }

  async #playTone(): Promise<void> {
    const says = part(this.#root, "tone-says");
    say(says, "Playing…");
    await playTone(this.#chooser.speaker);
    say(says, "Two notes were played. If you heard nothing, turn the volume up or choose another speaker.");
  }

  /** The waiting room is left: its meter hears no more. */
  close(): void {
    this.#listen(null);
  }
}
