/** Small pieces for building the player's page by hand. */

type Child = Node | string | null | false;

interface Options {
  readonly class?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: () => void;
}

export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  options: Options = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (options.class) element.className = options.class;
  for (const [key, value] of Object.entries(options.attributes ?? {})) element.setAttribute(key, value);
  if (options.onClick) element.addEventListener("click", options.onClick);
  element.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return element;
}

/** An icon given as the text of an SVG file; decoration only, the word stands beside it. */
export function icon(source: string): SVGElement {
  const template = document.createElement("template");
  template.innerHTML = source.slice(source.indexOf("<svg"));
  const svg = template.content.firstElementChild;
  if (!(svg instanceof SVGElement)) throw new TypeError("The icon is not an SVG");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "player-icon");
  return svg;
}

export interface ButtonOptions {
  readonly label: string;
  readonly icon?: string;
  readonly kind?: "primary" | "quiet" | "warm" | "plain";
  readonly class?: string;
  readonly onClick: () => void;
}

export function button({ label, icon: source, kind = "plain", class: extra, onClick }: ButtonOptions): HTMLButtonElement {
  const text = h("span", {}, label);
  const children = source ? [icon(source), text] : [text];
  const className = ["player-button", `player-button--${kind}`, extra].filter(Boolean).join(" ");
  return h("button", { class: className, attributes: { type: "button" }, onClick }, ...children);
}

/** Sets text only when it changed: a live region then speaks once. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function setData(element: HTMLElement, name: string, value: string): void {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}
