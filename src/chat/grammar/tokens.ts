// A line as the words that it is made of: parted by spaces, or held together by quotes.
import { betweenMax, wordsBetween } from '../../domain/embargo/codename.ts';
import { quotedSource, quotedValueSource, unquoted, unquotedValue } from '../values/quoting.ts';

/** `text`: without its quotes. `named`: of `name=value`, where no quotes are around the whole. `from`, `to`: where it stands in its line. */
export type Token = {
  readonly text: string;
  readonly named: { readonly name: string; readonly value: string } | null;
  readonly from: number;
  readonly to: number;
};

// A space may stand between an option and its quotes.
const pattern = new RegExp(`(?:--|[–—]{1,2})?[a-z]+=\\s?(?:${quotedValueSource})|(?:${quotedSource})|\\S+`, 'gi');

/** The words of a line; `name="several words"` is one. */
export function tokensOf(line: string): Token[] {
  return [...line.matchAll(pattern)].map(({ 0: found, index }) => {
    const from = { from: index, to: index + found.length };
    const equals = /^["“”„«»‹‘]/.test(found) ? -1 : found.indexOf('=');
    if (equals < 0) return { text: unquoted(found), named: null, ...from };
    return {
      text: found,
      named: { name: optionName(found.slice(0, equals)), value: unquotedValue(found.slice(equals + 1).trim()) },
      ...from,
    };
  });
}

/** The name of an option however it is typed: `Cve`, and `--cve`, of which phones make a dash. */
export function optionName(typed: string): string {
  return typed.replace(/^(?:--|[–—]{1,2})/, '').toLowerCase();
}

const longer = `(?:-(?:${wordsBetween.join('|')})){0,${betweenMax}}`;

/** What is written as a codename is, as a part of a pattern. */
export const codenameSource = `[a-z]+${longer}-[a-z]+`;
const codenameOnly = new RegExp(`^[a-z]{2,}${longer}-[a-z]{2,}$`);

/** Whether a word is written as codenames are: it may be one that was mistyped. */
export const likeCodename = (word: string): boolean => codenameOnly.test(word);

/** A word as a codename is written: without what stands around it, and with the dashes of phones as hyphens. */
export function plainCodename(typed: string): string {
  const word = typed
    .slice(0, codenameMax)
    .toLowerCase()
    .replace(/[‐‑‒–—―−_]/g, '-');
  return word.replace(/^[^a-z]+/, '').replace(/(?:['’`´]s)?[^a-z]+$|['’`´]s$/, '');
}

// Longer than any, with what is put around it.
const codenameMax = 60;
