// The health of a distributor: what takes points, just where it begins to; and no number without its reasons.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Embargo } from '../../src/domain/embargo/embargo.ts';
import { type Health, healthOf, healthReport, healthYearMs, inactiveMs, newcomerMs, type Signals } from '../../src/domain/health.ts';
import { type HealthRule, healthRules } from '../../src/domain/health-rules.ts';
import type { Distributor, Member } from '../../src/domain/list/list.ts';
import { aliasAnswersMs, newProfile, type PgpKey, type Profile } from '../../src/domain/list/membership/membership.ts';
import { clocksAfterEnd } from '../../src/domain/policy/policy.ts';
import type { PersonId } from '../../src/domain/values/ids.ts';
import { dayMs, type Instant } from '../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  date,
  dave,
  grace,
  list,
  listOf,
  nova,
  patch,
  patches,
  review,
  reviews,
  seven,
  signedBy,
  start,
} from '../setup/embargo.ts';

const now = start + 100 * dayMs;
const key = (fingerprint: string, expiresAt: Instant | null): PgpKey => ({
  fingerprint,
  expiresAt,
  user: null,
  addedAt: start,
  warnedMs: null,
});
const strike = { person: bob.person, because: 'told a friend', at: start, by: ada.person };
const tested = { hash: 'h', sentAt: start, by: ada.person, backAt: start + dayMs };

/** Nova with nothing amiss. */
const well: Profile = {
  ...newProfile(start),
  entity: 'Nova Ltd',
  alias: 'security@nova.example',
  aliasTest: tested,
  keys: [key('A'.repeat(40), null)],
  primary: bob.person,
  backup: dave.person,
};

type Wish = Partial<Omit<Signals, 'list'>> & {
  readonly profile?: Partial<Profile> | null;
  readonly members?: readonly Member[];
  readonly releases?: readonly string[];
  readonly policy?: 'oci' | 'envoy';
};

function signals({
  profile = {},
  members = [ada, grace, bob, dave, carol],
  releases = nova.releases,
  policy = 'oci',
  ...wish
}: Wish): Signals {
  const known: Distributor = { ...nova, releases, ...(profile === null ? {} : { profile: { ...well, ...profile } }) };
  const seen = { [bob.person]: start + 99 * dayMs };
  return {
    list: listOf({ distributors: [known, seven], members, policy }),
    embargoes: [],
    lastSeen: seen,
    closed: new Set(),
    now,
    ...wish,
  };
}

function health(wish: Wish = {}): Health {
  const known = signals(wish);
  return healthOf(known.list.distributors[nova.id] ?? nova, known);
}

const of = (...people: readonly PersonId[]): ReadonlySet<PersonId> => new Set(people);
const ended = (at: Instant, reason: 'disclosed' | 'public' | 'withdrawn' = 'disclosed'): Embargo['ended'] => ({
  at,
  by: [ada.person, grace.person],
  reason,
  because: null,
});
const unsigned = agreedEmbargo({ consents: signedBy(ada, grace, carol) });
const patched = agreedEmbargo({ patches: patches(patch(1)) });
const packages = clocksAfterEnd.packages.dueMs;
const done = { at: start, outcome: 'no-issues', because: null } as const;

test('a distributor with nothing amiss has all points, and no reason', () => {
  expect(health()).toEqual({ score: 100, reasons: [] });
});

