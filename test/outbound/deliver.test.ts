import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actions, instant, line } from '../../src/chat/message/message.ts';
import type { Outgoing } from '../../src/chat/message/outgoing.ts';
import { useKeyring } from '../../src/db/columns.ts';
import type { DatabaseKind } from '../../src/db/connection/client.ts';
import { earliest } from '../../src/db/next.ts';
import { insertMessages, nextSendable } from '../../src/db/outbox.ts';
import { outbox } from '../../src/db/schema.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import type { EmbargoId, ListId } from '../../src/domain/values/ids.ts';
import { dayMs, hourMs, minuteMs } from '../../src/domain/values/time.ts';
import { deliverDue, openDelivery } from '../../src/outbound/deliver.ts';
import type { Destination } from '../../src/platforms/platform.ts';
import { databaseKinds, openTestDatabase, type TestDatabase, testKeyring } from '../setup/database.ts';
import {
  failure,
  founded,
  opened,
  person,
  privateRoom,
  recordingPlatform,
  room,
  shortly,
  start,
  type World,
  world,
} from '../setup/world.ts';

const inRoom = (name: string): Destination => ({ type: 'room', room: room(name) });
const to = (name: string, where: string | null = null): Destination => ({
  type: 'person',
  person: person(name),
  room: where === null ? null : room(where),
});

/** A message about nobody's embargo. */
function saying(text: string, more: Partial<Outgoing> = {}): Outgoing {
  const body = { type: 'message', message: { push: '', nodes: [line(text)] }, less: null } as const;
  return { to: to('ada'), urgency: 'answer', kind: 'personal', list: null, embargo: null, body, card: null, ...more };
}

function inWorlds(kind: DatabaseKind, platform: () => ReturnType<typeof recordingPlatform> = recordingPlatform) {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database, platform: platform() });
  });
  afterAll(() => database.drop());
  const states = async () =>
    (await here.db.select({ state: outbox.state, code: outbox.code }).from(outbox).orderBy(outbox.seq)).map(({ state, code }) => [
      state,
      code,
    ]);
  return { here: () => here, states };
}

