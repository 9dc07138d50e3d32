/** Sends a form as soon as one of its choices changes, and hides the button that does it without script. */
export function submitOnChange(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  for (const button of element.querySelectorAll<HTMLElement>("[data-without-script]")) button.hidden = true;
  element.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) element.requestSubmit();
  });
}
