/** A thread, or a list of threads, that stays new while it is open; what is written waits on the device until it is stored. */

import { deliverAll, type Report } from "../messages/deliver.ts";
import { listen } from "../messages/live.ts";
import { keep, type PendingMessage, pendingOf } from "../messages/pending.ts";

const FIRST_RETRY_MS = 3_000;
const LONGEST_RETRY_MS = 60_000;
const WAITS = {
  offline: "Waits for the connection. It is kept on this device and sent by itself.",
  server: "The service does not answer. It is kept on this device and sent by itself.",
  signed_out: "You are signed out. It is kept on this device: sign in again to send it.",
  consent: "Your care team may not read it yet. It is kept on this device until you let them.",
};

export function thread(root: HTMLElement): void {
  const list = root.querySelector<HTMLElement>("[data-thread-list]");
  const { account, list: address, socket } = root.dataset;
  if (!list || !account || !address || !socket) return;
  const shown = new Shown(list, root.querySelector("[data-thread-status]"), address);
  listen(socket, () => void shown.refresh());
  const form = root.querySelector<HTMLFormElement>("[data-thread-form]");
  if (form && "indexedDB" in globalThis) new Writing(form, list, shown, account).start();
}

/** The part of the page that the server draws, drawn again when it changes. */
class Shown {
  readonly #list: HTMLElement;
  readonly #status: HTMLElement | null;
  readonly #address: string;
  #html = "";
  #newest: number;

  constructor(list: HTMLElement, status: HTMLElement | null, address: string) {
    this.#list = list;
    this.#status = status;
    this.#address = address;
    this.#newest = this.#newestShown();
  }

  /** Asks for the messages, if somebody is looking; a page in the background has nothing read. */
  async refresh(): Promise<void> {
    if (document.visibilityState !== "visible") return;
    try {
      const all = new URLSearchParams(location.search).get("all") === "1" ? "?all=1" : "";
      const headers = { "Sinew-Unattended": "1" };
      const response = await fetch(this.#address + all, { credentials: "same-origin", redirect: "manual", headers });
      if (response.ok) this.#draw(await response.text());
    } catch {
      // No connection: the next asking shows what there is.
    }
  }

  #draw(html: string): void {
    if (html === this.#html) return;
    const isFirst = this.#html === "";
    this.#html = html;
    const focused = this.#list.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
    const pending = [...this.#list.querySelectorAll(".bubble--pending")];
    this.#list.innerHTML = html;
    const items = this.#list.querySelector("ol");
    if (items) items.append(...pending);
    else this.#list.append(...pending);
    if (focused) this.#list.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
    const newest = this.#newestShown();
    if (newest > this.#newest && !isFirst) this.#tell();
    this.#newest = Math.max(newest, this.#newest);
  }

  /** Says who wrote, and not what: a screen reader finds it in the list. */
  #tell(): void {
    const last = [...this.#list.querySelectorAll(".bubble--theirs .bubble__who strong")].at(-1);
    const isNews = last?.closest("li")?.id === `message-${this.#newestShown()}`;
    if (isNews && last) this.say(`New message from ${last.textContent ?? ""}.`);
  }

  say(text: string): void {
    if (this.#status) this.#status.textContent = text;
  }

  #newestShown(): number {
    return Number(this.#list.querySelector<HTMLElement>("[data-newest]")?.dataset["newest"] ?? 0);
  }
}

/** The form: what is sent is first kept on the device, then shown as waiting, then delivered. */
class Writing {
  readonly #form: HTMLFormElement;
  readonly #list: HTMLElement;
  readonly #shown: Shown;
  readonly #account: string;
  #retry_ms = FIRST_RETRY_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(form: HTMLFormElement, list: HTMLElement, shown: Shown, account: string) {
    this.#form = form;
    this.#list = list;
    this.#shown = shown;
    this.#account = account;
  }

  start(): void {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    addEventListener("online", () => void this.#deliver());
    void this.#deliver();
  }

  async #send(): Promise<void> {
    const body = this.#body.value.trim();
    const files = [...(this.#files.files ?? [])];
    this.#problem("");
    if (!body && files.length === 0) {
      this.#problem("Write something, or choose a file.");
      this.#body.focus();
      return;
    }
    const message: PendingMessage = {
      key: crypto.randomUUID(),
      account: this.#account,
      url: new URL(this.#form.action).pathname,
      body,
      files,
      writtenAt: new Date().toISOString(),
    };
    try {
      await keep(message);
    } catch {
      this.#form.submit();
      return;
    }
    this.#body.value = "";
    this.#files.value = "";
    this.#shown.say("Sending.");
    await this.#deliver();
  }

  /** Sends what waits, and tries again by itself while something does. */
  async #deliver(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#showPending();
    const isDone = await deliverAll(this.#account, (report) => this.#told(report));
    await this.#showPending();
    if (isDone) {
      this.#retry_ms = FIRST_RETRY_MS;
      return;
    }
    this.#timer = setTimeout(() => void this.#deliver(), this.#retry_ms);
    this.#retry_ms = Math.min(LONGEST_RETRY_MS, this.#retry_ms * 2);
  }

  #told({ message, delivered }: Report): void {
    if (delivered.outcome === "waiting") this.#shown.say(WAITS[delivered.because]);
    if (delivered.outcome === "stored") {
      this.#shown.say("Sent.");
      void this.#shown.refresh();
    }
    if (delivered.outcome === "refused") {
      this.#shown.say("");
      this.#problem(delivered.problem);
      this.#body.value = [message.body, this.#body.value].filter((text) => text.trim()).join("\n\n");
      this.#body.focus();
    }
  }

  /** What waits for this thread, as bubbles below the others. */
  async #showPending(): Promise<void> {
    const here = new URL(this.#form.action).pathname;
    const waiting = (await pendingOf(this.#account)).filter(({ url }) => url === here);
    for (const old of this.#list.querySelectorAll(".bubble--pending")) old.remove();
    const place = this.#list.querySelector("ol") ?? this.#list;
    place.append(...waiting.map((message) => bubble(message, place.tagName === "OL" ? "li" : "div")));
  }

  #problem(text: string): void {
    const place = this.#form.querySelector<HTMLElement>("[data-thread-problem]");
    if (place) place.textContent = text;
    this.#body.toggleAttribute("aria-invalid", false);
    if (text) this.#body.setAttribute("aria-invalid", "true");
  }

  get #body(): HTMLTextAreaElement {
    return this.#form.elements.namedItem("body") as HTMLTextAreaElement;
  }

  get #files(): HTMLInputElement {
    return this.#form.elements.namedItem("files") as HTMLInputElement;
  }
}

function bubble(message: PendingMessage, tag: "li" | "div"): HTMLElement {
  const made = document.createElement(tag);
  made.className = "bubble bubble--mine bubble--pending";
  const says = document.createElement("p");
  says.textContent = message.body || message.files.map(({ name }) => name).join(", ");
  const state = document.createElement("p");
  state.className = "bubble__read";
  state.textContent = "Not sent yet";
  made.append(says, state);
  return made;
}
