// What an order that waits for a second approval would do, in words. Never a title, never people's own words: it is read before it is known who asks.
import type { Called } from '../domain/embargo/audience/audience.ts';
import type { AboutOrder, EmbargoCommand } from '../domain/embargo/commands.ts';
import type { Embargo } from '../domain/embargo/embargo.ts';
import { findDistributor } from '../domain/list/distributor.ts';
import { type List, nameOf } from '../domain/list/list.ts';
import { policyOf } from '../domain/policy/presets.ts';
import type { ListOrder } from '../domain/second-approval.ts';
import type { RoomId } from '../domain/values/ids.ts';
import { grouped } from './list/membership/standing.ts';
import { exceptionTitles } from './message/exceptions.ts';
import { type Inline, instant } from './message/message.ts';
import { endTitles, names, personLabel } from './message/view.ts';
import { accountLabel } from './people/accounts.ts';

/** What was ordered, of an embargo or of its list. `whole`: all of the list, where the embargo is not for all of it. */
export type Wanted =
  | { readonly to: 'embargo'; readonly embargo: Embargo; readonly command: EmbargoCommand; readonly whole?: List }
  | { readonly to: 'list'; readonly what: ListOrder };

/** What an order would do, after "to". */
export function wantedText(wanted: Wanted, list: List): Inline[] {
  return wanted.to === 'embargo' ? ofEmbargo(wanted.embargo, wanted.command, wanted.whole ?? list) : [ofList(wanted.what, list)];
}

/** The same for those who have not acknowledged the terms, where it says more than they may know; null where it does not. */
export function lesserText(wanted: Wanted): Inline[] | null {
  if (wanted.to === 'list') return null;
  const { codename } = wanted.embargo;
  if (wanted.command.type === 'admit' || wanted.command.type === 'widen-audience') return [`give someone access to ${codename}`];
  return detailed.has(wanted.command.type) ? [`change what's known about ${codename}`] : null;
}

const detailed: ReadonlySet<EmbargoCommand['type']> = new Set<EmbargoCommand['type']>([
  ...(['amend', 'publish-patch', 'dismiss-finding', 'confirm-finding'] as const),
]);

const findingsNamed = ({ number, also = [] }: { readonly number: number; readonly also?: readonly number[] }): string =>
  also.length === 0 ? `finding ${number}` : `findings ${[number, ...also].join(', ')}`;

/** What would be allowed from then on, and until when: with whom and what exactly is in people's own words. */
function exceptionWanted(
  { codename, exceptions }: Embargo,
  command: Extract<EmbargoCommand, { type: 'ask-exception' | 'answer-exception' }>,
): Inline[] {
  if (command.type === 'ask-exception') {
    const until = command.until === null ? [] : [' until ', instant(command.until)];
    return [`allow an exception on ${codename} (${exceptionTitles[command.kind]})`, ...until];
  }
  const open = (exceptions?.all ?? []).filter(
    ({ number, end }) => end === undefined && (command.number === null || number === command.number),
  );
  const [meant, ...others] = open;
  if (meant === undefined || others.length > 0) return [`allow an exception on ${codename}`];
  return [`allow exception ${meant.number} on ${codename} (${exceptionTitles[meant.kind]}) until `, instant(meant.until)];
}

