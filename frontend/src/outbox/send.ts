import type { OutboxEntry } from "./entry";

/** Why a result still waits; `consent`: a new wording has to be agreed to first. */
export type Because = "offline" | "signed_out" | "server" | "consent";

/** What became of one attempt: `waiting` may be tried again, `refused` never, `expired` was too old to be tried. */
export type Sent =
  | { readonly outcome: "stored"; readonly afterUrl: string | null }
  | { readonly outcome: "waiting"; readonly because: Because }
  | { readonly outcome: "refused"; readonly problems: readonly string[] }
  | { readonly outcome: "expired" };

const PATIENCE_MS = 20_000;

export async function send(entry: OutboxEntry, csrfToken: string): Promise<Sent> {
  try {
    const response = await fetch(entry.url, {
      method: "POST",
      credentials: "same-origin",
      // A redirect is the sign-in page: following it would read as success.
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken, "Idempotency-Key": entry.key },
      body: JSON.stringify(entry.result),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return await outcomeOf(response);
  } catch {
    return { outcome: "waiting", because: "offline" };
  }
}

async function outcomeOf(response: Response): Promise<Sent> {
  const { status, type } = response;
  if (response.ok) return { outcome: "stored", afterUrl: textField(await bodyOf(response), "after_url") };
  if (type === "opaqueredirect" || status === 401 || status === 403) return { outcome: "waiting", because: "signed_out" };
  if (status === 409) return { outcome: "waiting", because: "consent" };
  if (status >= 500 || status === 408 || status === 429) return { outcome: "waiting", because: "server" };
  return { outcome: "refused", problems: problemsIn(await bodyOf(response)) };
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function field(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

function textField(body: unknown, name: string): string | null {
  const value = field(body, name);
  return typeof value === "string" ? value : null;
}

/** The server's problems as sentences; each is a sentence or has a `message`. */
function problemsIn(body: unknown): readonly string[] {
  const problems = field(body, "problems");
  if (!Array.isArray(problems)) return [];
  return problems.map((problem) => (typeof problem === "string" ? problem : textField(problem, "message") ?? "")).filter(Boolean);
}

export function csrfToken(cookies: string): string {
  const found = cookies.split("; ").find((cookie) => cookie.startsWith("csrftoken="));
  return found ? decodeURIComponent(found.slice("csrftoken=".length)) : "";
}
