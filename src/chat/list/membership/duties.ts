// Who carries which duty of the list, said: the table, who took or gave up one, and a hand-over that waits for its answer.
import { distributorName, distributorOf, type List } from '../../../domain/list/list.ts';
import { dutiesOf, dutyOf, type HeldDuty, placeOf } from '../../../domain/list/membership/duties.ts';
import type { MembershipFact } from '../../../domain/list/membership/facts.ts';
import type { DutyHeld } from '../../../domain/list/membership/membership.ts';
import type { DistributorId } from '../../../domain/values/ids.ts';
import { ofList, type Speaker } from '../../message/address.ts';
import {
  acceptDuty,
  assignDuty,
  carriers,
  claimDuty,
  declineDuty,
  dutySubject,
  dutyTitle,
  handOverDuty,
  keepDuty,
  showDuties,
} from '../../message/duties.ts';
import { type Action, actions, bullets, code, heading, type Inline, line, type Node, strong } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { personLabel } from '../../message/view.ts';
import { answered, type ListEventContext } from '../event-context.ts';
import { toListRooms } from './applications.ts';
import { toSpeakers } from './standing.ts';

type FactOf<Type extends MembershipFact['type']> = Extract<MembershipFact, { type: Type }>;

const nameIn = (list: List) => (id: DistributorId) => distributorName(list, id);

// More would be a wall of buttons; the rows above show each number.
const buttonsMax = 4;

/** The table of duties, with what the reader may do about them. */
export function dutiesAnswer(list: List, to: Speaker): Outgoing {
  const duties = dutiesOf(list);
  const title = heading(`Duties of ${list.name}`);
  if (duties.length === 0)
    return ofList(list, to, [title, line('The policy has none. Coordinators add them: ', code('policy edit duties'), '.')]);
  const rows = duties.map(({ number, kind, text, before, held }): Inline[] => [
    strong(`${number}`),
    ` ${kind}${before === true ? ', before disclosure' : ''}: ${text} ${sentence(carriers(held, list))}`,
    ...(held.offer === undefined
      ? []
      : [` ${distributorName(list, held.offer.to)} is asked to take over from ${distributorName(list, held.offer.from)}.`]),
  ]);
  const buttons = buttonsFor(duties, list, to);
  return ofList(list, to, [title, bullets(rows), ...(buttons.length === 0 ? [] : [actions(...buttons)])]);
}

function buttonsFor(duties: readonly HeldDuty[], list: List, to: Speaker): Action[] {
  const me = list.members[to.person];
  const mine = me === undefined || me.role === 'reviewer' ? null : me.distributor;
  const own = mine === null ? [] : duties.flatMap((duty): Action[] => ownActions(duty, mine));
  const free = duties.find(({ held }) => held.primary === null);
  const coordinating =
    me?.role === 'coordinator'
      ? [...(free === undefined ? [] : [assignDuty(free.number)]), { label: 'Rotate all duties', words: 'duty rotate' }]
      : [];
  return [...own.slice(0, buttonsMax), ...coordinating];
}

function ownActions({ number, held }: HeldDuty, mine: DistributorId): Action[] {
  if (held.offer?.to === mine) return [acceptDuty(number), declineDuty(number)];
  if (held.offer?.from === mine) return [keepDuty(number)];
  if (placeOf(held, mine) !== null) return [handOverDuty(number)];
  return held.primary === null || held.backup === null ? [claimDuty(number)] : [];
}

/** Somebody claimed, gave up, assigned or accepted a duty. */
export function dutyAssigned(fact: FactOf<'duty-assigned'>, context: ListEventContext): Outgoing[] {
  const { list, before } = context;
  const duty = dutyOf(list, fact.duty);
  if (duty === undefined) return [];
  const offer = (before === null ? undefined : dutyOf(before, fact.duty))?.held.offer;
  const from = offer === undefined ? '' : ` from ${distributorName(list, offer.from)}`;
  const did = {
    claimed: `claimed ${dutyTitle(duty)}`,
    dropped: `gave up ${dutyTitle(duty)}`,
    assigned: `assigned ${dutyTitle(duty)}`,
    'handed-over': `took over ${dutyTitle(duty)}${from}`,
  }[fact.how];
  const said = `${who(context)} ${did}: ${carriers(fact, list)}.`;
  return [
    ...answered(context, `${dutySubject(duty)}: ${carriers(fact, list)}.`),
    ...toListRooms(list, [line(said)]),
    ...concerned([fact.duty], context).flatMap((id) => told(id, [line(`${list.name}: ${said}`), ...next(duty, id)], context)),
  ];
}

