// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { attachControllers } from "./attach.ts";

test("a form sends itself when a choice changes, and its button for pages without script goes", () => {
  document.body.innerHTML = `<form data-controller="submit-on-change">
    <input name="q"><select name="kind"><option>Any</option></select><button data-without-script>Show</button></form>`;
  const form = document.querySelector("form") as HTMLFormElement;
  const sent = vi.spyOn(form, "requestSubmit").mockImplementation(() => undefined);
  attachControllers(document);
  form.querySelector("input")?.dispatchEvent(new Event("change", { bubbles: true }));
  expect(sent).not.toHaveBeenCalled();
  form.querySelector("select")?.dispatchEvent(new Event("change", { bubbles: true }));
  expect(sent).toHaveBeenCalledOnce();
  expect(form.querySelector("button")?.hidden).toBe(true);
});

test("an element that names no known behavior is left alone", () => {
  document.body.innerHTML = '<p data-controller="toString">Text</p>';
  expect(() => attachControllers(document)).not.toThrow();
});
