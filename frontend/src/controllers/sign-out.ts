/** Says, before somebody signs out, that a session or a message still waits on this device; a second press signs out anyway. */
import { pendingOf } from "../messages/pending.ts";
import { accountOfPage } from "../outbox/flush.ts";
import { entriesOf } from "../outbox/store.ts";

export function signOut(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement) || !("indexedDB" in globalThis)) return;
  let isTold = false;
  form.addEventListener("submit", (event) => {
    const account = accountOfPage();
    if (isTold || !account) return;
    event.preventDefault();
    isTold = true;
    void waiting(account).then((things) => (things.length ? form.prepend(warning(things)) : form.submit()));
  });
}

/** What of this account waits, in words; a browser that keeps nothing keeps none. */
async function waiting(account: string): Promise<readonly string[]> {
  const sessions = (await entriesOf(account).catch(() => [])).length;
  const messages = (await pendingOf(account).catch(() => [])).length;
  return [...counted(sessions, "session"), ...counted(messages, "message")];
}

const counted = (count: number, what: string): readonly string[] =>
  count === 0 ? [] : [count === 1 ? `a ${what}` : `${count} ${what}s`];

function warning(things: readonly string[]): HTMLElement {
  const says = document.createElement("p");
  says.className = "banner banner--warn";
  says.setAttribute("role", "alert");
  const which = things.join(" and ");
  const verb = things.length === 1 && which.startsWith("a ") ? "is" : "are";
  const start = which.charAt(0).toUpperCase() + which.slice(1);
  says.textContent = `${start} ${verb} still waiting on this device and not saved yet. Stay signed in until the connection is back, or sign out: it waits here for you for up to 30 days.`;
  return says;
}
