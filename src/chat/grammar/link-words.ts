// What people put between what is linked and its address: an organization, a `to`.
import type { Action } from '../message/message.ts';
import { quoted } from '../values/quoting.ts';
import type { Texts } from './arg-texts.ts';
import { type Organization, organizationAt } from './organizations.ts';
import { codenameSource } from './tokens.ts';

const pattern = new RegExp(
  `^(?:link|published)\\s+(?:(${codenameSource})\\s+)?(?:the\\s+|our\\s+)?(post|cve|packages?|exploit|retrospective|errat(?:um|a))\\s+(?:([^\\n]{1,150}?)\\s+)?(<?https?://\\S+)$`,
  'i',
);
const filler = /^(?:to|at|is|are|here|under|link|for|of|from|by|as|the|our|in|=|->|→|:)[:,]?$/i;
const lineMax = 700;

/** `link packages Nova https://…`, `link post to https://…`, as the table writes it; else the same line. */
export function asLink(line: string): string {
  const [, first = '', kind = '', between = '', url = ''] = line.length > lineMax ? [] : (pattern.exec(line) ?? []);
  if (kind === '' || between.includes('=')) return line;
  const words = between.split(/\s+/).filter((word) => word !== '' && !filler.test(word));
  const isAbout = (word: string) => new RegExp(`^${codenameSource}[:,]?$`, 'i').test(word);
  const [codename = first, ...more] = words.filter(isAbout);
  const left = words.filter((word) => !isAbout(word)).map((word) => word.replace(/[:,]$/, ''));
  const packages = /^package/i.test(kind);
  const ids = left.length === 1 && /^CVE-/i.test(left[0] ?? '') && kind.toLowerCase() === 'cve';
  if (more.length > 0 || (left.length > 0 && !packages && !ids)) return line;
  const of = packages && left.length > 0 ? [`distributor=${quoted(left.join(' ').replace(/^["“”]|["“”]$/g, ''))}`] : left;
  const what = packages ? 'packages' : /^errat/i.test(kind) ? 'erratum' : kind.toLowerCase();
  return ['link', ...(codename === '' ? [] : [codename]), what, ...of, url].join(' ');
}

/** `link none packages Seven Linux they ship none`: an organization in front of the reason may be whose they are, or a part of why. Null: none is there. */
export function whoseNone(codename: string | null, texts: Texts, organizations: readonly Organization[]): readonly [Action, Action] | null {
  const { what, because = '', distributor } = texts;
  const length = what === 'packages' && distributor === undefined ? organizationAt(organizations, because) : 0;
  const name = because.slice(0, length);
  const why = because.slice(length).replace(/^[\s,:;–-]+/, '');
  if (length === 0 || why === '') return null;
  const begun = ['link none', ...(codename === null ? [] : [codename]), 'packages'].join(' ');
  return [
    { label: `They are the packages of ${name}`, words: `${begun} distributor=${quoted(name)} because=${quoted(why)}` },
    { label: 'It is all the reason', words: `${begun} because=${quoted(because)}` },
  ];
}

/** What is asked with both. */
export const whosePackages = 'Whose packages? Nothing changed yet.';
