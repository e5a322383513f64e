// The bot as an operator runs it: `src/main.ts` in a process of its own, its settings in the environment, its own clock. What it logs is read; what
// it logs as gone wrong fails whoever waits for it next.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { inject } from 'vitest';
import { wasmFlags } from '../setup/wasm.ts';
import type { Order, Reply } from './child-clock.ts';
import type { LiveDatabase } from './database.ts';

export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string };

export type LiveBot = {
  /** Epoch milliseconds by the bot's clock. */
  now(): number;
  /** Moves its clock, and the database's, forward. */
  moveTo(at: number): Promise<void>;
  /** Resolves when all that was heard is acted on, all that may be said is said, and nothing is due. The clock is moved over the pauses between posts. */
  settle(): Promise<void>;
  /** When, after an instant, something is due next; null when nothing is. */
  nextDue(after: number): Promise<number | null>;
  readonly logged: readonly LogLine[];
  /** Resolves when this is logged. */
  until(event: string): Promise<LogLine>;
  /** The last of what it wrote. */
  tail(): string;
  /** What has gone wrong so far, as it was logged. */
  wrong(): readonly string[];
  /** SIGTERM; resolves to the code with which it ended, null when it had to be killed. */
  stop(): Promise<number | null>;
};

export type LiveOptions = {
  readonly database: LiveDatabase;
  readonly env: Readonly<Record<string, string>>;
  /** What its clock shows when it starts. */
  readonly startsAt: number;
};

const startMsMax = 120_000;
const stopMsMax = 30_000;
const settleMsMax = 120_000;
const lookEveryMs = 5;
// To look takes as much of a processor as to deliver something: while the bot tells of its work it is not asked, unless it tells for so long.
const quietMsMax = 200;
// One post a second in each room: such a pause the clock is moved over.
const pauseMsMax = 2_000;
// For so long the bot may be at what came due in this minute; then it waits for the next one.
const tickMsMax = 4_000;
const minuteMs = 60_000;
/** The bot asks the clock at each minute: a little after the first one that is not before. */
export const nextMinute = (at: number): number => Math.ceil(at / minuteMs) * minuteMs + 20;

