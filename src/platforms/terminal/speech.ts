// Who is mentioned in a typed line: in the terminal a person is `@bob`. Pure.
import { type PersonId, personId } from '../../domain/values/ids.ts';

const mention = /(?<![^\s("'[,;=])@([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?:@[a-z0-9-]*[a-z0-9])?)(?![\w/@-])/g;

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
