// Secret keys that people paste by mistake: cut out of what they said before anything of it is written down.

// PGP's and SSH's, in whatever is around them; cut off where a platform allows no more.
const block = /-{2,5}\s*BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?\s*-{2,5}[\s\S]*?(?:-{2,5}\s*END [A-Z0-9 ]{0,40}-{2,5}|$)/gi;
// A secret key under a header that says that it is public: its first packet is of tag 5 (RFC 9580, section 5), which base64 shows in its first letters.
const disguised =
  /-----BEGIN PGP [A-Z ]{1,30}-----[\s>|]*(?:[A-Za-z]{1,20}: [^\n]{0,200}\n[\s>|]*){0,9}(?:l[A-Za-z0-9+/]|x[Q-Za-f])[A-Za-z0-9+/]{8}[\s\S]*?(?:-----END [A-Z ]{0,40}-----|$)/g;

const mark = '-----BEGIN PGP PRIVATE KEY BLOCK----- (cut out) -----END PGP PRIVATE KEY BLOCK-----';

/** A text with a mark in the place of each secret key. */
export function withoutSecretKeys(text: string): string {
  return text.includes('BEGIN') || /begin/i.test(text) ? text.replace(block, mark).replace(disguised, mark) : text;
}

/** Whether there was a secret key in a text. */
export function heldSecretKey(text: string): boolean {
  return text.includes(mark);
}
