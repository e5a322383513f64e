// Which of the steps that are asked somebody means: by name, by number, by architecture, and by what their note says of architectures.
import { architectureOf, architecturesIn } from './architectures.ts';
import type { AnswerKey, AskedStep } from './checklist.ts';

type Said = { readonly verdict: 'pass' | 'fail' | 'na' | null; readonly note: string | null; readonly on?: readonly string[] };

const architectureIn = (key: string): string | null => (key.includes('@') ? architectureOf(key.slice(key.indexOf('@') + 1)) : null);

/** The steps that somebody means by a name, that of one architecture or of all of them, or by a place among those that are asked. */
export function stepsNamed(steps: readonly AskedStep[], name: AnswerKey | number): AskedStep[] {
  if (typeof name === 'number') return steps.slice(Math.max(0, name - 1), Math.max(0, name));
  const [of, there] = [name.split('@')[0], architectureIn(name)];
  const whole = steps.filter(({ key, step }) => key === name || step === name);
  if (whole.length > 0 || there === null) return whole;
  // Where it is asked as a whole, what is said of one architecture is said of it.
  return steps.filter(({ key, step }) => step === of && (architectureIn(key) ?? there) === there);
}

/** The same, of those architectures alone that are named with the step or in its note, and no others; 'unclear' where the note may say it of others. */
export function stepsMeant(steps: readonly AskedStep[], said: Said): readonly AskedStep[] | 'unclear' {
  const each = steps.filter(({ key }) => key.includes('@'));
  const on = said.on ?? [];
  if (each.length === 0 || (on.length === 0 && each.length < 2)) return steps;
  const asked = each.flatMap(({ key }) => architectureIn(key) ?? []);
  const named = on.length > 0 ? on.map(architectureOf) : said.note === null ? [] : architecturesIn(said.note, asked);
  if (named.length === 0) return steps;
  if (on.length === 0 && contrasts(said)) return 'unclear';
  const meant = steps.filter(({ key }) => named.includes(architectureIn(key) ?? named[0] ?? ''));
  return named.every((name) => !asked.includes(name)) ? 'unclear' : meant;
}

const unlikePass = /\b(?:not|no|never|without|except|but|other than|skip\w*|fail\w*|broken|crash\w*)\b|n['’]t\b/i;
const unlikeFail =
  /\bonly\s+\w|\b(?:but|not on|except|other than|works?|worked|builds|built|ok|okay|fine|pass(?:es|ed)?|succeed\w*|good)\b/i;

/** Whether a note that names architectures may say the opposite of some. */
const contrasts = ({ verdict, note }: Said): boolean => (verdict === 'fail' ? unlikeFail : unlikePass).test(note ?? '');
