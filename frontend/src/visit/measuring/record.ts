/** What goes into the record, and what the server says to it. */

import type { EntryTold, MeasuringSetup } from "../../contract/measuring";
import { csrfToken } from "../../outbox/send";

const PATIENCE_MS = 20_000;

/** Nothing was stored, or changed; the message says what to do. */
export class Refused extends Error {}

export async function loadSetup(visitId: string): Promise<MeasuringSetup> {
  return (await ask(`/visits/${visitId}/measuring/`, { method: "GET" })) as MeasuringSetup;
}

/** @param key made once for an entry: sent twice, it is one. */
export async function add(url: string, entry: Readonly<Record<string, unknown>>, key: string): Promise<EntryTold> {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return (await ask(url, { method: "POST", headers, body: JSON.stringify(entry) })) as EntryTold;
}

export async function change(url: string, fields: Readonly<Record<string, string>>): Promise<EntryTold> {
  return (await ask(url, { method: "POST", body: new URLSearchParams(fields) })) as EntryTold;
}

async function ask(url: string, { headers, ...request }: RequestInit): Promise<unknown> {
  const response = await fetch(url, {
    ...request,
    credentials: "same-origin",
    // A redirect is the sign-in page: following it would read as success.
    redirect: "manual",
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken(document.cookie), ...(headers as Record<string, string> | undefined) },
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => {
    throw new Refused("The service could not be reached. Try again.");
  });
  if (response.ok) return response.json();
  throw new Refused(await problemIn(response));
}

async function problemIn(response: Response): Promise<string> {
  if (response.type === "opaqueredirect" || response.status === 401) return "You were signed out. Sign in again in another tab, then try again.";
  try {
    const { problems } = (await response.json()) as { readonly problems?: readonly { readonly message?: string }[] };
    const [first] = problems ?? [];
    if (first?.message) return first.message;
  } catch {
    // An answer without words: the sentence below has to do.
  }
  return "That did not work. Try again.";
}
