import { expect, test, vi } from "vitest";
import { listen, ownAddress, readPush, type PushScope } from "./handlers.ts";

const ORIGIN = "https://clinic.example";

/** A service worker's scope by hand: what it was asked to show and to open. */
function scopeWith(open: readonly string[] = []) {
  const handlers = new Map<string, (event: never) => void>();
  const shown: { title: string; options: Record<string, unknown> }[] = [];
  const opened: string[] = [];
  const focused: string[] = [];
  const scope = {
    location: { origin: ORIGIN },
    registration: {
      showNotification: async (title: string, options: object) => {
        shown.push({ title, options: options as Record<string, unknown> });
      },
    },
    clients: {
      matchAll: async () => open.map((url) => ({ url, focus: async () => focused.push(url) })),
      openWindow: async (address: string) => opened.push(address),
    },
    skipWaiting: async () => undefined,
    addEventListener: (name: string, handle: (event: never) => void) => handlers.set(name, handle),
  };
  listen(scope as unknown as PushScope);
  const happen = async (name: string, event: object): Promise<void> => {
    let done: Promise<unknown> = Promise.resolve();
    handlers.get(name)?.({ ...event, waitUntil: (work: Promise<unknown>) => (done = work) } as never);
    await done;
  };
  return { shown, opened, focused, happen };
}

const pushed = (text: string) => ({ data: { text: () => text } });
const clicked = (data: unknown) => ({ notification: { data, close: vi.fn() } });

test("a push shows what it says and remembers where it leads", async () => {
  const { shown, happen } = scopeWith();
  await happen("push", pushed('{"title":"Sinew","body":"A visit is soon.","path":"/visits/1/","tag":"visit-reminder"}'));
  expect(shown[0]?.title).toBe("Sinew");
  expect(shown[0]?.options).toMatchObject({ body: "A visit is soon.", tag: "visit-reminder", renotify: true, data: { path: "/visits/1/" } });
});

test.each(["", "not json", "null", "[]", '{"title":1}'])("a push that cannot be read (%s) still shows a sentence", async (text) => {
  const { shown, happen } = scopeWith();
  await happen("push", pushed(text));
  expect(shown[0]?.options["body"]).toBe("Something new from Sinew.");
});

test("a push without data still shows a sentence", async () => {
  const { shown, happen } = scopeWith();
  await happen("push", { data: null });
  expect(shown).toHaveLength(1);
});

test("a click opens the page, and closes what was shown", async () => {
  const { opened, happen } = scopeWith([`${ORIGIN}/today/`]);
  const event = clicked({ path: "/care-team/messages/" });
  await happen("notificationclick", event);
  expect(opened).toEqual([`${ORIGIN}/care-team/messages/`]);
  expect(event.notification.close).toHaveBeenCalledOnce();
});

test("a click shows the tab where the page is open already", async () => {
  const { opened, focused, happen } = scopeWith([`${ORIGIN}/session/1/`, `${ORIGIN}/today/`]);
  await happen("notificationclick", clicked({ path: "/today/" }));
  expect([opened, focused]).toEqual([[], [`${ORIGIN}/today/`]]);
});

test.each([
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "javascript:alert(1)",
  "data:text/html,x",
  "",
  undefined,
  7,
  "http://[",
])("a click never leaves our own origin (%s)", async (path) => {
  expect(ownAddress(path, ORIGIN)).toBe(`${ORIGIN}/`);
  const { opened, happen } = scopeWith();
  await happen("notificationclick", clicked(path === undefined ? null : { path }));
  expect(opened).toEqual([`${ORIGIN}/`]);
});

test("more than was asked for is left out", () => {
  expect(readPush('{"title":"a","body":"b","path":"/","tag":"t","actions":[1]}')).toEqual({ title: "a", body: "b", path: "/", tag: "t" });
});
