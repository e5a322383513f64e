// What every record is: its text, and what stands in the way of publishing it.
import type { Severity } from '../domain/embargo/about/about.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Issue, Publication } from './publication.ts';

/**
 * `name`: of a file. `missing`: in words, what a coordinator has to add; empty: complete as far as its format asks. `by`: who wrote it in place of the one that
 * is made.
 */
export type Draft = { readonly name: string; readonly text: string; readonly missing: readonly string[]; readonly by?: PersonId };

/** With the keys in the order in which they are given, and nothing of what is not known. */
export const jsonText = (record: unknown): string => JSON.stringify(record, null, 2);

/** All times of records end in Z. */
export const stamp = (at: Instant): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** What it is about as a whole. */
export const summaryOf = ({ title, impact }: Publication): string => [`${title}.`, sentence(impact)].join(' ').trim();

/** Impact, conditions and what is wrong, as one text. */
export const descriptionOf = ({ title, issues, impact, conditions }: Publication, issue: Issue): string =>
  [
    issues.length > 1 && issue.title !== title ? `${issue.title}. ${title}.` : `${issue.title}.`,
    sentence(impact),
    conditions === null ? '' : `Conditions: ${sentence(conditions)}`,
  ]
    .filter((each) => each !== '')
    .join(' ')
    .replace(/\.\.(?=\s|$)/g, '.');

function sentence(text: string | null): string {
  const said = text?.trim() ?? '';
  return said === '' ? '' : `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.!?]$/.test(said) ? '' : '.'}`;
}

/** CVSS 2 and 3.0 are kept beside; records take 3.1 and 4.0. */
export const vectorVersion = ({ vector }: Severity): '3.1' | '4.0' | 'older' =>
  vector.startsWith('CVSS:3.1/') ? '3.1' : vector.startsWith('CVSS:4.0/') ? '4.0' : 'older';

/** What no record of this issue can do without. */
export function missingOf(issue: Issue): string[] {
  const which = issue.cve ?? issue.title;
  return [
    ...(issue.versions === null ? [`affected versions of ${which}: \`cve set … versions="…"\``] : []),
    ...(issue.versions !== null && issue.ranges === null
      ? [`versions of ${which} as ranges, such as >= 1.0.0, < 1.2.8: "${issue.versions}" says none`]
      : []),
    ...(issue.fixedIn === null ? [`the fixed version of ${which}: \`cve set … fixed=1.2.8\``] : []),
    ...(issue.severity === null ? [`the severity of ${which}: \`cve set … severity=CVSS:3.1/…\``] : []),
    ...(issue.severity !== null && vectorVersion(issue.severity) === 'older' ? [`a CVSS 3.1 or 4.0 vector of ${which}`] : []),
    ...(issue.cwe === null ? [`the CWE of ${which}: \`cve set … cwe=CWE-59\``] : []),
  ];
}
