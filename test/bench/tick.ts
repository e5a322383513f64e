// What the clock costs: what is due, not what exists. 100 embargoes due among 100,000, against 100 among 1,000.
import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database, Db } from '../../src/db/connection/client.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { loadEmbargo, saveEmbargo } from '../../src/db/embargoes.ts';
import { storeHeard } from '../../src/db/inbox.ts';
import { embargoes } from '../../src/db/schema.ts';
import { type EmbargoId, type PersonId, personId, type RoomId, roomId } from '../../src/domain/values/ids.ts';
import { clockOf, dayMs } from '../../src/domain/values/time.ts';
import type { Engine } from '../../src/engine.ts';
import { handleAll } from '../../src/handlers/loop.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { tick } from '../../src/scheduler/tick.ts';
import { type Figure, quantile, ratioFigure } from './figures.ts';

const rounds = 7;
const due = 100;
const start = Date.parse('2024-01-17T09:00Z');
const rung = Date.parse('2024-01-31T20:00Z') - 7 * dayMs;
const ada = personId('terminal:ada') as PersonId;
const room = roomId('terminal:#oci-private') as RoomId;

/** Two empty databases of one server. The one keyring of this process must be set. */
export async function ticking(fewUrl: string, manyUrl: string): Promise<Figure[]> {
  const few = await filled(fewUrl, 1_000);
  const many = await filled(manyUrl, 100_000);
  const samples = { few: [] as number[], many: [] as number[] };
  // The first round of each warms up.
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, database] of [
      ['few', few],
      ['many', many],
    ] as const) {
      const ms = await timed(database.db, round);
      if (round > 0) samples[name].push(ms);
    }
  await few.close();
  await many.close();
  const name = `tick, ${due} due among 100,000 active against 1,000, median`;
  return [ratioFigure(name, quantile(samples.many, 0.5), quantile(samples.few, 0.5), 1.5, 'ms')];
}

async function timed(db: Db, round: number): Promise<number> {
  const from = round * due;
  await db.execute(
    sql`update embargoes set next_due_at = ${new Date(rung).toISOString()} where id in (select 'copy-' || n from generate_series(${from}::int, ${from + due - 1}::int) n)`,
  );
  const begun = performance.now();
  const served = await tick(engineOf(db, rung));
  const ms = performance.now() - begun;
  if (served !== due) throw new Error(`${served} were due, not ${due}`);
  return ms;
}

/** A list with three people, one embargo that the bot opened, and copies of it: as the bot would have written them where they will be due, else as they are. */
async function filled(url: string, count: number): Promise<Database> {
  const database = await openDatabase({ type: 'postgres', url }, { log: () => undefined });
  const { db } = database;
  const engine = engineOf(db, start);
  for (const text of [
    'room adopt oci',
    'org add Seven 7.1',
    'people add terminal:bob representative Seven name=bob',
    'people add terminal:carol representative Seven name=carol',
    'create title=t component=c versions=v exploitability=e date="2024-01-31 20:00 UTC"',
  ]) {
    const heard = {
      key: randomUUID(),
      at: start,
      by: ada,
      room,
      trigger: null,
      said: { type: 'words', text },
      names: { [ada]: 'ada' },
    } as const;
    await storeHeard(db, [heard], start);
  }
  await handleAll(engine);
  const [original] = await db.select({ id: embargoes.id }).from(embargoes);
  const embargo = original === undefined ? null : await loadEmbargo(db, original.id);
  if (embargo === null) throw new Error('nothing was opened');
  const soon = Math.min(count, (rounds + 1) * due);
  for (let n = 0; n < soon; n += 1) await saveEmbargo(db, null, { ...embargo, id: `copy-${n}` as EmbargoId, codename: `copy-${n}` }, rung);
  await db.execute(sql`create temporary table original as select * from embargoes where id not like 'copy-%'`);
  await db.execute(
    sql`insert into embargoes select (jsonb_populate_record(o, jsonb_build_object('id', 'copy-' || n, 'codename', 'copy-' || n, 'next_due_at', '2024-01-31T19:00:00Z'))).* from original o, generate_series(${soon}::int, ${count - 1}::int) n`,
  );
  await db.execute(
    sql`insert into proposals select (jsonb_populate_record(p, jsonb_build_object('embargo_id', 'copy-' || n))).* from (select * from proposals where embargo_id not like 'copy-%') p, generate_series(${soon}::int, ${count - 1}::int) n`,
  );
  await db.execute(sql`update embargoes set next_due_at = null where id not like 'copy-%'`);
  await db.execute(sql`delete from outbox`);
  await db.execute(sql`analyze`);
  return database;
}

function engineOf(db: Db, now: number): Engine {
  const audit = { name: '#oci-private', faults: [] };
  const platform = { name: 'terminal', inspect: async () => audit, profile: async () => null } as unknown as Platform;
  return {
    db,
    platforms: { terminal: platform },
    admins: new Set([ada]),
    now: clockOf(() => now),
    random: Math.random,
    newId: randomUUID,
    newSecret: randomBytes,
    log: () => undefined,
  };
}
