// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { canonical, isTyping, queue, rowFrom } from "./queue.ts";

const ROW = (id: string): string => `
  <tr id="case-${id}" data-case="${id}">
    <td><input type="checkbox" name="member" value="${id}" data-key="x"></td>
    <th><a href="/practice/members/${id}/" data-case-name>${id}</a></th>
    <td><details class="act"><summary data-key="z">Put aside</summary><form><input name="why"></form></details></td>
  </tr>`;

function page(): HTMLElement {
  document.body.innerHTML = `
    <div id="queue">
      <input type="search">
      <div data-queue-list data-list=""><table><tbody>${ROW("ana")}${ROW("ben")}${ROW("cleo")}</tbody></table></div>
      <form data-queue-selected><p data-queue-count></p></form>
    </div>`;
  const root = document.getElementById("queue") as HTMLElement;
  queue(root);
  return root;
}

function press(key: string): void {
  (document.activeElement ?? document).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

const focused = (): string => document.activeElement?.textContent ?? "";

beforeEach(() => localStorage.clear());

describe("the caseload by keyboard", () => {
  it("goes from member to member and stays within the list", () => {
    page();
    press("j");
    expect(focused()).toBe("ana");
    press("j");
    press("ArrowDown");
    press("j");
    expect(focused()).toBe("cleo");
    press("k");
    expect(focused()).toBe("ben");
  });

  it("ticks the row that has the focus, and says how many are ticked", () => {
    const root = page();
    press("j");
    press("x");
    expect(root.querySelector<HTMLInputElement>("input[value=ana]")?.checked).toBe(true);
    expect(root.querySelector("[data-queue-count]")?.textContent).toBe("1 member selected.");
  });

  it("does nothing by letters once they are switched off, and the arrows still work", () => {
    localStorage.setItem("sinew.queue.letters", "off");
    const root = page();
    root.querySelector<HTMLElement>("[data-case-name]")?.focus();
    press("j");
    press("x");
    expect(focused()).toBe("ana");
    expect(root.querySelector<HTMLInputElement>("input[value=ana]")?.checked).toBe(false);
    press("ArrowDown");
    expect(focused()).toBe("ben");
  });

  it("leaves letters to a field somebody types into", () => {
    const root = page();
    root.querySelector<HTMLElement>("input[type=search]")?.focus();
    press("j");
    expect(document.activeElement?.getAttribute("type")).toBe("search");
  });
});

it("knows fields from boxes to tick", () => {
  document.body.innerHTML = '<input type="checkbox"><input type="text"><textarea></textarea>';
  expect([...document.body.children].map(isTyping)).toEqual([false, true, true]);
});

it("begins at the first row where none has the focus", () => {
  const rows = [document.createElement("tr"), document.createElement("tr")];
  expect(rowFrom(rows, null, -1)).toBe(rows[0]);
});

describe("a list that changes while it is open", () => {
  const LIST = (ids: string[], token: string): string =>
    `<div data-queue-counts><p>${String(ids.length)} members need you.</p></div>
     <div data-needing="${String(ids.length)}"></div>
     <table><tbody>${ids.map(ROW).join("")}</tbody></table><input name="csrfmiddlewaretoken" value="${token}">`;

  function open(...answers: string[]): { ask: () => Promise<void>; asked: () => number; status: () => string } {
    const asking = vi.fn(() => Promise.resolve(new Response(answers.shift() ?? "")));
    let socket: { onmessage?: () => void } = {};
    vi.stubGlobal("fetch", asking);
    vi.stubGlobal(
      "WebSocket",
      class {
        onmessage?: () => void;
        constructor() {
          socket = this;
        }
        close(): void {
          // Nothing to close.
        }
      },
    );
    document.body.innerHTML = `
      <div id="queue" data-socket="/live/">
        <div data-queue-counts><p>2 members need you.</p></div>
        <p data-queue-status></p>
        <div data-queue-list data-list="/list/">${LIST(["ana", "ben"], "a").replace(/<div data-queue-counts>.*?<\/div>/s, "")}</div>
      </div>`;
    queue(document.getElementById("queue") as HTMLElement);
    return {
      ask: async () => {
        socket.onmessage?.();
        await new Promise((done) => setTimeout(done));
      },
      asked: () => asking.mock.calls.length,
      status: () => document.querySelector("[data-queue-status]")?.textContent ?? "",
    };
  }

  it("is not told to be new when only the tokens of its forms are", async () => {
    const page = open(LIST(["ana", "ben"], "b"));
    document.querySelector<HTMLElement>("[data-case-name]")?.focus();
    const before = document.activeElement;
    await page.ask();
    expect(page.asked()).toBe(1);
    expect(page.status()).toBe("");
    expect(document.activeElement).toBe(before);
  });

  it("shows who is new, keeps the place, and counts anew above the list", async () => {
    const page = open(LIST(["cleo", "ana", "ben"], "b"));
    document.querySelectorAll<HTMLElement>("[data-case-name]")[1]?.focus();
    await page.ask();
    expect(focused()).toBe("ben");
    expect(page.status()).toBe("1 new in the list.");
    expect(document.querySelectorAll("[data-queue-counts]")).toHaveLength(1);
    expect(document.querySelector("[data-queue-counts]")?.textContent).toContain("3 members");
  });

  it("waits while a form is open, and shows what came as soon as it is closed", async () => {
    const page = open(LIST(["cleo", "ana", "ben"], "b"));
    const form = document.querySelector("details") as HTMLDetailsElement;
    form.open = true;
    await page.ask();
    expect(page.asked()).toBe(0);
    form.open = false;
    form.dispatchEvent(new Event("toggle"));
    await new Promise((done) => setTimeout(done));
    expect(document.querySelectorAll("[data-case]")).toHaveLength(3);
  });
});

it("compares lists without their tokens and the moment they were drawn at", () => {
  const drawn = (token: string): string => `<input name="csrfmiddlewaretoken" value="${token}">\n <p>Ana</p>`;
  expect(canonical(drawn("a"))).toBe(canonical(drawn("b")));
  expect(canonical("<p>Ana</p>")).not.toBe(canonical("<p>Ben</p>"));
});
