// A modal must be opened within three seconds: what somebody sees when the database is slower than that.
import { afterEach, expect, test, vi } from 'vitest';
import type { Form } from '../../../../src/chat/message/form.ts';
import type { Receipt } from '../../../../src/chat/message/heard.ts';
import { line } from '../../../../src/chat/message/message.ts';
import { asksForForm } from '../../../../src/chat/understand.ts';
import { object } from '../../../../src/platforms/slack/payload.ts';
import { ada, type Bot, startBot, toAda, toRoom } from '../../../rig/slack/bot.ts';
import { closeView } from '../../../rig/slack/fake-slack-views.ts';
import { blockActions, globalShortcut, slashCommand, viewSubmission } from '../../../rig/slack/payloads.ts';

let bot: Bot;
afterEach(async () => {
  vi.useRealTimers();
  await bot.stop();
});

const form: Form = {
  title: 'New embargo',
  words: 'create',
  submit: 'Send',
  fields: [{ name: 'title', label: 'Title', hint: '', required: true, input: { type: 'line', maxLength: 200 } }],
  values: {},
  errors: {},
};
const soon = 5;
const never = 1_000_000_000;
const start = async (patienceMs: number, receive: () => Promise<Receipt> = async () => 'stored') => {
  bot = await startBot({ patienceMs, receive, willAsk: (words) => words === 'create' });
};
const says = (text: string, trigger: string) => bot.send(slashCommand(ada, 'C1', text, trigger));
const shown = () => bot.fake.slack.views.map(({ view }) => String(object(view.title).text));
const happened = () => bot.fake.slack.happenings.map(({ type }) => type);
const called = (method: string) => bot.fake.calls.filter((call) => call.method === method).length;
const windowOpened = () => vi.waitUntil(() => shown().length > 0);

test('a window asks for patience before the trigger runs out, even while nothing can be stored; the form takes its place', async () => {
  let store = (_receipt: Receipt) => {};
  const stored = new Promise<Receipt>((resolve) => {
    store = resolve;
  });
  await start(soon, () => stored);
  const trigger = bot.fake.trigger('U1');
  const answered = says('create', trigger);
  await windowOpened();
  const { view } = bot.fake.slack.views[0] ?? { view: {} };
  expect({ ...view, external_id: 'a hash' }).toEqual({
    type: 'modal',
    external_id: 'a hash',
    title: { type: 'plain_text', text: 'One moment', emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks: [
      {
        type: 'section',
        block_id: 'patience',
        text: {
          type: 'plain_text',
          text: 'The database is slow right now. Nothing is lost: your form will appear in this window.\nIf the answer is no form, it comes as a message; you may close this window then.',
          emoji: false,
        },
      },
    ],
  });
  expect(JSON.stringify(view)).not.toContain(trigger);
  store('stored');
  await answered;
  await bot.slack.ask(toAda('C1'), form, trigger, 'row-1');
  expect([shown(), happened()]).toEqual([['New embargo'], ['opened', 'updated']]);
  const [open] = bot.fake.slack.views;
  await bot.send(viewSubmission(ada, { ...open?.view, id: open?.id ?? '' }, { title: { value: { value: 'runc' } } }, 't.9'));
  expect(bot.heard.map(({ said }) => said.type)).toEqual(['words', 'form']);
});

test('a form that is there in time is opened, and nobody is asked for patience', async () => {
  await start(never);
  const trigger = bot.fake.trigger('U1');
  await says('create', trigger);
  await bot.slack.ask(toAda('C1'), form, trigger, 'row-1');
  expect([shown(), called('views.update')]).toEqual([['New embargo'], 0]);
});

test('the form finds the window of another replica', async () => {
  await start(soon);
  const trigger = bot.fake.trigger('U1');
  await says('create', trigger);
  await windowOpened();
  const other = await startBot({ apiUrl: bot.fake.url });
  await other.slack.ask(toAda('C1'), form, trigger, 'row-1');
  await other.stop();
  expect(shown()).toEqual(['New embargo']);
});

test('a window that was closed meanwhile is gone: the form is offered by a button, as without a window', async () => {
  await start(soon);
  const trigger = bot.fake.trigger('U1');
  await says('create', trigger);
  await windowOpened();
  closeView(bot.fake.slack, bot.fake.slack.views[0]?.id ?? '');
  await expect(bot.slack.ask(toAda('C1'), form, trigger, 'row-1')).rejects.toMatchObject({ kind: 'expired', code: 'exchanged_trigger_id' });
});

test('when Slack does not say whether the form took its place, it is put there once more', async () => {
  await start(soon);
  const trigger = bot.fake.trigger('U1');
  await says('create', trigger);
  await windowOpened();
  bot.fake.failNext('views.update', { type: 'lost-after' });
  await expect(bot.slack.ask(toAda('C1'), form, trigger, 'row-1')).rejects.toMatchObject({ kind: 'again' });
  await bot.slack.ask(toAda('C1'), form, trigger, 'row-1');
  expect(shown()).toEqual(['New embargo']);
});

test('a message is an answer too: no window is opened after it; a post in the room is none', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await start(1000);
  const [answered, waiting] = [bot.fake.trigger('U1'), bot.fake.trigger('U1')];
  await says('create', answered);
  await bot.post(toAda('C1'), [line('Only coordinators open embargoes.')]);
  await says('create', waiting);
  await bot.post(toRoom, [line('The date moved.')]);
  vi.advanceTimersByTime(999);
  expect(called('views.open')).toBe(0);
  vi.advanceTimersByTime(1);
  vi.useRealTimers();
  await windowOpened();
  expect(shown()).toEqual(['One moment']);
  const used = (trigger: string) => bot.fake.slack.triggers.get(trigger)?.used;
  expect([used(answered), used(waiting)]).toEqual([false, true]);
});