describe('takes points, and just before it does not:', () => {
  test.each<[string, Wish, Health['reasons'], Wish]>([
    [
      'nobody who speaks for it is left',
      { members: [ada, grace, dave], lastSeen: { [dave.person]: now } },
      [
        { type: 'no-contact', points: 100 },
        { type: 'contact-gone', people: [bob.person], points: 15 },
      ],
      { members: [ada, grace, bob, dave] },
    ],
    [
      'the account of a contact is closed',
      { closed: of(dave.person) },
      [{ type: 'contact-gone', people: [dave.person], points: 15 }],
      { closed: of(carol.person) },
    ],
    [
      'its backup is not on the list any more',
      { members: [ada, grace, bob, carol] },
      [{ type: 'contact-gone', people: [dave.person], points: 15 }],
      {},
    ],
    [
      'its backup is there for another distributor',
      { profile: { backup: carol.person } },
      [{ type: 'contact-gone', people: [carol.person], points: 15 }],
      { profile: { backup: dave.person } },
    ],
    ['it has no backup', { profile: { backup: null } }, [{ type: 'no-backup', points: 5 }], { profile: { backup: dave.person } }],
    [
      'its backup is its primary contact',
      { profile: { backup: bob.person } },
      [{ type: 'no-backup', points: 5 }],
      { profile: { backup: null }, policy: 'envoy' },
    ],
    [
      'its people did nothing for more than half a year',
      { lastSeen: { [bob.person]: now - inactiveMs - 1 } },
      [{ type: 'inactive', since: now - inactiveMs - 1, points: 20 }],
      { lastSeen: { [bob.person]: now - inactiveMs } },
    ],
    [
      'its people never did anything',
      { lastSeen: { [carol.person]: now } },
      [{ type: 'inactive', since: null, points: 20 }],
      { lastSeen: { [dave.person]: now } },
    ],
    [
      'its people have done nothing since it came, thirty days ago',
      { lastSeen: {}, now: start + newcomerMs },
      [{ type: 'inactive', since: null, points: 20 }],
      { lastSeen: {}, now: start + newcomerMs - 1 },
    ],
    ['it has no alias', { profile: { alias: null } }, [{ type: 'no-alias', points: 20 }], {}],
    [
      'its alias was never tested',
      { profile: { aliasTest: null } },
      [{ type: 'alias-untested', points: 5 }],
      { profile: { aliasTest: { ...tested, sentAt: now, backAt: null } } },
    ],
    [
      'its alias did not answer for a week',
      { profile: { aliasTest: { ...tested, sentAt: now - aliasAnswersMs, backAt: null } } },
      [{ type: 'alias-silent', sentAt: now - aliasAnswersMs, points: 20 }],
      { profile: { aliasTest: { ...tested, sentAt: now - aliasAnswersMs + 1, backAt: null } } },
    ],
    [
      'it has no key',
      { profile: { keys: [] } },
      [{ type: 'no-usable-key', expired: 0, points: 10 }],
      { profile: { keys: [key('B'.repeat(40), null)] } },
    ],
    [
      'its only key is expired',
      { profile: { keys: [key('B'.repeat(40), now)] } },
      [{ type: 'no-usable-key', expired: 1, points: 10 }],
      { profile: { keys: [key('B'.repeat(40), now + 1)] } },
    ],
    [
      'one of its keys is expired',
      { profile: { keys: [key('A'.repeat(40), null), key('B'.repeat(40), now)] } },
      [{ type: 'key-expired', fingerprints: ['B'.repeat(40)], points: 5 }],
      { profile: { keys: [key('A'.repeat(40), null), key('B'.repeat(40), now + 1)] } },
    ],
    [
      'it has not said in time that it meets the criteria',
      { profile: { recertification: { askedAt: start, dueAt: now, confirmed: {}, askedMs: 0 } } },
      [{ type: 'recertification-overdue', dueAt: now, points: 15 }],
      { profile: { recertification: { askedAt: start, dueAt: now + 1, confirmed: {}, askedMs: 0 } } },
    ],
    [
      'it was warned',
      { profile: { standing: { state: 'warned', because: 'silence', at: start, until: null } } },
      [{ type: 'warned', at: start, points: 15 }],
      { profile: { standing: null } },
    ],
    [
      'it is on probation',
      { profile: { standing: { state: 'probation', because: 'silence', at: start, until: now } } },
      [{ type: 'probation', until: now, points: 30 }],
      { profile: { standing: null } },
    ],
    ['it has a strike', { profile: { strikes: [strike] } }, [{ type: 'strikes', count: 1, points: 20 }], { profile: { strikes: [] } }],
    [
      'a date passed, and nobody of it had said yes or no',
      { embargoes: [unsigned], now: date },
      [{ type: 'unacknowledged', codenames: ['calm-otter'], points: 10 }],
      { embargoes: [unsigned], now: date - 1 },
    ],
    [
      'a date passed less than a year ago without its answer',
      { embargoes: [unsigned], now: date + healthYearMs - 1, lastSeen: { [bob.person]: date + healthYearMs } },
      [{ type: 'unacknowledged', codenames: ['calm-otter'], points: 10 }],
      { embargoes: [unsigned], now: date + healthYearMs, lastSeen: { [bob.person]: date + healthYearMs } },
    ],
    [
      'the terms changed, and nobody of it has seen them',
      { embargoes: [agreedEmbargo({ termsChanged: 1 })] },
      [{ type: 'unacknowledged', codenames: ['calm-otter'], points: 10 }],
      { embargoes: [agreedEmbargo()] },
    ],
    [
      'it was on the list before the date, and silent',
      { embargoes: [unsigned], members: [ada, grace, { ...bob, since: date - 1 }, dave] },
      [{ type: 'unacknowledged', codenames: ['calm-otter'], points: 10 }],
      { embargoes: [unsigned], members: [ada, grace, { ...bob, since: date }, dave] },
    ],
    [
      'an embargo ended at its date without its answer',
      { embargoes: [{ ...unsigned, ended: ended(date) }], now: date },
      [{ type: 'unacknowledged', codenames: ['calm-otter'], points: 10 }],
      { embargoes: [{ ...unsigned, ended: ended(date - 1, 'public') }], now: date },
    ],
    [
      'the date of an embargo passed that still runs',
      { embargoes: [unsigned] },
      [{ type: 'unacknowledged', codenames: ['calm-otter'], points: 10 }],
      { embargoes: [{ ...unsigned, ended: ended(date + 1, 'withdrawn') }] },
    ],
    [
      'it had a patch until the date and reviewed nothing',
      { embargoes: [patched], now: date },
      [{ type: 'unreviewed', codenames: ['calm-otter'], points: 5 }],
      { embargoes: [patched], now: date - 1 },
    ],
    [
      'it left out one of its releases',
      { embargoes: [{ ...patched, reviews: reviews(review(1, { end: done })) }], releases: ['24', '25'] },
      [{ type: 'unreviewed', codenames: ['calm-otter'], points: 5 }],
      {
        embargoes: [{ ...patched, reviews: reviews(review(1, { end: done }), review(2, { release: '25', end: done })) }],
        releases: ['24', '25'],
      },
    ],
    [
      'it began a review and did not end it',
      { embargoes: [{ ...patched, reviews: reviews(review(1)) }] },
      [{ type: 'unreviewed', codenames: ['calm-otter'], points: 5 }],
      // Of an earlier revision, but done.
      { embargoes: [agreedEmbargo({ patches: patches(patch(1), patch(2)), reviews: reviews(review(1, { end: done })) })] },
    ],
    [
      'the patch came before the date',
      { embargoes: [agreedEmbargo({ patches: patches(patch(1, { at: date - 1 })) })] },
      [{ type: 'unreviewed', codenames: ['calm-otter'], points: 5 }],
      { embargoes: [agreedEmbargo({ patches: patches(patch(1, { at: date })) })] },
    ],
    [
      'the patch that it did not test was not withdrawn',
      { embargoes: [patched] },
      [{ type: 'unreviewed', codenames: ['calm-otter'], points: 5 }],
      { embargoes: [agreedEmbargo({ patches: patches(patch(1, { withdrawn: { by: ada.person, at: start, because: 'x' } })) })] },
    ],
    [
      'its fixed packages are not out after ten days',
      { embargoes: [agreedEmbargo({ ended: ended(date) })], now: date + packages },
      [{ type: 'unpublished', codenames: ['calm-otter'], points: 5 }],
      { embargoes: [agreedEmbargo({ ended: ended(date) })], now: date + packages - 1 },
    ],
    [
      'its fixed packages are not linked, though others are',
      { embargoes: [agreedEmbargo({ ended: ended(date), published: { 'packages:seven': { at: date, by: carol.person, link: 'x' } } })] },
      [{ type: 'unpublished', codenames: ['calm-otter'], points: 5 }],
      { embargoes: [agreedEmbargo({ ended: ended(date), published: { 'packages:nova': { at: date, by: bob.person, link: 'x' } } })] },
    ],
  ])('%s', (_, amiss, reasons, inOrder) => {
    expect(health(amiss)).toEqual({ score: Math.max(0, 100 - reasons.reduce((sum, { points }) => sum + points, 0)), reasons });
    expect(health(inOrder)).toEqual({ score: 100, reasons: [] });
  });
});

