// One embargo: what is known of it. Phases and lapses are computed, never stored, so that they are right whenever they are read.

import type { Voter } from '../list/voters.ts';
import type { AnswerKey, FindingKind, Outcome } from '../policy/checklist.ts';
import type { ClockKey } from '../policy/policy.ts';
import { type PolicyKey, policyOf } from '../policy/presets.ts';
import type { DistributorId, EmbargoId, ListId, PersonId } from '../values/ids.ts';
import type { Instant, ZonedInstant } from '../values/time.ts';
import type { About } from './about/about.ts';
import type { Audience } from './audience/audience.ts';
import type { LeakCase } from './leak/case.ts';

export type Verdict = 'accept' | 'reject';
export type Answer = { readonly verdict: Verdict; readonly by: PersonId; readonly at: Instant; readonly reason: string | null };

/** A disclosure date that is asked for. It is a revision when another date was in force as it was made. */
export type Proposal = ZonedInstant & {
  readonly number: number;
  readonly by: PersonId;
  readonly proposedAt: Instant;
  readonly answerBy: Instant;
  readonly reason: string | null;
  /** Beyond the policy's longest, with a reason: decided by whom the policy names for it. */
  readonly extension?: true;
  /** The number of the one that its proposer put it in place of. */
  readonly replaces?: number;
  /** closed: the embargo ended, and was reopened without its dates. */
  readonly state: 'open' | 'agreed' | 'replaced' | 'rejected' | 'withdrawn' | 'closed';
  readonly answers: Readonly<Record<Voter, Answer>>;
};

/** invited: let in by name. `seen` is the count of later dates, and of what is allowed no more, that the person knew of when they signed, `terms` that of what locks out until one signs again. */
export type Consent =
  | { readonly state: 'invited'; readonly at: Instant; readonly by: PersonId }
  | { readonly state: 'signed'; readonly at: Instant; readonly seen: number; readonly terms?: number }
  | { readonly state: 'declined'; readonly at: Instant }
  /** Their access was ended, by somebody. */
  | { readonly state: 'revoked'; readonly at: Instant; readonly by: PersonId };

/** `sha256`: of its content; of a ref of git, the hash of its commit. */
export type PatchFile = { readonly name: string; readonly sha256: string };

export type Patch = {
  readonly number: number;
  readonly label: string;
  readonly url: string;
  readonly files: readonly PatchFile[];
  /** None: it is for all. */
  readonly branches: readonly string[];
  /** It came after the end. */
  readonly followUp?: true;
  readonly by: PersonId;
  readonly at: Instant;
  /** It is not to be used any more. */
  readonly withdrawn?: { readonly by: PersonId; readonly at: Instant; readonly because: string };
};

/** `by`: who answered it, where its reviewer took the review over since. */
export type StepAnswer = { readonly verdict: 'pass' | 'fail' | 'na'; readonly note: string | null; readonly by?: PersonId };

/** One reviewer, one patch revision, one release. `step` is the place in the checklist where the walk stands. */
export type Review = {
  readonly number: number;
  readonly reviewer: PersonId;
  readonly distributor: DistributorId;
  readonly release: string;
  readonly patch: number;
  readonly step: number;
  readonly answers: Readonly<Partial<Record<AnswerKey, StepAnswer>>>;
  readonly readyBy: Instant | null;
  readonly startedAt: Instant;
  /** When its reviewer last did something in it: of several open walks, words mean the one last touched. */
  readonly touchedAt: Instant;
  readonly end: { readonly at: Instant; readonly outcome: Outcome; readonly because: string | null } | null;
  /** The number of the review of another release whose result this is. */
  readonly copied?: number;
  /** Who had it before its reviewer took it over. */
  readonly handedBy?: readonly PersonId[];
  /** What stood before its reviewer corrected it, the oldest first. */
  readonly earlier?: readonly Corrected[];
};

/** A review as it stood before a correction. */
export type Corrected = Pick<Review, 'answers' | 'readyBy'> & { readonly end: NonNullable<Review['end']> };

export const findingSeverities = ['critical', 'high', 'medium', 'low'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];
/** taken-back: the finder corrected their review. */
export type FindingState = 'open' | 'not-an-issue' | 'will-fix' | 'own-embargo' | 'fixed' | 'confirmed' | 'taken-back';

