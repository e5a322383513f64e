// The branch that a release is built from, where it stands among other words: `review 9 branch=1.2 lgtm`.
import { quotedSource, unquoted } from './quoting.ts';

const named = new RegExp(`(?:^|\\s)branch=(?:(${quotedSource})|(\\S+))`, 'i');

/** What is said besides, and the branch; null where none is named. What follows an answer is people's own words. */
export function withoutBranch(text: string): { readonly rest: string; readonly branch: string | null } {
  const found = named.exec(text);
  if (found === null || found.index > 60) return { rest: text, branch: null };
  const branch = found[0].slice(found[0].indexOf('=') + 1);
  return { rest: `${text.slice(0, found.index)}${text.slice(found.index + found[0].length)}`.trim(), branch: unquoted(branch) };
}
