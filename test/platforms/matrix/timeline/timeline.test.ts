// Nobody makes the bot deaf on Matrix, and it takes nothing for its own that was said to somebody else. The homeserver's side is played; what is heard is
// looked at as it is handed in.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Incoming, Receipt } from '../../../../src/chat/message/heard.ts';
import { type PersonId, personId } from '../../../../src/domain/values/ids.ts';
import { clockOf, type Instant, minuteMs } from '../../../../src/domain/values/time.ts';
import type { Choices, Talk } from '../../../../src/platforms/matrix/conversation.ts';
import { begun } from '../../../../src/platforms/matrix/conversation.ts';
import { Refused, refusalOf } from '../../../../src/platforms/matrix/failures.ts';
import type { TimelineOptions } from '../../../../src/platforms/matrix/timeline/context.ts';
import { type Timeline, timelineOf } from '../../../../src/platforms/matrix/timeline/timeline.ts';
import { SendFailure } from '../../../../src/platforms/platform.ts';
import { form } from '../../../rig/terminal-rig.ts';

const user = '@embargo:example.org';
const room = '!room:example.org';
const direct = '!direct:example.org';
const bobs = personId('matrix:@bob:example.org') as PersonId;
const begin = 1_700_000_000_000;
let at: number;
let ids = 0;
let incoming: Incoming[];
let receipts: Receipt[];
let logs: unknown[];
/** How the homeserver fails where it is asked about an event. */
let fails: (raw: { readonly [key: string]: unknown }) => Error | null;
let talk: Talk | null;
let choices: { event: string; choices: Choices } | null;
let nameOf: TimelineOptions['nameOf'];
let timeline: Timeline;

beforeEach(() => {
  at = begin;
  [incoming, receipts, logs, talk, choices] = [[], [], [], null, null];
  fails = () => null;
  nameOf = async () => null;
  timeline = timelineOf({
    namesMsMax: 20,
    user,
    crypto: {
      decrypt: async (_room, raw) => {
        const error = fails(raw);
        if (error !== null) throw error;
        return { type: 'read', kind: 'm.room.message', content: raw.plain as never, distrust: null, device: 'D' };
      },
    },
    store: {
      direct: async () => ({ room: `matrix:${direct}`, talk }) as never,
      directOf: async (where) => (where === `matrix:${direct}` ? bobs : null),
      keepTalk: async (_person, kept) => {
        talk = kept as Talk | null;
      },
      choices: async (of) => (choices !== null && ('room' in of || of.event === choices.event) ? choices : null),
    },
    directs: { recognized: async () => 'other', changed: () => undefined },
    receive: async (each) => {
      incoming.push(each);
      return receipts.shift() ?? 'stored';
    },
    nameOf: (of) => nameOf(of),
    check: () => null,
    isQuestion: (words) => words === 'status',
    now: clockOf(() => at),
    machineNow: clockOf(() => at),
    heard: () => undefined,
    aside: {
      passes: () => false,
      log: (event, details) => void logs.push({ event, ...details }),
      off: new AbortController().signal,
      retryMs: 1,
    },
  });
});

type Event = { room: string; event: { event_id: string; [key: string]: unknown } };
/** `relation`: within what is encrypted and beside it, as clients have it; `beside`: as somebody on the way has it. */
function says(body: string, more: { room?: string; by?: string; relation?: object; beside?: object } = {}): Event {
  ids += 1;
  const { by = '@bob:example.org', relation, beside = relation } = more;
  const related = (to: object | undefined) => (to === undefined ? {} : { 'm.relates_to': to });
  const event = { type: 'm.room.encrypted', event_id: `$${ids}`, sender: by, origin_server_ts: at };
  const plain = { msgtype: 'm.text', body, ...related(relation) };
  return { room: more.room ?? room, event: { ...event, content: { algorithm: 'megolm', ...related(beside) }, plain } };
}
const refused = (code: string, status = 403) => new Refused(refusalOf(status, { errcode: code }));
const heard = () => incoming.flatMap((each) => ('said' in each && each.said.type === 'words' ? [each.said.text] : []));
const untaken = () => incoming.flatMap((each) => ('change' in each && each.change.type === 'untaken' ? [each.change.what] : []));

