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
  const rows: Row[] = [];
  report.forEach((row: Row) => rows.push(row));
  const losses = rows.filter(({ type }) => type === "remote-inbound-rtp").map(({ fractionLost }) => numberIn(fractionLost));
  const told = losses.filter((lost) => lost !== null);
  const pair = pairInUse(rows);
  return {
    lost: told.length > 0 ? Math.max(...told) : null,
    available_bps: numberIn(pair?.availableOutgoingBitrate),
    roundTrip_s: numberIn(pair?.currentRoundTripTime),
  };
}

interface Row {
  readonly id?: unknown;
  readonly type?: unknown;
  readonly fractionLost?: unknown;
  readonly selectedCandidatePairId?: unknown;
  readonly nominated?: unknown;
  readonly state?: unknown;
  readonly selected?: unknown;
  readonly availableOutgoingBitrate?: unknown;
  readonly currentRoundTripTime?: unknown;
}

const numberIn = (raw: unknown): number | null => (typeof raw === "number" ? raw : null);

/** The way that carries now: ways that were in use before, in another network, still stand among the others. */
function pairInUse(rows: readonly Row[]): Row | undefined {
  const selected = rows.find(({ type, selectedCandidatePairId }) => type === "transport" && selectedCandidatePairId)?.selectedCandidatePairId;
  const pairs = rows.filter(({ type, nominated, state }) => type === "candidate-pair" && nominated === true && state === "succeeded");
  return pairs.find(({ id }) => id !== undefined && id === selected) ?? pairs.find((pair) => pair.selected === true) ?? pairs[0];
}
