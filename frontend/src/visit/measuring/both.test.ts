// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MeasuringPlace } from "../channels";
import type { Device, DeviceListener } from "./device";
import { entry, frame, line, set, setup, standing, type Ends } from "./fixtures";
import { MemberSide } from "./member";
import { TherapistSide } from "./therapist";

class FakeDevice implements Device {
  readonly done: string[] = [];
  constructor(readonly listener: DeviceListener) {}
  open(): void {
    this.done.push("open");
  }
  count(): void {
    this.done.push("count");
  }
  end(): void {
    this.done.push("end");
    this.listener.counted(set());
  }
  close(): void {
    this.done.push("close");
  }
}

function place(role: "member" | "practitioner", channels: Ends): MeasuringPlace & { readonly said: string[]; opened: number } {
  const made = {
    role, otherName: role === "member" ? "Ana" : "Kira", visitId: "7", channels, said: [] as string[], opened: 0,
    localVideo: document.createElement("video"), remoteVideo: document.createElement("video"),
    panel: document.createElement("div"), overlay: document.createElement("div"),
    say: (sentence: string) => void made.said.push(sentence),
    open: () => void (made.opened += 1),
  };
  document.body.append(made.panel);
  return made;
}

const press = (root: HTMLElement, label: string): void => {
  const found = [...root.querySelectorAll("button")].find(({ textContent, hidden }) => textContent === label && !hidden);
  if (!found) throw new Error(`No button ${label}`);
  found.click();
};

let devices: FakeDevice[];
let members: ReturnType<typeof place>;
let therapists: ReturnType<typeof place>;
let ends: readonly [Ends, Ends];
let therapist: TherapistSide;
let member: MemberSide;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
  HTMLCanvasElement.prototype.getContext = () => null;
  devices = [];
  ends = line();
  members = place("member", ends[0]);
  therapists = place("practitioner", ends[1]);
  member = new MemberSide(members, setup(), (_video, _setup, listener) => {
    const device = new FakeDevice(listener);
    devices.push(device);
    return device;
  });
  therapist = new TherapistSide(therapists, setup());
});

afterEach(() => {
  therapist.stop();
  member.stop();
  vi.useRealTimers();
});

function measuring(): FakeDevice {
  press(therapists.panel, "Ask to measure");
  press(members.panel, "Yes, measure");
  const device = devices.at(-1) as FakeDevice;
  device.listener.ready();
  return device;
}

