/** The WebSocket of the room: who is there, signals to the other side, and coming back after a drop. */

import type { FromServer, Other, Pass, Signal } from "./contract";

const PROTOCOL = "sinew.visit";
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;
const ANSWER_WITHIN_MS = 5_000;
const REFUSED = 4403;
const REPLACED = 4409;
const ENDED = 4410;

/** `shut`: the door is not open (yet). `gone`: no way back in without opening the page again. */
export type Reach = "connecting" | "open" | "away" | "shut" | "gone";

export interface Heard {
  other(other: Other): void;
  signal(from: string, signal: Signal): void;
  /** The server holds this page again after a drop: what was said in between may be lost. */
  back(): void;
  ended(): void;
  replaced(): void;
  reach(reach: Reach): void;
  pass(pass: Pass): void;
}

export class Signaling {
  /** What the other side knows this page by; a line made anew needs a new one. */
  #page = crypto.randomUUID();
  readonly #path: string;
  readonly #passAt: string;
  readonly #heard: Heard;
  #socket: WebSocket | null = null;
  #isIn = false;
  #isStopped = true;
  #wasAway = false;
  #retry_ms = FIRST_RETRY_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #answer: ReturnType<typeof setTimeout> | undefined;

  constructor(path: string, passAt: string, heard: Heard) {
    this.#path = path;
    this.#passAt = passAt;
    this.#heard = heard;
    addEventListener("online", () => this.#again(0));
    addEventListener("offline", () => this.#socket?.close());
  }

  /** Comes into the room, with a pass if one is at hand. */
  start(pass: Pass | null): void {
    this.#isStopped = false;
    void this.#connect(pass);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#answer);
    this.#socket?.close();
    this.#socket = null;
  }

  /** Comes in as a new page: the other side then makes its end of the line anew, too. */
  renew(): void {
    this.#page = crypto.randomUUID();
    this.#drop();
  }

  /** In the call, or back in the waiting room. */
  here(isIn: boolean): void {
    this.#isIn = isIn;
    this.#sayHere();
  }

  /** Asks whether the line to the server still carries; if not, comes back over a new one. */
  probe(): void {
    if (!this.#sayHere()) return;
    clearTimeout(this.#answer);
    const asked = this.#socket;
    this.#answer = setTimeout(() => asked === this.#socket && this.#drop(), ANSWER_WITHIN_MS);
  }

  signal(to: string, signal: Signal): void {
    this.#say({ type: "signal", to, ...signal });
  }

  /** Ends the call for both; `false` if the server cannot be told now. */
  end(): boolean {
    return this.#say({ type: "end" });
  }

  async #connect(known: Pass | null): Promise<void> {
    if (this.#isStopped) return;
    this.#heard.reach("connecting");
    const pass = known ?? (await this.#ask());
    if (this.#isStopped || pass === "gone") return this.#heard.reach("gone");
    if (pass === "away") {
      this.#heard.reach("away");
      return this.#again(this.#retry_ms);
    }
    if (!known) this.#heard.pass(pass);
    if (!pass.token) return this.#heard.reach("shut");
    this.#open(pass.token);
  }

  /** A fresh pass. */
  async #ask(): Promise<Pass | "away" | "gone"> {
    try {
      const answer = await fetch(this.#passAt, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
      if (answer.ok) return (await answer.json()) as Pass;
      return answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500) ? "gone" : "away";
    } catch {
      return "away";
    }
  }

  #open(token: string): void {
    const socket = new WebSocket(new URL(this.#path, location.href.replace(/^http/, "ws")), [PROTOCOL, token]);
    this.#socket = socket;
    socket.onopen = () => {
      if (socket !== this.#socket) return socket.close(); // another try was faster
      this.#retry_ms = FIRST_RETRY_MS;
      this.#heard.reach("open");
      this.#sayHere();
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      if (socket !== this.#socket) return;
      clearTimeout(this.#answer);
      this.#read(JSON.parse(data) as FromServer);
    };
    socket.onclose = ({ code }) => socket === this.#socket && this.#closed(code);
  }

  #read(said: FromServer): void {
    if (said.type === "other") this.#heard.other(said);
    else if (said.type === "signal") this.#heard.signal(said.from, said);
    else if (said.type === "placed") this.#placed();
  }

  #placed(): void {
    if (this.#wasAway) this.#heard.back();
    this.#wasAway = false;
  }

  #closed(code: number): void {
    this.#socket = null;
    if (this.#isStopped) return;
    if (code === REPLACED || code === ENDED) {
      this.stop();
      if (code === REPLACED) this.#heard.replaced();
      else this.#heard.ended();
      return;
    }
    this.#wasAway = true;
    this.#heard.reach("away");
    this.#again(code === REFUSED ? 0 : this.#retry_ms);
  }

  /** A line that answers no more is left at once: its own end would come too late. */
  #drop(): void {
    const dead = this.#socket;
    this.#closed(0);
    dead?.close();
  }

  #again(wait_ms: number): void {
    if (this.#isStopped || this.#socket) return;
    clearTimeout(this.#timer);
    // Not all who were cut off come back in the same moment.
    this.#timer = setTimeout(() => void this.#connect(null), wait_ms * (0.75 + Math.random() / 2));
    this.#retry_ms = Math.min(LONGEST_RETRY_MS, this.#retry_ms * 2);
  }

  #sayHere(): boolean {
    return this.#say({ type: "here", page: this.#page, is_in: this.#isIn });
  }

  #say(message: object): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }
}
