// What is said to a list: rooms, distributors, people.
import { roomKeys } from '../../domain/list/list.ts';
import { roles } from '../../domain/list/roles.ts';
import { type PolicyKey, policyKeys } from '../../domain/policy/presets.ts';
import { type Command, define } from '../grammar/command.ts';
import { may, nameArg, needs, someone, sure, text } from '../grammar/shared-args.ts';

const team = {
  ...text('Organization', 'Its workspace ID, such as T0FAR; on Matrix its homeserver', 255),
  ...needs,
  place: 'one',
} as const;
// A button says which; who types says it in the room.
const which = { ...text('Room', '', 300), ...may, place: 'named', ask: false } as const;

export const listCommands: readonly Command[] = [
  define({
    words: 'room adopt',
    help: "Make this private room a room of a list. If there's no list by that name, this creates it.",
    example: 'room adopt oci',
    says: { to: 'list', type: 'adopt-room' },
    args: {
      list: { ...nameArg('List', 'A short name', 40), ...needs, place: 'one' },
      policy: { type: 'choice', options: policyKeys, label: 'Policy', hint: 'The rules a new list follows', ...may, place: 'one' },
      teams: {
        type: 'names',
        label: 'Other organizations',
        hint: 'Who else may read: T0FAR; on Matrix example.org',
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
    help: "Check the list's room: is it private, who else can read it, and who is in it but shouldn't be.",
    example: 'room audit',
    says: { to: 'list', type: 'audit-room' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'audit-room' } }),
  }),
  define({
    words: 'room fix',
    aliases: ['room mend', 'room repair'],
    help: "Fix what makes the list's room unsafe, as far as the bot is allowed to, then show what's left.",
    example: 'room fix',
    says: { to: 'list', type: 'mend-room' },
    args: { room: which },
    intent: ({ room }) => ({ to: 'list', command: { type: 'mend-room', room } }),
  }),
  define({
    words: 'room make',
    help: 'Create a safe room on Matrix and invite everyone on the list.',
    example: 'room make OCI embargoes',
    says: { to: 'list', type: 'make-room' },
    args: { name: { ...nameArg('Name', 'Its name, which the server can read: name no product', 60), ...needs, place: 'rest' } },
    intent: ({ name }) => ({ to: 'list', command: { type: 'make-room', name } }),
  }),
  define({
    words: 'room invite',
    help: "Invite everyone on the list who isn't in its room yet.",
    example: 'room invite',
    says: { to: 'list', type: 'invite-missing' },
    args: { room: which },
    intent: ({ room }) => ({ to: 'list', command: { type: 'invite-missing', room } }),
  }),
  define({
    words: 'room trust',
    help: 'Let another organization (workspace ID or homeserver) read in this room. Shows what that means first.',
    example: 'room trust T0FAR',
    says: { to: 'list', type: 'trust-team' },
    args: { team, sure },
    intent: ({ team, sure }) => ({ to: 'list', command: { type: 'trust-team', team, sure: sure !== null } }),
  }),
  define({
    words: 'room distrust',
    help: "Stop letting another organization read. While it still can, the bot won't post in the room.",
    example: 'room distrust T0FAR',
    says: { to: 'list', type: 'distrust-team' },
    args: { team },
    intent: ({ team }) => ({ to: 'list', command: { type: 'distrust-team', team } }),
  }),
  define({
    words: 'room keys',
    help: 'Choose whether all devices or only verified ones can read what the bot posts in this Matrix room. Shows what that means first.',
    example: 'room keys all',
    says: { to: 'list', type: 'set-room-keys' },
    args: {
      keys: { type: 'choice', options: roomKeys, label: 'Devices', hint: 'signed (the default) or all', ...needs, place: 'one' },
      sure,
    },
    intent: ({ keys, sure }) => ({ to: 'list', command: { type: 'set-room-keys', keys, sure: sure !== null } }),
  }),
  define({
    words: 'devices',
    help: "Show whose Matrix devices can't read the bot's messages, whose identity changed, and what to do.",
    example: 'devices',
    says: { to: 'list', type: 'report-devices' },
    args: {},
    intent: () => ({ to: 'list', command: { type: 'report-devices' } }),
  }),
  define({
    words: 'devices accept',
    help: "Confirm that someone's current Matrix identity is really theirs. Ask them another way first.",
    example: 'devices accept @bob',
    says: { to: 'list', type: 'accept-identity' },
    args: { person: someone },
    intent: ({ person }) => ({ to: 'list', command: { type: 'accept-identity', person } }),
  }),
  define({
    words: 'org add',
    help: 'Add an organization and the releases it ships.',
    example: 'org add "Seven Linux" 7.1 7.2',
    says: { to: 'list', type: 'add-distributor' },
    args: {
      name: { ...nameArg('Organization', 'Its name, in quotes if it has spaces', 60), ...needs, place: 'one' },
      releases: { type: 'releases', label: 'Releases', hint: 'What it ships and will test, such as 7.1 7.2', ...needs, place: 'rest' },
    },
    intent: ({ name, releases }) => ({ to: 'list', command: { type: 'add-distributor', name, releases } }),
  }),
  define({
    words: 'org rename',
    help: 'Correct the name of an organization. Its people, votes and records stay.',
    example: 'org rename "Sevn Linux" name="Seven Linux"',
    says: { to: 'list', type: 'rename-distributor' },
    args: {
      old: { ...text('Organization', 'Its name until now', 60), ...needs, place: 'one', pick: 'distributor' },
      name: { ...nameArg('Name', 'What it is called from now on', 60), ...needs, place: 'one' },
    },
    intent: ({ old, name }) => ({ to: 'list', command: { type: 'rename-distributor', distributor: old, name } }),
  }),
  define({
    words: 'org releases',
    help: 'Set the releases an organization ships.',
    example: 'org releases "Seven Linux" 7.2 7.3',
    says: { to: 'list', type: 'set-releases' },
    args: {
      name: { ...text('Organization', 'Its name', 60), ...needs, place: 'one', pick: 'distributor' },
      releases: { type: 'releases', label: 'Releases', hint: 'All of them', ...needs, place: 'rest' },
    },
    intent: ({ name, releases }) => ({ to: 'list', command: { type: 'set-releases', distributor: name, releases } }),
  }),
  define({
    words: 'people add',
    help: 'Add someone to the list, or change their role.',
    example: 'people add @bob representative "Seven Linux"',
    says: { to: 'list', type: 'add-person' },
    args: {
      person: someone,
      role: {
        type: 'choice',
        options: roles,
        phrases: { rep: 'representative' },
        label: 'Role',
        hint: 'Their role on the list',
        ...needs,
        place: 'one',
      },
      distributor: {
        ...text('Organization', 'Their organization; coordinators can leave it empty', 60),
        ...may,
        place: 'one',
        pick: 'distributor',
      },
      name: { ...nameArg('Name', 'Their name here, if not the one on the platform', 60), ...may, place: 'named' },
    },
    intent: (values) => ({ to: 'list', command: { type: 'add-person', ...values } }),
  }),
  define({
    words: 'people remove',
    help: 'Remove someone from the list. Their access to every embargo ends at once.',
    example: 'people remove @bob',
    says: { to: 'list', type: 'remove-person' },
    args: { person: someone },
    intent: ({ person }) => ({ to: 'list', command: { type: 'remove-person', person } }),
  }),
  define({
    words: 'leave',
    aliases: ['people leave', 'members leave'],
    help: 'Leave the list. Your access to every embargo ends at once.',
    example: 'leave',
    says: { to: 'list', type: 'leave-list' },
    args: { sure },
    intent: ({ sure }) => ({ to: 'list', command: { type: 'leave-list', sure: sure !== null } }),
  }),
  define({
    words: 'members',
    aliases: ['org list', 'people list'],
    help: 'Show the list: organizations, releases, people.',
    example: 'members',
    says: { to: 'ask', by: 'member' },
    args: {},
    intent: () => ({ to: 'ask', query: { type: 'members' } }),
  }),
  define({
    words: 'settings zone',
    aliases: ['zone', 'timezone', 'tz'],
    help: 'Set your time zone, shown next to UTC.',
    example: 'settings zone Europe/Berlin',
    says: { to: 'list', type: 'choose-zone' },
    args: { zone: { type: 'zone', label: 'Time zone', hint: 'Such as Europe/Berlin', ...needs, place: 'one' } },
    intent: ({ zone }) => ({ to: 'list', command: { type: 'choose-zone', zone } }),
  }),
];
