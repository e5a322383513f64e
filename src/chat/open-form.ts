// A form that is answered line by line, beside everything else that its person types: which of a line is an answer, and what becomes of the form else. Pure.

import { type Instant, minuteMs } from '../domain/values/time.ts';
import { groupOf } from './commands.ts';
import { findCommand } from './find-command.ts';
import { tokensOf } from './grammar/tokens.ts';
import type { Form } from './message/form.ts';
import type { Questions } from './message/questions.ts';
import { codenamesIn, type Parsed, parse } from './parse.ts';
import { readReviewAnswers } from './values/review/answers.ts';

/** So many are kept aside; of more the oldest goes. */
const asideMax = 5;

/** For so many minutes a form waits: open, for its next answer; set aside, for its person to come back to it. */
export const waitsMinutes = { open: 60, aside: 60 } as const;

/** `at`: when it was opened, answered or set aside last. `held`: a line that is its answer only if it is said again. */
export type Waiting = { readonly questions: Questions; readonly at: Instant; readonly held: string | null };

/** The forms of one person; of those that are set aside the last comes back first. */
export type Forms<Form extends Waiting> = { readonly open: Form | null; readonly aside: readonly Form[] };

export type FormLine<Form extends Waiting> =
  /** It answers the open form. */
  | { readonly type: 'answers'; readonly open: Form }
  /** It goes on with this form, whose question is asked again. */
  | { readonly type: 'continues'; readonly open: Form; readonly aside: readonly Form[] }
  /** Something is said of the forms, and nothing else comes of it. */
  | { readonly type: 'said'; readonly lines: readonly string[]; readonly forms: Forms<Form> }
  /** It is none of a form's: a line as any other, once this is said. */
  | { readonly type: 'passes'; readonly lines: readonly string[]; readonly forms: Forms<Form> };

/** What a line is: `prefixed` with `/embargo` or `!embargo` it is a command, whatever is open. */
export function readFormLine<Form extends Waiting>(
  { open, aside }: Forms<Form>,
  { text, prefixed }: { readonly text: string; readonly prefixed: boolean },
  now: Instant,
  prefix: string,
): FormLine<Form> {
  const word = text.trim().toLowerCase();
  const running = open !== null && !isOver(open, 'open', now) ? open : null;
  if (running !== null && (!prefixed || word === 'cancel')) {
    const other = prefixed || running.held === text ? null : otherReading(text, running, now);
    return other === null
      ? { type: 'answers', open: { ...running, held: null, at: now } }
      : { type: 'said', lines: heldLines(running, prefix, other), forms: { open: { ...running, held: text, at: now }, aside } };
  }
  const kept = aside.filter((each) => !isOver(each, 'aside', now));
  const last = kept.at(-1);
  if (running !== null && word === 'continue') return { type: 'continues', open: { ...running, at: now }, aside: kept };
  if (running === null && last !== undefined && word === 'continue')
    return { type: 'continues', open: { ...last, at: now }, aside: kept.slice(0, -1) };
  if (running === null && last !== undefined && word === 'cancel')
    return { type: 'said', lines: [closedLine(last)], forms: { open: null, aside: kept.slice(0, -1) } };
  const expired = [...aside.filter((each) => !kept.includes(each)), ...(open === running || open === null ? [] : [open])];
  const lines = expired.map((each) => expiredLine(each));
  if (running !== null) return { type: 'passes', lines: [...lines, asideLine(running)], forms: setAside(kept, running, now) };
  const forms = { open: null, aside: kept };
  // A number may have been meant for its question, and would press a button now.
  if (open !== null && !prefixed && /^\[?\d{1,4}\]?$/.test(word))
    return { type: 'said', lines: [...lines, `I didn't take your ${text.trim()}.`], forms };
  return { type: 'passes', lines, forms };
}

/** The forms when one more is opened, and what is said of the one that was open. */
export function withOpened<Form extends Waiting>(
  { open, aside }: Forms<Form>,
  form: Form,
  now: Instant,
): { readonly lines: readonly string[]; readonly forms: Forms<Form> } {
  if (open === null) return { lines: [], forms: { open: form, aside } };
  const over = isOver(open, 'open', now);
  return {
    lines: [over ? expiredLine(open) : asideLine(open)],
    forms: { open: form, aside: over ? aside : setAside(aside, open, now).aside },
  };
}

/** That a form is closed, and nothing came of it. */
export const closedLine = ({ questions }: Waiting): string => `Closed: ${questions.form.title}. Nothing was sent.`;

