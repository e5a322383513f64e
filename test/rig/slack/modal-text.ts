// What a Slack client shows of a modal, as the form that it was made from: the way back from modal.ts.
import type { Field, Form } from '../../../src/chat/message/form.ts';
import { limits } from '../../../src/platforms/slack/limits.ts';
import { array, type Json, object, string } from '../../../src/platforms/slack/payload.ts';
import { linesOf, plainOf } from './text.ts';

/** The lines of a view that asks nothing, its title first. */
export function viewLines(view: Json): string[] {
  return [plainOf(view.title), ...linesOf(array(view.blocks), null)];
}

/**
 * One input of a modal. `field` is the question that it belongs to: a calendar stands beside the text of the question before it.
 * `offers` are the options that it brings along.
 */
export type ModalInput = {
  readonly field: string;
  readonly block: string;
  readonly action: string;
  readonly type: string;
  readonly offers: readonly { readonly value: string; readonly label: string }[];
};

/** The inputs of a modal, in order. */
export function modalInputs(view: Json): ModalInput[] {
  let field = '';
  return inputBlocks(view).map((block) => {
    const element = object(block.element);
    if (element.type !== 'datetimepicker') field = String(block.block_id);
    const initial = element.initial_option === undefined ? [] : [optionOf(element.initial_option)];
    const offers = element.type === 'external_select' ? initial : optionsOf(element);
    return { field, block: String(block.block_id), action: String(element.action_id), type: String(element.type), offers };
  });
}

/** A modal as the form that it was made from. */
export function formOf(view: Json): Form {
  const blocks = array(view.blocks).map(object);
  const sections = (name: RegExp) => blocks.filter(({ type, block_id }) => type === 'section' && name.test(String(block_id)));
  const title = sections(/^form:title/)
    .map((block) => plainOf(block.text))
    .join('');
  const inputs = inputBlocks(view);
  const beside = modalInputs(view).flatMap(({ type, field }, index) =>
    type === 'datetimepicker' ? [[field, inputs[index] ?? {}] as const] : [],
  );
  const calendars = new Map(beside);
  const asking = inputs.filter((block) => object(block.element).type !== 'datetimepicker');
  const errors = sections(/^error/).map(
    (block) =>
      [
        String(block.block_id)
          .replace(/^error:?/, '')
          .replace(/#\d+$/, ''),
        plainOf(block.text),
      ] as const,
  );
  return {
    title: title || plainOf(view.title),
    words: '',
    submit: plainOf(view.submit),
    fields: asking.map((block) => fieldOf(block, calendars.get(String(block.block_id)))),
    values: Object.fromEntries(asking.flatMap((input) => keptOf(input))),
    errors: Object.fromEntries(errors),
  };
}

const inputBlocks = (view: Json): Json[] =>
  array(view.blocks)
    .map(object)
    .filter(({ type }) => type === 'input');

function fieldOf(block: Json, calendar: Json | undefined): Field {
  const element = object(block.element);
  return {
    name: String(block.block_id),
    label: plainOf(block.label),
    hint: block.hint === undefined ? '' : plainOf(block.hint),
    // Of a text and a calendar either will do, so Slack asks for neither; the bot does, and a hint says so.
    required: calendar === undefined ? block.optional !== true : plainOf(calendar.hint).includes('Fill in one of the two'),
    input: inputOf(element, calendar !== undefined),
  };
}

function inputOf(element: Json, hasCalendar: boolean): Field['input'] {
  const maxLength = Number(element.max_length);
  if (element.type === 'static_select') return { type: 'choice', options: optionsOf(element) };
  if (element.type === 'external_select') return { type: 'pick', from: 'embargo', maxLength: limits.optionText };
  if (element.type === 'users_select') return { type: 'person' };
  if (hasCalendar) return { type: 'instant', maxLength };
  return { type: element.multiline === true ? 'long' : 'line', maxLength };
}

function optionsOf(element: Json): { value: string; label: string }[] {
  const groups = element.option_groups === undefined ? [element] : array(element.option_groups).map(object);
  return groups.flatMap((group) => array(group.options)).map(optionOf);
}

const optionOf = (option: unknown): { value: string; label: string } => ({
  value: String(object(option).value),
  label: plainOf(object(option).text),
});

function keptOf(block: Json): [string, string][] {
  const element = object(block.element);
  const user = string(element.initial_user);
  const kept = user === null ? (string(element.initial_value) ?? string(object(element.initial_option).value)) : `<@${user}>`;
  return kept === null ? [] : [[String(block.block_id), kept]];
}
