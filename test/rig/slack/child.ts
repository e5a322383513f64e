// A whole bot in a process of its own, over PostgreSQL and against the fake Slack of another process, to be killed.
import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createBot } from '../../../src/bot.ts';
import { useKeyring } from '../../../src/db/columns.ts';
import { openDatabase } from '../../../src/db/connection/open.ts';
import { parseKeyring } from '../../../src/db/seal.ts';
import { createSlack } from '../../../src/platforms/slack/app.ts';
import { bundled } from '../../setup/bundle.ts';
import { type Child, startChild } from '../../setup/child.ts';
import { tokens } from './fake-slack.ts';

export type ChildOptions = {
  readonly databaseUrl: string;
  readonly key: string;
  readonly apiUrl: string;
  readonly requestTimeoutMs: number;
  /** The clock showed `from` when this machine's clock showed `began`, and has run `speed` times as fast since. Epoch milliseconds. */
  readonly clock: Clock;
};

export type Clock = { readonly from: number; readonly began: number; readonly speed: number };

/** What such a clock shows now. */
export function shownBy({ from, began, speed }: Clock): number {
  return from + (Date.now() - began) * speed;
}

export type SlackBots = {
  /** Starts a process that has loaded everything when it prints `ready`, and works from SIGUSR2 on until it is killed. */
  start(): Child;
  /** Removes what starting needs. */
  remove(): void;
};

/** This file with all that it imports of the project as one file: many processes are to be started, and to compile for each takes longer than all else. */
export async function slackBots(options: ChildOptions): Promise<SlackBots> {
  const { file, remove } = await bundled(fileURLToPath(import.meta.url));
  const code = `import { runSlackBot } from ${JSON.stringify(pathToFileURL(file))}; await runSlackBot(${JSON.stringify(options)});`;
  return { start: () => startChild(code, { plain: true }), remove };
}

/** What runs in the process. */
export async function runSlackBot({ databaseUrl, key, apiUrl, requestTimeoutMs, clock }: ChildOptions): Promise<void> {
  useKeyring(parseKeyring(key));
  const log = () => undefined;
  const { db } = await openDatabase({ type: 'postgres', url: databaseUrl }, { log });
  const now = () => shownBy(clock);
  const secrets = { botToken: tokens.bot, signingSecret: 'the-signing-secret' };
  // Nobody says anything to it.
  const unused = { check: () => null, choices: async () => [], willAsk: () => false, machineNow: Date.now };
  const slack = createSlack({ ...secrets, mode: 'http', port: 0, apiUrl, requestTimeoutMs, log, now, ...unused });
  const chance = { random: Math.random, newId: randomUUID, newSecret: randomBytes };
  const bot = createBot({ db, platforms: { slack }, admins: new Set(), now, ...chance, log });
  // Waiting for a signal does not keep a process alive.
  setInterval(() => undefined, 1_000);
  const told = new Promise((go) => process.once('SIGUSR2', go));
  process.stdout.write('ready\n');
  await told;
  await bot.start();
}
