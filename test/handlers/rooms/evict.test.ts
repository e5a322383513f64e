// Who is taken off a list is taken out of its rooms at once, or its coordinators hear who is still in which, and why.
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listStream, readFacts, verifyFacts } from '../../../src/db/facts.ts';
import { loadList } from '../../../src/db/lists.ts';
import { identities } from '../../../src/db/schema.ts';
import type { ListFact } from '../../../src/domain/list/facts.ts';
import { type ListId, type PersonId, personId, type RoomId, roomId } from '../../../src/domain/values/ids.ts';
import { minuteMs } from '../../../src/domain/values/time.ts';
import { createTerminal } from '../../../src/platforms/terminal/platform.ts';
import { type Bot, room as channel, person as onSlack, startBot } from '../../rig/slack/bot.ts';
import { addChannel } from '../../rig/slack/fake-slack-state.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { linkedBefore } from '../../setup/identities.ts';
import {
  failure,
  founded,
  person,
  privateRoom,
  type RecordingPlatform,
  recordingPlatform,
  room,
  type Seen,
  start,
  type World,
  world,
} from '../../setup/world.ts';

const oci = 'oci' as ListId;
const second = room('#second');
const people = (...names: string[]) => names.map(person);
const texts = (seen: readonly Seen[]) => seen.map(({ to, text }) => `${to}: ${text}`);
const byHand = (seen: readonly Seen[]) => texts(seen).filter((each) => each.includes('off the list but'));
const off = (because: string, where = 'still in #oci-private') =>
  `ada: bob is off the list but ${where}: I couldn't remove them, because ${because}. Remove them by hand.`;

