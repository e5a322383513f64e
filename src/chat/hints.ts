// Commands that a message tells its reader to type: with what has to be put in front of them where they are read. Pure.

import { isCommand } from './find-command.ts';
import { type Inline, type Message, withLines } from './message/message.ts';

/** What has to be put in front of a command where it is typed: `/embargo`, `!embargo`; null for nothing. */
export type PrefixOf = (words: string) => string | null;

/**
 * The message with the prefix in front of each command that stands in it as code: in whatever begins with the words of the command table. What was
 * made by `verbatim` stays as it is, and so does everything that people wrote.
 */
export function withPrefix(message: Message, prefixOf: PrefixOf): Message {
  return withLines(message, (line) => line.map((inline) => inInline(inline, prefixOf)));
}

function inInline(inline: Inline, prefixOf: PrefixOf): Inline {
  if (typeof inline === 'string' || inline.type !== 'code' || inline.verbatim === true) return inline;
  // A code that links accounts is typed on the other account's platform, whichever that is.
  if (!isCommand(inline.text) || /^account link \S/.test(inline.text)) return inline;
  const prefix = prefixOf(inline.text);
  return prefix === null ? inline : { ...inline, text: `${prefix} ${inline.text}` };
}
