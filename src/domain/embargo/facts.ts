// What happened: past, append-only, and the only way in which an embargo changes.

import type { Voter } from '../list/voters.ts';
import type { AnswerKey, FindingKind, Outcome } from '../policy/checklist.ts';
import type { PolicyKey } from '../policy/presets.ts';
import type { Confirmed } from '../values/happened.ts';
import type { DistributorId, EmbargoId, ListId, PersonId } from '../values/ids.ts';
import type { LeakSaid } from '../values/leak-said.ts';
import type { Instant } from '../values/time.ts';
import type { About, AboutChanges, Link, Reporter, SingleAbout } from './about/about.ts';
import type { WaveNamed } from './audience/audience.ts';
import type { Note } from './commands.ts';
import type {
  DeadlineKey,
  EndReason,
  Exception,
  FindingSeverity,
  LinkHeld,
  LookBack,
  PatchFile,
  PublicStateKey,
  PublicTextKind,
  PublishedKind,
  Review,
  StepAnswer,
  TextKind,
  Verdict,
} from './embargo.ts';
import type { LeakClass, LeakDetails, StandardStep } from './leak/case.ts';

/** `finding`: the one that its outcome is. */
type ReviewEnd = { readonly review: number; readonly outcome: Outcome; readonly because: string | null; readonly finding?: number };

export type EmbargoFact = Happening & { readonly confirmed?: Confirmed };

