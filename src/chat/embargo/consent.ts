// The terms of an embargo, said: invitations, the text, what follows an acceptance.
import { roster, signatories } from '../../domain/embargo/consent.ts';
import { agreedDate, targetDate } from '../../domain/embargo/embargo.ts';
import { todosOf } from '../../domain/embargo/todos.ts';
import { distributorName, type Member } from '../../domain/list/list.ts';
import { isSpeaker } from '../../domain/list/roles.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { answer, titled, toPerson, unasked } from '../message/address.ts';
import {
  actions,
  bullets,
  code,
  field,
  fields,
  type Inline,
  type Line,
  line,
  type Message,
  type Node,
  strong,
} from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { counted, dateFields, personLabel, questionsText, termsActions, type View } from '../message/view.ts';
import { by, dates, type EventContext, otherTodoNodes, tell, todoNodes } from './event-context.ts';
import { permissionNodes } from './exceptions/permissions.ts';

/** The terms of an embargo, with its codename and dates: what one may know before acknowledging. */
export function termsMessage(view: View, opening: Inline[]): Message {
  const { embargo, list } = view;
  const nodes = [
    ...urgentNodes(view),
    line(...opening),
    fields(...dateFields(view)),
    ...termsNodes(view),
    actions(...termsActions(embargo)),
  ];
  return titled(embargo, nodes, { list });
}

/** The way in, in one press. The terms stand in it until somebody has read them; `read`: they have, by another invitation. `late`: it goes on since before they were let in. */
export function invitation(view: View, person: Member['person'], read = false, late = false): Outgoing {
  const { embargo, list: members } = view;
  const { codename } = embargo;
  const { rules } = members.policy;
  const known = read || members.members[person]?.terms === rules.termsVersion;
  const acknowledge = {
    label: known ? `Acknowledge ${codename}` : 'Read and acknowledge',
    words: `ack ${codename}`,
    style: 'primary',
  } as const;
  const due = todosOf(embargo, members, person, view.now).find(({ type }) => type === 'acknowledge')?.due ?? null;
  const questions = questionsText(view, person);
  const message = titled(
    embargo,
    [
      ...urgentNodes(view),
      line(
        `${asker(view, person)} on the list ${members.name}. ${whyAsked(view, person)} Please acknowledge its terms`,
        ...(due === null ? [] : [' by ', ...counted(due, view.now)]),
        '. Until you do, you see its codename and dates only.',
        ...(late && agreedDate(embargo) !== null ? [' The date is agreed: by acknowledging you accept it.'] : []),
      ),
      fields(dateField(view)),
      ...(known ? permissionNodes(view, 'terms') : termsNodes(view)),
      line(...(questions === null ? [] : [`${questions} `]), 'To say no: ', code(`decline ${codename}`), '.'),
      actions(acknowledge, ...(known ? [{ label: 'Show terms', words: `terms ${codename}` }] : [])),
    ],
    { topic: 'terms', list: members },
  );
  return unasked({ person, room: null }, view, { kind: 'terms', urgency: 'answer' }, message);
}

/** Who wants them in it: who let a reviewer in, or else who opened it. */
function asker({ embargo, list }: View, person: PersonId): string {
  const said = embargo.consents[person];
  return !isSpeaker(list.members[person]?.role ?? 'reviewer') && said?.state === 'invited'
    ? `${personLabel(list, said.by)} gave you access to an embargo`
    : `${personLabel(list, embargo.createdBy)} opened an embargo`;
}

/** Why it is they who are asked. */
function whyAsked({ list }: View, person: PersonId): string {
  const member = list.members[person];
  if (member?.role === 'outsider') return "You're not on the list, and see this embargo alone.";
  if (member === undefined || member.role === 'coordinator' || member.distributor === null) return `You coordinate ${list.name}.`;
  return `You ${member.role === 'reviewer' ? 'review for' : 'represent'} ${distributorName(list, member.distributor)}.`;
}

