// What questions cost that people ask each day: what runs, not what ever was. A list with 20,000 embargoes that have ended against one with ten, ten running on each.
import { randomBytes, randomUUID } from 'node:crypto';
import { asc } from 'drizzle-orm';
import { createSteppedBot, type SteppedBot } from '../../src/bot.ts';
import type { Database } from '../../src/db/connection/client.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { embargoes } from '../../src/db/schema.ts';
import { type PersonId, personId, type RoomId, roomId } from '../../src/domain/values/ids.ts';
import { clockOf, hourMs } from '../../src/domain/values/time.ts';
import type { Engine } from '../../src/engine.ts';
import type { Platform, Receive } from '../../src/platforms/platform.ts';
import { codenameOf, copies, freeCodename } from '../setup/filled.ts';
import { readsOf } from '../setup/reads.ts';
import { type Figure, quantile, ratioFigure } from './figures.ts';

const rounds = 9;
const running = 10;
const few = 10;
const many = 20_000;
const start = Date.parse('2024-01-17T09:00Z');
const ada = personId('terminal:ada') as PersonId;
const bob = personId('terminal:bob') as PersonId;
const room = roomId('terminal:#oci-private') as RoomId;

type Question = { readonly name: string; readonly by: PersonId; readonly words: string; readonly most?: number; readonly undone?: string };
const more = 1.3;
/** Who asks what. RUNS: one that runs; GONE: one that ended long ago. `most`: the goal, where it is another one. `undone`: what ada says afterwards. */
const questions: readonly Question[] = [
  { name: 'note', by: bob, words: 'note RUNS it crashes' },
  { name: 'status', by: bob, words: 'status RUNS' },
  { name: 'status of what ended long ago', by: bob, words: 'status GONE' },
  { name: 'an unknown codename', by: bob, words: `status ${freeCodename}` },
  { name: 'list', by: bob, words: 'list' },
  { name: 'todo', by: bob, words: 'todo' },
  { name: 'home', by: bob, words: 'home' },
  // It has twice as many rows to show.
  { name: 'list all', by: ada, words: 'list all', most: 2 },
  { name: 'members health', by: ada, words: 'members health' },
  {
    name: 'people remove',
    by: ada,
    words: 'people remove terminal:carol',
    undone: 'people add terminal:carol representative Rhombus name=carol',
  },
];

type Place = {
  readonly database: Database;
  readonly ended: number;
  readonly runs: string;
  say(by: PersonId, words: string): Promise<void>;
};

/** Two empty databases of one server. The one keyring of this process must be set. */
export async function asking(fewUrl: string, manyUrl: string): Promise<Figure[]> {
  const places = [await filled(fewUrl, few), await filled(manyUrl, many)] as const;
  const figures: Figure[] = [];
  for (const { name, by, words, most = more, undone } of questions) {
    const samples: [number[], number[]] = [[], []];
    const counts: string[] = [];
    // The first round of each warms up.
    for (let round = 0; round <= rounds; round += 1)
      for (const [index, place] of places.entries()) {
        const typed = words.replace('RUNS', place.runs).replace('GONE', codenameOf(Math.floor(place.ended / 2)));
        const begun = performance.now();
        const { statements, rows } = await readsOf(() => place.say(by, typed));
        const ms = performance.now() - begun;
        if (undone !== undefined) await place.say(ada, undone);
        if (round > 0) samples[index]?.push(ms);
        if (round === 1) counts.push(`${statements} statements, ${rows} rows`);
      }
    const figure = ratioFigure(`${name}, median`, quantile(samples[1], 0.5), quantile(samples[0], 0.5), most, 'ms');
    figures.push({ ...figure, value: `${figure.value}; ${counts[1]} against ${counts[0]}` });
  }
  for (const { database } of places) await database.close();
  return figures;
}

/** A list with three people, and so many embargoes: two that the bot opened, one of which it ended, and copies of them. */
async function filled(url: string, ended: number): Promise<Place> {
  const database = await openDatabase({ type: 'postgres', url }, { log: () => undefined });
  const { db } = database;
  let now = start;
  let receive: Receive | null = null;
  const engine = engineOf(
    db,
    () => now,
    (into) => {
      receive = into;
    },
  );
  const bot: SteppedBot = createSteppedBot(engine);
  await bot.start();
  const say = async (by: PersonId, text: string) => {
    const said = { type: 'words', text } as const;
    await receive?.({ key: randomUUID(), at: now, by, room, trigger: null, said, names: { [by]: by.slice('terminal:'.length) } });
    await bot.settle();
  };
  const create = 'create title=t component=c versions=v exploitability=e date="2024-01-31 20:00 UTC"';
  for (const words of [
    'room adopt oci sure=yes',
    'org add Seven 7.1',
    'org add Rhombus 9',
    'people add terminal:bob representative Seven name=bob',
    'people add terminal:carol representative Rhombus name=carol',
    create,
  ])
    await say(ada, words);
  const [gone] = await db.select().from(embargoes);
  if (gone === undefined) throw new Error('nothing was opened');
  await say(bob, `ack ${gone.codename}`);
  await say(ada, `end ${gone.codename} withdrawn sure=yes a mistake`);
  now += hourMs;
  await say(ada, create);
  const runs = (await db.select().from(embargoes).orderBy(asc(embargoes.createdAt))).at(-1);
  if (runs === undefined || runs.id === gone.id) throw new Error('nothing runs');
  await say(bob, `ack ${runs.codename}`);
  await copies(db, [gone.id], { count: ended - 1, from: 1, olderMs: 2 * hourMs });
  await copies(db, [runs.id], { count: running - 1, from: ended + 1 });
  now += hourMs;
  return { database, ended, runs: runs.codename, say };
}

function engineOf(db: Database['db'], read: () => number, started: (receive: Receive) => void): Engine {
  const audit = { name: '#oci-private', faults: [] };
  const platform: Partial<Platform> = {
    name: 'terminal',
    paceMs: 0,
    roomAdmin: null,
    devices: null,
    evict: null,
    readFile: null,
    speaks: () => true,
    start: async (receive) => started(receive),
    stop: async () => undefined,
    inspect: async () => audit,
    profile: async () => null,
    pages: (message) => [message],
    post: async () => randomUUID(),
    find: async () => 'unknown',
    remove: async () => undefined,
    ask: async () => undefined,
  };
  return {
    db,
    platforms: { terminal: platform as Platform },
    admins: new Set([ada]),
    now: clockOf(read),
    random: Math.random,
    newId: randomUUID,
    newSecret: randomBytes,
    log: () => undefined,
  };
}
