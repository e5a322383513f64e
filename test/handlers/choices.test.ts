// Buttons that do something: used once, not pressed in an old message, and asked once more where much hangs on it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { minuteMs } from '../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, privateRoom, start, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('a choice, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let codename: string;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    codename = await opened(here);
  });
  afterAll(() => database.drop());

  const outcome = () => here.logs.findLast(({ event }) => event === 'handled')?.details.outcome;
  const embargo = () => loadEmbargo(here.db, 'embargo-1-1' as EmbargoId);
  const press = async (by: string, words: string, seen: number) => {
    here.news();
    await here.platform.hear({ ...here.heard(by, words, privateRoom), seen });
    await here.bot.settle();
    return here
      .news()
      .filter(({ to }) => to.startsWith(by))
      .map(({ text }) => text);
  };

  it('is spent once it was used, where it would do the same again', async () => {
    await press('bob', `snooze ${codename} 4h`, start);
    expect(outcome()).toBe('snooze');
    expect(await press('bob', `snooze ${codename} 4h`, start)).toEqual([
      `You already used that choice Wed, Jan 17, 2024, 09:00 UTC. Nothing changed. To do it again, type \`snooze ${codename}\`.`,
    ]);
    expect(outcome()).toBe('spent-choice');
    // Of another message it is another one, and so it is to somebody else.
    await press('bob', `snooze ${codename} 4h`, start + 1);
    expect(outcome()).toBe('snooze');
    await press('carol', `snooze ${codename} 4h`, start);
    expect(outcome()).toBe('snooze');
  });

  it('dies in a message that is a quarter of an hour old and followed by twenty others; what only shows does not', async () => {
    const seen = start;
    for (let said = 0; said < 20; said += 1) await here.say('ada', 'status');
    here.set(start + 15 * minuteMs - 1);
    await press('bob', `ack ${codename}`, seen + 1);
    expect(outcome()).toBe('ack');
    for (let said = 0; said < 20; said += 1) await here.say('ada', 'status');
    here.set(start + 30 * minuteMs);
    expect(await press('carol', `ack ${codename}`, seen)).toEqual([
      `That choice is old, and a lot has happened here since. Nothing changed. If you still want it, type \`ack ${codename}\`.`,
    ]);
    expect(outcome()).toBe('stale-choice');
    await press('carol', `terms ${codename}`, seen);
    expect(outcome()).toBe('terms');
    await here.say('carol', `ack ${codename}`);
    expect(outcome()).toBe('ack');
  });

  it('of what is public asks once by the codename, and does it when pressed', async () => {
    await here.say('bob', 'report public a blog describes it');
    expect([outcome(), (await embargo())?.publicState.public ?? null]).toEqual(['shown-first', null]);
    await press('bob', `report ${codename} public sure=yes a blog describes it`, start);
    expect([outcome(), (await embargo())?.publicState.public?.how]).toEqual(['report', 'a blog describes it']);
    await here.say('carol', 'report public again');
    expect(outcome()).toBe('refused: already-reported');
  });

  it('of a leak is never asked twice', async () => {
    await here.say('bob', 'leak https://example.org the title');
    expect(outcome()).toBe('report leak');
    await here.say('bob', `report leak ${codename} https://example.org the title`);
    expect(outcome()).toBe('report leak');
  });

  it('among several embargoes is among those that it could mean, in the order of their dates', async () => {
    const second = await opened(here, '2024-01-30 20:00 UTC');
    await here.say('bob', 'ack');
    expect(outcome()).toBe('which-embargo');
    expect(here.platform.seen.findLast(({ buttons }) => buttons.some((words) => words.startsWith('ack')))?.buttons).toEqual([
      `ack ${second}`,
      `ack ${codename}`,
    ]);
    await here.say('bob', `ack ${codename}`);
    await here.say('bob', 'ack');
    expect(outcome()).toBe('ack');
  });
});
