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
    <input type="hidden" name="csrfmiddlewaretoken" value="old-one">
    <input type="hidden" name="version" value="1"><textarea name="plan"></textarea><input type="text" name="not_shared_note">
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

function press(selector = "button"): SubmitEvent {
  const event = new SubmitEvent("submit", { cancelable: true, submitter: element(selector) });
  element("form").dispatchEvent(event);
  return event;
}

const goesOn = (): ReturnType<typeof vi.spyOn> =>
  vi.spyOn(element<HTMLFormElement>("form"), "requestSubmit").mockImplementation(() => undefined);

test("a button saves what was typed last and goes on with the version that has", async () => {
  const submit = goesOn();
  send.mockResolvedValue(answers(200, { version: 2 }));
  element<HTMLTextAreaElement>("textarea").value = "Go on.";
  element("textarea").dispatchEvent(new Event("input", { bubbles: true }));
  expect(press().defaultPrevented).toBe(true);
  await vi.advanceTimersByTimeAsync(5000);
  expect(send).toHaveBeenCalledTimes(1);
  expect((send.mock.calls[0]?.[1].body as FormData).get("plan")).toBe("Go on.");
  expect(submit).toHaveBeenCalledWith(element("button"));
  expect(element<HTMLInputElement>("[name=version]").value).toBe("2");
  expect(press().defaultPrevented).toBe(false);
});

test("a button pressed while a save is under way waits for it, and comes with the new version", async () => {
  let arrive: (answer: unknown) => void = () => undefined;
  send.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
  await type("Go on.");
  const submit = goesOn();
  expect(press().defaultPrevented).toBe(true);
  arrive(answers(200, { version: 2 }));
  await vi.advanceTimersByTimeAsync(1);
  expect(submit).toHaveBeenCalledWith(element("button"));
  expect(element<HTMLInputElement>("[name=version]").value).toBe("2");
});

test("once another tab is known to have saved, the button goes to the page that shows both", async () => {
  send.mockResolvedValue(answers(409, { problem: "This draft was changed in another tab." }));
  await type("Go on.");
  expect(press().defaultPrevented).toBe(false);
});

test.each([
  ["signed out", { type: "opaqueredirect", status: 0 }, "you were signed out"],
  ["from a page that is too old", { status: 403 }, "you were signed out"],
  ["for a draft that was thrown away", { status: 404 }, "Copy your text"],
  ["while the service is down", { status: 502 }, "cannot be reached"],
])("a button pressed %s stays on the page, with the text and the reason", async (_when, answer, says) => {
  const submit = goesOn();
  element("[data-not-saved]").scrollIntoView = () => undefined;
  element<HTMLTextAreaElement>("textarea").value = "Go on.";
  send.mockResolvedValue(answer);
  expect(press().defaultPrevented).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(submit).not.toHaveBeenCalled();
  expect(element("[data-not-saved]").textContent).toContain(says);
  expect(element<HTMLTextAreaElement>("textarea").value).toBe("Go on.");
});

test("after signing in in another tab the draft is saved by itself, with the token that holds now", async () => {
  send.mockResolvedValueOnce({ type: "opaqueredirect", status: 0 });
  await type("Go on.");
  document.cookie = "csrftoken=new-one";
  send.mockResolvedValue(answers(200, { version: 2 }));
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(1);
  expect((send.mock.calls[1]?.[1].body as FormData).get("csrfmiddlewaretoken")).toBe("new-one");
  expect(element("[data-not-saved]").hidden).toBe(true);
});

test("without a connection it is tried again by itself", async () => {
  send.mockRejectedValueOnce(new TypeError("away"));
  await type("Go on.");
  send.mockResolvedValue(answers(200, { version: 2 }));
  await vi.advanceTimersByTimeAsync(15_000);
  expect(send).toHaveBeenCalledTimes(2);
  expect(element("[data-not-saved]").hidden).toBe(true);
});

test("the browser asks before a page with unsaved words is left, and not after they are saved", async () => {
  const leave = (): boolean => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  send.mockResolvedValue(answers(200, { version: 2 }));
  expect(leave()).toBe(false);
  element("textarea").dispatchEvent(new Event("input", { bubbles: true }));
  expect(leave()).toBe(true);
  await vi.advanceTimersByTimeAsync(1500);
  expect(leave()).toBe(false);
});

test("the reason for holding a note back is saved like its text", async () => {
  send.mockResolvedValue(answers(200, { version: 2 }));
  element("[name=not_shared_note]").dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(1500);
  expect(send).toHaveBeenCalledTimes(1);
});
