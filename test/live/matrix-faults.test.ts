// What can go wrong between the bot and its homeserver: nothing is lost by it, nothing is said twice, and what people have to mend they are told of.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matrixStoreOver } from '../../src/cli/matrix-store.ts';
import { deviceOf } from '../../src/db/matrix.ts';
import { personId } from '../../src/domain/values/ids.ts';
import { minuteMs } from '../../src/domain/values/time.ts';
import { object } from '../../src/platforms/matrix/payload.ts';
import type { MatrixOptions } from '../../src/platforms/matrix/platform.ts';
import { SendFailure } from '../../src/platforms/platform.ts';
import { type Alone, alone, changesIn, heardIn, placeOf, roomOf, saidIn } from '../rig/matrix/alone.ts';
import { badGateway, type Fault, limited, loggedOut } from '../rig/matrix/faults.ts';
import { type Person, person } from '../rig/matrix/people.ts';
import { type MatrixProxy, startProxy } from '../rig/matrix/proxy.ts';
import { type Account, call, homeserver, newPrefix, register, removeDevice } from '../rig/matrix/server.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describeSynapse } from '../setup/needs.ts';

let database: TestDatabase;
let proxy: MatrixProxy;
let account: Account;
let bot: Alone;
let ada: Person;
let bob: Person;
let room: string;

