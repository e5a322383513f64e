// The bot is shut out of a platform, or begins anew there: who has to know hears of it, by another way than the one that is shut.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { preferences } from '../../src/db/schema.ts';
import type { Trouble } from '../../src/domain/list/trust.ts';
import { type PersonId, personId } from '../../src/domain/values/ids.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { wayFor } from '../../src/outbound/route.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { closedBefore, linkedBefore } from '../setup/identities.ts';
import { type KeptPlatform, keptPlatform } from '../setup/keeper.ts';
import { founded, person, start, type World, world } from '../setup/world.ts';

const matrix = (name: string): PersonId => personId(`matrix:@${name}:example.org`) ?? ('' as never);

// What whoever runs the bot has to touch, for each trouble.
const remedies: Readonly<Record<Trouble, readonly string[]>> = {
  'logged-out': ['MATRIX_ACCESS_TOKEN', 'MATRIX_PASSWORD', 'npm run embargo -- doctor'],
  'soft-logged-out': ['MATRIX_ACCESS_TOKEN', 'MATRIX_PASSWORD', 'npm run embargo -- doctor'],
  'keys-lost': ['MATRIX_PASSWORD', 'npm run embargo -- doctor'],
  'keys-outdated': ['MATRIX_PASSWORD', 'npm run embargo -- doctor'],
  'device-replaced': ['check the sessions of my account'],
  'identity-foreign': ['MATRIX_RECOVERY_KEY', 'npm run embargo -- doctor'],
  'wrong-recovery-key': ['MATRIX_RECOVERY_KEY', 'npm run embargo -- doctor'],
  'password-needed': ['MATRIX_PASSWORD', 'npm run embargo -- doctor'],
};
const troubles = Object.keys(remedies) as Trouble[];

describe.each(databaseKinds)('trouble on a platform, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let there: KeptPlatform;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    there = keptPlatform();
    here = await world(kind, { database, also: there });
    await founded(here);
    here.news();
  });
  afterAll(() => database.drop());

  const linked = (alias: PersonId, to: PersonId) => linkedBefore(here.db, { alias, person: to, since: start });
  /** Who hears of it, on either platform. */
  const hears = async (code: Trouble = 'logged-out') => {
    const before = there.seen.length;
    here.news();
    await there.notice({ type: 'trouble', platform: 'matrix', code });
    await here.bot.settle();
    return { here: here.news(), there: there.seen.slice(before) };
  };
  const to = ({ here, there }: Awaited<ReturnType<typeof hears>>) => [...here, ...there].map((seen) => seen.to);

  test.each(troubles)('%s is told to coordinators and to nobody else, with what is done about it', async (code) => {
    const heard = await hears(code);
    expect(to(heard)).toEqual(['ada']);
    const text = heard.here[0]?.text ?? '';
    for (const remedy of remedies[code]) expect(text).toContain(remedy);
    // After this one it speaks there as before.
    expect(text.includes("I can't hear or say anything there until that's fixed.")).toBe(code !== 'device-replaced');
    expect(here.logs.findLast(({ event }) => event === 'handled')?.details.outcome).toBe(`trouble: ${code}`);
  });

  test('is told once a day for each code', async () => {
    expect(to(await hears())).toEqual(['ada']);
    expect(to(await hears())).toEqual([]);
    expect(to(await hears('keys-lost'))).toEqual(['ada']);
    here.set(start - (start % dayMs) + dayMs - 1);
    expect(to(await hears())).toEqual([]);
    here.set(start - (start % dayMs) + dayMs);
    expect(to(await hears())).toEqual(['ada']);
  });

  test('is told elsewhere, also to who wants to hear everything there', async () => {
    await linked(matrix('ada'), person('ada'));
    await here.db.insert(preferences).values({ person: person('ada'), reach: matrix('ada') });
    expect(to(await hears())).toEqual(['ada']);
    expect(there.seen).toEqual([]);
  });

  test('is told at the account that its reader chose, where several are elsewhere', async () => {
    await linked(person('adas-other'), person('ada'));
    await here.db.insert(preferences).values({ person: person('ada'), reach: person('adas-other') });
    expect(to(await hears())).toEqual(['adas-other']);
  });

  test('waits there for who has no other account', async () => {
    await here.say('ada', `people add ${matrix('grace')} coordinator name=grace`);
    expect(to(await hears())).toEqual(['ada', '@grace:example.org']);
  });

  test('is told to nobody whose accounts are all closed, and there to who has only that one left', async () => {
    await linked(matrix('ada'), person('ada'));
    await closedBefore(here.db, person('ada'), start);
    expect(to(await hears())).toEqual(['@ada:example.org']);
    await closedBefore(here.db, matrix('ada'), start);
    expect(to(await hears('keys-lost'))).toEqual([]);
  });
});

describe('of the ways to somebody', () => {
  const way = (id: PersonId, reach: PersonId | null) => ({
    person: person('ada'),
    id,
    open: true,
    chosenZone: null,
    toldZone: null,
    quiet: null,
    reach,
  });
  const [a, b, m] = [person('a'), person('b'), matrix('m')];

  test.each([
    ['the first', [a, m], null, null, a],
    ['the chosen one', [a, m], m, null, m],
    ['the chosen one, except on a platform that is to be avoided', [a, m], m, 'matrix', a],
    ['the chosen one of those elsewhere', [m, a, b], b, 'matrix', b],
    ['one that is to be avoided, where there is no other', [m], null, 'matrix', m],
    ['none, where there is none', [], null, 'matrix', undefined],
  ] as const)('it is %s', (_, ids, reach, avoid, found) => {
    expect(
      wayFor(
        ids.map((id) => way(id, reach)),
        avoid,
      )?.id,
    ).toBe(found);
  });
});
