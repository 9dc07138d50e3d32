import { expect, it } from "vitest";
import { nameOnSide } from "./words";

it("names the side where a list has a line for each", () => {
  expect(nameOnSide("Heel slide", "left")).toBe("Heel slide, left side");
  expect(nameOnSide("Heel slide", "both")).toBe("Heel slide");
});
