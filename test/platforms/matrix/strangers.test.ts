// Somebody on no list speaks with the bot on a real homeserver: in a room for the two of them, and in no other.
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createSteppedBot, type SteppedBot } from '../../../src/bot.ts';
import { directWith } from '../../../src/db/matrix.ts';
import { personId } from '../../../src/domain/values/ids.ts';
import { formCheck } from '../../../src/inbound/form-check.ts';
import { choicesFrom } from '../../../src/inbound/select-options.ts';
import { type Connection, connectMatrix } from '../../rig/matrix/bot.ts';
import { type Person, person } from '../../rig/matrix/people.ts';
import { type Account, newPrefix, register } from '../../rig/matrix/server.ts';
import { linesOf } from '../../rig/matrix/text.ts';
import { engine } from '../../rig/play.ts';
import { openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { describeSynapse } from '../../setup/needs.ts';
import { start } from '../../setup/world.ts';

describeSynapse('somebody on no list, on a real homeserver', () => {
  const cleanups: (() => Promise<unknown> | unknown)[] = [];
  let database: TestDatabase;
  let bot: SteppedBot;
  let matrix: Connection;
  let account: Account;
  let eve: Person;
  let mallory: Person;
  let invitations: { readonly settled: Promise<void> }[] = [];

  beforeEach(async () => {
    const server = inject('homeserver');
    if (server === null) throw new Error('no homeserver');
    const prefix = newPrefix();
    const one = (name: string) => person(server, { name: `${prefix}-${name}`, displayName: name });
    [account, eve, mallory] = await Promise.all([register(server, { name: `${prefix}-bot` }), one('eve'), one('mallory')]);
    cleanups.push(() => [eve, mallory].map((each) => each.stop()));
    database = await openTestDatabase('embedded');
    cleanups.push(() => database.drop());
    const clock = { now: () => start, set: () => ({ ok: true }) as const };
    const { db } = database;
    matrix = connectMatrix({ db, server, account, now: clock.now, check: formCheck(clock.now), choices: choicesFrom(db, clock.now) });
    invitations = [];
    const begin: typeof matrix.platform.start = (receive) =>
      matrix.platform.start(async (incoming) => {
        const receipt = await receive(incoming);
        if ('change' in incoming && incoming.change.type === 'invited') invitations.push({ settled: bot.settle() });
        return receipt;
      });
    bot = createSteppedBot(engine(db, { matrix: { ...matrix.platform, start: begin } }, 'matrix:@nobody:example.org', clock));
    cleanups.push(() => bot.stop());
    await bot.start();
    await matrix.ready();
  }, 60_000);

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  const membershipOfBot = (who: Person, room: string) => who.client.getRoom(room)?.getMember(account.userId)?.membership;
  /** A direct room as clients begin one, and what the bot did about it. */
  const begun = async (who: Person, becomes: 'join' | 'leave'): Promise<string> => {
    const room = await who.beginDirect(account.userId);
    await who.until(() => (membershipOfBot(who, room) === becomes ? true : null), `the bot to ${becomes}`);
    await invitations.at(-1)?.settled;
    return room;
  };
  /** What they say is taken in and answered; resolves to where the answers stand, and how each begins. */
  const after = async (who: Person, eventId: string): Promise<[room: string, line: string][]> => {
    const { posts, heard } = matrix;
    const before = posts.length;
    await heard(eventId);
    await bot.settle();
    return Promise.all(
      posts.slice(before).map(async (post): Promise<[string, string]> => {
        const [line = ''] = linesOf(await who.waitFor(post.eventId), new Map());
        return [post.roomId, line];
      }),
    );
  };
  const directOf = async (who: Person) => (await directWith(database.db, personId(`matrix:${who.userId}`) ?? ('' as never))).room;

  test('is followed into a room for two, and answered there, not in one of the bot’s making', async () => {
    const room = await begun(eve, 'join');
    expect(matrix.posts.map(({ roomId }) => roomId)).toEqual([room]);
    expect(linesOf(await eve.waitFor(matrix.posts[0]?.eventId ?? ''), new Map())).toEqual([
      'You can talk to me here. For the commands: `help`.',
    ]);
    expect(await after(eve, await eve.say(room, 'help'))).toEqual([[room, 'What you can do now']]);
    expect((await after(eve, await eve.say(room, 'good morning')))[0]?.[1]).toMatch(
      /^I don't know `good morning`\. You aren't on any list here/,
    );
    expect(await after(eve, await eve.say(room, 'and good night'))).toEqual([]);
    expect(await directOf(eve)).toBe(`matrix:${room}`);
    expect(eve.invitations).toEqual([]);
  }, 60_000);

  test('has one such room: the bot leaves the older one', async () => {
    const first = await begun(eve, 'join');
    const second = await begun(eve, 'join');
    await eve.until(() => (membershipOfBot(eve, first) === 'leave' ? true : null), 'the bot to leave the older room');
    expect(await after(eve, await eve.say(second, 'help'))).toEqual([[second, 'What you can do now']]);
  }, 60_000);

  test('who lets a third one in is answered in that room no more', async () => {
    const room = await begun(eve, 'join');
    await eve.client.invite(room, mallory.userId);
    await eve.until(() => (eve.joined(room).includes(mallory.userId) ? true : null), 'mallory to come in');
    const before = matrix.posts.length;
    const said = await eve.say(room, 'help');
    await matrix.heard(said);
    await bot.settle();
    const answered = matrix.posts.slice(before);
    expect(answered.map(({ roomId }) => roomId)).not.toContain(room);
    expect(answered.map(({ to }) => to)).toEqual([{ type: 'person', person: `matrix:${eve.userId}`, room: null }]);
    // That room is none of theirs any more: what is said in it to nobody in particular is not for the bot.
    expect(await after(eve, await eve.say(room, 'help'))).toEqual([]);
  }, 60_000);

  test('is not followed into a room with others, however it is called', async () => {
    const { room_id: room } = await eve.client.createRoom({ is_direct: true, invite: [account.userId, mallory.userId] });
    await eve.until(() => (membershipOfBot(eve, room) === 'leave' ? true : null), 'the bot to leave');
    expect(await directOf(eve)).toBeNull();
  }, 60_000);
});
