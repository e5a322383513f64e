// What people put between what is linked and its address: an organization, a `to`.
import { quoted } from '../values/quoting.ts';
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
