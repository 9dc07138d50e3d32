/**
 * Perfect negotiation: either side may offer at any time, and when both do at once the polite one gives way.
 *
 * Source: W3C WebRTC 1.0, section 10.7, "Perfect Negotiation Example".
 */

import type { Signal } from "./contract";

export type Negotiable = Pick<
  RTCPeerConnection,
  | "signalingState"
  | "localDescription"
  | "setLocalDescription"
  | "setRemoteDescription"
  | "addIceCandidate"
  | "onnegotiationneeded"
  | "onicecandidate"
>;

export class Negotiation {
  readonly #connection: Negotiable;
  readonly #isPolite: boolean;
  readonly #send: (signal: Signal) => void;
  readonly #failed: (error: unknown) => void;
  #isMakingOffer = false;
  #isIgnoringOffer = false;
  #isSettingAnswer = false;
  #taking = Promise.resolve();

  /**
   * @param send hands a signal to the other side; it may be lost.
   * @param failed hears of what neither side's rules explain; the line is then made anew.
   */
  constructor(connection: Negotiable, isPolite: boolean, send: (signal: Signal) => void, failed: (error: unknown) => void) {
    this.#connection = connection;
    this.#isPolite = isPolite;
    this.#send = send;
    this.#failed = failed;
    connection.onnegotiationneeded = () => void this.#offer();
    connection.onicecandidate = ({ candidate }) => candidate && send({ candidate: candidate.toJSON() });
  }

  /** Takes a signal of the other side, each after the one before: two offers in a row would else be answered as one. */
  take(signal: Signal): Promise<void> {
    this.#taking = this.#taking.then(() => this.#take(signal));
    return this.#taking;
  }

  async #take({ description, candidate }: Signal): Promise<void> {
    try {
      if (description) await this.#describe(description);
      else if (candidate) await this.#reach(candidate);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** After signals may have been lost: says again what waits for an answer. Gives back whether anything does. */
  repeat(): boolean {
    const { signalingState, localDescription } = this.#connection;
    if (signalingState !== "have-local-offer" || !localDescription) return false;
    this.#send({ description: plain(localDescription) });
    return true;
  }

  async #offer(): Promise<void> {
    try {
      this.#isMakingOffer = true;
      await this.#connection.setLocalDescription();
      this.#describeMyself();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isMakingOffer = false;
    }
  }

  async #describe(description: RTCSessionDescriptionInit): Promise<void> {
    const connection = this.#connection;
    // An offer may come while an answer is being taken: it is then not in the way.
    const isReady = !this.#isMakingOffer && (connection.signalingState === "stable" || this.#isSettingAnswer);
    const isCollision = description.type === "offer" && !isReady;
    this.#isIgnoringOffer = !this.#isPolite && isCollision;
    if (this.#isIgnoringOffer) return;
    // A repeated offer may be answered twice.
    if (description.type === "answer" && connection.signalingState !== "have-local-offer") return;
    this.#isSettingAnswer = description.type === "answer";
    try {
      await connection.setRemoteDescription(description); // takes an own offer back where need be
    } finally {
      this.#isSettingAnswer = false;
    }
    if (description.type === "offer") {
      await connection.setLocalDescription();
      this.#describeMyself();
    }
  }

  async #reach(candidate: RTCIceCandidateInit): Promise<void> {
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch (error) {
      if (!this.#isIgnoringOffer) throw error; // it belongs to the offer that was ignored
    }
  }

  #describeMyself(): void {
    const { localDescription } = this.#connection;
    if (localDescription) this.#send({ description: plain(localDescription) });
  }
}

const plain = ({ type, sdp }: RTCSessionDescription): RTCSessionDescriptionInit => ({ type, sdp });
