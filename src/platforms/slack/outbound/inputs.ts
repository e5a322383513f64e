// The fields of a form as inputs of a modal.
import type { types } from '@slack/bolt';
import type { Choice, Field, FieldInput, Form, PickFrom } from '../../../chat/message/form.ts';
import { limits } from '../limits.ts';
import { pieces, printable, printableLine, shortened } from '../text.ts';

export const formCallback = 'form';
const inputAction = 'value';
const cutNote = 'Your text is too long for this field: only its beginning is below.';

const calendarMark = ':calendar';
/** The name of the calendar beside a field, and whether a name is one. */
export const calendarOf = (name: string): string => `${name}${calendarMark}`;
export const isCalendar = (name: string): boolean => name.endsWith(calendarMark);

const pickAction = /^pick:(embargo|distributor)$/;
/** What a select is filled from; null when it is none that is filled by the bot. */
export function pickedFrom(action: string): PickFrom | null {
  const from = pickAction.exec(action)?.[1];
  return from === 'embargo' || from === 'distributor' ? from : null;
}

/** The blocks of one field: what was wrong with it, its input, and for an instant the calendar beside it. */
export function fieldBlocks(field: Field, form: Form): types.KnownBlock[] {
  const { element, wasCut } = inputElement(field.input, form.values[field.name]);
  const error = [form.errors[field.name], wasCut ? cutNote : undefined].filter((part) => part !== undefined).join(' ');
  const instant = field.input.type === 'instant';
  return [
    ...sections(`error:${field.name}`, error),
    // Either will do for an instant, so Slack can ask for neither: the bot's own check does.
    input(field.name, field.label, field.hint, field.required && !instant, element),
    ...(instant ? [calendar(field, form.values[field.name])] : []),
  ];
}

function input(name: string, label: string, hint: string, required: boolean, element: types.InputBlockElement): types.InputBlock {
  const shown = printable(hint);
  return {
    type: 'input',
    block_id: name,
    label: plain(label, limits.inputLabel),
    ...(shown === '' ? {} : { hint: plain(shown, limits.inputHint) }),
    optional: !required,
    element,
  };
}

function calendar({ name, required }: Field, kept: string | undefined): types.InputBlock {
  const at = /^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/.test(kept ?? '')
    ? Date.parse((kept ?? '').replace(' UTC', 'Z').replace(' ', 'T')) / 1000
    : 0;
  // Slack wants ten digits.
  const initial = at >= 1e9 && at < 1e10 ? { initial_date_time: at } : {};
  const hint = `In your own time zone. ${required ? 'Fill in one of the two; what' : 'What'} you type above wins.`;
  return input(calendarOf(name), 'or from the calendar', hint, false, { type: 'datetimepicker', action_id: inputAction, ...initial });
}

function inputElement(input: FieldInput, kept: string | undefined): { element: types.InputBlockElement; wasCut: boolean } {
  switch (input.type) {
    case 'instant':
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
  const groups = Array.from({ length: Math.ceil(shown.length / limits.optionsPerSelect) }, (_, index) => {
    const from = index * limits.optionsPerSelect;
    const group = shown.slice(from, from + limits.optionsPerSelect);
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
