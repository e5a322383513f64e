// Texts that go as files. A file's name may be shown by any notification, so it holds nothing that is secret; its text is as secret as the message it goes with.
import { code, type Line, type MessageFile } from './message.ts';
import { fileText, rows } from './plain.ts';

/** All files of one message together, in bytes: what more there is stays a text to be shown. */
export const filesBytesMax = 1_000_000;

/** So many files go with one message. */
export const filesMax = 40;

const names = /^[a-z0-9][a-z0-9.-]{0,99}$/;

/** Files for one message, and those that are too much for it. */
export type Fitting = { readonly files: readonly MessageFile[]; readonly left: readonly MessageFile[] };

/**
 * A text as a file, harmless as whatever is shown; a calendar's lines end as RFC 5545 wants them. `words`: the command that shows the same text. Throws where the name holds more than small letters,
 * digits, dots and hyphens: it would be shown on lock screens, and is a name on somebody's disk.
 */
export function textFile({ name, text, words }: { readonly name: string; readonly text: string; readonly words: string }): MessageFile {
  if (!names.test(name)) throw new Error('not a name for a file');
  const instead: Line = [`${name} couldn't be sent as a file. `, code(words), ' shows its text.'];
  const lines = fileText(text);
  if (name.endsWith('.ics')) return { name, mediaType: 'text/calendar', text: lines.replaceAll('\n', '\r\n'), instead };
  return { name, mediaType: name.endsWith('.json') ? 'application/json' : 'text/plain', text: lines, instead };
}

/** As many files, in their order, as one message may have: one that is too large is left, and smaller ones behind it are not. */
export function fitting(all: readonly MessageFile[]): Fitting {
  let bytes = 0;
  const files: MessageFile[] = [];
  const left: MessageFile[] = [];
  for (const file of all) {
    const more = bytesIn(file);
    const fits = files.length < filesMax && bytes + more <= filesBytesMax;
    (fits ? files : left).push(file);
    bytes += fits ? more : 0;
  }
  return { files, left };
}

/** A file's size in bytes, in UTF-8. */
export const bytesIn = ({ text }: MessageFile): number => Buffer.byteLength(text);

/** What stands above files: how many there are, and nothing of what they hold. */
export const filesTitle = (files: readonly MessageFile[]): string => (files.length === 1 ? '1 file' : `${files.length} files`);

/** Files as lines of text, each in a frame below its name, so that no line of theirs is taken for the bot's own. */
export function fileLines(files: readonly Pick<MessageFile, 'name' | 'text'>[]): string[] {
  return files.flatMap((file) => [`┌ ${file.name}`, ...rows(file.text.trimEnd()).map((row) => `│ ${row}`.trimEnd()), '└']);
}
