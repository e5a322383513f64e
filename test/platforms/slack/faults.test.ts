// A bad day at Slack, on which the bot is killed twenty times: what was to be said is said, and not twice without saying so.
import { Buffer } from 'node:buffer';
import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { undeliveredText } from '../../../src/chat/list/undelivered.ts';
import { line, type Node } from '../../../src/chat/message/message.ts';
import type { Destination, Outgoing } from '../../../src/chat/message/outgoing.ts';
import { saveList } from '../../../src/db/lists.ts';
import { insertMessages } from '../../../src/db/outbox.ts';
import { outbox } from '../../../src/db/schema.ts';
import { foundedOn, type List, type Member } from '../../../src/domain/list/list.ts';
import type { ListId } from '../../../src/domain/values/ids.ts';
import { person, room } from '../../rig/slack/bot.ts';
import { startSlackBot } from '../../rig/slack/child.ts';
import { type Call, type FakeSlack, type Fault, startFakeSlack } from '../../rig/slack/fake-slack.ts';
import { addChannel } from '../../rig/slack/fake-slack-state.ts';
import { type ChildOptions, shownBy } from '../../rig/slack/process.ts';
import { badDay } from '../../rig/slack/troubles.ts';
import type { Child } from '../../setup/child.ts';
import { openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { describePostgres } from '../../setup/needs.ts';
import { seeded, start } from '../../setup/world.ts';

const count = 1_000;
const kills = 20;
const requestTimeoutMs = 1_000;
// Of the bots' clock: leases of minutes and backoffs of seconds pass quickly, and the pauses that Slack asks for too.
const speed = 240;
// It may read what it wrote in rooms, and not in direct messages.
const scopes = ['chat:write', 'groups:read', 'im:write', 'pins:write', 'users:read', 'groups:history'];

const rooms = Array.from({ length: 12 }, (_, index) => `C${index + 1}`);
// The bot was removed from one of them, and one is archived.
const [lost = '', archived = ''] = rooms.slice(-2);
const people = Array.from({ length: 6 }, (_, index) => `U${index + 1}`);
const places: readonly Destination[] = [
  ...rooms.map((id) => ({ type: 'room', room: room(id) }) as const),
  ...people.map((id) => ({ type: 'person', person: person(id), room: null }) as const),
  // For one person's eyes, in a room: no history tells of these.
  { type: 'person', person: person('U5'), room: room('C1') },
  { type: 'person', person: person('U6'), room: room('C2') },
];
const refusals = ['channel_not_found', 'not_in_channel', 'is_archived', 'msg_too_long', 'msg_blocks_too_long'];

const cardPlaces = [...places.slice(0, 10), ...places.slice(12, 18)];

type Wanted = { readonly token: string; readonly to: Destination; readonly refused: string | null };

function member(id: string, role: Member['role']): Member {
  return { person: person(id), name: `member ${id}`, role, distributor: null, since: start, zone: null };
}

const list: List = {
  id: 'oci' as ListId,
  name: 'oci',
  policy: foundedOn('oci'),
  rooms: Object.fromEntries(
    rooms.map((id) => [room(id), { room: room(id), audit: { name: `#${id}`, faults: [] }, adoptedAt: start, teams: [] }]),
  ),
  distributors: {},
  members: Object.fromEntries(people.map((id) => [person(id), member(id, id === 'U1' || id === 'U2' ? 'coordinator' : 'reviewer')])),
};

/** Every twentieth is of several posts. */
function nodesOf(tokens: readonly string[]): Node[] {
  const filling = Array.from({ length: tokens.length === 1 ? 0 : 30 }, () => line('and so on'));
  return tokens.flatMap((token) => [line(token), ...filling]);
}

function message(to: Destination, tokens: readonly string[], card: string | null = null): Outgoing {
  const body = { type: 'message', message: { push: 'calm-otter: something new', nodes: nodesOf(tokens) }, less: null } as const;
  const kind = to.type === 'room' ? 'metadata' : 'personal';
  return { to, urgency: 'answer', kind, list: list.id, embargo: null, body, card: card === null ? null : { key: card, pin: true } };
}

/** What is to be said in all, each of its posts by a token of its own. */
function wanted(): { readonly sent: Outgoing; readonly posts: readonly Wanted[] }[] {
  return Array.from({ length: count }, (_, index) => {
    const to = places[index % places.length] as Destination;
    const number = Math.floor(index / places.length);
    const refused = to.room === room(lost) ? 'room-bot-is-not-in-it' : to.room === room(archived) ? 'room-archived' : wordFor(to, number);
    const tokens = number % 10 === 9 ? [1, 2, 3].map((part) => `<${index}.${part}>`) : [`<${index}.1>`];
    return { sent: message(to, tokens), posts: tokens.map((token) => ({ token, to, refused })) };
  });
}

/** Some messages Slack refuses for good, each with one of its words for that. */
function wordFor(to: Destination, number: number): string | null {
  const at = places.indexOf(to);
  const whispered = to.type === 'person' && to.room !== null;
  return whispered || number !== at + 3 ? null : (refusals[at % refusals.length] ?? null);
}

type Post = { readonly ts: string; readonly text: string; readonly marked: boolean };

/** What stands in the workspace at the end, with the tokens of each post. */
function postsWith(fake: FakeSlack, token: string): Post[] {
  return fake.slack.messages
    .map(({ ts, blocks }) => ({ ts, text: JSON.stringify(blocks) }))
    .filter(({ text }) => text.includes(token))
    .map((post) => ({ ...post, marked: post.text.includes('Possibly repeated') }));
}

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** What goes wrong with each call, and whom a call kills. `refused`: what Slack does not take, by the tokens in it, and its word for that. */
function troubles(random: () => number, refused: ReadonlyMap<string, string>) {
  const day = badDay(random, { timeoutMs: requestTimeoutMs });
  let left = Number.POSITIVE_INFINITY;
  let strike = () => {};
  return {
    plan: (call: Call): Fault | null => {
      const text = call.method === 'chat.postMessage' ? JSON.stringify(call.args.blocks) : '';
      const word = [...refused].find(([token]) => text.includes(token))?.[1];
      left -= 1;
      if (left === 0) strike();
      if (word !== undefined) return { type: 'error', code: word };
      // The last that a killed bot did may have been done, or not.
      return left === 0 ? pick([null, { type: 'lost-before' }], random) : day.next(call.method);
    },
    /** Resolves when a process was killed in the middle of one of its next calls. */
    killed: ({ pid = 0 }: Child) =>
      new Promise<void>((resolve) => {
        left = 10 + Math.floor(random() * 40);
        strike = () => {
          process.kill(pid, 'SIGKILL');
          resolve();
        };
      }),
  };
}

const pick = <Item>(items: readonly [Item, Item], random: () => number): Item => (random() < 0.5 ? items[0] : items[1]);

/** Runs bots one after the other until everything is sent; all but the last are killed. */
async function onABadDay(): Promise<{ fake: FakeSlack; posts: readonly Wanted[]; cards: readonly Wanted[] }> {
  const database = await openTestDatabase('postgres');
  cleanups.push(database.drop);
  const clock = { from: start, began: Date.now(), speed };
  const all = wanted();
  const words = all.flatMap(({ posts }) => posts.map(({ token, refused }) => [token, refused ?? 'room-'] as const));
  const { plan, killed } = troubles(seeded(1), new Map(words.filter(([, word]) => !word.startsWith('room-'))));
  const fake = await startFakeSlack({ now: () => shownBy(clock), scopes, plan });
  cleanups.push(fake.close);
  peopled(fake);
  await saveList(database.db, null, list);
  const key = `test:${Buffer.alloc(32, 7).toString('base64')}`;
  const bots: ChildOptions = { databaseUrl: database.url ?? '', key, apiUrl: fake.url, requestTimeoutMs, clock };

  const cards = Array.from({ length: kills + 1 }, (_, index) => {
    return { token: `<card ${index}>`, to: cardPlaces[index % cardPlaces.length] as Destination, refused: null };
  });
  const perRound = Math.ceil(count / cards.length);
  const queue = (messages: readonly Outgoing[]) => database.db.transaction((tx) => insertMessages(tx, messages, shownBy(clock)));
  let child = await readied(bots);
  for (const [round, { token, to }] of cards.entries()) {
    const edition = (number: number) => message(to, [`${token} edition ${number}`], token);
    const some = all.slice(round * perRound, (round + 1) * perRound).map(({ sent }) => sent);
    await queue([edition(1), ...some]);
    const isLast = round === cards.length - 1;
    const over = isLast ? null : killed(child);
    process.kill(child.pid ?? 0, 'SIGUSR2');
    const next = isLast ? child : await readied(bots);
    // It comes while the first is being posted, or has been, or when there is nobody to post it.
    await queue([edition(2)]);
    await (over ?? emptied(database));
    await child.kill();
    child = next;
  }
  return { fake, posts: all.flatMap(({ posts }) => posts), cards };
}

function peopled(fake: FakeSlack): void {
  for (const id of people) fake.addUser({ id, name: id.toLowerCase() });
  for (const id of rooms) {
    const channel = addChannel(fake.slack, { id, name: id, is_archived: id === archived });
    for (const each of people) channel.members.add(each);
    if (id === lost) channel.members.delete(fake.slack.bot.user);
  }
}

async function readied(bots: ChildOptions): Promise<Child> {
  const child = startSlackBot(bots);
  cleanups.push(() => child.kill());
  expect(await child.line()).toBe('ready');
  return child;
}

async function emptied({ db }: TestDatabase): Promise<void> {
  const waiting = () => db.select({ id: outbox.id }).from(outbox).where(sql`state in ('queued', 'sending')`).limit(1);
  while ((await waiting()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** What coordinators are told of it, as it stands in a post's blocks. */
function sentenceOf(refused: string, name: string, { type }: Destination): string {
  const [said] = undeliveredText(refused, name, type === 'room' ? 'room' : 'person', 'slack');
  return JSON.stringify(said).slice(1, -1);
}

/** The places and words of what was refused for good of which not both coordinators were told. */
function untold(fake: FakeSlack, posts: readonly Wanted[]): string[] {
  const direct = (id: string) =>
    fake.slack.messages.filter(({ channel }) => channel === `D${id.slice(1)}`).map(({ blocks }) => JSON.stringify(blocks));
  return posts
    .filter(({ refused }) => refused !== null)
    .flatMap(({ to, refused }) => {
      const name = to.type === 'room' ? `#${to.room.split('/')[1]}` : `member ${to.person?.split('/')[1]}`;
      const concerned = ['U1', 'U2'].filter((id) => to.type === 'room' || to.person !== person(id));
      return concerned
        .filter((id) => !direct(id).some((text) => text.includes(sentenceOf(refused ?? '', name, to))))
        .map((id) => `${id}: ${name} ${refused}`);
    });
}

describePostgres('1,000 messages to 20 places, on a day on which every fourth call fails and the bot is killed 20 times', () => {
  test('are all said: once, where the bot may read what it wrote, and elsewhere again only if it says so; of what is refused for good the coordinators hear', async () => {
    const { fake, posts, cards } = await onABadDay();
    const said = posts.filter(({ refused }) => refused === null).map((post) => ({ ...post, seen: postsWith(fake, post.token) }));
    const shown = cards.map((card) => ({ ...card, seen: postsWith(fake, card.token) }));
    expect(said.filter(({ seen }) => seen.length === 0)).toEqual([]);
    expect(shown.filter(({ seen }) => !seen.some(({ text }) => text.includes('edition 2')))).toEqual([]);
    const [readable, others] = [true, false].map((wish) => [...said, ...shown].filter(({ to }) => (to.type === 'room') === wish));
    expect(readable?.filter(({ seen }) => seen.length !== 1 || seen[0]?.marked !== false)).toEqual([]);
    expect(others?.filter(({ seen }) => seen.filter(({ marked }) => !marked).length > 1)).toEqual([]);
    expect(untold(fake, posts)).toEqual([]);
    // It was a bad day.
    expect(others?.filter(({ seen }) => seen.some(({ marked }) => marked)).length).toBeGreaterThan(20);
  }, 600_000);
});
