// A list's own life, played: what people say to it, one after the other, and what the clock adds.

import type { ListCommand } from '../../src/domain/list/commands.ts';
import { decideList, type ListContext } from '../../src/domain/list/decide.ts';
import { evolveList } from '../../src/domain/list/evolve.ts';
import type { ListFact } from '../../src/domain/list/facts.ts';
import type { List, Member } from '../../src/domain/list/list.ts';
import { asked } from '../../src/domain/list/membership/application.ts';
import type { Application, Choice, Profile } from '../../src/domain/list/membership/membership.ts';
import { newProfile } from '../../src/domain/list/membership/membership.ts';
import type { Reason } from '../../src/domain/refusal.ts';
import { isRefused } from '../../src/domain/values/refusal.ts';
import type { Instant } from '../../src/domain/values/time.ts';
import { bob, list, member, nova, seven, speaking, start } from './embargo.ts';

/** Applies for Harbour; on no list. */
export const erin = member('erin', 'reviewer');
/** Her colleague, and somebody of another organisation that is on no list. */
export const frank = member('frank', 'reviewer');
export const judy = member('judy', 'reviewer');

type Wish = Partial<ListContext>;

/** The facts of what somebody says to a list, or why not. */
export function told(to: List, by: Member, command: ListCommand, wish: Wish = {}): readonly ListFact[] | Reason {
  const decision = decideList(to, command, speaking(by, wish));
  return isRefused(decision) ? decision.reason : decision;
}

/** The code of a refusal; `yes` where there is none. */
export function codeOf(to: List, by: Member, command: ListCommand, wish: Wish = {}): string {
  const decision = decideList(to, command, speaking(by, wish));
  return isRefused(decision) ? decision.reason.code : 'yes';
}

/** The list after facts that happen at one instant. */
export function since(to: List, facts: readonly ListFact[], now: Instant = start): List {
  return facts.reduce((state, fact) => evolveList(state, fact, now), to);
}

export type Line = readonly [Member, ListCommand, Wish?];

/** The list after commands that must succeed. */
export function heard(to: List, ...lines: readonly Line[]): List {
  return lines.reduce((state, [by, command, wish = {}]) => {
    const decision = decideList(state, command, speaking(by, wish));
    if (isRefused(decision)) throw new Error(`${by.name} may not ${command.type}: ${JSON.stringify(decision.reason)}`);
    return since(state, decision, wish.now ?? start);
  }, to);
}

/** The list on which a distributor's profile has what is named. */
export function withProfile(to: List, distributor: { readonly id: typeof nova.id }, wish: Partial<Profile>): List {
  const known = to.distributors[distributor.id];
  if (known === undefined) throw new Error('no such distributor');
  const profile = { ...(known.profile ?? newProfile(start)), ...wish };
  return { ...to, distributors: { ...to.distributors, [known.id]: { ...known, profile } } };
}

export const applying = (organisation = 'Harbour', entity = 'Harbour Inc.', name = 'erin'): ListCommand => ({
  type: 'apply',
  organisation,
  entity,
  name,
});
export const vouching: ListCommand = { type: 'vouch', number: 1 };
export const opening: ListCommand = { type: 'open-ballot', number: 1 };
export const voting = (choice: Choice, number = 1): ListCommand => ({ type: 'vote', number, choice });
export const declaring: ListCommand = { type: 'declare-conflict', number: 1, because: 'we compete' };
export const deciding = (accept: boolean, missing: readonly string[] = []): ListCommand => ({
  type: 'decide-application',
  number: 1,
  accept,
  because: 'as the list found',
  missing,
});

export type Stage = 'drafting' | 'voucher' | 'discussion' | 'ballot';

/** What somebody says who answers each criterion and hands their application in. */
export const handingIn = (who: Member, to: List = list, now: Instant = start): Line[] => [
  ...asked(to).map((): Line => [who, { type: 'give-evidence', criterion: null, text: 'here' }, { now }]),
  [who, { type: 'submit-application' }, { now }],
];

/** The list on which erin's application for Harbour has come so far, all of it at the beginning; bob vouched. */
export function applied(until: Stage, to: List = list): List {
  const handedIn = handingIn(erin, to);
  const stages: readonly (readonly [Stage, readonly Line[]])[] = [
    ['drafting', [[erin, applying()]]],
    ['voucher', handedIn],
    ['discussion', [[bob, vouching]]],
    ['ballot', [[Object.values(to.members).find(({ role }) => role === 'coordinator') ?? bob, opening]]],
  ];
  const wanted = stages.slice(0, stages.findIndex(([stage]) => stage === until) + 1);
  return heard(to, ...wanted.flatMap(([, lines]) => lines));
}

export function application(of: List, number = 1): Application {
  const found = of.membership?.applications[number];
  if (found === undefined) throw new Error(`no application ${number}`);
  return found;
}

/** Nova and Seven, the second with another name behind it. */
export const twins = (entity: string): List => withProfile(withProfile(list, nova, { entity: 'Nova Inc.' }), seven, { entity });
