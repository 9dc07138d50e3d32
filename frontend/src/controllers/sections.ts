/**
 * The links to the sections of a long page: marks the one in sight, and moves between them with the arrow keys while
 * one has the focus.
 */
const KEYS: ReadonlyMap<string, (at: number, count: number) => number> = new Map([
  ["ArrowRight", (at: number, count: number) => (at + 1) % count],
  ["ArrowLeft", (at: number, count: number) => (at + count - 1) % count],
  ["Home", () => 0],
  ["End", (_at: number, count: number) => count - 1],
]);

export function sections(nav: HTMLElement): void {
  const links = [...nav.querySelectorAll<HTMLAnchorElement>("a")];
  nav.addEventListener("keydown", (event) => {
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const to = KEYS.get(event.key);
    if (at < 0 || !to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const shown = links.filter((link) => link.getClientRects().length > 0);
    const here = Math.max(0, shown.indexOf(links[at] as HTMLAnchorElement));
    shown[to(here, shown.length)]?.focus();
  });
  const places = links.flatMap((link) => {
    const id = link.getAttribute("href")?.startsWith("#") ? link.getAttribute("href")?.slice(1) : undefined;
    const section = id ? document.getElementById(id) : null;
    return section ? [{ link, section }] : [];
  });
  const mark = (): void => {
    const line = nav.getBoundingClientRect().bottom + 24;
    const here = inSight(places.map(({ section }) => section.getBoundingClientRect()), line);
    for (const [index, { link }] of places.entries()) {
      if (index === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let isWaiting = false;
  addEventListener(
    "scroll",
    () => {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}

/** The section that reaches over the line under the links; -1 above the first. A box of no height is not there. */
export function inSight(boxes: readonly { readonly top: number; readonly bottom: number }[], line: number): number {
  return boxes.findIndex(({ top, bottom }) => top <= line && bottom > line);
}
