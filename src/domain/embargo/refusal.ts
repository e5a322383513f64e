// A no to what is asked of an embargo.

import type { MembershipReason } from '../list/membership/refusal.ts';
import type { ListReason } from '../list/refusal.ts';
import type { AskedStep, FindingKind, StandsAt } from '../policy/checklist.ts';
import type { DateProblem } from '../policy/dates.ts';
import type { Quorum } from '../policy/policy.ts';
import type { PolicyKey } from '../policy/presets.ts';
import type { PersonId } from '../values/ids.ts';
import type { DecisionOf, RefusalOf } from '../values/refusal.ts';
import type { Instant } from '../values/time.ts';
import type { ReviewReading } from './commands.ts';
import type { ConsentState } from './consent.ts';
import type { EndReason, Finding, FindingState, LinkHeld, Phase, PublicTextKind, PublishedKind, TextKind, Verdict } from './embargo.ts';
import type { ExceptionState } from './exceptions/exceptions.ts';
import type { EmbargoFact } from './facts.ts';
import type { LeakClass } from './leak/case.ts';

/** What is refused of both in the same words. */
type Shared = Extract<
  ListReason,
  {
    code:
      | 'needs-role'
      | 'needs-another-person'
      | 'not-on-the-list'
      | 'nothing-to-change'
      | 'other-distributor'
      | 'unknown-distributor'
      | 'needs-distributor';
  }
>;

/** Why somebody cannot go on with a review. own: they have one of that release themselves. */
export type CannotTake = { readonly why: 'self' | 'organization' | 'terms' | 'own' } | { readonly why: 'away'; readonly until: Instant };

