// `attach ./fix.patch`: how somebody at the terminal sends the bot a file, and how the bot reads it there.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type ReadFile, SendFailure } from '../platform.ts';

/** The files that a line sends, and the words that go with them, behind a colon; null for any other line. */
export function readAttach(text: string): { readonly paths: readonly string[]; readonly words: string } | null {
  const [, paths = '', words = ''] = /^attach\s+(\S.*?)(?:\s*:(?:\s+(.*))?)?$/s.exec(text.trim()) ?? [];
  return paths === '' ? null : { paths: paths.split(/\s+/), words };
}

/** A path as a file that was sent. */
export const sentFile = (path: string) => ({ name: basename(path), bytes: null, at: { path } });

/** Reads it from this machine, whose own person typed the path. */
export const readFile: ReadFile = async function* (_by, { at }) {
  const path = at.path ?? '';
  // A pipe or a device would never end.
  const there = await stat(path).catch(() => null);
  if (there?.isFile() !== true) throw new SendFailure('gone', 'not-there');
  yield* createReadStream(path);
};
