// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";
import { thread } from "./thread.ts";

const LIST = '<ol data-newest="1"><li class="bubble bubble--mine" id="message-1"></li></ol>';

/** A thread's page, on which the service answers each message that is sent with the next of these. */
function page(...answers: Promise<Response>[]): { root: HTMLElement; body: HTMLTextAreaElement; send: () => void } {
  vi.stubGlobal("fetch", async (_url: string, init?: RequestInit) => {
    if (init?.method !== "POST") return new Response(LIST);
    return (await answers.shift()) ?? new Response("", { status: 503 });
  });
  document.body.innerHTML = `<section data-controller="thread" data-account="me" data-list="/list/" data-socket="/live/">
    <div data-thread-list>${LIST}</div>
    <form data-thread-form action="/care-team/messages/#write"><textarea name="body"></textarea>
      <p data-thread-problem></p><input type="file" name="files"><p data-thread-status></p></form></section>`;
  const root = document.querySelector("section") as HTMLElement;
  const form = root.querySelector("form") as HTMLFormElement;
  thread(root);
  return {
    root,
    body: form.elements.namedItem("body") as HTMLTextAreaElement,
    send: () => form.dispatchEvent(new Event("submit", { cancelable: true })),
  };
}

const text = (root: HTMLElement, selector: string): string => root.querySelector(selector)?.textContent ?? "";
const refusal = (says: string): Response => new Response(JSON.stringify({ problems: [says] }), { status: 400 });

vi.stubGlobal("WebSocket", class {});

test("what is refused comes back before what was written meanwhile", async () => {
  let answer: (response: Response) => void = () => undefined;
  const { root, body, send } = page(new Promise((resolve) => (answer = resolve)));
  body.value = "Look at my leg";
  send();
  await vi.waitFor(() => expect(body.value).toBe(""));
  body.value = "And when do we meet?";
  answer(refusal("Only photos can be sent."));
  await vi.waitFor(() => expect(text(root, "[data-thread-problem]")).toBe("Only photos can be sent."));
  expect(body.value).toBe("Look at my leg\n\nAnd when do we meet?");
  expect(root.querySelector(".bubble--pending")).toBeNull();
});

test("what the service does not take now waits on the page", async () => {
  const { root, body, send } = page();
  body.value = "Hello";
  send();
  await vi.waitFor(() => expect(text(root, "[data-thread-status]")).toContain("does not answer"));
  expect(text(root, ".bubble--pending")).toContain("Hello");
  expect(body.value).toBe("");
});

test("nothing is not sent", async () => {
  const { root, send } = page();
  send();
  await vi.waitFor(() => expect(text(root, "[data-thread-problem]")).toBe("Write something, or choose a file."));
});
