// What is not carried out as it was said: it came too late, or its speaker corrected it or took it back. Never done twice, and never in silence.

import {
  carriedOut,
  correctedTooLate,
  correctsNothing,
  expiredNodes,
  orderGiven,
  sentTooLate,
  staleNodes,
  usedNodes,
  waitsForPress,
  withdrawnTooLate,
} from '../chat/expired.ts';
import { personal } from '../chat/message/address.ts';
import { type Change, pressOf, wordsOf } from '../chat/message/heard.ts';
import type { Parsed } from '../chat/parse.ts';
import type { Db } from '../db/connection/client.ts';
import { canonicalIds } from '../db/identities.ts';
import { outcomeOf, outcomeOfForm, pressedBefore, withdrawn } from '../db/inbox.ts';
import { sentSince } from '../db/outbox.ts';
import { minuteMs } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { answered, type Reply } from './reply.ts';

/** Answers what came in too late; null when it did not. A report of a leak is never too late: it adds what is known, and harms nobody. */
export async function late(reply: Reply, parsed: Parsed): Promise<string | null> {
  if (reply.request.heard.late !== true) return null;
  const command = 'command' in parsed ? parsed.command : null;
  return command?.says.to === 'leak' ? null : answered(reply, expiredNodes(command?.words ?? null), 'late');
}

/**
 * Answers a button that was used, or stands in a message that many have followed; null when it is to be carried out. What is only shown, and a report, is
 * never too late. `stillGood`: whether it would be carried out; if not, the refusal says more. It is asked last, because it decides on the whole order.
 */
export async function spent(
  { tx, engine, request }: Reply,
  { command, codename }: Extract<Parsed, { type: 'intent' }>,
  stillGood: () => Promise<boolean>,
): Promise<string | null> {
  const { heard, from, now } = request;
  const press = pressOf(heard);
  const seen = heard.seen ?? null;
  if (press === null || seen === null || (command.says.to !== 'embargo' && command.says.to !== 'create')) return null;
  const before = await pressedBefore(tx, from, { press, words: wordsOf(heard.said).join('') }, seen);
  const again = `${command.words}${codename === null ? '' : ` ${codename}`}`;
  const used = before !== null && carriedOut(before.outcome) !== null ? before : null;
  const stale = used === null && now - seen >= staleMs && (await sentSince(tx, heard.room ?? from, seen)) >= staleAfter;
  if ((used === null && !stale) || !(await stillGood())) return null;
  return used === null
    ? answered({ tx, engine, request }, staleNodes(again), 'stale-choice')
    : answered({ tx, engine, request }, usedNodes(used.at, again), 'spent-choice');
}

const staleMs = 15 * minuteMs;
const staleAfter = 20;

/**
 * Answers a correction that is not carried out, because what it corrects was, or is not known; null when it is to be carried out, or is no
 * correction. What it corrects waits no more: that was finished when the correction was written down.
 */
export async function corrected(reply: Reply): Promise<string | null> {
  const { tx, request } = reply;
  const { corrects, said, key } = request.heard;
  if (corrects === undefined) return null;
  if (said.type === 'form') return sentAgain(reply, corrects, key);
  const outcome = await outcomeOf(tx, corrects, request.from);
  if (outcome === null) return answered(reply, correctsNothing, 'corrects-nothing');
  if (outcome === waitsForPress) return answered(reply, orderGiven, 'corrected-too-late');
  const done = carriedOut(outcome);
  return done === null ? null : answered(reply, correctedTooLate(done.words), 'corrected-too-late');
}

/** Answers a form that was changed and sent again after it was carried out; null when it is to be carried out. */
async function sentAgain(reply: Reply, form: string, key: string): Promise<string | null> {
  const outcome = await outcomeOfForm(reply.tx, form, reply.request.from, key);
  if (outcome === null) return null;
  if (outcome === waitsForPress) return answered(reply, orderGiven, 'corrected-too-late');
  const done = carriedOut(outcome);
  return done === null ? null : answered(reply, sentTooLate(done), 'corrected-too-late');
}

/** Somebody took back what they had said. Who did so too late is told, at the account that they said it from. Resolves to an outcome for the log. */
export async function takenBack(tx: Db, engine: Engine, { key, by }: Extract<Change, { type: 'withdrawn' }>): Promise<string> {
  const outcome = await outcomeOf(tx, key, by);
  const done = outcome === null ? null : carriedOut(outcome);
  if (done === null && outcome !== waitsForPress) return outcome === withdrawn ? withdrawn : 'nothing-to-withdraw';
  const person = (await canonicalIds(tx, [by])).get(by) ?? by;
  const to = { person, room: null, ...(person === by ? {} : { as: by }) };
  await enqueue(
    tx,
    engine,
    [personal(to, done === null ? orderGiven : withdrawnTooLate(done.words))],
    { list: null, embargo: null },
    engine.now(),
  );
  return 'withdrawn-too-late';
}
