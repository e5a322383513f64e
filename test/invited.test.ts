// Who may bring the bot into a room: coordinators, and those who run it. Others are declined, and told of.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadList } from '../src/db/lists.ts';
import { identities, profiles } from '../src/db/schema.ts';
import { type ListId, type PersonId, personId, roomId } from '../src/domain/ids.ts';
import { dayMs } from '../src/domain/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from './setup/database.ts';
import { type KeptPlatform, keptPlatform } from './setup/keeper.ts';
import { founded, person, start, type World, world } from './setup/world.ts';

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

  const linked = (name: string) => here.db.insert(identities).values({ alias: matrix(name), person: person(name), since: start });
  /** What is seen on either platform after an invitation. */
  const invited = async (by: string, direct = false) => {
    const seen = { here: here.platform.seen.length, there: there.seen.length };
    await there.notice({ type: 'invited', room, by: matrix(by), direct });
    await here.bot.settle();
    return [...here.platform.seen.slice(seen.here), ...there.seen.slice(seen.there)].map(({ how, to, text }) => `${how} ${to}: ${text}`);
  };
  const outcome = () => here.logs.findLast(({ event }) => event === 'handled')?.details.outcome;
  const stranger = (to: string, by: string, what: string) =>
    `posted ${to}: @${by}:example.org invited me ${what}, and is neither a coordinator nor one of those who run me. I declined, and told them nothing of any list.\nIf they belong to a list, a coordinator puts them on it: \`person add\`.`;
  const no = 'I follow invitations of coordinators, and of those who run me, alone';

  test('of who runs the bot is followed before there is any list, and told what comes next', async () => {
    await linked('ada');
    expect(await invited('ada')).toEqual([
      'posted @ada:example.org: I am in new, and say nothing there until it is a room of a list.\nnew is fit for embargoes. Say `room adopt oci` in it to make it a room of the list oci.',
    ]);
    expect(there.deeds).toEqual([`answer ${room}: yes`]);
    expect(outcome()).toBe('joined');
  });

  test('of a coordinator is followed, and what is wrong with the room is told to them and not in it', async () => {
    await founded(here);
    await here.say('ada', 'person add terminal:grace coordinator name=grace');
    await linked('grace');
    there.becomes(room, { faults: ['shared-externally', 'guests'], teams: ['far.example'] });
    expect(await invited('grace')).toEqual([
      [
        'posted @grace:example.org: I am in new, and say nothing there until it is a room of a list.',
        'new is not fit for embargoes yet:',
        '- Guests may join it: let no guests in: `room mend` does it, if I may there; else an administrator of the room',
        '- People of other homeservers are in it, or invited (far.example): to let them read along, `room adopt oci teams=far.example`',
        'Then say `room adopt oci` in it to make it a room of the list oci.',
        '`room mend`, said in it, puts right what I may change.',
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
    expect((await invited('ada')).at(-1)).toBe('posted @ada:example.org: I am in new again. How it stands: `room audit`.');
    expect((await loadList(here.db, 'oci' as ListId))?.rooms[room]?.audit.faults).toEqual(['guests']);
  });

  test('that was taken back is said to be', async () => {
    await linked('ada');
    there.forbids('answer', 'M_FORBIDDEN');
    expect(await invited('ada')).toEqual([
      'posted @ada:example.org: You invited me into a room, and I could not come in (M_FORBIDDEN). Invite me once more, or make another room.',
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
      'You invited me into a room, and I could not come in (no answer). Invite me once more, or make another room.',
    ]);
  });

  test('of a coordinator to speak with them alone is followed', async () => {
    await founded(here);
    await linked('ada');
    expect(await invited('ada', true)).toEqual(['posted @ada:example.org: You can talk to me here. What can be said: `help`.']);
  });

  test('of another member to speak with them alone is declined, and the bot writes to them by itself', async () => {
    await founded(here);
    await linked('bob');
    expect(await invited('bob', true)).toEqual(['posted @bob:example.org: You can talk to me here. What can be said: `help`.']);
    expect(there.deeds).toEqual([`answer ${room}: I write to you myself`]);
  });

  test('of another member into a room is declined as that of a stranger', async () => {
    await founded(here);
    await linked('bob');
    expect(await invited('bob')).toEqual([stranger('@ada:example.org', 'bob', 'into a room').replace('@ada:example.org', 'ada')]);
    expect(there.deeds).toEqual([`answer ${room}: ${no}`]);
  });

  test('of strangers is declined, and told of once a day for each', async () => {
    await founded(here);
    expect(await invited('eve', true)).toEqual([stranger('ada', 'eve', 'to speak with them alone')]);
    const again = (await invited('eve', true)).filter((each) => each.startsWith('posted'));
    expect(again).toEqual([]);
    expect(await invited('mallory')).toEqual([stranger('ada', 'mallory', 'into a room')]);
    here.set(start + dayMs);
    expect(await invited('eve', true)).toEqual([stranger('ada', 'eve', 'to speak with them alone')]);
    expect(there.deeds).toEqual(Array.from({ length: 4 }, () => `answer ${room}: ${no}`));
    expect(there.seen).toEqual([]);
  });

  test('of strangers, where there is no list, is told to those who run the bot', async () => {
    expect(await invited('eve')).toEqual([stranger('ada', 'eve', 'into a room')]);
  });

  test('of an account that was closed is that of a stranger', async () => {
    await founded(here);
    await linked('ada');
    const closed = { person: matrix('ada'), name: null, zone: null, app: false, gone: true, readAt: start, closedAt: start };
    await here.db.insert(profiles).values(closed);
    expect(await invited('ada')).toEqual([stranger('ada', 'ada', 'into a room')]);
    expect(there.deeds).toEqual([`answer ${room}: ${no}`]);
  });
});