const questions = () => incoming.flatMap((each) => ('change' in each && each.change.type === 'form-question' ? [each.change.lines] : []));
const open = (): Talk => ({ form: begun(form, 'row', { room: null, thread: null }, {}, at).form, aside: [], last: null, lines: [] });
function offer(id: string, whose: string | null = null): void {
  const kept = { for: whose, room: null, thread: null, words: ['status', 'ack'], labels: ['Status', 'Acknowledge'] };
  choices = { event: id, choices: { ...kept, first: 1, at: at as Instant, until: (at + 1_000_000) as Instant } as Choices };
}

const howTo = '(`back` goes back, `skip` skips, `cancel` closes the form, `?` explains.)';

describe('a command while a form is open', () => {
  const aside = "Form set aside: New embargo. I'll keep your answer for 60 minutes: `continue` resumes it, `cancel` closes it.";
  const shown = () => timeline.hear([says('the question', { by: user, room: direct })]);

  test('is a command: the form is set aside, which is said, and goes on where it was', async () => {
    talk = open();
    await timeline.hear([says('Container breakout', { room: direct })]);
    await shown();
    await timeline.hear([says('!embargo report leak https://example.org/p it is public', { room: direct })]);
    expect(heard()).toEqual(['report leak https://example.org/p it is public']);
    expect(questions().at(-1)).toEqual([aside]);
    await timeline.hear([says('status', { room: direct })]);
    expect(heard().at(-1)).toBe('status');
    await timeline.hear([says('continue', { room: direct })]);
    expect(questions().at(-1)).toEqual(['CVE id (optional)?', howTo]);
    expect(heard()).toHaveLength(2);
    await shown();
    await timeline.hear([says('CVE-2024-21626', { room: direct })]);
    expect(talk?.form?.questions.values).toEqual({ title: 'Container breakout', cve: 'CVE-2024-21626' });
  });

  test('is set aside once, however often the command comes again', async () => {
    talk = open();
    const command = says('!embargo status', { room: direct });
    await timeline.hear([command]);
    await timeline.hear([command]);
    expect(talk).toMatchObject({ form: null, aside: [{ row: 'row' }] });
    expect(questions()).toHaveLength(1);
  });

  test('may close it where it is set aside', async () => {
    talk = open();
    await timeline.hear([says('!embargo status', { room: direct }), says('cancel', { room: direct })]);
    expect(questions().at(-1)).toEqual(['Closed: New embargo. Nothing was sent.']);
    await timeline.hear([says('continue', { room: direct })]);
    expect(heard()).toEqual(['status', 'continue']);
  });

  test('as a report without the prefix is no answer, unless it is said again', async () => {
    talk = open();
    const report = 'report public a post';
    await timeline.hear([says(report, { room: direct })]);
    expect(questions().at(-1)?.[0]).toBe("That reads like a report, so I haven't taken it as your answer yet. Nobody was told.");
    await shown();
    await timeline.hear([says(`!embargo ${report}`, { room: direct })]);
    expect(heard()).toEqual([report]);
    await timeline.hear([says('continue', { room: direct })]);
    await shown();
    await timeline.hear([says(report, { room: direct })]);
    await shown();
    await timeline.hear([says(report, { room: direct })]);
    expect(talk?.form?.questions.values).toEqual({ title: report });
  });
});

describe('a form that nobody answers', () => {
  const expired = 'Your form expired: New embargo. It waited 60 minutes, and nothing was sent. To start again: `create`.';

  test('still takes an answer just before its time is over', async () => {
    talk = open();
    at += 60 * minuteMs - 1;
    await timeline.hear([says('Container breakout', { room: direct })]);
    expect([heard(), questions()]).toEqual([[], [['CVE id (optional)?', howTo]]]);
  });

  test('expires, which is said, and what is typed then is a line as any other', async () => {
    talk = open();
    at += 60 * minuteMs;
    await timeline.hear([says('leak: https://example.org/p all of it', { room: direct })]);
    expect([heard(), questions(), talk]).toEqual([['leak: https://example.org/p all of it'], [[expired]], null]);
  });

  test('takes no number for a choice of something else', async () => {
    offer('$offered');
    talk = open();
    at += 60 * minuteMs;
    await timeline.hear([says('1', { room: direct })]);
    expect([heard(), questions()]).toEqual([[], [[expired, "I didn't take your 1."]]]);
  });
});

