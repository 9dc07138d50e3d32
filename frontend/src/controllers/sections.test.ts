// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { inSight, sections } from "./sections.ts";

describe("the section in sight", () => {
  it("is the one that reaches over the line, and none above the first", () => {
    const boxes = [
      { top: 100, bottom: 300 },
      { top: 340, bottom: 900 },
    ];
    expect([50, 100, 299, 320, 340, 900].map((line) => inSight(boxes, line))).toEqual([-1, 0, 0, -1, 1, -1]);
  });
});

describe("the links", () => {
  it("are moved between by the arrow keys, round and round", () => {
    document.body.innerHTML = '<nav><a href="#a">A</a><a href="#b">B</a><a href="#c">C</a></nav>';
    const nav = document.querySelector("nav") as HTMLElement;
    const links = [...nav.querySelectorAll("a")];
    for (const link of links) link.getClientRects = () => [{}] as unknown as DOMRectList;
    sections(nav);
    const press = (key: string): string | null => {
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      return document.activeElement?.textContent ?? null;
    };
    links[0]?.focus();
    expect([press("ArrowRight"), press("End"), press("ArrowRight"), press("ArrowLeft"), press("Home"), press("x")]).toEqual(["B", "C", "A", "C", "A", "A"]);
  });
});
