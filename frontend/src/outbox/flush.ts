/**
 * Sends what waits in the outbox: on load, when the network or the page comes back, and again after a while.
 * A session still under way in some tab is left alone: its player holds a lock named after its key.
 * What could not be sent for 30 days is health data lying on a device for nobody: it is dropped, and its owner is told.
 */

import type { OutboxEntry } from "./entry";
import { csrfToken, send, type Sent } from "./send";
import { allEntries, entriesOf, remove } from "./store";

const FIRST_RETRY_MS = 4_000;
const LONGEST_RETRY_MS = 60_000;
const FLUSH_LOCK = "sinew-outbox";
const KEPT_DAYS = 30;

export interface OutboxReport {
  readonly entry: OutboxEntry;
  readonly sent: Sent;
}

/** Told on `document` as the event `sinew:outbox` after every attempt, so that a page can show it. */
export const OUTBOX_EVENT = "sinew:outbox";

export const lockName = (key: string): string => `sinew-session-${key}`;

/** Holds the lock of a session under way until the page goes away. */
export function holdSession(key: string): void {
  void navigator.locks?.request(lockName(key), () => new Promise<never>(() => undefined));
}

let watched: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let retry_ms = FIRST_RETRY_MS;

/**
 * Sends everything of the signed-in account and keeps trying while the page lives.
 *
 * @param account opaque account id; by default what the page says in `<meta name="account">`. Without one, nothing is sent.
 * @param keep key of the session this page may take up again: it is not sent as long as it is unfinished.
 */
export async function flushOutbox(account: string | null = accountOfPage(), keep: string | null = null): Promise<void> {
  if (!("indexedDB" in globalThis)) return;
  await onlyHere(() => dropExpired(account));
  if (!account) return;
  watch(account, keep);
  const waiting = await onlyHere(() => sendAll(account, keep));
  clearTimeout(timer);
  if (!waiting) {
    retry_ms = FIRST_RETRY_MS;
    return;
  }
  timer = setTimeout(() => void flushOutbox(account, keep), retry_ms);
  retry_ms = Math.min(LONGEST_RETRY_MS, retry_ms * 2);
}

/** Opaque id of the signed-in member, as the page says it. */
export function accountOfPage(): string | null {
  return document.querySelector<HTMLMetaElement>('meta[name="account"]')?.content || null;
}

function watch(account: string, keep: string | null): void {
  if (watched === account) return;
  watched = account;
  const again = (): void => {
    retry_ms = FIRST_RETRY_MS;
    void flushOutbox(account, keep);
  };
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") again();
  });
}

/** Two tabs that wake up together take turns; without Web Locks the idempotency key is guard enough. */
async function onlyHere<T>(work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  return navigator.locks.request(FLUSH_LOCK, work);
}

/** Whether something still waits. */
async function sendAll(account: string, keep: string | null): Promise<boolean> {
  const underWay = await sessionsUnderWay();
  const isReady = (entry: OutboxEntry): boolean => entry.isFinal || (entry.key !== keep && !underWay.has(lockName(entry.key)));
  const entries = (await entriesOf(account)).filter(isReady);
  let isWaiting = false;
  for (const entry of entries) {
    const sent = await send(entry, csrfToken(document.cookie));
    if (sent.outcome === "waiting") isWaiting = true;
    else await remove(entry.key);
    report({ entry, sent });
  }
  return isWaiting;
}

/** Drops what is too old, of every account; only the one that is signed in learns of its own. */
async function dropExpired(account: string | null): Promise<void> {
  const oldest_ms = Date.now() - KEPT_DAYS * 86_400_000;
  const expired = (await allEntries()).filter(({ savedAt }) => !(Date.parse(savedAt) >= oldest_ms));
  for (const entry of expired) {
    await remove(entry.key);
    if (entry.account === account) report({ entry, sent: { outcome: "expired" } });
  }
}

function report(detail: OutboxReport): void {
  document.dispatchEvent(new CustomEvent<OutboxReport>(OUTBOX_EVENT, { detail }));
}

async function sessionsUnderWay(): Promise<ReadonlySet<string>> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.map((lock) => lock.name ?? ""));
}
