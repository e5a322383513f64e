import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Form } from '../../src/chat/message/form.ts';
import type { Destination, Outgoing, Urgency } from '../../src/chat/message/outgoing.ts';
import type { DatabaseKind, Db } from '../../src/db/connection/client.ts';
import { outboxRows } from '../../src/db/integrity/sealed-rows.ts';
import { earliest } from '../../src/db/next.ts';
import {
  cardRefs,
  claim,
  forgetSent,
  insertMessages,
  isPutAway,
  nextSendable,
  noteRefs,
  type OutboxRow,
  reclaim,
  saveCardRefs,
  sayingOf,
  settleRow,
  unopenedForm,
} from '../../src/db/outbox.ts';
import { lanes, outbox } from '../../src/db/schema.ts';
import { personId } from '../../src/domain/values/ids.ts';
import { dayMs, minuteMs } from '../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { emptied, person, room } from '../setup/world.ts';

const now = Date.parse('2024-01-17T09:00Z');
const lease = minuteMs;
const here = ['terminal'] as const;
const inRoom = (name: string): Destination => ({ type: 'room', room: room(name) });
const to = (name: string, where: string | null = null): Destination => ({
  type: 'person',
  person: person(name),
  room: where === null ? null : room(where),
});

function saying(text: string, more: { to?: Destination; urgency?: Urgency; card?: string } = {}): Outgoing {
  return {
    to: more.to ?? inRoom('#a'),
    urgency: more.urgency ?? 'answer',
    kind: 'personal',
    list: null,
    embargo: null,
    body: { type: 'message', message: { push: text, nodes: [] }, less: null },
    card: more.card === undefined ? null : { key: more.card, pin: false },
  };
}

const form: Form = { title: 'New embargo', words: 'create', submit: 'Send', fields: [], values: { title: 'typed' }, errors: {} };
const asking = (destination: Destination): Outgoing => ({
  ...saying('', { to: destination }),
  body: { type: 'form', form, trigger: 't1' },
});

function together(kind: DatabaseKind) {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(() => emptied(database.db));
  afterAll(() => database.drop());
  const db = () => database.db;
  const take = (at: number, limit = 10, platforms: readonly ('terminal' | 'slack')[] = here) => claim(db(), platforms, at, lease, limit);
  const textOf = async (row: OutboxRow) => {
    const body = (await sayingOf(db(), row))?.body ?? null;
    return body?.type === 'message' ? body.message.push : (body?.type ?? null);
  };
  const texts = async (rows: readonly OutboxRow[]) => {
    const read: (string | null)[] = [];
    for (const row of rows) read.push(await textOf(row));
    return read;
  };
  const settle = (row: OutboxRow, ended: Parameters<typeof settleRow>[2], at: number, freeAt = at) =>
    db().transaction((tx) => settleRow(tx as Db, row, ended, at, freeAt));
  /** Takes and ends one after the other until nothing is left. */
  const drained = async (at: number) => {
    const said: (string | null)[] = [];
    for (let rows = await take(at, 1); rows.length > 0; rows = await take(at, 1)) {
      for (const row of rows) {
        said.push(await textOf(row));
        await settle(row, { state: 'sent', code: null }, at);
      }
    }
    return said;
  };
  const states = async () =>
    (await db().select({ state: outbox.state, code: outbox.code, repeated: outbox.repeated }).from(outbox).orderBy(asc(outbox.seq))).map(
      ({ state, code, repeated }) => [state, code, repeated] as const,
    );
  const bodies = async () => {
    const rows = await db().select().from(outbox).orderBy(asc(outbox.seq));
    return rows
      .map((row) => outboxRows.open(row).body)
      .map((body) => (body?.type === 'message' ? body.message.push : (body?.type ?? null)));
  };
  const only = async (rows: Promise<OutboxRow[]>): Promise<OutboxRow> => {
    const [row, ...more] = await rows;
    if (row === undefined || more.length > 0) throw new Error(`one row was expected, not ${more.length + (row === undefined ? 0 : 1)}`);
    return row;
  };
  return { db, take, texts, textOf, bodies, settle, drained, states, only };
}

