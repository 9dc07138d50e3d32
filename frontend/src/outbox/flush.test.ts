import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { SessionResult } from "../contract/result";
import type { OutboxEntry } from "./entry";
import { flushOutbox, lockName, OUTBOX_EVENT, type OutboxReport } from "./flush";
import { csrfToken } from "./send";
import { entriesOf, put, remove } from "./store";

let held: string[] = [];
let reports: OutboxReport[] = [];
const sent: { url: string; init: RequestInit }[] = [];

function entry(more: Partial<OutboxEntry> = {}): OutboxEntry {
  const result = { comment: "" } as unknown as SessionResult;
  return { key: "k1", account: "me", exerciseSession: "s1", url: "/result", result, isFinal: true, state: null, savedAt: new Date().toISOString(), ...more };
}

function server(...answers: (Response | Error)[]): void {
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    sent.push({ url, init });
    const answer = answers.shift() ?? new Error("offline");
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
}

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

beforeEach(() => {
  held = [];
  reports = [];
  sent.length = 0;
  const page = new EventTarget();
  page.addEventListener(OUTBOX_EVENT, (event) => reports.push((event as CustomEvent<OutboxReport>).detail));
  vi.stubGlobal("document", Object.assign(page, { cookie: "a=b; csrftoken=secret", querySelector: () => null }));
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("navigator", {
    locks: {
      request: (_name: string, work: () => Promise<unknown>) => work(),
      query: () => Promise.resolve({ held: held.map((name) => ({ name })) }),
    },
  });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(async () => {
  vi.useRealTimers();
  for (const account of ["me", "you"]) for (const { key } of await entriesOf(account)) await remove(key);
  vi.unstubAllGlobals();
});

it("sends a result with its key and the cross-site token, then forgets it", async () => {
  await put(entry());
  server(json(201, { status: "stored", after_url: "/after" }));
  await flushOutbox("me");
  expect(sent[0]?.init.headers).toMatchObject({ "Idempotency-Key": "k1", "X-CSRFToken": "secret" });
  expect(await entriesOf("me")).toEqual([]);
  expect(reports[0]?.sent).toEqual({ outcome: "stored", afterUrl: "/after" });
});

it.each([
  ["no network", new Error("offline"), "offline"],
  ["a broken server", json(503, {}), "server"],
  ["too many requests", json(429, {}), "server"],
  ["signed out", json(401, {}), "signed_out"],
  ["a wrong token", json(403, {}), "signed_out"],
  ["a new wording to agree to", json(409, {}), "consent"],
])("keeps a result on %s", async (_name, answer, because) => {
  await put(entry());
  server(answer);
  await flushOutbox("me");
  expect(await entriesOf("me")).toHaveLength(1);
  expect(reports[0]?.sent).toEqual({ outcome: "waiting", because });
});

it("takes the sign-in page for what it is", async () => {
  await put(entry());
  server(Object.assign(json(200, {}), {}) && Object.defineProperties(new Response(null), { type: { value: "opaqueredirect" }, ok: { value: false }, status: { value: 0 } }));
  await flushOutbox("me");
  expect(reports[0]?.sent).toEqual({ outcome: "waiting", because: "signed_out" });
});

it("drops what the server refuses and says why", async () => {
  await put(entry());
  server(json(400, { problems: [{ message: "The clock is ahead." }, "Too long."] }));
  await flushOutbox("me");
  expect(await entriesOf("me")).toEqual([]);
  expect(reports[0]?.sent).toEqual({ outcome: "refused", problems: ["The clock is ahead.", "Too long."] });
});

it("tries again by itself", async () => {
  await put(entry());
  server(new Error("offline"), json(200, { status: "already_stored" }));
  await flushOutbox("me");
  expect(sent).toHaveLength(1);
  vi.runOnlyPendingTimers();
  await vi.waitFor(async () => expect(await entriesOf("me")).toEqual([]));
  expect(sent).toHaveLength(2);
});

it("never sends another account's result, nor any without an account", async () => {
  await put(entry({ account: "you" }));
  server(json(201, {}));
  await flushOutbox("me");
  await flushOutbox(null);
  expect(sent).toEqual([]);
  expect(await entriesOf("you")).toHaveLength(1);
});

const days = (count: number): string => new Date(Date.now() - count * 86_400_000).toISOString();

it("drops what nobody could send for 30 days and says so", async () => {
  await put(entry({ key: "old", savedAt: days(31) }));
  await put(entry({ key: "unfinished", savedAt: days(40), isFinal: false }));
  server();
  await flushOutbox("me");
  expect(sent).toEqual([]);
  expect(await entriesOf("me")).toEqual([]);
  expect(reports.map(({ sent }) => sent.outcome)).toEqual(["expired", "expired"]);
});

it("keeps trying what is younger", async () => {
  await put(entry({ savedAt: days(29) }));
  server(new Error("offline"));
  await flushOutbox("me");
  expect(await entriesOf("me")).toHaveLength(1);
});

it("drops the old of every account, signed in or not, and tells nobody about another's", async () => {
  await put(entry({ key: "theirs", account: "you", savedAt: days(31) }));
  await flushOutbox("me");
  expect(await entriesOf("you")).toEqual([]);
  await put(entry({ key: "theirs", account: "you", savedAt: days(31) }));
  await flushOutbox(null);
  expect(await entriesOf("you")).toEqual([]);
  expect(reports).toEqual([]);
});

it("leaves a session alone that is under way in some tab, and sends one whose tab is gone", async () => {
  await put(entry({ key: "live", isFinal: false }));
  await put(entry({ key: "gone", isFinal: false }));
  held = [lockName("live")];
  server(json(201, {}), json(201, {}));
  await flushOutbox("me");
  expect(sent.map(({ init }) => (init.headers as Record<string, string>)["Idempotency-Key"])).toEqual(["gone"]);
});

it("leaves the session this page may take up again", async () => {
  await put(entry({ isFinal: false }));
  server(json(201, {}));
  await flushOutbox("me", "k1");
  expect(sent).toEqual([]);
});

it("finds the token among the cookies", () => {
  expect(csrfToken("x=1; csrftoken=a%3Db; y=2")).toBe("a=b");
  expect(csrfToken("")).toBe("");
});
