// Every no of a list, and to people by themselves, in words.
import type { MembershipReason } from '../../domain/list/membership/refusal.ts';
import type { ListReason } from '../../domain/list/refusal.ts';
import type { ReportReason } from '../../domain/list/reports/refusal.ts';
import { isTeam, mendable } from '../../domain/list/room.ts';
import type { PlatformName } from '../../domain/values/ids.ts';
import { actions, bullets, code, line, type Node, someone } from '../message/message.ts';
import type { RefusalWords } from '../message/refused.ts';
import { accountLabel, unlinkButtons } from '../people/accounts.ts';
import { word } from '../values/quoting.ts';
import { faultText } from './room.ts';

export const listRefusals: RefusalWords<Exclude<ListReason, MembershipReason | ReportReason>> = {
  'needs-role': (reason, { words }) => [
    line(
      `Only ${reason.roles.map((role) => `${role}s`).join(' and ')} can use `,
      code(words),
      '. Ask one of them: ',
      code('members'),
      " in the list's room shows who they are.",
    ),
  ],
  'needs-admin': () => [
    line('Only people named in ADMINS, a setting of this bot, can found a list; its coordinators add more rooms. Ask one of them.'),
  ],
  'needs-coordinator-account': (reason) => [
    line(
      `Only coordinators of ${reason.list} adopt rooms for it, and this account isn't one. If you coordinate it from another account, link the two: send `,
      code('account link'),
      ' here, then type the code to me from that account. Otherwise ask a coordinator.',
    ),
  ],
  'not-on-the-list': () => [line("They aren't on this list. A coordinator adds them with ", code('people add'), " in the list's room.")],
  'other-distributor': () => [line('You can do this for your own organization only. For others, ask a coordinator.')],
  'needs-another-person': () => [line('You already confirmed. Someone else has to confirm too: no one discloses alone.')],
  'nothing-to-change': (_, { words }) => [line('Nothing changed: you named nothing new. What you can set: ', code(`help ${words}`), '.')],
  'room-has-faults': (reason) => faultNodes(reason),
  'no-team': (reason) => [
    line(
      reason.on === 'matrix'
        ? `${reason.team} isn't a homeserver. Use what follows the colon in its people's ids, such as example.org. `
        : `${reason.team} isn't a workspace ID. Those start with T, or with E for an Enterprise organization. `,
      code('room audit'),
      ' shows who else can read.',
    ),
  ],
  'team-named-already': (reason) => [line(`${reason.team} is already allowed. Nothing changed.`)],
  'team-not-named': (reason) => [line(`${reason.team} wasn't allowed here. Nothing changed.`)],
  'room-adopted-already': (reason) => [line(`This room is already a room of ${reason.list}.`)],
  'room-not-adopted': () => [
    line("This room belongs to no list. Use this in a list's room, or adopt this one: ", code('room adopt oci'), '.'),
  ],
  'no-room-admin': (reason) => [
    line(
      `On ${platformWords[reason.on]}, I can't create or change rooms. Create a private room there, invite me, and send `,
      code('room adopt'),
      ' in it; ',
      code('room audit'),
      " shows what's wrong with it.",
    ),
  ],
  'no-identity': (reason) => [
    line(`${reason.name} has no identity to accept. They make one in their Matrix client's encryption settings. Nothing changed.`),
  ],
  'own-identity': () => [
    line("You can't confirm your own new identity. Ask another coordinator to send ", code('devices accept'), ' with your name.'),
  ],
  'no-room-keys': (reason) => [
    line(`On ${platformWords[reason.on]} devices have no keys of their own, so there's nothing to choose. Nothing changed.`),
  ],
  'room-keys-already': (reason) => [
    line(
      reason.keys === 'all'
        ? 'Every device can already read here. Nothing changed.'
        : 'Only verified devices can read here already. Nothing changed.',
    ),
  ],
  'no-room-made': (reason) => [
    line(
      `I couldn't create a room: the homeserver refused (${reason.because}). Its operator can say why. Or create an encrypted, invite-only room, invite me, and send `,
      code('room adopt'),
      ' in it.',
    ),
  ],
  'nobody-missing': (reason) => [line(`Everyone on the list that I can invite is already in ${reason.room} or invited. Nothing changed.`)],
  'distributor-known': (reason) => [line(`${reason.name} is already on the list. Change what it ships with `, code('org releases'), '.')],
  'unknown-distributor': (reason) => [
    line(
      reason.names.length === 0
        ? "There's no organization on this list yet. Add one with "
        : `No organization by that name. On the list: ${reason.names.slice(0, namedMax).join(', ')}${reason.names.length > namedMax ? ', …' : ''}. Add one with `,
      code('org add'),
      '.',
    ),
  ],
  'needs-distributor': () => [
    line('Representatives and reviewers belong to an organization. Name it: ', code('people add @bob representative "Seven Linux"'), '.'),
  ],
  'person-known': (reason) => [line(`${reason.name} is already on the list in this role. Nothing changed.`)],
  'name-taken': (reason) => [
    line(`Someone else on this list is called ${reason.name}. To keep them apart, give a different name: `, code('name="…"'), '.'),
  ],
  'looks-like': (reason) => [
    line(`${reason.name} looks like ${reason.other}, which is taken. To keep them apart, give a different name: `, code('name="…"'), '.'),
  ],
  'no-name': () => [line('A name needs letters or digits.')],
  'needs-name': () => [line("I don't know their name. Add it: ", code('name=Bob'), '.')],
  'too-many-reports': (reason) => [
    line(`You've sent ${reason.most} reports within an hour, the limit for people on no list. I passed those on. Try again in an hour.`),
  ],
  'coordinator-first': () => [
    line('This list has no coordinator. Add one first: ', code('people add @bob coordinator'), '. They add everyone else.'),
  ],
  'is-app': (reason) => [
    line(`${reason.name} is an app, so I didn't add it: only people can be on the list. Name a person: `, code('people add'), '.'),
  ],
  'account-closed': (reason) => [
    line(
      `The account of ${reason.name} is closed, so I can't reach them there. Add them with an account they use: `,
      code('people add'),
      '.',
    ),
  ],
  'unknown-code': () => [
    line("That code isn't valid: each works once, for ten minutes. Send ", code('account link'), ' on your other account for a new one.'),
  ],
  'overheard-code': () => [
    line(
      'Others may have read this code here, so I canceled it. Send ',
      code('account link'),
      ' on your other account for a new one, and send it to me in a direct message.',
    ),
  ],
  'too-many-codes': (reason) => [
    line(`You sent ${reason.most} invalid codes. Wait an hour, then send `, code('account link'), ' on your other account for a new one.'),
  ],
  'own-code': () => [
    line('This code is from this account. Send ', code('account link'), ' with it from the other account, the one you want to link.'),
  ],
  'both-on-lists': (reason) => [
    line(
      reason.same.length === 0
        ? "Both accounts are already on lists, so I can't link them. Ask a coordinator to remove one of them from its list ("
        : `Both accounts are on the list ${reason.same.join(', ')} already: one person would have two votes. Ask a coordinator to remove one of them (`,
      code('people remove'),
      '), then link them.',
    ),
  ],
  'closed-account': () => [
    line('This account was closed, and its owner has others. Send ', code('account link'), ' on one of those, and send that code here.'),
  ],
  'nothing-linked': () => [line('You have no linked accounts. ', code('account link'), ' links one.')],
  'not-your-id': () => [line("That isn't one of your accounts. ", code('settings'), ' shows which are.')],
  'known-by-this-id': (reason) => [
    line('This is your main account on the lists, so it stays. You can unlink:'),
    bullets(reason.others.map((id) => [someone(id)])),
    unlinkButtons(reason.others.map((id) => ({ id, name: null }))),
  ],
  unreachable: (reason) => [
    line(`None or several of your accounts match ${reason.where}. Choose one:`),
    actions(...reason.ids.map((id) => ({ label: accountLabel(id), words: `settings notify ${id}` }))),
  ],
  'last-coordinator': () => [line('This is the last coordinator, and a list needs one. Make someone else a coordinator first.')],
};

