// A form as a Slack modal, and back. The view carries the command's words and the room: ids and codenames, never a title or a text.
import type { types } from '@slack/bolt';
import type { Field, Form } from '../../chat/form.ts';
import { type RoomId, roomId } from '../../domain/ids.ts';
import { limits } from './limits.ts';
import { array, object, string } from './payload.ts';
import { pieces, printable, printableLine, shortened, storable } from './text.ts';

export const formCallback = 'form';
const inputAction = 'value';
const cutNote = 'Your text was longer than this field can hold: only its beginning stands below.';

/**
 * The form as a modal. `metadata` is where the command was said (room null: in a direct message).
 * Throws RangeError when the words or a choice are longer than Slack can carry, or the form has too many fields: such a form is a mistake in the code.
 */
export function renderModal(form: Form, metadata: { readonly room: RoomId | null; readonly thread?: string | undefined }): types.ModalView {
  const { room, thread } = metadata;
  const carried = JSON.stringify({ words: form.words, room, thread });
  if (carried.length > limits.privateMetadata) throw new RangeError('form words are too long for a modal');
  const title = printableLine(form.title);
  const blocks: types.KnownBlock[] = [
    ...(title.length > limits.modalTitle ? sections('form:title', title) : []),
    ...sections('error', form.errors[''] ?? ''),
    ...form.fields.flatMap((field) => fieldBlocks(field, form)),
  ];
  if (blocks.length > limits.blocksPerModal) throw new RangeError('a form has too many fields for a modal');
  return {
    type: 'modal',
    callback_id: formCallback,
    private_metadata: carried,
    title: plain(title, limits.modalTitle),
    submit: plain(form.submit, limits.modalSubmit),
    close: plain('Cancel', limits.modalSubmit),
    blocks,
  };
}

export type Submission = {
  readonly words: string;
  readonly room: RoomId | null;
  readonly thread?: string;
  readonly values: Readonly<Record<string, string>>;
};

/** What a submitted view holds; a field that was left empty is not among the values. Null when the view is none of ours. */
export function readSubmission(view: unknown): Submission | null {
  const { callback_id, private_metadata, state } = object(view);
  if (callback_id !== formCallback) return null;
  const carried = parsed(private_metadata);
  const room = carried.room === null ? null : roomId(string(carried.room) ?? '');
  if (typeof carried.words !== 'string' || (room === null && carried.room !== null)) return null;
  const typed = Object.entries(object(object(state).values)).flatMap(([name, inputs]) => {
    const input = object(object(inputs)[inputAction]);
    const user = string(input.selected_user);
    const value = user === null ? (string(input.value) ?? string(object(input.selected_option).value)) : `<@${user}>`;
    return value === null ? [] : [[name, storable(value)] as const];
  });
  const thread = string(carried.thread);
  return { words: carried.words, room, ...(thread === null ? {} : { thread }), values: Object.fromEntries(typed) };
}

/** Errors keyed as Slack wants them: an error for a field that the view does not have, or for the form as a whole, stands at its first field. */
export function errorsBeside(view: unknown, errors: Readonly<Record<string, string>>): Record<string, string> {
  const inputs = array(object(view).blocks).filter((block) => object(block).type === 'input');
  const names = inputs.flatMap((block) => string(object(block).block_id) ?? []);
  const beside: Record<string, string> = {};
  for (const [name, error] of Object.entries(errors)) {
    const at = names.includes(name) ? name : names[0];
    if (at !== undefined) beside[at] = beside[at] === undefined ? error : `${beside[at]} ${error}`;
  }
  return beside;
}

function fieldBlocks(field: Field, form: Form): types.KnownBlock[] {
  const { element, wasCut } = inputElement(field, form.values[field.name]);
  const error = [form.errors[field.name], wasCut ? cutNote : undefined].filter((part) => part !== undefined).join(' ');
  const hint = printable(field.hint);
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

function inputElement(field: Field, kept: string | undefined): { element: types.InputBlockElement; wasCut: boolean } {
  const { input } = field;
  switch (input.type) {
    case 'pick':
    case 'instant':
    case 'line':
    case 'long': {
      const max = Math.min(input.maxLength, limits.inputText);
      const text = input.type === 'long' ? printable(kept ?? '') : printableLine(kept ?? '');
      const initial = pieces(text, max)[0];
      const value = initial === undefined ? {} : { initial_value: initial };
      const multiline = input.type === 'long';
      return {
        element: { type: 'plain_text_input', action_id: inputAction, multiline, max_length: max, ...value },
        wasCut: text.length > max,
      };
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

function select(choices: readonly { readonly value: string; readonly label: string }[], kept: string | undefined): types.StaticSelect {
  if (choices.some((choice) => choice.value.length > limits.optionValue)) throw new RangeError('a choice is too long for a modal');
  if (choices.length > limits.optionsPerSelect * limits.optionGroupsPerSelect)
    throw new RangeError('a form has too many choices for a modal');
  const options = choices.map((choice) => ({ text: plain(choice.label, limits.optionText), value: choice.value }));
  const initial = options.find((option) => option.value === kept);
  const start = { type: 'static_select', action_id: inputAction, ...(initial === undefined ? {} : { initial_option: initial }) } as const;
  if (options.length <= limits.optionsPerSelect) return { ...start, options };
  const groups = Array.from({ length: Math.ceil(options.length / limits.optionsPerSelect) }, (_, index) => {
    const from = index * limits.optionsPerSelect;
    const group = options.slice(from, from + limits.optionsPerSelect);
    return { label: plain(`${from + 1} to ${from + group.length}`, limits.optionText), options: group };
  });
  return { ...start, option_groups: groups };
}

function sections(name: string, text: string): types.SectionBlock[] {
  return pieces(printable(text), limits.blockText).map((piece, index) => ({
    type: 'section',
    block_id: index === 0 ? name : `${name}#${index}`,
    text: { type: 'plain_text', text: piece, emoji: false },
  }));
}

// A text object must not be empty.
const plain = (text: string, max: number) =>
  ({ type: 'plain_text', text: shortened(printableLine(text), max) || '…', emoji: false }) as const;

function parsed(text: unknown): Readonly<Record<string, unknown>> {
  try {
    return object(JSON.parse(string(text) ?? ''));
  } catch {
    return {};
  }
}
