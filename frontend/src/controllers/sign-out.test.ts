// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { OutboxEntry } from "../outbox/entry.ts";
import { put, remove } from "../outbox/store.ts";
import { signOut } from "./sign-out.ts";

let form: HTMLFormElement;
let submitted = 0;

function waits(key: string, account: string): Promise<unknown> {
  const entry = { key, account, exerciseSession: "s", url: "/result", isFinal: true, state: null, savedAt: new Date().toISOString() };
  return put(entry as unknown as OutboxEntry);
}

function press(): boolean {
  return form.dispatchEvent(new Event("submit", { cancelable: true }));
}

const settled = (): Promise<void> => vi.waitFor(() => expect(submitted + form.querySelectorAll("[role=alert]").length).toBeGreaterThan(0));

beforeEach(() => {
  document.head.innerHTML = '<meta name="account" content="me">';
  form = document.createElement("form");
  submitted = 0;
  form.submit = () => void (submitted += 1);
  document.body.replaceChildren(form);
  signOut(form);
});

afterEach(async () => {
  for (const key of ["k1", "k2"]) await remove(key);
});

test("with nothing waiting the sign-out goes through", async () => {
  press();
  await settled();
  expect(submitted).toBe(1);
});

test("a session that waits is told before, and a second press signs out", async () => {
  await waits("k1", "me");
  expect(press()).toBe(false);
  await settled();
  expect(submitted).toBe(0);
  expect(form.textContent).toContain("still waiting on this device");
  expect(press()).toBe(true);
});

test("what waits for somebody else is not told", async () => {
  await waits("k2", "you");
  press();
  await settled();
  expect(submitted).toBe(1);
});

test("who is not a member signs out without being asked", () => {
  document.head.innerHTML = "";
  expect(press()).toBe(true);
});
