// A bad day on Matrix: two replicas, one of which is killed again and again while it speaks. What it says is there once, and can be read.
import { sql } from 'drizzle-orm';
import { afterEach, expect, inject, test } from 'vitest';
import { line } from '../../src/chat/message/message.ts';
import type { Outgoing } from '../../src/chat/message/outgoing.ts';
import { saveList } from '../../src/db/lists.ts';
import { insertMessages } from '../../src/db/outbox.ts';
import { outbox } from '../../src/db/schema.ts';
import { foundedOn, type List } from '../../src/domain/list/list.ts';
import { type ListId, personId, roomId } from '../../src/domain/values/ids.ts';
import { timing as usual } from '../../src/platforms/matrix/lease.ts';
import { object } from '../../src/platforms/matrix/payload.ts';
import { startMatrixBot } from '../rig/matrix/child.ts';
import { type Person, person } from '../rig/matrix/people.ts';
import type { MatrixChildOptions } from '../rig/matrix/process.ts';
import { call, newPrefix, register } from '../rig/matrix/server.ts';
import { shownBy } from '../rig/slack/process.ts';
import type { Child } from '../setup/child.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describeSynapseOnPostgres } from '../setup/needs.ts';
import { seeded, start } from '../setup/world.ts';

const count = 500;
const kills = 20;
// Of the bots' clock: a claim that nobody holds any more lapses in seconds.
const speed = 60;
const timing = { leaseMs: 2_000, beatMs: 400, retryMs: 200 };
const key = `test:${Buffer.alloc(32, 7).toString('base64')}`;

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Stage = {
  readonly database: TestDatabase;
  readonly bots: MatrixChildOptions;
  readonly ada: Person;
  readonly list: List;
  readonly now: () => number;
};

/** A list with a room in which ada and the bot are. `usual`: replicas wait for each other as they do outside of tests. */
async function stage(usual: boolean): Promise<Stage> {
  const server = inject('homeserver');
  if (server === null) throw new Error('no homeserver');
  const database = await openTestDatabase('postgres');
  cleanups.push(database.drop);
  const prefix = newPrefix();
  const [account, ada] = await Promise.all([
    register(server, { name: `${prefix}-bot` }),
    person(server, { name: `${prefix}-ada`, displayName: 'ada' }),
  ]);
  cleanups.push(() => ada.stop());
  const room = await ada.makeRoom({ name: 'oci' });
  await ada.client.invite(room, account.userId);
  await call(server, 'POST', `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/join`, { token: account.accessToken, body: {} });
  await ada.until(() => (ada.joined(room).includes(account.userId) ? true : null), 'the bot to be in the room');
  const [where, who] = [roomId(`matrix:${room}`), personId(`matrix:${ada.userId}`)];
  if (where === null || who === null) throw new Error('no ids');
  const list: List = {
    id: 'oci' as ListId,
    ...{ name: 'oci', policy: foundedOn('oci'), distributors: {} },
    rooms: { [where]: { room: where, audit: { name: 'oci', faults: [] }, adoptedAt: start, teams: [] } },
    members: { [who]: { person: who, name: 'ada', role: 'coordinator', distributor: null, since: start, zone: null } },
  };
  await saveList(database.db, null, list);
  const clock = { from: start, began: Date.now(), speed: usual ? 1 : speed };
  const bots: MatrixChildOptions = {
    ...{ databaseUrl: database.url ?? '', key, homeserver: server.url, user: account.userId, password: account.password },
    ...{ admins: [who], clock },
    ...(usual ? {} : { timing }),
  };
  return { database, bots, ada, list, now: () => shownBy(clock) };
}

function message({ list }: Stage, text: string, card: string | null = null, direct = false): Outgoing {
  const [room] = Object.values(list.rooms);
  const [member] = Object.values(list.members);
  if (room === undefined || member === undefined) throw new Error('an empty list');
  const to = direct ? ({ type: 'person', person: member.person, room: null } as const) : ({ type: 'room', room: room.room } as const);
  const body = { type: 'message', message: { push: '', nodes: [line(text)] }, less: null } as const;
  const kind = direct ? 'personal' : 'membership';
  return { to, urgency: 'answer', kind, list: list.id, embargo: null, body, card: card === null ? null : { key: card, pin: false } };
}

