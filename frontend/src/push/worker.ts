/** The service worker, served at /service-worker.js. */
import { listen, type PushScope } from "./handlers.ts";

listen(globalThis as unknown as PushScope);
