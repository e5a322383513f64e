// Whatever Slack answers to a post: what comes of it in the room, and what the coordinators hear. Nothing is lost in silence.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { line } from '../../../../src/chat/message/message.ts';
import { saveList } from '../../../../src/db/lists.ts';
import { insertMessages } from '../../../../src/db/outbox.ts';
import { foundedOn, type List, type Member } from '../../../../src/domain/list/list.ts';
import type { ListId } from '../../../../src/domain/values/ids.ts';
import { clockOf, minuteMs } from '../../../../src/domain/values/time.ts';
import type { Engine } from '../../../../src/engine.ts';
import { deliverDue } from '../../../../src/outbound/deliver.ts';
import { type Bot, person, room, startBot } from '../../../rig/slack/bot.ts';
import type { Fault } from '../../../rig/slack/fake-slack.ts';
import { linesOf } from '../../../rig/slack/text.ts';
import { databaseKinds, emptied, openTestDatabase, type TestDatabase } from '../../../setup/database.ts';
import { ragged } from '../../../setup/ragged.ts';
import { start } from '../../../setup/world.ts';

const requestTimeoutMs = 3_000;
const coordinator: Member = { person: person('U1'), name: 'ada', role: 'coordinator', distributor: null, since: start, zone: null };
const list: List = {
  id: 'oci' as ListId,
  name: 'oci',
  policy: foundedOn('oci'),
  rooms: { [room('C1')]: { room: room('C1'), audit: { name: '#oci-private', faults: [] }, adoptedAt: start, teams: [] } },
  distributors: {},
  members: { [coordinator.person]: coordinator },
};
const message = { push: 'calm-otter', nodes: [line('the date is agreed')] };
const mark = 'Possibly repeated: the connection broke while this was being sent.';
const once = { room: ['the date is agreed'], ada: [] };
const marked = { room: [mark, 'the date is agreed'], ada: [] };
const twice = { room: ['the date is agreed', mark, 'the date is agreed'], ada: [] };
const fix = 'Fix that there, or remove the room from the list: `room leave`.';
const tell = 'Tell the operator: the log has the code, and `npm run embargo -- doctor` shows what to fix.';
const reasons: Readonly<Record<string, string>> = {
  channel_not_found: `I can't find the room anymore. ${fix}`,
  not_in_channel: `I'm not in the room. ${fix}`,
  is_archived: `the room is archived. ${fix}`,
  msg_too_long: `the platform doesn't accept the message as it is. ${tell}`,
  msg_blocks_too_long: `the platform doesn't accept the message as it is. ${tell}`,
  restricted_action: `I'm not allowed to post there. ${fix}`,
};
const refused = (code: string) => ({ room: [], ada: [`I couldn't deliver a message to #oci-private: ${reasons[code]}`] });

const answers: readonly (readonly [string, Fault, { readonly room: readonly string[]; readonly ada: readonly string[] }])[] = [
  // For good: those who can mend it hear of it.
  ...Object.keys(reasons).map((code) => [code, { type: 'error', code }, refused(code)] as const),
  // For now: nothing is said of it, and it is said when it can be.
  ...['account_inactive', 'token_revoked', 'invalid_auth', 'missing_scope', 'a_word_that_is_new'].map(
    (code) => [code, { type: 'error', code }, once] as const,
  ),
  ['ratelimited', { type: 'error', code: 'ratelimited', afterS: 30 }, once],
  ['429', { type: 'status', status: 429, afterS: 30 }, once],
  ['429 without Retry-After', { type: 'status', status: 429 }, once],
  ['403', { type: 'status', status: 403 }, once],
  // Nobody knows: it is said again, and says so.
  ['internal_error', { type: 'error', code: 'internal_error' }, marked],
  ['fatal_error after it was posted', { type: 'error', code: 'fatal_error', done: true }, twice],
  ['500', { type: 'status', status: 500 }, marked],
  ['503', { type: 'status', status: 503 }, marked],
  ['502 after it was posted', { type: 'status', status: 502, done: true }, twice],
  ['a page instead of an answer', { type: 'garbage' }, marked],
  ['half an answer', { type: 'half' }, twice],
  ['a connection that breaks before', { type: 'lost-before' }, marked],
  ['a connection that breaks after it was posted', { type: 'lost-after' }, twice],
  ['an answer that comes too late', { type: 'late', ms: requestTimeoutMs + 200 }, twice],
];

describe.each(databaseKinds)('a post that Slack answers with, over %s,', (kind) => {
  let database: TestDatabase;
  let bot: Bot;
  let engine: Engine;
  let now = start;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    bot = await startBot({ requestTimeoutMs });
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
    await saveList(database.db, null, list);
    bot.fake.slack.messages.length = 0;
    now = start;
  });
  afterAll(async () => {
    await bot.stop();
    await database.drop();
  });

  const seenIn = (channel: string) =>
    bot.fake.slack.messages.flatMap((each) => (each.channel === channel ? linesOf(each.blocks, null) : []));

  test.each(answers)('%s', async (_what, fault, seen) => {
    const to = { type: 'room', room: room('C1') } as const;
    const about = { kind: 'metadata', urgency: 'answer', list: list.id, embargo: null, card: null } as const;
    await insertMessages(database.db, [{ to, ...about, body: { type: 'message', message, less: null } }], now);
    bot.fake.failNext('chat.postMessage', fault);
    // Long enough for each pause, and much shorter than what is given up after.
    for (; now <= start + 2 * minuteMs; now += minuteMs / 2) while ((await deliverDue(engine, 20)) > 0);
    expect({ room: seenIn('C1'), ada: seenIn('D1') }).toEqual(seen);
  });
});
