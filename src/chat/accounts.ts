// Somebody's accounts, shown: never only by a name, which may be chosen to look like another's.
import { type PersonId, type PlatformName, platformOf, workspaceOf } from '../domain/ids.ts';
import { type Action, actions, code, type Inline, type Node, someone } from './message.ts';

/** An id with what its platform calls it. */
export type Account = { readonly id: PersonId; readonly name: string | null };

export const platformTitles: Readonly<Record<PlatformName, string>> = { slack: 'Slack', matrix: 'Matrix', terminal: 'the terminal' };

/** An id for one reader: as their platform shows people where it is at home there, else its name and the id itself. */
export function accountText({ id, name }: Account, reader: PersonId): Inline[] {
  const workspace = workspaceOf(id);
  if (workspace !== null && workspace === workspaceOf(reader)) return [someone(id)];
  return name === null ? [code(id)] : [`${name} (`, code(id), ')'];
}

/** One of somebody's accounts, as short as tells it from their others: for a button. */
export function shortly({ id, name }: Account, all: readonly Account[]): string {
  const platform = platformOf(id);
  const alike = all.filter((other) => platformOf(other.id) === platform);
  if (alike.length === 1) return platform;
  const namesakes = alike.filter((other) => other.name === name);
  return name !== null && namesakes.length === 1 ? name : id.slice(platform.length + 1);
}

/** A button that takes an account off, for each. */
export function unlinkButtons(accounts: readonly Account[]): Node {
  const label = (account: Account) => (accounts.length === 1 ? 'Unlink it' : `Unlink ${shortly(account, accounts)}`);
  return actions(...accounts.map((account): Action => ({ label: label(account), words: `unlink ${account.id}` })));
}
