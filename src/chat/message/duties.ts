// A duty of the list as messages call it, and the buttons for it.
import { distributorName, type List } from '../../domain/list/list.ts';
import { dutiesOf, placeOf } from '../../domain/list/membership/duties.ts';
import type { DutyHeld } from '../../domain/list/membership/membership.ts';
import type { DistributorId } from '../../domain/values/ids.ts';
import type { Action } from './message.ts';

const titleMax = 60;

/** A duty by its number and how it begins: the whole of it stands in the table of duties. */
export function dutyTitle(duty: { readonly number: number; readonly text: string }): string {
  return `duty ${dutyName(duty)}`;
}

/** The same at the beginning of a sentence. */
export const dutySubject = (duty: { readonly number: number; readonly text: string }): string => `Duty ${dutyName(duty)}`;

function dutyName({ number, text }: { readonly number: number; readonly text: string }): string {
  const whole = text.replace(/\.$/, '');
  const short = whole.length <= titleMax ? whole : `${whole.slice(0, whole.lastIndexOf(' ', titleMax)).replace(/[,;]$/, '')}…`;
  return `${number} (${short})`;
}

export const claimDuty = (number: number): Action => ({ label: `Claim duty ${number}`, words: `duty claim ${number}`, style: 'primary' });
export const declineDuty = (number: number): Action => ({ label: `Decline duty ${number}`, words: `duty decline ${number}` });
export const handOverDuty = (number: number): Action => ({ label: `Hand over duty ${number}…`, words: `duty handover ${number}` });
export const assignDuty = (number: number, label = `Assign duty ${number}…`): Action => ({ label, words: `duty assign ${number}` });
export const acceptDuty = (number: number): Action => ({
  label: `Take over duty ${number} for good`,
  words: `duty claim ${number}`,
  style: 'primary',
});
export const keepDuty = (number: number): Action => ({ label: `Keep duty ${number}`, words: `duty decline ${number}` });
export const showDuties: Action = { label: 'Show the duties', words: 'duty' };

/** To do a duty on an embargo: first that they are on it, then that it is done. */
export function dutyAction(
  { number, taken, backup }: { readonly number: number; readonly taken: boolean; readonly backup: boolean },
  codename: string,
): Action {
  return taken
    ? reportDuty(number, codename)
    : { label: `${backup ? 'Take over' : 'Take on'} duty ${number}`, words: `duty take ${codename} ${number}`, style: 'primary' };
}

export const reportDuty = (number: number, codename: string): Action => ({
  label: `Report duty ${number} done…`,
  words: `duty done ${codename} ${number}`,
});

/** Who carries a duty. */
export function carriers({ primary, backup }: Pick<DutyHeld, 'primary' | 'backup'>, list: List): string {
  const name = (id: DistributorId | null) => (id === null ? 'nobody' : distributorName(list, id));
  return primary === null ? 'nobody carries it' : `primary ${name(primary)}, backup ${name(backup)}`;
}

/** What an organization carries; nothing where it carries none. */
export function carriedText(list: List, id: DistributorId): string[] {
  return dutiesOf(list).flatMap((duty) => {
    const place = placeOf(duty.held, id);
    return place === null ? [] : [`${dutyTitle(duty)}, ${place}`];
  });
}
