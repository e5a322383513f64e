// The policies that lists begin with, each after what its community has written down (see `source`).

import { dayMs, hourMs } from '../values/time.ts';
import { type StepKey, stepKeys } from './checklist.ts';
import { answerFloorMs, type Criterion, type Duty, type Ladder, type MembershipRules, type Policy, type TextKey } from './policy.ts';

/** 14 days, 7 days, 3 days, 24 hours, 4 hours, 1 hour, the moment, and daily when overdue. */
const standardLadder: Ladder = { beforeMs: [14 * dayMs, 7 * dayMs, 3 * dayMs, dayMs, 4 * hourMs, hourMs, 0], overdueEveryMs: dayMs };

// After the Embargo Policy section of the Open Containers Initiative's security policy, clause by clause.
const ociTerms = [
  'What you learn here must not be made public, shared, or even hinted at beyond the need-to-know within your specific team, unless the list explicitly approves it.',
  'This holds until the public disclosure date and time that the list agreed upon.',
  "You use it for nothing but getting the issue fixed for your distribution's users.",
  'Before you share anything with a member of your team who is needed for the fix, they agree to these same terms, and they learn only what they need to know.',
  'If something gets out beyond this, you urgently tell the list exactly what leaked and to whom. A retrospective follows.',
  'Who keeps leaking is removed from the list.',
] as const;

// Its Membership Criteria, 1 to 7. Its example application answers an eighth, on PGP, which the criteria do not name: asked, and no reason to say no.
const ociCriteria: readonly Criterion[] = [
  { key: 'alias', text: 'Have an actively monitored security email alias for our project.', optional: false },
  { key: 'users', text: 'Have a user base not limited to your own organization.', optional: false },
  { key: 'record', text: 'Have a publicly verifiable track record up to present day of fixing security issues.', optional: false },
  { key: 'origin', text: 'Not be a downstream or rebuild of another distribution.', optional: false },
  { key: 'policy', text: 'Accept the Embargo Policy.', optional: false },
  { key: 'contribute', text: 'Be willing to contribute back.', optional: false },
  {
    key: 'voucher',
    text: 'Have someone already on the list vouch for the person requesting membership on behalf of your distribution.',
    optional: false,
  },
  { key: 'pgp', text: 'Be willing and able to handle PGP-encrypted email.', optional: true },
];

const required = (key: string, text: string): Criterion => ({ key, text, optional: false });

// Its Contributing Back section.
const ociDuties: readonly Duty[] = [
  {
    kind: 'technical',
    text: 'Review and/or test the proposed patches, point out potential issues with them, and inform the list of the work done even if no issues were encountered.',
  },
  { kind: 'administrative', text: 'Help draft emails to the public disclosure mailing list.' },
  { kind: 'administrative', text: 'Help with release notes.' },
];

// linux-distros' tasks that are published with its mails (oss-security).
const distrosDuties: readonly Duty[] = [
  ...ociDuties.slice(0, 1),
  { kind: 'technical', text: 'Check the same software for related issues, and inform the list either way.' },
  { kind: 'technical', text: 'Check other software for the same issue, and inform the list either way.' },
  {
    kind: 'administrative',
    text: 'Promptly review new reports, confirm receipt, and ask for missing information, most of all a public disclosure date and time.',
  },
  { kind: 'administrative', text: 'Remind when there is no progress, when the date approaches and when it is reached.' },
  { kind: 'administrative', text: 'Make sure that the public post is made promptly and is detailed enough.' },
  { kind: 'administrative', text: 'Keep timelines and statistics, and publish them except for what is still embargoed.' },
];

// {list}, {organisation}, {reason} and {until} are filled in. The welcome is after the template of the Open Containers Initiative's policy.
const ociTexts: Readonly<Record<TextKey, string>> = {
  welcome:
    'Welcome. You (or your list) have been identified as a contact for receiving security announcements from {list}. This list is used to provide actionable information to multiple distribution vendors at once. It is not intended for individuals to find out about security issues. If you feel your inclusion on this list is in error, please tell its coordinators, and you are removed.',
  rejection: 'The application of {organisation} to {list} was not accepted: {reason} You may apply again from {until} on.',
  warning: 'This is a warning to {organisation} from the coordinators of {list}: {reason} Please answer in the list.',
  probation: '{organisation} is on probation on {list} until {until}: {reason} Fix these by then.',
  removal:
    '{organisation} is removed from {list}: {reason} What was learned on the list stays secret until it is public. You may apply again from {until} on.',
};

const ociMembership: MembershipRules = {
  quorumShare: 0.5,
  moreThanShare: 0.5,
  ballotMs: 7 * dayMs,
  coolingMs: 90 * dayMs,
  recertifyEveryMs: 365 * dayMs,
  recertifyWithinMs: 30 * dayMs,
  strikes: 2,
  singleContact: false,
};