type Happening =
  | {
      readonly type: 'embargo-created';
      readonly embargo: EmbargoId;
      readonly list: ListId;
      readonly codename: string;
      readonly about: About | SingleAbout;
      /** For whom it is from the beginning, where that is not the whole list. */
      readonly audience?: WaveNamed;
    }
  /** Who is let in from an instant on; who was to be let in at another is let in then. */
  | ({ readonly type: 'audience-widened'; readonly at: Instant } & WaveNamed)
  /** Who is not let in after all, before their time came. */
  | ({ readonly type: 'audience-narrowed' } & WaveNamed)
  /** The instant of these waves has come, and everybody whom they add is asked. */
  | { readonly type: 'waves-told'; readonly numbers: readonly number[] }
  /** Somebody on no list is let in, on the word of who says so. */
  | { readonly type: 'outsider-invited'; readonly person: PersonId; readonly name: string; readonly because: string }
  | { readonly type: 'amended'; readonly changes: AboutChanges; readonly because?: string }
  /** `because`: why they need to know. */
  | { readonly type: 'person-admitted'; readonly person: PersonId; readonly because?: string }
  | { readonly type: 'access-revoked'; readonly person: PersonId; readonly because: string }
  | { readonly type: 'terms-acknowledged'; readonly terms: string }
  | { readonly type: 'terms-declined' }
  | {
      readonly type: 'date-proposed';
      readonly number: number;
      readonly at: Instant;
      readonly zone: string;
      readonly answerBy: Instant;
      readonly reason: string | null;
      /** Beyond the policy's longest. */
      readonly extension?: true;
      /** The number of the one that its proposer put it in place of. */
      readonly replaces?: number;
    }
  | {
      readonly type: 'date-answered';
      readonly number: number;
      readonly voter: Voter;
      readonly verdict: Verdict;
      readonly reason: string | null;
    }
  /** `strict`: by the policy of that day, who has not seen the later date is locked out until they have. `silent`: voters whose silence counted as consent. */
  | { readonly type: 'date-agreed'; readonly number: number; readonly strict?: true; readonly silent?: readonly Voter[] }
  /** There is more time to answer a proposal. */
  | { readonly type: 'answer-time-extended'; readonly number: number; readonly answerBy: Instant }
  | { readonly type: 'date-rejected'; readonly number: number }
  | { readonly type: 'date-withdrawn'; readonly number: number; readonly reason?: string }
  | {
      readonly type: 'patch-published';
      readonly number: number;
      readonly label: string;
      readonly url: string;
      readonly files: readonly PatchFile[];
      readonly branches: readonly string[];
      readonly followUp?: true;
    }
  | { readonly type: 'patch-withdrawn'; readonly number: number; readonly because: string }
  /** From which branch a release is built: only what is current for that one is tested on it. */
  | { readonly type: 'branch-said'; readonly distributor: DistributorId; readonly release: string; readonly branch: string }
  | {
      readonly type: 'review-started';
      readonly number: number;
      readonly distributor: DistributorId;
      readonly release: string;
      readonly patch: number;
    }
  | {
      readonly type: 'step-answered';
      readonly review: number;
      readonly step: AnswerKey;
      readonly answer: StepAnswer;
      readonly readyBy: Instant | null;
      readonly next: number;
    }
  /** Several at once. `next`: where the walk stands then. */
  | {
      readonly type: 'steps-answered';
      readonly review: number;
      readonly answers: Review['answers'];
      readonly readyBy: Instant | null;
      readonly next: number;
      /** The review whose result they are, of another release. */
      readonly copied?: number;
    }
  /** To a colleague, who goes on with it. */
  | { readonly type: 'review-handed'; readonly review: number; readonly to: PersonId }
  | { readonly type: 'review-moved'; readonly review: number; readonly step: number }
  | ({ readonly type: 'review-finished' } & ReviewEnd)
  /** By its reviewer, after it had ended: how it stands since. */
  | ({ readonly type: 'review-corrected' } & ReviewEnd & Pick<Review, 'answers' | 'readyBy'>)
  /** Outside of a review. `patch`: the revision that there was. */
  | {
      readonly type: 'finding-added';
      readonly number: number;
      readonly kind: FindingKind;
      readonly severity: FindingSeverity | null;
      readonly branch: string | null;
      readonly text: string;
      readonly patch: number | null;
      readonly followUp?: true;
    }
  | {
      readonly type: 'finding-answered';
      readonly number: number;
      readonly answer: 'not-an-issue' | 'own-embargo';
      readonly because: string | null;
    }
  | { readonly type: 'finding-taken-on'; readonly number: number; readonly owner: PersonId }
  | { readonly type: 'finding-fixed'; readonly number: number; readonly patch: number }
  /** `patch`: the finder has tested that revision, and found nothing any more. */
  | { readonly type: 'finding-confirmed'; readonly number: number; readonly patch?: number }
  | { readonly type: 'finding-reopened'; readonly number: number; readonly because: string }
  | { readonly type: 'finding-set'; readonly number: number; readonly severity?: FindingSeverity; readonly branch?: string | null }
  | { readonly type: 'world-changed'; readonly what: PublicStateKey; readonly how: string }
  | { readonly type: 'embargo-held'; readonly reason: string }
  /** `publicSince`: since when it is public, as they say. `because`: no date was agreed. `findings`: in spite of which. */
  | {
      readonly type: 'disclosure-pressed';
      readonly publicSince?: Instant;
      readonly because?: string;
      readonly findings?: readonly number[];
    }
  /** A representative asks coordinators to end it. */
  | { readonly type: 'end-asked'; readonly reason: EndReason; readonly because: string }
  /** A coordinator did something after the date, or after the last day for one: representatives who could finish without one wait anew. */
  | { readonly type: 'coordinator-heard' }
  | {
      readonly type: 'embargo-ended';
      readonly reason: EndReason;
      readonly by: readonly PersonId[];
      readonly because: string | null;
      readonly publicSince?: Instant;
      readonly withoutCoordinator?: true;
      readonly silentMs?: number;
      readonly rejectCve?: true;
      readonly findings?: readonly number[];
    }
  | { readonly type: 'embargo-reopened'; readonly reason: string }
  /** `more`: beside what was linked before. `since`: when it was published, as they say. */
  | {
      readonly type: 'published';
      readonly clock: PublishedKind;
      readonly distributor: DistributorId | null;
      readonly link: string;
      /** Whose CVE record it is. */
      readonly id?: string;
      readonly since?: Instant;
      readonly more?: true;
      /** It is not coming, and why: nobody is asked for it any more. */
      readonly because?: string;
      /** Not a record, but that the id is rejected. */
      readonly rejects?: true;
    }
  /** It was wrong: what was linked is owed again where nothing else is linked. `link`: as it was recorded. */
  | ({ readonly type: 'link-removed' } & LinkHeld)
  /** `quoted`: whether the public version may have it, and with their name. */
  | ({ readonly type: 'retrospective-answered' } & Omit<LookBack, 'at'>)
  | { readonly type: 'action-added'; readonly number: number; readonly owner: PersonId; readonly due: Instant; readonly text: string }
  /** `done` false: it is not to be done any more. */
  | { readonly type: 'action-ended'; readonly number: number; readonly done: boolean; readonly note: string | null }
  /** A first coordinator would have no retrospective. */
  | { readonly type: 'decline-asked'; readonly because: string }
  /** `voter`: whose voice it has by being asked for. `cut`: until when it was asked for, where that is after the disclosure. */
  | ({ readonly type: 'exception-asked'; readonly voter?: Voter; readonly cut?: Instant } & Pick<
      Exception,
      'number' | 'kind' | 'what' | 'whom' | 'because' | 'distributor' | 'until' | 'answerBy'
    >)
  | {
      readonly type: 'exception-answered';
      readonly number: number;
      readonly voter: Voter;
      readonly verdict: Verdict;
      readonly reason: string | null;
    }
  | { readonly type: 'exception-approved' | 'exception-rejected' | 'exception-withdrawn'; readonly number: number }
  /** `strict`: by the policy of that day, who has signed is locked out until they acknowledge it. */
  | { readonly type: 'exception-ended'; readonly number: number; readonly because: string; readonly strict?: true }
  /** Of one that lapsed unanswered, or whose time is over: it is so before it is said. */
  | { readonly type: 'exception-over'; readonly number: number; readonly how: 'lapsed' | 'over' }
  /** `unallowed`: neither the policy nor an exception allowed it. */
  | { readonly type: 'deployed-early'; readonly distributor: DistributorId; readonly since: Instant; readonly unallowed?: true }
  | { readonly type: 'heads-up-given'; readonly link: string; readonly since: Instant }
  | { readonly type: 'text-written'; readonly kind: TextKind; readonly text: string }
  | { readonly type: 'text-made'; readonly kind: TextKind }
  | { readonly type: 'text-approved'; readonly kind: PublicTextKind; readonly hash: string }
  | {
      readonly type: 'reminded';
      readonly deadline: DeadlineKey;
      readonly target: Instant;
      /** Milliseconds after the deadline (negative: before it) of the rung that was said, and of those left out because it says more. */
      readonly rungMs: number;
      readonly skippedMs: readonly number[];
      readonly people: readonly PersonId[];
      /** Who is told of it in their morning, with all that they owe then; absent where it was said before mornings were kept. */
      readonly later?: Readonly<Record<PersonId, Instant>>;
    }
  /** In their morning, or because somebody asked for it: told all that they owe. */
  | { readonly type: 'nudged'; readonly people: readonly PersonId[] }
  /**
   * Nobody of some organizations has acknowledged in time, answered a proposal, or taken on the duties that are theirs, in the same order (by their keys).
   * `people`: who was told.
   */
  | {
      readonly type: 'passed-on';
      readonly what: 'acknowledge' | 'answer' | 'duty';
      readonly proposal?: number;
      readonly duties?: readonly string[];
      readonly to: 'contacts' | 'coordinators';
      readonly distributors: readonly DistributorId[];
      readonly people: readonly PersonId[];
    }
  /** `duty`: its key. `from`: whose it was until then. */
  | { readonly type: 'duty-taken'; readonly duty: string; readonly distributor: DistributorId; readonly from?: DistributorId }
  | { readonly type: 'duty-done'; readonly duty: string; readonly distributor: DistributorId; readonly note: string | null }
  | { readonly type: 'snoozed'; readonly person: PersonId; readonly until: Instant }
  | { readonly type: 'snooze-ended'; readonly person: PersonId }
  /**
   * Another list was told, whose rules bind too; its clock runs since then. `outside`: the date that counts is beyond them. `by`, `limit`: who says so,
   * and the last instant that its rules allow. `corrected`: since when it was thought to run before.
   */
  | {
      readonly type: 'policy-bound';
      readonly policy: PolicyKey;
      readonly since: Instant;
      readonly outside: boolean;
      readonly by?: PersonId;
      readonly limit?: Instant;
      readonly corrected?: Instant;
    }
  /** It was not told after all. */
  | { readonly type: 'policy-unbound'; readonly policy: PolicyKey; readonly reason: string }
  /** The list's rules changed: with other terms, everybody is asked to accept them. `outside`: the date that counts is beyond the new rules. `tighter`: less is allowed before disclosure. */
  | {
      readonly type: 'rules-changed';
      readonly version: number;
      readonly terms: boolean;
      readonly outside: boolean;
      readonly tighter?: true;
      readonly strict?: true;
    }
  /** It belongs together with another: who knows only one of them is told of neither. */
  | { readonly type: 'linked'; readonly link: Link }
  | { readonly type: 'unlinked'; readonly embargo: EmbargoId }
  /** One of the two has ended as a duplicate, and goes on as the other. Both have it in their record. */
  | { readonly type: 'merged'; readonly link: Link }
  /** Somebody else found it too, independently: they are a reporter from then on. */
  | { readonly type: 'found-again'; readonly reporter: Reporter; readonly note: string | null }
  /** Its time of keeping is over. */
  | { readonly type: 'embargo-purged' }
  | ({ readonly type: 'noted' } & Note)
  /** `leak`: the number of its case. `again`: somebody reported the same before. `unnamed`: who reported it only this coordinator may know; null: nobody. */
  | ({ readonly type: 'leak-reported'; readonly leak?: number; readonly again?: true; readonly unnamed?: PersonId | null } & LeakSaid)
  /** Who reported it says more. */
  | ({ readonly type: 'leak-added'; readonly leak: number; readonly unnamed?: PersonId | null } & LeakDetails)
  /** What it is judged to be. `steps`: what is to be done about it besides what there was; `dropped`: what is not any more, by number. */
  | {
      readonly type: 'leak-classed';
      readonly leak: number;
      readonly class: LeakClass;
      readonly note: string | null;
      readonly steps: readonly { readonly number: number; readonly what: StandardStep; readonly due: Instant }[];
      readonly dropped: readonly number[];
    }
  | { readonly type: 'leaks-joined'; readonly leak: number; readonly into: number }
  | {
      readonly type: 'leak-step-added';
      readonly leak: number;
      readonly number: number;
      readonly owner: PersonId;
      readonly due: Instant | null;
      readonly text: string;
    }
  | { readonly type: 'leak-step-done'; readonly leak: number; readonly number: number; readonly note: string | null }
  | { readonly type: 'leak-closed'; readonly leak: number; readonly finding: string }
  | { readonly type: 'leak-reopened'; readonly leak: number; readonly because: string };