const queue = ({ database, now }: Stage, messages: readonly Outgoing[]) =>
  database.db.transaction((tx) => insertMessages(tx, messages, now()));

async function emptied({ database: { db } }: Stage): Promise<void> {
  const waiting = () => db.select({ id: outbox.id }).from(outbox).where(sql`state in ('queued', 'sending')`).limit(1);
  while ((await waiting()).length > 0) await pause(50);
}

/** Whether her client has been given each of these texts, in a message or in an edit of one. */
function hasAll({ client }: Person, texts: readonly string[]): boolean {
  const events = client.getRooms().flatMap((room) => room.getLiveTimeline().getEvents());
  const given = events.map((event) => event.getContent()).map((content) => String(object(content['m.new_content'] ?? content).body));
  return texts.every((text) => given.some((each) => each.includes(text)));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function started(bots: MatrixChildOptions): Promise<Child> {
  const child = startMatrixBot(bots);
  cleanups.push(() => child.kill());
  return child;
}

describeSynapseOnPostgres(`${count} encrypted messages, while one of two replicas is killed ${kills} times`, () => {
  test('are all there once, and can be read by who was there', async () => {
    const day = await stage(false);
    const { bots, ada } = day;
    const random = seeded(7);
    let pair = [await started(bots), await started(bots)] as const;
    await pair[0].line();
    const perRound = Math.ceil(count / (kills + 1));
    const tokens = Array.from({ length: count }, (_, index) => `<${index}>`);
    for (let round = 0; round <= kills; round += 1) {
      const mine = tokens.slice(round * perRound, (round + 1) * perRound);
      await queue(day, [
        message(day, `<card> edition ${round}`, 'card'),
        ...mine.map((token, index) => message(day, token, null, index % 4 === 3)),
      ]);
      if (round === kills) break;
      await pause(200 + random() * 1_800);
      const [first, second] = random() < 0.5 ? pair : ([pair[1], pair[0]] as const);
      await first.kill();
      pair = [second, await started(bots)];
    }
    await emptied(day);
    // What is sent is not at once what her client has: what never comes is named below.
    const last = [...tokens, `<card> edition ${kills}`];
    await ada.until(() => (hasAll(ada, last) ? true : null), 'all that was sent').catch(() => null);
    const rooms = ada.client.getRooms().map(({ roomId: id }) => id);
    const shown = (await Promise.all(rooms.map((id) => ada.said(id)))).flat().filter(({ sender }) => sender !== ada.userId);
    expect(shown.filter(({ unreadable }) => unreadable !== null)).toEqual([]);
    const texts = shown.map(({ content }) => String(content.body));
    const times = (token: string) => texts.filter((text) => text.includes(token)).length;
    expect(tokens.filter((token) => times(token) !== 1).map((token) => `${token} ${times(token)}`)).toEqual([]);
    expect(texts.filter((text) => text.includes('<card>'))).toEqual([`<card> edition ${kills}`]);
    expect(texts.filter((text) => text.includes('Possibly repeated'))).toEqual([]);
  }, 600_000);
});

describeSynapseOnPostgres('a holder of the account that dies', () => {
  test('is replaced by one that hears and answers', async () => {
    // Starting the machine comes on top, and takes as long as this one is busy.
    expect(usual.leaseMs + usual.retryMs).toBeLessThan(10_000);
    const day = await stage(true);
    const { bots, ada } = day;
    const first = await started(bots);
    expect([await first.line(), await first.line()].sort()).toEqual(['hears', 'ready']);
    const second = await started(bots);
    expect(await second.line()).toBe('ready');
    await queue(day, [message(day, 'before')]);
    await emptied(day);
    await first.kill();
    const [room] = Object.keys(day.list.rooms).map((id) => id.slice('matrix:'.length));
    await ada.say(room ?? '', '!embargo members');
    expect(await second.line()).toBe('hears');
    const answer = await ada.until(() => ada.invitations.find(({ direct }) => direct) ?? null, 'an answer');
    expect(answer.by).not.toBe(ada.userId);
  }, 120_000);
});
