// What a number alone chooses in a room of Matrix: what was posted there last, whatever the clock showed.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matrixStoreOver } from '../../../src/cli/matrix-store.ts';
import { roomId } from '../../../src/domain/values/ids.ts';
import { dayMs, hourMs } from '../../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../setup/database.ts';

const at = Date.parse('2026-03-02T09:00Z');

describe.each(databaseKinds)('the newest message with choices, on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.drop());

  test.each([
    ['within the same millisecond', at],
    ['after the clock was put back', at - hourMs],
  ])('is the one posted last, %s', async (_when, later) => {
    const store = matrixStoreOver(database.db, 'one', () => at);
    const room = roomId(`matrix:!${randomUUID()}:example.org`) ?? ('' as never);
    const elsewhere = roomId(`matrix:!${randomUUID()}:example.org`) ?? ('' as never);
    const post = (event: string, when: number, stays = false) =>
      store.keepChoices(`${room}${event}`, { room, choices: { event }, at: when, until: at + 7 * dayMs, stays });
    const newest = async () => (await store.choices({ room }))?.choices;
    await store.keepChoices(`${room}$away`, { room: elsewhere, choices: {}, at: at + dayMs, until: at + 7 * dayMs });
    for (const event of ['$z', '$b', '$a', '$y', '$c']) {
      await post(event, event === '$z' ? at : later);
      expect(await newest()).toEqual({ event });
    }
    // A card that is brought up to date stays where it is; a message that is changed for whom it asks is the newest.
    await post('$b', later, true);
    expect(await newest()).toEqual({ event: '$c' });
    await post('$b', later);
    expect(await newest()).toEqual({ event: '$b' });
  });

  test('stays the newest message though a card above it is edited, also one that had no choices before', async () => {
    const store = matrixStoreOver(database.db, 'one', () => at);
    const room = roomId(`matrix:!${randomUUID()}:example.org`) ?? ('' as never);
    const newest = async () => (await store.choices({ room }))?.choices;
    const keep = (event: string, when: number, stays = false) =>
      store.keepChoices(`${room}${event}`, { room, choices: { event }, at: when, until: when + 1_000_000, stays });
    await keep('$newest', at);
    await keep('$card', at + 1, true);
    expect(await newest()).toEqual({ event: '$newest' });
    await keep('$card', at + 2, true);
    expect(await newest()).toEqual({ event: '$newest' });
    expect((await store.choices({ event: `${room}$card` }))?.choices).toEqual({ event: '$card' });
    await keep('$newer', at + 3);
    expect(await newest()).toEqual({ event: '$newer' });
  });
});