test('who declined has answered, and owes no review', () => {
  const declined = { ...unsigned.consents, [bob.person]: { state: 'declined', at: start } as const };
  expect(health({ embargoes: [agreedEmbargo({ consents: declined, patches: patches(patch(1)) })] }).reasons).toEqual([]);
});

test('a distributor of which nobody has said anything lacks what it lacks', () => {
  expect(health({ profile: null })).toEqual({
    score: 65,
    reasons: [
      { type: 'no-alias', points: 20 },
      { type: 'no-usable-key', expired: 0, points: 10 },
      { type: 'no-backup', points: 5 },
    ],
  });
});

test('one kind of trouble takes no more than its most, and the score is never below 0', () => {
  const many = Array.from({ length: 9 }, (_, index) => ({ ...unsigned, codename: `calm-otter-${index}` }));
  expect(health({ embargoes: many }).reasons.map(({ type, points }) => [type, points])).toEqual([['unacknowledged', 30]]);
  const worst = health({ embargoes: many, members: [ada], profile: { strikes: [strike, strike, strike, strike], alias: null, keys: [] } });
  expect(worst.score).toBe(0);
});

test('a report names the worst first, and of two alike the first by name', () => {
  const known = signals({ lastSeen: { [bob.person]: now, [carol.person]: now } });
  expect(healthReport(known).map(({ distributor, health: { score } }) => [distributor.name, score])).toEqual([
    ['Seven Linux', 65],
    ['Nova', 100],
  ]);
  const alike = { ...known, list, lastSeen: { [bob.person]: now, [carol.person]: now } };
  expect(healthReport(alike).map(({ distributor, health: { score } }) => [distributor.name, score])).toEqual([
    ['Nova', 65],
    ['Seven Linux', 65],
  ]);
});

