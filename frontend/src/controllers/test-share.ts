/** Says beside a slider what it stands at. */
export function testShare(element: HTMLElement): void {
  const slider = element.querySelector("input");
  const shown = element.querySelector<HTMLElement>("[data-shown]");
  if (!slider || !shown) return;
  const show = (): void => {
    shown.textContent = `${slider.value} percent`;
  };
  shown.hidden = false;
  slider.addEventListener("input", show);
  show();
}
