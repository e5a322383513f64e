// From memory into the inbox: those that come while others are being written are written together, and what cannot be written stands in nobody's way.
import { type Incoming, type PlatformEvent, tooMuchOf } from '../chat/message/heard.ts';
import { databaseAway, databaseGone } from '../db/connection/away.ts';
import type { Db } from '../db/connection/client.ts';
import { storeHeard } from '../db/inbox.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Clock, Instant } from '../domain/values/time.ts';
import { neverTaken } from '../errors.ts';
import { errorCode, type Log } from '../log.ts';
import type { Entry, Unwritten } from './unwritten.ts';

const atOnceMax = 100;

export type Writer = {
  /** Writes everything that waits, in the order in which it came. Throws when the database is away: then all of it waits on. */
  write(): Promise<void>;
  /** Whether the database is gone for good: then this process ends, and takes nothing more. */
  isOver(): boolean;
};

/** `admins`: who count as members however much they say. */
type Means = { readonly db: Db; readonly admins: ReadonlySet<PersonId>; readonly now: Clock; readonly log: Log; readonly wake: () => void };

/**
 * `wake` is called when something new is in the inbox. A busy minute costs the database little more than a quiet one: see `atOnceMax`, how many
 * events are written in one statement.
 */
export function openWriter({ db, admins, now, log, wake }: Means, unwritten: Unwritten): Writer {
  // Tried once by itself, and told so.
  const unwritable = new WeakSet<Entry>();
  let writing: Promise<void> | null = null;
  let over = false;

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
      const entries = unwritten
        .entries()
        .filter((entry) => !tried.has(entry))
        .slice(0, atOnceMax);
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
    // What was too much was heard, and is not to be delivered again.
    const { fresh, over } = stored;
    for (const entry of entries) unwritten.end(entry, fresh.has(entry.heard.key) || over.has(entry.heard.key) ? 'stored' : 'repeated');
    if (over.size > 0) await tell(all.filter(({ key }) => over.has(key)));
    wake();
  }

  async function tell(over: readonly Incoming[]): Promise<void> {
    log('inbox.too-much', { events: over.length });
    await storeHeard(db, tooMuchSaid(over, now()), now(), admins).catch((error: unknown) => {
      // Who sends too much and is not told so sends it again.
      log('inbox.not-told', { code: errorCode(error) });
    });
  }

  async function notWritten(entries: readonly Entry[], error: unknown): Promise<null> {
    if (databaseGone(error) !== null) {
      // Its memory ends with it: nobody may count on what is not written down.
      over = true;
      for (const entry of unwritten.entries()) if (!unwritten.isKept(entry)) unwritten.end(entry, 'full');
      throw error;
    }
    if (databaseAway(error)) {
      for (const entry of unwritten.entries()) if (!unwritten.isKept(entry)) unwritten.keep(entry, errorCode(error));
      throw error;
    }
    const [only, ...more] = entries;
    if (more.length > 0) for (const entry of entries) await writeTogether([entry]);
    else if (only !== undefined) setAside(only, error);
    return null;
  }

  /** An event that cannot be written, for a reason of its own, is tried again with the next ones; unless it never can be. */
  function setAside(entry: Entry, error: unknown): void {
    if (neverTaken(error)) {
      unwritten.end(entry, 'unwritable');
      log('inbox.refused', { code: errorCode(error), waiting: unwritten.size() });
    } else if (!unwritable.has(entry)) {
      unwritable.add(entry);
      entry.settle('kept');
      log('inbox.unwritable', { code: errorCode(error), waiting: unwritten.size() });
    }
  }

  return { write, isOver: () => over };
}

function tooMuchSaid(events: readonly Incoming[], now: Instant): PlatformEvent[] {
  const said = events.flatMap((event) => ('change' in event ? [] : [event]));
  return [...new Map(said.map(({ by, room }) => [by, room] as const))].map(([by, room]) => tooMuchOf(by, room, now));
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
