// Text on its way to and from Slack: what must never travel, and how a text is cut without breaking a character.

// Cc: the C0 and C1 controls. Bidi_Control: marks, embeddings, overrides and isolates, which make a line read differently from what is written.
const unprintable = /[\p{Cc}\p{Bidi_Control}]/gu;
const halfCharacter = /\p{Cs}/gu;

/** The text with tabs as spaces and line ends as \n, without any other control or bidirectional character. */
export function printable(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replaceAll('\t', ' ')
    .replace(unprintable, (found) => (found === '\n' ? found : ''))
    .replace(halfCharacter, '\uFFFD');
}

/** The same on one line. */
export function printableLine(text: string): string {
  return printable(text).replace(/\n+/g, ' ');
}

/** Neither NUL nor half a surrogate pair, which PostgreSQL cannot store. Everything else stays as it was typed. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\uFFFD');
}

/** Slack reads `<`, `>` and `&` in a message's text as its markup. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What Slack escaped in a typed text, as it was typed. */
export function unescapeMarkup(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** The text in pieces of at most `max` characters, none of which ends within a surrogate pair. An empty text has none. */
export function pieces(text: string, max: number): string[] {
  const found: string[] = [];
  for (let from = 0; from < text.length; ) {
    const cut = endOfPiece(text, from, max);
    found.push(text.slice(from, cut));
    from = cut;
  }
  return found;
}

function endOfPiece(text: string, from: number, max: number): number {
  const end = from + max;
  if (end >= text.length) return text.length;
  const before = text.charCodeAt(end - 1);
  return before >= 0xd800 && before <= 0xdbff ? end - 1 : end;
}

/** At most `max` characters; what was left off is shown by an ellipsis. */
export function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${pieces(text, max - 1)[0] ?? ''}…`;
}
