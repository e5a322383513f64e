// Something was said in somebody's name that nobody can vouch for. Nothing is acted on; who is on a list hears of it, and it is written down.

import { type Untrusted, untakenNotice, untrustedAlarms, untrustedNotice } from '../chat/list/trust.ts';
import type { Change } from '../chat/message/heard.ts';
import type { Db } from '../db/connection/client.ts';
import { appendFacts, factsSince, listStream } from '../db/facts.ts';
import { personBehind } from '../db/identities.ts';
import { countHeard } from '../db/inbox.ts';
import { loadListsOfPerson, lockList } from '../db/lists.ts';
import type { ListFact } from '../domain/list/facts.ts';
import type { List } from '../domain/list/list.ts';
import { grave } from '../domain/list/trust.ts';
import type { PersonId, RoomId } from '../domain/values/ids.ts';
import { dayMs, type Instant, minuteMs } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { enqueue, enqueueOnce } from '../outbound/enqueue.ts';

const nothing = { list: null, embargo: null };
// Whoever names a device may be an attacker, and what they name it is written down.
const deviceLengthMax = 80;

/** Tells and writes down that something was not acted on. Of people on no list nothing is kept. Resolves to an outcome for the log. */
export async function distrusted(tx: Db, engine: Engine, change: Extract<Change, { type: 'distrusted' }>): Promise<string> {
  const { by, room, because } = change;
  const now = engine.now();
  const person = await personBehind(tx, by);
  const lists = await loadListsOfPerson(tx, person, lockList);
  const device = change.device?.slice(0, deviceLengthMax) ?? null;
  const answers = await answersNow(tx, by, now);
  if (lists.length === 0) {
    // Who speaks with the bot alone has a room for the answer, and waits for one; of what may be an attack a stranger hears nothing.
    if (room === null && !grave.has(because) && answers.some)
      await enqueue(
        tx,
        engine,
        [untrustedNotice({ person, by, where: null, because, device, now }, { attack: false, ...answers })],
        nothing,
        now,
      );
    return 'distrusted';
  }
  const told: Untrusted = { person, by, where: nameOfRoom(lists, room), because, device, now };
  const attack = grave.has(because);
  if (attack || answers.some) await enqueueOnce(tx, engine, [untrustedNotice(told, { attack, ...answers })], nothing, now);
  for (const list of lists) {
    await record(tx, list, { type: 'command-distrusted', person, because, device }, now);
    if (attack) await enqueueOnce(tx, engine, untrustedAlarms(told, list), { list, embargo: null }, now);
  }
  return `distrusted: ${because}`;
}

/** Answers somebody whose words the bot does not take, though they are theirs. Resolves to an outcome for the log. */
export async function untaken(tx: Db, engine: Engine, { by, room, what, choice }: Extract<Change, { type: 'untaken' }>): Promise<string> {
  const now = engine.now();
  const person = await personBehind(tx, by);
  const lists = await loadListsOfPerson(tx, person);
  const answers = await answersNow(tx, by, now);
  // In a room a stranger is not answered: the bot would open a room with whoever posts a picture.
  if (answers.some && (room === null || lists.length > 0))
    await enqueue(
      tx,
      engine,
      [untakenNotice({ person, by, where: nameOfRoom(lists, room), what, choice: choice ?? null }, answers.last)],
      nothing,
      now,
    );
  return `untaken: ${what}`;
}

/**
 * Somebody's identity is another one than the one the bot knows them by, and so they get no key of what is said: the coordinators of their lists hear of it,
 * once a day however it was noticed. Resolves to an outcome for the log.
 */
export async function withheld(tx: Db, engine: Engine, { by, room }: Extract<Change, { type: 'withheld' }>): Promise<string> {
  const now = engine.now();
  const person = await personBehind(tx, by);
  const lists = await loadListsOfPerson(tx, person);
  const told: Untrusted = { person, by, where: nameOfRoom(lists, room), because: 'identity-changed', device: null, now };
  for (const list of lists) await enqueueOnce(tx, engine, untrustedAlarms(told, list), { list, embargo: null }, now);
  return 'withheld: identity-changed';
}

/** What a room is called is known to its list's members alone. */
function nameOfRoom(lists: readonly List[], room: RoomId | null): string | null {
  if (room === null) return null;
  return lists.find((list) => list.rooms[room] !== undefined)?.rooms[room]?.audit.name ?? 'a room';
}

// People type one message after the other; a machine in their name does so faster.
const answersMax = 10;
const answersWithinMs = 10 * minuteMs;

/** Whether what an account said and was not taken is answered at present, and whether that is the last time for a while. */
async function answersNow(tx: Db, by: PersonId, now: Instant): Promise<{ readonly some: boolean; readonly last: boolean }> {
  const before = await countHeard(tx, `${by}~distrusted`, null, now - answersWithinMs);
  return { some: before < answersMax, last: before === answersMax - 1 };
}

/** Once a day for each person and reason: whoever forges messages must not be able to flood the record. The list is locked. */
async function record(tx: Db, list: List, fact: Extract<ListFact, { type: 'command-distrusted' }>, now: Instant): Promise<void> {
  const stream = listStream(list.id);
  const today = await factsSince<ListFact, 'command-distrusted'>(tx, stream, fact.type, Math.floor(now / dayMs) * dayMs);
  if (today.some(({ person, because }) => person === fact.person && because === fact.because)) return;
  await appendFacts<ListFact>(tx, stream, [{ fact, at: now, by: 'clock' }]);
}