// The nearest stand first: more would be a wall.
const namedMax = 12;

const platformWords: Readonly<Record<PlatformName, string>> = { slack: 'Slack', matrix: 'Matrix', terminal: 'the terminal' };

function faultNodes({ faults, teams, list, on }: Extract<ListReason, { code: 'room-has-faults' }>): Node[] {
  const words = faults.map((fault) => `${faultText(fault, on)}${fault === 'bot-is-not-in-it' ? ' (invite it first)' : ''}`);
  const shared = faults.includes('shared-externally') && teams.length > 0 && teams.every((team) => isTeam(team, on));
  const mends = on === 'matrix' && faults.some((fault) => mendable.has(fault));
  const those =
    on === 'matrix'
      ? teams.length === 1
        ? 'this homeserver'
        : 'these homeservers'
      : teams.length === 1
        ? 'this organization'
        : 'these organizations';
  return [
    line(
      `This room isn't safe for embargoes: ${words.join(', ')}. Make it private, or create a new private room, and send `,
      code('room adopt'),
      ' there.',
    ),
    ...(mends ? [line('I can fix part of it: '), actions({ label: 'Fix what I can', words: 'room fix' })] : []),
    ...(shared
      ? [
          line(
            `It's shared with ${teams.join(', ')}. To let ${those} read, after seeing what that means: `,
            code(`room adopt ${word(list)} teams=${teams.join(',')}`),
          ),
        ]
      : []),
  ];
}
