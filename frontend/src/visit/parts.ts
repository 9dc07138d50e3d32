/** The elements of the room's page by their names in the template. */

/** @throws TypeError where the template and this script do not fit together. */
export function part<Found extends HTMLElement = HTMLElement>(root: ParentNode, name: string): Found {
  const found = root.querySelector<Found>(`[data-part="${name}"]`);
  if (!found) throw new TypeError(`The room has no part ${name}`);
  return found;
}

/** Calls `pressed` when a button with this task is pressed. */
export function onPress(root: ParentNode, task: string, pressed: () => void): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>(`[data-do="${task}"]`)) {
    button.addEventListener("click", pressed);
  }
}

export const button = (root: ParentNode, task: string): HTMLButtonElement | null =>
  root.querySelector<HTMLButtonElement>(`[data-do="${task}"]`);

/** Sets text only when it changed: a live region then speaks once. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows a track in a video, or nothing. */
export function show(video: HTMLVideoElement, track: MediaStreamTrack | null): void {
  const shown = video.srcObject instanceof MediaStream ? video.srcObject.getTracks()[0] : undefined;
  if (shown === (track ?? undefined)) return;
  video.srcObject = track ? new MediaStream([track]) : null;
  if (track) void video.play().catch(() => undefined); // a page in the background plays later
}
