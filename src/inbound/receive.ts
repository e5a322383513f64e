// Where platforms hand in what they heard. It is written down before they acknowledge it; if the database is away it waits in memory.
import { setTimeout as delay } from 'node:timers/promises';
import type { Incoming, PlatformEvent, Receipt } from '../chat/message/heard.ts';
import { databaseAway, databaseGone } from '../db/connection/away.ts';
import type { Db } from '../db/connection/client.ts';
import { storeHeard } from '../db/inbox.ts';
import { isKnown } from '../db/people.ts';
import { type PersonId, platformOf } from '../domain/values/ids.ts';
import { clockOf, hourMs, type Instant } from '../domain/values/time.ts';
import { neverTaken } from '../errors.ts';
import { errorCode, type Log } from '../log.ts';

/** Slack waits three seconds for its answer; this leaves half of them for the way there and back. */
const storeMsMax = 1_500;
const keptMax = 1_000;
const atOnceMax = 100;

export type Door = {
  receive(heard: Incoming): Promise<Receipt>;
  /** Writes down what was kept, in the order in which it came. Throws when the database is still away: then all of it waits on. */
  flush(): Promise<void>;
  /** How many events wait in memory. */
  waiting(): number;
};

export type DoorOptions = {
  readonly db: Db;
  /** Who count as members however much they say: named in the environment. */
  readonly admins?: ReadonlySet<PersonId>;
  readonly now: () => number;
  readonly log: Log;
  readonly wake: () => void;
};

/** An event that is not written down yet. `settle` tells its platform what became of it, once. */
type Entry = { readonly heard: Incoming; readonly receipt: Promise<Receipt>; readonly settle: (receipt: Receipt) => void };

/**
 * `wake` is called when something new is in the inbox. Events are written in the order in which they come, those that come while others are
 * being written together: a busy minute costs the database little more than a quiet one.
 */
