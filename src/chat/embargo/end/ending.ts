// What the world does to an embargo, and its end, said.
import { type ConsentState, coordinatorsAsked, isIn, roster } from '../../../domain/embargo/consent.ts';
import type { Ending, EndReason } from '../../../domain/embargo/embargo.ts';
import { statedSince } from '../../../domain/embargo/end/finishing.ts';
import { madePublic } from '../../../domain/embargo/end/owed.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { todosOf } from '../../../domain/embargo/todos.ts';
import { nameOf } from '../../../domain/list/list.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { dayMs, hourMs } from '../../../domain/values/time.ts';
import { titled, toPerson, toRooms, toThreads, unasked } from '../../message/address.ts';
import { actions, field, fields, type Inline, instant, line, soon } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { counted, todoActions } from '../../message/view.ts';
import { lengthText } from '../../values/lengths.ts';
import { termsMessage } from '../consent.ts';
import { alarm, by, type EventContext, showReason, tell, toCoordinators, todoNodes } from '../event-context.ts';
import { isOneOfMany } from '../leak/report.ts';
import { released, releasedInThread, withReleased } from '../public/released.ts';

const title = '🚨 Decision needed';
const worldWords = { public: 'the vulnerability is public', exploit: 'an exploit is public', attacks: 'attacks are happening' } as const;

/** What was reported, to the rooms; to coordinators with the decision that it asks for, and the way to the report. */
export function publicStateChanged(what: keyof typeof worldWords, context: EventContext): Outgoing[] {
  const { embargo, list: members, now } = context;
  const due = embargo.decisionDue;
  const many = isOneOfMany(what, context);
  const room = (many ? toThreads : toRooms)(members, embargo, { ...(many ? tell : alarm), topic: 'decision', title }, [
    line(`${by(context)} reported that ${worldWords[what]}. Coordinators decide whether the embargo ends. Until then, the terms apply.`),
    fields(field('Reported', soon(now)), ...(due === null ? [] : [field('Coordinators decide by', ...counted(due, now))])),
  ]);
  const request = coordinatorsAsked(embargo, members);
  const top = { topic: 'decision', title, list: members } as const;
  const decide = request.map((member): Outgoing => {
    const asked = (more: { readonly unread?: true }) => [
      ...(due === null ? [] : [line('Decide by ', ...counted(due, now), ". If in doubt, publish: that's the default.")]),
      actions(...todoActions({ type: 'decide', person: member.person, due, ...more }, embargo.codename)),
    ];
    const report = actions({ label: 'Show the report', words: `details ${embargo.codename}` });
    const whole = titled(embargo, [line(`${by(context)} reported that ${worldWords[what]}.`), ...asked({}), report], top);
    // A coordinator who has not acknowledged yet cannot read the report, and decides once they have.
    const less = titled(
      embargo,
      [line('A report may end this embargo. To read it and decide, acknowledge the terms first.'), ...asked({ unread: true })],
      top,
    );
    const message = unasked({ person: member.person, room: null }, context, many ? tell : alarm, whole);
    return { ...message, body: { type: 'message', message: whole, less } };
  });
  return [...room, ...decide];
}

/** A representative asks for the end: to the rooms that somebody does, to coordinators what they can do about it. */
export function endAsked({ reason }: Extract<EmbargoFact, { type: 'end-asked' }>, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  const { codename } = embargo;
  const room = toRooms(members, embargo, tell, [
    line(`${by(context)} says that ${whyWords[reason]}. Coordinators decide whether the embargo ends. Until then, the terms apply.`),
  ]);
  const settle = todoActions({ type: 'answer-end', person: embargo.createdBy, reason, due: null }, codename);
  const asked = toCoordinators(context, tell, [
    line(`${by(context)} says that ${whyWords[reason]}. If you agree, that makes two, and the embargo ends.`),
    actions({ label: 'Show the reason', words: `timeline ${codename}` }, ...settle),
  ]);
  return [...room, ...asked];
}

const whyWords: Readonly<Record<EndReason, string>> = {
  disclosed: "it's disclosed",
  public: "it's public",
  exploited: "it's being exploited",
  withdrawn: 'the report was withdrawn',
  'not-a-vulnerability': "it isn't a vulnerability",
  duplicate: "it's a duplicate",
  other: "there's another reason to end it",
};

