import { describe, expect, it } from "vitest";
import type { Signal } from "./contract";
import { Negotiation, type Negotiable } from "./negotiation";

/** A peer connection that keeps the rules of signaling states, of rollback and of candidates, and nothing else. */
class FakeConnection {
  signalingState: RTCSignalingState = "stable";
  localDescription: RTCSessionDescription | null = null;
  remote: RTCSessionDescriptionInit | null = null;
  candidates: RTCIceCandidateInit[] = [];
  agreed = 0;
  onnegotiationneeded: ((event: Event) => void) | null = null;
  onicecandidate: ((event: RTCPeerConnectionIceEvent) => void) | null = null;
  #number = 0;

  constructor(readonly name: string) {}

  needs(): void {
    this.onnegotiationneeded?.(new Event("negotiationneeded"));
  }

  finds(candidate: string): void {
    const found = { toJSON: () => ({ candidate }) } as RTCIceCandidate;
    this.onicecandidate?.({ candidate: found } as RTCPeerConnectionIceEvent);
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    if (type === "answer") this.agreed += 1;
    this.signalingState = type === "answer" ? "stable" : "have-local-offer";
    this.#number += 1;
    this.localDescription = { type, sdp: `${this.name}-${type}-${this.#number}` } as RTCSessionDescription;
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await Promise.resolve();
    if (description.type === "answer" && this.signalingState !== "have-local-offer") throw new Error("InvalidStateError");
    if (description.type === "answer") this.agreed += 1;
    this.signalingState = description.type === "answer" ? "stable" : "have-remote-offer"; // an own offer is rolled back
    this.remote = description;
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    await Promise.resolve();
    if (!this.remote || !candidate.candidate?.startsWith(this.remote.sdp?.split("-")[0] ?? "?")) throw new Error("OperationError");
    this.candidates.push(candidate);
  }
}

/** Two ends and what is on its way between them. */
function pair() {
  const failures: unknown[] = [];
  const connections = { impolite: new FakeConnection("impolite"), polite: new FakeConnection("polite") };
  const wires = { impolite: [] as Signal[], polite: [] as Signal[] };
  const end = (name: "impolite" | "polite", other: "impolite" | "polite"): Negotiation =>
    new Negotiation(
      connections[name] as unknown as Negotiable,
      name === "polite",
      (signal) => wires[other].push(signal),
      (error) => failures.push(error),
    );
  const ends = { impolite: end("impolite", "polite"), polite: end("polite", "impolite") };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) {
      for (const name of ["impolite", "polite"] as const) {
        for (const signal of wires[name].splice(0)) void ends[name].take(signal);
      }
      await new Promise((done) => setTimeout(done, 0));
    }
  };
  return { ...connections, ends, wires, failures, settle };
}

describe("perfect negotiation", () => {
  it("agrees when one side offers", async () => {
    const { impolite, polite, settle, failures } = pair();
    impolite.needs();
    await settle();
    expect([impolite.signalingState, polite.signalingState]).toEqual(["stable", "stable"]);
    expect(polite.remote?.sdp).toBe("impolite-offer-1");
    expect(failures).toEqual([]);
  });

  it("lets the polite side give way when both offer at once", async () => {
    const { impolite, polite, settle, failures } = pair();
    impolite.needs();
    polite.needs();
    await settle();
    expect([impolite.signalingState, polite.signalingState]).toEqual(["stable", "stable"]);
    expect(polite.remote).toMatchObject({ type: "offer", sdp: "impolite-offer-1" });
    expect(impolite.remote?.type).toBe("answer");
    expect(failures).toEqual([]);
  });

  it("drops the candidates of an offer it ignored, and takes those of the agreed one", async () => {
    const { impolite, polite, settle, failures } = pair();
    impolite.needs();
    polite.needs();
    await new Promise((done) => setTimeout(done, 0));
    polite.finds("polite-early");
    await settle();
    impolite.finds("impolite-late");
    polite.finds("polite-late");
    await settle();
    expect(polite.candidates).toEqual([{ candidate: "impolite-late" }]);
    expect(impolite.candidates).toEqual([{ candidate: "polite-late" }]);
    expect(failures).toEqual([]);
  });

  it("repeats an offer whose answer was lost, and minds no answer that comes twice", async () => {
    const { impolite, polite, ends, wires, settle, failures } = pair();
    impolite.needs();
    await new Promise((done) => setTimeout(done, 0));
    wires.polite.splice(0);
    expect(ends.impolite.repeat()).toBe(true);
    expect(ends.impolite.repeat()).toBe(true);
    await settle();
    expect([impolite.signalingState, polite.signalingState]).toEqual(["stable", "stable"]);
    expect(ends.impolite.repeat()).toBe(false);
    expect(failures).toEqual([]);
  });

  it("tells of what its rules do not explain", async () => {
    const { ends, failures } = pair();
    await ends.impolite.take({ candidate: { candidate: "from-nowhere" } });
    expect(failures).toHaveLength(1);
  });

  it("agrees again after every further need, whoever has it", async () => {
    const { impolite, polite, settle, failures } = pair();
    for (const who of [impolite, polite, polite, impolite]) {
      who.needs();
      await settle();
    }
    expect([impolite.agreed, polite.agreed]).toEqual([4, 4]);
    expect(failures).toEqual([]);
  });
});
