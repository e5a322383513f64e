// Each rule of a policy: what it is called, how it is shown, and how it is read again. `policy edit`, `policy show` and `policy diff` are made of this table.
import { checklist, stepKeys } from '../../domain/policy/checklist.ts';
import {
  aiUses,
  type Criterion,
  clockStarts,
  customerWords,
  type Duty,
  deployments,
  type MembershipRules,
  type Policy,
  type TextKey,
} from '../../domain/policy/policy.ts';
import { dayMs } from '../../domain/values/time.ts';
import { readCountries } from '../values/countries.ts';
import { lengthText, readLength } from '../values/lengths.ts';
import { clock } from '../values/quiet.ts';
import { bad, good, type Read, readText } from '../values/text.ts';

export type PolicyField = {
  readonly label: string;
  readonly hint: string;
  readonly show: (policy: Policy) => string;
  /** What the policy would be with this; a problem in words where it cannot be read. */
  readonly read: (text: string, policy: Policy) => Read<Policy>;
};

const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

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
    hint: 'A text; {list}, {organisation}, {reason} and {until} are filled in',
    show: ({ texts }) => texts[key],
    read: (text, policy) => mapped(readText(text, 4000, 'many'), (value) => ({ ...policy, texts: { ...policy.texts, [key]: value } })),
  };
}

function mapped<From, To>(read: Read<From>, make: (value: From) => To): Read<To> {
  return read.ok ? good(make(read.value)) : read;
}

const oneOf =
  <Option extends string>(options: readonly Option[]) =>
  (text: string): Read<Option> => {
    const found = options.find((option) => option === text.trim().toLowerCase());
    return found === undefined ? bad(`It is one of: ${options.join(', ')}.`) : good(found);
  };

const yesNo = (text: string): Read<boolean> => mapped(oneOf(['yes', 'no'])(text), (value) => value === 'yes');
const orNone = (text: string): Read<number | null> => (/^none$/i.test(text.trim()) ? good(null) : readLength(text));
const shown = (ms: number | null): string => (ms === null ? 'none' : lengthText(ms));

function whole(text: string, most: number): Read<number> {
  return /^\d{1,4}$/.test(text.trim()) && Number(text) <= most ? good(Number(text)) : bad(`It is a number, at most ${most}.`);
}

function percent(text: string): Read<number> {
  const [, digits] = /^(\d{1,3})\s*%$/.exec(text.trim()) ?? [];
  return digits === undefined ? bad('It is a share, such as 50%.') : good(Number(digits) / 100);
}

function readPreferred(text: string): Read<Policy['preferredMs']> {
  if (/^none$/i.test(text.trim())) return good(null);
  const [from = '', to = '', more] = text.split(/\s*(?:-|–|to)\s*/);
  const [first, last] = [readLength(from), readLength(to)];
  if (!first.ok || !last.ok || more !== undefined) return bad('It is from so long to so long, such as 7d-14d; or none.');
  return good({ from: first.value, to: last.value });
}

function readWeekdays(text: string): Read<Policy['weekdaysAvoided']> {
  const [force = '', ...names] = text.toLowerCase().split(/[\s,]+/);
  if (force === 'any' && names.length === 0) return good({ days: [], force: 'should' });
  const days = names.map((name) => weekdayNames.findIndex((known) => name.startsWith(known)));
  if ((force !== 'avoid' && force !== 'forbid') || days.length === 0 || days.includes(-1))
    return bad('Say avoid or forbid, and the days: avoid fri sat sun, forbid mon fri; or any.');
  return good({ days: [...new Set(days)].sort(), force: force === 'forbid' ? 'must' : 'should' });
}

function readHour(text: string): Read<Policy['hour']> {
  if (/^any$/i.test(text.trim())) return good(null);
  const [, must, hours, minutes] = /^(must )?([01]?\d|2[0-3]):([0-5]\d)\s*utc$/i.exec(text.trim()) ?? [];
  if (hours === undefined) return bad('It is an hour in UTC, which has one each day of the year: 16:00 UTC, or must 15:00 UTC; or any.');
  return good({ minutes: Number(hours) * 60 + Number(minutes), force: must === undefined ? 'should' : 'must' });
}

