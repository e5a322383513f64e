// An order that waits for a second approval: what it would do, who may confirm it, and what became of it, in words.
import type { EmbargoCommand } from '../domain/embargo/commands.ts';
import type { Embargo } from '../domain/embargo/embargo.ts';
import type { ListCommand } from '../domain/list/commands.ts';
import { findDistributor } from '../domain/list/distributor.ts';
import { type List, nameOf } from '../domain/list/list.ts';
import { type PersonId, platformOf } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { answer, ofList, type Speaker, titled } from './message/address.ts';
import { actions, code, type Inline, instant, line, type Node } from './message/message.ts';
import type { Outgoing } from './message/outgoing.ts';
import { counted, names, personLabel } from './message/view.ts';
import { accountLabel, platformTitles } from './people/accounts.ts';

/** What was ordered, of an embargo or of its list. */
export type Wanted =
  | { readonly to: 'embargo'; readonly embargo: Embargo; readonly command: EmbargoCommand }
  | { readonly to: 'list'; readonly what: ListCommand };

/** An order as it waits. `by` gave it from the account `from`; `fresh`: which no server could forge, but which is theirs only since a moment ago. */
export type Waiting = {
  readonly id: string;
  readonly list: List;
  readonly wanted: Wanted;
  readonly by: PersonId;
  readonly from: PersonId;
  readonly fresh: boolean;
  readonly until: Instant;
};

/** What an order would do, after "to". Never a title, never people's own words: it is read before it is known who asks. */
export function wantedText(wanted: Wanted, list: List): Inline[] {
  return wanted.to === 'embargo' ? ofEmbargo(wanted.embargo, wanted.command, list) : [ofTheList(wanted.what, list)];
}

function ofEmbargo({ codename, proposals }: Embargo, command: EmbargoCommand, list: List): Inline[] {
  if (command.type === 'end') return [`end ${codename} (${command.reason})`];
  if (command.type === 'admit') return [`let ${personLabel(list, command.person)} into ${codename}`];
  const at = command.type === 'propose-date' ? command.date.at : command.type === 'answer-date' ? proposals[command.number ?? 0]?.at : null;
  if (at !== undefined && at !== null) return [`move the disclosure of ${codename} to `, instant(at)];
  return [`move the disclosure of ${codename}`];
}

function ofTheList(what: ListCommand, list: List): string {
  if (what.type === 'adopt-room') return `make the room ${what.audit.name} a room of ${list.name}`;
  if (what.type === 'trust-team') return `let the organisation ${what.team} read along in ${list.rooms[what.room]?.audit.name ?? 'a room'}`;
  if (what.type === 'remove-person') return `take ${nameOf(list, what.person)} off the list ${list.name}`;
  if (what.type === 'remove-distributor')
    return `take the organisation ${findDistributor(list, what.distributor)?.name ?? what.distributor} off the list ${list.name}`;
  if (what.type === 'offer-handover') return `offer their role on the list ${list.name} to ${nameOf(list, what.to)}`;
  if (what.type === 'adopt-policy') return `put the drafted rules of ${list.name} in force`;
  if (what.type === 'set-room-keys') return `let every device read along in ${list.rooms[what.room]?.audit.name ?? 'a room'}`;
  if (what.type === 'answer-handover') return `take over a role on the list ${list.name}`;
  if (what.type !== 'add-person') return `change the list ${list.name}`;
  const known = list.members[what.person];
  const role = `${what.role}${what.distributor === null ? '' : ` of ${what.distributor}`}`;
  // A name can be chosen to look like another's: somebody new is shown by their id too.
  return known === undefined
    ? `add ${what.name} (${accountLabel(what.person)}) to the list ${list.name} as ${role}`
    : `make ${known.name} ${role} on the list ${list.name}`;
}

/** To somebody else who may confirm it. */
export function askPerson(waiting: Waiting, person: PersonId, now: Instant): Outgoing {
  const who = nameOf(waiting.list, waiting.by);
  const why = waiting.fresh ? 'that account was linked with theirs less than a day ago' : 'the server there could speak in their name';
  const doubt = `Confirm only if you know that it was ${who}: ${why}. Ask them by another way.`;
  return toPresser(waiting, { person, room: null }, (what) => [asks(waiting, who, what), line(doubt), ...pressNodes(waiting, now)]);
}

