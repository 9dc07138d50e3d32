/** The own camera and microphone: opening, choosing, changing. Nothing here is recorded. */

export type Kind = "microphone" | "camera";
export type MediaProblem = "denied" | "none" | "busy" | "insecure";

const ABOUT: Record<Kind, MediaTrackConstraints> = {
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  camera: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 }, facingMode: "user" },
};
const LABELS: Record<Kind, string> = { microphone: "Microphone", camera: "Camera" };
const INPUTS: Record<Kind, MediaDeviceKind> = { microphone: "audioinput", camera: "videoinput" };

export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** The tracks this page sends, and which devices they come from. */
export class Media {
  readonly #tracks: Record<Kind, MediaStreamTrack | null> = { microphone: null, camera: null };
  readonly #chosen: Partial<Record<Kind, string>> = {};
  #isOver = false;
  readonly #changed: (kind: Kind) => void;
  readonly #lost: (kind: Kind) => void;

  /**
   * @param changed called when there is another track of a kind, or none.
   * @param lost called when one stopped by itself: unplugged, or taken by the system.
   */
  constructor(changed: (kind: Kind) => void, lost: (kind: Kind) => void) {
    this.#changed = changed;
    this.#lost = lost;
  }

  track(kind: Kind): MediaStreamTrack | null {
    return this.#tracks[kind];
  }

  /** Opens what is asked for, in one question to the person; where that fails, each alone. */
  async open(...kinds: readonly Kind[]): Promise<Partial<Record<Kind, MediaProblem>>> {
    if (!navigator.mediaDevices) return Object.fromEntries(kinds.map((kind) => [kind, "insecure"]));
    try {
      this.#take(await this.#ask(kinds));
      return {};
    } catch (error) {
      if (kinds.length < 2) return Object.fromEntries(kinds.map((kind) => [kind, problemOf(error)]));
    }
    const problems = await Promise.all(kinds.map((kind) => this.open(kind)));
    return Object.assign({}, ...problems) as Partial<Record<Kind, MediaProblem>>;
  }

  /** From now on this device, at once if the kind is in use. */
  async choose(kind: Kind, id: string): Promise<MediaProblem | null> {
    this.#chosen[kind] = id;
    if (!this.#tracks[kind]) return null;
    return (await this.open(kind))[kind] ?? null;
  }

  close(kind: Kind): void {
    if (!this.#tracks[kind]) return;
    this.#put(kind, null);
  }

  chosen(kind: Kind): string {
    return this.#tracks[kind]?.getSettings().deviceId ?? this.#chosen[kind] ?? "";
  }

  /** Turns everything off for good: what a person allows only later stays off, too. */
  stop(): void {
    this.#isOver = true;
    this.close("microphone");
    this.close("camera");
  }

  #ask(kinds: readonly Kind[]): Promise<MediaStream> {
    const wish = (kind: Kind): MediaTrackConstraints | false => {
      if (!kinds.includes(kind)) return false;
      const id = this.#chosen[kind];
      const { facingMode, ...others } = ABOUT[kind];
      return id ? { ...others, deviceId: { ideal: id } } : { ...others, ...(facingMode ? { facingMode } : {}) };
    };
    return navigator.mediaDevices.getUserMedia({ audio: wish("microphone"), video: wish("camera") });
  }

  #take(stream: MediaStream): void {
    if (this.#isOver) return stream.getTracks().forEach((track) => track.stop());
    const [microphone] = stream.getAudioTracks();
    const [camera] = stream.getVideoTracks();
    if (microphone) this.#put("microphone", microphone);
    if (camera) this.#put("camera", camera);
  }

  #put(kind: Kind, track: MediaStreamTrack | null): void {
    this.#tracks[kind]?.stop();
    this.#tracks[kind] = track;
    track?.addEventListener("ended", () => {
      if (this.#tracks[kind] !== track) return;
      this.#tracks[kind] = null;
      this.#changed(kind);
      this.#lost(kind);
    });
    this.#changed(kind);
  }
}

/** The devices there are; their names are known once the person has allowed one. */
export async function choices(kind: Kind | "speaker"): Promise<Choice[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const wanted = kind === "speaker" ? "audiooutput" : INPUTS[kind];
  const name = kind === "speaker" ? "Speaker" : LABELS[kind];
  return devices
    .filter((device) => device.kind === wanted && device.deviceId)
    .map(({ deviceId, label }, index) => ({ id: deviceId, label: label || `${name} ${index + 1}` }));
}

export function problemOf(error: unknown): MediaProblem {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "busy";
}
