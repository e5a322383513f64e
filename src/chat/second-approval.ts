// An order that waits for a second approval: what it would do, who may confirm it, and what became of it, in words.
import type { Approvers } from '../domain/approvers.ts';
import { type List, nameOf } from '../domain/list/list.ts';
import { ownerOf } from '../domain/list/room.ts';
import type { Risk } from '../domain/second-approval.ts';
import { type PersonId, platformOf } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { answer, ofList, type Speaker, titled } from './message/address.ts';
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
  ending: 'Once the secret is out, nobody can take it back.',
  moving: 'It moves the disclosure for everybody.',
  adding: 'It lets somebody read more than before, and nobody forgets what they have read.',
  removing: 'It takes off somebody, or a room, that would hear of what comes next.',
  changing: 'It changes what everybody goes by.',
};

/** To somebody else who may confirm it. `as`: the account of theirs that counts; null: wherever they want to be reached. */
export function askPerson(waiting: Waiting, person: PersonId, as: PersonId | null, now: Instant): Outgoing {
  const who = nameOf(waiting.list, waiting.by);
  const why = waiting.fresh ? 'that account was linked with theirs less than a day ago' : 'the server there could speak in their name';
  const doubt = `Confirm only if you know that it was ${who}: ${why}. Ask them another way.`;
  const to = { person, room: null, ...(as === null ? {} : { as }) };
  return toApprover(waiting, to, (what) => [asks(waiting, who, what), line(doubt), ...confirmNodes(waiting, now)]);
}

/** To an account, elsewhere, of one whose own word the order is. */
export function askAccount(waiting: Waiting, person: PersonId, account: PersonId, now: Instant): Outgoing {
  const doubt = 'If it was you, confirm it here. If it was not, refuse it, and tell the others: somebody speaks in your name there.';
  const to = { person, room: null, as: account };
  return toApprover(waiting, to, (what) => [asks(waiting, 'You', what), line(doubt), ...confirmNodes(waiting, now)]);
}

function asks({ from, risk }: Waiting, who: string, what: readonly Inline[]): Node {
  return line(`${who} asked on ${platformTitles[platformOf(from)]} to `, ...what, `. ${riskTexts[risk]}`);
}

function confirmNodes({ id, until }: Waiting, now: Instant): Node[] {
  return [
    line('Nothing is done until somebody confirms it. It waits until ', ...counted(until, now), '.'),
    actions({ label: 'Confirm', words: `confirm ${id}`, style: 'danger' }, { label: 'Refuse', words: `refuse ${id}` }),
  ];
}

/** Dates may be read by all who have a need to know; who is to be let in, and what changes, by those alone who have acknowledged. */
function toApprover({ list, wanted }: Waiting, to: Speaker, nodesOf: (what: readonly Inline[]) => readonly Node[]): Outgoing {
  const nodes = nodesOf(wantedText(wanted, list));
  if (wanted.to === 'list') return { ...ofList(list, to, nodes), urgency: 'deadline' };
  const { embargo } = wanted;
  const less = lesserText(wanted);
  if (less === null) return answer(to, embargo, { kind: 'dates', urgency: 'deadline' }, titled(embargo, nodes));
  const message = answer(to, embargo, { kind: 'metadata', urgency: 'deadline' }, titled(embargo, nodes));
  return { ...message, body: { type: 'message', message: titled(embargo, nodes), less: titled(embargo, nodesOf(less)) } };
}

/** To whoever gave the order, where they did: what it waits for, and who was asked. */
export function waitsNodes({ id, from, fresh, list, wanted, by, until }: Waiting, approvers: Approvers, now: Instant): Node[] {
  const why = fresh
    ? 'This account has been linked with yours for less than a day'
    : `The server that you speak from on ${platformTitles[platformOf(from)]} could speak in your name`;
  const only = approvers.elsewhere ? [line('Only these count: that server has no say where they are.')] : [];
  return [
    line(`${why}, so a second person has to confirm this: to `, ...wantedText(wanted, list), '.'),
    line(`Asked to confirm it: ${whoCounts(list, by, approvers)}. Nothing is done before. It waits until `, ...counted(until, now), '.'),
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
