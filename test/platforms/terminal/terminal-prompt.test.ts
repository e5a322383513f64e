import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { line } from '../../../src/chat/message/message.ts';
import { waysToAnswer } from '../../../src/chat/message/questions.ts';
import { movableClock } from '../../../src/platforms/terminal/clock.ts';
import { createTerminal } from '../../../src/platforms/terminal/platform.ts';
import { type PromptOptions, runTerminal } from '../../../src/platforms/terminal/prompt.ts';
import { openScreen } from '../../../src/platforms/terminal/screen.ts';
import { completions, type Reader, readTyped } from '../../../src/platforms/terminal/typed.ts';
import { form, message, toPerson, toRoom } from '../../rig/terminal-rig.ts';

const commands = [
  { words: 'date propose', help: 'ask for a disclosure date' },
  { words: 'date accept', help: 'agree to it' },
];

/** A terminal whose bot repeats what it hears, opens a form for `create`, and says what time it is after a move of the clock. */
function stage(input: Readable, output: Writable, more: Partial<PromptOptions> = {}) {
  const clock = movableClock({ frozenAt: Date.parse('2024-01-17T09:00Z') });
  const screen = openScreen(output);
  const waiting: (() => Promise<unknown>)[] = [];
  let keys = 0;
  const newKey = () => `k${++keys}`;
  const terminal = createTerminal({
    write: screen.write,
    colour: false,
    check: () => null,
    now: clock.now,
    newKey,
    choices: async () => [],
  });
  const post = (to: Parameters<typeof terminal.post>[0]['to'], text: string) => {
    const [page] = terminal.pages(message(line(text)), { zone: null, repeated: false });
    return terminal.post({ rowId: 'row', index: 0, to, page, replaces: null, pin: false });
  };
  const settle = async () => {
    for (const work of waiting.splice(0)) await work();
  };
  const ready = terminal.start(async (event) => {
    if ('change' in event) return 'stored';
    const { by, room, said } = event;
    const to = room === null ? toPerson(by.slice('terminal:'.length)) : ({ type: 'room', room } as const);
    if (said.type === 'words' && said.text === 'create') waiting.push(() => terminal.ask(toPerson('ada'), form, null, 'row-1'));
    else
      waiting.push(() =>
        post(to, `heard ${said.type === 'words' ? said.text : JSON.stringify(said.type === 'home' ? null : said.values)}`),
      );
    return 'stored';
  });
  const controls = {
    settle,
    now: clock.now,
    advance: async (to: number) => {
      clock.set(to);
      await post(toRoom('#oci-private'), 'time passes');
    },
  };
  const options: PromptOptions = {
    input,
    interactive: false,
    colour: false,
    screen,
    terminal,
    controls,
    commands,
    greeting: ['Hello.'],
    historyFile: null,
    pace: null,
    ...more,
  };
  return { post, run: () => ready.then(() => runTerminal(options)) };
}

async function play(story: string): Promise<{ code: number; lines: string[] }> {
  const output = new PassThrough();
  const chunks: string[] = [];
  output.on('data', (chunk) => chunks.push(String(chunk)));
  const code = await stage(Readable.from([story]), output).run();
  return { code, lines: chunks.join('').split('\n').slice(0, -1) };
}

