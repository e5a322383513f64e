// Who would have the vote bent, others kept out, or learn what is not theirs: each of these once worked.
import { describe, expect, test } from 'vitest';
import { announceList } from '../../src/chat/announce-list.ts';
import { questionNodes } from '../../src/chat/list/membership/applications.ts';
import { dueOfList, nextOfList } from '../../src/domain/list/clock.ts';
import type { List, Member } from '../../src/domain/list/list.ts';
import { asked } from '../../src/domain/list/membership/application.ts';
import { personId } from '../../src/domain/values/ids.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { ada, bob, carol, dave, grace, list, nova, policyHash, start } from '../setup/embargo.ts';
import {
  application,
  applied,
  applying,
  codeOf,
  deciding,
  erin,
  frank,
  handingIn,
  heard,
  judy,
  type Line,
  since,
  told,
  voting,
  withProfile,
} from '../setup/membership.ts';

const later = start + 30 * dayMs;

describe('a warning', () => {
  /** Who is told of it, and why Nova has it. */
  const warned = (to: List, now = start): string[] => {
    const facts = [
      {
        type: 'standing-set',
        distributor: nova.id,
        standing: { state: 'warned', because: 'They deploy before the date.', until: null },
      } as const,
    ];
    const { answers } = announceList(facts, { list: since(to, facts), before: to, running: [], now, to: null });
    return answers.flatMap(({ to }) => (to.type === 'room' || to.person === ada.person || to.person === grace.person ? [] : [to.person]));
  };
  const moved = { ...list.members, [dave.person]: { ...dave, role: 'representative', distributor: carol.distributor } } as const;

  test('is not told to a contact who has gone over to another organisation', () => {
    const named = withProfile(list, nova, { primary: dave.person, backup: bob.person });
    expect(warned(named)).toEqual([dave.person, bob.person]);
    expect(warned({ ...named, members: moved })).toEqual([bob.person]);
  });

  test('is told to a stand-in for as long as they stand in, and are of the organisation', () => {
    const away = { ...bob, away: { since: start, until: later, standIn: dave.person } };
    const there = { ...list, members: { ...list.members, [bob.person]: away } };
    expect(warned(there, later - 1)).toEqual([bob.person, dave.person]);
    expect(warned(there, later)).toEqual([bob.person]);
    expect(warned({ ...list, members: { ...moved, [bob.person]: away } })).toEqual([bob.person]);
  });
});

describe('an applicant', () => {
  const named = heard(applied('drafting'), [erin, { type: 'name-backup', person: frank.person, name: 'frank' }]);

  test('keeps nobody from applying by naming them as a second contact', () => {
    expect(codeOf(named, frank, applying('Pier', 'Pier Ltd', 'frank'))).toBe('yes');
    const both = heard(named, [frank, applying('Pier', 'Pier Ltd', 'frank')]);
    expect(codeOf(both, frank, { type: 'give-evidence', criterion: null, text: 'here' })).toBe('yes');
    expect(codeOf(both, frank, { type: 'withdraw-application' })).toBe('yes');
    expect(codeOf(both, erin, applying('Pier', 'Pier Ltd', 'erin'))).toBe('applied-already');
  });

  const answers = (who: Member, now = start) => handingIn(who, list, now);

  test('keeps an organisation out by its name neither with a draft nor with what was rejected before anybody vouched', () => {
    const drafting = applied('drafting');
    expect(codeOf(drafting, judy, applying('Harbour', 'Harbour Inc.', 'judy'))).toBe('yes');
    const rejected = heard(applied('voucher'), [ada, deciding(false)]);
    expect(codeOf(rejected, judy, applying('Harbour', 'Harbour Inc.', 'judy'))).toBe('yes');
    expect(codeOf(rejected, erin, applying('Harbour', 'Harbour Inc.', 'erin'))).toBe('cooling');
    const vouched = heard(applied('discussion'), [ada, deciding(false)]);
    const again = heard(vouched, [judy, applying('Harbour', 'Harbour Inc.', 'judy')], ...answers(judy));
    expect(codeOf(again, bob, { type: 'vouch', number: 2 })).toBe('cooling');
  });

  test('of two for one organisation, one goes on', () => {
    const two = heard(applied('drafting'), [judy, applying('HARBOUR', 'Harbour', 'judy')], ...answers(judy), ...answers(erin, start + 1));
    expect(told(two, bob, { type: 'vouch', number: 1 })).toEqual({ code: 'entity-applied', organisation: 'Harbour' });
    expect(codeOf(two, bob, { type: 'vouch', number: 2 })).toBe('yes');
    const gone = heard(two, [judy, { type: 'withdraw-application' }]);
    expect(codeOf(gone, bob, { type: 'vouch', number: 1 })).toBe('yes');
  });

  test('applies three times in a month, not for ever: each time stays in the record', () => {
    const round: Line[] = [
      [erin, applying()],
      [erin, { type: 'withdraw-application' }],
    ];
    const twice = heard(list, ...round, ...round);
    expect(codeOf(twice, erin, applying())).toBe('yes');
    const thrice = heard(twice, ...round);
    expect(told(thrice, erin, applying(), { now: later - 1 })).toEqual({ code: 'cooling', until: later });
    expect(codeOf(thrice, erin, applying(), { now: later })).toBe('yes');
  });

  test('does not fill a list from one homeserver', () => {
    const from = (server: string, index: number): Line => {
      const who = { ...erin, person: personId(`matrix:@a${index}:${server}`) ?? erin.person };
      return [who, applying(`O${index}`, `E${index}`, `a${index}`)];
    };
    const five = heard(list, ...[1, 2, 3, 4, 5].map((index) => from('evil.example', index)));
    const [sixth, other] = [from('evil.example', 6), from('good.example', 7)];
    expect(codeOf(five, sixth[0], sixth[1])).toBe('too-many-applications');
    expect(codeOf(five, other[0], other[1])).toBe('yes');
  });
});

