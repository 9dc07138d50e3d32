import { describe, expect, it } from "vitest";
import { Carrying, sampleOf } from "./network";

type Row = Readonly<Record<string, unknown>>;

/** What `getStats` gives, as Chromium writes it. */
const report = (...rows: readonly Row[]): RTCStatsReport => new Map(rows.map((row, at) => [String(at), row])) as unknown as RTCStatsReport;

const sound = (fractionLost: number): Row => ({ type: "remote-inbound-rtp", kind: "audio", fractionLost, roundTripTime: 0.04 });
const picture = (fractionLost: number): Row => ({ type: "remote-inbound-rtp", kind: "video", fractionLost, roundTripTime: 0.04 });
const pair = (more: Row = {}): Row => ({
  type: "candidate-pair", nominated: true, state: "succeeded", availableOutgoingBitrate: 1_800_000, currentRoundTripTime: 0.04, ...more,
});
const others: readonly Row[] = [
  { type: "outbound-rtp", kind: "video", qualityLimitationReason: "bandwidth" },
  { type: "candidate-pair", nominated: false, state: "in-progress", availableOutgoingBitrate: 1, currentRoundTripTime: 9 },
  { type: "transport", selectedCandidatePairId: "CP1" },
];

describe("one look at the connection", () => {
  it("reads the pair in use and the worse of picture and sound", () => {
    expect(sampleOf(report(sound(0.01), picture(0.3), pair(), ...others))).toEqual({ lost: 0.3, available_bps: 1_800_000, roundTrip_s: 0.04 });
  });

  it("reads the way in use now, not one that was in use before", () => {
    const before = pair({ id: "CP0", availableOutgoingBitrate: 10_000, currentRoundTripTime: 3 });
    const now = pair({ id: "CP1" });
    for (const rows of [[before, now, ...others], [now, before, ...others]]) {
      expect(sampleOf(report(...rows))).toEqual({ lost: null, available_bps: 1_800_000, roundTrip_s: 0.04 });
    }
  });

  it("reads nothing where the browser tells nothing", () => {
    expect(sampleOf(report(...others))).toEqual({ lost: null, available_bps: null, roundTrip_s: null });
  });

  it("reads a browser that tells no bitrate by what it does tell", () => {
    const { availableOutgoingBitrate: _none, ...silent } = pair();
    expect(sampleOf(report(sound(0), silent))).toEqual({ lost: 0, available_bps: null, roundTrip_s: 0.04 });
  });
});

describe("sound only", () => {
  /** After how many looks the picture is given up; 0 where it never is. */
  const givenUpAfter = (...rows: readonly Row[]): number => {
    const carrying = new Carrying();
    return Array.from({ length: 12 }, () => carrying.isTooWeak(sampleOf(report(...rows)))).indexOf(true) + 1;
  };

  it.each([
    ["a good line", [sound(0), picture(0.02), pair()], 0],
    ["some loss", [sound(0.05), picture(0.19), pair()], 0],
    ["a slow line that still carries a picture", [sound(0), picture(0), pair({ availableOutgoingBitrate: 60_000 })], 0],
    ["a fifth of the picture lost", [sound(0), picture(0.2), pair()], 5],
    ["a fifth of the sound lost", [sound(0.25), picture(0), pair()], 5],
    ["too little for a picture", [sound(0), picture(0), pair({ availableOutgoingBitrate: 40_000 })], 5],
    ["answers two seconds late", [sound(0), picture(0), pair({ currentRoundTripTime: 2.1 })], 5],
  ] as const)("%s", (_name, rows, after) => expect(givenUpAfter(...rows)).toBe(after));
});
