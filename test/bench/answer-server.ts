// What answers a command: our whole bot, its database behind it; and the yardstick, a bare Bolt app that posts by itself and keeps nothing.
// node --import tsx test/bench/answer-server.ts bare|postgres|embedded <api url> <database url or folder>
import { randomBytes, randomUUID } from 'node:crypto';
import { App, HTTPReceiver } from '@slack/bolt';
import { createBot } from '../../src/bot.ts';
import { openDatabase } from '../../src/db/client.ts';
import { useKeyring } from '../../src/db/columns.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import { type PersonId, personId } from '../../src/domain/ids.ts';
import { createSlack } from '../../src/platforms/slack/app.ts';
import { portOf } from '../../src/platforms/slack/receivers.ts';
import { formAsked, formCheck } from '../../src/session.ts';
import { tokens } from '../rig/fake-slack.ts';
import { secret } from '../rig/slack-bot.ts';

const [kind = '', apiUrl = '', place = ''] = process.argv.slice(2);

async function bare(): Promise<number> {
  const receiver = new HTTPReceiver({ signingSecret: secret, endpoints: ['/slack/events'] });
  const app = new App({ token: tokens.bot, botId: 'B0BOT', botUserId: 'U0BOT', receiver, clientOptions: { slackApiUrl: apiUrl } });
  app.command('/embargo', async ({ ack, client, command }) => {
    await ack();
    await client.chat.postEphemeral({ channel: command.channel_id, user: command.user_id, text: 'You owe nothing.' });
  });
  return portOf(await receiver.start(0)) ?? 0;
}

async function ours(): Promise<number> {
  useKeyring(parseKeyring(newKey()));
  const where = kind === 'postgres' ? ({ type: 'postgres', url: place } as const) : ({ type: 'embedded', folder: place } as const);
  const { db } = await openDatabase(where, { log: () => undefined });
  const now = Date.now;
  const log = () => undefined;
  const options = {
    botToken: tokens.bot,
    signingSecret: secret,
    mode: 'http',
    port: 0,
    apiUrl,
    log,
    check: formCheck(now),
    choices: async () => [],
    willAsk: formAsked(now),
    machineNow: Date.now,
    now,
  } as const;
  const slack = createSlack(options);
  const admins = new Set([personId('slack:T1/U1') as PersonId]);
  await createBot({ db, platforms: { slack }, admins, now, random: Math.random, newId: randomUUID, newSecret: randomBytes, log }).start();
  return slack.port() ?? 0;
}

process.stdout.write(`${JSON.stringify(await (kind === 'bare' ? bare() : ours()))}\n`);
process.once('SIGTERM', () => process.exit(0));
