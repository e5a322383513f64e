// Each rule of a policy: what it is called, how it is shown, and how it is read again. `policy edit`, `policy show` and `policy diff` are made of this table.
import { stepKeys } from '../../domain/policy/checklist.ts';
import {
  aiUses,
  clockStarts,
  customerWords,
  deployments,
  type MembershipRules,
  type Policy,
  type Quorum,
  silences,
  type TextKey,
} from '../../domain/policy/policy.ts';
import { readCountries } from '../values/countries.ts';
import { lengthText, readLength } from '../values/lengths.ts';
import { good, type Read, readText } from '../values/text.ts';
import {
  asPercent,
  hourText,
  mapped,
  oneOf,
  orNone,
  percent,
  readCriteria,
  readDuties,
  readHour,
  readLadder,
  readPreferred,
  readQuorum,
  readSteps,
  readTerms,
  readUpstreams,
  readWeekdays,
  shown,
  upstreamText,
  weekdaysText,
  whole,
  yesNo,
} from './policy-values.ts';

export type PolicyField = {
  readonly label: string;
  readonly hint: string;
  readonly show: (policy: Policy) => string;
  /** What the policy would be with this; a problem in words where it cannot be read. */
  readonly read: (text: string, policy: Policy) => Read<Policy>;
};

/** A rule that is one value of the policy. */
function rule<Key extends keyof Policy>(
  key: Key,
  label: string,
  hint: string,
  show: (value: Policy[Key]) => string,
  read: (text: string) => Read<Policy[Key]>,
): PolicyField {
  return {
    label,
    hint,
    show: (policy) => show(policy[key]),
    read: (text, policy) => mapped(read(text), (value) => ({ ...policy, [key]: value })),
  };
}

function member<Key extends keyof MembershipRules>(
  key: Key,
  label: string,
  hint: string,
  show: (value: MembershipRules[Key]) => string,
  read: (text: string) => Read<MembershipRules[Key]>,
): PolicyField {
  const membership = (policy: Policy, value: MembershipRules[Key]) => ({ ...policy, membership: { ...policy.membership, [key]: value } });
  return {
    label,
    hint,
    show: (policy) => show(policy.membership[key]),
    read: (text, policy) => mapped(read(text), (value) => membership(policy, value)),
  };
}

function permission<Key extends keyof Policy['may']>(
  key: Key,
  label: string,
  hint: string,
  show: (value: Policy['may'][Key]) => string,
  read: (text: string) => Read<Policy['may'][Key]>,
): PolicyField {
  return {
    label,
    hint,
    show: ({ may }) => show(may[key]),
    read: (text, policy) => mapped(read(text), (value) => ({ ...policy, may: { ...policy.may, [key]: value } })),
  };
}

function said(key: TextKey, label: string): PolicyField {
  return {
    label,
    hint: 'Text; I fill in {list}, {organization}, {reason} and {until}',
    show: ({ texts }) => texts[key],
    read: (text, policy) => mapped(readText(text, 4000, 'many'), (value) => ({ ...policy, texts: { ...policy.texts, [key]: value } })),
  };
}

const length = (
  label: string,
  key:
    | 'longestMs'
    | 'shortestMs'
    | 'answerWithinMs'
    | 'acknowledgeWithinMs'
    | 'backupAfterMs'
    | 'reportAnswerMs'
    | 'finishAfterMs'
    | 'reopenWithinMs'
    | 'retentionMs',
  hint: string,
) => rule(key, label, hint, lengthText, readLength);

/** What is preferred, or taken with a reason, follows the limits that were moved: it would contradict them otherwise. */
function within(field: PolicyField): PolicyField {
  const read = (text: string, policy: Policy): Read<Policy> => mapped(field.read(text, policy), clipped);
  return { ...field, read };
}

function clipped(policy: Policy): Policy {
  const { longestMs, shortestMs, preferredMs, exceptionalMs } = policy;
  const inside = (ms: number) => Math.min(Math.max(ms, shortestMs), longestMs);
  return {
    ...policy,
    preferredMs: preferredMs === null ? null : { from: inside(preferredMs.from), to: inside(preferredMs.to) },
    exceptionalMs: exceptionalMs !== null && exceptionalMs <= longestMs ? null : exceptionalMs,
  };
}

const quorumText = (value: Quorum): string =>
  value.type === 'distributors' ? `distributors ${asPercent(value.moreThanShare)}` : `coordinators ${value.count}`;

