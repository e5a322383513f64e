// What an earlier version of the bot has written: the format that starts bring up to date.
import { createCipheriv, randomBytes } from 'node:crypto';
import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Db } from '../../src/db/connection/client.ts';
import { linkHash } from '../../src/db/facts.ts';
import { type Before, boundTo, factRows, sealings } from '../../src/db/integrity/sealed-rows.ts';
import { chains, facts } from '../../src/db/schema.ts';
import { type Keyring, open } from '../../src/db/seal.ts';
import { keepSetting } from '../../src/db/settings.ts';

/** A text as it was sealed before: for its column alone. */
export function sealedAsBefore(ring: Keyring, plain: string, label: string): string {
  const key = ring.keys.get(ring.sealing);
  if (key === undefined) throw new Error('no such key');
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(label));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `v1.${ring.sealing}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
}

/** Takes everything in a database back to what an earlier version would have written there, with the mark that tells so. */
export async function asBefore(db: Db, ring: Keyring): Promise<void> {
  const former = (before: Before, value: unknown, label: string): string => {
    if (before === 'open') return String(value);
    if (before === 'open-json') return JSON.stringify(value);
    if (before === 'nothing') return '';
    return sealedAsBefore(ring, before === 'text' ? String(value) : JSON.stringify(value), label);
  };
  for (const { table, key, columns } of sealings) {
    if (table === facts || table === chains) continue;
    const names: Readonly<Record<string, PgColumn>> = getTableColumns(table);
    const rows: Readonly<Record<string, unknown>>[] = await db.select().from(table);
    for (const row of rows) {
      const same = and(...key.map((name) => eq(names[name] as PgColumn, row[name])));
      for (const [name, column] of Object.entries(columns)) {
        const lying = row[name];
        if (typeof lying !== 'string') continue;
        const value = open(ring, lying, column.label, boundTo(column, row, false));
        if (column.before === 'beside')
          await db
            .update(table)
            .set({ outcome: value, [name]: null })
            .where(same);
        // As text: what is not sealed is not taken as what is.
        else
          await db
            .update(table)
            .set({ [name]: sql`${former(column.before, value, column.label)}` })
            .where(same);
      }
    }
  }
  await factsAsBefore(db, ring);
  await keepSetting(db, 'settings.key-check', sealedAsBefore(ring, 'embargo-bot', 'settings.key-check'));
}

/** Who and when stood beside every fact, and the end of a chain was its number and its hash. */
async function factsAsBefore(db: Db, ring: Keyring): Promise<void> {
  const ends = new Map<string, { seq: number; hash: string }>();
  for (const row of await db.select().from(facts).orderBy(asc(facts.stream), asc(facts.seq))) {
    const { body } = factRows.open(row);
    const { at, by } = body === null ? row : (JSON.parse(body) as { at: number; by: string });
    const hash = linkHash(ends.get(row.stream)?.hash ?? '', { ...row, at, by });
    ends.set(row.stream, { seq: row.seq, hash });
    await db
      .update(facts)
      .set({ at, by, hash, body: body === null ? null : sql`${sealedAsBefore(ring, body, 'facts.body')}` })
      .where(and(eq(facts.stream, row.stream), eq(facts.seq, row.seq)));
  }
  for (const [stream, end] of ends)
    await db
      .update(chains)
      .set({ head: sql`${sealedAsBefore(ring, JSON.stringify({ stream, ...end }), 'chains.head')}` })
      .where(eq(chains.stream, stream));
}
