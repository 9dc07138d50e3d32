/** One visit from the waiting room to the end: who is there, the line between the two, and what each hears of the other. */

import { type Device, type DeviceStates, LONGEST_CHAT, read, write } from "./between";
import { type ChannelLabel, type Channels, SteadyChannel } from "./channels";
import type { Other, Pass, RoomData, Signal } from "./contract";
import { Line, type LineState } from "./line";
import { type Kind, Media, type MediaProblem } from "./media";
import { Carrying, sampleOf } from "./network";
import { type Reach, Signaling } from "./signaling";
import { changed } from "./words";

export type Stage = "lobby" | "call" | "left" | "ended" | "replaced" | "shut" | "off" | "moved";
export type With = "picture" | "sound" | "nothing";

const LOOK_EVERY_MS = 2_000;
/** Moments of one visit that lie farther apart than that are those of another time. */
const SAME_TIME_S = 60;
const NOBODY: Other = { page: null, is_in: false, entry: 0 };

/** When it begins, by the clock on the wall: that goes on while a laptop sleeps. */
const beginningOf = ({ beginsIn_s }: Pass): number => Date.now() + 1000 * beginsIn_s;

export interface CallEvents {
  /** Something that is shown has changed. */
  changed(): void;
  /** A sentence for the captions. */
  say(sentence: string): void;
  /** The other side has written. */
  chat(text: string): void;
  /** The other side's tracks are in this stream now; `null` while there is none. */
  picture(stream: MediaStream | null): void;
  /** A device stopped by itself. */
  lost(kind: Kind): void;
}

export class Call {
  stage: Stage = "lobby";
  other: Other = NOBODY;
  otherDevices: DeviceStates | null = null;
  line: LineState | "none" = "none";
  reach: Reach | "none" = "none";
  pass: Pass;
  /** `performance.now()` when the pass came: its times count from then. */
  passAt_ms = performance.now();
  /** When the two were connected first, by the same clock. */
  connectedAt_ms: number | null = null;
  readonly media: Media;
  readonly channels: Channels & Readonly<Record<ChannelLabel, SteadyChannel>> = {
    room: new SteadyChannel("room"),
    measure: new SteadyChannel("measure"),
    record: new SteadyChannel("record"),
  };
  readonly #data: RoomData;
  readonly #events: CallEvents;
  readonly #signaling: Signaling;
  readonly #carrying = new Carrying();
  #line: Line | null = null;
  #linePage: string | null = null;
  #lineEntry = 0;
  #stream: MediaStream | null = null;
  #isMuted = false;
  #isMoved = false;
  #begins_ms: number;
  #isWeak = false;

