// Who may import whom, read from the sources. Invariants 1, 4 and 7 of the design, as far as a text search can tell.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rooms } from './rooms.ts';

type Source = { readonly path: string; readonly text: string };

const root = fileURLToPath(new URL('../../src', import.meta.url));
const sources: readonly Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(root, path), 'utf8') }))
  .sort((a, b) => (a.path < b.path ? -1 : 1));

/** What a file imports: packages by name, files of ours by their path under src. */
function importsOf({ path, text }: Source): string[] {
  const found = text.matchAll(
    /\bfrom\s+'([^']+)'|\bimport\s*\(\s*'([^']+)'|\bimport\s+'([^']+)'|\brequire\)?\(\s*'([^']+)'|\bcreateRequire\([^)]*\)\('([^']+)'\)/g,
  );
  return [...found].map(([, ...names]) => {
    const name = names.find((each) => each !== undefined) ?? '';
    return name.startsWith('.') ? relative(root, join(root, path, '..', name)).replaceAll('\\', '/') : name;
  });
}

/** The room that a file is in: the nearest of those that are around it. */
const roomOf = (path: string) =>
  Object.keys(rooms)
    .filter((room) => path.startsWith(room))
    .sort((one, other) => other.length - one.length)[0];

/** Whether a room's table lets its files import something. */
function mayImport(room: string, name: string): boolean {
  const its = roomOf(name);
  if (its === room) return true;
  const fits = (each: string) => name === each || (/[/:]$/.test(each) ? name.startsWith(each) : name.startsWith(`${each}/`));
  return (rooms[room] ?? []).some(fits);
}

function forbidden(all: readonly Source[]): string[] {
  return all.flatMap((source) => {
    const room = roomOf(source.path);
    if (room === undefined) return [`${source.path} is in no room`];
    return importsOf(source)
      .filter((name) => !mayImport(room, name))
      .map((name) => `${source.path} imports ${name}`);
  });
}

/** Files that import each other, types included: each circle as its files, from the first of them by name. */
function circles(all: readonly Source[]): string[] {
  const graph = new Map(all.map((source) => [source.path, importsOf(source)]));
  const open: string[] = [];
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string) => {
    if (open.includes(path)) {
      const circle = open.slice(open.indexOf(path));
      const first = circle.indexOf([...circle].sort()[0] ?? path);
      found.push([...circle.slice(first), ...circle.slice(0, first)].join(' > '));
      return;
    }
    if (done.has(path)) return;
    open.push(path);
    for (const next of graph.get(path) ?? []) if (graph.has(next)) walk(next);
    open.pop();
    done.add(path);
  };
  for (const path of graph.keys()) walk(path);
  return found;
}

