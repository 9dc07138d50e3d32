// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { attachControllers } from "./attach.ts";

const element = <Found extends HTMLElement>(selector: string): Found => document.querySelector(selector) as Found;
const answers = (status: number, body: unknown): unknown => ({ status, json: async () => body });
let send: ReturnType<typeof vi.fn>;

async function type(text: string): Promise<void> {
  element<HTMLTextAreaElement>("textarea").value = text;
  element("textarea").dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(1500);
}

beforeEach(() => {
  vi.useFakeTimers();
  send = vi.fn();
  vi.stubGlobal("fetch", send);
  document.body.innerHTML = `<form data-controller="note-draft" action="/practice/notes/1/save/">
    <input type="hidden" name="version" value="1"><textarea name="plan"></textarea>
    <p data-saved>Saved before.</p><p data-not-saved hidden><span></span></p><button type="submit">Save</button></form>`;
  attachControllers(document);
});

afterEach(() => {
  vi.useRealTimers();
});

test("typing saves once after a pause, with the version the page has, and takes the new one", async () => {
  send.mockResolvedValue(answers(200, { version: 2 }));
  element("textarea").dispatchEvent(new Event("input", { bubbles: true }));
  await type("Go on.");
  expect(send).toHaveBeenCalledTimes(1);
  const body = send.mock.calls[0]?.[1].body as FormData;
  expect([body.get("version"), body.get("plan")]).toEqual(["1", "Go on."]);
  expect(element<HTMLInputElement>("[name=version]").value).toBe("2");
  expect(element("[data-saved]").textContent).toMatch(/^Saved \d/);
});

test("a draft that was changed elsewhere is said to be, and nothing more is sent", async () => {
  send.mockResolvedValue(answers(409, { problem: "This draft was changed in another tab." }));
  await type("Go on.");
  expect(element("[data-not-saved]").hidden).toBe(false);
  expect(element("[data-not-saved]").textContent).toContain("changed in another tab. Press “Save the draft”");
  await type("Go on now.");
  expect(send).toHaveBeenCalledTimes(1);
  expect(element<HTMLInputElement>("[name=version]").value).toBe("1");
});

test("without a connection the text stays and is tried again", async () => {
  send.mockRejectedValueOnce(new TypeError("away"));
  await type("Go on.");
  expect(element("[data-not-saved]").textContent).toContain("still here");
  send.mockResolvedValue(answers(200, { version: 2 }));
  await type("Go on now.");
  expect(element("[data-not-saved]").hidden).toBe(true);
  expect(element<HTMLTextAreaElement>("textarea").value).toBe("Go on now.");
});

test("what is typed while saving is saved after it", async () => {
  let arrive: (answer: unknown) => void = () => undefined;
  send.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
  send.mockResolvedValue(answers(200, { version: 3 }));
  await type("Go on.");
  await type("Go on now.");
  expect(send).toHaveBeenCalledTimes(1);
  arrive(answers(200, { version: 2 }));
  await vi.advanceTimersByTimeAsync(1);
  expect(send).toHaveBeenCalledTimes(2);
  expect((send.mock.calls[1]?.[1].body as FormData).get("version")).toBe("2");
});

test("the button stops the clock, so that the page's own form is the last word", async () => {
  element("textarea").dispatchEvent(new Event("input", { bubbles: true }));
  element("form").dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.advanceTimersByTimeAsync(5000);
  expect(send).not.toHaveBeenCalled();
});

test("a button pressed while a save is under way waits for it, and comes with the new version", async () => {
  let arrive: (answer: unknown) => void = () => undefined;
  send.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
  await type("Go on.");
  const form = element<HTMLFormElement>("form");
  const submit = vi.spyOn(form, "requestSubmit").mockImplementation(() => undefined);
  const press = new SubmitEvent("submit", { cancelable: true, submitter: element("button") });
  form.dispatchEvent(press);
  expect(press.defaultPrevented).toBe(true);
  arrive(answers(200, { version: 2 }));
  await vi.advanceTimersByTimeAsync(1);
  expect(submit).toHaveBeenCalledWith(element("button"));
  expect(element<HTMLInputElement>("[name=version]").value).toBe("2");
});