/** What somebody found wrong with the fix, in a review or outside of one. */
export type Finding = {
  readonly number: number;
  readonly kind: FindingKind;
  readonly severity: FindingSeverity | null;
  /** Who found it. */
  readonly by: PersonId;
  readonly at: Instant;
  /** In their own words. */
  readonly text: string | null;
  readonly branch: string | null;
  /** The patch revision in which it was found, the last one where that did not fix it; null: there was none. */
  readonly patch: number | null;
  /** The reviews that say so; none: it was found outside of them. */
  readonly reviews: readonly number[];
  /** Who said that they will fix it, or was named for it. */
  readonly owner: PersonId | null;
  readonly state: FindingState;
  /** Since when it stands so, who said so, and why. */
  readonly since: Instant;
  readonly saidBy: PersonId;
  readonly because: string | null;
  readonly fixedIn: number | null;
  /** It came after the end. */
  readonly followUp?: true;
};

export type PublicStateKey = 'public' | 'exploit' | 'attacks';
export type PublicReport = { readonly at: Instant; readonly by: PersonId; readonly how: string };

export const endReasons = ['disclosed', 'public', 'exploited', 'withdrawn', 'not-a-vulnerability', 'duplicate', 'other'] as const;
export type EndReason = (typeof endReasons)[number];
export type Ending = {
  readonly at: Instant;
  readonly by: readonly PersonId[];
  readonly reason: EndReason;
  readonly because: string | null;
  /** Since when it is public, as people say: `at` is when they said so. */
  readonly publicSince?: Instant;
  /** Two representatives ended it: no coordinator had answered for so long; 0: every one of them was away. */
  readonly withoutCoordinator?: true;
  readonly silentMs?: number;
  /** A CVE id was reserved for it, for nothing. */
  readonly rejectCve?: true;
  /** The findings in spite of which it was disclosed, by their numbers. */
  readonly findings?: readonly number[];
};

/** `since`: when it was published, as people say. `because`: it is not coming, and `link` is `none`. */
export type Link = {
  readonly at: Instant;
  readonly by: PersonId;
  readonly link: string;
  readonly since?: Instant;
  readonly because?: string;
};
/** The first, and whatever was linked beside it later. */
export type Published = Link & { readonly also?: readonly Link[] };
/** What can be linked after the end: what is owed, and corrections. */
export type PublishedKind = ClockKey | 'erratum';
/** What can be linked at all. */
export type LinkKind = PublishedKind | 'heads-up';
/** A link with what it is of: which CVE record, whose packages. */
export type LinkHeld = {
  readonly clock: LinkKind;
  readonly distributor: DistributorId | null;
  readonly id?: string;
  readonly link: string;
};

/** How far the reminders of one deadline have come: `since` it has stood at `target`; rungs up to `doneMs` (relative to it) were said. */
export type Reminded = {
  readonly target: Instant;
  readonly since: Instant;
  readonly doneMs: number | null;
  /** When a coordinator last did something after a disclosure date that has passed, or the last day for one. */
  readonly heardAt?: Instant;
};
/** What an alarm is about. */
export type AlarmKind = PublicStateKey | 'leak';
/** How often people were reminded. `at`: when somebody last was. `waits`: for which morning a reminder of theirs waits. */
export type Nudges = {
  readonly at: Readonly<Record<PersonId, Instant>>;
  readonly waits: Readonly<Record<PersonId, Instant>>;
  /** How far it was passed on that nobody of an organization acknowledges, answers a date, or takes a duty on. */
  readonly passedOn?: Readonly<Record<string, 'contacts' | 'coordinators'>>;
  /** When somebody lately sounded an alarm, by what of: what is held is reported no more, and may be reported again. */
  readonly alarms?: Readonly<Partial<Record<AlarmKind, Readonly<Record<PersonId, readonly Instant[]>>>>>;
};
/** Which organization has taken a duty of the list on, since when; and since when it is done. */
export type DutyHere = { readonly distributor: DistributorId; readonly at: Instant; readonly doneAt?: Instant };
/** What somebody answers, looking back. `quoted`: whether, and how, the public version may have it. */
export const quotings = ['no', 'unnamed', 'named'] as const;
export type LookBack = {
  readonly well: string | null;
  readonly badly: string | null;
  readonly luck: string | null;
  readonly quoted: (typeof quotings)[number];
  readonly at: Instant;
};
/** Something to be done about what went badly. `end`: it is done, or dropped. */
export type RetrospectiveAction = {
  readonly number: number;
  readonly owner: PersonId;
  readonly due: Instant;
  readonly text: string;
  readonly by: PersonId;
  readonly at: Instant;
  readonly end?: { readonly done: boolean; readonly note: string | null; readonly by: PersonId; readonly at: Instant };
};
/** `actions`: by number, from 1. `declining`: the first of the two coordinators that it takes to have none. */
export type Retrospective = {
  readonly said: Readonly<Record<PersonId, LookBack>>;
  readonly actions: readonly RetrospectiveAction[];
  readonly declining?: PersonId;
};
/**
 * What may be asked to be allowed on one embargo. share: with somebody outside. hint: in public, such as a heads-up or a scheduled release. deploy, ship:
 * the fix, before disclosure. tell: named customers.
 */
