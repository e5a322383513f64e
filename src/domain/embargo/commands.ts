// What can be asked of a list and of an embargo, and who may ask it. Orders, not facts: each may still be refused.

import { coordinators, type Role, speakers, testers } from '../list/roles.ts';
import type { AnswerKey, FindingKind, Outcome } from '../policy/checklist.ts';
import type { ClockKey } from '../policy/policy.ts';
import type { PolicyKey } from '../policy/presets.ts';
import type { PersonId } from '../values/ids.ts';
import type { LeakSaid } from '../values/leak-said.ts';
import type { Instant, ZonedInstant } from '../values/time.ts';
import type { About, Component, Reporter, Vulnerability } from './about/about.ts';
import type { Called } from './audience/audience.ts';
import type {
  EndReason,
  ExceptionKind,
  FindingSeverity,
  LinkKind,
  LookBack,
  PatchFile,
  PublicStateKey,
  PublicTextKind,
  PublishedKind,
  StepAnswer,
  TextKind,
  Verdict,
} from './embargo.ts';
import type { LeakClass, LeakDetails } from './leak/case.ts';

/** Something said elsewhere that belongs to the record: its words, where they stand, when they were said, and by whom, as far as that is known. */
export type Note = {
  readonly text: string;
  readonly source: string | null;
  readonly saidAt: Instant | null;
  readonly author: PersonId | null;
};

/**
 * What is said of some steps at once, named by their keys, by their places among those that the policy asks for (from 1), or all that are left. `verdict` null: they are left open.
 * `on`: architectures that it is said of. `date`: which one the words are, if they are one.
 */
export type StepsAnswered = {
  readonly steps: 'all' | readonly (AnswerKey | number)[];
  readonly verdict: StepAnswer['verdict'] | null;
  readonly note: string | null;
  readonly on?: readonly string[];
  readonly date?: Instant;
};

/**
 * `notes`: on whatever has no note of its own. `unsure`: words that may be answers too: nothing counts before that is asked. `shown`: the steps of the form
 * that was filled in, by which its numbers count: of others nothing is said.
 */
export type SaidOfSteps = {
  readonly answers: readonly StepsAnswered[];
  readonly notes: string | null;
  readonly outcome: Outcome | null;
  readonly readyBy: Instant | null;
  readonly unsure?: readonly string[];
  readonly shown?: readonly string[];
};

/** A date that somebody asks for; `anyway` overrules advice of the policy, not its limits. */
export type AskedDate = ZonedInstant & { readonly anyway: boolean };

/** What can be said of a vulnerability besides its ids. */
export type VulnerabilityDetails = Omit<Vulnerability, 'number' | 'ids'>;

/** Words that begin with one or several names; which words are a name is seen by the names that there are. `rest`: the text from that word on. */
export type SaidNames = readonly { readonly word: string; readonly rest: string }[];

/** What is to be known of an embargo. `id`: one of the ids of a vulnerability, or its number. */
export type AboutOrder =
  | {
      readonly what: 'whole';
      readonly changes: Partial<Omit<About, 'vulnerabilities' | 'components' | 'reporters' | 'links' | 'numbersGiven'>>;
    }
  /** Of the only one that there is. */
  | { readonly what: 'only-vulnerability'; readonly details: Partial<VulnerabilityDetails> }
  | {
      readonly what: 'add-vulnerabilities';
      /** The ids of each. */
      readonly ids: readonly (readonly string[])[];
      readonly details: Partial<VulnerabilityDetails>;
    }
  | {
      readonly what: 'set-vulnerability';
      readonly id: string;
      readonly add: string | null;
      readonly details: Partial<VulnerabilityDetails>;
    }
  | { readonly what: 'remove-vulnerability'; readonly id: string; readonly because: string | null }
  | { readonly what: 'add-components'; readonly components: readonly Component[] }
  | { readonly what: 'remove-component'; readonly said: SaidNames; readonly because: string | null }
  | { readonly what: 'add-reporters'; readonly reporters: readonly Reporter[] }
  | { readonly what: 'remove-reporter'; readonly said: SaidNames; readonly because: string | null };

/** A proposal by its date instead of its number: every stretch of time that was meant by what was typed. */
export type ProposalOn = { readonly on?: readonly { readonly from: Instant; readonly until: Instant }[] };

