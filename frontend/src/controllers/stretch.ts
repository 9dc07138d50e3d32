/**
 * A section that shows another stretch of itself in place: a link marked `data-stretch` leads to a page that has the
 * same section, by its id. Without script, or when the page cannot be had, the link is followed as any link is.
 */
export function stretch(section: HTMLElement): void {
  section.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-stretch]") : null;
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void show(section, link.href);
  });
}

async function show(section: HTMLElement, address: string): Promise<void> {
  section.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(section.id);
    if (!answer.ok || answer.redirected || !found) throw new Error("not this section");
    section.replaceChildren(...found.childNodes);
    const heading = section.querySelector<HTMLElement>("h2");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
    section.scrollIntoView({ block: "start" });
  } catch {
    location.assign(address);
  } finally {
    section.removeAttribute("aria-busy");
  }
}
