// Which accounts are one person's: linked by a code, taken apart again, and written down on each list that the person is on.

import type { Inline } from '../chat/message/message.ts';
import { type Account, accountText } from '../chat/people/accounts.ts';
import { codeNodes, confirmLinkNodes, linkedMessages, toldOfIdentity, unlinkedMessages } from '../chat/people/people.ts';
import { unlinkThere } from '../chat/second-approval.ts';
import type { Db } from '../db/connection/client.ts';
import { appendFacts, listStream } from '../db/facts.ts';
import {
  keepCode,
  linkIdentity,
  makerOf,
  openIdentity,
  personBehind,
  personOf,
  readdress,
  unlinkIdentity,
  useCode,
} from '../db/identities.ts';
import { countHeard } from '../db/inbox.ts';
import { listsOfPerson, lockList } from '../db/lists.ts';
import type { ListFact } from '../domain/list/facts.ts';
import { decideLink, decideUnlink, type Link, type Party } from '../domain/list/identity.ts';
import type { List } from '../domain/list/list.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../domain/values/happened.ts';
import type { PersonId } from '../domain/values/ids.ts';
import { refuse } from '../domain/values/refusal.ts';
import { hourMs, type Instant, minuteMs } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import type { Lookups } from '../inbound/lookups.ts';
import { profileOf } from '../inbound/profiles.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { refreshHomes } from '../outbound/home-page.ts';
import { routeOf } from '../outbound/route.ts';
import { isForgeable } from './approval/second-approval.ts';
import { drawCode, shownCode } from './codes.ts';
import { answered, type Reply } from './reply.ts';

const codeGoodMs = 10 * minuteMs;
const wrongCodesMax = 5;

/** Gives the speaker a code to type at their other account. */
export async function giveCode(reply: Reply): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  // A closed account would vouch for itself.
  if (request.silenced) return refuse({ code: 'closed-account' });
  const secret = newCode(engine);
  const until = request.now + codeGoodMs;
  await keepCode(tx, plainCode(secret), request.self.person, request.now, until);
  await answered(reply, codeNodes(secret, until, request.now), 'link');
  return null;
}

// Without what looks alike: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
const letters = '34679ACDEFGHJKMNPQRTWXY';
const codeLength = 12;

/** Twelve letters of 23: 54 bits. */
const newCode = (engine: Pick<Engine, 'newSecret'>): string => shownCode(drawCode(engine, letters, codeLength));

