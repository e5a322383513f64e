// A conversation with one person: the questions of a form one after the other, and choices that are answered by number. Pure: what is known comes in, what
// follows goes out; who keeps and sends it is timeline.ts.
import { isCommand } from '../../chat/find-command.ts';
import type { Form } from '../../chat/message/form.ts';
import type { Said } from '../../chat/message/heard.ts';
import {
  answerQuestion,
  type Check,
  formErrors,
  type Questions,
  questionLines,
  questionsOf,
  waysToAnswer,
} from '../../chat/message/questions.ts';
import { readSpeech } from '../../chat/message/typed-line.ts';
import { closedLine, type Forms, type Waiting } from '../../chat/open-form.ts';
import { takesYes } from '../../chat/understand.ts';
import type { PersonId, RoomId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';

/** Where something counts as said: for a choice that was answered directly, where the command was said that it answers. */
export type Where = { readonly room: RoomId | null; readonly thread: string | null };
export type Names = Readonly<Record<PersonId, string>>;

/** A form that somebody is filling in; `row` tells one from another. `complete`: all is answered, and is to be sent. JSON-safe. */
export type OpenForm = Where & Waiting & { readonly row: string; readonly names: Names; readonly complete: boolean };

/** A form as it stands with somebody, and what was said last, for which event; `unsaid`: it is not in their room yet. `aside`: forms they left. */
export type Talk = {
  readonly form: OpenForm | null;
  readonly aside: readonly OpenForm[];
  readonly last: string | null;
  readonly lines: readonly string[];
  readonly unsaid?: boolean;
};

/** What was kept of a conversation; null for nothing. */
export function talkOf(kept: unknown): Talk | null {
  return kept === null || kept === undefined ? null : (kept as Talk); // only ever what was kept here, and sealed
}

/** The forms of a conversation, and a conversation about these forms of which nothing was said yet; null where there are none. */
export const formsOf = (talk: Talk | null): Forms<OpenForm> => ({ open: talk?.form ?? null, aside: talk?.aside ?? [] });
export const talkAbout = ({ open, aside }: Forms<OpenForm>): Talk | null =>
  open === null && aside.length === 0 ? null : { form: open, aside, last: null, lines: [] };

/** What can be answered to a message: `for` one person, or (null) whoever is in the room. `at`: when it was last written. JSON-safe. */
export type Choices = Where & {
  readonly for: PersonId | null;
  readonly words: readonly string[];
  readonly labels: readonly string[];
  readonly first: number;
  readonly at: Instant;
  readonly until: Instant;
};

export type Step =
  /** It is to be heard, as said there; `seen`: when the message was written that was answered. */
  | { readonly type: 'hears'; readonly said: Said; readonly where: Where; readonly seen: Instant | null; readonly names: Names }
  /** The bot says something, and the form stands like this then (null: there is none). */
  | { readonly type: 'says'; readonly lines: readonly string[]; readonly form: OpenForm | null };

/** A form is opened: its first question, under its title and what was wrong with an earlier try. */
export function begun(
  form: Form,
  row: string,
  where: Where,
  picks: Questions['picks'],
  at: Instant,
): { readonly lines: readonly string[]; readonly form: OpenForm } {
  const questions = { ...questionsOf(form), picks };
  return {
    lines: [form.title, ...formErrors(form).map((error) => `! ${error}`), ...asking(questions), `(Answer here. ${waysToAnswer})`],
    form: { ...where, row, questions, names: {}, complete: false, at, held: null },
  };
}

/** What is asked of a form as it stands: its question, or all of it to be looked over. */
export const askedAgain = (form: OpenForm): string[] => (form.complete ? summary(form) : [...asking(form.questions), `(${waysToAnswer})`]);

/** Somebody answers in an open form. */
export function answered(open: OpenForm, text: string, names: Names, check: Check): Step {
  return open.complete ? decided(open, text) : nextQuestion({ ...open, names: { ...open.names, ...names } }, text, check);
}

function nextQuestion(open: OpenForm, text: string, check: Check): Step {
  const step = answerQuestion(open.questions, text, check);
  switch (step.type) {
    case 'cancelled':
      return closed(open);
    case 'asking': {
      const form = { ...open, questions: step.questions };
      return { type: 'says', lines: [...(step.problem === null ? [] : [`! ${step.problem}`]), ...askedAgain(form)], form };
    }
    case 'complete': {
      const form: OpenForm = { ...open, questions: { ...open.questions, values: step.values }, complete: true };
      return { type: 'says', lines: summary(form), form };
    }
    default:
      return step satisfies never;
  }
}

const closed = (open: OpenForm): Step => ({ type: 'says', lines: [closedLine(open)], form: null });

/** All is answered: it is sent, or gone back into, or thrown away. */
function decided(open: OpenForm, text: string): Step {
  const { questions, room, thread, names } = open;
  const word = text.trim().toLowerCase();
  if (word === 'send' || word === 'yes') {
    const said = { type: 'form', words: questions.form.words, values: questions.values } as const;
    return { type: 'hears', said, where: { room, thread }, seen: null, names };
  }
  if (word === 'cancel' || word === 'no') return closed(open);
  if (word !== 'back') return { type: 'says', lines: summary(open), form: open };
  const again = { ...questions, at: Math.max(0, questions.asked.length - 1) };
  const form = { ...open, questions: again, complete: false };
  return { type: 'says', lines: askedAgain(form), form };
}

/** Everything that will be sent, to be looked at once more. */
function summary({ questions: { form, values } }: OpenForm): string[] {
  const rows = form.fields.flatMap(({ name, label }) => (values[name] ? [`${label}: ${shown(values[name])}`] : []));
  return [`${form.title}: please check it.`, ...rows, '`send` sends it, `back` goes back, `cancel` discards it.'];
}

const shown = (value: string): string => value.replace(/\bmatrix:(?=@)/g, '');
const asking = (questions: Questions): string[] => questionLines(questions).map((line) => shown(line.trim()));

export type Chosen =
  | { readonly type: 'words'; readonly words: string }
  | { readonly type: 'no-such'; readonly number: number; readonly offered: { readonly first: number; readonly last: number } | null }
  /** Of a message that is too old to be answered by number. */
  | { readonly type: 'too-old' }
  /** It is no answer to a choice. */
  | { readonly type: 'none' };

/**
 * What a text chooses of what a message offers: a number, what stands on one of its choices, or the first words of that, where no other begins so. `alone`: it
 * is no reply to that message, so that a command is a command.
 */
export function chosenBy(text: string, choices: Choices | null, now: Instant, alone: 'alone' | 'reply' = 'reply'): Chosen {
  const speech = readSpeech(text);
  const index = speech.type === 'button' ? speech.number - (choices?.first ?? 1) : labelled(text, choices, alone);
  if (speech.type !== 'button' && index < 0) return { type: 'none' };
  const number = speech.type === 'button' ? speech.number : 0;
  if (choices === null) return { type: 'no-such', number, offered: null };
  const words = choices.words[index];
  const { first } = choices;
  if (words === undefined) return { type: 'no-such', number, offered: { first, last: first + choices.words.length - 1 } };
  if (now <= choices.until) return { type: 'words', words };
  // What stands on a choice may be a command as well.
  return speech.type === 'button' ? { type: 'too-old' } : { type: 'none' };
}

/** Which label somebody types; negative where it is none, or could be several. */
function labelled(text: string, choices: Pick<Choices, 'labels' | 'words'> | null, alone: 'alone' | 'reply'): number {
  const { labels, words } = choices ?? { labels: [], words: [] };
  const typed = wordsOf(text);
  if (typed.length === 0 || (alone === 'alone' && isCommand(typed.join(' ')))) return -1;
  const all = labels.map(wordsOf);
  const whole = all.findIndex((label) => label.join(' ') === typed.join(' '));
  // One word is little for what is done at once.
  const enough = (index: number) => typed.length > 1 || labels[index]?.endsWith('…') === true || takesYes(words[index] ?? '');
  const begun = all.flatMap((label, index) => (begins(label, typed) && enough(index) ? [index] : []));
  return whole >= 0 || begun.length !== 1 ? whole : (begun[0] ?? -1);
}

/** Whether some words are the first of a label's, or stand behind its first in the label's order: `accept dec 10`. */
function begins([first, ...label]: readonly string[], [begun, ...typed]: readonly string[]): boolean {
  let from = 0;
  return (
    first === begun &&
    typed.every((word) => {
      const at = label.indexOf(word, from);
      from = at + 1;
      return at >= 0;
    })
  );
}

const wordsOf = (text: string): string[] =>
  text
    .slice(0, 400)
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/[…,;:.!]+$/, ''))
    .filter((word) => word !== '');

/** What a yes to a message says: the only one of its choices that does something at once, and that a yes may say. Null: there is none, or several. */
export function agreedBy(choices: Choices, isQuestion: (words: string) => boolean): string | null {
  const acts = choices.words.filter((words, index) => choices.labels[index]?.endsWith('…') !== true && !isQuestion(words));
  const [only, ...others] = acts;
  return only === undefined || others.length > 0 || !takesYes(only) ? null : only;
}