export const exceptionKinds = ['share', 'hint', 'deploy', 'ship', 'tell'] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/** over: its time has come, or that of the disclosure. ended: somebody ended it before. */
export type ExceptionEnd = 'rejected' | 'withdrawn' | 'lapsed' | 'over' | 'ended';

/** An exception from what the terms allow, for this embargo alone. What exactly, with whom, and why: in people's own words. */
export type Exception = {
  readonly number: number;
  readonly kind: ExceptionKind;
  readonly what: string;
  readonly whom: string;
  readonly because: string;
  readonly by: PersonId;
  /** Whose people it is for; null: everybody on the embargo. */
  readonly distributor: DistributorId | null;
  readonly askedAt: Instant;
  /** Never after the date in force: an earlier one cuts it. */
  readonly until: Instant;
  readonly answerBy: Instant;
  readonly answers: Readonly<Record<Voter, Answer>>;
  readonly approvedAt?: Instant;
  /** `because`: why somebody ended it. */
  readonly end?: { readonly how: ExceptionEnd; readonly at: Instant; readonly because?: string };
};
/** `all`: by number, from 1. `tightened`: how often less was allowed than before, so that everybody was asked to acknowledge again. */
export type Exceptions = { readonly all: readonly Exception[]; readonly tightened: number };
/** date: an embargo without any date, agreed or asked for. answers: to the proposal that is answered first. */
export type DeadlineKey = 'disclosure' | 'date' | 'decision' | 'answers' | ClockKey | LimitKey | ActionKey | LeakKey | ExceptionKey;
/** The limit of another list that was told. */
export type LimitKey = `limit:${PolicyKey}`;
/** What is to be done after looking back, by its number. */
export type ActionKey = `action:${number}`;
/** What is to be said of a leak, and a step to contain one, by its number. */
export type LeakKey = `leak:${number}` | `leak-step:${number}`;
/** When answers to an exception that is asked for are due. */
export type ExceptionKey = `exception:${number}`;

export type Embargo = {
  readonly id: EmbargoId;
  readonly list: ListId;
  readonly codename: string;
  readonly about: About;
  readonly createdAt: Instant;
  readonly createdBy: PersonId;
  readonly proposals: Readonly<Record<number, Proposal>>;
  /** The proposal in force, and how often a later date than the one before was agreed: an earlier one asks nobody to sign again. */
  readonly agreed: { readonly proposal: number; readonly revisions: number } | null;
  readonly consents: Readonly<Record<PersonId, Consent>>;
  readonly patches: Readonly<Record<number, Patch>>;
  readonly reviews: Readonly<Record<number, Review>>;
  /** The branch that each release is built from, where it was asked and said. */
  readonly builds?: Readonly<Record<DistributorId, Readonly<Record<string, string>>>>;
  readonly findings: Readonly<Record<number, Finding>>;
  readonly publicState: Readonly<Partial<Record<PublicStateKey, PublicReport>>>;
  /** When the coordinators' decision about what was reported, of the world or of a leak, is due; null when none is open. */
  readonly decisionDue: Instant | null;
  /** The first of the two people that it takes to end it. */
  readonly disclosing: FirstPress | null;
  readonly ended: Ending | null;
  /**
   * By clock; for packages by clock and distributor (`packages:seven`), for CVE records by clock and id (`cve:CVE-2024-21626`). Besides: `erratum`,
   * `heads-up`, and `deployed:seven` where it ran early.
   */
  readonly published: Readonly<Record<string, Published>>;
  readonly reminded: Readonly<Partial<Record<DeadlineKey, Reminded>>>;
  readonly snoozes: Readonly<Record<PersonId, Instant>>;
  /** The policies of others that bind it besides the list's own, and since when their clocks run. */
  readonly bound?: readonly Bound[];
  /** How often who had signed was locked out until they sign again: its terms have changed, or a later date was agreed on a strict list. */
  readonly termsChanged?: number;
  /** When it was opened again after an end: clocks of policies run from then. */
  readonly reopenedAt?: Instant;
  /** What was reported to have got out, as cases, by number from 1. */
  readonly leaks?: readonly LeakCase[];
  /** Whom was last reminded when; absent while nobody was. */
  readonly nudges?: Nudges;
  /** Which duties of the list were taken on here, by their keys. */
  readonly duties?: Readonly<Record<string, DutyHere>>;
  /** What was asked to be allowed besides the policy. */
  readonly exceptions?: Exceptions;
  /** What people said looking back, and what is to be done. */
  readonly retrospective?: Retrospective;
  /** Texts for people, where they were written by hand or approved. */
  readonly texts?: Readonly<Partial<Record<TextKind, PublicText>>>;
  /** Who of the list it is for, in waves, and who from outside; absent: the whole list and nobody else. */
  readonly audience?: Audience;
  /** Since when nothing is kept of what was said of it. */
  readonly purgedAt?: Instant;
};

