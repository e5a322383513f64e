// What a message tells its reader to type is typed as it stands there: with the prefix that the place wants where it is read.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { expiredNodes } from '../../src/chat/expired.ts';
import { isCommand } from '../../src/chat/find-command.ts';
import { helpNodes } from '../../src/chat/help.ts';
import { withPrefix } from '../../src/chat/hints.ts';
import { bullets, code, field, fields, line, type Message, note, verbatim } from '../../src/chat/message/message.ts';
import { renderLines } from '../../src/chat/message/plain.ts';
import type { MatrixPage } from '../../src/platforms/matrix/render.ts';
import { createSlack } from '../../src/platforms/slack/app.ts';
import { connectMatrix } from '../rig/matrix/bot.ts';

const now = () => Date.parse('2024-01-17T09:00Z');
const as = { zone: null, repeated: false };
const message: Message = {
  push: '',
  nodes: [
    line('Too early. Another date: ', code('date propose'), '; how it stands: ', code('status quiet-otter'), '.'),
    note('Say ', code('room adopt oci'), ' there.'),
    bullets([[code('list'), ' has all']]),
    fields(field('Next', code('ack'))),
  ],
};
const with_ = (prefix: string, ofRooms = prefix) => {
  const [p, r] = [prefix === '' ? '' : `${prefix} `, ofRooms === '' ? '' : `${ofRooms} `];
  return [
    `Too early. Another date: \`${p}date propose\`; how it stands: \`${p}status quiet-otter\`.`,
    `(Say \`${r}room adopt oci\` there.)`,
    `- \`${p}list\` has all`,
    `Next: \`${p}ack\``,
  ];
};
const linesWith = (prefix: string | null, of: Message = message) =>
  renderLines(
    withPrefix(of, () => prefix),
    as,
  );

test('on Matrix it has !embargo in a room; directly, where it has to be said in a room', () => {
  const account = { userId: '@embargo:example.org', password: '', accessToken: '', deviceId: '' };
  const surroundings = { db: null as never, server: { url: 'http://127.0.0.1:1', secret: '' }, account, now, check: () => null };
  const { platform } = connectMatrix({ ...surroundings, choices: async () => [] });
  const shown = (inRoom: boolean) => platform.pages(message, { ...as, inRoom }).map((page) => (page as MatrixPage).body.split('\n'));
  expect(shown(true)).toEqual([with_('!embargo')]);
  expect(shown(false)).toEqual([with_('', '!embargo')]);
});

test.each([undefined, '/oci-embargo'])('on Slack it has the slash command, %s where another is set', (command) => {
  const dummy = { botToken: 'xoxb-1', command, mode: 'http', signingSecret: 'secret', port: 0, now, log: () => undefined } as const;
  const slack = createSlack({ ...dummy, check: () => null, choices: async () => [], willAsk: () => false } as never);
  const shown = JSON.stringify(slack.pages(message, as));
  for (const words of ['date propose', 'status quiet-otter', 'room adopt oci', 'list', 'ack'])
    expect(shown).toContain(JSON.stringify(`${command ?? '/embargo'} ${words}`));
  expect(JSON.stringify(slack.pages(message, { ...as, surface: 'home' }))).toContain(`${command ?? '/embargo'} date propose`);
});

test('in the terminal it has nothing in front', () => expect(linesWith(null)).toEqual(with_('')));

test('what is named and not to be typed, what people wrote and what is no command stay as they are', () => {
  const kept: Message = {
    push: '',
    nodes: [
      line('Say `status` to them. ', verbatim('status'), ' ', code('quiet-otter'), ' ', code('Status'), ' ', code('name="…"')),
      // It is typed on another platform than this perhaps.
      line(code('account link ABCD-EFGH')),
      ...expiredNodes('date accept'),
    ],
  };
  expect(linesWith('/embargo', kept)).toEqual(renderLines(kept, as));
  const list = helpNodes('all');
  expect(linesWith('/embargo', { push: '', nodes: list.slice(0, -1) })).toEqual(renderLines({ push: '', nodes: list.slice(0, -1) }, as));
  expect(linesWith('/embargo', { push: '', nodes: list }).at(-1)).toContain('`/embargo help date propose`');
});

test('every command of the table is known by its own words and its example', () => {
  expect(commands.filter(({ words, example }) => !isCommand(words) || !isCommand(example)).map(({ words }) => words)).toEqual([]);
});

test('whatever the sources show as code is a command, or one of these', () => {
  const root = fileURLToPath(new URL('../../src', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const shown = files.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\bcode\('([^']+)'\)/g)].map(([, text = '']) => text),
  );
  expect(shown.length).toBeGreaterThan(50);
  expect([...new Set(shown.filter((text) => !isCommand(text)))].sort()).toEqual([
    'anyway',
    'for=alias',
    'gpg --export --armor',
    'name="…"',
    'name=Bob',
    'npm run embargo -- audit verify',
    'npm run embargo -- doctor',
    'npm run embargo -- slack manifest --evict',
    'record: …',
  ]);
});
