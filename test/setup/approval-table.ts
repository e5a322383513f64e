// The table of docs/second-approval.md, from the rows in the code: every command, whether it waits, and why or why not.
import { commands } from '../../src/chat/commands.ts';
import type { Says } from '../../src/chat/grammar/command.ts';
import { embargoRules } from '../../src/domain/embargo-risks.ts';
import { listRules } from '../../src/domain/list-risks.ts';
import type { Rule } from '../../src/domain/second-approval.ts';
import { type Given, givenToEmbargo, givenToList } from './orders.ts';

type Rows = Readonly<Record<string, Rule<never, never>>>;

/** One line for each command that is an order: its words, whether it waits, and the reason. */
export function approvalTable(): string[] {
  return commands
    .filter(({ words }) => words !== 'form')
    .flatMap(({ words, says }) => {
      const verdict = verdictOf(says);
      return verdict === null ? [] : [`| \`${words}\` | ${verdict.join(' | ')} |`];
    });
}

function verdictOf(says: Says): readonly [string, string] | null {
  switch (says.to) {
    case 'embargo':
      return verdict(givenToEmbargo(says.type), embargoRules);
    case 'list':
      return verdict(givenToList(says.type), listRules);
    case 'create':
      return ['no', embargoRules['embargo-created'].because];
    case 'leak':
      return ['no', embargoRules['leak-reported'].because];
    case 'self':
    case 'order':
    case 'ask':
      return null;
    default:
      return says satisfies never;
  }
}

function verdict(all: readonly Given[], rules: Rows): readonly [string, string] {
  const given = all.filter(({ first }) => !first);
  const waiting = given.filter(({ risk }) => risk !== null).length;
  const reasons = given.flatMap(({ facts }) => {
    const known = facts.flatMap((type) => rules[type] ?? []);
    return known.find(({ waits }) => (waits === null) === (waiting === 0))?.because ?? [];
  });
  const why = [...new Set(reasons)].join(' ');
  return [waiting === 0 ? 'no' : waiting === given.length ? 'yes' : 'depends', why === '' ? 'Asks, and changes nothing.' : why];
}
