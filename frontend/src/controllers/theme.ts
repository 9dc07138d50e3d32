/** Switches light, dark and system at once, where the form would reload the page. */
const A_YEAR_S = 60 * 60 * 24 * 365;

export function theme(element: HTMLElement): void {
  const choices = [...element.querySelectorAll<HTMLButtonElement>("button[name=theme]")];
  element.addEventListener("submit", (event) => {
    const chosen = (event as SubmitEvent).submitter?.getAttribute("value");
    if (!chosen) return;
    event.preventDefault();
    document.documentElement.dataset["theme"] = chosen;
    document.cookie = `theme=${chosen}; path=/; max-age=${A_YEAR_S}; samesite=lax`;
    for (const choice of choices) choice.setAttribute("aria-pressed", String(choice.value === chosen));
  });
}
