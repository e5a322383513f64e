// One form for all steps of a review. A window shows each step; where questions are asked one after the other, one line answers them all.

import type { EmbargoCommand } from '../../../domain/embargo/commands.ts';
import type { Review } from '../../../domain/embargo/embargo.ts';
import { formerReview } from '../../../domain/embargo/patches.ts';
import type { Testing } from '../../../domain/embargo/review.ts';
import { stepsAsked } from '../../../domain/list/distributor.ts';
import { type AskedStep, answersIn, outcomeKeys, outcomes } from '../../../domain/policy/checklist.ts';
import { stepsNamed } from '../../../domain/policy/steps-meant.ts';
import type { DistributorId, PersonId } from '../../../domain/values/ids.ts';
import type { Field, Form } from '../../message/form.ts';
import type { View } from '../../message/view.ts';
import { typedUtc } from '../../values/instant.ts';
import { word } from '../../values/quoting.ts';
import { architecturesIn, fieldName, stepsWords } from './form-steps.ts';

const notesLengthMax = 2000;
const lineLengthMax = 500;

export const answersHint = 'Such as `pass all`, `pass all but 3 fail: tests time out`, `1-5 pass, 6 na`, `not affected`.';
/** To who says that something fails, and not what. */
export const whatFailed = 'Which step fails, and how? Such as `5 fail: tests time out`.';
export const notesHint = 'One note for all steps: the base version, the architectures, where you looked for variants, and what failed.';
export const readyHint = 'For example tomorrow, Dec 9, or 2026-12-03 14:00 UTC.';
export const outcomeHint = 'Optional if nothing failed: then it\'s "no issues found".';

const verdictLabels = { pass: 'Pass', fail: 'Fail', na: 'Not applicable' } as const;
const verdictChoices = Object.entries(verdictLabels).map(([value, label]) => ({ value, label }));

/** The form for a release, with what was answered before. `errors`: by the names of its fields. */
export function reviewForm(
  { embargo, list }: View,
  { distributor, release, patch, begun, said }: Testing,
  reviewer: PersonId,
  values: Readonly<Record<string, string>>,
  errors: Readonly<Record<string, string>>,
): Form {
  const steps = stepsAsked(list, distributor.id, release);
  const architectures = architecturesIn(steps);
  // What they answered for another revision is theirs to confirm: nothing of it counts before it is sent.
  const fresh = begun === null && Object.keys(values).length === 0;
  const former = fresh ? formerReview(embargo, patch, { reviewer, distributor: distributor.id, release }) : null;
  return {
    title: `Test v${patch.number} on ${distributor.name} ${release}`,
    words: `review answer ${embargo.codename} patch=${patch.number} release=${word(release)}${said === null ? '' : ` branch=${word(said.branch)}`}${stepsWords(steps)}`,
    again: `review ${embargo.codename} ${release}`,
    submit: 'Send results',
    fields: asking(errors, [
      lineField(steps, begun, former),
      { ...restField, ...(former === null ? {} : { hint: formerHint(former) }), only: 'window' },
      ...steps.map((step, index) => stepField(step, index + 1, architectures)),
      { name: 'notes', label: 'Notes', hint: notesHint, required: false, input: { type: 'long', maxLength: notesLengthMax } },
      ...(steps.some(({ noteOnPass }) => noteOnPass === 'instant') ? [readyField] : []),
      outcomeField,
    ]),
    values: named({ ...(former === null ? valuesOf(begun) : formerValues(former, steps)), ...values }, architectures),
    errors,
  };
}

const formerHint = ({ patch }: Review): string => `Filled in below: your answers for v${patch}. Check them: some files changed.`;

/** What somebody answered for another revision, to be sent again: what passed or does not apply, but for the hashes, which are others. */
function formerValues({ answers, readyBy }: Review, steps: readonly AskedStep[]): Record<string, string> {
  const kept = steps.flatMap(({ key, title }, index) => {
    const answer = answers[key];
    return answer === undefined || answer.verdict === 'fail' || key === 'fetch' ? [] : [{ key, title, place: index + 1, ...answer }];
  });
  const line = (['pass', 'na'] as const).flatMap((verdict) => {
    const places = kept.filter((each) => each.verdict === verdict).map(({ place }) => place);
    return places.length === 0 ? [] : [`${places.join(', ')} ${verdict}`];
  });
  const notes = kept.flatMap(({ title, note }) => (note === null ? [] : [`${title}: ${note}`]));
  return {
    ...Object.fromEntries(kept.map(({ key, verdict }) => [key, verdict] as const)),
    ...(line.length === 0 ? {} : { answers: line.join(', ') }),
    ...(notes.length === 0 ? {} : { notes: [...new Set(notes)].join('; ').slice(0, notesLengthMax) }),
    ...(readyBy === null ? {} : { ready: typedUtc(readyBy) }),
  };
}

