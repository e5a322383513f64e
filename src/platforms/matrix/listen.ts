// Hearing, as long as the account is held: what a sync brings goes into the inbox and into the machine, and only then is its token kept, with both.
import type { PersonId } from '../../domain/values/ids.ts';
import { SendFailure } from '../platform.ts';
import type { Api } from './api.ts';
import type { Crypto } from './encryption/crypto.ts';
import { type Held, pause } from './lease.ts';
import type { Saved, Unread } from './matrix-store.ts';
import { personOf } from './rooms/state.ts';
import { loggedOut } from './session.ts';
import { type AsideOptions, NotTaken, takeKeys } from './set-aside.ts';
import { askSync, type Batch } from './sync.ts';
import type { Timeline } from './timeline/timeline.ts';

export type ListenOptions = {
  readonly api: Api;
  readonly user: string;
  readonly crypto: Crypto;
  readonly timeline: Timeline;
  readonly aside: AsideOptions;
  readonly held: Held;
  readonly since: string | null;
  readonly save: (saved: Saved) => Promise<void>;
  readonly log: (event: string, details?: Readonly<Record<string, string | number | boolean | null>>) => void;
  /** Who asked the bot into a room to speak with it alone. */
  readonly remember: (room: string, by: PersonId) => void;
  /** Is told when what happens from then on is heard. */
  readonly hears: () => void;
};

const retryMsMin = 500;
const retryMsMax = 10_000;
// What was put off is looked at again this soon, though nothing new is said.
const putOffMs = 2_000;

/** Resolves when the account is held no more. Throws where going on is of no use: the session is over, or the account is another's. */
export async function listenTo(options: ListenOptions): Promise<void> {
  const { api, user, crypto, held, log } = options;
  const { isAlone } = options.timeline;
  let { since } = options;
  let { unread } = held.account;
  let failures = 0;
  let asking = false;
  while (!held.lost.aborted) {
    try {
      asking = true;
      const waitMs = since === options.since ? 0 : waitFor(unread);
      const batch = await askSync(api, since, { user, isAlone }, held.lost, waitMs);
      asking = false;
      await takeKeys(crypto, batch.crypto, options.aside);
      await sendWanted(options);
      unread = await takenIn(options, batch, unread);
      if (since === null || since === options.since) options.hears();
      since = batch.next;
      failures = 0;
    } catch (error) {
      if (held.lost.aborted) return;
      if (!(error instanceof SendFailure) || loggedOut(error) !== null) throw error;
      // Whatever is refused besides the question for what is new says nothing of the session.
      if (asking && error.kind === 'gone') throw error;
      failures += 1;
      log('matrix.sync-failed', { code: error.code, failures });
      await pause(error.kind === 'paused' ? error.afterMs : Math.min(retryMsMax, retryMsMin * 2 ** Math.min(failures, 10)), held.lost);
    }
  }
}

/** For how long the next sync waits for something new, in milliseconds; undefined: as long as usual. */
function waitFor(unread: readonly Unread[]): number | undefined {
  if (unread.some(({ behind }) => behind)) return 0;
  return unread.some(({ putOff }) => putOff) ? putOffMs : undefined;
}

/** What the machine wants to ask or tell can wait, and must not keep anybody's words waiting. */
async function sendWanted({ crypto, log }: ListenOptions): Promise<void> {
  await crypto.flush().catch((error: unknown) => {
    if (!(error instanceof SendFailure) || loggedOut(error) !== null) throw error;
    log('matrix.keys-not-sent', { code: error.code });
  });
}

/** All of a batch is in the inbox, or none of it counts. Resolves to what could not be read yet. */
async function takenIn(options: ListenOptions, batch: Batch, before: readonly Unread[]): Promise<readonly Unread[]> {
  const { crypto, save, held, log } = options;
  for (;;) {
    try {
      const unread = await heardIn(options, batch, before);
      const changes = await crypto.cryptoStore.changes();
      await save({ since: batch.next, unread, records: { device: crypto.machine.deviceId.toString(), changes } }).catch(
        (error: unknown) => {
          crypto.cryptoStore.again(changes);
          throw error;
        },
      );
      return unread;
    } catch (error) {
      // The database is away: what was heard waits, and comes again as it was.
      if (!(error instanceof NotTaken)) throw error;
      log('matrix.not-taken-in');
      await pause(retryMsMin, held.lost);
      if (held.lost.aborted) throw error;
    }
  }
}

async function heardIn({ timeline, remember }: ListenOptions, batch: Batch, before: readonly Unread[]): Promise<Unread[]> {
  // What could not be read before comes first, as it was said first.
  const unread = await timeline.hear([...before, ...batch.events]);
  for (const invitation of batch.invitations) {
    const by = personOf(invitation.by);
    if (invitation.direct && by !== null) remember(invitation.room, by);
    await timeline.invited(invitation, batch.next);
  }
  for (const room of batch.left) await timeline.left(room, batch.next);
  return unread;
}
