// What the database knows of a list's people, read without locking anything; and who is answered by it.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lockEmbargo } from '../../src/db/embargoes.ts';
import { appendFacts, embargoStream, listStream } from '../../src/db/facts.ts';
import { activityOf, embargoesSince } from '../../src/db/health.ts';
import { closeIdentity, linkIdentity } from '../../src/db/identities.ts';
import { loadList, saveList } from '../../src/db/lists.ts';
import { embargoes } from '../../src/db/schema.ts';
import type { List } from '../../src/domain/list/list.ts';
import { newProfile } from '../../src/domain/list/membership/membership.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import type { DistributorId, EmbargoId, ListId, PersonId } from '../../src/domain/values/ids.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { answerHealth, answerRegister } from '../../src/handlers/questions/health.ts';
import type { Reply } from '../../src/handlers/reply.ts';
import { requestOf } from '../../src/inbound/request.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { founded, opened, person, room, start, type World, world } from '../setup/world.ts';

const oci = 'oci' as ListId;
const seven = 'seven-linux' as DistributorId;
const first = 'embargo-1-1' as EmbargoId;

async function held(here: World): Promise<List> {
  const list = await loadList(here.db, oci);
  if (list === null) throw new Error('the list is gone');
  return list;
}

describe.each(databaseKinds)('what is known of a list, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let codename: string;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    codename = await opened(here);
  });
  afterAll(() => database.drop());

  const known = async () => activityOf(here.db, await held(here));
  const did = (stream: string, by: string, at: number) =>
    appendFacts(here.db, stream, [{ fact: { type: 'noted' }, at, by: by === 'clock' ? 'clock' : person(by) }]);

  test('of each person when they last did something, on the list or on an embargo', async () => {
    here.set(start + dayMs);
    await here.say('bob', `ack ${codename}`);
    here.set(start + 2 * dayMs);
    await here.say('carol', 'settings zone Europe/Berlin');
    const { lastSeen } = await known();
    expect([lastSeen[person('bob')], lastSeen[person('carol')]]).toEqual([start + dayMs, start + 2 * dayMs]);
    await did(embargoStream(first), 'carol', start + 3 * dayMs);
    expect((await known()).lastSeen[person('carol')]).toBe(start + 3 * dayMs);
  });

  test('and of who never did anything, nothing; the clock is nobody', async () => {
    await did(listStream(oci), 'clock', start + dayMs);
    expect((await known()).lastSeen).toEqual({ [person('ada')]: start });
  });

  test('what they did on another list is not of this one', async () => {
    await here.say('ada', 'room adopt other', room('#other'));
    await did(listStream('other' as ListId), 'bob', start + dayMs);
    await did(embargoStream('embargo-of-other' as EmbargoId), 'bob', start + dayMs);
    expect((await known()).lastSeen[person('bob')]).toBe(undefined);
  });

  test('what they said by another of their ids was said by them', async () => {
    await did(listStream(oci), 'bob', start + dayMs);
    await did(embargoStream(first), 'bob@slack', start + 2 * dayMs);
    expect((await known()).lastSeen[person('bob')]).toBe(start + dayMs);
    await linkIdentity(here.db, person('bob@slack'), person('bob'), start);
    expect((await known()).lastSeen).toEqual({ [person('ada')]: start, [person('bob')]: start + 2 * dayMs });
  });

  test('whose every account is closed, and not whose one account of two is', async () => {
    await linkIdentity(here.db, person('bob@slack'), person('bob'), start);
    await closeIdentity(here.db, person('bob'), start);
    expect((await known()).closed).toEqual(new Set());
    await closeIdentity(here.db, person('bob@slack'), start);
    expect((await known()).closed).toEqual(new Set<PersonId>([person('bob')]));
  });

  test('also of a contact who is not on the list', async () => {
    const before = await held(here);
    const distributor = before.distributors[seven];
    if (distributor === undefined) throw new Error('there is no Seven Linux');
    const profile = { ...newProfile(start), backup: person('erin') };
    await saveList(here.db, before, { ...before, distributors: { ...before.distributors, [seven]: { ...distributor, profile } } });
    await closeIdentity(here.db, person('erin'), start);
    expect((await known()).closed).toEqual(new Set<PersonId>([person('erin')]));
  });

  test('its embargoes that run, and those that had a date and have ended after an instant, whole; no other list’s', async () => {
    const second = await opened(here);
    for (const by of ['bob', 'carol']) {
      await here.say(by, `ack ${second}`);
      await here.say(by, `date accept ${second}`);
    }
    const dateless = await opened(here);
    await here.say('ada', `end ${dateless} withdrawn sure=yes a mistake`);
    await here.say('bob', `ack ${codename}`);
    await here.say('ada', 'room adopt other', room('#other'));
    here.set(start + dayMs);
    await here.say('ada', `end ${second} withdrawn sure=yes a mistake`);
    const [one, two] = await embargoesSince(here.db, oci, start + dayMs - 1);
    expect([one?.codename, two?.codename, one?.consents[person('bob')]?.state, two?.ended?.reason]).toEqual([
      codename,
      second,
      'signed',
      'withdrawn',
    ]);
    expect((await embargoesSince(here.db, oci, start + dayMs)).map((each) => each.codename)).toEqual([codename]);
    expect(await embargoesSince(here.db, 'other' as ListId, 0)).toEqual([]);
  });

  describe('is answered to', () => {
    const reply = async (by: string): Promise<Reply> => {
      const { db: tx, engine } = here;
      const request = await requestOf(tx, here.heard(by, 'menu'), engine.now(), engine.admins);
      return { tx, engine, request };
    };
    const asked = async (by: string, ask: (reply: Reply) => Promise<Refusal | null>) => {
      here.news();
      const refusal = await ask(await reply(by));
      await here.bot.settle();
      return refusal?.reason ?? here.news().map(({ to, text }) => `${to}: ${text.split('\n').slice(0, 2).join(' / ')}`);
    };
    const register = (what: 'public' | 'register', format: 'markdown' | 'json') => (one: Reply) => answerRegister(one, what, format);

    test('a coordinator how distributors stand, where nobody else reads it', async () => {
      expect(await asked('ada', answerHealth)).toEqual([
        'ada in #oci-private: Health of oci / - Rhombus: 65 of 100. It has no security alias (20 points): ask it for the address that its security team reads. It has no PGP key (10 points): ask it for a valid one. It has no backup contact (5 points): ask it to name one.',
      ]);
    });

    test('nobody else how distributors stand, nor what the register says', async () => {
      const refused = { code: 'needs-role', roles: ['coordinator'] };
      expect(await asked('bob', answerHealth)).toEqual(refused);
      expect(await asked('bob', register('register', 'markdown'))).toEqual(refused);
      expect(await asked('bob', register('register', 'json'))).toEqual(refused);
    });

    test('whoever is on the list which organisations are', async () => {
      expect(await asked('bob', register('public', 'markdown'))).toEqual([
        'bob in #oci-private: The members of this list, organizations only, ready to publish: / # Members of oci',
      ]);
    });

    test('a coordinator the register', async () => {
      expect(await asked('ada', register('register', 'json'))).toEqual([
        'ada in #oci-private: The register of this list, for coordinators only: it has people, addresses, warnings and strikes. / {',
      ]);
    });

    test('nobody who is not on the list, anything', async () => {
      for (const ask of [answerHealth, register('public', 'markdown'), register('register', 'json')])
        expect(await asked('eve', ask)).toEqual({ code: 'room-not-adopted' });
    });
  });
});

describePostgres('what is known of a list, while others work on it', () => {
  test('is read all the same', async () => {
    const here = await world('postgres');
    await founded(here);
    await opened(here);
    const read = await here.db.transaction(async (tx) => {
      await lockEmbargo(tx, first);
      await tx.update(embargoes).set({ endedAt: 0 }).where(eq(embargoes.id, first));
      return [await embargoesSince(here.db, oci, start), (await activityOf(here.db, await held(here))).closed];
    });
    expect(read).toEqual([[expect.objectContaining({ id: first })], new Set()]);
    await here.close();
  });
});
