// What is said of a room: what makes it unfit and what to do about it, who reads along, and what it means to let them.
import { isTeam } from '../../domain/list/room.ts';
import type { RoomFault } from '../../domain/list/room-audit.ts';
import type { PlatformName } from '../../domain/values/ids.ts';
import { code, type Inline } from '../message/message.ts';

const words: Readonly<Record<RoomFault, string>> = {
  public: "it's public",
  'shared-externally': "it's shared with another organization",
  archived: "it's archived",
  'bot-is-not-in-it': "the bot isn't in it",
  'open-to-rooms': 'people in certain other rooms can join it',
  unencrypted: "it isn't encrypted",
  'history-shared': 'people who join can read earlier messages',
  guests: 'guests can join it',
  listed: "it's listed in the public directory",
  widgets: 'it has widgets, which may read it',
  bridged: "it's bridged to another network",
  'anyone-invites': 'anyone in it can invite others',
  'anyone-changes': 'people without a role can change its settings or remove others',
  upgraded: 'it was upgraded to another room',
};

/** What makes a room of a platform unfit, within a sentence. */
export function faultText(fault: RoomFault, on: PlatformName): string {
  return on === 'matrix' && fault === 'shared-externally' ? 'people from other homeservers are in it or invited' : words[fault];
}

const another = (instead: string): Inline[] => [`${instead}; or send `, code('room adopt'), ' in another room'];
/** What the bot does where the room lets it, and else somebody who has power in the room. */
const mended = (what: string): Inline[] => [`${what}: `, code('room fix'), " does it if I'm allowed; otherwise a room administrator"];

/** What to do about a fault of a room that is a list's, and by whom. `unnamed` are the far teams that no coordinator named. */
export function remedy(fault: RoomFault, unnamed: readonly string[], on: PlatformName): Inline[] {
  switch (fault) {
    case 'public':
      if (on === 'matrix') return mended('make it invite-only');
      return [
        'make it private again; or create a new private room, send ',
        code('room adopt'),
        ' there and ',
        code('room leave'),
        ' in this one',
      ];
    case 'shared-externally':
      return remedyOfSharing(unnamed, on);
    case 'archived':
      return another('unarchive it');
    case 'bot-is-not-in-it':
      return another('invite the bot');
    case 'open-to-rooms':
      return mended('make it invite-only, whatever other rooms people are in');
    case 'unencrypted':
      return mended("turn on encryption, which can't be undone; earlier messages stay readable on its homeservers");
    case 'history-shared':
      return mended('show history only from when people join; earlier messages stay as they are');
    case 'guests':
      return mended('keep guests out');
    case 'listed':
      return mended('remove it from the directory');
    case 'widgets':
      return mended('remove them');
    case 'bridged':
      return mended('end the bridge, on its other side too');
    case 'anyone-invites':
      return mended('let only moderators invite');
    case 'anyone-changes':
      return mended('let only moderators change settings and remove people or messages');
    case 'upgraded':
      return ['invite the bot to the new room, send ', code('room adopt'), ' there and ', code('room leave'), ' in this one'];
    default:
      return fault satisfies never;
  }
}

function remedyOfSharing(unnamed: readonly string[], on: PlatformName): Inline[] {
  const [first] = unnamed;
  // On Slack, who was invited by a link has no name before they accept.
  if (first === undefined || !unnamed.every((team) => isTeam(team, on)))
    return ["the platform doesn't say with whom, so they can't be allowed: stop sharing, or revoke the invitation"];
  const all = unnamed.join(', ');
  const end = on === 'matrix' ? `remove the people of ${all} and revoke their invitations` : `stop sharing with ${all}`;
  return [`${end}; or let it read, after seeing what that means: `, code(`room trust ${first}`)];
}

/** What it means that another organisation's workspace, or people of another homeserver, read along. */
export function trustMeans(on: PlatformName): readonly string[] {
  const named = 'A coordinator still adds each person to the list, and each acknowledges every embargo, like everyone.';
  if (on === 'matrix') {
    return [
      "Its administrators see who is in the room, its name, and who writes when: that isn't encrypted.",
      "They can't read messages, unless they get a device or password of one of their people.",
      "They can keep what was sent as long as they like, even after it's deleted here.",
      named,
    ];
  }
  return [
    'Administrators there can read and export everything in the room, whatever their people agreed to.',
    'They decide how long to keep it and which apps can read it.',
    "They choose which of their people join. The room may be public on their side, and I wouldn't see it.",
    named,
  ];
}
