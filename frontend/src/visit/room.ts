/** The room's page: waiting room, call, and what is said afterwards. */

import { WakeLock } from "../player/wake-lock";
import { Call, type Stage } from "./call";
import { Captions } from "./captions";
import type { Measuring } from "./channels";
import { Chat } from "./chat";
import { Chooser } from "./chooser";
import type { RoomData } from "./contract";
import { Lobby } from "./lobby";
import type { Kind, MediaProblem } from "./media";
import { measuring } from "./measuring";
import { button, onPress, part, say } from "./parts";
import { Screen } from "./screen";
import { PROBLEMS } from "./words";

const AFTER: Record<Exclude<Stage, "lobby" | "call">, (name: string) => readonly [title: string, says: string]> = {
  left: (name) => ["You have left the visit", `${name} can see that. You can go back in while the room is open.`],
  ended: () => ["The visit has ended", "It has ended for both of you. Nothing was recorded, and the chat is gone."],
  replaced: () => [
    "The visit is open somewhere else",
    "You opened it in another window or on another device. It goes on there. To use this one instead, go back in.",
  ],
  shut: () => ["The room is closed", "The time of this visit is over."],
  off: () => ["This visit was cancelled", "Nobody will come. You can read why on its page, and book another one."],
  moved: () => ["This visit has a new time", "It was moved. You find the new time on its page."],
};
const LOST: Record<Kind, string> = {
  microphone: "Your microphone stopped. Choose another one under Devices.",
  camera: "Your camera stopped. Choose another one under Devices.",
};

export class Room {
  readonly #root: HTMLElement;
  readonly #data: RoomData;
  readonly #call: Call;
  readonly #lobby: Lobby;
  readonly #screen: Screen;
  readonly #chat: Chat;
  readonly #captions: Captions;
  readonly #chooser: Chooser;
  readonly #wakeLock = new WakeLock();
  #measuring: Measuring | null = null;
  #asksForMeasuring = true;
  #stage: Stage = "lobby";

  constructor(root: HTMLElement, data: RoomData) {
    this.#root = root;
    this.#data = data;
    this.#captions = new Captions(part(root, "captions"), part(root, "said"));
    this.#call = new Call(data, {
      changed: () => this.#draw(),
      say: (sentence) => this.#captions.say(sentence),
      chat: (text) => this.#hears(text),
      picture: (stream) => this.#screen.picture(stream),
      lost: (kind) => this.#captions.say(LOST[kind]),
    });
    this.#screen = new Screen(root, data, this.#call);
    this.#chooser = new Chooser(root, this.#call.media, [this.#screen.remote], (problem) => this.#troubles(problem));
    this.#lobby = new Lobby(root, data, this.#call, this.#chooser);
    this.#chat = new Chat(root, data.otherName, (text) => this.#call.write(text));
    onPress(root, "join", () => void this.#join());
    onPress(root, "microphone", () => void this.#toggle("microphone"));
    onPress(root, "camera", () => void this.#toggle("camera"));
    onPress(root, "leave", () => this.#call.leave());
    onPress(root, "end", () => this.#call.end());
  }

  open(): void {
    this.#call.start();
    this.#draw();
    setInterval(() => this.#tick(), 1_000);
  }

  /** What goes with the time. */
  #tick(): void {
    this.#root.dataset["restarts"] = String(this.#call.restarts);
    if (this.#call.stage === "lobby") this.#lobby.draw();
    else this.#screen.tick();
  }

  async #join(): Promise<void> {
    const join = button(this.#root, "join");
    if (join) join.disabled = true;
    const problems = await this.#call.join(this.#lobby.using);
    const [problem] = Object.values(problems);
    if (problem) this.#troubles(problem);
    await this.#chooser.refresh();
  }

  async #toggle(kind: Kind): Promise<void> {
    this.#troubles(await this.#call.toggle(kind));
    await this.#chooser.refresh();
  }

  #troubles(problem: MediaProblem | null): void {
    if (this.#call.stage === "lobby") return this.#lobby.tell(problem);
    part(this.#root, "call-problem").hidden = problem === null;
    say(part(this.#root, "call-problem-says"), problem ? PROBLEMS[problem] : "");
    if (problem) this.#screen.open("devices");
  }

  #hears(text: string): void {
    this.#chat.hear(text);
    if (this.#screen.wrote()) this.#captions.say(`${this.#data.otherName} wrote: ${text}`);
  }

  #draw(): void {
    const { stage, line, reach } = this.#call;
    this.#root.dataset["line"] = line;
    this.#root.dataset["reach"] = reach;
    this.#root.dataset["restarts"] = String(this.#call.restarts);
    if (stage !== this.#stage) this.#turnTo(stage);
    if (stage === "lobby") this.#lobby.draw();
    if (stage === "call") this.#screen.draw();
    if (stage === "call" && line === "connected" && this.#asksForMeasuring) void this.#mountMeasuring();
  }

  #turnTo(stage: Stage): void {
    this.#stage = stage;
    this.#root.dataset["stage"] = stage;
    this.#lobby.close();
    part(this.#root, "lobby").hidden = true;
    part(this.#root, "call").hidden = stage !== "call";
    part(this.#root, "after").hidden = stage === "call";
    // The call fills the window: what it covers is not to be reached by keyboard either.
    for (const other of document.querySelectorAll<HTMLElement>("body > :not(main)")) other.inert = stage === "call";
    if (stage === "call") {
      this.#wakeLock.hold();
      button(this.#root, "microphone")?.focus();
      return;
    }
    this.#wakeLock.release();
    this.#measuring?.stop();
    this.#measuring = null;
    if (stage === "lobby") return;
    const [title, says] = AFTER[stage](this.#data.otherName);
    const heading = part(this.#root, "after-title");
    say(heading, title);
    say(part(this.#root, "after-says"), says);
    part(this.#root, "after-back").hidden = stage === "shut" || stage === "off" || stage === "moved";
    heading.focus();
  }

  async #mountMeasuring(): Promise<void> {
    this.#asksForMeasuring = false;
    const mount = await measuring();
    if (!mount || this.#call.stage !== "call") return;
    this.#measuring = mount({
      role: this.#data.role,
      otherName: this.#data.otherName,
      visitId: this.#data.visitId,
      localVideo: this.#screen.local,
      remoteVideo: this.#screen.remote,
      channels: this.#call.channels,
      panel: part(this.#root, "measuring"),
      overlay: part(this.#root, "overlay"),
      say: (sentence) => this.#captions.say(sentence),
      open: () => this.#screen.open("measuring"),
    });
    const open = button(this.#root, "measuring");
    if (open) open.hidden = false;
  }
}
