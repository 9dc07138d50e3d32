/** Sends what waits, one after the other, so that messages arrive in the order they were written. */

import { csrfToken } from "../outbox/send.ts";
import { forget, type PendingMessage, pendingOf } from "./pending.ts";

const PATIENCE_MS = 30_000;
const LOCK = "sinew-messages";

/** What became of an attempt: `waiting` is tried again, `refused` never, and its text goes back to its writer. */
export type Delivered =
  | { readonly outcome: "stored" }
  | { readonly outcome: "waiting"; readonly because: "offline" | "signed_out" | "server" | "consent" }
  | { readonly outcome: "refused"; readonly problem: string };

export interface Report {
  readonly message: PendingMessage;
  readonly delivered: Delivered;
}

/** Sends everything of this account; stops at the first that has to wait. Says whether nothing waits any more. */
export async function deliverAll(account: string, told: (report: Report) => void): Promise<boolean> {
  return onlyHere(async () => {
    for (const message of await pendingOf(account)) {
      const delivered = await deliver(message);
      if (delivered.outcome !== "waiting") await forget(message.key);
      told({ message, delivered });
      if (delivered.outcome === "waiting") return false;
    }
    return true;
  });
}

/** The same from a page without the thread: what is refused is kept, so that its page can give the words back. */
export async function deliverQuietly(account: string): Promise<void> {
  if (!("indexedDB" in globalThis)) return;
  await onlyHere(async () => {
    for (const message of await pendingOf(account)) {
      const { outcome } = await deliver(message);
      if (outcome !== "stored") return;
      await forget(message.key);
    }
  });
}

/** Two tabs take turns; without Web Locks the idempotency key is guard enough. */
function onlyHere<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

export async function deliver(message: PendingMessage): Promise<Delivered> {
  const form = new FormData();
  form.set("key", message.key);
  form.set("body", message.body);
  for (const file of message.files) form.append("files", file, file.name);
  try {
    const response = await fetch(message.url, {
      method: "POST",
      credentials: "same-origin",
      // A redirect is the sign-in page: following it would read as success.
      redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken(document.cookie) },
      body: form,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return await outcomeOf(response);
  } catch {
    return { outcome: "waiting", because: "offline" };
  }
}

async function outcomeOf(response: Response): Promise<Delivered> {
  const { status, type } = response;
  if (response.ok) return { outcome: "stored" };
  if (type === "opaqueredirect" || status === 401 || status === 403) return { outcome: "waiting", because: "signed_out" };
  if (status === 409) return { outcome: "waiting", because: "consent" };
  if (status >= 500 || status === 408 || status === 429) return { outcome: "waiting", because: "server" };
  return { outcome: "refused", problem: await problemIn(response) };
}

async function problemIn(response: Response): Promise<string> {
  if (response.status === 413) return "These files are too large.";
  try {
    const body = (await response.json()) as { problems?: unknown };
    const first: unknown = Array.isArray(body.problems) ? body.problems[0] : undefined;
    if (typeof first === "string") return first;
  } catch {
    // An answer without words: the sentence below has to do.
  }
  return "This message could not be sent. Change it, then send it again.";
}
