// The negotiation of the date, said.
import { consentOf, memberOf, roster, withAccess } from '../../domain/embargo/consent.ts';
import { replacementOf } from '../../domain/embargo/date/negotiation.ts';
import { isEarlier, quorumFor } from '../../domain/embargo/date/quorum.ts';
import { beyond } from '../../domain/embargo/date/told.ts';
import { tally } from '../../domain/embargo/date/voting.ts';
import { agreedDate, type Embargo, openProposals } from '../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { todos } from '../../domain/embargo/todos.ts';
import { nameOf } from '../../domain/list/list.ts';
import { policyOf } from '../../domain/policy/presets.ts';
import { toPerson, toRooms, toThreads } from '../message/address.ts';
import { actions, code, fields, type Inline, line, type Node, soon } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { answerActions, counted, dateFields, todoActions, type View, voterName } from '../message/view.ts';
import { formatUtc } from '../values/instant.ts';
import { askedAgain } from './consent.ts';
import { by, dates, type EventContext, reply, showReason, tell, toCoordinators, toOtherCoordinators } from './event-context.ts';

type FactOf<Type extends EmbargoFact['type']> = Extract<EmbargoFact, { type: Type }>;

/** `Tue 2026-03-17 14:00 UTC (proposal 2)`: an answer never goes without the date that it answers. */
export function dateText({ proposals }: Pick<Embargo, 'proposals'>, number: number): string {
  const at = proposals[number]?.at;
  return at === undefined ? `proposal ${number}` : `${formatUtc(at)} (proposal ${number})`;
}

/** The same where dates are shown in the reader's own zone too. */
function dateInlines({ proposals }: Embargo, number: number): Inline[] {
  const at = proposals[number]?.at;
  return at === undefined ? [`proposal ${number}`] : [soon(at), ` (proposal ${number})`];
}

/** Whether a date was proposed and agreed by one order: its proposer's voice was enough. */
function agreedAtOnce({ embargo, before }: EventContext, number: number): boolean {
  return before?.proposals[number] === undefined && embargo.proposals[number]?.state === 'agreed';
}

/** Who proposed a date that was agreed at once, and in place of what. */
function proposedAtOnce(context: EventContext, number: number): Node[] {
  const { embargo } = context;
  const proposal = embargo.proposals[number];
  if (proposal === undefined || !agreedAtOnce(context, number)) return [];
  const what = proposal.extension === true ? 'asked for this extension beyond the policy,' : 'proposed it,';
  return [
    line(`${by(context)} ${what} and no one else has to agree.`),
    ...(proposal.replaces === undefined
      ? []
      : [line('It replaces ', ...dateInlines(embargo, proposal.replaces), ', which no one needs to answer.')]),
    ...(proposal.reason === null ? [] : [actions(showReason(embargo))]),
  ];
}

/** A date is asked for, and everybody may see until when an answer is. */
export function dateProposed(fact: FactOf<'date-proposed'>, context: EventContext): Outgoing[] {
  const { embargo, list: members, now, before } = context;
  // That it is agreed says it all: nobody is asked anything any more.
  if (agreedAtOnce(context, fact.number)) return [];
  const inForce = before === null ? null : agreedDate(before);
  // The proposal may be agreed by the same order already.
  const earlier = before !== null && isEarlier(before, fact.at);
  const what =
    fact.extension === true
      ? 'asks to extend the embargo beyond the policy:'
      : inForce === null
        ? 'proposes the disclosure date'
        : earlier
          ? 'asks for an earlier date:'
          : 'proposes a new date:';
  const nodes = [
    line(`${by(context)} ${what} `, ...counted(fact.at, now), ` (proposal ${fact.number}).`),
    ...(fact.replaces === undefined
      ? []
      : [line('It replaces ', ...dateInlines(embargo, fact.replaces), ', which no one needs to answer.')]),
    ...(inForce === null ? [] : [line('Until it is agreed, ', soon(inForce.at), ' stays in force.')]),
    line('Respond by ', soon(fact.answerBy), ...(earlier ? decidedBy(fact, context) : ['.']), " No response doesn't count as approval."),
    actions(...answerActions(embargo.codename, fact), ...(fact.reason === null ? [] : [showReason(embargo)])),
  ];
  const decides = (person: string) => person !== context.by?.person;
  const urged = earlier
    ? toCoordinators(context, { ...dates, urgency: 'deadline' }, nodes).filter(({ to }) => to.type === 'person' && decides(to.person))
    : [];
  return [...toRooms(members, embargo, { ...dates, topic: 'date' }, nodes), ...urged];
}

