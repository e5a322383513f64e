// What may happen to a list's distributors and people once they are on it, and to its policy.

import { policyProblems } from '../../policy/check.ts';
import { canonical } from '../../values/canonical.ts';
import type { DistributorId, PersonId } from '../../values/ids.ts';
import { own } from '../../values/records.ts';
import { isNo, refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import { entityOf, findDistributor, unknownOrganization } from '../distributor.ts';
import { coordinatorsOf, type Distributor, distributorOf, distributorsOf, type List, type Member, membersOf, nameOf } from '../list.ts';
import type { ListDecision, ListRefusal } from '../refusal.ts';
import type { Of } from './commands.ts';
import type { MembershipFact } from './facts.ts';
import { newProfile, type Profile, sameEntity } from './membership.ts';
import { strikesStanding } from './strikes.ts';

export type MembershipContext = {
  readonly by: PersonId;
  readonly now: Instant;
  /** Of the policy in force. */
  readonly policyHash: string;
  /** Of the draft; null where there is none. */
  readonly draftHash: string | null;
  /** Whether it was said where others read along. */
  readonly inRoom: boolean;
  /** The id that an organisation gets by its name; '' where that has no letter and no digit. */
  readonly fresh: (organisation: string) => DistributorId;
  /** Whether two names could be taken for each other: then nobody gets the second. */
  readonly looksLike: (one: string, other: string) => boolean;
};

/** Rules are written first and put in force later, so that somebody else reads them between. */
export function draftPolicy(list: List, { rules, preset }: Of<'draft-policy'>, { by }: MembershipContext): ListDecision<MembershipFact> {
  const before = list.draft ?? list.policy;
  if (canonical(before.rules) === canonical(rules)) return refuse({ code: 'policy-unchanged' });
  const problems = policyProblems(rules, { coordinators: coordinatorsOf(list).length });
  return problems.length > 0 ? refuse({ code: 'policy-problems', problems }) : [{ type: 'policy-drafted', rules, preset, by }];
}

/** Another coordinator than the one who wrote it last, where there is one. The list may have changed since: what it cannot keep is refused. */
export function adoptPolicy(list: List, { hash }: Of<'adopt-policy'>, { by, draftHash }: MembershipContext): ListDecision<MembershipFact> {
  const { draft, policy } = list;
  if (draft === undefined) return refuse({ code: 'no-draft' });
  if (hash.length < 8 || draftHash === null || !draftHash.startsWith(hash.toLowerCase())) return refuse({ code: 'draft-changed' });
  const coordinators = coordinatorsOf(list);
  if (draft.by === by && coordinators.length > 1) return refuse({ code: 'needs-second-reader' });
  const problems = policyProblems(draft.rules, { coordinators: coordinators.length });
  if (problems.length > 0) return refuse({ code: 'policy-problems', problems });
  if (canonical(draft.rules) === canonical(policy.rules)) return refuse({ code: 'policy-unchanged' });
  return [{ type: 'policy-set', version: policy.version + 1, preset: draft.preset, rules: draft.rules }];
}

/** The distributor that is meant, if the speaker may speak of it: a coordinator of all, others of their own. */
function theirs(list: List, typed: string, by: PersonId): Distributor | ListRefusal {
  const found = findDistributor(list, typed);
  if (found === null) return unknownOrganization(list, typed);
  const member = list.members[by];
  return member?.role === 'coordinator' || member?.distributor === found.id ? found : refuse({ code: 'other-distributor' });
}

export function setProfile(
  list: List,
  { distributor, changes }: Of<'set-profile'>,
  { by }: MembershipContext,
): ListDecision<MembershipFact> {
  const found = theirs(list, distributor, by);
  if (isNo(found)) return found;
  if (Object.keys(changes).length === 0) return refuse({ code: 'nothing-to-change' });
  for (const person of [changes.primary, changes.backup]) {
    if (person === undefined || person === null) continue;
    const member = list.members[person];
    if (member?.distributor !== found.id) return refuse({ code: 'not-a-contact', name: nameOf(list, person), distributor: found.name });
  }
  // Whose vote counts, and whether somebody may vouch, hangs on the legal entity: it is not for its own people to say otherwise later, nor to say
  // that they are one with others, who would then be spoken for by them.
  if (changes.entity !== undefined && list.members[by]?.role !== 'coordinator') {
    const { entity } = changes;
    const joins = entity !== null && distributorsOf(list).some((each) => each.id !== found.id && sameEntity(entityOf(each), entity));
    if (profileOf(found).entity !== null || joins) return refuse({ code: 'entity-is-coordinators' });
  }
  const { primary, backup } = { ...profileOf(found), ...changes };
  if (primary !== null && primary === backup) return refuse({ code: 'same-contact' });
  const crowd = changes.entity === undefined || changes.entity === null ? null : secondContact(list, found, changes.entity);
  return crowd ?? [{ type: 'profile-changed', distributor: found.id, changes }];
}

export function profileOf({ profile }: Distributor): Profile {
  return profile ?? newProfile(0);
}

export function addKey(list: List, { distributor, key }: Of<'add-key'>, { by, now }: MembershipContext): ListDecision<MembershipFact> {
  const found = theirs(list, distributor, by);
  if (isNo(found)) return found;
  const known = profileOf(found).keys.find(({ fingerprint }) => fingerprint === key.fingerprint);
  // Added again it may have another expiry, or other subkeys.
  if (known?.expiresAt === key.expiresAt && known.block === key.block) return refuse({ code: 'key-known' });
  const elsewhere = distributorsOf(list).find(
    (each) => each.id !== found.id && profileOf(each).keys.some(({ fingerprint }) => fingerprint === key.fingerprint),
  );
  if (elsewhere !== undefined) return refuse({ code: 'key-elsewhere', name: elsewhere.name });
  if (key.expiresAt !== null && key.expiresAt <= now) return refuse({ code: 'key-expired', at: key.expiresAt });
  return [{ type: 'key-added', distributor: found.id, key: { ...key, addedAt: now, warnedMs: null } }];
}

export function dropKey(list: List, { distributor, fingerprint }: Of<'drop-key'>, { by }: MembershipContext): ListDecision<MembershipFact> {
  const found = theirs(list, distributor, by);
  if (isNo(found)) return found;
  const typed = fingerprint.replaceAll(/\s/g, '').toUpperCase();
  const [key, ...more] = profileOf(found).keys.filter((each) => each.fingerprint.endsWith(typed) && typed.length >= 8);
  if (key === undefined || more.length > 0) return refuse({ code: 'key-not-there' });
  return [{ type: 'key-dropped', distributor: found.id, fingerprint: key.fingerprint }];
}

export function testAlias(list: List, { distributor, hash }: Of<'test-alias'>, { by }: MembershipContext): ListDecision<MembershipFact> {
  const found = theirs(list, distributor, by);
  if (isNo(found)) return found;
  return profileOf(found).alias === null ? refuse({ code: 'no-alias' }) : [{ type: 'alias-tested', distributor: found.id, hash, by }];
}

/** The code proves that the alias is read by whoever has it: not by the coordinator to whom I showed it. */
export function answerAlias(list: List, { hash }: Of<'answer-alias'>, { by }: MembershipContext): ListDecision<MembershipFact> {
  const distributor = list.members[by]?.distributor ?? null;
  const found = distributor === null ? null : (distributorOf(list, distributor) ?? null);
  const test = found === null ? null : profileOf(found).aliasTest;
  if (found === null || test === null || test.backAt !== null) return refuse({ code: 'no-alias-test' });
  if (test.by === by) return refuse({ code: 'alias-asker' });
  return test.hash !== hash || hash === '' ? refuse({ code: 'wrong-alias-code' }) : [{ type: 'alias-answered', distributor: found.id, by }];
}

/** One criterion, or all that are left. Once every criterion that is not optional is confirmed, the year begins anew. */
export function recertify(list: List, { criterion, note }: Of<'recertify'>, { by }: MembershipContext): ListDecision<MembershipFact> {
  const distributor = list.members[by]?.distributor ?? null;
  const found = distributor === null ? null : (distributorOf(list, distributor) ?? null);
  const asked = found === null ? null : profileOf(found).recertification;
  if (found === null || asked === null) return refuse({ code: 'nothing-to-recertify' });
  const { criteria } = list.policy.rules;
  const left = criteria.filter(({ key }) => own(asked.confirmed, key) === undefined);
  const meant = criterion === 'all' ? left : criteria.filter(({ key }) => key === criterion);
  // The policy may have lost the criteria that were left.
  if (criterion === 'all' && left.length === 0) return [{ type: 'recertified', distributor: found.id }];
  if (meant.length === 0) return refuse({ code: 'unknown-criterion', keys: left.map(({ key }) => key) });
  const facts = meant.map(({ key }): MembershipFact => ({ type: 'criterion-confirmed', distributor: found.id, criterion: key, note, by }));
  const still = left.filter(({ key, optional }) => !optional && !meant.some((each) => each.key === key));
  return still.length > 0 ? facts : [...facts, { type: 'recertified', distributor: found.id }];
}

export function setStanding(list: List, command: Of<'set-standing'>, { by, now }: MembershipContext): ListDecision<MembershipFact> {
  const { distributor, state, because, until } = command;
  const found = theirs(list, distributor, by);
  if (isNo(found)) return found;
  if (list.members[by]?.distributor === found.id) return refuse({ code: 'own-distributor' });
  if (until !== null && until <= now) return refuse({ code: 'probation-is-past' });
  const before = profileOf(found).standing;
  if (state === 'good')
    return before === null ? refuse({ code: 'good-standing' }) : [{ type: 'standing-set', distributor: found.id, standing: null }];
  if (before?.state === 'probation' && state === 'warned') return refuse({ code: 'on-probation' });
  if (before?.state === state && before.because === because && before.until === until) return refuse({ code: 'standing-already' });
  return [{ type: 'standing-set', distributor: found.id, standing: { state, because, until } }];
}

/** A human decision by the policy's rule: a criterion of the policy that is not optional, or as many strikes as it says. */
export function removeDistributor(
  list: List,
  command: Of<'remove-distributor'>,
  { by }: MembershipContext,
): ListDecision<MembershipFact | PersonRemoved> {
  const { distributor, ground, because } = command;
  const found = theirs(list, distributor, by);
  if (isNo(found)) return found;
  if (list.members[by]?.distributor === found.id) return refuse({ code: 'own-distributor' });
  const { criteria, membership } = list.policy.rules;
  if (ground.type === 'criterion' && !criteria.some(({ key, optional }) => key === ground.key && !optional))
    return refuse({ code: 'unknown-criterion', keys: criteria.filter(({ optional }) => !optional).map(({ key }) => key) });
  const strikes = strikesStanding(profileOf(found));
  if (ground.type === 'strikes' && strikes.length < membership.strikes)
    return refuse({ code: 'too-few-strikes', strikes: strikes.length, needed: membership.strikes });
  const people = membersOf(list).filter((member) => member.distributor === found.id);
  if (ground.type === 'mistake' && people.length > 0) return refuse({ code: 'no-mistake', name: found.name, has: 'people' });
  if (ground.type === 'mistake' && hasRecords(list, found)) return refuse({ code: 'no-mistake', name: found.name, has: 'records' });
  const left = coordinatorsOf(list).filter((member) => member.distributor !== found.id);
  const [coordinator] = people.filter(({ role }) => role === 'coordinator');
  if (left.length === 0 && coordinator !== undefined) return refuse({ code: 'holds-last-coordinator', name: coordinator.name });
  return [
    ...people.map(({ person }): PersonRemoved => ({ type: 'person-removed', person })),
    { type: 'distributor-removed', distributor: found.id, ground, because, name: found.name, people: people.map(({ person }) => person) },
  ];
}

/**
 * Whether a list knows more of an organization than what it ships: it applied, was warned, named its alias or keys, has a duty, or had a say on an
 * application that is open, of which the count would change.
 */
function hasRecords(list: List, distributor: Distributor): boolean {
  const { strikes, standing, keys, alias, evidence, recertification } = profileOf(distributor);
  const applied = Object.values(list.membership?.applications ?? {}).some(
    ({ closed, organisation }) => closed?.how === 'joined' && organisation === distributor.name,
  );
  const said = Object.values(list.membership?.applications ?? {}).some(
    ({ closed, ballot, conflicts, voucher }) =>
      closed === null &&
      (own(ballot?.votes ?? {}, distributor.id) !== undefined ||
        own(conflicts, distributor.id) !== undefined ||
        voucher?.distributor === distributor.id),
  );
  const duties = Object.values(list.membership?.duties ?? {}).some(
    ({ primary, backup }) => primary === distributor.id || backup === distributor.id,
  );
  const told = strikes.length > 0 || keys.length > 0 || Object.keys(evidence).length > 0;
  return applied || said || duties || told || standing !== null || alias !== null || recertification !== null;
}

type PersonRemoved = { readonly type: 'person-removed'; readonly person: PersonId };

/** Counts only once the other has accepted. A representative hands over within their organisation. */
export function offerHandover(list: List, { to }: Of<'offer-handover'>, { by }: MembershipContext): ListDecision<MembershipFact> {
  return refuseHandover(list, by, to) ?? [{ type: 'handover-offered', from: by, to }];
}

function refuseHandover(list: List, by: PersonId, to: PersonId): ListRefusal | null {
  const giving = list.members[by];
  const taking = list.members[to];
  if (giving === undefined || taking === undefined) return refuse({ code: 'not-on-the-list' });
  if (to === by || (taking.role === giving.role && taking.distributor === giving.distributor))
    return refuse({ code: 'handover-same', name: taking.name });
  if (giving.role !== 'coordinator' && taking.distributor !== giving.distributor)
    return refuse({ code: 'other-entity', name: taking.name });
  return null;
}

export function answerHandover(
  list: List,
  { accept }: Of<'answer-handover'>,
  { by }: MembershipContext,
): ListDecision<MembershipFact | PersonRemoved> {
  const from = membersOf(list).find(({ handover }) => handover === by);
  if (from === undefined) return refuse({ code: 'no-handover' });
  const both = { from: from.person, to: by };
  if (!accept) return [{ type: 'handover-declined', ...both }];
  // Either may have got another role or organisation since it was offered.
  const refusal = refuseHandover(list, from.person, by);
  if (refusal !== null) return refusal;
  const leaves: PersonRemoved[] = from.distributor === null ? [{ type: 'person-removed', person: from.person }] : [];
  return [{ type: 'handover-accepted', ...both }, ...leaves];
}

export function beAway(list: List, { until, standIn }: Of<'be-away'>, { by, now }: MembershipContext): ListDecision<MembershipFact> {
  if (until <= now) return refuse({ code: 'away-is-past' });
  if (standIn === by) return refuse({ code: 'stand-in-is-self' });
  if (standIn !== null) {
    const member = list.members[standIn];
    if (member === undefined) return refuse({ code: 'not-on-the-list' });
    if (list.members[by]?.role !== 'coordinator' && member.distributor !== list.members[by]?.distributor)
      return refuse({ code: 'other-entity', name: member.name });
    if (member.away !== undefined && member.away.until > now)
      return refuse({ code: 'stand-in-away', person: standIn, until: member.away.until });
  }
  return [{ type: 'away-set', person: by, until, standIn }];
}

export function beBack(list: List, { by }: MembershipContext): ListDecision<MembershipFact> {
  return list.members[by]?.away === undefined ? refuse({ code: 'not-away' }) : [{ type: 'away-ended', person: by }];
}

/** Where the policy allows one contact for each legal entity: the one that there is already; null where nothing is against another. */
export function secondContact(list: List, distributor: Distributor, entity: string, coming?: Member['person']): ListRefusal | null {
  if (!list.policy.rules.membership.singleContact) return null;
  const same = distributorsOf(list).filter((each) => each.id === distributor.id || sameEntity(entityOf(each), entity));
  const contacts = membersOf(list).filter(
    ({ person, role, distributor: of }) => role === 'representative' && person !== coming && same.some(({ id }) => id === of),
  );
  const [there, ...more] = contacts;
  const crowded = coming === undefined ? more.length > 0 : there !== undefined;
  return crowded && there !== undefined ? refuse({ code: 'one-contact', entity, name: there.name }) : null;
}
