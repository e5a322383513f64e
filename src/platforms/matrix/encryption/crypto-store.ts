// Where the encryption machine keeps its state. It knows IndexedDB alone; fake-indexeddb is one in memory, and what changes in it is kept record by
// record outside, before anything leaves that was made with it. So the bot needs no disk, and a message costs what it changes.
/// <reference lib="dom" />
import 'fake-indexeddb/auto';

/** One record of the machine's store. `key` and `value` are JSON; `value` null: the record is gone. */
export type CryptoRecord = { readonly store: string; readonly key: string; readonly value: string | null };

/** How the machine's database is built, as it made it itself. */
export type Structure = {
  readonly version: number;
  readonly stores: readonly {
    readonly name: string;
    readonly keyPath: string | readonly string[] | null;
    readonly autoIncrement: boolean;
    readonly indexes: readonly {
      readonly name: string;
      readonly keyPath: string | readonly string[];
      readonly unique: boolean;
      readonly multiEntry: boolean;
    }[];
  }[];
};

export type Kept = { readonly structure: Structure; readonly records: readonly CryptoRecord[] };

export type CryptoStore = {
  /** What changed since `changes` was last called. What is taken is no longer a change: hand it back by `again` when it could not be kept. */
  changes(): Promise<CryptoRecord[]>;
  again(records: readonly CryptoRecord[]): void;
  structure(): Promise<Structure>;
  /** Forgets everything. */
  drop(): void;
};

/** By store, the keys that were written; `all` where that cannot be told. */
type Touched = Map<string, Set<string> | 'all'>;
const touchedBy = new Map<string, Touched>();

/** The name under which the machine opens its one database (it adds the suffix). */
const databaseOf = (name: string): string => `${name}::matrix-sdk-crypto`;

/** Begins to watch the store of that name, which must be unique in this process; `kept` is put into it first. */
export async function openCryptoStore(name: string, kept: Kept | null): Promise<CryptoStore> {
  watchWrites();
  const database = databaseOf(name);
  if (kept !== null) await filled(database, kept);
  const touched: Touched = new Map();
  touchedBy.set(database, touched);
  const touch = (store: string, key: string) => {
    const known = touched.get(store);
    if (known !== 'all') touched.set(store, (known ?? new Set()).add(key));
  };
  return {
    changes: async () => {
      const taken = [...touched];
      touched.clear();
      return taken.length === 0 ? [] : withDatabase(database, (opened) => readTouched(opened, taken));
    },
    again: (records) => {
      for (const { store, key } of records) touch(store, key);
    },
    structure: () => withDatabase(database, structureOf),
    drop: () => {
      touchedBy.delete(database);
      // It goes when the machine's own connection is collected, which nobody can wait for.
      indexedDB.deleteDatabase(database);
    },
  };
}

let watching = false;

/** fake-indexeddb tells nobody of writes: its public methods are wrapped, once for the whole process. */
function watchWrites(): void {
  if (watching) return;
  watching = true;
  const { put, add, delete: remove, clear } = IDBObjectStore.prototype;
  const mark = (store: IDBObjectStore, key: unknown) => {
    const touched = touchedBy.get(store.transaction.db.name);
    if (touched === undefined) return;
    const known = touched.get(store.name);
    // Keys are texts; a range or the like cannot be told apart.
    if (typeof key !== 'string') touched.set(store.name, 'all');
    else if (known !== 'all') touched.set(store.name, (known ?? new Set()).add(JSON.stringify(key)));
  };
  Object.assign(IDBObjectStore.prototype, {
    put(this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      mark(this, key);
      return put.call(this, value, key);
    },
    add(this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      mark(this, key);
      return add.call(this, value, key);
    },
    delete(this: IDBObjectStore, key: IDBValidKey) {
      mark(this, key);
      return remove.call(this, key);
    },
    clear(this: IDBObjectStore) {
      mark(this, null);
      return clear.call(this);
    },
  });
  const { update, delete: removeHere } = IDBCursor.prototype;
  const storeOf = ({ source }: IDBCursor) => ('objectStore' in source ? source.objectStore : source);
  Object.assign(IDBCursor.prototype, {
    update(this: IDBCursor, value: unknown) {
      mark(storeOf(this), this.primaryKey);
      return update.call(this, value);
    },
    delete(this: IDBCursor) {
      mark(storeOf(this), this.primaryKey);
      return removeHere.call(this);
    },
  });
}

async function readTouched(opened: IDBDatabase, touched: readonly [string, Set<string> | 'all'][]): Promise<CryptoRecord[]> {
  // The machine clears stores of older versions, and removes them.
  const there = touched.filter(([store]) => opened.objectStoreNames.contains(store));
  const found = there.map(async ([store, keys]): Promise<CryptoRecord[]> => {
    const held = opened.transaction(store).objectStore(store);
    if (keys === 'all') {
      const [names, values] = await Promise.all([settled(held.getAllKeys()), settled(held.getAll())]);
      const here = names.map((key, index) => ({ store, key: JSON.stringify(key), value: JSON.stringify(values[index]) }));
      // An empty key stands for: whatever else was in this store is gone.
      return [{ store, key: everything, value: null }, ...here];
    }
    return Promise.all(
      [...keys].map(async (key) => {
        const value: unknown = await settled(held.get(JSON.parse(key)));
        return { store, key, value: value === undefined ? null : JSON.stringify(value) };
      }),
    );
  });
  return (await Promise.all(found)).flat();
}

/** In the place of a record's key: all records of its store. */
export const everything = '';

async function filled(database: string, { structure, records }: Kept): Promise<void> {
  const opening = indexedDB.open(database, structure.version);
  opening.onupgradeneeded = () => {
    for (const { name, keyPath, autoIncrement, indexes } of structure.stores) {
      const store = opening.result.createObjectStore(name, { keyPath: copied(keyPath), autoIncrement });
      for (const { name: index, keyPath: path, unique, multiEntry } of indexes)
        store.createIndex(index, copied(path) ?? '', { unique, multiEntry });
    }
  };
  const opened = await settled(opening);
  const names = structure.stores.map(({ name }) => name);
  const writing = opened.transaction(names, 'readwrite');
  for (const { store, key, value } of records) if (value !== null) writing.objectStore(store).put(JSON.parse(value), JSON.parse(key));
  await new Promise((done, fail) => {
    writing.oncomplete = () => done(null);
    writing.onabort = () => fail(writing.error);
  });
  opened.close();
}

async function structureOf(opened: IDBDatabase): Promise<Structure> {
  const names = [...opened.objectStoreNames];
  const reading = opened.transaction(names);
  const stores = names.map((name) => {
    const store = reading.objectStore(name);
    const indexes = [...store.indexNames].map((index) => {
      const { keyPath, unique, multiEntry } = store.index(index);
      return { name: index, keyPath, unique, multiEntry };
    });
    return { name, keyPath: store.keyPath, autoIncrement: store.autoIncrement, indexes };
  });
  return { version: opened.version, stores };
}

const copied = (path: string | readonly string[] | null): string | string[] | null =>
  typeof path === 'string' || path === null ? path : [...path];

async function withDatabase<Result>(database: string, work: (opened: IDBDatabase) => Promise<Result>): Promise<Result> {
  const opened = await settled(indexedDB.open(database));
  try {
    return await work(opened);
  } finally {
    opened.close();
  }
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}
