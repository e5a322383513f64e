// What was handed in and is not written down yet: it stands in memory, in the order in which it came.
import type { Incoming, Receipt } from '../chat/message/heard.ts';
import type { Log } from '../log.ts';

/** An event that is not written down yet. `settle` tells its platform what became of it, once. */
export type Entry = { readonly heard: Incoming; readonly receipt: Promise<Receipt>; readonly settle: (receipt: Receipt) => void };

export type Unwritten = {
  size(): number;
  entries(): Entry[];
  withKey(key: string): Entry | undefined;
  add(heard: Incoming): Entry;
  /** Tells its platform that it is kept in memory: nobody waits for it any more. `code`: why, for the log. */
  keep(entry: Entry, code?: string): void;
  isKept(entry: Entry): boolean;
  /** Whether anything is kept: what comes later then waits behind it. */
  anyKept(): boolean;
  /** It is not in memory any more, and its platform is told what became of it. */
  end(entry: Entry, receipt: Receipt): void;
};

/** `wake` is called when something is kept. */
export function openUnwritten({ log, wake }: { log: Log; wake: () => void }): Unwritten {
  const waiting = new Map<string, Entry>();
  const kept = new Set<Entry>();
  return {
    size: () => waiting.size,
    entries: () => [...waiting.values()],
    withKey: (key) => waiting.get(key),
    add: (heard) => {
      const entry = entryOf(heard);
      waiting.set(heard.key, entry);
      return entry;
    },
    keep: (entry, code) => {
      kept.add(entry);
      entry.settle('kept');
      if (code !== undefined) log('inbox.kept', { code, waiting: waiting.size });
      wake();
    },
    isKept: (entry) => kept.has(entry),
    anyKept: () => kept.size > 0,
    end: (entry, receipt) => {
      waiting.delete(entry.heard.key);
      kept.delete(entry);
      entry.settle(receipt);
    },
  };
}

function entryOf(heard: Incoming): Entry {
  let settle: Entry['settle'] = () => undefined;
  const receipt = new Promise<Receipt>((resolve) => {
    settle = resolve;
  });
  return { heard, receipt, settle };
}
