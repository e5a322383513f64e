// Whether everything in the database is what the bot wrote: the chains of facts are whole, the facts give what stands, every seal belongs to its row, every
// link between accounts is one that was made, and nothing that was carried out waits to be carried out again. It names ids and codes, never a text.
import { asc, DrizzleQueryError, getTableColumns, isNull } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/pg-core';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import { evolve } from '../../domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { evolveList } from '../../domain/list/evolve.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import type { List } from '../../domain/list/list.ts';
import type { Application } from '../../domain/list/membership/membership.ts';
import { completed, type PolicyKey } from '../../domain/policy/presets.ts';
import { canonical } from '../../domain/values/canonical.ts';
import type { Happened } from '../../domain/values/happened.ts';
import type { EmbargoId, ListId, PersonId } from '../../domain/values/ids.ts';
import { eachOf } from '../../domain/values/records.ts';
import type { Instant } from '../../domain/values/time.ts';
import { currentKeyring } from '../columns.ts';
import type { Db } from '../connection/client.ts';
import { lyingEmbargo } from '../embargoes.ts';
import { readFacts, type Verified, verify } from '../facts.ts';
import { lyingList } from '../lists.ts';
import { chains, embargoes, facts, identities, inbox, lists, profiles } from '../schema.ts';
import { open, SealError, unlessBroken } from '../seal.ts';
import { embargoStream, listStream } from './chains.ts';
import { orderDigest, wasHad } from './orders.ts';
import { boundTo, chainRows, type Sealing, sealings } from './sealed-rows.ts';

/** `where`: a list, an embargo, or a row by its table and its key. */
export type Finding = { readonly where: string; readonly fault: string };
export type Audit = { readonly chains: Verified; readonly findings: readonly Finding[] };