const named = (values: Readonly<Record<string, string>>, architectures: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [fieldName(name, architectures), value]));

/** What was missing is needed now. */
function asking(errors: Readonly<Record<string, string>>, fields: readonly Field[]): Field[] {
  return fields.map((field) => (errors[field.name] === undefined ? field : { ...field, required: true }));
}

function lineField(steps: readonly AskedStep[], begun: Review | null, former: Review | null): Field {
  const named = steps.map(({ title }, index) => `${index + 1} ${title}`).join(' · ');
  const some = Object.keys(begun?.answers ?? {}).length > 0;
  const input = { type: 'long', maxLength: notesLengthMax } as const;
  return {
    name: 'answers',
    label: `Steps: ${named}. Your answers${former === null ? '' : ` (filled in: those for v${former.patch}; check them)`}`,
    hint: answersHint,
    required: !some,
    input,
    only: 'questions',
  };
}

const restField: Field = {
  name: 'answers',
  label: 'Steps left empty below',
  hint: 'Then you only choose what differs.',
  required: false,
  input: {
    type: 'choice',
    options: [
      { value: 'pass all', label: 'Passed' },
      { value: 'na all', label: 'Not applicable' },
    ],
  },
};

function stepField({ key, title, ask }: AskedStep, place: number, architectures: readonly string[]): Field {
  return {
    name: fieldName(key, architectures),
    label: `${place}. ${title}`,
    hint: ask,
    required: false,
    input: { type: 'choice', options: verdictChoices },
    only: 'window',
  };
}

const readyField: Field = {
  name: 'ready',
  label: 'Packages ready by',
  hint: readyHint,
  required: false,
  shows: true,
  input: { type: 'instant', maxLength: lineLengthMax },
};

const outcomeField: Field = {
  name: 'outcome',
  label: 'Outcome',
  hint: outcomeHint,
  required: false,
  input: { type: 'choice', options: outcomeKeys.map((value) => ({ value, label: outcomes[value].title })) },
  // One line says it too, and buttons ask for it where something failed.
  only: 'window',
};

/** The form that corrects a review which has ended, with how it stands. */
export function correctionForm(
  view: View,
  of: Testing & { readonly begun: Review },
  values: Readonly<Record<string, string>>,
  errors: Readonly<Record<string, string>>,
): Form {
  const { release, begun } = of;
  const because = begun.end?.because ?? null;
  const standing = { ...(begun.end === null ? {} : { outcome: begun.end.outcome }), ...(because === null ? {} : { notes: because }) };
  const form = reviewForm(view, of, begun.reviewer, { ...standing, ...values }, errors);
  // Nothing else asks for the outcome of what has ended.
  const { only: _, ...outcome } = outcomeField;
  const fields = form.fields.map((field) => (field.name === outcome.name ? { ...outcome, required: field.required } : field));
  return {
    ...form,
    title: `Correct ${release}`,
    submit: 'Save',
    words: `review correct ${view.embargo.codename} patch=${of.patch.number} release=${word(release)}${stepsWords(stepsAsked(view.list, of.distributor.id, release))}`,
    again: `review correct ${view.embargo.codename} ${word(release)}`,
    fields: fields.filter(({ name, only }) => name !== 'answers' || only === 'questions'),
  };
}

function valuesOf(begun: Review | null): Record<string, string> {
  const answered = answersIn(begun?.answers ?? {}).map(({ key, answer }) => [key, answer.verdict] as const);
  const ready = begun?.readyBy ?? null;
  return { ...Object.fromEntries(answered), ...(ready === null ? {} : { ready: typedUtc(ready) }) };
}

/** What an order for all steps says, as the fields of its form: nothing that was typed is typed again. `line`: the words for the steps. */
export function sheetValues(
  { answers, notes, outcome, readyBy }: Extract<EmbargoCommand, { type: 'answer-steps' }>,
  line: string,
  list: View['list'],
  { distributor, release }: { readonly distributor: DistributorId | null; readonly release: string | null },
): Record<string, string> {
  const steps = stepsAsked(list, distributor, release);
  const chosen = answers.flatMap(({ steps: named, verdict }) => {
    const meant = named === 'all' ? steps : named.flatMap((name) => stepsNamed(steps, name));
    return meant.map(({ key }) => [key, verdict ?? ''] as const);
  });
  const noted = [...(notes === null ? [] : [notes]), ...answers.flatMap(({ note }) => note ?? [])].join('\n');
  return {
    answers: line,
    ...Object.fromEntries(chosen),
    ...(noted === '' ? {} : { notes: noted }),
    ...(readyBy === null ? {} : { ready: typedUtc(readyBy) }),
    ...(outcome === null ? {} : { outcome }),
  };
}
