// What platforms tell of people: what they are called, where their clock stands, and that they are gone.

import type { Profile } from '../chat/message/heard.ts';
import { accountText } from '../chat/people/accounts.ts';
import { orphanedMessages } from '../chat/people/people.ts';
import type { Db } from '../db/connection/client.ts';
import { closeIdentity, holdIdentities, personBehind, personOf, readdress } from '../db/identities.ts';
import { listsOfPerson, lockList } from '../db/lists.ts';
import { isKnown, profilesOf, saveProfile } from '../db/people.ts';
import type { ListFact } from '../domain/list/facts.ts';
import { coordinatorsOf } from '../domain/list/list.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { checkedProfile } from '../inbound/profiles.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { refreshHomes } from '../outbound/home-page.ts';
import { recordIdentity } from './link-accounts.ts';
import { recordList } from './list.ts';

/** A platform tells of somebody, unasked. Of people who are nobody's here nothing is kept. */
export async function noticePerson(tx: Db, engine: Engine, told: Profile): Promise<string> {
  const now = engine.now();
  // Before anything else is read: see holdIdentities.
  if (told.gone) await holdIdentities(tx);
  if (!(await isKnown(tx, told.person))) return 'ignored';
  if (told.gone) return close(tx, engine, told.person, now);
  await saveProfile(tx, checkedProfile(told), now);
  await refreshHomes(tx, [await personBehind(tx, told.person)], now);
  return 'profile';
}

/** An account was closed: it speaks for nobody from now on. Who has no other is off every list. */
async function close(tx: Db, engine: Engine, id: PersonId, now: Instant): Promise<string> {
  const person = await personBehind(tx, id);
  if ((await personOf(tx, person)).closed.includes(id)) return 'closed-already';
  const name = (await profilesOf(tx, [id])).get(id)?.name ?? null;
  await closeIdentity(tx, id, now);
  const [next] = (await personOf(tx, person)).ids;
  if (next === undefined) return takeOffLists(tx, engine, person, now);
  await readdress(tx, person, id, next, now);
  await recordIdentity(
    { tx, engine, request: { now } },
    {
      person,
      by: 'clock',
      facts: [{ type: 'identity-unlinked', person, alias: id, because: 'deactivated' }],
      what: (reader) => ['no longer speaks as ', ...accountText({ id, name }, reader), ': that account was closed.'],
    },
  );
  return 'closed';
}

async function takeOffLists(tx: Db, engine: Engine, person: PersonId, now: Instant): Promise<string> {
  for (const id of await listsOfPerson(tx, person)) {
    const before = await lockList(tx, id);
    if (before === null) continue;
    const fact: ListFact = { type: 'person-removed', person, because: 'deactivated' };
    const after = await recordList(tx, engine, { before, facts: [fact], now, by: 'clock', to: null });
    if (coordinatorsOf(before).length > 0 && coordinatorsOf(after).length === 0)
      await enqueue(tx, engine, orphanedMessages(after, [...engine.admins]), { list: after, embargo: null }, now);
  }
  return 'taken-off-lists';
}
