/** Sends a file with a progress bar, and says at once when it is too large; without script the form sends itself. */
interface Answer {
  readonly next?: string;
  readonly problem?: string;
}

const FAILED = "The file did not arrive. Check the connection, then send it again.";

export function upload(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  const form = element;
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const problem = form.querySelector<HTMLElement>("[data-upload-problem]");
  const progress = form.querySelector<HTMLElement>("[data-upload-progress]");
  if (!input || !problem || !progress) return;
  const bar = progress.querySelector("progress");
  const says = progress.querySelector<HTMLElement>("[role=status]");
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  const largest = Number(form.dataset["largest"]);

  const complain = (sentence: string): void => {
    problem.hidden = sentence === "";
    const words = problem.querySelector("span");
    if (words) words.textContent = sentence;
    input.toggleAttribute("aria-invalid", sentence !== "");
  };
  const tooLarge = (): boolean => {
    const size = input.files?.[0]?.size ?? 0;
    const isTooLarge = largest > 0 && size > largest;
    complain(isTooLarge ? `This file is larger than ${Math.floor(largest / 1024 / 1024)} MB.` : "");
    return isTooLarge;
  };
  const show = (part: number): void => {
    if (bar) {
      if (part < 1) bar.value = part * 100;
      else bar.removeAttribute("value");
    }
    if (says) says.textContent = part < 1 ? `Sending, ${Math.floor(part * 100)} %` : "It is here. Reading it now.";
  };
  const stop = (sentence: string): void => {
    progress.hidden = true;
    if (button) button.disabled = false;
    complain(sentence);
  };

  input.addEventListener("change", tooLarge);
  for (const [name, isOver] of [["dragenter", true], ["dragleave", false], ["drop", false]] as const) {
    input.addEventListener(name, () => {
      input.dataset["over"] = String(isOver);
    });
  }
  form.addEventListener("submit", (event) => {
    if (!input.files?.length) return;
    event.preventDefault();
    if (tooLarge()) return;
    progress.hidden = false;
    if (button) button.disabled = true;
    show(0);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) show(sent.loaded / sent.total);
    });
    request.addEventListener("load", () => {
      const answer = read(request.responseText);
      if (answer.next) location.assign(answer.next);
      else stop(answer.problem ?? FAILED);
    });
    request.addEventListener("error", () => stop(FAILED));
    request.send(new FormData(form));
  });
}

function read(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}