/** A code as it is compared: however it was typed. */
function plainCode(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** Acts on a code that was given to another account: first by saying what it means, then by linking. Throws NeedsLookup. */
export async function typedCode(reply: Reply, { code, sure }: { code: string; sure: boolean }, lookups: Lookups): Promise<Refusal | null> {
  const { tx, request } = reply;
  const { now, from, self } = request;
  let wrong = 0;
  for (const id of new Set([from, ...self.ids])) wrong += await countHeard(tx, id, 'refused: unknown-code', now - hourMs);
  if (wrong >= wrongCodesMax) return refuse({ code: 'too-many-codes', most: wrongCodesMax });
  const given = await makerOf(tx, plainCode(code), now);
  if (given === null) return refuse({ code: 'unknown-code' });
  if (isOverheard(request)) {
    await useCode(tx, plainCode(code));
    return refuse({ code: 'overheard-code' });
  }
  // Since it was given, its person may have become somebody's other id, or their account may have been closed.
  const maker = await personOf(tx, await personBehind(tx, given));
  if (maker.ids.length === 0) return refuse({ code: 'unknown-code' });
  const mine = await party(tx, self);
  const theirs = await party(tx, maker);
  const link = decideLink(from, mine, theirs);
  if ('reason' in link) return link;
  const [other = maker.person] = maker.ids;
  const accounts = [await accountOf(reply, from, lookups), await accountOf(reply, other, lookups)] as const;
  if (!sure) {
    await answered(reply, confirmLinkNodes(code, accounts[0], accounts[1]), 'link');
    return null;
  }
  await useCode(tx, plainCode(code));
  await carryOut(reply, link, accounts);
  return null;
}

/** Said where others read it: a mention in a room. What has a trigger (a slash command, a button) only its speaker sees. */
function isOverheard({ heard }: Reply['request']): boolean {
  return heard.room !== null && heard.trigger === null;
}

async function party(tx: Db, { person, ids }: { person: PersonId; ids: readonly PersonId[] }): Promise<Party> {
  return { person, open: ids, lists: await listsOfPerson(tx, person) };
}

async function accountOf({ tx, engine, request }: Reply, id: PersonId, lookups: Lookups): Promise<Account> {
  const profile = await profileOf(tx, engine, lookups, id, request.now);
  return { id, name: profile?.name ?? null };
}

async function carryOut(reply: Reply, { person, alias }: Link, accounts: readonly [Account, Account]): Promise<void> {
  const { tx, engine, request } = reply;
  const { now } = request;
  const moved = alias === person ? [alias] : [alias, ...(await personOf(tx, alias)).ids.filter((id) => id !== alias)];
  if (alias === person) await openIdentity(tx, alias);
  else await linkIdentity(tx, alias, person, now);
  const named = new Map(accounts.map((account) => [account.id, account]));
  await recordIdentity(reply, {
    person,
    by: person,
    facts: moved.map((id) => ({ type: 'identity-linked', person, alias: id })),
    what: (reader) => [
      'also speaks as ',
      ...moved.flatMap((id, index) => [...(index === 0 ? [] : [', ']), ...accountText(named.get(id) ?? { id, name: null }, reader)]),
      ' from now on: one person, one vote.',
    ],
  });
  await enqueue(tx, engine, linkedMessages(person, accounts), nothing, now);
}

const nothing = { list: null, embargo: null };

/** Facts about whom ids stand for, on each list that the person is on, and its coordinators told. */
export async function recordIdentity(
  { tx, engine, request: { now } }: { tx: Db; engine: Engine; request: { now: Instant } },
  told: { person: PersonId; by: Actor; facts: readonly ListFact[]; what: (reader: PersonId) => Inline[] },
): Promise<List[]> {
  const lists: List[] = [];
  for (const id of await listsOfPerson(tx, told.person)) {
    const list = await lockList(tx, id);
    if (list === null) continue;
    lists.push(list);
    await appendFacts(
      tx,
      listStream(id),
      told.facts.map((fact) => ({ fact, at: now, by: told.by })),
    );
    await enqueue(tx, engine, toldOfIdentity(list, told.person, told.what), { list, embargo: null }, now);
  }
  // What an account shows of somebody else's is taken off it at once.
  const ids = told.facts.flatMap((fact) => ('alias' in fact ? [fact.alias] : []));
  await refreshHomes(tx, [told.person, ...ids], now);
  return lists;
}

/** Takes an account off its person. */
export async function unlink(reply: Reply, named: PersonId | null): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const { self, from, now } = request;
  const { person } = self;
  const id = decideUnlink(
    person,
    self.ids.filter((each) => each !== person),
    from,
    named,
  );
  if (typeof id !== 'string') return id;
  const listed = (await listsOfPerson(tx, person)).length > 0;
  if (listed && id !== from && isForgeable(engine, from) && !isForgeable(engine, id)) {
    await answered(reply, unlinkThere, 'unlink-there');
    return null;
  }
  await unlinkIdentity(tx, id);
  const { name } = (await routeOf(tx, id)).ids[0] ?? { name: null };
  const alias: Account = { id, name };
  await recordIdentity(reply, {
    person,
    by: person,
    facts: [{ type: 'identity-unlinked', person, alias: id }],
    what: (reader) => ['no longer speaks as ', ...accountText(alias, reader), '.'],
  });
  const kept = from === id ? (self.ids.find((each) => each !== id) ?? person) : from;
  await readdress(tx, person, id, kept, now);
  await enqueue(tx, engine, unlinkedMessages(person, alias, kept), nothing, now);
  return null;
}
