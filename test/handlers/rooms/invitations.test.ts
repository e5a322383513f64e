// Who may bring the bot into a room: coordinators, and those who run it; and whoever is on no list, to speak with it alone. Others are declined, and told of.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { finishHeard } from '../../../src/db/inbox.ts';
import { loadList } from '../../../src/db/lists.ts';
import { inbox } from '../../../src/db/schema.ts';
import { type ListId, type PersonId, personId, roomId } from '../../../src/domain/values/ids.ts';
import { dayMs } from '../../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { closedBefore, linkedBefore } from '../../setup/identities.ts';
import { type KeptPlatform, keptPlatform } from '../../setup/keeper.ts';
import { founded, person, start, type World, world } from '../../setup/world.ts';

const matrix = (name: string): PersonId => personId(`matrix:@${name}:example.org`) ?? ('' as never);
const room = roomId('matrix:!abc:example.org') ?? ('' as never);

describe.each(databaseKinds)('an invitation, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let there: KeptPlatform;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    there = keptPlatform();
    here = await world(kind, { database, also: there });
    there.becomes(room, { name: 'new', people: [matrix('ada')] });
  });
  afterAll(() => database.drop());

  const linked = (name: string) => linkedBefore(here.db, { alias: matrix(name), person: person(name), since: start });
  /** What is seen on either platform after an invitation. */
  const invited = async (by: string, direct = false) => {
    const seen = { here: here.platform.seen.length, there: there.seen.length };
    await there.notice({ type: 'invited', room, by: matrix(by), direct });
    await here.bot.settle();
    return [...here.platform.seen.slice(seen.here), ...there.seen.slice(seen.there)].map(({ how, to, text }) => `${how} ${to}: ${text}`);
  };
  const outcome = () => here.logs.findLast(({ event }) => event === 'handled')?.details.outcome;
  const stranger = (to: string, by: string) =>
    `posted ${to}: \`@${by}:example.org\` on Matrix invited me to a room, and is neither a coordinator nor an operator of mine. I declined, and told them nothing about any list.\nIf they belong to a list, a coordinator adds them: \`people add\`.`;
  const no = 'I only accept invitations from coordinators and my operators';

  test('of who runs the bot is followed before there is any list, and told what comes next', async () => {
    await linked('ada');
    expect(await invited('ada')).toEqual([
      "posted @ada:example.org: I joined new. I won't post there until it's a room of a list.\nnew is safe for embargoes. Send `room adopt oci` in it to make it a room of the list oci.",
    ]);
    expect(there.deeds).toEqual([`answer ${room}: yes`]);
    expect(outcome()).toBe('joined');
  });

  test('of a coordinator is followed, and what is wrong with the room is told to them and not in it', async () => {
    await founded(here);
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
    await linked('grace');
    there.becomes(room, { faults: ['shared-externally', 'guests'], teams: ['far.example'] });
    expect(await invited('grace')).toEqual([
      [
        "posted @grace:example.org: I joined new. I won't post there until it's a room of a list.",
        "new isn't safe for embargoes yet:",
        "- Guests can join it: keep guests out: `room fix` does it if I'm allowed; otherwise a room administrator",
        '- People from other homeservers are in it or invited (far.example): to let them read, `room adopt oci teams=far.example`',
        'Then send `room adopt oci` in it to make it a room of the list oci.',
        "`room fix`, sent there, fixes what I'm allowed to change.",
      ].join('\n'),
    ]);
  });

  test('back into a room of a list writes down what is seen of it', async () => {
    await founded(here);
    await linked('ada');
    await there.hear({
      key: 'adopt',
      at: start,
      by: matrix('ada'),
      room,
      trigger: null,
      names: {},
      said: { type: 'words', text: 'room adopt oci' },
    });
    await here.bot.settle();
    there.becomes(room, { faults: ['guests'] });
    expect((await invited('ada')).at(-1)).toBe("posted @ada:example.org: I'm back in new. To check it: `room audit`.");
    expect((await loadList(here.db, 'oci' as ListId))?.rooms[room]?.audit.faults).toEqual(['guests']);
  });

  test('that was taken back is said to be', async () => {
    await linked('ada');
    there.forbids('answer', 'M_FORBIDDEN');
    expect(await invited('ada')).toEqual([
      "posted @ada:example.org: I couldn't join the room you invited me to (M_FORBIDDEN). Invite me again, or make another room.",
    ]);
    expect(outcome()).toBe('invitation-gone');
  });

  test('that the homeserver does not answer is tried again, then given up aloud', async () => {
    await linked('ada');
    there.forbids('answer', 'http_502', 'again');
    const seen = [...(await invited('ada'))];
    for (let tries = 0; tries < 3; tries += 1) {
      await here.advance(here.engine.now() + 5_000);
      await here.bot.settle();
    }
    expect(seen).toEqual([]);
    expect(there.seen.map(({ text }) => text)).toEqual([
      "I couldn't join the room you invited me to (no answer). Invite me again, or make another room.",
    ]);
  });

  test('of a coordinator to speak with them alone is followed', async () => {
    await founded(here);
    await linked('ada');
    expect(await invited('ada', true)).toEqual(['posted @ada:example.org: You can talk to me here. For the commands: `help`.']);
  });

  test('of another member to speak with them alone is declined, and the bot writes to them by itself', async () => {
    await founded(here);
    await linked('bob');
    expect(await invited('bob', true)).toEqual(['posted @bob:example.org: You can talk to me here. For the commands: `help`.']);
    expect(there.deeds).toEqual([`answer ${room}: I'll message you myself`]);
  });

  test('of another member into a room is declined as that of a stranger', async () => {
    await founded(here);
    await linked('bob');
    expect(await invited('bob')).toEqual([stranger('ada', 'bob')]);
    expect(there.deeds).toEqual([`answer ${room}: ${no}`]);
  });

  test('of strangers into a room is declined, and told of once a day for each', async () => {
    await founded(here);
    expect(await invited('eve')).toEqual([stranger('ada', 'eve')]);
    expect((await invited('eve')).filter((each) => each.startsWith('posted'))).toEqual([]);
    expect(await invited('mallory')).toEqual([stranger('ada', 'mallory')]);
    here.set(start + dayMs);
    expect(await invited('eve')).toEqual([stranger('ada', 'eve')]);
    expect(there.deeds).toEqual(Array.from({ length: 4 }, () => `answer ${room}: ${no}`));
    expect(there.seen).toEqual([]);
  });

  describe('of somebody on no list to speak with them alone', () => {
    const alone = (name: string) => there.becomes(room, { name: 'two', people: [matrix(name)], faults: [] });
    const hello = (name: string) => `posted @${name}:example.org: You can talk to me here. For the commands: \`help\`.`;
    const server = (name: string, homeserver: string): PersonId => personId(`matrix:@${name}:${homeserver}`) ?? ('' as never);
    /** As many as were followed before, by whom. */
    const before = async (people: readonly PersonId[], at = start) => {
      for (const [index, by] of people.entries()) {
        const [row] = await here.db
          .insert(inbox)
          .values({ key: `before-${index}`, by: room, receivedAt: at, tryAt: at })
          .returning();
        await finishHeard(here.db, row?.seq ?? 0, at, `followed: ${by}`);
      }
    };
    const many = (count: number, homeserver: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => server(`u${index}`, homeserver(index)));
    const busy = `answer ${room}: I got too many such invitations within a day; try again tomorrow`;

    test('is followed, answered there, and nobody is alarmed', async () => {
      await founded(here);
      alone('eve');
      expect(await invited('eve', true)).toEqual([hello('eve')]);
      expect(there.deeds).toEqual([`follow ${room}: ${matrix('eve')}`]);
      expect(outcome()).toBe(`followed: ${matrix('eve')}`);
    });

    test('is declined with the reason, and told of, where others are in the room', async () => {
      await founded(here);
      there.becomes(room, { people: [matrix('eve'), matrix('mallory')] });
      expect(await invited('eve', true)).toEqual([stranger('ada', 'eve')]);
      expect(there.deeds).toEqual([
        `follow ${room}: I only talk one to one: make a room for you and me, with nobody else in it or invited`,
      ]);
      expect(outcome()).toBe('declined: not-alone');
    });

    test('is declined with the reason, and nobody is alarmed, where the room is not encrypted', async () => {
      await founded(here);
      there.becomes(room, { people: [matrix('eve')], faults: ['unencrypted'] });
      expect(await invited('eve', true)).toEqual([]);
      expect(there.deeds).toEqual([`follow ${room}: I only talk in encrypted, invite-only rooms`]);
    });

    test('that was taken back is let be', async () => {
      there.forbids('follow', 'M_FORBIDDEN');
      expect(await invited('eve', true)).toEqual([]);
      expect(outcome()).toBe('invitation-gone');
    });

    test.each([
      ['the third of a person', 'the fourth', 2, () => 'example.org', () => matrix('eve'), 'ofPerson'],
      ['the twentieth of a homeserver', 'the twenty-first', 19, () => 'example.org', null, 'ofServer'],
      ['the sixtieth', 'the sixty-first', 59, (index: number) => `s${index % 6}.example`, null, 'inAll'],
    ] as const)('within a day, is followed when it is %s, and declined when it is %s', async (_, __, count, homeserver, who, limit) => {
      await founded(here);
      alone('eve');
      const earlier = who === null ? many(count, homeserver) : Array.from({ length: count }, who);
      await before(earlier);
      expect(await invited('eve', true)).toEqual([hello('eve')]);
      alone('mallory');
      const next = who === null ? 'mallory' : 'eve';
      const told =
        limit === 'inAll'
          ? [
              "posted ada: People on no list sent me more than 60 direct message invitations on Matrix within a day. I decline more until that stops.\nPeople who need to reach you meanwhile can't through me: tell them another way.",
            ]
          : [];
      expect(await invited(next, true)).toEqual(told);
      expect(there.deeds.at(-1)).toBe(busy);
      expect(outcome()).toBe(`declined: ${limit}`);
      expect((await invited(next, true)).filter((each) => each.startsWith('posted'))).toEqual([]);
      here.set(start + dayMs);
      if (next === 'eve') alone('eve');
      expect(await invited(next, true)).toEqual([hello(next)]);
    });

    test('is answered once a day when they chat, and each time when they say what they may', async () => {
      await founded(here);
      alone('eve');
      await invited('eve', true);
      let count = 0;
      const said = async (text: string) => {
        const seen = there.seen.length;
        count += 1;
        const heard = { key: `chat-${count}`, at: here.engine.now(), by: matrix('eve'), room: null, trigger: null, names: {} };
        await there.hear({ ...heard, said: { type: 'words', text } });
        await here.bot.settle();
        return there.seen.slice(seen).map((each) => each.text.split('\n')[0] ?? '');
      };
      expect(await said('good morning')).toEqual([
        expect.stringMatching(
          /^I don't know `good morning`\. You aren't on any list here, as far as I know\. What you can use: `home`, `help`, `apply`/,
        ),
      ]);
      expect(await said('is anybody there?')).toEqual([]);
      expect(await said('help')).toEqual(['What you can do now']);
      expect(await said('owe')).toEqual([expect.stringContaining("You aren't on a list here")]);
      here.set(start + dayMs);
      expect(await said('good morning')).toHaveLength(1);
    });
  });

  test('of strangers, where there is no list, is told to those who run the bot', async () => {
    expect(await invited('eve')).toEqual([stranger('ada', 'eve')]);
  });

  test('of an account that was closed is that of a stranger', async () => {
    await founded(here);
    await linked('ada');
    await closedBefore(here.db, matrix('ada'), start);
    expect(await invited('ada')).toEqual([stranger('ada', 'ada')]);
    expect(there.deeds).toEqual([`answer ${room}: ${no}`]);
  });
});
