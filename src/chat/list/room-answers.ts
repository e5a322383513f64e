// Answers about a room: how it stands, who is in it, and what it would mean to let another organisation read along.
import { consentOf } from '../../domain/embargo/consent.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import { type AdoptedRoom, type List, type Member, membersOf } from '../../domain/list/list.ts';
import { faultsIn, type Known, membersAmong, mendable, strangersAmong } from '../../domain/list/room.ts';
import { type PolicyKey, policyKeys, policyOf } from '../../domain/policy/presets.ts';
import { type PersonId, type PlatformName, platformOf } from '../../domain/values/ids.ts';
import { natural } from '../../domain/values/order.ts';
import { answer, ofList, personal, type Speaker, titled } from '../message/address.ts';
import { actions, bullets, code, field, fields, heading, type Inline, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { names, personLabel } from '../message/view.ts';
import { slug } from '../values/names.ts';
import { quoted, word } from '../values/quoting.ts';
import { trustMeans } from './room.ts';
import { type Lacking, lackingNodes, roomActions } from './room-admin.ts';
import { faultItems, persons } from './room-announce.ts';

/** What the bot may do there besides speaking: mend it; invite somebody who is missing. */
export type Keeps = { readonly mends: boolean; readonly invites: boolean };

/** A room as it is now, and who is in it (`seen`: now, or when that was last seen); with each running embargo, who there should not hear of it yet. */
export function roomAnswer(
  list: List,
  room: AdoptedRoom,
  running: readonly Embargo[],
  { to, known, seen, keeps, lacks }: { to: Speaker; known: Known; seen: boolean; keeps: Keeps; lacks: Lacking | null },
): { readonly about: Outgoing; readonly each: readonly { readonly embargo: Embargo; readonly message: Outgoing }[] } {
  const { people } = room.audit;
  const faults = faultsIn(room);
  const mends = keeps.mends && !faults.includes('bot-is-not-in-it') && faults.some((fault) => mendable.has(fault));
  const invites = keeps.invites && !faults.includes('bot-is-not-in-it');
  const offers = roomActions(room.room, { mends, invites, inside: to.room === room.room });
  const there = people === undefined ? [] : membersAmong(list, people, known);
  const each = running.flatMap((embargo) => {
    const rows = unawares(embargo, list, there);
    const { codename } = embargo;
    const message = titled(embargo, [line(`In ${room.audit.name}:`), fields(...rows)]);
    const less = titled(embargo, [
      line(`Acknowledge the terms of this embargo first, to see who in ${room.audit.name} shouldn't know about it yet.`),
      actions({ label: 'Read the terms', words: `terms ${codename}`, style: 'primary' }),
    ]);
    const said = answer(to, embargo, { kind: 'metadata', urgency: 'answer' }, message);
    return rows.length === 0 ? [] : [{ embargo, message: { ...said, body: { type: 'message', message, less } as const } }];
  });
  return {
    about: ofList(list, to, [
      heading(room.audit.name),
      ...fitness(room),
      ...lackingNodes(lacks),
      ...company(list, people, there, known, seen),
      ...offers,
    ]),
    each,
  };
}

function fitness(room: AdoptedRoom): Node[] {
  const faults = faultsIn(room);
  const { teams = [] } = room.audit;
  const along = [...new Set([...teams, ...room.teams])].sort(natural).map((team) => {
    const named = room.teams.includes(team) ? 'named by a coordinator' : 'not named';
    return `${team} (${named}${teams.includes(team) ? '' : ', not in the room'})`;
  });
  return [
    ...(faults.length === 0
      ? [line(along.length === 0 ? "It's safe for embargoes: private, and not shared." : "It's safe for embargoes.")]
      : [line("It isn't safe for embargoes, so I don't post in it:"), bullets(faultItems(room, faults))]),
    ...(room.keys === 'all' ? [line('Unverified devices can read what I say in it too.')] : []),
    ...(along.length === 0
      ? []
      : [fields(field(platformOf(room.room) === 'matrix' ? 'Other homeservers' : 'Other organizations', along.join('; ')))]),
  ];
}

function company(list: List, people: readonly PersonId[] | undefined, there: readonly Member[], known: Known, seen: boolean): Node[] {
  if (people === undefined) return [line("Its platform doesn't say who is in it.")];
  const strangers = strangersAmong(list, people, known);
  const absent = membersOf(list).filter((member) => !there.includes(member));
  const named: Inline[] = strangers.length === 0 ? ['nobody'] : persons(strangers);
  return [
    ...(seen ? [] : [line("I can't see who is in it right now. When I last looked:")]),
    fields(
      field('In it, but not on the list', ...named),
      field('On the list, but not in it', names(absent.map(({ person }) => personLabel(list, person)))),
    ),
  ];
}

/** Who in the room is not to hear of an embargo, and who has not accepted its terms. */
function unawares(embargo: Embargo, list: List, there: readonly Member[]) {
  const those = (...states: readonly ReturnType<typeof consentOf>[]) =>
    there.filter((member) => states.includes(consentOf(embargo, member))).map(({ person }) => personLabel(list, person));
  const groups = [
    ['Has no need to know', those('none')],
    ['Has not acknowledged', those('invited', 'lapsed')],
    ['Declined', those('declined')],
  ] as const;
  return groups.filter(([, people]) => people.length > 0).map(([label, people]) => field(label, names(people)));
}

/** Which room of a platform, by what it is called, and who is to read along in it. */
export type Trusted = { readonly on: PlatformName; readonly name: string; readonly teams: readonly string[] };

/** What it means that unsigned devices read along, before it is done. */
export function confirmKeys(to: Speaker, name: string): Outgoing {
  return personal(to, [
    line(`Unverified devices can then read what I say in ${name}. That means:`),
    bullets([
      ["A homeserver's operator can add a device to any account there, and read on it."],
      ['I say so in the room, and ', code('room audit'), ' shows it. Direct messages stay as they are.'],
      ['I still take commands only from verified devices.'],
    ]),
    actions({ label: 'Let every device read', words: 'room keys all sure=yes', style: 'danger' }),
  ]);
}

/** A list whose name is of several words, before it is founded: what was understood. */
export function confirmFounding(
  to: Speaker,
  { name, list, policy }: { readonly name: string; readonly list: string; readonly policy: PolicyKey },
  words: string,
): Outgoing {
  // Its last word may have been meant for the policy.
  const [, first = 'oci', key = ''] = /^(.+)\s(\S+)$/.exec(list) ?? [];
  const other = (policyKeys as readonly string[]).includes(key.toLowerCase())
    ? `${quoted(first)} ${key.toLowerCase()}`
    : `${word(slug(list))} ${policy}`;
  return personal(to, [
    line(`This creates the list ${list}, with the policy of ${policyOf(policy).title}, and makes ${name} its room. Nothing changed yet.`),
    line('Its name stays as it is then. If you mean another: ', code(`room adopt ${other}`), '.'),
    actions({ label: `Create ${list}`, words, style: 'primary' }),
  ]);
}

/** A room that is to become a list's, and who is in it on no list. `isNew`: the list is founded by it, so that its founder alone is on it. */
export type Adopted = Trusted & { readonly list: string; readonly isNew: boolean; readonly strangers: readonly PersonId[] };

// More names than these nobody reads; the rest are counted.
const strangersNamedMax = 20;

/** Who is in a room and on no list, before it is adopted, and what it means to let other organisations read along; `words` does it. */
export function confirmAdoption(to: Speaker, { on, name, teams, list, isNew, strangers }: Adopted, words: string): Outgoing {
  const more = strangers.length - strangersNamedMax;
  const named: Inline[] = [...persons(strangers.slice(0, strangersNamedMax)), ...(more > 0 ? [` and ${more} more`] : [])];
  const [are, each] = strangers.length === 1 ? ['is', 'them'] : ['are', 'each of them'];
  const company = isNew
    ? [
        line(`Also in ${name}: `, ...named, `. Nobody is on the new list ${list} yet except you.`),
        line(
          'If they belong here, adopt the room, then add ',
          each,
          ' to the list with ',
          code('people add'),
          '. If not, remove them from the room first.',
        ),
      ]
    : [
        line(...named, ` ${are} in ${name} and not on the list ${list}.`),
        line(
          'Put ',
          each,
          ' on it with ',
          code('people add'),
          ', or remove them from the room. Then send ',
          code(`room adopt ${word(list)}`),
          ' again.',
        ),
      ];
  return personal(to, [
    ...company,
    line(
      'Until then they read what I post in this room: codenames and dates. Details go only to people on the list who have acknowledged an embargo.',
    ),
    ...(teams.length === 0
      ? []
      : [
          line(`${whoseTeams(teams, on)} Letting ${teams.length === 1 ? 'it' : 'them'} read means:`),
          bullets(trustMeans(on).map((means) => [means])),
        ]),
    actions({ label: isNew && teams.length === 0 ? 'Adopt this room' : 'Adopt anyway', words, style: 'danger' }),
  ]);
}

/** What it means to let other organisations read along, before it is done; `words` does it. */
export function confirmTrust(to: Speaker, { on, name, teams }: Trusted, words: string): Outgoing {
  return personal(to, [
    line(`${whoseTeams(teams, on)} Letting ${teams.length === 1 ? 'it' : 'them'} read in ${name} means:`),
    bullets(trustMeans(on).map((each) => [each])),
    actions({ label: 'Let them read', words, style: 'danger' }),
  ]);
}

function whoseTeams(teams: readonly string[], on: PlatformName): string {
  const all = teams.join(', ');
  if (on === 'matrix') return teams.length === 1 ? `${all} is another homeserver.` : `${all} are other homeservers.`;
  return teams.length === 1 ? `${all} is another organization's workspace.` : `${all} are other organizations' workspaces.`;
}
