// What happened to a list's policy, distributors, applications and people.

import type { Policy } from '../../policy/policy.ts';
import type { PolicyKey } from '../../policy/presets.ts';
import type { DistributorId, PersonId } from '../../values/ids.ts';
import type { Instant } from '../../values/time.ts';
import type { Choice, Counted, PgpKey, ProfileChanges, Standing, Strike } from './membership.ts';

export type OfDistributor = { readonly distributor: DistributorId };
export type OfApplication = { readonly application: number };

/** Why an organisation is removed: a criterion that it no longer meets, or its strikes. */
export type Ground =
  | { readonly type: 'criterion'; readonly key: string }
  | { readonly type: 'strikes' }
  /** It was entered by mistake: nothing else is recorded of it. */
  | { readonly type: 'mistake' };

/** `asks`: who is asked by it to vouch, because the application names them. */
type Asking = { readonly asks?: readonly PersonId[] };

export type MembershipFact =
  | { readonly type: 'policy-drafted'; readonly preset: PolicyKey | null; readonly rules: Policy; readonly by: PersonId }
  | { readonly type: 'policy-discarded' }
  | { readonly type: 'policy-set'; readonly version: number; readonly preset: PolicyKey | null; readonly rules: Policy }
  | ({ readonly type: 'profile-changed'; readonly changes: ProfileChanges } & OfDistributor)
  | ({ readonly type: 'key-added'; readonly key: PgpKey } & OfDistributor)
  | ({ readonly type: 'key-dropped'; readonly fingerprint: string } & OfDistributor)
  | ({ readonly type: 'key-expiry-warned'; readonly fingerprint: string; readonly beforeMs: number } & OfDistributor)
  | ({ readonly type: 'alias-tested'; readonly hash: string; readonly by: PersonId } & OfDistributor)
  | ({ readonly type: 'alias-answered'; readonly by: PersonId } & OfDistributor)
  | ({ readonly type: 'alias-silent' } & OfDistributor)
  | {
      readonly type: 'application-started';
      readonly application: number;
      readonly applicant: PersonId;
      readonly name: string;
      readonly organisation: string;
      readonly entity: string;
    }
  | ({ readonly type: 'evidence-given'; readonly criterion: string; readonly text: string } & Asking & OfApplication)
  | ({ readonly type: 'application-submitted' } & Asking & OfApplication)
  | ({ readonly type: 'application-closed'; readonly how: 'withdrawn' | 'lapsed' } & OfApplication)
  | ({ readonly type: 'vouched'; readonly person: PersonId; readonly distributor: DistributorId | null } & OfApplication)
  | ({ readonly type: 'conflict-declared'; readonly voter: string; readonly by: PersonId; readonly because: string } & OfApplication)
  | ({ readonly type: 'ballot-opened'; readonly closesAt: Instant } & OfApplication)
  /** `choice` is never written down: see `written`. */
  | ({ readonly type: 'vote-cast'; readonly voter: string; readonly person: PersonId; readonly choice?: Choice } & OfApplication)
  | ({ readonly type: 'ballot-reminded' } & OfApplication)
  | ({ readonly type: 'ballot-counted'; readonly counted: Counted } & OfApplication)
  | ({
      readonly type: 'application-decided';
      readonly accepted: boolean;
      readonly because: string;
      readonly missing: readonly string[];
    } & OfApplication)
  | ({ readonly type: 'backup-named'; readonly person: PersonId; readonly name: string } & OfApplication)
  | ({ readonly type: 'policy-accepted'; readonly person: PersonId; readonly version: number; readonly hash: string } & OfApplication)
  | ({ readonly type: 'organisation-joined'; readonly distributor: DistributorId } & OfApplication)
  | ({ readonly type: 'recertification-asked'; readonly dueAt: Instant } & OfDistributor)
  | ({ readonly type: 'recertification-reminded'; readonly afterMs: number } & OfDistributor)
  | ({
      readonly type: 'criterion-confirmed';
      readonly criterion: string;
      readonly note: string | null;
      readonly by: PersonId;
    } & OfDistributor)
  | ({ readonly type: 'recertified' } & OfDistributor)
  | ({ readonly type: 'standing-set'; readonly standing: Omit<Standing, 'at'> | null } & OfDistributor)
  /** Its time is over: people decide what follows. */
  | ({ readonly type: 'probation-over' } & OfDistributor)
  | ({ readonly type: 'strike-given' } & Omit<Strike, 'at' | 'answer' | 'withdrawn'> & OfDistributor)
  /** `number`: of all that its organization was given, from 1. */
  | ({ readonly type: 'strike-answered'; readonly number: number; readonly text: string } & OfDistributor)
  | ({ readonly type: 'strike-withdrawn'; readonly number: number; readonly because: string; readonly by: PersonId } & OfDistributor)
  | ({
      readonly type: 'distributor-removed';
      readonly ground: Ground;
      readonly because: string;
      readonly name: string;
      readonly people?: readonly PersonId[];
    } & OfDistributor)
  | { readonly type: 'handover-offered'; readonly from: PersonId; readonly to: PersonId }
  | { readonly type: 'handover-declined'; readonly from: PersonId; readonly to: PersonId }
  | { readonly type: 'handover-accepted'; readonly from: PersonId; readonly to: PersonId }
  /** `duty`: its key. */
  | {
      readonly type: 'duty-assigned';
      readonly duty: string;
      readonly primary: DistributorId | null;
      readonly backup: DistributorId | null;
      readonly how: 'claimed' | 'dropped' | 'assigned' | 'handed-over';
    }
  | {
      readonly type: 'duties-rotated';
      readonly duties: readonly { readonly duty: string; readonly primary: DistributorId; readonly backup: DistributorId }[];
    }
  | { readonly type: 'duty-offered'; readonly duty: string; readonly from: DistributorId; readonly to: DistributorId }
  | {
      readonly type: 'duty-offer-ended';
      readonly duty: string;
      readonly from: DistributorId;
      readonly to: DistributorId;
      readonly how: 'declined' | 'taken-back';
    }
  | { readonly type: 'away-set'; readonly person: PersonId; readonly until: Instant; readonly standIn: PersonId | null }
  | { readonly type: 'away-ended'; readonly person: PersonId };

const types: Readonly<Record<MembershipFact['type'], true>> = {
  'policy-drafted': true,
  'policy-discarded': true,
  'policy-set': true,
  'profile-changed': true,
  'key-added': true,
  'key-dropped': true,
  'key-expiry-warned': true,
  'alias-tested': true,
  'alias-answered': true,
  'alias-silent': true,
  'application-started': true,
  'evidence-given': true,
  'application-submitted': true,
  'application-closed': true,
  vouched: true,
  'conflict-declared': true,
  'ballot-opened': true,
  'vote-cast': true,
  'ballot-reminded': true,
  'ballot-counted': true,
  'application-decided': true,
  'backup-named': true,
  'policy-accepted': true,
  'organisation-joined': true,
  'recertification-asked': true,
  'recertification-reminded': true,
  'criterion-confirmed': true,
  recertified: true,
  'standing-set': true,
  'probation-over': true,
  'strike-given': true,
  'strike-answered': true,
  'strike-withdrawn': true,
  'distributor-removed': true,
  'handover-offered': true,
  'handover-declined': true,
  'handover-accepted': true,
  'duty-assigned': true,
  'duties-rotated': true,
  'duty-offered': true,
  'duty-offer-ended': true,
  'away-set': true,
  'away-ended': true,
};

export function isOfMembership(fact: { readonly type: string }): fact is MembershipFact {
  return Object.hasOwn(types, fact.type);
}
