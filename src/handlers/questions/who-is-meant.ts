// A name where somebody is to be named by their account: who of the list is called so is offered, a button for each.
import { type Action, actions, line } from '../../chat/message/message.ts';
import type { Parsed } from '../../chat/parse.ts';
import { slipsTo } from '../../chat/values/names.ts';
import { word } from '../../chat/values/quoting.ts';
import { distributorName, membersOf } from '../../domain/list/list.ts';
import { bareId, type PersonId, personId, platformOf } from '../../domain/values/ids.ts';
import { answered, type Reply } from '../reply.ts';

/** Asks who is meant; resolves to an outcome. Null: no name was given for somebody, or nobody is called so: what is wrong with it is said as ever. */
export async function whoIsMeant(reply: Reply, parsed: Parsed): Promise<string | null> {
  const { request } = reply;
  if ((parsed.type !== 'wrong' && parsed.type !== 'ask') || request.heard.said.type !== 'words' || request.lists.length === 0) return null;
  const { command, texts = {}, problems, codename = null } = parsed;
  const [wrong, ...others] = Object.keys(problems);
  const arg = wrong === undefined ? undefined : command.args[wrong];
  const typed = wrong === undefined ? undefined : texts[wrong];
  if (wrong === undefined || others.length > 0 || arg?.type !== 'person' || typed === undefined) return null;
  const rest = Object.entries(texts).flatMap(([name, text]) => (name === wrong ? [] : [`${name}=${word(text)}`]));
  const adds = command.says.to === 'list' && command.says.type === 'add-person';
  const meant = peopleCalled(reply, typed, adds).map(
    ({ person, shown }): Action => ({
      label: `I mean ${shown}`,
      words: [command.words, ...(codename === null ? [] : [codename]), `${wrong}=${person}`, ...rest].join(' '),
    }),
  );
  if (meant.length === 0 || meant.some(({ words }) => words.length > wordsMax)) return null;
  return answered(reply, [line(`Who is ${nameIn(typed)}? Nothing changed yet.`), actions(...meant)], 'shown-first');
}

type Called = { readonly person: PersonId; readonly shown: string };

/** Whom a name can mean: the people of the speaker's lists, those who are called just so first; and who has such an account beside the speaker, where people are added. */
function peopleCalled({ request: { heard, lists } }: Reply, typed: string, adds: boolean): Called[] {
  const name = nameIn(typed).toLowerCase();
  if (name === '') return [];
  const found = lists.flatMap((list) =>
    membersOf(list).flatMap(({ person, name: called, distributor }) => {
      const slips = Math.min(slipsTo(name, called), slipsTo(name, bareId(person).replace(/^@|:.*$/g, '')));
      const near = slips <= (name.length < shortName ? 0 : 1);
      const shown = distributor === null ? called : `${called} (${distributorName(list, distributor)})`;
      return near ? [{ person, shown, slips }] : [];
    }),
  );
  const known = [...new Map(found.sort((one, other) => one.slips - other.slips).map((each) => [each.person, each] as const)).values()];
  const beside = adds ? accountBeside(heard.by, name) : null;
  const another =
    beside === null || known.some(({ person }) => person === beside)
      ? []
      : [{ person: beside, shown: `${bareId(beside)}, new to the list` }];
  return [...known, ...another].slice(0, peopleMax);
}

/** The account of that name where the speaker has theirs; null where nobody can tell by a name. */
function accountBeside(by: PersonId, name: string): PersonId | null {
  if (!/^[a-z0-9][a-z0-9._-]{0,60}$/.test(name)) return null;
  const platform = platformOf(by);
  switch (platform) {
    case 'terminal':
      return personId(`terminal:${name}`);
    case 'matrix':
      return personId(`matrix:@${name}:${bareId(by).replace(/^[^:]*:/, '')}`);
    case 'slack':
      return null;
    default:
      return platform satisfies never;
  }
}

const nameIn = (typed: string): string =>
  typed
    .trim()
    .replace(/^@/, '')
    .replace(/[\s,.:;!]+$/, '')
    .slice(0, nameMax);

const nameMax = 60;
// Of a short name another letter makes another one.
const shortName = 4;
const peopleMax = 5;
const wordsMax = 1500;
