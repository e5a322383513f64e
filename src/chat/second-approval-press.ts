// A press on an order that waits: what became of it, to who pressed and to who gave it, in words.
import type { Approvers } from '../domain/approvers.ts';
import type { Embargo } from '../domain/embargo/embargo.ts';
import type { List } from '../domain/list/list.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { actions, code, type Inline, instant, line, type Node } from './message/message.ts';
import { whoCounts } from './second-approval.ts';

export const unknownOrder: readonly Node[] = [
  line(
    "There's no request with this id that you can confirm or refuse. It may be done, refused or expired. To confirm a disclosure: ",
    code('disclose'),
    '.',
  ),
];

/** To who may confirm it once they have acknowledged the terms. */
export function signFirst(embargo: Embargo | null, id: string): Node[] {
  const read = embargo === null ? [] : [{ label: 'Read the terms', words: `terms ${embargo.codename}`, style: 'primary' as const }];
  return [line('Acknowledge the current terms of this embargo first, then confirm it: ', code(`confirm ${id}`), '.'), actions(...read)];
}

/** To who would confirm it from where the same server could speak in their name. `mine`: their accounts. */
export function elsewhereNodes(list: List, id: string, mine: readonly PersonId[], approvers: Approvers): Node[] {
  const own = approvers.accounts.filter(({ account }) => mine.includes(account));
  const why =
    "You can't confirm it from here: someone who could make this request in another person's name could also confirm it in yours.";
  const [reader = null] = own.map(({ person }) => person);
  const where = whoCounts(list, reader, own.length > 0 ? { ...approvers, accounts: own } : approvers);
  return [line(`${why} It counts only from ${where}: `, code(`confirm ${id}`), '.')];
}

/** To whose own word the order is, and who would confirm it from where they could be spoken for again. */
export const ownOrder: readonly Node[] = [
  line(
    'This is your own request, and confirming it from here adds nothing. Someone else has to confirm it, or you from an account on another platform that was linked with this one at least a day ago.',
  ),
];

/** What became of an order: to who confirmed or refused it, and to who gave it. */
export type Became = 'done' | 'refused' | 'withdrawn' | 'late' | 'overtaken';

/** To who pressed. `name`: who gave the order; null: they themselves. */
export function approvalNodes(became: Became, name: string | null, until: Instant): Node[] {
  const told = name === null ? '' : ` I told ${name}.`;
  switch (became) {
    case 'done':
      return [line(name === null ? 'Confirmed and done.' : `Confirmed and done, as ${name} asked. Your confirmation is on record.`)];
    case 'refused':
      return [
        line(`Refused. Nothing changed.${told}`),
        ...(name === null
          ? []
          : [
              line(
                `If that wasn't ${name}, someone else is using their name: tell the other coordinators, and remove that account from the list.`,
              ),
            ]),
      ];
    case 'withdrawn':
      return [line('Taken back. Nothing changed.')];
    case 'late':
      return [line('Too late: it expired ', instant(until), `. Nothing changed.${told}`)];
    case 'overtaken':
      return [line(`Nothing changed: it's no longer possible.${name === null ? '' : ` I told ${name} why.`}`)];
    default:
      return became satisfies never;
  }
}

/** To who gave the order. `who` pressed. */
export function askedNodes(became: Exclude<Became, 'withdrawn'>, who: string, words: readonly Inline[] | null): Node[] {
  const what: readonly Inline[] = words === null ? [' something'] : [' to ', ...words];
  switch (became) {
    case 'done':
      return [line('You asked', ...what, `. ${who} confirmed it, and it's done.`)];
    case 'refused':
      return [line('You asked', ...what, `. ${who} refused it. Nothing changed.`)];
    case 'late':
      return [line('You asked', ...what, `. ${who} confirmed it too late. Nothing changed. If you still want it, ask again.`)];
    case 'overtaken':
      return [line('You asked', ...what, `. ${who} confirmed it, but it's no longer possible, so nothing changed:`)];
    default:
      return became satisfies never;
  }
}
