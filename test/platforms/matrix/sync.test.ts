// How much of a gap is read before anybody is heard: of what one person says to the bot alone, no more than is taken in.
import { expect, test } from 'vitest';
import type { Api } from '../../../src/platforms/matrix/api.ts';
import { askSync } from '../../../src/platforms/matrix/sync.ts';

/** A homeserver that leaves out more of these rooms' timelines than anybody reads. */
async function asked(rooms: readonly string[], alone: readonly string[]) {
  const pages: string[] = [];
  const api: Api = {
    request: async (_method, path) => {
      if (path === 'v3/sync') {
        const joined = (room: string) => [room, { timeline: { events: [{ of: room }], limited: true, prev_batch: 'p0' } }] as const;
        return { next_batch: 's2', rooms: { join: Object.fromEntries(rooms.map(joined)) } };
      }
      pages.push(path);
      return { chunk: Array.from({ length: 100 }, () => ({ of: path })), end: `p${pages.length}` };
    },
  };
  const reader = { user: '@embargo:example.org', isAlone: async (room: string) => alone.includes(room) };
  const { events } = await askSync(api, 's1', reader, new AbortController().signal);
  return { pages: pages.length, events: events.length };
}

test('a stranger’s gap costs two questions, however long it is; that of a room of several is read further', async () => {
  expect(await asked(['!stranger'], ['!stranger'])).toEqual({ pages: 2, events: 201 });
  expect(await asked(['!list'], ['!stranger'])).toEqual({ pages: 50, events: 5_001 });
});
