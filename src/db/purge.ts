// Forgetting: what was said of embargoes whose time of keeping is over. The chain of hashes stays, and still proves what it is of.
import { and, eq, inArray, isNotNull, isNull, lt, lte } from 'drizzle-orm';
import type { ListFact } from '../domain/list/facts.ts';
import { wordsOfReport } from '../domain/list/reports/facts.ts';
import type { EmbargoId, ListId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { embargoStream, listStream } from './facts.ts';
import { factRows } from './integrity/sealed-rows.ts';
import { embargoes, facts, lists, outbox } from './schema.ts';

/** Every list by its id. */
export async function allLists(db: Db): Promise<ListId[]> {
  return (await db.select({ id: lists.id }).from(lists).orderBy(lists.id)).map(({ id }) => id);
}

/** The embargoes of a list that ended at `until` or before, and were not purged. */
export async function unpurged(db: Db, list: ListId, until: Instant): Promise<EmbargoId[]> {
  const over = and(eq(embargoes.list, list), isNotNull(embargoes.endedAt), lte(embargoes.endedAt, until), isNull(embargoes.purgedAt));
  return (await db.select({ id: embargoes.id }).from(embargoes).where(over).orderBy(embargoes.endedAt, embargoes.codename)).map(
    ({ id }) => id,
  );
}

/** Takes the contents away of what happened to reports from outside, by their numbers. */
export async function forgetReports(tx: Db, list: ListId, numbers: readonly number[]): Promise<void> {
  const stream = listStream(list);
  const rows = await tx
    .select()
    .from(facts)
    .where(and(eq(facts.stream, stream), inArray(facts.type, [...wordsOfReport])));
  const theirs = rows.flatMap((row) => {
    const { body } = factRows.open(row);
    const fact = body === null ? null : (JSON.parse(body) as { fact: { report: number } }).fact;
    return fact !== null && numbers.includes(fact.report) ? [row.seq] : [];
  });
  if (theirs.length === 0) return;
  await tx
    .update(facts)
    .set({ body: null })
    .where(and(eq(facts.stream, stream), inArray(facts.seq, theirs)));
}

/** Takes the contents away of reports of leaks that named no embargo, of `until` (UTC) and before; resolves to how many. */
export async function forgetLeaks(db: Db, list: ListId, until: Instant): Promise<number> {
  const theirs = and(eq(facts.stream, listStream(list)), eq(facts.type, leakReported), lte(facts.at, until), isNotNull(facts.body));
  return (await db.update(facts).set({ body: null }).where(theirs).returning({ seq: facts.seq })).length;
}

const leakReported: ListFact['type'] = 'leak-reported';

/**
 * Takes the contents away of forms of a list that nobody opened and that hold a report from outside, or what was to be an embargo. All of them: which report one
 * holds is not to be seen, and the person who wanted it says the command again.
 */
export async function forgetForms(tx: Db, list: ListId): Promise<void> {
  const unopened = and(eq(outbox.list, list), eq(outbox.kind, 'report'), eq(outbox.state, 'dead'), isNotNull(outbox.body));
  await tx.update(outbox).set({ body: null, state: 'withheld', code: 'purged' }).where(unopened);
}

/** Takes the contents of an embargo's facts before the number `seq` away, and of everything that was to be said of it. */
export async function forgetWords(tx: Db, id: EmbargoId, seq: number): Promise<void> {
  await tx
    .update(facts)
    .set({ body: null })
    .where(and(eq(facts.stream, embargoStream(id)), lt(facts.seq, seq)));
  await tx.update(outbox).set({ body: null, state: 'withheld', code: 'purged' }).where(eq(outbox.embargo, id));
}
