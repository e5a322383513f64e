// Plays a story through the whole bot, on the terminal or on Slack, and gives its transcript.
import { randomUUID } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { createSteppedBot, type SteppedBot } from '../../src/bot.ts';
import { isZone } from '../../src/chat/values/zone.ts';
import { seeded, seededBytes } from '../../src/cli/terminal-session.ts';
import type { Db } from '../../src/db/connection/client.ts';
import { type PersonId, personId } from '../../src/domain/values/ids.ts';
import type { Engine, EngineOptions } from '../../src/engine.ts';
import { formCheck } from '../../src/inbound/form-check.ts';
import { choicesFrom } from '../../src/inbound/select-options.ts';
import { createSlack } from '../../src/platforms/slack/app.ts';
import { type MovableClock, movableClock, readMove } from '../../src/platforms/terminal/clock.ts';
import { createTerminal, type TerminalPlatform } from '../../src/platforms/terminal/platform.ts';
import { runTerminal } from '../../src/platforms/terminal/prompt.ts';
import { openScreen } from '../../src/platforms/terminal/screen.ts';
import { parseStoryLine } from '../../src/platforms/terminal/story.ts';
import { ragged } from '../setup/ragged.ts';
import { secret } from './slack/bot.ts';
import { type FakeSlack, startFakeSlack, tokens } from './slack/fake-slack.ts';
import { parseSlackLine, peopleIn } from './slack/lines.ts';
import { type SlackRig, slackRig } from './slack/rig.ts';
import { overHttp, overSocket } from './slack/transport.ts';

/** What people do in a story: its remarks, clock moves and spoken lines, without what the bot said. */
export function scriptOf(story: string): string {
  return story
    .split('\n')
    .filter((line) => /^(#|$)/.test(line) || parseStoryLine(line)?.type !== 'heard-before')
    .join('\n');
}

export type TerminalPlayOptions = {
  /** Sees each line as it is written. */
  readonly wrote?: (line: string) => void;
  /** The platform as the bot is given it. */
  readonly around?: (terminal: TerminalPlatform) => TerminalPlatform;
};

/** The transcript on the terminal platform. */
export async function playOnTerminal(
  story: string,
  db: Db,
  { wrote = () => {}, around = (terminal) => terminal }: TerminalPlayOptions = {},
): Promise<string> {
  const lines: string[] = [];
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      wrote(String(chunk).trimEnd());
      done();
    },
  });
  const screen = openScreen(output);
  const clock = movableClock({ frozenAt: startOf(story) });
  const check = formCheck(ragged(clock.now));
  const terminal = createTerminal({
    write: screen.write,
    colour: false,
    check,
    now: ragged(clock.now),
    newKey: randomUUID,
    choices: choicesFrom(db, clock.now),
  });
  const bot = createSteppedBot(engine(db, { terminal: around(terminal) }, 'terminal:ada', clock));
  await bot.start();
  const controls = { settle: bot.settle, now: clock.now, advance: (to: number) => bot.advance(to, (at) => void clock.set(at)) };
  const input = Readable.from([scriptOf(story)]);
  await runTerminal({
    input,
    interactive: false,
    colour: false,
    screen,
    terminal,
    controls,
    commands: [],
    greeting: [],
    historyFile: null,
    pace: null,
  });
  await bot.stop();
  return lines.join('');
}

export type PlayOptions = {
  readonly inspect?: (fake: FakeSlack) => void;
  readonly forms?: 'checked at once' | 'checked when sent';
};

/**
 * The transcript on Slack: the real Bolt app, signed requests or its socket, a Web API that keeps state. `inspect` sees the fake at the end.
 * `forms`: whether a wrong answer is found at once, as in the terminal, or when the form is sent, as in Slack.
 */
