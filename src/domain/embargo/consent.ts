// Who has a need to know, and who has agreed to the terms. What has lapsed is computed from what was signed.

import { coordinatorsOf, type List, type Member, membersOf } from '../list/list.ts';
import { isSpeaker } from '../list/roles.ts';
import type { PersonId } from '../values/ids.ts';
import type { Instant } from '../values/time.ts';
import { type Consent, type Embargo, revisionsOf } from './embargo.ts';

/**
 * none: has no need to know, and is not told that the embargo exists. asked: signed, and a later date was agreed that they have not seen, or less is allowed
 * than before: they are asked to acknowledge it, and go on meanwhile. lapsed: signed, but other terms hold, or one of these on a list that is strict: they
 * are locked out until then.
 */
export type ConsentState = 'none' | 'invited' | 'signed' | 'asked' | 'lapsed' | 'declined';

/** Where a member stands; null (not on the list, or removed from it) is `none`, whatever they signed. */
export function consentOf(embargo: Embargo, member: Member | null): ConsentState {
  if (member === null) return 'none';
  // What somebody signed before they were removed, or for another distributor, does not let them in again.
  const consent = said(embargo.consents, member);
  if (hasLostAccess(consent, member) || !isOn(embargo, member)) return 'none';
  // Coordinators and representatives are who the list tells; a reviewer is let in by name.
  // A coordinator accepts the list's terms once for each version of them; an embargo that they declined they have declined, and
  // of one that was reopened everybody is asked anew.
  const anew = embargo.reopenedAt === undefined || (consent?.state === 'signed' && consent.at >= embargo.reopenedAt);
  if (member.role === 'coordinator' && member.terms !== undefined && consent?.state !== 'declined' && anew) return 'signed';
  if (consent === undefined || consent.state === 'revoked')
    return isSpeaker(member.role) || (member.byName === true && member.on === embargo.id) ? 'invited' : 'none';
  if (consent.state !== 'signed') return consent.state;
  if ((consent.terms ?? 0) < (embargo.termsChanged ?? 0)) return 'lapsed';
  return consent.seen < revisionsOf(embargo) ? 'asked' : 'signed';
}

/** Whether somebody may do and hear what takes an acknowledgement: whoever is only asked again is not locked out. */
export function isIn(consent: ConsentState): boolean {
  return consent === 'signed' || consent === 'asked';
}

/** Whether somebody is asked to acknowledge, for the first time or anew. */
export function owesTerms(consent: ConsentState): boolean {
  return consent === 'invited' || consent === 'asked' || consent === 'lapsed';
}

/** Everybody with a need to know, with where they stand. */
export function roster(embargo: Embargo, list: List): { member: Member; consent: ConsentState }[] {
  return membersOf(list)
    .map((member) => ({ member, consent: consentOf(embargo, member) }))
    .filter(({ consent }) => consent !== 'none');
}

/**
 * The list as far as it is on an embargo: without those whose access to it was ended, so that nobody waits for a voice that cannot speak. An organization
 * of which nobody is left has none.
 */
export function withAccess(embargo: Pick<Embargo, 'id' | 'audience' | 'consents'>, list: List): List {
  const gone = membersOf(list).filter((member) => hasLostAccess(said(embargo.consents, member), member) || !isOn(embargo, member));
  if (gone.length === 0) return list;
  return { ...list, members: Object.fromEntries(Object.entries(list.members).filter(([, member]) => !gone.includes(member))) };
}

/** Whether it is for somebody at all. Where it is for some of the list, only `listFor` says who: people who were not asked of it are not. */
function isOn({ id, audience, consents }: Pick<Embargo, 'id' | 'audience' | 'consents'>, member: Member): boolean {
  return audience?.waves === undefined || member.role === 'coordinator' || member.on === id || said(consents, member) !== undefined;
}

/** What somebody said, or was said of them, since they are on the list as what they are. */
export function said(consents: Embargo['consents'], { person, since }: Member): Consent | undefined {
  const last = consents[person];
  return last !== undefined && last.at >= since ? last : undefined;
}

/** A coordinator sees each embargo of the list. */
const hasLostAccess = (consent: Consent | undefined, { role }: Member): boolean => consent?.state === 'revoked' && role !== 'coordinator';

/** The members who have signed, and are not locked out. */
export function signatories(embargo: Embargo, list: List): Member[] {
  return roster(embargo, list)
    .filter(({ consent }) => isIn(consent))
    .map(({ member }) => member);
}

/** The coordinators who are told and asked of an embargo: whoever declined is not. */
export function coordinatorsAsked(embargo: Embargo, list: List): Member[] {
  return coordinatorsOf(list).filter((member) => consentOf(embargo, member) !== 'declined');
}

/** The member behind a person, or null when they are not on the list. */
export function memberOf(list: List, person: PersonId): Member | null {
  return list.members[person] ?? null;
}

/** Since when somebody has been asked for the terms; null where nobody knows, or they acknowledged some. */
export function askedAt({ consents, createdAt, reopenedAt = createdAt }: Embargo, member: Member): Instant | null {
  const kept = said(consents, member);
  if (kept?.state === 'signed' && kept.at >= reopenedAt) return null;
  return Math.max(reopenedAt, member.since, kept?.state === 'invited' ? kept.at : 0);
}
