// Where lines appear. What arrives while somebody is typing goes above their line, and a reader who has gone away ends it all quietly.
import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import type { Writable } from 'node:stream';

/** The line being typed, as readline's interface has it. `prevRows` is a property of it that its documentation leaves out. */
export type Typing = { prompt(preserveCursor: boolean): void; getCursorPos(): { rows: number }; prevRows?: number };

export type Screen = {
  readonly output: Writable;
  write(line: string): void;
  /** From now on this line stays below whatever is written; null: nothing is being typed. */
  hold(typing: Typing | null): void;
  /** Aborted when nobody reads any more: `embargo terminal | head`. */
  readonly gone: AbortSignal;
};

/** A screen over standard output, or over whatever stands in for it. */
export function openScreen(output: Writable): Screen {
  const gone = new AbortController();
  let typing: Typing | null = null;
  // Without a listener a closed pipe (EPIPE) ends the process with a stack trace.
  output.on('error', () => gone.abort());
  output.on('close', () => gone.abort());
  const write = (line: string) => {
    if (gone.signal.aborted) return;
    if (typing === null) output.write(`${line}\n`);
    else writeAbove(output, typing, line);
  };
  const hold = (next: Typing | null) => {
    typing = next;
  };
  return { output, write, hold, gone: gone.signal };
}

function writeAbove(output: Writable, typing: Typing, line: string): void {
  moveCursor(output, 0, -typing.getCursorPos().rows);
  cursorTo(output, 0);
  clearScreenDown(output);
  output.write(`${line}\n`);
  // It would go up by as many rows as it drew last before it draws again, over the line just written.
  typing.prevRows = 0;
  typing.prompt(true);
}