/** Starts it; resolves when it says `started`. Throws with all that it wrote when it does not. */
export async function startLive({ database, env, startsAt }: LiveOptions): Promise<LiveBot> {
  let ahead = startsAt - Date.now();
  await database.setAhead(ahead);
  const child = spawn(process.execPath, [...wasmFlags, '--import', './test/live/child-clock.js', 'src/main.js'], {
    cwd: inject('compiled'),
    // Nothing of this process's own settings.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', ...database.env, ...env, LIVE_CLOCK_AHEAD_MS: String(ahead) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = outputOf(child);
  const ask = askingOf(child);
  const look = (sql: string, at: number) => database.look(sql, [at], (text, params) => ask({ type: 'look', sql: text, params }));
  /** Resolves once all that it had logged until now is read here. */
  const heardAll = async () => {
    const mark = randomUUID();
    const read = output.marked(mark);
    await ask({ type: 'mark', mark });
    await read;
  };
  const now = () => Date.now() + ahead;
  const moveBy = async (byMs: number): Promise<void> => {
    if (byMs <= 0) return;
    ahead += byMs;
    await database.setAhead(ahead);
    await ask({ type: 'move', byMs });
  };
  const alive = () => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the bot has ended (${child.exitCode}):\n${output.tail()}`);
  };
  const bot: LiveBot = {
    now,
    moveTo: (at) => moveBy(at - now()),
    logged: output.logged,
    tail: output.tail,
    wrong: output.wrong,
    until: (event) => waitFor(() => output.logged.find((line) => line.event === event) ?? null, `the log to say ${event}`),
    nextDue: async (after) => {
      const [row] = await look(nextDueSql, after);
      return row?.at === null || row?.at === undefined ? null : Number(row.at);
    },
    settle: async () => {
      let dueSince: number | null = null;
      let looked = false;
      for (const end = Date.now() + settleMsMax; ; ) {
        alive();
        const [row = {}] = await look(busySql, now());
        const [busy, due] = [Number(row.busy), Number(row.due)];
        const paused = row.paused === null ? null : Number(row.paused);
        const rests = busy + due === 0 && paused === null && !output.keepsInMemory();
        if (rests && looked) return;
        looked = true;
        // What it says of an event that it keeps in memory may be on its way yet: nothing is believed at the first look.
        if (rests) {
          await heardAll();
          continue;
        }
        if (Date.now() > end) throw new Error(`the bot does not come to rest: ${JSON.stringify(row)}\n${output.tail()}`);
        dueSince = due === 0 ? null : (dueSince ?? Date.now());
        if (busy === 0 && paused !== null) await moveBy(paused - now() + 1);
        else if (busy === 0 && dueSince !== null && Date.now() - dueSince > tickMsMax) {
          await moveBy(nextMinute(now()) - now());
          dueSince = null;
        } else {
          if (busy === 0 && due > 0) await ask({ type: 'beat' });
          await output.quiet();
        }
      }
    },
    stop: async () => {
      if (child.exitCode !== null) return child.exitCode;
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
      await ended;
      clearTimeout(kill);
      return child.exitCode;
    },
  };
  const end = Date.now() + startMsMax;
  while (!output.logged.some(({ event }) => event === 'started')) {
    alive();
    if (Date.now() > end) {
      child.kill('SIGKILL');
      throw new Error(`the bot did not start:\n${output.tail()}`);
    }
    await delay(lookEveryMs);
  }
  return bot;

  async function waitFor<Found>(find: () => Found | null, what: string): Promise<Found> {
    for (const end = Date.now() + settleMsMax; ; await delay(lookEveryMs)) {
      const found = find();
      if (found !== null) return found;
      alive();
      if (Date.now() > end) throw new Error(`waited for ${what}:\n${output.tail()}`);
    }
  }
}

/** Not yet acted on, on its way, or due by the clock, at an instant; and when the next post may follow the last one in its room. */
const busySql = (() => {
  const at = '(to_timestamp($1::float8 / 1000))';
  const soon = `(${at} + interval '${pauseMsMax} ms')`;
  const waiting = `from outbox join lanes using (lane) where state = 'queued' and not_before <= ${soon} and free_at <= ${soon}`;
  return `select
    (select count(*) from inbox where done_at is null and (try_at <= ${soon} or outcome is distinct from 'unreadable'))
    + (select count(*) from outbox where state = 'sending')
    + (select count(*) ${waiting} and greatest(not_before, free_at) <= ${at})
      as busy,
    (select count(*) from embargoes where next_due_at <= ${at})
    + (select count(*) from lists where next_due_at <= ${at})
    + (select count(*) from rooms where check_at <= ${at}) as due,
    (select extract(epoch from min(greatest(not_before, free_at))) * 1000 ${waiting}) as paused`;
})();

const nextDueSql = (() => {
  const at = '(to_timestamp($1::float8 / 1000))';
  return `select extract(epoch from least(
    (select min(next_due_at) from embargoes where next_due_at > ${at}),
    (select min(next_due_at) from lists where next_due_at > ${at}),
    (select min(audited_at) + interval '24 hours' from rooms where audited_at + interval '24 hours' > ${at}),
    (select min(not_before) from outbox where state = 'queued' and not_before > ${at}))) * 1000 as at`;
})();

// What says in its name that something went wrong, or is meant to.
const wrongEvents = /failed|broken|unwritable|lost|refused|unreadable|not-|no-response|no-window|no-options|unknown|claim-lost|reclaimed/;

function outputOf(child: ChildProcess) {
  const logged: LogLine[] = [];
  const all: string[] = [];
  const wrong: string[] = [];
  const marks = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      if (marks.emit(line)) return;
      all.push(line);
      const read = jsonIn(line);
      if (read !== null) logged.push(read);
      if (read === null ? line.trim() !== '' : isWrong(read)) wrong.push(line);
    });
  }
  /** What a busy bot acknowledged before it was written down is in no table yet: nothing was handled since it said so. */
  const keepsInMemory = () =>
    logged.findLastIndex(({ event }) => event === 'inbox.kept') > logged.findLastIndex(({ event }) => event === 'handled');
  /** Resolves once it has written nothing for a moment. */
  const quiet = async () => {
    for (let [lines, looks] = [-1, 0]; lines !== all.length && looks * lookEveryMs < quietMsMax; looks += 1) {
      lines = all.length;
      await delay(lookEveryMs);
    }
  };
  const marked = (mark: string) => once(marks, mark);
  return { logged, quiet, marked, wrong: () => wrong, tail: () => all.slice(-25).join('\n'), keepsInMemory };
}

const errorLevel = 50;

// A room may give the bot no right to pin its card: it says so, and goes on.
const mayBe: readonly string[] = ['matrix.not-pinned', 'slack.not-pinned'];

function isWrong(line: LogLine): boolean {
  const { event, level, outcome } = line;
  if (mayBe.includes(event)) return false;
  return wrongEvents.test(event) || Number(level) >= errorLevel || outcome === 'failed' || (event === 'bolt' && line.severity === 'error');
}

function jsonIn(line: string): LogLine | null {
  if (!line.startsWith('{')) return null;
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === 'object' && read !== null && 'event' in read ? (read as LogLine) : null;
  } catch {
    return null;
  }
}

type Asked = Order extends infer Each ? (Each extends unknown ? Omit<Each, 'id'> : never) : never;

function askingOf(child: ChildProcess): (order: Asked) => Promise<Reply['rows']> {
  const waiting = new Map<number, (reply: Reply) => void>();
  let asked = 0;
  child.on('message', (reply: Reply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  child.on('close', () => {
    for (const [id, answer] of waiting) answer({ id, rows: [], error: 'the bot has ended' });
  });
  return (order) =>
    new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, ({ rows, error }) => (error === null ? resolve(rows) : reject(new Error(error))));
      child.send({ ...order, id: asked });
    });
}