describe.each(databaseKinds)('a message that cannot be delivered, on %s', (kind) => {
  const { here, states } = inWorlds(kind);

  test('because it was certainly not taken is sent again, twice as long after each try, and not marked as repeated', async () => {
    const { db, platform, bot, set } = here();
    await insertMessages(db, [saying('hello')], start);
    const waits: number[] = [];
    for (let round = 0; round < 5; round += 1) platform.trouble('post', { type: 'fails', failure: failure('again') });
    await bot.settle();
    for (let at = start; platform.seen.length === 0; ) {
      const next = (await earliest(db, [nextSendable(['terminal'], at)])) ?? Number.NaN;
      waits.push(next - at);
      at = next;
      set(at);
      await bot.settle();
    }
    expect(platform.seen.map(({ text }) => text)).toEqual(['hello']);
    expect(waits).toHaveLength(5);
    // Between half and all of 1, 2, 4, 8 and 16 seconds.
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(1000 * 2 ** index);
    }
  });

  test('is marked as possibly repeated after a failure that leaves it open, and after that in every try', async () => {
    const { db, platform } = here();
    await insertMessages(db, [saying('hello')], start);
    platform.trouble('post', { type: 'fails-after', failure: failure('unsure') });
    platform.trouble('post', { type: 'fails', failure: failure('again') });
    await here().advance(start + hourMs);
    expect(platform.seen.map(({ text }) => text)).toEqual(['hello', '(repeated?)\nhello']);
  });

  test('because the room could not be asked about, or the words could not be laid out, is not marked as repeated', async () => {
    await founded(here());
    const { db, platform } = here();
    here().forget();
    const about = { list: 'oci' as ListId, kind: 'dates' as const };
    for (const trouble of ['inspect', 'pages'] as const)
      platform.trouble(trouble, { type: 'fails', failure: new TypeError('no such thing') });
    await insertMessages(db, [saying('hello', { ...about, to: inRoom('#oci-private') })], start);
    await here().advance(start + hourMs);
    expect(platform.seen.map(({ text }) => text)).toEqual(['hello']);
  });

  test('since there were too many pauses its own place for as long as the platform asks, and no other', async () => {
    const { db, platform, bot, set } = here();
    platform.trouble('post', { type: 'fails', failure: failure('paused', 30_000) }, 'ada');
    await insertMessages(db, [saying('first'), saying('second'), saying('to bob', { to: to('bob') })], start);
    await bot.settle();
    expect(shortly(platform.seen)).toEqual(['bob: to bob']);
    set(start + 29_999);
    await bot.settle();
    expect(shortly(platform.seen)).toEqual(['bob: to bob']);
    set(start + 30_000);
    await bot.settle();
    expect(shortly(platform.seen)).toEqual(['bob: to bob', 'ada: first', 'ada: second']);
  });

  test('for good is told to the coordinators, in words that do not repeat it, once a day', async () => {
    await founded(here());
    const { db, platform, set, bot } = here();
    here().forget();
    const lost = saying('a secret', { to: to('bob'), list: 'oci' as ListId });
    for (let round = 0; round < 3; round += 1) {
      platform.trouble('post', { type: 'fails', failure: failure('gone') }, 'bob');
      await insertMessages(db, [lost], start);
      await bot.settle();
    }
    const said =
      "I couldn't deliver a message to bob: the platform refused it. Tell the operator: the log has the code, and `npm run embargo -- doctor` shows what to fix.";
    expect(shortly(platform.seen)).toEqual([`ada: ${said}`]);
    expect((await states()).filter(([state]) => state === 'dead')).toEqual([
      ['dead', 'test_gone'],
      ['dead', 'test_gone'],
      ['dead', 'test_gone'],
    ]);
    set(start + dayMs);
    platform.trouble('post', { type: 'fails', failure: failure('gone') }, 'bob');
    await insertMessages(db, [lost], start + dayMs);
    await bot.settle();
    expect(shortly(platform.seen.slice(1))).toEqual([`ada: ${said}`]);
  });

  test('to a coordinator about what could not be said is not told to them in turn', async () => {
    await founded(here());
    const { db, platform, bot } = here();
    here().forget();
    platform.trouble('post', { type: 'fails', failure: failure('gone') }, 'bob');
    platform.trouble('post', { type: 'fails', failure: failure('gone') }, 'ada');
    await insertMessages(db, [saying('a secret', { to: to('bob'), list: 'oci' as ListId })], start);
    await bot.settle();
    expect(platform.seen).toEqual([]);
    expect((await states()).slice(-2)).toEqual([
      ['dead', 'test_gone'],
      ['dead', 'test_gone'],
    ]);
  });

  test('is given up after a day of tries, but not because it lay for days while the bot was away', async () => {
    const { db, platform, set, bot, advance } = here();
    set(start + 3 * dayMs);
    platform.trouble('post', { type: 'fails', failure: failure('again') });
    await insertMessages(db, [saying('old news')], start);
    await advance(start + 3 * dayMs + hourMs);
    expect(shortly(platform.seen)).toEqual(['ada: old news']);
    for (let round = 0; round < 2; round += 1) platform.trouble('post', { type: 'fails', failure: failure('again') });
    await insertMessages(db, [saying('never')], start + 3 * dayMs);
    await db.update(outbox).set({ attempts: 8 }).where(eq(outbox.state, 'queued'));
    set(start + 4 * dayMs + 1);
    await bot.settle();
    expect((await states()).at(-1)).toEqual(['queued', 'test_again']);
    await advance(start + 5 * dayMs);
    expect(await states()).toEqual([
      ['sent', null],
      ['dead', 'test_again'],
    ]);
  });

  test('as its seal cannot be opened stands in nobody’s way, and goes out when the key is back', async () => {
    const { db, platform, advance } = here();
    const lost = newKey('lost');
    useKeyring(parseKeyring(lost));
    await insertMessages(db, [saying('sealed', { urgency: 'leak' })], start);
    useKeyring(testKeyring);
    await insertMessages(db, [saying('open')], start);
    // What is to be said in the same place waits for it, but not for ever.
    await advance(start + 3 * minuteMs);
    expect(shortly(platform.seen)).toEqual(['ada: open']);
    expect(await states()).toEqual([
      ['queued', 'SEAL-unknown-key'],
      ['sent', null],
    ]);
    useKeyring(parseKeyring(`${newKey('test')},${lost}`));
    await advance(start + hourMs);
    useKeyring(testKeyring);
    expect(shortly(platform.seen)).toEqual(['ada: open', 'ada: sealed']);
  });
});

