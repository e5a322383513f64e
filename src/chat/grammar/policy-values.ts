// The values of a policy's rules, from what people type and back: each `read…` takes what its `…Text` shows.
import { dutyKey } from '../../domain/list/membership/membership.ts';
import { architectureSteps, checklist, stepKeys } from '../../domain/policy/checklist.ts';
import type { Criterion, Duty, Policy, Upstream } from '../../domain/policy/policy.ts';
import { dayMs } from '../../domain/values/time.ts';
import { lengthText, readLength } from '../values/lengths.ts';
import { listWords } from '../values/list-items.ts';
import { clock } from '../values/quiet.ts';
import { bad, good, type Read } from '../values/text.ts';

const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** What was read, made into something else; a problem stays one. */
export function mapped<From, To>(read: Read<From>, make: (value: From) => To): Read<To> {
  return read.ok ? good(make(read.value)) : read;
}

/** Reads one of some words, in upper or lower case. */
export const oneOf =
  <Option extends string>(options: readonly Option[]) =>
  (text: string): Read<Option> => {
    const found = options.find((option) => option === text.trim().toLowerCase());
    return found === undefined ? bad(`Use one of: ${options.join(', ')}.`) : good(found);
  };

/** Reads yes or no. */
export const yesNo = (text: string): Read<boolean> => mapped(oneOf(['yes', 'no'])(text), (value) => value === 'yes');
/** Reads a length of time in milliseconds; `none` is null. */
export const orNone = (text: string): Read<number | null> => (/^none$/i.test(text.trim()) ? good(null) : readLength(text));
/** A length of time as `orNone` reads it. */
export const shown = (ms: number | null): string => (ms === null ? 'none' : lengthText(ms));

/** Reads a whole number, `most` at most. */
export function whole(text: string, most: number): Read<number> {
  return /^\d{1,4}$/.test(text.trim()) && Number(text) <= most ? good(Number(text)) : bad(`Expected a number, at most ${most}.`);
}

/** Reads a share such as 50%, as a part of one. */
export function percent(text: string): Read<number> {
  const [, digits] = /^(\d{1,3})\s*%$/.exec(text.trim()) ?? [];
  return digits === undefined ? bad('Expected a percentage, such as 50%.') : good(Number(digits) / 100);
}

/** Reads from so long to so long, in milliseconds; `none` is null. */
export function readPreferred(text: string): Read<Policy['preferredMs']> {
  if (/^none$/i.test(text.trim())) return good(null);
  const [from = '', to = '', more] = text.split(/-|–|to/);
  const [first, last] = [readLength(from), readLength(to)];
  if (!first.ok || !last.ok || more !== undefined) return bad('Expected a range, such as 7d-14d; or none.');
  return good({ from: first.value, to: last.value });
}

/** Reads the days to avoid or never to take; `any` names none. */
export function readWeekdays(text: string): Read<Policy['weekdaysAvoided']> {
  const [force = '', ...names] = text.toLowerCase().split(/[\s,]+/);
  if (force === 'any' && names.length === 0) return good({ days: [], force: 'should' });
  const days = names.map((name) => weekdayNames.findIndex((known) => name.startsWith(known)));
  if ((force !== 'avoid' && force !== 'forbid') || days.length === 0 || days.includes(-1))
    return bad('Use avoid or forbid and the days: avoid fri sat sun, forbid mon fri; or any.');
  return good({ days: [...new Set(days)].sort(), force: force === 'forbid' ? 'must' : 'should' });
}

/** Days to avoid, the working week first, as `readWeekdays` reads them. */
export function weekdaysText({ days, force }: Policy['weekdaysAvoided']): string {
  if (days.length === 0) return 'any';
  const names = [...days].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7)).map((day) => weekdayNames[day]);
  return `${force === 'must' ? 'forbid' : 'avoid'} ${names.join(' ')}`;
}

/** Reads an hour in UTC, in minutes of the day; `any` is null. */
export function readHour(text: string): Read<Policy['hour']> {
  if (/^any$/i.test(text.trim())) return good(null);
  const [, must, hours, minutes] = /^(must )?([01]?\d|2[0-3]):([0-5]\d)\s*utc$/i.exec(text.trim()) ?? [];
  if (hours === undefined) return bad('Expected an hour in UTC (no daylight saving): 16:00 UTC, or must 15:00 UTC; or any.');
  return good({ minutes: Number(hours) * 60 + Number(minutes), force: must === undefined ? 'should' : 'must' });
}

/** An hour as `readHour` reads it. */
export function hourText(hour: Policy['hour']): string {
  if (hour === null) return 'any';
  const text = `${clock(hour.minutes)} UTC`;
  return hour.force === 'must' ? `must ${text}` : text;
}

/** Reads who agrees on a date: more than a share of the distributors, or so many coordinators. */
export function readQuorum(text: string): Read<Policy['quorum']> {
  const [, who, number, share] = /^(distributors|coordinators)\s+(\d{1,3})\s*(%?)$/i.exec(text.trim()) ?? [];
  if (who?.toLowerCase() === 'coordinators' && share === '') return good({ type: 'coordinators', count: Number(number) });
  if (who?.toLowerCase() === 'distributors' && share === '%') return good({ type: 'distributors', moreThanShare: Number(number) / 100 });
  return bad('Expected a percentage of distributors or a number of coordinators: distributors 50%, coordinators 2.');
}