export type EmbargoReason =
  | Shared
  | { readonly code: 'needs-consent'; readonly state: ConsentState }
  | { readonly code: 'embargo-over'; readonly reason: EndReason; readonly at: Instant }
  | { readonly code: 'not-over-yet' }
  | { readonly code: 'already-acknowledged' }
  | { readonly code: 'already-let-in'; readonly name: string }
  | {
      readonly code: 'date-problems';
      readonly problems: readonly DateProblem[];
      readonly better: readonly Instant[];
      readonly firm: boolean;
      /** Nothing but the policy's longest speaks against it: with a reason it can be asked for as an extension. */
      readonly extensible?: Instant;
    }
  /** `until`: to when the policy gives people time to answer. */
  | { readonly code: 'answers-need-longer'; readonly until: Instant }
  | { readonly code: 'date-is-agreed-already' }
  | { readonly code: 'date-is-proposed-already'; readonly number: number }
  | { readonly code: 'public-state-has-changed' }
  | { readonly code: 'no-open-proposal'; readonly phase: Phase; readonly inForce?: Instant }
  | { readonly code: 'unknown-proposal'; readonly number: number; readonly first: number }
  | {
      readonly code: 'proposal-closed';
      readonly number: number;
      readonly state: 'agreed' | 'replaced' | 'rejected' | 'withdrawn' | 'closed' | 'lapsed';
      /** The date that is in force instead. */
      readonly inForce?: Instant;
      /** What its proposer put in its place. */
      readonly replacedBy?: { readonly number: number; readonly at: Instant; readonly open: boolean };
    }
  /** `by`: who answered what was to be replaced. */
  | { readonly code: 'answered-meanwhile'; readonly number: number; readonly by: string }
  | { readonly code: 'nothing-to-withdraw' }
  | { readonly code: 'which-to-withdraw'; readonly numbers: readonly number[] }
  | { readonly code: 'not-your-proposal'; readonly number: number; readonly by: string }
  | { readonly code: 'earlier-proposal-first'; readonly number: number; readonly first: number }
  /** What was to be added; what was to be found, and what there is. */
  | { readonly code: 'already-there'; readonly name: string }
  | { readonly code: 'not-there'; readonly name: string; readonly there: readonly string[] }
  | { readonly code: 'last-component' }
  | { readonly code: 'which-vulnerability'; readonly ids: readonly string[] }
  /** `said`: what is linked, or why none is coming. */
  | {
      readonly code: 'which-record';
      readonly ids: readonly string[];
      readonly said: { readonly link: string } | { readonly because: string };
    }
  | { readonly code: 'same-embargo' }
  | { readonly code: 'acknowledge-other'; readonly codename: string }
  | { readonly code: 'linked-already'; readonly codename: string }
  | { readonly code: 'not-linked'; readonly codename: string }
  | { readonly code: 'merge-itself' }
  | { readonly code: 'merge-widens'; readonly codename: string; readonly names: readonly string[] }
  | { readonly code: 'other-over'; readonly codename: string; readonly at: Instant }
  | { readonly code: 'other-undecided'; readonly codename: string }
  | { readonly code: 'split-already'; readonly codename: string }
  | { readonly code: 'nothing-to-split'; readonly kind: FindingKind }
  /** `found`: how many of the open proposals a date that was typed could mean; `dates`: those, or all where it is none. */
  | {
      readonly code: 'which-proposal';
      readonly found: number;
      readonly dates: readonly { readonly number: number; readonly at: Instant }[];
    }
  | {
      readonly code: 'which-to-answer';
      readonly verdict: 'accept' | 'reject';
      readonly dates: readonly { readonly number: number; readonly at: Instant }[];
    }
  | { readonly code: 'no-vote'; readonly voters: 'distributors' | 'coordinators' }
  | { readonly code: 'answers-still-due'; readonly number: number; readonly at: Instant; readonly by: Instant }
  | { readonly code: 'silence-decides-nothing'; readonly silence: 'people' | 'coordinators' }
  | { readonly code: 'date-was-rejected'; readonly number: number }
  | { readonly code: 'no-later-deadline'; readonly number: number; readonly by: Instant; readonly date: Instant }
  | { readonly code: 'extension-needs-reason' }
  | { readonly code: 'no-extension' }
  | { readonly code: 'beyond-ceiling'; readonly ceiling: Instant }
  | { readonly code: 'answered-already'; readonly verdict: 'accept' | 'reject'; readonly by: string }
  | { readonly code: 'no-date-agreed' }
  | { readonly code: 'undated-needs-reason' }
  | { readonly code: 'too-early'; readonly date: Instant }
  /** `from`: when two representatives may, if no coordinator answers. */
  | { readonly code: 'needs-a-coordinator-too'; readonly from: Instant | null }
  | { readonly code: 'needs-another-distributor'; readonly name: string }
  /** `at`: since when it is public, as was said with it. */
  | {
      readonly code: 'public-since-stated';
      /** As who confirmed first says. */
      readonly at: Instant;
      readonly by: string;
    }
  /**
   * Findings that are not done with, who found each and where; `seen`: that these were shown; `changed`: others than were shown before. `because`: why it is
   * disclosed without a date.
   */
  | {
      readonly code: 'open-findings';
      readonly found: readonly (Pick<Finding, 'number' | 'kind' | 'state' | 'fixedIn'> & {
        readonly by: string;
        readonly where: string | null;
      })[];
      readonly seen: string;
      readonly changed?: true;
      readonly at: Instant | null;
      readonly because: string | null;
    }
  /** `last`: the highest number that there is; null: there is none. */
  | { readonly code: 'unknown-finding'; readonly number: number; readonly last: number | null }
  | { readonly code: 'finding-there'; readonly number: number }
  /** `from`: when they may record another one. */
  | { readonly code: 'many-findings'; readonly most: number; readonly from: Instant }
  /** As it stands, what was said of it is not to be said. `by`: who said what it is. */
  | {
      readonly code: 'finding-stands';
      readonly number: number;
      readonly state: FindingState;
      readonly by: string;
      readonly owner: string | null;
      readonly fixedIn: number | null;
    }
  /** `from`: when a coordinator may confirm in place of who found it. */
  | { readonly code: 'not-your-finding'; readonly number: number; readonly by: string; readonly from: Instant | null }
  /** `named`: the revision that was said to fix it; `patch`: the one that is current where it was found. */
  /** `confirms`: it is said to be fixed, and to be confirmed. */
  | { readonly code: 'fixed-in-another'; readonly number: number; readonly named: number; readonly patch: number; readonly confirms?: true }
  | { readonly code: 'fix-needs-patch'; readonly number: number; readonly patch: number }
  | { readonly code: 'owner-not-in'; readonly name: string }
  | { readonly code: 'owner-outside'; readonly name: string }
  | { readonly code: 'embargo-purged'; readonly at: Instant }
  | { readonly code: 'text-written-already'; readonly kind: TextKind }
  | { readonly code: 'text-not-written'; readonly kind: TextKind }
  | { readonly code: 'text-approved-already'; readonly kind: PublicTextKind }
  | { readonly code: 'public-already' }
  | { readonly code: 'reopened-too-late'; readonly at: Instant }
  | { readonly code: 'instant-to-come'; readonly at: Instant }
  | { readonly code: 'before-it-began'; readonly at: Instant; readonly begins: Instant }
  | { readonly code: 'ask-by-report' }
  | { readonly code: 'no-patch' }
  | { readonly code: 'same-patch'; readonly number: number }
  /** Branches of which nobody has spoken yet, and those of which somebody has. */
  | { readonly code: 'new-branches'; readonly branches: readonly string[]; readonly known: readonly string[] }
  | { readonly code: 'unknown-patch'; readonly number: number; readonly there: readonly number[] }
  | { readonly code: 'withdrawn-already'; readonly number: number; readonly at: Instant }
  /** `lines`: the branches to choose from, each with its revision. `none`: the branch that was said, or is known, for which nothing is current. */
  | {
      readonly code: 'which-branch';
      readonly release: string;
      readonly lines: readonly { readonly branch: string | null; readonly patch: number | null }[];
      readonly none: string | null;
    }
  | { readonly code: 'copy-across-branches'; readonly from: string; readonly to: string; readonly patch: number }
  | { readonly code: 'ships-nothing' }
  | { readonly code: 'unknown-release'; readonly release: string; readonly releases: readonly string[] }
  | { readonly code: 'which-release'; readonly releases: readonly string[] }
  | { readonly code: 'no-open-review' }
  /** Of several that they have not ended. */
  | { readonly code: 'which-review'; readonly releases: readonly string[] }
  | {
      readonly code: 'cannot-take-review';
      readonly name: string;
      readonly release: string;
      readonly cannot: CannotTake;
    }
  /** `now` null: nothing is current for its branch. `withdrawn`: it was not replaced, but taken back. `done`: they have tested with what is current. */
  | { readonly code: 'patch-replaced'; readonly was: number; readonly now: number | null; readonly withdrawn?: true; readonly done?: true }
  | { readonly code: 'step-answered-already' }
  | { readonly code: 'first-step' }
  | { readonly code: 'needs-note'; readonly review: number; readonly verdict: 'pass' | 'fail'; readonly step: AskedStep }
  | { readonly code: 'steps-left'; readonly left: number }
  /** `notes`: the steps that need one, by their places from 1 and what they are called. */
  /** Of a form: the steps that it did not show, and those that it showed and nobody asks any more. */
  | { readonly code: 'steps-changed'; readonly added: readonly string[]; readonly gone: readonly string[] }
  | { readonly code: 'review-lacks'; readonly notes: readonly (readonly [number, string])[]; readonly readyBy: boolean }
  /** `said`: their words that may be an answer too, or of other steps. */
  | { readonly code: 'answers-unclear'; readonly said: readonly string[] }
  | { readonly code: 'unknown-step'; readonly step: string | number; readonly steps: readonly string[] }
  | { readonly code: 'nothing-tested' }
  /** `of`: who has finished one of it, if somebody else has. */
  | { readonly code: 'nothing-to-correct'; readonly release: string; readonly of: PersonId | null }
  | { readonly code: 'release-of-another'; readonly release: string; readonly of: string; readonly own: string }
  /** `stale`: the revision that they have tested it with, which was replaced. */
  | { readonly code: 'nothing-to-copy'; readonly release: string; readonly stale: number | null }
  /** What was said can be meant in several ways. `at`: the step at which their walk stands. */
  /** `walk`: the step at which their review stands. */
  | { readonly code: 'several-readings'; readonly readings: readonly ReviewReading[]; readonly walk: StandsAt | null }
  | { readonly code: 'steps-failed'; readonly titles: readonly string[] }
  | { readonly code: 'reviewed-already'; readonly release: string }
  | { readonly code: 'needs-because' }
  | { readonly code: 'already-reported' }
  | { readonly code: 'published-already' }
  /** `links`: those that the speaker may take back. */
  | { readonly code: 'no-such-link'; readonly links: readonly LinkHeld[] }
  | { readonly code: 'which-link'; readonly links: readonly LinkHeld[] }
  | { readonly code: 'whose-packages'; readonly names: readonly string[] }
  /** What only coordinators link. */
  | { readonly code: 'links-by-coordinators'; readonly clock: PublishedKind }
  | { readonly code: 'needs-link' }
  | { readonly code: 'retrospective-owed' }
  /** `names`: of the organizations. */
  | { readonly code: 'nobody-to-let-in'; readonly called: string; readonly names: readonly string[] }
  | { readonly code: 'audience-is-everyone' }
  | { readonly code: 'wave-is-past'; readonly at: Instant }
  | { readonly code: 'wave-came'; readonly name: string }
  | { readonly code: 'not-in-the-audience'; readonly name: string }
  | { readonly code: 'left-the-list'; readonly name: string }
  | { readonly code: 'outsider-needs-reason'; readonly name: string }
  | { readonly code: 'no-access'; readonly name: string }
  | { readonly code: 'coordinators-stay'; readonly name: string }
  | { readonly code: 'no-retrospective'; readonly ended: boolean }
  | { readonly code: 'nothing-said' }
  | { readonly code: 'nothing-to-keep' }
  | { readonly code: 'declined-once' }
  | { readonly code: 'due-is-past'; readonly at: Instant }
  | { readonly code: 'too-many-actions'; readonly most: number }
  /** `open`: the numbers of those that are not done. */
  | { readonly code: 'unknown-action'; readonly number: number; readonly open: readonly number[] }
  | { readonly code: 'action-ended-already'; readonly number: number; readonly at: Instant }
  | { readonly code: 'action-of-another'; readonly number: number; readonly owner: string }
  /** There is no disclosure date yet until which it could be. */
  | { readonly code: 'exception-needs-until' }
  | { readonly code: 'exception-is-past'; readonly at: Instant }
  | { readonly code: 'exception-asked-already'; readonly number: number; readonly state: ExceptionState }
  /** `open`: the numbers of theirs that are; none: of one embargo no more are kept. */
  | { readonly code: 'too-many-exceptions'; readonly most: number; readonly open: readonly number[] }
  | { readonly code: 'no-voice-on-exceptions'; readonly voters: Quorum['type']; readonly own: boolean }
  | { readonly code: 'exception-answered-already'; readonly number: number; readonly verdict: Verdict; readonly by: string }
  | { readonly code: 'exception-closed'; readonly number: number; readonly state: ExceptionState }
  | { readonly code: 'exception-of-another'; readonly number: number; readonly by: string }
  /** `number` null: none was named. `asked`: how many there are. `open`: which of them could be meant. */
  | { readonly code: 'which-exception'; readonly number: number | null; readonly asked: number; readonly open: readonly number[] }
  | { readonly code: 'nothing-owed' }
  | { readonly code: 'not-your-report' }
  /** `numbers`: of those that could be meant. `closed`: closed ones. */
  | { readonly code: 'which-leak'; readonly numbers: readonly number[]; readonly closed: boolean }
  | { readonly code: 'leak-closed'; readonly leak: number; readonly at: Instant }
  | { readonly code: 'leak-joined'; readonly leak: number; readonly into: number }
  | { readonly code: 'same-leak' }
  | { readonly code: 'classed-already'; readonly leak: number; readonly class: LeakClass }
  | { readonly code: 'class-first'; readonly leak: number }
  | { readonly code: 'too-many-steps'; readonly most: number }
  | { readonly code: 'unknown-leak-step'; readonly number: number; readonly open: readonly number[] }
  | { readonly code: 'leak-step-done-already'; readonly number: number; readonly at: Instant }
  | { readonly code: 'leak-steps-open'; readonly leak: number; readonly open: readonly number[] }
  | { readonly code: 'nothing-to-snooze' }
  /** `several`: more than one is. */
  | { readonly code: 'nobody-called'; readonly called: string; readonly several: boolean }
  /** `name` null: everybody was meant. `again`: all of them were reminded within the hour; null: nothing is owed. */
  | { readonly code: 'nobody-to-remind'; readonly name: string | null; readonly again: Instant | null }
  | { readonly code: 'duty-taken-on-already'; readonly number: number }
  | { readonly code: 'duty-done-already'; readonly number: number; readonly distributor: string; readonly at: Instant }
  /** `distributor`: who has it. `free`: nobody is its backup. */
  | { readonly code: 'duty-of-others'; readonly number: number; readonly distributor: string; readonly free: boolean }
  | Extract<MembershipReason, { readonly code: 'no-duty' | 'duty-without-organization' }>
  | { readonly code: 'snooze-is-past' }
  | { readonly code: 'clock-in-the-future' }
  | { readonly code: 'bound-already'; readonly policy: PolicyKey; readonly since: Instant }
  | { readonly code: 'not-told'; readonly policy: PolicyKey };

export type EmbargoRefusal = RefusalOf<EmbargoReason>;
export type EmbargoDecision = DecisionOf<EmbargoFact, EmbargoReason>;