describe.each(databaseKinds)('a message at which the bot itself fails, on %s', (kind) => {
  const { here, states } = inWorlds(kind);
  const impossible = (more: Partial<Outgoing> = {}) =>
    saying('', { body: { type: 'message', message: { push: '', nodes: [line('a secret at ', instant(1e20))] }, less: null }, ...more });

  test('is tried three times and set aside: its reader and the coordinators are told, and what comes behind it in the same place goes out', async () => {
    await founded(here());
    const { db, platform } = here();
    here().forget();
    await insertMessages(db, [impossible({ to: to('bob'), list: 'oci' as ListId }), saying('behind it', { to: to('bob') })], start);
    const [row] = await db.select({ id: outbox.id }).from(outbox).where(eq(outbox.state, 'queued')).orderBy(outbox.seq).limit(1);
    await here().advance(start + minuteMs);
    const fault = `I failed to put the message together. That's a bug: tell the operator, and name message ${row?.id}.`;
    expect(shortly(platform.seen).sort()).toEqual([
      `ada: I couldn't post something to bob: ${fault}`,
      `bob: I couldn't show you something: ${fault}`,
      'bob: behind it',
    ]);
    const dead = (await states()).filter(([state]) => state === 'dead');
    expect(dead).toEqual([['dead', expect.stringMatching(/^RangeError in time\.ts:\d+$/)]]);
    const failures = here().logs.filter(({ event, details }) => event === 'deliver.failed' && details.row === row?.id);
    expect(failures.map(({ details }) => [details.tries, details.state])).toEqual([
      [1, 'queued'],
      [2, 'queued'],
      [3, 'dead'],
    ]);
  });

  test('of which not even that can be said ends all the same', async () => {
    const { db, platform } = here();
    await insertMessages(db, [impossible(), impossible({ card: { key: 'alarm:x', pin: false } })], start);
    for (let round = 0; round < 9; round += 1) platform.trouble('pages', { type: 'fails', failure: new Error('no layout at all') });
    await here().advance(start + 5 * minuteMs);
    expect(platform.seen).toEqual([]);
    expect((await states()).map(([state]) => state)).toEqual(['dead', 'dead', 'dead']);
  });

  test('because an instant in it has a fraction, from before instants were whole, is laid out', async () => {
    const { db, platform } = here();
    const nodes = [line('at ', instant(start + 0.5))];
    await insertMessages(db, [saying('', { body: { type: 'message', message: { push: '', nodes }, less: null } })], start);
    await here().bot.settle();
    expect(shortly(platform.seen)).toEqual(['ada: at Wed, Jan 17, 2024, 09:00 UTC']);
  });
});

