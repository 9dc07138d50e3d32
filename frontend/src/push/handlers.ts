/** What the service worker does: shows a push, and opens the page it is about. It answers no requests of pages. */

export interface Told {
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly tag: string;
}

interface Waiting {
  waitUntil(done: Promise<unknown>): void;
}
interface Pushed extends Waiting {
  readonly data: { text(): string } | null;
}
interface Clicked extends Waiting {
  readonly notification: { readonly data: unknown; close(): void };
}
interface OpenPage {
  readonly url: string;
  focus(): Promise<unknown>;
}

/** As much of a service worker's global scope as is used here. */
export interface PushScope {
  readonly location: { readonly origin: string };
  readonly registration: { showNotification(title: string, options: object): Promise<void> };
  clients: {
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly OpenPage[]>;
    openWindow(address: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: "push", handle: (event: Pushed) => void): void;
  addEventListener(name: "notificationclick", handle: (event: Clicked) => void): void;
  addEventListener(name: "install", handle: (event: Waiting) => void): void;
}

const ICON = "/static/web/icon-192.png";
const BADGE = "/static/web/badge-96.png";

/** A browser must show something for every push, so what cannot be read becomes a sentence that is always true. */
const UNREADABLE: Told = { title: "Sinew", body: "Something new from Sinew.", path: "/", tag: "unreadable" };

export function readPush(text: string | undefined): Told {
  try {
    const found = JSON.parse(text ?? "") as Partial<Record<keyof Told, unknown>>;
    const { title, body, path, tag } = found;
    if (typeof title === "string" && typeof body === "string" && typeof path === "string" && typeof tag === "string") {
      return { title, body, path, tag };
    }
  } catch {
    return UNREADABLE;
  }
  return UNREADABLE;
}

/** The address of a page of ours; the front page for everything that would lead elsewhere. */
export function ownAddress(path: unknown, origin: string): string {
  try {
    const address = new URL(String(path), origin);
    if (typeof path === "string" && path.startsWith("/") && address.origin === origin) return address.href;
  } catch {
    return `${origin}/`;
  }
  return `${origin}/`;
}

/** What takes the place of an earlier push tells anew: somebody may not have heard the first. */
export function listen(scope: PushScope): void {
  scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
  scope.addEventListener("push", (event) => {
    const { title, body, path, tag } = readPush(event.data?.text());
    event.waitUntil(scope.registration.showNotification(title, { body, tag, renotify: true, icon: ICON, badge: BADGE, data: { path } }));
  });
  scope.addEventListener("notificationclick", (event) => {
    event.notification.close();
    const { path } = (event.notification.data ?? {}) as { path?: unknown };
    event.waitUntil(goTo(scope, ownAddress(path, scope.location.origin)));
  });
}

/** Shows a tab that is there already; never leads one away from what somebody does in it. */
async function goTo(scope: PushScope, address: string): Promise<void> {
  const pages = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => page.url === address);
  await (there ? there.focus() : scope.clients.openWindow(address));
}
