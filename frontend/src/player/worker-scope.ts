/** The global scope of a worker, typed by the messages it takes and sends. */
export interface WorkerScope<Incoming, Outgoing> {
  onmessage: ((event: MessageEvent<Incoming>) => void) | null;
  postMessage(message: Outgoing, transfer?: Transferable[]): void;
}

export const workerScope = <Incoming, Outgoing>(): WorkerScope<Incoming, Outgoing> =>
  globalThis as unknown as WorkerScope<Incoming, Outgoing>;
