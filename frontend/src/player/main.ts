/** The page of one exercise session. */

import type { SessionData } from "../contract/session";
import "../styles/player.css";
import { Draft, leftBehind } from "./draft";
import { Player } from "./player";

async function open(root: HTMLElement, session: SessionData): Promise<void> {
  const left = await leftBehind(session, new Date().toISOString());
  // The same key as before: whatever part of this session the server has seen, it counts once.
  const key = left?.key ?? newKey();
  new Player(root, session, new Draft(session, key)).start(left);
}

/** `crypto.randomUUID` exists only on secure addresses; a phone may visit a demo over plain HTTP. */
function newKey(): string {
  if (isSecureContext) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const root = document.getElementById("player");
const data = document.getElementById("session-data")?.textContent;
if (root && data) void open(root, JSON.parse(data) as SessionData);
