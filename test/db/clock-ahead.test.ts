// A clock that was two hours ahead, and is right again: what it wrote keeps nobody waiting.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { line } from '../../src/chat/message/message.ts';
import type { Outgoing, Urgency } from '../../src/chat/message/outgoing.ts';
import { beginHeard, postponeHeard } from '../../src/db/inbox.ts';
import { letGoAccount, takeAccount } from '../../src/db/matrix.ts';
import { claim, insertMessages, type Queued } from '../../src/db/outbox.ts';
import { takeDueRooms } from '../../src/db/rooms.ts';
import { inbox, lanes, matrixAccounts, outbox, rooms } from '../../src/db/schema.ts';
import { dayMs, hourMs, minuteMs } from '../../src/domain/values/time.ts';
import { deliverDue } from '../../src/outbound/deliver.ts';
import { everyMinute } from '../../src/scheduler/every-minute.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { failure, founded, person, shortly, start, type World, world } from '../setup/world.ts';

const aheadMs = 2 * hourMs;
const here = ['terminal'] as const;

const saying = (text: string, to: string, urgency: Urgency = 'answer'): Outgoing => ({
  to: { type: 'person', person: person(to), room: null },
  urgency,
  kind: 'personal',
  list: null,
  embargo: null,
  body: { type: 'message', message: { push: '', nodes: [line(text)] }, less: null },
  card: null,
});

describe.each(databaseKinds)('what a replica wrote whose clock was two hours ahead, on %s', (kind) => {
  let database: TestDatabase;
  let wrong: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    wrong = await world(kind, { database, at: start + aheadMs });
  });
  afterAll(() => database.drop());
  /** A replica whose clock is right. */
  const right = () => world(kind, { beside: wrong, platform: wrong.platform, at: start, seed: 2 });

  test('is acted on and answered at once: what was only heard, what was tried, and what waits for places that rest or are claimed', async () => {
    await founded(wrong);
    wrong.forget();
    const { db, platform } = wrong;
    // Said, and not yet acted on.
    for (const by of ['ada', 'bob']) await platform.hear(wrong.heard(by, 'help'));
    // Tried, and put off.
    await db
      .update(inbox)
      .set({ attempts: 1, tryAt: start + aheadMs + 2_000 })
      .where(eq(inbox.by, person('bob')));
    // Sent, and failed: its place rests, and it waits.
    await insertMessages(db, [saying('failed once', 'carol'), saying('behind it', 'carol')], start + aheadMs);
    platform.trouble('post', { type: 'fails', failure: failure('again') }, 'carol');
    expect(await deliverDue(wrong.engine, 1)).toBe(1);
    // Claimed by a process that is gone.
    await insertMessages(db, [saying('claimed', 'dave')], start + aheadMs);
    expect(await claim(db, here, start + aheadMs, 2 * minuteMs, 1)).toHaveLength(1);

    const replica = await right();
    await replica.bot.settle();
    const told = shortly(replica.platform.seen).map((each) => each.split(' / ')[0]?.slice(0, 30));
    expect(told.filter((each) => /^(carol|dave)/.test(each ?? '')).sort()).toEqual([
      'carol: behind it',
      'carol: failed once',
      expect.stringMatching(/^dave: \(repeated\?\)/),
    ]);
    for (const by of ['ada', 'bob']) expect(told.filter((each) => each?.startsWith(by) === true)).not.toEqual([]);
    expect(
      await db
        .select({ at: inbox.doneAt })
        .from(inbox)
        .where(eq(inbox.by, person('bob'))),
    ).toEqual([{ at: start }]);
    const open = await db.select({ id: outbox.id }).from(outbox).where(eq(outbox.state, 'queued'));
    expect(open).toEqual([]);
    const closed = await db.select({ at: lanes.freeAt }).from(lanes).where(eq(lanes.lane, 'terminal:carol'));
    expect(closed).toEqual([{ at: start }]);
  });

  test('and was put off on purpose stays so: reminders until quiet hours are over, retries and pauses for their minutes', async () => {
    const { db } = wrong;
    const quiet = (ms: number): Queued => ({ ...saying(`in ${ms / hourMs} h`, `quiet${ms}`, 'nudge'), notBefore: start + ms });
    await insertMessages(db, [quiet(10 * hourMs), quiet(23 * hourMs), quiet(dayMs + 2 * hourMs)], start);
    const sent = async (at: number) =>
      (await claim(db, here, at, minuteMs, 10)).map(({ lane }) => Number(lane.slice('terminal:quiet'.length)) / hourMs);
    // The last one nobody’s quiet hours can have put off for so long.
    expect([await sent(start), await sent(start + 10 * hourMs - 1), await sent(start + 10 * hourMs)]).toEqual([[26], [], [10]]);

    await insertMessages(db, [saying('soon', 'ada')], start);
    for (const [wait, taken] of [
      [5 * minuteMs, 0],
      [6 * minuteMs, 0],
      [6 * minuteMs + 1, 1],
    ] as const) {
      await db
        .update(outbox)
        .set({ attempts: 1, notBefore: start + wait })
        .where(eq(outbox.lane, 'terminal:ada'));
      expect(await claim(db, here, start, minuteMs, 1)).toHaveLength(taken);
    }
  });

  test('of rooms and of the account on Matrix is looked at, and taken, as if it had not been', async () => {
    await founded(wrong);
    const { db } = wrong;
    const due = () => takeDueRooms(db, here, start, 5);
    expect(await due()).toHaveLength(1);
    expect(await due()).toHaveLength(0);
    await db.update(rooms).set({ checkAt: start + aheadMs + hourMs });
    expect(await due()).toHaveLength(1);

    const take = (holder: string) => takeAccount(db, '@bot:example.org', holder, 8_000);
    const first = await take('first');
    expect([first?.epoch, await take('second')]).toEqual([1, null]);
    await db.update(matrixAccounts).set({ heldUntil: Date.now() + aheadMs });
    expect((await take('second'))?.epoch).toBe(2);
    await letGoAccount(db, '@bot:example.org', 2);
  });

  test('an event that was put off because somebody was in its way waits for as long, whatever failed before', async () => {
    await wrong.platform.hear(wrong.heard('ada', 'help'));
    const { db } = wrong;
    const taken = (at: number) => beginHeard(db, here, at);
    const [waiting] = await db.select({ seq: inbox.seq, receivedAt: inbox.receivedAt }).from(inbox);
    await postponeHeard(db, waiting?.seq ?? 0, 0, (waiting?.receivedAt ?? 0) + 2_500);
    expect(await taken((waiting?.receivedAt ?? 0) + 2_499)).toBe(null);
    expect(await taken((waiting?.receivedAt ?? 0) + 2_500)).not.toBe(null);
  });

  test('an event that was put off for its key waits for ten minutes, and no longer', async () => {
    await wrong.platform.hear(wrong.heard('ada', 'help'));
    const { db } = wrong;
    const taken = (at: number) => beginHeard(db, here, at);
    await db.update(inbox).set({ outcome: 'unreadable', tryAt: start + 10 * minuteMs });
    expect(await taken(start)).toBe(null);
    await db.update(inbox).set({ tryAt: start + aheadMs });
    expect(await taken(start)).not.toBe(null);
  });
});

