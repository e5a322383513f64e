// A no to what concerns a list's policy, distributors, applications and people.

import type { PolicyProblem } from '../../policy/check.ts';
import type { ListId, PersonId } from '../../values/ids.ts';
import type { Instant } from '../../values/time.ts';
import type { ApplicationPhase } from './membership.ts';

export type MembershipReason =
  | { readonly code: 'policy-problems'; readonly problems: readonly PolicyProblem[] }
  | { readonly code: 'policy-unchanged' }
  | { readonly code: 'no-draft' }
  /** Whoever wrote a draft does not put it in force, where there is somebody else. */
  | { readonly code: 'needs-second-reader' }
  /** It is not the one that they have read. */
  | { readonly code: 'draft-changed' }
  | { readonly code: 'bad-policy-file'; readonly where: string; readonly problem: string }
  | { readonly code: 'bad-field'; readonly problem: string }
  | { readonly code: 'no-version'; readonly version: number; readonly newest: number }
  | { readonly code: 'not-a-contact'; readonly name: string; readonly distributor: string }
  | { readonly code: 'no-key' }
  | { readonly code: 'key-damaged' }
  /** By whose they are. */
  | { readonly code: 'several-keys'; readonly keys: readonly string[] }
  | { readonly code: 'secret-key' }
  | { readonly code: 'key-expired'; readonly at: Instant }
  | { readonly code: 'key-revoked' }
  | { readonly code: 'key-weak'; readonly why: string }
  | { readonly code: 'key-known' }
  | { readonly code: 'key-not-there' }
  /** By somebody who speaks for no organization. */
  | { readonly code: 'whose-key' }
  | { readonly code: 'no-alias' }
  | { readonly code: 'no-alias-test' }
  | { readonly code: 'wrong-alias-code' }
  | { readonly code: 'alias-asker' }
  | { readonly code: 'no-such-list'; readonly typed: string }
  | { readonly code: 'apply-in-private' }
  | { readonly code: 'on-the-list'; readonly name: string }
  /** It is `name`, which is on the list, or is called like that. */
  | { readonly code: 'organisation-known'; readonly organisation: string; readonly name: string }
  | { readonly code: 'applied-already'; readonly number: number }
  | { readonly code: 'entity-applied'; readonly organisation: string }
  | { readonly code: 'cooling'; readonly until: Instant }
  | { readonly code: 'too-many-applications' }
  | { readonly code: 'no-application' }
  | { readonly code: 'unknown-application'; readonly number: number; readonly open: readonly number[] }
  | { readonly code: 'wrong-phase'; readonly number: number; readonly phase: ApplicationPhase }
  | { readonly code: 'unknown-criterion'; readonly keys: readonly string[] }
  /** It was named, and nothing was said of it. `answer`: what was before; null: nothing yet. `number`: its place among them. */
  | {
      readonly code: 'criterion-alone';
      readonly criterion: string;
      readonly number: number;
      readonly text: string;
      readonly answer: string | null;
    }
  /** An answer seems to tell of a vulnerability that is not public. */
  | { readonly code: 'tells-vulnerability'; readonly list: ListId }
  /** Every criterion has an answer, and none was named. */
  | { readonly code: 'which-criterion'; readonly keys: readonly string[]; readonly submitted: boolean }
  /** Without these nothing is handed in. */
  | { readonly code: 'unanswered'; readonly missing: readonly { readonly key: string; readonly text: string }[] }
  | { readonly code: 'vouches-for-self' }
  | { readonly code: 'vouches-for-own' }
  | { readonly code: 'vouched-already'; readonly by: string }
  | { readonly code: 'in-conflict' }
  | { readonly code: 'conflict-known' }
  | { readonly code: 'nobody-may-vote' }
  | { readonly code: 'ballot-in-a-room' }
  | { readonly code: 'ballot-closed'; readonly at: Instant }
  | { readonly code: 'ballot-open'; readonly closesAt: Instant; readonly number: number }
  | { readonly code: 'no-ballot-vote' }
  | { readonly code: 'voted-already' }
  | { readonly code: 'not-carried'; readonly outcome: 'lost' | 'no-quorum' }
  | { readonly code: 'carried' }
  | { readonly code: 'other-policy'; readonly hash: string }
  | { readonly code: 'accepted-already' }
  | { readonly code: 'nothing-to-recertify' }
  | { readonly code: 'own-distributor' }
  | { readonly code: 'entity-is-coordinators' }
  | { readonly code: 'same-contact' }
  | { readonly code: 'key-elsewhere'; readonly name: string }
  | { readonly code: 'standing-already' }
  | { readonly code: 'on-probation' }
  /** `last`: the number of the last one that there is. */
  | { readonly code: 'no-duty'; readonly number: number; readonly last: number }
  | { readonly code: 'duty-without-organization'; readonly number: number }
  | { readonly code: 'duty-held-already'; readonly number: number; readonly place: 'primary' | 'backup' }
  /** By these organizations. `own`: the speaker's. */
  | {
      readonly code: 'duty-taken';
      readonly number: number;
      readonly primary: string | null;
      readonly backup: string | null;
      readonly own: string;
    }
  | { readonly code: 'duty-needs-primary'; readonly number: number }
  | { readonly code: 'duty-not-yours'; readonly number: number }
  | { readonly code: 'same-duty-holder'; readonly number: number; readonly name: string }
  | { readonly code: 'duty-unchanged'; readonly number: number }
  | { readonly code: 'rotation-needs-two' }
  /** To `name`. `own`: by the speaker's organization. */
  | { readonly code: 'duty-offered-already'; readonly number: number; readonly name: string; readonly own: boolean }
  | { readonly code: 'duty-to-yourself'; readonly number: number }
  | { readonly code: 'no-duty-offer'; readonly number: number }
  | { readonly code: 'no-one-for-duty'; readonly name: string }
  | { readonly code: 'backup-known'; readonly name: string }
  | { readonly code: 'probation-is-past' }
  | { readonly code: 'own-strike' }
  | { readonly code: 'coordinator-strike' }
  /** `numbers`: those that they can mean. */
  | { readonly code: 'which-strike'; readonly numbers: readonly number[] }
  | { readonly code: 'unknown-leak-of'; readonly said: string }
  | { readonly code: 'too-few-strikes'; readonly strikes: number; readonly needed: number }
  /** `has`: what is recorded of it, as people say it. */
  | { readonly code: 'no-mistake'; readonly name: string; readonly has: 'people' | 'records' }
  | { readonly code: 'good-standing' }
  | { readonly code: 'holds-last-coordinator'; readonly name: string }
  | { readonly code: 'one-contact'; readonly entity: string; readonly name: string }
  | { readonly code: 'no-handover' }
  | { readonly code: 'handover-same'; readonly name: string }
  | { readonly code: 'other-entity'; readonly name: string }
  | { readonly code: 'away-is-past' }
  | { readonly code: 'stand-in-is-self' }
  | { readonly code: 'stand-in-away'; readonly person: PersonId; readonly until: Instant }
  | { readonly code: 'not-away' };
