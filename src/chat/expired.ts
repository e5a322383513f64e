// What was said too long ago, or is taken back or corrected: what is told of it, and what had come of it. None of its words are repeated.

import type { Instant } from '../domain/values/time.ts';
import { commands } from './commands.ts';
import type { Command } from './grammar/command.ts';
import { actions, type Inline, instant, line, type Node, verbatim } from './message/message.ts';

/** To who said something that came in too late to be carried out. `words`: the command's own, null where it was none. */
export function expiredNodes(words: string | null): Node[] {
  const what: Inline[] = words === null ? ['What you said here'] : ['Your ', verbatim(words)];
  return [line(...what, ' was said more than an hour ago, while I was away, and was not carried out. Say it again if it still holds.')];
}

/** To who presses a button again that did what it does. `words`: how to say it anew. */
export const usedNodes = (at: Instant, words: string): Node[] => [
  line('That choice was used ', instant(at), '. Nothing changed. To do it again, type ', verbatim(words), '.'),
];

/** To who presses a button of a message that many have followed. */
export const staleNodes = (words: string): Node[] => [
  line('That choice is old: a lot was said here since. Nothing changed. If you still mean it, type ', verbatim(words), '.'),
];

/** To who corrects what was carried out. */
export const correctedTooLate = (words: string): Node[] => [
  line(
    'You corrected your ',
    verbatim(words),
    ', but it was carried out already, as it was first said. Say what you mean now as a new command.',
  ),
];

/** To who changed a form that was carried out, and sent it again. The button gives them what changes it. */
export function sentTooLate({ words, says }: Command): Node[] {
  const change = commands.find((each) => says.to === 'create' && each.says.to === 'embargo' && each.says.type === 'amend');
  return [
    line(
      'You sent your ',
      verbatim(words),
      ' form again, but it was already carried out the way you first sent it. Your changes were not saved.',
    ),
    actions({ label: 'Change it…', words: change?.words ?? words }),
  ];
}

/** To who corrects something that is not known. */
export const correctsNothing: readonly Node[] = [
  line('You corrected a message that I do not have, so nothing was carried out. Say it as a new message.'),
];

/** To who takes back what was carried out. */
export const withdrawnTooLate = (words: string): Node[] => [
  line('You took back your ', verbatim(words), ', but it was carried out already. Taking the message back does not undo it.'),
];

/** The outcome of an order that waits for a second approval. */
export const waitsForPress = 'waits-for-second';

/** To who takes back or corrects an order that waits for a second approval, or waited. */
export const orderGiven: readonly Node[] = [
  line(
    'You took back or corrected an order that was given already: it waits for a second person, if nobody has confirmed or refused it since. Changing the message does not change the order. To take that back, press the button under my answer to it.',
  ),
];

/** The command that an outcome says was carried out, if it is one that changes something; else null: nothing had come of it, or it was a question. */
export function carriedOut(outcome: string): Command | null {
  return commands.find(({ words, says }) => words === outcome && says.to !== 'ask') ?? null;
}
