// docs/threat-model.md says of every column whether it is sealed: it is true, and none is left out.
import { readFileSync } from 'node:fs';
import { getTableColumns, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { sealings } from '../../src/db/integrity/sealed-rows.ts';
import * as schema from '../../src/db/schema.ts';

const text = readFileSync(new URL('../../docs/threat-model.md', import.meta.url), 'utf8');
const names = (cell: string | undefined) =>
  (cell ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .sort();

test('every column is either sealed or in clear, as the threat model has it', () => {
  const section = text.slice(text.indexOf('## Column by column'), text.indexOf('## Keys'));
  const said = [...section.matchAll(/^\| `(\w+)` \|([^|]*)\|([^|]*)\|/gm)].map(([, table, sealed, clear]) => [
    table,
    names(sealed),
    names(clear),
  ]);
  const tables: PgTable[] = Object.values(schema).flatMap((value) => (is(value, PgTable) ? [value] : []));
  const true_ = tables.map((table) => {
    const sealed = sealings.find((each) => each.table === table)?.columns ?? {};
    const columns = Object.entries(getTableColumns(table));
    const of = (which: boolean) => columns.filter(([name]) => Object.hasOwn(sealed, name) === which).map(([, { name }]) => name);
    return [getTableConfig(table).name, of(true).sort(), of(false).sort()];
  });
  const byTable = (one: readonly unknown[], other: readonly unknown[]) => (String(one[0]) < String(other[0]) ? -1 : 1);
  expect(said.sort(byTable)).toEqual(true_.sort(byTable));
});

test('what is sealed in the schema is bound to its row, and nothing else is', () => {
  const source = readFileSync(new URL('../../src/db/schema.ts', import.meta.url), 'utf8');
  const inSchema = [...source.matchAll(/sealed<.*>\('(\w+)'\)/g)].map(([, name]) => name).sort();
  const bound = sealings.flatMap(({ table, columns }) =>
    Object.keys(columns).map((name) => Object.entries(getTableColumns(table)).find(([each]) => each === name)?.[1].name),
  );
  expect(bound.sort()).toEqual(inSchema);
});
