// docs/architecture.md is true: its table of rooms is the import test's, what it names is there, and its examples touch what it says.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { rooms } from './rooms.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${root}docs/architecture.md`, 'utf8');
const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(`${root}src/${path}`, 'utf8') }));

/** The cells of the rows of the table with these columns. */
function table(columns: string): string[][] {
  const lines = page.split('\n');
  const start = lines.indexOf(`| ${columns} |`) + 2;
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  const cells = (row: string) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
  return lines.slice(start, start + length).map(cells);
}

const quoted = (text = '') => [...text.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? '');

test('its rooms are those of the import test, with what they may import', () => {
  const shown = table('room | what is in it | may import').map(([room, , may]) => [quoted(room)[0], quoted(may)]);
  expect(shown).toEqual(Object.entries(rooms));
});

test('every folder of src is shown, and each that is shown is there', () => {
  const folders = [...new Set(sources.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)))].filter((folder) => folder !== '');
  const within = table('folder | what is in it').map(([folder]) => quoted(folder)[0] ?? '');
  // A folder of nothing but rooms is shown by these.
  const roomless = folders.filter((folder) =>
    sources.some(({ path }) => path.slice(0, path.lastIndexOf('/') + 1) === folder && !(path in rooms)),
  );
  expect(roomless.filter((folder) => !(folder in rooms) && !within.includes(folder))).toEqual([]);
  expect(within.filter((folder) => !folders.includes(folder))).toEqual([]);
});

test('every file that it names is there', () => {
  const named = [...page.matchAll(/`([\w./-]+\.(?:ts|txt))`/g)].map((found) => found[1] ?? '');
  const isThere = (name: string) => existsSync(`${root}${name}`) || sources.some(({ path }) => path === name || path.endsWith(`/${name}`));
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !isThere(name))).toEqual([]);
});

test('its examples touch the files that it says, and no others', () => {
  const rows = table('to add | for example | touch');
  expect(rows.length).toBe(5);
  for (const [what, example, touch] of rows) {
    const [name = ''] = quoted(example);
    const touched = sources.filter(({ text }) => text.includes(name)).map(({ path }) => path);
    const files = quoted(touch?.replace(/\([^)]*\)/g, ''));
    expect(touched.sort(), what).toEqual(files.sort());
  }
});
