// A small world to try the engine in: a platform that remembers what it was told to say and can be made to fail, a clock that only the test
// moves, chance that repeats itself, and a bot that works when it is told to, on a fresh database of either kind.
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { createSteppedBot, type SteppedBot } from '../../src/bot.ts';
import type { Form } from '../../src/chat/message/form.ts';
import type { Change, Heard, Incoming, Profile, Receipt, Said } from '../../src/chat/message/heard.ts';
import type { Message } from '../../src/chat/message/message.ts';
import { addressOf } from '../../src/chat/message/outgoing.ts';
import { buttonsOf, renderLines } from '../../src/chat/message/plain.ts';
import { currentKeyring } from '../../src/db/columns.ts';
import type { DatabaseKind, Db } from '../../src/db/connection/client.ts';
import * as schema from '../../src/db/schema.ts';
import type { RoomAudit, RoomFault } from '../../src/domain/list/room-audit.ts';
import { type PersonId, type PlatformName, personId, type RoomId, roomId } from '../../src/domain/values/ids.ts';
import { clockOf, type Instant } from '../../src/domain/values/time.ts';
import type { Engine } from '../../src/engine.ts';
import type { Details } from '../../src/log.ts';
import {
  type Destination,
  type FailureKind,
  type Platform,
  type Receive,
  type RoomAdmin,
  SendFailure,
} from '../../src/platforms/platform.ts';
import { openTestDatabase, type TestDatabase, truncation } from './database.ts';
import { ragged } from './ragged.ts';
import { type Rows, readRows, writeRows } from './rows.ts';

/** Wednesday, a fortnight before the demo's disclosure. */
export const start = Date.parse('2024-01-17T09:00Z');

export const person = (name: string): PersonId => personId(`terminal:${name}`) ?? (name as never);
export const room = (name: string): RoomId => roomId(`terminal:${name}`) ?? (name as never);
export const privateRoom = room('#oci-private');

/** What somebody got to see. `to` as a transcript has it: `#oci-private`, `bob`, `bob in #oci-private`. */
export type Seen = {
  readonly how: 'posted' | 'edited' | 'removed' | 'form';
  readonly to: string;
  readonly text: string;
  /** The words of its buttons. */
  readonly buttons: readonly string[];
  readonly ref: string | null;
  readonly row: string | null;
  readonly pin: boolean;
  /** The post in whose thread it is, where it is in one. */
  readonly under?: string;
};

/** fails: before it has an effect. fails-after: it has had its effect. dies: it has its effect, and nobody ever learns of it. waits: before its effect. */
export type Trouble =
  | { readonly type: 'fails' | 'fails-after'; readonly failure: unknown }
  | { readonly type: 'dies' }
  | { readonly type: 'waits'; readonly until: Promise<unknown> };
export type Call = 'inspect' | 'evict' | 'find' | 'pages' | 'post' | 'ask' | 'remove';

export type RecordingPlatform = Platform & {
  readonly seen: Seen[];
  /** Called with everything at the moment it is seen. */
  watch(watcher: (seen: Seen) => void): void;
  /** What happens to the next call of this kind; several wait for their turn. `where` leaves calls to other places alone. */
  trouble(call: Call, trouble: Trouble, where?: string): void;
  /** Resolves when a trouble happens next. */
  struck(): Promise<void>;
  faults(room: RoomId, faults: readonly RoomFault[]): void;
  /** What else is to be seen of a room: its name, who reads along, who is in it (not told until it is said here). */
  shows(room: RoomId, what: Partial<Pick<RoomAudit, 'name' | 'teams' | 'people'>>): void;
  /** Nobody can take them out of a room, and the platform's word for why. */
  holds(person: PersonId, code: string): void;
  /** Hands in what a platform notices by itself; its key is new each time. */
  notice(change: Change): Promise<Receipt>;
  /** What the platform knows of somebody when it is asked. */
  knows(profile: Profile): void;
  /** Hands in an event as a platform does. */
  hear(heard: Incoming): Promise<Receipt>;
  /** What it remembers of its posts; null where it was told anything of its own, such as to fail. */
  posts(): Posts | null;
  /** It remembers these posts, as if it had made them. */
  putPosts(posts: Posts): void;
};