export const policyFields = {
  longest: within(length('Longest embargo', 'longestMs', 'Such as 14d')),
  shortest: within(length('Shortest embargo', 'shortestMs', 'Such as 1d, or 0')),
  preferred: rule(
    'preferredMs',
    'Preferred length',
    'A range, such as 7d-14d; or none',
    (value) => (value === null ? 'none' : `${lengthText(value.from)} to ${lengthText(value.to)}`),
    readPreferred,
  ),
  exceptional: rule('exceptionalMs', 'Longest with a reason', 'Such as 28d; or none', shown, orNone),
  counting: rule('counts', 'Days count as', 'calendar or working', (value) => value, oneOf(['calendar', 'working'])),
  clock: rule('clockFrom', 'The clock runs from', clockStarts.join(', '), (value) => value, oneOf(clockStarts)),
  weekdays: rule('weekdaysAvoided', 'Days of disclosure', 'avoid fri sat sun; forbid mon fri; any', weekdaysText, readWeekdays),
  hour: rule('hour', 'Hour of disclosure', '16:00 UTC; must 15:00 UTC; any', hourText, readHour),
  holidays: rule(
    'holidayCountries',
    'Holidays of',
    'Countries, such as US DE; or none',
    (value) => (value.length === 0 ? 'none' : value.join(' ')),
    readCountries,
  ),
  'holiday-margin': rule('holidayMarginDays', 'Days to avoid around a holiday', 'Such as 1', String, (text) => whole(text, 7)),
  'quarter-end': rule('quarterEndDaysAvoided', 'Days to avoid at the end of a quarter', 'Such as 5', String, (text) => whole(text, 30)),
  quorum: rule('quorum', 'A date needs more than', 'distributors 50%; coordinators 2', quorumText, readQuorum),
  earlier: rule('earlierCoordinators', 'Coordinators needed for an earlier date', 'How many, such as 2', String, (text) =>
    whole(text, 100),
  ),
  exceptions: {
    label: 'Coordinators who may approve an exception without the list',
    hint: 'How many besides who asks, such as 2; none: only the list can',
    show: ({ exceptionCoordinators: count }) => (count === undefined ? 'none' : String(count)),
    read: (text, { exceptionCoordinators: _, ...others }) =>
      /^none$/i.test(text.trim())
        ? good(others)
        : mapped(whole(text, 100), (exceptionCoordinators) => ({ ...others, exceptionCoordinators })),
  },
  extension: rule(
    'extension',
    'An extension needs more than',
    'distributors 50%; coordinators 2; none: nobody can',
    (value) => (value === null ? 'none' : quorumText(value)),
    (text) => (/^none$/i.test(text.trim()) ? good(null) : readQuorum(text)),
  ),
  ceiling: rule('ceilingMs', 'No date is ever later than', 'Such as 60d; or none', shown, orNone),
  silence: rule('silence', 'When the time to respond is over', silences.join(', '), (value) => value, oneOf(silences)),
  strict: rule(
    'strict',
    "A later date locks out people who haven't acknowledged it",
    'yes or no',
    (value) => (value ? 'yes' : 'no'),
    yesNo,
  ),
  answer: length('Time to respond', 'answerWithinMs', 'Such as 72h, the minimum'),
  acknowledge: length(
    'Time to acknowledge the terms',
    'acknowledgeWithinMs',
    'Such as 1d: then I tell all contacts of the organization, and after twice as long the coordinators',
  ),
  backup: length('I ask backup contacts to respond to a date after', 'backupAfterMs', 'Such as 2d, less than the time to respond'),
  reports: length('Time to answer a report from outside', 'reportAnswerMs', 'Such as 3d: then I tell its reporter that it waits'),
  reporter: rule(
    'reporterAsked',
    'Reporters are asked about proposed dates',
    "yes or no; their answer is shown, and isn't a vote",
    (value) => (value ? 'yes' : 'no'),
    yesNo,
  ),
  ladder: rule(
    'ladder',
    'Reminders before the date',
    'Such as 14d 7d 24h 1h 0',
    ({ beforeMs }) => beforeMs.map((ms) => (ms === 0 ? 'at the date' : lengthText(ms))).join(', '),
    readLadder,
  ),
  disclosers: rule(
    'disclosers',
    'Who may disclose',
    'coordinators; speakers: representatives too',
    (value) => value,
    oneOf(['coordinators', 'speakers']),
  ),
  finish: length(
    'Representatives may disclose without a coordinator after',
    'finishAfterMs',
    'Such as 24h after the date, if no coordinator answers',
  ),
  reopen: length('May be reopened for', 'reopenWithinMs', 'Such as 90d after an end without disclosure; 0: never'),
  retention: length('Kept after the end', 'retentionMs', 'Such as 365d'),
  deploy: permission(
    'deploy',
    'Members may deploy the fix before disclosure',
    deployments.join(', '),
    (value) => value,
    oneOf(deployments),
  ),
  binaries: permission('binaries', 'Members may ship binaries before disclosure', 'yes or no', (value) => (value ? 'yes' : 'no'), yesNo),
  customers: permission(
    'customers',
    'Members may tell their users before disclosure',
    customerWords.join(', '),
    (value) => value,
    oneOf(customerWords),
  ),
  ai: rule('ai', 'AI tools on embargoed information', aiUses.join(', '), (value) => value, oneOf(aiUses)),
  criteria: rule(
    'criteria',
    'Membership criteria',
    'One per line, or separated by |: alias: Have a monitored alias; (optional) after the name',
    (value) => value.map(({ key, text, optional }) => `${key}${optional ? ' (optional)' : ''}: ${text}`).join(' | '),
    readCriteria,
  ),
  upstreams: {
    label: 'Packages of a project',
    hint: 'One project per line, or separated by |: github.com/seven/tool = tool, tool-ng; or none',
    show: ({ upstreams = [] }) => (upstreams.length === 0 ? 'none' : upstreams.map(upstreamText).join(' | ')),
    read: (text, { upstreams: _, ...others }) =>
      /^none$/i.test(text.trim()) ? good(others) : mapped(readUpstreams(text), (upstreams) => ({ ...others, upstreams })),
  },
  checklist: {
    label: 'Patch testing steps',
    hint: `${stepKeys.join(' ')}; build@each asks it for each architecture of a release`,
    show: ({ checklist, perArchitecture = [] }) => checklist.map((key) => (perArchitecture.includes(key) ? `${key}@each` : key)).join(' '),
    read: (text, { perArchitecture: _, ...others }) => mapped(readSteps(text), (steps) => ({ ...others, ...steps })),
  },
  duties: rule(
    'duties',
    'Contributing back',
    'One per line, or separated by |: technical: Test the patches; (before disclosure) after technical or administrative',
    (value) => value.map(({ kind, text, before }) => `${kind}${before === true ? ' (before disclosure)' : ''}: ${text}`).join(' | '),
    readDuties,
  ),
  ballot: member('ballotMs', 'A ballot is open for', 'Such as 7d', lengthText, readLength),
  turnout: member('quorumShare', 'A ballot needs votes from', 'Such as 50%', asPercent, percent),
  majority: member('moreThanShare', 'A ballot passes with more than', 'Such as 50%', asPercent, percent),
  cooling: member('coolingMs', 'After a rejection, no new application for', 'Such as 90d', lengthText, readLength),
  recertify: member('recertifyEveryMs', 'Members confirm the criteria every', 'Such as 365d', lengthText, readLength),
  'recertify-within': member('recertifyWithinMs', 'Time to confirm them', 'Such as 30d', lengthText, readLength),
  strikes: member('strikes', 'Strikes that allow removal', 'Such as 2', String, (text) => whole(text, 20)),
  'one-contact': member('singleContact', 'One contact per legal entity', 'yes or no', (value) => (value ? 'yes' : 'no'), yesNo),
  welcome: said('welcome', 'Welcome'),
  rejection: said('rejection', 'Rejection'),
  warning: said('warning', 'Warning'),
  probation: said('probation', 'Probation'),
  removal: said('removal', 'Removal'),
  terms: rule('terms', 'Terms', 'One clause per line, or separated by |', (value) => value.join(' | '), readTerms),
} as const satisfies Record<string, PolicyField>;

export type PolicyFieldKey = keyof typeof policyFields;
export const policyFieldKeys = Object.keys(policyFields) as PolicyFieldKey[];

export type FieldChange = { readonly key: PolicyFieldKey; readonly label: string; readonly before: string; readonly after: string };

/** What is different between two policies, rule by rule. */
export function policyDifferences(before: Policy, after: Policy): FieldChange[] {
  return policyFieldKeys.flatMap((key) => {
    const { label, show }: PolicyField = policyFields[key];
    const [then, now] = [show(before), show(after)];
    return then === now ? [] : [{ key, label, before: then, after: now }];
  });
}
