// Mentions of people in what somebody wrote: ids as platforms write them, and the names that people read. Pure.
import { type PersonId, personId } from '../../domain/values/ids.ts';

// Slack's, which stand for a mention in a message; a Matrix id is what people type themselves.
const account = /slack:[A-Z0-9]+\/[UW][A-Z0-9]+/g;

/** The accounts that a text mentions, each once. */
export function accountsIn(text: string): PersonId[] {
  return [...new Set((text.match(account) ?? []).flatMap((found) => personId(found) ?? []))];
}

/** The text with `@name` for each account; `@somebody` where no name is known. */
export function namedIn(text: string, nameOf: (person: PersonId) => string | null): string {
  return text.replace(account, (found) => `@${nameOf(found as PersonId) ?? 'somebody'}`);
}
