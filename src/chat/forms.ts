// The form that asks for a command's missing arguments.
import { checklist } from '../domain/policy/checklist.ts';
import { readyHint } from './embargo/review/review-form.ts';
import type { Arg } from './grammar/args.ts';
import type { Command } from './grammar/command.ts';
import type { Field, FieldInput, Form } from './message/form.ts';
import type { Parsed } from './parse.ts';
import { embargoField } from './parse-form.ts';

const noteLengthMax = 2000;
const lineLengthMax = 500;
const linesLengthMax = 3000;

/** The form for a command that was begun. `pick`: it also asks which embargo is meant; `optional`: it may be none. */
export function formOf(
  { command, words, texts, problems }: Extract<Parsed, { type: 'ask' }>,
  pick: 'needed' | 'optional' | null = null,
): Form {
  const place = (name: string) => command.asks?.indexOf(name) ?? 0;
  const asked = Object.entries(command.args)
    .filter(([, arg]) => arg.ask !== false)
    .sort(([one], [other]) => place(one) - place(other))
    .map(([name, arg]) => fieldOf(name, arg, problems[name] !== undefined));
  const fields = pick === null ? asked : [whichEmbargo(pick), ...asked];
  const shown = new Set(fields.map((field) => field.name));
  const values = Object.fromEntries(Object.entries(texts).filter(([name]) => shown.has(name)));
  return { title: titleOf(command), words, submit: 'Send', fields, values, errors: problems };
}

/** The form for a step of the checklist that passes only with a note. */
export function stepForm(codename: string, at: { review: number; step: number }, value: string | null): Form {
  const step = checklist[at.step];
  const instant = step?.noteOnPass === 'instant';
  const words = `review pass ${codename} at=${at.review}.${at.step}`;
  const hint = instant ? readyHint : (step?.ask ?? '');
  const field: Field = {
    name: 'note',
    label: step?.title ?? 'Note',
    hint,
    required: true,
    input: { type: instant ? 'instant' : 'long', maxLength: noteLengthMax },
    ...(instant ? { shows: true } : {}),
  };
  const errors = instant && value !== null ? { note: 'This step asks when: a day or an hour.' } : {};
  return { title: 'Patch testing', words, submit: 'Send', fields: [field], values: value === null ? {} : { note: value }, errors };
}

function whichEmbargo(pick: 'needed' | 'optional'): Field {
  const hint = pick === 'needed' ? 'Which one it is about' : 'Which one it is about, if you know';
  const input: FieldInput = { type: 'pick', from: 'embargo', maxLength: 60 };
  return { name: embargoField, label: 'Embargo', hint, required: pick === 'needed', input };
}

function titleOf(command: Command): string {
  const sentence = command.words === 'create' ? 'New embargo' : command.words;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

// Of these people ask how they are written.
const strict: ReadonlySet<Arg['type']> = new Set([
  'instant',
  'until',
  'ready',
  'today',
  'link',
  'address',
  'files',
  'vector',
  'purls',
  'zone',
  'hours',
]);

function fieldOf(name: string, arg: Arg, corrected: boolean): Field {
  const shows = strict.has(arg.type) && arg.hint !== '' ? { shows: true as const } : {};
  return { name, label: arg.label, hint: arg.hint, required: arg.required || corrected, input: inputOf(arg), ...shows };
}

function inputOf(arg: Arg): FieldInput {
  switch (arg.type) {
    case 'text':
      if (arg.pick !== undefined) return { type: 'pick', from: arg.pick, maxLength: arg.maxLength };
      return arg.lines === 'many' ? { type: 'long', maxLength: arg.maxLength } : { type: 'line', maxLength: arg.maxLength };
    case 'name':
      return { type: 'line', maxLength: arg.maxLength };
    case 'person':
    case 'called':
      return { type: 'person' };
    case 'choice':
      return { type: 'choice', options: arg.options.map((value) => ({ value, label: value })) };
    case 'files':
    case 'review-answers':
      return { type: 'long', maxLength: linesLengthMax };
    case 'instant':
    case 'until':
    case 'ready':
    case 'today':
      return { type: 'instant', maxLength: lineLengthMax };
    case 'number':
    case 'proposal':
    case 'names':
    case 'address':
    case 'numbers':
    case 'url':
    case 'link':
    case 'vector':
    case 'cve':
    case 'ids':
    case 'vulnerability':
    case 'vulnerability-list':
    case 'named':
    case 'components':
    case 'reporters':
    case 'zone':
    case 'id':
    case 'account':
    case 'hours':
    case 'position':
    case 'purls':
    case 'countries':
    case 'email':
    case 'yes':
      return { type: 'line', maxLength: lineLengthMax };
    default:
      return arg satisfies never;
  }
}
