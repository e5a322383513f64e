// What is said of the list's duties on an embargo: who is on one, who took it over, and that it is done.

import { signatories } from '../../domain/embargo/consent.ts';
import { carrierOf, dutiesOn } from '../../domain/embargo/duties.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { distributorName, type List } from '../../domain/list/list.ts';
import { dutyOf } from '../../domain/list/membership/duties.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { toPerson, toRooms } from '../message/address.ts';
import { dutyTitle, reportDuty } from '../message/duties.ts';
import { actions, type Inline, line } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { names, type View } from '../message/view.ts';
import { by, type EventContext, reply, tell, toSignatories } from './event-context.ts';

type FactOf<Type extends EmbargoFact['type']> = Extract<EmbargoFact, { type: Type }>;

/** A duty as it is called now; in the record it may be one that the policy does not ask for any more. */
export function dutyNamed(key: string, list: List): string {
  const duty = dutyOf(list, key);
  return duty === undefined ? 'a duty no longer in the policy' : dutyTitle(duty);
}

/** That an organization is on a duty: to the rooms, and to those from whom it was taken over. */
export function dutyTaken({ duty, distributor, from }: FactOf<'duty-taken'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  // Said at once with it that it is done.
  if (embargo.duties?.[duty]?.doneAt !== undefined) return [];
  const title = dutyNamed(duty, list);
  const mine = distributorName(list, distributor);
  const over = from === undefined ? '' : ` from ${distributorName(list, from)}`;
  const said = `${by(context)} ${from === undefined ? 'took on' : 'took over'} ${title}${over}.`;
  const number = dutyOf(list, duty)?.number ?? 0;
  const before = from === undefined ? [] : signatories(embargo, list).filter((member) => member.distributor === from);
  return [
    ...reply(context, `${mine} took on ${title}. Once it's done, report the result, even if you found nothing.`, [
      actions(reportDuty(number, embargo.codename)),
    ]),
    ...toRooms(list, embargo, tell, [line(said)]),
    ...before.map(({ person }) =>
      toPerson(person, context, tell, [line(`${said} It's theirs on this embargo; there's nothing more for you to do.`)]),
    ),
  ];
}

/** That it is done: what came of it may say what the embargo is about. */
export function dutyDone({ duty, note }: FactOf<'duty-done'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const title = dutyNamed(duty, list);
  const said = `${by(context)} reported ${title} done.`;
  return [
    ...reply(context, `Recorded as done: ${title}. It counts as a contribution of your organization.`),
    ...toRooms(list, embargo, tell, [line(said)]),
    ...(note === null
      ? []
      : toSignatories(context, [line(said), actions({ label: 'Show the result', words: `timeline ${embargo.codename}` })])),
  ];
}

/** What is to be done before disclosure, with who has it; ticked once all of it is done. */
export function dutiesBefore({ embargo, list }: View): { readonly open: readonly string[]; readonly any: boolean } {
  const all = dutiesOn(embargo, list).filter(({ before }) => before === true);
  const open = all
    .filter(({ here }) => here?.doneAt === undefined)
    .map((duty) => {
      const carrier = carrierOf(duty);
      return `${dutyTitle(duty)}: ${carrier === null ? 'nobody yet' : distributorName(list, carrier)}`;
    });
  return { open, any: all.length > 0 };
}

/** Who has not taken on which of their duties. */
export function silentText({ duties = [], distributors }: FactOf<'passed-on'>, list: List): string {
  return names(
    distributors.map((primary, index) => `${distributorName(list, primary)} hasn't taken on ${dutyNamed(duties[index] ?? '', list)}`),
  );
}

/** The same to coordinators, with who else was asked. */
export function silentWithBackup(fact: FactOf<'passed-on'>, list: List): string {
  const each = (fact.duties ?? []).map((key, index) => {
    const backup = dutyOf(list, key)?.held.backup ?? null;
    const said = silentText({ ...fact, duties: [key], distributors: fact.distributors.slice(index, index + 1) }, list);
    return `${said}. ${backup === null ? 'It has no backup.' : `Its backup, ${distributorName(list, backup)}, hasn't either.`}`;
  });
  return each.join(' ');
}

/** To its backup, in the organization of `person`. */
export function toBackup(fact: FactOf<'passed-on'>, person: PersonId, list: List): Inline[] {
  const own = list.members[person]?.distributor ?? null;
  const mine = (key: string) => {
    const duty = dutyOf(list, key);
    return duty !== undefined && duty.held.backup === own;
  };
  const kept = (fact.duties ?? []).flatMap((key, index) => (mine(key) ? [index] : []));
  const of = <Each>(all: readonly Each[]) => all.filter((_, index) => kept.length === 0 || kept.includes(index));
  const silent = silentText({ ...fact, duties: of(fact.duties ?? []), distributors: of(fact.distributors) }, list);
  return [`${silent}. ${own === null ? 'You are' : `${distributorName(list, own)} is`} the backup: please take it over.`];
}