const wholeChecklist: readonly StepKey[] = stepKeys;
const weekend = { days: [0, 6], force: 'should' } as const;
const nearWeekend = { days: [0, 5, 6], force: 'should' } as const;
const oneCoordinator = { type: 'coordinators', count: 1 } as const;

/** What presets share where their sources say nothing: the seed policy's words, and nothing allowed. */
const common = {
  counts: 'calendar',
  exceptionalMs: null,
  preferredMs: null,
  clockFrom: 'notice',
  hour: null,
  holidayCountries: ['US', 'DE'],
  holidayMarginDays: 0,
  quarterEndDaysAvoided: 0,
  earlierCoordinators: 2,
  ceilingMs: null,
  silence: 'coordinators',
  strict: false,
  answerWithinMs: answerFloorMs,
  acknowledgeWithinMs: dayMs,
  backupAfterMs: 2 * dayMs,
  // One business day is what Kubernetes (src-oncall) and Envoy promise reporters; from a Friday on that is three days.
  reportAnswerMs: 3 * dayMs,
  reporterAsked: true,
  ladder: standardLadder,
  disclosers: 'speakers',
  finishAfterMs: dayMs,
  reopenWithinMs: 90 * dayMs,
  retentionMs: 365 * dayMs,
  may: { deploy: 'no', binaries: false, customers: 'nothing' },
  ai: 'local',
  criteria: ociCriteria,
  checklist: wholeChecklist,
  duties: ociDuties,
  texts: ociTexts,
  membership: ociMembership,
  termsVersion: 'oci-1',
  terms: ociTerms,
} as const;

