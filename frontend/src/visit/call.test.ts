// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Call } from "./call";
import type { Pass, RoomData } from "./contract";

const pass = (more: Partial<Pass> = {}): Pass => ({
  isOff: false, opensIn_s: -60, beginsIn_s: 540, endsIn_s: 2_340, closesIn_s: 4_140, token: "a.b", connection: { iceServers: [] }, ...more,
});
const shut = (more: Partial<Pass> = {}): Pass => pass({ token: null, connection: null, ...more });

class FakeSocket {
  static readonly OPEN = 1;
  static made: FakeSocket[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;

  constructor() {
    FakeSocket.made.push(this);
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  send(): void {}

  close(): void {
    this.readyState = 3;
  }
}

class FakeTrack extends EventTarget {
  isStopped = false;
  enabled = true;

  constructor(readonly kind: "audio" | "video") {
    super();
  }

  stop(): void {
    this.isStopped = true;
  }
}

const streamOf = (...tracks: readonly FakeTrack[]): MediaStream =>
  ({
    getTracks: () => tracks,
    getAudioTracks: () => tracks.filter(({ kind }) => kind === "audio"),
    getVideoTracks: () => tracks.filter(({ kind }) => kind === "video"),
  }) as unknown as MediaStream;

let answers: Pass[];
let allow: (stream: MediaStream) => void;
let call: Call;

const opened = (given: Pass): Call => {
  const data: RoomData = { visitId: "7", role: "member", otherName: "Kira", socket: "/live/", passAt: "/pass/", pass: given };
  const nothing = (): void => undefined;
  call = new Call(data, { changed: nothing, say: nothing, chat: nothing, picture: nothing, lost: nothing });
  call.start();
  return call;
};

/** The server holds this page no more, as it does when the visit is called off or moved. */
const refused = async (): Promise<void> => {
  FakeSocket.made.at(-1)?.onclose?.({ code: 4403 });
  await vi.advanceTimersByTimeAsync(100);
};

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
  answers = [];
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", async () => ({ ok: true, json: async () => answers.at(-1) }));
  const getUserMedia = async (): Promise<MediaStream> => new Promise((resolve) => (allow = resolve));
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("while somebody waits", () => {
  it("a visit that is cancelled is over, and is not asked for again and again", async () => {
    opened(pass());
    FakeSocket.made[0]?.opens();
    answers.push(shut({ isOff: true }));
    await refused();
    expect(call.stage).toBe("off");
  });

  it("a visit that is moved is over here, also for who has joined already", async () => {
    opened(pass());
    FakeSocket.made[0]?.opens();
    await call.join("nothing");
    expect(call.stage).toBe("call");
    answers.push(shut({ opensIn_s: 90_000, beginsIn_s: 90_600, closesIn_s: 94_000 }));
    await refused();
    expect(call.stage).toBe("moved");
  });

  it("before the door opens the page waits for it", async () => {
    opened(shut({ opensIn_s: 120, beginsIn_s: 720 }));
    answers.push(pass({ opensIn_s: 0, beginsIn_s: 600 }));
    await vi.advanceTimersByTimeAsync(125_000);
    expect(FakeSocket.made).toHaveLength(1);
    FakeSocket.made[0]?.opens();
    expect([call.stage, call.canJoin]).toEqual(["lobby", true]);
  });

  it("of two tries to come back the later one counts, and the other is closed", async () => {
    opened(pass());
    const [first] = FakeSocket.made;
    first?.opens();
    answers.push(pass());
    first?.onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(1_000);
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(1_000);
    for (const socket of FakeSocket.made.slice(1)) socket.opens();
    expect(FakeSocket.made.slice(1).filter(({ readyState }) => readyState === 1)).toHaveLength(1);
  });
});

describe("a camera that is allowed too late", () => {
  it("stays off, and nobody is brought back into a visit that is over", async () => {
    opened(pass());
    FakeSocket.made[0]?.opens();
    const joins = call.join("picture");
    FakeSocket.made[0]?.onclose?.({ code: 4410 });
    const tracks = [new FakeTrack("audio"), new FakeTrack("video")];
    allow(streamOf(...tracks));
    await joins;
    expect(call.stage).toBe("ended");
    expect(tracks.map(({ isStopped }) => isStopped)).toEqual([true, true]);
    expect(call.devices).toEqual({ microphone: "none", camera: "off" });
  });
});
