// Secret keys that people paste by mistake: cut out of what they said before anything of it is written down.

// Where one begins, PGP's or SSH's, however phones, mails and markup write the dashes. What follows is its body, in whatever order and shape. Dashes are
// looked at from the first of a row alone: from each of them, a stranger's long row of dashes would keep everybody waiting.
const begins = [/BEGIN[\s\S]{0,40}?PRIVATE/, /(?<![-–—])[-–—]{2,}\s*BEGIN[\s\S]{0,40}?PRIVATE/i, /PuTTY-User-Key-File/i];
const header = /(?<![-–—])[-–—]{2,}\s*BEGIN\s+PGP/gi;
// The first packet of a secret key is of tag 5 (RFC 9580, section 5), which base64 shows in its first letters, whatever the header says.
const data = /[A-Za-z0-9+/]{40}/g;
const secretData = /^(?:l[A-Za-z0-9+/]|x[Q-Za-f])/;

const mark = '-----BEGIN PGP PRIVATE KEY BLOCK----- (cut out)';

/** A text up to where a secret key begins in it, with a mark in the place of all that follows: where such a key ends nobody can be sure. */
export function withoutSecretKeys(text: string): string {
  if (heldSecretKey(text)) return text;
  const at = [...begins.map((begin) => text.search(begin)), disguised(text)].filter((each) => each >= 0);
  return at.length === 0 ? text : `${text.slice(0, Math.min(...at))} ${mark}`;
}

/** Where a block begins that says that it is public, and is not; -1: nowhere. */
function disguised(text: string): number {
  const found = text.matchAll(data);
  let first = found.next().value;
  for (const { index } of text.matchAll(header)) {
    // Each is looked for once, however many headers there are.
    while (first !== undefined && first.index < index) first = found.next().value;
    if (first === undefined) return -1;
    if (secretData.test(first[0])) return index;
  }
  return -1;
}

/** Whether there was a secret key in a text. */
export function heldSecretKey(text: string): boolean {
  return text.endsWith(mark);
}
