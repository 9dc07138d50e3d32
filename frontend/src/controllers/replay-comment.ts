/**
 * The form that writes a comment at a moment of a replay: takes the moment from the replay, the lines from a pointer.
 * Once there is a line the moment stands: lines belong to the picture they were drawn on, wherever the replay goes.
 * Without it the form takes the second and a joint, which need no pointer either.
 */
import { asShare, draw, extended, MOST_STROKES, pointsOf, strokesIn, type Size, type Stroke } from "./drawing.ts";

/** So near to their moment the lines are shown. */
const NEAR_MS = 150;

export function replayComment(form: HTMLElement): void {
  const replay = document.querySelector<HTMLElement>(".replay");
  const body = replay?.querySelector<SVGSVGElement>(".replay__stage .replay__body");
  const on = body?.querySelector<SVGGElement>("[data-drawing]");
  const data = replay?.querySelector("#replay-data")?.textContent;
  const at = form.querySelector<HTMLInputElement>("input[name=at_s]");
  const field = form.querySelector<HTMLInputElement>("input[name=strokes]");
  const tools = form.querySelector<HTMLElement>("[data-tools]");
  const toggle = form.querySelector<HTMLButtonElement>("[data-draw]");
  const undo = form.querySelector<HTMLButtonElement>("[data-undo]");
  const drawn = form.querySelector<HTMLElement>("[data-drawn]");
  if (!replay || !body || !on || !data || !at || !field || !tools || !toggle || !undo || !drawn) return;
  const { stage } = JSON.parse(data) as { stage: Size };
  let strokes: readonly Stroke[] = strokesIn(field.value);
  let open: Stroke | null = null;
  let isDrawing = false;
  let now_ms = 0;

  const isThere = (): boolean => Math.abs(1000 * Number(at.value) - now_ms) <= NEAR_MS;
  const show = (): void => {
    const all = open ? [...strokes, open] : strokes;
    if (isThere()) draw(on, all.map((stroke) => pointsOf(stroke, stage)), []);
    field.value = strokes.length > 0 ? JSON.stringify(strokes) : "";
    undo.disabled = strokes.length === 0;
    const most = strokes.length >= MOST_STROKES ? " That is the most." : "";
    drawn.textContent = strokes.length > 0 ? `${strokes.length} line${strokes.length === 1 ? "" : "s"} drawn.${most}` : "";
  };
  const goThere = (): void => void replay.dispatchEvent(new CustomEvent("replay:go", { detail: 1000 * Number(at.value) }));
  const setDrawing = (isOn: boolean): void => {
    isDrawing = isOn;
    toggle.setAttribute("aria-pressed", String(isOn));
    toggle.textContent = isOn ? "Stop drawing" : "Draw on the picture";
    body.dataset["pen"] = String(isOn);
    if (!isOn) return;
    if (strokes.length > 0 && !isThere()) goThere();
    else replay.dispatchEvent(new CustomEvent("replay:pause"));
    body.scrollIntoView({ block: "nearest" });
  };
  const place = (event: PointerEvent): [number, number] | null => {
    const matrix = on.getScreenCTM()?.inverse();
    if (!matrix) return null;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    return [asShare(x, stage[0]), asShare(y, stage[1])];
  };
  const add = (event: PointerEvent): void => {
    const found = place(event);
    if (open && found) open = extended(open, ...found);
    show();
  };

  body.addEventListener("pointerdown", (event) => {
    if (!isDrawing || strokes.length >= MOST_STROKES || event.button !== 0) return;
    if (strokes.length > 0 && !isThere()) goThere();
    event.preventDefault();
    body.setPointerCapture(event.pointerId);
    open = [];
    add(event);
  });
  body.addEventListener("pointermove", (event) => {
    if (open) add(event);
  });
  const end = (): void => {
    if (open && open.length >= 4) strokes = [...strokes, open];
    open = null;
    show();
  };
  body.addEventListener("pointerup", end);
  body.addEventListener("pointercancel", end);
  toggle.addEventListener("click", () => setDrawing(!isDrawing));
  undo.addEventListener("click", () => {
    strokes = strokes.slice(0, -1);
    show();
  });
  replay.addEventListener("replay:at", (event) => {
    now_ms = (event as CustomEvent<number>).detail;
    if (strokes.length === 0 && !open) at.value = (Math.floor(now_ms / 100) / 10).toFixed(1);
    else show();
  });
  at.addEventListener("change", goThere);
  tools.hidden = false;
  if (strokes.length > 0) goThere();
  else undo.disabled = true;
}
