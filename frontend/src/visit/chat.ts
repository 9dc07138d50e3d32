/** The chat beside the picture: it lives in this page only, and is gone with it. */

import { part, say } from "./parts";

export class Chat {
  readonly #list: HTMLOListElement;
  readonly #says: HTMLElement;
  readonly #otherName: string;

  /** @param send hands a line over; `false` if there is nobody to read it. */
  constructor(root: HTMLElement, otherName: string, send: (text: string) => boolean) {
    this.#list = part<HTMLOListElement>(root, "chat");
    this.#says = part(root, "chat-says");
    this.#otherName = otherName;
    const form = part<HTMLFormElement>(root, "chat-form");
    const input = form.querySelector("input");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = input?.value.trim() ?? "";
      if (!input || !text) return;
      if (!send(text)) {
        say(this.#says, `Not sent: ${otherName} is not connected. Your words stay here.`);
        return;
      }
      say(this.#says, "");
      input.value = "";
      this.#add("You", text, "chat__line--mine");
    });
  }

  hear(text: string): void {
    this.#add(this.#otherName, text, "chat__line--theirs");
  }

  #add(who: string, text: string, kind: string): void {
    const line = document.createElement("li");
    line.className = `chat__line ${kind}`;
    const name = document.createElement("strong");
    name.className = "chat__who";
    name.textContent = who;
    const words = document.createElement("p");
    words.textContent = text;
    line.append(name, words);
    this.#list.append(line);
    line.scrollIntoView({ block: "nearest" });
  }
}
