import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../../src/db/connection/client.ts';
import { type DatabaseClock, databaseClock } from '../../src/db/connection/clock.ts';
import { openEmbedded } from '../../src/db/connection/embedded.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { clockOf, dayMs, hourMs, instantOf, minuteMs } from '../../src/domain/values/time.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { ragged } from '../setup/ragged.ts';
import { start } from '../setup/world.ts';

describe('an instant', () => {
  test('is a whole millisecond, the one that it lies in, before 1970 too', () => {
    expect([start, start + 0.0002, start + 0.9995, -0.5, 1e8 * dayMs].map(instantOf)).toEqual([start, start, start, -1, 1e8 * dayMs]);
  });

  test('is never what is no time', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e8 * dayMs + 1])
      expect(() => instantOf(wrong)).toThrow(RangeError);
  });

  test('is what a clock gives, whatever it is made of', () => {
    const now = clockOf(ragged(() => start));
    expect(Array.from({ length: 6 }, now)).toEqual(Array.from({ length: 6 }, () => start));
  });
});

/** A database of which only the clock is asked, and a timer; both are set by hand. */
function byHand() {
  const logs: { event: string; details: unknown }[] = [];
  const slots = { database: start + 0.4375, timer: 1_000.25, takesMs: 0, away: false };
  const database: Pick<Database, 'now' | 'kind'> = {
    kind: 'postgres',
    now: async () => {
      if (slots.away) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
      pass(slots.takesMs / 2);
      const at = slots.database;
      pass(slots.takesMs / 2);
      return at;
    },
  };
  const pass = (ms: number) => {
    slots.database += ms;
    slots.timer += ms;
  };
  const open = () =>
    databaseClock({
      database,
      log: (event, details) => void logs.push({ event, details }),
      monotonic: () => slots.timer,
      everyMs: dayMs,
    });
  return { hands: slots, pass, open, logs };
}

describe('the clock of a bot', () => {
  let clock: DatabaseClock | null = null;
  afterEach(() => {
    clock?.stop();
    vi.restoreAllMocks();
  });

  test('is the database’s, and goes on by the timer alone: this machine’s may be set by two hours, forward and back', async () => {
    const { open, pass, logs } = byHand();
    for (const wrong of [2 * hourMs, -2 * hourMs]) {
      vi.spyOn(Date, 'now').mockReturnValue(start + wrong);
      clock = await open();
      const before = clock.now();
      vi.spyOn(Date, 'now').mockReturnValue(start - wrong);
      pass(minuteMs);
      expect(clock.now() - before).toBe(minuteMs);
      await clock.ask();
      expect(clock.now() - before).toBe(minuteMs);
    }
    expect(logs).toEqual([]);
  });

  test('gives whole milliseconds', async () => {
    const { open, pass } = byHand();
    clock = await open();
    expect(clock.now()).toBe(start);
    pass(1.5);
    expect(clock.now()).toBe(start + 1);
  });

  test('that was ahead goes back with the database’s, as soon as that is asked again', async () => {
    const { hands: slots, open, logs } = byHand();
    slots.database += 2 * hourMs;
    clock = await open();
    expect(clock.now()).toBe(start + 2 * hourMs);
    slots.database -= 2 * hourMs;
    expect(clock.now()).toBe(start + 2 * hourMs);
    await clock.ask();
    expect(clock.now()).toBe(start);
    expect(logs).toEqual([{ event: 'clock.jumped', details: { byMs: -2 * hourMs } }]);
  });

  test('stands still, rather than going back, where it was ahead by less than a second', async () => {
    const { hands: slots, pass, open } = byHand();
    clock = await open();
    expect(clock.now()).toBe(start);
    slots.database -= 300;
    await clock.ask();
    expect(clock.now()).toBe(start);
    pass(200);
    expect(clock.now()).toBe(start);
    pass(200);
    expect(clock.now()).toBe(start + 100);
  });

  test('is not moved by an answer that took long', async () => {
    const { hands: slots, open, logs, pass } = byHand();
    clock = await open();
    slots.takesMs = 20_000;
    await clock.ask();
    expect(clock.now()).toBe(start + 20_000);
    slots.takesMs = 0;
    pass(5);
    await clock.ask();
    expect([clock.now(), logs]).toEqual([start + 20_005, []]);
  });

  test('goes on while the database is away, and says that it could not ask', async () => {
    const { hands: slots, pass, open, logs } = byHand();
    clock = await open();
    slots.away = true;
    pass(hourMs);
    await clock.ask();
    expect(clock.now()).toBe(start + hourMs);
    expect(logs).toEqual([{ event: 'clock.not-asked', details: { code: 'ECONNREFUSED' } }]);
  });

  test('does not begin without the database', async () => {
    const { hands: slots, open } = byHand();
    slots.away = true;
    await expect(open()).rejects.toThrow('gone');
  });
});

describe('the clock of a bot on the embedded database', () => {
  test('is this machine’s, and jumps with it within a second', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'embargo-clock-'));
    const database = await openEmbedded(folder, () => undefined);
    const jumps: unknown[] = [];
    const clock = await databaseClock({ database, log: (event, details) => void (event === 'clock.jumped' && jumps.push(details.byMs)) });
    try {
      const machine = Date.now.bind(Date);
      for (const byMs of [2 * hourMs, 0]) {
        vi.spyOn(Date, 'now').mockImplementation(() => machine() + byMs);
        await vi.waitUntil(() => Math.abs(clock.now() - Date.now()) < minuteMs, { timeout: 30_000, interval: 20 });
      }
      expect(jumps).toHaveLength(2);
    } finally {
      vi.restoreAllMocks();
      clock.stop();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);
});

describePostgres('the clock of a bot on PostgreSQL', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase('postgres');
  });
  afterEach(() => database.drop());

  test('gives whole milliseconds, though the server counts in microseconds', async () => {
    const opened = await openDatabase({ type: 'postgres', url: database.url ?? '' }, { log: () => undefined });
    try {
      const { rows } = (await opened.db.execute(
        sql`select count(*)::int as parts from generate_series(1, 20) where extract(microseconds from clock_timestamp())::int % 1000 > 0`,
      )) as unknown as { rows: { parts: number }[] };
      expect(rows[0]?.parts).toBeGreaterThan(0);
      for (let round = 0; round < 20; round += 1) expect(await opened.now()).toSatisfy(Number.isInteger);
      const clock = await databaseClock({ database: opened, log: () => undefined });
      for (let round = 0; round < 20; round += 1) expect(clock.now()).toSatisfy(Number.isInteger);
      expect(Math.abs(clock.now() - Date.now())).toBeLessThan(minuteMs);
      clock.stop();
    } finally {
      await opened.close();
    }
  });
});
