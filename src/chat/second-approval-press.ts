// A press on an order that waits: what became of it, to who pressed and to who gave it, in words.
import type { Approvers } from '../domain/approvers.ts';
import type { Embargo } from '../domain/embargo/embargo.ts';
import type { List } from '../domain/list/list.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { actions, code, type Inline, instant, line, type Node } from './message/message.ts';
import { whoCounts } from './second-approval.ts';

export const unknownOrder: readonly Node[] = [
  line('Nothing waits under this id that you could confirm or refuse. It may be done, refused, or out of date.'),
];

/** To who may confirm it once they have acknowledged the terms. */
export function signFirst(embargo: Embargo | null, id: string): Node[] {
  const read = embargo === null ? [] : [{ label: 'Read the terms', words: `terms ${embargo.codename}`, style: 'primary' as const }];
  return [
    line('Acknowledge the terms of this embargo first, as they are now, and then confirm it: ', code(`confirm ${id}`), '.'),
    actions(...read),
  ];
}

/** To who would confirm it from where the same server could speak in their name. `mine`: their accounts. */
export function elsewhereNodes(list: List, id: string, mine: readonly PersonId[], approvers: Approvers): Node[] {
  const own = approvers.accounts.filter(({ account }) => mine.includes(account));
  const why = "From here this does not count: whoever could have given this order in somebody else's name could confirm it in yours.";
  const [reader = null] = own.map(({ person }) => person);
  const where = whoCounts(list, reader, own.length > 0 ? { ...approvers, accounts: own } : approvers);
  return [line(`${why} It can be confirmed by ${where}: `, code(`confirm ${id}`), '.')];
}

/** To whose own word the order is, and who would confirm it from where they could be spoken for again. */
export const ownOrder: readonly Node[] = [
  line(
    'This is your own order, and from here it is only said twice. Another person has to confirm it, or you, from an account on another platform that has been linked with this one for a day.',
  ),
];

/** What became of an order: to who confirmed or refused it, and to who gave it. */
export type Became = 'done' | 'refused' | 'withdrawn' | 'late' | 'overtaken';

/** To who pressed. `name`: who gave the order; null: they themselves. */
export function approvalNodes(became: Became, name: string | null, until: Instant): Node[] {
  const told = name === null ? '' : ` ${name} is told.`;
  switch (became) {
    case 'done':
      return [
        line(name === null ? 'Confirmed: it is done.' : `Confirmed: it is done as ${name} asked. That you confirmed it is on record.`),
      ];
    case 'refused':
      return [
        line(`Refused: nothing is done.${told}`),
        ...(name === null
          ? []
          : [
              line(
                `If it was not ${name}, somebody speaks in their name: tell the other coordinators, and take that account off the list.`,
              ),
            ]),
      ];
    case 'withdrawn':
      return [line('Taken back: nothing is done.')];
    case 'late':
      return [line('Too late: it waited until ', instant(until), `, and nothing was done.${told}`)];
    case 'overtaken':
      return [line(`Nothing was done: it is not possible any more.${name === null ? '' : ` ${name} is told why.`}`)];
    default:
      return became satisfies never;
  }
}

/** To who gave the order. `who` pressed. */
export function askedNodes(became: Exclude<Became, 'withdrawn'>, who: string, words: readonly Inline[] | null): Node[] {
  const what: readonly Inline[] = words === null ? [' something'] : [' to ', ...words];
  switch (became) {
    case 'done':
      return [line('You had asked', ...what, `. ${who} confirmed it: it is done.`)];
    case 'refused':
      return [line('You had asked', ...what, `. ${who} refused: nothing is done.`)];
    case 'late':
      return [line('You had asked', ...what, `. ${who} confirmed it too late: nothing was done. Say it again.`)];
    case 'overtaken':
      return [line('You had asked', ...what, `. ${who} confirmed it, but by now it is refused, and nothing was done:`)];
    default:
      return became satisfies never;
  }
}
