// Who is believed on a real homeserver, and who may read along: signed devices of the people whom the bot has met, and nobody else.
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createSteppedBot, type SteppedBot } from '../../src/bot.ts';
import { identityUnknown } from '../../src/chat/list/devices.ts';
import { line } from '../../src/chat/message/message.ts';
import { formCheck } from '../../src/inbound/form-check.ts';
import { choicesFrom } from '../../src/inbound/select-options.ts';
import { placeOf } from '../rig/matrix/alone.ts';
import { type Connection, connectMatrix } from '../rig/matrix/bot.ts';
import { type Person, person } from '../rig/matrix/people.ts';
import { newPrefix, register } from '../rig/matrix/server.ts';
import { linesOf } from '../rig/matrix/text.ts';
import { engine } from '../rig/play.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { heardIn } from '../setup/inbox.ts';
import { describeSynapse } from '../setup/needs.ts';
import { start } from '../setup/world.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];
let [database, bot, matrix, room]: [TestDatabase | null, SteppedBot | null, Connection | null, string] = [null, null, null, ''];
let [ada, bob, eve]: [Person | null, Person | null, Person | null] = [null, null, null];

const there = <T>(it: T | null): T => {
  if (it === null) throw new Error('not made yet');
  return it;
};

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The bot has taken in what somebody said, acted on it, and answered. Resolves to what it posted: to whom, and the lines as that person reads them. */
async function after(eventId: string): Promise<string[]> {
  const { posts, heard } = there(matrix);
  const before = posts.length;
  await heard(eventId);
  await there(bot).settle();
  const people = [there(ada), there(bob)];
  const names = new Map([...people, there(eve)].map((one) => [one.userId, one.name]));
  const shown = posts.slice(before).map(async ({ to, eventId: id }) => {
    const reader = to.type === 'person' ? people.find(({ userId }) => to.person === `matrix:${userId}`) : there(ada);
    const where = to.type === 'room' ? 'room' : (names.get(to.person.slice('matrix:'.length)) ?? '?');
    return `${where}: ${reader === undefined ? '(for their eyes)' : linesOf(await reader.waitFor(id), names).join(' / ')}`;
  });
  return Promise.all(shown);
}

async function lastOutcome(): Promise<string | null> {
  // That somebody gets no key is noticed by what is said to them: apart from what they say.
  const all = await heardIn(there(database).db);
  return all.findLast(({ doneAt, by }) => doneAt !== null && !by.endsWith('~withheld'))?.outcome ?? null;
}

describeSynapse('on a real homeserver', () => {
  beforeEach(async () => {
    const server = inject('homeserver');
    if (server === null) throw new Error('no homeserver');
    const prefix = newPrefix();
    const one = (name: string, crossSigned: boolean) =>
      person(server, { name: `${prefix}-${name}`, displayName: name, crossSigned, strict: crossSigned });
    const [account, ...people] = await Promise.all([
      register(server, { name: `${prefix}-bot` }),
      ...[one('ada', true), one('bob', true), one('eve', false)],
    ]);
    [ada = null, bob = null, eve = null] = people;
    cleanups.push(() => people.map((each) => each.stop()));
    const opened = await openTestDatabase('embedded');
    database = opened;
    cleanups.push(() => opened.drop());
    const clock = { now: () => start, set: () => ({ ok: true }) as const };
    const { db } = opened;
    const connection = connectMatrix({
      db,
      server,
      account,
      now: clock.now,
      check: formCheck(clock.now),
      choices: choicesFrom(db, clock.now),
    });
    matrix = connection;
    const begin: typeof connection.platform.start = (receive) =>
      connection.platform.start(async (incoming) => {
        const receipt = await receive(incoming);
        if ('change' in incoming && incoming.change.type === 'invited') void bot?.settle();
        return receipt;
      });
    const made = createSteppedBot(engine(db, { matrix: { ...connection.platform, start: begin } }, `matrix:${there(ada).userId}`, clock));
    bot = made;
    cleanups.push(() => made.stop());
    await made.start();
    await connection.ready();
    room = await there(ada).makeRoom({ name: 'oci', members: people.slice(1) });
    await there(ada).client.invite(room, account.userId);
    await Promise.all(people.map((each) => each.until(() => (each.joined(room).includes(account.userId) ? true : null), 'the bot')));
    await made.settle();
    await after(await there(ada).say(room, '!embargo room adopt oci sure=yes'));
    for (const each of [there(bob), there(eve)]) await after(await there(ada).say(room, `!embargo people add ${each.userId} coordinator`));
  }, 180_000);

  test('somebody without a signed device is given no key, and stands in the device report', async () => {
    const { posts } = there(matrix);
    const inRoom = posts.filter(({ to }) => to.type === 'room').at(-1);
    expect(await there(eve).waitUnreadable(inRoom?.eventId ?? '')).toMatch(/MEGOLM|WITHHELD|UNKNOWN/i);
    const [told] = await after(await there(ada).say(room, '!embargo devices'));
    expect(told).toContain('eve has no identity (cross-signing keys): none of their devices can read what I say');
  }, 180_000);

  test('what comes unencrypted is not taken, and its writer is told', async () => {
    const told = await after(await there(ada).sayInClear(room, '!embargo members'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^ada: .*(encrypt)/);
    expect(await lastOutcome()).toBe('distrusted: clear-text');
  }, 180_000);

  test('what comes from a device that nobody signed is not taken', async () => {
    expect(await after(await there(eve).say(room, '!embargo members'))).toEqual(['eve: (for their eyes)']);
    expect(await lastOutcome()).toBe('distrusted: unsigned-device');
  }, 180_000);

  test('who has another identity than before is not believed until a coordinator says that it is them', async () => {
    await after(await there(bob).say(room, '!embargo members'));
    await there(bob).resetIdentity();
    const told = await after(await there(bob).say(room, '!embargo members'));
    expect(told.join('\n')).not.toContain('Organizations');
    expect(await lastOutcome()).toBe('distrusted: identity-changed');
    expect(told.filter((each) => each.startsWith('ada: '))).toHaveLength(1);
    // Nor do they get the key of anything: not what is for them alone, of which only that they get it not can be read, and not what is said in the room.
    expect(told.filter((each) => each.startsWith('bob: '))).toEqual([]);
    const shown = () =>
      there(bob)
        .client.getRooms()
        .flatMap((each) => each.getLiveTimeline().getEvents());
    const clear = await there(bob).until(
      () => shown().find((each) => each.getContent().body === identityUnknown) ?? null,
      'a word in clear',
    );
    expect(clear.isEncrypted()).toBe(false);
    const [page] = there(matrix).platform.pages({ push: '', nodes: [line('brisk-otter')] }, { zone: null, repeated: false });
    const inRoom = { rowId: 'withheld', index: 0, to: placeOf(room), page, replaces: null, pin: false };
    const event = (await there(matrix).platform.post(inRoom))?.split('/').at(-1) ?? '';
    expect((await there(ada).waitFor(event)).body).toBe('brisk-otter');
    expect(await there(bob).waitUnreadable(event)).toMatch(/MEGOLM|WITHHELD|UNKNOWN|KEY/i);
    await after(await there(ada).say(room, `!embargo devices accept ${there(bob).userId}`));
    await after(await there(bob).say(room, '!embargo members'));
    expect(await lastOutcome()).toBe('members');
  }, 180_000);
});
