// What is told of each fact of a list, in one table: who is answered or told, what the rooms and the other coordinators hear of it, and of what coordinators
// hear even if they never look into a room. A new fact without its row does not compile. What happened to its members is in membership/telling.ts.
import { hasContact } from '../../domain/list/distributor.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import { distributorName, type List, type Member, membersOf, nameOf } from '../../domain/list/list.ts';
import type { MembershipFact } from '../../domain/list/membership/facts.ts';
import type { ReportFact } from '../../domain/list/reports/facts.ts';
import { policyOf } from '../../domain/policy/presets.ts';
import { type PersonId, platformOf, type RoomId } from '../../domain/values/ids.ts';
import { own } from '../../domain/values/records.ts';
import { personal } from '../message/address.ts';
import { code, type Inline, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { personLabel } from '../message/view.ts';
import { answered, type ListEventContext } from './event-context.ts';
import { roomChanged, roomMovedTo } from './room-announce.ts';

type Telling<Fact> = {
  /** What is said of it back to the one who did it, and to whom it concerns. */
  readonly messages: (fact: Fact, context: ListEventContext) => Outgoing[];
  /** What the rooms and the other coordinators are told, behind the name of who did it; null: nothing. */
  readonly notice: ((fact: Fact, list: List, before: List | null) => string | null) | null;
  /** Whether a coordinator has to hear of it even if they never look into the room: who else may decide, and where the list speaks. Left out: no. */
  readonly weighty?: (fact: Fact, before: List | null) => boolean;
};

export type ToldFact = Exclude<ListFact, MembershipFact | ReportFact>;
type FactType = ToldFact['type'];
type FactOf<Type extends FactType> = Extract<ToldFact, { type: Type }>;

/** Nothing is said of it. */
const silent: Telling<ToldFact> = { messages: () => [], notice: null };

const always = () => true;

const tellings: { readonly [Type in FactType]: Telling<FactOf<Type>> } = {
  'list-founded': {
    messages: (fact, context) =>
      answered(
        context,
        `Created the list ${fact.name}, with the policy of ${policyOf(fact.policy).title}. You're its coordinator. Add organizations: `,
        code('org add'),
        ', and people: ',
        code('people add'),
        '.',
      ),
    notice: null,
  },
  'room-adopted': {
    // Of a room that the bot made, what came of it is answered as a whole.
    messages: (fact, context) =>
      fact.room === context.to?.room ? answered(context, `This room is now a room of ${context.list.name}.`) : [],
    notice: (fact, list) => `made the room ${fact.audit.name} a room of ${list.name}. I now post there too.`,
    weighty: always,
  },
  'room-made': silent,
  'people-invited': silent,
  'person-evicted': silent,
  'room-left': {
    messages: (_, context) => answered(context, `This room is no longer a room of ${context.list.name}. I won't post here anymore.`),
    notice: (fact, list, before) => `removed the room ${before?.rooms[fact.room]?.audit.name ?? ''} from ${list.name}.`,
  },
  'room-audited': { messages: (fact, context) => changeOf(fact.room, context), notice: null },
  'room-moved': {
    messages: (fact, { list }) => {
      const held = list.rooms[fact.to];
      return held === undefined ? [] : roomMovedTo(list, held);
    },
    notice: null,
  },
  'team-trusted': {
    messages: (fact, context) => [
      ...answered(context, `${fact.team} can read in ${roomName(context.list, fact.room)} from now on.`),
      ...changeOf(fact.room, context),
    ],
    notice: (fact, list) => `allowed the ${teamWord(fact.room)} ${fact.team} to read in ${roomName(list, fact.room)}.`,
    weighty: always,
  },
  'team-distrusted': {
    messages: (fact, context) => [
      ...answered(
        context,
        `${fact.team} is no longer allowed in ${roomName(context.list, fact.room)}: while it can read there, I won't post.`,
      ),
      ...changeOf(fact.room, context),
    ],
    notice: (fact, list) => `stopped letting the ${teamWord(fact.room)} ${fact.team} read in ${roomName(list, fact.room)}.`,
  },
  'room-keys-set': {
    messages: (fact, context) =>
      answered(
        context,
        fact.keys === 'all'
          ? 'Every device of the people in the room can read from now on.'
          : 'Only verified devices can read from now on.',
      ),
    notice: (fact, list) =>
      fact.keys === 'all'
        ? `let unverified devices read what I say in ${roomName(list, fact.room)} too.`
        : `let only verified devices read what I say in ${roomName(list, fact.room)} from now on.`,
  },
  'distributor-added': {
    messages: (fact, context) => answered(context, `Added ${fact.name}, which ships ${fact.releases.join(', ')}.`),
    notice: null,
  },
  'distributor-renamed': {
    messages: ({ was, name }, context) => answered(context, `Renamed ${was} to ${name}.`),
    // Of whom nobody is on the list yet, nobody has heard.
    notice: ({ distributor, was, name }, list) =>
      membersOf(list).some((member) => member.distributor === distributor) ? `renamed the organization ${was} to ${name}.` : null,
  },
  'releases-set': {
    messages: (fact, context) => answered(context, `${distributorName(context.list, fact.distributor)} ships ${fact.releases.join(', ')}.`),
    notice: null,
  },
  'person-added': {
    messages: personAdded,
    notice: (fact, list, before) => {
      const who = personLabel(list, fact.member.person);
      return before?.members[fact.member.person] === undefined
        ? `added ${who} as ${fact.member.role}.`
        : `made ${who} ${fact.member.role}.`;
    },
    weighty: (fact) => fact.member.role === 'coordinator',
  },
  'person-removed': {
    messages: personRemoved,
    notice: (fact, list, before) => {
      const name = nameOf(before ?? list, fact.person);
      if (fact.because === 'left') return 'left the list.';
      return fact.because === 'deactivated'
        ? `removed ${name} from the list: their account was closed. Their access to every embargo has ended.`
        : `removed ${name} from the list.`;
    },
    weighty: (fact, before) => fact.because === 'deactivated' || before?.members[fact.person]?.role === 'coordinator',
  },
  // Said with the embargo that they acknowledged or opened.
  'terms-accepted': silent,
  'zone-chosen': {
    messages: (fact, context) => answered(context, `I'll show you dates in ${fact.zone} besides UTC.`),
    notice: null,
  },
  // Said by `leakOnList`, which also knows somebody on no list.
  'leak-reported': silent,
  // Said where it is written down: what is told to whom depends on the reason.
  'command-distrusted': silent,
  'identity-accepted': silent,
  // Said where it is done: it concerns all of a person's lists at once.
  'identity-linked': silent,
  'identity-unlinked': silent,
};

/** How a fact is told. */
export function tellingOf<Type extends FactType>(fact: { readonly type: Type }): Telling<FactOf<Type>> {
  const telling: { readonly [Each in FactType]: Telling<FactOf<Each>> } = tellings;
  return telling[fact.type];
}

/** A room as it is now, against what it was. Who did it is answered. */
function changeOf(room: RoomId, { list, before, to, known = new Map() }: ListEventContext): Outgoing[] {
  const [then, now] = [before?.rooms[room], list.rooms[room]];
  const told = then === undefined || now === undefined ? [] : roomChanged(list, then, now, known);
  return told.filter((each) => each.to.type === 'room' || each.to.person !== to?.person);
}

const roomName = (list: List, room: RoomId) => list.rooms[room]?.audit.name;
const teamWord = (room: RoomId): string => (platformOf(room) === 'matrix' ? 'homeserver' : 'organization');

function personAdded(fact: FactOf<'person-added'>, context: ListEventContext): Outgoing[] {
  const { list, before, to } = context;
  const { person, name, role, distributor } = fact.member;
  if (person === to?.person) return [];
  const of = distributor === null ? '' : ` of ${distributorName(list, distributor)}`;
  const by = (to === null ? undefined : list.members[to.person]?.name) ?? null;
  const isNew = before?.members[person] === undefined;
  return [
    ...answered(context, isNew ? `Added ${name} as ${role}${of}.` : `${name} is ${aRole(role)}${of} now.`, ...contactLost(person, context)),
    personal({ person, room: null }, isNew ? welcomeNodes(list, by, role, of) : roleNodes(list, by, `${aRole(role)}${of}`)),
  ];
}

/** That nobody speaks for an organization any more, and how somebody will. */
function contactLost(person: PersonId, { list, before }: ListEventContext): Inline[] {
  const distributor = before?.members[person]?.distributor ?? null;
  if (before === null || distributor === null || own(list.distributors, distributor) === undefined) return [];
  if (!hasContact(before, distributor) || hasContact(list, distributor)) return [];
  return [` ${distributorName(list, distributor)} has no contact on the list now. Add one: `, code('people add'), '.'];
}

const aRole = (role: Member['role']): string => `a ${role}`;

/** The first that somebody hears of the bot, perhaps of the list. */
function welcomeNodes({ name }: List, by: string | null, role: Member['role'], of: string): Node[] {
  const whom = by === null ? 'You were added' : `${by} added you`;
  // A reviewer hears of an embargo from who gives them access.
  const when = role === 'reviewer' ? 'When somebody gives you access to an embargo' : "When there's an embargo";
  return [
    line(
      `${whom} to the private disclosure list ${name} as ${aRole(role)}${of}. I'm the bot that keeps its embargoes: dates, reminders, patch tests.`,
    ),
    line(`Nothing to do yet. ${when}, I'll ask you to accept its terms before you learn what it's about.`),
    line(
      'Your time zone: ',
      code('settings zone Europe/Berlin'),
      '. What you can do: ',
      code('help'),
      ...(by === null ? ['.'] : [`. Questions? Ask ${by}.`]),
    ),
  ];
}

function roleNodes({ name }: List, by: string | null, role: string): Node[] {
  return [line(by === null ? `You're now ${role} on ${name}.` : `${by} made you ${role} on ${name}.`)];
}

function personRemoved(fact: FactOf<'person-removed'>, context: ListEventContext): Outgoing[] {
  const { list, before } = context;
  // There is nobody any more to say goodbye to.
  if (fact.because === 'deactivated') return [];
  if (fact.because === 'left')
    return answered(
      context,
      `You left the list ${list.name}. What you learned there stays secret until it's public. Coordinators can add you again.`,
    );
  return [
    ...answered(
      context,
      `${nameOf(before ?? list, fact.person)} was removed from the list. Their access to every embargo has ended.`,
      ...contactLost(fact.person, context),
    ),
    personal({ person: fact.person, room: null }, [
      line(`You are no longer on the list ${list.name}. What you learned there stays secret until it's public.`),
    ]),
  ];
}
