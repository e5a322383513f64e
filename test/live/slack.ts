// The real bot against the fake Web API, and people who speak with it as a story has it.
import { setTimeout as delay } from 'node:timers/promises';
import { formCheck } from '../../src/inbound/form-check.ts';
import { readMove } from '../../src/platforms/terminal/clock.ts';
import { parseStoryLine } from '../../src/platforms/terminal/story.ts';
import { castIn, scriptOf, startOf } from '../rig/play.ts';
import { secret } from '../rig/slack/bot.ts';
import { type FakeSlack, startFakeSlack, tokens } from '../rig/slack/fake-slack.ts';
import { parseSlackLine } from '../rig/slack/lines.ts';
import { type SlackRig, slackRig } from '../rig/slack/rig.ts';
import { overHttp, overSocket, type Transport } from '../rig/slack/transport.ts';
import { freePort } from '../setup/cluster.ts';
import type { LiveDatabase } from './database.ts';
import { type LiveBot, nextMinute, startLive } from './rig.ts';
import type { Said } from './said.ts';

export type Mode = 'http' | 'socket';

export type LiveSlack = {
  readonly bot: LiveBot;
  readonly fake: FakeSlack;
  readonly transport: Transport;
  close(): Promise<void>;
};

/** `said` is told of everything that is said to the bot, and shown by it. */
export type LiveSlackOptions = {
  readonly database: LiveDatabase;
  readonly mode: Mode;
  readonly startsAt: number;
  readonly admins: string;
  readonly said?: Said;
  readonly env?: Readonly<Record<string, string>>;
};

export async function startLiveSlack({ database, mode, startsAt, admins, said, env = {} }: LiveSlackOptions): Promise<LiveSlack> {
  // Slack's clock stands still while the bot is at something: no trigger runs out because a machine is busy.
  let now = startsAt;
  const fake = await startFakeSlack({ now: () => now });
  const port = await freePort();
  const reached: Record<string, string> = mode === 'http' ? { SLACK_SIGNING_SECRET: secret } : { SLACK_APP_TOKEN: tokens.app };
  const settings = { SLACK_BOT_TOKEN: tokens.bot, SLACK_API_URL: fake.url, ADMINS: admins, PORT: String(port), HOST: '127.0.0.1' };
  const started = await startLive({ database, startsAt, env: { ...settings, ...reached, ...env } }).catch(async (error: unknown) => {
    await fake.close();
    throw error;
  });
  const settle = async () => {
    await started.settle();
    now = started.now();
  };
  const bot: LiveBot = { ...started, settle };
  if (mode === 'socket') await fake.socket.connected(1);
  const plain = mode === 'http' ? overHttp(() => `http://127.0.0.1:${port}/slack/events`, secret, bot.now) : overSocket(fake);
  const transport: Transport = (type, body) => {
    said?.sent(body);
    return answered(plain(type, body), type);
  };
  const close = async () => {
    said?.shown(fake);
    await fake.close();
  };
  return { bot, fake, transport, close };
}

// Slack waits for three seconds; a busy machine is given more.
const answerMsMax = 15_000;

async function answered(answer: Promise<unknown>, what: string): Promise<unknown> {
  const late = new AbortController();
  const tooLate = delay(answerMsMax, undefined, { signal: late.signal }).then(() => {
    throw new Error(`the bot did not acknowledge ${what}`);
  });
  return Promise.race([
    answer,
    tooLate.catch((error: unknown) => (late.signal.aborted ? new Promise(() => undefined) : Promise.reject(error))),
  ]).finally(() => late.abort());
}

/** Plays a story and gives its transcript, as the bot played it. Throws at the first line after which something went wrong. */
export async function playLive(story: string, { bot, fake, transport }: LiveSlack): Promise<string> {
  const rig = slackRig({ fake, transport, settle: bot.settle, people: castIn(story), rooms: {}, check: formCheck(bot.now) });
  const words = openWords(story);
  const clock = { at: startOf(story) };
  const lines: string[] = [];
  for (const line of scriptOf(story).split('\n')) {
    const shown = await step(words.asSaid(line), rig, bot, clock).catch((error: unknown) => {
      throw new Error(`stopped at "${line}": ${String(error)}\n${bot.tail()}`, { cause: error });
    });
    words.learn(shown);
    lines.push(line, ...shown.map(words.asWritten));
    const wrong = bot.wrong();
    if (wrong.length > 0) throw new Error(`after "${line}" the log says:\n${wrong.join('\n')}`);
  }
  return lines.join('\n');
}

async function step(line: string, rig: SlackRig, bot: LiveBot, clock: { at: number }): Promise<string[]> {
  const done = parseSlackLine(line);
  if (done !== null) return rig.does(done);
  const read = parseStoryLine(line);
  if (read?.type === 'said') return rig.say(read.by, read.place, read.text);
  if (read?.type !== 'clock') return [];
  await moveClock(bot, read.to, clock);
  return rig.read();
}

/** Moves the clock by way of all that is due before. `clock` is the story's: the bot's own runs a little ahead of it. */
export async function moveClock(bot: LiveBot, to: string, clock: { at: number }): Promise<void> {
  // What was begun at an hour falls due as long after it as in the story.
  const move = readMove(to, to.startsWith('+') ? bot.now() : clock.at);
  if (!move.ok) throw new Error(move.problem);
  clock.at = move.at;
  for (let at = await bot.nextDue(bot.now()); at !== null && at < move.at; at = await bot.nextDue(bot.now())) {
    await bot.moveTo(nextMinute(at));
    await bot.settle();
  }
  await bot.moveTo(nextMinute(move.at));
  await bot.settle();
}

/** What the bot makes up in a story (codenames, codes to type) differs each time: what stands for it in the story, and the other way round. */
function openWords(story: string) {
  const made = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].flatMap(([, word]) => word ?? []);
  const patterns = [
    /(?<=^ {2})(\w+-\w+)(?= is open\.)/gm,
    /(?<=`account link )([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})(?=`)/g,
    /(?<=org answer )([A-Z0-9]{4}-[A-Z0-9]{4})(?=\.)/g,
  ];
  const written = patterns.map((pattern) => [...new Set(made(story, pattern))]);
  const known: [string, string][] = [];
  return {
    learn: (shown: readonly string[]) => {
      for (const [index, pattern] of patterns.entries())
        for (const real of made(shown.join('\n'), pattern)) {
          const next = written[index]?.find((word) => !known.some(([one]) => one === word));
          if (next === undefined || known.some(([, other]) => other === real)) continue;
          known.push([next, real]);
        }
    },
    // However a code is typed: in small letters, with blanks; and of what is picked, the beginning.
    asSaid: (line: string) =>
      known
        .reduce((text, [one, real]) => text.replaceAll(new RegExp(one.replaceAll('-', '[- ]'), 'gi'), real), line)
        .replace(/(?<= picks )\S+$/, (typed) => known.find(([one]) => one.startsWith(typed))?.[1] ?? typed),
    asWritten: (line: string) => known.reduce((text, [one, real]) => text.replaceAll(real, one), line),
  };
}
