// Personal pages: shown when they are asked for, kept up to date while something changes, and put together at the moment they are sent.
import { homePage } from '../chat/home.ts';
import type { Message } from '../chat/message/message.ts';
import type { Destination, Outgoing } from '../chat/message/outgoing.ts';
import { preferenceNodes } from '../chat/people/people.ts';
import type { Db } from '../db/connection/client.ts';
import { homesOf } from '../db/homes.ts';
import { whoSpeaks } from '../db/identities.ts';
import { loadListsOfPerson } from '../db/lists.ts';
import { insertMessages } from '../db/outbox.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { viewsOf } from '../inbound/views.ts';
import { routeOf } from './route.ts';

export const manner = { kind: 'personal', list: null, embargo: null, body: { type: 'home' } } as const;
export const nothing = { list: null, embargo: null };

/** Queues a fresh page for each of these persons who has looked at theirs lately. What waits to be sent already is not sent twice. */
export async function refreshHomes(tx: Db, people: readonly PersonId[], now: Instant): Promise<void> {
  const looked = await homesOf(tx, people, now);
  await insertMessages(
    tx,
    looked.map(({ address, person }) => pageOf(address, person)),
    now,
  );
}

export function pageOf(address: PersonId, person: PersonId): Outgoing {
  const to: Destination = { type: 'home', person, room: null, ...(address === person ? {} : { as: address }) };
  return { ...manner, to, urgency: 'card', card: { key: `home:${address}`, pin: false } };
}

/**
 * The page as it is now for whoever is behind an id, and the zone in which they read it. Whose id it is is asked anew: it may have been
 * unlinked, or its account closed, since the page was queued.
 */
export async function homeNow(
  { db, now }: Pick<Engine, 'db' | 'now'>,
  address: PersonId,
): Promise<{ message: Message; zone: string | null }> {
  const speaks = await whoSpeaks(db, address);
  const person = speaks ?? address;
  const lists = speaks === null ? [] : await loadListsOfPerson(db, person);
  const at = now();
  const views = await viewsOf(db, lists, person, at);
  const reach = await routeOf(db, person);
  return { message: homePage({ person, lists, views, preferences: preferenceNodes(reach, address), now: at }), zone: reach.zone };
}
