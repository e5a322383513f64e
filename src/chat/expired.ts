// What was said too long ago, or is taken back or corrected: what is told of it, and what had come of it. None of its words are repeated.

import type { Instant } from '../domain/values/time.ts';
import { commands } from './commands.ts';
import type { Command } from './grammar/command.ts';
import { actions, type Inline, instant, line, type Node, verbatim } from './message/message.ts';

/** To who said something that came in too late to be carried out. `words`: the command's own, null where it was none. */
export function expiredNodes(words: string | null): Node[] {
  const what: Inline[] = words === null ? ['Your message here'] : ['Your ', verbatim(words)];
  return [
    line(...what, " is more than an hour old: I was offline when you sent it, so I didn't run it. If you still want it, send it again."),
  ];
}

/** To who presses a button again that did what it does. `words`: how to say it anew. */
export const usedNodes = (at: Instant, words: string): Node[] => [
  line('You already used that choice ', instant(at), '. Nothing changed. To do it again, type ', verbatim(words), '.'),
];

/** To who presses a button of a message that many have followed. */
export const staleNodes = (words: string): Node[] => [
  line('That choice is old, and a lot has happened here since. Nothing changed. If you still want it, type ', verbatim(words), '.'),
];

/** To who corrects what was carried out. */
export const correctedTooLate = (words: string): Node[] => [
  line('You edited your ', verbatim(words), ', but I had already run it as you first sent it. Send what you mean now as a new command.'),
];

/** To who changed a form that was carried out, and sent it again. The button gives them what changes it. */
export function sentTooLate({ words, says }: Command): Node[] {
  const change = commands.find((each) => says.to === 'create' && each.says.to === 'embargo' && each.says.type === 'amend');
  return [
    line('You sent your ', verbatim(words), " form again, but I had already run it as you first sent it. Your changes weren't saved."),
    actions({ label: 'Change it…', words: change?.words ?? words }),
  ];
}

/** To who corrects something that is not known. */
export const correctsNothing: readonly Node[] = [
  line("You edited a message that I don't have, so I did nothing. Send it as a new message."),
];

/** To who takes back what was carried out. */
export const withdrawnTooLate = (words: string): Node[] => [
  line('You deleted your ', verbatim(words), ", but I had already run it. Deleting the message doesn't undo it."),
];

/** The outcome of an order that waits for a second approval. */
export const waitsForPress = 'waits-for-second';

/** To who takes back or corrects an order that waits for a second approval, or waited. */
export const orderGiven: readonly Node[] = [
  line(
    "You deleted or edited a request that I had already taken: unless someone has confirmed or refused it, it still needs a second approval. Changing the message doesn't change the request. To take it back, press the button under my reply to it.",
  ),
];

/** The command that an outcome says was carried out, if it is one that changes something; else null: nothing had come of it, or it was a question. */
export function carriedOut(outcome: string): Command | null {
  return commands.find(({ words, says }) => words === outcome && says.to !== 'ask') ?? null;
}
