// What organizations carry for the list: each duty of its policy has a primary and a backup, claimed, assigned, or in rotation.

import type { Duty } from '../../policy/policy.ts';
import type { DistributorId, PersonId } from '../../values/ids.ts';
import { byName } from '../../values/order.ts';
import { own } from '../../values/records.ts';
import { isNo, refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import { findDistributor, hasContact, unknownOrganization } from '../distributor.ts';
import { type Distributor, distributorName, distributorsOf, type List } from '../list.ts';
import type { ListDecision, ListRefusal } from '../refusal.ts';
import type { Of } from './commands.ts';
import type { MembershipFact } from './facts.ts';
import { type DutyHeld, dutyKey, nobodyHolds, noMembership } from './membership.ts';

/** A duty of the policy, by the number that people say, with whoever holds it. */
export type HeldDuty = Duty & { readonly key: string; readonly number: number; readonly held: DutyHeld };

type Decision = ListDecision<MembershipFact>;
type By = { readonly by: PersonId };

/** The duties of a list in the order of its policy. */
export function dutiesOf(list: List): HeldDuty[] {
  return list.policy.rules.duties.map((duty, index) => {
    const key = dutyKey(duty);
    return { ...duty, key, number: index + 1, held: own(list.membership?.duties ?? {}, key) ?? nobodyHolds };
  });
}

/** The duty of a key; undefined where the policy asks for none of it any more. */
export const dutyOf = (list: List, key: string): HeldDuty | undefined => dutiesOf(list).find((duty) => duty.key === key);

/** The duty of a number, or that there is none. */
export function dutyNumbered(list: List, number: number): HeldDuty | ReturnType<typeof noDuty> {
  return dutiesOf(list)[number - 1] ?? noDuty(list, number);
}

const noDuty = (list: List, number: number) => refuse({ code: 'no-duty', number, last: list.policy.rules.duties.length });

/** In which place an organization holds a duty; null: in none. */
export function placeOf({ primary, backup }: DutyHeld, distributor: DistributorId): 'primary' | 'backup' | null {
  if (primary === distributor) return 'primary';
  return backup === distributor ? 'backup' : null;
}

/** A free place, or what another organization offers to hand over. */
export function claimDuty(list: List, { number, place }: Of<'claim-duty'>, { by }: By): Decision {
  const speaks = speaking(list, number, by);
  if (isNo(speaks)) return speaks;
  const { duty, mine } = speaks;
  const { primary, backup, offer } = duty.held;
  if (offer?.to === mine && place === null) return [handedOver(duty, offer)];
  const holds = placeOf(duty.held, mine);
  const wanted = place ?? (primary === null || holds === 'primary' ? 'primary' : 'backup');
  if (holds === wanted || (holds === 'primary' && place === 'backup')) return refuse({ code: 'duty-held-already', number, place: holds });
  if (wanted === 'primary' && primary === null)
    return [assigned(duty, { primary: mine, backup: holds === 'backup' ? null : backup }, 'claimed')];
  if (wanted === 'backup' && primary === null) return refuse({ code: 'duty-needs-primary', number });
  if (wanted === 'backup' && backup === null) return [assigned(duty, { primary, backup: mine }, 'claimed')];
  const name = (id: DistributorId | null) => (id === null ? null : distributorName(list, id));
  return refuse({ code: 'duty-taken', number, primary: name(primary), backup: name(backup), own: distributorName(list, mine) });
}

/** Without a primary, the backup is the primary: that is what it is there for. */
export function dropDuty(list: List, { number }: Of<'drop-duty'>, { by }: By): Decision {
  const speaks = speaking(list, number, by);
  if (isNo(speaks)) return speaks;
  const { duty, mine } = speaks;
  return placeOf(duty.held, mine) === null
    ? refuse({ code: 'duty-not-yours', number })
    : [assigned(duty, without(duty.held, mine), 'dropped')];
}

/** By a coordinator: it counts at once, and whoever cannot do it gives it up. */
export function assignDuty(list: List, { number, primary: named, backup: second }: Of<'assign-duty'>): Decision {
  const duty = dutyNumbered(list, number);
  if (isNo(duty)) return duty;
  const primary = able(list, named);
  if (isNo(primary)) return primary;
  const kept = duty.held.backup === primary.id ? null : duty.held.backup;
  const backup = second === null ? null : able(list, second);
  if (backup !== null && isNo(backup)) return backup;
  if (backup?.id === primary.id) return refuse({ code: 'same-duty-holder', number, name: primary.name });
  const after = { primary: primary.id, backup: backup?.id ?? kept };
  if (duty.held.primary === after.primary && duty.held.backup === after.backup) return refuse({ code: 'duty-unchanged', number });
  return [assigned(duty, after, 'assigned')];
}

/** The backup becomes the primary, and the next organization by name the backup. What nobody holds goes to the one whose turn it is. */
export function rotateDuties(list: List, { number }: Of<'rotate-duty'>): Decision {
  const one = number === null ? null : dutyNumbered(list, number);
  if (one !== null && isNo(one)) return one;
  const ring = distributorsOf(list)
    .filter(({ id }) => hasContact(list, id))
    .sort(byName)
    .map(({ id }) => id);
  if (ring.length < 2) return refuse({ code: 'rotation-needs-two' });
  const turn = (place: number): DistributorId => ring[place % ring.length] ?? (ring[0] as DistributorId); // there are two
  const after = (id: DistributorId | null, otherwise: number) => (id === null ? turn(otherwise) : turn(ring.indexOf(id) + 1));
  const duties = one === null ? dutiesOf(list) : [one];
  if (duties.length === 0) return refuse({ code: 'no-duty', number: 1, last: 0 });
  const rotated = duties.map(({ key, number: place, held: { primary: was, backup } }) => {
    const primary = backup !== null && ring.includes(backup) ? backup : after(was, place - 1);
    return { duty: key, primary, backup: after(primary, 0) };
  });
  return [{ type: 'duties-rotated', duties: rotated }];
}

/** Another organization is asked to take one's place. It stays one's own until they accept. */
export function offerDuty(list: List, { number, distributor }: Of<'offer-duty'>, { by }: By): Decision {
  const speaks = speaking(list, number, by);
  if (isNo(speaks)) return speaks;
  const { duty, mine } = speaks;
  if (placeOf(duty.held, mine) === null) return refuse({ code: 'duty-not-yours', number });
  const { offer } = duty.held;
  if (offer !== undefined)
    return refuse({ code: 'duty-offered-already', number, name: distributorName(list, offer.to), own: offer.from === mine });
  const to = able(list, distributor);
  if (isNo(to)) return to;
  if (to.id === mine) return refuse({ code: 'duty-to-yourself', number });
  return [{ type: 'duty-offered', duty: duty.key, from: mine, to: to.id }];
}

/** Accepted or declined by whoever was asked; or taken back by whoever asked. */
export function answerDuty(list: List, { number, accept }: Of<'answer-duty'>, { by }: By): Decision {
  const speaks = speaking(list, number, by);
  if (isNo(speaks)) return speaks;
  const { duty, mine } = speaks;
  const { offer } = duty.held;
  if (offer === undefined || (offer.to !== mine && (accept || offer.from !== mine))) return refuse({ code: 'no-duty-offer', number });
  if (accept) return [handedOver(duty, offer)];
  return [{ type: 'duty-offer-ended', duty: duty.key, ...offer, how: offer.to === mine ? 'declined' : 'taken-back' }];
}

type DutyFact = Extract<MembershipFact, { type: 'duty-assigned' | 'duties-rotated' | 'duty-offered' | 'duty-offer-ended' }>;

/** The list after a fact about a duty. Throws when the record is broken. */
export function withDuty(list: List, fact: DutyFact, at: Instant): List {
  if (fact.type === 'duties-rotated')
    return fact.duties.reduce((before, each) => withDuty(before, { type: 'duty-assigned', ...each, how: 'assigned' }, at), list);
  const membership = list.membership ?? noMembership;
  const duties = membership.duties ?? {};
  const held = (own(duties, fact.duty) as DutyHeld | undefined) ?? nobodyHolds;
  const { offer: open, ...kept } = held;
  const set = (after: DutyHeld): List => ({ ...list, membership: { ...membership, duties: { ...duties, [fact.duty]: after } } });
  switch (fact.type) {
    case 'duty-assigned': {
      const { primary, backup } = fact;
      const after = { primary, backup, since: primary === held.primary ? held.since : at };
      // What somebody offers who has it no more, or to who has it by now, is over.
      const stands = open !== undefined && placeOf(after, open.from) !== null && placeOf(after, open.to) === placeOf(held, open.to);
      return set(stands && fact.how !== 'handed-over' ? { ...after, offer: open } : after);
    }
    case 'duty-offered':
      if (placeOf(held, fact.from) === null) throw new Error('a duty offered by who does not hold it');
      return set({ ...kept, offer: { from: fact.from, to: fact.to } });
    case 'duty-offer-ended':
      if (open === undefined) throw new Error('the end of an offer that was not made');
      return set(kept);
    default:
      return fact satisfies never;
  }
}

/** The list once an organization holds nothing any more. */
export function withoutDuties(list: List, distributor: DistributorId, at: Instant): List {
  return withHeld(list, ([key, held]) => {
    const { offer, ...rest } = held;
    const concerned = offer?.from === distributor || offer?.to === distributor;
    const kept = offer === undefined || concerned ? rest : held;
    if (placeOf(held, distributor) === null) return [[key, kept]];
    const after = without(held, distributor);
    return [[key, { ...kept, ...after, since: after.primary === held.primary ? held.since : at }]];
  });
}

/** The list without whoever held what its policy does not ask for any more. */
export function withDutiesAsked(list: List): List {
  const asked = new Set(list.policy.rules.duties.map(dutyKey));
  return withHeld(list, (entry) => (asked.has(entry[0]) ? [entry] : []));
}

function withHeld(list: List, change: (entry: [string, DutyHeld]) => [string, DutyHeld][]): List {
  const { membership } = list;
  if (membership?.duties === undefined) return list;
  return {
    ...list,
    membership: { ...membership, duties: Object.fromEntries(Object.entries<DutyHeld>(membership.duties).flatMap(change)) },
  };
}

/** Who holds a duty once one of its two holders does not. */
function without({ primary, backup }: DutyHeld, distributor: DistributorId): Pick<DutyHeld, 'primary' | 'backup'> {
  return primary === distributor ? { primary: backup, backup: null } : { primary, backup: null };
}

function handedOver(duty: HeldDuty, { from, to }: NonNullable<DutyHeld['offer']>): MembershipFact {
  const { primary, backup } = duty.held;
  const passed = (holder: DistributorId | null) => (holder === from ? to : holder === to ? null : holder);
  return assigned(duty, upward({ primary: passed(primary), backup: passed(backup) }), 'handed-over');
}

/** A backup is never alone. */
const upward = ({ primary, backup }: Pick<DutyHeld, 'primary' | 'backup'>) =>
  primary === null ? { primary: backup, backup: null } : { primary, backup };

function assigned(
  { key }: HeldDuty,
  { primary, backup }: Pick<DutyHeld, 'primary' | 'backup'>,
  how: Extract<MembershipFact, { type: 'duty-assigned' }>['how'],
): MembershipFact {
  return { type: 'duty-assigned', duty: key, primary, backup, how };
}

/** The duty that somebody means, and the organization that they speak for. */
function speaking(list: List, number: number, by: PersonId): { readonly duty: HeldDuty; readonly mine: DistributorId } | ListRefusal {
  const duty = dutyNumbered(list, number);
  if (isNo(duty)) return duty;
  const mine = list.members[by]?.distributor ?? null;
  return mine === null ? refuse({ code: 'duty-without-organization', number }) : { duty, mine };
}

/** The organization that is named, if there is somebody to do it. */
function able(list: List, typed: string): Distributor | ListRefusal {
  const found = findDistributor(list, typed);
  if (found === null) return unknownOrganization(list, typed);
  return hasContact(list, found.id) ? found : refuse({ code: 'no-one-for-duty', name: found.name });
}
