/** Tells the person when a session that waited on this device has reached us, or could not be taken. */
import { OUTBOX_EVENT, type OutboxReport } from "../outbox/flush.ts";

export function outboxNotice(main: HTMLElement): void {
  document.addEventListener(OUTBOX_EVENT, (event) => {
    const { sent } = (event as CustomEvent<OutboxReport>).detail;
    if (sent.outcome === "stored") show(main, "good", "A session that was waiting on this device is now saved.", sent.afterUrl);
    if (sent.outcome === "refused") show(main, "warn", "A session on this device could not be saved. Tell your care team what you did.", null);
    if (sent.outcome === "expired") show(main, "warn", "A session had waited on this device for 30 days and could not be sent. It was removed here. Tell your care team what you did.", null);
  });
}

function show(main: HTMLElement, tone: "good" | "warn", text: string, address: string | null): void {
  const words = document.createElement("p");
  words.textContent = text;
  if (address) words.append(" ", linkTo(address));
  const banner = document.createElement("div");
  banner.className = `banner banner--${tone}`;
  banner.setAttribute("role", "status");
  banner.append(words);
  const page = document.createElement("div");
  page.className = "page messages no-print";
  page.append(banner);
  main.prepend(page);
}

function linkTo(address: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = "See what was recorded";
  return link;
}
