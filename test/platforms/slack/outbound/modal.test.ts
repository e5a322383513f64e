import { expect, test } from 'vitest';
import type { Field, Form } from '../../../../src/chat/message/form.ts';
import { roomId } from '../../../../src/domain/values/ids.ts';
import { heardSubmission, newMark } from '../../../../src/platforms/slack/inbound/heard.ts';
import { readSubmission } from '../../../../src/platforms/slack/inbound/submission.ts';
import { errorsBeside, renderModal } from '../../../../src/platforms/slack/outbound/modal.ts';
import { type Json, object } from '../../../../src/platforms/slack/payload.ts';
import { ada } from '../../../rig/slack/bot.ts';
import { viewFault } from '../../../rig/slack/fake-slack-blocks.ts';
import { viewSubmission } from '../../../rig/slack/payloads.ts';

const room = roomId('slack:T1/C1');
const title: Field = {
  name: 'title',
  label: 'Title',
  hint: 'One line, seen by who acknowledged.',
  required: true,
  input: { type: 'line', maxLength: 200 },
};
const details: Field = { name: 'details', label: 'Details', hint: '', required: false, input: { type: 'long', maxLength: 40_000 } };
const outcomes = [
  { value: 'none', label: 'No issues found' },
  { value: 'bug', label: 'New bug' },
];
const outcome: Field = { name: 'outcome', label: 'Outcome', hint: '', required: true, input: { type: 'choice', options: outcomes } };
const form = (more: Partial<Form> = {}): Form => ({
  title: 'New embargo',
  words: 'create',
  submit: 'Create',
  fields: [title, details, outcome],
  values: {},
  errors: {},
  ...more,
});
const render = (more: Partial<Form> = {}) => renderModal(form(more), { room });
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
const choices = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `v${index}`, label: `L${index}` }));
const choiceOf = (count: number): Field => ({ ...outcome, input: { type: 'choice', options: choices(count) } });
const elementOf = (field: Field) => {
  const [block] = render({ fields: [field] }).blocks;
  return object(object(block).element);
};

test('a form becomes a modal that carries its words and its room and nothing else', () => {
  expect(
    render({ values: { title: 'runc', outcome: 'bug' }, errors: { '': 'The embargo ended meanwhile.', title: 'Too short.' } }),
  ).toEqual({
    type: 'modal',
    callback_id: 'form',
    private_metadata: '{"words":"create","room":"slack:T1/C1"}',
    title: plain('New embargo'),
    submit: plain('Create'),
    close: plain('Cancel'),
    blocks: [
      { type: 'section', block_id: 'error', text: plain('The embargo ended meanwhile.') },
      { type: 'section', block_id: 'error:title', text: plain('Too short.') },
      {
        type: 'input',
        block_id: 'title',
        label: plain('Title'),
        hint: plain('One line, seen by who acknowledged.'),
        optional: false,
        element: { type: 'plain_text_input', action_id: 'value', multiline: false, max_length: 200, initial_value: 'runc' },
      },
      {
        type: 'input',
        block_id: 'details',
        label: plain('Details'),
        optional: true,
        element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 3000 },
      },
      {
        type: 'input',
        block_id: 'outcome',
        label: plain('Outcome'),
        optional: false,
        element: {
          type: 'static_select',
          action_id: 'value',
          initial_option: { text: plain('New bug'), value: 'bug' },
          options: [
            { text: plain('No issues found'), value: 'none' },
            { text: plain('New bug'), value: 'bug' },
          ],
        },
      },
    ],
  });
});

test('a title of 24 characters is the title; a longer one is shortened and stands in full inside', () => {
  expect(render({ title: 't'.repeat(24) })).toMatchObject({ title: plain('t'.repeat(24)), blocks: [{ type: 'input' }, {}, {}] });
  const { title: shown, blocks } = render({ title: 't'.repeat(25) });
  expect([shown, blocks[0]]).toEqual([
    plain(`${'t'.repeat(23)}…`),
    { type: 'section', block_id: 'form:title', text: plain('t'.repeat(25)) },
  ]);
});

