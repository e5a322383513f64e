// An order that waits for a second approval: what it would do, who may confirm it, and what became of it, in words.
import type { Approvers } from '../domain/approvers.ts';
import { type List, nameOf } from '../domain/list/list.ts';
import { ownerOf } from '../domain/list/room.ts';
import type { Risk } from '../domain/second-approval.ts';
import { type PersonId, platformOf } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { ofList, type Speaker, titled, unasked } from './message/address.ts';
import { actions, code, type Inline, line, type Node } from './message/message.ts';
import type { Outgoing } from './message/outgoing.ts';
import { counted, names } from './message/view.ts';
import { platformTitles } from './people/accounts.ts';
import { lesserText, type Wanted, wantedText } from './second-approval-wanted.ts';

/** An order as it waits. `by` gave it from the account `from`; `fresh`: which no server could forge, but which is theirs only since a moment ago. */
export type Waiting = {
  readonly id: string;
  readonly list: List;
  readonly wanted: Wanted;
  readonly risk: Risk;
  readonly by: PersonId;
  readonly from: PersonId;
  readonly fresh: boolean;
  readonly until: Instant;
};

/** What is at stake, to who may confirm it. */
const riskTexts: Readonly<Record<Risk, string>> = {
  ending: "Once it's public, nobody can take it back.",
  moving: 'It moves the disclosure date for everyone.',
  adding: 'It gives someone more access, and what they read stays with them.',
  removing: 'It removes a person or a room from what comes next.',
  changing: 'It changes the policy for everyone.',
};

/** To somebody else who may confirm it. `as`: the account of theirs that counts; null: wherever they want to be reached. */
export function askPerson(waiting: Waiting, person: PersonId, as: PersonId | null, now: Instant): Outgoing {
  const who = nameOf(waiting.list, waiting.by);
  const why = waiting.fresh ? 'they linked that account less than a day ago' : 'the server there could write in their name';
  const doubt = `Confirm only if you know it was ${who}: ${why}. Ask them another way.`;
  const to = { person, room: null, ...(as === null ? {} : { as }) };
  return toApprover(waiting, to, (what) => [asks(waiting, who, what), line(doubt), ...confirmNodes(waiting, now)]);
}

/** To an account, elsewhere, of one whose own word the order is. */
export function askAccount(waiting: Waiting, person: PersonId, account: PersonId, now: Instant): Outgoing {
  const doubt = "If it was you, confirm it here. If it wasn't, refuse it and tell the others: someone else is using your name there.";
  const to = { person, room: null, as: account };
  return toApprover(waiting, to, (what) => [asks(waiting, 'You', what), line(doubt), ...confirmNodes(waiting, now)]);
}

function asks({ from, risk }: Waiting, who: string, what: readonly Inline[]): Node {
  return line(`${who} asked on ${platformTitles[platformOf(from)]} to `, ...what, `. ${riskTexts[risk]}`);
}

function confirmNodes({ id, until }: Waiting, now: Instant): Node[] {
  return [
    line('Nothing changes until someone confirms it. It expires ', ...counted(until, now), '.'),
    actions({ label: 'Confirm', words: `confirm ${id}`, style: 'danger' }, { label: 'Refuse', words: `refuse ${id}` }),
  ];
}

/** Dates may be read by all who have a need to know; who is to be let in, and what changes, by those alone who have acknowledged. */
function toApprover({ list, wanted }: Waiting, to: Speaker, nodesOf: (what: readonly Inline[]) => readonly Node[]): Outgoing {
  const nodes = nodesOf(wantedText(wanted, list));
  if (wanted.to === 'list') return { ...ofList(list, to, nodes), urgency: 'deadline' };
  const { embargo } = wanted;
  const less = lesserText(wanted);
  const message = titled(embargo, nodes, { list });
  if (less === null) return unasked(to, { embargo, list }, { kind: 'dates', urgency: 'deadline' }, message);
  const whole = unasked(to, { embargo, list }, { kind: 'metadata', urgency: 'deadline' }, message);
  return { ...whole, body: { type: 'message', message, less: titled(embargo, nodesOf(less), { list }) } };
}

/** To whoever gave the order, where they did: what it waits for, and who was asked. */
export function waitsNodes({ id, from, fresh, list, wanted, by, until }: Waiting, approvers: Approvers, now: Instant): Node[] {
  const why = fresh
    ? 'You linked this account less than a day ago'
    : `The server you write from on ${platformTitles[platformOf(from)]} could write in your name`;
  const only = approvers.elsewhere ? [line("Only these count: that server can't write for them.")] : [];
  return [
    line(`${why}, so this needs a second approval: to `, ...wantedText(wanted, list), '.'),
    line(`Asked to confirm: ${whoCounts(list, by, approvers)}. Nothing changes before that. It expires `, ...counted(until, now), '.'),
    ...only,
    actions({ label: 'Take it back', words: `refuse ${id}` }),
  ];
}

/** From where an order can be confirmed: who gave it first. `reader`: who is told, if they are among them. */
export function whoCounts(list: List, reader: PersonId | null, { accounts, elsewhere }: Approvers): string {
  const people = [...new Set(accounts.map(({ person }) => person))];
  const own = people.filter((person) => person === reader);
  const others = people.filter((person) => person !== reader);
  const places = (person: PersonId) =>
    [...new Set(accounts.flatMap((each) => (each.person === person ? [placeOf(each.account)] : [])))].join(' or ');
  const named = others.map((person) => (elsewhere ? `${nameOf(list, person)} on ${places(person)}` : nameOf(list, person)));
  return [...own.map((person) => `you on ${places(person)}`), ...(named.length === 0 ? [] : [names(named)])].join('; ');
}

/** `Slack`, or on Matrix the homeserver too: there it makes the difference. */
function placeOf(account: PersonId): string {
  const on = platformOf(account);
  return on === 'matrix' ? `${platformTitles[on]} (${ownerOf(account)})` : platformTitles[on];
}

/** To whoever gave an order that nobody could be asked about. */
export function aloneNodes(): Node[] {
  return [
    line(
      'I did this without a second approval, though someone else could write in your name from there: no one else can confirm it, and you have no other account.',
    ),
    line('Link an account on another platform (', code('account link'), ") or add a second coordinator, and I'll ask for one next time."),
  ];
}

/** To whoever would take an account that nobody could forge off themselves, from one that could be. */
export const unlinkThere: readonly Node[] = [
  line(
    'Do that from the account itself, or close it there: from here someone could do it in your name, and then no one could ask you there anymore.',
  ),
];

/** To whoever has more orders waiting than anybody needs. */
export function tooManyNodes(most: number): Node[] {
  return [line(`${most} requests of yours wait for a second approval, and that's the limit. I didn't take this one. Take one back first.`)];
}
