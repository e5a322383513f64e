// The steps that a form of a review shows: they stand in its words, so that what is sent with it is said of no others once they change.

import type { SaidOfSteps } from '../../../domain/embargo/commands.ts';
import type { Review } from '../../../domain/embargo/embargo.ts';
import { type AnswerKey, type AskedStep, architectureSteps } from '../../../domain/policy/checklist.ts';
import { typedUtc } from '../../values/instant.ts';
import { word } from '../../values/quoting.ts';

/** The field of a step on the architecture in a place, from 1. */
export const architectureField = (step: string, place: number): string => `${step}${place}`;

/** Behind a step that is asked for each architecture, as in a policy. */
const each = '@each';

/** The architectures for which steps are asked, in the order of the form. */
export const architecturesIn = (steps: readonly AskedStep[]): string[] => [
  ...new Set(steps.flatMap(({ key, step }) => (key === step ? [] : [key.slice(step.length + 1)]))),
];

/** What the words of a form say of its steps, and of the architectures by whose places its fields are named. */
export function stepsWords(steps: readonly AskedStep[]): string {
  const architectures = architecturesIn(steps);
  const named = new Set(steps.map(({ key, step }) => (key === step ? step : `${step}${each}`)));
  return ` steps=${word([...named].join(', '))}${architectures.length === 0 ? '' : ` on=${word(architectures.join(', '))}`}`;
}

/** The keys of the steps that a form showed, from its words. */
export const stepsShown = (steps: readonly string[], on: readonly string[]): string[] =>
  steps.flatMap((name) => (name.endsWith(each) ? on.map((architecture) => `${name.slice(0, -each.length)}@${architecture}`) : [name]));

/** The name of a step's field: what is asked for each architecture is named by its place. */
export function fieldName(key: string, architectures: readonly string[]): string {
  const [step = key, ...behind] = key.split('@');
  return behind.length === 0 ? key : architectureField(step, architectures.indexOf(behind.join('@')) + 1);
}

/**
 * What was said on a form whose steps have changed, for the form that shows the new ones: under their numbers, and of no step that it did not show.
 * `begun`: whose answers count where all that is left is said to pass; null where it is said anew.
 */
export function valuesAgain(
  { answers, notes, outcome, readyBy, shown = [] }: SaidOfSteps,
  steps: readonly AskedStep[],
  begun: Review | null,
): Record<string, string> {
  const left = shown.filter((key) => begun?.answers[key as AnswerKey] === undefined);
  const said = new Map<string, { readonly verdict: string; readonly note: string | null }>();
  const wholeFirst = [...answers].sort((a, b) => Number(b.steps === 'all') - Number(a.steps === 'all'));
  for (const { steps: named, verdict, note, on = [] } of wholeFirst) {
    const meant = named === 'all' ? left : named.flatMap((name) => keysMeant(name, shown, on));
    for (const key of meant) {
      if (verdict === null) said.delete(key);
      else said.set(key, { verdict, note });
    }
  }
  const again = steps.flatMap(({ key }, index) => {
    const found = said.get(key);
    return found === undefined ? [] : [{ key, place: index + 1, ...found }];
  });
  const dates = answers.flatMap(({ date }) => date ?? []);
  const ready = readyBy ?? dates.at(-1) ?? null;
  return {
    ...Object.fromEntries(again.map(({ key, verdict }) => [key, verdict])),
    answers: again.map(({ place, verdict, note }) => `${place} ${verdict}${note === null ? '' : `: ${note}`}`).join('; '),
    ...(notes === null ? {} : { notes }),
    ...(ready === null ? {} : { ready: typedUtc(ready) }),
    ...(outcome === null ? {} : { outcome }),
  };
}

/** The steps that were shown and are meant by a name or a number, on those architectures alone that are named with it. */
function keysMeant(name: AnswerKey | number, shown: readonly string[], on: readonly string[]): string[] {
  if (typeof name === 'number') return shown.slice(name - 1, name);
  const there = (key: string) => on.length === 0 || !key.includes('@') || on.includes(key.slice(key.indexOf('@') + 1));
  const isEach = architectureSteps.some((step) => step === name);
  return shown.filter((key) => key === name || (isEach && key.startsWith(`${name}@`) && there(key)));
}
