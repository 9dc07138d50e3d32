/**
 * The editor of a plan: every button and every changed field asks the server what it would do and shows the answer
 * in place; rows can be dragged. Saving, keeping and proposing send the form as without script.
 */
import { attachFigures } from "../figure/figure.ts";

const LEAVES = new Set(["save", "propose", "keep"]);
const WAIT_MS = 350;

export function tailor(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  new Editor(element).listen();
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
    this.#form.addEventListener("dragend", () => (this.#dragged = null));
    this.#ready();
  }

  /** What only helps without script goes, and rows can be taken by their picture. */
  #ready(): void {
    for (const button of this.#form.querySelectorAll<HTMLElement>("[data-without-script]")) button.hidden = true;
    for (const row of this.#rows()) row.draggable = true;
  }

  #rows(): HTMLElement[] {
    return [...this.#form.querySelectorAll<HTMLElement>("[data-tailor-row]")];
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
    const isOfReview = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && ["q", "template_name", "template_shared", "until"].includes(field.name));
    if (isOfReview) return;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.#ask("preview", field instanceof HTMLElement ? field.id : ""), WAIT_MS);
  }

  /** Only the latest answer is shown; where there is none, the form is sent as without script. */
  async #ask(act: string, from: string): Promise<void> {
    clearTimeout(this.#waiting);
    const number = ++this.#asked;
    const body = new FormData(this.#form);
    body.set("act", act);
    try {
      const answer = await fetch(this.#form.action, { method: "POST", body, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const state = page.querySelector("[data-tailor-state]");
      if (!state) throw new Error("no editor in the answer");
      if (number === this.#asked) this.#show(state, act, from);
    } catch {
      if (number === this.#asked) this.#say("This did not work. Try again, or load the page anew.");
    }
  }

  #show(state: Element, act: string, from: string): void {
    const old = this.#form.querySelector("[data-tailor-state]");
    const field = document.activeElement instanceof HTMLInputElement ? document.activeElement : null;
    const typed = field && old?.contains(field) && field.id ? { id: field.id, value: field.value } : null;
    const opened = [...(old?.querySelectorAll("details[open] > summary") ?? [])].map((summary) => summary.textContent);
    old?.replaceWith(document.importNode(state, true));
    this.#ready();
    attachFigures(this.#form);
    for (const summary of this.#form.querySelectorAll("details > summary")) {
      if (opened.includes(summary.textContent) && summary.parentElement instanceof HTMLDetailsElement) summary.parentElement.open = true;
    }
    this.#focus(act, typed?.id ?? from, typed?.value);
    this.#say(this.#form.querySelector(".tailor__minutes")?.textContent?.replace(/\s+/g, " ").trim() ?? "");
  }

  #focus(act: string, id: string, typed: string | undefined): void {
    const isPicking = act.startsWith("pick:");
    const target = document.getElementById(isPicking ? "picker-heading" : id) ?? (act === "preview" ? null : this.#form.querySelector<HTMLElement>("#review-heading"));
    if (!target) return;
    if (target.id === "review-heading") target.tabIndex = -1;
    if (target instanceof HTMLButtonElement && target.disabled) return this.#other(target);
    if (target instanceof HTMLInputElement && typed !== undefined) target.value = typed;
    target.focus({ preventScroll: !isPicking });
  }

  /** A row that has come to an end can only be moved the other way. */
  #other(button: HTMLButtonElement): void {
    const [way, ...rest] = button.id.split("-");
    document.getElementById([way === "up" ? "down" : "up", ...rest].join("-"))?.focus();
  }

  #say(text: string): void {
    const status = this.#form.querySelector("[data-tailor-status]");
    if (status) status.textContent = text;
  }

  // dragging

  #picked(event: DragEvent): void {
    this.#dragged = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-tailor-row]") : null;
    event.dataTransfer?.setData("text/plain", this.#dragged?.dataset["exercise"] ?? "");
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
    if (!this.#dragged) return;
    event.preventDefault();
    this.#dragged = null;
    void this.#ask("preview", "");
  }
}
