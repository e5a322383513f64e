// Where platforms hand in what they heard. It is written down before they acknowledge it; if the database is away it waits in memory.
import { setTimeout as delay } from 'node:timers/promises';
import { eachWord, type Incoming, type Receipt } from '../chat/message/heard.ts';
import { withoutSecretKeys } from '../chat/values/secret-keys.ts';
import type { Db } from '../db/connection/client.ts';
import { isKnown } from '../db/people.ts';
import type { PersonId } from '../domain/values/ids.ts';
import { clockOf } from '../domain/values/time.ts';
import type { Log } from '../log.ts';
import { openUnwritten } from './unwritten.ts';
import { openWriter } from './write.ts';

/** Slack waits three seconds for its answer; this leaves half of them for the way there and back. */
const storeMsMax = 1_500;
const keptMax = 1_000;

export type Receiver = {
  receive(heard: Incoming): Promise<Receipt>;
  /** Writes down what was kept, in the order in which it came. Throws when the database is still away: then all of it waits on. */
  flush(): Promise<void>;
  /** How many events wait in memory. */
  waiting(): number;
};

export type ReceiverOptions = {
  readonly db: Db;
  /** Who count as members however much they say: named in the environment. */
  readonly admins?: ReadonlySet<PersonId>;
  readonly now: () => number;
  readonly log: Log;
  readonly wake: () => void;
};

/** `wake` is called when something new is in the inbox, or kept in memory. Events are written in the order in which they come. */
export function openReceiver({ db, admins = new Set(), now: read, log, wake }: ReceiverOptions): Receiver {
  const unwritten = openUnwritten({ log, wake });
  const writer = openWriter({ db, admins, now: clockOf(read), log, wake }, unwritten);

  async function receive(incoming: Incoming): Promise<Receipt> {
    // Before it is written anywhere.
    const heard = 'said' in incoming ? { ...incoming, said: eachWord(incoming.said, withoutSecretKeys) } : incoming;
    const nobodys = await isNobodys(db, heard);
    if (nobodys === true) return 'not-ours';
    const twin = unwritten.withKey(heard.key);
    // Kept is not 'repeated': it stands in memory only, and a platform that can deliver it again should.
    if (twin !== undefined) return twin.receipt.then((receipt) => (receipt === 'stored' ? 'repeated' : receipt));
    if (writer.isOver() || unwritten.size() >= keptMax) return 'full';
    const entry = unwritten.add(heard);
    if (unwritten.anyKept() || nobodys === 'late') {
      unwritten.keep(entry);
      return entry.receipt;
    }
    const late = setTimeout(() => unwritten.keep(entry, 'late'), storeMsMax);
    void writer.write().catch(() => undefined);
    return entry.receipt.finally(() => clearTimeout(late));
  }

  return {
    receive,
    flush: async () => {
      if (unwritten.size() > 0) await writer.write();
    },
    waiting: () => unwritten.size(),
  };
}

/** A platform tells of everybody it knows, each time that they change their status: of strangers not even that is written down. */
async function isNobodys(db: Db, heard: Incoming): Promise<boolean | 'late'> {
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
