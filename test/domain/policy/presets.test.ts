// Each preset against what its community has written down: a date just inside is accepted, just outside refused, with the reason and the nearest good date.
import { describe, expect, test } from 'vitest';
import { create } from '../../../src/domain/embargo/decide.ts';
import type { Embargo } from '../../../src/domain/embargo/embargo.ts';
import { betterDates } from '../../../src/domain/policy/better-dates.ts';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { type PolicyKey, policyKeys, policyOf } from '../../../src/domain/policy/presets.ts';
import type { Reason } from '../../../src/domain/refusal.ts';
import type { EmbargoId } from '../../../src/domain/values/ids.ts';
import { isRefused } from '../../../src/domain/values/refusal.ts';
import { dayMs, type Instant, minuteMs } from '../../../src/domain/values/time.ts';
import { about, ada, at, context, embargo, listOf, patch, patches, played, says, signedBy } from '../../setup/embargo.ts';

type Row = Pick<Policy, 'counts' | 'clockFrom' | 'holidayMarginDays'> & {
  /** In days: working ones where they count. */
  readonly longest: number;
  readonly exceptional: number | null;
  readonly preferred: readonly [number, number] | null;
  readonly shortest: number;
  readonly days: string;
  readonly hour: string | null;
  readonly quarterEnd: number;
};
const calendar = {
  counts: 'calendar',
  exceptional: null,
  preferred: null,
  shortest: 0,
  hour: null,
  holidayMarginDays: 0,
  quarterEnd: 0,
} as const;

// The table of section 2.3 of practice.md, with 1.4 to 1.7. Days: of the week, from Sunday on; upper case: must not, lower case: should not.
const table: Readonly<Record<PolicyKey, Row>> = {
  oci: { ...calendar, longest: 20, preferred: [0, 14], clockFrom: 'notice', days: 's----fs', quarterEnd: 2 },
  'linux-distros': { ...calendar, longest: 14, preferred: [1, 7], shortest: 1, clockFrom: 'first-post', days: 's----fs' },
  kernel: { ...calendar, longest: 7, exceptional: 14, clockFrom: 'fix', days: '-------' },
  kubernetes: { ...calendar, longest: 28, preferred: [7, 28], shortest: 7, clockFrom: 'notice', days: 's----fs', hour: '16:00' },
  envoy: {
    ...calendar,
    ...{ longest: 21, exceptional: 28, preferred: [14, 21], clockFrom: 'fix', days: 's-----s', holidayMarginDays: 1, quarterEnd: 5 },
  },
  openstack: {
    ...calendar,
    ...{ counts: 'working', longest: 5, preferred: [3, 5], shortest: 3, clockFrom: 'notice', days: 'SM---FS', hour: '15:00' },
  },
  xen: { ...calendar, counts: 'working', longest: 10, clockFrom: 'advisory', days: 's-----s' },
  django: { ...calendar, longest: 7, preferred: [6, 7], clockFrom: 'notice', days: 's-----s' },
  'cert-cc': { ...calendar, longest: 45, clockFrom: 'report', days: 's-----s', hour: '12:00' },
};

function rowOf(policy: Policy): Row {
  const { counts, clockFrom, holidayMarginDays, exceptionalMs, preferredMs, weekdaysAvoided, hour } = policy;
  const letters = [...'smtwtfs'].map((letter) => (weekdaysAvoided.force === 'must' ? letter.toUpperCase() : letter));
  return {
    ...{ counts, clockFrom, holidayMarginDays },
    longest: policy.longestMs / dayMs,
    exceptional: exceptionalMs === null ? null : exceptionalMs / dayMs,
    preferred: preferredMs === null ? null : [preferredMs.from / dayMs, preferredMs.to / dayMs],
    shortest: policy.shortestMs / dayMs,
    days: letters.map((letter, day) => (weekdaysAvoided.days.includes(day) ? letter : '-')).join(''),
    hour: hour === null ? null : `${hour.minutes / 60}:00`,
    quarterEnd: policy.quarterEndDaysAvoided,
  };
}

test.each(policyKeys)('%s has the limits of its source', (key) => expect(rowOf(policyOf(key))).toEqual(table[key]));

type Asking = { readonly anyway?: boolean; readonly daysOff?: Readonly<Record<string, string>> };