describe('more trouble', () => {
  const codenames = ['calm-otter', 'brisk-wren', 'grey-heron', 'shy-lynx'];
  /** Each kind of trouble, from none to its worst. */
  const most = {
    strikes: 4,
    standing: 2,
    alias: 3,
    expired: 3,
    good: 1,
    late: 1,
    backup: 2,
    idle: 2,
    closed: 2,
    unsigned: codenames.length,
    unreviewed: codenames.length,
    unpublished: codenames.length,
  } as const;
  type Troubles = Record<keyof typeof most, number>;
  const troubles = fc.record(
    Object.fromEntries(Object.entries(most).map(([name, max]) => [name, fc.nat(max)])) as {
      [Name in keyof Troubles]: fc.Arbitrary<number>;
    },
  );

  function wishOf(trouble: Troubles): Wish {
    const standings = [null, 'warned', 'probation'] as const;
    const state = standings[trouble.standing] ?? null;
    const silent = { ...tested, backAt: null };
    const expired = Array.from({ length: trouble.expired }, (_, index) => key(String(index).repeat(40), start));
    return {
      profile: {
        strikes: Array.from({ length: trouble.strikes }, () => strike),
        standing: state === null ? null : { state, because: 'silence', at: start, until: null },
        alias: trouble.alias === 3 ? null : well.alias,
        aliasTest: [tested, null, silent, silent][trouble.alias] ?? null,
        keys: [...(trouble.good === 0 ? well.keys : []), ...expired],
        recertification: trouble.late === 0 ? null : { askedAt: start, dueAt: start, confirmed: {}, askedMs: 0 },
        backup: [dave.person, null, carol.person][trouble.backup] ?? null,
      },
      lastSeen: [{ [bob.person]: now }, { [bob.person]: now - inactiveMs - 1 }, {}][trouble.idle] ?? {},
      closed: of(...[dave.person, bob.person].slice(0, trouble.closed)),
      embargoes: codenames.map((codename, index) =>
        agreedEmbargo({
          codename,
          consents: index < trouble.unsigned ? signedBy(ada) : signedBy(ada, bob),
          patches: patches(patch(1)),
          reviews: index < trouble.unreviewed ? {} : reviews(review(1, { end: done })),
          ended: ended(date),
          published: index < trouble.unpublished ? {} : { 'packages:nova': { at: date, by: bob.person, link: 'x' } },
        }),
      ),
    };
  }

  test('never makes a better score, and no number is without its reasons', () => {
    fc.assert(
      fc.property(troubles, fc.constantFrom(...(Object.keys(most) as (keyof Troubles)[])), (before, which) => {
        const one = health(wishOf(before));
        const more = health(wishOf({ ...before, [which]: Math.min(most[which], before[which] + 1) }));
        expect(more.score).toBeLessThanOrEqual(one.score);
        for (const { score, reasons } of [one, more]) {
          expect(score).toBe(Math.max(0, 100 - reasons.reduce((sum, { points }) => sum + points, 0)));
          for (const { type, points } of reasons) expect([type, points > 0 && points <= healthRules[type].most]).toEqual([type, true]);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('every weight has its reason and its source', () => {
  expect(
    Object.entries<HealthRule>(healthRules).filter(
      ([, { points, most, why, source }]) => points < 1 || most < points || why === '' || source === '',
    ),
  ).toEqual([]);
});
