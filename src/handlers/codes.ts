// Codes that people type, drawn so that nobody can guess them.
import type { Engine } from '../engine.ts';

/** So many letters, each as likely as the others: bytes that would favour the first of them are drawn again. */
export function drawCode({ newSecret }: Pick<Engine, 'newSecret'>, letters: string, length: number): string {
  const fair = 256 - (256 % letters.length);
  let drawn = '';
  while (drawn.length < length) {
    const fresh = [...newSecret(length)].filter((byte) => byte < fair);
    drawn = (drawn + fresh.map((byte) => letters[byte % letters.length]).join('')).slice(0, length);
  }
  return drawn;
}

/** A code as it is shown: `M6NJ-DAK9-JNJA`. */
export function shownCode(code: string): string {
  return code.replace(/.{4}(?=.)/g, '$&-');
}