/** What comes of opening an embargo, on a list with a preset, with a date. */
function opening(key: PolicyKey, opened: string, when: string | Instant, { anyway = false, daysOff = {} }: Asking = {}) {
  const date = { at: typeof when === 'string' ? at(when) : when, zone: 'UTC', anyway };
  const wanted = { id: 'e1' as EmbargoId, codename: 'calm-otter', about, date, audience: null };
  return verdictOf(create(wanted, context(ada, { now: at(opened), list: listOf({ policy: key }), daysOff })));
}

/** accepted; or each rule that speaks against it, `!` behind those that nobody may overrule, then the first date that is offered. */
function verdictOf(decision: ReturnType<typeof create>): string {
  if (!isRefused(decision)) return 'accepted';
  const { reason } = decision;
  if (reason.code !== 'date-problems') return reason.code;
  return `${rules(reason)}; ${reason.better.map(written)[0] ?? 'none'}`;
}

function rules({ problems, firm }: Extract<Reason, { code: 'date-problems' }>): string {
  const names = problems.map(({ rule, ...more }) => ('of' in more ? `${rule} of ${more.of}` : rule));
  return `${names.join(' ')}${firm ? '!' : ''}`;
}

const written = (instant: Instant): string => new Date(instant).toISOString().replace(/:00\.000Z$/, 'Z');

