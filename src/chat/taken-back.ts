// What is said of words that were taken back, corrected, or heard too late.
import { commands } from './commands.ts';
import { code, line, type Node } from './message.ts';
import type { Parsed } from './parse.ts';

/** Whether what became of somebody's words changed anything: only a command that ran has its own words for an outcome. */
export function changedSomething(outcome: string): boolean {
  const command = commands.find(({ words }) => words === outcome);
  return command !== undefined && command.says.to !== 'ask';
}

/** Somebody deleted a command that had been carried out. */
export function takenBackNodes(words: string): Node[] {
  return [
    line(
      'You deleted a message. ',
      code(words),
      ' was carried out before that, and deleting it does not undo it. `help` shows what would.',
    ),
  ];
}

/** Somebody edited a command that had been carried out. `words` null: nobody knows any more what became of it. */
export function notCorrectedNodes(words: string | null): Node[] {
  return [
    words === null
      ? line('You edited a message that I do not remember. Nothing was done: say it as a new message.')
      : line('You edited a message, but ', code(words), ' was carried out already, as it was. To change that, say a new command.'),
  ];
}

/** What was said while the bot was away for long is not carried out: much may have happened since. */
export function lateNodes(parsed: Parsed): Node[] {
  const said = 'command' in parsed ? [code(parsed.command.words)] : ['What you said'];
  return [
    line(
      ...said,
      ' reached me more than an hour after you said it, because I was away. It was not carried out. Say it again if you still want it.',
    ),
  ];
}
