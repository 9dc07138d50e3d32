/** The call on the screen: the pictures, the states, the panels beside them and the controls below. */

import type { Call } from "./call";
import type { RoomData } from "./contract";
import type { Kind } from "./media";
import { button, onPress, part, say, show } from "./parts";
import { clockText, REACHES, standing } from "./words";

type Panel = "chat" | "measuring" | "devices";

/** From here on people begin to say good-bye. */
const SOON_OVER_S = 300;

export class Screen {
  readonly #root: HTMLElement;
  readonly #data: RoomData;
  readonly #call: Call;
  readonly remote: HTMLVideoElement;
  readonly local: HTMLVideoElement;
  #panel: Panel | null = null;
  #unread = 0;

  constructor(root: HTMLElement, data: RoomData, call: Call) {
    this.#root = root;
    this.#data = data;
    this.#call = call;
    this.remote = part<HTMLVideoElement>(root, "remote");
    this.local = part<HTMLVideoElement>(root, "local");
    say(part(root, "initial"), data.otherName.slice(0, 1));
    for (const panel of ["chat", "measuring", "devices"] as const) onPress(root, panel, () => this.open(this.#panel === panel ? null : panel));
    onPress(root, "close-side", () => this.open(null));
    onPress(root, "hear", () => void this.#play());
    root.addEventListener("keydown", ({ key }) => key === "Escape" && this.#panel && this.open(null));
  }

  /** Opens a panel beside the picture, or none. */
  open(panel: Panel | null): void {
    const before = this.#panel;
    this.#panel = panel;
    part(this.#root, "side").hidden = panel === null;
    for (const section of this.#root.querySelectorAll<HTMLElement>("[data-panel]")) section.hidden = section.dataset["panel"] !== panel;
    for (const one of ["chat", "measuring", "devices"]) button(this.#root, one)?.setAttribute("aria-expanded", String(one === panel));
    if (panel === "chat") {
      this.#count(0);
      this.#root.querySelector<HTMLInputElement>("#chat-text")?.focus();
    }
    if (panel === null && before) button(this.#root, before)?.focus();
  }

  /** The other side wrote; says whether it has to be called to attention. */
  wrote(): boolean {
    if (this.#panel === "chat") return false;
    this.#count(this.#unread + 1);
    return true;
  }

  picture(stream: MediaStream | null): void {
    if (this.remote.srcObject !== stream) this.remote.srcObject = stream;
    if (stream) void this.#play();
  }

  draw(): void {
    const { devices, otherDevices, line } = this.#call;
    show(this.local, this.#call.media.track("camera"));
    const own = this.#root.querySelector<HTMLElement>(".self");
    if (own) own.dataset["picture"] = devices.camera === "on" || devices.camera === "weak" ? "on" : "off";
    say(part(this.#root, "self-says"), this.#ownState());
    const isSeen = line !== "none" && line !== "connecting" && otherDevices?.camera === "on";
    const stage = this.#root.querySelector<HTMLElement>(".call__picture");
    if (stage) stage.dataset["picture"] = isSeen ? "on" : "off";
    say(part(this.#root, "wait"), this.#waits());
    this.#states(line === "interrupted" ? ["Reconnecting"] : otherDevices ? standing(this.#data.otherName, otherDevices) : []);
    this.#control("microphone", devices.microphone === "on", devices.microphone === "on" ? "Mute" : devices.microphone === "off" ? "Unmute" : "Turn on mic");
    this.#control("camera", devices.camera === "on", devices.camera === "on" ? "Stop video" : devices.camera === "weak" ? "Send video" : "Start video");
    this.tick();
  }

  /** What goes with the time. */
  tick(): void {
    const { connectedAt_ms } = this.#call;
    const left_s = this.#call.until_s("endsIn_s");
    const been = connectedAt_ms === null ? "" : clockText((performance.now() - connectedAt_ms) / 1000);
    const left = left_s < SOON_OVER_S ? (left_s > 0 ? `${Math.ceil(left_s / 60)} min left` : "The booked time is over") : "";
    say(part(this.#root, "clock"), [been, left].filter(Boolean).join(" · "));
  }

  #ownState(): string {
    const { camera, microphone } = this.#call.devices;
    if (camera === "weak") return "Picture paused";
    const muted = microphone === "on" ? "" : "Muted";
    return camera === "on" ? muted : [muted, "Camera off"].filter(Boolean).join(", ");
  }

  #waits(): string {
    const { otherName } = this.#data;
    const { line, other, otherDevices, reach } = this.#call;
    if (line === "connected" && otherDevices && otherDevices.camera !== "on") return `${otherName} is connected without a picture.`;
    if (line === "interrupted") return "The connection was interrupted. We are bringing it back.";
    if (line === "connecting" || line === "connected") return `Connecting with ${otherName}…`;
    const trouble = REACHES[reach];
    if (trouble) return trouble;
    return other.page && !other.is_in ? `${otherName} is in the waiting room.` : `Waiting for ${otherName}.`;
  }

  #states(says: readonly string[]): void {
    const list = part(this.#root, "states");
    if ([...list.children].map((item) => item.textContent).join("|") === says.join("|")) return;
    list.replaceChildren(
      ...says.map((text) => {
        const item = document.createElement("li");
        item.className = "call__state";
        item.textContent = text;
        return item;
      }),
    );
  }

  #control(kind: Kind, isOn: boolean, name: string): void {
    const control = button(this.#root, kind);
    if (control) control.dataset["state"] = isOn ? "on" : "off";
    say(part(this.#root, `${kind}-name`), name);
  }

  #count(unread: number): void {
    this.#unread = unread;
    const badge = part(this.#root, "unread");
    badge.hidden = unread === 0;
    say(badge, unread === 0 ? "" : `${unread} new`);
  }

  /** A browser that plays no sound unasked gets a button. */
  async #play(): Promise<void> {
    const hear = button(this.#root, "hear");
    try {
      await this.remote.play();
      if (hear) hear.hidden = true;
    } catch (error) {
      if (hear && error instanceof Error && error.name === "NotAllowedError") hear.hidden = false;
    }
  }
}