function hourText(hour: Policy['hour']): string {
  if (hour === null) return 'any';
  const text = `${clock(hour.minutes)} UTC`;
  return hour.force === 'must' ? `must ${text}` : text;
}

function readQuorum(text: string): Read<Policy['quorum']> {
  const [, who, number, share] = /^(distributors|coordinators)\s+(\d{1,3})\s*(%?)$/i.exec(text.trim()) ?? [];
  if (who?.toLowerCase() === 'coordinators' && share === '') return good({ type: 'coordinators', count: Number(number) });
  if (who?.toLowerCase() === 'distributors' && share === '%') return good({ type: 'distributors', moreThanShare: Number(number) / 100 });
  return bad('More than a share of the distributors, or so many coordinators: distributors 50%, coordinators 2.');
}

function readLadder(text: string): Read<Policy['ladder']> {
  const read = text.split(text.includes(',') ? /\s*,\s*/ : /\s+/).map((each) => readLength(each.replace(/^at the date$/i, '0')));
  const wrong = read.find((each) => !each.ok);
  if (wrong !== undefined && !wrong.ok) return wrong;
  const beforeMs = [...new Set(read.flatMap((each) => (each.ok ? [each.value] : [])))].sort((a, b) => b - a);
  return beforeMs.length > 20 ? bad('At most 20 reminders are given before a date.') : good({ beforeMs, overdueEveryMs: dayMs });
}