describe.each(databaseKinds)('a bot that dies while it sends, on %s', (kind) => {
  const { here } = inWorlds(kind);

  test('says again, marked, what may have been said; only this; at its next start at once', async () => {
    const { db, platform, bot, engine } = here();
    await insertMessages(db, [saying('one'), saying('two', { to: to('bob') }), saying('three')], start);
    platform.trouble('post', { type: 'dies' }, 'bob');
    void deliverDue(engine, 5);
    await seenBy(here(), 2);
    await until(() => here().logs.some(({ event }) => event === 'delivered'));
    await bot.start();
    // Each has a lane of their own: which of them is said first is anybody's guess.
    const toldTo = (name: string) => shortly(platform.seen).filter((each) => each.startsWith(`${name}: `));
    expect(toldTo('ada')).toEqual(['ada: one', 'ada: three']);
    expect(toldTo('bob')).toEqual(['bob: two', 'bob: (repeated?) / two']);
  });

  test('goes on after the last page that was posted', async () => {
    const paged = await world(kind, { database: here().database, platform: recordingPlatform({ linesPerPage: 1 }) });
    const { db, platform, bot, engine } = paged;
    const nodes = ['page one', 'page two', 'page three'].map((text) => line(text));
    await insertMessages(db, [saying('', { body: { type: 'message', message: { push: '', nodes }, less: null } })], start);
    platform.trouble('post', { type: 'waits', until: Promise.resolve() });
    platform.trouble('post', { type: 'dies' });
    void deliverDue(engine, 1);
    await seenBy(paged, 2);
    await bot.start();
    expect(platform.seen.map(({ text }) => text)).toEqual(['page one', 'page two', '(repeated?)\npage two', '(repeated?)\npage three']);
  });

  test('marks the first post of a card as repeated, since there may be two of them, and its edits not', async () => {
    const { db, platform, bot, engine } = here();
    const card = { card: { key: 'card:x', pin: true } };
    await insertMessages(db, [saying('first', card)], start);
    platform.trouble('post', { type: 'dies' });
    void deliverDue(engine, 1);
    await seenBy(here(), 1);
    await bot.start();
    await insertMessages(db, [saying('second', card)], start);
    platform.trouble('post', { type: 'dies' });
    void deliverDue(engine, 1);
    await seenBy(here(), 3);
    await bot.start();
    expect(platform.seen.map(({ how, text, pin }) => [how, text, pin])).toEqual([
      ['posted', 'first', true],
      ['posted', '(repeated?)\nfirst', true],
      ['edited', 'second', true],
      ['edited', 'second', true],
    ]);
  });
});

describe.each(databaseKinds)('where the bot may look up what was posted, on %s', (kind) => {
  const { here } = inWorlds(kind, () => recordingPlatform({ history: true, linesPerPage: 1 }));
  const texts = () => here().platform.seen.map(({ how, text }) => `${how} ${text}`);
  const pages = (...words: string[]): Partial<Outgoing> => ({
    body: { type: 'message', message: { push: '', nodes: words.map((text) => line(text)) }, less: null },
  });
  /** The process dies as it posts for the nth time, its post being out; another starts. */
  const diesAtPost = async (nth: number) => {
    const { platform, engine, bot } = here();
    for (let post = 1; post < nth; post += 1) platform.trouble('post', { type: 'waits', until: Promise.resolve() });
    platform.trouble('post', { type: 'dies' });
    const before = platform.seen.length;
    void deliverDue(engine, 1);
    await seenBy(here(), before + nth);
    await bot.start();
  };

  test('a bot that dies after it posted says nothing twice, and marks nothing', async () => {
    await insertMessages(here().db, [saying('one')], start);
    await diesAtPost(1);
    await insertMessages(here().db, [saying('', pages('a', 'b', 'c'))], start);
    await diesAtPost(2);
    expect(texts()).toEqual(['posted one', 'posted a', 'posted b', 'posted c']);
  });

  test('a bot that died before it posted says it then, without a mark', async () => {
    const { db, platform, engine, bot } = here();
    await insertMessages(db, [saying('one')], start);
    platform.trouble('post', { type: 'waits', until: new Promise(() => undefined) });
    void deliverDue(engine, 1);
    await platform.struck();
    await bot.start();
    expect(texts()).toEqual(['posted one']);
  });

  test('a card is edited where it stands, and not pinned twice', async () => {
    await insertMessages(here().db, [saying('', { ...pages('a', 'b'), card: { key: 'card:x', pin: true } })], start);
    await diesAtPost(2);
    expect(texts()).toEqual(['posted a', 'posted b', 'edited a', 'edited b']);
    expect(here().platform.seen.map(({ ref }) => ref)).toEqual(['post-1', 'post-2', 'post-1', 'post-2']);
  });

  test('a card that was changed before its first post was looked up is changed in place', async () => {
    const { db, platform, advance } = here();
    const card = { card: { key: 'card:x', pin: true } };
    await insertMessages(db, [saying('first', card)], start);
    platform.trouble('post', { type: 'fails-after', failure: failure('unsure') });
    await deliverDue(here().engine, 1);
    await insertMessages(db, [saying('second', card)], start + hourMs);
    expect(await db.select({ queuedAt: outbox.queuedAt }).from(outbox)).toEqual([{ queuedAt: start }]);
    await advance(start + hourMs);
    expect(texts()).toEqual(['posted first', 'edited second']);
  });

  test('a card that is changed while nobody knows whether its first post went out is one card', async () => {
    const { db, platform, engine, advance } = here();
    const card = { card: { key: 'card:x', pin: true } };
    await insertMessages(db, [saying('first', card)], start);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    platform.watch(release);
    platform.trouble('post', { type: 'fails-after', failure: failure('unsure') });
    const delivering = deliverDue(engine, 1);
    await held;
    await insertMessages(db, [saying('second', card)], start);
    await delivering;
    await advance(start + hourMs);
    expect(texts()).toEqual(['posted first', 'edited second']);
  });

  test('a look that fails is a failed try, and never means that nothing was posted', async () => {
    const { db, platform, advance } = here();
    await insertMessages(db, [saying('one')], start);
    platform.trouble('post', { type: 'fails-after', failure: failure('unsure') });
    platform.trouble('find', { type: 'fails', failure: failure('paused', minuteMs) });
    platform.trouble('find', { type: 'fails', failure: failure('unsure') });
    await advance(start + hourMs);
    expect(texts()).toEqual(['posted one']);
  });
});