/** Duties went on to those whose turn it is. */
export function dutiesRotated({ duties }: FactOf<'duties-rotated'>, context: ListEventContext): Outgoing[] {
  const { list, before } = context;
  const row = (key: string): string[] => {
    const duty = dutyOf(list, key);
    if (duty === undefined) return [];
    const was = before === null ? undefined : dutyOf(before, key)?.held.primary;
    const former = typeof was === 'string' && was !== duty.held.primary ? ` (primary before: ${distributorName(list, was)})` : '';
    return [`${dutyTitle(duty)}: ${carriers(duty.held, list)}${former}`];
  };
  const rows = duties.flatMap(({ duty }) => row(duty));
  const what = duties.length === 1 ? 'a duty' : 'the duties';
  const nodes = [line(`${who(context)} rotated ${what} of ${list.name}:`), bullets(rows.map((each) => [each]))];
  const keys = duties.map(({ duty }) => duty);
  return [
    ...answered(context, `Rotated. I told everyone involved; `, code('duty'), ' shows who carries what.'),
    ...toListRooms(list, nodes),
    ...concerned(keys, context).flatMap((id) => told(id, [...nodes, actions(showDuties)], context)),
  ];
}

/** Who carried what the policy does not ask for any more, in these words at least. */
export function uncarried(before: List | null, list: List): Node[] {
  const asked = new Set(dutiesOf(list).map(({ key }) => key));
  const lost = before === null ? [] : dutiesOf(before).filter(({ key, held }) => !asked.has(key) && held.primary !== null);
  if (lost.length === 0) return [];
  const rows = lost.map((duty): Inline[] => [`${dutyTitle(duty)}: ${carriers(duty.held, list)}`]);
  return [line('These duties changed, so nobody carries them now. To claim the new ones: ', code('duty'), '.'), bullets(rows)];
}

/** Who offers a duty keeps it until it is accepted; who is asked says yes or no. */
export function dutyOffered({ duty: key, from, to }: FactOf<'duty-offered'>, context: ListEventContext): Outgoing[] {
  const { list, now } = context;
  const duty = dutyOf(list, key);
  const asked = distributorOf(list, to);
  if (duty === undefined || asked === undefined) return [];
  const place = placeOf(duty.held, from) ?? 'primary';
  const nodes = [
    line(
      `${list.name}: ${who(context)} asks ${asked.name} to take over ${dutyTitle(duty)} as ${place}. It counts once one of you accepts; until then it stays with ${distributorName(list, from)}.`,
    ),
    actions(acceptDuty(duty.number), declineDuty(duty.number)),
  ];
  return [
    ...answered(
      context,
      `${asked.name} has to accept first. Until then ${dutyTitle(duty)} stays yours. To take it back: `,
      code(`duty keep ${duty.number}`),
      '.',
    ),
    ...toSpeakers(list, asked, 'both', nodes, now),
  ];
}

/** The hand-over was declined, or taken back: everything stays as it was. */
export function dutyOfferEnded(fact: FactOf<'duty-offer-ended'>, context: ListEventContext): Outgoing[] {
  const { list } = context;
  const duty = dutyOf(list, fact.duty);
  if (duty === undefined) return [];
  const name = nameIn(list);
  if (fact.how === 'declined')
    return [
      ...answered(context, `Declined. ${dutySubject(duty)} stays with ${name(fact.from)}.`),
      ...told(
        fact.from,
        [
          line(`${list.name}: ${who(context)} declined to take over ${dutyTitle(duty)}. It stays yours.`),
          actions(handOverDuty(duty.number)),
        ],
        context,
      ),
    ];
  return [
    ...answered(context, `Taken back. ${dutySubject(duty)} stays yours.`),
    ...told(
      fact.to,
      [line(`${list.name}: ${who(context)} took back the handover of ${dutyTitle(duty)}. There's nothing for you to do.`)],
      context,
    ),
  ];
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const who = ({ list, to }: ListEventContext): string => (to === null ? 'The clock' : personLabel(list, to.person));

/** Whose place changed, but for the speaker's own organization. */
function concerned(keys: readonly string[], { list, before, to }: ListEventContext): DistributorId[] {
  const mine = to === null ? null : (list.members[to.person]?.distributor ?? null);
  const changed = keys.flatMap((key) => {
    const [was, is] = [before === null ? undefined : dutyOf(before, key)?.held, dutyOf(list, key)?.held];
    const holding = [was?.primary, was?.backup, is?.primary, is?.backup].flatMap((id) => id ?? []);
    const place = (held: DutyHeld | undefined, id: DistributorId) => (held === undefined ? null : placeOf(held, id));
    return holding.filter((id) => place(was, id) !== place(is, id));
  });
  return [...new Set(changed)].filter((id) => id !== mine);
}

function told(id: DistributorId, nodes: readonly Node[], { list, now }: ListEventContext): Outgoing[] {
  const distributor = distributorOf(list, id);
  return distributor === undefined ? [] : toSpeakers(list, distributor, 'both', nodes, now);
}

/** What somebody whose place changed can do. */
function next(duty: HeldDuty, id: DistributorId): Node[] {
  return placeOf(duty.held, id) === null
    ? []
    : [line("If you can't: ", code(`duty handover ${duty.number}`), ' or ', code(`duty drop ${duty.number}`), '.')];
}
