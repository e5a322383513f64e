// The README is true: its tables are the code's, its transcript is the demo's, its links lead somewhere.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { whoMay } from '../../src/chat/grammar/command.ts';
import { slackManifest } from '../../src/platforms/slack/setup/manifest.ts';
import { type BotScope, botScopes, evictScopes, historyScopes } from '../../src/platforms/slack/setup/scopes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const readme = read('README.md');

/** The rows of the table that follows a heading line of these columns. */
function table(columns: string): string[] {
  const lines = readme.split('\n');
  const start = lines.indexOf(`| ${columns} |`) + 2;
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start, start + length);
}

it('lists every command as the table of commands has it', () => {
  const shown = commands.filter((command) => command.words !== 'form');
  expect(table('words | what it does | who may')).toEqual(
    shown.map((command) => `| \`${command.words}\` | ${command.help} | ${whoMay(command)} |`),
  );
});

it('shows the manifest that the code makes, and gives the reason for each scope', () => {
  expect(readme).toContain(`\`\`\`json\n${JSON.stringify(slackManifest({ mode: 'socket' }), null, 2)}\n\`\`\``);
  const row = ({ scope, why, cost }: BotScope) => `| \`${scope}\` | ${why} | ${cost} |`;
  expect(table('scope | why | with it, at most')).toEqual(botScopes.map(row));
  expect(table('with `--history` | why | with it, at most')).toEqual(historyScopes.map(row));
  expect(table('with `--evict` | why | with it, at most')).toEqual(evictScopes.map(row));
});

it('quotes the demo letter by letter', () => {
  const demo = read('test/stories/demo.txt');
  const quoted = [...readme.matchAll(/```text\n([^`]*?bot →[\s\S]*?)\n```/g)].map((found) => found[1] ?? '');
  expect(quoted.length).toBe(5);
  for (const quote of quoted) expect(demo).toContain(quote);
});

it('names a command and a test for each sentence of the policy document, and each of them exists', () => {
  const rows = table('of the document | what does it | test').map((row) => row.split('|').map((cell) => cell.trim()));
  const quoted = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? '');
  // The seven criteria, the one of the example, the four of the embargo policy's duties and more: none without a test.
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => quoted(row[3]).length === 0)).toEqual([]);
  expect(rows.flatMap((row) => quoted(row[3])).filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
  const words = commands.map((command) => command.words);
  const known = (said: string) => words.some((each) => said === each || said.startsWith(`${each} `));
  const first = rows.map((row) => quoted(row[2])).filter((said) => said.length > 0);
  expect(first.filter((said) => !said.some(known))).toEqual([]);
});

it('gives the two commands that package.json knows', () => {
  const { scripts } = JSON.parse(read('package.json'));
  expect(readme).toContain('npm ci && npm run demo');
  expect(readme).toContain('npm ci && npm test');
  const used = [...readme.matchAll(/npm run ([a-z:]+)/g)].map((found) => found[1] ?? '');
  expect(used.filter((name) => !(name in scripts))).toEqual([]);
});

it('links to what is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((found) => found[1] ?? '');
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
});
