// What a tick costs with 100 embargoes due: over 100,000 active ones, against the same over 1,000.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { useKeyring } from '../../src/db/columns.ts';
import { saveEmbargo } from '../../src/db/embargoes.ts';
import { saveList } from '../../src/db/lists.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import { create } from '../../src/domain/decide.ts';
import type { Embargo } from '../../src/domain/embargo.ts';
import { evolve } from '../../src/domain/evolve.ts';
import { type EmbargoId, type ListId, personId, roomId } from '../../src/domain/ids.ts';
import { evolveList, type List } from '../../src/domain/list.ts';
import { isRefused } from '../../src/domain/refusal.ts';
import { dayMs } from '../../src/domain/time.ts';
import type { Engine } from '../../src/engine.ts';
import { tick } from '../../src/tick.ts';
import { type Figure, quantile, ratioFigure } from './figures.ts';

const start = Date.parse('2024-01-17T09:00Z');
const ada = personId('terminal:ada') ?? (undefined as never);
const room = roomId('terminal:#oci-private') ?? (undefined as never);
const dueCount = 100;
const rounds = 9;

/** The median of some rounds over each of two databases in turn, on the same server. */
export async function ticking(urlOf: (name: string) => Promise<string>): Promise<Figure[]> {
  useKeyring(parseKeyring(newKey()));
  const few = await filled(await urlOf('few'), 1_000);
  const many = await filled(await urlOf('many'), 100_000);
  const times: { few: number[]; many: number[] } = { few: [], many: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.few.push(await timed(few));
    times.many.push(await timed(many));
  }
  await few.close();
  await many.close();
  return [
    ratioFigure('tick, 100 due of 100,000 active against 100 due of 1,000', quantile(times.many, 0.5), quantile(times.few, 0.5), 1.5, 'ms'),
  ];
}

async function timed({ db }: Database): Promise<number> {
  await db.execute(
    sql`update embargoes set next_due_at = ${new Date(start).toISOString()} where id in (select id from embargoes order by id limit ${dueCount})`,
  );
  const engine: Engine = {
    db,
    platforms: {},
    admins: new Set(),
    now: () => start + 1,
    random: Math.random,
    newId: randomUUID,
    log: () => undefined,
  };
  const before = performance.now();
  const served = await tick(engine);
  const took = performance.now() - before;
  if (served !== dueCount) throw new Error(`${served} embargoes were served instead of ${dueCount}`);
  return took;
}

/** A database with so many active embargoes: one that was made as always, and its likenesses. */
async function filled(url: string, count: number): Promise<Database> {
  const database = await openDatabase({ type: 'postgres', url }, { log: () => undefined });
  const { db } = database;
  const list = someList();
  await saveList(db, null, list);
  await saveEmbargo(db, null, someEmbargo(list), start + 30 * dayMs);
  await db.execute(sql`
    insert into embargoes (id, list_id, codename, about, created_at, created_by, agreed, world, published, reminded, snoozes, next_due_at)
    select 'e' || n, list_id, 'c' || n, about, created_at, created_by, agreed, world, published, reminded, snoozes, next_due_at
    from embargoes, generate_series(2, ${count}) n`);
  await db.execute(sql`
    insert into proposals (embargo_id, number, at, zone, by, proposed_at, answer_by, reason, state, answers)
    select 'e' || n, number, at, zone, by, proposed_at, answer_by, reason, state, answers from proposals, generate_series(2, ${count}) n`);
  await db.execute(sql`vacuum analyze`);
  return database;
}

function someList(): List {
  const id = 'oci' as ListId;
  const audit = { name: '#oci-private', faults: [] };
  const founded = evolveList(null, { type: 'list-founded', list: id, name: 'oci', policy: 'oci' }, start);
  const withRoom = evolveList(founded, { type: 'room-adopted', room, audit }, start);
  const member = { person: ada, name: 'ada', role: 'coordinator', distributor: null, zone: null } as const;
  return evolveList(withRoom, { type: 'person-added', member }, start);
}

function someEmbargo(list: List): Embargo {
  const by = list.members[ada];
  if (by === undefined) throw new Error('ada is on the list');
  const about = {
    title: 'a title',
    component: 'runc',
    versions: 'all',
    severity: null,
    cve: null,
    exploitability: 'local',
    reporter: null,
  };
  const wanted = { id: 'e1' as EmbargoId, codename: 'c1', about, date: { at: start + 14 * dayMs, zone: 'UTC', anyway: true } };
  const facts = create(wanted, { now: start, by, list, daysOff: {} });
  if (isRefused(facts)) throw new Error(`refused: ${facts.reason.code}`);
  const embargo = facts.reduce<Embargo | null>((before, fact) => evolve(before, { fact, at: start, by: by.person }), null);
  if (embargo === null) throw new Error('no facts, no embargo');
  return embargo;
}
