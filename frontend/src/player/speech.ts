/**
 * Says one line after the other: never two at once, the most urgent first, never the same twice in a row, nothing that has
 * become stale. What is being said is finished, unless the new line is about safety or makes it pointless.
 */

import { URGENCIES, type Line, type Urgency } from "./lines";

/** How long a line may wait before it is no longer worth saying, in ms. */
const FRESH_MS: Readonly<Record<Urgency, number>> = { safety: 20_000, count: 700, cue: 2_500, guidance: 20_000, praise: 1_500 };
/** Of these only the newest is worth saying. */
const NEWEST_ONLY: ReadonlySet<Urgency> = new Set(["count", "cue", "praise"]);
const SAME_AGAIN_MS = 8_000;

/** What the speaker needs of a voice; `done` is called once, when the text has been said or given up. */
export interface Voice {
  say(text: string, done: () => void): void;
  stop(): void;
}

interface Waiting {
  readonly line: Line;
  readonly at_ms: number;
  /** When what it is about happened. */
  readonly since_ms: number | null;
}

/** Told of each line as it goes to the voice, with the ms since what it is about happened, where that is known. */
export type Spoken = (line: Line, latency_ms: number | null) => void;

export class Speaker {
  #waiting: Waiting[] = [];
  #speaking: Line | null = null;
  #turn = 0;
  #said = new Map<string, number>();
  #isMuted: boolean;

  constructor(
    private readonly voice: Voice,
    private readonly now_ms: () => number,
    isMuted = false,
    private readonly spoken: Spoken = () => undefined,
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
    this.#speaking = null;
    this.voice.stop();
  }

  /** @param since_ms when what the line is about happened, on the clock of `now_ms`. */
  say(line: Line, since_ms: number | null = null): void {
    if (this.#isMuted || this.#wasJustSaid(line)) return;
    if (line.isBreak === true || line.urgency === "safety") this.silence();
    else if (this.#speaking && isCutShortBy(this.#speaking, line)) this.#breakOff();
    const { urgency, isTurn } = line;
    this.#waiting = this.#waiting.filter(({ line: { urgency: other } }) => !(NEWEST_ONLY.has(urgency) && other === urgency) && !(isTurn && (other === "cue" || other === "praise")));
    this.#waiting.push({ line, at_ms: this.now_ms(), since_ms });
    this.#next();
  }

  #breakOff(): void {
    this.#turn += 1;
    this.#speaking = null;
    this.voice.stop();
  }

  #wasJustSaid({ text, urgency }: Line): boolean {
    if (urgency === "count") return false;
    const last = this.#said.get(text);
    return (last !== undefined && this.now_ms() - last < SAME_AGAIN_MS) || this.#waiting.some(({ line }) => line.text === text);
  }

  #next(): void {
    if (this.#speaking) return;
    const now_ms = this.now_ms();
    const fresh = this.#waiting.filter(({ line, at_ms }) => now_ms - at_ms <= FRESH_MS[line.urgency]);
    const next = mostUrgent(fresh);
    this.#waiting = fresh.filter((each) => each !== next);
    if (!next) return;
    const { line, since_ms } = next;
    this.#said.set(line.text, now_ms);
    this.#speaking = line;
    const turn = (this.#turn += 1);
    this.spoken(line, since_ms === null ? null : now_ms - since_ms);
    this.voice.say(line.text, () => {
      if (turn !== this.#turn) return;
      this.#speaking = null;
      this.#next();
    });
  }
}

const rank = (urgency: Urgency): number => URGENCIES.indexOf(urgency);

/** The first of the most urgent lines. */
const mostUrgent = (waiting: readonly Waiting[]): Waiting | undefined =>
  waiting.reduce<Waiting | undefined>((best, each) => (best && rank(best.line.urgency) <= rank(each.line.urgency) ? best : each), undefined);

/** Praise is the one thing not worth finishing when a number is due. */
const isCutShortBy = (speaking: Line, line: Line): boolean => speaking.urgency === "praise" && rank(line.urgency) <= rank("cue");

/** The browser's own voice. Some browsers never report the end of an utterance: a generous timer does. */
export function browserVoice(language: string): Voice {
  const synthesis = "speechSynthesis" in globalThis ? globalThis.speechSynthesis : undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    say(text, done) {
      if (!synthesis) return done();
      let isDone = false;
      const once = (): void => {
        if (isDone) return;
        isDone = true;
        clearTimeout(mine);
        done();
      };
      // Still speaking after all that time: whoever comes next must not be spoken into.
      const mine = setTimeout(() => {
        synthesis.cancel();
        once();
      }, 2_000 + 120 * text.length);
      timer = mine;
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = language;
      utterance.onend = once;
      utterance.onerror = once;
      synthesis.speak(utterance);
    },
    stop() {
      clearTimeout(timer);
      synthesis?.cancel();
    },
  };
}
