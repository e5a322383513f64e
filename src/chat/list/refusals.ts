// Every no of a list, and to people by themselves, in words.
import type { MembershipReason } from '../../domain/list/membership/refusal.ts';
import type { ListReason } from '../../domain/list/refusal.ts';
import { isTeam, mendable } from '../../domain/list/room.ts';
import type { PlatformName } from '../../domain/values/ids.ts';
import { actions, bullets, code, line, type Node, someone } from '../message/message.ts';
import type { RefusalWords } from '../message/refused.ts';
import { accountLabel, unlinkButtons } from '../people/accounts.ts';
import { word } from '../values/quoting.ts';
import { faultText } from './room.ts';

export const listRefusals: RefusalWords<Exclude<ListReason, MembershipReason>> = {
  'needs-role': (reason, { words }) => [
    line(
      `Only ${reason.roles.map((role) => `${role}s`).join(' and ')} may say `,
      code(words),
      '. Ask one of them: ',
      code('members'),
      " in the list's room shows who they are.",
    ),
  ],
  'needs-admin': () => [
    line(
      'A list is founded by those whom this bot was set up with (its setting ADMINS); further rooms are added to it by its coordinators. Ask one of them.',
    ),
  ],
  'needs-coordinator-account': (reason) => [
    line(
      `Rooms of ${reason.list} are adopted by its coordinators, and this account isn't one. If you coordinate it from another account, link the two: say `,
      code('link'),
      ' here, then type the code to me from that account. Otherwise ask a coordinator.',
    ),
  ],
  'not-on-the-list': () => [line('They are not on this list. A coordinator adds them with ', code('person add'), " in the list's room.")],
  'other-distributor': () => [line('You may do this for your own distributor only. For others, ask a coordinator.')],
  'needs-another-person': () => [line('You have confirmed already. Somebody else has to confirm too: no one discloses alone.')],
  'nothing-to-change': (_, { words }) => [
    line('Nothing new was given, so nothing changed. What can be given: ', code(`help ${words}`), '.'),
  ],
  'room-has-faults': (reason) => faultNodes(reason),
  'no-team': (reason) => [
    line(
      reason.on === 'matrix'
        ? `${reason.team} is no homeserver: its name is what follows the colon in the ids of its people, such as example.org. `
        : `${reason.team} is no id of a workspace: such an id begins with T, or with E for a whole organisation. `,
      code('room audit'),
      ' shows who reads along.',
    ),
  ],
  'team-named-already': (reason) => [line(`${reason.team} was named already. Nothing changed.`)],
  'team-not-named': (reason) => [line(`${reason.team} was never named here. Nothing changed.`)],
  'room-adopted-already': (reason) => [line(`This room is a room of ${reason.list} already.`)],
  'room-not-adopted': () => [
    line("This room belongs to no list. Say this in a list's room, or make this one ours: ", code('room adopt oci'), '.'),
  ],
  'no-room-admin': (reason) => [
    line(
      `On ${platformWords[reason.on]}, rooms are made, changed and filled by people. Make a private room there, invite me, and say `,
      code('room adopt'),
      ' in it; ',
      code('room audit'),
      ' shows what is wrong with it.',
    ),
  ],
  'no-identity': (reason) => [
    line(
      `${reason.name} has no identity that could be accepted: on Matrix, under encryption in the settings of their client, they make one. Nothing changed.`,
    ),
  ],
  'no-room-keys': (reason) => [
    line(`On ${platformWords[reason.on]} no device has keys of its own, so there is nothing to choose. Nothing changed.`),
  ],
  'room-keys-already': (reason) => [
    line(
      reason.keys === 'all'
        ? 'Every device can read along here already. Nothing changed.'
        : 'Only verified devices can read along here already. Nothing changed.',
    ),
  ],
  'no-room-made': (reason) => [
    line(
      `No room was made: the homeserver refuses it (${reason.because}). Whoever runs it can say why. Or make an encrypted room for invited people only, invite me, and say `,
      code('room adopt'),
      ' in it.',
    ),
  ],
  'nobody-missing': (reason) => [line(`Everybody on the list whom I could invite is in ${reason.room}, or invited. Nothing changed.`)],
  'distributor-known': (reason) => [
    line(`${reason.name} is on the list already. Change what it ships with `, code('distributor releases'), '.'),
  ],
  'unknown-distributor': (reason) => [
    line(
      reason.names.length === 0
        ? 'There is no distributor on this list yet. Add one with '
        : `There is no such distributor. There is: ${reason.names.join(', ')}. Add one with `,
      code('distributor add'),
      '.',
    ),
  ],
  'needs-distributor': () => [
    line('Representatives and reviewers belong to a distributor. Name it: ', code('person add @bob representative "Seven Linux"'), '.'),
  ],
  'person-known': (reason) => [line(`${reason.name} is on the list already, in this role. Nothing changed.`)],
  'name-taken': (reason) => [
    line(
      `Somebody else on this list is called ${reason.name}. So that nobody can be taken for another, give a different name: `,
      code('name="…"'),
      '.',
    ),
  ],
  'looks-like': (reason) => [
    line(
      `${reason.name} looks like ${reason.other}, which is taken. So that nobody can be taken for another, give a different name: `,
      code('name="…"'),
      '.',
    ),
  ],
  'no-name': () => [line('A name needs letters or digits.')],
  'needs-name': () => [line("I don't know what they are called. Say it: ", code('name=Bob'), '.')],
  'too-many-reports': (reason) => [
    line(
      `You have reported ${reason.most} times within this hour, which is as often as somebody on no list may. Your reports were passed on.`,
    ),
  ],
  'coordinator-first': () => [
    line('This list has no coordinator. Name one first: ', code('person add @bob coordinator'), '. They add everybody else.'),
  ],
  'is-app': (reason) => [
    line(`${reason.name} is an app, not a person: it cannot keep an embargo, and is not added. Name a person: `, code('person add'), '.'),
  ],
  'account-closed': (reason) => [
    line(
      `The account of ${reason.name} is closed, so nothing can be said to them. Add them by an account that they use: `,
      code('person add'),
      '.',
    ),
  ],
  'unknown-code': () => [
    line('That is no code of mine: each is good for ten minutes, and once. Say ', code('link'), ' on your other account for a new one.'),
  ],
  'overheard-code': () => [
    line(
      'Others may have read this code here, so it is none any more. Say ',
      code('link'),
      ' on your other account for a new one, and type it to me alone.',
    ),
  ],
  'too-many-codes': (reason) => [
    line(`You typed ${reason.most} codes that were none. Wait an hour, then say `, code('link'), ' on your other account for a new one.'),
  ],
  'own-code': () => [
    line('This code is your own. Say ', code('link'), ' with it on your other account, the one that is to be linked with this one.'),
  ],
  'both-on-lists': (reason) => [
    line(
      reason.same.length === 0
        ? 'Both accounts are on lists already, so neither can become another id of the other. Have a coordinator take one of them off its list ('
        : `Both accounts are on the list ${reason.same.join(', ')} already: that would be two votes of one person. Have a coordinator take one of them off (`,
      code('person remove'),
      '), then link them.',
    ),
  ],
  'closed-account': () => [
    line('This account was closed, and its person has others. Say ', code('link'), ' on one of those, and type that code here.'),
  ],
  'nothing-linked': () => [line('No other account is linked with yours. ', code('link'), ' links one.')],
  'not-your-id': () => [line('That is not an account of yours. ', code('preferences'), ' shows which are.')],
  'known-by-this-id': (reason) => [
    line('This is the account by which the lists know you; it stays. You can take off:'),
    bullets(reason.others.map((id) => [someone(id)])),
    unlinkButtons(reason.others.map((id) => ({ id, name: null }))),
  ],
  unreachable: (reason) => [
    line(`You have no account, or several, that ${reason.where} could be. Choose one:`),
    actions(...reason.ids.map((id) => ({ label: accountLabel(id), words: `reach ${id}` }))),
  ],
  'last-coordinator': () => [
    line('This is the last coordinator; a list without one could not act. Make somebody else a coordinator first.'),
  ],
};

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
        ? 'this organisation'
        : 'these organisations';
  return [
    line(`This room is not fit: ${words.join(', ')}. Make it private, or make a new private room, and say `, code('room adopt'), ' there.'),
    ...(mends ? [line('I can fix part of it myself: '), actions({ label: 'Fix what I can', words: 'room mend' })] : []),
    ...(shared
      ? [
          line(
            `It is shared with ${teams.join(', ')}. To let ${those} read along, and to see first what that means: `,
            code(`room adopt ${word(list)} teams=${teams.join(',')}`),
          ),
        ]
      : []),
  ];
}
