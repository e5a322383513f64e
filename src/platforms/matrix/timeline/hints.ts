// What somebody is told at once, to them alone.
import { tooMuchAtOnce } from '../../../chat/list/trust.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { minuteMs } from '../../../domain/values/time.ts';
import { SendFailure } from '../../platform.ts';
import { pause } from '../lease.ts';
import { loggedOut } from '../session.ts';
import type { Context } from './context.ts';

/** A stranger must not make the bot open a direct room with them, nor anybody make it talk all the time. */
export async function tellKnown(context: Context, by: PersonId, lines: readonly string[], txn: string): Promise<void> {
  if ((await context.store.direct(by)).room === null) return;
  const now = context.machineNow();
  const lately = [...(context.hints.get(by) ?? [])].filter(([, at]) => Math.abs(now - at) < hintsWithinMs);
  const hints = new Map(lately);
  // What comes again is said again under the same id: once.
  if (!hints.has(txn) && hints.size >= hintsMax) return;
  hints.set(txn, hints.get(txn) ?? now);
  if (context.hints.size > peopleMax) context.hints.clear();
  context.hints.set(by, hints);
  const last = [...hints.keys()].indexOf(txn) === hintsMax - 1;
  await toldOrDropped(context, by, last ? [...lines, tooMuchAtOnce] : lines, txn, 1);
}

// People type one message after the other; a machine in their name does so faster.
const hintsMax = 10;
const hintsWithinMs = 10 * minuteMs;
const peopleMax = 2_000;

/**
 * Says something to one person; resolves to whether it was said. That it could not be must not keep anybody else from being heard. Throws where the
 * session is over.
 */
export async function toldOrDropped(
  context: Context,
  by: PersonId,
  lines: readonly string[],
  txn: string,
  triesMax: number,
): Promise<boolean> {
  const { log, off, retryMs = askRetryMs } = context.aside;
  for (let tries = 1; ; tries += 1) {
    try {
      await context.tell(by, lines, txn);
      return true;
    } catch (error) {
      if (!(error instanceof SendFailure) || loggedOut(error) !== null) throw error;
      log('matrix.event-not-told', { code: error.code });
      if (error.kind === 'gone' || tries >= triesMax || off.aborted) return false;
      await pause(Math.min(Math.max(error.afterMs, retryMs), askPauseMsMax), off);
    }
  }
}

export const askTriesMax = 3;
const askRetryMs = 500;
const askPauseMsMax = 3_000;
