// What is measured: our Slack platform with the real inbox behind it; and the yardstick, a bare Bolt app that only acknowledges.
// node --import tsx test/bench/ack-server.ts bare|insert|postgres|embedded <api url> <database url or folder>
import { randomUUID } from 'node:crypto';
import { App, HTTPReceiver } from '@slack/bolt';
import pg from 'pg';
import { useKeyring } from '../../src/db/columns.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import { formAsked } from '../../src/inbound/form-check.ts';
import { openReceiver } from '../../src/inbound/receive.ts';
import { createSlack } from '../../src/platforms/slack/app.ts';
import { secret } from '../rig/slack/bot.ts';
import { tokens } from '../rig/slack/fake-slack.ts';

const [kind = '', apiUrl = '', place = ''] = process.argv.slice(2);

/** The yardstick. With `store`: the least that it costs to write a command down before it is acknowledged. */
async function bare(store: () => Promise<unknown> = async () => undefined): Promise<number> {
  const receiver = new HTTPReceiver({ signingSecret: secret, endpoints: ['/slack/events'] });
  const app = new App({ token: tokens.bot, botId: 'B0BOT', botUserId: 'U0BOT', receiver, clientOptions: { slackApiUrl: apiUrl } });
  app.command('/embargo', async ({ ack }) => {
    await store();
    await ack();
  });
  return portOf(await receiver.start(0));
}

async function ours(): Promise<number> {
  useKeyring(parseKeyring(newKey()));
  const where = kind === 'postgres' ? ({ type: 'postgres', url: place } as const) : ({ type: 'embedded', folder: place } as const);
  const { db } = await openDatabase(where, { log: () => undefined });
  const log = () => undefined;
  const receiver = openReceiver({ db, now: Date.now, log, wake: () => undefined });
  const options = {
    botToken: tokens.bot,
    signingSecret: secret,
    mode: 'http',
    port: 0,
    apiUrl,
    log,
    check: () => null,
    choices: async () => [],
    willAsk: formAsked(Date.now),
    machineNow: Date.now,
    now: Date.now,
  } as const;
  const slack = createSlack(options);
  await slack.start(receiver.receive);
  return slack.port() ?? 0;
}

/** One prepared statement on one connection, nothing sealed, nothing checked. */
async function insert(): Promise<() => Promise<unknown>> {
  const client = new pg.Client({ connectionString: place });
  client.on('error', () => process.exit(1));
  await client.connect();
  await client.query('create table heard (key text primary key, body text not null, at timestamptz not null)');
  const text = 'insert into heard values ($1, $2, now()) on conflict do nothing returning key';
  return () => client.query({ name: 'store', text, values: [randomUUID(), 'x'.repeat(400)] });
}

function portOf(server: { address(): unknown }): number {
  const address = server.address();
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;
}

const started = { bare, insert: async () => bare(await insert()) }[kind] ?? ours;
process.stdout.write(`${JSON.stringify(await started())}\n`);
process.once('SIGTERM', () => process.exit(0));
