// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { timeZone } from "./time-zone.ts";

test("the field holds the browser's own time zone", () => {
  const field = document.createElement("input");
  timeZone(field);
  expect(field.value).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
});
