// The whole bot, as `npm start` runs it on Slack, against the fake Web API. Prints a line when it is ready.
// node --import tsx test/bench/bot-server.ts <api url> <database url>
import { randomUUID } from 'node:crypto';
import { createBot } from '../../src/bot.ts';
import { openDatabase } from '../../src/db/client.ts';
import { useKeyring } from '../../src/db/columns.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import { createSlack } from '../../src/platforms/slack/app.ts';
import { formCheck } from '../../src/session.ts';
import { tokens } from '../rig/fake-slack.ts';
import { secret } from '../rig/slack-bot.ts';

const [apiUrl = '', url = ''] = process.argv.slice(2);
useKeyring(parseKeyring(newKey()));
const log = () => undefined;
const { db } = await openDatabase({ type: 'postgres', url }, { log });
const now = Date.now;
const slack = createSlack({ botToken: tokens.bot, signingSecret: secret, mode: 'http', port: 0, apiUrl, log, check: formCheck(now), now });
const bot = createBot({ db, platforms: { slack }, admins: new Set(), now, random: Math.random, newId: randomUUID, log });
await bot.start();
process.stdout.write(`${JSON.stringify(slack.port())}\n`);
process.once('SIGTERM', () => process.exit(0));
