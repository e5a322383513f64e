// What is said of a room: what makes it unfit and what to do about it, who reads along, and what it means to let them.
import { isTeam } from '../../domain/list/room.ts';
import type { RoomFault } from '../../domain/list/room-audit.ts';
import type { PlatformName } from '../../domain/values/ids.ts';
import { code, type Inline } from '../message/message.ts';

const words: Readonly<Record<RoomFault, string>> = {
  public: 'it is public',
  'shared-externally': 'it is shared with another organisation',
  archived: 'it is archived',
  'bot-is-not-in-it': 'the bot is not in it',
  'open-to-rooms': 'whoever is in certain other rooms may join it',
  unencrypted: 'it is not encrypted',
  'history-shared': 'who joins can read what was said before',
  guests: 'guests may join it',
  listed: 'it is listed in the public directory',
  widgets: 'it has widgets, which may read along',
  bridged: 'it is bridged to another network',
  'anyone-invites': 'anybody in it may invite others',
  'anyone-changes': 'people without any role may change its settings, or remove others',
  upgraded: 'it was upgraded and goes on in another room',
};

/** What makes a room of a platform unfit, within a sentence. */
export function faultText(fault: RoomFault, on: PlatformName): string {
  return on === 'matrix' && fault === 'shared-externally' ? 'people of other homeservers are in it, or invited' : words[fault];
}

const another = (instead: string): Inline[] => [`${instead}; or say `, code('room adopt'), ' in another room'];
/** What the bot does where the room lets it, and else somebody who has power in the room. */
const mended = (what: string): Inline[] => [`${what}: `, code('room mend'), ' does it, if I may there; else an administrator of the room'];

/** What to do about a fault of a room that is a list's, and by whom. `unnamed` are the far teams that no coordinator named. */
export function remedy(fault: RoomFault, unnamed: readonly string[], on: PlatformName): Inline[] {
  switch (fault) {
    case 'public':
      if (on === 'matrix') return mended('let in only who is invited');
      return [
        'make it private again; or make a new private room, say ',
        code('room adopt'),
        ' there and ',
        code('room leave'),
        ' in this one',
      ];
    case 'shared-externally':
      return remedyOfSharing(unnamed, on);
    case 'archived':
      return another('take it out of the archive');
    case 'bot-is-not-in-it':
      return another('invite the bot into it');
    case 'open-to-rooms':
      return mended('let in only who is invited, wherever else they are');
    case 'unencrypted':
      return mended('switch encryption on, which cannot be undone; what was said before stays readable on its homeservers');
    case 'history-shared':
      return mended('show its history only from when somebody joined; what was said until then stays as it is');
    case 'guests':
      return mended('let no guests in');
    case 'listed':
      return mended('take it out of the directory');
    case 'widgets':
      return mended('remove them');
    case 'bridged':
      return mended('end the bridge, on its other side too');
    case 'anyone-invites':
      return mended('let only moderators invite');
    case 'anyone-changes':
      return mended('leave settings, and taking people or messages away, to moderators');
    case 'upgraded':
      return [
        'invite the bot into the room that it goes on in, say ',
        code('room adopt'),
        ' there and ',
        code('room leave'),
        ' in this one',
      ];
    default:
      return fault satisfies never;
  }
}

function remedyOfSharing(unnamed: readonly string[], on: PlatformName): Inline[] {
  const [first] = unnamed;
  // On Slack, who was invited by a link has no name before they accept.
  if (first === undefined || !unnamed.every((team) => isTeam(team, on)))
    return ['nobody can tell with whom, so that they cannot be let read along: end the sharing, or take the invitation back'];
  const all = unnamed.join(', ');
  const end = on === 'matrix' ? `take out the people of ${all}, and take back their invitations` : `end the sharing with ${all}`;
  return [`${end}; or let it read along, knowing what that means: `, code(`room trust ${first}`)];
}

/** What it means that another organisation's workspace, or people of another homeserver, read along. */
export function trustMeans(on: PlatformName): readonly string[] {
  const named = 'Who reads along is still named on the list by a coordinator, and acknowledges each embargo as everybody does.';
  if (on === 'matrix') {
    return [
      'Its administrators see who is in the room, what it is called, and who writes when: that is not encrypted.',
      'They cannot read what is said, unless they get hold of a device or a password of one of their people.',
      'What was sent is kept there as long as they like, also after it was removed here.',
      named,
    ];
  }
  return [
    'The administrators there can read and export all that is said in the room, whatever their people agreed to.',
    'How long it is kept there, and which apps read it, is decided there.',
    'They choose which of their people come in. On their side the room may be public, and I would not see it.',
    named,
  ];
}
