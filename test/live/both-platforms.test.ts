// One embargo, a room on Slack and a room on Matrix: what is decided in one is shown in both, and what people say to each other is carried nowhere.
import { readFileSync } from 'node:fs';
import { afterEach, expect, inject, test } from 'vitest';
import { createSteppedBot, type SteppedBot } from '../../src/bot.ts';
import { type PersonId, personId } from '../../src/domain/values/ids.ts';
import { formCheck } from '../../src/inbound/form-check.ts';
import { choicesFrom } from '../../src/inbound/select-options.ts';
import { createSlack } from '../../src/platforms/slack/app.ts';
import { movableClock } from '../../src/platforms/terminal/clock.ts';
import { parseStoryLine } from '../../src/platforms/terminal/story.ts';
import { connectMatrix } from '../rig/matrix/bot.ts';
import { castOf, peopleNamed } from '../rig/matrix/cast.ts';
import type { Person } from '../rig/matrix/people.ts';
import { matrixRig } from '../rig/matrix/rig.ts';
import { newPrefix, register } from '../rig/matrix/server.ts';
import { engine, scriptOf, startOf } from '../rig/play.ts';
import { secret } from '../rig/slack/bot.ts';
import { startFakeSlack, tokens } from '../rig/slack/fake-slack.ts';
import { slackRig } from '../rig/slack/rig.ts';
import { overHttp } from '../rig/slack/transport.ts';
import { openTestDatabase } from '../setup/database.ts';
import { describeSynapse } from '../setup/needs.ts';

const story = readFileSync(new URL('../stories/matrix/both.txt', import.meta.url), 'utf8').trimEnd();
const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Who speaks on which platform: `carol@matrix`. */
const onMatrix = (name: string): boolean => name.endsWith('@matrix');
const bare = (name: string): string => name.replace(/@matrix$/, '');

/** Plays the lines of each platform in its own rig; what the other platform got is printed behind, each line with its platform's name. */
async function played(): Promise<string> {
  const server = inject('homeserver');
  if (server === null) throw new Error('no homeserver');
  const database = await openTestDatabase('embedded');
  cleanups.push(() => database.drop());
  const { db } = database;
  const clock = movableClock({ frozenAt: startOf(story) });
  const [check, choices] = [formCheck(clock.now), choicesFrom(db, clock.now)];
  const [account, people] = await Promise.all([register(server, { name: `${newPrefix()}-bot` }), peopleNamed(server, ['ada', 'carol'])]);
  cleanups.push(() => people.map((one: Person) => one.stop()));
  const matrix = connectMatrix({ db, server, account, now: clock.now, check, choices });
  const fake = await startFakeSlack({ now: clock.now });
  cleanups.push(() => fake.close());
  const slack = createSlack({
    ...{ botToken: tokens.bot, appToken: tokens.app, signingSecret: secret, mode: 'http', port: 0, apiUrl: fake.url, log: () => undefined },
    ...{ check, choices, willAsk: () => false, machineNow: Date.now, now: clock.now },
  });
  let invited: Promise<void> = Promise.resolve();
  const start: typeof matrix.platform.start = (receive) =>
    matrix.platform.start(async (incoming) => {
      const receipt = await receive(incoming);
      if ('change' in incoming && incoming.change.type === 'invited') invited = bot.settle();
      return receipt;
    });
  const founder = `matrix:${people.find(({ name }) => name === 'ada')?.userId}`;
  const admins = ['slack:T1/U001', founder].map(personId).filter((id): id is PersonId => id !== null);
  const platforms = { slack: { ...slack, paceMs: 0 }, matrix: { ...matrix.platform, start } };
  const bot: SteppedBot = createSteppedBot({ ...engine(db, platforms, founder, clock), admins: new Set(admins) });
  cleanups.push(() => bot.stop());
  await bot.start();
  await matrix.ready();
  const transport = overHttp(() => `http://127.0.0.1:${slack.port()}/slack/events`, secret);
  const there = slackRig({
    fake,
    transport,
    settle: bot.settle,
    people: { ada: { user: 'U001' }, bob: { user: 'U002' } },
    rooms: {},
    check,
  });
  const cast = castOf({ people, founder: 'ada', bot: account.userId });
  const here = matrixRig({ cast, posts: matrix.posts, heard: matrix.heard, settle: bot.settle, invited: () => invited });
  const named = (text: string) => text.replace(/@carol\b/, `matrix:${people.find(({ name }) => name === 'carol')?.userId}`);
  const lines: string[] = [];
  for (const line of scriptOf(story).split('\n')) {
    lines.push(line);
    const read = parseStoryLine(line);
    if (read?.type !== 'said') continue;
    const mine = onMatrix(read.by);
    const own = mine ? await here.say(bare(read.by), read.place, read.text) : await there.say(read.by, read.place, named(read.text));
    const others = mine ? await there.read() : await here.read();
    const told = (shown: readonly string[], where: string) => shown.map((each) => each.replace(/^bot (→|✎)/, `bot $1 ${where}`));
    lines.push(...told(own, mine ? 'matrix' : 'slack'), ...told(others, mine ? 'slack' : 'matrix'));
  }
  return people.reduce((text, { userId, name }) => text.replaceAll(userId, name), lines.join('\n'));
}

describeSynapse('an embargo with a room on Slack and one on Matrix', () => {
  test('is answered half from here and half from there, with one card in each', async () => {
    expect((await played()).trimEnd()).toBe(story);
  }, 180_000);
});