describe.each(databaseKinds)('what changed between the queueing of a message and its sending, on %s', (kind) => {
  const { here, states } = inWorlds(kind);
  let codename: string;
  beforeEach(async () => {
    await founded(here());
    codename = await opened(here());
    for (const name of ['ada', 'bob', 'carol']) await here().say(name, `ack ${codename}`);
    here().forget();
  });
  const embargo = 'embargo-1-1' as EmbargoId;
  const list = 'oci' as ListId;
  /** Queues a message that is not sent before an hour has passed. */
  const queued = async (message: Partial<Outgoing>) => {
    await insertMessages(here().db, [saying('', { list, urgency: 'nudge', ...message })], start);
    await here()
      .db.update(outbox)
      .set({ notBefore: start + hourMs })
      .where(eq(outbox.state, 'queued'));
  };
  const sentTo = async (name: string) => {
    here().forget();
    await here().advance(start + hourMs);
    return shortly(here().platform.seen.filter((each) => each.to === name));
  };
  const whole = { push: '', nodes: [line('a detail')] };
  const less = { push: '', nodes: [line('something new'), actions({ label: 'Read', words: 'terms' })] };
  const detail: Partial<Outgoing> = { to: to('bob'), embargo, kind: 'detail', body: { type: 'message', message: whole, less } };

  test('a room that has become public hears nothing, and its coordinators hear of that once', async () => {
    const { platform, say } = here();
    platform.faults(privateRoom, ['public']);
    const said = await say('ada', 'report public sure=yes a blog post describes it');
    const alarm =
      "I couldn't deliver a message to #oci-private: it's public. Fix that there, or remove the room from the list: `room leave`.";
    expect(shortly(said).filter((each) => each.includes("couldn't deliver"))).toEqual([`ada: ${alarm}`]);
    expect(said.filter((each) => each.to === '#oci-private')).toEqual([]);
    expect((await states()).filter(([state]) => state === 'withheld')).toEqual([
      ['withheld', 'room-public'],
      ['withheld', 'room-public'],
    ]);
    platform.faults(privateRoom, []);
    const later = await say('ada', 'hold the post describes another bug');
    expect(shortly(later).filter((each) => each.includes('#oci-private'))).toEqual([
      `#oci-private: ${codename} / ada decided to keep the embargo, with a reason. The terms still apply.`,
      `edited #oci-private: ${codename} / Status: a date is proposed`,
    ]);
  });

  test('a room that the list gave up hears nothing, and nobody is alarmed', async () => {
    await queued({ to: inRoom('#oci-private'), kind: 'dates' });
    await here().say('ada', 'room leave');
    expect(await sentTo('#oci-private')).toEqual([]);
    expect(here().platform.seen).toEqual([]);
    expect((await states()).filter(([state]) => state === 'withheld')).toEqual([['withheld', 'room-not-adopted']]);
  });

  test('somebody who was removed hears nothing of the embargo any more', async () => {
    await queued(detail);
    await here().say('ada', 'people remove terminal:bob');
    expect(await sentTo('bob')).toEqual([]);
    expect((await states()).filter(([state]) => state === 'withheld')).toEqual([['withheld', 'no-need-to-know']]);
  });

  test('somebody who declined hears no detail any more, but that there is something', async () => {
    await queued(detail);
    await here().say('bob', `decline ${codename}`, null);
    expect(await sentTo('bob')).toEqual(['bob: something new / [1] Read']);
  });

  test('somebody who acknowledged meanwhile hears all of it', async () => {
    await here().say('bob', `decline ${codename}`, null);
    await queued(detail);
    await here().say('bob', `ack ${codename}`, null);
    expect(await sentTo('bob')).toEqual(['bob: a detail']);
  });
});