export type EmbargoCommand =
  | { readonly type: 'amend'; readonly orders: readonly AboutOrder[] }
  /** `name`: what they are called, where they are on no list. */
  | { readonly type: 'admit'; readonly person: PersonId; readonly because?: string; readonly name?: string }
  /** `at` null: at once. `who` 'everyone': the whole list. */
  | { readonly type: 'widen-audience'; readonly who: 'everyone' | readonly Called[]; readonly at: Instant | null }
  | { readonly type: 'narrow-audience'; readonly who: 'everyone' | readonly Called[] }
  | { readonly type: 'revoke'; readonly person: PersonId; readonly because: string }
  | { readonly type: 'acknowledge' }
  | { readonly type: 'decline' }
  | {
      readonly type: 'propose-date';
      readonly date: AskedDate;
      readonly reason: string | null;
      /** When answers are due, where the proposer says so. */
      readonly respondBy?: Instant | null;
      /** Beyond the policy's longest, for the reason given. */
      readonly extension?: true;
      /** The number of an open proposal of their own that it takes the place of. */
      readonly replace?: number;
    }
  | (ProposalOn & {
      readonly type: 'answer-date';
      readonly number: number | null;
      readonly verdict: Verdict;
      readonly reason: string | null;
    })
  | (ProposalOn & { readonly type: 'withdraw-date'; readonly number: number | null; readonly reason: string | null })
  /** After the deadline of the answers: wait for them until then; have coordinators decide; count silence as consent. */
  | (ProposalOn & { readonly type: 'wait-for-answers'; readonly number: number | null; readonly until: Instant })
  | (ProposalOn & { readonly type: 'decide-date'; readonly number: number | null; readonly verdict: Verdict })
  | (ProposalOn & { readonly type: 'settle-date'; readonly number: number | null })
  | {
      readonly type: 'publish-patch';
      readonly label: string;
      readonly url: string;
      readonly files: readonly PatchFile[];
      readonly branches: readonly string[];
      /** Branches that nobody named before were asked about. */
      readonly sure?: boolean;
      /** The findings that it fixes, by their numbers. */
      readonly fixes?: readonly number[];
    }
  | { readonly type: 'withdraw-patch'; readonly number: number; readonly because: string }
  /** A finding outside of a review. */
  | {
      readonly type: 'add-finding';
      readonly kind: FindingKind;
      readonly severity: FindingSeverity | null;
      readonly branch: string | null;
      readonly text: string;
    }
  /** It is not an issue, and why. `also`: others of which the same is said. */
  | { readonly type: 'dismiss-finding'; readonly number: number; readonly also?: readonly number[]; readonly because: string }
  /** `owner`: who is to fix it; null: the speaker. */
  | { readonly type: 'take-on-finding'; readonly number: number; readonly also?: readonly number[]; readonly owner: PersonId | null }
  /** `patch`: the revision, where it was named. */
  | { readonly type: 'fix-finding'; readonly number: number; readonly also?: readonly number[]; readonly patch?: number }
  /** `patch`: the revision that is said to fix it, as they saw it. */
  | { readonly type: 'confirm-finding'; readonly number: number; readonly also?: readonly number[]; readonly patch?: number }
  | { readonly type: 'reopen-finding'; readonly number: number; readonly because: string }
  /** How bad it is, or where it is; what is absent stays. `branch` null: on all of them. */
  | {
      readonly type: 'set-finding';
      readonly number: number;
      readonly also?: readonly number[];
      readonly severity?: FindingSeverity;
      readonly branch?: string | null;
    }
  /** `branch`: that the release is built from, where it is said. */
  | { readonly type: 'start-review'; readonly release: string | null; readonly branch?: string | null }
  | {
      readonly type: 'answer-step';
      /** The review and the step that the person saw (a button knows); null: wherever their walk stands. */
      /** Which step was shown, and `on` which architecture. */
      readonly at: { readonly review: number; readonly step: number; readonly on?: string } | null;
      readonly verdict: 'pass' | 'fail' | 'na';
      readonly note: string | null;
      /** The note as an instant, where it is one. */
      readonly readyBy: Instant | null;
    }
  /** Several steps of one release at once, and its outcome where it is clear. `patch`: the revision that the person saw. */
  | ({
      readonly type: 'answer-steps';
      readonly release: string | null;
      readonly branch?: string | null;
      readonly patch: number | null;
    } & SaidOfSteps)
  /** The same of a review of theirs that has ended: what is not named stays. */
  /** `patch`: the revision whose review it is of, where a form showed one; of another nothing is corrected. */
  | ({ readonly type: 'correct-review'; readonly release: string; readonly patch?: number } & SaidOfSteps)
  /** The result for one release, for others of the same distributor too. */
  | { readonly type: 'copy-review'; readonly from: string; readonly to: readonly string[] }
  /** `release` null: the only one that they have not ended. */
  | { readonly type: 'hand-review'; readonly person: PersonId; readonly release: string | null }
  /** `review`: the walk that the person saw (a button knows); null: the one that they last did something in. */
  | { readonly type: 'step-back'; readonly review: number | null }
  | { readonly type: 'finish-review'; readonly review: number | null; readonly outcome: Outcome; readonly because: string | null }
  | { readonly type: 'report-public-state'; readonly what: PublicStateKey; readonly how: string }
  | { readonly type: 'hold'; readonly reason: string }
  /** `at`: since when it is public. `despite`: what was seen of the open findings as they were named. `because`: why without a date, where none could be agreed. */
  | { readonly type: 'disclose'; readonly at?: Instant | null; readonly despite?: string; readonly because?: string }
  | {
      readonly type: 'end';
      readonly reason: Exclude<EndReason, 'disclosed'>;
      readonly because: string | null;
      readonly at?: Instant | null;
    }
  | { readonly type: 'reopen'; readonly reason: string }
  /**
   * `id`: whose CVE record it is; without: there is only one, or it is something else. `at`: when it was published. `distributor`: whose packages they are,
   * as they call it; without: the speaker's.
   */
  | {
      readonly type: 'publish';
      readonly clock: PublishedKind;
      readonly link: string;
      readonly id?: string;
      readonly at?: Instant | null;
      readonly distributor?: string;
    }
  /** `id`: of which CVE record, where there are several. */
  | {
      readonly type: 'close-link';
      readonly clock: ClockKey;
      readonly id: string | null;
      readonly distributor: string | null;
      readonly because: string;
    }
  /** A link that was wrong. `link` null: the only one. `id`, `distributor`: of which CVE record, of whose packages, where there are several. */
  | {
      readonly type: 'remove-link';
      readonly clock: LinkKind;
      readonly link: string | null;
      readonly id: string | null;
      readonly distributor: string | null;
    }
  /** Null: nothing new is said of it. */
  | {
      readonly type: 'answer-retrospective';
      readonly well: string | null;
      readonly badly: string | null;
      readonly luck: string | null;
      readonly quoted: LookBack['quoted'] | null;
    }
  /** `owner` null: the speaker. */
  | { readonly type: 'add-action'; readonly owner: PersonId | null; readonly due: Instant; readonly text: string }
  | { readonly type: 'end-action'; readonly number: number; readonly done: boolean; readonly note: string | null }
  /** `until` null: until disclosure. For everybody where a coordinator asks, else for the speaker's own organization. */
  | {
      readonly type: 'ask-exception';
      readonly kind: ExceptionKind;
      readonly what: string;
      readonly whom: string;
      readonly because: string;
      readonly until: Instant | null;
    }
  /** `number` null: the only one that is open. */
  | { readonly type: 'answer-exception'; readonly number: number | null; readonly verdict: Verdict; readonly reason: string | null }
  | { readonly type: 'withdraw-exception'; readonly number: number | null }
  | { readonly type: 'end-exception'; readonly number: number; readonly because: string }
  | { readonly type: 'deployed'; readonly at: Instant; readonly distributor: string | null }
  | { readonly type: 'heads-up'; readonly link: string; readonly at: Instant | null }
  | { readonly type: 'write-text'; readonly kind: TextKind; readonly text: string }
  | { readonly type: 'make-text'; readonly kind: TextKind }
  /** `hash`: of the text that was read. */
  | { readonly type: 'approve-text'; readonly kind: PublicTextKind; readonly hash: string }
  /** Of the list, by its number. */
  | { readonly type: 'take-duty'; readonly number: number }
  | { readonly type: 'finish-duty'; readonly number: number; readonly note: string | null }
  | { readonly type: 'snooze'; readonly until: Instant }
  /** `person` null: everybody who owes something. */
  /** One person by their id; a person or an organization by what they are called; or, with neither, everyone. */
  | { readonly type: 'remind'; readonly person: PersonId | null; readonly called?: string }
  | { readonly type: 'bind-policy'; readonly policy: PolicyKey; readonly since: Instant }
  | { readonly type: 'unbind-policy'; readonly policy: PolicyKey; readonly reason: string }
  /** `other`: its codename. The other of two that are merged is the one that ends. */
  | { readonly type: 'link-siblings' | 'unlink' | 'merge'; readonly other: string }
  /** Somebody else found it too, independently. */
  | { readonly type: 'found-again'; readonly reporter: Reporter; readonly note: string | null }
  | {
      readonly type: 'split';
      readonly finding: number;
      readonly title: string;
      readonly versions: string | null;
      readonly exploitability: string | null;
      readonly ids: readonly (readonly string[])[] | null;
      readonly date: AskedDate;
    }
  | ({ readonly type: 'note' } & Note)
  /** `unnamed`: who reports it is known to one coordinator alone. */
  | ({ readonly type: 'report-leak'; readonly unnamed?: true } & LeakSaid)
  /** `leak`: the number of its case; null: the only open one. */
  | ({ readonly type: 'add-to-leak'; readonly leak: number | null } & LeakDetails)
  | { readonly type: 'class-leak'; readonly leak: number | null; readonly class: LeakClass; readonly note: string | null }
  | { readonly type: 'join-leaks'; readonly leak: number; readonly into: number }
  /** `owner` null: the speaker. */
  | {
      readonly type: 'add-leak-step';
      readonly leak: number | null;
      readonly owner: PersonId | null;
      readonly due: Instant | null;
      readonly text: string;
    }
  /** By the number of the step. */
  | { readonly type: 'end-leak-step'; readonly number: number; readonly note: string | null }
  | { readonly type: 'close-leak'; readonly leak: number | null; readonly finding: string }
  | { readonly type: 'reopen-leak'; readonly leak: number | null; readonly because: string };

