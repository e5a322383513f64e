// Embargoes: loaded whole, saved by what changed. The domain's `evolve` says what a fact does; here its result is written. One that does not stand as it was
// written is not loaded: a SealError says so.
import { and, asc, eq, gt, isNull, lte, type SQL, sql } from 'drizzle-orm';
import { aboutOf } from '../domain/embargo/about/about.ts';
import type { Consent, Embargo } from '../domain/embargo/embargo.ts';
import { leakCases } from '../domain/embargo/leak/case.ts';
import { batches } from '../domain/values/batches.ts';
import type { EmbargoId, ListId, PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { changes } from './changes.ts';
import type { Db } from './connection/client.ts';
import { type Lying as ChainEnd, embargoStream, endsOf } from './integrity/chains.ts';
import { chainRows, embargoRows, findingRows, type OpenRow, patchRows, proposalRows, reviewRows } from './integrity/sealed-rows.ts';
import {
  altered,
  changing,
  keepState,
  knownBy,
  type Rows,
  remember,
  rowsIn,
  standing,
  stateOf,
  stateTables,
  unlessKnown,
  unlessTorn,
  verified,
} from './integrity/state.ts';
import { oneOf } from './once.ts';
import { chains, consents, embargoes, findings, guests, type Head, lists, patches, proposals, reviews } from './schema.ts';
import { unlessBroken } from './seal.ts';

type Row = typeof embargoes.$inferSelect;

/** An embargo as it stands; null when there is none. `end`: of its chain, where that was read a moment ago. */
export async function loadEmbargo(db: Db, id: EmbargoId, end?: ChainEnd): Promise<Embargo | null> {
  const read = async (tx: Db, held: boolean) => {
    const asked = tx.select().from(embargoes).where(eq(embargoes.id, id));
    const [row] = await (held ? asked.for('share') : asked);
    return row === undefined ? null : assemble(tx, row);
  };
  return unlessKnown(db, embargoStream(id), () => unlessTorn(db, read), end);
}

/** Several as they stand, in this order, without those that there are not: however many they are, they take a few questions. */
export async function loadEmbargoes(db: Db, ids: readonly EmbargoId[]): Promise<Embargo[]> {
  const found = await knownAmong(db, ids);
  const unknown = ids.filter((id) => !found.has(id));
  for (const some of batches(unknown, togetherMax)) {
    const rows = await db.select().from(embargoes).where(oneOf(embargoes.id, some));
    for (const lying of await rowsOfAll(db, rows)) {
      const id = lying.row.id;
      // Somebody may have written between two of the questions: it is asked for again, by itself.
      const whole = unlessBroken(() => stands(lying)) ?? (await loadEmbargo(db, id));
      if (whole !== null) found.set(id, whole);
    }
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

// Of more rows at once a statement becomes long.
const togetherMax = 200;

/** Those that were loaded before, and are still what they were. */
async function knownAmong(db: Db, ids: readonly EmbargoId[]): Promise<Map<EmbargoId, Embargo>> {
  const found = new Map<EmbargoId, Embargo>();
  const ends = await endsOf(db, ids.map(embargoStream));
  for (const id of ids) {
    const whole = await knownBy<Embargo>(db, embargoStream(id), ends.get(embargoStream(id)) ?? null);
    if (whole !== null) found.set(id, whole);
  }
  return found;
}

/** As `loadEmbargo`, and nobody else changes it until the transaction ends. */
export async function lockEmbargo(tx: Db, id: EmbargoId): Promise<Embargo | null> {
  const [row] = await tx.select().from(embargoes).where(eq(embargoes.id, id)).for('update');
  return row === undefined ? null : heldEmbargo(tx, row);
}

/** Locks an embargo that needs the clock at `now`; null when another replica has it, or had it already. */
export async function lockDueEmbargo(tx: Db, id: EmbargoId, now: Instant): Promise<Embargo | null> {
  const due = and(eq(embargoes.id, id), lte(embargoes.nextDueAt, now));
  const [row] = await tx.select().from(embargoes).where(due).for('update', { skipLocked: true });
  return row === undefined ? null : heldEmbargo(tx, row);
}

/** Up to `limit` embargoes that need the clock at `now`, the longest overdue first, each with its list. */
export async function dueEmbargoes(db: Db, now: Instant, limit: number): Promise<{ readonly id: EmbargoId; readonly list: ListId }[]> {
  return db
    .select({ id: embargoes.id, list: embargoes.list })
    .from(embargoes)
    .where(lte(embargoes.nextDueAt, now))
    .orderBy(asc(embargoes.nextDueAt), asc(embargoes.createdAt), asc(embargoes.codename))
    .limit(limit);
}

/** When, after an instant, the clock is needed next, anywhere. */
export function nextDueAfter(after: Instant): SQL {
  const [embargo, list] = [embargoes.nextDueAt, lists.nextDueAt];
  return sql`least((select min(${embargo}) from ${embargoes} where ${gt(embargo, after)}), (select min(${list}) from ${lists} where ${gt(list, after)}))`;
}

/** Whether a list has an embargo that has not ended. */
export async function hasRunning(db: Db, list: ListId): Promise<boolean> {
  if ((await db.$count(embargoes, and(eq(embargoes.list, list), isNull(embargoes.endedAt)))) > 0) return true;
  // That one has ended is sealed: without the key nobody ends it for a moment, so that an order goes through alone.
  const over = await db
    .select({ id: embargoes.id, list: embargoes.list, ended: embargoes.ended })
    .from(embargoes)
    .where(eq(embargoes.list, list));
  return over.some((row) => row.ended === null || unlessBroken(() => embargoRows.open(row)) === null);
}

/** The embargoes of a list that have not ended, by id, the oldest first. */
export async function runningEmbargoes(db: Db, list: ListId): Promise<EmbargoId[]> {
  const running = and(eq(embargoes.list, list), isNull(embargoes.endedAt));
  const rows = await db
    .select({ id: embargoes.id })
    .from(embargoes)
    .where(running)
    .orderBy(asc(embargoes.createdAt), asc(embargoes.codename));
  return rows.map(({ id }) => id);
}

/** The running embargoes of a list, locked, for the edits of their cards. */
export async function lockRunning(tx: Db, list: ListId): Promise<Embargo[]> {
  const running = and(eq(embargoes.list, list), isNull(embargoes.endedAt));
  return heldEmbargoes(
    tx,
    await tx.select().from(embargoes).where(running).orderBy(asc(embargoes.createdAt), asc(embargoes.codename)).for('update'),
  );
}

/** The embargoes of a list that have ended after an instant, locked, each with when the clock is next needed for it. */
export async function lockEnded(
  tx: Db,
  list: ListId,
  after: Instant,
): Promise<{ readonly embargo: Embargo; readonly nextDueAt: Instant | null }[]> {
  const ended = and(eq(embargoes.list, list), gt(embargoes.endedAt, after));
  const rows = await tx.select().from(embargoes).where(ended).orderBy(asc(embargoes.createdAt), asc(embargoes.codename)).for('update');
  const dues = new Map(rows.map(({ id, nextDueAt }) => [id, nextDueAt]));
  return (await heldEmbargoes(tx, rows)).map((embargo) => ({ embargo, nextDueAt: dues.get(embargo.id) ?? null }));
}

/** Sets when the clock is next needed for an embargo that is locked, and has not changed. */
export async function keepDue(tx: Db, id: EmbargoId, nextDueAt: Instant | null): Promise<void> {
  await tx.update(embargoes).set({ nextDueAt }).where(eq(embargoes.id, id));
}

/** Whether a codename was ever used, by any list. */
export async function codenameTaken(db: Db, codename: string): Promise<boolean> {
  const rows = await db.select({ id: embargoes.id }).from(embargoes).where(eq(embargoes.codename, codename));
  return rows.length > 0;
}

/** Writes what is different in `after`. `before` is what was locked; null for a new embargo. */
export async function saveEmbargo(tx: Db, before: Embargo | null, after: Embargo, nextDueAt: Instant | null): Promise<void> {
  const stream = embargoStream(after.id);
  const was = await standing(tx, stream, before, async () => textsOf(await rowsOf(tx, after.id)));
  const { put, rows } = changing(was);
  await saveSelf(tx, before, after, nextDueAt, put);
  await saveProposals(tx, before, after, put);
  await saveConsents(tx, before, after, put);
  await savePatches(tx, before, after, put);
  await saveReviews(tx, before, after, put);
  await saveFindings(tx, before, after, put);
  await keepGuests(tx, before, after);
  await keepState(tx, stream, rows);
  remember(after, rows);
}

type Put = ReturnType<typeof changing>['put'];

async function saveSelf(tx: Db, before: Embargo | null, after: Embargo, nextDueAt: Instant | null, put: Put): Promise<void> {
  if (before !== null && before === after) return keepDue(tx, after.id, nextDueAt);
  const {
    proposals: _p,
    consents: _c,
    patches: _a,
    reviews: _r,
    findings: _f,
    nudges = null,
    bound = null,
    termsChanged = null,
    purgedAt = null,
    reopenedAt = null,
    leaks = null,
    builds = null,
    duties = null,
    exceptions = null,
    retrospective = null,
    texts = null,
    audience = null,
    ...rest
  } = after;
  const row = embargoRows.seal({
    ...rest,
    nudges,
    bound,
    termsChanged,
    purgedAt,
    reopenedAt,
    leaks,
    builds,
    duties,
    exceptions,
    retrospective,
    texts,
    audience,
    endedAt: after.ended?.at ?? null,
  });
  if (before === null) await tx.insert(embargoes).values({ ...row, nextDueAt });
  else
    await tx
      .update(embargoes)
      .set({ ...row, nextDueAt })
      .where(eq(embargoes.id, after.id));
  put(stateTables.embargoes, row);
}

async function saveProposals(tx: Db, before: Embargo | null, after: Embargo, put: Put): Promise<void> {
  for (const proposal of changes(before?.proposals, after.proposals)) {
    const row = proposalRows.seal({
      embargo: after.id,
      ...proposal,
      extension: proposal.extension ?? null,
      replaces: proposal.replaces ?? null,
    });
    await tx
      .insert(proposals)
      .values(row)
      .onConflictDoUpdate({ target: [proposals.embargo, proposals.number], set: row });
    put(stateTables.proposals, row);
  }
}

async function saveConsents(tx: Db, before: Embargo | null, after: Embargo, put: Put): Promise<void> {
  for (const [name, consent] of Object.entries<Consent>(after.consents)) {
    const person = name as PersonId;
    if (before?.consents[person] === consent) continue;
    const by = consent.state === 'invited' || consent.state === 'revoked' ? consent.by : null;
    const seen = consent.state === 'signed' ? consent.seen : null;
    const terms = consent.state === 'signed' ? (consent.terms ?? null) : null;
    const row = { embargo: after.id, person, state: consent.state, at: consent.at, by, seen, terms };
    await tx
      .insert(consents)
      .values(row)
      .onConflictDoUpdate({ target: [consents.embargo, consents.person], set: row });
    put(stateTables.consents, row);
  }
}

async function savePatches(tx: Db, before: Embargo | null, after: Embargo, put: Put): Promise<void> {
  for (const { number, by, at, ...content } of changes(before?.patches, after.patches)) {
    const row = patchRows.seal({ embargo: after.id, number, by, at, content });
    await tx
      .insert(patches)
      .values(row)
      .onConflictDoUpdate({ target: [patches.embargo, patches.number], set: row });
    put(stateTables.patches, row);
  }
}

async function saveReviews(tx: Db, before: Embargo | null, after: Embargo, put: Put): Promise<void> {
  for (const { end, ...review } of changes(before?.reviews, after.reviews)) {
    const ended = { endedAt: end?.at ?? null, outcome: end?.outcome ?? null, because: end?.because ?? null };
    const later = { copied: review.copied ?? null, handedBy: review.handedBy ?? null, earlier: review.earlier ?? null };
    const row = reviewRows.seal({ embargo: after.id, ...review, ...ended, ...later });
    await tx
      .insert(reviews)
      .values(row)
      .onConflictDoUpdate({ target: [reviews.embargo, reviews.number], set: row });
    put(stateTables.reviews, row);
  }
}

async function saveFindings(tx: Db, before: Embargo | null, after: Embargo, put: Put): Promise<void> {
  for (const { number, by, at, ...content } of changes(before?.findings, after.findings)) {
    const row = findingRows.seal({ embargo: after.id, number, by, at, content });
    await tx
      .insert(findings)
      .values(row)
      .onConflictDoUpdate({ target: [findings.embargo, findings.number], set: row });
    put(stateTables.findings, row);
  }
}

/** Who is on it from outside is found again by their list. Who was is asked for in vain: that they are not any more is sealed. */
async function keepGuests(tx: Db, before: Embargo | null, { list, audience }: Embargo): Promise<void> {
  if (audience?.outsiders === undefined || before?.audience === audience) return;
  const people = Object.keys(audience.outsiders) as PersonId[];
  if (people.length > 0)
    await tx
      .insert(guests)
      .values(people.map((person) => ({ person, list })))
      .onConflictDoNothing();
}

/** An embargo's rows as they lie in the database, and the end of its chain. */
type Lying = {
  readonly head: Head | null;
  readonly row: Row;
  readonly proposals: readonly (typeof proposals.$inferSelect)[];
  readonly consents: readonly (typeof consents.$inferSelect)[];
  readonly patches: readonly (typeof patches.$inferSelect)[];
  readonly reviews: readonly (typeof reviews.$inferSelect)[];
  readonly findings: readonly (typeof findings.$inferSelect)[];
};

async function rowsOf(db: Db, id: EmbargoId, known: Row | null = null): Promise<Lying> {
  const row = known ?? (await db.select().from(embargoes).where(eq(embargoes.id, id)))[0];
  const [lying] = row === undefined ? [] : await rowsOfAll(db, [row]);
  if (lying === undefined) throw altered(embargoStream(id));
  return lying;
}

/** The same of several, in their order: as many questions as for one. */
async function rowsOfAll(db: Db, rows: readonly Row[]): Promise<Lying[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  // The ends of the chains are asked for with the patches: each question is a way to the server and back.
  const ofChains = await db
    .select({ chain: chains, patch: patches })
    .from(chains)
    .leftJoin(patches, eq(patches.embargo, sql`substr(${chains.stream}, ${embargoStream('' as EmbargoId).length + 1}::int)`))
    .where(oneOf(chains.stream, ids.map(embargoStream)))
    .orderBy(asc(patches.number));
  const heads = new Map(ofChains.map(({ chain }) => [chain.stream, chain]));
  const found = {
    proposals: await db.select().from(proposals).where(oneOf(proposals.embargo, ids)).orderBy(asc(proposals.number)),
    consents: await db.select().from(consents).where(oneOf(consents.embargo, ids)).orderBy(asc(consents.person)),
    patches: ofChains.flatMap(({ patch }) => (patch === null ? [] : [patch])),
    reviews: await db.select().from(reviews).where(oneOf(reviews.embargo, ids)).orderBy(asc(reviews.number)),
    findings: await db.select().from(findings).where(oneOf(findings.embargo, ids)).orderBy(asc(findings.number)),
  };
  const parts = { proposals: parted(found.proposals), consents: parted(found.consents), patches: parted(found.patches) };
  const tests = { reviews: parted(found.reviews), findings: parted(found.findings) };
  return rows.map((row) => {
    const chain = heads.get(embargoStream(row.id));
    return {
      head: chain === undefined ? null : chainRows.open(chain).head,
      row,
      proposals: parts.proposals(row.id),
      consents: parts.consents(row.id),
      patches: parts.patches(row.id),
      reviews: tests.reviews(row.id),
      findings: tests.findings(row.id),
    };
  });
}

/** Each embargo's rows, in their order. */
function parted<Part extends { readonly embargo: EmbargoId }>(rows: readonly Part[]): (id: EmbargoId) => readonly Part[] {
  const each = new Map<EmbargoId, Part[]>();
  for (const row of rows) {
    const its = each.get(row.embargo);
    if (its === undefined) each.set(row.embargo, [row]);
    else its.push(row);
  }
  return (id) => each.get(id) ?? [];
}

function textsOf(lying: Lying): Rows {
  return rowsIn(
    [stateTables.embargoes, [lying.row]],
    [stateTables.proposals, lying.proposals],
    [stateTables.consents, lying.consents],
    [stateTables.patches, lying.patches],
    [stateTables.reviews, lying.reviews],
    [stateTables.findings, lying.findings],
  );
}

/** An embargo of which the row is locked. */
function heldEmbargo(tx: Db, row: Row): Promise<Embargo> {
  return unlessKnown(tx, embargoStream(row.id), () => assemble(tx, row));
}

/** Embargoes of which the rows are locked, in their order. */
async function heldEmbargoes(tx: Db, rows: readonly Row[]): Promise<Embargo[]> {
  const found = await knownAmong(
    tx,
    rows.map(({ id }) => id),
  );
  for (const lying of await rowsOfAll(
    tx,
    rows.filter(({ id }) => !found.has(id)),
  ))
    found.set(lying.row.id, stands(lying));
  return rows.flatMap(({ id }) => found.get(id) ?? []);
}

async function assemble(db: Db, row: Row): Promise<Embargo> {
  return stands(await rowsOf(db, row.id, row));
}

/** Throws a SealError where it does not stand as the bot wrote it. */
function stands(lying: Lying): Embargo {
  return verified(embargoStream(lying.row.id), lying.head, textsOf(lying), () => opened(lying));
}

/** The digest of an embargo's rows as they lie in the database. */
export async function stateOfEmbargo(db: Db, id: EmbargoId): Promise<string> {
  return stateOf(textsOf(await rowsOf(db, id)));
}

/** An embargo as its rows have it, and whether these are what the bot wrote: for whoever compares them with the facts. Throws a SealError. */
export async function lyingEmbargo(db: Db, id: EmbargoId): Promise<{ readonly embargo: Embargo; readonly stands: boolean }> {
  const lying = await rowsOf(db, id);
  return { embargo: opened(lying), stands: lying.head?.state === stateOf(textsOf(lying)) };
}

function opened(lying: Lying): Embargo {
  const {
    about,
    endedAt: _e,
    nextDueAt: _n,
    nudges,
    bound,
    termsChanged,
    purgedAt,
    reopenedAt,
    leaks,
    builds,
    duties,
    exceptions,
    retrospective,
    texts,
    audience,
    ...rest
  } = embargoRows.open(lying.row);
  const proposed = lying.proposals.map((row) => proposalRows.open(row));
  const published = lying.patches.map((row) => patchRows.open(row));
  const reviewed = lying.reviews.map((row) => reviewRows.open(row));
  const found = lying.findings.map((row) => findingRows.open(row));
  return {
    ...rest,
    about: aboutOf(about),
    ...(nudges === null ? {} : { nudges }),
    ...(bound === null ? {} : { bound }),
    ...(termsChanged === null ? {} : { termsChanged }),
    ...(purgedAt === null ? {} : { purgedAt }),
    ...(reopenedAt === null ? {} : { reopenedAt }),
    ...(leaks === null ? {} : { leaks: leakCases(leaks) }),
    ...(builds === null ? {} : { builds }),
    ...(duties === null ? {} : { duties }),
    ...(exceptions === null ? {} : { exceptions }),
    ...(retrospective === null ? {} : { retrospective }),
    ...(texts === null ? {} : { texts }),
    ...(audience === null ? {} : { audience }),
    proposals: Object.fromEntries(
      proposed.map(({ embargo: _, extension, replaces, ...proposal }) => [
        proposal.number,
        { ...proposal, ...(extension === true ? { extension } : {}), ...(replaces === null ? {} : { replaces }) },
      ]),
    ),
    consents: Object.fromEntries(lying.consents.map((consent) => [consent.person, consentOf(consent)])),
    patches: Object.fromEntries(published.map(({ number, content, by, at }) => [number, { number, ...content, by, at }])),
    reviews: Object.fromEntries(reviewed.map((review) => [review.number, reviewOf(review)])),
    findings: Object.fromEntries(found.map(({ number, content, by, at }) => [number, { number, ...content, by, at }])),
  };
}

function reviewOf({
  embargo: _,
  endedAt,
  outcome,
  because,
  copied,
  handedBy,
  earlier,
  ...review
}: OpenRow<typeof reviews.$inferSelect>): Embargo['reviews'][number] {
  return {
    ...review,
    end: endedAt === null || outcome === null ? null : { at: endedAt, outcome, because },
    ...(copied === null ? {} : { copied }),
    ...(handedBy === null ? {} : { handedBy }),
    ...(earlier === null ? {} : { earlier }),
  };
}

function consentOf({ state, at, by, seen, terms, person }: typeof consents.$inferSelect): Consent {
  switch (state) {
    case 'invited':
      return { state, at, by: by ?? person };
    case 'signed':
      return { state, at, seen: seen ?? 0, ...(terms === null ? {} : { terms }) };
    case 'declined':
      return { state, at };
    case 'revoked':
      return { state, at, by: by ?? person };
    default:
      return state satisfies never;
  }
}