describe('who imports whom', () => {
  test('the sources are all there, and their imports are seen', () => {
    expect(sources.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['main.ts', 'domain/embargo/decide.ts', 'chat/parse.ts', 'db/connection/client.ts', 'platforms/slack/app.ts']),
    );
    const imports = importsOf(sources.find(({ path }) => path === 'chat/values/calendar.ts') ?? { path: '', text: '' });
    expect(imports).toEqual(expect.arrayContaining(['node:module', 'date-holidays', 'domain/values/time.ts']));
  });

  test('nobody imports what they may not', () => expect(forbidden(sources)).toEqual([]));

  test('every room is there, and what a table names', () => {
    const there = (name: string) => sources.some(({ path }) => path === name || (name.endsWith('/') && path.startsWith(name)));
    const ours = Object.entries(rooms).flatMap(([room, names]) => [
      room,
      ...names.filter((name) => /\.ts$|^(domain|chat|db|platforms)\//.test(name)),
    ]);
    expect(ours.filter((name) => !there(name))).toEqual([]);
  });

  // One for each wall.
  test.each([
    ['errors.ts', "import { createLog } from './log.ts';", 'log.ts'],
    ['log.ts', "import { codeOf } from './db/connection/client.ts';", 'db/connection/client.ts'],
    ['domain/values/planted.ts', "import type { List } from '../list/list.ts';", 'domain/list/list.ts'],
    ['domain/policy/planted.ts', "import type { List } from '../list/list.ts';", 'domain/list/list.ts'],
    ['domain/list/planted.ts', "import type { Embargo } from '../embargo/embargo.ts';", 'domain/embargo/embargo.ts'],
    ['domain/list/membership/planted.ts', "import type { Reason } from '../../refusal.ts';", 'domain/refusal.ts'],
    ['domain/embargo/planted.ts', "import { mayHear } from '../audience.ts';", 'domain/audience.ts'],
    ['domain/planted.ts', "import { parse } from '../chat/parse.ts';", 'chat/parse.ts'],
    ['domain/planted.ts', "import { readFileSync } from 'node:fs';", 'node:fs'],
    ['domain/planted.ts', "export { z } from 'zod';", 'zod'],
    ['chat/values/planted.ts', "import { line } from '../message/message.ts';", 'chat/message/message.ts'],
    ['chat/message/planted.ts', "import type { Intent } from '../grammar/intent.ts';", 'chat/grammar/intent.ts'],
    ['chat/grammar/planted.ts', "import { card } from '../embargo/card.ts';", 'chat/embargo/card.ts'],
    ['chat/people/planted.ts', "import { faultText } from '../list/room.ts';", 'chat/list/room.ts'],
    ['chat/list/planted.ts', "import { card } from '../embargo/card.ts';", 'chat/embargo/card.ts'],
    ['chat/list/membership/planted.ts', "import { parse } from '../../parse.ts';", 'chat/parse.ts'],
    ['chat/embargo/planted.ts', "import { refusalMessage } from '../refusals.ts';", 'chat/refusals.ts'],
    ['chat/planted.ts', "import type { Db } from '../db/connection/client.ts';", 'db/connection/client.ts'],
    ['chat/planted.ts', "const { get } = await import('node:https');", 'node:https'],
    ['chat/values/planted.ts', "import 'temporal-polyfill-of-another';", 'temporal-polyfill-of-another'],
    ['platforms/platform.ts', "import { createSlack } from './slack/app.ts';", 'platforms/slack/app.ts'],
    ['platforms/slack/planted.ts', "import type { Db } from '../../db/connection/client.ts';", 'db/connection/client.ts'],
    ['platforms/slack/inbound/planted.ts', "import { receive } from '../../../inbound/receive.ts';", 'inbound/receive.ts'],
    ['platforms/slack/planted.ts', "import { createTerminal } from '../terminal/platform.ts';", 'platforms/terminal/platform.ts'],
    ['platforms/matrix/planted.ts', "import { App } from '@slack/bolt';", '@slack/bolt'],
    ['platforms/terminal/planted.ts', "import { App } from '@slack/bolt';", '@slack/bolt'],
    ['db/schema.ts', "import type { Db } from './connection/client.ts';", 'db/connection/client.ts'],
    ['db/connection/planted.ts', "import { loadList } from '../lists.ts';", 'db/lists.ts'],
    ['db/planted.ts', "import { card } from '../chat/embargo/card.ts';", 'chat/embargo/card.ts'],
    ['db/planted.ts', "import { createSlack } from '../platforms/slack/app.ts';", 'platforms/slack/app.ts'],
    ['db/planted.ts', "const fs = createRequire(import.meta.url)('left-pad');", 'left-pad'],
    ['config.ts', "import type { Engine } from './engine.ts';", 'engine.ts'],
    ['engine.ts', "import { tick } from './scheduler/tick.ts';", 'scheduler/tick.ts'],
    ['inbound/planted.ts', "import { enqueue } from '../outbound/enqueue.ts';", 'outbound/enqueue.ts'],
    ['outbound/planted.ts', "import { dispatch } from '../handlers/dispatch.ts';", 'handlers/dispatch.ts'],
    ['handlers/planted.ts', "import { tick } from '../scheduler/tick.ts';", 'scheduler/tick.ts'],
    ['handlers/rooms/planted.ts', "import { createMatrix } from '../../platforms/matrix/platform.ts';", 'platforms/matrix/platform.ts'],
    ['scheduler/planted.ts', "import { createBot } from '../bot.ts';", 'bot.ts'],
    ['bot.ts', "import { serve } from './cli/serve.ts';", 'cli/serve.ts'],
    ['cli/planted.ts', "import { handle } from '../handlers/dispatch.ts';", 'handlers/dispatch.ts'],
    ['main.ts', "import { createBot } from './bot.ts';", 'bot.ts'],
  ])('a planted import is found: %s, %s', (path, text, name) => expect(forbidden([{ path, text }])).toEqual([`${path} imports ${name}`]));

  test('a file outside of every room is found', () => {
    expect(forbidden([{ path: 'helpers/planted.ts', text: '' }])).toEqual(['helpers/planted.ts is in no room']);
  });

  test('nobody imports in a circle, types included', () => expect(circles(sources)).toEqual([]));

  test('a planted circle is found, of three files by a type as well as of two', () => {
    const planted = [
      { path: 'domain/list/one.ts', text: "import { two } from './two.ts';" },
      { path: 'domain/list/two.ts', text: "import type { Three } from '../policy/three.ts';" },
      { path: 'domain/policy/three.ts', text: "export { one } from '../list/one.ts';" },
      { path: 'chat/b.ts', text: "import { a } from './a.ts';" },
      { path: 'chat/a.ts', text: "const { b } = await import('./b.ts');" },
    ];
    expect(circles([...sources, ...planted])).toEqual([
      'domain/list/one.ts > domain/list/two.ts > domain/policy/three.ts',
      'chat/a.ts > chat/b.ts',
    ]);
  });

  test('no room is a heap: few files in src itself, and no more in a folder than can be read at a glance', () => {
    const folders = sources.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1));
    const crowded = [...new Set(folders)].filter((folder) => folders.filter((each) => each === folder).length > (folder === '' ? 8 : 25));
    expect(crowded).toEqual([]);
  });
});