describe('a change of the rules', () => {
  const without = (to: List, ...keys: string[]): List => {
    const { rules } = to.policy;
    return { ...to, policy: { ...to.policy, rules: { ...rules, criteria: rules.criteria.filter(({ key }) => !keys.includes(key)) } } };
  };

  test('that takes away the criteria that were left to confirm leaves the year to be ended', () => {
    const { criteria } = list.policy.rules;
    const confirmed = Object.fromEntries(
      criteria.filter(({ key }) => key !== 'users').map(({ key }) => [key, { by: bob.person, at: start, note: null }]),
    );
    const asking = withProfile(list, nova, { recertification: { askedAt: start, dueAt: later, confirmed, askedMs: 0 } });
    const confirm = { type: 'recertify', criterion: 'all', note: null } as const;
    expect(told(asking, bob, confirm)).toMatchObject([{ type: 'criterion-confirmed', criterion: 'users' }, { type: 'recertified' }]);
    expect(told(without(asking, 'users'), bob, confirm)).toEqual([{ type: 'recertified', distributor: nova.id }]);
  });

  test('that takes away the criteria that were left to answer leaves the application to be handed in', () => {
    const [last = '', ...others] = asked(list).toReversed();
    const almost = heard(
      applied('drafting'),
      ...others.map((key): Line => [erin, { type: 'give-evidence', criterion: key, text: 'here' }]),
    );
    const less = without(almost, last);
    expect(JSON.stringify(questionNodes(less, application(less)))).toContain('apply submit');
    expect(told(less, erin, { type: 'submit-application' })).toEqual([{ type: 'application-submitted', application: 1 }]);
  });
});

describe('an application that was accepted', () => {
  const at = start + 7 * dayMs;
  const accepted = heard(applied('ballot'), [bob, voting('yes')], [carol, voting('yes')], [ada, deciding(true), { now: at }]);

  test('lapses when nobody has accepted the policy within a month, and is in nobody’s way', () => {
    const over = at + 30 * dayMs;
    expect(nextOfList(accepted)).toBe(over);
    expect(dueOfList(accepted, over - 1)).toEqual([]);
    const facts = dueOfList(accepted, over);
    expect(facts).toEqual([{ type: 'application-closed', application: 1, how: 'lapsed' }]);
    expect(codeOf(since(accepted, facts, over), judy, applying('Harbour', 'Harbour Inc.', 'judy'), { now: over })).toBe('yes');
  });

  test('gives two who are called alike two names', () => {
    const named = heard(
      applied('discussion'),
      [erin, { type: 'name-backup', person: frank.person, name: 'ERIN' }],
      [ada, { type: 'open-ballot', number: 1 }],
      [bob, voting('yes')],
      [carol, voting('yes')],
      [ada, deciding(true), { now: at }],
    );
    const accept = { type: 'accept-policy', hash: policyHash } as const;
    const both = heard(named, [frank, accept, { now: at }], [erin, accept, { now: at }]);
    expect([both.members[erin.person]?.name, both.members[frank.person]?.name]).toEqual(['erin', 'ERIN (Harbour)']);
  });
});