export function openDoor({ db, admins = new Set(), now: read, log, wake }: DoorOptions): Door {
  const now = clockOf(read);
  const waiting = new Map<string, Entry>();
  // Told to their platforms as kept in memory: nobody waits for them any more.
  const kept = new Set<Entry>();
  const unwritable = new WeakSet<Entry>();
  let writing: Promise<void> | null = null;
  // The database is gone for good, and this process ends.
  let over = false;

  async function receive(heard: Incoming): Promise<Receipt> {
    const nobodys = await isNobodys(heard);
    if (nobodys === true) return 'not-ours';
    const twin = waiting.get(heard.key);
    // Kept is not 'repeated': it stands in memory only, and a platform that can deliver it again should.
    if (twin !== undefined) return twin.receipt.then((receipt) => (receipt === 'stored' ? 'repeated' : receipt));
    if (over || waiting.size >= keptMax) return 'full';
    const entry = entryOf(heard);
    waiting.set(heard.key, entry);
    if (kept.size > 0 || nobodys === 'late') {
      keep(entry);
      return entry.receipt;
    }
    const late = setTimeout(() => keep(entry, 'late'), storeMsMax);
    void write().catch(() => undefined);
    return entry.receipt.finally(() => clearTimeout(late));
  }

  /** A platform tells of everybody it knows, each time that they change their status: of strangers not even that is written down. */
  async function isNobodys(heard: Incoming): Promise<boolean | 'late'> {
    if (!('change' in heard) || heard.change.type !== 'person') return false;
    // While the database is away nobody can tell: then it is kept like everything else.
    const { person } = heard.change.profile;
    const asked = isKnown(db, person).then(
      (known) => !known,
      () => false,
    );
    // Nor while it stands still; and all the time that there is has gone by then.
    return Promise.race([asked, delay(storeMsMax, 'late' as const, { ref: false })]);
  }

  function keep(entry: Entry, code: string | null = null): void {
    kept.add(entry);
    entry.settle('kept');
    if (code !== null) log('inbox.kept', { code, waiting: waiting.size });
    wake();
  }

  function write(): Promise<void> {
    writing ??= writeAll().finally(() => {
      writing = null;
    });
    return writing;
  }

  async function writeAll(): Promise<void> {
    const tried = new Set<Entry>();
    // What is handed in at the same moment is written down together: of a message and its correction only the correction is acted on.
    await null;
    for (;;) {
      const entries = [...waiting.values()].filter((entry) => !tried.has(entry)).slice(0, atOnceMax);
      if (entries.length === 0) return;
      for (const entry of entries) tried.add(entry);
      await writeTogether(entries);
      // What arrived meanwhile is read from its sockets in the next turn of the event loop: then it is written together.
      await nextTurn();
      await nextTurn();
    }
  }

  async function writeTogether(entries: readonly Entry[]): Promise<void> {
    const all = entries.map(({ heard }) => heard);
    // If an insert that seemed lost did arrive, its key says so.
    const stored = await storeHeard(db, all, now(), admins).catch((error: unknown) => notWritten(entries, error));
    if (stored === null) return;
    const { fresh, over } = stored;
    for (const entry of entries) {
      const { key } = entry.heard;
      waiting.delete(key);
      kept.delete(entry);
      // What was too much was heard, and is not to be delivered again.
      entry.settle(fresh.has(key) || over.has(key) ? 'stored' : 'repeated');
    }
    if (over.size > 0) {
      log('inbox.too-much', { events: over.size });
      await storeHeard(
        db,
        tooMuchSaid(
          all.filter(({ key }) => over.has(key)),
          now(),
        ),
        now(),
        admins,
      ).catch((error: unknown) => {
        // Who sends too much and is not told so sends it again.
        log('inbox.not-told', { code: errorCode(error) });
      });
    }
    wake();
  }

  /** An event that cannot be written, for a reason of its own, stands in nobody's way: it is tried again with the next ones. */
  async function notWritten(entries: readonly Entry[], error: unknown): Promise<null> {
    if (databaseGone(error) !== null) {
      // Its memory ends with it: nobody may count on what is not written down.
      over = true;
      for (const [key, entry] of waiting) {
        if (kept.has(entry)) continue;
        waiting.delete(key);
        entry.settle('full');
      }
      throw error;
    }
    if (databaseAway(error)) {
      for (const entry of waiting.values()) if (!kept.has(entry)) keep(entry, errorCode(error));
      throw error;
    }
    const [only, ...more] = entries;
    if (more.length > 0) for (const entry of entries) await writeTogether([entry]);
    else if (only !== undefined && neverTaken(error)) {
      waiting.delete(only.heard.key);
      kept.delete(only);
      only.settle('unwritable');
      log('inbox.refused', { code: errorCode(error), waiting: waiting.size });
    } else if (only !== undefined && !unwritable.has(only)) {
      unwritable.add(only);
      only.settle('kept');
      log('inbox.unwritable', { code: errorCode(error), waiting: waiting.size });
    }
    return null;
  }

  return {
    receive,
    flush: async () => {
      if (waiting.size > 0) await write();
    },
    waiting: () => waiting.size,
  };
}

/** That somebody says more than is taken, once an hour for each of them. */
function tooMuchSaid(events: readonly Incoming[], now: Instant): PlatformEvent[] {
  const said = events.flatMap((event) => ('change' in event ? [] : [event]));
  const told = new Map(said.map(({ by, room }) => [by, room] as const));
  return [...told].map(([by, room]) => ({
    key: `too-much:${by}:${Math.floor(now / hourMs)}`,
    at: now,
    about: `${platformOf(by)}:too-much`,
    change: { type: 'too-much', by, room },
  }));
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function entryOf(heard: Incoming): Entry {
  let settle: Entry['settle'] = () => undefined;
  const receipt = new Promise<Receipt>((resolve) => {
    settle = resolve;
  });
  return { heard, receipt, settle };
}
