// A whole bot over PostgreSQL and against the fake Slack of another process: what runs in a process of its own.
import { randomBytes, randomUUID } from 'node:crypto';
import { createBot } from '../../../src/bot.ts';
import { useKeyring } from '../../../src/db/columns.ts';
import { openDatabase } from '../../../src/db/connection/open.ts';
import { parseKeyring } from '../../../src/db/seal.ts';
import { createSlack } from '../../../src/platforms/slack/app.ts';
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

/** It has loaded everything when it prints `ready`, and works from SIGUSR2 on until it is killed. */
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
