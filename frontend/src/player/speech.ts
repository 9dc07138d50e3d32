/** Says one line after the other: never two at once, never the same twice in a row, nothing that has become stale. */

import type { Line, Urgency } from "./lines";

/** How long a line may wait before it is no longer worth saying, in ms. */
const FRESH_MS: Readonly<Record<Urgency, number>> = { count: 700, cue: 2_500, guidance: 20_000 };
const SAME_AGAIN_MS = 8_000;

/** What the speaker needs of a voice; `done` is called once, when the text has been said or given up. */
export interface Voice {
  say(text: string, done: () => void): void;
  stop(): void;
}

interface Waiting {
  readonly line: Line;
  readonly at_ms: number;
}

export class Speaker {
  #waiting: Waiting[] = [];
  #isSpeaking = false;
  #turn = 0;
  #said = new Map<string, number>();
  #isMuted: boolean;

  constructor(
    private readonly voice: Voice,
    private readonly now_ms: () => number,
    isMuted = false,
  ) {
    this.#isMuted = isMuted;
  }

  get isMuted(): boolean {
    return this.#isMuted;
  }

  mute(isMuted: boolean): void {
    this.#isMuted = isMuted;
    if (isMuted) this.silence();
  }

  silence(): void {
    this.#waiting = [];
    this.#turn += 1;
    this.#isSpeaking = false;
    this.voice.stop();
  }

  say(line: Line): void {
    if (this.#isMuted || this.#wasJustSaid(line)) return;
    if (line.isBreak === true) this.silence();
    // A newer count or cue makes an older one of its kind pointless.
    if (line.urgency !== "guidance") this.#waiting = this.#waiting.filter((other) => other.line.urgency !== line.urgency);
    this.#waiting.push({ line, at_ms: this.now_ms() });
    this.#next();
  }

  #wasJustSaid({ text, urgency }: Line): boolean {
    if (urgency === "count") return false;
    const last = this.#said.get(text);
    return (last !== undefined && this.now_ms() - last < SAME_AGAIN_MS) || this.#waiting.some(({ line }) => line.text === text);
  }

  #next(): void {
    if (this.#isSpeaking) return;
    const now_ms = this.now_ms();
    const fresh = this.#waiting.filter(({ line, at_ms }) => now_ms - at_ms <= FRESH_MS[line.urgency]);
    const next = fresh.shift();
    this.#waiting = fresh;
    if (!next) return;
    this.#said.set(next.line.text, now_ms);
    this.#isSpeaking = true;
    const turn = (this.#turn += 1);
    this.voice.say(next.line.text, () => {
      if (turn !== this.#turn) return;
      this.#isSpeaking = false;
      this.#next();
    });
  }
}

/** The browser's own voice. Some browsers never report the end of an utterance: a generous timer does. */
export function browserVoice(language: string): Voice {
  const synthesis = "speechSynthesis" in globalThis ? globalThis.speechSynthesis : undefined;
  return {
    say(text, done) {
      if (!synthesis) return done();
      let isDone = false;
      const once = (): void => {
        if (isDone) return;
        isDone = true;
        clearTimeout(timer);
        done();
      };
      const timer = setTimeout(once, 2_000 + 120 * text.length);
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = language;
      utterance.onend = once;
      utterance.onerror = once;
      synthesis.speak(utterance);
    },
    stop: () => synthesis?.cancel(),
  };
}