describe.each(databaseKinds)('who is taken off a list, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  const begun = async (platform: RecordingPlatform = recordingPlatform(), also?: RecordingPlatform) => {
    here = await world(kind, { database, platform, ...(also === undefined ? {} : { also }) });
    here.platform.shows(privateRoom, { people: people('ada', 'bob', 'carol') });
    await founded(here);
  };
  beforeEach(() => begun());
  afterAll(() => database.drop());

  const inRoom = async (which: RoomId = privateRoom) => (await here.platform.inspect(which, { people: true })).people;
  const record = async () => (await readFacts<ListFact>(here.db, listStream(oci))).filter(({ fact }) => fact.type === 'person-evicted');
  const outcome = () => here.logs.findLast(({ event }) => event === 'handled')?.details.outcome;
  const linked = (alias: string, to: string) => linkedBefore(here.db, { alias: person(alias), person: person(to), since: start });
  const removed = (name = 'bob') => here.say('ada', `people remove terminal:${name}`);

  test('is taken out of every room of it at once, and nobody has to be told', async () => {
    here.platform.shows(second, { people: people('ada', 'bob') });
    await here.say('ada', 'room adopt oci', second);
    expect(texts(await removed())).toEqual([
      '#oci-private: ada removed bob from the list.',
      '#second: ada removed bob from the list.',
      'ada in #oci-private: bob was removed from the list. Their access to every embargo has ended. Seven Linux has no contact on the list now. Add one: `people add`.',
      "bob: You are no longer on the list oci. What you learned there stays secret until it's public.",
    ]);
    expect([await inRoom(), await inRoom(second)]).toEqual([people('ada', 'carol'), people('ada')]);
    expect((await record()).map(({ fact, by }) => ({ ...fact, by }))).toEqual([
      { type: 'person-evicted', room: privateRoom, person: person('bob'), by: 'clock' },
      { type: 'person-evicted', room: second, person: person('bob'), by: 'clock' },
    ]);
    expect((await verifyFacts(here.db)).faults).toEqual([]);
  });

  test('leaves the list as it was otherwise, and its other people where they are', async () => {
    const { members: before, ...rest } = (await loadList(here.db, oci)) ?? { members: {} };
    await removed();
    const { [person('bob')]: _, ...others } = before as Record<PersonId, unknown>;
    const membership = { applications: {}, former: [], left: { [person('bob')]: 'bob' } };
    expect(await loadList(here.db, oci)).toEqual({ ...rest, members: others, membership });
    expect(await inRoom()).toEqual(people('ada', 'carol'));
  });

  test('is taken out by each of their ids there', async () => {
    await linked('bob@slack', 'bob');
    here.platform.shows(privateRoom, { people: people('ada', 'bob', 'bob@slack', 'carol@slack') });
    await removed();
    expect(await inRoom()).toEqual(people('ada', 'carol@slack'));
  });

  test('and was in no room, is taken out of none, and nothing is written down', async () => {
    here.platform.shows(privateRoom, { people: people('ada', 'carol') });
    expect(byHand(await removed())).toEqual([]);
    expect([outcome(), await record()]).toEqual(['evicted', []]);
  });

  test('because their account was closed, is taken out too', async () => {
    await here.platform.notice({ type: 'person', profile: { person: person('bob'), name: 'bob', zone: null, gone: true, app: false } });
    await here.bot.settle();
    expect(await inRoom()).toEqual(people('ada', 'carol'));
    expect(await record()).toHaveLength(1);
  });

  test('and put on it again, and taken off again in the same moment, is taken out each time', async () => {
    await removed();
    await here.say('ada', 'people add terminal:bob representative Rhombus name=bob');
    here.platform.shows(privateRoom, { people: people('ada', 'bob') });
    await removed();
    expect(await inRoom()).toEqual(people('ada'));
    expect(await record()).toHaveLength(2);
  });

  test('and is on it again before they were taken out, stays', async () => {
    here.platform.trouble('evict', { type: 'fails', failure: failure('again') });
    await here.platform.hear(here.heard('ada', 'people remove terminal:bob'));
    await here.platform.hear(here.heard('ada', 'people add terminal:bob representative Rhombus name=bob'));
    await here.bot.settle();
    await here.advance(here.engine.now() + minuteMs);
    expect(await inRoom()).toEqual(people('ada', 'bob', 'carol'));
    expect(outcome()).toBe('on-the-list-again');
  });

  test('takes nobody along to whom an id of theirs belongs by then', async () => {
    await linked('bob@slack', 'bob');
    here.platform.shows(privateRoom, { people: people('ada', 'bob', 'bob@slack') });
    here.platform.trouble('evict', { type: 'fails', failure: failure('again') });
    await removed();
    await here.db.delete(identities).where(eq(identities.alias, person('bob@slack')));
    await linkedBefore(here.db, { alias: person('bob@slack'), person: person('carol'), since: start });
    await here.advance(here.engine.now() + minuteMs);
    expect(await inRoom()).toEqual(people('ada', 'bob@slack'));
  });

  test('is left in a room that is no longer the list’s', async () => {
    here.platform.trouble('evict', { type: 'fails', failure: failure('again') });
    await removed();
    await here.say('ada', 'room leave');
    await here.advance(here.engine.now() + minuteMs);
    expect(await inRoom()).toEqual(people('ada', 'bob', 'carol'));
    expect(outcome()).toBe('room-of-no-list');
  });

  test.each([
    [
      'missing_scope',
      "I don't have the scope groups:write there",
      '\nSo I can do it next time, the operator gives the app that scope: `npm run embargo -- slack manifest --evict`.',
    ],
    ['restricted_action', "the workspace doesn't let me remove people from channels", ''],
    ['is_archived', "it's archived", ''],
    ['M_FORBIDDEN', "I'm not allowed to remove people there, or not to remove them", "\nI can where I'm a moderator and outrank them."],
    ['cant_kick_self', 'the terminal refused (cant_kick_self)', ''],
  ])('and cannot be taken out (%s), is pointed out to the coordinators with the reason', async (word, because, mends) => {
    here.platform.holds(person('bob'), word);
    expect(byHand(await removed())).toEqual([off(because) + mends]);
    expect([outcome(), await record()]).toEqual(['not-evicted', []]);
    // Nobody else is, who was taken out.
    expect(byHand(await removed('carol'))).toEqual([]);
  });

  test('is pointed out where the bot itself is out of the room, if they were seen there', async () => {
    for (const [name, told] of [
      ['bob', [off('I am not in it')]],
      ['dave', []],
    ] as const) {
      if (name === 'dave') await here.say('ada', 'people add terminal:dave representative Rhombus name=dave');
      here.platform.trouble('evict', { type: 'fails', failure: failure('gone', 0, 'not-in-it') });
      expect(byHand(await removed(name))).toEqual(told);
    }
  });

  test('is pointed out where the platform does not answer, after it was asked three times', async () => {
    for (let tries = 0; tries < 3; tries += 1) here.platform.trouble('evict', { type: 'fails', failure: failure('again') });
    const seen = await removed();
    for (let tries = 0; tries < 3; tries += 1) await here.advance(here.engine.now() + minuteMs);
    expect(byHand([...seen, ...here.news()])).toEqual([off("its platform didn't answer")]);
    expect(await inRoom()).toEqual(people('ada', 'bob', 'carol'));
  });

  test('is taken out when the platform answers the second time', async () => {
    here.platform.trouble('evict', { type: 'fails', failure: failure('again') });
    await removed();
    expect(await inRoom()).toEqual(people('ada', 'bob', 'carol'));
    await here.advance(here.engine.now() + minuteMs);
    expect([await inRoom(), byHand(here.news())]).toEqual([people('ada', 'carol'), []]);
  });

  test('is pointed out on a platform where nobody can be taken out, and perhaps where it does not tell who is in a room', async () => {
    await begun(recordingPlatform({ evicts: false }));
    expect(byHand(await removed())).toEqual([off("I can't remove people there")]);
    here = await world(kind, { database, platform: recordingPlatform({ evicts: false }) });
    await founded(here);
    expect(byHand(await removed())).toEqual([off("I can't remove people there", 'may still be in #oci-private')]);
  });

  test('is pointed out at once in a room of a platform that the bot is not on at present, and taken out when it is', async () => {
    const matrix = (name: string): PersonId => personId(`matrix:@${name}:example.org`) ?? ('' as never);
    const far = roomId('matrix:!abc:example.org') ?? ('' as never);
    const there = recordingPlatform({ name: 'matrix' });
    there.shows(far, { name: 'oci', people: [matrix('ada'), matrix('bob')] });
    await begun(recordingPlatform(), there);
    await linkedBefore(
      here.db,
      ['ada', 'bob'].map((name) => ({ alias: matrix(name), person: person(name), since: start })),
    );
    await there.hear({ ...here.heard('ada', 'room adopt oci'), by: matrix('ada'), room: far });
    await here.bot.settle();
    const without = await world(kind, { beside: here });
    await without.platform.hear({ ...without.heard('ada', 'people remove terminal:bob'), key: 'of the replica' });
    await without.bot.settle();
    expect(byHand(without.news())).toEqual([off("I'm not connected to its platform", 'still in oci')]);
    await here.bot.settle();
    expect((await there.inspect(far, { people: true })).people).toEqual([matrix('ada')]);
  });
});