/** Looks at one moment of everything, so that the bot may go on working meanwhile. */
export async function audit(db: Db): Promise<Audit> {
  return db.transaction(
    async (tx) => {
      const whole = await verify(tx);
      const ids = { lists: await idsOf(tx, lists), embargoes: await idsOf(tx, embargoes) };
      const findings: Finding[] = [];
      for (const id of ids.lists) findings.push(...(await listFindings(tx, id as ListId)));
      for (const id of ids.embargoes) findings.push(...(await embargoFindings(tx, id as EmbargoId)));
      findings.push(...(await missing(tx, ids)));
      for (const sealing of sealings) findings.push(...(await sealFindings(tx, sealing)));
      findings.push(...(await identityFindings(tx, ids.lists)), ...(await repeatedFindings(tx)));
      return { chains: whole, findings };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function idsOf(db: Db, table: typeof lists | typeof embargoes): Promise<string[]> {
  return (await db.select({ id: table.id }).from(table).orderBy(asc(table.id))).map(({ id }) => id);
}

const notTheBots = "its rows aren't the ones the bot wrote";

async function listFindings(db: Db, id: ListId): Promise<Finding[]> {
  const where = listStream(id);
  return looked(where, async () => {
    const { list, base, stands } = await lyingList(db, id);
    const happened = await readFacts<ListFact>(db, where);
    const given = happened.reduce<List | null>((before, { fact, at }) => evolveList(before, fact, at), null);
    return [
      ...(stands ? [] : [{ where, fault: notTheBots }]),
      ...differences(comparable(list, base), given === null ? null : comparable(given, base)).map((path) => unlike(where, path)),
    ];
  });
}

/** A list as far as facts can give it: what was voted is written nowhere, and rules may be of before one of their fields was there. */
function comparable(list: List, base: PolicyKey): unknown {
  const { policy, draft, membership, ...rest } = list;
  const voted = (application: Application): Application =>
    application.ballot === null
      ? application
      : { ...application, ballot: { ...application.ballot, votes: eachOf(application.ballot.votes, () => 'abstain' as const) } };
  return {
    ...rest,
    policy: { ...policy, rules: completed(base, policy.rules) },
    ...(draft === undefined ? {} : { draft: { ...draft, rules: completed(base, draft.rules) } }),
    ...(membership === undefined ? {} : { membership: { ...membership, applications: eachOf(membership.applications, voted) } }),
  };
}

async function embargoFindings(db: Db, id: EmbargoId): Promise<Finding[]> {
  const where = embargoStream(id);
  return looked(where, async () => {
    const { embargo, stands } = await lyingEmbargo(db, id);
    const own = stands ? [] : [{ where, fault: notTheBots }];
    // What was purged of the facts does not give what is left any more; that it stands as it was left is known all the same.
    if (embargo.purgedAt !== undefined && stands) return own;
    const happened = await readFacts<EmbargoFact>(db, where);
    const given = happened.reduce<Embargo | null>((before, each: Happened<EmbargoFact>) => evolve(before, each), null);
    return [...own, ...differences(embargo, given).map((path) => unlike(where, path))];
  });
}

const unlike = (where: string, path: string): Finding => ({ where, fault: `${path} isn't what its facts give` });

/** What is found of something that may not be there to be read at all. */
async function looked(where: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof SealError) return [{ where, fault: `can't read it (${error.code})` }];
    if (error instanceof DrizzleQueryError) throw error;
    // The domain throws at what cannot be.
    return [{ where, fault: 'its rows, or its facts, are none that can be' }];
  }
}

const pathsMax = 20;

/** Where two values differ: by the names of fields, ids and numbers. */
function differences(one: unknown, other: unknown, path = ''): string[] {
  if (canonical(one) === canonical(other)) return [];
  if (!isRecord(one) || !isRecord(other)) return [path === '' ? 'it' : path];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return names.flatMap((name) => differences(one[name], other[name], path === '' ? name : `${path}.${name}`)).slice(0, pathsMax);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What has facts, and is not there. */
async function missing(db: Db, ids: { readonly lists: readonly string[]; readonly embargoes: readonly string[] }): Promise<Finding[]> {
  const there = new Set([...ids.lists.map((id) => `list:${id}`), ...ids.embargoes.map((id) => `embargo:${id}`)]);
  const streams = await db.selectDistinct({ stream: facts.stream }).from(facts).orderBy(asc(facts.stream));
  return streams.filter(({ stream }) => !there.has(stream)).map(({ stream }) => ({ where: stream, fault: 'it has facts but is missing' }));
}

/** Sealed values that do not belong where they are. */
async function sealFindings(db: Db, { table, key, columns }: Sealing): Promise<Finding[]> {
  const all: Readonly<Record<string, unknown>>[] = await db.select(getTableColumns(table)).from(table);
  return all.flatMap((row) =>
    Object.entries(columns).flatMap(([name, column]) => {
      const lying = row[name];
      if (typeof lying !== 'string') return [];
      const opens = unlessBroken(() => ({ value: open(currentKeyring(), lying, column.label, boundTo(column, row, false)) }));
      if (opens !== null) return [];
      const where = `${getTableConfig(table).name} ${key.map((each) => String(row[each])).join(' ')}`;
      return [{ where, fault: `${column.label.split('.')[1]} doesn't belong to this row, or was changed` }];
    }),
  );
}

/** Links between accounts, and accounts that are open, although the facts of a list have it that they were taken apart or closed since. */
async function identityFindings(db: Db, ids: readonly string[]): Promise<Finding[]> {
  const ended = new Map<PersonId, { at: Instant; person: PersonId; closed: boolean }>();
  for (const id of ids) {
    const happened = await readFacts<ListFact>(db, listStream(id as ListId)).catch((error: unknown) => {
      // Found elsewhere.
      if (error instanceof SealError) return [];
      throw error;
    });
    for (const { fact, at } of happened) {
      if (fact.type === 'identity-linked' && (ended.get(fact.alias)?.at ?? at) <= at) ended.delete(fact.alias);
      if (fact.type === 'identity-unlinked') ended.set(fact.alias, { at, person: fact.person, closed: fact.because === 'deactivated' });
    }
  }
  const links = new Map((await db.select().from(identities)).map((link) => [link.alias, link]));
  const open = new Set((await db.select().from(profiles).where(isNull(profiles.closedAt))).map(({ person }) => person));
  return [...ended].flatMap(([alias, { at, person, closed }]) => {
    const link = links.get(alias);
    const linked = link !== undefined && link.person === person && link.since <= at;
    return [
      ...(linked ? [{ where: `identities ${alias}`, fault: `it's linked to ${person}, but was taken from them` }] : []),
      ...(closed && open.has(alias) && link === undefined ? [{ where: `profiles ${alias}`, fault: 'it is open, and was closed' }] : []),
    ];
  });
}

/** Orders that wait, and were carried out. */
async function repeatedFindings(db: Db): Promise<Finding[]> {
  const waiting = await db.select({ seq: inbox.seq, key: inbox.key, receivedAt: inbox.receivedAt }).from(inbox).where(isNull(inbox.doneAt));
  if (waiting.length === 0) return [];
  const heads = (await db.select().from(chains)).flatMap((row) => unlessBroken(() => chainRows.open(row).head) ?? []);
  return waiting.flatMap(({ seq, key, receivedAt }) => {
    const order = { digest: orderDigest(key), at: receivedAt };
    const had = heads.some((head) => wasHad({ ...head, orders: { ...head.orders, since: 0 } }, order, receivedAt));
    return had ? [{ where: `inbox ${seq}`, fault: 'it waits, and was carried out before' }] : [];
  });
}
