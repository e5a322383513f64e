// What the bot does to rooms at a coordinator's word: it mends them, makes them, invites who belongs; and for nobody else.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { faultText } from '../../../src/chat/list/room.ts';
import { readFacts } from '../../../src/db/facts.ts';
import { loadList } from '../../../src/db/lists.ts';
import type { ListFact } from '../../../src/domain/list/facts.ts';
import { roomFaults } from '../../../src/domain/list/room-audit.ts';
import type { ListId, PersonId } from '../../../src/domain/values/ids.ts';
import { personId, roomId } from '../../../src/domain/values/ids.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { linkedBefore } from '../../setup/identities.ts';
import { type KeptPlatform, keptPlatform } from '../../setup/keeper.ts';
import { founded, person, privateRoom, type Seen, start, type World, world } from '../../setup/world.ts';

const oci = 'oci' as ListId;
const matrix = (name: string, server = 'example.org'): PersonId => personId(`matrix:@${name}:${server}`) ?? ('' as never);
const room = roomId('matrix:!abc:example.org') ?? ('' as never);
const other = roomId('matrix:!other:example.org') ?? ('' as never);
const madeRoom = roomId('matrix:!made1') ?? ('' as never);

describe.each(databaseKinds)('the keeper of rooms, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let there: KeptPlatform;
  let keys = 0;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    there = keptPlatform();
    here = await world(kind, { database, also: there });
    await founded(here);
    // ada and bob are on both platforms, carol on one.
    await linkedBefore(here.db, [
      { alias: matrix('ada'), person: person('ada'), since: start },
      { alias: matrix('bob'), person: person('bob'), since: start },
    ]);
    there.becomes(room, { name: 'oci on Matrix', people: [matrix('ada')] });
    here.news();
  });
  afterAll(() => database.drop());

  /** Said on Matrix; resolves to what is seen there. */
  const say = async (by: string, text: string, where: typeof room | null = room): Promise<Seen[]> => {
    const before = there.seen.length;
    keys += 1;
    const heard = { key: `matrix:${keys}`, at: here.engine.now(), by: matrix(by), room: where, trigger: null, names: {} };
    await there.hear({ ...heard, said: { type: 'words', text } });
    await here.bot.settle();
    return there.seen.slice(before);
  };
  const texts = (seen: readonly Seen[]) => seen.map(({ to, text }) => `${to}: ${text}`);
  const outcome = () => here.logs.findLast(({ event }) => event === 'handled')?.details.outcome;
  const facts = async () => (await readFacts<ListFact>(here.db, 'list:oci')).map(({ fact }) => fact);
  const adopt = async () => {
    await say('ada', 'room adopt oci');
    there.deeds.length = 0;
  };

  describe('each fault that is planted', () => {
    beforeEach(adopt);

    test.each(roomFaults.filter((fault) => fault !== 'archived'))('%s raises its alarm at once, and its end is told', async (fault) => {
      const alarmed = async () => {
        const before = here.platform.seen.length;
        await there.notice({ type: 'room', room, who: null });
        await here.bot.settle();
        return here.platform.seen
          .slice(before)
          .filter(({ to }) => to === 'ada')
          .map(({ text }) => text.split('\n').slice(0, 2));
      };
      there.becomes(room, { faults: [fault] });
      expect(await alarmed()).toEqual([
        [
          "oci on Matrix is no longer safe for embargoes. I won't post there until that's fixed.",
          expect.stringContaining(faultText(fault, 'matrix').slice(1)),
        ],
      ]);
      there.becomes(room, { faults: [] });
      expect(await alarmed()).toEqual([['oci on Matrix is safe for embargoes again.']]);
    });
  });

  test('ids of workspaces may be typed in small letters', async () => {
    await here.say('ada', 'room trust t0far sure=yes');
    expect((await loadList(here.db, oci))?.rooms[privateRoom]?.teams).toEqual(['T0FAR']);
  });

  describe('mending', () => {
    test('an unfit room is offered, done, and shown as it is then', async () => {
      await adopt();
      there.becomes(room, { faults: ['unencrypted', 'guests', 'upgraded'] });
      const [audit] = await say('ada', 'room audit');
      expect(audit?.text).toContain("turn on encryption, which can't be undone");
      expect(audit?.buttons).toEqual(['room fix', 'room invite']);
      const [mended] = await say('ada', 'room fix');
      expect(there.deeds).toEqual([`mend ${room}`]);
      expect(mended?.text).toContain('It was upgraded to another room');
      expect(mended?.text).not.toContain('Guests can join it');
      expect(mended?.buttons).toEqual(['room invite']);
      expect((await loadList(here.db, oci))?.rooms[room]?.audit.faults).toEqual(['upgraded']);
    });

    test('without the power for it says what power it has and what it takes, in a room of a list and in any other', async () => {
      const said =
        'My power level there is 0, and the rest needs 100. Someone with at least 100 gives it to me (in Element: room info, People, my name, Power level). Then send `room fix` again.';
      await adopt();
      for (const each of [room, other]) {
        there.becomes(each, { faults: ['guests'] });
        there.lacks(each, { has: 0, needs: 100 });
        expect((await say('ada', 'room fix', each)).at(-1)?.text.split('\n')).toContain(said);
      }
    });

    test('a room that refuses it is shown as it still is', async () => {
      await adopt();
      there.becomes(room, { faults: ['guests'] });
      there.forbids('mend', 'M_FORBIDDEN');
      expect((await say('ada', 'room fix')).at(-1)?.text).toContain('Guests can join it: keep guests out');
    });

    test('nothing is touched for anybody but coordinators', async () => {
      await adopt();
      there.becomes(room, { faults: ['guests'] });
      expect(texts(await say('bob', 'room fix'))[0]).toContain('Only coordinators can use');
      expect(texts(await say('eve', 'room fix'))[0]).toContain("You aren't on a list here");
      expect(there.deeds).toEqual([]);
    });

    test('a room of no list is mended for who could adopt it, and for nobody else', async () => {
      there.becomes(other, { name: 'new', faults: ['history-shared', 'anyone-invites'] });
      const [refused] = await say('ada', 'room adopt oci', other);
      expect(refused?.text).toContain(
        "This room isn't safe for embargoes: people who join can read earlier messages, anyone in it can invite others.",
      );
      expect(refused?.buttons).toEqual(['room fix']);
      for (const who of ['bob', 'eve']) expect(texts(await say(who, 'room fix', other))[0]).toContain('This room belongs to no list');
      expect(there.deeds).toEqual([]);
      const [mended] = await say('ada', 'room fix', other);
      expect(mended?.text).toBe('new is safe for embargoes. Send `room adopt oci` in it to make it a room of the list oci.');
      expect(there.deeds).toEqual([`mend ${other}`]);
      expect((await say('ada', 'room adopt oci', other)).map(({ text }) => text)).toContain('This room is now a room of oci.');
    });

    test('where people keep the rooms, that is said, and no button offers it', async () => {
      here.platform.faults(privateRoom, ['public']);
      const [audit] = await here.say('ada', 'room audit');
      expect(audit?.buttons).toEqual([]);
      for (const words of ['room fix', 'room invite', 'room make secret'])
        expect((await here.say('ada', words)).map(({ text }) => text.split(',')[0])).toEqual(['On the terminal']);
      expect((await here.say('ada', 'room make')).map(({ how }) => how)).toEqual(['posted']);
    });

    test('asked for directly, of the room that its button names', async () => {
      await adopt();
      there.becomes(room, { faults: ['guests'] });
      const asked = await say('ada', 'room audit', null);
      const words = asked.flatMap(({ buttons }) => buttons);
      expect(words).toEqual([`room fix room=${room}`, `room invite room=${room}`]);
      await say('ada', `room fix room=${room}`, null);
      expect(there.deeds).toEqual([`mend ${room}`]);
      // Of several rooms none is guessed, and none that the list does not have.
      await say('ada', 'room fix', null);
      await say('ada', `room fix room=${other}`, null);
      expect(outcome()).toBe('refused: room-not-adopted');
      expect(there.deeds).toHaveLength(1);
    });
  });

  describe('inviting', () => {
    beforeEach(adopt);

    test('calls in who is on the list and not in the room, once', async () => {
      const [said] = await say('ada', 'room invite');
      expect(there.deeds).toEqual([`invite ${room}: ${matrix('bob')}`]);
      expect(said?.text).toBe(
        [
          'Invited to oci on Matrix: bob (Seven Linux).',
          'No account there that I know of: carol (Rhombus). They send `account link` where they are, and type the code there.',
        ].join('\n'),
      );
      expect((await facts()).at(-1)).toEqual({ type: 'people-invited', room, people: [matrix('bob')] });
      expect(texts(await say('ada', 'room invite'))).toEqual([
        '@ada:example.org in !abc:example.org: Everyone on the list that I can invite is already in oci on Matrix or invited. Nothing changed.',
      ]);
      expect(there.deeds).toHaveLength(1);
    });

    test('says who could not be, and writes nothing down of them', async () => {
      there.refuses(matrix('bob'), 'M_INVITE_BLOCKED');
      const before = (await facts()).length;
      expect((await say('ada', 'room invite'))[0]?.text.split('\n').slice(0, 3)).toEqual([
        'I invited nobody to oci on Matrix.',
        'Not invited:',
        expect.stringContaining('bob (Seven Linux): they block invitations'),
      ]);
      expect(await facts()).toHaveLength(before);
    });

    test('asks nobody in from a homeserver that no coordinator named, and does once one has', async () => {
      await here.say('ada', `people add ${matrix('dave', 'far.example')} representative Rhombus name=dave`);
      const [said] = await say('ada', 'room invite');
      expect(there.deeds).toEqual([`invite ${room}: ${matrix('bob')}`]);
      expect(said?.text).toContain(
        'Not invited, because no coordinator allowed their homeservers in this room: dave (Rhombus) (far.example).',
      );
      const [means] = await say('ada', 'room trust far.example');
      expect(means?.text).toContain('far.example is another homeserver. Letting it read in oci on Matrix means:');
      expect(texts(await say('ada', 'room trust T0,FAR'))[0]).toContain("T0,FAR isn't a homeserver");
      await say('ada', 'room trust far.example sure=yes');
      await say('ada', 'room invite');
      expect(there.deeds.at(-1)).toBe(`invite ${room}: ${matrix('dave', 'far.example')}`);
    });

    test('is done for nobody but coordinators', async () => {
      expect(texts(await say('bob', 'room invite'))[0]).toContain('Only coordinators can use');
      expect(there.deeds).toEqual([]);
    });

    test('into a room that refuses altogether is said of each', async () => {
      there.forbids('invite', 'M_FORBIDDEN');
      expect((await say('ada', 'room invite'))[0]?.text).toContain(
        "bob (Seven Linux): I'm not allowed to invite there, or not to invite them",
      );
    });
  });

  describe('making', () => {
    test('a room makes it the list’s, asks its members in, and tells what came of it', async () => {
      const said = await say('ada', 'room make OCI embargoes', null);
      expect(there.deeds).toEqual([`make OCI embargoes: ; ${matrix('ada')}`, `invite ${madeRoom}: ${matrix('ada')} ${matrix('bob')}`]);
      const answer = said.filter(({ to }) => to === '@ada:example.org').map(({ text }) => text);
      expect(answer).toEqual([
        [
          'Created OCI embargoes: encrypted, invite-only, a room of oci.',
          'Invited to OCI embargoes: ada, bob (Seven Linux).',
          'No account there that I know of: carol (Rhombus). They send `account link` where they are, and type the code there.',
        ].join('\n'),
      ]);
      expect((await facts()).slice(-3)).toEqual([
        { type: 'room-made', room: madeRoom },
        expect.objectContaining({ type: 'room-adopted', room: madeRoom }),
        { type: 'people-invited', room: madeRoom, people: [matrix('ada'), matrix('bob')] },
      ]);
      expect(Object.keys((await loadList(here.db, oci))?.rooms ?? {}).sort()).toEqual([madeRoom, privateRoom].sort());
    });

    test('is refused where the homeserver refuses it, and changes nothing', async () => {
      const before = await facts();
      there.forbids('make', 'M_FORBIDDEN');
      expect(texts(await say('ada', 'room make OCI', null))[0]).toContain(
        "I couldn't create a room: the homeserver refused (M_FORBIDDEN).",
      );
      expect(await facts()).toEqual(before);
    });

    test('invites nobody into a room that did not become fit', async () => {
      there.becomes(madeRoom, { faults: ['unencrypted'] });
      await say('ada', 'room make OCI', null);
      expect(outcome()).toBe('refused: room-has-faults');
      expect(there.deeds).toEqual([`make OCI: ; ${matrix('ada')}`]);
    });

    test('is for coordinators alone', async () => {
      expect(texts(await say('bob', 'room make OCI', null))[0]).toContain('Only coordinators can use');
      await say('eve', 'room make OCI', null);
      expect(there.deeds).toEqual([]);
    });
  });
});