/** Lines, or parts between bars where a line is all one can type. */
const partsOf = (text: string): string[] =>
  text
    .split(/\n|\s\|\s/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

function readCriteria(text: string): Read<readonly Criterion[]> {
  const found: Criterion[] = [];
  for (const part of partsOf(text)) {
    const [, key, optional, criterion] = /^([a-z][a-z-]{1,19})( \(optional\))?:\s*(.{3,400})$/.exec(part) ?? [];
    if (key === undefined || criterion === undefined)
      return bad(`Each is a short name, a colon, and the criterion: alias: Have a monitored alias. This is not: ${part.slice(0, 60)}`);
    found.push({ key, text: criterion, optional: optional !== undefined });
  }
  return found.length > 20 ? bad('At most 20 criteria are asked for.') : good(found);
}

function readDuties(text: string): Read<readonly Duty[]> {
  const found: Duty[] = [];
  for (const part of partsOf(text)) {
    const [, kind, duty] = /^(technical|administrative):\s*(.{3,400})$/i.exec(part) ?? [];
    if (kind === undefined || duty === undefined)
      return bad('Each is technical or administrative, a colon, and the task: technical: Test the patches.');
    found.push({ kind: kind.toLowerCase() === 'technical' ? 'technical' : 'administrative', text: duty });
  }
  return good(found);
}

function readTerms(text: string): Read<readonly string[]> {
  const terms = partsOf(text);
  const long = terms.find((clause) => clause.length > 600);
  return long === undefined ? good(terms) : bad('A clause has more than 600 characters. Make two of it.');
}

function readSteps(text: string): Read<Policy['checklist']> {
  const names = text.toLowerCase().split(/[\s,]+/);
  const strange = names.find((name) => !stepKeys.some((key) => key === name));
  if (strange !== undefined) return bad(`There is no step ${strange.slice(0, 20)}. There are: ${stepKeys.join(', ')}.`);
  return good(checklist.map(({ key }) => key).filter((key) => names.includes(key)));
}

const asPercent = (share: number): string => `${Math.round(share * 100)}%`;
const length = (label: string, key: 'longestMs' | 'shortestMs' | 'answerWithinMs' | 'retentionMs', hint: string) =>
  rule(key, label, hint, lengthText, readLength);

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

export const policyFields = {
  longest: within(length('Longest embargo', 'longestMs', 'Such as 14d')),
  shortest: within(length('Shortest embargo', 'shortestMs', 'Such as 1d, or 0')),
  preferred: rule(
    'preferredMs',
    'Preferred length',
    'From and to, such as 7d-14d; or none',
    (value) => (value === null ? 'none' : `${lengthText(value.from)} to ${lengthText(value.to)}`),
    readPreferred,
  ),
  exceptional: rule('exceptionalMs', 'Longest with a reason', 'Such as 28d; or none', shown, orNone),
  counting: rule('counts', 'Days are counted as', 'calendar or working', (value) => value, oneOf(['calendar', 'working'])),
  clock: rule('clockFrom', 'The clock runs from', clockStarts.join(', '), (value) => value, oneOf(clockStarts)),
  weekdays: rule(
    'weekdaysAvoided',
    'Days of disclosure',
    'avoid fri sat sun; forbid mon fri; any',
    ({ days, force }) =>
      days.length === 0
        ? 'any'
        : `${force === 'must' ? 'forbid' : 'avoid'} ${[...days]
            .sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
            .map((day) => weekdayNames[day])
            .join(' ')}`,
    readWeekdays,
  ),
  hour: rule('hour', 'Hour of disclosure', '16:00 UTC; must 15:00 UTC; any', hourText, readHour),
  holidays: rule(
    'holidayCountries',
    'Holidays of',
    'Countries, such as US DE; or none',
    (value) => (value.length === 0 ? 'none' : value.join(' ')),
    readCountries,
  ),
  'holiday-margin': rule('holidayMarginDays', 'Days beside a holiday that are avoided', 'Such as 1', String, (text) => whole(text, 7)),
  'quarter-end': rule('quarterEndDaysAvoided', 'Last days of a quarter that are avoided', 'Such as 5', String, (text) => whole(text, 30)),
  quorum: rule(
    'quorum',
    'A date is agreed by more than',
    'distributors 50%; coordinators 2',
    (value) => (value.type === 'distributors' ? `distributors ${asPercent(value.moreThanShare)}` : `coordinators ${value.count}`),
    readQuorum,
  ),
  answer: length('Time to answer', 'answerWithinMs', 'Such as 72h, which is the least'),
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
  ai: rule('ai', 'Use of AI tools on what is embargoed', aiUses.join(', '), (value) => value, oneOf(aiUses)),
  criteria: rule(
    'criteria',
    'Criteria of membership',
    'One in a line, or parted by |: alias: Have a monitored alias; (optional) after the name',
    (value) => value.map(({ key, text, optional }) => `${key}${optional ? ' (optional)' : ''}: ${text}`).join(' | '),
    readCriteria,
  ),
  checklist: rule('checklist', 'Steps of patch testing', stepKeys.join(' '), (value) => value.join(' '), readSteps),
  duties: rule(
    'duties',
    'Contributing back',
    'One in a line, or parted by |: technical: Test the patches',
    (value) => value.map(({ kind, text }) => `${kind}: ${text}`).join(' | '),
    readDuties,
  ),
  ballot: member('ballotMs', 'A ballot is open for', 'Such as 7d', lengthText, readLength),
  turnout: member('quorumShare', 'A ballot needs votes of', 'Such as 50%', asPercent, percent),
  majority: member('moreThanShare', 'A ballot is carried by more than', 'Such as 50%', asPercent, percent),
  cooling: member('coolingMs', 'After a no, nobody applies again for', 'Such as 90d', lengthText, readLength),
  recertify: member('recertifyEveryMs', 'Criteria are confirmed anew every', 'Such as 365d', lengthText, readLength),
  'recertify-within': member('recertifyWithinMs', 'They are confirmed within', 'Such as 30d', lengthText, readLength),
  strikes: member('strikes', 'Removal for strikes from', 'Such as 2', String, (text) => whole(text, 20)),
  'one-contact': member('singleContact', 'One contact for each legal entity', 'yes or no', (value) => (value ? 'yes' : 'no'), yesNo),
  welcome: said('welcome', 'Welcome'),
  rejection: said('rejection', 'Rejection'),
  warning: said('warning', 'Warning'),
  probation: said('probation', 'Probation'),
  removal: said('removal', 'Removal'),
  terms: rule('terms', 'Terms', 'One clause in a line, or parted by |', (value) => value.join(' | '), readTerms),
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
