// The migrations make what the schema says: nobody can change the one and forget the other.
import { readdirSync, readFileSync } from 'node:fs';
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