test('a kept text that a field cannot hold is cut, and that is said above the field', () => {
  const { blocks } = render({ fields: [title], values: { title: 'x'.repeat(40_000) } });
  expect(blocks).toMatchObject([
    {
      type: 'section',
      block_id: 'error:title',
      text: plain('Your text is too long for this field: only its beginning is below.'),
    },
    { element: { max_length: 200, initial_value: 'x'.repeat(200) } },
  ]);
});

test('100 choices are one list, 101 are grouped, and 10,001 are refused', () => {
  expect(elementOf(choiceOf(100))).toMatchObject({ options: { length: 100 } });
  const groups = elementOf(choiceOf(101)).option_groups;
  expect(groups).toMatchObject([
    { label: plain('1 to 100'), options: { length: 100 } },
    { label: plain('101 to 101'), options: [{ value: 'v100' }] },
  ]);
  expect(() => elementOf(choiceOf(10_001))).toThrow(RangeError);
});

test('words that Slack cannot carry are refused, and so is a choice', () => {
  const most = 3000 - '{"words":"","room":"slack:T1/C1"}'.length;
  expect(render({ words: 'w'.repeat(most) }).private_metadata?.length).toBe(3000);
  expect(() => render({ words: 'w'.repeat(most + 1) })).toThrow(RangeError);
  expect(() => render({ fields: [{ ...outcome, input: { type: 'choice', options: [{ value: 'v'.repeat(151), label: 'L' }] } }] })).toThrow(
    RangeError,
  );
});

test('Slack takes a modal whose texts are all too long', () => {
  const long = 'long\u0000 words\n'.repeat(400);
  const fields = [title, details, { ...outcome, input: { type: 'choice', options: [{ value: 'none', label: long }] } as const }].map(
    (field) => ({
      ...field,
      label: long,
      hint: long,
    }),
  );
  const view = render({ title: long, submit: long, fields, values: { title: long, details: long }, errors: { '': long, title: long } });
  expect(viewFault(view as unknown as Json)).toBeNull();
});

const submitted = (values: object, view: Json = render() as unknown as Json) => ({ ...view, state: { values } });

test('what was typed is read back, and an empty field is left out', () => {
  const values = {
    title: { value: { type: 'plain_text_input', value: 'runc\u0000 & co' } },
    details: { value: { type: 'plain_text_input', value: null } },
    outcome: { value: { type: 'static_select', selected_option: { value: 'bug' } } },
  };
  expect(readSubmission(submitted(values))).toEqual({
    words: 'create',
    room: 'slack:T1/C1',
    values: { title: 'runc\ufffd & co', outcome: 'bug' },
  });
  expect(readSubmission(submitted({}, renderModal(form(), { room: null }) as unknown as Json))).toEqual({
    words: 'create',
    room: null,
    values: {},
  });
});

const date: Field = {
  name: 'date',
  label: 'Disclosure date',
  hint: 'A time, such as 2026-12-03 14:00 UTC',
  required: true,
  input: { type: 'instant', maxLength: 500 },
};
const friday = '2026-12-04 14:00 UTC';
const fridayS = Date.parse('2026-12-04T14:00Z') / 1000;

test('an instant is picked from one calendar, which is needed where the instant is', () => {
  const view = render({ fields: [date] });
  expect(view.blocks).toEqual([
    {
      type: 'input',
      block_id: 'date',
      label: plain('Disclosure date'),
      hint: plain('In your own time zone.'),
      optional: false,
      element: { type: 'datetimepicker', action_id: 'value' },
    },
  ]);
  expect(viewFault(view as unknown as Json)).toBeNull();
  expect(object(render({ fields: [{ ...date, required: false }] }).blocks[0]).optional).toBe(true);
});

