/** The sign that tells how well the camera sees the person, and the short list of what a set still waits for. */

import doneIcon from "lucide-static/icons/circle-check.svg?raw";
import openIcon from "lucide-static/icons/circle.svg?raw";
import wellIcon from "lucide-static/icons/eye.svg?raw";
import notIcon from "lucide-static/icons/eye-off.svg?raw";
import partlyIcon from "lucide-static/icons/scan-eye.svg?raw";
import type { Snapshot } from "../../contract/engine";
import { h, icon, setData, setText } from "../dom";
import type { TrackingDefinition } from "../engine-messages";
import { conditionsOf } from "../setup";
import type { Seeing, Sight } from "../sight";

const ICONS: Readonly<Record<Sight, string>> = { well: wellIcon, partly: partlyIcon, not: notIcon };

/** Always there while the camera looks: a shape, a color and words. Changes are told to screen readers by the player. */
export function sightSign(): { readonly element: HTMLElement; show(seeing: Seeing | null): void } {
  const words = h("span");
  const mark = h("span", { class: "hud-sight__mark" });
  const element = h("p", { class: "hud-sight" }, mark, words);
  const show = (seeing: Seeing | null): void => {
    element.hidden = seeing === null;
    if (seeing === null) return;
    if (element.dataset["sight"] !== seeing.sight) mark.replaceChildren(icon(ICONS[seeing.sight]));
    setData(element, "sight", seeing.sight);
    setText(words, seeing.words);
  };
  return { element, show };
}

/** What has to be so before the set begins, ticked off as it becomes so. */
export function checklist(): { readonly element: HTMLElement; show(snapshot: Snapshot | null | undefined, tracking: TrackingDefinition | null): void } {
  const element = h("ul", { class: "hud-steps", attributes: { "aria-label": "Before it starts" } });
  let shown = "";
  const show = (snapshot: Snapshot | null | undefined, tracking: TrackingDefinition | null): void => {
    element.hidden = snapshot === undefined || tracking === null;
    if (snapshot === undefined || tracking === null) return;
    const conditions = conditionsOf(snapshot, tracking);
    const key = conditions.map(({ words, isMet }) => `${words}${isMet}`).join();
    if (key === shown) return;
    shown = key;
    element.replaceChildren(
      ...conditions.map(({ words, isMet }) =>
        h("li", { attributes: { "data-met": String(isMet) } }, icon(isMet ? doneIcon : openIcon), words, h("span", { class: "player-hidden" }, isMet ? ": done" : ": not yet")),
      ),
    );
  };
  return { element, show };
}
