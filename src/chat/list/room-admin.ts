// What is said of what the bot did to a room: that it made one, mended one, invited people; and what comes next in a room of no list.
import type { List } from '../../domain/list/list.ts';
import { isTeam } from '../../domain/list/room.ts';
import type { RoomAudit } from '../../domain/list/room-audit.ts';
import { type PersonId, platformOf, type RoomId } from '../../domain/values/ids.ts';
import { actions, bullets, code, type Inline, line, type Node } from '../message/message.ts';
import { personLabel } from '../message/view.ts';
import { faultText } from './room.ts';
import { capital, faultItems } from './room-announce.ts';

/** What came of inviting the members of a list, by the ids that it knows them by. */
export type Invited = {
  readonly invited: readonly PersonId[];
  /** `code`: the platform's own word for why not. */
  readonly failed: readonly { readonly person: PersonId; readonly code: string }[];
  /** Of far teams that no coordinator named in this room. */
  readonly far: readonly { readonly person: PersonId; readonly team: string }[];
  /** Who has no id on the room's platform. */
  readonly without: readonly PersonId[];
};

/** The answer to who had people invited; `made`: into a room that was made for it. */
export function invitedNodes(list: List, name: string, { invited, failed, far, without }: Invited, made: boolean): Node[] {
  const named = (people: readonly PersonId[]) => people.map((person) => personLabel(list, person)).join(', ');
  const teams = [...new Set(far.map(({ team }) => team))].sort();
  const [first] = teams;
  return [
    ...(made ? [line(`The room ${name} is made: encrypted, for invited people only. It is a room of ${list.name} now.`)] : []),
    line(invited.length === 0 ? `Nobody was invited into ${name}.` : `Invited into ${name}: ${named(invited)}.`),
    ...(failed.length === 0
      ? []
      : [line('Not invited:'), bullets(failed.map(({ person, code: word }) => [`${personLabel(list, person)}: `, ...whyNot(word)]))]),
    ...(first === undefined
      ? []
      : [
          line(
            `Not invited, because no coordinator named their homeservers for this room: ${named(far.map(({ person }) => person))} (${teams.join(', ')}). Let them read along, knowing what that means: `,
            code(`room trust ${first}`),
            ', then ',
            code('room invite'),
            '.',
          ),
        ]),
    ...(without.length === 0
      ? []
      : [line(`Nowhere there that I know of: ${named(without)}. They say `, code('link'), ' where they are, and type the code there.')]),
  ];
}

// https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3roomsroomidinvite
const refusals: Readonly<Record<string, readonly Inline[]>> = {
  M_FORBIDDEN: ['I may not invite there, or not them'],
  M_BAD_STATE: ['they were banned from it, or are in it'],
  M_INVITE_BLOCKED: ['they take no invitations; they can allow it in their settings'],
  M_NOT_FOUND: ['there is no such account'],
  M_LIMIT_EXCEEDED: ['the homeserver wants it slower; say ', code('room invite'), ' again in a minute'],
};

const whyNot = (word: string): readonly Inline[] =>
  Object.hasOwn(refusals, word) ? (refusals[word] ?? []) : [`the homeserver refuses it (${word})`];

/** A room of no list, to who may make it one: what is wrong with it, and what to say there. */
export function beforeAdoption({ name, faults, teams = [] }: RoomAudit, room: RoomId): Node[] {
  const on = platformOf(room);
  const others = faults.filter((fault) => fault !== 'shared-externally');
  const shared: Inline[][] =
    others.length === faults.length
      ? []
      : teams.length > 0 && teams.every((team) => isTeam(team, on))
        ? [
            [
              `${capital(faultText('shared-externally', on))} (${teams.join(', ')}): to let them read along, `,
              code(`room adopt oci teams=${teams.join(',')}`),
            ],
          ]
        : [[`${capital(faultText('shared-externally', on))}: nobody can tell from where, so that they cannot be let read along`]];
  if (faults.length === 0)
    return [line(`${name} is fit for embargoes. Say `, code('room adopt oci'), ' in it to make it a room of the list oci.')];
  return [
    line(`${name} is not fit for embargoes yet:`),
    bullets([...faultItems({ room, audit: { name, faults: others }, teams: [] }, others), ...shared]),
    line('Then say ', code('room adopt oci'), ' in it to make it a room of the list oci.'),
  ];
}

/** The power that the bot has in a room, and the most that what it was to do there takes, as the platform counts it. */
export type Lacking = { readonly has: number; readonly needs: number };

/** What the bot lacked to put a room right, and who can help; nothing where it lacked nothing. */
export function lackingNodes(lacks: Lacking | null): Node[] {
  if (lacks === null) return [];
  return [
    line(
      `My power level in it is ${lacks.has}, and the rest takes ${lacks.needs}. Somebody with at least ${lacks.needs} there gives it to me (in Element: room info, People, my name, Power level), then say `,
      code('room mend'),
      ' again.',
    ),
  ];
}

/** Buttons under an audit: what the bot itself could do about it. `inside`: it is shown in that room. */
export function roomActions(room: RoomId, what: { readonly mends: boolean; readonly invites: boolean; readonly inside: boolean }): Node[] {
  const where = what.inside ? '' : ` room=${room}`;
  const mend = what.mends ? [{ label: 'Fix what I can', words: `room mend${where}` }] : [];
  const invite = what.invites ? [{ label: 'Invite who is missing', words: `room invite${where}` }] : [];
  return what.mends || what.invites ? [actions(...mend, ...invite)] : [];
}
