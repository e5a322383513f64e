// What answers a command: our whole bot, its database behind it; and the yardstick, a bare Bolt app that posts by itself and keeps nothing.
// node --import tsx test/bench/answer-server.ts bare|postgres|embedded <api url> <database url or folder>
import { randomBytes, randomUUID } from 'node:crypto';
import { App, HTTPReceiver } from '@slack/bolt';
import { createBot } from '../../src/bot.ts';
import { useKeyring } from '../../src/db/columns.ts';
import type { Db } from '../../src/db/connection/client.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { saveEmbargo } from '../../src/db/embargoes.ts';
import { saveList } from '../../src/db/lists.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import { type PersonId, personId, type RoomId, roomId } from '../../src/domain/values/ids.ts';
import { formAsked, formCheck } from '../../src/inbound/form-check.ts';
import { createSlack } from '../../src/platforms/slack/app.ts';
import { portOf } from '../../src/platforms/slack/inbound/receivers.ts';
import { secret } from '../rig/slack/bot.ts';
import { tokens } from '../rig/slack/fake-slack.ts';
import { ada, bob, embargo, listOf, signedBy, start } from '../setup/embargo.ts';
import { channels } from './requests.ts';

const [kind = '', apiUrl = '', place = ''] = process.argv.slice(2);

async function bare(): Promise<number> {
  const receiver = new HTTPReceiver({ signingSecret: secret, endpoints: ['/slack/events'] });
  const app = new App({ token: tokens.bot, botId: 'B0BOT', botUserId: 'U0BOT', receiver, clientOptions: { slackApiUrl: apiUrl } });
  app.command('/embargo', async ({ ack, client, command }) => {
    await ack();
    await client.chat.postEphemeral({ channel: command.channel_id, user: command.user_id, text: "You're all caught up." });
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
  await found(db);
  const slack = createSlack(options);
  await createBot({
    db,
    platforms: { slack },
    admins: new Set(),
    now,
    random: Math.random,
    newId: randomUUID,
    newSecret: randomBytes,
    log,
  }).start();
  return slack.port() ?? 0;
}

/** A list with a room for each channel, and an embargo on which ada, who asks, owes something. */
async function found(db: Db): Promise<void> {
  const asker = { ...ada, person: personId('slack:T1/U1') as PersonId };
  const rooms = channels.map((id) => roomId(`slack:T1/${id}`) as RoomId);
  const adopted = rooms.map((room) => [room, { room, audit: { name: room, faults: [] }, adoptedAt: start, teams: [] }]);
  await saveList(db, null, { ...listOf({ members: [asker, bob] }), rooms: Object.fromEntries(adopted) });
  await saveEmbargo(db, null, embargo({ createdBy: asker.person, consents: signedBy(bob) }), null);
}

process.stdout.write(`${JSON.stringify(await (kind === 'bare' ? bare() : ours()))}\n`);
process.once('SIGTERM', () => process.exit(0));
