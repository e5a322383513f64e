// What a Slack client shows of a modal, as the form that it was made from: the way back from modal.ts.
import { commands } from '../../../src/chat/commands.ts';
import { readyHint } from '../../../src/chat/embargo/review/review-form.ts';
import { formOf as formOfCommand } from '../../../src/chat/forms.ts';
import type { Field, Form } from '../../../src/chat/message/form.ts';
import { limits } from '../../../src/platforms/slack/limits.ts';
import { array, type Json, object, string } from '../../../src/platforms/slack/payload.ts';
import { linesOf, plainOf } from './text.ts';

/** The lines of a view that asks nothing, its title first. */
export function viewLines(view: Json): string[] {
  return [plainOf(view.title), ...linesOf(array(view.blocks), null)];
}

/** One input of a modal. `offers` are the options that it brings along. */
export type ModalInput = {
  readonly block: string;
  readonly action: string;
  readonly type: string;
  readonly offers: readonly { readonly value: string; readonly label: string }[];
};

/** The inputs of a modal, in order. */
export function modalInputs(view: Json): ModalInput[] {
  return inputBlocks(view).map((block) => {
    const element = object(block.element);
    const initial = element.initial_option === undefined ? [] : [optionOf(element.initial_option)];
    const offers = element.type === 'external_select' ? initial : optionsOf(element);
    return { block: String(block.block_id), action: String(element.action_id), type: String(element.type), offers };
  });
}

/** A modal as the form that it was made from. */
export function formOf(view: Json): Form {
  const blocks = array(view.blocks).map(object);
  const sections = (name: RegExp) => blocks.filter(({ type, block_id }) => type === 'section' && name.test(String(block_id)));
  const title = sections(/^form:title/)
    .map((block) => plainOf(block.text))
    .join('');
  const asking = inputBlocks(view);
  const values = Object.fromEntries(asking.flatMap((input) => keptOf(input)));
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
    fields: asking.map(fieldOf).map((field, at, all) => withBox(field, all[at - 1], values)),
    values,
    errors: Object.fromEntries(errors.filter(([, error]) => error !== '')),
  };
}

/** A box that overrules what is wrong with the field above it is ticked by who keeps that as it is. */
function withBox(field: Field, above: Field | undefined, kept: Readonly<Record<string, string>>): Field {
  if (field.input.type !== 'check' || above === undefined) return field;
  return { ...field, where: { name: above.name, is: [kept[above.name] ?? ''] } };
}

/** Slack shows every hint; elsewhere these are shown with their question, and the others when they are asked for. */
const asked = commands.flatMap(
  (command) => formOfCommand({ type: 'ask', command, codename: null, words: command.words, texts: {}, problems: {} }).fields,
);
const examples: ReadonlySet<string> = new Set([readyHint, ...asked.flatMap(({ hint, shows }) => (shows === true ? [hint] : []))]);
/** A calendar shows no example of how a date is written, by label. */
const writtenAs: ReadonlyMap<string, string> = new Map(
  asked.flatMap(({ label, hint, input }) => (input.type === 'instant' ? [[label, hint] as const] : [])),
);

const inputBlocks = (view: Json): Json[] =>
  array(view.blocks)
    .map(object)
    .filter(({ type }) => type === 'input');

function fieldOf(block: Json): Field {
  const element = object(block.element);
  const label = plainOf(block.label);
  const calendar = element.type === 'datetimepicker';
  const hint = (calendar ? writtenAs.get(label) : undefined) ?? (block.hint === undefined ? '' : plainOf(block.hint));
  return {
    name: String(block.block_id),
    label,
    hint,
    ...(examples.has(hint) ? { shows: true } : {}),
    required: block.optional !== true,
    input: inputOf(element),
  };
}

function inputOf(element: Json): Field['input'] {
  const maxLength = Number(element.max_length);
  if (element.type === 'static_select') return { type: 'choice', options: optionsOf(element) };
  if (element.type === 'external_select') return { type: 'pick', from: 'embargo', maxLength: limits.optionText };
  if (element.type === 'users_select') return { type: 'person' };
  if (element.type === 'datetimepicker') return { type: 'instant', maxLength: limits.inputText };
  if (element.type === 'checkboxes') return { type: 'check', box: optionsOf(element)[0]?.label ?? '' };
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
  const at = element.initial_date_time;
  if (typeof at === 'number') return [[String(block.block_id), `${new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`]];
  const kept = user === null ? (string(element.initial_value) ?? string(object(element.initial_option).value)) : `<@${user}>`;
  return kept === null ? [] : [[String(block.block_id), kept]];
}
