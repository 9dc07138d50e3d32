/**
 * The caseload by keyboard, and live: letters act on the row that has the focus, the arrows go from member to member, and
 * the list is drawn anew when something changed, without losing the place or what was ticked.
 */
import { listen } from "../messages/live.ts";

const LETTERS = "sinew.queue.letters";
const NEXT = new Set(["j", "ArrowDown"]);
const PREVIOUS = new Set(["k", "ArrowUp"]);
/** Letters that press what carries the same letter in the row. */
const ACTS = new Set(["m", "c", "r", "f", "s", "v", "z", "u", "x"]);

export function queue(root: HTMLElement): void {
  const list = root.querySelector<HTMLElement>("[data-queue-list]");
  if (!list) return;
  const keys = new Keys(root, list);
  const shown = new Shown(root, list);
  keys.start();
  shown.count();
  list.addEventListener("change", () => shown.count());
  list.addEventListener("toggle", focusForm, true);
  list.addEventListener("toggle", () => void shown.catchUp(), true);
  const { socket } = root.dataset;
  if (socket) listen(socket, () => void shown.refresh());
  const { hash } = location;
  if (hash.startsWith("#case-")) document.getElementById(hash.slice(1))?.focus();
}

/** What is typed into a field is no key. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isField = target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
  return isField || target.isContentEditable;
}

/** The row `step` places from the one with the focus; the first one where none has it. */
export function rowFrom(rows: readonly HTMLElement[], focused: Element | null, step: number): HTMLElement | undefined {
  const here = rows.findIndex((row) => row.contains(focused));
  if (here < 0) return rows[0];
  return rows[Math.max(0, Math.min(rows.length - 1, here + step))];
}

function nameIn(row: Element | null | undefined): HTMLElement | null {
  return row?.querySelector<HTMLElement>("[data-case-name]") ?? null;
}

/** A form that opens takes the focus to its first field. */
function focusForm({ target }: Event): void {
  focusIn(target);
}

function focusIn(opened: EventTarget | null | undefined): void {
  if (!(opened instanceof HTMLDetailsElement) || !opened.open) return;
  opened.querySelector<HTMLElement>("form textarea, form input:not([type=hidden])")?.focus();
}

class Keys {
  readonly #root: HTMLElement;
  readonly #list: HTMLElement;
  readonly #help: HTMLDialogElement | null;

  constructor(root: HTMLElement, list: HTMLElement) {
    this.#root = root;
    this.#list = list;
    this.#help = root.querySelector<HTMLDialogElement>("[data-queue-keys]");
  }

  start(): void {
    const opener = this.#root.querySelector<HTMLElement>("[data-queue-help]");
    if (opener && this.#help) {
      opener.hidden = false;
      opener.addEventListener("click", () => this.#help?.showModal());
    }
    const letters = this.#root.querySelector<HTMLInputElement>("[data-queue-letters]");
    if (letters) {
      letters.checked = areLettersOn();
      letters.addEventListener("change", () => localStorage.setItem(LETTERS, letters.checked ? "on" : "off"));
    }
    document.addEventListener("keydown", (event) => this.#press(event));
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.#help?.open) return;
    if (event.key === "Escape") {
      this.#closeForm();
      return;
    }
    if (isTyping(event.target)) return;
    if (this.#do(event.key)) event.preventDefault();
  }

  /** Whether the key meant something here. */
  #do(key: string): boolean {
    const isInList = this.#list.contains(document.activeElement);
    if (key.startsWith("Arrow")) return isInList && this.#move(key);
    if (!areLettersOn()) return false;
    if (key === "?") this.#help?.showModal();
    else if (key === "/") this.#root.querySelector<HTMLElement>("input[type=search]")?.focus();
    else if (ACTS.has(key)) return this.#act(key);
    else return this.#move(key);
    return true;
  }

  #move(key: string): boolean {
    const step = NEXT.has(key) ? 1 : PREVIOUS.has(key) ? -1 : 0;
    if (step === 0) return false;
    const rows = [...this.#list.querySelectorAll<HTMLElement>("[data-case]")];
    const name = nameIn(rowFrom(rows, document.activeElement, step));
    name?.focus();
    return name !== null;
  }

  #act(key: string): boolean {
    const row = document.activeElement?.closest("[data-case]");
    if (!row || !this.#list.contains(row)) return false;
    const control = row.querySelector<HTMLElement>(`[data-key="${key}"]`);
    control?.click();
    focusIn(control?.closest("details")); // its event comes later, and the next letters are words for the form
    return control !== null;
  }

  /** Leaves an open form, back to its button. */
  #closeForm(): void {
    const opened = document.activeElement?.closest<HTMLDetailsElement>("details.act[open]");
    if (!opened) return;
    opened.open = false;
    opened.querySelector("summary")?.focus();
  }
}

function areLettersOn(): boolean {
  return localStorage.getItem(LETTERS) !== "off";
}

/** The part of the page that the server draws. */
class Shown {
  readonly #root: HTMLElement;
  readonly #list: HTMLElement;
  #html: string;
  #needing: number;
  #isBehind = false;

