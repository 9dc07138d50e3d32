// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { stretch } from "./stretch.ts";

const PAGE = '<section id="timeline"><h2>Timeline</h2><p>older</p></section>';

function open(answer: Partial<Response>): { section: HTMLElement; link: HTMLAnchorElement; left: ReturnType<typeof vi.fn> } {
  document.body.innerHTML = '<section id="timeline"><h2>Timeline</h2><a data-stretch href="/older">Older</a></section>';
  const section = document.querySelector("section") as HTMLElement;
  section.scrollIntoView = () => undefined;
  vi.stubGlobal("fetch", vi.fn(async () => ({ ok: true, redirected: false, text: async () => PAGE, ...answer })));
  const left = vi.fn();
  vi.stubGlobal("location", { assign: left });
  stretch(section);
  return { section, link: section.querySelector("a") as HTMLAnchorElement, left };
}

afterEach(() => vi.unstubAllGlobals());

describe("another stretch", () => {
  it("takes the place of the one before, with the focus on its heading", async () => {
    const { section, link, left } = open({});
    link.click();
    await vi.waitFor(() => expect(section.textContent).toContain("older"));
    expect(document.activeElement).toBe(section.querySelector("h2"));
    expect(left).not.toHaveBeenCalled();
  });

  it.each([{ ok: false }, { redirected: true }, { text: async () => "<p>sign in</p>" }])("is followed as a link when it cannot be had: %j", async (answer) => {
    const { link, left } = open(answer);
    link.click();
    await vi.waitFor(() => expect(left).toHaveBeenCalledOnce());
  });
});
