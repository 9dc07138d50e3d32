/** The room's sentences that depend on what happens. */

import type { Device, DeviceStates } from "./between";
import type { MediaProblem } from "./media";

/** What changed at the other side, as captions; nothing while it is as one expects. */
export function changed(name: string, before: DeviceStates | null, now: DeviceStates): string[] {
  const said: string[] = [];
  if (now.microphone !== (before?.microphone ?? "on")) said.push(MICROPHONE[now.microphone](name));
  if (now.camera !== (before?.camera ?? "on")) said.push(CAMERA[now.camera](name));
  return said;
}

const MICROPHONE: Record<Device, (name: string) => string> = {
  on: (name) => `${name} has turned the microphone on.`,
  off: (name) => `${name} has muted the microphone.`,
  none: (name) => `${name} has no microphone. Use the chat.`,
  weak: (name) => `${name} cannot be heard well.`,
};

const CAMERA: Record<Device, (name: string) => string> = {
  on: (name) => `${name} has turned the camera on.`,
  off: (name) => `${name} has turned the camera off.`,
  none: (name) => `${name} joined without a camera.`,
  weak: (name) => `${name}'s picture is paused, because the connection is weak.`,
};

/** What stays on the picture for as long as it is so. */
export function standing(name: string, { microphone, camera }: DeviceStates): string[] {
  const said: string[] = [];
  if (microphone !== "on") said.push(microphone === "none" ? `${name} has no microphone` : `${name} is muted`);
  if (camera === "weak") said.push("Picture paused, weak connection");
  return said;
}

const DENIED = "The browser does not allow it yet. Tap the lock or camera sign in the address bar, allow camera and microphone, then try again.";

export const PROBLEMS: Record<MediaProblem, string> = {
  denied: DENIED,
  none: "No camera or microphone was found. Plug one in and try again, or join without.",
  busy: "Another program is using it. Close that one (another video program?), then try again.",
  insecure: "Camera and microphone work only on a secure address (https).",
};

/** What keeps this page from the service, by how it stands with it; nothing while all is well. */
export const REACHES: Readonly<Record<string, string | undefined>> = {
  away: "No connection to the service. We try again.",
  gone: "You were signed out, or this visit is not yours any more. Load this page again.",
};

/** `in 1 hour and 5 minutes`, for a time ahead. */
export function inWords(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  if (minutes < 60) return `in ${count(minutes, "minute")}`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `in ${count(Math.round(hours / 24), "day")}`;
  const rest = minutes % 60;
  return rest === 0 || hours > 9 ? `in ${count(hours, "hour")}` : `in ${count(hours, "hour")} and ${count(rest, "minute")}`;
}

const count = (number: number, one: string): string => `${number} ${number === 1 ? one : `${one}s`}`;

/** `12:05`, how long the two have been together. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export interface Times {
  readonly opensIn_s: number;
  readonly beginsIn_s: number;
}

/** When it starts, in the waiting room. */
export function startsText({ opensIn_s, beginsIn_s }: Times): string {
  if (opensIn_s > 0) return `The door opens ${inWords(opensIn_s)}. Until then you can try your camera and microphone.`;
  if (beginsIn_s > 0) return `The door is open. The visit starts ${inWords(beginsIn_s)}.`;
  return "The door is open, and it is time.";
}
