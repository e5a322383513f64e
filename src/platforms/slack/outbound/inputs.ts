// The fields of a form as inputs of a modal.
import type { types } from '@slack/bolt';
import { type Choice, checked, type Field, type FieldInput, type Form, type PickFrom } from '../../../chat/message/form.ts';
import { batches } from '../../../domain/values/batches.ts';
import { limits } from '../limits.ts';
import { pieces, printable, printableLine, shortened } from '../text.ts';

export const formCallback = 'form';
const inputAction = 'value';
const cutNote = 'Your text is too long for this field: only its beginning is below.';

const pickAction = /^pick:(embargo|distributor)$/;
/** What a select is filled from; null when it is none that is filled by the bot. */
export function pickedFrom(action: string): PickFrom | null {
  const from = pickAction.exec(action)?.[1];
  return from === 'embargo' || from === 'distributor' ? from : null;
}

/** The blocks of one field: what was wrong with it, and its input. */
export function fieldBlocks(field: Field, form: Form): types.KnownBlock[] {
  const { element, wasCut } = inputElement(field.input, form.values[field.name]);
  const error = [form.errors[field.name], wasCut ? cutNote : undefined].filter((part) => part !== undefined).join(' ');
  // A calendar needs no example of how a date is written.
  const hint = printable(element.type === 'datetimepicker' ? 'In your own time zone.' : field.hint);
  const input: types.InputBlock = {
    type: 'input',
    block_id: field.name,
    label: plain(field.label, limits.inputLabel),
    ...(hint === '' ? {} : { hint: plain(hint, limits.inputHint) }),
    optional: !field.required,
    element,
  };
  return [...sections(`error:${field.name}`, error), input];
}

/** The instant that a calendar shows at first; null when words were kept that it can't show. */
function initialOf(kept: string): { readonly initial_date_time?: number } | null {
  if (kept === '') return {};
  const at = utcMinute.test(kept) ? Date.parse(kept.replace(' UTC', 'Z').replace(' ', 'T')) / 1000 : 0;
  // Slack wants ten digits.
  return at >= 1e9 && at < 1e10 ? { initial_date_time: at } : null;
}

const utcMinute = /^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/;

function inputElement(input: FieldInput, kept: string | undefined): { element: types.InputBlockElement; wasCut: boolean } {
  switch (input.type) {
    case 'instant': {
      const initial = initialOf(kept ?? '');
      if (initial === null) return textInput(input, kept ?? '');
      return { element: { type: 'datetimepicker', action_id: inputAction, ...initial }, wasCut: false };
    }
    case 'check': {
      const box = options([{ value: checked, label: input.box }]);
      const start = kept === checked ? { initial_options: box } : {};
      return { element: { type: 'checkboxes', action_id: inputAction, options: box, ...start }, wasCut: false };
    }
    case 'line':
    case 'long':
      return textInput(input, kept ?? '');
    case 'pick': {
      const initial = kept ? options([{ value: kept, label: kept }])[0] : undefined;
      const start = initial === undefined ? {} : { initial_option: initial };
      return { element: { type: 'external_select', action_id: `pick:${input.from}`, min_query_length: 0, ...start }, wasCut: false };
    }
    case 'person': {
      // Slack's list offers this workspace's people; what was chosen before stands as `slack:T1/U2`.
      const chosen = /^slack:[^/]+\/([UW][A-Z0-9]+)$/.exec(kept ?? '')?.[1];
      const initial = chosen === undefined ? {} : { initial_user: chosen };
      return { element: { type: 'users_select', action_id: inputAction, ...initial }, wasCut: false };
    }
    case 'choice':
      return { element: select(input.options, kept), wasCut: false };
    default:
      return input satisfies never;
  }
}

function textInput({ type, maxLength }: Extract<FieldInput, { type: 'instant' | 'line' | 'long' }>, kept: string) {
  const max = Math.min(maxLength, limits.inputText);
  const multiline = type === 'long';
  const text = multiline ? printable(kept) : printableLine(kept);
  const initial = pieces(text, max)[0];
  const value = initial === undefined ? {} : { initial_value: initial };
  const element: types.PlainTextInput = { type: 'plain_text_input', action_id: inputAction, multiline, max_length: max, ...value };
  return { element, wasCut: text.length > max };
}

/** Choices as Slack shows them; those whose value Slack cannot carry are left out. */
export function options(choices: readonly Choice[]): types.PlainTextOption[] {
  const carried = choices.filter(({ value }) => value !== '' && value.length <= limits.optionValue);
  return carried.map(({ label, value }) => ({ text: plain(label, limits.optionText), value }));
}

function select(choices: readonly Choice[], kept: string | undefined): types.StaticSelect {
  const shown = options(choices);
  if (shown.length < choices.length) throw new RangeError('a choice is too long for a modal');
  if (choices.length > limits.optionsPerSelect * limits.optionGroupsPerSelect)
    throw new RangeError('a form has too many choices for a modal');
  const initial = shown.find((option) => option.value === kept);
  const start = { type: 'static_select', action_id: inputAction, ...(initial === undefined ? {} : { initial_option: initial }) } as const;
  if (shown.length <= limits.optionsPerSelect) return { ...start, options: shown };
  const groups = batches(shown, limits.optionsPerSelect).map((group, index) => {
    const from = index * limits.optionsPerSelect;
    return { label: plain(`${from + 1} to ${from + group.length}`, limits.optionText), options: group };
  });
  return { ...start, option_groups: groups };
}

/** A text as blocks of its own. */
export function sections(name: string, text: string): types.SectionBlock[] {
  return pieces(printable(text), limits.blockText).map((piece, index) => ({
    type: 'section',
    block_id: index === 0 ? name : `${name}#${index}`,
    text: { type: 'plain_text', text: piece, emoji: false },
  }));
}

/** A text object, which must not be empty. */
export function plain(text: string, max: number): types.PlainTextElement {
  return { type: 'plain_text', text: shortened(printableLine(text), max) || '…', emoji: false };
}
