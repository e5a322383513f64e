// People's own words, checked once at the door. Afterwards nobody checks again.

// C0 and C1 controls (tab and newline apart), and what reverses or hides text: bidi controls, zero-width characters, soft hyphens, tags.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

export type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

export const good = <Value>(value: Value): Read<Value> => ({ ok: true, value });
export const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

/** A text of at most `maxLength` characters, in one line or in several. Refuses what cannot be seen: it would deceive its readers. */
export function readText(text: string, maxLength: number, lines: 'one' | 'many'): Read<string> {
  const plain = text.replaceAll('\r\n', '\n').trim();
  const hidden = unseen.exec(plain)?.[0];
  if (hidden !== undefined) {
    const name = `U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    return bad(`It contains a character that cannot be seen (${name}). Type it again without.`);
  }
  if (plain === '') return bad('It is empty.');
  const length = [...plain].length;
  if (length > maxLength) return bad(`It has ${length} characters; at most ${maxLength} are kept. Shorten it, or link to the rest.`);
  return good(lines === 'one' ? plain.replace(/\s+/g, ' ') : plain);
}

/** A name as an id: letters and digits of any script, and hyphens. Empty where the name has none. */
export function slug(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
