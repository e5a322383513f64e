// What a careful reader of a public text would stop at. Source: oss-security's rules, and mistakes of real advisories. Pure.
import type { Embargo, Patch, TextKind } from '../domain/embargo/embargo.ts';
import { type Issue, idsOfIssue, type Publication } from './publication.ts';
import type { Draft } from './record.ts';
import { compareVersions, type Range, rangeText } from './versions.ts';

// Bidi_Control: what turns a line around, so that it reads differently from what is written.
const turning = /\p{Bidi_Control}/u;

/** What to look at again before it is published, in words; empty: nothing. */
export function lint(publication: Publication, codename: string): string[] {
  const { issues, title, impact, conditions, mitigation } = publication;
  const texts = [title, impact, conditions, mitigation, ...issues.flatMap((issue) => [issue.title, issue.versions, issue.fixedIn])];
  const said = texts.filter((text) => text !== null);
  const credited = [...new Set(issues.flatMap(({ credits }) => credits.map(({ name }) => name)))];
  return [
    ...issues.flatMap(contradictions),
    ...(said.some((text) => text.includes(codename)) ? ['a text has the codename'] : []),
    ...(said.some((text) => /https?:\/\//i.test(text)) ? ['a text has a link: is it public?'] : []),
    ...(said.some((text) => turning.test(text)) ? ['a text has characters that turn the direction of reading'] : []),
    ...credited.filter((name) => /https?:|www\./i.test(name)).map((name) => `the credit "${name}" is a link`),
    ...(/^(?:CVE|GHSA)-[\w-]+$/i.test(title.trim()) ? ["the title is only an id: say what's wrong"] : []),
    ...issues
      .filter((issue) => issues.some((other) => other !== issue && sharesId(issue, other)))
      .map(({ title: of }) => `"${of}" has an id of another one`),
  ];
}

/** What a text that was written by hand says otherwise than the embargo, or should not say: it does not follow when that changes. */
export function lintWritten(kind: TextKind, { name, text }: Draft, { issues }: Publication, { codename, patches }: Embargo): string[] {
  const lacks = (what: string) => (text.includes(what) ? [] : [`${name} was edited, and doesn't say ${what}`]);
  // Nothing of what it fixes stands in what is said before.
  const whole = kind === 'post' || kind === 'release-notes';
  const ids = issues.flatMap((issue) => idsOfIssue(issue).slice(0, 1));
  const own = new Set(issues.flatMap(idsOfIssue).map((id) => id.toUpperCase()));
  const named = [...new Set(text.match(/\bCVE-\d{4}-\d{4,7}\b|\bGHSA(?:-[23456789cfghjmpqrvwx]{4}){3}\b/gi) ?? [])].map((id) =>
    id.toUpperCase(),
  );
  const titles = issues.map(({ title }) => title).filter((title) => text.toLowerCase().includes(title.toLowerCase()));
  const urls = Object.values<Patch>(patches).flatMap(({ url }) => (url !== '' && text.includes(url) ? [url] : []));
  return [
    ...(whole ? [...ids, ...issues.flatMap(({ fixes }) => fixes)].flatMap(lacks) : []),
    ...(kind === 'heads-up'
      ? [...new Set([...named, ...titles])].map((said) => `${name} says ${said} before the disclosure`)
      : named.filter((id) => !own.has(id)).map((id) => `${name} says ${id}, which isn't an id of this embargo`)),
    ...(text.includes(codename) && kind !== 'notice' && kind !== 'day-before' ? [`${name} has the codename`] : []),
    ...(urls.length > 0 ? [`${name} has the private address of a patch`] : []),
    ...(turning.test(text) ? [`${name} has characters that turn the direction of reading`] : []),
  ];
}

const sharesId = (one: Issue, other: Issue): boolean => idsOfIssue(one).some((id) => idsOfIssue(other).includes(id));

/** Fixed versions that are said to be affected, and ranges that end before they begin. */
function contradictions(issue: Issue): string[] {
  const which = idsOfIssue(issue)[0] ?? issue.title;
  const ranges = issue.said ?? [];
  const empty = ranges.filter(({ from, to }) => from !== null && to !== null && compareVersions(from, to.version) > 0);
  const inside = issue.fixes.flatMap((fix) =>
    ranges.filter((range) => range.to !== null && isIn(fix, range)).map((range) => ({ fix, range })),
  );
  return [
    ...empty.map((range) => `${which}: ${rangeText(range)} has nothing in it`),
    ...inside.map(({ fix, range }) => `${which}: ${fix} is the fix, and is within the affected ${rangeText(range)}`),
  ];
}

function isIn(version: string, { from, to }: Range): boolean {
  const after = from === null || compareVersions(version, from) >= 0;
  const end = to === null ? -1 : compareVersions(version, to.version);
  return after && (end < 0 || (end === 0 && to?.before === false));
}
