/** Messages on their way: kept in IndexedDB with their files until the server has them, so that none is lost or doubled. */

const DATABASE = "sinew-messages";
const STORE = "pending";
const KEPT_DAYS = 30;

export interface PendingMessage {
  /** Idempotency key: made once, so that a message sent twice is stored once. */
  readonly key: string;
  /** Whose message it is: a shared device never sends another person's. */
  readonly account: string;
  readonly url: string;
  readonly body: string;
  readonly files: readonly File[];
  readonly writtenAt: string;
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB cannot be opened"));
  });
}

/** Runs one request; resolves when its transaction is on disk, not before. */
async function run<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB refused the write"));
    });
  } finally {
    database.close();
  }
}

export const keep = (message: PendingMessage): Promise<unknown> => run("readwrite", (store) => store.put(message));

export const forget = (key: string): Promise<unknown> => run("readwrite", (store) => store.delete(key));

/** What this account has not sent yet, oldest first; what nobody could send for 30 days is dropped, of every account. */
export async function pendingOf(account: string): Promise<readonly PendingMessage[]> {
  const all = await run<PendingMessage[]>("readonly", (store) => store.getAll());
  const oldest_ms = Date.now() - KEPT_DAYS * 86_400_000;
  const isOld = ({ writtenAt }: PendingMessage): boolean => !(Date.parse(writtenAt) >= oldest_ms);
  for (const { key } of all.filter(isOld)) await forget(key);
  const own = all.filter((message) => message.account === account && !isOld(message));
  return own.sort((a, b) => a.writtenAt.localeCompare(b.writtenAt));
}
