// A story from standard input: every line is done fully before the next is read, and the transcript is what is printed.
import type { Readable } from 'node:stream';
import { plain } from '../../chat/message/plain.ts';
import { perform, type Stage } from './stage.ts';

/** Plays a story to its end; `pace`: what is waited for before each line. 0, or 1 when a line could not be read or done. */
export async function playStory(input: Readable, stage: Stage, pace: (() => Promise<void>) | null): Promise<0 | 1> {
  const { gone } = stage.screen;
  // Nobody reads the transcript any more: nothing more of the story is told, even where its writer keeps the pipe open.
  gone.addEventListener('abort', () => input.destroy());
  let code: 0 | 1 = 0;
  let number = 0;
  try {
    for await (const line of linesOf(input)) {
      number += 1;
      await pace?.();
      // Some editors begin a file with a byte order mark.
      const outcome = await perform(stage, number === 1 ? line.replace(/^\ufeff/, '') : line);
      if (outcome.type === 'exit' || gone.aborted) break;
      if (outcome.type === 'done') continue;
      code = 1;
      stage.screen.write(plain(`  ! Line ${number}: ${outcome.problem}`));
      stage.screen.write('    A line of a story looks like this: ada in #oci-private: /embargo status');
    }
  } catch (error) {
    // The input was destroyed above; that is an end, not a failure.
    if (!gone.aborted) throw error;
  }
  return gone.aborted ? 0 : code;
}

/** Not by readline: it takes U+2028 for the end of a line, too. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  input.setEncoding('utf8');
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + String(chunk)).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