test('an instant that was picked stands in the calendar again', () => {
  const view = render({ fields: [date], values: { date: friday } });
  expect(object(object(view.blocks[0]).element)).toEqual({ type: 'datetimepicker', action_id: 'value', initial_date_time: fridayS });
});

test.each([
  ['in words of its own', 'tue 14:00 utc'],
  ['with a word behind it', `${friday} anyway`],
  ['on a day that there is not', '2026-19-39 14:00 UTC'],
  ['before Slack can show it', '1999-12-31 14:00 UTC'],
])('an instant that was typed %s stays in words, with how they are written', (_what, kept) => {
  const view = render({ fields: [date], values: { date: kept } });
  const [input] = view.blocks.map(object);
  expect(object(input?.element).initial_value).toBe(kept);
  expect(input?.hint).toEqual(plain('A time, such as 2026-12-03 14:00 UTC'));
  expect(viewFault(view as unknown as Json)).toBeNull();
});

test.each([
  ['what was picked', { type: 'datetimepicker', selected_date_time: fridayS }, { date: friday }],
  ['to the minute', { type: 'datetimepicker', selected_date_time: fridayS + 59 }, { date: friday }],
  ['what was typed', { type: 'plain_text_input', value: 'tue 14:00 utc' }, { date: 'tue 14:00 utc' }],
  ['nothing as no value', { type: 'datetimepicker', selected_date_time: null }, {}],
  ['what is no instant as none', { type: 'datetimepicker', selected_date_time: 1.5 }, {}],
])('of an instant is read %s', (_what, state, values) => {
  const view = render({ fields: [date] });
  expect(readSubmission(submitted({ date: { value: state } }, view as unknown as Json))?.values).toEqual(values);
});

const box: Field = {
  name: 'anyway',
  label: 'Advice',
  hint: '',
  required: false,
  input: { type: 'check', box: 'Propose this date anyway' },
};

test('a box is a yes when it is ticked, and nothing when it is not', () => {
  const option = { text: plain('Propose this date anyway'), value: 'yes' };
  const view = render({ fields: [box] });
  expect(object(object(view.blocks[0]).element)).toEqual({ type: 'checkboxes', action_id: 'value', options: [option] });
  expect(viewFault(view as unknown as Json)).toBeNull();
  const sent = (selected: object[]) =>
    readSubmission(submitted({ anyway: { value: { type: 'checkboxes', selected_options: selected } } }, view as unknown as Json))?.values;
  expect([sent([option]), sent([])]).toEqual([{ anyway: 'yes' }, {}]);
  const ticked = render({ fields: [box], values: { anyway: 'yes' } });
  expect(object(object(ticked.blocks[0]).element).initial_options).toEqual([option]);
});

test('fields of one group stand under its heading, once', () => {
  const grouped = [title, details].map((field) => ({ ...field, group: 'What it is' }));
  const view = render({ fields: [...grouped, date] });
  expect(view.blocks.map((block) => object(block).type)).toEqual(['header', 'input', 'input', 'input']);
  expect(viewFault(view as unknown as Json)).toBeNull();
});

test('what is wrong in a long form is said at its top, and beside its field', () => {
  const many = ['a', 'b', 'c'].map((name) => ({ ...title, name }));
  const errors = { date: "It's in the past." };
  const said = (view: object) =>
    (view as { blocks: unknown[] }).blocks
      .map(object)
      .flatMap(({ text, block_id }) => (text === undefined ? [] : [[block_id, object(text).text]]));
  expect(said(render({ fields: [...many, date], errors }))).toEqual([
    ['check', "Disclosure date: It's in the past."],
    ['error:date', "It's in the past."],
  ]);
  expect(said(render({ fields: [date], errors }))).toEqual([['error:date', "It's in the past."]]);
});

const which: Field = {
  name: 'embargo',
  label: 'Embargo',
  hint: '',
  required: true,
  input: { type: 'pick', from: 'embargo', maxLength: 80 },
};

