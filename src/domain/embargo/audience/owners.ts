// Who can be given something to do on an embargo: who would see what it is.
import { type List, nameOf } from '../../list/list.ts';
import type { PersonId } from '../../values/ids.ts';
import { refuse } from '../../values/refusal.ts';
import { consentOf, isIn, memberOf } from '../consent.ts';
import type { Embargo } from '../embargo.ts';
import type { EmbargoRefusal } from '../refusal.ts';

/** Whether somebody can be asked to do something on it: who has acknowledged its terms, and is on the list. People from outside see neither findings nor leaks. */
export function canOwn(embargo: Embargo, list: List, person: PersonId): boolean {
  return refuseOwner(embargo, list, person) === null;
}

/** The no to an owner who would not see what they are to do; null for one who would. */
export function refuseOwner(embargo: Embargo, list: List, person: PersonId): EmbargoRefusal | null {
  const member = memberOf(list, person);
  const name = nameOf(list, person);
  if (!isIn(consentOf(embargo, member))) return refuse({ code: 'owner-not-in', name });
  return member?.role === 'outsider' ? refuse({ code: 'owner-outside', name }) : null;
}
