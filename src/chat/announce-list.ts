import { listFor } from '../domain/embargo/audience/on-embargo.ts';
import type { Embargo } from '../domain/embargo/embargo.ts';
import type { ListFact } from '../domain/list/facts.ts';
import { isOfMembership } from '../domain/list/membership/facts.ts';
import { isOfReport } from '../domain/list/reports/facts.ts';
import { cards } from './embargo/announce.ts';
import { invitations } from './embargo/consent.ts';
import { tell } from './embargo/event-context.ts';
import { failuresLeftByList } from './embargo/review/review.ts';
import { messagesFor, notices } from './list/announce.ts';
import type { ListEventContext } from './list/event-context.ts';
import { membershipMessages } from './list/membership/telling.ts';
import { reportMessages } from './list/reports/telling.ts';
import { aboutCompany } from './list/room-announce.ts';
import { toThreads } from './message/address.ts';
import type { Outgoing } from './message/outgoing.ts';

// What happened to a list, said: to the one who did it, to whom it concerns, and on the cards of its running embargoes.

/** `answers` are about nobody's embargo; `about` are, each to be weighed with its own. */
export type ListMessages = {
  readonly answers: readonly Outgoing[];
  readonly about: readonly { readonly embargo: Embargo; readonly messages: readonly Outgoing[] }[];
};

/** Everything that is to be said about what happened to a list. What changes who may hear what, its coordinators and rooms are told. */
export function announceList(happened: readonly ListFact[], context: ListEventContext): ListMessages {
  // An organisation that is removed or joins, and a role that is handed over, are said as a whole, the people with it.
  const whole = happened.some(({ type }) => wholes.has(type));
  const joins = happened.some(({ type }) => type === 'organisation-joined');
  const all = happened.some(({ type }) => type === 'recertified');
  const facts = happened.filter(
    ({ type }, index) =>
      !(whole && byTheWay.has(type)) &&
      !(joins && type === 'profile-changed') &&
      !(all && type === 'criterion-confirmed') &&
      // Several answers of an application in one message are told with the last.
      !(type === 'evidence-given' && happened[index + 1]?.type === 'evidence-given'),
  );
  const founded = facts.some((fact) => fact.type === 'list-founded');
  const told = founded ? [] : facts.flatMap((fact) => (isOfMembership(fact) || isOfReport(fact) ? [] : notices(fact, context)));
  const company = facts.flatMap((fact) =>
    aboutCompany(fact, context.list, context.before, context.known ?? new Map(), context.to?.person ?? null),
  );
  const answers = [
    ...facts.flatMap((fact) => {
      if (isOfReport(fact)) return reportMessages(fact, context);
      return isOfMembership(fact) ? membershipMessages(fact, context) : messagesFor(fact, context);
    }),
    ...told,
    ...company,
  ];
  const newcomers = happened.flatMap((fact) =>
    fact.type === 'person-added' ? [fact.member.person] : fact.type === 'handover-accepted' ? [fact.to, fact.from] : [],
  );
  const about = context.running.map((embargo, index) => {
    const view = { embargo, list: listFor(embargo, context.list, context.now), now: context.now };
    const invited = invitations(view, index > 0).filter(({ to }) => to.type === 'person' && newcomers.includes(to.person));
    const left = context.before === null ? [] : failuresLeftByList(embargo, context.before, context.list);
    return { embargo, messages: [...invited, ...(left.length > 0 ? toThreads(view.list, embargo, tell, left) : []), ...cards(view)] };
  });
  return { answers, about };
}

const wholes: ReadonlySet<ListFact['type']> = new Set(['distributor-removed', 'policy-accepted', 'handover-accepted']);

const byTheWay: ReadonlySet<ListFact['type']> = new Set(['person-removed', 'person-added', 'distributor-added']);
