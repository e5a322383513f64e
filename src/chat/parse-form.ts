// Forms, read: the words that a form completes, and what was typed into its fields.
import { isCodename } from '../domain/embargo/codename.ts';
import type { Texts } from './grammar/arg-texts.ts';
import { type Reading, splitAnyway } from './grammar/args.ts';
import { aboutEmbargo } from './grammar/command.ts';
import { checked } from './message/form.ts';
import { begunBy, codenamesIn, complete, type Parsed, parse, type Understanding, wordsOf } from './parse.ts';

/** The field of a form that asks which embargo a command is about. */
export const embargoField = 'embargo';

/** The box of a form that overrules advice on the date beside it. */
export const anywayField = 'anyway';

/** A completed form: the words that it completes, and what was typed into its fields. */
export function parseForm(words: string, values: Texts, understanding: Understanding): Parsed {
  const begun = parse(words, understanding);
  if (begun.type !== 'ask' && begun.type !== 'intent') return begun;
  const { command } = begun;
  const filled = Object.entries(values).filter(([name, value]) => Object.hasOwn(command.args, name) && value.trim() !== '');
  const texts = overruling({ ...begun.texts, ...Object.fromEntries(filled) }, values);
  const picked = begun.codename === null && aboutEmbargo(command) ? (values[embargoField] ?? '').trim().toLowerCase() : '';
  if (picked === '') return complete(command, begun.codename, texts, understanding, 'form');
  const meant = begunBy(picked, understanding.codenames);
  if (meant !== null) return complete(command, meant, texts, understanding, 'form');
  const problems = { [embargoField]: 'You have no access to an embargo by this codename. A codename looks like quiet-otter.' };
  return {
    type: 'ask',
    command,
    codename: null,
    words: wordsOf(command, null, texts),
    texts: { ...texts, [embargoField]: picked },
    problems,
  };
}

/** A box that is ticked says what one types behind the date. */
function overruling({ date, ...others }: Texts, values: Texts): Texts {
  if (date === undefined) return others;
  return { ...others, date: values[anywayField] === checked && !splitAnyway(date).anyway ? `${date} anyway` : date };
}

/** A form that is opened with some of its fields filled in: it is shown even when nothing is missing. */
export function begin(words: string, values: Texts, understanding: Understanding): Parsed {
  const begun = parse(words, understanding);
  if (begun.type !== 'ask' && begun.type !== 'intent') return begun;
  const { command, codename } = begun;
  const texts = { ...begun.texts, ...Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(command.args, name))) };
  return { type: 'ask', command, codename, words: wordsOf(command, codename, texts), texts, problems: {} };
}

/** What is wrong with the values of a form, by field; null when nothing is. Needs no state: platforms show it beside the field at once. */
export function checkForm(words: string, values: Texts, reading: Reading): Record<string, string> | null {
  // A codename is taken as known: whether it is will be seen when the form is acted on.
  const typed = (values[embargoField] ?? '').trim().toLowerCase();
  const codenames = [...codenamesIn(words), ...(isCodename(typed) ? [typed] : [])];
  const parsed = parseForm(words, values, { ...reading, codenames });
  return parsed.type === 'ask' || parsed.type === 'wrong' ? { ...parsed.problems } : null;
}