export const policies = {
  oci: {
    ...common,
    title: 'Open Containers Initiative',
    source: 'opencontainers SECURITY.md; lengths as observed 2019 to 2025 (14 to 20 days)',
    longestMs: 20 * dayMs,
    shortestMs: 0,
    preferredMs: { from: 0, to: 14 * dayMs },
    weekdaysAvoided: nearWeekend,
    quarterEndDaysAvoided: 2,
    quorum: { type: 'distributors', moreThanShare: 0.5 },
    extension: { type: 'distributors', moreThanShare: 0.5 },
  },
  'linux-distros': {
    ...common,
    title: 'linux-distros',
    source: 'oss-security.openwall.org/wiki/mailing-lists/distros: at most 14 days, preferably under 7, at least 1',
    longestMs: 14 * dayMs,
    shortestMs: dayMs,
    preferredMs: { from: dayMs, to: 7 * dayMs },
    clockFrom: 'first-post',
    weekdaysAvoided: nearWeekend,
    quorum: oneCoordinator,
    extension: oneCoordinator,
    duties: distrosDuties,
    // openwall.com/lists/oss-security/2017/06/28/17
    criteria: [
      required('distro', 'Be an actively maintained Unix-like operating system distro.'),
      required('users', 'Have a user base not limited to your own organization.'),
      required(
        'record',
        'Have a publicly verifiable track record, dating back at least 1 year, of fixing issues within 10 days of their being public.',
      ),
      required('origin', 'Not be only downstream or a rebuild of another distro.'),
      required('community', 'Be a participant and preferably an active contributor in relevant public communities.'),
      required('policy', 'Accept the list policy.'),
      required('contribute', 'Be able and willing to contribute back in specific ways, announced in advance, and demonstrate it.'),
      required('pgp', 'Be able and willing to handle PGP-encrypted email.'),
      required('voucher', 'Have someone already on the list vouch for at least one of the people requesting membership.'),
    ],
  },
  kernel: {
    ...common,
    title: 'Linux kernel security team',
    source: 'torvalds/linux Documentation/process/security-bugs.rst: 7 days from the fix, 14 in exceptional cases',
    longestMs: 7 * dayMs,
    exceptionalMs: 14 * dayMs,
    shortestMs: 0,
    clockFrom: 'fix',
    weekdaysAvoided: { days: [], force: 'should' },
    holidayCountries: [],
    quorum: oneCoordinator,
    extension: oneCoordinator,
    disclosers: 'coordinators',
  },
  kubernetes: {
    ...common,
    title: 'Kubernetes distributors',
    source: 'kubernetes/committee-security-response security-release-process.md: 7 to 28 days from the notice, 16:00 UTC, not a Friday',
    longestMs: 28 * dayMs,
    shortestMs: 7 * dayMs,
    preferredMs: { from: 7 * dayMs, to: 28 * dayMs },
    weekdaysAvoided: nearWeekend,
    hour: { minutes: 16 * 60, force: 'should' },
    quorum: oneCoordinator,
    extension: oneCoordinator,
    may: { deploy: 'hosted', binaries: false, customers: 'nothing' },
    // kubernetes/committee-security-response private-distributors-list.md, 0 to 8 there. PGP is in none of them.
    criteria: [
      ...ociCriteria.slice(0, 1),
      required('certified', 'Be an actively maintained and CNCF certified distribution of Kubernetes components.'),
      ...ociCriteria.slice(1, 4),
      required('community', 'Be a participant and active contributor in the community.'),
      ...ociCriteria.slice(4, 7),
    ],
  },
  envoy: {
    ...common,
    title: 'Envoy distributors',
    source: 'envoyproxy/envoy SECURITY.md: 3 weeks from the candidate patch, 4 exceptionally, not beside holidays or the end of a quarter',
    longestMs: 21 * dayMs,
    exceptionalMs: 28 * dayMs,
    shortestMs: 0,
    preferredMs: { from: 14 * dayMs, to: 21 * dayMs },
    clockFrom: 'fix',
    weekdaysAvoided: weekend,
    holidayMarginDays: 1,
    quarterEndDaysAvoided: 5,
    quorum: oneCoordinator,
    extension: oneCoordinator,
    membership: { ...ociMembership, singleContact: true },
    criteria: [
      ...ociCriteria.slice(0, 6),
      required('window', 'Be able to release within the security release window.'),
      ...ociCriteria.slice(6),
    ],
  },
  openstack: {
    ...common,
    title: 'OpenStack vulnerability management',
    source: 'openstack/ossa doc/source/vmt-process.rst: 3 to 5 business days, not Monday, Friday or a holiday, 15:00 UTC',
    longestMs: 5 * dayMs,
    shortestMs: 3 * dayMs,
    counts: 'working',
    preferredMs: { from: 3 * dayMs, to: 5 * dayMs },
    weekdaysAvoided: { days: [0, 1, 5, 6], force: 'must' },
    hour: { minutes: 15 * 60, force: 'should' },
    quorum: oneCoordinator,
    extension: oneCoordinator,
    disclosers: 'coordinators',
    // opendev's discussion of 2026: prompts with embargoed patches may be trained on.
    ai: 'forbidden',
  },
  xen: {
    ...common,
    title: 'Xen predisclosure list',
    source: 'Xen security policy: 2 working weeks from the advisory; the discoverer’s date is honoured',
    longestMs: 10 * dayMs,
    shortestMs: 0,
    counts: 'working',
    clockFrom: 'advisory',
    weekdaysAvoided: weekend,
    quorum: oneCoordinator,
    extension: oneCoordinator,
    disclosers: 'coordinators',
    may: { deploy: 'as-stated', binaries: false, customers: 'existence-and-date' },
  },
  django: {
    ...common,
    title: 'Django prenotification list',
    source:
      'django/django docs/internals/security.txt: about one week before; applicants say who reads the mailbox, and which automation is behind it',
    longestMs: 7 * dayMs,
    shortestMs: 0,
    preferredMs: { from: 6 * dayMs, to: 7 * dayMs },
    weekdaysAvoided: weekend,
    quorum: oneCoordinator,
    extension: oneCoordinator,
    disclosers: 'coordinators',
    criteria: [
      ...ociCriteria.slice(0, 6),
      required('mailbox', 'Say who reads the mailbox, that it forwards to no public list or tracker, and which automation is behind it.'),
      ...ociCriteria.slice(6),
    ],
    membership: { ...ociMembership, ballotMs: 30 * dayMs },
  },
  'cert-cc': {
    ...common,
    title: 'CERT/CC',
    source: 'CERT/CC disclosure policy: 45 days from the report; VINCE: an embargo ends at 12:00 UTC',
    longestMs: 45 * dayMs,
    shortestMs: 0,
    clockFrom: 'report',
    weekdaysAvoided: weekend,
    hour: { minutes: 12 * 60, force: 'should' },
    quorum: oneCoordinator,
    extension: oneCoordinator,
    disclosers: 'coordinators',
  },
} as const satisfies Record<string, Policy>;

export type PolicyKey = keyof typeof policies;
export const policyKeys = Object.keys(policies) as PolicyKey[];

/** Rules as they were kept: what came with a later version of the bot is as the preset has it that they began with. */
export function completed(key: PolicyKey, kept: Partial<Policy> | null): Policy {
  const base = policyOf(key);
  const { may, texts, membership } = { ...base, ...kept };
  return {
    ...base,
    ...kept,
    may: { ...base.may, ...may },
    texts: { ...base.texts, ...texts },
    membership: { ...base.membership, ...membership },
  };
}

/** The rules behind a key. */
export function policyOf(key: PolicyKey): Policy {
  return policies[key];
}