describe.each(databaseKinds)('a card, on %s', (kind) => {
  const { here } = inWorlds(kind, () => recordingPlatform({ linesPerPage: 2 }));
  const card = (key: string, ...lines: string[]): Outgoing =>
    saying('', {
      body: { type: 'message', message: { push: '', nodes: lines.map((text) => line(text)) }, less: null },
      card: { key, pin: true },
    });
  const send = async (...messages: Outgoing[]) => {
    here().news();
    await insertMessages(here().db, messages, start);
    await here().bot.settle();
    return here()
      .news()
      .map(({ how, ref, text, pin }) => [how, ref, text, pin]);
  };

  test('is one post that is edited in place; it grows by posts and shrinks by taking them back; its first page is pinned', async () => {
    expect(await send(card('c', 'a', 'b', 'c'))).toEqual([
      ['posted', 'post-1', 'a\nb', true],
      ['posted', 'post-2', 'c', false],
    ]);
    expect(await send(card('c', 'a', 'b', 'c', 'd', 'e'))).toEqual([
      ['edited', 'post-1', 'a\nb', true],
      ['edited', 'post-2', 'c\nd', false],
      ['posted', 'post-3', 'e', false],
    ]);
    expect(await send(card('c', 'a'))).toEqual([
      ['edited', 'post-1', 'a', true],
      ['removed', 'post-2', '', false],
      ['removed', 'post-3', '', false],
    ]);
    expect(await send(card('c', 'b'), card('other', 'x'))).toEqual([
      ['edited', 'post-1', 'b', true],
      ['posted', 'post-4', 'x', true],
    ]);
  });

  test('whose edit fails in the middle is mended by the next one', async () => {
    await send(card('c', 'a', 'b', 'c'));
    here().platform.trouble('post', { type: 'waits', until: Promise.resolve() });
    here().platform.trouble('post', { type: 'fails', failure: failure('again') });
    expect(await send(card('c', '1', '2', '3'))).toEqual([['edited', 'post-1', '1\n2', true]]);
    expect(await send(card('c', '4', '5', '6'))).toEqual([]);
    here().set(start + hourMs);
    expect(await send()).toEqual([
      ['edited', 'post-1', '4\n5', true],
      ['edited', 'post-2', '6', false],
    ]);
  });
});

