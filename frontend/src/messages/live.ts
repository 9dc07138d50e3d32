/** Hears that something changed on the server: over a WebSocket where there is one, and by asking now and then. */

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
const ASK_EVERY_MS = 20_000;
/** With a socket that works, asking is only for what it may have missed. */
const ASK_RARELY_MS = 90_000;
/** The server says that this person may not listen here. */
const REFUSED = 4403;

export interface Live {
  /** Stops listening and asking. */
  stop(): void;
}

/**
 * Calls `changed` whenever there may be something new, and at once.
 *
 * @param path of the socket, on this very origin.
 */
export function listen(path: string, changed: () => void): Live {
  let socket: WebSocket | undefined;
  let retry_ms = FIRST_RETRY_MS;
  let isStopped = false;
  let isOpen = false;
  let asked_ms = performance.now();
  let retrying: ReturnType<typeof setTimeout> | undefined;

  const ask = (): void => {
    asked_ms = performance.now();
    changed();
  };
  const connect = (): void => {
    if (isStopped) return;
    socket = new WebSocket(new URL(path, location.href.replace(/^http/, "ws")));
    socket.onopen = () => {
      isOpen = true;
      retry_ms = FIRST_RETRY_MS;
      ask();
    };
    socket.onmessage = ask;
    socket.onclose = ({ code }) => {
      isOpen = false;
      if (isStopped || code === REFUSED) return;
      retrying = setTimeout(connect, retry_ms);
      retry_ms = Math.min(LONGEST_RETRY_MS, retry_ms * 2);
    };
  };
  const asking = setInterval(() => {
    if (performance.now() - asked_ms >= (isOpen ? ASK_RARELY_MS : ASK_EVERY_MS)) ask();
  }, 5_000);
  const shown = (): void => {
    if (document.visibilityState === "visible") ask();
  };
  document.addEventListener("visibilitychange", shown);
  connect();
  return {
    stop: () => {
      isStopped = true;
      clearInterval(asking);
      clearTimeout(retrying);
      document.removeEventListener("visibilitychange", shown);
      socket?.close();
    },
  };
}
