// Which message of a room is the newest that can be answered.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { choicesAt, keepChoices } from '../src/db/matrix.ts';
import { type RoomId, roomId } from '../src/domain/ids.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from './setup/database.ts';
import { start } from './setup/world.ts';

describe.each(databaseKinds)('what can be answered in a room, on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.drop());

  test('stays the newest message though a card above it is edited, also one that had no choices before', async () => {
    const room = roomId('matrix:!room:example.org') as RoomId;
    const newest = async () => (await choicesAt(database.db, { room }))?.event;
    const keep = (event: string, at: number, stays = false) =>
      keepChoices(database.db, event, { room, choices: { event }, at, until: at + 1_000_000, stays });
    await keep('$newest', start);
    await keep('$card', start + 1, true);
    expect(await newest()).toBe('$newest');
    await keep('$card', start + 2, true);
    expect([await newest(), (await choicesAt(database.db, { event: '$card' }))?.event]).toEqual(['$newest', '$card']);
    await keep('$newer', start + 3);
    expect(await newest()).toBe('$newer');
  });
});