function ofEmbargo(embargo: Embargo, command: EmbargoCommand, list: List): Inline[] {
  const { codename, proposals, patches } = embargo;
  switch (command.type) {
    case 'reopen':
      return [`reopen ${codename}: it's kept secret again until a new date is agreed`];
    case 'end':
      return [`end ${codename} (${endTitles[command.reason]})`];
    case 'revoke':
      return [`end the access of ${personLabel(list, command.person)} to ${codename}`];
    case 'admit':
      // Who is on no list is called by what is known of them.
      return [
        `let ${list.members[command.person] === undefined && command.name !== undefined ? command.name : personLabel(list, command.person)} into ${codename}`,
      ];
    case 'widen-audience':
      return [`give ${whoText(command.who, list)} access to ${codename}`, ...(command.at === null ? [] : [' on ', instant(command.at)])];
    case 'propose-date':
      return [
        `move the disclosure of ${codename} to `,
        instant(command.date.at),
        ...(command.replace === undefined ? [] : [`, in place of proposal ${command.replace}`]),
      ];
    case 'answer-date': {
      const at = proposals[command.number ?? 0]?.at;
      return at === undefined ? [`move the disclosure of ${codename}`] : [`move the disclosure of ${codename} to `, instant(at)];
    }
    case 'amend':
      return [`change the details of ${codename}: ${orderedFields(command.orders).join(', ')}`];
    case 'publish-patch':
      return [`publish patch revision ${Object.keys(patches).length + 1} of ${codename}`];
    case 'bind-policy':
      return [`apply the policy of ${policyOf(command.policy).title} to ${codename} too, since `, instant(command.since)];
    case 'unbind-policy':
      return [`stop applying the policy of ${policyOf(command.policy).title} to ${codename}`];
    case 'unlink':
      return [`unlink ${codename} from another embargo`];
    case 'merge':
      return [`end ${command.other} as a duplicate, merged into ${codename}`];
    case 'found-again':
      return [`record that someone else found ${codename} too`];
    case 'dismiss-finding':
      return [`answer that ${findingsNamed(command)} of ${codename} ${command.also === undefined ? "isn't an issue" : "aren't issues"}`];
    case 'confirm-finding':
      return [`confirm that ${findingsNamed(command)} of ${codename} ${command.also === undefined ? 'is' : 'are'} fixed`];
    case 'ask-exception':
    case 'answer-exception':
      return exceptionWanted(embargo, command);
    case 'decide-date':
    case 'settle-date': {
      const at = proposals[command.number ?? 0]?.at;
      return at === undefined ? [`move the disclosure of ${codename}`] : [`move the disclosure of ${codename} to `, instant(at)];
    }
    case 'wait-for-answers':
    case 'link-siblings':
    case 'split':
    case 'withdraw-date':
    case 'narrow-audience':
    case 'acknowledge':
    case 'decline':
    case 'withdraw-patch':
    case 'start-review':
    case 'answer-step':
    case 'answer-steps':
    case 'copy-review':
    case 'correct-review':
    case 'hand-review':
    case 'step-back':
    case 'finish-review':
    case 'add-finding':
    case 'take-on-finding':
    case 'fix-finding':
    case 'reopen-finding':
    case 'set-finding':
    case 'report-public-state':
    case 'hold':
    case 'disclose':
    case 'publish':
    case 'close-link':
    case 'remove-link':
    case 'withdraw-exception':
    case 'end-exception':
    case 'answer-retrospective':
    case 'add-action':
    case 'end-action':
    case 'deployed':
    case 'heads-up':
    case 'write-text':
    case 'make-text':
    case 'approve-text':
    case 'take-duty':
    case 'finish-duty':
    case 'snooze':
    case 'remind':
    case 'note':
    case 'report-leak':
    case 'add-to-leak':
    case 'class-leak':
    case 'join-leaks':
    case 'add-leak-step':
    case 'end-leak-step':
    case 'close-leak':
    case 'reopen-leak':
      return [`change ${codename}`];
    default:
      return command satisfies never;
  }
}

/** Which fields, and never what is typed into them. */
function orderedFields(orders: readonly AboutOrder[]): string[] {
  const fields = orders.flatMap((order): string[] => {
    switch (order.what) {
      case 'whole':
        return Object.keys(order.changes);
      case 'only-vulnerability':
        return Object.keys(order.details);
      case 'add-vulnerabilities':
      case 'set-vulnerability':
      case 'remove-vulnerability':
        return ['vulnerabilities'];
      case 'add-components':
      case 'remove-component':
        return ['components'];
      case 'add-reporters':
      case 'remove-reporter':
        return ['reporters'];
      default:
        return order satisfies never;
    }
  });
  return [...new Set(fields)];
}