describe('the minute of a bot', () => {
  test('that is missed while the machine is busy puts nothing but JSON on the console', async () => {
    vi.useFakeTimers({ now: start + 12_345, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
    const written = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error'), vi.spyOn(console, 'log'), vi.spyOn(console, 'info')];
    try {
      let beats = 0;
      const minutes = everyMinute(async () => {
        beats += 1;
      });
      await vi.advanceTimersByTimeAsync(minuteMs);
      vi.setSystemTime(Date.now() + 3 * minuteMs);
      await vi.advanceTimersByTimeAsync(3 * minuteMs);
      minutes.stop();
      expect(beats).toBeGreaterThanOrEqual(2);
      expect(written.flatMap(({ mock }) => mock.calls)).toEqual([]);
    } finally {
      for (const spy of written) spy.mockRestore();
      vi.useRealTimers();
    }
  });

  test('comes each minute, however this machine’s clock is set meanwhile', async () => {
    vi.useFakeTimers({ now: start + 12_345, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
    try {
      let beats = 0;
      const minutes = everyMinute(async () => {
        beats += 1;
      });
      await vi.advanceTimersByTimeAsync(5 * minuteMs);
      expect(beats).toBe(5);
      vi.setSystemTime(start - aheadMs);
      await vi.advanceTimersByTimeAsync(10 * minuteMs);
      // One beat and a half may be missing until it is noticed.
      expect(beats).toBeGreaterThanOrEqual(13);
      minutes.stop();
      await vi.advanceTimersByTimeAsync(10 * minuteMs);
      expect(beats).toBeLessThanOrEqual(16);
    } finally {
      vi.useRealTimers();
    }
  });
});