describe('opening an embargo', () => {
  // Opened on a weekday and at an hour that leave nothing but the length to be looked at, where its policy allows that.
  const limits: readonly [PolicyKey, string, { first: string; last: string; dayAfter: string; nearest: string }][] = [
    [
      'oci',
      '2026-03-04T14:00Z',
      { first: '2026-03-04T14:00:00.001Z', last: '2026-03-24T14:00Z', dayAfter: '2026-03-25T14:00Z', nearest: '2026-03-24T14:00Z' },
    ],
    [
      'linux-distros',
      '2026-03-03T14:00Z',
      { first: '2026-03-04T14:00Z', last: '2026-03-17T14:00Z', dayAfter: '2026-03-18T14:00Z', nearest: '2026-03-17T14:00Z' },
    ],
    [
      'kubernetes',
      '2026-03-03T16:00Z',
      { first: '2026-03-10T16:00Z', last: '2026-03-31T16:00Z', dayAfter: '2026-04-01T16:00Z', nearest: '2026-03-31T16:00Z' },
    ],
    [
      'openstack',
      '2026-03-05T09:00Z',
      { first: '2026-03-10T15:00Z', last: '2026-03-12T15:00Z', dayAfter: '2026-03-17T15:00Z', nearest: '2026-03-12T15:00Z' },
    ],
    [
      'xen',
      '2026-03-02T12:00Z',
      { first: '2026-03-02T12:00:00.001Z', last: '2026-03-16T23:59:59.999Z', dayAfter: '2026-03-17T12:00Z', nearest: '2026-03-16T12:00Z' },
    ],
    [
      'django',
      '2026-03-03T14:00Z',
      { first: '2026-03-03T14:00:00.001Z', last: '2026-03-10T14:00Z', dayAfter: '2026-03-11T14:00Z', nearest: '2026-03-10T14:00Z' },
    ],
    [
      'cert-cc',
      '2026-03-02T12:00Z',
      { first: '2026-03-03T12:00Z', last: '2026-04-16T12:00Z', dayAfter: '2026-04-17T12:00Z', nearest: '2026-04-16T12:00Z' },
    ],
  ];

  test.each(limits)('on %s at %s: the first date and the last are accepted, a day later the last is offered', (key, opened, limit) => {
    expect([opening(key, opened, limit.first), opening(key, opened, limit.last)]).toEqual(['accepted', 'accepted']);
    expect(opening(key, opened, limit.dayAfter)).toBe(`too-long!; ${limit.nearest}`);
    // Wanting it all the same changes nothing about a limit.
    expect(opening(key, opened, limit.dayAfter, { anyway: true })).toBe(`too-long!; ${limit.nearest}`);
  });

  // A minute is another hour of the day, which is why some offer the day before at that minute.
  test.each<[PolicyKey, string, string, string]>([
    ['oci', '2026-03-04T14:00Z', '2026-03-24T14:01Z', 'too-long!; 2026-03-23T14:01Z'],
    ['linux-distros', '2026-03-03T14:00Z', '2026-03-17T14:01Z', 'too-long!; 2026-03-16T14:01Z'],
    ['kubernetes', '2026-03-03T16:00Z', '2026-03-31T16:01Z', 'too-long hour!; 2026-03-31T16:00Z'],
    ['openstack', '2026-03-05T09:00Z', '2026-03-13T00:00Z', 'too-long weekday hour!; 2026-03-12T15:00Z'],
    ['xen', '2026-03-02T12:00Z', '2026-03-17T00:00Z', 'too-long!; 2026-03-16T00:00Z'],
    ['django', '2026-03-03T14:00Z', '2026-03-10T14:01Z', 'too-long!; 2026-03-09T14:01Z'],
    ['cert-cc', '2026-03-02T12:00Z', '2026-04-16T12:01Z', 'too-long hour!; 2026-04-16T12:00Z'],
  ])('on %s at %s, for %s: %s', (key, opened, when, verdict) => expect(opening(key, opened, when)).toBe(verdict));

  test.each<[PolicyKey, string, string, string]>([
    ['oci', '2026-03-04T14:00Z', '2026-03-24T14:00:00.001Z', 'too-long!'],
    ['linux-distros', '2026-03-03T14:00Z', '2026-03-17T14:00:00.001Z', 'too-long!'],
    ['linux-distros', '2026-03-03T14:00Z', '2026-03-04T13:59:59.999Z', 'too-short!'],
    ['kubernetes', '2026-03-03T16:00Z', '2026-03-31T16:00:00.001Z', 'too-long hour!'],
    ['kubernetes', '2026-03-03T16:00Z', '2026-03-10T15:59:59.999Z', 'too-short hour!'],
    ['openstack', '2026-03-05T09:00Z', '2026-03-09T23:59:59.999Z', 'too-short weekday hour!'],
    ['django', '2026-03-03T14:00Z', '2026-03-10T14:00:00.001Z', 'too-long!'],
    ['cert-cc', '2026-03-02T12:00Z', '2026-04-16T12:00:00.001Z', 'too-long hour!'],
  ])('on %s at %s, for %s, a millisecond too much: %s', (key, opened, when, verdict) =>
    expect(opening(key, opened, when, { anyway: true }).split(';')[0]).toBe(verdict),
  );

  test.each<[PolicyKey, string, string, string]>([
    ['linux-distros', '2026-03-03T14:00Z', '2026-03-03T15:00Z', 'too-short!; 2026-03-04T15:00Z'],
    // Seven days; the eighth is a Wednesday.
    ['kubernetes', '2026-03-04T17:00Z', '2026-03-11T16:00Z', 'too-short!; 2026-03-12T16:00Z'],
    ['openstack', '2026-03-05T09:00Z', '2026-03-05T15:00Z', 'too-short!; 2026-03-10T15:00Z'],
  ])('on %s at %s, for %s, too early: %s', (key, opened, when, verdict) => expect(opening(key, opened, when)).toBe(verdict));

  test.each(policyKeys)('on %s, for the moment itself: it is past, and something good is offered', (key) => {
    const [rule, better] = opening(key, '2026-03-04T14:00Z', '2026-03-04T14:00Z', { anyway: true }).split('; ');
    expect(rule).toMatch(/^past.*!$/);
    expect(opening(key, '2026-03-04T14:00Z', better ?? '')).toBe('accepted');
  });
});

describe('a limit says how long it is', () => {
  test.each<[PolicyKey, string, object]>([
    ['oci', '2026-03-25T14:00Z', { rule: 'too-long', longestMs: 20 * dayMs, latest: at('2026-03-24T14:00Z') }],
    ['openstack', '2026-03-18T15:00Z', { rule: 'too-long', longestMs: 5 * dayMs, latest: at('2026-03-11T23:59:59.999Z'), working: true }],
    ['openstack', '2026-03-05T15:00Z', { rule: 'too-short', shortestMs: 3 * dayMs, earliest: at('2026-03-09T00:00Z'), working: true }],
    ['kubernetes', '2026-03-10T16:00Z', { rule: 'too-short', shortestMs: 7 * dayMs, earliest: at('2026-03-11T14:00Z') }],
  ])('%s, of %s', (key, when, problem) => {
    const date = { at: at(when), zone: 'UTC', anyway: false };
    const wanted = { id: 'e1' as EmbargoId, codename: 'calm-otter', about, date, audience: null };
    const decision = create(wanted, context(ada, { now: at('2026-03-04T14:00Z'), list: listOf({ policy: key }) }));
    expect(decision).toMatchObject({ reason: { code: 'date-problems', problems: [problem], firm: true } });
  });
});

