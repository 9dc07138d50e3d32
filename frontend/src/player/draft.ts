/** Keeps the session on the device while it is under way, and hands the finished result to the outbox. */

import type { SessionData } from "../contract/session";
import type { OutboxEntry } from "../outbox/entry";
import { entriesOf, put } from "../outbox/store";
import type { Movement } from "./movement";
import { abandoned } from "./reduce";
import { hasSomethingDone, resultOf } from "./result";
import type { SessionState } from "./state";

export class Draft {
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly session: SessionData,
    readonly key: string,
  ) {}

  /** The session as far as it has come. */
  save(state: SessionState, now: string): void {
    const ended = abandoned(state, this.session, now);
    if (!hasSomethingDone(ended)) return;
    this.#write({ ...this.#entry(ended, now), isFinal: false, state });
  }

  /** The finished result, with the movement that is shared; resolves when it is on disk. */
  async finish(state: SessionState, now: string, movement: Movement): Promise<void> {
    const result = resultOf(state, this.session, now, movement);
    this.#write({ ...this.#entry(state, now), result, isFinal: true, state });
    await this.#last;
  }

  #entry(state: SessionState, now: string): Omit<OutboxEntry, "isFinal" | "state"> {
    const { account, exercise_session: exerciseSession, result_url: url } = this.session;
    return { key: this.key, account, exerciseSession, url, result: resultOf(state, this.session, now), savedAt: now };
  }

  /** One write after the other, so that an older state never overwrites a newer one. */
  #write(entry: OutboxEntry): void {
    this.#last = this.#last.then(() => put(entry));
    this.#last = this.#last.catch(() => undefined);
  }
}

/** Longer ago than this, a session is over: it is sent as it was left. */
const TAKE_UP_AGAIN_MS = 4 * 3_600_000;

/** What an earlier visit to this session's page left behind. */
export async function leftBehind(session: SessionData, now: string): Promise<OutboxEntry | null> {
  const entries = await entriesOf(session.account).catch(() => []);
  const left = entries.find((entry) => entry.exerciseSession === session.exercise_session);
  if (!left) return null;
  if (left.isFinal || Date.parse(now) - Date.parse(left.savedAt) < TAKE_UP_AGAIN_MS) return left;
  const ended: OutboxEntry = { ...left, isFinal: true };
  await put(ended);
  return ended;
}

/** A step a person would be sorry to lose: a count, a set, an answer. */
export function isWorthKeeping(before: SessionState, after: SessionState): boolean {
  return (
    before.phase !== after.phase ||
    before.progress !== after.progress ||
    before.live.taps !== after.live.taps ||
    before.live.repetitions !== after.live.repetitions ||
    before.live.holdsDone !== after.live.holdsDone ||
    before.painAfter !== after.painAfter ||
    before.painDuring !== after.painDuring ||
    before.effort !== after.effort ||
    before.comment !== after.comment
  );
}
