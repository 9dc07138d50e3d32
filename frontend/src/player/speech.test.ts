import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Line } from "./lines";
import { browserVoice, Speaker, type Voice } from "./speech";

class FakeVoice implements Voice {
  said: string[] = [];
  #done: () => void = () => undefined;

  say(text: string, done: () => void): void {
    this.said.push(text);
    this.#done = done;
  }

  stop(): void {
    this.said.push("(stop)");
  }

  finish(): void {
    this.#done();
  }
}

let now_ms = 0;
let voice: FakeVoice;
let speaker: Speaker;

beforeEach(() => {
  now_ms = 0;
  voice = new FakeVoice();
  speaker = new Speaker(voice, () => now_ms);
});

const line = (text: string, urgency: Line["urgency"] = "guidance"): Line => ({ text, urgency });

it("never speaks two lines at once", () => {
  speaker.say(line("one"));
  speaker.say(line("two"));
  expect(voice.said).toEqual(["one"]);
  voice.finish();
  expect(voice.said).toEqual(["one", "two"]);
});

it("says nothing twice, neither waiting nor just said", () => {
  speaker.say(line("one"));
  speaker.say(line("two"));
  speaker.say(line("two"));
  voice.finish();
  speaker.say(line("one"));
  voice.finish();
  expect(voice.said).toEqual(["one", "two"]);
});

it("says the same again after a while", () => {
  speaker.say(line("chest up", "cue"));
  voice.finish();
  now_ms = 9_000;
  speaker.say(line("chest up", "cue"));
  expect(voice.said).toEqual(["chest up", "chest up"]);
});

it("drops a count that comes too late, and keeps only the newest", () => {
  speaker.say(line("guidance"));
  speaker.say(line("1", "count"));
  speaker.say(line("2", "count"));
  now_ms = 500;
  voice.finish();
  expect(voice.said).toEqual(["guidance", "2"]);
  speaker.say(line("3", "count"));
  now_ms = 2_000;
  voice.finish();
  expect(voice.said).toEqual(["guidance", "2"]);
});

it("breaks off what belongs to the past, and does not hear its late end", () => {
  speaker.say(line("long instructions"));
  const late = voice;
  speaker.say({ ...line("Get ready."), isBreak: true });
  expect(voice.said).toEqual(["long instructions", "(stop)", "Get ready."]);
  speaker.say(line("next"));
  late.finish();
  expect(voice.said.at(-1)).toBe("next");
});

it("is silent while muted", () => {
  speaker.mute(true);
  speaker.say(line("one"));
  speaker.mute(false);
  speaker.say(line("two"));
  expect(voice.said).toEqual(["(stop)", "two"]);
});

it("says the most urgent of what waits first", () => {
  speaker.say(line("instructions"));
  speaker.say(line("well done", "praise"));
  speaker.say(line("halfway"));
  speaker.say(line("chest up", "cue"));
  speaker.say(line("3", "count"));
  for (let lines = 0; lines < 4; lines += 1) voice.finish();
  expect(voice.said).toEqual(["instructions", "3", "chest up", "halfway", "well done"]);
});

it("lets safety break off everything, and a count only praise", () => {
  speaker.say(line("well done", "praise"));
  speaker.say(line("3", "count"));
  speaker.say(line("chest up", "cue"));
  speaker.say(line("we stop", "safety"));
  expect(voice.said).toEqual(["well done", "(stop)", "3", "(stop)", "we stop"]);
  voice.finish();
  expect(voice.said.at(-1)).toBe("we stop");
});

it("drops cues of the part that is over, and still says its last count", () => {
  speaker.say(line("slower", "cue"));
  speaker.say(line("chest up", "cue"));
  speaker.say(line("8", "count"));
  speaker.say({ ...line("rest"), isTurn: true });
  for (let lines = 0; lines < 3; lines += 1) voice.finish();
  expect(voice.said).toEqual(["slower", "8", "rest"]);
});

it("tells how long after the event a line is spoken", () => {
  const told: [string, number | null][] = [];
  speaker = new Speaker(voice, () => now_ms, false, ({ text }, latency_ms) => told.push([text, latency_ms]));
  now_ms = 1_000;
  speaker.say(line("1", "count"), 760);
  speaker.say(line("2", "count"), 900);
  now_ms = 1_300;
  voice.finish();
  voice.finish();
  speaker.say(line("rest"));
  expect(told).toEqual([["1", 240], ["2", 400], ["rest", null]]);
});

/** A synthesizer that never reports an end, as some do not. */
function silentSynthesis() {
  const calls: string[] = [];
  vi.useFakeTimers();
  vi.stubGlobal("SpeechSynthesisUtterance", class {
    constructor(readonly text: string) {}
  });
  vi.stubGlobal("speechSynthesis", { speak: ({ text }: { text: string }) => calls.push(text), cancel: () => calls.push("(cancel)") });
  return calls;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("goes on when the browser never reports the end of a line", () => {
  const calls = silentSynthesis();
  const said = new Speaker(browserVoice("en"), () => now_ms);
  said.say(line("one"));
  said.say(line("two"));
  vi.advanceTimersByTime(2_359);
  expect(calls).toEqual(["one"]);
  vi.advanceTimersByTime(1);
  expect(calls).toEqual(["one", "(cancel)", "two"]);
});

it("does not cut a line short for one that was broken off before", () => {
  const calls = silentSynthesis();
  const said = new Speaker(browserVoice("en"), () => now_ms);
  said.say(line("long instructions"));
  vi.advanceTimersByTime(3_000);
  said.say({ ...line("Begin when you are ready."), isBreak: true });
  vi.advanceTimersByTime(4_000);
  expect(calls).toEqual(["long instructions", "(cancel)", "Begin when you are ready."]);
});