describe('beyond the usual, an exceptional length', () => {
  test.each<[PolicyKey, string, string, string]>([
    ['kernel', '2026-03-03T14:00Z', '2026-03-10T14:00Z', '2026-03-17T14:00Z'],
    ['envoy', '2026-02-24T14:00Z', '2026-03-17T14:00Z', '2026-03-24T14:00Z'],
  ])('of %s is for who wants it knowingly, and has an end', (key, opened, usual, exceptional) => {
    const verdicts = (when: Instant) => [opening(key, opened, when), opening(key, opened, when, { anyway: true })];
    expect(verdicts(at(usual))).toEqual(['accepted', 'accepted']);
    const before = written(at(usual) - dayMs + minuteMs);
    expect(verdicts(at(usual) + minuteMs)).toEqual([`exceptional; ${before}`, 'accepted']);
    expect(verdicts(at(exceptional))).toEqual([`exceptional; ${usual}`, 'accepted']);
    const more = `too-long!; ${before}`;
    expect(verdicts(at(exceptional) + minuteMs)).toEqual([more, more]);
    expect(opening(key, opened, at(exceptional) + 1, { anyway: true })).toMatch(/^too-long!/);
  });
});

/** What comes of asking for a date on an embargo that runs. */
function asking(key: PolicyKey, from: Embargo, now: string, when: string, { anyway = false, daysOff = {} }: Asking = {}): string {
  const command = { type: 'propose-date', date: { at: at(when), zone: 'UTC', anyway }, reason: null } as const;
  return verdictOf(says(ada, command, from, { now: at(now), list: listOf({ policy: key }), daysOff }));
}
const dateless = (wish: Partial<Embargo> = {}) => embargo({ proposals: {}, reminded: {}, ...wish });

describe('a clock that runs from the fix', () => {
  // Opened on Mon 2026-03-02.
  const fixed = (when: string, ...later: string[]) =>
    dateless({ patches: patches(patch(1, { at: at(when) }), ...later.map((at_, index) => patch(index + 2, { at: at(at_) }))) });

  test.each<[PolicyKey, string, string]>([
    ['kernel', '2026-03-24T14:00Z', '2026-03-25T14:00Z'],
    ['envoy', '2026-04-07T14:00Z', '2026-04-08T14:00Z'],
  ])('has not begun on %s before there is a patch: any day may be the first', (key, last, dayAfter) => {
    expect(asking(key, dateless(), '2026-03-17T14:00Z', last)).toBe('accepted');
    expect(asking(key, dateless(), '2026-03-17T14:00Z', dayAfter)).toBe(`exceptional; ${last}`);
  });

  test.each<[PolicyKey, string, string]>([
    ['kernel', '2026-03-17T14:00Z', '2026-03-18T14:00Z'],
    ['envoy', '2026-03-31T14:00Z', '2026-04-01T14:00Z'],
  ])('runs on %s from the first patch on, however many follow, and whenever it was opened', (key, last, dayAfter) => {
    const from = fixed('2026-03-10T14:00Z', '2026-03-12T14:00Z', '2026-03-16T14:00Z');
    expect(asking(key, from, '2026-03-16T15:00Z', last, { anyway: true })).toBe('accepted');
    expect(asking(key, from, '2026-03-16T15:00Z', dayAfter)).toMatch(/^exceptional/);
    expect(asking(key, from, '2026-03-16T15:00Z', '2026-04-14T14:00Z', { anyway: true })).toMatch(/^too-long!/);
  });

  test.each(policyKeys.filter((key) => table[key].clockFrom !== 'fix'))('runs on %s from the opening, patch or not', (key) => {
    const now = '2026-03-04T12:00Z';
    const when = '2026-12-01T12:00Z';
    expect(asking(key, fixed('2026-03-04T11:00Z'), now, when)).toBe(asking(key, dateless(), now, when));
  });
});

