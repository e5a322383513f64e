import { afterEach, expect, test } from 'vitest';
import type { Form } from '../../src/chat/message/form.ts';
import { actions, heading, instant, line } from '../../src/chat/message/message.ts';
import { waysToAnswer } from '../../src/chat/message/questions.ts';
import { type Bot, secret, startBot, toAda, toRoom } from './slack/bot.ts';
import { slackRig } from './slack/rig.ts';
import { overHttp } from './slack/transport.ts';

let bot: Bot;
afterEach(() => bot.stop());

const form: Form = {
  title: 'A form with a long title, for once',
  words: 'date reject quiet-otter',
  submit: 'Send',
  fields: [
    { name: 'why', label: 'Why', hint: 'One line', required: true, input: { type: 'line', maxLength: 20 } },
    {
      name: 'who',
      label: 'Who',
      hint: '',
      required: false,
      input: {
        type: 'choice',
        options: [
          { value: 'a', label: 'Ada' },
          { value: 'b', label: 'Bob' },
        ],
      },
    },
  ],
  values: { who: 'b' },
  errors: { who: 'Choose again.', '': 'The date moved meanwhile.' },
};
const news = [
  line('at ', instant(Date.parse('2024-01-31T20:00Z'))),
  actions({ label: 'Yes', words: 'date accept' }, { label: 'No', words: 'date reject' }),
];
const start = async () => {
  bot = await startBot({ check: (_words, { why }) => (why === 'x' ? { why: 'Say more.' } : null) });
  let told: () => Promise<unknown> = async () => undefined;
  const rig = slackRig({
    fake: bot.fake,
    transport: overHttp(() => `http://127.0.0.1:${bot.slack.port()}/slack/events`, secret),
    settle: async () => void (await told()),
    people: { ada: { user: 'U1', tz: 'Europe/Berlin' }, bob: { user: 'U2' } },
    rooms: { '#oci-private': 'C1' },
  });
  const tell = (next: typeof told) => {
    told = next;
  };
  return { rig, tell, said: () => bot.heard.map(({ room, said }) => ({ room, said })) };
};

test('commands, mentions and presses are typed as in Slack, and what is seen is printed', async () => {
  const { rig, tell, said } = await start();
  tell(() => bot.post(toRoom, news));
  expect(await rig.say('ada', null, '/embargo who @bob <b>')).toEqual([
    'bot → #oci-private: at Wed, Jan 31, 2024, 20:00 UTC',
    '  [1] Yes  [2] No',
  ]);
  tell(() => bot.post(toAda('C1'), [line('only you'), ...news.slice(0, 1)]));
  expect(await rig.say('bob', null, '2')).toEqual([
    'bot → ada in #oci-private: only you',
    '  at Wed, Jan 31, 2024, 20:00 UTC (9:00 PM your time)',
  ]);
  tell(async () => undefined);
  await rig.say('ada', { type: 'direct' }, 'owe');
  expect(await rig.say('ada', null, '3')).toEqual(["  ! There's no [3] to press: the last message with buttons has 1 to 2."]);
  expect(said()).toEqual([
    { room: 'slack:T1/C1', said: { type: 'words', text: 'who slack:T1/U2 <b>' } },
    { room: 'slack:T1/C1', said: { type: 'words', text: 'date reject' } },
    { room: null, said: { type: 'words', text: 'owe' } },
  ]);
});

test('an edit shows what is new; in a room it is overlooked by whoever presses, in a direct message it is not', async () => {
  const { rig, tell, said } = await start();
  let card: string | null = null;
  let direct: string | null = null;
  tell(async () => {
    card = await bot.post(toRoom, [heading('card'), actions({ label: 'A', words: 'old card' })]);
    direct = await bot.post(toAda(null), [heading('step 1'), actions({ label: 'A', words: 'step 1' })]);
  });
  await rig.say('ada', null, 'status');
  tell(() => bot.post(toRoom, [heading('card'), line('new'), actions({ label: 'A', words: 'new card' })], { replaces: card }));
  expect(await rig.say('ada', null, 'status')).toEqual(['bot ✎ #oci-private: card', '  new']);
  tell(() => bot.post(toAda(null), [heading('step 2'), actions({ label: 'A', words: 'step 2' })], { replaces: direct }));
  expect(await rig.say('ada', null, '1')).toEqual(['bot ✎ ada: step 2', '  [1] A']);
  tell(() => bot.slack.remove(toAda(null), direct ?? ''));
  expect(await rig.say('ada', null, '1')).toEqual(['bot ✎ ada: (deleted)']);
  await rig.say('ada', null, '1');
  expect(
    said()
      .slice(2)
      .map(({ said }) => said),
  ).toEqual(['step 1', 'step 2', 'new card'].map((text) => ({ type: 'words', text })));
});

test('a form is answered line by line, and comes back with what was wrong in it', async () => {
  const { rig, tell, said } = await start();
  tell(async () => bot.heard.length === 1 && bot.slack.ask(toAda('C1'), form, bot.heard[0]?.trigger ?? null, 'row-1'));
  expect(await rig.say('ada', null, 'date reject')).toEqual([
    'bot → ada (form): A form with a long title, for once',
    '  ! The date moved meanwhile.',
    '  ! Who: Choose again.',
    `  (${waysToAnswer})`,
    '  Why?',
  ]);
  tell(async () => undefined);
  expect(await rig.say('ada', null, 'x')).toEqual(['  Who (optional) [Bob]?', '    1 Ada', '    2 Bob']);
  expect(await rig.say('ada', null, '1')).toEqual(['  ! Why: Say more.', '  Why [x]?']);
  expect(await rig.say('ada', null, 'too early')).toEqual([]);
  expect(said().at(-1)).toEqual({ room: 'slack:T1/C1', said: { type: 'form', words: form.words, values: { why: 'too early', who: 'a' } } });
});