/** Drafts for people. */
export const textKinds = ['notice', 'day-before', 'heads-up', 'post', 'release-notes'] as const;
export type TextKind = (typeof textKinds)[number];

/** Those that go public, which two people approve. */
export const publicTextKinds = ['heads-up', 'post', 'release-notes'] as const satisfies readonly TextKind[];
export type PublicTextKind = (typeof publicTextKinds)[number];

/** `written`: in place of the one that is made from the embargo. `approvals`: each person's last, of the text with that hash. */
export type PublicText = {
  readonly written?: { readonly text: string; readonly by: PersonId; readonly at: Instant };
  readonly approvals: readonly { readonly by: PersonId; readonly at: Instant; readonly hash: string }[];
};

/** `reason`: they ask a coordinator to end it for that reason; without one they disclose, and `publicSince` is since when it is public. */
export type FirstPress = {
  readonly by: PersonId;
  readonly at: Instant;
  readonly publicSince?: Instant;
  readonly reason?: EndReason;
  /** Why without a date. */
  readonly because?: string;
  /** The open findings in spite of which. */
  readonly findings?: readonly number[];
};

/** `by`: who recorded it. `limit`: the last instant that its rules allow. Both absent where it was recorded before they were kept. */
export type Bound = { readonly policy: PolicyKey; readonly since: Instant; readonly by?: PersonId; readonly limit?: Instant };

/** The last instant that another list's rules allow; null where nobody knows: it was not kept, and counts in working days. */
export function limitOf({ policy, since, limit }: Bound): Instant | null {
  const { counts, longestMs } = policyOf(policy);
  return limit ?? (counts === 'calendar' ? since + longestMs : null);
}

export type Phase = 'none' | 'proposed' | 'active' | 'revising' | 'ended';

/** Where in its life it is (Vultron's embargo management states). */
export function phaseOf(embargo: Embargo, now: Instant): Phase {
  if (embargo.ended !== null) return 'ended';
  const open = openProposals(embargo, now).length > 0;
  if (embargo.agreed !== null) return open ? 'revising' : 'active';
  return open ? 'proposed' : 'none';
}

/**
 * Proposals that wait for answers, the earliest date first: it must be answered before the others. One whose date has come without an
 * agreement has lapsed: nobody can keep it any more.
 */
export function openProposals(embargo: Embargo, now: Instant): Proposal[] {
  return Object.values<Proposal>(embargo.proposals)
    .filter((proposal) => proposal.state === 'open' && proposal.at > now)
    .sort((a, b) => a.at - b.at || a.number - b.number);
}

/** When answers to a proposal are due: as it says; where an earlier one lapsed unanswered before its turn came, people have as long from then, or half of what is left. */
export function answersDue({ proposals }: Embargo, { at, answerBy, proposedAt }: Proposal, now: Instant): Instant {
  const lapsed = Object.values<Proposal>(proposals).filter((each) => each.state === 'open' && each.at <= now && each.at < at);
  const turn = Math.max(0, ...lapsed.map((each) => each.at));
  return turn <= proposedAt ? answerBy : Math.max(answerBy, turn + Math.min(answerBy - proposedAt, Math.floor((at - turn) / 2)));
}

/** How often something was changed that who signed before is asked to acknowledge: a later date, or less that is allowed. */
export function revisionsOf({ agreed, exceptions }: Pick<Embargo, 'agreed' | 'exceptions'>): number {
  return (agreed?.revisions ?? 0) + (exceptions?.tightened ?? 0);
}

/** The disclosure date in force; null while none was agreed. */
export function agreedDate(embargo: Embargo): Proposal | null {
  return embargo.agreed === null ? null : (embargo.proposals[embargo.agreed.proposal] ?? null);
}

/** The date that reminders count towards: the agreed one, else the earliest that is asked for, else the last that lapsed. */
export function targetDate(embargo: Embargo, now: Instant): Instant | null {
  return (agreedDate(embargo) ?? openProposals(embargo, now)[0] ?? openProposals(embargo, 0).at(-1))?.at ?? null;
}

export function reviewsOf(embargo: Embargo): Review[] {
  return Object.values<Review>(embargo.reviews);
}

/** The key of what was published: packages are counted by distributor, CVE records by id where it is known, everything else once. */
export function publishedKey(clock: PublishedKind, distributor: DistributorId | null, id: string | null = null): string {
  if (clock === 'cve' && id !== null) return `cve:${id}`;
  return clock === 'packages' && distributor !== null ? `packages:${distributor}` : clock;
}
