// A line as the words that it is made of: parted by spaces, or held together by quotes.
import { quotedSource, quotedValueSource, unquoted, unquotedValue } from '../values/quoting.ts';

/** `text`: without its quotes. `named`: of `name=value`, where no quotes are around the whole. `from`, `to`: where it stands in its line. */
export type Token = {
  readonly text: string;
  readonly named: { readonly name: string; readonly value: string } | null;
  readonly from: number;
  readonly to: number;
};

const pattern = new RegExp(`(?:--|[–—])?[a-z]+=(?:${quotedValueSource})|(?:${quotedSource})|\\S+`, 'gi');

/** The words of a line; `name="several words"` is one. */
export function tokensOf(line: string): Token[] {
  return [...line.matchAll(pattern)].map(({ 0: found, index }) => {
    const from = { from: index, to: index + found.length };
    const equals = /^["“”„«»‹‘]/.test(found) ? -1 : found.indexOf('=');
    if (equals < 0) return { text: unquoted(found), named: null, ...from };
    return { text: found, named: { name: optionName(found.slice(0, equals)), value: unquotedValue(found.slice(equals + 1)) }, ...from };
  });
}

/** The name of an option however it is typed: `Cve`, and `--cve`, of which phones make a dash. */
export function optionName(typed: string): string {
  return typed.replace(/^(?:--|[–—])/, '').toLowerCase();
}
