// Strikes: given by a person, answered by who is meant, withdrawn by somebody of another organization.
import { describe, expect, test } from 'vitest';
import type { List, Member } from '../../../../src/domain/list/list.ts';
import { profileOf } from '../../../../src/domain/list/membership/decide.ts';
import { strikesStanding } from '../../../../src/domain/list/membership/strikes.ts';
import { ada, bob, carol, grace, list, nova } from '../../../setup/embargo.ts';
import { codeOf, heard, told } from '../../../setup/membership.ts';

const strike = { type: 'give-strike', person: bob.person, because: 'a hint in public' } as const;
const answer = (text: string, number: number | null = null) => ({ type: 'answer-strike', number, text }) as const;
const withdraw = (number: number | null = null) =>
  ({ type: 'withdraw-strike', person: bob.person, number, because: 'it was somebody else' }) as const;
const remove = { type: 'remove-distributor', distributor: nova.id, ground: { type: 'strikes' }, because: 'it leaks' } as const;

const once = heard(list, [ada, strike]);
const twice = heard(once, [ada, { ...strike, leak: { codename: 'calm-otter', number: 2 } }]);
const strikesIn = (on: List) => Object.values(on.distributors).flatMap((each) => (each.id === nova.id ? profileOf(each).strikes : []));
const standingIn = (on: List) =>
  Object.values(on.distributors).flatMap((each) => (each.id === nova.id ? strikesStanding(profileOf(each)) : []));

describe('a strike', () => {
  test('keeps the leak that it is for', () =>
    expect(strikesIn(twice).map(({ leak }) => leak)).toEqual([undefined, { codename: 'calm-otter', number: 2 }]));

  test('is answered by who is meant alone, and what they say again replaces it', () => {
    expect(told(once, carol, answer('no'))).toEqual({ code: 'which-strike', numbers: [] });
    expect(strikesIn(heard(once, [bob, answer('no')], [bob, answer('it was allowed')]))[0]?.answer?.text).toBe('it was allowed');
  });

  test('of several is the one that is not answered yet, or asked for by its number', () => {
    expect(told(twice, bob, answer('no'))).toEqual({ code: 'which-strike', numbers: [1, 2] });
    const answered = heard(twice, [bob, answer('the first', 1)], [bob, answer('the second')]);
    expect(strikesIn(answered).map((each) => each.answer?.text)).toEqual(['the first', 'the second']);
    expect(told(twice, ada, withdraw())).toEqual({ code: 'which-strike', numbers: [1, 2] });
    expect(told(twice, ada, withdraw(3))).toEqual({ code: 'which-strike', numbers: [1, 2] });
  });

  test('that is withdrawn stays on record under its number, and counts for nothing', () => {
    const left = heard(twice, [ada, withdraw(1)]);
    expect(strikesIn(left)).toHaveLength(2);
    expect(standingIn(left).map(({ number }) => number)).toEqual([2]);
    expect(told(twice, ada, remove)).not.toHaveProperty('code');
    expect(told(left, ada, remove)).toEqual({ code: 'too-few-strikes', strikes: 1, needed: 2 });
    expect(told(left, bob, answer('no', 1))).toEqual({ code: 'which-strike', numbers: [2] });
    expect(codeOf(left, ada, withdraw(1))).toBe('which-strike');
  });

  test('is not withdrawn by the organization that it was given to', () => {
    const heidi: Member = { ...grace, distributor: nova.id };
    const withHeidi: List = { ...once, members: { ...once.members, [heidi.person]: heidi } };
    expect(told(withHeidi, heidi, withdraw())).toEqual({ code: 'own-distributor' });
  });
});
