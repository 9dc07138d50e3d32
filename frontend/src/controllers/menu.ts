/** Closes an open `<details>` menu on Escape and on a click elsewhere. */
export function menu(element: HTMLElement): void {
  const close = (): void => element.removeAttribute("open");
  document.addEventListener("click", (event) => {
    if (!element.contains(event.target as Node)) close();
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.hasAttribute("open")) return;
    close();
    element.querySelector("summary")?.focus();
  });
}
