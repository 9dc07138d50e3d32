// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { attachControllers } from "./attach.ts";

class FakeRequest extends EventTarget {
  static newest: FakeRequest;
  upload = new EventTarget();
  responseText = "";
  headers: Record<string, string> = {};
  sent: FormData | null = null;
  constructor() {
    super();
    FakeRequest.newest = this;
  }
  open(): void {}
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(body: FormData): void {
    this.sent = body;
  }
  answers(text: string): void {
    this.responseText = text;
    this.dispatchEvent(new Event("load"));
  }
}

const element = <Found extends HTMLElement>(selector: string): Found => document.querySelector(selector) as Found;

function choose(size: number): void {
  const file = new File(["x".repeat(size)], "roster.csv");
  Object.defineProperty(element("input[type=file]"), "files", { value: [file], configurable: true });
  element("input[type=file]").dispatchEvent(new Event("change"));
}

function submit(): Event {
  const event = new Event("submit", { cancelable: true });
  element("form").dispatchEvent(event);
  return event;
}

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  document.body.innerHTML = `<form data-controller="upload" data-largest="2097152" action="/rosters/">
    <input type="file" name="file"><p data-upload-problem hidden><span></span></p>
    <div data-upload-progress hidden><progress max="100"></progress><p role="status"></p></div>
    <button type="submit">Send</button></form>`;
  attachControllers(document);
});

test("a file that is too large is said to be at once, and is not sent", () => {
  choose(2_097_153);
  expect(element("[data-upload-problem]").textContent).toContain("larger than 2 MB");
  expect(submit().defaultPrevented).toBe(true);
  expect(element("[data-upload-progress]").hidden).toBe(true);
});

test("sending shows how far it is, then that the file is read, and goes on", () => {
  const go = vi.spyOn(location, "assign").mockImplementation(() => undefined);
  choose(10);
  submit();
  const request = FakeRequest.newest;
  expect(request.headers["Accept"]).toBe("application/json");
  expect(element<HTMLButtonElement>("button").disabled).toBe(true);
  request.upload.dispatchEvent(Object.assign(new Event("progress"), { lengthComputable: true, loaded: 4, total: 10 }));
  expect(element("[role=status]").textContent).toBe("Sending, 40 %");
  request.upload.dispatchEvent(Object.assign(new Event("progress"), { lengthComputable: true, loaded: 1, total: 1 }));
  expect(element("[role=status]").textContent).toContain("Reading it now");
  request.answers('{"next": "/sponsor/acme/rosters/1/"}');
  expect(go).toHaveBeenCalledWith("/sponsor/acme/rosters/1/");
});

test.each([
  ['{"problem": "This is a PDF."}', "This is a PDF."],
  ["<h1>Server Error</h1>", "did not arrive"],
])("what is wrong is said beside the field, and the file can be sent again: %s", (answer, said) => {
  choose(10);
  submit();
  FakeRequest.newest.answers(answer);
  expect(element("[data-upload-problem]").textContent).toContain(said);
  expect(element("[data-upload-problem]").hidden).toBe(false);
  expect(element<HTMLButtonElement>("button").disabled).toBe(false);
});

test("without a file the browser asks for one by itself", () => {
  expect(submit().defaultPrevented).toBe(false);
});
