// A process of its own, for what only the death of one can show.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Child = {
  readonly pid: number | undefined;
  /** The next line that it prints; throws when it ends before. Lines that nobody has asked for yet are kept. */
  line(): Promise<string>;
  /** As `kill -9`; resolves when it is gone, with the lines that nobody has read. */
  kill(): Promise<string[]>;
};

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs an ES module's text in the project's root; with tsx, so that the project's files can be imported as './src/...', unless `plain`. */
export function startChild(code: string, { plain = false } = {}): Child {
  const child = spawn(process.execPath, [...(plain ? [] : ['--import', 'tsx']), '--input-type=module', '-e', code], {
    cwd: root,
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
