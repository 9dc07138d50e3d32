// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { OUTBOX_EVENT } from "../outbox/flush.ts";
import { outboxNotice } from "./outbox-notice.ts";

const main = document.createElement("main");
outboxNotice(main);

const report = (sent: unknown): void => {
  document.dispatchEvent(new CustomEvent(OUTBOX_EVENT, { detail: { entry: {}, sent } }));
};

beforeEach(() => main.replaceChildren());

test("a session that arrived is announced with a link to it", () => {
  report({ outcome: "stored", afterUrl: "/today/after/1/" });
  expect(main.querySelector('[role="status"]')?.textContent).toContain("now saved");
  expect(main.querySelector("a")?.getAttribute("href")).toBe("/today/after/1/");
});

test("a session that was refused is not passed over in silence", () => {
  report({ outcome: "refused", problems: [] });
  expect(main.querySelector(".banner--warn")?.textContent).toContain("could not be saved");
});

test("a session that was given up after 30 days is not passed over in silence", () => {
  report({ outcome: "expired" });
  expect(main.querySelector(".banner--warn")?.textContent).toContain("30 days");
});

test("one that still waits says nothing", () => {
  report({ outcome: "waiting", because: "offline" });
  expect(main.childElementCount).toBe(0);
});
