// A form as a Slack modal. The view carries the command's words and the room: ids and codenames, never a title or a text.
import type { types } from '@slack/bolt';
import type { Field, Form } from '../../../chat/message/form.ts';
import type { RoomId } from '../../../domain/values/ids.ts';
import { limits } from '../limits.ts';
import { array, object, string } from '../payload.ts';
import { printableLine } from '../text.ts';
import { fieldBlocks, formCallback, plain, sections } from './inputs.ts';

/**
 * The form as a modal. `metadata` is where the command was said (room null: in a direct message).
 * Throws RangeError when the words or a choice are longer than Slack can carry, or the form has too many fields: such a form is a mistake in the code.
 */
export function renderModal(form: Form, metadata: { readonly room: RoomId | null; readonly thread?: string | undefined }): types.ModalView {
  const { room, thread } = metadata;
  const carried = JSON.stringify({ words: form.words, room, thread });
  if (carried.length > limits.privateMetadata) throw new RangeError('form words are too long for a modal');
  const title = printableLine(form.title);
  const shown = form.fields.filter(({ only }) => only !== 'questions');
  const blocks: types.KnownBlock[] = [
    ...(title.length > limits.modalTitle ? sections('form:title', title) : []),
    ...sections('error', form.errors[''] ?? ''),
    ...sections('check', toCorrect(form)),
    ...shown.flatMap((field, at) => [...headingOf(field, shown[at - 1]), ...fieldBlocks(field, form)]),
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

/** A field that begins a group stands under its heading. */
function headingOf({ group }: Field, before: Field | undefined): types.HeaderBlock[] {
  return group === undefined || group === before?.group
    ? []
    : [{ type: 'header', block_id: `group:${group}`, text: plain(group, limits.headerText) }];
}

/** What to correct: where there are many fields, what is wrong with one may stand below the screen. */
function toCorrect({ fields, errors }: Form): string {
  const wrong = fields.flatMap(({ name, label, only }) =>
    errors[name] === undefined || only === 'questions' ? [] : [`${label}: ${errors[name]}`],
  );
  // Of few all are on the screen.
  return fields.length <= fewFields ? '' : wrong.join('\n');
}

const fewFields = 3;

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
