/** Says, before somebody signs out, that a session still waits on this device; a second press signs out anyway. */
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
    void waiting(account).then((count) => (count ? form.prepend(warning(count)) : form.submit()));
  });
}

/** How many sessions of this account wait; a browser that keeps nothing keeps none. */
async function waiting(account: string): Promise<number> {
  return (await entriesOf(account).catch(() => [])).length;
}

function warning(count: number): HTMLElement {
  const says = document.createElement("p");
  says.className = "banner banner--warn";
  says.setAttribute("role", "alert");
  const which = count === 1 ? "A session is" : `${count} sessions are`;
  says.textContent = `${which} still waiting on this device and not saved yet. Stay signed in until the connection is back, or sign out: it waits here for you for up to 30 days.`;
  return says;
}