/** What somebody's words on a review may mean. `words`: a command, and what follows it, that mean this and nothing else. */
export type ReviewReading = {
  readonly words: readonly [command: string, rest: string];
} /** `failed`: that something does, and not yet what. */ & (
  | { readonly means: 'form'; readonly release: string | null; readonly branch?: string | null; readonly failed?: true }
  | { readonly means: 'steps'; readonly command: Extract<EmbargoCommand, { type: 'answer-steps' }> }
  /** The step at which their walk stands. */
  | { readonly means: 'step'; readonly verdict: 'pass' | 'fail' | 'na'; readonly note: string | null }
);

/**
 * `roles` null: everybody with a need to know. `signed`: only who has acknowledged the terms in force. `phase`: before or after the end. `wordless`: it brings
 * nobody's words, only who, when, or what is public, so it is heard once the details are purged too; whatever does not say so is not.
 */
export type Authority = {
  readonly roles: readonly Role[] | null;
  readonly signed: boolean;
  readonly phase: 'running' | 'ended' | 'any';
  readonly wordless?: true;
};
/** Who may say what on an embargo. Whatever is not listed here cannot be said. */
export const authority: Readonly<Record<EmbargoCommand['type'], Authority>> = {
  amend: { roles: coordinators, signed: true, phase: 'any' },
  admit: { roles: speakers, signed: true, phase: 'running' },
  // After the end too, while nothing is public: what was not read yet stays unread.
  revoke: { roles: speakers, signed: true, phase: 'any' },
  'widen-audience': { roles: coordinators, signed: true, phase: 'running' },
  'narrow-audience': { roles: coordinators, signed: true, phase: 'running' },
  acknowledge: { roles: null, signed: false, phase: 'any', wordless: true },
  decline: { roles: null, signed: false, phase: 'running' },
  'propose-date': { roles: speakers, signed: true, phase: 'running' },
  'answer-date': { roles: speakers, signed: true, phase: 'running' },
  // Their own words, whatever became of their signature meanwhile.
  'withdraw-date': { roles: speakers, signed: false, phase: 'running' },
  'wait-for-answers': { roles: coordinators, signed: true, phase: 'running' },
  'decide-date': { roles: coordinators, signed: true, phase: 'running' },
  'settle-date': { roles: coordinators, signed: true, phase: 'running' },
  // After the end too: a second patch follows up the first.
  'publish-patch': { roles: coordinators, signed: true, phase: 'any' },
  'withdraw-patch': { roles: coordinators, signed: true, phase: 'any' },
  // Who may answer, fix and confirm which is seen by the finding. After the end too: what is found then follows up.
  'add-finding': { roles: null, signed: true, phase: 'any' },
  'dismiss-finding': { roles: null, signed: true, phase: 'any' },
  'take-on-finding': { roles: null, signed: true, phase: 'any' },
  'fix-finding': { roles: null, signed: true, phase: 'any' },
  'confirm-finding': { roles: null, signed: true, phase: 'any' },
  'reopen-finding': { roles: null, signed: true, phase: 'any' },
  'set-finding': { roles: null, signed: true, phase: 'any' },
  'start-review': { roles: testers, signed: true, phase: 'running' },
  'answer-step': { roles: testers, signed: true, phase: 'running' },
  'answer-steps': { roles: testers, signed: true, phase: 'running' },
  'copy-review': { roles: testers, signed: true, phase: 'running' },
  'correct-review': { roles: testers, signed: true, phase: 'running' },
  'hand-review': { roles: testers, signed: true, phase: 'running' },
  'step-back': { roles: testers, signed: true, phase: 'running' },
  'finish-review': { roles: testers, signed: true, phase: 'running' },
  'report-public-state': { roles: null, signed: false, phase: 'running' },
  // Who has not read the terms does not decide for those who keep to them.
  hold: { roles: coordinators, signed: true, phase: 'running' },
  disclose: { roles: speakers, signed: true, phase: 'running' },
  end: { roles: speakers, signed: true, phase: 'running' },
  reopen: { roles: coordinators, signed: true, phase: 'ended' },
  publish: { roles: speakers, signed: false, phase: 'ended', wordless: true },
  'close-link': { roles: coordinators, signed: false, phase: 'ended' },
  // Whose link may be taken back by whom is seen by the link; a heads-up comes before the end.
  'remove-link': { roles: speakers, signed: true, phase: 'any', wordless: true },
  // From a leak on; who may end which action is seen by the action.
  'answer-retrospective': { roles: null, signed: true, phase: 'any' },
  'add-action': { roles: speakers, signed: true, phase: 'any' },
  'end-action': { roles: null, signed: true, phase: 'any' },
  'ask-exception': { roles: speakers, signed: true, phase: 'running' },
  'answer-exception': { roles: speakers, signed: true, phase: 'running' },
  // Their own words, whatever became of their signature meanwhile.
  'withdraw-exception': { roles: speakers, signed: false, phase: 'running' },
  // Who may end which is seen by the exception.
  'end-exception': { roles: speakers, signed: true, phase: 'running' },
  deployed: { roles: speakers, signed: true, phase: 'any' },
  'heads-up': { roles: coordinators, signed: true, phase: 'running' },
  // After the end too: what was said in public is set right.
  'write-text': { roles: speakers, signed: true, phase: 'any' },
  'make-text': { roles: speakers, signed: true, phase: 'any' },
  'approve-text': { roles: speakers, signed: true, phase: 'any' },
  // After the end too: what is to be done about the public post is done then.
  'take-duty': { roles: testers, signed: true, phase: 'any' },
  'finish-duty': { roles: testers, signed: true, phase: 'any' },
  snooze: { roles: null, signed: false, phase: 'any', wordless: true },
  remind: { roles: coordinators, signed: true, phase: 'any', wordless: true },
  'bind-policy': { roles: coordinators, signed: true, phase: 'running' },
  'unbind-policy': { roles: coordinators, signed: true, phase: 'running' },
  'link-siblings': { roles: coordinators, signed: true, phase: 'any' },
  unlink: { roles: coordinators, signed: true, phase: 'any' },
  merge: { roles: coordinators, signed: true, phase: 'running' },
  // Whoever the second finder wrote to.
  'found-again': { roles: speakers, signed: true, phase: 'running' },
  split: { roles: coordinators, signed: true, phase: 'any' },
  note: { roles: null, signed: true, phase: 'any' },
  'report-leak': { roles: null, signed: false, phase: 'any' },
  // Their own report, whatever became of their signature.
  'add-to-leak': { roles: null, signed: false, phase: 'any' },
  'class-leak': { roles: coordinators, signed: true, phase: 'any' },
  'join-leaks': { roles: coordinators, signed: true, phase: 'any' },
  'add-leak-step': { roles: speakers, signed: true, phase: 'any' },
  // Who may end which is seen by the step.
  'end-leak-step': { roles: null, signed: true, phase: 'any' },
  'close-leak': { roles: coordinators, signed: true, phase: 'any' },
  'reopen-leak': { roles: coordinators, signed: true, phase: 'any' },
};

/** What somebody on no list may say of the embargo that they are on. Whatever is not listed here they cannot say. */
export const outsidersMay: ReadonlySet<EmbargoCommand['type']> = new Set([
  'acknowledge',
  'decline',
  'snooze',
  'note',
  'report-public-state',
  'report-leak',
]);