describe('days and hours', () => {
  const week = ['15', '16', '17', '18', '19', '20', '21'].map((day) => `2026-03-${day}`);

  test.each<[PolicyKey, string]>([
    ['oci', 's....fs'],
    ['linux-distros', 's....fs'],
    ['kernel', '.......'],
    ['kubernetes', 's....fs'],
    ['envoy', 's.....s'],
    ['openstack', 'SM...FS'],
    ['xen', 's.....s'],
    ['django', 's.....s'],
    ['cert-cc', 's.....s'],
  ])('of %s, Sunday to Saturday: %s', (key, marks) => {
    const time = table[key].hour ?? '14:00';
    const mark = (day: string, index: number): string => {
      const opened = { openstack: '2026-03-10T09:00Z', kubernetes: '2026-03-03T09:00Z' }[key as string] ?? '2026-03-14T14:00Z';
      const verdicts = [false, true].map((anyway) => opening(key, opened, `${day}T${time}Z`, { anyway }));
      const letter = 'smtwtfs'[index] ?? '';
      const against = verdicts[0]?.includes('weekday') ?? false;
      // The working days of openstack are too few for a whole week: what else is wrong does not matter here.
      if (!against) return '.';
      return verdicts[1] === 'accepted' ? letter : letter.toUpperCase();
    };
    expect(week.map(mark).join('')).toBe(marks);
  });

  test.each<[PolicyKey, string, string, string]>([
    ['kubernetes', '2026-03-03T09:00Z', '2026-03-17T15:59Z', '2026-03-17T16:00Z'],
    ['openstack', '2026-03-05T09:00Z', '2026-03-11T14:00Z', '2026-03-11T15:00Z'],
    ['cert-cc', '2026-03-02T09:00Z', '2026-03-17T14:00Z', '2026-03-17T12:00Z'],
  ])('%s advises the hour, and offers the same day at it', (key, opened, when, better) => {
    expect(opening(key, opened, when)).toBe(`hour; ${better}`);
    expect(opening(key, opened, when, { anyway: true })).toBe('accepted');
    expect(opening(key, opened, better)).toBe('accepted');
  });

  test.each<[PolicyKey, string, string]>([
    ['oci', '2026-03-29T14:00Z', '2026-03-30T14:00Z'],
    ['envoy', '2026-03-26T23:59:59.999Z', '2026-03-27T00:00Z'],
  ])('the quarter of %s ends after %s', (key, good, bad) => {
    const opened = '2026-03-20T14:00Z';
    expect(opening(key, opened, good, { anyway: true })).toBe('accepted');
    expect(opening(key, opened, good).split(';')[0]).not.toContain('quarter-end');
    expect(opening(key, opened, bad)).toMatch(/^quarter-end; /);
    expect(opening(key, opened, bad, { anyway: true })).toBe('accepted');
  });

  test.each(policyKeys.filter((key) => table[key].quarterEnd === 0))('the end of a quarter is a day like others on %s', (key) => {
    const opened = { openstack: '2026-03-25T09:00Z', kubernetes: '2026-03-17T09:00Z' }[key as string] ?? '2026-03-26T14:00Z';
    expect(opening(key, opened, `2026-03-31T${table[key].hour ?? '14:00'}Z`)).toBe('accepted');
  });
});

