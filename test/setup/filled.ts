// Many embargoes, quickly: copies of a few that the bot itself has opened and ended, each with a codename, a chain of facts and seals of its own, as the bot
// would have written it. `audit verify` finds nothing amiss in them.
import { asc, eq, getTableColumns, getTableName, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Db } from '../../src/db/connection/client.ts';
import { embargoStream, linkHash, sha256, shown } from '../../src/db/facts.ts';
import { chainRows, embargoRows, factRows, findingRows, patchRows, proposalRows, reviewRows } from '../../src/db/integrity/sealed-rows.ts';
import { rowsIn, type StateTable, stateOf, stateTables } from '../../src/db/integrity/state.ts';
import { chains, consents, embargoes, facts, findings, patches, proposals, reviews } from '../../src/db/schema.ts';
import { codenameAt, codenameCount, wordsBetween } from '../../src/domain/embargo/codename.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';

type Row = Readonly<Record<string, unknown>>;
type Sealing = { readonly open: (row: never) => object; readonly seal: (row: never) => object };
type Part = readonly [PgTable, StateTable, Sealing];
type Original = { readonly id: EmbargoId; readonly codename: string; readonly rows: ReadonlyMap<PgTable, readonly Row[]> };

const asIs: Sealing = { open: (row) => row, seal: (row) => row };
const parts: readonly Part[] = [
  [embargoes, stateTables.embargoes, embargoRows],
  [proposals, stateTables.proposals, proposalRows],
  [consents, stateTables.consents, asIs],
  [patches, stateTables.patches, patchRows],
  [reviews, stateTables.reviews, reviewRows],
  [findings, stateTables.findings, findingRows],
];
const all = [...parts.map(([table]) => table), chains, facts] as const;

/** As many as are written by one statement. */
const batch = 200;

const half = Math.floor(codenameCount / 2);
const longer = codenameCount * wordsBetween.length;

/** The codename of the `n`th copy. Of the short ones every second stays free for the bot. */
export const codenameOf = (n: number): string =>
  n < half ? codenameAt((2 * n + 0.5) / codenameCount) : codenameAt((n - half + 0.5) / longer, 1);

/** A codename that no copy has, and none that the bot gave out in a world of the usual seed. */
export const freeCodename = codenameAt((2 * Math.floor(codenameCount / 4) + 1.5) / codenameCount);

/**
 * Writes `count` copies of some embargoes, by turns, from the number `from` on. The nth copy is n × `olderMs` milliseconds older than what it is a copy of.
 * Resolves to their codenames.
 */
export async function copies(
  db: Db,
  ids: readonly EmbargoId[],
  { count, from = 0, olderMs = 0 }: { readonly count: number; readonly from?: number; readonly olderMs?: number },
): Promise<string[]> {
  const originals: Original[] = [];
  for (const id of ids) originals.push(await originalOf(db, id));
  const codenames: string[] = [];
  for (let begin = 0; begin < count; begin += batch) {
    const rows = new Map<PgTable, Row[]>(all.map((table) => [table, []]));
    for (let n = from + begin; n < from + Math.min(count, begin + batch); n += 1) {
      const original = originals[n % originals.length];
      if (original === undefined) throw new Error('nothing to copy');
      codenames.push(codenameOf(n));
      for (const [table, made] of copyOf(original, { id: `copy-${n}` as EmbargoId, codename: codenameOf(n), byMs: n * olderMs }))
        rows.get(table)?.push(...made);
    }
    await db.transaction(async (tx) => {
      for (const [table, made] of rows) if (made.length > 0) await insertAll(tx, table, made);
    });
  }
  await db.execute(sql`analyze`);
  return codenames;
}

async function originalOf(db: Db, id: EmbargoId): Promise<Original> {
  const stream = embargoStream(id);
  const rows = new Map<PgTable, readonly Row[]>();
  const [itself] = await db.select().from(embargoes).where(eq(embargoes.id, id));
  if (itself === undefined) throw new Error(`there is no ${id}`);
  for (const [table] of parts)
    rows.set(
      table,
      table === embargoes
        ? [itself]
        : await db
            .select()
            .from(table)
            .where(eq((table as typeof proposals).embargo, id)),
    );
  rows.set(facts, await db.select().from(facts).where(eq(facts.stream, stream)).orderBy(asc(facts.seq)));
  rows.set(chains, await db.select().from(chains).where(eq(chains.stream, stream)));
  return { id, codename: itself.codename, rows };
}

type As = { readonly id: EmbargoId; readonly codename: string; readonly byMs: number };

function copyOf(original: Original, as: As): Map<PgTable, readonly Row[]> {
  const changed = <Value>(value: Value): Value => renamed(value, original, as) as Value;
  const made = new Map<PgTable, readonly Row[]>();
  for (const [table, , { open, seal }] of parts)
    made.set(
      table,
      (original.rows.get(table) ?? []).map((row) => seal(changed(open(row as never)) as never) as Row),
    );
  const state = stateOf(rowsIn(...parts.map(([table, stateTable]) => [stateTable, made.get(table) ?? []] as const)));
  let hash = '';
  made.set(
    facts,
    (original.rows.get(facts) ?? []).map((lying) => {
      const row = factRows.open(lying as typeof facts.$inferSelect);
      const sealed = changed(JSON.parse(row.body ?? 'null'));
      const body = JSON.stringify(sealed);
      const stream = embargoStream(as.id);
      const beside = shown({ at: sealed.at, by: sealed.by, type: row.type });
      const link = { stream, seq: row.seq, ...beside, type: row.type, bodyHash: sha256(body) };
      hash = linkHash(hash, link);
      return factRows.seal({ ...link, body, hash });
    }),
  );
  made.set(
    chains,
    (original.rows.get(chains) ?? []).map((lying) => {
      const { head } = chainRows.open(lying as typeof chains.$inferSelect);
      return chainRows.seal({ stream: embargoStream(as.id), head: { ...head, hash, state } });
    }),
  );
  return made;
}

/** A value in which what names the original names its copy, and every instant is earlier. */
function renamed(value: unknown, original: Original, as: As): unknown {
  if (typeof value === 'number') return value > 1e12 && value < 4e12 ? value - as.byMs : value;
  if (typeof value === 'string')
    return value === original.id
      ? as.id
      : value === embargoStream(original.id)
        ? embargoStream(as.id)
        : value.replaceAll(original.codename, as.codename);
  if (Array.isArray(value)) return value.map((each) => renamed(each, original, as));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each, original, as)]));
}

async function insertAll(tx: Db, table: PgTable, rows: readonly Row[]): Promise<void> {
  const columns = Object.entries(getTableColumns(table));
  const lying = rows.map((row) =>
    Object.fromEntries(
      columns.map(([name, column]) => {
        const value = row[name] ?? null;
        return [column.name, value === null || column.getSQLType() === 'jsonb' ? value : column.mapToDriverValue(value)];
      }),
    ),
  );
  const into = sql.identifier(getTableName(table));
  await tx.execute(sql`insert into ${into} select * from jsonb_populate_recordset(null::${into}, ${JSON.stringify(lying)}::jsonb)`);
}