describe('everywhere', () => {
  const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const code = sources.map(({ path, text }) => ({ path, text: withoutComments(text) }));
  const filesWith = (pattern: RegExp) => code.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

  // cli/terminal-session.ts starts the terminal, cli/serve.ts all else, cli/doctor.ts looks; the embedded database's clock is this machine's.
  const starting = ['cli/serve.ts', 'cli/terminal-session.ts'];
  const drivers = ['db/connection/embedded.ts'];

  test('the time of day is read where the bot is started and where the database’s clock is asked, and nowhere else', () => {
    expect(filesWith(/\bnew Date\(\s*\)|\bDate\.now\b|\bTemporal\.Now\b/)).toEqual([...drivers, ...starting, 'cli/doctor.ts'].sort());
  });

  test('the timer that nobody can set is read where the database’s clock is counted on, where a lease is held, and for how long rows are known, and nowhere else', () => {
    expect(filesWith(/\bperformance\.now\b/)).toEqual(['db/connection/clock.ts', 'db/integrity/state.ts', 'platforms/matrix/platform.ts']);
  });

  test('chance is asked for where the bot is started, and nowhere else', () => {
    expect(filesWith(/\bMath\.random\b/)).toEqual(['cli/serve.ts', 'cli/terminal-session.ts']);
  });

  // An organisation may be called Constructor, and every object has one: a record is asked only for what it holds itself, by `own` and Object.hasOwn.
  const byChosenNames = /\.(distributors|votes|evidence|conflicts|confirmed|texts)(\?\.)?\[(?!key\])|[(!] ?\(?[a-z][\w.]* in [a-z][\w.]*\)/;

  test('no record is looked into by a name that people choose, as if it inherited nothing', () => {
    expect(filesWith(byChosenNames)).toEqual([]);
  });

  test.each(['list.distributors[id]', 'ballot?.votes?.[voter]', 'if (name in record)', '.filter((key) => !(key in after))'])(
    'such a look is found: %s',
    (text) => expect(byChosenNames.test(text)).toBe(true),
  );

  test('nothing is written to the console', () => expect(filesWith(/\bconsole\s*\./)).toEqual([]));

  test('no type is silenced', () => expect(filesWith(/\bas any\b|: any\b|<any>|as unknown as|@ts-ignore|@ts-expect-error/)).toEqual([]));

  test('every switch over a union ends in `satisfies never`', () => {
    expect(code.flatMap(({ path, text }) => openSwitches(text).map((head) => `${path}: ${head}`))).toEqual([]);
  });

  test('a switch that does not is found', () => {
    const open = "switch (fact.type) {\n  case 'a': {\n    return 1;\n  }\n  default:\n    return 2;\n}";
    const shut = "switch (fact.type) {\n  case 'a':\n    return 1;\n  default:\n    return fact satisfies never;\n}";
    expect([openSwitches(open), openSwitches(shut), openSwitches(`${shut}\n${open}`)]).toEqual([
      ['switch (fact.type)'],
      [],
      ['switch (fact.type)'],
    ]);
  });
});

/** The heads of switches over a type, a code, a state and the like, whose default is not `satisfies never`. */
function openSwitches(text: string): string[] {
  return [...text.matchAll(/switch \(([^{]*)\) \{/g)].flatMap((found) => {
    let depth = 1;
    let end = found.index + found[0].length;
    for (; depth > 0 && end < text.length; end += 1) depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0;
    const body = text.slice(found.index, end);
    return /default:\s*(\{\s*)?(return|throw)?[^;]*satisfies never/.test(body) ? [] : [found[0].slice(0, -2)];
  });
}
