// Who would have the vote bent, others kept out, or learn what is not theirs: each of these once worked.
import { describe, expect, test } from 'vitest';
import { announceList } from '../src/chat/announce-list.ts';
import type { List } from '../src/domain/list.ts';
import { dayMs } from '../src/domain/time.ts';
import { ada, bob, carol, dave, grace, list, nova, start } from './setup/embargo.ts';
import { applied, applying, codeOf, erin, frank, heard, since, withProfile } from './setup/membership.ts';

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
});
