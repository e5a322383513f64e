// Embargoes: loaded whole, saved by what changed. The domain's `evolve` says what a fact does; here its result is written.
import { and, asc, eq, gt, inArray, isNull, lte } from 'drizzle-orm';
import type { Consent, Embargo } from '../domain/embargo/embargo.ts';
import type { EmbargoId, ListId, PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { changes } from './changes.ts';
import type { Db } from './connection/client.ts';
import { consents, embargoes, lists, patches, proposals, reviews } from './schema.ts';

type Row = typeof embargoes.$inferSelect;

/** An embargo as it stands; null when there is none. */
export async function loadEmbargo(db: Db, id: EmbargoId): Promise<Embargo | null> {
  const [row] = await db.select().from(embargoes).where(eq(embargoes.id, id));
  return row === undefined ? null : assemble(db, row);
}

/** As `loadEmbargo`, and nobody else changes it until the transaction ends. */
export async function lockEmbargo(tx: Db, id: EmbargoId): Promise<Embargo | null> {
  const [row] = await tx.select().from(embargoes).where(eq(embargoes.id, id)).for('update');
  return row === undefined ? null : assemble(tx, row);
}

/** Locks an embargo that needs the clock at `now`; null when another replica has it, or had it already. */
export async function lockDueEmbargo(tx: Db, id: EmbargoId, now: Instant): Promise<Embargo | null> {
  const due = and(eq(embargoes.id, id), lte(embargoes.nextDueAt, now));
  const [row] = await tx.select().from(embargoes).where(due).for('update', { skipLocked: true });
  return row === undefined ? null : assemble(tx, row);
}

/** Up to `limit` embargoes that need the clock at `now`, the longest overdue first. */
export async function dueEmbargoes(db: Db, now: Instant, limit: number): Promise<EmbargoId[]> {
  const rows = await db
    .select({ id: embargoes.id })
    .from(embargoes)
    .where(lte(embargoes.nextDueAt, now))
    .orderBy(asc(embargoes.nextDueAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** When, after an instant, the clock is needed next, anywhere; null when never. */
export async function nextDueAfter(db: Db, after: Instant): Promise<Instant | null> {
  const [row] = await db
    .select({ at: embargoes.nextDueAt })
    .from(embargoes)
    .where(gt(embargoes.nextDueAt, after))
    .orderBy(asc(embargoes.nextDueAt))
    .limit(1);
  const [list] = await db
    .select({ at: lists.nextDueAt })
    .from(lists)
    .where(gt(lists.nextDueAt, after))
    .orderBy(asc(lists.nextDueAt))
    .limit(1);
  const instants = [row?.at ?? null, list?.at ?? null].filter((at) => at !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

export type Listed = {
  readonly id: EmbargoId;
  readonly list: ListId;
  readonly codename: string;
  readonly over: boolean;
  readonly owing: boolean;
  readonly namedAt: Instant | null;
};

/**
 * The embargoes of some lists in short, the oldest first. `over`: it has ended. `owing`: the clock still counts for it.
 * `namedAt`: when the person was let in by name, or last said yes or no to its terms; null: never.
 */
export async function listedEmbargoes(db: Db, ids: readonly ListId[], person: PersonId): Promise<Listed[]> {
  if (ids.length === 0) return [];
  const { id, list, codename, endedAt, nextDueAt } = embargoes;
  const rows = await db
    .select({ id, list, codename, endedAt, nextDueAt, namedAt: consents.at })
    .from(embargoes)
    .leftJoin(consents, and(eq(consents.embargo, embargoes.id), eq(consents.person, person)))
    .where(inArray(embargoes.list, [...ids]))
    .orderBy(asc(embargoes.createdAt), asc(embargoes.codename));
  return rows.map((row) => ({
    id: row.id,
    list: row.list,
    codename: row.codename,
    over: row.endedAt !== null,
    owing: row.nextDueAt !== null,
    namedAt: row.namedAt,
  }));
}

/** Whether a list has an embargo that has not ended. */
export async function hasRunning(db: Db, list: ListId): Promise<boolean> {
  return (await db.$count(embargoes, and(eq(embargoes.list, list), isNull(embargoes.endedAt)))) > 0;
}

/** The running embargoes of a list, locked, for the edits of their cards. */
export async function lockRunning(tx: Db, list: ListId): Promise<Embargo[]> {
  const running = and(eq(embargoes.list, list), isNull(embargoes.endedAt));
  const rows = await tx.select().from(embargoes).where(running).orderBy(asc(embargoes.createdAt), asc(embargoes.codename)).for('update');
  const found: Embargo[] = [];
  for (const row of rows) found.push(await assemble(tx, row));
  return found;
}

/** The embargoes of a list that have ended after an instant, locked. */
export async function lockEnded(tx: Db, list: ListId, after: Instant): Promise<Embargo[]> {
  const ended = and(eq(embargoes.list, list), gt(embargoes.endedAt, after));
  const rows = await tx.select().from(embargoes).where(ended).orderBy(asc(embargoes.createdAt), asc(embargoes.codename)).for('update');
  const found: Embargo[] = [];
  for (const row of rows) found.push(await assemble(tx, row));
  return found;
}

/** Whether a codename was ever used, by any list. */
export async function codenameTaken(db: Db, codename: string): Promise<boolean> {
  const rows = await db.select({ id: embargoes.id }).from(embargoes).where(eq(embargoes.codename, codename));
  return rows.length > 0;
}

/** Writes what is different in `after`. `before` is what was locked; null for a new embargo. */
export async function saveEmbargo(tx: Db, before: Embargo | null, after: Embargo, nextDueAt: Instant | null): Promise<void> {
  const { proposals: _p, consents: _c, patches: _a, reviews: _r, ...rest } = after;
  const row = { ...rest, endedAt: after.ended?.at ?? null, nextDueAt };
  if (before === null) await tx.insert(embargoes).values(row);
  else await tx.update(embargoes).set(row).where(eq(embargoes.id, after.id));
  await saveProposals(tx, before, after);
  await saveConsents(tx, before, after);
  await savePatches(tx, before, after);
  await saveReviews(tx, before, after);
}

async function saveProposals(tx: Db, before: Embargo | null, after: Embargo): Promise<void> {
  for (const proposal of changes(before?.proposals, after.proposals)) {
    const row = { embargo: after.id, ...proposal };
    await tx
      .insert(proposals)
      .values(row)
      .onConflictDoUpdate({ target: [proposals.embargo, proposals.number], set: row });
  }
}

async function saveConsents(tx: Db, before: Embargo | null, after: Embargo): Promise<void> {
  for (const [name, consent] of Object.entries<Consent>(after.consents)) {
    const person = name as PersonId;
    if (before?.consents[person] === consent) continue;
    const by = consent.state === 'invited' ? consent.by : null;
    const seen = consent.state === 'signed' ? consent.seen : null;
    const terms = consent.state === 'signed' ? (consent.terms ?? null) : null;
    const row = { embargo: after.id, person, state: consent.state, at: consent.at, by, seen, terms };
    await tx
      .insert(consents)
      .values(row)
      .onConflictDoUpdate({ target: [consents.embargo, consents.person], set: row });
  }
}

async function savePatches(tx: Db, before: Embargo | null, after: Embargo): Promise<void> {
  for (const { number, by, at, ...content } of changes(before?.patches, after.patches)) {
    const row = { embargo: after.id, number, by, at, content };
    await tx
      .insert(patches)
      .values(row)
      .onConflictDoUpdate({ target: [patches.embargo, patches.number], set: row });
  }
}

async function saveReviews(tx: Db, before: Embargo | null, after: Embargo): Promise<void> {
  for (const { end, ...review } of changes(before?.reviews, after.reviews)) {
    const row = { embargo: after.id, ...review, endedAt: end?.at ?? null, outcome: end?.outcome ?? null, because: end?.because ?? null };
    await tx
      .insert(reviews)
      .values(row)
      .onConflictDoUpdate({ target: [reviews.embargo, reviews.number], set: row });
  }
}

async function assemble(db: Db, row: Row): Promise<Embargo> {
  const { endedAt: _e, nextDueAt: _n, bound, termsChanged, purgedAt, ...rest } = row;
  const mine = { proposals: eq(proposals.embargo, row.id), patches: eq(patches.embargo, row.id), reviews: eq(reviews.embargo, row.id) };
  const proposalRows = await db.select().from(proposals).where(mine.proposals).orderBy(asc(proposals.number));
  const consentRows = await db.select().from(consents).where(eq(consents.embargo, row.id)).orderBy(asc(consents.person));
  const patchRows = await db.select().from(patches).where(mine.patches).orderBy(asc(patches.number));
  const reviewRows = await db.select().from(reviews).where(mine.reviews).orderBy(asc(reviews.number));
  return {
    ...rest,
    ...(bound === null ? {} : { bound }),
    ...(termsChanged === null ? {} : { termsChanged }),
    ...(purgedAt === null ? {} : { purgedAt }),
    proposals: Object.fromEntries(proposalRows.map(({ embargo: _, ...proposal }) => [proposal.number, proposal])),
    consents: Object.fromEntries(consentRows.map((consent) => [consent.person, consentOf(consent)])),
    patches: Object.fromEntries(patchRows.map(({ number, content, by, at }) => [number, { number, ...content, by, at }])),
    reviews: Object.fromEntries(reviewRows.map((review) => [review.number, reviewOf(review)])),
  };
}

function reviewOf({ embargo: _, endedAt, outcome, because, ...review }: typeof reviews.$inferSelect): Embargo['reviews'][number] {
  return { ...review, end: endedAt === null || outcome === null ? null : { at: endedAt, outcome, because } };
}

function consentOf({ state, at, by, seen, terms, person }: typeof consents.$inferSelect): Consent {
  switch (state) {
    case 'invited':
      return { state, at, by: by ?? person };
    case 'signed':
      return { state, at, seen: seen ?? 0, ...(terms === null ? {} : { terms }) };
    case 'declined':
      return { state, at };
    default:
      return state satisfies never;
  }
}
