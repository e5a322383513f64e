// The terminal, from its first line to its last: the bot over a database, stepped along by what is typed.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { createSteppedBot } from '../bot.ts';
import { commands } from '../chat/commands.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/connection/client.ts';
import { hasRoomsBeyond, namesOfLists } from '../db/lists.ts';
import { keepSetting, readSetting } from '../db/settings.ts';
import { type PersonId, personId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { formCheck } from '../inbound/form-check.ts';
import { choicesFrom } from '../inbound/select-options.ts';
import { createLog, errorCode } from '../log.ts';
import { movableClock } from '../platforms/terminal/clock.ts';
import { createTerminal } from '../platforms/terminal/platform.ts';
import { runTerminal } from '../platforms/terminal/prompt.ts';
import { openScreen, type Screen } from '../platforms/terminal/screen.ts';
import { everyMinute } from '../scheduler/every-minute.ts';
import { firstList, greeting } from './ready-made.ts';

export type SessionOptions = Pick<Config, 'admins' | 'logLevel'> & {
  readonly input: Readable & { readonly isTTY?: boolean };
  /** Where the clock of a story of the past begins; null: today, or where the clock was left. Such a story's codenames are always the same. */
  readonly begins: Instant | null;
  /** Whether a person who finds no list there gets one to try things with. */
  readonly furnished?: boolean;
  /** Where a story appears, and what is waited for before each of its lines; left out: on standard output, all at once. */
  readonly shown?: { readonly screen: Screen; pace(): Promise<void> };
};

const clockSetting = 'terminal-clock';

/** Reads to the end of the input; closes the database. Resolves to the exit code. */
export async function runSession(
  { db, close }: Database,
  { admins, logLevel, input, begins, furnished = false, shown }: SessionOptions,
): Promise<number> {
  const interactive = input.isTTY === true;
  const left = await readSetting(db, clockSetting);
  const from = Math.max(begins ?? Date.now(), typeof left === 'number' ? left : 0);
  const clock = movableClock(interactive ? { offsetMs: from - Date.now(), real: Date.now } : { frozenAt: from });
  const log = createLog(logLevel);
  const screen = shown?.screen ?? openScreen(process.stdout);
  const colour = shown === undefined && process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  let shows = true;
  const terminal = createTerminal({
    write: (line) => shows && screen.write(line),
    colour,
    check: formCheck(clock.now),
    now: clock.now,
    newKey: randomUUID,
    choices: choicesFrom(db, clock.now),
  });
  const bot = createSteppedBot({
    db,
    platforms: { terminal },
    admins: admins.size > 0 ? admins : itsOwnUser(),
    now: clock.now,
    random: begins === null ? Math.random : seeded(),
    newId: randomUUID,
    newSecret: begins === null ? randomBytes : seededBytes(seeded()),
    log,
  });
  // Kept with each line, or a clock that was moved and ran on would go back at the next start, and what is queued would lie in its future.
  const keepClock = () => keepSetting(db, clockSetting, clock.now());
  const shared = await hasRoomsBeyond(db, 'terminal');
  const advance = async (to: Instant) => {
    if (shared)
      return screen.write(
        "  ! This database has rooms on other platforms, so you can't move the clock. Use another DATA_DIR to try things.",
      );
    // A running clock may have passed an instant while what was due before it was said.
    await bot.advance(to, (at) => void (at > clock.now() && clock.set(at)));
    await keepClock();
  };
  const minute = () =>
    bot
      .tick()
      .then(keepClock)
      .catch((error: unknown) => log('tick.failed', { embargo: null, code: errorCode(error) }));
  const stop = once(async () => {
    await bot.stop();
    await keepClock();
    await close();
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop().then(() => process.exit(0)));
  let minutes: ReturnType<typeof everyMinute> | null = null;
  try {
    await bot.start();
    // A story's clock moves when the story says so; a person's moves by itself as well.
    if (interactive) minutes = everyMinute(minute);
    const made = interactive && furnished && (await namesOfLists(db)).length === 0;
    if (made) {
      shows = false;
      for (const line of firstList) {
        await terminal.say('ada', null, line);
        await bot.settle();
      }
      shows = true;
    }
    const controls = { settle: () => bot.settle().then(keepClock), now: clock.now, advance };
    return await runTerminal({
      input,
      interactive,
      colour,
      screen,
      terminal,
      controls,
      commands,
      greeting: greeting(made),
      historyFile: null,
      pace: shown?.pace ?? null,
    });
  } finally {
    minutes?.stop();
    await stop();
  }
}

/** The terminal is its user's own: without ADMINS its first persona may found lists. */
function itsOwnUser(): ReadonlySet<PersonId> {
  const ada = personId('terminal:ada');
  return new Set(ada === null ? [] : [ada]);
}

/** The same numbers in the same order: a story reads the same each time. */
export function seeded(): () => number {
  let state = 20240131;
  return () => {
    // Lehmer's generator (Park and Miller, 1988). Codenames need variety, not unpredictability.
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Bytes of a story, the same each time. Never for what is to stay secret. */
export function seededBytes(random: () => number): (bytes: number) => Uint8Array {
  return (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256));
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | null = null;
  return () => {
    done ??= work();
    return done;
  };
}
