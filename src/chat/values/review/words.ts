// The words in which people answer the steps of a review: steps, verdicts, architectures, outcomes.
import { architectureNames } from '../../../domain/policy/architectures.ts';
import {
  type AnswerKey,
  architectureSteps,
  type Outcome,
  outcomeKeys,
  outcomes,
  type StepKey,
  stepKeys,
} from '../../../domain/policy/checklist.ts';

export type Verdict = 'pass' | 'fail' | 'na';

const plain = { pass: 'pass(?:es|ed)?|ok(?:ay)?', fail: 'fail(?:s|ed)?', na: 'n/?a|n-a|not applicable|skip(?:ped)?' } as const;
/** What is said so of a step by its name; behind a number it may be of something else: `2 crashed`. */
const more = {
  pass: 'works?|worked|good|fine|green|done|succeeds?|succeeded',
  fail: "broken|breaks?|broke|crash(?:es|ed)?|hangs?|hung|time[sd]? out|red|segfaults?|panics?|(?:do|does|did)(?: not|n['’]?t) (?:work|pass)",
} as const;
export const verdict = `(?:${Object.values(plain).join('|')})`;
export const anyVerdict = `(?:${[...Object.values(plain), ...Object.values(more)].join('|')})`;

const names: readonly (readonly [StepKey, string])[] = [
  ['fetch', 'fetch|hash(?:es)?'],
  ['apply', 'apply|applies'],
  ['build', 'builds?'],
  ['reproducer', 'reproducers?|repro'],
  ['tests', 'tests?'],
  ['completeness', 'completeness|variants?'],
  ['additional', 'additional'],
  ['regressions', 'regressions?'],
  ['backports', 'backports?'],
  ['packages', 'packages?'],
];
export const stepName = `(?:${names.map(([, name]) => name).join('|')})`;
const architectureStep = `(?:${names.flatMap(([key, name]) => (architectureSteps.some((each) => each === key) ? [name] : [])).join('|')})`;
const stepOf = (name: string) => `(?:\\d{1,2}|(?:${architectureSteps.join('|')})@[\\w.-]{1,40}|${name})(?![\\w@])`;
const step = stepOf(stepName);
function listOf(name: string): string {
  const range = `${stepOf(name)}(?:\\s*(?:-|–|to)\\s*\\d{1,2}\\b)?`;
  // Blanks that could be read in two ways would be tried in both, again for each step.
  return `(?:steps?\\s+)?${range}(?:(?:\\s*(?:,|&|\\band\\b)\\s*|\\s+)${range})*`;
}
export const steps = listOf(stepName);
/** Behind a verdict: `pass builds on x86_64` says more of the whole than of that step. */
export const keys = listOf(stepKeys.join('|'));

const architecture = `(?:${architectureNames.join('|')})(?:[-.][\\w.-]{1,20})?(?![\\w@])`;
export const architectures = `${architecture}(?:(?:\\s*(?:,|&|/)\\s*|\\s+and\\s+)${architecture})*`;
/** `build x86_64`, `tests on arm64`. */
export const stepOn = `(?<stepOn>${architectureStep})\\s+\\(?(?:on\\s+|for\\s+)?(?<on>${architectures})\\)?`;

const allButSteps = '(?: (?:the )?(?:other )?(?:steps|rest))?';
export const all = `(?:all(?: else| (?:the )?others?)?${allButSteps}|everything(?: else)?|(?:the )?rest|(?:the )?others)`;

/** Titles as they are, and keys; each with the outcome it is. */
export const outcomeWords = outcomeKeys.flatMap((key) => [key, outcomes[key].title]).sort((a, b) => b.length - a.length);

export function outcomeOf(words: string): Outcome | null {
  const said = words.toLowerCase();
  return outcomeKeys.find((key) => key === said || outcomes[key].title === said) ?? null;
}

export function verdictOf(typed: string): Verdict | null {
  const fits = (pattern: string) => new RegExp(`^(?:${pattern})$`, 'i').test(typed);
  if (fits(`${plain.pass}|${more.pass}`)) return 'pass';
  return fits(`${plain.fail}|${more.fail}`) ? 'fail' : fits(plain.na) ? 'na' : null;
}

export const architecturesSaid = (typed: string | undefined): string[] =>
  [...(typed ?? '').matchAll(new RegExp(architecture, 'gi'))].map(([name]) => name);

/** The steps of a list of them: numbers, from one to another, and names. */
export function stepsIn(named: string): (AnswerKey | number)[] {
  return [...named.matchAll(new RegExp(`(${step})(?:\\s*(?:-|–|to)\\s*(\\d{1,2}))?`, 'gi'))].flatMap(
    ([, from = '', to]): (AnswerKey | number)[] => {
      const [of = '', ...behind] = from.split('@');
      const each = architectureSteps.find((key) => key === of.toLowerCase());
      if (each !== undefined && behind.length > 0) return [`${each}@${behind.join('@')}`];
      const key = names.find(([, name]) => new RegExp(`^(?:${name})$`, 'i').test(from))?.[0];
      if (key !== undefined) return [key];
      const first = Number(from);
      return Array.from({ length: Math.max(1, Number(to ?? from) - first + 1) }, (_, index) => first + index);
    },
  );
}

/** Whole phrases, and what they say of which step, or of all. `leads`: only where the line begins with it. */
export const phrases: readonly (readonly [RegExp, { readonly passed?: true; readonly outcome?: Outcome; readonly failed?: StepKey }])[] = [
  [
    /(?:lgtm|looks (?:good|fine|ok)(?: to me)?|works(?: fine| well)?(?: for (?:me|us))?|all good|ship it|\+1|👍|pass(?:es|ed)?|ok(?:ay)?)(?=$|\W)/iy,
    { passed: true },
  ],
  [/(?:no issues?(?: found)?|nothing found)(?=$|\W)/iy, { passed: true, outcome: 'no-issues' }],
  [/(?:(?:is |we are |we're )?not affected|unaffected)(?=$|\W)/iy, { outcome: 'not-affected' }],
  [/(?:not tested|untested|did not test|didn't test)(?=$|\W)/iy, { outcome: 'not-tested' }],
  [
    /(?:it )?(?:fails to build|does(?: not|n't) build|(?:the )?build (?:fails|failed|breaks|is broken)|ftbfs)(?=$|\W)/iy,
    { failed: 'build' },
  ],
  [/(?:it |the patch )?(?:fails to apply|does(?: not|n't) apply|apply(?:ing)? (?:fails|failed))(?=$|\W)/iy, { failed: 'apply' }],
  [/(?:the )?tests? (?:suite )?(?:fails?|failed|time(?:s|d)? out)(?=$|\W)/iy, { failed: 'tests' }],
  [
    /(?:the )?(?:hash(?:es)?|sha-?256|checksums?) (?:differs?|mismatch|do(?:es)?(?: not|n't) match|(?:is|are) wrong)(?=$|\W)/iy,
    { failed: 'fetch' },
  ],
];
