// A form as questions, one after the other, where there is no window to fill in. Pure: who asks them decides where they are printed and where the answers go.
import { type Choice, checked, type Field, type Form, isAsked } from './form.ts';
import { type Line, verbatim } from './message.ts';

/** A form on its way: which fields are asked, which of them is next, what is filled in so far, and what can be picked for some fields. */
export type Questions = {
  readonly form: Form;
  readonly asked: readonly Field[];
  readonly at: number;
  readonly values: Readonly<Record<string, string>>;
  readonly picks: Readonly<Record<string, readonly Choice[]>>;
};

/** What can be answered to any question besides an answer. */
export const waysToAnswer = '`back` goes back, `skip` skips, `cancel` closes the form, `?` explains.';

const spoken = /`(back|skip|cancel|continue|send|\?|[!/]embargo)`/;

/** A line of a form's conversation, with the words that answer any question as code; no others, for the rest may be what somebody typed. */
export function withWays(text: string): Line {
  return text.split(spoken).flatMap((part, index) => (part === '' ? [] : [index % 2 === 1 ? verbatim(part) : part]));
}

// More would push the question off the screen; they can be typed all the same.
const picksMax = 20;

/** What is wrong with these values, by field name; null when nothing is. */
export type Check = (words: string, values: Record<string, string>) => Record<string, string> | null;

export type Answered =
  | { readonly type: 'asking'; readonly questions: Questions; readonly problem: string | null }
  | { readonly type: 'complete'; readonly values: Readonly<Record<string, string>> }
  | { readonly type: 'cancelled' };

/** A fresh form is asked whole; one that comes back, only for what is missing or wrong in it. */
export function questionsOf(form: Form): Questions {
  const fields = form.fields.filter(({ only }) => only !== 'window');
  const kept = Object.entries(form.values).filter(([name]) => fields.some((field) => field.name === name));
  const isOpen = ({ name, required, input }: Field) =>
    form.errors[name] !== undefined || (required && !form.values[name]) || input.type === 'check';
  const open = fields.filter(isOpen);
  const fresh = kept.length === 0 && open.every((field) => form.errors[field.name] === undefined);
  // Nothing to ask, yet it was opened: everything is gone through again, or it would come back for ever.
  return { form, asked: fresh || open.length === 0 ? fields : open, at: 0, values: Object.fromEntries(kept), picks: {} };
}

/** What was wrong with an earlier try, each with the label of its field. */
export function formErrors(form: Form): string[] {
  const labelOf = (name: string) => form.fields.find((field) => field.name === name)?.label;
  return Object.entries(form.errors).map(([name, problem]) => {
    const label = labelOf(name);
    return label === undefined ? problem : `${label}: ${problem}`;
  });
}

/** The question that is next, with the numbered options of a choice. */
export function questionLines(questions: Questions): string[] {
  const field = questions.asked[questions.at];
  if (field === undefined) return [question(questions.form.submit, true, null)];
  const kept = questions.values[field.name] || null;
  const options = optionsOf(questions, field);
  const keptLabel = options.find((option) => option.value === kept)?.label ?? kept;
  const example = field.shows === true && kept === null ? ` ${field.hint}` : '';
  return [
    `${question(field.label, field.required, keptLabel)}${example}`,
    ...options.map((option, index) => `    ${index + 1} ${option.label}`),
  ];
}

/** The question for one field of an open form. */
export function question(label: string, required: boolean, kept: string | null): string {
  return `  ${label}${required ? '' : ' (optional)'}${kept === null ? '' : ` [${kept}]`}?`;
}

/** Takes one typed line as the answer to the question that is next. */
export function answerQuestion(questions: Questions, typed: string, check: Check): Answered {
  const field = questions.asked[questions.at];
  if (field === undefined) return { type: 'complete', values: filledIn(questions.values) };
  const text = typed.trim();
  const again = (problem: string | null): Answered => ({ type: 'asking', questions, problem });
  const chosen = optionOf(optionsOf(questions, field), text);
  if (chosen === null) {
    if (/^cancel$/i.test(text)) return { type: 'cancelled' };
    if (/^back$/i.test(text)) return stepBack(questions);
    if (text === '?') return again(field.hint);
  }
  const value = chosen ?? typedValue(questions, field, text);
  const problem = problemOf(field, value, questions.form.words, check);
  if (problem !== null) return again(problem);
  const values = { ...questions.values, [field.name]: value };
  const after = questions.asked.findIndex((each, at) => at > questions.at && isAsked(each, values));
  const next = { ...questions, at: after, values };
  if (after >= 0) return { type: 'asking', questions: next, problem: null };
  return { type: 'complete', values: filledIn(next.values) };
}

function stepBack(questions: Questions): Answered {
  const before = questions.asked.findLastIndex((each, at) => at < questions.at && isAsked(each, questions.values));
  if (before < 0) return { type: 'asking', questions, problem: 'This is the first question. `cancel` closes the form.' };
  return { type: 'asking', questions: { ...questions, at: before }, problem: null };
}

/** An empty line or `-` keeps the value shown, `skip` leaves the field empty even so. */
function typedValue(questions: Questions, field: Field, text: string): string {
  if (/^skip$/i.test(text)) return '';
  return text === '' || text === '-' ? (questions.values[field.name] ?? '') : text;
}

/** What a question offers by number: all of a choice; of what can be picked, so many as fit. */
function optionsOf({ picks }: Questions, { name, input }: Field): readonly Choice[] {
  if (input.type === 'choice') return input.options;
  if (input.type === 'check') return yesOrNo;
  return input.type === 'pick' ? (picks[name] ?? []).slice(0, picksMax) : [];
}

const yesOrNo: readonly Choice[] = [
  { value: checked, label: 'Yes' },
  { value: 'no', label: 'No' },
];

function optionOf(options: readonly Choice[], text: string): string | null {
  if (text === '') return null;
  const word = text.toLowerCase();
  const numbered = /^\d+$/.test(text) ? options[Number(text) - 1] : undefined;
  const named = options.find((option) => option.value.toLowerCase() === word || option.label.toLowerCase() === word);
  return (numbered ?? named)?.value ?? null;
}

function problemOf(field: Field, value: string, words: string, check: Check): string | null {
  if (value === '') return field.required ? `${field.label} is needed. ${field.hint}`.trim() : null;
  const { input } = field;
  if (input.type === 'choice' || input.type === 'check') {
    const options = input.type === 'check' ? yesOrNo : input.options;
    const known = options.some((option) => option.value === value);
    if (!known) return `Answer with a number from 1 to ${options.length} or one of the words.`;
  } else if (input.type !== 'person' && value.length > input.maxLength) {
    return `At most ${input.maxLength} characters; this has ${value.length}.`;
  }
  return check(words, { [field.name]: value })?.[field.name] ?? null;
}

function filledIn(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
