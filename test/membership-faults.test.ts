// Who would have the vote bent, others kept out, or learn what is not theirs: each of these once worked.
import { describe, expect, test } from 'vitest';
import { announceList } from '../src/chat/announce-list.ts';
import { asked } from '../src/domain/decide-application.ts';
import { personId } from '../src/domain/ids.ts';
import type { List, Member } from '../src/domain/list.ts';
import { dayMs } from '../src/domain/time.ts';
import { ada, bob, carol, dave, grace, list, nova, start } from './setup/embargo.ts';
import { applied, applying, codeOf, deciding, erin, frank, heard, judy, type Line, since, told, withProfile } from './setup/membership.ts';

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
    const away = { ...bob, away: { until: later, standIn: dave.person } };
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

  const answers = (who: Member) => asked(list).map((): Line => [who, { type: 'give-evidence', criterion: null, text: 'here' }]);

  test('keeps an organisation out by its name neither with a draft nor with what was rejected before anybody vouched', () => {
    const drafting = applied('drafting');
    expect(codeOf(drafting, judy, applying('Harbour', 'Harbour Inc.', 'judy'))).toBe('yes');
    const rejected = heard(applied('voucher'), [ada, deciding(false)]);
    expect(codeOf(rejected, judy, applying('Harbour', 'Harbour Inc.', 'judy'))).toBe('yes');
    expect(codeOf(rejected, erin, applying('Harbour', 'Harbour Inc.', 'erin'))).toBe('cooling');
    const vouched = heard(applied('discussion'), [ada, deciding(false)]);
    expect(codeOf(vouched, judy, applying('Harbour', 'Harbour Inc.', 'judy'))).toBe('cooling');
  });

  test('of two for one organisation, one hands in', () => {
    const two = heard(applied('drafting'), [judy, applying('HARBOUR', 'Harbour', 'judy')], ...answers(judy));
    const almost = heard(two, ...answers(erin).slice(0, -1));
    expect(told(almost, erin, { type: 'give-evidence', criterion: null, text: 'here' })).toEqual({
      code: 'entity-applied',
      organisation: 'Harbour',
    });
    const gone = heard(almost, [judy, { type: 'withdraw-application' }]);
    expect(codeOf(gone, erin, { type: 'give-evidence', criterion: null, text: 'here' })).toBe('yes');
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
