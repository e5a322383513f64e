// One person with several ids, and how they want to be reached: in words.

import { coordinatorsOf, type List, nameOf } from '../../domain/list/list.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import { personal } from '../message/address.ts';
import { type Action, actions, code, fields, type Inline, instant, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { counted } from '../message/view.ts';
import { type QuietHours, quietText } from '../values/quiet.ts';
import { type Account, accountText, shortly, unlinkButtons } from './accounts.ts';

/** The code that is to be typed elsewhere. `until`: for how long it is good. */
export function codeNodes(secret: string, until: Instant, now: Instant): Node[] {
  return [
    line('Type this to me from your other account, within ten minutes: ', code(`account link ${secret}`)),
    line("It's valid until ", ...counted(until, now), ", once. Don't share it: anyone who types it can read and act as you."),
  ];
}

/** To a founder, of the accounts on other platforms that the bot was set up with too. */
export function linkAdviceNodes(others: readonly PersonId[]): Node[] {
  const named = others.flatMap((id, index): Inline[] => [...(index === 0 ? [] : [', ']), ...accountText({ id, name: null }, null)]);
  const [those, them, yours] = others.length === 1 ? ['that account is', 'it', 'it is'] : ['those accounts are', 'them', 'one of them is'];
  return [
    line('The setting ADMINS also names ', ...named, `. To this list, ${those} somebody else until you link ${them}.`),
    line(`If ${yours} yours, link it now: say `, code('account link'), ' here, then type the code to me from that account.'),
  ];
}

/** Who would become one, and what that means, before it is done. */
export function confirmLinkNodes(secret: string, mine: Account, other: Account): Node[] {
  return [
    line('This makes ', ...accountText(other, mine.id), ' and you, ', ...accountText(mine, mine.id), ', one person:'),
    line('what one can read, both can read; what one says counts for both. Together you have one vote.'),
    line("Only do this if both accounts are yours. I'll tell the coordinators of your lists."),
    actions({ label: 'Both are mine: link them', words: `account link sure=yes ${secret}`, style: 'primary' }),
  ];
}

/** To both accounts, each where it is: they are one now. */
export function linkedMessages(person: PersonId, accounts: readonly [Account, Account]): Outgoing[] {
  return accounts.map((account, index) => {
    const other = accounts[1 - index] ?? account;
    const nodes = [
      line("From now on you're one person with ", ...accountText(other, account.id), '.'),
      line("If this wasn't you, unlink it at once and tell a coordinator."),
      // What the lists know somebody by stays: the other is taken off, from wherever that is said.
      unlinkButtons([account.id === person ? other : account]),
    ];
    return personal({ person, room: null, as: account.id }, nodes);
  });
}

/** To both accounts: they are two again. */
export function unlinkedMessages(person: PersonId, alias: Account, kept: PersonId): Outgoing[] {
  return [
    personal({ person: alias.id, room: null, as: alias.id }, [line("This account is no longer linked with another. It's on no list.")]),
    personal({ person, room: null, as: kept }, [line(...accountText(alias, kept), ' no longer speaks for you.')]),
  ];
}

/** To the coordinators of a list that somebody is on: by which accounts they speak. */
export function toldOfIdentity(list: List, person: PersonId, what: (reader: PersonId) => Inline[]): Outgoing[] {
  return coordinatorsOf(list)
    .filter((coordinator) => coordinator.person !== person)
    .map((coordinator): Outgoing => {
      const said = personal({ person: coordinator.person, room: null }, [line(`${nameOf(list, person)} `, ...what(coordinator.person))]);
      return { ...said, kind: 'membership', urgency: 'deadline', list: list.id };
    });
}

/** How somebody is reached. `ids` are all that speak for them, the one that the lists know first. `zone`: chosen or told; null: not known. */
export type Reach = {
  readonly ids: readonly Account[];
  readonly reach: PersonId | null;
  readonly quiet: QuietHours | null;
  readonly zone: string | null;
};

/** What somebody prefers, with the buttons that change it. `reader`: the id that reads it. */
export function preferenceNodes({ ids, reach, quiet, zone }: Reach, reader: PersonId): Node[] {
  const reached = ids.find(({ id }) => id === reach) ?? ids[0];
  const several = ids.length > 1;
  const rows = [
    { label: 'Time zone', value: [zone ?? 'UTC (not set)'] },
    { label: 'Quiet hours', value: [quiet === null ? 'none' : `${quietText(quiet)}; reminders wait, deadlines and leaks don't`] },
    ...(reached === undefined || !several ? [] : [{ label: 'Reminders go to', value: accountText(reached, reader) }]),
    ...(several
      ? [
          {
            label: 'Your accounts',
            value: ids.flatMap((account, index) => [...(index === 0 ? [] : [', ']), ...accountText(account, reader)]),
          },
        ]
      : []),
  ];
  const others = several ? ids.filter(({ id }) => id !== reached?.id) : [];
  return [
    fields(...rows),
    actions(
      { label: 'Time zone…', words: 'settings zone' },
      quiet === null ? { label: 'Quiet hours…', words: 'settings quiet' } : { label: 'No quiet hours', words: 'settings quiet off' },
      ...others.map((account): Action => ({ label: `Reminders to ${shortly(account, ids)}`, words: `settings notify ${account.id}` })),
      { label: 'Link another account', words: 'account link' },
    ),
    ...(several ? [unlinkButtons(ids.slice(1))] : []),
  ];
}

/** When somebody's account was closed and their lists go on without them: to those who run the bot, where nobody else can act. */
export function orphanedMessages(list: List, admins: readonly PersonId[]): Outgoing[] {
  const nodes = [
    line(`The list ${list.name} has no coordinator anymore: the last one's account was closed. Until it has one, nobody can act for it.`),
    line("Someone named in ADMINS adds one, in the list's room or in a direct message to me: ", code('people add @bob coordinator'), '.'),
  ];
  return admins.map((person) => ({ ...personal({ person, room: null }, nodes), urgency: 'leak' }));
}

/** `until` an instant, for the answer to who chose quiet hours. */
export function quietNodes(quiet: QuietHours | null, zone: string | null, ends: Instant | null): Node[] {
  if (quiet === null) return [line("You have no quiet hours. Reminders come when they're due.")];
  const unknown =
    zone === null ? [line("I don't know your time zone, so these are UTC. To set it: ", code('settings zone Europe/Berlin'), '.')] : [];
  const until = ends === null ? [] : [line("It's quiet hours now: the next reminder comes ", instant(ends), ' at the earliest.')];
  return [
    line(
      `Your quiet hours are ${quietText(quiet)}${zone === null ? '' : `, ${zone}`}. Reminders wait until they end; deadlines, leaks and answers don't.`,
    ),
    ...unknown,
    ...until,
  ];
}

/** The answer to who chose where reminders go. */
export function reachNodes(account: Account, reader: PersonId): Node[] {
  return [line('Reminders and news now go to ', ...accountText(account, reader), '.')];
}
