import { expect, it } from "vitest";
import { usableDelegates } from "./pose";

it("uses the GPU only where there is a real one", () => {
  expect(usableDelegates("", "Apple GPU")).toEqual(["GPU", "CPU"]);
  expect(usableDelegates("", "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device))")).toEqual(["CPU"]);
  expect(usableDelegates("", null)).toEqual(["CPU"]);
});

it("can be told by the address", () => {
  expect(usableDelegates("?delegate=cpu", "Apple GPU")).toEqual(["CPU"]);
  expect(usableDelegates("?delegate=gpu", "llvmpipe")).toEqual(["GPU", "CPU"]);
});
