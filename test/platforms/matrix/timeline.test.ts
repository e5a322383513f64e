// Nobody makes the bot deaf on Matrix, and it takes nothing for its own that was said to somebody else. The homeserver's side is played; what is heard is
// looked at as it is handed in.
import { beforeEach, describe, expect, test } from 'vitest';
import { tooMuchAtOnce } from '../../../src/chat/list/trust.ts';
import type { Incoming, Receipt } from '../../../src/chat/message/heard.ts';
import { type PersonId, personId } from '../../../src/domain/values/ids.ts';
import { clockOf, type Instant, minuteMs } from '../../../src/domain/values/time.ts';
import type { Choices, OpenForm, Talk } from '../../../src/platforms/matrix/conversation.ts';
import { begun } from '../../../src/platforms/matrix/conversation.ts';
import { Refused, refusalOf } from '../../../src/platforms/matrix/failures.ts';
import type { TimelineOptions } from '../../../src/platforms/matrix/timeline/context.ts';
import { type Timeline, timelineOf } from '../../../src/platforms/matrix/timeline/timeline.ts';
import { SendFailure } from '../../../src/platforms/platform.ts';
import { form } from '../../rig/terminal-rig.ts';

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
let told: { by: PersonId; lines: readonly string[]; txn: string }[];
/** What becomes of what the bot says, one after the other. */
let tellFails: Error[];
let talk: Talk | null;
let choices: { event: string; choices: Choices } | null;
let nameOf: TimelineOptions['nameOf'];
let timeline: Timeline;

beforeEach(() => {
  at = begin;
  [incoming, receipts, logs, told, tellFails, talk, choices] = [[], [], [], [], [], null, null];
  nameOf = async () => null;
  timeline = timelineOf({
    namesMsMax: 20,
    user,
    crypto: {
      decrypt: async (_room, raw) => ({
        ...{ type: 'read', kind: 'm.room.message', content: raw.plain as never, distrust: null, device: 'D' },
      }),
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
    tell: async (by, lines, txn) => {
      const error = tellFails.shift();
      if (error !== undefined) throw error;
      told.push({ by, lines, txn });
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
function says(body: string, more: { room?: string; by?: string; relation?: object } = {}): Event {
  ids += 1;
  const { by = '@bob:example.org', relation } = more;
  const related = relation === undefined ? {} : { 'm.relates_to': relation };
  const event = { type: 'm.room.encrypted', event_id: `$${ids}`, sender: by, origin_server_ts: at };
  return { room: more.room ?? room, event: { ...event, content: { algorithm: 'megolm', ...related }, plain: { msgtype: 'm.text', body } } };
}
const refused = (code: string, status = 403) => new Refused(refusalOf(status, { errcode: code }));
const heard = () => incoming.flatMap((each) => ('said' in each && each.said.type === 'words' ? [each.said.text] : []));
const untaken = () => incoming.flatMap((each) => ('change' in each && each.change.type === 'untaken' ? [each.change.what] : []));

describe('what the bot answers while it hears', () => {
  test.each([
    ['who blocks invitations', () => refused('M_INVITE_BLOCKED')],
    ['who left', () => refused('M_FORBIDDEN')],
    ['whose homeserver is slow', () => new SendFailure('again', 'no_answer')],
    ['while it says too much', () => new SendFailure('paused', 'M_LIMIT_EXCEEDED', 60_000)],
  ])('cannot be said to somebody %s: the next one is heard all the same', async (_who, error) => {
    tellFails = [error()];
    expect(await timeline.hear([says('!embargo 99'), says('!embargo status')])).toEqual([]);
    expect([heard(), told, logs]).toEqual([['status'], [], [{ event: 'matrix.event-not-told', code: (error() as SendFailure).code }]]);
  });

  test('cannot be said since the session is over: that is not passed over', async () => {
    tellFails = [refused('M_UNKNOWN_TOKEN', 401)];
    await expect(timeline.hear([says('!embargo 99')])).rejects.toThrow('M_UNKNOWN_TOKEN');
  });

  test('is said ten times in ten minutes, and once more however often one of them comes again', async () => {
    const first = says('99', { room: direct });
    await timeline.hear([first, ...Array.from({ length: 12 }, () => says('99', { room: direct }))]);
    expect([told.length, told.at(-1)?.lines.at(-1), told.at(-2)?.lines.length]).toEqual([10, tooMuchAtOnce, 1]);
    await timeline.hear([first]);
    expect(told.at(-1)?.txn).toBe(first.event.event_id);
    at += 11 * minuteMs;
    await timeline.hear([says('99', { room: direct })]);
    expect(told.length).toBe(12);
  });

  test('as the next question of a form, is tried again, and else asked when they write again: that is no answer to it', async () => {
    const open = begun(form, 'row', { room: null, thread: null }, {}).form;
    talk = { form: open, last: null, lines: [] };
    const again = () => new SendFailure('again', 'http_502');
    tellFails = [again(), again()];
    await timeline.hear([says('Container breakout', { room: direct })]);
    expect(told.map(({ lines }) => lines)).toEqual([['CVE id (may be left empty)?']]);
    tellFails = [again(), again(), again()];
    await timeline.hear([says('skip', { room: direct })]);
    const values = () => (talk as { form: OpenForm } | null)?.form.questions.values;
    const before = values();
    expect(told.length).toBe(1);
    await timeline.hear([says('1', { room: direct })]);
    expect([told.at(-1)?.lines[0], values()]).toEqual(['Outcome?', before]);
    await timeline.hear([says('1', { room: direct })]);
    expect(told.at(-1)?.lines.at(-1)).toMatch(/^`send` sends it/);
  });
});

describe('a number alone in a room', () => {
  const offered = (id: string): void => {
    const kept = { for: null, room: null, thread: null, words: ['status', 'ack'], labels: ['Status', 'Acknowledge'] };
    choices = { event: id, choices: { ...kept, first: 1, at: at as Instant, until: (at + 1_000_000) as Instant } as Choices };
  };
  const post = (): Event => {
    const event = says('Choose.', { by: user });
    offered(event.event.event_id);
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
    expect(heard()).toEqual(['ack']);
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
  expect(told.map(({ by, txn }) => [by, txn])).toEqual([[bobs, `${first.event.event_id}~aside`]]);
  expect(logs.length).toBe(3);
});
