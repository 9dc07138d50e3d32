/** What happens, as sentences: shown over the picture for a while, and said to a screen reader. */

const SHOWN_MS = 7_000;
const MOST = 3;

export class Captions {
  readonly #shown: HTMLElement;
  readonly #said: HTMLElement;

  constructor(shown: HTMLElement, said: HTMLElement) {
    this.#shown = shown;
    this.#said = said;
  }

  say(sentence: string): void {
    this.#said.textContent = sentence;
    const caption = document.createElement("p");
    caption.className = "caption";
    caption.textContent = sentence;
    this.#shown.append(caption);
    while (this.#shown.childElementCount > MOST) this.#shown.firstElementChild?.remove();
    setTimeout(() => caption.remove(), SHOWN_MS);
  }
}