test('one of what the bot knows is picked from a list that Slack asks the bot for', () => {
  const view = render({ fields: [which], values: { embargo: 'quiet-otter' } });
  expect(view.blocks).toEqual([
    {
      type: 'input',
      block_id: 'embargo',
      label: plain('Embargo'),
      optional: false,
      element: {
        type: 'external_select',
        action_id: 'pick:embargo',
        min_query_length: 0,
        initial_option: { text: plain('quiet-otter'), value: 'quiet-otter' },
      },
    },
  ]);
  expect(viewFault(view as unknown as Json)).toBeNull();
  const picked = { embargo: { 'pick:embargo': { type: 'external_select', selected_option: { value: 'calm-heron' } } } };
  expect(readSubmission(submitted(picked, view as unknown as Json))?.values).toEqual({ embargo: 'calm-heron' });
  const tooLong = render({ fields: [which], values: { embargo: 'x'.repeat(151) } });
  expect(object(object(tooLong.blocks[0]).element)).not.toHaveProperty('initial_option');
});

const who: Field = { name: 'who', label: 'Person', hint: '@name', required: true, input: { type: 'person' } };

test.each([
  ['nobody chosen before', {}, {}],
  ['a person of this workspace', { who: 'slack:T1/U2' }, { initial_user: 'U2' }],
  ['a person of an organization', { who: 'slack:E1/W2' }, { initial_user: 'W2' }],
  ['what is no person', { who: 'bob' }, {}],
  ['a person of another platform', { who: 'matrix:@bob:example.org' }, {}],
])('a person is chosen from a list of people; %s', (_what, values, initial) => {
  const view = render({ fields: [who], values });
  expect(view.blocks).toEqual([
    {
      type: 'input',
      block_id: 'who',
      label: plain('Person'),
      hint: plain('@name'),
      optional: false,
      element: { type: 'users_select', action_id: 'value', ...initial },
    },
  ]);
  expect(viewFault(view as unknown as Json)).toBeNull();
});

test('a person who was chosen is read back as the person who was kept, and nobody as no value', () => {
  const view = render({ fields: [who], values: { who: 'slack:T1/U2' } });
  const initial = object(object(view.blocks[0]).element).initial_user;
  const read = (selected_user: unknown) => {
    const values = { who: { value: { type: 'users_select', selected_user } } };
    const submission = viewSubmission(ada, { ...view, id: 'V1' }, values, 't.1');
    return heardSubmission(submission, { owner: 'T1', team: 'T1', enterprise: null, botUser: 'U0BOT' }, 0, newMark())?.said;
  };
  expect(read(initial)).toEqual({ type: 'form', words: 'create', values: { who: 'slack:T1/U2' } });
  expect(read(null)).toEqual({ type: 'form', words: 'create', values: {} });
});

test.each([
  ['nothing', undefined],
  ['the view of another', { callback_id: 'other', private_metadata: '{"words":"create","room":null}' }],
  ['one without metadata', { callback_id: 'form' }],
  ['metadata that is no JSON', { callback_id: 'form', private_metadata: 'x' }],
  ['a room that is none', { callback_id: 'form', private_metadata: '{"words":"create","room":"everywhere"}' }],
  ['words that are none', { callback_id: 'form', private_metadata: '{"words":7,"room":null}' }],
])('%s is not a form of ours', (_what, view) => {
  expect(readSubmission(view)).toBeNull();
});

test('an error stands at its field, and at the first where the modal has no such field', () => {
  const view = render({ errors: { '': 'x' } });
  expect(errorsBeside(view, { outcome: 'Choose one.', '': 'It ended.', gone: 'Not here.' })).toEqual({
    outcome: 'Choose one.',
    title: 'It ended. Not here.',
  });
  expect(errorsBeside({ blocks: 'none' }, { '': 'It ended.' })).toEqual({});
});
