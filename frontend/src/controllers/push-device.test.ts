// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { bytesOf, pushDevice, sameBytes } from "./push-device.ts";

function page(): HTMLFormElement {
  document.body.innerHTML = `<form action="/add/" data-key="AQID" data-worker="/service-worker.js">
    <p data-without-script>Needs scripts</p><button hidden>Get pushes</button>
    <p data-on-iphone hidden>Add to Home Screen</p><p role="status"></p></form>`;
  return document.querySelector("form") as HTMLFormElement;
}

test("a browser that cannot push says so and offers no button", () => {
  const form = page();
  pushDevice(form);
  expect(form.querySelector("button")?.hidden).toBe(true);
  expect(form.querySelector("[role=status]")?.textContent).toBe("This browser cannot show pushes.");
  expect(form.querySelector<HTMLElement>("[data-without-script]")?.hidden).toBe(true);
});

test("on an iPhone the way over the home screen is shown", () => {
  vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)");
  const form = page();
  pushDevice(form);
  expect(form.querySelector<HTMLElement>("[data-on-iphone]")?.hidden).toBe(false);
  expect(form.querySelector("[role=status]")?.textContent).toBe("");
});

test("nothing is asked before the button is pressed", () => {
  const requestPermission = vi.fn(async () => "denied");
  vi.stubGlobal("Notification", { requestPermission });
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("navigator", { serviceWorker: {}, userAgent: "" });
  const form = page();
  pushDevice(form);
  expect(requestPermission).not.toHaveBeenCalled();
  expect(form.querySelector("button")?.hidden).toBe(false);
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  expect(requestPermission).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});

test("keys are compared byte by byte", () => {
  expect([...bytesOf("-_8B")]).toEqual([251, 255, 1]);
  expect(sameBytes(bytesOf("AQID").buffer, bytesOf("AQID"))).toBe(true);
  expect(sameBytes(bytesOf("AQIE").buffer, bytesOf("AQID"))).toBe(false);
  expect(sameBytes(null, bytesOf("AQID"))).toBe(false);
});
