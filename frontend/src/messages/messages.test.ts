import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { deliver, deliverAll, deliverQuietly, type Report } from "./deliver.ts";
import { forget, keep, type PendingMessage, pendingOf } from "./pending.ts";

let reports: Report[] = [];
const sent: { url: string; init: RequestInit }[] = [];
const told = (report: Report): number => reports.push(report);

function message(more: Partial<PendingMessage> = {}): PendingMessage {
  return { key: "k1", account: "me", url: "/care-team/messages/", body: "Hello", files: [], writtenAt: new Date().toISOString(), ...more };
}

function server(...answers: (Response | Error)[]): void {
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    sent.push({ url, init });
    const answer = answers.shift() ?? new Error("offline");
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
}

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });
const field = (index: number, name: string): unknown => (sent[index]?.init.body as FormData).get(name);

beforeEach(() => {
  reports = [];
  sent.length = 0;
  vi.stubGlobal("document", { cookie: "csrftoken=secret" });
  vi.stubGlobal("navigator", {});
});

afterEach(async () => {
  for (const account of ["me", "you"]) for (const { key } of await pendingOf(account)) await forget(key);
  vi.unstubAllGlobals();
});

it("sends a message with its key and the cross-site token, then forgets it", async () => {
  await keep(message());
  server(json(201, { status: "stored" }));
  expect(await deliverAll("me", told)).toBe(true);
  expect(sent[0]?.init.headers).toMatchObject({ "X-CSRFToken": "secret", Accept: "application/json" });
  expect(field(0, "key")).toBe("k1");
  expect(await pendingOf("me")).toEqual([]);
  expect(reports.map(({ delivered }) => delivered.outcome)).toEqual(["stored"]);
});

it("sends its files by their names", async () => {
  server(json(201, { status: "stored" }));
  await deliver(message({ files: [new File(["x"], "leg.jpg", { type: "image/jpeg" })] }));
  expect((field(0, "files") as File).name).toBe("leg.jpg");
});

it("takes a message the server has already for stored", async () => {
  await keep(message());
  server(json(200, { status: "already_stored" }));
  expect(await deliverAll("me", told)).toBe(true);
  expect(await pendingOf("me")).toEqual([]);
});

it.each([
  ["no network", new Error("offline"), "offline"],
  ["a broken server", json(503, {}), "server"],
  ["too many messages", json(429, {}), "server"],
  ["signed out", json(403, {}), "signed_out"],
  ["no consent", json(409, {}), "consent"],
])("keeps a message on %s, and those behind it in their order", async (_name, answer, because) => {
  await keep(message({ key: "b", writtenAt: "2999-01-02T00:00:00Z" }));
  await keep(message({ key: "a", writtenAt: "2999-01-01T00:00:00Z" }));
  server(answer);
  expect(await deliverAll("me", told)).toBe(false);
  expect(sent.map((_one, index) => field(index, "key"))).toEqual(["a"]);
  expect((await pendingOf("me")).map(({ key }) => key)).toEqual(["a", "b"]);
  expect(reports[0]?.delivered).toEqual({ outcome: "waiting", because });
});

it("gives back what the server refuses, with its words", async () => {
  await keep(message());
  server(json(400, { problems: ["Only photos can be sent."] }));
  expect(await deliverAll("me", told)).toBe(true);
  expect(await pendingOf("me")).toEqual([]);
  expect(reports[0]?.delivered).toEqual({ outcome: "refused", problem: "Only photos can be sent." });
  expect(reports[0]?.message.body).toBe("Hello");
});

it("keeps what is refused on another page, for the page of the thread", async () => {
  await keep(message({ key: "a", writtenAt: "2999-01-01T00:00:00Z" }));
  await keep(message({ key: "b", writtenAt: "2999-01-02T00:00:00Z" }));
  server(json(201, {}), json(400, { problems: ["No."] }));
  await deliverQuietly("me");
  expect((await pendingOf("me")).map(({ key }) => key)).toEqual(["b"]);
});

it("never sends another account's message", async () => {
  await keep(message({ account: "you" }));
  server(json(201, {}));
  expect(await deliverAll("me", told)).toBe(true);
  expect(sent).toEqual([]);
  expect(await pendingOf("you")).toHaveLength(1);
});

it("drops what nobody could send for 30 days", async () => {
  await keep(message({ writtenAt: new Date(Date.now() - 31 * 86_400_000).toISOString() }));
  server();
  expect(await pendingOf("me")).toEqual([]);
});
