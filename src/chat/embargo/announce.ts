// What happened, said: to the rooms, to the persons concerned, and back to the one who did it. Nothing here decides who may hear it.
import { roster } from '../../domain/embargo/consent.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { todosOf } from '../../domain/embargo/todos.ts';
import { whoShips } from '../../domain/list/distributor.ts';
import { roomsOf } from '../../domain/list/list.ts';
import { faultsIn } from '../../domain/list/room.ts';
import { policyOf } from '../../domain/policy/presets.ts';
import { answer, toPerson, toRooms } from '../message/address.ts';
import { actions, code, instant, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { personLabel, publishedTitle, type View } from '../message/view.ts';
import { card, cardKey, lesserCard } from './card.ts';
import { acknowledged, invitation, invitations, termsMessage } from './consent.ts';
import { embargoEnded, publicStateChanged } from './ending.ts';
import {
  alarm,
  by,
  dates,
  type EventContext,
  reasonNodes,
  reply,
  tell,
  toCoordinators,
  todoNodes,
  toSignatories,
} from './event-context.ts';
import { leakReported } from './leak.ts';
import { dateAgreed, dateAnswered, dateProposed, stillInForce } from './negotiation.ts';
import { reminders } from './reminder.ts';
import { patchPublished, reviewFinished, walkCard } from './review.ts';

/** Everything that is to be said about what happened, the edits of the cards included. */
export function announce(facts: readonly EmbargoFact[], context: EventContext): Outgoing[] {
  const said = heard(
    facts.flatMap((fact) => messagesFor(fact, context)),
    context,
  );
  return facts.every(isQuiet) ? said : [...said, ...cards(context)];
}

/** Who spoke where the rooms' posts are not seen is told that it is done. */
function heard(said: readonly Outgoing[], context: EventContext): Outgoing[] {
  const { by: speaker, list: members } = context;
  const fit = new Set(roomsOf(members).flatMap((held) => (faultsIn(held).length === 0 ? [held.room] : [])));
  const there = ({ to }: Outgoing) => (to.type === 'room' ? to.room === speaker?.room && fit.has(to.room) : to.person === speaker?.person);
  if (speaker === null || said.some(there)) return [...said];
  if (roomsOf(members).length === 0) return [...said, ...reply(context, 'Done.')];
  return [...said, ...reply(context, fit.size > 0 ? 'Done. I will tell the room.' : 'Done. No room is told: none is fit for it now.')];
}

/** Whether the card, and everybody's page but their own who did it, read as before. */
export function isQuiet({ type }: EmbargoFact): boolean {
  return quiet.has(type);
}

const quiet: ReadonlySet<EmbargoFact['type']> = new Set([
  'step-answered',
  'review-moved',
  'snoozed',
  'snooze-ended',
  'noted',
  'leak-reported',
]);

/** The card in every room of the list. */
export function cards(view: View): Outgoing[] {
  const { embargo, list: members } = view;
  return roomsOf(members).map(({ room }) => ({
    to: { type: 'room', room },
    kind: 'metadata',
    urgency: 'card',
    list: members.id,
    embargo: embargo.id,
    body: { type: 'message', message: card(view), less: lesserCard(view) },
    card: { key: cardKey(embargo.codename, room), pin: true },
  }));
}

function messagesFor(fact: EmbargoFact, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  switch (fact.type) {
    case 'embargo-created':
      return [
        ...reply(
          context,
          `${embargo.codename} is open. Everybody who has a need to know was asked to acknowledge the terms.`,
          concerned(context),
        ),
        ...invitations(context),
      ];
    case 'amended':
      return toRooms(members, embargo, tell, [
        line(`${by(context)} changed what is known of it: ${Object.keys(fact.changes).join(', ')}. `, code('details'), ' shows it.'),
      ]);
    case 'person-admitted':
      return [
        ...toRooms(members, embargo, tell, [line(`${by(context)} let ${personLabel(members, fact.person)} in.`)]),
        invitation(context, fact.person),
      ];
    case 'terms-acknowledged':
      return acknowledged(context);
    case 'terms-declined':
      return [
        ...reply(context, 'You declined. You will hear nothing more of it, and you owe nothing. What you know already stays secret.'),
        ...toCoordinators(context, tell, [line(`${by(context)} declined the terms.`)]),
      ];
    case 'date-proposed':
      return dateProposed(fact, context);
    case 'date-answered':
      return dateAnswered(fact, context);
    case 'date-agreed':
      return dateAgreed(context);
    case 'date-rejected':
      return toRooms(members, embargo, dates, [line(`Proposal ${fact.number} is rejected.`), ...stillInForce(context)]);
    case 'patch-published':
      return patchPublished(fact.number, context);
    case 'review-started':
      return walkCard(fact.number, context);
    case 'step-answered':
    case 'review-moved':
      return walkCard(fact.review, context);
    case 'review-finished':
      return reviewFinished(fact.review, context);
    case 'world-changed':
      return publicStateChanged(fact.what, context);
    case 'embargo-held':
      return [
        ...toRooms(members, embargo, alarm, [
          line(`${by(context)} decided that the embargo goes on. The terms hold.`),
          ...stillInForce(context),
        ]),
        ...toSignatories(context, reasonNodes(embargo, `${by(context)} decided that the embargo goes on, with a reason.`, 'timeline')),
      ];
    case 'disclosure-pressed':
      return toRooms(members, embargo, { ...tell, urgency: 'deadline', topic: 'moment' }, [
        line(`${by(context)} confirmed that it is disclosed. One more person has to.`),
        actions({ label: 'It is disclosed', words: `disclose ${embargo.codename}`, style: 'primary' }),
      ]);
    case 'embargo-ended':
      return embargoEnded(fact, context);
    case 'published':
      return toRooms(members, embargo, tell, [
        line(
          fact.link === 'none'
            ? `${by(context)} says that there is nothing to link for ${publishedTitle(fact, members)}.`
            : `${by(context)} linked ${publishedTitle(fact, members)}: ${fact.link}`,
        ),
      ]);
    case 'reminded':
      return reminders(fact, context);
    case 'snoozed':
      return reply(context, ['You will not be reminded before ', instant(fact.until), '. At the deadline you will.']);
    case 'snooze-ended':
      return todosOf(embargo, members, fact.person, context.now).length === 0
        ? []
        : [
            toPerson(
              fact.person,
              embargo,
              { kind: 'dates', urgency: 'nudge', topic: 'reminder' },
              todoNodes(context, fact.person, 'You asked to be left in peace until now. You still owe:'),
            ),
          ];
    case 'noted':
      return [
        ...reply(context, ['It is on the timeline, which only those who have acknowledged can read: ', code('timeline'), '.']),
        ...toRooms(members, embargo, tell, [line(`${by(context)} added to the timeline. `, code('timeline'), ' shows it.')]),
      ];
    case 'policy-bound':
      return toRooms(members, embargo, dates, [
        line(
          `${by(context)} says that the rules of ${policyOf(fact.policy).title} bind too, counted from `,
          instant(fact.since),
          '. Of several, the tightest win.',
        ),
        ...(fact.outside ? beyondNodes(embargo.codename) : []),
        ...stillInForce(context),
      ]);
    case 'embargo-purged':
      // Told to coordinators, as a matter of the list: there is nothing to be said of it any more.
      return [];
    case 'rules-changed':
      return rulesChanged(fact, context);
    case 'leak-reported':
      return leakReported(context);
    default:
      return fact satisfies never;
  }
}

/** To whoever named the component: who ships it, as far as package URLs tell. */
function concerned({ embargo, list: members }: EventContext): Node[] {
  const names = whoShips(members, embargo.about.component).map(({ name }) => name);
  return names.length === 0 ? [] : [line(`By package URL, it is shipped by: ${names.join(', ')}. They are the first to need to know.`)];
}

/** A date that was agreed, or asked for, under other rules. */
const beyondNodes = (codename: string): Node[] => [
  line('The date is beyond them now. Agree on another:'),
  actions({ label: 'Propose a date…', words: `date propose ${codename}`, style: 'primary' }),
];

/** Other rules than those under which it was opened: whoever must agree again is asked. */
function rulesChanged(fact: Extract<EmbargoFact, { type: 'rules-changed' }>, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  const lookups = fact.outside
    ? toRooms(members, embargo, dates, [
        line(`The rules of the list have changed (version ${fact.version}).`),
        ...beyondNodes(embargo.codename),
        ...stillInForce(context),
      ])
    : [];
  const lapsed = fact.terms ? roster(embargo, members).filter(({ consent }) => consent === 'lapsed') : [];
  const again = termsMessage(context, ['The terms have changed. You acknowledged earlier ones: please read these, and acknowledge them.']);
  return [
    ...lookups,
    ...lapsed.map(({ member }) => answer({ person: member.person, room: null }, embargo, { kind: 'terms', urgency: 'answer' }, again)),
  ];
}