const sends = { method: 'PUT', path: /\/send\/m\.room\.encrypted\// };
const syncs = { method: 'GET', path: /\/v3\/sync$/ };
const everything = { path: /./ };

async function started(more: Partial<MatrixOptions> = {}): Promise<Alone> {
  const made = await alone({ server: proxy, account, db: database.db, more });
  await made.ready();
  return made;
}

/** As a call ends: an event, or how it failed. */
const outcome = (step: Promise<string>): Promise<unknown> =>
  step.catch((error: unknown) => (error instanceof SendFailure ? { kind: error.kind, code: error.code, afterMs: error.afterMs } : error));

const heard = (text: string) => bot.until(() => saidIn(bot.incoming).includes(text) || null, `'${text}' to be heard`);

/** The texts in the room that the bot said, as somebody reads them. */
async function saidTo(one: Person): Promise<unknown[]> {
  return (await one.said(room))
    .filter(({ sender }) => sender === account.userId)
    .map(({ content, unreadable }) => unreadable ?? content.body);
}

describeSynapse('between the bot and its homeserver', () => {
  beforeEach(async () => {
    database = await openTestDatabase('embedded');
    proxy = await startProxy(homeserver().url);
    const prefix = newPrefix();
    account = await register(homeserver(), { name: `${prefix}-bot` });
    [ada, bob] = (await Promise.all(
      ['ada', 'bob'].map((name) => person(homeserver(), { name: `${prefix}-${name}`, displayName: name })),
    )) as [Person, Person];
    room = await roomOf(homeserver(), account, [ada, bob]);
    bot = await started();
  });
  afterEach(async () => {
    await bot.platform.stop();
    for (const each of [ada, bob]) each.stop();
    await proxy.stop();
    await database.drop();
  });

  describe('a message', () => {
    const cases: { name: string; fault: Fault; fails: unknown }[] = [
      { name: 'a gateway answers in its place', fault: badGateway, fails: { kind: 'again', code: 'http_502', afterMs: 0 } },
      { name: 'there were too many requests', fault: limited(7), fails: { kind: 'paused', code: 'M_LIMIT_EXCEEDED', afterMs: 7_000 } },
      { name: 'the connection is gone before it came', fault: { type: 'drops' }, fails: { kind: 'again', code: 'ECONNRESET', afterMs: 0 } },
      { name: 'the connection is gone after it came', fault: { type: 'loses' }, fails: { kind: 'again', code: 'ECONNRESET', afterMs: 0 } },
    ];
    it('is there once, whatever became of the first try', async () => {
      const texts: string[] = [];
      for (const [index, { name, fault, fails }] of cases.entries()) {
        proxy.fault(sends, fault);
        const say = () => bot.say(placeOf(room), name, `row-${index}`);
        expect(await outcome(say())).toEqual(fails);
        const event = await say();
        expect((await ada.waitFor(event)).body).toBe(name);
        // Whoever does not know whether it was said says it again.
        expect(await say()).toBe(event);
        texts.push(name);
      }
      expect(await saidTo(ada)).toEqual(texts);
    });

    it('can be read by everybody when its key was sent and nobody knows', async () => {
      for (const fault of [{ type: 'loses' }, { type: 'drops' }, badGateway] as const) {
        const text = `after ${fault.type}`;
        // In a room where nothing was said yet: a key is sent once for a hundred messages.
        const fresh = placeOf(await roomOf(homeserver(), account, [ada, bob]));
        proxy.fault({ method: 'PUT', path: /\/sendToDevice\// }, fault);
        expect(await outcome(bot.say(fresh, text, text))).toMatchObject({ kind: 'again' });
        const event = await bot.say(fresh, text, text);
        expect((await ada.waitFor(event)).body).toBe(text);
        expect((await bob.waitFor(event)).body).toBe(text);
      }
    });

    it('cannot be read by a member whom the homeserver hides, and by all whom it tells of', async () => {
      const hides: Fault = {
        type: 'rewrites',
        as: (state) => (Array.isArray(state) ? state.filter(({ state_key: key }) => key !== bob.userId) : state),
      };
      proxy.fault({ method: 'GET', path: /\/state$/ }, hides, Number.POSITIVE_INFINITY);
      const said = await bot.say(placeOf(room), 'calm-otter moves', 'row-1');
      expect((await ada.waitFor(said)).body).toBe('calm-otter moves');
      expect(await bob.waitUnreadable(said)).toMatch(/KEY|SESSION|WITHHELD/);
    });
  });

  it('an event at which the bot itself fails is tried three times, and keeps nobody else from being heard, after a restart either', async () => {
    await bot.platform.stop();
    const other = await roomOf(homeserver(), account, [bob]);
    const kept = matrixStoreOver(database.db, randomUUID(), Date.now);
    const directOf: typeof kept.directOf = async (asked) => {
      if (asked === placeOf(room).room) throw new TypeError('a fault of the test');
      return kept.directOf(asked);
    };
    bot = await started({ store: { ...kept, directOf } });
    await ada.say(room, '!embargo status');
    await bob.say(other, '!embargo help');
    await heard('help');
    const tries = () => bot.logs.filter(({ event }) => event === 'matrix.event-failed').map(({ details }) => details.tries);
    // What keeps nobody waiting may come after what came later.
    await bot.until(() => tries().length === 3 || null, 'three tries');
    expect(tries()).toEqual([1, 2, 3]);
    await bot.platform.stop();
    bot = await started();
    await bob.say(other, '!embargo list');
    await heard('list');
    expect(saidIn(bot.incoming)).toEqual(['list']);
  });

  it('what somebody is answered is not said from within the sync: it keeps nobody from being heard, though nothing can be said to them', async () => {
    const person = personId(`matrix:${ada.userId}`);
    if (person === null) throw new Error('no person');
    await ada.waitFor(await bot.say({ type: 'person', person, room: null }, 'hello', 'row-1'));
    const direct = bot.posts.at(-1)?.roomId ?? '';
    const refuses: Fault = { type: 'answers', status: 403, body: { errcode: 'M_FORBIDDEN', error: 'no' } };
    const says = [
      { method: 'PUT', path: /\/send\// },
      { method: 'POST', path: /\/(createRoom|invite)$/ },
    ];
    for (const each of says) proxy.fault(each, refuses, Number.POSITIVE_INFINITY);
    const before = proxy.asked.length;
    await ada.say(direct, '999');
    await bot.until(() => changesIn(bot.incoming, 'untaken').length > 0 || null, 'the number to be handed in');
    await bob.say(room, '!embargo help');
    await heard('help');
    expect(changesIn(bot.incoming, 'untaken').map(({ what, room: where }) => [what, where])).toEqual([['no-such-choice', null]]);
    const said = proxy.asked
      .slice(before)
      .filter(({ method, path }) => says.some((each) => each.method === method && each.path.test(path)));
    expect(said).toEqual([]);
  });

  it('commands are heard once, in order, after gateways failed, requests were too many and answers were lost', async () => {
    for (const fault of [badGateway, badGateway, limited(1), { type: 'loses' } as const]) proxy.fault(syncs, fault);
    // The long question that is out already is not harmed.
    proxy.cut();
    const words = ['owe', 'status', 'list', 'help'];
    for (const word of words) await ada.say(room, `!embargo ${word}`);
    await heard('help');
    expect(saidIn(bot.incoming)).toEqual(words);
  });

  it('a homeserver that was gone is listened to from where it stopped', async () => {
    const lift = proxy.fault(everything, { type: 'drops' }, Number.POSITIVE_INFINITY);
    proxy.cut();
    await ada.say(room, '!embargo owe');
    await proxy.next(syncs);
    expect(await outcome(bot.say(placeOf(room), 'nobody is there', 'row-1'))).toMatchObject({ kind: 'again' });
    await ada.say(room, '!embargo list');
    lift();
    await heard('list');
    expect(saidIn(bot.incoming)).toEqual(['owe', 'list']);
    await ada.waitFor(await bot.say(placeOf(room), 'nobody is there', 'row-1'));
    expect(await saidTo(ada)).toEqual(['nobody is there']);
  });

  it('all that was said while the bot was stopped is heard, in order, be it more than one answer holds', async () => {
    await ada.say(room, '!embargo first');
    await heard('first');
    await bot.platform.stop();
    const words = Array.from({ length: 120 }, (_, index) => `word-${index}`);
    for (const word of words) await ada.say(room, `!embargo ${word}`);
    bot = await started();
    await heard('word-119');
    expect(saidIn(bot.incoming)).toEqual(words);
  });

  it('what was said more than an hour before it is heard is marked as late, and not what was said within one', async () => {
    await bot.platform.stop();
    await ada.say(room, '!embargo owe');
    bot = await started({ machineNow: () => Date.now() + 59 * minuteMs });
    await heard('owe');
    expect(heardIn(bot.incoming).map(({ late }) => late)).toEqual([undefined]);
    await bot.platform.stop();
    await ada.say(room, '!embargo list');
    bot = await started({ machineNow: () => Date.now() + 61 * minuteMs });
    await heard('list');
    expect(heardIn(bot.incoming).map(({ late }) => late)).toEqual([true]);
  });

  describe('a token that is not taken any more', () => {
    const troubles = () => changesIn(bot.incoming, 'trouble').map(({ code }) => code);
    const waits = () => bot.until(() => bot.logs.some(({ event }) => event === 'matrix.waits') || null, 'the bot to wait');

    it('is replaced when the homeserver says that the device is still there, and nobody has to know', async () => {
      proxy.fault(syncs, loggedOut(true));
      proxy.cut();
      await ada.say(room, '!embargo owe');
      await heard('owe');
      await ada.waitFor(await bot.say(placeOf(room), 'the same device', 'row-1'));
      expect(troubles()).toEqual([]);
      expect(bot.logs.filter(({ event }) => event === 'matrix.lease-held')).toHaveLength(1);
    });

    it('is replaced by the password together with its device when that was removed, which is told; and the identity is the same', async () => {
      await ada.say(room, '!embargo owe');
      await heard('owe');
      const [before, identity] = [await deviceNow(), await identityNow()];
      await removeDevice(homeserver(), { ...account, deviceId: before });
      await bot.until(() => troubles().includes('device-replaced') || null, 'another device');
      expect(troubles()).toEqual(['logged-out', 'device-replaced']);
      await ada.waitFor(await eventually(() => bot.say(placeOf(room), 'another device', 'row-1')));
      expect(await deviceNow()).not.toBe(before);
      expect(await identityNow()).toEqual(identity);
      await ada.say(room, '!embargo list');
      await heard('list');
    });

    it('is waited for where there is no password, which is told', async () => {
      await bot.platform.stop();
      const other = await register(homeserver(), { name: `${newPrefix()}-bot` });
      const access = { homeserver: proxy.url, user: other.userId, token: other.accessToken, password: null };
      bot = await alone({ server: proxy, account: other, db: database.db, more: { access } });
      await bot.ready();
      await removeDevice(homeserver(), other);
      await waits();
      expect(troubles()).toEqual(['logged-out']);
      expect(bot.platform.speaks()).toBe(false);
    });
  });
});

async function deviceNow(): Promise<string> {
  return String(object(await deviceOf(database.db, account.userId)).id);
}

/** The key of the bot's identity, as the homeserver gives it to others. */
async function identityNow(): Promise<unknown> {
  const body = { device_keys: { [account.userId]: [] } };
  const answer = object(await call(homeserver(), 'POST', '/_matrix/client/v3/keys/query', { token: ada.accessToken, body }));
  const { keys } = object(object(answer.master_keys)[account.userId]);
  expect(keys).toBeDefined();
  return keys;
}

/** As deliver.ts does: what fails only now is tried again. */
async function eventually(step: () => Promise<string>): Promise<string> {
  for (let tries = 0; ; tries += 1) {
    const made = await step().catch((error: unknown) => {
      if (tries > 100 || !(error instanceof SendFailure) || error.kind !== 'again') throw error;
      return null;
    });
    if (made !== null) return made;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
