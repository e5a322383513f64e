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
    ...(made ? [line(`Created ${name}: encrypted, invite-only, a room of ${list.name}.`)] : []),
    line(invited.length === 0 ? `I invited nobody to ${name}.` : `Invited to ${name}: ${named(invited)}.`),
    ...(failed.length === 0
      ? []
      : [line('Not invited:'), bullets(failed.map(({ person, code: word }) => [`${personLabel(list, person)}: `, ...whyNot(word)]))]),
    ...(first === undefined
      ? []
      : [
          line(
            `Not invited, because no coordinator allowed their homeservers in this room: ${named(far.map(({ person }) => person))} (${teams.join(', ')}). To let them read, after seeing what that means: `,
            code(`room trust ${first}`),
            ', then ',
            code('room invite'),
            '.',
          ),
        ]),
    ...(without.length === 0
      ? []
      : [
          line(
            `No account there that I know of: ${named(without)}. They send `,
            code('account link'),
            ' where they are, and type the code there.',
          ),
        ]),
  ];
}

// https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3roomsroomidinvite
const refusals: Readonly<Record<string, readonly Inline[]>> = {
  M_FORBIDDEN: ["I'm not allowed to invite there, or not to invite them"],
  M_BAD_STATE: ["they're banned from it, or already in it"],
  M_INVITE_BLOCKED: ['they block invitations; they can allow them in their settings'],
  M_NOT_FOUND: ["that account doesn't exist"],
  M_LIMIT_EXCEEDED: ['the homeserver is rate limiting; send ', code('room invite'), ' again in a minute'],
};

const whyNot = (word: string): readonly Inline[] =>
  Object.hasOwn(refusals, word) ? (refusals[word] ?? []) : [`the homeserver refused (${word})`];

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
              `${capital(faultText('shared-externally', on))} (${teams.join(', ')}): to let them read, `,
              code(`room adopt oci teams=${teams.join(',')}`),
            ],
          ]
        : [[`${capital(faultText('shared-externally', on))}: the platform doesn't say from where, so they can't be allowed`]];
  if (faults.length === 0)
    return [line(`${name} is safe for embargoes. Send `, code('room adopt oci'), ' in it to make it a room of the list oci.')];
  return [
    line(`${name} isn't safe for embargoes yet:`),
    bullets([...faultItems({ room, audit: { name, faults: others }, teams: [] }, others), ...shared]),
    line('Then send ', code('room adopt oci'), ' in it to make it a room of the list oci.'),
  ];
}

/** The power that the bot has in a room, and the most that what it was to do there takes, as the platform counts it. */
export type Lacking = { readonly has: number; readonly needs: number };

/** What the bot lacked to put a room right, and who can help; nothing where it lacked nothing. */
export function lackingNodes(lacks: Lacking | null): Node[] {
  if (lacks === null) return [];
  return [
    line(
      `My power level there is ${lacks.has}, and the rest needs ${lacks.needs}. Someone with at least ${lacks.needs} gives it to me (in Element: room info, People, my name, Power level). Then send `,
      code('room fix'),
      ' again.',
    ),
  ];
}

/** Buttons under an audit: what the bot itself could do about it. `inside`: it is shown in that room. */
export function roomActions(room: RoomId, what: { readonly mends: boolean; readonly invites: boolean; readonly inside: boolean }): Node[] {
  const where = what.inside ? '' : ` room=${room}`;
  const mend = what.mends ? [{ label: 'Fix what I can', words: `room fix${where}` }] : [];
  const invite = what.invites ? [{ label: 'Invite who is missing', words: `room invite${where}` }] : [];
  return what.mends || what.invites ? [actions(...mend, ...invite)] : [];
}
