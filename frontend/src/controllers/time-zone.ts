/** Fills a hidden field with the browser's time zone, so that the person's day starts when it does for them. */
export function timeZone(element: HTMLElement): void {
  if (element instanceof HTMLInputElement) {
    element.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}