describe("measuring in a visit", () => {
  it("begins only when the member agrees, who reads what is sent", () => {
    press(therapists.panel, "Ask to measure");
    expect(members.panel.textContent).toContain("Only the points of your body are sent, not more video");
    expect(members.opened).toBe(1);
    expect(devices).toEqual([]);
    press(members.panel, "Not now");
    expect(therapists.panel.textContent).toContain("Kira did not agree");
    expect(ends[0].measure.sent).toEqual([]);
  });

  it("shows the angle with its error, and that it stands still when frames stop", () => {
    const device = measuring();
    device.listener.measured({ frame: frame(10, 41), standing: null });
    expect(therapists.panel.querySelector("[data-value]")?.textContent).toBe("139°");
    expect(therapists.panel.textContent).toContain("± 7°");
    vi.advanceTimersByTime(3_000);
    expect(therapists.panel.textContent).toContain("No new points for");
    expect(therapists.panel.querySelector<HTMLElement>(".measuring")?.dataset["frames"]).toBe("stale");
    device.listener.measured({ frame: frame(3_000, 50), standing: null });
    expect(therapists.panel.textContent).not.toContain("No new points");
  });

  it("leaves frames out while the line cannot keep up", () => {
    const device = measuring();
    ends[0].measure.waiting_bytes = 50_000;
    device.listener.measured({ frame: frame(10), standing: null });
    expect(ends[0].measure.sent).toEqual([]);
  });

  it("is stopped by either side, and nothing is sent any more", () => {
    measuring();
    press(members.panel, "Stop measuring");
    expect(devices[0]?.done).toContain("close");
    expect(therapists.panel.textContent).toContain("Measuring is off");
    measuring();
    press(therapists.panel, "Stop measuring");
    expect(devices[1]?.done).toContain("close");
    expect(members.panel.textContent).toContain("Measuring is off");
    expect(members.said.at(-1)).toBe("Ana has stopped measuring.");
  });

  it("tells a page that comes back where it stands", () => {
    measuring();
    therapist.stop();
    expect(devices[0]?.done).toContain("close");
    therapist = new TherapistSide(therapists, setup());
    expect(therapists.panel.textContent).toContain("Measuring is off");
  });

  it("ignores what nobody of this version would say", () => {
    measuring();
    for (const text of ["", "{}", '{"v":1,"k":"count","exercise":"juggling","side":"both"}', "<script>"]) {
      ends[1].record.send(text);
      ends[0].record.send(text);
      ends[0].measure.send(text);
    }
    expect(devices[0]?.done).toEqual(["open"]);
  });

  it("marks with the frames it was shown, and says why where there is no number", async () => {
    const device = measuring();
    device.listener.measured({ frame: frame(10), standing: null });
    const answers = [
      new Response(JSON.stringify({ problems: [{ message: "The joint is moving." }] }), { status: 409 }),
      new Response(JSON.stringify(entry({ use_url: "" })), { status: 201 }),
    ];
    const asked = vi.spyOn(globalThis, "fetch").mockImplementation(async () => answers.shift() as Response);
    press(therapists.panel, "Mark");
    await vi.waitFor(() => expect(therapists.panel.textContent).toContain("The joint is moving."));
    press(therapists.panel, "Mark");
    await vi.waitFor(() => expect(therapists.panel.textContent).toContain("139° (± 7°)"));
    const [first, second] = asked.mock.calls.map(([, request]) => request as { headers: Record<string, string>; body: string });
    expect(first?.headers["Idempotency-Key"]).toBe(second?.headers["Idempotency-Key"]);
    expect(JSON.parse(second?.body ?? "")).toEqual({ measure: "active-knee-extension", side: "left", note: "", frames: [frame(10)] });
  });

  it("counts an exercise on the member's device, seen by both, and saves it if the therapist says so", async () => {
    const device = measuring();
    press(therapists.panel, "Start counting");
    expect(device.done).toContain("count");
    device.listener.measured({ frame: frame(10), standing: standing({ cue: "too-fast" }) });
    for (const { panel } of [members, therapists]) {
      expect(panel.textContent).toContain("3");
      expect(panel.textContent).toContain("Slower.");
    }
    press(therapists.panel, "End the set");
    expect(therapists.panel.textContent).toContain("Mini squat: 2 repetitions, 1 not full");
    vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(JSON.stringify(entry({ id: "2", kind: "set", says: "Mini squat: 2 repetitions" })), { status: 201 }));
    press(therapists.panel, "Save the set");
    await vi.waitFor(() => expect(therapists.panel.querySelector("[data-entry='2']")).not.toBeNull());
  });

  it("never takes one side's mark for the other's, also where an answer was lost", async () => {
    const device = measuring();
    device.listener.measured({ frame: frame(10), standing: null });
    const asked = vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("network"));
    press(therapists.panel, "Mark");
    await vi.waitFor(() => expect(therapists.panel.textContent).toContain("could not be reached"));
    const side = therapists.panel.querySelector<HTMLSelectElement>("#measuring-side");
    if (side) side.value = "right";
    side?.dispatchEvent(new Event("change"));
    press(therapists.panel, "Mark");
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
    const [first, second] = asked.mock.calls.map(([, request]) => (request as { headers: Record<string, string> }).headers["Idempotency-Key"]);
    expect(second).not.toBe(first);
  });

  it("keeps what a set came to until the line is there again", () => {
    const device = measuring();
    press(therapists.panel, "Start counting");
    for (const { record } of ends) record.stands(false);
    device.end();
    expect(therapists.panel.textContent).not.toContain("Mini squat: 2 repetitions");
    for (const { record } of [...ends].reverse()) record.stands(true);
    expect(therapists.panel.textContent).toContain("Mini squat: 2 repetitions, 1 not full");
    expect(ends[0].record.sent.filter((text) => text.includes('"k":"set"'))).toHaveLength(1);
  });

  it("does not tell a member who declined that measuring was stopped", () => {
    press(therapists.panel, "Ask to measure");
    press(members.panel, "Not now");
    therapist.stop();
    expect(members.said).not.toContain("Ana has stopped measuring.");
  });

  it("offers a coach no button to record with", () => {
    therapist.stop();
    therapist = new TherapistSide(therapists, setup({ may_record: false, exercises: [] }));
    measuring();
    expect([...therapists.panel.querySelectorAll("button")].map(({ textContent }) => textContent)).not.toContain("Mark");
    expect(therapists.panel.textContent).toContain("The plan of Kira gives no exercise now");
  });
});
