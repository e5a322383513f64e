// A no to what is asked of a list, and of people by themselves.
import type { PersonId, PlatformName } from '../values/ids.ts';
import type { DecisionOf, RefusalOf } from '../values/refusal.ts';
import type { RoomKeys } from './list.ts';
import type { MembershipReason } from './membership/refusal.ts';
import type { ReportReason } from './reports/refusal.ts';
import type { Role } from './roles.ts';
import type { RoomFault } from './room-audit.ts';

export type ListReason =
  | MembershipReason
  | ReportReason
  | { readonly code: 'needs-role'; readonly roles: readonly Role[] }
  | { readonly code: 'needs-admin' }
  /** Somebody named in the environment, of a list that others run, or that they run by another account. */
  | { readonly code: 'needs-coordinator-account'; readonly list: string }
  | { readonly code: 'not-on-the-list' }
  | { readonly code: 'other-distributor' }
  | { readonly code: 'needs-another-person' }
  | { readonly code: 'nothing-to-change' }
  | {
      readonly code: 'room-has-faults';
      readonly faults: readonly RoomFault[];
      /** The far teams that are not named yet. */
      readonly teams: readonly string[];
      readonly list: string;
      readonly on: PlatformName;
    }
  | { readonly code: 'no-team'; readonly team: string; readonly on: PlatformName }
  | { readonly code: 'team-named-already'; readonly team: string }
  | { readonly code: 'team-not-named'; readonly team: string }
  | { readonly code: 'room-adopted-already'; readonly list: string }
  | { readonly code: 'room-not-adopted' }
  /** Rooms there are made, mended and filled by people. */
  | { readonly code: 'no-room-admin'; readonly on: PlatformName }
  | { readonly code: 'no-identity'; readonly name: string }
  | { readonly code: 'own-identity' }
  | { readonly code: 'no-room-keys'; readonly on: PlatformName }
  | { readonly code: 'room-keys-already'; readonly keys: RoomKeys }
  /** The platform refused it, in its own word. */
  | { readonly code: 'no-room-made'; readonly because: string }
  | { readonly code: 'nobody-missing'; readonly room: string }
  | { readonly code: 'distributor-known'; readonly name: string }
  | { readonly code: 'unknown-distributor'; readonly names: readonly string[] }
  | { readonly code: 'needs-distributor' }
  | { readonly code: 'person-known'; readonly name: string }
  | { readonly code: 'name-taken'; readonly name: string }
  /** One could be taken for the other. */
  | { readonly code: 'looks-like'; readonly name: string; readonly other: string }
  | { readonly code: 'needs-name' }
  | { readonly code: 'no-name' }
  | { readonly code: 'last-coordinator' }
  | { readonly code: 'coordinator-first' }
  | { readonly code: 'is-app'; readonly name: string }
  | { readonly code: 'account-closed'; readonly name: string }
  | { readonly code: 'unknown-code' }
  | { readonly code: 'overheard-code' }
  | { readonly code: 'too-many-codes'; readonly most: number }
  | { readonly code: 'own-code' }
  /** `same`: the lists that both are on. */
  | { readonly code: 'both-on-lists'; readonly same: readonly string[] }
  | { readonly code: 'closed-account' }
  | { readonly code: 'nothing-linked' }
  | { readonly code: 'not-your-id' }
  | { readonly code: 'known-by-this-id'; readonly others: readonly PersonId[] }
  | { readonly code: 'unreachable'; readonly where: string; readonly ids: readonly PersonId[] }
  | { readonly code: 'too-many-reports'; readonly most: number };

export type ListRefusal = RefusalOf<ListReason>;
export type ListDecision<Fact> = DecisionOf<Fact, ListReason>;
