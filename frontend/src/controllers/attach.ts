/** Finds `data-controller="name"` and gives the element its behavior; pages work without any of them. */
import { menu } from "./menu.ts";
import { noteDraft } from "./note-draft.ts";
import { pushDevice } from "./push-device.ts";
import { queue } from "./queue.ts";
import { quickReplies } from "./quick-replies.ts";
import { replay } from "./replay.ts";
import { replayComment } from "./replay-comment.ts";
import { sections } from "./sections.ts";
import { signOut } from "./sign-out.ts";
import { stretch } from "./stretch.ts";
import { submitOnChange } from "./submit-on-change.ts";
import { tailor } from "./tailor.ts";
import { testCount } from "./test-count.ts";
import { testShare } from "./test-share.ts";
import { testTimer } from "./test-timer.ts";
import { theme } from "./theme.ts";
import { thread } from "./thread.ts";
import { timeZone } from "./time-zone.ts";
import { upload } from "./upload.ts";

export type Controller = (element: HTMLElement) => void;

const CONTROLLERS: ReadonlyMap<string, Controller> = new Map([
  ["menu", menu],
  ["note-draft", noteDraft],
  ["push-device", pushDevice],
  ["queue", queue],
  ["quick-replies", quickReplies],
  ["replay", replay],
  ["replay-comment", replayComment],
  ["sections", sections],
  ["sign-out", signOut],
  ["stretch", stretch],
  ["submit-on-change", submitOnChange],
  ["tailor", tailor],
  ["test-count", testCount],
  ["test-share", testShare],
  ["test-timer", testTimer],
  ["theme", theme],
  ["thread", thread],
  ["time-zone", timeZone],
  ["upload", upload],
]);

export function attachControllers(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-controller]")) {
    CONTROLLERS.get(element.dataset["controller"] ?? "")?.(element);
  }
}
