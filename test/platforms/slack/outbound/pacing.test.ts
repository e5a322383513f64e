// What waits for what at Slack: a place that was asked too much of rests, the others go on; what is grave goes first.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { line } from '../../../../src/chat/message/message.ts';
import type { Outgoing } from '../../../../src/chat/message/outgoing.ts';
import { insertMessages } from '../../../../src/db/outbox.ts';
import { clockOf } from '../../../../src/domain/values/time.ts';
import type { Engine } from '../../../../src/engine.ts';
import { deliverDue } from '../../../../src/outbound/deliver.ts';
import { type Bot, person, room, startBot } from '../../../rig/slack/bot.ts';
import { addChannel } from '../../../rig/slack/fake-slack-state.ts';
import { databaseKinds, emptied, openTestDatabase, type TestDatabase } from '../../../setup/database.ts';
import { ragged } from '../../../setup/ragged.ts';
import { start } from '../../../setup/world.ts';

const channels = ['C1', 'C2', 'C3'];

describe.each(databaseKinds)('what is said on Slack, over %s', (kind) => {
  let database: TestDatabase;
  let bot: Bot;
  let engine: Engine;
  let now = start;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    bot = await startBot();
    for (const id of channels) addChannel(bot.fake.slack, { id, name: id }).members.add('U1');
    const chance = { random: () => 0.5, newId: randomUUID, newSecret: randomBytes };
    engine = {
      db: database.db,
      platforms: { slack: bot.slack },
      admins: new Set(),
      now: clockOf(ragged(() => now)),
      ...chance,
      log: () => undefined,
    };
  });
  beforeEach(async () => {
    await emptied(database.db);
    bot.fake.calls.length = 0;
    now = start;
  });
  afterAll(async () => {
    await bot.stop();
    await database.drop();
  });

  /** For ada's eyes in a channel: it waits for the channel's turn, and asks for nothing but a post. */
  const saying = (channel: string, text: string, urgency: Outgoing['urgency'] = 'nudge'): Outgoing => {
    const body = { type: 'message', message: { push: 'calm-otter', nodes: [line(text)] }, less: null } as const;
    return {
      to: { type: 'person', person: person('U1'), room: room(channel) },
      urgency,
      kind: 'personal',
      list: null,
      embargo: null,
      body,
      card: null,
    };
  };
  const queue = (...messages: readonly Outgoing[]) => insertMessages(database.db, messages, now);
  /** Sends all that may be sent at an instant; resolves to what Slack was asked to show. */
  const sent = async (at: number): Promise<string[]> => {
    now = at;
    const before = bot.fake.calls.length;
    while ((await deliverDue(engine, 20)) > 0);
    return bot.fake.calls.slice(before).map(({ args }) => `${args.channel}: ${/"text":"([^"]+)"/.exec(JSON.stringify(args.blocks))?.[1]}`);
  };

  test('to a channel that has had too much waits as long as Slack says, and nothing else does', async () => {
    for (const channel of channels) await queue(saying(channel, 'first'), saying(channel, 'second'));
    bot.fake.failNext('chat.postEphemeral', { type: 'status', status: 429, afterS: 30 });
    const [refused = '', ...others] = await sent(start);
    expect([refused, ...others].sort()).toEqual(['C1: first', 'C2: first', 'C3: first']);
    const paused = refused.slice(0, 2);
    const free = channels.filter((channel) => channel !== paused);
    expect((await sent(start + 1_000)).sort()).toEqual(free.map((channel) => `${channel}: second`));
    await queue(...free.map((channel) => saying(channel, 'third')));
    expect((await sent(start + 29_999)).sort()).toEqual(free.map((channel) => `${channel}: third`));
    expect(await sent(start + 30_000)).toEqual([`${paused}: first`]);
    expect(await sent(start + 30_999)).toEqual([]);
    expect(await sent(start + 31_000)).toEqual([`${paused}: second`]);
  });

  test('of a leak overtakes 500 nudges that wait in the same channel, those that must pause included', async () => {
    await queue(...Array.from({ length: 500 }, (_, index) => saying('C1', `nudge ${index + 1}`)));
    expect(await sent(start)).toEqual(['C1: nudge 1']);
    bot.fake.failNext('chat.postEphemeral', { type: 'error', code: 'ratelimited', afterS: 5 });
    expect(await sent(start + 1_000)).toEqual(['C1: nudge 2']);
    await queue(saying('C1', 'a leak', 'leak'));
    expect(await sent(start + 5_999)).toEqual([]);
    expect(await sent(start + 6_000)).toEqual(['C1: a leak']);
    expect(await sent(start + 7_000)).toEqual(['C1: nudge 2']);
    expect(await sent(start + 8_000)).toEqual(['C1: nudge 3']);
  });
});
