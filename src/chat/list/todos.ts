// What somebody owes a list, said, with the buttons to do it.
import { type List, nameOf } from '../../domain/list/list.ts';
import type { ListDebt } from '../../domain/list/todos.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Action, Inline } from '../message/message.ts';
import { counted } from '../message/view.ts';

/** What is owed to which list, by when. */
export function listDebtRow(debt: ListDebt, list: List, now: Instant): Inline[] {
  return [`${list.name}: ${words(debt, list)}`, ...(debt.due === null ? [] : [', by ', ...counted(debt.due, now)])];
}

function words(debt: ListDebt, list: List): string {
  switch (debt.type) {
    case 'vote':
      return `vote on ${debt.organisation} (application ${debt.application})`;
    case 'decide':
      return `decide on ${debt.organisation} (application ${debt.application}), as the list voted`;
    case 'recertify':
      return 'confirm that your organisation still meets the criteria';
    case 'alias':
      return 'say the code that was sent to your security alias';
    case 'handover':
      return `say whether you take over from ${nameOf(list, debt.from)}`;
    default:
      return debt satisfies never;
  }
}

export function listDebtActions(debt: ListDebt): Action[] {
  switch (debt.type) {
    case 'vote':
      return [
        { label: 'Yes', words: `member vote ${debt.application} yes` },
        { label: 'No', words: `member vote ${debt.application} no` },
        { label: 'Abstain', words: `member vote ${debt.application} abstain` },
      ];
    case 'decide':
      return [{ label: `Show ${debt.organisation}`, words: `member show ${debt.application}` }];
    case 'recertify':
      return [{ label: 'All still so', words: 'member recertify all' }];
    case 'alias':
      return [{ label: 'Say the code…', words: 'distributor answer' }];
    case 'handover':
      return [
        { label: 'I take it over', words: 'person accept' },
        { label: 'No', words: 'person decline' },
      ];
    default:
      return debt satisfies never;
  }
}
