// A process of its own, for what only the death of one can show.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { inject } from 'vitest';
import { wasmFlags } from './wasm.ts';

export type Child = {
  readonly pid: number | undefined;
  /** The next line that it prints; throws when it ends before. Lines that nobody has asked for yet are kept. */
  line(): Promise<string>;
  /** As `kill -9`; resolves when it is gone, with the lines that nobody has read. */
  kill(): Promise<string[]>;
};

/** As the bot is served: for what is said of the memory of a process, which holds the code that is compiled in it. */
export const asServed: readonly string[] = [];

/** Runs an ES module's text as if it were a file at the project's root: what it imports is named as './src/….ts'. */
export function startChild(code: string, flags = wasmFlags): Child {
  const compiled = code.replaceAll(/(?<=(['"])\.\/[^'"\n]+)\.ts(?=\1)/g, '.js');
  const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', compiled], {
    cwd: inject('compiled'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The child process ended without a further line');
    return value;
  };
  return {
    pid: child.pid,
    line,
    kill: async () => {
      await killed(child);
      const rest: string[] = [];
      for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value);
      return rest;
    },
  };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
