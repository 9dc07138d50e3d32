/**
 * Makes this browser one that shows pushes, when its owner presses the button and not before: the browser's own
 * question appears then only.
 */
const CANNOT = "This browser cannot show pushes.";
const REFUSED = "This browser does not let Sinew show anything. You can allow it in the browser's settings for this site.";
const FAILED = "That did not work. Check the connection, then try again.";

export function pushDevice(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  const form = element;
  const button = form.querySelector<HTMLButtonElement>("button");
  const status = form.querySelector<HTMLElement>("[role=status]");
  const says = (sentence: string): void => {
    if (status) status.textContent = sentence;
  };
  for (const sentence of form.querySelectorAll<HTMLElement>("[data-without-script]")) sentence.hidden = true;
  if (!canPush()) {
    const hint = form.querySelector<HTMLElement>("[data-on-iphone]");
    if (hint && isApplePhone()) hint.hidden = false;
    else says(CANNOT);
    return;
  }
  if (!button) return;
  button.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    void add(form).then((problem) => {
      button.disabled = false;
      says(problem);
      if (!problem) location.reload();
    });
  });
}

const canPush = (): boolean => "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;

/** There, only a page that was put on the home screen may push. */
const isApplePhone = (): boolean => /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

/** Adds this browser; what went wrong in a sentence, or nothing. */
async function add(form: HTMLFormElement): Promise<string> {
  try {
    if ((await Notification.requestPermission()) !== "granted") return REFUSED;
    const subscription = await subscribe(form.dataset["worker"] ?? "", bytesOf(form.dataset["key"] ?? ""));
    const body = new FormData(form);
    for (const [name, value] of Object.entries(detailsOf(subscription))) body.set(name, value);
    const answer = await fetch(form.action, { method: "POST", body });
    if (answer.ok) return "";
    const { says } = (await answer.json()) as { says?: string };
    return says ?? FAILED;
  } catch {
    return FAILED;
  }
}

/** This browser's subscription for our key; one that was made for another key is given up first. */
async function subscribe(worker: string, key: Uint8Array<ArrayBuffer>): Promise<PushSubscription> {
  await navigator.serviceWorker.register(worker, { scope: "/" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before && !sameBytes(before.options.applicationServerKey, key)) await before.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

export function detailsOf(subscription: PushSubscription): Record<string, string> {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint: endpoint ?? "", p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" };
}

export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function sameBytes(one: ArrayBuffer | null, other: Uint8Array): boolean {
  const bytes = new Uint8Array(one ?? new ArrayBuffer(0));
  return bytes.length === other.length && bytes.every((byte, at) => byte === other[at]);
}
