// One event at which the bot itself fails must not make it deaf to everybody: its batch would never be let go. What is the homeserver's or the database's
// to mend is waited for; anything else is tried a few times, and then the event is set aside and its author told.
import { errorCode } from '../../log.ts';
import { SendFailure } from '../platform.ts';
import { NotHeld } from './keeping.ts';
import { pause } from './lead.ts';
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
};

const triesMax = 3;
const retryMsDefault = 500;

/** Does what is to be done with an event. After the last try `told` is called, whatever becomes of that, and it resolves to null. Throws what waiting mends. */
export async function orAside<Result>(
  { passes, log, off, retryMs = retryMsDefault }: AsideOptions,
  work: () => Promise<Result>,
  told: () => Promise<void>,
): Promise<Result | null> {
  const outside = (error: unknown) =>
    error instanceof NotTaken ||
    error instanceof NotHeld ||
    // What is refused for good is refused again, however often the event comes.
    (error instanceof SendFailure && (error.kind !== 'gone' || loggedOut(error) !== null)) ||
    passes(error);
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (off.aborted || outside(error)) throw error;
      log('matrix.event-failed', { tries, code: errorCode(error) });
      if (tries >= triesMax) break;
    }
    await pause(retryMs, off);
  }
  await told().catch((error: unknown) => log('matrix.event-untold', { code: errorCode(error) }));
  return null;
}

export const setAside = [
  "I couldn't read what you sent: something is wrong on my side. I tried a few times and skipped it, so nothing was done.",
  'Say it again in other words. If that fails too, tell whoever runs this bot.',
];
