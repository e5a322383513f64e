// Where platforms hand in what they heard. It is written down before they acknowledge it; if the database is away it waits in memory.
import type { Heard, Receipt } from './chat/heard.ts';
import { databaseAway } from './db/away.ts';
import type { Db } from './db/client.ts';
import { storeHeard } from './db/inbox.ts';
import { errorCode, type Log } from './log.ts';

/** Slack waits three seconds for its answer; this leaves half of them for the way there and back. */
const storeMsMax = 1_500;
const keptMax = 1_000;

export type Door = {
  receive(heard: Heard): Promise<Receipt>;
  /** Writes down what was kept, in the order in which it came. Throws when the database is still away: then all of it waits on. */
  flush(): Promise<void>;
  /** How many events wait in memory. */
  waiting(): number;
};

/** `wake` is called when something new is in the inbox. */
export function openDoor({ db, now, log, wake }: { db: Db; now: () => number; log: Log; wake: () => void }): Door {
  const kept: Heard[] = [];
  let flushing: Promise<void> | null = null;

  async function receive(heard: Heard): Promise<Receipt> {
    if (kept.length > 0) return keep(heard);
    try {
      const fresh = await within(storeMsMax, storeHeard(db, heard, now()));
      wake();
      return fresh ? 'stored' : 'repeated';
    } catch (error) {
      log('inbox.kept', { code: errorCode(error), waiting: kept.length + 1 });
      return keep(heard);
    }
  }

  function keep(heard: Heard): Receipt {
    // Not 'repeated': it stands in memory only, and a platform that can deliver it again should.
    if (kept.some((other) => other.key === heard.key)) return 'kept';
    if (kept.length >= keptMax) return 'full';
    kept.push(heard);
    wake();
    return 'kept';
  }

  async function write(): Promise<void> {
    for (const heard of [...kept]) {
      try {
        // If an insert that seemed lost did arrive, its key says so.
        await storeHeard(db, heard, now());
        kept.splice(kept.indexOf(heard), 1);
      } catch (error) {
        if (databaseAway(error)) throw error;
        // One that cannot be written must not stand in the way of the others; it is tried again with them.
        log('inbox.unwritable', { code: errorCode(error), waiting: kept.length });
      }
    }
  }

  async function flush(): Promise<void> {
    flushing ??= write().finally(() => {
      flushing = null;
    });
    return flushing;
  }

  return { receive, flush, waiting: () => kept.length };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database took too long')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