describe('holidays of the countries of the list and of its members', () => {
  const daysOff = { '2026-03-17': 'Saint Patrick’s Day, IE' };

  test.each<[PolicyKey, string, string]>([
    ['oci', '2026-03-10T14:00Z', '2026-03-16T14:00Z'],
    ['linux-distros', '2026-03-10T14:00Z', '2026-03-16T14:00Z'],
    ['kernel', '2026-03-12T14:00Z', '2026-03-16T14:00Z'],
    ['kubernetes', '2026-03-03T16:00Z', '2026-03-16T16:00Z'],
    // Not beside it either.
    ['envoy', '2026-03-10T14:00Z', '2026-03-15T14:00Z'],
    ['openstack', '2026-03-12T09:00Z', '2026-03-18T15:00Z'],
    ['xen', '2026-03-10T14:00Z', '2026-03-16T14:00Z'],
    ['django', '2026-03-12T14:00Z', '2026-03-16T14:00Z'],
    ['cert-cc', '2026-03-02T12:00Z', '2026-03-16T12:00Z'],
  ])('are advised against by %s, and the nearest good day is offered', (key, opened, nearest) => {
    const when = `2026-03-17T${table[key].hour ?? '14:00'}Z`;
    // Sunday is no good day to envoy: it is the Thursday after.
    const better = key === 'envoy' ? '2026-03-19T14:00Z' : nearest;
    const verdict = opening(key, opened, when, { daysOff });
    // On openstack, a holiday is no working day: the Tuesday would be too early as well.
    expect(verdict).toBe(key === 'openstack' ? `too-short holiday!; ${better}` : `holiday; ${better}`);
  });

  test.each<[string, string]>([
    ['2026-03-15', 'weekday'],
    ['2026-03-16', 'holiday'],
    ['2026-03-17', 'holiday'],
    ['2026-03-18', 'holiday'],
    ['2026-03-19', 'accepted'],
  ])('are kept a day of distance from by envoy: %s, %s', (day, verdict) =>
    expect(opening('envoy', '2026-03-10T14:00Z', `${day}T14:00Z`, { daysOff }).split(';')[0]).toBe(verdict),
  );

  test('are none without any', () => expect(opening('envoy', '2026-03-10T14:00Z', '2026-03-18T14:00Z')).toBe('accepted'));
});

describe('working days', () => {
  // Thursday the 2nd of April is a working day in 2026; Good Friday the 3rd and Easter Monday the 6th are not.
  const easter = { '2026-04-03': 'Good Friday, DE', '2026-04-06': 'Easter Monday, DE' };

  test.each<[string, string, string, string, Readonly<Record<string, string>>]>([
    // openstack: of three to five days, those that are no Monday, Friday or weekend, at three in the afternoon.
    ['a Monday', '2026-03-02T09:00Z', '2026-03-05', '2026-03-05', {}],
    ['a Tuesday: the third day is a Friday, the fifth again a Tuesday', '2026-03-03T09:00Z', '2026-03-10', '2026-03-10', {}],
    ['a Tuesday evening: the hour of the opening does not matter', '2026-03-03T22:00Z', '2026-03-10', '2026-03-10', {}],
    ['a Wednesday', '2026-03-04T09:00Z', '2026-03-10', '2026-03-11', {}],
    ['a Thursday', '2026-03-05T09:00Z', '2026-03-10', '2026-03-12', {}],
    ['a Friday', '2026-03-06T09:00Z', '2026-03-11', '2026-03-12', {}],
    ['a Saturday', '2026-03-07T09:00Z', '2026-03-11', '2026-03-12', {}],
    ['a Sunday', '2026-03-08T09:00Z', '2026-03-11', '2026-03-12', {}],
    ['the Wednesday before Easter', '2026-04-01T09:00Z', '2026-04-08', '2026-04-09', easter],
  ])('of openstack, opened on %s', (_, opened, first, last, daysOff) => {
    const days = Array.from({ length: 14 }, (__, index) => written(Math.floor(at(opened) / dayMs + index) * dayMs).slice(0, 10));
    const good = days.filter((day) => opening('openstack', opened, `${day}T15:00Z`, { daysOff }) === 'accepted');
    expect([good[0], good.at(-1)]).toEqual([first, last]);
  });

  test.each<[string, string, string, Readonly<Record<string, string>>]>([
    ['a Monday', '2026-03-02T12:00Z', '2026-03-16', {}],
    ['a Friday', '2026-03-06T12:00Z', '2026-03-20', {}],
    ['a Saturday', '2026-03-07T12:00Z', '2026-03-20', {}],
    ['the Wednesday before Easter', '2026-04-01T12:00Z', '2026-04-17', easter],
    ['the Wednesday before Easter, where it is not kept', '2026-04-01T12:00Z', '2026-04-15', {}],
  ])('of xen, ten of them from %s', (_, opened, last, daysOff) => {
    expect(opening('xen', opened, `${last}T23:59:59.999Z`, { daysOff })).toBe('accepted');
    expect(opening('xen', opened, at(`${last}T23:59:59.999Z`) + 1, { daysOff, anyway: true })).toMatch(/^too-long.*!/);
  });
});