describe.each(databaseKinds)('what waits to be said, on %s', (kind) => {
  const { db, take, texts, textOf, bodies, settle, drained, states, only } = together(kind);

  test('what a card consisted of is edited once more when it is posted afresh, under a key of its own', async () => {
    const whole = saying('new', { to: to('bob'), card: 'walk' });
    await saveCardRefs(db(), 'walk', ['old-1', 'old-2']);
    const card = { key: 'walk', pin: false, anew: { push: 'goes on below', nodes: [] } };
    await insertMessages(db(), [{ ...whole, card }], now);
    expect(await cardRefs(db(), 'walk')).toEqual([]);
    const [old] = await take(now);
    if (old?.card == null) throw new Error('the old posts are edited first');
    expect([isPutAway(old.card), await textOf(old), await cardRefs(db(), old.card)]).toEqual([true, 'goes on below', ['old-1', 'old-2']]);
    await settle(old, { state: 'sent', code: null }, now);
    const [fresh] = await take(now);
    expect([fresh?.card, fresh === undefined ? null : await textOf(fresh)]).toEqual(['walk', 'new']);
    // Of a card that was never posted there is nothing to put away.
    await insertMessages(db(), [{ ...whole, card: { ...card, key: 'never' } }], now);
    expect(await db().select({ card: outbox.card }).from(outbox).where(sql`card like 'never%'`)).toEqual([{ card: 'never' }]);
  });

  test('goes out by urgency, and of two that are as urgent the older one first', async () => {
    const order: Urgency[] = ['card', 'nudge', 'answer', 'deadline', 'leak', 'answer'];
    await insertMessages(
      db(),
      order.map((urgency, index) => saying(`${index} ${urgency}`, { urgency })),
      now,
    );
    expect(await drained(now)).toEqual(['4 leak', '3 deadline', '2 answer', '5 answer', '1 nudge', '0 card']);
  });

  test('is a leak next on each platform, where two thousand reminders wait: at a place where some of them do, and at one where none does', async () => {
    const platforms = ['terminal', 'slack', 'matrix'] as const;
    const at = (platform: (typeof platforms)[number], number: number): Destination => {
      const id = personId(
        { terminal: `terminal:p${number}`, slack: `slack:T1/U${number}`, matrix: `matrix:@p${number}:example.org` }[platform],
      );
      if (id === null) throw new Error('no id');
      return { type: 'person', person: id, room: null };
    };
    const reminders = Array.from({ length: 35 }, (_, index) => index).flatMap((index) =>
      platforms.map((platform) => saying('reminder', { to: at(platform, index % 5), urgency: 'nudge' })),
    );
    for (let times = 0; times < 20; times++) await insertMessages(db(), reminders, now);
    const leaks = platforms.flatMap((platform) =>
      [0, 5].map((number) => saying(`leak ${number}`, { to: at(platform, number), urgency: 'leak' })),
    );
    await insertMessages(db(), leaks, now);
    for (const platform of platforms) {
      const first = await claim(db(), [platform], now, lease, 2);
      expect([platform, ...(await texts(first))]).toEqual([platform, 'leak 0', 'leak 5']);
      expect(await texts(await claim(db(), [platform], now, lease, 2))).toEqual(['reminder', 'reminder']);
    }
  });

  test('is sent to one place at a time, to different places side by side, the most urgent place first', async () => {
    await insertMessages(
      db(),
      [
        saying('a1', { to: inRoom('#a') }),
        saying('a2', { to: inRoom('#a') }),
        saying('whisper in a', { to: to('ada', '#a'), urgency: 'leak' }),
        saying('b1', { to: inRoom('#b') }),
        saying('direct', { to: to('ada'), urgency: 'deadline' }),
      ],
      now,
    );
    const first = await take(now);
    expect(await texts(first)).toEqual(['whisper in a', 'direct', 'b1']);
    expect(await take(now)).toEqual([]);
    for (const row of first) await settle(row, { state: 'sent', code: null }, now);
    expect(await texts(await take(now))).toEqual(['a1']);
  });

  test('is taken up only by a bot that speaks on its platform, and given back to such a one only', async () => {
    await insertMessages(db(), [saying('here', { to: inRoom('#a') })], now);
    expect(await take(now, 10, ['slack'])).toEqual([]);
    expect(await take(now, 10, [])).toEqual([]);
    const row = await only(take(now));
    expect(await reclaim(db(), ['slack'], now + dayMs)).toBe(0);
    expect(await settle(row, { state: 'sent', code: null }, now)).toBe(true);
    expect(await states()).toEqual([['sent', null, false]]);
  });

  test('waits for the pace of its place, and not a millisecond longer', async () => {
    await insertMessages(db(), [saying('first'), saying('second')], now);
    await settle(await only(take(now)), { state: 'sent', code: null }, now, now + 1000);
    expect(await take(now + 999)).toEqual([]);
    expect(await earliest(db(), [nextSendable(here, now)])).toBe(now + 1000);
    expect(await texts(await take(now + 1000))).toEqual(['second']);
  });

  test('in a place that is free goes out however many places have to pause before it', async () => {
    const paused = Array.from({ length: 9 }, (_, index) => saying(`paused ${index}`, { to: inRoom(`#p${index}`), urgency: 'leak' }));
    await insertMessages(db(), [...paused, saying('free', { to: inRoom('#free'), urgency: 'card' })], now);
    for (const row of await take(now, 9)) {
      await settle(row, { state: 'queued', code: 'ratelimited', notBefore: now + 30_000, repeated: false }, now, now + 30_000);
    }
    await insertMessages(db(), paused, now);
    expect(await texts(await take(now, 1))).toEqual(['free']);
  });

  test('is tried again when its time has come, marked as repeated only if it may have been said', async () => {
    await insertMessages(db(), [saying('a', { to: inRoom('#a') }), saying('b', { to: inRoom('#b') })], now);
    for (const row of await take(now)) {
      const repeated = (await textOf(row)) === 'b';
      await settle(row, { state: 'queued', code: 'x', notBefore: now + 2000, repeated }, now);
    }
    expect(await take(now + 1999)).toEqual([]);
    const again = await take(now + 2000);
    expect(again.map(({ attempts, repeated }) => [attempts, repeated])).toEqual([
      [2, false],
      [2, true],
    ]);
  });

  test('and whose sender has died is queued again when the claim lapses, and says that it may be a repetition', async () => {
    await insertMessages(db(), [saying('a')], now);
    await take(now);
    expect(await reclaim(db(), here, now + lease - 1)).toBe(0);
    expect(await reclaim(db(), here, now + lease)).toBe(1);
    expect(await only(take(now + lease))).toMatchObject({ repeated: true, attempts: 2 });
  });

  test('stays behind one whose claim lapsed, until that is queued again: it is not said before it, nor as if nothing had been', async () => {
    await insertMessages(db(), [saying('a', { card: 'c' })], now);
    await take(now);
    await insertMessages(db(), [saying('b', { card: 'c' }), saying('c')], now);
    expect(await take(now + lease)).toEqual([]);
    expect(await reclaim(db(), here, now + lease)).toBe(1);
    expect(await only(take(now + lease))).toMatchObject({ repeated: true, card: 'c' });
  });

  test('is taken up at once by a bot that knows itself to be the only one, its place included', async () => {
    await insertMessages(db(), [saying('a'), saying('b')], now);
    await take(now);
    expect(await reclaim(db(), here, now, { lapsedBy: now + dayMs })).toBe(1);
    expect(await drained(now)).toEqual(['a', 'b']);
  });

  test('is not written down again by a sender that took longer than its claim', async () => {
    await insertMessages(db(), [saying('a'), saying('b')], now);
    const slow = await only(take(now));
    await reclaim(db(), here, now + lease);
    const quick = await only(take(now + lease));
    expect(quick.id).toBe(slow.id);
    expect(await settle(slow, { state: 'queued', code: 'timeout', notBefore: now, repeated: true }, now + lease)).toBe(false);
    expect(await take(now + lease)).toEqual([]);
    expect(await settle(quick, { state: 'sent', code: null }, now + lease)).toBe(true);
    expect(await states()).toEqual([
      ['sent', null, true],
      ['queued', null, false],
    ]);
  });

  test('on many pages keeps its claim while pages go out, and goes on after the last that did', async () => {
    await insertMessages(db(), [saying('long')], now);
    const row = await only(take(now));
    await noteRefs(db(), row, ['page 1'], now + lease - 1, lease);
    expect(await reclaim(db(), here, now + lease)).toBe(0);
    expect(await take(now + lease)).toEqual([]);
    expect(await reclaim(db(), here, now + 2 * lease - 1)).toBe(1);
    expect(await only(take(now + 2 * lease))).toMatchObject({ refs: ['page 1'], repeated: true });
  });

  test('of a card is the newest edit only, as long as none is on its way', async () => {
    await insertMessages(db(), [saying('old', { card: 'c' })], now);
    await insertMessages(
      db(),
      [saying('older than the last', { card: 'c' }), saying('last', { card: 'c' }), saying('other', { card: 'd' })],
      now,
    );
    const row = await only(take(now, 1));
    expect(await textOf(row)).toBe('last');
    await insertMessages(db(), [saying('newer', { card: 'c' })], now);
    await settle(row, { state: 'sent', code: null }, now);
    expect(await drained(now)).toEqual(['other', 'newer']);
  });

  test('of a card whose edit was not posted gives way to a newer edit that waits', async () => {
    await insertMessages(db(), [saying('old', { card: 'c' })], now);
    const row = await only(take(now));
    await insertMessages(db(), [saying('new', { card: 'c' })], now);
    expect(await settle(row, { state: 'queued', code: 'refused', notBefore: now, repeated: false }, now)).toBe(true);
    expect(await drained(now)).toEqual(['new']);
    expect(await states()).toEqual([
      ['replaced', 'refused', false],
      ['sent', null, false],
    ]);
  });

  test('of a card whose edit may have been posted is the newer edit that waits, under the id of the older', async () => {
    await insertMessages(db(), [saying('old', { card: 'c' })], now);
    const row = await only(take(now));
    await insertMessages(db(), [saying('new', { card: 'c' })], now + 1);
    expect(await settle(row, { state: 'queued', code: 'timeout', notBefore: now, repeated: true }, now)).toBe(true);
    expect(await bodies()).toEqual(['new', null]);
    const again = await only(take(now + 1));
    expect([again.id, again.repeated, again.queuedAt]).toEqual([row.id, true, now]);
    await settle(again, { state: 'sent', code: null }, now + 1);
    expect((await states()).map(([state]) => state)).toEqual(['sent', 'replaced']);
  });

  test('of a card whose sender died is the newer edit that waits, under the id of the older, and so once more', async () => {
    await insertMessages(db(), [saying('old', { card: 'c' })], now);
    const row = await only(take(now));
    for (const text of ['new', 'newest']) {
      await insertMessages(db(), [saying(text, { card: 'c' })], now);
      await reclaim(db(), here, now + lease, { lapsedBy: now + 10 * lease });
      expect(await textOf(await only(take(now + lease)))).toBe(text);
    }
    expect((await states()).map(([state]) => state)).toEqual(['sending', 'replaced', 'replaced']);
    await settle({ ...row, attempts: 3 }, { state: 'sent', code: null }, now + lease);
    expect(await bodies()).toEqual([null, null, null]);
  });

  test('of a card whose sender died is not said over a newer edit that an older version sent meanwhile', async () => {
    await insertMessages(db(), [saying('old', { card: 'c' })], now);
    await take(now);
    await insertMessages(db(), [saying('new', { card: 'c' })], now);
    // An older version of the bot, beside this one, takes the place for free at the very moment at which the claim lapses.
    await db().update(outbox).set({ state: 'sent' }).where(eq(outbox.state, 'queued'));
    await reclaim(db(), here, now + lease);
    expect(await drained(now + 2 * lease)).toEqual([]);
    expect((await states()).map(([state]) => state)).toEqual(['replaced', 'sent']);
  });

  test('of which nothing may be left is gone once it was said, and forgotten after a month', async () => {
    await insertMessages(db(), [saying('secret'), saying('waits')], now);
    const row = await only(take(now, 1));
    await settle(row, { state: 'sent', code: null }, now);
    expect(await sayingOf(db(), row)).toBe(null);
    await forgetSent(db(), now + 30 * dayMs);
    expect(await states()).toHaveLength(2);
    await forgetSent(db(), now + 30 * dayMs + 1);
    expect(await states()).toEqual([['queued', null, false]]);
  });

  test('is a form: it waits for the person, not for the room that it was asked for in', async () => {
    await insertMessages(db(), [saying('room', { to: inRoom('#a') }), asking(to('ada', '#a'))], now);
    expect((await take(now)).map(({ lane }) => lane)).toEqual(['terminal:#a', 'terminal:ada']);
  });

  test('is a form that could not be opened: kept for the one it was for, and for nobody else', async () => {
    await insertMessages(db(), [asking(to('ada', '#a')), asking(to('bob'))], now);
    const [adas, bobs] = await take(now);
    if (adas === undefined || bobs === undefined) throw new Error('two forms were expected');
    await settle(adas, { state: 'dead', code: 'expired', keep: true }, now);
    await settle(bobs, { state: 'sent', code: null }, now);
    expect(await unopenedForm(db(), adas.id, person('ada'))).toEqual({ form, kind: 'personal', list: null, embargo: null });
    expect(await unopenedForm(db(), adas.id, person('bob'))).toBe(null);
    expect(await unopenedForm(db(), bobs.id, person('bob'))).toBe(null);
    expect(await unopenedForm(db(), 'no id at all', person('ada'))).toBe(null);
    expect(await unopenedForm(db(), '00000000-0000-0000-0000-000000000000', person('ada'))).toBe(null);
  });

  test('has its next moment: of places that rest, of retries, and of what is past none', async () => {
    expect(await earliest(db(), [nextSendable(here, now)])).toBe(null);
    await insertMessages(db(), [saying('a', { to: inRoom('#a') }), saying('b', { to: inRoom('#b') })], now);
    expect(await earliest(db(), [nextSendable(here, now - 1)])).toBe(now);
    expect(await earliest(db(), [nextSendable(here, now)])).toBe(null);
    for (const row of await take(now)) await settle(row, { state: 'queued', code: 'x', notBefore: now + 5, repeated: false }, now, now + 7);
    expect(await earliest(db(), [nextSendable(here, now)])).toBe(now + 7);
    expect(await earliest(db(), [nextSendable(here, now + 7)])).toBe(null);
    expect(await earliest(db(), [nextSendable(['slack'], now)])).toBe(null);
  });

  test('of a card: its posts are remembered page by page', async () => {
    expect(await cardRefs(db(), 'card:x')).toEqual([]);
    await saveCardRefs(db(), 'card:x', ['1', null]);
    await saveCardRefs(db(), 'card:x', ['1', '2', '3']);
    expect(await cardRefs(db(), 'card:x')).toEqual(['1', '2', '3']);
  });
});

