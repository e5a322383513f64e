// Who may import whom, read from the sources. Invariants 1, 4 and 7 of the design, as far as a text search can tell.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

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

// For each folder, what its files may import: beginnings of paths under src, and packages. Of Node, only what is named.
const allowed: Readonly<Record<string, readonly string[]>> = {
  'domain/': ['domain/'],
  'chat/': [
    'chat/',
    'domain/',
    'temporal-polyfill',
    'chrono-node',
    'ae-cvss-calculator',
    'date-holidays',
    'fastest-levenshtein',
    'packageurl-js',
    'zod',
    'node:module',
  ],
  'platforms/slack/': ['platforms/slack/', 'platforms/platform.ts', 'log.ts', 'chat/', 'domain/', '@slack/', 'node:'],
  'platforms/matrix/': [
    'platforms/matrix/',
    'platforms/platform.ts',
    'log.ts',
    'chat/',
    'domain/',
    'matrix-bot-sdk',
    '@matrix-org/matrix-sdk-crypto-wasm',
    'fake-indexeddb',
    'bs58',
    'node:',
  ],
  'platforms/terminal/': ['platforms/terminal/', 'platforms/platform.ts', 'log.ts', 'chat/', 'domain/', 'node:'],
  'platforms/platform.ts': ['chat/', 'domain/'],
  // Of chat, the shapes of what is kept alone.
  'db/': [
    'db/',
    'log.ts',
    'chat/outgoing.ts',
    'chat/heard.ts',
    'chat/form.ts',
    'chat/message.ts',
    'domain/',
    'drizzle-orm',
    'pg',
    '@electric-sql/',
    'node:',
  ],
};

function forbidden(all: readonly Source[]): string[] {
  return all.flatMap((source) => {
    const folder = Object.keys(allowed).find((beginning) => source.path.startsWith(beginning));
    if (folder === undefined) return [];
    const fits = (name: string) =>
      allowed[folder]?.some((each) => name === each || (/[/:]$/.test(each) ? name.startsWith(each) : name.startsWith(`${each}/`)));
    return importsOf(source)
      .filter((name) => !fits(name))
      .map((name) => `${source.path} imports ${name}`);
  });
}

describe('who imports whom', () => {
  test('the sources are all there, and their imports are seen', () => {
    expect(sources.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['main.ts', 'domain/decide.ts', 'chat/parse.ts', 'db/client.ts', 'platforms/slack/app.ts']),
    );
    const imports = importsOf(sources.find(({ path }) => path === 'chat/calendar.ts') ?? { path: '', text: '' });
    expect(imports).toEqual(expect.arrayContaining(['node:module', 'date-holidays', 'domain/time.ts']));
  });

  test('nobody imports what they may not', () => expect(forbidden(sources)).toEqual([]));

  test.each([
    ['domain/planted.ts', "import { parse } from '../chat/parse.ts';", 'chat/parse.ts'],
    ['domain/planted.ts', "import { readFileSync } from 'node:fs';", 'node:fs'],
    ['domain/planted.ts', "export { z } from 'zod';", 'zod'],
    ['chat/planted.ts', "import type { Db } from '../db/client.ts';", 'db/client.ts'],
    ['chat/planted.ts', "const { get } = await import('node:https');", 'node:https'],
    ['chat/planted.ts', "import 'temporal-polyfill-of-another';", 'temporal-polyfill-of-another'],
    ['platforms/slack/planted.ts', "import { openDatabase } from '../../db/client.ts';", 'db/client.ts'],
    ['platforms/slack/planted.ts', "import { createTerminal } from '../terminal/platform.ts';", 'platforms/terminal/platform.ts'],
    ['platforms/terminal/planted.ts', "import { App } from '@slack/bolt';", '@slack/bolt'],
    ['db/planted.ts', "import { card } from '../chat/card.ts';", 'chat/card.ts'],
    ['db/planted.ts', "import { createSlack } from '../platforms/slack/app.ts';", 'platforms/slack/app.ts'],
    ['db/planted.ts', "const fs = createRequire(import.meta.url)('left-pad');", 'left-pad'],
  ])('a planted import is found: %s, %s', (path, text, name) => expect(forbidden([{ path, text }])).toEqual([`${path} imports ${name}`]));
});

describe('everywhere', () => {
  const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const code = sources.map(({ path, text }) => ({ path, text: withoutComments(text) }));
  const filesWith = (pattern: RegExp) => code.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

  // session.ts starts the terminal, cli/serve.ts all else; main.ts asks the doctor; the embedded database's clock is this machine's.
  const starting = ['cli/serve.ts', 'session.ts'];
  const drivers = ['db/embedded.ts'];

  test('the time of day is read where the bot is started and where the database’s clock is asked, and nowhere else', () => {
    expect(filesWith(/\bnew Date\(\s*\)|\bDate\.now\b|\bTemporal\.Now\b/)).toEqual([...drivers, ...starting, 'main.ts'].sort());
  });

  test('the timer that nobody can set is read where the database’s clock is counted on and where a lease is held, and nowhere else', () => {
    expect(filesWith(/\bperformance\.now\b/)).toEqual(['db/clock.ts', 'platforms/matrix/platform.ts']);
  });

  test('chance is asked for where the bot is started, and nowhere else', () => {
    expect(filesWith(/\bMath\.random\b/)).toEqual(['cli/serve.ts', 'session.ts']);
  });

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
