// What an embargo asks of who carries a duty of the list: they take it on, and say once it is done. Where the primary is silent, the backup takes over.

import { distributorName, distributorOf, type List, type Member } from '../list/list.ts';
import { dutiesOf, dutyNumbered, type HeldDuty, placeOf } from '../list/membership/duties.ts';
import { isSpeaker } from '../list/roles.ts';
import type { DistributorId } from '../values/ids.ts';
import { own } from '../values/records.ts';
import { isNo, refuse } from '../values/refusal.ts';
import type { Instant } from '../values/time.ts';
import type { EmbargoCommand } from './commands.ts';
import { signatories } from './consent.ts';
import type { Context } from './context.ts';
import { type DutyHere, type Embargo, targetDate } from './embargo.ts';
import type { EmbargoFact } from './facts.ts';
import { passedOnKey } from './nudges.ts';
import type { EmbargoDecision } from './refusal.ts';

/** `here`: what has become of it on this embargo; null: nobody has taken it on. */
export type DutyOn = HeldDuty & { readonly here: DutyHere | null };

/** The duties of a list as they stand on an embargo. */
export function dutiesOn(embargo: Embargo, list: List): DutyOn[] {
  return dutiesOf(list).map((duty) => on(embargo, duty, list));
}

/** What an organization that has left had taken on is open again. */
function on({ duties = {} }: Embargo, duty: HeldDuty, list: List): DutyOn {
  const here = own(duties, duty.key);
  const stands = here !== undefined && (here.doneAt !== undefined || distributorOf(list, here.distributor) !== undefined);
  return { ...duty, here: stands ? here : null };
}

/** Who has a duty on an embargo: who took it on, or its primary. */
export function carrierOf({ here, held }: DutyOn): DistributorId | null {
  return here?.distributor ?? held.primary;
}

/** Whether a duty is to be done still, and there is somebody to do it. */
const isOpen = (duty: DutyOn): boolean => duty.here?.doneAt === undefined && carrierOf(duty) !== null;

/** Who is asked for a duty: people of the organization that has it, and of its backup once the primary has been silent for too long. `backup`: asked as that. */
export function askedForDuties(
  embargo: Embargo,
  list: List,
): { readonly duty: DutyOn; readonly person: Member; readonly backup: boolean }[] {
  const speak = speaking(embargo, list);
  return dutiesOn(embargo, list)
    .filter(isOpen)
    .flatMap((duty) => {
      const { primary, backup } = duty.held;
      const silent = duty.here === null && primary !== null && isPassedOn(embargo, duty.key, primary);
      const asked = (people: readonly Member[], second: boolean) => people.map((person) => ({ duty, person, backup: second }));
      return [...asked(speak(carrierOf(duty)), false), ...(silent ? asked(speak(backup), true) : [])];
    });
}

/** Who may take a duty on for an organization, of those who have acknowledged; nobody for none. */
export function speaking(embargo: Embargo, list: List): (of: DistributorId | null) => Member[] {
  const signed = signatories(embargo, list).filter(({ role }) => isSpeaker(role));
  return (of) => (of === null ? [] : signed.filter(({ distributor }) => distributor === of));
}

/** Whether others were asked, because a primary had not taken a duty on. */
function isPassedOn({ nudges }: Embargo, duty: string, primary: DistributorId): boolean {
  return own(nudges?.passedOn ?? {}, passedOnKey({ what: 'duty' }, primary, duty)) !== undefined;
}

type Silent = {
  readonly duty: string;
  readonly primary: DistributorId;
  readonly backup: DistributorId | null;
  readonly to: 'contacts' | 'coordinators';
  readonly at: Instant;
};

/** A duty that nobody has taken on, and when it is passed on: to the backup, where there is one, then to coordinators. */
export function silentDuties(embargo: Embargo, list: List, now: Instant): Silent[] {
  const { backupAfterMs } = list.policy.rules;
  const date = targetDate(embargo, now);
  return dutiesOn(embargo, list).flatMap(({ key, held: { primary, backup, since }, here }): Silent[] => {
    if (primary === null || here !== null) return [];
    const asked = Math.max(embargo.reopenedAt ?? embargo.createdAt, since);
    // Where the date is near, people have less time.
    const after = (times: number, part: number) =>
      asked + (date === null ? times * backupAfterMs : Math.max(0, Math.min(times * backupAfterMs, Math.floor((date - asked) * part))));
    const mine = { duty: key, primary, backup };
    return backup === null
      ? [{ ...mine, to: 'coordinators', at: after(1, 1 / 3) }]
      : [
          { ...mine, to: 'contacts', at: after(1, 1 / 3) },
          { ...mine, to: 'coordinators', at: after(2, 2 / 3) },
        ];
  });
}

/** An organization takes a duty on; a backup from the primary, without asking first. */
export function takeDuty(embargo: Embargo, { number }: Of<'take-duty'>, context: Context): EmbargoDecision {
  const found = meant(embargo, number, context);
  if (isNo(found)) return found;
  const { duty, mine } = found;
  if (duty.here?.distributor === mine) return refuse({ code: 'duty-taken-on-already', number });
  return [taken(duty, mine)];
}

/** The work is done, whether or not it was said before that somebody is on it. */
export function finishDuty(embargo: Embargo, { number, note }: Of<'finish-duty'>, context: Context): EmbargoDecision {
  const found = meant(embargo, number, context);
  if (isNo(found)) return found;
  const { duty, mine } = found;
  const first = duty.here?.distributor === mine ? [] : [taken(duty, mine)];
  return [...first, { type: 'duty-done', duty: duty.key, distributor: mine, note }];
}

/** What has become of the duties after a fact about one. Throws when the record is broken. */
export function dutiesAfter(
  { duties = {} }: Embargo,
  fact: Extract<EmbargoFact, { type: 'duty-taken' | 'duty-done' }>,
  at: Instant,
): NonNullable<Embargo['duties']> {
  const { duty, distributor } = fact;
  if (fact.type === 'duty-taken') return { ...duties, [duty]: { distributor, at } };
  const here = own(duties, duty);
  if (here?.distributor !== distributor) throw new Error('a duty done by who has not taken it on');
  return { ...duties, [duty]: { ...here, doneAt: at } };
}

type Of<Type extends EmbargoCommand['type']> = Extract<EmbargoCommand, { type: Type }>;

const taken = (duty: DutyOn, mine: DistributorId): EmbargoFact => {
  const before = carrierOf(duty);
  return { type: 'duty-taken', duty: duty.key, distributor: mine, ...(before === null || before === mine ? {} : { from: before }) };
};

/** The duty that somebody means, if it is theirs: they hold it, have it on this embargo, or nobody does. */
function meant(embargo: Embargo, number: number, { by, list }: Context) {
  const numbered = dutyNumbered(list, number);
  if (isNo(numbered)) return numbered;
  const mine = by.distributor;
  if (mine === null) return refuse({ code: 'duty-without-organization', number });
  const duty = on(embargo, numbered, list);
  const { here } = duty;
  if (here?.doneAt !== undefined)
    return refuse({ code: 'duty-done-already', number, distributor: distributorName(list, here.distributor), at: here.doneAt });
  const carrier = carrierOf(duty);
  if (carrier !== null && carrier !== mine && placeOf(duty.held, mine) === null)
    return refuse({ code: 'duty-of-others', number, distributor: distributorName(list, carrier), free: duty.held.backup === null });
  return { duty, mine };
}
