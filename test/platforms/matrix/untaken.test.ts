// Nothing that is said to the bot on Matrix vanishes: what it does not take is answered, choices are taken in every way that people try, and who can
// read nothing is told so.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { actions, line } from '../../../src/chat/message/message.ts';
import { matrixStoreOver } from '../../../src/cli/matrix-store.ts';
import { type PersonId, personId } from '../../../src/domain/values/ids.ts';
import type { MatrixOptions } from '../../../src/platforms/matrix/platform.ts';
import type { Destination } from '../../../src/platforms/platform.ts';
import { type Alone, alone, changesIn, heardIn, placeOf, roomOf } from '../../rig/matrix/alone.ts';
import { type Person, type PersonWish, person } from '../../rig/matrix/people.ts';
import { type Account, homeserver, newPrefix, register } from '../../rig/matrix/server.ts';
import { openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { describeSynapse } from '../../setup/needs.ts';

let database: TestDatabase;
let account: Account;
let bot: Alone;
let ada: Person;
let bob: Person;
let room: string;
let prefix: string;
let rows = 0;
const ends: (() => Promise<unknown> | unknown)[] = [];

async function newcomer(name: string, wish: Partial<PersonWish> = {}): Promise<Person> {
  const one = await person(homeserver(), { name: `${prefix}-${name}`, displayName: name, ...wish });
  ends.push(() => one.stop());
  return one;
}

async function started(db: TestDatabase, more: Partial<MatrixOptions> = {}): Promise<Alone> {
  const made = await alone({ server: homeserver(), account, db: db.db, more });
  ends.push(() => made.platform.stop());
  await made.ready();
  return made;
}

const idOf = ({ userId }: Person): PersonId => personId(`matrix:${userId}`) ?? ('' as never);
const to = (one: Person): Destination => ({ type: 'person', person: idOf(one), room: null });

/** The bot posts a message with these choices, each of which says itself; resolves to its event, once it is there for `reader`. */
async function offers(where: Destination, reader: Person, ...words: string[]): Promise<string> {
  rows += 1;
  const nodes = [line('Choose.'), actions(...words.map((each) => ({ label: `The ${each}`, words: each })))];
  const [page] = bot.platform.pages({ push: '', nodes }, { zone: null, repeated: false });
  const ref = await bot.platform.post({ rowId: `offer-${rows}`, index: 0, to: where, page, replaces: null, pin: false });
  const event = (ref ?? '').split('/').at(-1) ?? '';
  await reader.waitFor(event);
  return event;
}

/** What was handed in of something that somebody sent: the words that it counts as, or what it is not taken for. */
async function became(sent: Promise<string>): Promise<unknown> {
  const event = await sent;
  await bot.heard(event);
  const key = `matrix:${event}`;
  const heard = heardIn(bot.incoming).find((each) => each.key === key);
  if (heard !== undefined) return heard.said.type === 'words' ? heard.said.text : heard.said.type;
  const change = bot.incoming.flatMap((each) => ('change' in each && each.key === key ? [each.change] : []))[0];
  if (change?.type === 'untaken') return { untaken: change.what, in: change.room === null ? 'direct' : 'room' };
  if (change?.type === 'distrusted') return { distrusted: change.because };
  return null;
}

describeSynapse('what is said to the bot on Matrix', () => {
  beforeEach(async () => {
    prefix = newPrefix();
    database = await openTestDatabase('embedded');
    ends.push(() => database.drop());
    account = await register(homeserver(), { name: `${prefix}-bot` });
    [ada, bob] = await Promise.all([newcomer('ada'), newcomer('bob')]);
    room = await roomOf(homeserver(), account, [ada, bob]);
    bot = await started(database);
  }, 180_000);
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const directRoom = async (one: Person): Promise<string> => {
    rows += 1;
    await one.waitFor(await bot.say(to(one), 'hello', `hello-${rows}`));
    return bot.posts.at(-1)?.roomId ?? '';
  };

  it('is answered each time where it is no text: directly always, in a room where it is for the bot', async () => {
    const direct = await directRoom(ada);
    const image = { msgtype: 'm.image', body: 'a.png', url: 'mxc://example.org/a' };
    const voice = { msgtype: 'm.audio', body: 'Voice message', url: 'mxc://example.org/v', 'org.matrix.msc3245.voice': {} };
    const sticker = { body: 'a cat', url: 'mxc://example.org/s', info: {} };
    const poll = { 'org.matrix.msc1767.text': 'When?', 'org.matrix.msc3381.poll.start': { question: {}, answers: [] } };
    const message = (where: string, content: object) => became(ada.send(where, 'm.room.message', content as never));
    const taken = (what: string) => ({ untaken: what, in: 'direct' });
    expect(await message(direct, image)).toEqual(taken('image'));
    expect(await message(direct, image)).toEqual(taken('image'));
    expect(await message(direct, voice)).toEqual(taken('voice'));
    expect(await message(direct, { msgtype: 'm.emote', body: 'waves' })).toEqual(taken('emote'));
    expect(await message(direct, { msgtype: 'org.example.new', body: '' })).toEqual(taken('other'));
    expect(await became(ada.send(direct, 'm.sticker', sticker as never))).toEqual(taken('sticker'));
    expect(await became(ada.send(direct, 'org.matrix.msc3381.poll.start', poll as never))).toEqual(taken('poll'));
    expect(await message(direct, { msgtype: 'm.notice', body: 'from a bot' })).toBeNull();
    expect(await message(room, image)).toBeNull();
    expect(await message(room, { ...image, 'm.mentions': { user_ids: [account.userId] } })).toEqual({ untaken: 'image', in: 'room' });
    expect(await message(room, { ...voice, body: `${account.userId} listen` })).toEqual({ untaken: 'voice', in: 'room' });
    expect(await became(ada.sendRaw(direct, 'm.room.message', image as never))).toEqual({ distrusted: 'clear-text' });
  }, 180_000);

  it('chooses in a room by a reply, by its number behind !embargo, and by the number alone right behind the message', async () => {
    const first = await offers(placeOf(room), ada, 'status', 'members');
    const second = await offers(placeOf(room), ada, 'list', 'owe');
    expect(await became(ada.say(room, '1'))).toBe('list');
    expect(await became(bob.say(room, '2'))).toBe('owe');
    expect(await became(bob.say(room, '!embargo 2'))).toBe('owe');
    expect(await became(ada.say(room, '2', { answers: first }))).toBe('members');
    expect(await became(ada.say(room, '[1]', { answers: second }))).toBe('list');
  }, 180_000);

  it('is no choice where people have written since: a number alone is asked about, any other talk is theirs', async () => {
    await offers(placeOf(room), ada, 'list', 'owe');
    expect(await became(bob.say(room, 'how many are we?'))).toBeNull();
    expect(await became(ada.say(room, '2'))).toEqual({ untaken: 'number', in: 'room' });
    expect(await became(ada.say(room, '12'))).toBeNull();
    expect(await became(ada.say(room, '2 of us'))).toBeNull();
    expect(await became(ada.say(room, '!embargo 2'))).toBe('owe');
    // A new message can be answered by its number again, but never in clear.
    await offers(placeOf(room), ada, 'home', 'help');
    expect(await became(ada.sayInClear(room, '2'))).toEqual({ distrusted: 'clear-text' });
  }, 180_000);

  it('is what a card offers that is edited only where no newer message offers anything', async () => {
    rows += 1;
    const page = (...words: string[]) =>
      bot.platform.pages(
        { push: '', nodes: [actions(...words.map((each) => ({ label: each, words: each })))] },
        { zone: null, repeated: false },
      )[0];
    const post = { rowId: `card-${rows}`, index: 0, to: placeOf(room), page: page('card'), replaces: null, pin: false };
    const card = await bot.platform.post(post);
    await offers(placeOf(room), ada, 'list');
    await bot.platform.post({ ...post, rowId: `edit-${rows}`, page: page('edited card'), replaces: card });
    expect(await became(ada.say(room, '!embargo 1'))).toBe('list');
    expect(await became(ada.say(room, '1', { answers: (card ?? '').split('/').at(-1) ?? '' }))).toBe('edited card');
  }, 180_000);

  it('is heard in a direct room of before a database was lost, and in a room of their making they learn where', async () => {
    const direct = await directRoom(ada);
    const begun = await bob.beginDirect(account.userId);
    await bot.until(() => (changesIn(bot.incoming, 'invited').length > 0 ? true : null), 'the invitation');
    await bot.platform.roomAdmin?.follow(placeOf(begun).room, idOf(bob), { 'not-alone': '', 'not-private': '' });
    const device = await matrixStoreOver(database.db, 'a test', Date.now).device(account.userId);
    const recoveryKey = device?.recoveryKey ?? null;
    expect(recoveryKey).not.toBeNull();
    await bot.platform.stop();
    const other = await openTestDatabase('embedded');
    ends.push(() => other.drop());
    bot = await started(other, { recoveryKey });
    expect(await became(ada.say(direct, 'leak it is on a pastebin'))).toBe('leak it is on a pastebin');
    await ada.waitFor(await bot.say(to(ada), 'heard', 'after-1'));
    expect(bot.posts.at(-1)?.roomId).toBe(direct);
    expect(await became(bob.say(begun, 'leak it is on a pastebin'))).toEqual({ untaken: 'elsewhere', in: 'direct' });
    expect(await became(bob.say(room, 'good morning'))).toBeNull();
  }, 180_000);

  it('is told in clear, once a day and without any content, that somebody without a signed device can read nothing', async () => {
    const eve = await newcomer('eve', { crossSigned: false, strict: false });
    const clear = async (): Promise<unknown[]> => {
      const direct = bot.posts.at(-1)?.roomId ?? '';
      return (await eve.said(direct)).filter(({ encrypted }) => !encrypted).map(({ content }) => content);
    };
    const first = await bot.say(to(eve), 'brisk-otter waits', 'eve-1');
    await eve.waitUnreadable(first);
    await bot.until(() => (changesIn(bot.incoming, 'unreadable').length > 0 ? true : null), 'it to be noticed');
    await eve.waitUnreadable(await bot.say(to(eve), 'brisk-otter waits still', 'eve-2'));
    const [said, ...more] = await clear();
    expect(more).toEqual([]);
    expect(said).toEqual({
      msgtype: 'm.notice',
      body: "I have something for you, but I encrypt for verified sessions only, and you have none. Set up verification in your client under Settings, Encryption, then send me `home` here. Until then you can't read what I send, and I don't act on what you write.",
      'm.mentions': {},
    });
    expect(changesIn(bot.incoming, 'unreadable')).toEqual([{ type: 'unreadable', by: idOf(eve), room: null }]);
    await eve.resetIdentity();
    // What is said before the bot's next sync tells it of her keys is still withheld.
    for (let row = 3, reads = false; !reads; row += 1) {
      const event = await bot.say(to(eve), 'brisk-otter', `eve-${row}`);
      reads = await Promise.race([eve.waitFor(event).then(() => true), eve.waitUnreadable(event).then(() => false)]);
    }
    expect(await clear()).toHaveLength(1);
    await ada.waitFor(await bot.say(to(ada), 'for who can read it', 'ada-1'));
    expect((await ada.said(bot.posts.at(-1)?.roomId ?? '')).every(({ encrypted }) => encrypted)).toBe(true);
  }, 180_000);

  it('in a room, who there can read nothing is noticed once a day', async () => {
    const eve = await newcomer('eve', { crossSigned: false, strict: false });
    await ada.client.invite(room, eve.userId);
    await ada.until(() => (ada.joined(room).includes(eve.userId) ? true : null), 'eve to come in');
    for (const row of ['room-1', 'room-2']) await ada.waitFor(await bot.say(placeOf(room), 'for all', row));
    expect(changesIn(bot.incoming, 'unreadable')).toEqual([{ type: 'unreadable', by: idOf(eve), room: placeOf(room).room }]);
  }, 180_000);
});
