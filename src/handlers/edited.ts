// What is not carried out as it was said: it came too late, or its speaker corrected it or took it back. Never done twice, and never in silence.

import {
  carriedOut,
  correctedTooLate,
  correctsNothing,
  lateNodes,
  orderGiven,
  sentTooLate,
  waitsForPress,
  withdrawnTooLate,
} from '../chat/late.ts';
import { personal } from '../chat/message/address.ts';
import type { Change } from '../chat/message/heard.ts';
import type { Parsed } from '../chat/parse.ts';
import type { Db } from '../db/connection/client.ts';
import { canonicalIds } from '../db/identities.ts';
import { outcomeOf, outcomeOfForm, withdrawn } from '../db/inbox.ts';
import type { Engine } from '../engine.ts';
import { say } from '../outbound/enqueue.ts';
import { answered, type Turn } from './reply.ts';

/** Answers what came in too late; null when it did not. A report of a leak is never too late: it adds what is known, and harms nobody. */
export async function late(turn: Turn, parsed: Parsed): Promise<string | null> {
  if (turn.hearing.heard.late !== true) return null;
  const command = 'command' in parsed ? parsed.command : null;
  return command?.says.to === 'leak' ? null : answered(turn, lateNodes(command?.words ?? null), 'late');
}

/**
 * Answers a correction that is not carried out, because what it corrects was, or is not known; null when it is to be carried out, or is no
 * correction. What it corrects waits no more: that was finished when the correction was written down.
 */
export async function corrected(turn: Turn): Promise<string | null> {
  const { tx, hearing } = turn;
  const { corrects, said, key } = hearing.heard;
  if (corrects === undefined) return null;
  if (said.type === 'form') return sentAgain(turn, corrects, key);
  const outcome = await outcomeOf(tx, corrects, hearing.from);
  if (outcome === null) return answered(turn, correctsNothing, 'corrects-nothing');
  if (outcome === waitsForPress) return answered(turn, orderGiven, 'corrected-too-late');
  const done = carriedOut(outcome);
  return done === null ? null : answered(turn, correctedTooLate(done.words), 'corrected-too-late');
}

/** Answers a form that was changed and sent again after it was carried out; null when it is to be carried out. */
async function sentAgain(turn: Turn, form: string, key: string): Promise<string | null> {
  const outcome = await outcomeOfForm(turn.tx, form, turn.hearing.from, key);
  if (outcome === null) return null;
  if (outcome === waitsForPress) return answered(turn, orderGiven, 'corrected-too-late');
  const done = carriedOut(outcome);
  return done === null ? null : answered(turn, sentTooLate(done), 'corrected-too-late');
}

/** Somebody took back what they had said. Who did so too late is told, at the account that they said it from. Resolves to an outcome for the log. */
export async function takenBack(tx: Db, engine: Engine, { key, by }: Extract<Change, { type: 'withdrawn' }>): Promise<string> {
  const outcome = await outcomeOf(tx, key, by);
  const done = outcome === null ? null : carriedOut(outcome);
  if (done === null && outcome !== waitsForPress) return outcome === withdrawn ? withdrawn : 'nothing-to-withdraw';
  const person = (await canonicalIds(tx, [by])).get(by) ?? by;
  const to = { person, room: null, ...(person === by ? {} : { as: by }) };
  await say(
    tx,
    engine,
    [personal(to, done === null ? orderGiven : withdrawnTooLate(done.words))],
    { list: null, embargo: null },
    engine.now(),
  );
  return 'withdrawn-too-late';
}
