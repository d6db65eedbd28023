/** What a frame keeps on the device, one database a client: two clinics on one site share a storage partition. */
export interface Store {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  /** Keeps what is there; else `value`. Answers what is kept: of two frames at once, both get the same. */
  keep<T>(key: string, value: T): Promise<T>;
  remove(key: string): Promise<void>;
  keys(): Promise<string[]>;
  clear(): Promise<void>;
}

export function memoryStore(): Store {
  const kept = new Map<string, unknown>();
  return {
    get: async <T>(key: string) => kept.get(key) as T | undefined,
    set: async (key, value) => { kept.set(key, value); },
    keep: async <T>(key: string, value: T) => { if (!kept.has(key)) kept.set(key, value); return kept.get(key) as T; },
    remove: async (key) => { kept.delete(key); },
    keys: async () => [...kept.keys()],
    clear: async () => kept.clear(),
  };
}

const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('storage'));
});

export function deviceStore(name: string): Store {
  const open = async () => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => { request.result.createObjectStore('kept'); };
    const database = await done(request);
    database.onversionchange = () => { database.close(); opened = null; };
    database.onclose = () => { opened = null; };
    return database;
  };
  let opened: Promise<IDBDatabase> | null = null;
  /** Resolves when the transaction is on disk, not when its last request is done. */
  const within = async <T>(mode: IDBTransactionMode, act: (kept: IDBObjectStore) => Promise<T>): Promise<T> => {
    opened ??= open().catch((thrown: unknown) => { opened = null; throw thrown; });
    const transaction = (await opened).transaction('kept', mode);
    const finished = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('storage'));
    });
    const [value] = await Promise.all([act(transaction.objectStore('kept')), finished]);
    return value;
  };
  return {
    get: <T>(key: string) => within('readonly', (kept) => done<T | undefined>(kept.get(key) as IDBRequest<T | undefined>)),
    set: (key, value) => within('readwrite', async (kept) => { await done(kept.put(value, key)); }),
    keep: <T>(key: string, value: T) => within('readwrite', async (kept) => {
      const there = await done(kept.get(key) as IDBRequest<T | undefined>);
      if (there === undefined) await done(kept.put(value, key));
      return there ?? value;
    }),
    remove: (key) => within('readwrite', async (kept) => { await done(kept.delete(key)); }),
    keys: () => within('readonly', async (kept) => (await done(kept.getAllKeys())).map(String)),
    clear: () => within('readwrite', async (kept) => { await done(kept.clear()); }),
  };
}

let probed: Promise<boolean> | undefined;
/**
 * Whether this document may keep a session: IndexedDB takes and gives back a real key, and locks work. Browsers refuse either or both
 * in frames; one that does not answer within 3 s has refused. Looked at once a document.
 */
export function probeStorage(): Promise<boolean> {
  probed ??= Promise.race([
    look().catch(() => false),
    new Promise<boolean>((resolve) => { setTimeout(() => resolve(false), 3_000); }),
  ]);
  return probed;
}
async function look(): Promise<boolean> {
  const store = deviceStore('balie:probe');
  const name = crypto.randomUUID();
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await store.set(name, key);
  const back = await store.get<CryptoKey>(name);
  await store.remove(name);
  return back instanceof CryptoKey && await navigator.locks.request(`balie:probe:${name}`, async () => true);
}

/** One holder at a time over all documents of this origin, best effort: after `seconds` it goes on without (phones freeze holders). */
export async function withLock<T>(name: string, act: () => Promise<T>, seconds = 5): Promise<T> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), seconds * 1000);
  let running: Promise<T> | undefined;
  const run = () => { clearTimeout(timer); return (running = act()); };
  try {
    return await navigator.locks.request(name, { signal: waiting.signal }, run);
  } catch (thrown) {
    if (running) throw thrown;
    return run();
  }
}
