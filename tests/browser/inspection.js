// What is wrong with the page shown, apart from what axe-core finds: structure, and text that is cut off.
() => {
  const problems = [];
  const root = document.documentElement;

  const headings = [...document.querySelectorAll("h1")].filter((heading) => heading.getClientRects().length > 0);
  if (headings.length !== 1) problems.push(`${headings.length} h1 instead of one`);
  if (!root.lang) problems.push("no language");
  const says = document.title.replace(/[·:]?\s*Sinew.*$/, "");
  if (!says && location.pathname !== "/") problems.push(`the title says nothing: ${document.title}`);
  if (root.scrollWidth > root.clientWidth) {
    problems.push(`the page scrolls sideways: ${root.scrollWidth} px in ${root.clientWidth} px`);
  }

  const elsewhere = "svg, .visually-hidden, .skip-link, script, style, option, noscript";
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest(elsewhere) || !holder.checkVisibility({ visibilityProperty: true })) continue;
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    const fault = text.width > 0 && faultOf(text, holder);
    if (fault) problems.push(`${fault}: "${node.data.trim().slice(0, 40)}"`);
  }
  return problems;

  /** Which box does not hold this text; nothing where it can be scrolled to. */
  function faultOf(text, holder) {
    for (let box = holder; box && box !== root; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.overflowX === "auto" || style.overflowX === "scroll") return null;
      const edges = box.getBoundingClientRect();
      if (edges.width <= 1) return null; // there for screen readers only
      const hides = style.overflowX === "hidden" || style.overflowX === "clip";
      const paints = style.backgroundColor !== "rgba(0, 0, 0, 0)" || style.borderRightStyle !== "none";
      if ((hides || paints) && (text.right > edges.right + 1 || text.left < edges.left - 1)) {
        return `${box.tagName.toLowerCase()}.${box.classList[0] ?? ""} does not hold`;
      }
    }
    return text.right > root.clientWidth + 1 || text.left < -1 ? "beyond the edge of the page" : null;
  }
}
