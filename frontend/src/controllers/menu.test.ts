// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { menu } from "./menu.ts";

let element: HTMLElement;

beforeEach(() => {
  document.body.innerHTML = '<details open><summary>You</summary><a href="#">Settings</a></details><p>Elsewhere</p>';
  element = document.querySelector("details") as HTMLElement;
  menu(element);
});

test("a click elsewhere closes the menu, a click inside does not", () => {
  element.querySelector("a")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  expect(element.hasAttribute("open")).toBe(true);
  document.querySelector("p")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  expect(element.hasAttribute("open")).toBe(false);
});

test("Escape closes the menu and gives the focus back to its button", () => {
  element.querySelector("a")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  expect(element.hasAttribute("open")).toBe(false);
  expect(document.activeElement).toBe(element.querySelector("summary"));
});