/** Whether those who know of it may speak of it once it has ended so. */
export const mayTell = (reason: EndReason): string =>
  madePublic(reason) ? 'You can talk about it now.' : 'What you learned stays confidential unless the list says otherwise.';

/** That nobody who coordinates was there; nothing where one was. */
export function silence({ withoutCoordinator, silentMs = 0 }: Pick<Ending, 'withoutCoordinator' | 'silentMs'>): string | null {
  if (withoutCoordinator !== true) return null;
  return silentMs === 0 ? 'every coordinator was away' : `no coordinator answered for ${hours(silentMs)}`;
}

/** `24 hours`: what is waited for at the date is counted in hours, up to three days. */
export const hours = (ms: number): string =>
  ms <= 3 * dayMs && ms % hourMs === 0 && ms > hourMs ? `${ms / hourMs} hours` : lengthText(ms);

/** The end, and whether it may be spoken of, to everybody who has a need to know; with what is left to do, to those who owe it. */
export function embargoEnded(fact: Extract<EmbargoFact, { type: 'embargo-ended' }>, context: EventContext): Outgoing[] {
  const { embargo, list: members, now } = context;
  const { publicSince } = fact;
  const people = fact.by.map((person) => nameOf(members, person)).join(' and ');
  const alone = silence(fact);
  const room = toRooms(members, embargo, over, [
    line(`The embargo has ended at `, instant(now), `: ${whyWords[fact.reason]}. Confirmed by ${people}.`),
    ...(publicSince === undefined ? [] : [line("It's been public since ", instant(publicSince), ...otherInstant(fact, context), '.')]),
    ...(alone === null ? [] : [line(`${sentence(alone)}: two representatives of different distributors confirmed.`)]),
    line(mayTell(fact.reason)),
  ]);
  // Why is for those who have acknowledged, and did not say so themselves.
  const why = (person: PersonId, consent: ConsentState) =>
    fact.because === null || !isIn(consent) || person === context.by?.person ? [] : [actions(showReason(embargo))];
  const out = madePublic(fact.reason) ? released(context) : null;
  const told = roster(embargo, members)
    .filter(({ consent }) => consent !== 'declined')
    .map(({ member, consent }) => {
      const owed = todosOf(embargo, members, member.person, now);
      const said = toPerson(member.person, context, over, [
        line(`The embargo has ended: ${whyWords[fact.reason]}. ${mayTell(fact.reason)}`),
        ...(owed.length > 0 ? todoNodes(context, member.person, 'What is left to do:') : []),
        ...why(member.person, consent),
      ]);
      return out === null ? said : withReleased(said, out, owed);
    });
  return [...room, ...told, ...(out === null ? [] : releasedInThread(out, context))];
}

/** That the two who disclosed named different instants: the second one's counts. */
function otherInstant(
  { by: [first, second], publicSince }: Extract<EmbargoFact, { type: 'embargo-ended' }>,
  context: EventContext,
): Inline[] {
  const { before, list: members } = context;
  const stated = before === null ? null : statedSince(before, members);
  if (first === undefined || second === undefined || stated === null || stated === publicSince) return [];
  return [`, as ${nameOf(members, second)} says; ${nameOf(members, first)} said `, instant(stated)];
}

/** It is open again: to the rooms, and to everybody who has a need to know with the terms, which they are asked for anew. */
export function embargoReopened(context: EventContext): Outgoing[] {
  const { embargo, list: members, by: speaker } = context;
  const room = toRooms(members, embargo, { kind: 'dates', urgency: 'deadline' }, [
    line(`${by(context)} reopened the embargo: it's secret again. No date is agreed.`),
    actions({ label: 'Propose a date…', words: `date propose ${embargo.codename}`, style: 'primary' }),
  ]);
  const again = termsMessage(context, [
    'This embargo is open again, and what you know is secret again. Please acknowledge its terms again.',
  ]);
  const told = roster(embargo, members)
    .filter(({ member, consent }) => consent !== 'declined' && member.person !== speaker?.person)
    .map(({ member }) => unasked({ person: member.person, room: null }, context, { kind: 'terms', urgency: 'answer' }, again));
  return [...room, ...told];
}

const over = { kind: 'dates', urgency: 'deadline', topic: 'over' } as const;
const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
