/** Saves a draft note a moment after its author stops typing; without script the button of the form does. */
interface Saved {
  readonly version?: number;
  readonly problem?: string;
}

const PAUSE_MS = 1500;
const AWAY = "Not saved: the service cannot be reached. Your text is still here, and is tried again as you go on.";

export function noteDraft(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  const form = element;
  const version = form.querySelector<HTMLInputElement>("input[name=version]");
  const said = form.querySelector<HTMLElement>("[data-saved]");
  const problem = form.querySelector<HTMLElement>("[data-not-saved]");
  if (!version || !said || !problem) return;
  let timer = 0;
  let isSaving = false;
  let isOver = false;
  let hasMore = false;
  let pressed: HTMLElement | null = null;

  const complain = (sentence: string): void => {
    problem.hidden = sentence === "";
    const words = problem.querySelector("span");
    if (words) words.textContent = sentence;
  };
  const save = async (): Promise<void> => {
    if (isOver) return;
    if (isSaving) {
      hasMore = true;
      return;
    }
    isSaving = true;
    hasMore = false;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      take(answer.status, (await answer.json()) as Saved);
    } catch {
      complain(AWAY);
    } finally {
      isSaving = false;
    }
    if (pressed) form.requestSubmit(pressed);
    else if (hasMore) await save();
  };
  const take = (status: number, answer: Saved): void => {
    if (answer.version !== undefined) {
      version.value = String(answer.version);
      complain("");
      const now = new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
      said.textContent = `Saved ${now}. Only you see a draft.`;
    } else {
      // Somebody saved it elsewhere: only the page can compare, so nothing is sent until its author presses Save.
      isOver = status === 409;
      complain(`${answer.problem ?? AWAY}${isOver ? " Press “Save the draft” to see both." : ""}`);
    }
  };

  form.addEventListener("input", (event) => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), PAUSE_MS);
  });
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (isSaving) {
      // It would come with an older version than the save that is under way.
      event.preventDefault();
      pressed = event.submitter;
    } else {
      isOver = true;
    }
  });
}
