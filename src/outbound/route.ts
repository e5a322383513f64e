// Where what is said to somebody unasked goes, and when: to the one of their accounts that they chose, and not in their quiet hours.

import type { Outgoing, Urgency } from '../chat/message/outgoing.ts';
import type { Reach } from '../chat/people/people.ts';
import { quietUntil } from '../chat/values/quiet.ts';
import type { Db } from '../db/connection/client.ts';
import type { Queued } from '../db/outbox.ts';
import { profilesOf, type Way, waysTo } from '../db/people.ts';
import { type PersonId, type PlatformName, platformOf } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';

/** How somebody is reached, for them to see. */
export async function routeOf(db: Db, person: PersonId): Promise<Reach> {
  const ways = await waysTo(db, [person]);
  const open = ways.filter((way) => way.open).map((way) => way.id);
  const told = await profilesOf(db, open);
  const ids = open.map((id) => ({ id, name: told.get(id)?.name ?? null }));
  return { ids, reach: ways[0]?.reach ?? null, quiet: ways[0]?.quiet ?? null, zone: zoneOf(ways) };
}

/**
 * Messages as they are to be queued: what is said to somebody unasked, with the account that it goes to where that is not the one that lists know,
 * and reminders with the end of their quiet hours. One question to the database for all of them.
 */
export async function addressed(
  tx: Db,
  { platforms }: Pick<Engine, 'platforms'>,
  messages: readonly Outgoing[],
  now: Instant,
): Promise<Queued[]> {
  const people = [...new Set(messages.flatMap(({ to }) => (isUnasked(to) ? [to.person] : [])))];
  if (people.length === 0) return [...messages];
  const ways = await waysTo(tx, people);
  const speaksHere = ({ id }: Way) => platforms[platformOf(id)] !== undefined;
  return messages.map((message): Queued => {
    const { to, urgency, card } = message;
    const theirs = isUnasked(to) ? ways.filter((way) => way.person === to.person) : [];
    const [own] = theirs;
    if (!isUnasked(to) || own === undefined) return message;
    const open = theirs.filter((way) => way.open && speaksHere(way));
    const { id } = wayFor(open) ?? own;
    const ends = own.quiet === null || urgency !== waiting ? null : quietUntil(now, own.quiet, zoneOf(theirs) ?? 'UTC');
    const notBefore = ends === null ? {} : { notBefore: ends };
    if (id === to.person) return { ...message, ...notBefore };
    // A card is a post in one account's direct messages: in another's it is another one.
    return { ...message, ...notBefore, to: { ...to, as: id }, card: card === null ? null : { ...card, key: `${card.key}~${id}` } };
  });
}

/** Of somebody's open ways the one that they chose, else the first. `avoid`: a platform that is taken only where there is no other way. */
export function wayFor(open: readonly Way[], avoid: PlatformName | null = null): Way | undefined {
  const others = open.filter(({ id }) => platformOf(id) !== avoid);
  const ways = others.length > 0 ? others : open;
  return ways.find(({ id, reach }) => id === reach) ?? ways[0];
}

/** At which account each of these people is reached without a platform, if they can be; who has no open account at all is left out. */
export async function reachedWithout(
  tx: Db,
  { platforms }: Pick<Engine, 'platforms'>,
  people: readonly PersonId[],
  avoid: PlatformName,
): Promise<ReadonlyMap<PersonId, PersonId>> {
  const ways = (await waysTo(tx, people)).filter(({ id, open }) => open && platforms[platformOf(id)] !== undefined);
  return new Map(
    people.flatMap((person) => {
      const way = wayFor(
        ways.filter((each) => each.person === person),
        avoid,
      );
      return way === undefined ? [] : [[person, way.id] as const];
    }),
  );
}

/** What waits for the end of quiet hours: reminders before a deadline. Deadlines, leaks and answers do not. */
const waiting: Urgency = 'nudge';

function isUnasked(to: Outgoing['to']): to is Extract<Outgoing['to'], { type: 'person' }> {
  return to.type === 'person' && to.room === null && to.as === undefined;
}

/** The zone that somebody chose, else what a platform told of them. */
function zoneOf(ways: readonly Way[]): string | null {
  return ways[0]?.chosenZone ?? ways.find((way) => way.open && way.toldZone !== null)?.toldZone ?? null;
}
