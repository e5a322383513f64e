// The bot as people start it, with its input, its output and its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { programIn } from './compiled.ts';
import { wasmFlags } from './wasm.ts';

export type Ended = {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Running = {
  /** Resolves when something that matches has been written to either output, at once where it was written already. Rejects when it ends before. */
  wrote(what: RegExp): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<Ended>;
};

/** Starts it, in a folder where another `.env` may stand, with nothing of this process's environment but what is needed to start. */
export function startCli(
  args: readonly string[],
  options: {
    env?: Readonly<Record<string, string>>;
    cwd?: string;
    input?: string;
    /** Its input does not end with `input`, so that it cannot be through before it is killed. */
    open?: boolean;
    /** Not compiled before: `node --import tsx src/main.ts`, as the README has it. */
    asWritten?: boolean;
    wrote?: (running: Pick<Running, 'signal'>, stdout: string) => void;
  } = {},
): Running {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', ...options.env };
  const asWritten = ['--import', import.meta.resolve('tsx'), join(root, 'src', 'main.ts')];
  const main = options.asWritten === true ? asWritten : [...wasmFlags, programIn(inject('compiled'), 'main')];
  const child = spawn(process.execPath, [...main, ...args], {
    cwd: options.cwd ?? root,
    env,
    stdio: 'pipe',
  });
  let [stdout, stderr] = ['', ''];
  let over = false;
  const watchers = new Set<() => void>();
  const look = () => {
    for (const watch of watchers) watch();
  };
  const running = { signal: (signal: NodeJS.Signals) => void child.kill(signal) };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    options.wrote?.(running, stdout);
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    look();
  });
  // Killed, it does not read its input to the end.
  child.stdin.on('error', () => undefined);
  if (options.open === true) child.stdin.write(options.input ?? '');
  else child.stdin.end(options.input ?? '');
  const ended = once(child, 'close').then(([code]) => {
    over = true;
    look();
    return { code: code as number | null, stdout, stderr };
  });
  const wrote = (what: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const watch = () => {
        const found = what.test(stdout) || what.test(stderr);
        if (!found && !over) return;
        watchers.delete(watch);
        if (found) resolve();
        else reject(new Error(`It ended without ${what}:\n${stdout}${stderr}`));
      };
      watchers.add(watch);
      watch();
    });
  return { ...running, wrote, ended };
}

/**
 * Runs it to its end. `killWhen` looks at what was printed so far after each piece; once it says so, the process is gone as by `kill -9`.
 */
export async function runCli(
  args: readonly string[],
  options: {
    input?: string;
    env?: Readonly<Record<string, string>>;
    cwd?: string;
    asWritten?: boolean;
    killWhen?: (stdout: string) => boolean;
  } = {},
): Promise<Ended> {
  const { killWhen, ...others } = options;
  if (killWhen === undefined) return startCli(args, others).ended;
  return startCli(args, { ...others, open: true, wrote: (child, stdout) => void (killWhen(stdout) && child.signal('SIGKILL')) }).ended;
}
