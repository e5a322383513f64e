// The form that asks for a command's missing arguments.
import { isCodename } from '../domain/embargo/codename.ts';
import type { EmbargoReason } from '../domain/embargo/refusal.ts';
import { positionOf } from './embargo/review/checklist-walk.ts';
import { readyHint } from './embargo/review/review-form.ts';
import { type Arg, splitAnyway } from './grammar/args.ts';
import type { Command } from './grammar/command.ts';
import { titles } from './grammar/form-titles.ts';
import { type Field, type FieldInput, type Form, isAsked } from './message/form.ts';
import type { Parsed } from './parse.ts';
import { anywayField, embargoField } from './parse-form.ts';
import { word } from './values/quoting.ts';

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
    .filter(([, arg]) => arg.ask !== false && isAsked(arg, texts))
    .sort(([one], [other]) => place(one) - place(other))
    .map(([name, arg]) => fieldOf(name, arg, problems[name] !== undefined && arg.type !== 'vector'));
  const fields = pick === null ? asked : [whichEmbargo(pick), ...asked];
  const shown = new Set(fields.map((field) => field.name));
  const values = Object.fromEntries(Object.entries(texts).filter(([name]) => shown.has(name)));
  const [title, submit] = titleOf(command);
  return { title: aboutIt(title, codenameIn(words, command)), words, submit, fields, values, errors: problems };
}

/** The form of a date that advice speaks against, with a box below it that overrules the advice. Asked in questions it is of who keeps the date. */
export function withAnyway(form: Form, date: string): Form {
  const kept = splitAnyway(form.values[date] ?? '').date;
  const label = 'Propose this date anyway';
  const box: Field = {
    name: anywayField,
    label,
    hint: 'Overrules the advice',
    required: false,
    input: { type: 'check', box: label },
    where: { name: date, is: [kept] },
  };
  const fields = form.fields.flatMap((field) => (field.name === date ? [field, { ...box, ...groupOf(field) }] : [field]));
  return { ...form, fields, values: { ...form.values, [date]: kept } };
}

const groupOf = ({ group }: Pick<Field, 'group'>): Pick<Field, 'group'> => (group === undefined ? {} : { group });

/** The form for a step of the checklist that passes only with a note, or that failed. */
export function stepForm(
  codename: string,
  { review, verdict, step }: Extract<EmbargoReason, { code: 'needs-note' }>,
  value: string | null,
): Form {
  const failed = verdict === 'fail';
  const instant = !failed && step.noteOnPass === 'instant';
  const words = `review ${verdict} ${codename} at=${word(positionOf(review, step))}`;
  const field: Field = {
    name: 'note',
    label: failed ? `What failed: ${step.title}` : step.title,
    hint: instant ? readyHint : failed ? 'What you did and saw' : step.ask,
    required: true,
    input: { type: instant ? 'instant' : 'long', maxLength: noteLengthMax },
    ...(instant ? { shows: true } : {}),
  };
  const errors = instant && value !== null ? { note: 'This step needs a time: a day or an hour.' } : {};
  return {
    title: aboutIt(failed ? 'Fail this step' : 'Test the patch', codename),
    words,
    submit: failed ? 'Fail step' : 'Pass step',
    fields: [field],
    values: value === null ? {} : { note: value },
    errors,
  };
}

function whichEmbargo(pick: 'needed' | 'optional'): Field {
  const hint = pick === 'needed' ? "Which one it's about" : "Which one it's about, if you know";
  const input: FieldInput = { type: 'pick', from: 'embargo', maxLength: 60 };
  return { name: embargoField, label: 'Embargo', hint, required: pick === 'needed', input };
}

const titleOf = ({ words }: Command): readonly [title: string, submit: string] => titles[words] ?? [words, 'Send'];

/** The embargo stands behind the command. */
function codenameIn(words: string, command: Command): string | null {
  const [first = ''] = words.slice(command.words.length).trim().split(' ');
  return isCodename(first) ? first : null;
}

/** `Reject a date: keen-toad`: where it is known which embargo a form is about. */
const aboutIt = (title: string, codename: string | null): string => (codename === null ? title : `${title}: ${codename}`);

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
  const unless = arg.unless === undefined ? {} : { unless: arg.unless };
  const shows = strict.has(arg.type) && arg.hint !== '' ? { shows: true as const } : {};
  return {
    name,
    label: arg.label,
    hint: arg.hint,
    required: arg.required || corrected,
    input: inputOf(arg),
    ...unless,
    ...groupOf(arg),
    ...shows,
  };
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
    case 'ready':
      return { type: 'instant', maxLength: lineLengthMax };
    // A length of time, or an hour: quicker typed than picked.
    case 'until':
    case 'today':
    case 'number':
    case 'proposal':
    case 'names':
    case 'releases':
    case 'audience':
    case 'address':
    case 'numbers':
    case 'url':
    case 'link':
    case 'vector':
    case 'cve':
    case 'cwe':
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
