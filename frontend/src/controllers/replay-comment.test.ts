// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { replayComment } from "./replay-comment.ts";

function open(strokes: string): { at: HTMLInputElement; drawing: Element; go: (now_ms: number) => void; went: number[] } {
  document.body.innerHTML = `<section class="replay">
    <div class="replay__stage"><svg class="replay__body"><g data-drawing></g></svg></div>
    <script type="application/json" id="replay-data">{"stage": [750, 1000]}</script></section>
    <form><input name="at_s" value="2.0"><input name="strokes" value="${strokes}">
    <div data-tools hidden><button type="button" data-draw></button><button type="button" data-undo></button><p data-drawn></p></div></form>`;
  const section = document.querySelector(".replay") as HTMLElement;
  const went: number[] = [];
  section.addEventListener("replay:go", (event) => went.push((event as CustomEvent<number>).detail));
  replayComment(document.querySelector("form") as HTMLElement);
  const find = <T extends Element>(selector: string): T => document.querySelector<T>(selector) as T;
  return {
    at: find<HTMLInputElement>("[name=at_s]"),
    drawing: find("[data-drawing]"),
    go: (now_ms) => section.dispatchEvent(new CustomEvent("replay:at", { detail: now_ms })),
    went,
  };
}

describe("a comment at a moment", () => {
  it("is at the moment the replay is at, as long as nothing is drawn", () => {
    const { at, go } = open("");
    go(3140);
    expect(at.value).toBe("3.1");
  });

  it("stays at the moment its lines were drawn at, which are seen there only", () => {
    const { at, drawing, go, went } = open("[[0,0,0.5,1]]");
    expect(went).toEqual([2000]);
    go(2000);
    expect(drawing.children).toHaveLength(1);
    drawing.replaceChildren();
    go(5000);
    expect([at.value, drawing.children.length]).toEqual(["2.0", 0]);
  });

  it("goes with the replay again once its last line is undone", () => {
    const { at, go } = open("[[0,0,0.5,1]]");
    (document.querySelector("[data-undo]") as HTMLButtonElement).click();
    go(5000);
    expect(at.value).toBe("5.0");
  });
});
