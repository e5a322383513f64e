// Plays a story through the whole bot on a real homeserver, and gives its transcript.
import { createSteppedBot, type SteppedBot } from '../../src/bot.ts';
import type { Db } from '../../src/db/connection/client.ts';
import type { Instant } from '../../src/domain/values/time.ts';
import { formCheck } from '../../src/inbound/form-check.ts';
import { choicesFrom } from '../../src/inbound/select-options.ts';
import type { Choices, Platform } from '../../src/platforms/platform.ts';
import { movableClock, readMove } from '../../src/platforms/terminal/clock.ts';
import { parseStoryLine } from '../../src/platforms/terminal/story.ts';
import { ragged } from '../setup/ragged.ts';
import { castOf, peopleNamed } from './matrix/cast.ts';
import type { Person } from './matrix/people.ts';
import { type BotPost, type MatrixRig, matrixRig } from './matrix/rig.ts';
import { type Account, type Homeserver, newPrefix, register } from './matrix/server.ts';
import { engine, namesIn, scriptOf, startOf } from './play.ts';

/** What the platform of a story is made with. */
export type Surroundings = {
  readonly db: Db;
  readonly server: Homeserver;
  readonly account: Account;
  readonly now: () => Instant;
  readonly check: ReturnType<typeof formCheck>;
  readonly choices: Choices;
};

/** The bot's side of a story: the platform, what it posted so far, when it has taken in what somebody said, and when it hears at all. */
export type Connected = {
  readonly platform: Platform;
  readonly posts: readonly BotPost[];
  heard(eventId: string): Promise<void>;
  ready(): Promise<void>;
};

/** `connect` makes the platform. `inspect` sees everybody at the end, while their clients still run. */
export type MatrixPlayOptions = {
  readonly server: Homeserver;
  readonly connect: (surroundings: Surroundings) => Promise<Connected>;
  readonly inspect?: (people: readonly Person[]) => Promise<void>;
};

const founder = 'ada';

/** The transcript on Matrix: cross-signed people in encrypted rooms. The story's clock is the bot's, not the homeserver's. */
export async function playOnMatrix(story: string, db: Db, { server, connect, inspect }: MatrixPlayOptions): Promise<string> {
  const clock = movableClock({ frozenAt: startOf(story) });
  const [account, people] = await Promise.all([register(server, { name: `${newPrefix()}-bot` }), peopleNamed(server, namesIn(story))]);
  const now = ragged(clock.now);
  const { platform, posts, heard, ready } = await connect({
    db,
    server,
    account,
    now,
    check: formCheck(now),
    choices: choicesFrom(db, now),
  });
  const admin = people.find(({ name }) => name === founder)?.userId;
  // Whoever invites the bot waits for it, before they say anything that would set it going.
  let invited: Promise<void> = Promise.resolve();
  const start: Platform['start'] = (receive) =>
    platform.start(async (incoming) => {
      const receipt = await receive(incoming);
      if ('change' in incoming && incoming.change.type === 'invited') invited = bot.settle();
      return receipt;
    });
  const bot: SteppedBot = createSteppedBot(engine(db, { matrix: { ...platform, start } }, `matrix:${admin}`, clock));
  try {
    await bot.start();
    await ready();
    const rig = matrixRig({
      cast: castOf({ people, founder, bot: account.userId }),
      posts,
      heard,
      settle: bot.settle,
      invited: () => invited,
    });
    const advance = async (to: string): Promise<void> => {
      const move = readMove(to, clock.now());
      if (!move.ok) throw new Error(move.problem);
      await bot.advance(move.at, (at) => void clock.set(at));
    };
    const lines: string[] = [];
    const script = scriptOf(story).split('\n');
    for (const [index, line] of script.entries()) {
      lines.push(line);
      const shown = await step(rig, script, index, advance).catch((error: unknown) => {
        throw new Error(`stopped at:\n${lines.slice(-12).join('\n')}`, { cause: error });
      });
      lines.push(...shown);
    }
    await inspect?.(people);
    return lines.join('\n');
  } finally {
    await bot.stop();
    for (const one of people) one.stop();
  }
}

async function step(rig: MatrixRig, script: readonly string[], index: number, advance: (to: string) => Promise<void>): Promise<string[]> {
  const read = parseStoryLine(script[index] ?? '');
  if (read?.type === 'said') return rig.say(read.by, read.place, read.text, parseStoryLine(script[index + 1] ?? ''));
  if (read?.type !== 'clock') return [];
  await advance(read.to);
  return rig.read();
}
