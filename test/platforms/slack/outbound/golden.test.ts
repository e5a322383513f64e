// What Slack is given, compared whole: one card, one form and one reminder, as they come up when the demo is played through the real Bolt app.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Json, object } from '../../../../src/platforms/slack/payload.ts';
import { playOnSlack } from '../../../rig/play.ts';
import {
  actions,
  bold,
  bullets,
  button,
  code,
  divider,
  header,
  input,
  lineEnd,
  plain,
  rich,
  section,
  text,
  when,
} from '../../../rig/slack/block-kit.ts';
import type { Call } from '../../../rig/slack/fake-slack.ts';
import { openTestDatabase, type TestDatabase } from '../../../setup/database.ts';

const story = readFileSync(new URL('../../../stories/demo.txt', import.meta.url), 'utf8').trimEnd();
let database: TestDatabase;
let calls: readonly Call[] = [];

beforeAll(async () => {
  database = await openTestDatabase('embedded');
  await playOnSlack(story, database.db, 'http', {
    inspect: (fake) => {
      calls = [...fake.calls];
    },
  });
});
afterAll(() => database.drop());

/** The first call of a method whose blocks hold all of these texts. */
function sent(method: string, ...texts: string[]): Json {
  const found = calls.find((call) => call.method === method && texts.every((text) => JSON.stringify(call.args).includes(text)));
  return object(found?.args);
}

const theDate = when(Date.parse('2024-01-31T20:00Z'), 'Wed, Jan 31, 20:00 UTC');

it('the card of an embargo under review names it by its codename and says who has done what', () => {
  const { blocks, text: push } = sent('chat.update', 'Seven Linux 7.1: testing (bob)', 'in 13 days 6 h');
  expect(push).toBe('wise-bison: status');
  expect(blocks).toEqual([
    header('wise-bison'),
    rich(
      section(
        ...[bold('Status'), text(': '), text('the date is agreed'), lineEnd],
        ...[bold('Disclosure date'), text(': '), ...theDate, text(', in 13 days 6 h')],
      ),
    ),
    divider,
    rich(section(bold('Before disclosure:'))),
    rich({
      type: 'rich_text_list',
      style: 'bullet',
      elements: [
        section(text('✓ '), text('date agreed')),
        section(text('☐ '), text('acknowledge: dave')),
        section(text('✓ '), text('patch v1 published')),
        section(text('☐ '), text('test the patch: Harbour OS 3, Nova 24, Seven Linux 7.1, Seven Linux 7.2')),
      ],
    }),
    rich(section(bold('Next: '), text('dave to acknowledge'))),
    divider,
    rich(section(bold('Acknowledged'), text(': '), text('4 of 5'))),
    rich(section(bold('Reviews of patch revision 1'))),
    bullets('Harbour OS 3: no review yet', 'Nova 24: no review yet', 'Seven Linux 7.1: testing (bob)', 'Seven Linux 7.2: no review yet'),
    actions(
      button(1, 'My to-dos', 'todo'),
      button(2, 'Acknowledge…', 'terms wise-bison'),
      button(3, 'Test the patch…', 'review wise-bison'),
      button(4, 'Details', 'details wise-bison'),
    ),
  ]);
});

it('the form of a new embargo asks for what the seed policy asks of a report, and for a date', () => {
  const { view } = sent('views.open', 'New embargo');
  expect(typeof view === 'string' ? JSON.parse(view) : view).toEqual({
    type: 'modal',
    callback_id: 'form',
    private_metadata: '{"words":"create","room":"slack:T1/C1ROOM"}',
    title: plain('New embargo'),
    submit: plain('Open embargo'),
    close: plain('Cancel'),
    blocks: [
      { ...header('What it is'), block_id: 'group:What it is' },
      input('title', 'Title', "One line: what's wrong", false, 200),
      input('component', 'Affected component', 'For example runc; several by commas, package URLs too', false, 500),
      input('versions', 'Affected versions', 'For example >= 1.0.0-rc93, <= 1.1.11', false, 2000),
      input('exploitability', 'Exploitability', 'Who can exploit it, from where, with what effect', false, 2000, true),
      input('severity', 'Severity', 'A CVSS 3.1 or 4.0 vector', true, 500),
      input('cve', 'CVE id', 'If known, such as CVE-2024-21626; one or several', true, 500),
      { ...header('Who found it'), block_id: 'group:Who found it' },
      input('reporter', 'Reporter to credit', 'Their GitHub id or name, if they want credit', true, 500),
      { ...header('When it goes public'), block_id: 'group:When it goes public' },
      {
        type: 'input',
        block_id: 'date',
        label: plain('Disclosure date'),
        hint: plain('In your own time zone.'),
        optional: false,
        element: { type: 'datetimepicker', action_id: 'value' },
      },
    ],
  });
});

it('a reminder says codename, instant and what is owed, with the button to do it, and nothing else', () => {
  const { blocks, text: push } = sent('chat.postMessage', 'in 6 days 11 h', 'acknowledge the terms');
  expect(push).toBe('wise-bison: reminder');
  expect(blocks).toEqual([
    header('wise-bison · oci list'),
    rich(section(text('Reminder. '), text('Disclosure: '), ...theDate, text(', in 6 days 11 h'), text('.'))),
    rich(section(text('Waiting on you, for Harbour OS:'))),
    rich({
      type: 'rich_text_list',
      style: 'bullet',
      elements: [
        section(
          text('acknowledge the terms'),
          text(', due '),
          ...when(Date.parse('2024-01-18T09:00Z'), 'Thu, Jan 18, 09:00 UTC'),
          text(', 7 days ago'),
        ),
      ],
    }),
    actions(button(1, 'Read the terms', 'terms wise-bison', 'primary')),
    rich(section(text('Questions? Ask ada or grace.'), text(' '), text('Later: '), code('/embargo snooze 1d'))),
  ]);
});

it('nothing that a lock screen shows names the product, the CVE or the title', () => {
  const pushed = calls.flatMap(({ method, args }) =>
    method.startsWith('chat.post') || method === 'chat.update' ? [String(args.text)] : [],
  );
  expect(pushed.length).toBeGreaterThan(50);
  expect(pushed.filter((words) => /runc|CVE|breakout|descriptor/i.test(words))).toEqual([]);
});
