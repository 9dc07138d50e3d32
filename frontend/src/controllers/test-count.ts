/** A large button that counts taps into a field, which can be corrected by hand. */
export function testCount(element: HTMLElement): void {
  const field = element.querySelector("input");
  const button = tapButton(element);
  if (!field || !button) return;
  button.addEventListener("click", () => {
    const before = Number(field.value);
    field.value = String((Number.isFinite(before) ? Math.floor(before) : 0) + 1);
  });
}

/** The button that only works with script, shown. */
export function tapButton(element: HTMLElement): HTMLButtonElement | null {
  const button = element.querySelector<HTMLButtonElement>("[data-tap]");
  if (button) button.hidden = false;
  return button;
}