/** How many coordinators an earlier date takes. */
function decidedBy({ at, number }: FactOf<'date-proposed'>, { before, embargo, list }: EventContext): Inline[] {
  const proposal = embargo.proposals[number];
  if (before === null || proposal === undefined) return ['.'];
  const { needed } = tally(proposal, withAccess(before, list), quorumFor(before, { at }, list));
  return [`: ${needed === 1 ? 'one coordinator decides' : `${needed} coordinators decide`} on it.`];
}

/** Who answered for whom; why not, to the other coordinators; and to the one who answered, which date it was. */
export function dateAnswered(fact: FactOf<'date-answered'>, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  if (agreedAtOnce(context, fact.number)) return [];
  const voter = voterName(members, fact.voter);
  const name = context.by === null ? '' : nameOf(members, context.by.person);
  const own = voter === name;
  const who = own ? name : `${name}, for ${voter},`;
  const [verb, past] = fact.verdict === 'accept' ? ['accepts', 'accepted'] : ['rejects', 'rejected'];
  const date = dateInlines(embargo, fact.number);
  const receipt = reply(context, [`You ${past} `, ...date, own ? '.' : ` for ${voter}.`]);
  const why: Inline[] = fact.reason === null ? ['.'] : [', with a reason: ', code('details'), '.'];
  const room = toThreads(members, embargo, dates, [line(`${who} ${verb} `, ...date, ...why)]);
  const deciding = decidersAsked(fact, context);
  if (deciding.length > 0) return [...receipt, ...room, ...deciding];
  // That somebody agrees stands on the card.
  if (fact.reason === null || fact.verdict === 'accept') return [...receipt, ...room];
  const reason = [line(`${who} ${verb} ${dateText(embargo, fact.number)}, with a reason.`), actions(showReason(embargo))];
  return [...receipt, ...room, ...toOtherCoordinators(context, tell, reason)];
}

/** To the other coordinators, where one has decided for those who did not respond, and it takes another. */
function decidersAsked({ number }: FactOf<'date-answered'>, context: EventContext): Outgoing[] {
  const { embargo, list, now, by: speaker } = context;
  return todos(embargo, list, now).flatMap((todo) => {
    if (todo.type !== 'settle' || todo.proposal !== number || speaker === null || todo.decided?.by !== nameOf(list, speaker.person))
      return [];
    const said = todo.decided.verdict === 'accept' ? 'accepts' : 'rejects';
    return [
      toPerson(todo.person, context, { ...dates, topic: 'date' }, [
        line(
          `${by(context)} ${said} `,
          ...dateInlines(embargo, number),
          ', to which not everybody responded in time. Another coordinator has to decide too.',
        ),
        actions(...todoActions(todo, embargo.codename)),
      ]),
    ];
  });
}

/** There is more time for the answers. */
export function answerTimeExtended(fact: FactOf<'answer-time-extended'>, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  const proposal = embargo.proposals[fact.number];
  return toRooms(members, embargo, { ...dates, topic: 'date' }, [
    line(`${by(context)} gave more time to respond to `, ...dateInlines(embargo, fact.number), '. Respond by ', soon(fact.answerBy), '.'),
    ...(proposal === undefined ? [] : [actions(...answerActions(embargo.codename, proposal))]),
  ]);
}