describe('what the bot answers', () => {
  test('is handed in to be said by the way of everything else: a number that is not there, a message that is too old, a reaction', async () => {
    offer('$offered');
    at += 2_000_000;
    const reaction = { type: 'm.reaction', content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$offered', key: '2' } } };
    await timeline.hear([says('!embargo 99'), says('1', { room: direct })]);
    offer('$offered');
    await timeline.hear([{ room, event: { ...says('').event, ...reaction } }]);
    expect(incoming.flatMap((each) => ('change' in each ? [[each.about, each.change]] : []))).toEqual([
      [
        `${bobs}~distrusted`,
        {
          type: 'untaken',
          by: bobs,
          room: `matrix:${room}`,
          what: 'no-such-choice',
          choice: { number: 99, offered: { first: 1, last: 2 } },
        },
      ],
      [`${bobs}~distrusted`, { type: 'untaken', by: bobs, room: null, what: 'old-choice' }],
      [`${bobs}~distrusted`, { type: 'untaken', by: bobs, room: `matrix:${room}`, what: 'reaction' }],
    ]);
  });

  test('as the next question of a form is handed in once, however often what it answers comes again', async () => {
    talk = open();
    const first = says('Container breakout', { room: direct });
    await timeline.hear([first]);
    expect(questions()).toEqual([['CVE id (optional)?', howTo]]);
    await timeline.hear([first]);
    expect(incoming.map(({ key }) => key)).toEqual([`matrix:${first.event.event_id}`, `matrix:${first.event.event_id}`]);
    expect(questions().at(-1)).toEqual(['CVE id (optional)?', howTo]);
  });

  test('as a question is answered by nothing that was written before it stood there: it is asked again', async () => {
    talk = open();
    await timeline.hear([says('Container breakout', { room: direct }), says('are you there?', { room: direct })]);
    expect(questions()).toEqual([
      ['CVE id (optional)?', howTo],
      ['CVE id (optional)?', howTo],
    ]);
    await timeline.hear([says('CVE id (optional)?', { by: user, room: direct }), says('skip', { room: direct })]);
    expect(questions().at(-1)?.[0]).toBe('Outcome?');
    await timeline.hear([says('Outcome?', { by: user, room: direct }), says('1', { room: direct })]);
    expect(questions().at(-1)?.at(-1)).toMatch(/^`send` sends it/);
    expect(heard()).toEqual([]);
  });
});

describe('an event for which the homeserver does not answer', () => {
  const mallory = '@mallory:example.org';
  const slow = () => new SendFailure('again', 'no_answer');

  test.each([
    ['does not answer', slow],
    ['asks for a pause', () => new SendFailure('paused', 'M_LIMIT_EXCEEDED', 60_000)],
  ])('since it %s keeps nobody else from being heard, and what its sender says next waits with it', async (_why, error) => {
    fails = (raw) => (raw.sender === mallory ? error() : null);
    const [first, second] = [says('!embargo status', { by: mallory }), says('!embargo list', { by: mallory })];
    const left = await timeline.hear([first, says('!embargo help'), second]);
    expect([heard(), left.map(({ event }) => event)]).toEqual([['help'], [first.event, second.event]]);
    expect(logs).toEqual([{ event: 'matrix.event-put-off', code: error().code }]);
    // It is not asked about with each message, but now and then.
    fails = () => null;
    expect(await timeline.hear([...left, says('!embargo owe')] as never)).toEqual(left);
    at += minuteMs;
    expect(await timeline.hear(left as never)).toEqual([]);
    expect(heard()).toEqual(['help', 'owe', 'status', 'list']);
  });

  test('is set aside after ten minutes, and its author is told', async () => {
    fails = slow;
    const first = says('!embargo status', { by: mallory });
    let left = await timeline.hear([first]);
    for (let tries = 0; left.length > 0 && tries < 20; tries += 1) {
      at += minuteMs;
      left = await timeline.hear(left as never);
    }
    expect(at - begin).toBe(10 * minuteMs);
    expect(untaken()).toEqual(['failed']);
  });

  test('since the session is over is not passed over', async () => {
    fails = () => refused('M_UNKNOWN_TOKEN', 401);
    await expect(timeline.hear([says('!embargo status')])).rejects.toThrow('M_UNKNOWN_TOKEN');
  });

  test('since it refuses it for good is set aside at once: it is nothing against the session', async () => {
    fails = (raw) => (raw.sender === mallory ? refused('M_FORBIDDEN') : null);
    expect(await timeline.hear([says('!embargo status', { by: mallory }), says('!embargo help')])).toEqual([]);
    expect([heard(), untaken()]).toEqual([['help'], ['failed']]);
  });
});

describe('a number alone in a room', () => {
  const post = (): Event => {
    const event = says('Choose.', { by: user });
    offer(event.event.event_id);
    return event;
  };

  test('right behind what the bot posted chooses a question, as often as it is said', async () => {
    await timeline.hear([says('!embargo status', { by: '@carol:example.org' }), post(), says('1'), says('1')]);
    expect([heard(), untaken()]).toEqual([['status', 'status', 'status'], []]);
  });

  test('never chooses what changes something', async () => {
    await timeline.hear([post(), says('2')]);
    expect([heard(), untaken()]).toEqual([[], ['number']]);
    await timeline.hear([says('!embargo 2')]);
    expect([heard(), untaken()]).toEqual([[], ['number', 'number']]);
  });

  test.each([
    ['in an annotation', { rel_type: 'm.annotation', event_id: '$1', key: 'x' }],
    ['in a reference', { rel_type: 'm.reference', event_id: '$1' }],
    ['in a relation of a new kind', { rel_type: 'org.example.new', event_id: '$1' }],
    ['by a reply', { 'm.in_reply_to': { event_id: '$1' } }],
  ])('is asked about where somebody wrote %s since', async (_how, relation) => {
    await timeline.hear([post(), says('how many are we?', { by: '@carol:example.org', relation }), says('1')]);
    expect([heard(), untaken()]).toEqual([[], ['number']]);
  });

  test.each([
    ['in a thread', { rel_type: 'm.thread', event_id: '$1' }],
    ['by an edit', { rel_type: 'm.replace', event_id: '$1' }],
  ])('is taken where somebody wrote %s since', async (_how, relation) => {
    await timeline.hear([post(), says('how many are we?', { by: '@carol:example.org', relation }), says('1')]);
    expect([heard(), untaken()]).toEqual([['status'], []]);
  });

  test('is asked about where people wrote shortly before the bot did, and taken once that is long ago', async () => {
    await timeline.hear([says('how many are we?', { by: '@carol:example.org' })]);
    at += 4 * minuteMs;
    await timeline.hear([post(), says('1')]);
    expect([heard(), untaken()]).toEqual([[], ['number']]);
    at += 6 * minuteMs;
    await timeline.hear([post(), says('1')]);
    expect([heard(), untaken()]).toEqual([['status'], ['number']]);
  });

  test('is asked about where it could not be read when it came', async () => {
    await timeline.hear([post()]);
    await timeline.hear([{ ...says('1'), since: at as Instant } as Event]);
    expect([heard(), untaken()]).toEqual([[], ['number']]);
  });
});

describe('which message a choice answers', () => {
  const reply = (event: string) => ({ 'm.in_reply_to': { event_id: event } });

  test.each([
    ['a room', room],
    ['their direct room', direct],
  ])('is what was encrypted, in %s', async (_where, where) => {
    offer('$offered');
    await timeline.hear([says('2', { room: where, relation: reply('$offered') })]);
    await timeline.hear([says('2', { room: where, relation: reply('$offered'), beside: reply('$another') })]);
    await timeline.hear([says('accept it', { room: where, relation: reply('$another'), beside: reply('$offered') })]);
    expect([heard().slice(0, 2), untaken()]).toEqual([['ack', 'ack'], []]);
  });

  test.each([
    ['a room', room],
    ['their direct room', direct],
  ])('is not what stands beside the ciphertext, in %s: it is said why', async (_where, where) => {
    offer('$offered');
    await timeline.hear([says('2', { room: where, beside: reply('$offered') })]);
    await timeline.hear([says('> <@embargo:example.org> Choose.\n\n2', { room: where, beside: reply('$offered') })]);
    expect([heard(), untaken()]).toEqual([[], ['unencrypted-reply', 'unencrypted-reply']]);
  });

  test('is what a number that changes something has to say, or a label or a yes; what only asks, and a command, have not', async () => {
    offer('$offered', 'matrix:@bob:example.org');
    await timeline.hear([says('2', { room: direct }), says('1', { room: direct }), says('acknowledge', { room: direct })]);
    await timeline.hear([says('yes', { room: direct }), says('ack', { room: direct })]);
    expect([heard(), untaken()]).toEqual([
      ['status', 'acknowledge', 'ack'],
      ['number', 'number'],
    ]);
  });

  test('is chosen by a reply with its label, or a yes where one does something at once', async () => {
    offer('$offered', 'matrix:@bob:example.org');
    for (const typed of ['Acknowledge', 'yes', 'ok.']) await timeline.hear([says(typed, { room: direct, relation: reply('$offered') })]);
    expect([heard(), untaken()]).toEqual([['ack', 'ack', 'ack'], []]);
    offer('$toall');
    await timeline.hear([says('ok', { relation: reply('$toall') })]);
    expect(heard()).toHaveLength(3);
  });

  test('is no more to be taken from beside the ciphertext where something is corrected', async () => {
    const first = says('!embargo ack');
    await timeline.hear([first, says('!embargo status', { beside: { rel_type: 'm.replace', event_id: first.event.event_id } })]);
    expect(incoming.map((each) => ('said' in each ? [each.said, each.corrects] : null))).toEqual([
      [{ type: 'words', text: 'ack' }, undefined],
      [{ type: 'words', text: 'status' }, undefined],
    ]);
  });
});

describe('the names of whom a message mentions', () => {
  test('are asked at once, ten of them, and not waited for longer than a moment', async () => {
    const askedFor: string[] = [];
    nameOf = (of) => {
      askedFor.push(of);
      return of === '@bob:example.org' ? Promise.resolve('Bob') : new Promise(() => undefined);
    };
    const many = Array.from({ length: 600 }, (_, index) => `@p${index}:slow.example.org`).join(' ');
    await timeline.hear([says(`!embargo invite ${many}`), says('!embargo status')]);
    expect([new Set(askedFor).size, heard().at(-1)]).toEqual([10, 'status']);
    expect(incoming.map((each) => ('said' in each ? each.names : null))).toEqual([{ [bobs]: 'Bob' }, { [bobs]: 'Bob' }]);
  });

  test('are not asked for where a message is not for the bot, nor believed', async () => {
    const askedFor: string[] = [];
    nameOf = async (of) => {
      askedFor.push(of);
      return null;
    };
    const clear = says('!embargo status @carol:example.org');
    await timeline.hear([
      says('@carol:example.org look'),
      { room, event: { ...clear.event, type: 'm.room.message', content: clear.event.plain } },
    ]);
    expect([askedFor, heard()]).toEqual([[], []]);
  });
});

test('what can never be stored, together with its edit, is set aside: its author hears of it, and the next one is heard', async () => {
  const first = says('!embargo ack');
  const relation = { rel_type: 'm.replace', event_id: first.event.event_id };
  const edit = says('* !embargo status', { relation });
  const plain = { ...(edit.event.plain as object), 'm.new_content': { msgtype: 'm.text', body: '!embargo status' } };
  receipts = ['stored', 'unwritable', 'repeated', 'unwritable', 'repeated', 'unwritable'];
  await timeline.hear([first, { room, event: { ...edit.event, plain } }, says('!embargo list')]);
  expect(heard().at(-1)).toBe('list');
  expect(untaken()).toEqual(['failed']);
  expect(incoming.at(-2)?.key).toBe(`matrix:${first.event.event_id}~failed`);
  expect(logs.length).toBe(3);
});
