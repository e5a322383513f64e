import type { Embargo } from '../domain/embargo/embargo.ts';
import type { ListFact } from '../domain/list/facts.ts';
import { isOfMembership } from '../domain/list/membership/facts.ts';
import { cards } from './embargo/announce.ts';
import { invitations } from './embargo/consent.ts';
import { notices, sayings } from './list/announce.ts';
import type { ListOccasion } from './list/event-context.ts';
import { membershipSayings } from './list/membership/announce.ts';
import { aboutCompany } from './list/room-announce.ts';
import type { Outgoing } from './message/outgoing.ts';

// What happened to a list, said: to the one who did it, to whom it concerns, and on the cards of its running embargoes.

/** `answers` are about nobody's embargo; `about` are, each to be weighed with its own. */
export type ListSayings = {
  readonly answers: readonly Outgoing[];
  readonly about: readonly { readonly embargo: Embargo; readonly messages: readonly Outgoing[] }[];
};

/** Everything that is to be said about what happened to a list. What changes who may hear what, its coordinators and rooms are told. */
export function announceList(happened: readonly ListFact[], occasion: ListOccasion): ListSayings {
  // An organisation that is removed or joins, and a role that is handed over, are said as a whole, the people with it.
  const whole = happened.some(({ type }) => wholes.has(type));
  const all = happened.some(({ type }) => type === 'recertified');
  const facts = happened.filter(({ type }) => !(whole && byTheWay.has(type)) && !(all && type === 'criterion-confirmed'));
  const told = facts.some((fact) => fact.type === 'list-founded') ? [] : facts.flatMap((fact) => notices(fact, occasion));
  const company = facts.flatMap((fact) =>
    aboutCompany(fact, occasion.list, occasion.before, occasion.known ?? new Map(), occasion.to?.person ?? null),
  );
  const answers = [
    ...facts.flatMap((fact) => (isOfMembership(fact) ? membershipSayings(fact, occasion) : sayings(fact, occasion))),
    ...told,
    ...company,
  ];
  const newcomers = happened.flatMap((fact) =>
    fact.type === 'person-added' ? [fact.member.person] : fact.type === 'handover-accepted' ? [fact.to, fact.from] : [],
  );
  const about = occasion.running.map((embargo) => {
    const scene = { embargo, list: occasion.list, now: occasion.now };
    const invited = invitations(scene).filter(({ to }) => to.type === 'person' && newcomers.includes(to.person));
    return { embargo, messages: [...invited, ...cards(scene)] };
  });
  return { answers, about };
}

const wholes: ReadonlySet<ListFact['type']> = new Set(['distributor-removed', 'policy-accepted', 'handover-accepted']);

const byTheWay: ReadonlySet<ListFact['type']> = new Set(['person-removed', 'person-added', 'distributor-added']);