/** Nobody has to answer it any more. Of one that was replaced, the proposal in its place tells. The reason stands in the timeline. */
export function dateWithdrawn(fact: FactOf<'date-withdrawn'>, context: EventContext): Outgoing[] {
  const { embargo, list: members, now } = context;
  if (replacementOf(embargo, fact.number) !== null) return [];
  const at = embargo.proposals[fact.number]?.at ?? now;
  return toThreads(members, embargo, dates, [
    line(`${by(context)} withdrew proposal ${fact.number} (`, soon(at), '). No one needs to answer it.'),
    ...stillInForce(context),
  ]);
}

const dateIsLater = 'The disclosure date changed since you acknowledged: please acknowledge the terms with this date.';

/** The date in force. An earlier one to everybody, at once; a later one with the terms again, to those who have not seen it. */
export function dateAgreed(fact: FactOf<'date-agreed'>, context: EventContext): Outgoing[] {
  const { embargo, list: members, now, before } = context;
  const date = agreedDate(embargo);
  if (date === null) return [];
  const was = before === null ? null : agreedDate(before);
  const silent = fact.silent ?? [];
  const nodes = [
    line(was === null ? 'The disclosure date is agreed: ' : 'The revised disclosure date is agreed: ', ...counted(date.at, now), '.'),
    ...proposedAtOnce(context, fact.number),
    ...beyond(embargo, date.at).map(({ policy, limit }) =>
      line(`That's past the limit of ${policyOf(policy).title}, `, soon(limit), ': they can publish then.'),
    ),
    ...(silent.length === 0
      ? []
      : [line(`${by(context)} counted silence as consent: ${silent.map((voter) => voterName(members, voter)).join(', ')}.`)]),
  ];
  const people = roster(embargo, members);
  const told =
    was !== null && date.at < was.at
      ? people
          .filter(({ consent }) => consent !== 'declined')
          .map(({ member }) =>
            toPerson(member.person, context, { ...dates, urgency: 'deadline' }, [
              line('The disclosure date is now earlier: ', ...counted(date.at, now), '. It was ', soon(was.at), '.'),
              line("You don't have to acknowledge again."),
            ]),
          )
      : [];
  return [
    ...toRooms(members, embargo, dates, nodes),
    ...told,
    ...proposersTold(fact, context),
    ...(was !== null && date.at > was.at
      ? askedAgain(context, dateIsLater, { label: 'Acknowledge the new date', shown: [fields(...dateFields(context))] })
      : []),
  ];
}

/** To whoever had proposed another date that was still open: nobody answers it any more. */
function proposersTold({ number }: FactOf<'date-agreed'>, context: EventContext): Outgoing[] {
  const { embargo, list: members, now, before } = context;
  const agreed = embargo.proposals[number];
  const ended = before === null ? [] : openProposals(before, now).filter((proposal) => proposal.number !== number);
  return ended.flatMap((proposal) => {
    const proposer = memberOf(members, proposal.by);
    if (agreed === undefined || proposer === null || ['none', 'declined'].includes(consentOf(embargo, proposer))) return [];
    return [
      toPerson(proposer.person, context, dates, [
        line('Your date ', soon(proposal.at), ` (proposal ${proposal.number}) is closed: `, soon(agreed.at), ' was agreed instead.'),
        line('To ask for another date: ', code(`date propose ${embargo.codename}`), '.'),
      ]),
    ];
  });
}

/** Which date holds now. */
export function stillInForce({ embargo, now }: View): Node[] {
  const date = agreedDate(embargo);
  const [waiting] = openProposals(embargo, now);
  if (date === null && waiting !== undefined)
    return [line(`Proposal ${waiting.number} is waiting for answers: `, ...counted(waiting.at, now), '.')];
  return date === null
    ? [line('No date is agreed. Propose one: ', code('date propose'), '.')]
    : [line('The agreed date stays in force: ', ...counted(date.at, now), '.')];
}