describePostgres('what waits to be said, for several replicas', () => {
  const { db, take, states } = together('postgres');

  test('is written down whole, even if it is more at once than one statement takes values', async () => {
    const many = Array.from({ length: 6_000 }, (_, index) => saying('a leak', { to: to(`U${index}`) }));
    await db().transaction((tx) => insertMessages(tx as Db, many, now));
    expect(await db().$count(outbox)).toBe(6_000);
  });

  test('is claimed by one of them, however many ask at once', async () => {
    const places = Array.from({ length: 40 }, (_, index) => saying(`to ${index}`, { to: inRoom(`#r${index}`) }));
    await insertMessages(db(), [...places, ...places], now);
    const claims = await Promise.all(Array.from({ length: 8 }, () => take(now, 10)));
    const ids = claims.flat().map(({ id }) => id);
    const inFlight = claims.flat().map(({ lane }) => lane);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(inFlight).size).toBe(inFlight.length);
    // What one of them could not get because another held it is there for the next round.
    const rest = await take(now, 40);
    expect(ids.length + rest.length).toBe(40);
  });

  test('of a card is one edit, though one fails at the moment at which another is queued', async () => {
    await insertMessages(db(), [saying('old', { card: 'c' })], now);
    const [row] = await take(now);
    if (row === undefined) throw new Error('nothing was claimed');
    const failing = await db().transaction(async (other) => {
      await insertMessages(other as Db, [saying('new', { card: 'c' })], now);
      // It waits for the edit that is not yet committed, and then says that.
      const settling = db().transaction((tx) =>
        settleRow(tx as Db, row, { state: 'queued', code: 'timeout', notBefore: now, repeated: true }, now, now),
      );
      await blockedSomewhere(other as Db);
      return { settling };
    });
    expect(await failing.settling).toBe(true);
    expect(await states()).toEqual([
      ['queued', 'timeout', true],
      ['replaced', null, false],
    ]);
    expect(await db().select({ lane: lanes.lane, freeAt: lanes.freeAt }).from(lanes)).toEqual([{ lane: 'terminal:#a', freeAt: now }]);
  });
});

/** Resolves when somebody waits for this transaction. */
async function blockedSomewhere(tx: Db): Promise<void> {
  const waiting = sql`select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))`;
  for (let blocked = false; !blocked; ) {
    const { rows } = (await tx.execute(waiting)) as unknown as { rows: unknown[] };
    blocked = rows.length > 0;
  }
}