export type Posts = { readonly refs: number; readonly posted: ReadonlyMap<string, string> };

export const failure = (kind: FailureKind, afterMs = 0, code = `test_${kind}`): SendFailure => new SendFailure(kind, code, afterMs);

type Page = { readonly lines: readonly string[]; readonly buttons: readonly string[] };

/** A platform in memory. `linesPerPage`: how much fits one post; `pace`: between two posts to a place; `evicts`: whether it can take people out of rooms at all; `history`: whether it lets the bot look what was posted. */
export function recordingPlatform(
  options: { linesPerPage?: number; pace?: number; history?: boolean; name?: PlatformName; roomAdmin?: RoomAdmin; evicts?: boolean } = {},
): RecordingPlatform {
  const { linesPerPage = 1000, pace = 0, history = false, name = 'terminal', roomAdmin = null, evicts = true } = options;
  const posted = new Map<string, string>();
  const seen: Seen[] = [];
  const troubles: { call: Call; trouble: Trouble; where: string | undefined }[] = [];
  let strikes: () => void = () => undefined;
  const known = new Map<PersonId, Profile>();
  const held = new Map<PersonId, string>();
  const unfit = new Map<RoomId, readonly RoomFault[]>();
  const shown = new Map<RoomId, Partial<RoomAudit>>();
  let notices = 0;
  let watcher: (seen: Seen) => void = () => undefined;
  let receive: Receive | null = null;
  let refs = 0;

  const nextTrouble = (call: Call, to: string): Trouble | null => {
    const index = troubles.findIndex((each) => each.call === call && (each.where === undefined || each.where === to));
    const [next] = index === -1 ? [] : troubles.splice(index, 1);
    if (next !== undefined) strikes();
    return next?.trouble ?? null;
  };
  const troubled = async <Result>(call: Call, to: string, effect: () => Result): Promise<Result> => {
    const trouble = nextTrouble(call, to);
    if (trouble?.type === 'fails') throw trouble.failure;
    if (trouble?.type === 'waits') await trouble.until;
    const result = effect();
    if (trouble?.type === 'fails-after') throw trouble.failure;
    return trouble?.type === 'dies' ? new Promise<Result>(() => undefined) : result;
  };
  const show = (one: Seen): void => {
    seen.push(one);
    watcher(one);
  };
  return {
    name,
    paceMs: pace,
    speaks: () => true,
    roomAdmin,
    devices: null,
    // What a file is found by is its content here, or how reading it fails.
    readFile: async function* (_by, { at }) {
      if (at.fails !== undefined) throw new SendFailure(at.fails === 'busy' ? 'again' : 'gone', at.fails);
      yield Buffer.from(at.content ?? '', 'base64');
    },
    evict: evicts
      ? (which, people) =>
          troubled('evict', nameOf(which), () => {
            const inside = shown.get(which)?.people ?? [];
            const there = people.filter((each) => inside.includes(each));
            const out = there.filter((each) => !held.has(each));
            if (out.length > 0) shown.set(which, { ...shown.get(which), people: inside.filter((each) => !out.includes(each)) });
            return { out, still: there.flatMap((each) => (held.has(each) ? [{ person: each, code: held.get(each) ?? '' }] : [])) };
          })
      : null,
    holds: (who, code) => void held.set(who, code),
    seen,
    watch: (wanted) => {
      watcher = wanted;
    },
    trouble: (call, trouble, where) => void troubles.push({ call, trouble, where }),
    struck: () =>
      new Promise((resolve) => {
        strikes = resolve;
      }),
    faults: (which, faults) => void unfit.set(which, faults),
    shows: (which, what) => void shown.set(which, { ...shown.get(which), ...what }),
    notice: (change) => {
      if (receive === null) throw new Error('the platform is not started');
      notices += 1;
      return receive({ key: `test:notice:${notices}:${randomBytes(4).toString('hex')}`, at: 0, about: aboutOf(change), change });
    },
    knows: (profile) => void known.set(profile.person, profile),
    hear: (heard) => {
      if (receive === null) throw new Error('the platform is not started');
      return receive(heard);
    },
    posts: () =>
      [troubles.length, known.size, held.size, unfit.size, shown.size].some((count) => count > 0)
        ? null
        : { refs, posted: new Map(posted) },
    putPosts: (kept) => {
      refs = kept.refs;
      posted.clear();
      for (const [key, ref] of kept.posted) posted.set(key, ref);
    },
    start: async (into) => {
      receive = into;
    },
    stop: async () => {
      receive = null;
    },
    inspect: (which, options) =>
      troubled('inspect', nameOf(which), () => {
        const { people, ...audit } = { name: nameOf(which), faults: unfit.get(which) ?? [], ...shown.get(which) };
        return options?.people === true && people !== undefined ? { ...audit, people } : audit;
      }),
    profile: async (who) => known.get(who) ?? null,
    find: ({ rowId, index, to }) =>
      troubled('find', placeOf(to), () => {
        const ref = posted.get(`${rowId}/${index}`);
        return history ? (ref === undefined ? 'no' : { ref }) : 'unknown';
      }),
    pages: (message, how) => {
      const trouble = nextTrouble('pages', '');
      if (trouble?.type === 'fails') throw trouble.failure;
      return pagesOf(message, how, linesPerPage);
    },
    post: ({ to, page, replaces, pin, rowId, index, under }) =>
      troubled('post', placeOf(to), () => {
        const { lines, buttons } = page as Page;
        refs += replaces === null ? 1 : 0;
        const ref = replaces ?? `post-${refs}`;
        posted.set(`${rowId}/${index}`, ref);
        const thread = under === undefined ? {} : { under: under.ref };
        const how = replaces === null ? 'posted' : 'edited';
        show({ how, to: placeOf(to), text: lines.join('\n'), buttons, ref, row: rowId, pin, ...thread });
        return ref;
      }),
    remove: (to, ref) =>
      troubled('remove', placeOf(to), () => show({ how: 'removed', to: placeOf(to), text: '', buttons: [], ref, row: null, pin: false })),
    ask: (to, form) =>
      troubled('ask', placeOf(to), () =>
        show({ how: 'form', to: placeOf(to), text: formText(form), buttons: [], ref: null, row: null, pin: false }),
      ),
  };
}

