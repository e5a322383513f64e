// The migrations make what the schema says: nobody can change the one and forget the other.
import { readdirSync, readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { expect, it } from 'vitest';
import * as schema from '../../src/db/schema.ts';

const meta = new URL('../../drizzle/meta/', import.meta.url);

it('the newest migration ends where the schema stands', async () => {
  const newest = readdirSync(meta)
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .at(-1);
  const migrated = JSON.parse(readFileSync(new URL(newest ?? '', meta), 'utf8'));
  const wanted = generateDrizzleJson({ ...schema }, migrated.id);
  expect(await generateMigration(migrated, wanted)).toEqual([]);
});

it('a column that gets another name keeps what stands in it', async () => {
  const lite = await PGlite.create();
  const migrate = (name: string) => lite.exec(readFileSync(new URL(`../${name}`, meta), 'utf8'));
  for (const name of ['0000_first.sql', '0001_slack.sql', '0002_matrix.sql', '0003_membership.sql']) await migrate(name);
  await lite.exec(`
    insert into lists (id, name, policy) values ('l1', 'oci', 'oci');
    insert into embargoes (id, list_id, codename, about, created_at, created_by, world, published, reminded, snoozes)
      values ('e1', 'l1', 'amber-otter', 'sealed', now(), 'slack:T1/U1', 'sealed: what is public', '{}', '{}', '{}')`);
  await migrate('0004_names.sql');
  const { rows } = await lite.query('select public_state from embargoes');
  expect(rows).toEqual([{ public_state: 'sealed: what is public' }]);
  await lite.close();
});
