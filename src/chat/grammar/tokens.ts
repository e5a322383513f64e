// A line as the words that it is made of: parted by spaces, or held together by quotes.
export type Token = { readonly text: string; readonly from: number; readonly to: number };

/** The words of a line, with where each stands in it; `name="several words"` is one. */
export function tokensOf(line: string): Token[] {
  return [...line.matchAll(/[a-z]+="[^"]*"|"[^"]*"|\S+/gi)].map((found) => ({
    text: unquote(found[0]),
    from: found.index,
    to: found.index + found[0].length,
  }));
}

/** A word without the quotes around it. */
export function unquote(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
