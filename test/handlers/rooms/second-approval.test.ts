// Orders that a platform has its part in, given from a homeserver: it is asked to do nothing before somebody elsewhere has confirmed them.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFacts } from '../../../src/db/facts.ts';
import { loadList } from '../../../src/db/lists.ts';
import { pendingOrders } from '../../../src/db/schema.ts';
import type { ListFact } from '../../../src/domain/list/facts.ts';
import { type ListId, type PersonId, personId, type RoomId, roomId } from '../../../src/domain/values/ids.ts';
import { dayMs } from '../../../src/domain/values/time.ts';
import type { RoomAdmin } from '../../../src/platforms/platform.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { linkedBefore } from '../../setup/identities.ts';
import { type KeptPlatform, keptPlatform } from '../../setup/keeper.ts';
import { failure, founded, opened, person, type Seen, start, type World, world } from '../../setup/world.ts';

const oci = 'oci' as ListId;
const matrix = (name: string, server = 'example.org'): PersonId => personId(`matrix:@${name}:${server}`) ?? ('' as never);
const room = roomId('matrix:!abc:example.org') ?? ('' as never);
const madeRoom = roomId('matrix:!made1') ?? ('' as never);
const grace = matrix('grace', 'c.example');

describe.each(databaseKinds)('an order from a homeserver, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let there: KeptPlatform;
  let codename: string;
  let spoken = 0;
  /** The keys with which rooms were made, and the identities that were accepted. */
  let made: string[];
  let accepted: PersonId[];
  /** How many of the next invitations fail. */
  let failing = 0;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    [made, accepted, failing] = [[], [], 0];
    const kept = keptPlatform();
    const { roomAdmin } = kept;
    if (roomAdmin === null) throw new Error('nobody keeps its rooms');
    const remembering: RoomAdmin = {
      ...roomAdmin,
      make: async (wish) => {
        made.push(wish.key);
        return roomAdmin.make(wish);
      },
      invite: async (where, people) => {
        failing -= 1;
        if (failing >= 0) throw failure('again');
        return roomAdmin.invite(where, people);
      },
    };
    there = {
      ...kept,
      roomAdmin: remembering,
      devices: {
        report: async (people) => people.map((who) => ({ person: who, identity: 'changed', devices: 1, shutOut: [] })),
        accept: async (who) => {
          accepted.push(who);
          return { person: who, identity: 'same', devices: 1, shutOut: [] };
        },
      },
    };
    here = await world(kind, { database, also: there });
    await founded(here);
    const since = start - 2 * dayMs;
    // ada is on the terminal too, where nobody could forge her; heidi is where the order comes from, grace on a homeserver of another's.
    await linkedBefore(here.db, [
      { alias: matrix('ada'), person: person('ada'), since },
      { alias: matrix('bob'), person: person('bob'), since },
    ]);
    for (const [id, name] of [
      [grace, 'grace'],
      [matrix('heidi'), 'heidi'],
    ])
      await here.say('ada', `people add ${id} coordinator name=${name}`);
    there.becomes(room, { name: 'oci on Matrix', people: [matrix('ada'), matrix('heidi')] });
    await say(matrix('ada'), 'room adopt oci', room);
    codename = await opened(here);
    there.deeds.length = 0;
    here.news();
  });

  /** Said on Matrix; resolves to what is seen there and on the terminal. */
  const say = async (by: PersonId, text: string, where: RoomId | null = null): Promise<Seen[]> => {
    const before = there.seen.length;
    here.news();
    spoken += 1;
    const heard = { key: `matrix:${spoken}`, at: here.engine.now(), by, room: where, trigger: null, names: {} };
    await there.hear({ ...heard, said: { type: 'words', text } });
    await here.bot.settle();
    return [...there.seen.slice(before), ...here.news()];
  };
  const said = (seen: readonly Seen[], to: string) => seen.filter((each) => each.to === to).map(({ text }) => text);
  const idIn = (seen: readonly Seen[]): string => {
    const words = seen.flatMap(({ buttons }) => buttons).find((each) => each.startsWith('refuse '));
    return words?.slice('refuse '.length) ?? `no order in ${JSON.stringify(seen)}`;
  };
  const confirmedFacts = async () =>
    (await readFacts<ListFact>(here.db, 'list:oci')).flatMap(({ fact }) =>
      fact.confirmed === undefined ? [] : [`${fact.type} by ${fact.confirmed.account}`],
    );
  const rooms = async () => Object.keys((await loadList(here.db, oci))?.rooms ?? {});

  test('is asked about elsewhere alone: on another homeserver, and of who gave it where nobody could forge them', async () => {
    const seen = await say(matrix('ada'), 'room make OCI two');
    expect(seen.map(({ to }) => to).sort()).toEqual(['@ada:example.org', '@grace:c.example', 'ada']);
    expect(said(seen, '@ada:example.org')).toEqual([
      [
        'The server you write from on Matrix could write in your name, so this needs a second approval: to open a new room OCI two of oci, and invite everyone who belongs there.',
        'Asked to confirm: you on the terminal; grace on Matrix (c.example). Nothing changes before that. It expires Wed, Jan 17, 10:00 UTC, in 1 h.',
        "Only these count: that server can't write for them.",
        '[1] Take it back',
      ].join('\n'),
    ]);
    const from = await say(matrix('heidi'), `confirm ${idIn(seen)}`);
    expect(said(from, '@heidi:example.org')).toEqual([
      `You can't confirm it from here: someone who could make this request in another person's name could also confirm it in yours. It counts only from grace on Matrix (c.example), ada on the terminal: \`confirm ${idIn(seen)}\`.`,
    ]);
    expect([made, there.deeds]).toEqual([[], []]);
    expect(await here.db.select().from(pendingOrders)).toHaveLength(1);
    expect(said(await say(matrix('heidi'), `refuse ${idIn(seen)}`), '@heidi:example.org').join('\n')).toContain(
      'Refused. Nothing changed.',
    );
  });

  test('to make a room is carried out once it is confirmed, and makes one room however often a platform fails meanwhile', async () => {
    const before = await rooms();
    const id = idIn(await say(matrix('ada'), 'room make OCI two'));
    const key = `matrix:${spoken}`;
    failing = 1;
    await say(grace, `confirm ${id}`);
    expect(await rooms()).toEqual(before);
    here.set(start + 10_000);
    await here.bot.settle();
    expect(made).toEqual([key, key]);
    expect((await rooms()).sort()).toEqual([...before, madeRoom].sort());
    expect(await confirmedFacts()).toEqual(['room-made', 'room-adopted', 'people-invited'].map((type) => `${type} by ${grace}`));
    expect(said(await say(grace, `confirm ${id}`), '@grace:c.example').join('\n')).toContain(
      "There's no request with this id that you can confirm or refuse",
    );
    expect(made).toEqual([key, key]);
  });

  test('to accept an identity is carried out once it is confirmed', async () => {
    const asked = await say(matrix('ada'), `devices accept ${matrix('bob')}`);
    expect(said(asked, '@grace:c.example').join('\n')).toContain(
      'ada asked on Matrix to accept that bob (Seven Linux) has a new identity, which can read and write as them.',
    );
    expect(accepted).toEqual([]);
    await here.say('ada', `confirm ${idIn(asked)}`, null);
    expect(accepted).toEqual([matrix('bob')]);
    expect(await confirmedFacts()).toEqual(['identity-accepted by terminal:ada']);
  });

  test('to leave a room is carried out once it is confirmed', async () => {
    const asked = await say(matrix('ada'), 'room leave', room);
    expect(said(asked, '@grace:c.example').join('\n')).toContain('ada asked on Matrix to stop using oci on Matrix for oci.');
    expect(await rooms()).toContain(room);
    await say(grace, `confirm ${idIn(asked)}`);
    expect(await rooms()).not.toContain(room);
  });

  test('to mend, audit or invite is carried out at once, and so is a report of a leak', async () => {
    for (const words of ['room audit', 'room fix', 'room invite']) await say(matrix('ada'), words, room);
    expect(there.deeds.map((deed) => deed.split(' ')[0])).toEqual(['mend', 'invite']);
    await say(matrix('ada'), `leak ${codename} a paste with the codename`);
    expect(await here.db.select().from(pendingOrders)).toEqual([]);
  });

  test('waits for nobody while no embargo runs', async () => {
    await here.say('ada', `end ${codename} withdrawn sure=yes it was a mistake`);
    await say(matrix('ada'), 'room make OCI two');
    expect(made).toHaveLength(1);
  });
});
