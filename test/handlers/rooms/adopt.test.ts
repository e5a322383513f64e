// A room is adopted knowingly: whoever is in it and on no list is named before anything is done, and an admin on two platforms is told to link.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { linkIdentity } from '../../../src/db/identities.ts';
import { loadList } from '../../../src/db/lists.ts';
import { type ListId, type PersonId, personId, type RoomId, roomId } from '../../../src/domain/values/ids.ts';
import { openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { founded, person, privateRoom, recordingPlatform, room, type Seen, type World, world } from '../../setup/world.ts';

const oci = 'oci' as ListId;
const second = room('#second');
const people = (...names: string[]) => names.map(person);
const texts = (seen: readonly Seen[]) => seen.map(({ to, text }) => `${to}: ${text}`);

describe('adopting a room', () => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase('embedded');
  });
  beforeEach(async () => {
    here = await world('embedded', { database });
  });
  afterAll(() => database.drop());

  const rooms = async (list = oci): Promise<string[]> => Object.keys((await loadList(here.db, list))?.rooms ?? {});

  describe('of a list that is there already', () => {
    beforeEach(() => founded(here));

    test('names who is in it and on no list, at once, and does nothing until that is confirmed', async () => {
      here.platform.shows(second, { people: people('ada', 'bob', 'eve', 'mallory') });
      const [asked, ...others] = await here.say('ada', 'room adopt oci', second);
      expect(others).toEqual([]);
      expect(asked).toMatchObject({
        to: 'ada in #second',
        buttons: ['room adopt list="oci" policy=oci sure=yes'],
        text: [
          'eve, mallory are in #second and not on the list oci.',
          'Put each of them on it with `people add`, or remove them from the room. Then send `room adopt oci` again.',
          'Until then they read what I post in this room: codenames and dates. Details go only to people on the list who have acknowledged an embargo.',
          '[1] Adopt anyway',
        ].join('\n'),
      });
      expect(await rooms()).toEqual([privateRoom]);
      await here.say('ada', asked?.buttons[0] ?? '', second);
      expect(await rooms()).toEqual([privateRoom, second]);
    });

    test('asks nothing where everybody is on the list, by whichever account', async () => {
      await linkIdentity(here.db, person('carol@phone'), person('carol'), here.engine.now());
      here.platform.shows(second, { people: people('ada', 'bob', 'carol@phone') });
      expect(texts(await here.say('ada', 'room adopt oci', second))).toContain('ada in #second: This room is now a room of oci.');
    });

    test('asks once for both, where another organisation reads along too', async () => {
      here.platform.faults(second, ['shared-externally']);
      here.platform.shows(second, { people: people('ada', 'eve'), teams: ['T0FAR'] });
      const [asked] = await here.say('ada', 'room adopt oci teams=T0FAR', second);
      expect(asked?.text).toMatch(/eve is in #second and not on the list oci\.[\s\S]*T0FAR is another organization's workspace\./);
      expect(asked?.buttons).toEqual(['room adopt list="oci" policy=oci teams=T0FAR sure=yes']);
      await here.say('ada', asked?.buttons[0] ?? '', second);
      expect((await loadList(here.db, oci))?.rooms[second]?.teams).toEqual(['T0FAR']);
    });

    test('names at most twenty, and counts the others', async () => {
      const crowd = Array.from({ length: 30 }, (_, index) => `person${String(index).padStart(2, '0')}`);
      here.platform.shows(second, { people: people('ada', ...crowd) });
      const [asked] = await here.say('ada', 'room adopt oci', second);
      expect(asked?.text).toContain('person19 and 10 more are in #second');
      expect(asked?.text).not.toContain('person20');
    });

    test('tells somebody named in ADMINS who is not a coordinator of it how to be one by their other account', async () => {
      await here.say('ada', 'people add terminal:grace coordinator name=grace');
      await here.say('grace', 'people remove terminal:ada');
      const [refused] = await here.say('ada', 'room adopt oci', second);
      expect(refused?.text).toBe(
        "Only coordinators of oci adopt rooms for it, and this account isn't one. If you coordinate it from another account, link the two: send `account link` here, then type the code to me from that account. Otherwise ask a coordinator.",
      );
    });
  });

  describe('that founds a list', () => {
    test('names who else is in it, and says what to do about them', async () => {
      here.platform.shows(privateRoom, { people: people('ada', 'bob') });
      const [asked, ...others] = await here.say('ada', 'room adopt oci');
      expect(others).toEqual([]);
      expect(asked?.text).toBe(
        [
          'Also in #oci-private: bob. Nobody is on the new list oci yet except you.',
          'If they belong here, adopt the room, then add them to the list with `people add`. If not, remove them from the room first.',
          'Until then they read what I post in this room: codenames and dates. Details go only to people on the list who have acknowledged an embargo.',
          '[1] Adopt this room',
        ].join('\n'),
      );
      expect(await loadList(here.db, oci)).toBe(null);
      await here.say('ada', asked?.buttons[0] ?? '');
      expect(await rooms()).toEqual([privateRoom]);
    });

    test('asks nothing where its founder is alone, and where the platform does not tell', async () => {
      here.platform.shows(privateRoom, { people: people('ada') });
      await here.say('ada', 'room adopt oci');
      await here.say('ada', 'room adopt other', second);
      expect([await rooms(), await rooms('other' as ListId)]).toEqual([[privateRoom], [second]]);
    });
  });
});

