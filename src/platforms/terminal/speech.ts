// One typed line, taken apart: a command with or without its prefix, the number of a button, and who is mentioned in it. Pure.
import { type PersonId, personId } from '../../domain/ids.ts';

export type Speech =
  /** `prefixed`: it began with `/embargo` or `!embargo`, so that it is a command even while a form is open. */
  { readonly type: 'words'; readonly text: string; readonly prefixed: boolean } | { readonly type: 'button'; readonly number: number };

const prefix = /^[/!]embargo(?:\s+|$)/i;
const mention = /(?<![^\s("'[,;=])@([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?:@[a-z0-9-]*[a-z0-9])?)(?![\w/@-])/g;

/** What a line is, before anybody is looked for in it. */
export function readSpeech(line: string): Speech {
  const text = line.trim();
  const pressed = /^(?:\[(\d{1,4})\]|(\d{1,4}))$/.exec(text);
  if (pressed !== null) return { type: 'button', number: Number(pressed[1] ?? pressed[2]) };
  return { type: 'words', text: text.replace(prefix, ''), prefixed: prefix.test(text) };
}

/** The text with `@bob` as `terminal:bob`, and what the mentioned are called. `@bob@slack` is another person than `@bob`. */
export function readMentions(text: string): { text: string; names: Record<PersonId, string> } {
  const names: Record<PersonId, string> = {};
  const read = text.replace(mention, (typed: string, name: string) => {
    const person = personId(`terminal:${name}`);
    if (person === null) return typed;
    names[person] = name;
    return person;
  });
  return { text: read, names };
}

/** The same for the answer to a form's question, where only an answer made of nothing else names people: a title may hold an `@`. */
export function readMentionsOnly(answer: string): { text: string; names: Record<PersonId, string> } {
  const read = readMentions(answer);
  return answer.replace(mention, '').replace(/[\s,;]+/g, '') === '' ? read : { text: answer, names: {} };
}
