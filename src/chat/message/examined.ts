// What came of looking at files that somebody sent. Nothing of what stands in them.

/** too-slow: it took longer than is waited for. unreadable: it is not there, or not for the bot. altered: it is not what was sent. no-right: the bot may read no files. secret-key: that is what
 * it begins as, and it was read no further. */
export type FileProblem = 'too-big' | 'too-slow' | 'unreadable' | 'altered' | 'no-right' | 'secret-key';

export type ExaminedFile = { readonly name: string } & ({ readonly sha256: string } | { readonly problem: FileProblem });

/**
 * good: by that key, which a list holds. text: so, but whatever the file's lines end with. mismatch: by that key, but of something else. unreliable: by that key, which was expired or revoked, or in a way that
 * proves nothing any more. unknown-key: by one that no list holds, with this id. none: it is no detached signature. alone: what it signs was not sent.
 * unread: it or what it signs could not be read.
 */
export type SignatureVerdict =
  | { readonly type: 'good' | 'text' | 'mismatch' | 'unreliable'; readonly fingerprint: string }
  | { readonly type: 'unknown-key'; readonly key: string }
  | { readonly type: 'none' | 'alone' | 'unread' };

export type Examined = {
  readonly files: readonly ExaminedFile[];
  /** `of`: the file that it was sent with. */
  readonly signatures: readonly { readonly name: string; readonly of: string | null; readonly verdict: SignatureVerdict }[];
};
