// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tailor } from "./tailor.ts";

interface Shown {
  readonly tip?: string;
  readonly reason?: string;
  readonly order?: readonly string[];
}

function state({ tip = "", reason = "Suggested.", order = ["a", "b"] }: Shown = {}): string {
  const rows = order.map((id) => `<li data-tailor-row data-exercise="${id}"><input type="hidden" name="order" value="${id}">
    <div data-tailor-handle></div><input id="sets-${id}" name="sets.${id}" value="3"></li>`);
  return `<div data-tailor-state><p class="tailor__minutes">12 minutes</p><ol>${rows.join("")}</ol>
    <input id="cue" name="cue.a" value="${tip}"><textarea id="tailor-reason" name="reason">${reason}</textarea>
    <button data-without-script>Preview</button></div>`;
}

describe("the editor of a plan", () => {
  let form: HTMLFormElement;
  let answers: ((html: string) => void)[];
  const find = <T extends Element>(selector: string): T => form.querySelector<T>(selector) as T;
  const type = (selector: string, value: string): void => {
    const field = find<HTMLInputElement>(selector);
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const settle = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(1000));

  beforeEach(() => {
    vi.useFakeTimers();
    answers = [];
    vi.stubGlobal(
      "fetch",
      vi.fn(() => new Promise((resolve, reject) => answers.push((html) => (html ? resolve({ text: () => Promise.resolve(html) }) : reject(new Error("no network")))))),
    );
    document.body.innerHTML = `<form action="/tailor/">${state()}<p class="visually-hidden" role="status" data-tailor-status></p></form>`;
    form = document.querySelector("form") as HTMLFormElement;
    tailor(form);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("asks once somebody stops typing, and shows the answer in place", async () => {
    type("#cue", "Slow");
    type("#cue", "Slowly");
    await settle();
    expect(answers).toHaveLength(1);
    answers[0]?.(state({ tip: "Slowly", reason: "You can do it." }));
    await settle();
    expect(find<HTMLInputElement>("#cue").value).toBe("Slowly");
    expect(find<HTMLTextAreaElement>("#tailor-reason").value).toBe("You can do it.");
    expect(find<HTMLElement>("[data-without-script]").hidden).toBe(true);
  });

  it("keeps what was typed while the answer was on its way, in every field, and where one is", async () => {
    type("#cue", "Slowly");
    await settle();
    const reason = find<HTMLTextAreaElement>("#tailor-reason");
    reason.focus();
    reason.value = "My own words.";
    find<HTMLInputElement>("#sets-b").value = "2";
    answers[0]?.(state({ tip: "Slowly" }));
    await settle();
    expect(find<HTMLTextAreaElement>("#tailor-reason").value).toBe("My own words.");
    expect(find<HTMLInputElement>("#sets-b").value).toBe("2");
    expect(document.activeElement?.id).toBe("tailor-reason");
  });

  it("asks nothing while the reason is written", async () => {
    type("#tailor-reason", "Because");
    await settle();
    expect(answers).toHaveLength(0);
  });

  it("says for everybody to see that no answer came, and loses nothing", async () => {
    type("#cue", "Slowly");
    await settle();
    answers[0]?.("");
    await settle();
    const status = find<HTMLElement>("[data-tailor-status]");
    expect(status.textContent).toContain("does not answer");
    expect(status.classList.contains("visually-hidden")).toBe(false);
    expect(find<HTMLInputElement>("#cue").value).toBe("Slowly");
    type("#cue", "Slower");
    await settle();
    answers[1]?.(state({ tip: "Slower" }));
    await settle();
    expect([status.textContent, status.classList.contains("visually-hidden")]).toEqual(["12 minutes", true]);
  });

  it("lets a row be taken by its picture only, and asks for the order it ends in", async () => {
    expect(find<HTMLElement>("[data-tailor-row]").draggable).toBeFalsy();
    const handle = find<HTMLElement>("[data-tailor-handle]");
    expect(handle.draggable).toBe(true);
    handle.dispatchEvent(new Event("dragstart", { bubbles: true }));
    find("ol").append(find("[data-tailor-row]"));
    handle.dispatchEvent(new Event("dragend", { bubbles: true }));
    await settle();
    const body = vi.mocked(fetch).mock.calls[0]?.[1]?.body as FormData;
    expect([body.get("act"), body.getAll("order")]).toEqual(["preview", ["b", "a"]]);
  });
});
