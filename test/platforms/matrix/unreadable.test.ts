// Who has no session that may read along is told so, and nobody of whom that is not known. The encryption is the real machine's, the homeserver is played.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PersonId, personId, roomId } from '../../../src/domain/values/ids.ts';
import type { Instant } from '../../../src/domain/values/time.ts';
import type { Api } from '../../../src/platforms/matrix/api.ts';
import { type Crypto, openCrypto } from '../../../src/platforms/matrix/encryption/crypto.ts';
import { readState } from '../../../src/platforms/matrix/rooms/state.ts';
import { type Sender, senderOf } from '../../../src/platforms/matrix/send.ts';

const user = '@embargo:example.org';
const bob = '@bob:remote.example';
const bobs = personId(`matrix:${bob}`) as PersonId;
const start = 1_700_000_000_000 as Instant;
const room = '!direct:example.org';
let names = 0;
let now: number;
let failures: object;
let asked: string[];
let told: string[];
let crypto: Crypto;
let sender: Sender;

const event = (type: string, content: object, key = '') => ({ type, state_key: key, sender: user, event_id: `$${type}${key}`, content });
const state = readState([
  event('m.room.create', {}),
  event('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' }),
  event('m.room.member', { membership: 'join' }, user),
  event('m.room.member', { membership: 'join' }, bob),
]);

beforeEach(async () => {
  [now, failures, asked, told] = [start, {}, [], []];
  const api: Api & { upload(): Promise<string> } = {
    upload: async () => 'mxc://example.org/1',
    request: async (_method, path) => {
      asked.push(path);
      if (path === 'v3/keys/query') return { device_keys: {}, failures };
      if (path === 'v3/keys/upload') return { one_time_key_counts: {} };
      return { event_id: '$sent' };
    },
  };
  names += 1;
  const save = async () => undefined;
  crypto = await openCrypto({
    ...{ api, user, device: 'D', name: `unreadable-${names}`, kept: null, save },
    known: async () => null,
    meet: async () => undefined,
    readOnce: async () => true,
    knownOf: async () => new Map(),
  });
  sender = senderOf({
    ...{ api, user, now: () => now as Instant, log: () => undefined, said: () => undefined, stateOf: async () => state },
    // Without an identity of its own the bot encrypts for nobody; whom it asks about is the same.
    crypto: { ...crypto, encrypt: async () => ({ content: { asked: await crypto.identity(bob) }, withheld: [] }) },
    store: { keepChoices: async () => undefined, forgetChoices: async () => undefined },
    directs: { recognized: async () => 'theirs', changed: () => undefined, open: async () => ({ room, state }) },
    withheld: async () => undefined,
    unreadable: async (person, where) => void told.push(`${person} ${where}`),
  });
});
afterEach(() => crypto.close());

const inClear = () => asked.filter((path) => path.includes('/send/m.room.message/')).length;
const page = { content: { msgtype: 'm.text', body: 'hello' }, choices: [], first: 1 } as never;
const post = { rowId: 'row', index: 0, to: { type: 'room', room: roomId(`matrix:${room}`) } as never, page, replaces: null, pin: false };

test('who has no session at all is told so in clear, and so are those who look after the list', async () => {
  await sender.tell(bobs, page, 'txn');
  await sender.post(post);
  expect([inClear(), told]).toEqual([1, [`${bobs} null`, `${bobs} matrix:${room}`]]);
});

test('whose homeserver could not be asked is told nothing, until it answers', async () => {
  failures = { 'remote.example': { status: 503 } };
  await sender.tell(bobs, page, 'txn');
  await sender.post(post);
  expect([inClear(), told]).toEqual([0, []]);
  failures = {};
  await sender.tell(bobs, page, 'txn-2');
  expect([inClear(), told]).toEqual([1, [`${bobs} null`]]);
});
