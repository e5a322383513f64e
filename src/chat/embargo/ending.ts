// What the world does to an embargo, and its end, said.
import { consentOf, roster } from '../../domain/embargo/consent.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { todosOf } from '../../domain/embargo/todos.ts';
import { coordinatorsOf, nameOf } from '../../domain/list/list.ts';
import { answer, titled, toPerson, toRooms } from '../message/address.ts';
import { actions, instant, line } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { counted, todoActions } from '../message/view.ts';
import { alarm, by, type EventContext, reasonNodes, todoNodes, toSignatories } from './event-context.ts';

const worldWords = { public: 'the vulnerability is public', exploit: 'an exploit is public', attacks: 'attacks are seen' } as const;

/** What was reported, to the rooms; to coordinators with the decision that it asks for, and the way to the report. */
export function publicStateChanged(what: keyof typeof worldWords, context: EventContext): Outgoing[] {
  const { embargo, list: members, now } = context;
  const due = embargo.decisionDue;
  const room = toRooms(members, embargo, alarm, [
    line(`${by(context)} reports: ${worldWords[what]}. Coordinators decide whether the embargo ends. Until they do, the terms hold.`),
  ]);
  const request = coordinatorsOf(members).filter((member) => consentOf(embargo, member) !== 'declined');
  const decide = request.map((member): Outgoing => {
    const asked = [
      ...(due === null ? [] : [line('Decide by ', ...counted(due, now), '. If in doubt, publish: that is the default answer.')]),
      actions(...todoActions({ type: 'decide', person: member.person, due }, embargo.codename)),
    ];
    const report = actions({ label: 'Show the report', words: `details ${embargo.codename}` });
    const whole = titled(embargo, [line(`${by(context)} reports that ${worldWords[what]}.`), ...asked, report], 'decision');
    // A coordinator who has not acknowledged yet cannot read the report, but has to be able to decide within the hour.
    const less = titled(
      embargo,
      [line('Something was reported that may end this embargo. The report is for those who have acknowledged the terms.'), ...asked],
      'decision',
    );
    const message = answer({ person: member.person, room: null }, embargo, alarm, whole);
    return { ...message, body: { type: 'message', message: whole, less } };
  });
  return [...room, ...decide];
}

/** The end, and what is left to do, to those who owe it. */
export function embargoEnded(fact: Extract<EmbargoFact, { type: 'embargo-ended' }>, context: EventContext): Outgoing[] {
  const { embargo, list: members, now } = context;
  const people = fact.by.map((person) => nameOf(members, person)).join(' and ');
  const why = { disclosed: 'it is disclosed', public: 'it is public', exploited: 'it is exploited', withdrawn: 'the report was withdrawn' }[
    fact.reason
  ];
  const room = toRooms(members, embargo, { kind: 'dates', urgency: 'deadline', topic: 'over' }, [
    line(`The embargo has ended at `, instant(now), `: ${why}. Confirmed by ${people}.`),
  ]);
  const owing = roster(embargo, members)
    .filter(({ member }) => todosOf(embargo, members, member.person, now).length > 0)
    .map(({ member }) =>
      toPerson(
        member.person,
        embargo,
        { kind: 'dates', urgency: 'deadline', topic: 'over' },
        todoNodes(context, member.person, 'The embargo has ended. What is left to do:'),
      ),
    );
  const because = fact.because === null ? [] : toSignatories(context, reasonNodes(embargo, `${people} ended the embargo, with a reason.`));
  return [...room, ...because, ...owing];
}