describe('a story from standard input', () => {
  const transcript = [
    'ada in #oci-private: /embargo create',
    'bot → ada (form): New embargo',
    `  (${waysToAnswer})`,
    '  Title?',
    'ada: runc: an escape',
    '  CVE id (optional)?',
    'ada: -',
    '  Outcome?',
    '    1 No issues found',
    '    2 Skip',
    'ada: 1',
    'bot → ada: heard {"title":"runc: an escape","outcome":"none"}',
    'bob in direct: owe',
    'bot → bob: heard owe',
    'clock: +7d',
    'bot → #oci-private: time passes',
    'share #oci-private',
    '  (#oci-private is now shared with another organization)',
  ];

  test('is told as a transcript', async () => {
    const story = `# the beginning\n${transcript.filter((text) => !/^(?:bot | )/.test(text)).join('\n')}\n`;
    expect(await play(story)).toEqual({ code: 0, lines: ['# the beginning', ...transcript] });
  });

  test('is told the same when the transcript itself is played', async () => {
    expect(await play(transcript.join('\n'))).toEqual({ code: 0, lines: transcript });
  });

  test('may use the words of the prompt, and is told in lines of a story', async () => {
    expect(await play('as bob\n/embargo a\ndirect\n/embargo b\n/embargo c\nclock +1h\nas ada\n!embargo d\nexit\nada: never')).toEqual({
      code: 0,
      lines: [
        'bob in #oci-private: /embargo a',
        'bot → #oci-private: heard a',
        'bob in direct: /embargo b',
        'bot → bob: heard b',
        'bob: /embargo c',
        'bot → bob: heard c',
        'clock: +1h',
        'bot → #oci-private: time passes',
        'ada in #oci-private: !embargo d',
        'bot → #oci-private: heard d',
      ],
    });
  });

  test.each([
    ['a line that is none', 'ada owe', 'not a line of a story: ada owe'],
    ['a line with capitals', 'Ada: owe', 'not a line of a story: Ada: owe'],
    ['a command of nobody', '/embargo owe', 'not a line of a story: /embargo owe'],
    ['a place for nobody', 'direct', 'choose a speaker first: as ada'],
    ['a time gone by', 'clock: 2024-01-17T08:59Z', "The clock only goes forward. It's already Wed, Jan 17, 2024, 09:00 UTC."],
    ['a name that cannot be', 'as Bob', 'use lower-case letters and digits: as bob'],
    ['a line that would drive the terminal', 'ada\u001b[2J owe', 'not a line of a story: ada[2J owe'],
  ])('goes on after %s, says which and why, and ends with 1', async (_name, text, problem) => {
    expect(await play(`\n${text}\nada: owe`)).toEqual({
      code: 1,
      lines: [
        '',
        `  ! Line 2: ${problem}`,
        '    A line of a story looks like this: ada in #oci-private: /embargo status',
        'ada: owe',
        'bot → #oci-private: heard owe',
      ],
    });
  });

  test.each([
    ['that was written on Windows, with a mark of its bytes', '\ufeffada: a\r\nada: b\r\n'],
    ['that does not end its last line', 'ada: a\nada: b'],
  ])('%s is the same story', async (_name, story) => {
    expect(await play(story)).toEqual({
      code: 0,
      lines: ['ada: a', 'bot → #oci-private: heard a', 'ada: b', 'bot → #oci-private: heard b'],
    });
  });

  test('without a line is no transcript', async () => expect(await play('')).toEqual({ code: 0, lines: [] }));

  test('ends quietly when nobody reads its transcript any more', async () => {
    const read: string[] = [];
    const output = new Writable({
      write(chunk, _encoding, next) {
        read.push(String(chunk));
        next(read.length === 2 ? Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }) : null);
      },
    });
    const input = new PassThrough();
    input.write('ada: a\nada: b\nada: c\n'); // and the writer keeps the pipe open
    expect(await stage(input, output).run()).toBe(0);
    expect(read).toEqual(['ada: a\n', 'bot → #oci-private: heard a\n']);
  });
});

/** What somebody at the prompt sees, without the movements of the cursor. */
function prompt(more: Partial<PromptOptions> = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  let raw = '';
  const waiting: { text: string; seen: () => void }[] = [];
  const text = () => stripVTControlCharacters(raw);
  output.on('data', (chunk) => {
    raw += String(chunk);
    for (const one of waiting) if (text().includes(one.text)) one.seen();
  });
  const until = (wanted: string) =>
    new Promise<void>((resolve) => {
      if (text().includes(wanted)) resolve();
      else waiting.push({ text: wanted, seen: resolve });
    });
  const { run, post } = stage(input, output, { interactive: true, ...more });
  return { input, raw: () => raw, until, post, done: run() };
}

describe('somebody at the prompt', () => {
  test('sees who speaks, where and when, speaks as somebody else elsewhere, and leaves', async () => {
    const { input, until, done } = prompt();
    await until('ada #oci-private 2024-01-17 09:00> ');
    input.write('status\r');
    await until('bot → #oci-private: heard status');
    input.write('as bob\r');
    await until('bob #oci-private 2024-01-17 09:00> ');
    input.write('direct\r');
    await until('bob direct 2024-01-17 09:00> ');
    input.write('owe\r');
    await until('bot → bob: heard owe');
    input.write('clock +7d\r');
    await until('bob direct 2024-01-24 09:00> ');
    input.write('ada in #other: /embargo who\r');
    await until('bot → #other: heard who');
    input.write('personas\r');
    await until('ada in #other');
    input.write('exit\r');
    expect(await done).toBe(0);
  });

  test('answers an open form, even with what looks like a line of a story', async () => {
    const { input, until, done } = prompt();
    input.write('/embargo create\r');
    await until('Title?');
    await until('ada (form; cancel closes it) 2024-01-17 09:00> ');
    input.write('runc: escapes\r\r1\r');
    await until('heard {"title":"runc: escapes","outcome":"none"}');
    input.end();
    expect(await done).toBe(0);
  });

  test('keeps the line being typed when something arrives', async () => {
    const { input, raw, until, post, done } = prompt();
    await until('09:00> ');
    input.write('half a li');
    await until('half a li');
    await post(toRoom('#oci-private'), 'a reminder');
    input.write('ne\r');
    await until('heard half a line');
    expect(stripVTControlCharacters(raw())).toContain('bot → #oci-private: a reminder\nada #oci-private 2024-01-17 09:00> half a li');
    input.end();
    expect(await done).toBe(0);
  });

  test('leaves with Ctrl-C, but not with a line half typed', async () => {
    const { input, until, done } = prompt();
    await until('09:00> ');
    input.write('a secret\u0003');
    input.write('owe\r');
    await until('heard owe');
    input.write('\u0003');
    expect(await done).toBe(0);
  });

  test('is told what could not be done, and the terminal’s own words', async () => {
    const { input, until, done } = prompt();
    input.write('clock yesterday-ish\r');
    await until('The clock takes +7d, +36h, +30m or 2026-12-03T13:59Z.');
    input.write('help\r');
    await until('publish-room #room  make that room public');
    input.end();
    expect(await done).toBe(0);
  });

  test('sees colours only where they are asked for', async () => {
    const { input, raw, until, done } = prompt({ colour: true });
    await until('09:00> ');
    expect(raw()).toContain('\u001b[1mada #oci-private 2024-01-17 09:00>\u001b[0m ');
    input.end();
    await done;
  });

  test('finds earlier lines again only where a file for them is named, and nobody else reads it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'history-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const historyFile = join(folder, 'history');
    writeFileSync(historyFile, 'earlier\n', { mode: 0o644 });
    const { input, until, done } = prompt({ historyFile });
    await until('09:00> ');
    input.write('owe\r');
    await until('heard owe');
    input.write('\u001b[A\u001b[A\r'); // twice up
    await until('heard earlier');
    input.end();
    await done;
    expect([readFileSync(historyFile, 'utf8'), statSync(historyFile).mode & 0o777]).toEqual(['earlier\nowe\n', 0o600]);
  });
});

