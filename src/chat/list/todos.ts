// What somebody owes a list, said, with the buttons to do it.
import { distributorName, type List, nameOf } from '../../domain/list/list.ts';
import type { ListTodo } from '../../domain/list/todos.ts';
import type { Instant } from '../../domain/values/time.ts';
import { acceptDuty, declineDuty, dutyTitle } from '../message/duties.ts';
import type { Action, Inline } from '../message/message.ts';
import { counted } from '../message/view.ts';

/** What is owed to which list, by when. */
export function listTodoRow(todo: ListTodo, list: List, now: Instant): Inline[] {
  return [`${list.name}: ${words(todo, list)}`, ...(todo.due === null ? [] : [', by ', ...counted(todo.due, now)])];
}

function words(todo: ListTodo, list: List): string {
  switch (todo.type) {
    case 'vote':
      return `vote on ${todo.organisation} (application ${todo.application})`;
    case 'decide':
      return `decide on ${todo.organisation} (application ${todo.application}), as the list voted`;
    case 'recertify':
      return 'confirm that your organization still meets the criteria';
    case 'alias':
      return 'enter the code sent to your security alias';
    case 'duty-offer':
      return `accept or decline ${dutyTitle(todo)} from ${distributorName(list, todo.from)}`;
    case 'report':
      return `answer report ${todo.number} from outside`;
    case 'handover':
      return `accept or decline the role ${nameOf(list, todo.from)} offers you`;
    default:
      return todo satisfies never;
  }
}

export function listTodoActions(todo: ListTodo): Action[] {
  switch (todo.type) {
    case 'vote':
      return [
        { label: 'Yes', words: `ballot vote ${todo.application} yes` },
        { label: 'No', words: `ballot vote ${todo.application} no` },
        { label: 'Abstain', words: `ballot vote ${todo.application} abstain` },
      ];
    case 'decide':
      return [{ label: `Show ${todo.organisation}`, words: `application ${todo.application}` }];
    case 'recertify':
      return [{ label: 'All still true', words: 'org recertify all' }];
    case 'alias':
      return [{ label: 'Enter the code…', words: 'org answer' }];
    case 'duty-offer':
      return [acceptDuty(todo.number), declineDuty(todo.number)];
    case 'report':
      return [{ label: `Show report ${todo.number}`, words: `report show ${todo.number}` }];
    case 'handover':
      return [
        { label: 'Take it over', words: 'people accept' },
        { label: 'No', words: 'people decline' },
      ];
    default:
      return todo satisfies never;
  }
}