/** The date, or the one that is asked for: the rest is for those who have acknowledged. */
function dateField({ embargo, now }: View): { label: string; value: Line } {
  const agreed = agreedDate(embargo);
  if (agreed !== null) return field('Disclosure', ...counted(agreed.at, now));
  const date = targetDate(embargo, now);
  return date === null ? field('Disclosure', 'no date yet') : field('Proposed disclosure', ...counted(date, now));
}

/** What may be said before somebody has acknowledged, and nothing more than that. */
export const urgentNodes = ({ embargo }: View): Node[] => (embargo.about.urgent && embargo.ended === null ? [line(strong('Urgent'))] : []);

/** Those who have been asked to acknowledge, and have not said anything yet. */
export function waiting({ embargo, list }: View): Member['person'][] {
  return roster(embargo, list).flatMap(({ member, consent }) => (consent === 'invited' || consent === 'lapsed' ? [member.person] : []));
}

/** To everybody with a need to know who has not acknowledged. `read`: they have been sent the terms with another embargo. */
export function invitations(view: View, read = false): Outgoing[] {
  return roster(view.embargo, view.list)
    .filter(({ consent }) => consent !== 'signed')
    .map(({ member }) => invitation(view, member.person, read));
}

/** To the other coordinators who need not be asked: that there is an embargo. */
export function embargoOpened(context: EventContext): Outgoing[] {
  const { embargo, list: members, by: speaker } = context;
  return signatories(embargo, members)
    .filter(({ person }) => person !== speaker?.person)
    .map(({ person }) =>
      toPerson(person, context, tell, [
        ...urgentNodes(context),
        line(`${by(context)} opened this embargo on ${members.name}. You've already accepted the terms of the list.`),
        fields(...dateFields(context)),
        actions({ label: 'Details', words: `details ${embargo.codename}`, style: 'primary' }),
      ]),
    );
}

const termsNodes = (view: View): Node[] => [
  bullets(view.list.policy.rules.terms.map((clause) => [clause])),
  ...permissionNodes(view, 'terms'),
];

/**
 * What changed, to those who have signed for what was before, with all that waits on them: with the terms again to those who are locked out until they
 * acknowledge. `shown`: how it stands now.
 */
export function askedAgain(
  context: EventContext,
  said: string,
  { label, shown }: { readonly label: string; readonly shown: readonly Node[] },
): Outgoing[] {
  const { embargo, list: members } = context;
  const { codename } = embargo;
  return roster(embargo, members).flatMap(({ member: { person }, consent }) => {
    if (consent === 'lapsed')
      return [unasked({ person, room: null }, context, { kind: 'terms', urgency: 'answer' }, termsMessage(context, [said]))];
    if (consent !== 'asked') return [];
    return [
      toPerson(person, context, dates, [
        line(`${said} Until you do, you keep your access.`),
        ...shown,
        actions(
          { label, words: `ack ${codename}`, style: 'primary' },
          { label: 'Show terms', words: `terms ${codename}` },
          { label: 'Decline', words: `decline ${codename}` },
        ),
        ...otherTodoNodes(context, person, 'acknowledge'),
      ]),
    ];
  });
}

/** To the one who accepted: that it is written down, and what they owe now. */
export function acknowledged(context: EventContext): Outgoing[] {
  const { by: speaker, embargo, list: members, before } = context;
  // The opener is told with the receipt of `create`.
  if (speaker === null || before === null) return [];
  const { role, terms } = members.members[speaker.person] ?? {};
  const forAll =
    role === 'coordinator' && terms === undefined ? ` As a coordinator, you've accepted them for every embargo of ${members.name}.` : '';
  const message = titled(embargo, [
    line(`You acknowledged the terms.${forAll}`),
    actions({ label: 'Details', words: `details ${embargo.codename}`, style: 'primary' }),
    ...todoNodes(context, speaker.person, 'Waiting on you:'),
  ]);
  return [answer(speaker, embargo, { kind: role === 'outsider' ? 'dates' : 'metadata', urgency: 'answer' }, message)];
}
