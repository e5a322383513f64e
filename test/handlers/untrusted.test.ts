// What nobody can vouch for is not acted on; whose name it bears hears of it, what may be an attack the coordinators too, and nobody can make noise with it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../src/chat/message/heard.ts';
import { readFacts, verifyFacts } from '../../src/db/facts.ts';
import { loadList } from '../../src/db/lists.ts';
import { evolveList } from '../../src/domain/list/evolve.ts';
import type { ListFact } from '../../src/domain/list/facts.ts';
import { distrusts, grave, type NoSuchChoice, type Untaken, type UntrustedReason } from '../../src/domain/list/trust.ts';
import type { ListId, RoomId } from '../../src/domain/values/ids.ts';
import { dayMs, hourMs, minuteMs } from '../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { linkedBefore } from '../setup/identities.ts';
import { founded, person, privateRoom, room, start, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('something in the name of somebody that is not trusted, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    here.forget();
  });
  afterAll(() => database.drop());

  type Told = Partial<Omit<Extract<Change, { type: 'distrusted' }>, 'type' | 'by'>>;
  const comes = async (by: string, because: UntrustedReason, told: Told = {}) => {
    await here.platform.notice({ type: 'distrusted', by: person(by), because, room: null, device: null, ...told });
    await here.bot.settle();
    return here.news().map(({ how, to, text }) => `${how === 'posted' ? '' : `${how} `}${to}: ${text}`);
  };
  const outcome = () => here.logs.findLast(({ event }) => event === 'handled')?.details.outcome;
  const written = async (list = 'oci') =>
    (await readFacts<ListFact>(here.db, `list:${list}`)).flatMap(({ fact, at, by }) =>
      fact.type === 'command-distrusted' ? [[fact.person, fact.because, fact.device, at, by]] : [],
    );

  const notTaken = "bob: I got something from you, directly, that I couldn't trust, so I didn't act on it.";
  const notRead = "bob: I got something from you, directly, that I couldn't read, so I didn't act on it.";
  const verify = ", in your client's settings, from one that is verified already, or with your recovery key. Then send it again.";
  const way = 'another way';

  test.each<[UntrustedReason, readonly string[]]>([
    [
      'clear-text',
      [`${notTaken}\nIt wasn't encrypted, so the server and its operator could read and change it. Send it in an encrypted room.`],
    ],
    ['unsigned-device', [`${notTaken}\nYou haven't verified the session \`NEWPHONE\` it came from. Verify it${verify}`]],
    ['unknown-device', [`${notTaken}\nI don't know the session \`NEWPHONE\` it came from. Verify it${verify}`]],
    [
      'unreadable',
      [
        `${notRead}\nI couldn't decrypt it. Send it again; if that doesn't help, sign out of the session and in again, and verify the new one.`,
      ],
    ],
    [
      'malformed',
      [
        `${notRead}\nIt was too long, or not a message I can read. Send it again, shorter and as plain text. Send a long PGP key as a file, with the words \`org key\`.`,
      ],
    ],
    [
      'forged-sender',
      [
        `bob: Someone sent me something in your name, directly, that you didn't write. I didn't act on it.\nYour homeserver, or someone with access to your account there, may be behind it. Tell a coordinator ${way}.`,
        `ada: Someone sent me something in the name of bob (bob) that they didn't write. I didn't act on it. Their homeserver, or someone with access to their account, may be behind it: ask them ${way}.`,
      ],
    ],
    [
      'replayed',
      [
        `bob: Something you said earlier was sent to me again in your name, directly. I didn't act on it.\nYour homeserver, or someone with access to your account there, may be behind it. Tell a coordinator ${way}.`,
        `ada: Someone sent me something in the name of bob (bob) that they said earlier. I didn't act on it. Their homeserver, or someone with access to their account, may be behind it: ask them ${way}.`,
      ],
    ],
    [
      'identity-changed',
      [
        `${notTaken}\nYour identity (cross-signing keys) isn't the one I first knew you by, so a coordinator has to confirm it's you: \`devices accept\`. If you didn't reset it yourself, tell a coordinator at once, ${way}.`,
        `ada: The identity (cross-signing keys) of bob (bob) isn't the one I first knew. I don't act on what they say there, and share nothing with them there. Ask them ${way} whether they reset it; if they did, send \`devices accept\`.`,
      ],
    ],
  ])('because it is %s: they are told what to do, and it is written down without a word of it', async (because, said) => {
    expect((await comes('bob', because, { device: 'NEWPHONE' })).sort()).toEqual([...said].sort());
    expect(outcome()).toBe(`distrusted: ${because}`);
    expect(await written()).toEqual([[person('bob'), because, 'NEWPHONE', start, 'clock']]);
    expect((await verifyFacts(here.db)).faults).toEqual([]);
  });

  const quieter = "(That's a lot at once: for the next few minutes I won't answer each of these.)";

  test.each(distrusts)(
    '%s is told each time that it comes, up to ten at once, an attack once a day; it is written down once a day',
    async (because) => {
      const attack = grave.has(because);
      const once = await comes('bob', because);
      expect(once.length).toBe(attack ? 2 : 1);
      for (let more = 0; more < 20; more += 1)
        await here.platform.notice({ type: 'distrusted', by: person('bob'), because, room: null, device: null });
      await here.bot.settle();
      const again = here.news().map(({ text }) => `bob: ${text}`);
      const last = `${once[0]}\n${quieter}`;
      expect(again).toEqual(attack ? [] : [...Array.from({ length: 8 }, () => once[0]), last]);
      // The clock stands at nine: until midnight it is the same day.
      here.set(start + 14 * hourMs);
      expect(await comes('bob', because)).toEqual(attack ? [] : once);
      expect((await written()).length).toBe(1);
      here.set(start + dayMs);
      expect(await comes('bob', because)).toEqual(once);
      expect((await written()).length).toBe(2);
    },
  );

  test('another reason, or another person, is told of on the same day', async () => {
    await comes('bob', 'unreadable');
    expect((await comes('bob', 'malformed')).length).toBe(1);
    expect((await comes('carol', 'unreadable')).length).toBe(1);
    expect((await written()).map(([who, because]) => [who, because])).toEqual([
      [person('bob'), 'unreadable'],
      [person('bob'), 'malformed'],
      [person('carol'), 'unreadable'],
    ]);
  });

  test('who is on no list is told what came from them directly and was not taken, and nothing of attacks; nothing is written', async () => {
    for (const because of distrusts) expect((await comes('mallory', because)).length).toBe(grave.has(because) ? 0 : 1);
    expect(await comes('eve', 'unreadable', { room: privateRoom })).toEqual([]);
    expect(outcome()).toBe('distrusted');
    expect(await written()).toEqual([]);
  });

  test('who has left the list is a stranger again', async () => {
    await here.say('ada', 'people remove terminal:bob');
    expect(await comes('bob', 'forged-sender')).toEqual([]);
    expect(await written()).toEqual([]);
  });

  test('from another account of theirs is told there; an attack, where they want to be told', async () => {
    await linkedBefore(here.db, { alias: person('bob2'), person: person('bob'), since: start });
    expect((await comes('bob2', 'unreadable')).map((each) => each.split(':')[0])).toEqual(['bob2']);
    expect((await comes('bob2', 'forged-sender')).map((each) => each.split(' that')[0]?.split('. ')[0]).sort()).toEqual([
      'ada: Someone sent me something in the name of bob (bob2)',
      'bob: Someone sent me something in your name, directly,',
    ]);
    expect((await written()).map(([who]) => who)).toEqual([person('bob'), person('bob')]);
  });

  test('in a room is named as that; a room of no list of theirs is not', async () => {
    expect((await comes('bob', 'unreadable', { room: privateRoom }))[0]).toContain("from you, in #oci-private, that I couldn't read");
    expect((await comes('bob', 'malformed', { room: room('#elsewhere') }))[0]).toContain("from you, in a room, that I couldn't read");
  });

  test('a coordinator in whose name it is hears of it once, as that', async () => {
    const told = await comes('ada', 'identity-changed');
    expect(told.map((each) => each.slice(0, 29))).toEqual(['ada: I got something from you']);
  });

  test('what a device calls itself is cut short', async () => {
    await comes('bob', 'unknown-device', { device: 'x'.repeat(5000) });
    expect((await written())[0]?.[2]).toBe('x'.repeat(80));
  });

  test('is written down on each list that they are on, and changes none of them', async () => {
    await here.say('ada', 'room adopt second', room('#second'));
    await here.say('ada', 'people add terminal:bob coordinator name=bob', room('#second'));
    const before = await loadList(here.db, 'oci' as ListId);
    await comes('bob', 'forged-sender');
    expect([(await written()).length, (await written('second')).length]).toEqual([1, 1]);
    expect(await loadList(here.db, 'oci' as ListId)).toEqual(before);
    const fact: ListFact = { type: 'command-distrusted', person: person('bob'), because: 'forged-sender', device: null };
    expect(evolveList(before, fact, start)).toEqual(before);
  });

  describe('what is no text, or not said where the bot listens', () => {
    const untaken = async (by: string, what: Untaken, where: RoomId | null = null, choice?: NoSuchChoice) => {
      await here.platform.notice({ type: 'untaken', by: person(by), room: where, what, ...(choice === undefined ? {} : { choice }) });
      await here.bot.settle();
      return here.news().map(({ to, text }) => `${to}: ${text}`);
    };

    test.each<[Untaken, string]>([
      [
        'image',
        "I only read files sent to me in an encrypted direct message, so I didn't take your picture. Send it to me directly, or type `help`.",
      ],
      ['voice', "I can only read text, so I didn't take your voice message. Type what you want, or `help`."],
      ['poll', "I can only read text, so I didn't take your poll. Type what you want, or `help`."],
      ['call', "I can't take calls. Type what you want, or `help`."],
      ['elsewhere', "You wrote in another room that we share, so I didn't take it: I listen to you in this one. Send it again here."],
      ['old-choice', 'That message is too old to answer by number. Type the command instead: `help` shows the commands.'],
      ['reaction', "Reactions aren't encrypted, so I only answer questions through them. Reply to that message with the number instead."],
      [
        'failed',
        "I couldn't read what you sent: something is wrong on my side. I tried a few times and skipped it. Nothing changed. Send it again in other words. If that fails too, tell the operator of this bot.",
      ],
      ['number', "I didn't take that number: to change something, reply with it to the message that it answers. Nothing changed."],
      [
        'unencrypted-reply',
        "Your client sends unencrypted which message you're answering, and the server could change that, so I didn't take your choice. Type the command instead: `help` shows the commands.",
      ],
      ['verification', "I can't take part in a verification, and don't need to: I know your session by your own signature on it."],
    ])('%s is answered, and each time', async (what, said) => {
      expect(await untaken('bob', what)).toEqual([`bob: ${said}`]);
      expect(await untaken('mallory', what)).toEqual([`mallory: ${said}`]);
      expect(await untaken('bob', what)).toEqual([`bob: ${said}`]);
      expect(outcome()).toBe(`untaken: ${what}`);
    });

    test('in a room a member is answered alone, and a stranger not at all', async () => {
      expect(await untaken('bob', 'sticker', privateRoom)).toEqual([
        "bob: I can only read text, so I didn't take your sticker in #oci-private. Type what you want, or `help`.",
      ]);
      expect(await untaken('bob', 'number', privateRoom)).toEqual([
        "bob: Was the number you posted in #oci-private meant for me? I didn't take it: it may have been an answer to someone else. To choose, reply to my message with the number.",
      ]);
      expect(await untaken('mallory', 'sticker', privateRoom)).toEqual([]);
    });

    test('a number that is not there is answered by what there is', async () => {
      const choice = { number: 99, offered: { first: 3, last: 4 } };
      expect(await untaken('bob', 'no-such-choice', null, choice)).toEqual(["bob: There's no [99] to choose: that message has 3 to 4."]);
      expect(await untaken('bob', 'no-such-choice', null, { number: 1, offered: null })).toEqual([
        "bob: There's no [1] to choose: I sent no message with choices.",
      ]);
    });

    test('a form that is filled in by answers is asked on, by the account at which that is, and waits for nothing else', async () => {
      const lines = ['! This is wrong.', 'Outcome?', '1 No issues found'];
      await here.platform.notice({ type: 'form-question', by: person('mallory'), lines });
      await here.bot.settle();
      expect(here.news().map(({ to, text }) => [to, text])).toEqual([['mallory', lines.join('\n')]]);
    });

    test('who sends a lot is told that not all of it is answered, and later it is again', async () => {
      const told: string[] = [];
      for (let more = 0; more < 13; more += 1) told.push(...(await untaken('bob', 'sticker')));
      expect([told.length, told.at(-1)?.endsWith(quieter)]).toEqual([10, true]);
      here.set(start + 11 * minuteMs);
      expect(await untaken('bob', 'sticker')).toHaveLength(1);
    });
  });

  describe('whoever gets no key, since their identity is another one than before', () => {
    const withheld = async (by: string, where: RoomId | null = null) => {
      await here.platform.notice({ type: 'withheld', by: person(by), room: where });
      await here.bot.settle();
      return here.news().map(({ to, text }) => `${to}: ${text}`);
    };
    const alarm = `ada: The identity (cross-signing keys) of bob (bob) isn't the one I first knew. I don't act on what they say there, and share nothing with them there. Ask them ${way} whether they reset it; if they did, send \`devices accept\`.`;

    test('the other coordinators hear of it, once a day however it was noticed; of a stranger nobody', async () => {
      expect(await withheld('bob', privateRoom)).toEqual([alarm]);
      expect(await withheld('bob')).toEqual([]);
      expect((await comes('bob', 'identity-changed')).filter((each) => each.startsWith('ada: '))).toEqual([]);
      here.set(start + dayMs);
      expect(await withheld('bob')).toEqual([alarm]);
      expect(await withheld('mallory')).toEqual([]);
      expect(await withheld('ada')).toEqual([]);
    });
  });

  describe('whoever can read nothing', () => {
    const unreadable = async (by: string, where: RoomId | null = null) => {
      await here.platform.notice({ type: 'unreadable', by: person(by), room: where });
      await here.bot.settle();
      return here.news().map(({ to, text }) => `${to}: ${text}`);
    };

    test('is named once to who added them, and to nobody for a stranger', async () => {
      expect(await unreadable('bob')).toEqual([
        "ada: bob (bob), on the list oci, can't read anything I send there yet: none of their sessions is verified.\nI told them so, without any content. Ask them another way to set up verification in their Matrix client's encryption settings. Everyone's devices: `devices`.",
      ]);
      expect(await unreadable('bob')).toEqual([]);
      expect(await unreadable('mallory')).toEqual([]);
    });

    test('in a room gets something that makes the platform tell them why, once a day', async () => {
      await unreadable('bob');
      const hint =
        'bob: I posted in #oci-private, and none of your sessions can read it. Verify one, then send `home` to see what is waiting.';
      expect(await unreadable('bob', privateRoom)).toEqual([hint]);
      expect(await unreadable('bob', privateRoom)).toEqual([]);
      here.set(start + dayMs);
      expect(await unreadable('bob', privateRoom)).toEqual([hint]);
    });
  });
});