  constructor(data: RoomData, events: CallEvents) {
    this.#data = data;
    this.pass = data.pass;
    this.#begins_ms = beginningOf(data.pass);
    this.#events = events;
    this.media = new Media((kind) => void this.#carry(kind), (kind) => events.lost(kind));
    this.#signaling = new Signaling(data.socket, data.passAt, {
      other: (other) => this.#meet(other),
      signal: (from, signal) => this.#take(from, signal),
      back: () => this.#line?.resume(),
      ended: () => this.#finish("ended"),
      replaced: () => this.#finish("replaced"),
      reach: (reach) => this.#reaches(reach),
      pass: (pass) => this.#passes(pass),
    });
    this.channels.room.onMessage((text) => this.#hears(text));
    this.channels.room.onOpen((isOpen) => isOpen && this.#tellDevices());
    setInterval(() => void this.#look(), LOOK_EVERY_MS);
    addEventListener("pagehide", () => this.channels.room.send(write({ type: "bye" })));
  }

  /** Comes into the waiting room, now or when the door opens. */
  start(): void {
    if (this.pass.token) this.#signaling.start(this.pass);
    else this.#comeLater();
  }

  /** Seconds from now until a moment of the visit; negative when it is past. */
  until_s(which: "opensIn_s" | "beginsIn_s" | "endsIn_s" | "closesIn_s"): number {
    return this.pass[which] - (performance.now() - this.passAt_ms) / 1000;
  }

  get canJoin(): boolean {
    return this.stage === "lobby" && this.reach === "open";
  }

  get otherIsThere(): boolean {
    return this.other.page !== null;
  }

  get devices(): DeviceStates {
    const microphone = this.media.track("microphone") ? (this.#isMuted ? "off" : "on") : "none";
    const camera: Device = this.media.track("camera") ? (this.#isWeak ? "weak" : "on") : "off";
    return { microphone, camera };
  }

  /** Goes in with what the person chose; opens what is not open yet. */
  async join(using: With): Promise<Partial<Record<Kind, MediaProblem>>> {
    const kinds: Kind[] = using === "picture" ? ["microphone", "camera"] : using === "sound" ? ["microphone"] : [];
    for (const kind of ["microphone", "camera"] as const) if (!kinds.includes(kind)) this.media.close(kind);
    const missing = kinds.filter((kind) => !this.media.track(kind));
    const problems = missing.length > 0 ? await this.media.open(...missing) : {};
    if (this.stage !== "lobby") return {}; // while the browser asked, it ended or was opened somewhere else
    this.stage = "call";
    this.#signaling.here(true);
    this.#connect();
    this.#events.changed();
    return problems;
  }

  async toggle(kind: Kind): Promise<MediaProblem | null> {
    let problem: MediaProblem | null = null;
    if (kind === "microphone" && this.media.track(kind)) this.#mute(!this.#isMuted);
    else if (kind === "camera" && this.#isWeak) this.#pausePicture(false);
    else if (this.media.track(kind)) this.media.close(kind);
    else problem = (await this.media.open(kind))[kind] ?? null;
    this.#tellDevices();
    this.#events.changed();
    return problem;
  }

  /** Sends a line of the chat; `false` while there is nobody to read it. */
  write(text: string): boolean {
    return this.channels.room.send(write({ type: "chat", text: text.slice(0, LONGEST_CHAT) }));
  }

  leave(): void {
    this.channels.room.send(write({ type: "bye" }));
    this.#finish("left");
  }

  /** Ends it for both; where the server cannot be told now, leaves. */
  end(): void {
    if (!this.#signaling.end()) this.leave();
  }

  /** How often another way was looked for, for whoever looks after the line. */
  get restarts(): number {
    return this.#line?.restarts ?? 0;
  }

  #meet(other: Other): void {
    const before = this.other;
    this.other = other;
    const isSame = other.page === this.#linePage && other.is_in;
    if (other.page && this.#linePage && !isSame) this.#disconnect();
    if (isSame && other.entry !== this.#lineEntry) this.#line?.resume(); // it was away: signals may be lost
    if (isSame) this.#lineEntry = other.entry;
    if (this.stage === "call") {
      if (other.is_in && !before.is_in && !this.#line) this.#events.say(`${this.#data.otherName} is joining.`);
      this.#connect();
    }
    this.#events.changed();
  }

  #take(from: string, signal: Signal): void {
    if (this.stage !== "call" || from !== this.other.page || !this.other.is_in) return;
    if (!this.#line) this.#connect();
    if (from === this.#linePage) void this.#line?.take(signal);
  }

  /** Makes the line to the other side's page, once both are in the call. */
  #connect(): void {
    const { page, is_in } = this.other;
    if (this.stage !== "call" || !is_in || !page || page === this.#linePage) return;
    this.#disconnect();
    this.#linePage = page;
    this.#lineEntry = this.other.entry;
    this.#stream = new MediaStream();
    this.#line = new Line(this.pass.connection ?? {}, this.#data.role === "member", this.channels, {
      send: (signal) => this.#signaling.signal(page, signal),
      state: (state) => this.#stands(state),
      track: (track) => this.#shows(track),
      broken: () => this.#renew(),
    });
    this.#stands("connecting");
    for (const kind of ["microphone", "camera"] as const) void this.#carry(kind);
    this.#events.picture(this.#stream);
  }

  /** What went wrong is not to be mended: both sides make their ends of the line anew. */
  #renew(): void {
    this.#disconnect();
    this.#signaling.renew();
  }

  #disconnect(): void {
    if (!this.#line) return;
    this.#line.close();
    this.#line = null;
    this.#linePage = null;
    this.#stream = null;
    this.otherDevices = null;
    this.line = "none";
    this.#events.picture(null);
  }

  #shows(track: MediaStreamTrack): void {
    for (const old of this.#stream?.getTracks() ?? []) if (old.kind === track.kind) this.#stream?.removeTrack(old);
    this.#stream?.addTrack(track);
    this.#events.picture(this.#stream);
  }

  #stands(state: LineState): void {
    if (state === this.line) return;
    const before = this.line;
    this.line = state;
    this.#carrying.forget();
    if (state === "interrupted") {
      this.#signaling.probe();
      this.#events.say("The connection was interrupted. We are bringing it back.");
    }
    if (state === "connected") {
      this.connectedAt_ms ??= performance.now();
      this.#events.say(before === "interrupted" ? "You are connected again." : `You are connected with ${this.#data.otherName}.`);
    }
    this.#events.changed();
  }

  async #carry(kind: Kind): Promise<void> {
    const track = this.media.track(kind);
    if (kind === "microphone" && track) track.enabled = !this.#isMuted;
    if (kind === "camera" && !track) this.#isWeak = false;
    await this.#line?.carry(kind, kind === "camera" && this.#isWeak ? null : track).catch(() => undefined);
    this.#tellDevices();
    this.#events.changed();
  }

  #mute(isMuted: boolean): void {
    this.#isMuted = isMuted;
    const track = this.media.track("microphone");
    if (track) track.enabled = !isMuted;
  }

  #pausePicture(isWeak: boolean): void {
    this.#isWeak = isWeak;
    this.#carrying.forget();
    void this.#carry("camera");
  }

  #tellDevices(): void {
    this.channels.room.send(write({ type: "devices", ...this.devices }));
  }

  #hears(text: string): void {
    const said = read(text);
    if (said?.type === "chat") this.#events.chat(said.text);
    if (said?.type === "bye") {
      this.other = { ...this.other, is_in: false }; // what is still on its way belongs to the line that is over
      this.#disconnect();
      this.#events.say(`${this.#data.otherName} has left.`);
      this.#events.changed();
    }
    if (said?.type === "devices") {
      for (const sentence of changed(this.#data.otherName, this.otherDevices, said)) this.#events.say(sentence);
      this.otherDevices = said;
      this.#events.changed();
    }
  }

  /** Whether the line still carries a picture; where not, the sound comes first. */
  async #look(): Promise<void> {
    if (this.stage === "call" && this.until_s("closesIn_s") <= 0) return this.#finish("shut");
    if (this.line !== "connected" || !this.#line || this.devices.camera !== "on") return;
    if (!this.#carrying.isTooWeak(sampleOf(await this.#line.statistics()))) return;
    this.#pausePicture(true);
    this.#events.say("The connection is weak. Your picture is paused, so that you hear each other well.");
  }

  #reaches(reach: Reach): void {
    this.reach = reach;
    if (reach !== "open" && reach !== "connecting" && !this.#line) this.other = NOBODY;
    if (reach === "shut") {
      if (this.pass.isOff) return this.#finish("off");
      if (this.until_s("closesIn_s") <= 0) return this.#finish("shut");
      if (this.#isMoved) return this.#finish("moved");
      this.#comeLater();
    }
    this.#events.changed();
  }

  #passes(pass: Pass): void {
    const begins_ms = beginningOf(pass);
    this.#isMoved = Math.abs(begins_ms - this.#begins_ms) > 1000 * SAME_TIME_S;
    this.#begins_ms = begins_ms;
    this.pass = pass;
    this.passAt_ms = performance.now();
  }

  #comeLater(): void {
    const wait_s = this.until_s("opensIn_s");
    // Timers of more than 24 days fire at once; who waits so long loads the page again.
    if (wait_s < 86_400) setTimeout(() => this.#signaling.start(null), Math.max(1, wait_s + 0.5) * 1000);
  }

  #finish(stage: Stage): void {
    this.stage = stage;
    this.#signaling.stop();
    this.#disconnect();
    this.other = NOBODY;
    this.media.stop();
    this.#events.changed();
  }
}
