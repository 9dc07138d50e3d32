/** Puts a quick reply into the answer without leaving the page; what was written already stays before it. */
export function quickReplies(root: HTMLElement): void {
  root.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-text]");
    const answer = document.querySelector<HTMLTextAreaElement>("#body");
    if (!link || !answer) return;
    event.preventDefault();
    const before = answer.value.trimEnd();
    answer.value = before ? `${before}\n\n${link.dataset["text"] ?? ""}` : (link.dataset["text"] ?? "");
    answer.focus();
  });
}
