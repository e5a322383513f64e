// Which distributor somebody means, and which ones an embargo is likely to concern.

import { type AskedStep, askedSteps } from '../policy/checklist.ts';
import type { DistributorId } from '../values/ids.ts';
import { nearestFirst } from '../values/order.ts';
import { refuse } from '../values/refusal.ts';
import type { Instant } from '../values/time.ts';
import { type Distributor, distributorOf, distributorsOf, type List, membersOf } from './list.ts';
import { sameEntity } from './membership/membership.ts';
import { isShipped } from './shipping.ts';

/** The distributor that somebody means by its name or id, upper and lower case alike, whatever ends the sentence behind it. */
export function findDistributor(list: List, text: string): Distributor | null {
  const typed = text.trim().toLowerCase();
  const all = distributorsOf(list);
  const called = (wanted: string) => all.find(({ name }) => name.toLowerCase() === wanted);
  // Buttons name it by its id: another that is called so is not meant.
  return all.find(({ id }) => id === typed) ?? called(typed) ?? called(typed.replace(/[\s.,:;!?]+$/, '')) ?? null;
}

/** That no organization is called so; the nearest is named first. */
export const unknownOrganization = (list: List, typed: string) =>
  refuse({
    code: 'unknown-distributor',
    names: nearestFirst(
      distributorsOf(list).map(({ name }) => name),
      typed,
    ),
  });

/** The legal entity behind a distributor: its own name, where nobody has said. */
export function entityOf({ name, profile }: Distributor): string {
  return profile?.entity ?? name;
}

/** The architectures of a release: those that are named with it (`7.1:arm64`), or else those of its distributor. */
export function architecturesOf({ profile }: Distributor, release: string): string[] {
  const all = profile?.architectures ?? [];
  const own = all.flatMap((each) => (each.startsWith(`${release}:`) ? [each.slice(release.length + 1)] : []));
  return [...new Set(own.length > 0 ? own : all.filter((each) => !each.includes(':')))].filter((each) => each !== '');
}

/** The steps that the list's policy asks of a review of a release. `release` null: nobody knows of which. */
export function stepsAsked(list: List, distributor: DistributorId | null, release: string | null): AskedStep[] {
  const known = distributor === null ? undefined : distributorOf(list, distributor);
  return askedSteps(list.policy.rules, known === undefined || release === null ? [] : architecturesOf(known, release));
}

/** Whether two are one legal entity, whose voice counts once. */
export function isOneEntity(one: Distributor, other: Distributor): boolean {
  return one.id === other.id || sameEntity(entityOf(one), entityOf(other));
}

/** Whether somebody on the list speaks for a distributor. */
export function hasContact(list: List, distributor: DistributorId): boolean {
  return membersOf(list).some((member) => member.distributor === distributor && member.role === 'representative');
}

/** Who ships a component, a package URL or a name, as far as their own package URLs tell. A suggestion, not a verdict. */
export function whoShips(list: List, component: string): Distributor[] {
  return distributorsOf(list).filter(({ profile }) => isShipped(component, profile?.ships ?? [], list.policy.rules.upstreams));
}

/** Since when a distributor is on the list: what was first written of it, or its first contact, whichever was earlier. Null: neither is known. */
export function onListSince(list: List, { id, profile }: Distributor): Instant | null {
  const people = membersOf(list).filter((member) => member.distributor === id);
  const instants = [...(profile === undefined ? [] : [profile.joinedAt]), ...people.map(({ since }) => since)];
  return instants.length === 0 ? null : Math.min(...instants);
}
