/** A clock beside a number: starts, stops, and writes the time that passed into the field. */
import { tapButton } from "./test-count.ts";

const SECOND_MS = 1000;

export function testTimer(element: HTMLElement): void {
  const clock = element.querySelector<HTMLElement>("[data-clock]");
  const field = element.querySelector("input");
  const button = tapButton(element);
  if (!clock || !field || !button) return;
  const secondsPerUnit = Number(element.dataset["secondsPerUnit"] ?? 1);
  const aimS = Number(element.dataset["aim"] ?? 0) * secondsPerUnit;
  let startedAt = 0;
  let ticking: ReturnType<typeof setInterval> | undefined;

  const show = (): number => {
    const passedS = Math.floor((Date.now() - startedAt) / SECOND_MS);
    clock.textContent = aimS > 0 ? `${asClock(passedS)} of ${asClock(aimS)}` : asClock(passedS);
    clock.classList.toggle("test-clock--reached", aimS > 0 && passedS >= aimS);
    return passedS;
  };

  button.addEventListener("click", () => {
    if (ticking === undefined) {
      startedAt = Date.now();
      clock.hidden = false;
      button.textContent = "Stop the clock";
      ticking = setInterval(show, SECOND_MS / 4);
      show();
    } else {
      clearInterval(ticking);
      ticking = undefined;
      button.textContent = "Start again";
      field.value = String(Math.floor((show() * 10) / secondsPerUnit) / 10);
    }
  });
}

/** Minutes and seconds: 0:05, 12:40. */
export function asClock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
