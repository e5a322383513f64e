// That nobody of an organization does what is asked: to its contacts, then to coordinators.
import { answersDue } from '../../domain/embargo/embargo.ts';
import type { PassedOn } from '../../domain/embargo/nudges.ts';
import { contactsOf } from '../../domain/embargo/passing-on.ts';
import { distributorName, type List } from '../../domain/list/list.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { toPerson, type Unasked } from '../message/address.ts';
import { type Action, actions, type Inline, line, soon } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { counted, names, type View } from '../message/view.ts';
import { silentText, silentWithBackup, toBackup } from './duties.ts';
import { personal } from './reminder.ts';

/** That nobody of some organizations acknowledged in time, or answered a date: to their contacts, or to coordinators. */
export function passedOn(fact: PassedOn, view: View): Outgoing[] {
  const { embargo } = view;
  const manner: Unasked = { kind: 'dates', urgency: 'deadline', topic: 'reminder' };
  if (fact.to === 'contacts') return fact.people.flatMap((person) => personal(person, manner, [toContact(fact, person, view), []], view));
  return fact.people.map((person) =>
    toPerson(person, view, manner, [line('Reminder. ', ...toCoordinator(fact, view)), actions(remindAll(embargo.codename))]),
  );
}

/** To a coordinator: of which organizations, and who their contacts are. */
export function toCoordinator(fact: PassedOn, view: View): Inline[] {
  const { what, distributors } = fact;
  if (what === 'duty') return [silentWithBackup(fact, view.list)];
  const silent = distributors.map(
    (each) => `${distributorName(view.list, each)} (${names(contactsOf(view.embargo, view.list, each).map(({ member }) => member.name))})`,
  );
  return [`Nobody acknowledged the terms in time for ${silent.join(', ')}.`];
}

export const remindAll = (codename: string): Action => ({ label: `Remind everyone of ${codename}`, words: `remind all ${codename}` });

/** To one of the contacts. */
export function toContact(fact: PassedOn, person: PersonId, view: View): Inline[] {
  if (fact.what === 'duty') return toBackup(fact, person, view.list);
  const { what, distributors, proposal } = fact;
  const { embargo, list: members, now } = view;
  const own = members.members[person]?.distributor ?? distributors[0];
  const name = own === undefined || own === null ? 'your organization' : distributorName(members, own);
  if (what === 'acknowledge')
    return [`Nobody at ${name} has acknowledged the terms yet, and one of you has to. If nobody does, I'll tell the coordinators.`];
  const asked = proposal === undefined ? undefined : embargo.proposals[proposal];
  const date = asked === undefined ? ['the proposed date'] : [soon(asked.at), ` (proposal ${asked.number})`];
  const due = asked === undefined ? [] : [' Respond by ', ...counted(answersDue(embargo, asked, now), now), '.'];
  return [`${name} hasn't responded to `, ...date, '.', ...due, ' You can, once you acknowledge the terms.'];
}

/** The same for the timeline. */
export function passedOnText(fact: PassedOn, list: List): string {
  const { what, to, distributors } = fact;
  if (what === 'duty') return `told ${to === 'contacts' ? 'the backup' : 'coordinators'} that ${silentText(fact, list)}`;
  const of = names(distributors.map((each) => distributorName(list, each)));
  const not = what === 'acknowledge' ? 'acknowledged the terms' : 'answered the date';
  return to === 'contacts'
    ? `told contacts of ${of} that nobody there ${not} in time`
    : `told coordinators that nobody of ${of} ${not} in time`;
}