describe('a private channel on Slack', () => {
  let bot: Bot;
  afterEach(() => bot.stop());
  const scopes = ['commands', 'chat:write', 'groups:read', 'im:write', 'users:read', 'app_mentions:read', 'pins:write'];
  const begun = async (...more: string[]) => {
    bot = await startBot({ fake: { scopes: [...scopes, ...more] } });
    for (const id of ['U2', 'U3']) bot.fake.addUser({ id, name: id });
    for (const id of ['U2', 'U3']) bot.fake.slack.channels.get('C1')?.members.add(id);
  };
  const evict = (...users: string[]) => bot.slack.evict?.(channel('C1'), users.map(onSlack));
  const members = () => [...(bot.fake.slack.channels.get('C1')?.members ?? [])];
  const kicks = () => bot.fake.calls.filter(({ method }) => method === 'conversations.kick').length;

  test('lets the bot take out who is in it, where it was given the right', async () => {
    await begun('groups:write');
    expect(await evict('U2', 'U9')).toEqual({ out: [onSlack('U2')], still: [] });
    expect(members()).toEqual(['U0BOT', 'U1', 'U3']);
    expect(await evict('U2')).toEqual({ out: [], still: [] });
    expect(kicks()).toBe(1);
  });

  test('names the scope where it was not given, and only of who is in it', async () => {
    await begun();
    expect(await evict('U2', 'U9')).toEqual({ out: [], still: [{ person: onSlack('U2'), code: 'missing_scope' }] });
    expect(members()).toEqual(['U0BOT', 'U1', 'U2', 'U3']);
    expect(await evict('U9')).toEqual({ out: [], still: [] });
  });

  test.each(['restricted_action', 'cant_kick_from_general', 'is_archived', 'no_permission'])(
    'that refuses one (%s) is asked for the others all the same',
    async (code) => {
      await begun('groups:write');
      bot.fake.failNext('conversations.kick', { type: 'error', code });
      expect(await evict('U2', 'U3')).toEqual({ out: [onSlack('U3')], still: [{ person: onSlack('U2'), code }] });
    },
  );

  test('whose people went by themselves meanwhile has nobody left to take out', async () => {
    await begun('groups:write');
    bot.fake.failNext('conversations.kick', { type: 'error', code: 'not_in_channel' });
    expect(await evict('U2')).toEqual({ out: [], still: [] });
  });

  test.each([
    ['ratelimited', 'paused'],
    ['fatal_error', 'again'],
    ['token_revoked', 'again'],
  ])('that does not answer (%s) is asked again', async (code, kind) => {
    await begun('groups:write');
    bot.fake.failNext('conversations.kick', { type: 'error', code });
    await expect(evict('U2')).rejects.toMatchObject({ kind, code });
  });

  test('that the bot is not in lets nobody be taken out', async () => {
    await begun('groups:write');
    addChannel(bot.fake.slack, { id: 'C2', name: 'other', members: new Set(['U2']) });
    await expect(bot.slack.evict?.(channel('C2'), [onSlack('U2')])).rejects.toMatchObject({ kind: 'gone', code: 'not-in-it' });
  });
});

test('in the terminal, who is taken out of a room is in it no more, and hears nothing that is said in it', async () => {
  const terminal = createTerminal({
    write: () => undefined,
    colour: false,
    check: () => null,
    now: () => start,
    newKey: () => 'key',
    choices: async () => [],
  });
  await terminal.start(async () => 'stored');
  for (const name of ['ada', 'bob']) await terminal.say(name, { type: 'room', name: '#oci-private' }, '/embargo help');
  expect(await terminal.evict?.(privateRoom, people('bob', 'eve'))).toEqual({ out: people('bob'), still: [] });
  expect((await terminal.inspect(privateRoom, { people: true })).people).toEqual(people('ada'));
  expect(await terminal.evict?.(privateRoom, people('bob'))).toEqual({ out: [], still: [] });
});
