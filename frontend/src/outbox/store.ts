/** The outbox in IndexedDB. */

import type { OutboxEntry } from "./entry";

const DATABASE = "sinew";
const STORE = "outbox";

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "key" }).createIndex("account", "account");
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

export const put = (entry: OutboxEntry): Promise<unknown> => run("readwrite", (store) => store.put(entry));

export const remove = (key: string): Promise<unknown> => run("readwrite", (store) => store.delete(key));

/** Of every account: only to drop what has become too old, whoever is signed in. */
export const allEntries = (): Promise<OutboxEntry[]> => run("readonly", (store) => store.getAll());

export const entriesOf = (account: string): Promise<OutboxEntry[]> =>
  run("readonly", (store) => store.index("account").getAll(account));
