// What is said to a list: rooms, distributors, people.
import { roomKeys } from '../../domain/list/list.ts';
import { roles } from '../../domain/list/roles.ts';
import { type PolicyKey, policyKeys } from '../../domain/policy/presets.ts';
import { type Command, define } from '../grammar/command.ts';
import { may, nameArg, needs, someone, text } from '../grammar/shared-args.ts';

const team = {
  ...text('Organisation', 'The id of its workspace, such as T0FAR; on Matrix its homeserver', 255),
  ...needs,
  place: 'one',
} as const;
// A button says which; who types says it in the room.
const which = { ...text('Room', '', 300), ...may, place: 'named', ask: false } as const;
const sure = { type: 'yes', label: 'Sure', hint: '', ...may, place: 'named', ask: false } as const;

export const listCommands: readonly Command[] = [
  define({
    words: 'room adopt',
    help: 'Make this private room a room of a list; founds the list if there is none of that name.',
    example: 'room adopt oci',
    says: { to: 'list', type: 'adopt-room' },
    args: {
      list: { ...nameArg('List', 'A short name', 40), ...needs, place: 'one' },
      policy: { type: 'choice', options: policyKeys, label: 'Policy', hint: 'The rules that a new list follows', ...may, place: 'one' },
      teams: {
        type: 'names',
        label: 'Other organisations',
        hint: 'Who may read along: T0FAR; on Matrix example.org',
        ...may,
        place: 'named',
        ask: false,
      },
      sure,
    },
    intent: ({ list, policy, teams, sure }) => ({
      to: 'list',
      command: { type: 'adopt-room', name: list, policy: (policy ?? 'oci') as PolicyKey, teams: teams ?? [], sure: sure !== null },
    }),
  }),
  define({
    words: 'room leave',
    help: 'Stop using this room for the list.',
    example: 'room leave',
    says: { to: 'list', type: 'leave-room' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'leave-room' } }),
  }),
  define({
    words: 'room audit',
    help: "Look at the list's room now: whether it is private, who reads along, who is in it and should not be.",
    example: 'room audit',
    says: { to: 'list', type: 'audit-room' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'audit-room' } }),
  }),
  define({
    words: 'room mend',
    help: "Fix what makes the list's room unfit, as far as the bot is allowed to; then show how it stands.",
    example: 'room mend',
    says: { to: 'list', type: 'mend-room' },
    args: { room: which },
    intent: ({ room }) => ({ to: 'list', command: { type: 'mend-room', room } }),
  }),
  define({
    words: 'room make',
    help: 'Make a room that is fit, and invite who is on the list. Where rooms are made by people, it says so.',
    example: 'room make OCI embargoes',
    says: { to: 'list', type: 'make-room' },
    args: { name: { ...nameArg('Name', 'What it is called. The server reads it: name no product', 60), ...needs, place: 'rest' } },
    intent: ({ name }) => ({ to: 'list', command: { type: 'make-room', name } }),
  }),
  define({
    words: 'room invite',
    help: "Invite into the list's room who is on the list and not in it.",
    example: 'room invite',
    says: { to: 'list', type: 'invite-missing' },
    args: { room: which },
    intent: ({ room }) => ({ to: 'list', command: { type: 'invite-missing', room } }),
  }),
  define({
    words: 'room trust',
    help: 'Let another organisation, by the id of its workspace or by its homeserver, read along in this room. Shows first what that means.',
    example: 'room trust T0FAR',
    says: { to: 'list', type: 'trust-team' },
    args: { team, sure },
    intent: ({ team, sure }) => ({ to: 'list', command: { type: 'trust-team', team, sure: sure !== null } }),
  }),
  define({
    words: 'room distrust',
    help: 'No longer let another organisation read along: while it does, nothing is said in the room.',
    example: 'room distrust T0FAR',
    says: { to: 'list', type: 'distrust-team' },
    args: { team },
    intent: ({ team }) => ({ to: 'list', command: { type: 'distrust-team', team } }),
  }),
  define({
    words: 'room keys',
    help: 'Choose whether what I say in this Matrix room can be read on every device, or only on those that their owners have verified. Shows first what that means.',
    example: 'room keys all',
    says: { to: 'list', type: 'set-room-keys' },
    args: {
      keys: { type: 'choice', options: roomKeys, label: 'Devices', hint: 'signed, as it is at first, or all', ...needs, place: 'one' },
      sure,
    },
    intent: ({ keys, sure }) => ({ to: 'list', command: { type: 'set-room-keys', keys, sure: sure !== null } }),
  }),
  define({
    words: 'devices',
    help: 'Show whose devices are shut out of what I say on Matrix, whose identity is another one than before, and what they should do.',
    example: 'devices',
    says: { to: 'list', type: 'report-devices' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'report-devices' } }),
  }),
  define({
    words: 'devices accept',
    help: 'Say that the identity which somebody has at present on Matrix is theirs: ask them by another way before.',
    example: 'devices accept @bob',
    says: { to: 'list', type: 'accept-identity' },
    args: { person: someone },
    intent: ({ person }) => ({ to: 'list', command: { type: 'accept-identity', person } }),
  }),
  define({
    words: 'distributor add',
    help: 'Add a distributor and the releases that it ships.',
    example: 'distributor add "Seven Linux" 7.1 7.2',
    says: { to: 'list', type: 'add-distributor' },
    args: {
      name: { ...nameArg('Distributor', 'Its name, in quotes if it has spaces', 60), ...needs, place: 'one' },
      releases: { type: 'names', label: 'Releases', hint: 'What it ships and will test, such as 7.1 7.2', ...needs, place: 'rest' },
    },
    intent: ({ name, releases }) => ({ to: 'list', command: { type: 'add-distributor', name, releases } }),
  }),
  define({
    words: 'distributor releases',
    help: 'Set the releases that a distributor ships.',
    example: 'distributor releases "Seven Linux" 7.2 7.3',
    says: { to: 'list', type: 'set-releases' },
    args: {
      name: { ...text('Distributor', 'Its name', 60), ...needs, place: 'one', pick: 'distributor' },
      releases: { type: 'names', label: 'Releases', hint: 'All of them', ...needs, place: 'rest' },
    },
    intent: ({ name, releases }) => ({ to: 'list', command: { type: 'set-releases', distributor: name, releases } }),
  }),
  define({
    words: 'person add',
    help: 'Add somebody to the list, or change their role.',
    example: 'person add @bob representative "Seven Linux"',
    says: { to: 'list', type: 'add-person' },
    args: {
      person: someone,
      role: { type: 'choice', options: roles, label: 'Role', hint: 'What they are on the list', ...needs, place: 'one' },
      distributor: { ...text('Distributor', 'Whose they are; coordinators may have none', 60), ...may, place: 'one', pick: 'distributor' },
      name: { ...nameArg('Name', 'What they are called here, if not as on the platform', 60), ...may, place: 'named' },
    },
    intent: (values) => ({ to: 'list', command: { type: 'add-person', ...values } }),
  }),
  define({
    words: 'person remove',
    help: 'Take somebody off the list. Their access to every embargo ends at once.',
    example: 'person remove @bob',
    says: { to: 'list', type: 'remove-person' },
    args: { person: someone },
    intent: ({ person }) => ({ to: 'list', command: { type: 'remove-person', person } }),
  }),
  define({
    words: 'members',
    help: 'Show the list: distributors, releases, people.',
    example: 'members',
    says: { to: 'ask', by: 'member' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'members' } }),
  }),
  define({
    words: 'zone',
    help: 'Choose the time zone in which dates are shown to you besides UTC.',
    example: 'zone Europe/Berlin',
    says: { to: 'list', type: 'choose-zone' },
    args: { zone: { type: 'zone', label: 'Time zone', hint: 'Such as Europe/Berlin', ...needs, place: 'one' } },
    intent: ({ zone }) => ({ to: 'list', command: { type: 'choose-zone', zone } }),
  }),
];