function aboutOf(change: Change): string {
  switch (change.type) {
    case 'room':
      return change.room;
    case 'room-moved':
      return change.to;
    case 'person':
      return change.profile.person;
    case 'uninstalled':
      return `terminal:${change.owner}`;
    case 'withdrawn':
      return `${change.by}~withdrawn`;
    case 'form-question':
      return `${change.by}~form`;
    case 'distrusted':
    case 'untaken':
      return `${change.by}~distrusted`;
    case 'unreadable':
      return `${change.by}~unreadable`;
    case 'too-much':
      return `${change.by}~too-much`;
    case 'withheld':
      return `${change.by}~withheld`;
    case 'invited':
      return change.room;
    case 'evict':
      return `${change.room}~evict`;
    case 'trouble':
      return `${change.platform}:trouble`;
    default:
      return change satisfies never;
  }
}

/** A form in short: its words, what is kept in it, what is wrong with it. */
function formText(form: Form): string {
  const values = form.fields.map(({ name }) => `${name}=${form.values[name] ?? ''}`);
  return [form.words, ...values, ...Object.entries(form.errors).map(([name, error]) => `! ${name}: ${error}`)].join('\n');
}

function pagesOf(message: Message, how: { zone: string | null; repeated: boolean }, linesPerPage: number): Page[] {
  // Cut before the mark is added, as a platform must: or what was posted before a failure would be cut elsewhere after it.
  const lines = renderLines(message, { ...how, repeated: false });
  const mark = how.repeated ? ['(repeated?)'] : [];
  const count = Math.max(1, Math.ceil(lines.length / linesPerPage));
  return Array.from({ length: count }, (_, index) => ({
    lines: [...mark, ...lines.slice(index * linesPerPage, (index + 1) * linesPerPage)],
    buttons: index === count - 1 ? buttonsOf(message) : [],
  }));
}

const nameOf = (id: PersonId | RoomId): string => id.slice(id.indexOf(':') + 1);

/** A destination as a transcript names it. */
export function placeOf(to: Destination): string {
  if (to.type === 'room') return nameOf(to.room);
  return to.room === null ? nameOf(addressOf(to)) : `${nameOf(addressOf(to))} in ${nameOf(to.room)}`;
}

