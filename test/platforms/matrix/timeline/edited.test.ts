// What somebody said and edited while the bot was away: it hears both at once, and acts on the edit.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Incoming, Receipt } from '../../../../src/chat/message/heard.ts';
import { clockOf } from '../../../../src/domain/values/time.ts';
import { NotTaken } from '../../../../src/platforms/matrix/set-aside.ts';
import { type Timeline, timelineOf } from '../../../../src/platforms/matrix/timeline/timeline.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../../setup/database.ts';
import { heardIn } from '../../../setup/inbox.ts';
import { founded, opened, person, privateRoom, start, type World, world } from '../../../setup/world.ts';

const inRoom = '!room:example.org';
const said = (id: string, body: string, sender = '@bob:example.org') => ({
  room: inRoom,
  event: {
    event_id: id,
    sender,
    type: 'm.room.encrypted',
    origin_server_ts: start,
    content: { algorithm: 'megolm' },
    plain: { msgtype: 'm.text', body },
  },
});
const edited = (id: string, of: string, body: string, sender = '@bob:example.org') => {
  const relation = { rel_type: 'm.replace', event_id: of };
  const plain = { msgtype: 'm.text', body: `* ${body}`, 'm.new_content': { msgtype: 'm.text', body }, 'm.relates_to': relation };
  return { room: inRoom, event: { ...said(id, body, sender).event, content: { algorithm: 'megolm', 'm.relates_to': relation }, plain } };
};

describe.each(databaseKinds)('what was edited while the bot was away, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let timeline: Timeline;
  let noKeyFor: Set<string>;
  let receipts: Receipt[];
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    await opened(here);
    here.forget();
    noKeyFor = new Set();
    receipts = [];
    timeline = timelineOf({
      user: '@embargo:example.org',
      crypto: {
        decrypt: async (_room, raw) =>
          noKeyFor.has(String(raw.event_id))
            ? { type: 'unreadable', lost: false }
            : { type: 'read', kind: 'm.room.message', content: raw.plain as never, distrust: null, device: 'D' },
      },
      store: {
        direct: async () => ({ room: null, talk: null }) as never,
        directOf: async () => null,
        keepTalk: async () => undefined,
        choices: async () => null,
      },
      // As a running bot does, it acts on what is in the inbox at once. Its world knows people and rooms by the terminal's names.
      receive: async (incoming) => {
        const receipt = receipts.shift() ?? (await here.platform.hear(translated(incoming)));
        await here.bot.settle();
        return receipt;
      },
      nameOf: async () => null,
      check: () => null as never,
      isQuestion: () => false,
      directs: { recognized: async () => 'other', changed: () => undefined },
      aside: { passes: () => false, log: () => undefined, off: new AbortController().signal, retryMs: 1 },
      now: clockOf(() => here.engine.now()),
      machineNow: clockOf(() => here.engine.now()),
      heard: () => undefined,
    });
  });
  afterAll(() => database.drop());

  const translated = (incoming: Incoming): Incoming =>
    'change' in incoming
      ? incoming
      : { ...incoming, by: person(incoming.by.includes('@bob') ? 'bob' : 'carol'), room: privateRoom, names: {} };
  const outcome = async (id: string) => (await heardIn(here.db)).find(({ key }) => key === `matrix:${id}`)?.outcome;
  const answers = () => here.news().filter(({ text }) => /edited|deleted|run it/.test(text));

  test('is acted on as edited, once, however often it is told', async () => {
    const events = [said('$1', '!embargo ack'), said('$2', '!embargo list', '@carol:example.org'), edited('$3', '$1', '!embargo status')];
    expect(await timeline.hear(events)).toEqual([]);
    expect([await outcome('$1'), await outcome('$2'), await outcome('$3')]).toEqual(['status', 'list', 'status']);
    await timeline.hear(events);
    expect([await outcome('$1'), answers()]).toEqual(['status', []]);
  });

  test('several times is acted on as it was edited last', async () => {
    await timeline.hear([said('$1', '!embargo ack'), edited('$2', '$1', '!embargo list'), edited('$3', '$1', '!embargo status')]);
    expect([await outcome('$2'), await outcome('$3'), answers()]).toEqual(['withdrawn', 'status', []]);
  });

  test('after it was acted on is answered', async () => {
    await timeline.hear([said('$1', '!embargo ack')]);
    await timeline.hear([edited('$2', '$1', '!embargo status')]);
    expect([await outcome('$1'), await outcome('$2'), answers().length]).toEqual(['ack', 'corrected-too-late', 1]);
  });

  test('by somebody else is as if it were not edited', async () => {
    await timeline.hear([said('$1', '!embargo ack'), edited('$2', '$1', '!embargo status', '@carol:example.org')]);
    expect([await outcome('$1'), await outcome('$2')]).toEqual(['ack', 'corrects-nothing']);
  });

  test('and cannot be read yet waits with its edit, also when that comes later', async () => {
    noKeyFor.add('$1');
    const unread = await timeline.hear([said('$1', '!embargo ack')]);
    const still = await timeline.hear([...unread, edited('$2', '$1', '!embargo status')]);
    expect([await outcome('$2'), still.map(({ event }) => (event as { event_id: string }).event_id)]).toEqual([undefined, ['$1', '$2']]);
    noKeyFor.clear();
    expect(await timeline.hear(still)).toEqual([]);
    expect([await outcome('$1'), await outcome('$2'), answers()]).toEqual(['status', 'status', []]);
  });

  test('and could not be kept comes again as a whole', async () => {
    const events = [said('$1', '!embargo ack'), edited('$2', '$1', '!embargo status')];
    receipts = ['kept', 'kept'];
    await expect(timeline.hear(events)).rejects.toThrow(NotTaken);
    await timeline.hear(events);
    expect([await outcome('$1'), await outcome('$2')]).toEqual(['status', 'status']);
  });
});
