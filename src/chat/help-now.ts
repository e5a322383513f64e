// What somebody can do now: what waits on them first, then what fits the moment and their role. At most twelve lines.
import { memberOf } from '../domain/embargo/consent.ts';
import type { List } from '../domain/list/list.ts';
import { listTodosOf } from '../domain/list/todos.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { offersOn, todosOn } from './embargo/menu.ts';
import { todoRow } from './embargo/rows.ts';
import { findCommand } from './find-command.ts';
import { tokensOf } from './grammar/tokens.ts';
import { shortHelp } from './help.ts';
import { listTodoActions, listTodoRow } from './list/todos.ts';
import { type Action, bullets, code, heading, type Inline, line, type Node } from './message/message.ts';
import { todoActions, type View } from './message/view.ts';

/** `views`: the embargoes that they may know of and that are not over and done with. `admin`: named in the environment. */
export type Moment = {
  readonly person: PersonId;
  readonly lists: readonly List[];
  readonly views: readonly View[];
  readonly admin: boolean;
  readonly now: Instant;
};

// With the heading, the line on what is owed and the last one they are twelve.
const rowsMax = 9;
const owedMax = 4;

/** The answer to `help` alone. */
export function helpNowNodes(moment: Moment): Node[] {
  const owed = owedRows(moment);
  const more = moment.lists.length === 0 ? withoutList(moment) : onList(moment);
  const last = commandRow('report leak');
  const rows = [...owed.slice(0, owedMax), ...more.slice(0, rowsMax - 1 - Math.min(owedMax, owed.length)), last];
  const rest = owed.length - owedMax;
  return [
    heading('What you can do now'),
    ...(moment.lists.length === 0
      ? []
      : owed.length === 0
        ? [line("You're all caught up.")]
        : rest > 0
          ? [line(`${rest} more: `, code('todo'), '.')]
          : []),
    bullets(rows),
    line('All commands: ', code('help all'), '. One group: ', code('help date'), '. One command: ', code('help date propose'), '.'),
  ];
}

/** What waits on them, with the words that do it. */
function owedRows({ person, lists, views, now }: Moment): Inline[][] {
  const onEmbargoes = todosOn(views, person).map((open) => owedRow(todoActions(open.todo, open.view.embargo.codename), todoRow(open)));
  const onLists = lists.flatMap((list) =>
    listTodosOf(list, person, now).map((todo) => owedRow(listTodoActions(todo), listTodoRow(todo, list, now))),
  );
  return [...onEmbargoes, ...onLists];
}

function owedRow(offered: readonly Action[], row: readonly Inline[]): Inline[] {
  const words = offered.slice(0, 2).flatMap(({ words }, index) => [...(index === 0 ? [] : [' or ']), code(words)]);
  return words.length === 0 ? [...row] : [...row, ': ', ...words];
}

function onList({ person, lists, views }: Moment): Inline[][] {
  const members = lists.map((list) => memberOf(list, person));
  const running = views.filter(({ embargo }) => embargo.ended === null);
  const [only, ...others] = running;
  const member = only === undefined ? null : memberOf(only.list, person);
  const offered = only === undefined || others.length > 0 || member === null ? [] : offersOn(only, member, []);
  const empty = lists.some(({ distributors }) => Object.keys(distributors).length === 0);
  const coordinates = members.some((each) => each?.role === 'coordinator');
  const general = [
    ...(coordinates ? [...(empty ? ['org add'] : []), 'people add', 'create'] : []),
    ...(views.length > 1 ? ['list'] : []),
    ...['todo', 'members', 'settings', 'away'],
  ];
  return [...offered.map(({ words }) => commandRow(words)), ...general.map(commandRow)];
}

const withoutList = ({ admin }: Moment): Inline[][] =>
  [...(admin ? ['room adopt'] : []), 'apply', 'apply status', 'account link'].map(commandRow);

function commandRow(words: string): Inline[] {
  const command = findCommand(tokensOf(words));
  return command === null ? [code(words)] : [code(words), `: ${shortHelp(command)}`];
}
