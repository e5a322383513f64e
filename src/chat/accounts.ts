// Somebody's accounts, shown: never only by a name, which may be chosen to look like another's.
import { bareId, type PersonId, type PlatformName, platformOf, workspaceOf } from '../domain/ids.ts';
import { type Action, actions, code, type Inline, type Node, someone } from './message.ts';

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

/** A button that takes an account off, for each. */
export function unlinkButtons(accounts: readonly Account[]): Node {
  const label = (account: Account) => (accounts.length === 1 ? 'Unlink it' : `Unlink ${shortly(account, accounts)}`);
  return actions(...accounts.map((account): Action => ({ label: label(account), words: `unlink ${account.id}` })));
}
