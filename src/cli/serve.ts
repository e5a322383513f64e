// The bot on its platforms: starts and stops everything, and knows which of what went wrong ends it. The only file that knows every other.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type Bot, createBot } from '../bot.ts';
import type { Config, MatrixConfig, SlackConfig } from '../config.ts';
import { currentKeyring } from '../db/columns.ts';
import type { Database, Db } from '../db/connection/client.ts';
import { databaseClock } from '../db/connection/clock.ts';
import { FolderInUse } from '../db/connection/folder-lock.ts';
import { allInstallations, changeInstallation, keepInstallation } from '../db/installations.ts';
import { derivedSecret } from '../db/seal.ts';
import type { Clock } from '../domain/values/time.ts';
import { formAsked, formCheck, questionAsked } from '../inbound/form-check.ts';
import { choicesFrom } from '../inbound/select-options.ts';
import { createLog, errorCode, type Log } from '../log.ts';
import type { Platform } from '../platforms/platform.ts';
import { createSlack } from '../platforms/slack/app.ts';
import type { Installations } from '../platforms/slack/installations.ts';
import { CannotStart, complain, exits, waitingWords, wordsOf } from './exit.ts';
import { matrixStoreOver } from './matrix-store.ts';
import { openPatiently } from './open.ts';

/** So long may what is in hand take when the process ends for want of its database. */
const stopMsMax = 10_000;

/** Until it is told to stop. Throws what a start cannot go on with, having let go of everything; a server that is away is waited for. */
export async function serve(config: Config): Promise<number> {
  const log = createLog(config.logLevel);
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  const crashed = watchProcess(log);
  const waits = sayingOnce();
  const database = await openPatiently(config, { stop: stop.signal, log, waits }).catch((error: unknown) => {
    if (error instanceof FolderInUse) throw error;
    throw new CannotStart(wordsOf(error), { cause: error });
  });
  if (database === null) return stopped(log);
  // Claims and due times are compared between replicas: all of them go by the database's clock.
  const clock = await databaseClock({ database, log });
  log('clock', { aheadMs: clock.now() - Date.now() });
  try {
    await run(await botOver(config, database, clock.now, log, waits), { database, crashed, log, stop: stop.signal });
  } finally {
    clock.stop();
    await database.close();
  }
  return stopped(log);
}

function stopped(log: Log): number {
  log('stopped');
  return exits.ok;
}

type Running = { readonly database: Database; readonly crashed: Promise<never>; readonly log: Log; readonly stop: AbortSignal };

/**
 * What nobody waited for, in a library or here, must not end the process: it is logged, and everything else goes on. What was thrown where nobody
 * could catch it leaves nothing to count on: the promise rejects, and the bot is stopped as if it were told to, with an exit code that has it started again.
 */
function watchProcess(log: Log): Promise<never> {
  process.on('unhandledRejection', (error) => log('process.rejection', { code: errorCode(error) }));
  const crashed = new Promise<never>((_, reject) => {
    process.once('uncaughtException', (error) => {
      log('process.crashed', { code: errorCode(error) });
      reject(error);
    });
  });
  // Nobody may be waiting yet.
  crashed.catch(() => undefined);
  return crashed;
}

/** Runs it until it is told to stop, or cannot go on; it is stopped then. */
async function run(bot: Bot, { database, crashed, log, stop }: Running): Promise<void> {
  const told = stop.aborted ? Promise.resolve() : once(stop, 'abort');
  // Nothing that is heard from then on is kept: whoever supervises the process has to know, and soon.
  const gone = whenGone(database);
  const started = bot.start().then(() => !stop.aborted && log('started', { database: database.kind }));
  // What it fails with after it was told to stop is of no interest any more.
  started.catch(() => undefined);
  try {
    await Promise.race([told, gone, crashed, started.then(() => Promise.race([told, gone, crashed, bot.failed]))]);
  } finally {
    if (database.gone?.aborted) setTimeout(() => process.exit(exits.failed), stopMsMax).unref();
    await bot.stop();
  }
}

/** Rejects once the database is gone for good, with an error for people to read. */
function whenGone({ gone }: Database): Promise<never> {
  const rejected = new Promise<never>((_, reject) => {
    if (gone?.aborted) reject(gone.reason);
    gone?.addEventListener('abort', () => reject(gone.reason), { once: true });
  });
  // It may be gone while nobody waits.
  rejected.catch(() => undefined);
  return rejected;
}

/** Says to people why something is waited for, once for each cause: the log has each try. */
function sayingOnce(): (error: unknown) => void {
  const said = new Set<string>();
  return (error) => {
    const words = waitingWords(error);
    if (!said.has(words)) complain(words);
    said.add(words);
  };
}

async function botOver(config: Config, database: Database, now: Clock, log: Log, waits: (error: unknown) => void): Promise<Bot> {
  const platforms = {
    ...(config.slack === null ? {} : { slack: slackOver(config.slack, database.db, now, log) }),
    ...(config.matrix === null ? {} : { matrix: await matrixOver(config.matrix, database.db, now, log) }),
  };
  const chance = { random: Math.random, newId: randomUUID, newSecret: randomBytes };
  return createBot({ db: database.db, platforms, admins: config.admins, now, ...chance, log, alone: database.kind === 'embedded' }, waits);
}

function slackOver({ access, command, apiUrl, transport }: SlackConfig, db: Db, now: Clock, log: Log): Platform {
  const common = {
    ...transport,
    command,
    apiUrl,
    now,
    log,
    check: formCheck(now),
    choices: choicesFrom(db, now),
    willAsk: formAsked(now),
    machineNow: Date.now,
  };
  if (access.type === 'token') return createSlack({ ...common, botToken: access.botToken });
  const installations: Installations = {
    all: () => allInstallations(db),
    keep: (kept) => keepInstallation(db, kept, now()),
    change: (owner, change) => changeInstallation(db, owner, change),
  };
  const stateSecret = derivedSecret(currentKeyring(), 'state of an installation by OAuth');
  return createSlack({ ...common, oauth: { ...access, stateSecret, installations } });
}

async function matrixOver({ access, recoveryKey }: MatrixConfig, db: Db, now: Clock, log: Log): Promise<Platform> {
  // Its encryption is some megabytes of WebAssembly: who does not speak there does not load it.
  const [{ createMatrix }, { mustGetIn }] = await Promise.all([
    import('../platforms/matrix/platform.ts'),
    import('../platforms/matrix/setup/way-in.ts'),
  ]);
  const [check, isQuestion] = [formCheck(now), questionAsked(now)];
  const store = matrixStoreOver(db, randomUUID(), now);
  const chance = { newId: randomUUID, newSecret: randomBytes };
  const matrix = createMatrix({
    access,
    recoveryKey,
    store,
    check,
    choices: choicesFrom(db, now),
    isQuestion,
    now,
    // A homeserver's clock is right as a rule, and this machine's may not be: what was said too long ago is told by the database's.
    machineNow: now,
    ...chance,
    log,
  });
  return {
    ...matrix,
    start: async (receive) => {
      await mustGetIn(access, store);
      await matrix.start(receive);
    },
  };
}