export async function playOnSlack(
  story: string,
  db: Db,
  mode: 'http' | 'socket',
  { inspect = () => {}, forms = 'checked at once' }: PlayOptions = {},
): Promise<string> {
  const clock = movableClock({ frozenAt: startOf(story) });
  const fake = await startFakeSlack({ now: clock.now });
  const common = {
    botToken: tokens.bot,
    mode,
    apiUrl: fake.url,
    log: () => undefined,
    check: formCheck(ragged(clock.now)),
    choices: choicesFrom(db, clock.now),
    // A story's time stands still: no form is late in it.
    willAsk: () => false,
    machineNow: ragged(Date.now),
    now: ragged(clock.now),
  };
  const slack = createSlack({ ...common, signingSecret: secret, appToken: tokens.app, port: 0 });
  const transport = mode === 'http' ? overHttp(() => `http://127.0.0.1:${slack.port()}/slack/events`, secret) : overSocket(fake);
  const people = castIn(story);
  // Slack takes one post a second in a room. The story's clock stands still meanwhile.
  const bot = createSteppedBot(engine(db, { slack: { ...slack, paceMs: 0 } }, `slack:T1/${people.ada?.user}`, clock));
  try {
    await bot.start();
    const check = forms === 'checked at once' ? { check: formCheck(ragged(clock.now)) } : {};
    const rig = slackRig({ fake, transport, settle: bot.settle, people, rooms: {}, ...check });
    const lines: string[] = [];
    for (const line of scriptOf(story).split('\n')) lines.push(line, ...(await step(line, rig, bot, clock)));
    inspect(fake);
    return lines.join('\n');
  } finally {
    await bot.stop();
    await fake.close();
  }
}

async function step(line: string, rig: SlackRig, bot: SteppedBot, clock: MovableClock): Promise<string[]> {
  const done = parseSlackLine(line);
  if (done !== null) return rig.does(done);
  const read = parseStoryLine(line);
  if (read?.type === 'said') return rig.say(read.by, read.place, read.text);
  if (read?.type !== 'clock') return [];
  const move = readMove(read.to, clock.now());
  if (!move.ok) throw new Error(move.problem);
  await bot.advance(move.at, (at) => void clock.set(at));
  return rig.read();
}

/**
 * Everything around the platforms as a story has it: its clock, and chance that is the same each time. A story reads alike on all platforms, so
 * nothing waits for a second person: what does on Matrix has tests of its own.
 */
export function engine(db: Db, platforms: Engine['platforms'], admin: string, clock: { readonly now: () => number }): EngineOptions {
  const founder = personId(admin);
  const admins = new Set<PersonId>(founder === null ? [] : [founder]);
  return {
    db,
    platforms,
    admins,
    forgeable: () => false,
    now: ragged(clock.now),
    random: seeded(),
    newId: randomUUID,
    newSecret: seededBytes(seeded()),
    log: () => undefined,
  };
}

/** When a story begins. Throws when it does not say so. */
export function startOf(story: string): number {
  const first = /^clock: (\S+)$/m.exec(story)?.[1];
  if (first === undefined) throw new Error('a story says when it begins: clock: 2024-01-17T09:00Z');
  return Date.parse(first);
}

/** Everybody in a story, with user ids in the order of their names, so that lists come in the same order on every platform. */
export function castIn(story: string): Record<string, { user: string; tz?: string }> {
  const script = scriptOf(story);
  const cast = namesIn(story).map((name, index) => [name, { user: `U${String(index + 1).padStart(3, '0')}`, ...zoneOf(script, name) }]);
  return Object.fromEntries(cast);
}

/** Who speaks in a story, or is spoken of, in the order of their names. */
export function namesIn(story: string): string[] {
  const script = scriptOf(story);
  const speaking = script.split('\n').flatMap((line) => {
    const done = parseSlackLine(line);
    if (done !== null) return peopleIn(done);
    const read = parseStoryLine(line);
    return read?.type === 'said' ? [read.by] : [];
  });
  const mentioned = [...script.matchAll(/(?<=\s)@([a-z]+)/g)].flatMap((found) => found[1] ?? []);
  return [...new Set([...speaking, ...mentioned])].sort();
}

function zoneOf(script: string, name: string): { tz?: string } {
  const tz = new RegExp(`^${name}(?: in \\S+)?: (?:/embargo )?(?:settings )?zone (\\S+)`, 'm').exec(script)?.[1];
  const zone = tz === undefined ? null : isZone(tz);
  return zone === null ? {} : { tz: zone };
}
