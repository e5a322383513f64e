// Somebody's accounts, shown: never only by a name, which may be chosen to look like another's.
import { bareId, type PersonId, type PlatformName, platformOf, type RoomId, workspaceOf } from '../../domain/values/ids.ts';
import { type Action, actions, code, type Inline, type Message, type Node, someone, withLines } from '../message/message.ts';

/** An id with what its platform calls it. */
export type Account = { readonly id: PersonId; readonly name: string | null };

export const platformTitles: Readonly<Record<PlatformName, string>> = { slack: 'Slack', matrix: 'Matrix', terminal: 'the terminal' };

/**
 * An id for one reader: as their platform shows people where it is at home there, else its name, its platform, and what the platform itself calls it.
 * `reader` null: it is at home nowhere that they read.
 */
export function accountText({ id, name }: Account, reader: PersonId | null): Inline[] {
  const workspace = workspaceOf(id);
  if (reader !== null && workspace !== null && workspace === workspaceOf(reader)) return [someone(id)];
  const on = platformOf(id);
  const own: Inline[] = on === 'slack' ? ['member ID ', code(bareId(id))] : [code(bareId(id))];
  if (name !== null) return [`${name} on ${platformTitles[on]} (`, ...own, ')'];
  return on === 'slack' ? ['a Slack account (', ...own, ')'] : [...own, ` on ${platformTitles[on]}`];
}

/** One of somebody's accounts, as short as tells it from their others: for a button. */
export function shortly({ id, name }: Account, all: readonly Account[]): string {
  const platform = platformOf(id);
  const alike = all.filter((other) => platformOf(other.id) === platform);
  if (alike.length === 1) return platform;
  const namesakes = alike.filter((other) => other.name === name);
  return name !== null && namesakes.length === 1 ? name : bareId(id);
}

/** An account whose name is not known, for a button or within plain text: `U0123 on Slack`. */
export const accountLabel = (id: PersonId): string => `${bareId(id)} on ${platformTitles[platformOf(id)]}`;

const isAway = (id: PersonId, reader: PersonId | RoomId): boolean =>
  platformOf(id) !== platformOf(reader) || workspaceOf(id) !== workspaceOf(reader);

/** Those in a message whom the platform that it is read on cannot show by their name: it knows nobody of elsewhere. */
export function strangersTo(reader: PersonId | RoomId, message: Message): PersonId[] {
  const people: PersonId[] = [];
  withLines(message, (line) => {
    for (const part of line) if (typeof part === 'object' && part.type === 'person') people.push(part.person);
    return line;
  });
  return [...new Set(people.filter((id) => isAway(id, reader)))];
}

/** The same message with those named in words whom the platform that it is read on could not show. */
export function namedFor(reader: PersonId | RoomId, message: Message, names: ReadonlyMap<PersonId, string>): Message {
  return withLines(message, (line) =>
    line.flatMap((part) =>
      typeof part === 'object' && part.type === 'person' && isAway(part.person, reader)
        ? accountText({ id: part.person, name: names.get(part.person) ?? null }, null)
        : [part],
    ),
  );
}

/** A button that takes an account off, for each. */
export function unlinkButtons(accounts: readonly Account[]): Node {
  const label = (account: Account) => (accounts.length === 1 ? 'Unlink it' : `Unlink ${shortly(account, accounts)}`);
  return actions(...accounts.map((account): Action => ({ label: label(account), words: `account unlink ${account.id}` })));
}
