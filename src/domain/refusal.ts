// A polite no, as data. chat/refusals.ts says it in words: what happened, why, and who can do what about it.
import type { RoomFault } from './audience.ts';
import type { ConsentState } from './embargo/consent.ts';
import type { EndReason, Phase } from './embargo/embargo.ts';
import type { Role, RoomKeys } from './list/list.ts';
import type { MembershipReason } from './list/membership/refusal.ts';
import type { DateProblem } from './policy/dates.ts';
import type { PersonId, PlatformName } from './values/ids.ts';
import type { Instant } from './values/time.ts';

export type Reason =
  | MembershipReason
  | { readonly code: 'needs-role'; readonly roles: readonly Role[] }
  | { readonly code: 'needs-admin' }
  /** Somebody named in the environment, of a list that others run, or that they run by another account. */
  | { readonly code: 'needs-coordinator-account'; readonly list: string }
  | { readonly code: 'needs-consent'; readonly state: ConsentState }
  | { readonly code: 'embargo-over'; readonly reason: EndReason; readonly at: Instant }
  | { readonly code: 'not-over-yet' }
  | { readonly code: 'already-acknowledged' }
  | { readonly code: 'not-on-the-list' }
  | { readonly code: 'already-let-in'; readonly name: string }
  | { readonly code: 'other-distributor' }
  | {
      readonly code: 'date-problems';
      readonly problems: readonly DateProblem[];
      readonly better: readonly Instant[];
      readonly firm: boolean;
    }
  | { readonly code: 'date-is-agreed-already' }
  | { readonly code: 'date-is-proposed-already'; readonly number: number }
  | { readonly code: 'world-has-changed' }
  | { readonly code: 'no-open-proposal'; readonly phase: Phase }
  | { readonly code: 'unknown-proposal'; readonly number: number; readonly first: number }
  | { readonly code: 'proposal-closed'; readonly number: number; readonly state: 'agreed' | 'replaced' | 'rejected' | 'lapsed' }
  | { readonly code: 'earlier-proposal-first'; readonly number: number; readonly first: number }
  | { readonly code: 'no-vote' }
  | { readonly code: 'answered-already'; readonly verdict: 'accept' | 'reject'; readonly by: string }
  | { readonly code: 'no-date-agreed' }
  | { readonly code: 'too-early'; readonly date: Instant }
  | { readonly code: 'needs-another-person' }
  | { readonly code: 'needs-a-coordinator-too' }
  | { readonly code: 'no-patch' }
  | { readonly code: 'same-patch'; readonly number: number }
  | { readonly code: 'ships-nothing' }
  | { readonly code: 'unknown-release'; readonly release: string; readonly releases: readonly string[] }
  | { readonly code: 'which-release'; readonly releases: readonly string[] }
  | { readonly code: 'no-open-review' }
  | { readonly code: 'patch-replaced'; readonly was: number; readonly now: number }
  | { readonly code: 'step-answered-already' }
  | { readonly code: 'first-step' }
  | { readonly code: 'needs-note'; readonly review: number; readonly step: number }
  | { readonly code: 'steps-left'; readonly left: number }
  | { readonly code: 'steps-failed'; readonly titles: readonly string[] }
  | { readonly code: 'reviewed-already'; readonly release: string }
  | { readonly code: 'needs-because' }
  | { readonly code: 'already-reported' }
  | { readonly code: 'nothing-to-hold' }
  | { readonly code: 'published-already' }
  | { readonly code: 'needs-link' }
  | { readonly code: 'nothing-owed' }
  | { readonly code: 'nothing-to-snooze' }
  | { readonly code: 'snooze-is-past' }
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
  | { readonly code: 'no-keeper'; readonly on: PlatformName }
  | { readonly code: 'no-identity'; readonly name: string }
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

export type Refusal = { readonly type: 'refusal'; readonly reason: Reason };

/** A no, for the reason given. */
export function refuse(reason: Reason): Refusal {
  return { type: 'refusal', reason };
}

/** Whether what was looked for is refused instead. */
export function isNo<Found extends object>(found: Found | Refusal): found is Refusal {
  return 'reason' in found;
}

/** What a decision gives: facts to write down, or a refusal. */
export type Decision<Fact> = readonly Fact[] | Refusal;

export function isRefused<Fact>(decision: Decision<Fact>): decision is Refusal {
  return 'type' in decision;
}
