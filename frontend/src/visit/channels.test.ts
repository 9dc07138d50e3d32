import { describe, expect, it } from "vitest";
import { SteadyChannel } from "./channels";

class FakeDataChannel {
  readyState: RTCDataChannelState = "connecting";
  bufferedAmount = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;

  opens(): void {
    this.readyState = "open";
    this.onopen?.();
  }

  closes(): void {
    this.readyState = "closed";
    this.onclose?.();
  }

  send(text: string): void {
    if (this.readyState !== "open") throw new Error("InvalidStateError");
    this.sent.push(text);
  }
}

const fake = (): FakeDataChannel & RTCDataChannel => new FakeDataChannel() as FakeDataChannel & RTCDataChannel;

describe("a steady channel", () => {
  it("sends only while it is open", () => {
    const steady = new SteadyChannel("record");
    const line = fake();
    expect(steady.send("too early")).toBe(false);
    steady.use(line);
    expect(steady.send("still connecting")).toBe(false);
    line.opens();
    expect(steady.send("41")).toBe(true);
    expect(line.sent).toEqual(["41"]);
  });

  it("keeps its listeners when the connection is replaced, and hears the old one no more", () => {
    const steady = new SteadyChannel("record");
    const [first, second] = [fake(), fake()];
    const heard: string[] = [];
    const opened: boolean[] = [];
    steady.onMessage((text) => heard.push(text));
    steady.onOpen((isOpen) => opened.push(isOpen));
    steady.use(first);
    first.opens();
    first.onmessage?.({ data: "one" } as MessageEvent);
    steady.use(second);
    first.onmessage?.({ data: "late" } as MessageEvent);
    second.opens();
    second.onmessage?.({ data: "two" } as MessageEvent);
    first.closes();
    expect(heard).toEqual(["one", "two"]);
    expect(opened).toEqual([true, false, true]);
  });

  it("takes neither bytes nor texts without end, and gives up on a line that takes nothing", () => {
    const steady = new SteadyChannel("measure");
    const line = fake();
    const heard: string[] = [];
    steady.onMessage((text) => heard.push(text));
    steady.use(line);
    line.opens();
    line.onmessage?.({ data: new ArrayBuffer(4) } as MessageEvent);
    line.onmessage?.({ data: "x".repeat(64_001) } as MessageEvent);
    expect(heard).toEqual([]);
    expect(steady.send("x".repeat(64_001))).toBe(false);
    line.bufferedAmount = 5_000_000;
    expect(steady.send("one more frame")).toBe(false);
  });
});
