// How long `src/main.ts` takes from its start to being ready on Slack (HTTP) over PostgreSQL, and the memory that it holds when idle.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newKey } from '../../src/db/seal.ts';
import { secret } from '../rig/slack/bot.ts';
import { tokens } from '../rig/slack/fake-slack.ts';
import { type Figure, quantile } from './figures.ts';

const starts = 5;
const idleMs = 5_000;
const readyMsMax = 2_000;
const idleMbMax = 200;
const root = fileURLToPath(new URL('../..', import.meta.url));

export async function starting(databaseUrl: string, fakeUrl: string): Promise<Figure[]> {
  const key = newKey();
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATABASE_URL: databaseUrl,
    EMBARGO_KEY: key,
    SLACK_BOT_TOKEN: tokens.bot,
    SLACK_SIGNING_SECRET: secret,
    ADMINS: 'slack:T1/U1',
    PORT: '0',
    LOG_LEVEL: 'info',
    FAKE_SLACK_URL: fakeUrl,
  };
  const first = await started(env);
  await ended(first.child);
  const samples: number[] = [];
  let rssMb = Number.NaN;
  for (let round = 0; round < starts; round += 1) {
    const { child, ms } = await started(env);
    samples.push(ms);
    if (round === starts - 1) {
      await delay(idleMs);
      rssMb = residentMb(child.pid ?? 0);
    }
    await ended(child);
  }
  const ready = quantile(samples, 0.5);
  return [
    { name: 'start to ready on PostgreSQL, the first time (makes the tables)', value: `${first.ms.toFixed(0)} ms`, met: null, goal: '' },
    {
      name: `start to ready on PostgreSQL, median of ${starts}`,
      value: `${ready.toFixed(0)} ms`,
      met: ready < readyMsMax,
      goal: `under ${readyMsMax} ms`,
    },
    {
      name: `memory held (RSS) after ${idleMs / 1000} s of idling`,
      value: `${rssMb.toFixed(0)} MB`,
      met: rssMb < idleMbMax,
      goal: `under ${idleMbMax} MB`,
    },
  ];
}

async function started(env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; ms: number }> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', './test/bench/redirect.ts', 'src/main.ts'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const line of createInterface({ input: child.stderr }))
    if (line.includes('"started"')) return { child, ms: performance.now() - begun };
  throw new Error('src/main.ts ended before it was ready');
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

function residentMb(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}