describe('of several policies', () => {
  const bound = (...others: readonly (readonly [PolicyKey, string])[]) =>
    dateless({ bound: others.map(([policy, since]) => ({ policy, since: at(since) })) });
  // Opened on Mon 2026-03-02T09:00.
  const now = '2026-03-02T10:00Z';

  test('the tightest wins, and it is said which', () => {
    const told = bound(['linux-distros', '2026-02-26T09:00Z']);
    expect(asking('oci', told, now, '2026-03-12T09:00Z')).toBe('accepted');
    expect(asking('oci', told, now, '2026-03-17T09:00Z')).toBe('too-long of linux-distros!; 2026-03-12T09:00Z');
    expect(asking('oci', told, now, '2026-03-24T09:00Z')).toBe(
      'too-long of Open Containers Initiative too-long of linux-distros!; 2026-03-12T09:00Z',
    );
    expect(asking('oci', dateless(), now, '2026-03-17T09:00Z')).toBe('accepted');
  });

  test('each has the clock of its own: the list’s from the first patch, another’s from when it was told', () => {
    const from = { ...bound(['linux-distros', '2026-03-02T09:00Z']), patches: patches(patch(1, { at: at('2026-03-05T09:00Z') })) };
    expect(asking('kernel', from, '2026-03-05T10:00Z', '2026-03-12T09:00Z')).toBe('accepted');
    expect(asking('kernel', from, '2026-03-05T10:00Z', '2026-03-18T09:00Z', { anyway: true })).toMatch(
      /^too-long of linux-distros exceptional of Linux kernel security team!/,
    );
  });

  test('advice of each counts, and an hour that only one has is kept', () => {
    const told = bound(['kubernetes', '2026-03-02T09:00Z']);
    expect(asking('oci', told, now, '2026-03-12T14:00Z')).toBe('hour of Kubernetes distributors; 2026-03-12T16:00Z');
    expect(asking('oci', told, now, '2026-03-13T16:00Z')).toMatch(
      /^weekday of Open Containers Initiative weekday of Kubernetes distributors; 2026-03-12T16:00Z/,
    );
  });

  test('the longest of the shortest holds, unless the tightest longest leaves no room for it', () => {
    const roomy = bound(['kubernetes', '2026-03-02T09:00Z']);
    expect(asking('linux-distros', roomy, now, '2026-03-05T16:00Z')).toBe('too-short of Kubernetes distributors!; 2026-03-09T16:00Z');
    const crowded = bound(['linux-distros', '2026-02-19T09:00Z']);
    // Fourteen days of linux-distros end on the 5th; seven of kubernetes on the 9th.
    expect(asking('kubernetes', crowded, now, '2026-03-04T16:00Z')).toBe('accepted');
    expect(asking('kubernetes', crowded, now, '2026-03-09T16:00Z')).toMatch(/^too-long of linux-distros!/);
    // To the very instant: both limits are one there.
    const met = bound(['linux-distros', '2026-02-23T09:00Z']);
    expect(asking('kubernetes', met, now, '2026-03-09T09:00Z', { anyway: true })).toBe('accepted');
    expect(asking('kubernetes', met, now, '2026-03-05T16:00Z', { anyway: true })).toMatch(/^too-short of Kubernetes distributors!/);
  });

  test('what must be refused comes first, whichever says it', () => {
    const told = bound(['kernel', '2026-02-26T09:00Z']);
    expect(asking('openstack', told, now, '2026-03-06T09:00Z', { anyway: true })).toMatch(
      /^weekday of OpenStack vulnerability management exceptional of Linux kernel security team hour of OpenStack vulnerability management!/,
    );
  });

  test('one is bound by a coordinator’s word, from then on, and corrected by another, to earlier and to later', () => {
    const bind = (policy: PolicyKey, since: string) => ({ type: 'bind-policy', policy, since: at(since) }) as const;
    const from = { ...dateless(), consents: signedBy(ada) };
    const told = played(from, [[ada, bind('linux-distros', '2026-03-02T09:00Z')]]);
    expect(told.bound).toEqual([
      { policy: 'linux-distros', since: at('2026-03-02T09:00Z'), by: ada.person, limit: at('2026-03-16T09:00Z') },
    ]);
    expect(asking('oci', told, now, '2026-03-19T09:00Z')).toMatch(/^too-long of linux-distros!/);
    const code = (policy: PolicyKey, since: string) => {
      const decision = says(ada, bind(policy, since), told, { now: at(now) });
      return isRefused(decision) ? decision.reason.code : decision;
    };
    const fact = { type: 'policy-bound', outside: false, by: ada.person } as const;
    expect(code('linux-distros', '2026-03-02T09:00Z')).toBe('bound-already');
    for (const [since, limit] of [
      ['2026-03-02T09:30Z', '2026-03-16T09:30Z'],
      ['2026-03-02T08:59:59.999Z', '2026-03-16T08:59:59.999Z'],
    ] as const)
      expect(code('linux-distros', since)).toEqual([
        { ...fact, policy: 'linux-distros', since: at(since), limit: at(limit), corrected: at('2026-03-02T09:00Z') },
      ]);
    expect(code('kernel', '2026-03-02T10:00:00.001Z')).toBe('clock-in-the-future');
    expect(code('kernel', '2026-03-02T10:00Z')).toEqual([{ ...fact, policy: 'kernel', since: at(now), limit: expect.any(Number) }]);
  });

  test('a date that is beyond the rules of the other list is said to be', () => {
    const asked = embargo({ consents: signedBy(ada) });
    const bound = (policy: PolicyKey) => says(ada, { type: 'bind-policy', policy, since: asked.createdAt }, asked);
    // On the sixteenth day: beyond the kernel's fourteen, within Kubernetes' twenty-eight.
    expect(bound('kernel')).toEqual([expect.objectContaining({ type: 'policy-bound', policy: 'kernel', outside: true })]);
    expect(bound('kubernetes')).toEqual([expect.objectContaining({ type: 'policy-bound', policy: 'kubernetes', outside: false })]);
  });
});

