// An edited command: what was said first is carried out, or what was said instead, and never both.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { carriedOut } from '../../src/chat/expired.ts';
import { storeHeard } from '../../src/db/inbox.ts';
import { embargoes } from '../../src/db/schema.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { heardIn } from '../setup/inbox.ts';
import { founded, opened, start, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('a command that its speaker corrects, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    await opened(here);
    here.forget();
  });
  afterAll(() => database.drop());

  /** Says something, and resolves to its key. */
  const say = async (by: string, words: string, corrects?: string) => {
    const heard = { ...here.heard(by, words), ...(corrects === undefined ? {} : { corrects }) };
    await here.platform.hear(heard);
    return heard.key;
  };
  const settled = async () => {
    await here.bot.settle();
    return here.news().map(({ to, text }) => `${to}: ${text}`);
  };
  const outcome = async (key: string) => (await heardIn(here.db)).find((row) => row.key === key)?.outcome;
  const tooLate = (words: string) =>
    `bob in #oci-private: You edited your \`${words}\`, but I had already run it as you first sent it. Send what you mean now as a new command.`;
  const unknown = (who: string) =>
    `${who} in #oci-private: You edited a message that I don't have, so I did nothing. Send it as a new message.`;

  test('while it waits is replaced: what was said instead is carried out alone', async () => {
    const first = await say('bob', 'ack');
    const second = await say('bob', 'help', first);
    await settled();
    expect([await outcome(first), await outcome(second)]).toEqual(['help', 'help']);
  });

  test('several times while it waits is what was said last', async () => {
    const first = here.heard('bob', 'ack');
    const [second, third] = ['help', 'status'].map((words) => ({ ...here.heard('bob', words), corrects: first.key }));
    await storeHeard(
      here.db,
      [first, second, third].flatMap((each) => each ?? []),
      start,
    );
    await settled();
    expect([await outcome(second?.key ?? ''), await outcome(third?.key ?? '')]).toEqual(['withdrawn', 'status']);
  });

  /** Sends a form to open an embargo; each title is a try of its own. */
  const sent = async (title: string) => {
    const values = { title, component: 'runc', versions: '<= 1.1.11', exploitability: 'from a container', date: '2024-01-31 20:00 UTC' };
    const form = 'test:view:V1';
    const heard = { ...here.heard('ada', { type: 'form', words: 'create', values }), key: `${form}:${title}`, corrects: form };
    return here.platform.hear(heard);
  };
  const opens = async () => (await here.db.select({ id: embargoes.id }).from(embargoes)).length;

  test('in a form that waits is replaced by what it was changed to: one embargo is opened, as it was sent last', async () => {
    const before = await opens();
    expect([await sent('runc'), await sent('runc and crun'), await sent('runc')]).toEqual(['stored', 'stored', 'repeated']);
    const said = await settled();
    expect(said.join('\n')).not.toContain("Your changes weren't saved");
    expect([(await opens()) - before, await outcome('test:view:V1:runc'), await outcome('test:view:V1:runc and crun')]).toEqual([
      1,
      'withdrawn',
      'create',
    ]);
  });

  test('in a form that was carried out is not lost in silence: its author is told what counts, and given it to change', async () => {
    const before = await opens();
    await sent('runc');
    await settled();
    await sent('runc and crun');
    await here.bot.settle();
    const [told, ...more] = here.news();
    expect({ to: told?.to, text: told?.text, buttons: told?.buttons, more }).toEqual({
      to: 'ada in #oci-private',
      text: "You sent your `create` form again, but I had already run it as you first sent it. Your changes weren't saved.\n[1] Change it…",
      buttons: ['update'],
      more: [],
    });
    expect([(await opens()) - before, await outcome('test:view:V1:runc and crun')]).toEqual([1, 'corrected-too-late']);
  });

  test.each([
    ['akc', 'unknown-command'],
    ['ack nonsense', 'wrong-argument'],
    ['', 'menu'],
    ['ack quiet-otter', 'unknown-codename'],
    ['date accept', 'refused: needs-consent'],
    ['status', 'status'],
    ['list', 'list'],
  ])('%j, of which nothing had come, is carried out as it was corrected', async (words, came) => {
    const first = await say('bob', words);
    await settled();
    expect(await outcome(first)).toBe(came);
    const second = await say('bob', 'ack', first);
    await settled();
    expect(await outcome(second)).toBe('ack');
  });

  test('and is unclear which embargo it is about, is carried out once that is said', async () => {
    const codename = await opened(here);
    const first = await say('bob', 'ack');
    await settled();
    expect(await outcome(first)).toBe('which-embargo');
    const second = await say('bob', `ack ${codename}`, first);
    await settled();
    expect(await outcome(second)).toBe('ack');
  });

  test('and came in too late, is carried out as it is said now; a correction that is late itself is not', async () => {
    const late = { ...here.heard('bob', 'ack'), late: true as const };
    await here.platform.hear(late);
    await settled();
    await here.platform.hear({ ...here.heard('bob', 'ack'), late: true, corrects: late.key });
    expect((await settled()).map((each) => each.split(': I was')[0])).toEqual(['bob in #oci-private: Your `ack` is more than an hour old']);
    const third = await say('bob', 'ack', late.key);
    await settled();
    expect(await outcome(third)).toBe('ack');
  });

  test('after it was carried out stays as it was, and they are told to say a new one', async () => {
    const first = await say('bob', 'ack');
    await settled();
    const second = await say('bob', 'decline because of Zeppelin', first);
    expect(await settled()).toEqual([tooLate('ack')]);
    expect([await outcome(first), await outcome(second)]).toEqual(['ack', 'corrected-too-late']);
  });

  test('twice, is carried out once: every correction is of the first message', async () => {
    const first = await say('bob', 'akc');
    await settled();
    await say('bob', 'ack', first);
    await settled();
    await say('bob', 'decline', first);
    expect(await settled()).toEqual([tooLate('ack')]);
    await say('bob', 'help', first);
    expect(await settled()).toEqual([tooLate('ack')]);
  });

  test('and that nobody said is not carried out', async () => {
    await say('bob', 'ack', 'test:nothing');
    expect(await settled()).toEqual([unknown('bob')]);
  });

  test('and that somebody else said is theirs: it is carried out, and the correction is not', async () => {
    const first = await say('bob', 'ack');
    const second = await say('carol', 'help', first);
    expect((await settled()).filter((each) => each.startsWith('carol'))).toEqual([unknown('carol')]);
    expect([await outcome(first), await outcome(second)]).toEqual(['ack', 'corrects-nothing']);
  });
});

test.each<[outcome: string, words: string | null]>([
  ['ack', 'ack'],
  ['date accept', 'date accept'],
  ['report leak', 'report leak'],
  ['room adopt', 'room adopt'],
  ...['status', 'help', 'list', 'home', 'form'].map((question): [string, null] => [question, null]),
  ...['unknown-command', 'unknown-codename', 'wrong-argument', 'which-embargo', 'shown-first', 'menu', 'late', 'withdrawn', 'failed'].map(
    (nothing): [string, null] => [nothing, null],
  ),
  ...['refused: needs-role', 'not-a-member', 'silenced', 'corrected-too-late', ''].map((nothing): [string, null] => [nothing, null]),
])('of %j it is known whether something came of it', (outcome, words) => expect(carriedOut(outcome)?.words ?? null).toBe(words));
