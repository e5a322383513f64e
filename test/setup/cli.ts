// The bot as people start it: `node --import tsx src/main.ts …`, with its input, its output and its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type Ended = {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs it to its end, with nothing of this process's environment but what is needed to start. `killWhen` looks at what was printed so far after each
 * piece; once it says so, the process is gone as by `kill -9`. Until then its input is not at its end, so that it cannot be through before.
 */
export async function runCli(
  args: readonly string[],
  options: { input?: string; env?: Readonly<Record<string, string>>; killWhen?: (stdout: string) => boolean } = {},
): Promise<Ended> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', ...options.env };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args], { cwd: root, env, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (options.killWhen?.(stdout)) child.kill('SIGKILL');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // Killed, it does not read its input to the end.
  child.stdin.on('error', () => undefined);
  if (options.killWhen === undefined) child.stdin.end(options.input ?? '');
  else child.stdin.write(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}