describe('an admin on two platforms', () => {
  const onSlack = personId('slack:T024/U0123') as PersonId;
  const onMatrix = personId('matrix:@ada:example.org') as PersonId;
  const matrixRoom = roomId('matrix:!oci:example.org') as RoomId;
  const advice = [
    'The setting ADMINS also names a Slack account (member ID `U0123`). To this list, that account is somebody else until you link it.',
    'If it is yours, link it now: say `account link` here, then type the code to me from that account.',
  ].join('\n');

  async function both(): Promise<World> {
    const here = await world('embedded', { also: recordingPlatform({ name: 'slack' }), platform: recordingPlatform({ name: 'matrix' }) });
    // The bot holds these two as they are: they are changed in place.
    const platforms = here.engine.platforms as Record<string, unknown>;
    platforms.matrix = platforms.terminal;
    delete platforms.terminal;
    const admins = here.engine.admins as Set<PersonId>;
    admins.clear();
    for (const each of [onSlack, onMatrix]) admins.add(each);
    return here;
  }
  const adopt = async (here: World, where: RoomId): Promise<string[]> => {
    here.news();
    const name = where === matrixRoom ? 'oci' : 'further';
    await here.platform.hear({ ...here.heard('ada', `room adopt ${name}`), by: onMatrix, room: where, names: { [onMatrix]: 'ada' } });
    await here.bot.settle();
    return here.news().map(({ text }) => text);
  };

  test('is told to link, once for each list that they found', async () => {
    const here = await both();
    expect(await adopt(here, matrixRoom)).toContain(advice);
    await here.platform.hear({ ...here.heard('ada', 'room adopt oci'), by: onMatrix, room: roomId('matrix:!more:example.org') as RoomId });
    await here.bot.settle();
    expect(here.news().map(({ text }) => text)).not.toContain(advice);
    await here.close();
  });

  test('hears nothing of it once the accounts are linked', async () => {
    const here = await both();
    await linkIdentity(here.db, onSlack, onMatrix, here.engine.now());
    expect(await adopt(here, matrixRoom)).not.toContain(advice);
    await here.close();
  });

  test('is called by a name, also where what they said did not tell one', async () => {
    const here = await both();
    here.platform.knows({ person: onMatrix, name: 'Ada L.', zone: null, gone: false, app: false });
    await here.platform.hear({ ...here.heard('ada', 'room adopt oci'), by: onMatrix, room: matrixRoom, names: {} });
    await here.bot.settle();
    expect((await loadList(here.db, oci))?.members[onMatrix]?.name).toBe('Ada L.');
    await here.close();
  });
});