function setAside<Form extends Waiting>(aside: readonly Form[], form: Form, now: Instant): Forms<Form> {
  return { open: null, aside: [...aside, { ...form, held: null, at: now }].slice(-asideMax) };
}

const isOver = ({ at }: Waiting, as: keyof typeof waitsMinutes, now: Instant): boolean => now - at >= waitsMinutes[as] * minuteMs;

function asideLine({ questions: { form, values } }: Waiting): string {
  const count = Object.values(values).filter((value) => value !== '').length;
  const kept = count === 0 ? "I'll keep it" : count === 1 ? "I'll keep your answer" : `I'll keep your ${count} answers`;
  return `Form set aside: ${form.title}. ${kept} for ${waitsMinutes.aside} minutes: \`continue\` resumes it, \`cancel\` closes it.`;
}

const expiredLine = ({ questions: { form } }: Waiting): string =>
  `Your form expired: ${form.title}. It waited ${waitsMinutes.open} minutes, and nothing was sent. To start again: \`${form.again ?? form.words}\`.`;

type OtherReading = 'report' | 'command' | 'result';

const held: Readonly<Record<OtherReading, { readonly said: string; readonly again: string }>> = {
  report: { said: "That reads like a report, so I haven't taken it as your answer yet. Nobody was told.", again: 'To report it now' },
  command: { said: "That reads like a command, so I haven't taken it as your answer yet.", again: 'To run it' },
  result: {
    said: "That reads like the result for another release, so I haven't taken it as your answer yet.",
    again: 'To answer for that release',
  },
};

function heldLines({ questions: { asked, at, form } }: Waiting, prefix: string, other: OtherReading): string[] {
  const { said, again } = held[other];
  return [
    said,
    `${again}, send it again with \`${prefix}\` in front. To answer ${asked[at]?.label ?? form.title} with it, send it again as it is. \`cancel\` closes the form.`,
  ];
}

// `Update of runc crashes`: a command's word that begins a sentence.
const inSentence = /^\S+ (?:of|in|the|an?|to|is|for|with|from|that|and)\b/i;

/** What an answer could be meant as besides: a whole report of a leak, of what is public or attacked; a command. Neither may end as an answer to something else. */
function otherReading(text: string, { questions }: Waiting, now: Instant): OtherReading | null {
  const { form, asked, at } = questions;
  const line = text.trim();
  if (isOfOtherRelease(line, form, now)) return 'result';
  if (/^(?:back|skip|cancel|continue)$/i.test(line) || (inSentence.test(line) && !reported.test(line))) return null;
  const command = findCommand(tokensOf(line));
  const parsed = parse(line, { now, zone: null, codenames: codenamesIn(line) });
  // `finding 1 fixed by carol`: what begins as a group of commands does is one in other words.
  if (command === null) return groupOf(line.split(/\s/, 1)[0]?.toLowerCase() ?? '').length > 0 && acts(parsed) ? 'command' : null;
  const input = asked[at]?.input;
  if (
    input?.type === 'choice' &&
    input.options.some(({ value, label }) => [value, label].some((each) => each.toLowerCase() === line.toLowerCase()))
  )
    return null;
  const { says, words } = command;
  if (says.to === 'leak' || (says.to === 'embargo' && says.type === 'report-public-state'))
    return !form.words.startsWith('report') && reported.test(line) ? 'report' : null;
  if (parsed.type === 'intent') return 'command';
  // What is wrong in it does not make it an answer: two words of a command, or one and a person, are seldom a sentence.
  const [, second = ''] = line.split(/\s+/);
  if (words.includes(' ') || second.startsWith('@') || codenamesIn(second).length > 0) return 'command';
  return parsed.type === 'ask' && line.split(/\s+/).length <= 3 ? 'command' : null;
}

/** `7.2 fails to build`, where the form is about 7.1. Other numbers are of steps. */
function isOfOtherRelease(line: string, { words }: Form, now: Instant): boolean {
  const [, release, said = ''] = /^v?(\d+(?:\.\d+)+):?\s+(.+)$/s.exec(line) ?? [];
  if (release === undefined || !words.startsWith('review ')) return false;
  const own = tokensOf(words).some(({ named }) => named?.name === 'release' && named.value === release);
  return !own && readReviewAnswers(said, { now, zone: null }).ok;
}

const acts = ({ type }: Parsed): boolean => type === 'intent' || type === 'ask';

// `leak` alone begins many a title.
const reported = /^(?:report\s|leak:|leak\b.*https?:)/is;
