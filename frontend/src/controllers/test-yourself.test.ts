// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { testCount } from "./test-count.ts";
import { testShare } from "./test-share.ts";
import { asClock, testTimer } from "./test-timer.ts";

const built = (data: string): HTMLElement => {
  document.body.innerHTML = `<div ${data}><p data-clock hidden></p><button data-tap hidden>Go</button>
    <input value=""><output data-shown hidden></output></div>`;
  return document.body.firstElementChild as HTMLElement;
};
const press = (): void => document.querySelector("button")?.click();
const value = (): string | undefined => document.querySelector("input")?.value;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the clock writes the seconds that passed into the field", () => {
  testTimer(built('data-aim="30"'));
  press();
  vi.advanceTimersByTime(31_200);
  expect(document.querySelector("[data-clock]")?.textContent).toBe("0:31 of 0:30");
  press();
  expect(value()).toBe("31");
});

test("a test told in minutes is not rounded up to its aim", () => {
  testTimer(built('data-aim="10" data-seconds-per-unit="60"'));
  press();
  vi.advanceTimersByTime(599_000);
  press();
  expect(value()).toBe("9.9");
});

test("every tap counts, from a number typed before", () => {
  testCount(built(""));
  press();
  press();
  expect(value()).toBe("2");
  const field = document.querySelector("input") as HTMLInputElement;
  field.value = "7";
  press();
  expect(value()).toBe("8");
});

test("the slider says what it stands at", () => {
  const element = built("");
  const slider = element.querySelector("input") as HTMLInputElement;
  slider.value = "90";
  testShare(element);
  expect(element.querySelector("output")?.textContent).toBe("90 percent");
  expect(element.querySelector("output")?.hidden).toBe(false);
});

test("a clock shows minutes and seconds", () => {
  expect([asClock(5), asClock(760)]).toEqual(["0:05", "12:40"]);
});