describe('where every day has something against it, the least of it is offered first', () => {
  const offered = (key: PolicyKey, now: string, when: string, daysOff: Readonly<Record<string, string>> = {}) => {
    const bindings = [{ policy: policyOf(key), start: at('2026-03-02T09:00Z') }];
    return betterDates(at(when), { now: at(now), bindings, daysOff }).map(written);
  };

  test('a holiday before a weekday', () => {
    // The last days of the Open Containers Initiative's: Thursday a holiday, then Friday, Saturday and half a Sunday.
    const daysOff = { '2026-03-19': 'Saint Joseph’s Day' };
    expect(offered('oci', '2026-03-19T08:00Z', '2026-03-25T08:30Z', daysOff)).toEqual([
      '2026-03-19T08:30Z',
      '2026-03-22T08:30Z',
      '2026-03-21T08:30Z',
    ]);
  });

  test('the end of a quarter before a holiday, and both before another hour', () => {
    const policy = { ...policyOf('oci'), weekdaysAvoided: { days: [], force: 'should' }, hour: { minutes: 960, force: 'should' } } as const;
    const bindings = [{ policy, start: at('2026-03-11T17:00Z') }];
    const test = { now: at('2026-03-29T17:00Z'), bindings, daysOff: { '2026-03-30': 'a feast', '2026-03-31': 'another' } };
    // Both days are the end of the quarter and a feast, at the hour; then they are at another hour.
    expect(betterDates(at('2026-04-02T12:00Z'), test).map(written)).toEqual([
      '2026-03-31T16:00Z',
      '2026-03-30T16:00Z',
      '2026-03-31T12:00Z',
    ]);
    expect(betterDates(at('2026-04-02T12:00Z'), { ...test, daysOff: { '2026-03-31': 'a feast' } }).map(written)).toEqual([
      '2026-03-30T16:00Z',
      '2026-03-31T16:00Z',
      '2026-03-30T12:00Z',
    ]);
  });

  test('another hour, where the last day ends before the usual one; the last instant, where it ends before both', () => {
    expect(offered('cert-cc', '2026-04-15T13:00Z', '2026-04-20T08:00Z')).toEqual(['2026-04-16T08:00Z']);
    expect(offered('cert-cc', '2026-04-15T13:00Z', '2026-04-20T10:00Z')).toEqual(['2026-04-16T09:00Z']);
  });

  test('what no one may overrule is never offered', () => {
    // openstack: the one day that is left is a Monday.
    expect(offered('openstack', '2026-03-06T16:00Z', '2026-03-11T15:00Z')).toEqual([]);
  });
});
