// The documents are true: their tables are the code's, the transcript is the demo's, their links lead somewhere, what they tell people to type exists.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { unaliased } from '../../src/chat/find-command.ts';
import { codenamesIn, parse } from '../../src/chat/parse.ts';
import type { Instant } from '../../src/domain/values/time.ts';
import { slackManifest } from '../../src/platforms/slack/setup/manifest.ts';
import { type BotScope, botScopes, evictScopes, historyScopes } from '../../src/platforms/slack/setup/scopes.ts';
import { commandsPage } from './commands-page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const inFolder = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const documents = [...inFolder('.'), ...inFolder('docs')].sort();

/** The rows of the table that follows a heading line of these columns. */
function table(path: string, columns: string): string[] {
  const lines = read(path).split('\n');
  const start = lines.indexOf(`| ${columns} |`) + 2;
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start, start + length);
}

it('list every command as the table of commands has it', () => {
  expect(read('docs/commands.md')).toBe(commandsPage());
});

it('show the manifest that the code makes, and give the reason for each scope', () => {
  const page = 'docs/slack.md';
  expect(read(page)).toContain(`\`\`\`json\n${JSON.stringify(slackManifest({ mode: 'socket' }), null, 2)}\n\`\`\``);
  const row = ({ scope, why, cost }: BotScope) => `| \`${scope}\` | ${why} | ${cost} |`;
  expect(table(page, 'scope | why | with it, at most')).toEqual(botScopes.map(row));
  expect(table(page, 'with `--history` | why | with it, at most')).toEqual(historyScopes.map(row));
  expect(table(page, 'with `--evict` | why | with it, at most')).toEqual(evictScopes.map(row));
});

it('quote the demo letter by letter', () => {
  const [demo, readme] = [read('test/stories/demo.txt'), read('README.md')];
  const quoted = [...readme.matchAll(/```text\n([^`]*?bot →[\s\S]*?)\n```/g)].map((found) => found[1] ?? '');
  expect(quoted.length).toBe(1);
  for (const quote of quoted) expect(demo).toContain(quote);
});

it('name a command and a test for each sentence of the policy document, and each of them exists', () => {
  const rows = table('docs/policy.md', 'of the document | what does it | test').map((row) => row.split('|').map((cell) => cell.trim()));
  const quoted = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? '');
  // The seven criteria, the one of the example, the four of the embargo policy's duties and more: none without a test.
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => quoted(row[3]).length === 0)).toEqual([]);
  expect(rows.flatMap((row) => quoted(row[3])).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const first = rows.map((row) => quoted(row[2])).filter((said) => said.length > 0);
  expect(first.filter((said) => !said.some(isCommand))).toEqual([]);
});

const isCommand = (said: string): boolean => commands.some(({ words }) => said === words || said.startsWith(`${words} `));

describe.each(documents)('%s', (path) => {
  const text = read(path);

  it('names scripts that package.json knows', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const used = [...text.matchAll(/npm run ([a-z:]+)/g)].map((found) => found[1] ?? '');
    expect(used.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('links to what is there', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((found) => found[1] ?? '');
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });

  it('links to headings that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)].map(([, to = '', anchor = '']) => ({
      page: to === '' ? path : join(dirname(path), to),
      anchor,
    }));
    expect(links.filter(({ page, anchor }) => !anchorsOf(read(page)).includes(anchor))).toEqual([]);
  });

  it('names commands that exist', () => {
    const prose = text.replace(/```[\s\S]*?```/g, '');
    const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map((found) => unaliased((found[1] ?? '').replace(/^[/!]embargo /, '')));
    const groups = new Set(commands.map(({ words }) => words.split(' ')[0] ?? ''));
    // Of a word that begins commands and is none itself, with more behind it.
    const wrong = spans.filter((said) => /^[a-z-]+ [a-z-]+/.test(said) && groups.has(said.split(' ')[0] ?? '') && !isCommand(said));
    expect(wrong).toEqual([]);
  });

  it.skipIf(generated.has(path))('calls a command by its own name, with arguments that it takes', () => {
    const spans = [...text.replace(/```(?!embargo)[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map((found) => found[1] ?? '');
    const pasted = [...text.matchAll(/```embargo\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.split('\n'));
    const said = [...spans, ...pasted].map((each) => each.replace(/^[/!]embargo /, ''));
    // A single word may be the name of something else: a rule, a table.
    expect(said.filter((each) => /\s/.test(each) && !isCommand(each) && unaliased(each) !== each)).toEqual([]);
    const whole = said.filter((each) => isCommand(each) && !/…|does not belong to/.test(each));
    expect(whole.map(asHeard).filter((each) => parse(each, reading(each)).type === 'wrong')).toEqual([]);
  });
});

/** What GitHub calls the headings of a page in its links. */
const anchorsOf = (page: string): string[] =>
  [...page.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

// Their tables say what else may be typed.
const generated: ReadonlySet<string> = new Set(['docs/commands.md', 'docs/second-approval.md']);
/** Platforms hand people in by their ids. */
const asHeard = (line: string): string => line.replace(/(?<!\S)@(\w+)/g, 'terminal:$1');
const reading = (line: string) => ({ now: Date.parse('2026-11-20T09:00Z') as Instant, zone: null, codenames: codenamesIn(line) });

it('are short where one begins', () => {
  expect(read('README.md').split(/\s+/).length).toBeLessThan(700);
});

it('give the two commands that set everything up', () => {
  expect(read('README.md')).toContain('npm ci && npm run demo');
  expect(read('README.md')).toContain('npm ci && npm test');
});
