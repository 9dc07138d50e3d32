// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";
import { CameraRefused, openCamera } from "./camera";

class FakeTrack extends EventTarget {
  readyState = "live";
  asked: MediaTrackConstraints[] = [];

  stop(): void {
    this.readyState = "ended";
  }

  async applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    this.asked.push(constraints);
  }
}

function camera(plays: () => Promise<void> = async () => undefined): FakeTrack {
  const track = new FakeTrack();
  const stream = { getTracks: () => [track], getVideoTracks: () => [track] };
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: async () => stream } });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(plays);
  vi.spyOn(HTMLMediaElement.prototype, "srcObject", "set").mockImplementation(() => undefined);
  return track;
}

afterEach(() => vi.unstubAllGlobals());

it("stops every track when it is closed", async () => {
  const track = camera();
  const opened = await openCamera(480, () => undefined);
  expect(track.readyState).toBe("live");
  opened.close();
  expect(track.readyState).toBe("ended");
});

it("leaves no track on when the picture does not play", async () => {
  const track = camera(async () => Promise.reject(new Error("taken")));
  await expect(openCamera(480, () => undefined)).rejects.toEqual(new CameraRefused("busy"));
  expect(track.readyState).toBe("ended");
});

it("tells once that the camera is gone", async () => {
  const track = camera();
  let lost = 0;
  await openCamera(480, () => (lost += 1));
  track.dispatchEvent(new Event("ended"));
  track.dispatchEvent(new Event("ended"));
  expect(lost).toBe(1);
});

it("asks for another size without opening again", async () => {
  const track = camera();
  (await openCamera(480, () => undefined)).resize(360);
  expect(track.asked).toMatchObject([{ width: { ideal: 480 }, height: { ideal: 360 } }]);
});

it("says what kept it from opening", async () => {
  const problem = async (name: string): Promise<string> => {
    vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: () => Promise.reject(new DOMException("", name)) } });
    return openCamera(480, () => undefined).then(() => "", (error: unknown) => (error as CameraRefused).problem);
  };
  expect([await problem("NotAllowedError"), await problem("NotFoundError"), await problem("NotReadableError")]).toEqual(["denied", "none", "busy"]);
});
