// People's own words, checked once at the door. Afterwards nobody checks again.

// Controls (tab and newline apart), whatever Unicode says is shown as nothing (bidi controls, zero-width characters, fillers, tags), halves of
// characters, and the blank of Braille. What chooses between a sign and its emoji stands in people's words.
const unseen = /(?!\t|\n|\ufe0e|\ufe0f)[\p{Control}\p{Default_Ignorable_Code_Point}\p{Surrogate}\u2800\ufff9-\ufffb]/u;

export type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

export const good = <Value>(value: Value): Read<Value> => ({ ok: true, value });
export const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

/** A text of at most `maxLength` characters, in one line or in several. Refuses what cannot be seen: it would deceive its readers. */
export function readText(
  text: string,
  maxLength: number,
  lines: 'one' | 'many',
  instead = 'Shorten it, or link to the rest.',
): Read<string> {
  const plain = text.replaceAll('\r\n', '\n').trim();
  const hidden = unseen.exec(withoutJoiners(plain))?.[0];
  if (hidden !== undefined) {
    return bad(`It contains an invisible character (${codePoint(hidden)}). Type it again without.`);
  }
  if (plain === '') return bad("It's empty.");
  const length = [...plain].length;
  if (length > maxLength) return bad(`It has ${length} characters; the limit is ${maxLength}. ${instead}`);
  return good(lines === 'one' ? plain.replace(/\s+/g, ' ') : plain);
}

// What joins two letters, or keeps them apart, where a script is written so: RFC 5892, appendices A.1 and A.2, and Unicode's emoji sequences.
const virama = '[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]';
const joiners = new RegExp(
  [
    `(?<=${virama})[\u200c\u200d](?=\\p{L})`,
    '(?<=\\p{Script=Arabic})\u200c(?=\\p{Script=Arabic})',
    '(?<=\\p{Extended_Pictographic}[\ufe0f\\p{Emoji_Modifier}]?)\u200d(?=\\p{Extended_Pictographic})',
  ].join('|'),
  'gu',
);

/** A text without what is unseen and yet has to stand where it does. */
export const withoutJoiners = (text: string): string => text.replace(joiners, '');

/** A character by its number: `U+200B`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