test('what arrives goes above a line that is so long that it takes three rows', () => {
  const output = new PassThrough();
  const screen = openScreen(output);
  screen.hold({ prevRows: 1, getCursorPos: () => ({ rows: 2 }), prompt: () => output.write('(typed)') });
  screen.write('a reminder');
  screen.hold(null);
  screen.write('another');
  expect(String(output.read())).toBe('\u001b[2A\u001b[1G\u001b[0Ja reminder\n(typed)another\n');
});

describe('a typed line', () => {
  const bob: Reader = { speaker: 'bob', answering: false, known: ['ada', 'bob'], story: false };
  const asked: Reader = { ...bob, answering: true };
  const byBob = (text: string) => ({ type: 'said', by: 'bob', place: null, text, written: null });

  test.each<[string, Reader, unknown]>([
    ['owe', bob, byBob('owe')],
    ['room adopt', bob, byBob('room adopt')],
    ['share', bob, byBob('share')],
    ['direct owe', bob, byBob('direct owe')],
    ['room #other', bob, { type: 'go', place: { type: 'room', name: '#other' } }],
    ['direct', bob, { type: 'go', place: { type: 'direct' } }],
    ['as ada@slack', bob, { type: 'as', persona: 'ada@slack' }],
    [
      'publish-room #other',
      bob,
      { type: 'room', room: '#other', change: { type: 'public' }, line: 'publish-room #other', told: '(#other is now public)' },
    ],
    [
      '#other is shared with T0FAR',
      bob,
      { type: 'room', room: '#other', change: { type: 'shared', team: 'T0FAR' }, line: '#other is shared with T0FAR', told: null },
    ],
    [
      'eve joins #other',
      bob,
      { type: 'room', room: '#other', change: { type: 'joined', who: 'eve' }, line: 'eve joins #other', told: null },
    ],
    ['#other is a good place', bob, { type: 'nothing' }],
    ['eve joins us', bob, byBob('eve joins us')],
    ['eve: owe', bob, { type: 'said', by: 'eve', place: null, text: 'owe', written: 'eve: owe' }],
    ['clock: +7d', bob, { type: 'clock', to: '+7d' }],
    ['# a remark', bob, { type: 'nothing' }],
    ['', bob, { type: 'nothing' }],
    ['bot → bob: heard', bob, { type: 'nothing' }],
    ['', asked, byBob('')],
    ['# 1 priority', asked, byBob('# 1 priority')],
    ['help', asked, byBob('help')],
    ['runc: an escape', asked, byBob('runc: an escape')],
    ['clock skew in runc', asked, byBob('clock skew in runc')],
    ['ada: owe', asked, { type: 'said', by: 'ada', place: null, text: 'owe', written: 'ada: owe' }],
    ['as ada', asked, { type: 'as', persona: 'ada' }],
    ['clock +7d', asked, { type: 'clock', to: '+7d' }],
    ['exit', asked, { type: 'exit' }],
  ])('%j is understood (%j)', (text, reader, typed) => expect(readTyped(text, reader)).toEqual(typed));

  test.each([
    ['date p', ['date propose '], 'date p'],
    ['/embargo date', ['date propose ', 'date accept '], 'date'],
    ['d', ['direct ', 'date propose ', 'date accept '], 'd'],
    ['as b', ['bob', 'bob@slack'], 'b'],
    ['invite @a', ['ada'], 'a'],
    ['/e', ['/embargo '], '/e'],
    ['xyz', [], 'xyz'],
  ])('%j may become %j', (begun, candidates, replaced) =>
    expect(completions(begun, commands, ['ada', 'bob', 'bob@slack'])).toEqual([candidates, replaced]),
  );
});
