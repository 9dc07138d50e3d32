/** Whether the connection still carries a picture beside the sound. */

const TOO_MUCH_LOST = 0.2;
const TOO_LITTLE_BPS = 60_000;
const TOO_SLOW_S = 2;
/** One bad moment is none; this many samples in a row, two seconds apart, are. */
const IN_A_ROW = 5;

/** One look at the connection; `null` where the browser does not tell. */
export interface Sample {
  readonly lost: number | null;
  readonly available_bps: number | null;
  readonly roundTrip_s: number | null;
}

export class Carrying {
  #weak = 0;

  /** Takes a look; `true` at the moment the picture should make room for the sound. */
  isTooWeak({ lost, available_bps, roundTrip_s }: Sample): boolean {
    const isWeak =
      (lost ?? 0) >= TOO_MUCH_LOST ||
      (available_bps ?? TOO_LITTLE_BPS) < TOO_LITTLE_BPS ||
      (roundTrip_s ?? 0) >= TOO_SLOW_S;
    this.#weak = isWeak ? this.#weak + 1 : 0;
    return this.#weak === IN_A_ROW;
  }

  /** The connection was interrupted or the picture stopped: what was seen before does not count. */
  forget(): void {
    this.#weak = 0;
  }
}

/** What `RTCPeerConnection.getStats` says of the way there. */
export function sampleOf(report: RTCStatsReport): Sample {
  let [lost, available_bps, roundTrip_s]: (number | null)[] = [null, null, null];
  report.forEach((row: Record<string, unknown>) => {
    if (row["type"] === "remote-inbound-rtp" && typeof row["fractionLost"] === "number") {
      lost = Math.max(lost ?? 0, row["fractionLost"]);
    }
    if (row["type"] === "candidate-pair" && row["nominated"] === true && row["state"] === "succeeded") {
      if (typeof row["availableOutgoingBitrate"] === "number") available_bps = row["availableOutgoingBitrate"];
      if (typeof row["currentRoundTripTime"] === "number") roundTrip_s = row["currentRoundTripTime"];
    }
  });
  return { lost: lost ?? null, available_bps: available_bps ?? null, roundTrip_s: roundTrip_s ?? null };
}
