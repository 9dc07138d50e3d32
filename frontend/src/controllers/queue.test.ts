// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { isTyping, queue, rowFrom } from "./queue.ts";

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
