// Nobody makes the bot deaf on Matrix, and it takes nothing for its own that was said to somebody else. The homeserver's side is played; what is heard is
// looked at as it is handed in.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Incoming, Receipt } from '../src/chat/heard.ts';
import { tooMuchAtOnce } from '../src/chat/trust.ts';
import { type PersonId, personId } from '../src/domain/ids.ts';
import { type Instant, minuteMs } from '../src/domain/time.ts';
import type { Choices, OpenForm } from '../src/platforms/matrix/conversation.ts';
import { begun } from '../src/platforms/matrix/conversation.ts';
import { type Ears, type EarsOptions, earsOf, type Talk } from '../src/platforms/matrix/ears.ts';
import { Refused, refusalOf } from '../src/platforms/matrix/failures.ts';
import { SendFailure } from '../src/platforms/platform.ts';
import { form } from './rig/terminal-rig.ts';

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
let nameOf: EarsOptions['nameOf'];
let ears: Ears;

beforeEach(() => {
  at = begin;
  [incoming, receipts, logs, told, tellFails, talk, choices] = [[], [], [], [], [], null, null];
  nameOf = async () => null;
  ears = earsOf({
    user,
    crypto: {
      decrypt: async (_room, raw) => ({
        ...{ type: 'read', kind: 'm.room.message', content: raw.plain as never, distrust: null, device: 'D' },
      }),
    },
    keeping: {
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
    now: () => at as Instant,
    machineNow: () => at as Instant,
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
    expect(await ears.hear([says('!embargo 99'), says('!embargo status')])).toEqual([]);
    expect([heard(), told, logs]).toEqual([['status'], [], [{ event: 'matrix.event-untold', code: (error() as SendFailure).code }]]);
  });

  test('cannot be said since the session is over: that is not passed over', async () => {
    tellFails = [refused('M_UNKNOWN_TOKEN', 401)];
    await expect(ears.hear([says('!embargo 99')])).rejects.toThrow('M_UNKNOWN_TOKEN');
  });

  test('is said ten times in ten minutes, and once more however often one of them comes again', async () => {
    const first = says('99', { room: direct });
    await ears.hear([first, ...Array.from({ length: 12 }, () => says('99', { room: direct }))]);
    expect([told.length, told.at(-1)?.lines.at(-1), told.at(-2)?.lines.length]).toEqual([10, tooMuchAtOnce, 1]);
    await ears.hear([first]);
    expect(told.at(-1)?.txn).toBe(first.event.event_id);
    at += 11 * minuteMs;
    await ears.hear([says('99', { room: direct })]);
    expect(told.length).toBe(12);
  });

  test('as the next question of a form, is tried again, and else asked when they write again: that is no answer to it', async () => {
    const open = begun(form, 'row', { room: null, thread: null }, {}).form;
    talk = { form: open, last: null, lines: [] };
    const again = () => new SendFailure('again', 'http_502');
    tellFails = [again(), again()];
    await ears.hear([says('Container breakout', { room: direct })]);
    expect(told.map(({ lines }) => lines)).toEqual([['CVE id (may be left empty)?']]);
    tellFails = [again(), again(), again()];
    await ears.hear([says('skip', { room: direct })]);
    const values = () => (talk?.form as OpenForm).questions.values;
    const before = values();
    expect(told.length).toBe(1);
    await ears.hear([says('1', { room: direct })]);
    expect([told.at(-1)?.lines[0], values()]).toEqual(['Outcome?', before]);
    await ears.hear([says('1', { room: direct })]);
    expect(told.at(-1)?.lines.at(-1)).toMatch(/^`send` sends it/);
  });
});