function ofList(what: ListOrder, list: List): string {
  const on = `the list ${list.name}`;
  switch (what.type) {
    case 'adopt-room':
      return `make the room ${what.audit.name} a room of ${list.name}`;
    case 'make-room':
      return `open a new room ${what.name} of ${list.name}, and invite everyone who belongs there`;
    case 'leave-room':
      return `stop using ${roomName(list, what.room)} for ${list.name}`;
    case 'trust-team':
      return `let the organization ${what.team} read in ${roomName(list, what.room)}`;
    case 'set-room-keys':
      return `let every device read in ${roomName(list, what.room)}`;
    case 'accept-identity':
      return `accept that ${personLabel(list, what.person)} has a new identity, which can read and write as them`;
    case 'add-person':
      return adding(what, list);
    case 'leave-list':
      return `leave ${on}`;
    case 'remove-person':
      return `take ${personLabel(list, what.person)} off ${on}`;
    case 'remove-distributor':
      return `remove the organization ${organization(list, what.distributor)} from ${on}`;
    case 'give-strike':
      return `give ${personLabel(list, what.person)} a strike on ${on}`;
    case 'set-profile':
      return `change the details of ${organization(list, what.distributor)} on ${on}: ${fields(what, list)}`;
    case 'add-key':
      return `add the PGP key ${grouped(what.key.fingerprint)} to ${organization(list, what.distributor)} on ${on}`;
    case 'offer-handover':
      return `offer their role on ${on} to ${personLabel(list, what.to)}`;
    case 'answer-handover':
      return `take over a role on ${on}`;
    case 'rename-distributor':
      return `rename ${organization(list, what.distributor)} on ${on} to ${what.name}`;
    case 'adopt-policy':
      return `put the drafted policy of ${on} in force`;
    case 'audit-room':
    case 'mend-room':
    case 'invite-missing':
    case 'distrust-team':
    case 'report-devices':
    case 'add-distributor':
    case 'set-releases':
    case 'choose-zone':
    case 'draft-policy':
    case 'discard-policy':
    case 'drop-key':
    case 'test-alias':
    case 'answer-alias':
    case 'apply':
    case 'give-evidence':
    case 'submit-application':
    case 'withdraw-application':
    case 'vouch':
    case 'declare-conflict':
    case 'open-ballot':
    case 'vote':
    case 'decide-application':
    case 'name-backup':
    case 'accept-policy':
    case 'recertify':
    case 'set-standing':
    case 'answer-strike':
    case 'withdraw-strike':
    case 'claim-duty':
    case 'drop-duty':
    case 'assign-duty':
    case 'rotate-duty':
    case 'offer-duty':
    case 'answer-duty':
    case 'be-away':
    case 'be-back':
    case 'report-vulnerability':
    case 'talk-of-report':
    case 'close-report':
    case 'link-report':
    case 'reopen-report':
    case 'credit-report':
    case 'answer-report-date':
      return `change ${on}`;
    default:
      return what satisfies never;
  }
}

/** A name can be chosen to look like another's: somebody new is shown by their id too. */
function adding({ person, name, role, distributor }: Extract<ListOrder, { type: 'add-person' }>, list: List): string {
  const known = list.members[person];
  const as = `${role}${distributor === null ? '' : ` of ${distributor}`}`;
  return known === undefined
    ? `add ${name} (${accountLabel(person)}) to the list ${list.name} as ${as}`
    : `make ${known.name} ${as} on the list ${list.name}`;
}

/** Which fields, and who becomes a contact: what is typed into the others is somebody's own words. */
function fields({ changes }: Extract<ListOrder, { type: 'set-profile' }>, list: List): string {
  const shown = (field: string): string => {
    const person = field === 'primary' || field === 'backup' ? changes[field] : undefined;
    return person === undefined ? field : `${field} (${person === null ? 'nobody' : nameOf(list, person)})`;
  };
  return Object.keys(changes).map(shown).join(', ');
}

/** Each is somebody of the list, or the order would have been refused. */
const whoText = (who: 'everyone' | readonly Called[], list: List): string =>
  who === 'everyone' ? 'the whole list' : names(who.map((each) => (each.person === null ? each.called : nameOf(list, each.person))));

const roomName = (list: List, room: RoomId): string => list.rooms[room]?.audit.name ?? 'a room';
const organization = (list: List, typed: string): string => findDistributor(list, typed)?.name ?? 'an organization';
