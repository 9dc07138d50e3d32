/** What stands in this visit's record, and what can be done about each entry. */

import type { EntryTold } from "../../contract/measuring";
import { h } from "../../player/dom";
import { change, Refused } from "./record";

export class Entries {
  readonly element = h("ul", { class: "measuring__entries", attributes: { role: "list" } });

  constructor(entries: readonly EntryTold[]) {
    for (const entry of entries) this.element.append(this.#item(entry));
  }

  add(entry: EntryTold): void {
    const same = this.element.querySelector(`[data-entry="${entry.id}"]`);
    const item = this.#item(entry);
    if (same) same.replaceWith(item);
    else this.element.prepend(item);
  }

  /** Shows what became of an entry, and leaves the keyboard at it: the form that was used is gone. */
  #show(changed: EntryTold): void {
    this.add(changed);
    const item = this.element.querySelector<HTMLElement>(`[data-entry="${changed.id}"]`);
    item?.setAttribute("tabindex", "-1");
    item?.focus();
  }

  #item(entry: EntryTold): HTMLElement {
    const isStruck = entry.strike_reason !== "";
    return h(
      "li",
      { class: "measuring__entry", attributes: { "data-entry": entry.id, "data-struck": String(isStruck) } },
      h("p", { class: "measuring__says" }, isStruck ? h("s", {}, entry.says) : entry.says),
      isStruck && h("p", { class: "meta" }, `Struck through: ${entry.strike_reason}`),
      entry.quality !== "" && h("p", { class: "meta" }, entry.quality),
      entry.note !== "" && h("p", {}, entry.note),
      entry.is_used && h("p", {}, h("span", { class: "badge badge--neutral" }, "Test result")),
      entry.use_url !== "" && this.#form(entry, entry.use_url, { warns: "", open: "Use as a test result", name: "pain", label: "Pain during the test, 0 to 10", send: "Record for the plan", isNumber: true }),
      entry.strike_url !== "" && this.#form(entry, entry.strike_url, { warns: entry.is_used ? "It is a test result of the plan, which then counts no more either." : "", open: "Strike through", name: "reason", label: "Why it does not count (the member reads it)", send: "Strike it through", isNumber: false }),
    );
  }

  #form(entry: EntryTold, url: string, words: { readonly warns: string; readonly open: string; readonly name: string; readonly label: string; readonly send: string; readonly isNumber: boolean }): HTMLElement {
    const id = `${words.name}-${entry.id}`;
    const limits = words.isNumber ? { type: "number", inputmode: "numeric", min: "0", max: "10" } : { maxlength: "300" };
    const input = h("input", { attributes: { id, name: words.name, required: "", ...limits } });
    const problem = h("p", { class: "field__error", attributes: { role: "alert", hidden: "" } });
    const form = h(
      "form",
      { class: "form" },
      words.warns !== "" && h("p", { class: "meta" }, words.warns),
      h("div", { class: "field" }, h("label", { class: "field__label", attributes: { for: id } }, words.label), input),
      problem,
      h("button", { class: "button button--small", attributes: { type: "submit" } }, words.send),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      change(url, { [words.name]: input.value })
        .then((changed) => this.#show(changed))
        .catch((refused: unknown) => {
          problem.hidden = false;
          problem.textContent = refused instanceof Refused ? refused.message : "That did not work. Try again.";
        });
    });
    return h("details", {}, h("summary", {}, words.open), form);
  }
}
