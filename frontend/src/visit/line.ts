/** The line between the two pages: one peer connection, its tracks and its channels, mended when it stalls. */

import { CHANNELS, type ChannelLabel, type SteadyChannel } from "./channels";
import type { Signal } from "./contract";
import { type Kind } from "./media";
import { Negotiation } from "./negotiation";
import { Repair } from "./repair";

/** A line that has not come about by then never will; the polite side leaves it to the other to begin anew. */
const COMES_ABOUT_MS = 20_000;

export type LineState = "connecting" | "connected" | "interrupted";

export interface LineEvents {
  send(signal: Signal): void;
  state(state: LineState): void;
  /** A track of the other side has come. */
  track(track: MediaStreamTrack): void;
  /** Nothing helps: the line has to be made anew. */
  broken(): void;
}

export class Line {
  readonly #connection: RTCPeerConnection;
  readonly #negotiation: Negotiation;
  readonly #repair: Repair;
  readonly #senders: Partial<Record<Kind, RTCRtpSender>> = {};
  readonly #stream = new MediaStream();
  readonly #steady: Readonly<Record<ChannelLabel, SteadyChannel>>;
  readonly #start: ReturnType<typeof setTimeout>;
  #wasConnected = false;
  #isClosed = false;
  /** How often an ICE restart was asked for. */
  restarts = 0;

  constructor(
    configuration: RTCConfiguration,
    isPolite: boolean,
    channels: Readonly<Record<ChannelLabel, SteadyChannel>>,
    events: LineEvents,
  ) {
    const connection = new RTCPeerConnection(configuration);
    this.#connection = connection;
    this.#steady = channels;
    this.#negotiation = new Negotiation(connection, isPolite, events.send, () => !this.#isClosed && events.broken());
    this.#repair = new Repair(isPolite, () => this.mend());
    for (const [label, init] of Object.entries(CHANNELS)) {
      channels[label as ChannelLabel].use(connection.createDataChannel(label, init));
    }
    this.#start = setTimeout(events.broken, isPolite ? 2 * COMES_ABOUT_MS : COMES_ABOUT_MS);
    connection.ontrack = ({ track }) => events.track(track);
    connection.oniceconnectionstatechange = () => this.#stands(events);
  }

  /** Sends this track from now on, or nothing of its kind. */
  async carry(kind: Kind, track: MediaStreamTrack | null): Promise<void> {
    const sender = this.#senders[kind];
    if (sender) await sender.replaceTrack(track);
    else if (track) this.#senders[kind] = this.#connection.addTrack(track, this.#stream);
  }

  take(signal: Signal): Promise<void> {
    return this.#negotiation.take(signal);
  }

  /** Signals may have been lost on the way: says again what waits, or looks for another way if the line does not carry. */
  resume(): void {
    if (this.#negotiation.repeat() || this.#carries) return;
    if (this.#wasConnected) this.mend();
  }

  /** Looks for another way to the other side. */
  mend(): void {
    if (this.#isClosed || this.#negotiation.repeat()) return;
    this.restarts += 1;
    this.#connection.restartIce();
  }

  statistics(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#start);
    this.#repair.stop();
    for (const channel of Object.values(this.#steady)) channel.use(null);
    this.#connection.close();
  }

  get #carries(): boolean {
    return ["connected", "completed"].includes(this.#connection.iceConnectionState);
  }

  #stands({ state }: LineEvents): void {
    if (this.#isClosed) return;
    const ice = this.#connection.iceConnectionState;
    if (this.#carries) {
      this.#wasConnected = true;
      clearTimeout(this.#start);
      this.#repair.stands("carries");
      state("connected");
    } else if (ice === "failed" || ice === "disconnected") {
      this.#repair.stands(ice === "failed" ? "fails" : "stalls");
      state("interrupted");
    } else if (!this.#wasConnected) state("connecting");
  }
}
