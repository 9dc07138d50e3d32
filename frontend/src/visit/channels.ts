/**
 * The seam between the call and whatever else travels beside picture and sound.
 *
 * The call owns the peer connection and may replace it at any time (the other side loads its page again); a
 * `Channel` outlives that: its listeners stay, it closes while there is no connection and opens again by itself.
 *
 * Measuring stands in a module of its own, `frontend/src/visit/measuring/index.ts`, which exports
 *
 *     export const mountMeasuring: MountMeasuring = (place) => { …; return { stop }; };
 *
 * The room loads it if it is there (`measuring.ts`), once, when the two are connected for the first time, and calls
 * `stop` when the visit ends or the person leaves. It shows `panel` beside the picture (below it on a phone) behind a
 * button "Measure". Whatever goes over a channel was written by the other browser: read it as you would a stranger's.
 */

/** A text at a time, to the other side and back. */
export interface Channel {
  readonly label: ChannelLabel;
  readonly isOpen: boolean;
  /** What waits to be sent, in bytes: a sender of live frames leaves one out while this grows. */
  readonly waiting_bytes: number;
  /** Sends a text of up to 64,000 characters; `false` if it could not be handed over. Never throws. */
  send(text: string): boolean;
  /** Returns how to stop listening. */
  onMessage(listener: (text: string) => void): () => void;
  /** Called whenever it opens or closes, and at once if it is open. Returns how to stop. */
  onOpen(listener: (isOpen: boolean) => void): () => void;
}

export interface Channels {
  /** Live frames: unordered, and what is lost is not sent again. */
  readonly measure: Channel;
  /** What must arrive, in order: commands, and what goes into the record. */
  readonly record: Channel;
}

export interface MeasuringPlace {
  /** Who sits here: the member's device measures, the practitioner's shows. */
  readonly role: "member" | "practitioner";
  /** Who sits there, for sentences. */
  readonly otherName: string;
  readonly visitId: string;
  /** Playing and muted while the own camera is on; its `srcObject` changes with the camera, and is null without one. */
  readonly localVideo: HTMLVideoElement;
  readonly remoteVideo: HTMLVideoElement;
  readonly channels: Channels;
  /** An empty element of the room, laid out as a column; everything in it belongs to measuring. */
  readonly panel: HTMLElement;
  /** Lies over the remote picture and has its size; for the skeleton. It takes no clicks. */
  readonly overlay: HTMLElement;
  /** Says something in the room's captions, and to a screen reader. */
  say(sentence: string): void;
  /** Shows the panel: somebody is asked something in it. */
  open(): void;
}

export interface Measuring {
  stop(): void;
}

export type MountMeasuring = (place: MeasuringPlace) => Measuring;

export type ChannelLabel = "room" | "measure" | "record";

/** Both sides open each channel with the same number, so none has to be announced. */
export const CHANNELS: Readonly<Record<ChannelLabel, RTCDataChannelInit & { readonly id: number }>> = {
  room: { negotiated: true, id: 0, ordered: true },
  measure: { negotiated: true, id: 1, ordered: false, maxRetransmits: 0 },
  record: { negotiated: true, id: 2, ordered: true },
};

const LONGEST_CHARACTERS = 64_000;
/** With more than this waiting the line is dead or far too slow. */
const MOST_WAITING_BYTES = 4_000_000;

/** A channel over whichever data channel there is now. */
export class SteadyChannel implements Channel {
  #channel: RTCDataChannel | null = null;
  readonly #readers = new Set<(text: string) => void>();
  readonly #watchers = new Set<(isOpen: boolean) => void>();

  constructor(readonly label: ChannelLabel) {}

  get isOpen(): boolean {
    return this.#channel?.readyState === "open";
  }

  get waiting_bytes(): number {
    return this.#channel?.bufferedAmount ?? 0;
  }

  /** From now on over this one; `null` while there is none. */
  use(channel: RTCDataChannel | null): void {
    const wasOpen = this.isOpen;
    this.#channel = channel;
    if (channel) {
      channel.onopen = () => this.#channel === channel && this.#tell(true);
      channel.onclose = () => this.#channel === channel && this.#tell(false);
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (this.#channel !== channel || typeof data !== "string" || data.length > LONGEST_CHARACTERS) return;
        for (const reader of this.#readers) reader(data);
      };
    }
    if (this.isOpen !== wasOpen) this.#tell(this.isOpen);
  }

  send(text: string): boolean {
    const channel = this.#channel;
    if (!channel || channel.readyState !== "open" || text.length > LONGEST_CHARACTERS) return false;
    if (channel.bufferedAmount > MOST_WAITING_BYTES) return false;
    try {
      channel.send(text);
      return true;
    } catch {
      return false;
    }
  }

  onMessage(listener: (text: string) => void): () => void {
    this.#readers.add(listener);
    return () => this.#readers.delete(listener);
  }

  onOpen(listener: (isOpen: boolean) => void): () => void {
    this.#watchers.add(listener);
    if (this.isOpen) listener(true);
    return () => this.#watchers.delete(listener);
  }

  #tell(isOpen: boolean): void {
    for (const watcher of this.#watchers) watcher(isOpen);
  }
}