describe.each(databaseKinds)('a message of many pages, on %s', (kind) => {
  const { here, states } = inWorlds(kind, () => recordingPlatform({ linesPerPage: 3 }));

  test.each([
    ['goes on no further once its reader has lost access', 'revoke', 1],
    ['goes on while its reader has access', 'status', 2],
  ])('%s', async (_, order, least) => {
    await founded(here());
    const codename = await opened(here());
    await here().say('bob', `ack ${codename}`);
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const beside = await world(kind, { beside: here(), platform: recordingPlatform(), seed: 2 });
    here().platform.trouble('post', { type: 'waits', until }, 'bob');
    const struck = here().platform.struck();
    const asked = here().say('bob', `details ${codename}`, null);
    await struck;
    // The first page is on its way when another replica hears of it.
    await beside.say('ada', order === 'revoke' ? `revoke ${codename} terminal:bob left` : `status ${codename}`, null);
    await beside.bot.stop();
    release();
    const pages = (await asked).filter(({ to: reader, text }) => reader === 'bob' && !text.includes('ended your access'));
    if (order === 'revoke') expect(pages).toHaveLength(least);
    else expect(pages.length).toBeGreaterThan(least);
    expect((await states()).filter(([state]) => state === 'withheld')).toHaveLength(order === 'revoke' ? 1 : 0);
  });
});

describe.each(databaseKinds)('a form whose window is gone, on %s', (kind) => {
  const { here, states } = inWorlds(kind);

  test('becomes a button that opens it again, with what was typed, for the one it was for and nobody else', async () => {
    const { platform, say } = here();
    await founded(here());
    platform.trouble('ask', { type: 'fails', failure: failure('expired') });
    const [instead, ...more] = await say('ada', 'create title="runc leaks"');
    expect(more).toEqual([]);
    expect(instead).toMatchObject({
      to: 'ada in #oci-private',
      text: 'This needs a few answers. Open the form; what you typed is in it.\n[1] Open the form',
      buttons: [expect.stringMatching(/^form [0-9a-f-]{36}$/)],
    });
    const words = instead?.buttons[0] ?? '';
    expect(shortly(await say('bob', words))).toEqual(['bob in #oci-private: That form expired. Send the command again.']);
    const [form] = await say('ada', words);
    expect(form).toMatchObject({ how: 'form', to: 'ada in #oci-private', text: expect.stringContaining('create\ntitle=runc leaks\n') });
    // Closed by mistake: the button still works.
    expect(shortly(await say('ada', words))).toEqual(shortly([form ?? instead].filter((each) => each !== undefined)));
    expect((await states()).filter(([state]) => state === 'dead')).toEqual([['dead', 'test_expired']]);
  });
});

describe.each(databaseKinds)('a place that hangs, on %s', (kind) => {
  const { here } = inWorlds(kind);

  test('holds up nobody else: a leak is told while it still does', async () => {
    const { db, platform, engine } = here();
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    platform.trouble('post', { type: 'waits', until }, 'ada');
    const post = openDelivery(engine, 2, { wake: () => {}, stop: new AbortController().signal });
    await insertMessages(db, [saying('slow')], start);
    expect(await post.send()).toBe(1);
    await insertMessages(
      db,
      [saying('leak!', { to: to('bob'), urgency: 'leak' }), saying('card', { to: to('carol'), urgency: 'card' })],
      start,
    );
    // One hand is held; the other takes the more urgent one.
    expect(await post.send()).toBe(1);
    await seenBy(here(), 1);
    expect(shortly(platform.seen)).toEqual(['bob: leak!']);
    release();
    await post.idle();
    expect(await post.send()).toBe(1);
    await post.idle();
    expect(shortly(platform.seen)).toEqual(['bob: leak!', 'ada: slow', 'carol: card']);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

/** Resolves when so much was seen. */
function seenBy({ platform }: World, count: number): Promise<void> {
  if (platform.seen.length >= count) return Promise.resolve();
  return new Promise((resolve) => platform.watch(() => (platform.seen.length >= count ? resolve() : undefined)));
}
