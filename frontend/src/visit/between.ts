/** What the two pages tell each other over the channel "room": states of their devices, chat, good-bye. */

export type Device = "on" | "off" | "none" | "weak";

/** `weak`: on, but not sent, because the connection is. */
export interface DeviceStates {
  readonly microphone: Device;
  readonly camera: Device;
}

export type Said =
  | ({ readonly type: "devices" } & DeviceStates)
  | { readonly type: "chat"; readonly text: string }
  | { readonly type: "bye" };

export const LONGEST_CHAT = 2_000;
const DEVICES: readonly unknown[] = ["on", "off", "none", "weak"] satisfies Device[];

/** What the other page said; `null` for what no page of ours says. */
export function read(text: string): Said | null {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof said !== "object" || said === null || !("type" in said)) return null;
  if (said.type === "bye") return { type: "bye" };
  if (said.type === "chat" && "text" in said && typeof said.text === "string") {
    const line = said.text.trim();
    return line && line.length <= LONGEST_CHAT ? { type: "chat", text: line } : null;
  }
  if (said.type === "devices" && "microphone" in said && "camera" in said) {
    const { microphone, camera } = said;
    if (!DEVICES.includes(microphone) || !DEVICES.includes(camera)) return null;
    return { type: "devices", microphone: microphone as Device, camera: camera as Device };
  }
  return null;
}

export const write = (said: Said): string => JSON.stringify(said);
