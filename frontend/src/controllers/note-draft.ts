/**
 * Saves a draft note a moment after its author stops typing; without script the buttons of the form do. A button
 * leaves the page only after the server has answered here: signed out or without a connection, the text stays.
 */
import { csrfToken } from "../outbox/send.ts";

interface Saved {
  readonly version?: number;
  readonly problem?: string;
}
/** `shown`: the server has something to say that only its page can show. `kept`: nothing was saved, the text is here. */
type Outcome = "saved" | "shown" | "kept";

const PAUSE_MS = 1500;
const RETRY_MS = 15_000;
const PATIENCE_MS = 20_000;
const AWAY = "Not saved: the service cannot be reached. Your text is still here, and is tried again by itself.";
const SIGNED_OUT =
  "Not saved: you were signed out. Your text is still here. Sign in again in another tab, then come back and go on.";
const GONE =
  "Not saved: this draft is not here any more, or it is not yours to write. Copy your text before you leave this page.";

export function noteDraft(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  const version = element.querySelector<HTMLInputElement>("input[name=version]");
  const said = element.querySelector<HTMLElement>("[data-saved]");
  const problem = element.querySelector<HTMLElement>("[data-not-saved]");
  if (version && said && problem) new Draft(element, version, said, problem);
}

class Draft {
  readonly #form: HTMLFormElement;
  readonly #version: HTMLInputElement;
  readonly #said: HTMLElement;
  readonly #problem: HTMLElement;
  #timer = 0;
  #isSaving = false;
  #isDirty = false;
  #isLeaving = false;
  #hasConflict = false;
  #pressed: { readonly button: HTMLElement | null } | null = null;

  constructor(form: HTMLFormElement, version: HTMLInputElement, said: HTMLElement, problem: HTMLElement) {
    [this.#form, this.#version, this.#said, this.#problem] = [form, version, said, problem];
    form.addEventListener("input", () => {
      this.#isDirty = true;
      this.#saveIn(PAUSE_MS);
    });
    form.addEventListener("submit", (event) => this.#press(event));
    const ifDirty = (): void => {
      if (this.#hasUnsaved) void this.#save();
    };
    window.addEventListener("online", ifDirty);
    // Leaving for another tab, perhaps for good; or coming back from signing in there.
    document.addEventListener("visibilitychange", ifDirty);
    window.addEventListener("beforeunload", (event) => {
      if (this.#hasUnsaved) event.preventDefault();
    });
    window.addEventListener("pageshow", (event) => {
      // Back from the page the form led to: this one is as it was, and saves again.
      if (event.persisted) this.#isLeaving = false;
    });
  }

  get #hasUnsaved(): boolean {
    return this.#isDirty && !this.#isLeaving && this.#form.isConnected;
  }

  #press(event: SubmitEvent): void {
    window.clearTimeout(this.#timer);
    if (this.#isLeaving || this.#hasConflict) {
      this.#isLeaving = true;
      return;
    }
    event.preventDefault();
    this.#pressed = { button: event.submitter };
    void this.#save();
  }

  #saveIn(wait: number): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#save(), wait);
  }

  async #save(): Promise<void> {
    if (this.#isSaving || this.#isLeaving || this.#hasConflict) return;
    window.clearTimeout(this.#timer);
    this.#isSaving = true;
    this.#isDirty = false;
    const outcome = await this.#send();
    this.#isSaving = false;
    const hasMore = this.#isDirty;
    this.#isDirty ||= outcome !== "saved";
    if (this.#pressed) this.#leaveAfter(outcome, this.#pressed.button);
    else if (outcome === "kept") this.#saveIn(RETRY_MS);
    else if (hasMore) void this.#save();
  }

  async #send(): Promise<Outcome> {
    this.#takeNewToken();
    try {
      const answer = await fetch(this.#form.action, {
        method: "POST",
        body: new FormData(this.#form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        // A redirect is the sign-in page: following it would read as success.
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const lost = whyLost(answer);
      return lost ? this.#keep(lost) : this.#take(answer.status, (await answer.json()) as Saved);
    } catch {
      return this.#keep(AWAY);
    }
  }

  /** Who signed in again in another tab has another one than the page. */
  #takeNewToken(): void {
    const field = this.#form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
    const fresh = csrfToken(document.cookie);
    if (field && fresh) field.value = fresh;
  }

  #take(status: number, { version, problem }: Saved): Outcome {
    if (version !== undefined) {
      this.#version.value = String(version);
      this.#complain("");
      const now = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
      this.#said.textContent = `Saved ${now}. Only you see a draft.`;
      return "saved";
    }
    // Somebody saved it elsewhere: only the page can compare, so nothing is sent until its author presses Save.
    this.#hasConflict = status === 409;
    this.#complain(`${problem ?? AWAY}${this.#hasConflict ? " Press “Save the draft” to see both." : ""}`);
    return "shown";
  }

  #keep(sentence: string): Outcome {
    this.#complain(sentence);
    return "kept";
  }

  #leaveAfter(outcome: Outcome, button: HTMLElement | null): void {
    this.#pressed = null;
    if (outcome === "kept") {
      this.#problem.scrollIntoView({ block: "center" });
      this.#saveIn(RETRY_MS);
      return;
    }
    this.#isLeaving = true;
    this.#form.requestSubmit(button);
  }

  #complain(sentence: string): void {
    this.#problem.hidden = sentence === "";
    const words = this.#problem.querySelector("span");
    if (words) words.textContent = sentence;
  }
}

/** Why an answer says that nothing was saved, and cannot be from this page as it is; empty where it says something else. */
function whyLost({ type, status }: Response): string {
  if (type === "opaqueredirect" || status === 401 || status === 403) return SIGNED_OUT;
  if (status === 404) return GONE;
  return status >= 500 ? AWAY : "";
}
