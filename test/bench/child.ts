// A server in a process of its own, so that it is measured without whoever measures it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** `stop` resolves with what it printed as its second line, which is JSON; null for nothing. */
export type Server = { readonly pid: number; readonly ready: unknown; stop(): Promise<unknown> };

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts a file of this folder; resolves with what it printed as its first line, which is JSON. */
export async function startServer(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Server> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = createInterface({ input: child.stdout });
  const [line] = await Promise.race([once(printed, 'line'), once(child, 'exit').then(() => [null])]);
  if (typeof line !== 'string') throw new Error(`${file} ${args.join(' ')} ended before it was ready`);
  let last = 'null';
  printed.on('line', (text) => {
    last = text;
  });
  const read = once(printed, 'close');
  const stop = async () => {
    await ended(child);
    await read;
    return JSON.parse(last) as unknown;
  };
  return { pid: child.pid ?? 0, ready: JSON.parse(line), stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
