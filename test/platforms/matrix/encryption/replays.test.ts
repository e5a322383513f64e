// A message counts in the event in which it was read first, and in no other. What the machine itself says of it is asked in test/live/matrix-replay.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matrixStoreOver } from '../../../../src/cli/matrix-store.ts';
import { recordsOf, saveAccount, takeAccount } from '../../../../src/db/matrix.ts';
import { dayMs } from '../../../../src/domain/values/time.ts';
import { messageIn, placeOf } from '../../../../src/platforms/matrix/encryption/replays.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../../setup/database.ts';

const at = Date.parse('2026-03-02T09:00Z');
const field = (bytes: readonly number[]) => ({
  content: {
    session_id: 'S',
    ciphertext: Buffer.from([3, ...bytes, ...Array.from({ length: 72 }, () => 0)])
      .toString('base64')
      .replace(/=+$/, ''),
  },
});
const text = [0x12, 2, 7, 7];

describe('which message an event holds', () => {
  test.each([
    ['the first', [0x08, 0, ...text], 0],
    ['one of two bytes', [0x08, 0xac, 0x02, ...text], 300],
    ['the last that there can be', [0x08, 0xff, 0xff, 0xff, 0xff, 0x0f, ...text], 2 ** 32 - 1],
    ['one whose index stands behind the text', [...text, 0x08, 5], 5],
    ['one that names two, of which whoever decrypts takes the last', [0x08, 4, ...text, 0x08, 5], 5],
  ])('%s', (_which, bytes, index) => expect(messageIn(field(bytes))).toEqual({ session: 'S', index }));

  test.each([
    ['nothing', {}],
    ['no ciphertext', { content: { session_id: 'S' } }],
    ['no session', { content: { ciphertext: field(text).content.ciphertext } }],
    ['no index', field(text)],
    ['another version', { content: { session_id: 'S', ciphertext: 'BAgA' } }],
    ['a number without an end', field([0x08, 0xff, 0xff])],
    ['a number that is none', field([0x08, ...Array.from({ length: 9 }, () => 0xff)])],
    ['a field of another kind', field([0x0d, 0, 0, 0, 0])],
  ])('cannot be told where there is %s', (_what, event) => expect(messageIn(event)).toBeNull());

  test('is told apart by room, event and sender', () => {
    const places = [
      placeOf('!r', { event_id: '$1', sender: '@a:b' }),
      placeOf('!s', { event_id: '$1', sender: '@a:b' }),
      placeOf('!r', { event_id: '$2', sender: '@a:b' }),
      placeOf('!r', { event_id: '$1', sender: '@c:b' }),
    ];
    expect(new Set(places).size).toBe(4);
    expect(placeOf('!r', { event_id: '$1', sender: '@a:b', unsigned: { age: 7 } })).toBe(places[0]);
  });
});

describe.each(databaseKinds)('a message that was read, on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.drop());

  test('is read again in the same event, and in no other, also by another process', async () => {
    const [one, other] = ['one', 'other'].map((holder) => matrixStoreOver(database.db, holder, () => at));
    const message = { session: 'session-1', index: 2 ** 32 - 1 };
    expect(await one?.readOnce(message, 'here', at)).toBe(true);
    expect(await one?.readOnce(message, 'here', at + 1)).toBe(true);
    expect(await other?.readOnce(message, 'there', at + 2)).toBe(false);
    expect(await other?.readOnce({ ...message, index: 0 }, 'there', at + 2)).toBe(true);
    expect(await one?.readOnce({ ...message, session: 'session-2' }, 'there', at + 2)).toBe(true);
    expect(await one?.readOnce(message, 'here', at + 3)).toBe(true);
  });

  test('is remembered as long as its session can be read, and sixty days besides', async () => {
    const store = matrixStoreOver(database.db, 'one', () => at);
    const user = '@embargo:example.org';
    const account = await takeAccount(database.db, user, 'one', 1_000);
    const key = (session: string) => JSON.stringify(`!room:example.org\u001d${session}\u001d`);
    const record = (session: string) => ({ store: 'inbound_group_sessions3', key: key(session), value: '{}' });
    const records = { device: 'D', changes: [record('kept')] };
    const later = at + 61 * dayMs;
    expect(await saveAccount(database.db, user, account?.epoch ?? 0, { records }, later)).toBe(true);
    for (const session of ['kept', 'gone']) for (const index of [0, 1]) await store.readOnce({ session, index }, 'here', at + index);
    await store.readOnce({ session: 'late', index: 0 }, 'here', at);
    await store.readOnce({ session: 'late', index: 1 }, 'here', at + 2 * dayMs);
    await recordsOf(database.db, user, 'D', later);
    const first = async (session: string) => store.readOnce({ session, index: 0 }, 'there', later);
    expect([await first('kept'), await first('late'), await first('gone')]).toEqual([false, false, true]);
  });
});