/** Reads how long before the date reminders are given, in milliseconds, the earliest first; at most 20. */
export function readLadder(text: string): Read<Policy['ladder']> {
  const read = text.split(text.includes(',') ? /\s*,\s*/ : /\s+/).map((each) => readLength(each.replace(/^at the date$/i, '0')));
  const wrong = read.find((each) => !each.ok);
  if (wrong !== undefined && !wrong.ok) return wrong;
  const beforeMs = [...new Set(read.flatMap((each) => (each.ok ? [each.value] : [])))].sort((a, b) => b - a);
  return beforeMs.length > 20 ? bad('At most 20 reminders before a date.') : good({ beforeMs, overdueEveryMs: dayMs });
}

/** Lines, or parts between bars where a line is all one can type. */
const partsOf = (text: string): string[] =>
  text
    .split(/\n|\s\|\s/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Reads criteria of membership, each with its short name; at most 20. */
export function readCriteria(text: string): Read<readonly Criterion[]> {
  const found: Criterion[] = [];
  for (const part of partsOf(text)) {
    const [, key, optional, criterion] = /^([a-z][a-z-]{1,19})( \(optional\))?:\s*(.{3,400})$/.exec(part) ?? [];
    if (key === undefined || criterion === undefined)
      return bad(`Write each as a short name, a colon and the criterion: alias: Have a monitored alias. Can't read: ${part.slice(0, 60)}`);
    found.push({ key, text: criterion, optional: optional !== undefined });
  }
  return found.length > 20 ? bad('At most 20 criteria.') : good(found);
}

/** Reads what members contribute back, technical or administrative, and whether it is to be done before disclosure. */
export function readDuties(text: string): Read<readonly Duty[]> {
  const found: Duty[] = [];
  for (const part of partsOf(text)) {
    const [, kind, before, duty] = /^(technical|administrative)( \(before disclosure\))?:\s*(.{3,400})$/i.exec(part) ?? [];
    if (kind === undefined || duty === undefined)
      return bad('Write each as technical or administrative, a colon and the task: technical: Test the patches.');
    const read = { kind: kind.toLowerCase() === 'technical' ? 'technical' : 'administrative', text: duty } as const;
    if (found.some((each) => dutyKey(each) === dutyKey(read))) return bad(`This duty is listed twice: ${duty.slice(0, 60)}`);
    found.push(before === undefined ? read : { ...read, before: true });
  }
  return good(found);
}

/** A project as it is typed: `github.com/seven/tool = tool, tool-ng`; Go's names for it stand with the packages, and have a slash. */
export const upstreamText = ({ repository, modules = [], packages }: Upstream): string =>
  `${repository} = ${[...modules, ...packages].join(', ')}`;

/** Reads what distributions call the projects of a list; at most 50. */
export function readUpstreams(text: string): Read<readonly Upstream[]> {
  const found: Upstream[] = [];
  for (const part of partsOf(text)) {
    const [, address = '', names = ''] = /^(?:https:\/\/)?([\w.-]+\.[a-z]{2,}(?:\/[\w.~-]+)+?)\/?\s*=\s*(\S.{0,2000})$/i.exec(part) ?? [];
    const called = listWords(names);
    const modules = called.filter((name) => name.includes('/'));
    const packages = called.filter((name) => !name.includes('/'));
    const fit = packages.length > 0 && called.length <= 20 && called.every((name) => /^[\w@][\w.+~/-]{0,99}$/.test(name));
    if (address === '' || !fit)
      return bad(
        `Write each as its repository, = and its packages: github.com/seven/tool = tool, tool-ng. Can't read: ${part.slice(0, 60)}`,
      );
    found.push({ repository: address.replace(/\.git$/i, ''), ...(modules.length === 0 ? {} : { modules }), packages });
  }
  if (found.length === 0) return bad('Name at least one project, or none.');
  return found.length > 50 ? bad('At most 50 projects.') : good(found);
}

/** Reads clauses of at most 600 characters. */
export function readTerms(text: string): Read<readonly string[]> {
  const terms = partsOf(text);
  const long = terms.find((clause) => clause.length > 600);
  return long === undefined ? good(terms) : bad('A clause has more than 600 characters. Split it in two.');
}

/** Reads the steps of patch testing, put in the order of the checklist. */
export function readSteps(text: string): Read<Pick<Policy, 'checklist' | 'perArchitecture'>> {
  const typed = text.toLowerCase().split(/[\s,]+/);
  const each = typed.flatMap((name) => (name.endsWith('@each') ? [name.slice(0, -'@each'.length)] : []));
  const other = each.find((name) => !architectureSteps.some((key) => key === name));
  if (other !== undefined) return bad(`Only these steps can be asked for each architecture: ${architectureSteps.join(', ')}.`);
  const names = typed.map((name) => name.replace(/@each$/, ''));
  const strange = names.find((name) => !stepKeys.some((key) => key === name));
  if (strange !== undefined) return bad(`There's no step ${strange.slice(0, 20)}. Use one of: ${stepKeys.join(', ')}.`);
  const asked = checklist.map(({ key }) => key).filter((key) => names.includes(key));
  const perArchitecture = asked.filter((key) => each.includes(key));
  return good({ checklist: asked, ...(perArchitecture.length === 0 ? {} : { perArchitecture }) });
}

/** A share as `percent` reads it. */
export const asPercent = (share: number): string => `${Math.round(share * 100)}%`;