export type World = {
  readonly database: TestDatabase;
  readonly db: Db;
  readonly engine: Engine;
  readonly bot: SteppedBot;
  readonly platform: RecordingPlatform;
  readonly logs: { readonly event: string; readonly details: Details }[];
  /** Moves the clock and nothing else. */
  set(at: Instant): void;
  /** Moves the clock by way of everything that is due. */
  advance(to: Instant): Promise<void>;
  /** An event, not handed in yet. Its key is new each time. */
  heard(by: string, said: string | Said, where?: RoomId | null): Heard;
  /** Somebody says something in #oci-private (or `where`; null: directly), it is acted on, and what came of it was seen. */
  say(by: string, said: string | Said, where?: RoomId | null): Promise<Seen[]>;
  /** What was seen since this was last asked. */
  news(): Seen[];
  /** Forgets what was seen so far. */
  forget(): void;
  /** Does what a test begins with, or puts it there as it was when it was done before in this process: `done` names it. */
  begin(done: string, work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

/** What a beginning left: rows, and all that a world and its platform remember. */
type Beginning = {
  readonly rows: Rows;
  readonly posts: Posts;
  readonly seen: readonly Seen[];
  readonly logs: World['logs'];
  readonly counts: { readonly ids: number; readonly keys: number; readonly drawn: number };
};
const beginnings = new Map<string, Beginning>();

/**
 * A world that nobody has spoken in yet; `ada` may found lists. `database`: one that the caller keeps; it is emptied first.
 * Replicas are further worlds `beside` one that is there. `also`: a second platform that the bot speaks on.
 */
export async function world(
  kind: DatabaseKind,
  options: {
    database?: TestDatabase;
    beside?: World;
    platform?: RecordingPlatform;
    also?: RecordingPlatform;
    at?: Instant;
    seed?: number;
    forgeable?: Engine['forgeable'];
  } = {},
): Promise<World> {
  const { beside } = options;
  const database = beside?.database ?? options.database ?? (await openTestDatabase(kind));
  if (beside === undefined && options.database !== undefined) await emptied(database.db);
  const platform = options.platform ?? recordingPlatform();
  const logs: { event: string; details: Details }[] = [];
  let clock = options.at ?? beside?.engine.now() ?? start;
  let ids = 0;
  let drawn = 0;
  const name = options.seed ?? 1;
  const draw = seeded(name);
  const engine: Engine = {
    db: database.db,
    platforms: { terminal: platform, ...(options.also === undefined ? {} : { [options.also.name]: options.also }) },
    admins: new Set([person('ada')]),
    ...(options.forgeable === undefined ? {} : { forgeable: options.forgeable }),
    now: clockOf(ragged(() => clock)),
    random: () => {
      drawn += 1;
      return draw();
    },
    newId: () => {
      ids += 1;
      return `embargo-${name}-${ids}`;
    },
    newSecret: randomBytes,
    log: (event, details = {}) => void logs.push({ event, details }),
  };
  const bot = createSteppedBot(engine);
  await bot.start();
  let read = 0;
  let keys = 0;
  const news = () => {
    const fresh = platform.seen.slice(read);
    read += fresh.length;
    return fresh;
  };
  const heard: World['heard'] = (by, said, where = privateRoom) => {
    keys += 1;
    const words: Said = typeof said === 'string' ? { type: 'words', text: said } : said;
    const names = { [person(by)]: by };
    return { key: `test:${name}:${keys}`, at: clock, by: person(by), room: where, trigger: null, said: words, names };
  };
  const set = (at: Instant) => {
    clock = at;
  };
  // What was begun with so far; null once anything else was said.
  let begun: string | null =
    beside === undefined && options.platform === undefined && options.also === undefined
      ? JSON.stringify([kind, name, clock, currentKeyring().sealing, String(options.forgeable)])
      : null;
  let begunKeys = 0;
  const begin: World['begin'] = async (done, work) => {
    const posts = platform.posts();
    const key = begun === null || posts === null || keys !== begunKeys ? null : `${begun} ${done} ${clock}`;
    const kept = key === null ? undefined : beginnings.get(key);
    if (kept !== undefined) {
      await writeRows(database.db, kept.rows);
      platform.putPosts(kept.posts);
      platform.seen.push(...kept.seen);
      news();
      logs.push(...kept.logs);
      while (drawn < kept.counts.drawn) engine.random();
      ids = kept.counts.ids;
      keys = kept.counts.keys;
    } else {
      const [seenBefore, logsBefore] = [platform.seen.length, logs.length];
      await work();
      const after = platform.posts();
      if (key !== null && after !== null)
        beginnings.set(key, {
          rows: await readRows(database.db),
          posts: after,
          seen: platform.seen.slice(seenBefore),
          logs: logs.slice(logsBefore),
          counts: { ids, keys, drawn },
        });
    }
    begun = key;
    begunKeys = keys;
  };
  return {
    begin,
    database,
    get db() {
      // Whoever asks for it may write: what is there then is nothing that was begun with before.
      begun = null;
      return database.db;
    },
    engine,
    bot,
    platform,
    logs,
    set,
    advance: (to) => bot.advance(to, set),
    heard,
    say: async (by, said, where) => {
      news();
      const receipt = await platform.hear(heard(by, said, where));
      if (receipt !== 'stored') throw new Error(`not stored but ${receipt}`);
      await bot.settle();
      return news();
    },
    news,
    forget: () => {
      platform.seen.length = 0;
      read = 0;
    },
    close: async () => {
      await bot.stop();
      if (beside === undefined && options.database === undefined) await database.drop();
    },
  };
}

/** Founds the list oci with two distributors and their people: ada coordinates, bob speaks for Seven Linux, carol for Rhombus. */
export function founded(here: World): Promise<void> {
  return here.begin('founded', () => found(here));
}

async function found(here: World): Promise<void> {
  for (const words of [
    // Whoever else is in the room is no stranger for long.
    'room adopt oci sure=yes',
    'org add "Seven Linux" 7.1 7.2',
    'org add Rhombus 9',
    'people add terminal:bob representative "Seven Linux" name=bob',
    'people add terminal:carol representative Rhombus name=carol',
  ])
    await here.say('ada', words);
}

/** An embargo that ada opens, disclosed in a fortnight; resolves to its codename. */
export async function opened(here: World, date = '2024-01-31 20:00 UTC'): Promise<string> {
  const values = {
    title: 'runc leaks a file descriptor',
    component: 'runc',
    versions: '<= 1.1.11',
    exploitability: 'from a container',
    date,
  };
  const codenames = async () =>
    (await here.database.db.select({ codename: schema.embargoes.codename }).from(schema.embargoes)).map((row) => row.codename);
  const before = await codenames();
  await here.begin(`opened ${date}`, async () => void (await here.say('ada', { type: 'form', words: 'create', values })));
  const codename = (await codenames()).find((each) => !before.includes(each));
  if (codename === undefined)
    throw new Error(`no embargo was opened: ${JSON.stringify([here.platform.seen.at(-1)?.text, here.logs.at(-1)])}`);
  here.news();
  return codename;
}

/** A world over the embedded database with a founded list and an embargo, whose terms these people have acknowledged; its database is to be dropped. */
export async function openedWorld(...acknowledged: readonly string[]): Promise<{ readonly here: World; readonly codename: string }> {
  const here = await world('embedded');
  await founded(here);
  const codename = await opened(here);
  for (const by of acknowledged) await here.say(by, `ack ${codename}`, null);
  return { here, codename };
}

/** What somebody hears when they say something directly: all texts, and the words of all buttons. */
export async function answerTo(here: World, by: string, words: string): Promise<{ readonly text: string; readonly buttons: string[] }> {
  const said = await here.say(by, words, null);
  return { text: said.map(({ text }) => text).join('\n'), buttons: said.flatMap(({ buttons }) => buttons) };
}

/** The same numbers in the same order (Park and Miller, 1988). */
export function seeded(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** What was seen as `to: first line after the codename`: enough to compare who was told what in which order. */
export function shortly(seen: readonly Seen[]): string[] {
  return seen.map(({ how, to, text }) => `${how === 'posted' ? '' : `${how} `}${to}: ${text.split('\n').slice(0, 2).join(' / ')}`);
}

/** Leaves a database with its tables and nothing in them. */
export async function emptied(db: Db): Promise<void> {
  await db.execute(sql.raw(truncation));
}
