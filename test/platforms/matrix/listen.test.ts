// Hearing goes on whatever becomes of one answer to one person; only the session's own end, or the account's, ends it. The homeserver is played.
import { expect, test } from 'vitest';
import type { Api, Query } from '../../../src/platforms/matrix/api.ts';
import { Refused, refusalOf } from '../../../src/platforms/matrix/failures.ts';
import { listenTo } from '../../../src/platforms/matrix/listen.ts';
import type { Saved, Unread } from '../../../src/platforms/matrix/matrix-store.ts';

const refused = (code: string, status = 403) => new Refused(refusalOf(status, { errcode: code }));

/** Listens for four syncs; what `heard` gives or throws for each is what becomes of it. */
async function listened({ asked, heard = () => [] }: { asked?: (time: number) => void; heard?: (time: number) => Unread[] }) {
  const lost = new AbortController();
  const syncs: Query[] = [];
  const saved: (string | null | undefined)[] = [];
  const logs: unknown[] = [];
  const api: Api = {
    request: async (_method, _path, options) => {
      syncs.push(options?.query ?? {});
      asked?.(syncs.length);
      if (syncs.length >= 4) lost.abort();
      return { next_batch: `s${syncs.length}` };
    },
  };
  const timeline = {
    isAlone: async () => false,
    hear: async () => heard(syncs.length),
    invited: async () => undefined,
    left: async () => undefined,
  };
  const crypto = {
    receive: async () => undefined,
    flush: async () => Promise.reject(refused('M_FORBIDDEN')),
    machine: { deviceId: 'D' },
    cryptoStore: { changes: async () => [], again: () => undefined },
  };
  const log = (event: string, details?: object) => void logs.push({ event, ...details });
  const account = { epoch: 1, device: null, since: 's0', structure: null, unread: [] };
  const ended = await listenTo({
    ...{ api, user: '@embargo:example.org', timeline, since: 's0', log },
    crypto: crypto as never,
    aside: { passes: () => false, log, off: lost.signal, retryMs: 1 },
    held: { account, holds: () => true, lost: lost.signal },
    save: async ({ since }: Saved) => void saved.push(since),
    remember: () => undefined,
    hears: () => undefined,
  }).then(
    () => 'no more held',
    (error: Error) => error.message,
  );
  return { ended, waits: syncs.map(({ timeout }) => timeout), since: syncs.map(({ since }) => since), saved, logs };
}

test('what is refused for one person, or the bot’s keys, is nothing against the session: it is heard again, and the bot goes on', async () => {
  let times = 0;
  const heard = (): Unread[] => {
    times += 1;
    if (times === 2) throw refused('M_FORBIDDEN');
    return [];
  };
  const { ended, since, saved } = await listened({ heard });
  expect([ended, since, saved.slice(0, 2)]).toEqual(['no more held', ['s0', 's1', 's1', 's3'], ['s1', 's3']]);
});

test('what is refused to the bot itself, or that its session is over, ends it', async () => {
  const asked = (code: string, status?: number) => (time: number) => {
    if (time === 2) throw refused(code, status);
  };
  expect((await listened({ asked: asked('M_FORBIDDEN') })).ended).toBe('gone: M_FORBIDDEN');
  const heard = (): Unread[] => {
    throw refused('M_UNKNOWN_TOKEN', 401);
  };
  expect((await listened({ heard })).ended).toBe('again: M_UNKNOWN_TOKEN');
});

test('what was put off is looked at again soon, though nobody says anything', async () => {
  const later: Unread = { room: '!room:example.org', event: {}, since: 0, putOff: true };
  const { waits } = await listened({ heard: (time) => (time === 2 ? [later] : []) });
  expect(waits).toEqual([0, 30_000, 2_000, 30_000]);
});