test('a window is opened for what will be answered by a form only: such words, typed or on a button, and shortcuts', async () => {
  await start(soon);
  const users = ['U1', 'U2', 'U3', 'U4'];
  for (const id of users) bot.fake.addUser({ id, name: id.toLowerCase() });
  const [status, press, other, leak] = users.map((user) => bot.fake.trigger(user)) as [string, string, string, string];
  const button = (user: string, value: string, trigger: string) =>
    blockActions({ user, name: user }, 'C1', '1.000001', { type: 'button', action_id: 'say:1', value }, trigger, 'http://127.0.0.1:9/');
  await says('status', status);
  await bot.send(button('U3', 'ack', other));
  await bot.send(button('U2', 'create', press));
  await bot.send(globalShortcut({ user: 'U4', name: 'U4' }, 'leak', leak));
  await vi.waitUntil(() => shown().length === 2);
  expect(bot.fake.slack.views.map(({ user }) => user).sort()).toEqual(['U2', 'U4']);
});

test('what could not even be kept opens no window: nothing will come of it', async () => {
  const receipts: Receipt[] = ['full', 'kept'];
  await start(soon, async () => receipts.shift() ?? 'stored');
  const [full, kept] = [bot.fake.trigger('U1'), bot.fake.trigger('U1')];
  await says('create', full);
  await says('create', kept);
  await windowOpened();
  expect(bot.fake.calls.flatMap(({ method, args }) => (method === 'views.open' ? [args.trigger_id] : []))).toEqual([kept]);
});

test('a trigger that is used up or too old makes no noise', async () => {
  await start(soon);
  await says('create', 'of-nobody');
  await vi.waitUntil(() => bot.logs.length > 0);
  expect([bot.logs, shown()]).toEqual([[{ event: 'slack.no-window', code: 'invalid_trigger_id' }], []]);
});

test.each([
  ['create', true],
  ['date propose quiet-otter', true],
  ['form 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed', true],
  ['create title=x', true],
  ['status', false],
  ['status quiet-otter', false],
  ['date propose quiet-otter 2026-12-03 14:00 UTC', false],
  ['nonsense', false],
  ['', false],
])('%j: whether a form is the answer is known from the words: %s', (words, asks) => {
  expect(asksForForm(words, { now: Date.parse('2026-11-23T09:00Z'), zone: null })).toBe(asks);
});