  constructor(root: HTMLElement, list: HTMLElement) {
    this.#root = root;
    this.#list = list;
    this.#html = canonical(list.innerHTML);
    this.#needing = this.#needingShown();
  }

  /** How many are ticked, and what can be done for them. */
  count(): void {
    const place = this.#root.querySelector<HTMLElement>("[data-queue-selected]");
    const ticked = this.#list.querySelectorAll("input[name=member]:checked").length;
    if (!place) return;
    place.dataset["count"] = String(ticked);
    const says = place.querySelector("[data-queue-count]");
    if (!says) return;
    says.textContent =
      ticked === 0
        ? "Select members to do something for all of them."
        : `${String(ticked)} ${ticked === 1 ? "member" : "members"} selected.`;
  }

  /** Asks for the list; while somebody is in the middle of a form, once they have left it. */
  async refresh(): Promise<void> {
    if (document.visibilityState !== "visible") return;
    const { list, name } = this.#list.dataset;
    this.#isBehind = this.#isBusy();
    if (!list || this.#isBehind) return;
    try {
      const response = await fetch(list, this.#request(name ?? ""));
      if (!response.ok) return;
      const html = await response.text();
      this.#isBehind = this.#isBusy();
      if (!this.#isBehind) this.#draw(html);
    } catch {
      // No connection: the next asking shows what there is.
    }
  }

  /** Asks for what came while a form was open, once none is. */
  async catchUp(): Promise<void> {
    if (this.#isBehind && !this.#isBusy()) await this.refresh();
  }

  #request(name: string): RequestInit {
    const usual: RequestInit = { credentials: "same-origin", redirect: "manual", headers: { "Sinew-Unattended": "1" } };
    const search = this.#root.querySelector<HTMLFormElement>("form[role=search]");
    if (!name || !search) return usual;
    const body = new FormData(search);
    body.set("name", name);
    return { ...usual, method: "POST", body };
  }

  #isBusy(): boolean {
    return this.#list.querySelector("details.act[open]") !== null;
  }

  #draw(html: string): void {
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    this.#drawCounts(fresh.querySelector("[data-queue-counts]"));
    const drawn = canonical(fresh.innerHTML);
    if (drawn === this.#html) return;
    this.#html = drawn;
    const place = placeOf(this.#list);
    const ticked = [...this.#list.querySelectorAll<HTMLInputElement>("input[name=member]:checked")].map((box) => box.value);
    this.#list.replaceChildren(...fresh.childNodes);
    for (const value of ticked) {
      const box = this.#list.querySelector<HTMLInputElement>(`input[name=member][value="${CSS.escape(value)}"]`);
      if (box) box.checked = true;
    }
    place(this.#list);
    this.count();
    this.#tell();
  }

  /** The counts stand above the list; they come with it and are taken out of it. */
  #drawCounts(fresh: Element | null): void {
    const shown = this.#root.querySelector("[data-queue-counts]");
    if (fresh && shown) shown.replaceChildren(...fresh.childNodes);
    fresh?.remove();
  }

  /** Says how many are new, and not who or why: a screen reader finds them in the list. */
  #tell(): void {
    const needing = this.#needingShown();
    const more = needing - this.#needing;
    this.#needing = needing;
    const status = this.#root.querySelector("[data-queue-status]");
    if (status) status.textContent = more > 0 ? `${String(more)} new in the list.` : "The list has changed.";
  }

  #needingShown(): number {
    return Number(this.#list.querySelector<HTMLElement>("[data-needing]")?.dataset["needing"] ?? 0);
  }
}

/** What a list says and does, without what differs each time it is drawn: tokens of forms, and the moment it was drawn at. */
export function canonical(html: string): string {
  return html
    .replace(/name="(csrfmiddlewaretoken|seen_at)" value="[^"]*"/g, 'name="$1"')
    .replace(/\s+/g, " ")
    .trim();
}

/** Remembers where the focus is, and gives back a function that brings it there in a list drawn anew. */
function placeOf(list: HTMLElement): (fresh: HTMLElement) => void {
  const focused = document.activeElement;
  const row = focused?.closest<HTMLElement>("[data-case]");
  if (!focused || !row || !list.contains(row)) return () => undefined;
  const { case: id = "" } = row.dataset;
  const key = focused.getAttribute("data-key");
  return (fresh) => {
    const again = fresh.querySelector(`[data-case="${CSS.escape(id)}"]`);
    const control = key ? again?.querySelector<HTMLElement>(`[data-key="${key}"]`) : null;
    (control ?? nameIn(again) ?? nameIn(fresh))?.focus({ preventScroll: true });
  };
}
