/**
 * The editor of a plan: every button and every changed field asks the server what it would do and shows the answer
 * in place; rows can be dragged by their picture. What is typed while an answer is on its way stays. Saving, keeping
 * and proposing send the form as without script.
 */
import { attachFigures } from "../figure/figure.ts";

const LEAVES = new Set(["save", "propose", "keep"]);
const WAIT_MS = 350;
/** Fields that change nothing before their button is pressed. */
const BESIDE = new Set(["reason", "q", "template_name", "template_shared", "until"]);

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function tailor(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  new Editor(element).listen();
}

/** What a field says, a box that is ticked among them. */
function saidBy(field: Field): string {
  return field instanceof HTMLInputElement && field.type === "checkbox" ? String(field.checked) : field.value;
}

function say(field: Field, said: string): void {
  if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = said === "true";
  else field.value = said;
}

class Editor {
  readonly #form: HTMLFormElement;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #dragged: HTMLElement | null = null;

  constructor(form: HTMLFormElement) {
    this.#form = form;
  }

  listen(): void {
    this.#form.addEventListener("submit", (event) => this.#submitted(event));
    this.#form.addEventListener("input", (event) => this.#changed(event));
    this.#form.addEventListener("dragstart", (event) => this.#picked(event));
    this.#form.addEventListener("dragover", (event) => this.#over(event));
    this.#form.addEventListener("drop", (event) => this.#dropped(event));
    this.#form.addEventListener("dragend", () => this.#put());
    this.#ready();
  }

  /** What only helps without script goes, and rows can be taken by their picture: text in fields stays selectable. */
  #ready(): void {
    for (const button of this.#form.querySelectorAll<HTMLElement>("[data-without-script]")) button.hidden = true;
    for (const handle of this.#form.querySelectorAll<HTMLElement>("[data-tailor-handle]")) handle.draggable = true;
  }

  /** Everything somebody can type into or choose, by its id. */
  #fields(): Map<string, Field> {
    const found = this.#form.querySelectorAll<Field>("input[id], textarea[id], select[id]");
    return new Map([...found].map((field) => [field.id, field]));
  }

  #said(): Map<string, string> {
    return new Map([...this.#fields()].map(([id, field]) => [id, saidBy(field)]));
  }

  #submitted(event: SubmitEvent): void {
    const button = event.submitter;
    const act = button instanceof HTMLButtonElement ? button.value : "preview";
    if (LEAVES.has(act)) return;
    event.preventDefault();
    void this.#ask(act, button?.id ?? "");
  }

  #changed(event: Event): void {
    const field = event.target;
    if (!(field instanceof HTMLElement) || BESIDE.has(field.getAttribute("name") ?? "")) return;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.#ask("preview", field.id), WAIT_MS);
  }

  /** Only the latest answer is shown; where there is none, the page says so and stays as it is. */
  async #ask(act: string, from: string): Promise<void> {
    clearTimeout(this.#waiting);
    const number = ++this.#asked;
    const asked = this.#said();
    const body = new FormData(this.#form);
    body.set("act", act);
    try {
      const answer = await fetch(this.#form.action, { method: "POST", body, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const state = page.querySelector("[data-tailor-state]");
      if (!state) throw new Error("no editor in the answer");
      if (number === this.#asked) this.#show(state, act, from, asked);
    } catch {
      if (number === this.#asked) this.#say("The server does not answer. What you typed is still here: try again in a moment.", true);
    }
  }

  #show(state: Element, act: string, from: string, asked: ReadonlyMap<string, string>): void {
    const old = this.#form.querySelector("[data-tailor-state]");
    const active = document.activeElement;
    const here = active && old?.contains(active) && active.matches("input, textarea, select") ? active.id : "";
    const caret = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement ? active.selectionStart : null;
    const typed = new Map([...this.#said()].filter(([id, said]) => id === here || asked.get(id) !== said));
    const opened = [...(old?.querySelectorAll("details[open] > summary") ?? [])].map((summary) => summary.textContent);
    old?.replaceWith(document.importNode(state, true));
    this.#ready();
    attachFigures(this.#form);
    for (const summary of this.#form.querySelectorAll("details > summary")) {
      if (opened.includes(summary.textContent) && summary.parentElement instanceof HTMLDetailsElement) summary.parentElement.open = true;
    }
    const fields = this.#fields();
    for (const [id, said] of typed) {
      const field = fields.get(id);
      if (field) say(field, said);
    }
    this.#focus(act, here || from);
    const field = fields.get(here);
    if (caret !== null && field && !(field instanceof HTMLSelectElement)) field.setSelectionRange(caret, caret);
    this.#say(this.#form.querySelector(".tailor__minutes")?.textContent?.replace(/\s+/g, " ").trim() ?? "");
  }

  #focus(act: string, id: string): void {
    const isPicking = act.startsWith("pick:");
    const target = document.getElementById(isPicking ? "picker-heading" : id) ?? (act === "preview" ? null : this.#form.querySelector<HTMLElement>("#review-heading"));
    if (!target) return;
    if (target.id === "review-heading") target.tabIndex = -1;
    if (target instanceof HTMLButtonElement && target.disabled) return this.#other(target);
    target.focus({ preventScroll: !isPicking });
  }

  /** A row that has come to an end can only be moved the other way. */
  #other(button: HTMLButtonElement): void {
    const [way, ...rest] = button.id.split("-");
    document.getElementById([way === "up" ? "down" : "up", ...rest].join("-"))?.focus();
  }

  /** For screen readers; what went wrong is for everybody to see. */
  #say(text: string, isProblem = false): void {
    const status = this.#form.querySelector("[data-tailor-status]");
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("visually-hidden", !isProblem);
    status.classList.toggle("banner", isProblem);
    status.classList.toggle("banner--stop", isProblem);
  }

  // dragging

  #picked(event: DragEvent): void {
    const handle = event.target instanceof Element ? event.target.closest("[data-tailor-handle]") : null;
    this.#dragged = handle?.closest<HTMLElement>("[data-tailor-row]") ?? null;
    if (!this.#dragged) return;
    event.dataTransfer?.setData("text/plain", this.#dragged.dataset["exercise"] ?? "");
    event.dataTransfer?.setDragImage(this.#dragged, 24, 24);
  }

  #over(event: DragEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tailor-row]") : null;
    if (!this.#dragged || !row) return;
    event.preventDefault();
    if (row === this.#dragged) return;
    const { top, height } = row.getBoundingClientRect();
    if (event.clientY < top + height / 2) row.before(this.#dragged);
    else row.after(this.#dragged);
  }

  #dropped(event: DragEvent): void {
    if (this.#dragged) event.preventDefault();
  }

  /** However a drag ends, the rows stand where they are seen: ask what that order does. */
  #put(): void {
    if (!this.#dragged) return;
    this.#dragged = null;
    void this.#ask("preview", "");
  }
}
