// One event at which the bot itself fails must not make it deaf to everybody: its batch would never be let go. What is the homeserver's or the database's
// to mend is waited for; anything else is tried a few times, and then the event is set aside and its author told.
import { errorCode } from '../../log.ts';
import { SendFailure } from '../platform.ts';
import type { Crypto, SyncPart } from './encryption/crypto.ts';
import { pause } from './lease.ts';
import { NotHeld } from './matrix-store.ts';
import { loggedOut } from './session.ts';

/** Thrown when an event could not be kept: nothing after it was taken in, and all of it comes again. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

export type AsideOptions = {
  /** Whether an error of what is kept passes by itself. */
  readonly passes: (error: unknown) => boolean;
  readonly log: (event: string, details?: Readonly<Record<string, string | number | boolean | null>>) => void;
  readonly off: AbortSignal;
  readonly retryMs?: number;
  /** What is taken in: names the log's line of a try that failed. */
  readonly what?: 'event' | 'keys';
};

const triesMax = 3;
const retryMsDefault = 500;

/** Does what is to be done with an event. After the last try `told` is called, whatever becomes of that, and it resolves to null. Throws what waiting mends. */
export async function orAside<Result>(
  { passes, log, off, retryMs = retryMsDefault, what = 'event' }: AsideOptions,
  work: () => Promise<Result>,
  told: () => Promise<void>,
): Promise<Result | null> {
  const elsewhere = (error: unknown) =>
    error instanceof NotTaken ||
    error instanceof NotHeld ||
    // What is refused for good is refused again, however often the event comes.
    (error instanceof SendFailure && (error.kind !== 'gone' || loggedOut(error) !== null)) ||
    passes(error);
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (off.aborted || elsewhere(error)) throw error;
      const code = errorCode(error);
      if (what === 'keys') log('matrix.keys-not-taken', { tries, code });
      else log('matrix.event-failed', { tries, code });
      if (tries >= triesMax) break;
    }
    await pause(retryMs, off);
  }
  await told().catch((error: unknown) => log('matrix.event-not-told', { code: errorCode(error) }));
  return null;
}

/**
 * Takes in what a sync brought for the machine. Where the machine fails at it each time, each message of it is taken in by itself, and the ones at which
 * it still fails are left out: a key that is lost is asked for again, a bot that is deaf is of no use to anybody. Throws when the machine fails at
 * nothing at all: then it has to be opened anew.
 */
export async function takeKeys({ receive }: Pick<Crypto, 'receive'>, sync: SyncPart, options: AsideOptions): Promise<void> {
  const nothing = { ...sync, toDevice: [], changed: [], left: [] };
  let leftOut = 0;
  const whole = () => receive(sync).then(() => true);
  await orAside({ ...options, what: 'keys' }, whole, async () => {
    const parts = [{ ...sync, toDevice: [] }, ...sync.toDevice.map((each) => ({ ...nothing, toDevice: [each] }))];
    for (const part of parts)
      await receive(part).catch((error: unknown) => {
        leftOut += 1;
        options.log('matrix.keys-left-out', { code: errorCode(error) });
      });
  });
  if (leftOut > 0) await receive(nothing);
}
