// The negotiation of the date, said.
import { roster } from '../../domain/embargo/consent.ts';
import { agreedDate, openProposals } from '../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { beyond } from '../../domain/embargo/told.ts';
import { nameOf } from '../../domain/list/list.ts';
import { policyOf } from '../../domain/policy/presets.ts';
import { answer, toRooms } from '../message/address.ts';
import { actions, code, instant, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { answerActions, counted, type View, voterName } from '../message/view.ts';
import { termsMessage } from './consent.ts';
import { by, dates, type EventContext, reasonNodes, tell, toCoordinators, toSignatories } from './event-context.ts';

/** A date is asked for, and everybody may see until when an answer is. */
export function dateProposed(fact: Extract<EmbargoFact, { type: 'date-proposed' }>, context: EventContext): Outgoing[] {
  const { embargo, list: members, now, before } = context;
  const inForce = before === null ? null : agreedDate(before);
  const what = inForce === null ? 'proposes the disclosure date' : 'asks for a revision of the date:';
  const why =
    fact.reason === null ? [] : toSignatories(context, reasonNodes(embargo, `${by(context)} gave a reason for proposal ${fact.number}.`));
  const asked = toRooms(members, embargo, { ...dates, topic: 'date' }, [
    line(`${by(context)} ${what} `, ...counted(fact.at, now), ` (proposal ${fact.number}).`),
    ...(inForce === null ? [] : [line('Until it is agreed, ', instant(inForce.at), ' stays in force.')]),
    line('Please answer by ', instant(fact.answerBy), '. Silence is not taken for consent.'),
    actions(...answerActions(embargo.codename, fact.number)),
  ]);
  return [...asked, ...why];
}

/** Who answered for whom; that there is a reason to coordinators alone. */
export function dateAnswered(fact: Extract<EmbargoFact, { type: 'date-answered' }>, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  const voter = voterName(members, fact.voter);
  const name = context.by === null ? '' : nameOf(members, context.by.person);
  const who = voter === name ? name : `${name}, for ${voter},`;
  const verb = fact.verdict === 'accept' ? 'accepts' : 'rejects';
  const room = toRooms(members, embargo, dates, [line(`${who} ${verb} proposal ${fact.number}.`)]);
  if (fact.reason === null) return room;
  const reason = reasonNodes(embargo, `${who} ${verb} proposal ${fact.number}, with a reason.`);
  return [...room, ...toCoordinators(context, tell, reason)];
}

/** Nobody has to answer it any more. */
export function dateWithdrawn(fact: Extract<EmbargoFact, { type: 'date-withdrawn' }>, context: EventContext): Outgoing[] {
  const { embargo, list: members, now } = context;
  const at = embargo.proposals[fact.number]?.at ?? now;
  return toRooms(members, embargo, dates, [
    line(`${by(context)} withdrew proposal ${fact.number} (`, instant(at), '). No one needs to answer it.'),
    ...stillInForce(context),
  ]);
}

/** The date in force, and the terms again to those whose signature it lapses. */
export function dateAgreed(context: EventContext): Outgoing[] {
  const { embargo, list: members, now, before } = context;
  const date = agreedDate(embargo);
  if (date === null) return [];
  const revised = before !== null && before.agreed !== null;
  const lapsed = roster(embargo, members).filter(({ consent }) => consent === 'lapsed');
  const again = termsMessage(context, [
    'The disclosure date was revised. You acknowledged an earlier one: please acknowledge the terms with this date.',
  ]);
  const asked = lapsed.map(({ member }) =>
    answer({ person: member.person, room: null }, embargo, { kind: 'terms', urgency: 'answer' }, again),
  );
  return [
    ...toRooms(members, embargo, dates, [
      line(revised ? 'The revised disclosure date is agreed: ' : 'The disclosure date is agreed: ', ...counted(date.at, now), '.'),
      ...beyond(embargo, date.at).map(({ policy, limit }) =>
        line(`That is past the limit of ${policyOf(policy).title}, `, instant(limit), ': they may publish then.'),
      ),
    ]),
    ...asked,
  ];
}

/** Which date holds now. */
export function stillInForce({ embargo, now }: View): Node[] {
  const date = agreedDate(embargo);
  const [waiting] = openProposals(embargo, now);
  if (date === null && waiting !== undefined)
    return [line(`Proposal ${waiting.number} waits for answers: `, ...counted(waiting.at, now), '.')];
  return date === null
    ? [line('No date is agreed. Propose one: ', code('date propose'), '.')]
    : [line('The agreed date stays in force: ', ...counted(date.at, now), '.')];
}
