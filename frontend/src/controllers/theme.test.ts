// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { theme } from "./theme.ts";

let form: HTMLFormElement;

beforeEach(() => {
  document.body.innerHTML = `<form>
    <button name="theme" value="light" aria-pressed="true">Light</button>
    <button name="theme" value="dark" aria-pressed="false">Dark</button></form>`;
  form = document.querySelector("form") as HTMLFormElement;
  theme(form);
});

test("choosing a theme applies it at once, remembers it and sends nothing", () => {
  const dark = form.querySelector<HTMLButtonElement>('[value="dark"]') as HTMLButtonElement;
  const event = new SubmitEvent("submit", { submitter: dark, cancelable: true, bubbles: true });
  form.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(document.cookie).toContain("theme=dark");
  expect([...form.querySelectorAll("button")].map((button) => button.getAttribute("aria-pressed"))).toEqual([
    "false",
    "true",
  ]);
});
