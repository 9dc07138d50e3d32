import { expect, it } from "vitest";
import { Latencies } from "./latency";

it("gives the middle of the last sixty, and nothing before the first", () => {
  const latencies = new Latencies();
  expect(latencies.median_ms).toBeNull();
  for (const latency_ms of [90, 2_000, 80]) latencies.take(latency_ms);
  expect(latencies.median_ms).toBe(90);
  for (let each = 0; each < 60; each += 1) latencies.take(50);
  expect(latencies.median_ms).toBe(50);
});