/** To an account, elsewhere, of one whose own word the order is. */
export function askAccount(waiting: Waiting, person: PersonId, account: PersonId, now: Instant): Outgoing {
  const own = person === waiting.by;
  const who = own ? 'You' : nameOf(waiting.list, waiting.by);
  const doubt = own
    ? 'If it was you, confirm it here. If it was not, refuse it, and tell the others: somebody speaks in your name there.'
    : 'It adds to what was confirmed in your name there. Confirm it here only if that was you.';
  const to = { person, room: null, as: account };
  return toPresser(waiting, to, (what) => [asks(waiting, who, what), line(doubt), ...pressNodes(waiting, now)]);
}

function asks({ from }: Waiting, who: string, what: readonly Inline[]): Node {
  return line(`${who} asked on ${platformTitles[platformOf(from)]} to `, ...what, '.');
}

function pressNodes({ id, until }: Waiting, now: Instant): Node[] {
  return [
    line('Until it is confirmed nothing is done. It waits until ', ...counted(until, now), '.'),
    actions({ label: 'Confirm', words: `confirm ${id}`, style: 'danger' }, { label: 'Refuse', words: `refuse ${id}` }),
  ];
}

/** Dates may be read by all who have a need to know; who is to be let in, by those alone who have acknowledged. */
function toPresser({ list, wanted }: Waiting, to: Speaker, nodesOf: (what: readonly Inline[]) => readonly Node[]): Outgoing {
  const nodes = nodesOf(wantedText(wanted, list));
  if (wanted.to === 'list') return { ...ofList(list, to, nodes), urgency: 'deadline' };
  const { embargo, command } = wanted;
  if (command.type !== 'admit') return answer(to, embargo, { kind: 'dates', urgency: 'deadline' }, titled(embargo, nodes));
  const message = answer(to, embargo, { kind: 'metadata', urgency: 'deadline' }, titled(embargo, nodes));
  const less = titled(embargo, nodesOf([`let somebody into ${embargo.codename}`]));
  return { ...message, body: { type: 'message', message: titled(embargo, nodes), less } };
}

/** To whoever gave the order, where they did: what it waits for. `people` and `accounts` may confirm it. */
export function waitsNodes(waiting: Waiting, people: readonly PersonId[], accounts: readonly PersonId[], now: Instant): Node[] {
  const { id, from, fresh, list, wanted, until } = waiting;
  const why = fresh
    ? 'This account has been linked with yours for less than a day'
    : `The server that you speak from on ${platformTitles[platformOf(from)]} could speak in your name`;
  const others = people.length === 0 ? [] : [names(people.map((person) => nameOf(list, person)))];
  const own =
    accounts.length === 0 ? [] : [`you on ${[...new Set(accounts.map((each) => platformTitles[platformOf(each)]))].join(' or ')}`];
  return [
    line(`${why}, so this waits for a second press: to `, ...wantedText(wanted, list), '.'),
    line(`Asked to confirm it: ${[...own, ...others].join('; ')}. Nothing is done before. It waits until `, ...counted(until, now), '.'),
    actions({ label: 'Take it back', words: `refuse ${id}` }),
  ];
}

/** To whoever gave an order that nobody could be asked about. */
export function aloneNodes(): Node[] {
  return [
    line(
      'This is done on your word alone, though somebody else could speak in your name from there: there is nobody else who may confirm it, and no other account of yours.',
    ),
    line('Link an account on another platform (', code('link'), '), or have a second coordinator, and the next one is asked for.'),
  ];
}

/** To whoever would take an account that nobody could forge off themselves, from one that could be. */
export const unlinkThere: readonly Node[] = [
  line(
    'Say that on the account itself, or have it closed there: from here somebody could say it in your name, and then nobody could ask you there any more.',
  ),
];

/** To whoever has more orders waiting than anybody needs. */
export function tooManyNodes(most: number): Node[] {
  return [
    line(`${most} orders of yours wait to be confirmed, and nobody is asked about more. This one was not taken. Take one back first.`),
  ];
}
