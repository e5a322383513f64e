// What is said of a room: what makes it unfit and what to do about it, who reads along, and what it means to let them.
import type { RoomFault } from '../domain/audience.ts';
import { isTeam } from '../domain/room.ts';
import { code, type Inline } from './message.ts';

/** `is`: in a sentence. */
export const faultWords: Readonly<Record<RoomFault, string>> = {
  public: 'it is public',
  'shared-externally': 'it is shared with another organisation',
  archived: 'it is archived',
  'bot-is-not-in-it': 'the bot is not in it',
  'open-to-rooms': 'whoever is in certain other rooms may join it',
  unencrypted: 'it is not encrypted',
  'history-shared': 'who joins can read what was said before',
  guests: 'guests may join it',
  listed: 'it is listed in the directory',
  widgets: 'it has widgets, which read along',
  bridged: 'it is bridged to another network',
  'anyone-invites': 'anybody in it may invite others',
  'anyone-changes': 'people without any role may change its settings',
  upgraded: 'it was upgraded and goes on in another room',
};

/** What to do about a fault of a room that is a list's. `unnamed` are the far teams that no coordinator named. */
export function remedy(fault: RoomFault, unnamed: readonly string[]): Inline[] {
  switch (fault) {
    case 'public':
      return [
        'make it private again; or make a new private room, say ',
        code('room adopt'),
        ' there and ',
        code('room leave'),
        ' in this one',
      ];
    case 'shared-externally': {
      const [first] = unnamed;
      // Who was invited by a link has no name before they accept.
      if (first === undefined || !unnamed.every(isTeam))
        return ['nobody can tell with whom, so that they cannot be let read along: end the sharing, or take the invitation back'];
      return [`end the sharing with ${unnamed.join(', ')}; or let it read along, knowing what that means: `, code(`room trust ${first}`)];
    }
    case 'archived':
      return ['take it out of the archive; or say ', code('room adopt'), ' in another room'];
    case 'bot-is-not-in-it':
      return ['invite the bot into it; or say ', code('room adopt'), ' in another room'];
    case 'open-to-rooms':
    case 'unencrypted':
    case 'history-shared':
    case 'guests':
    case 'listed':
    case 'widgets':
    case 'bridged':
    case 'anyone-invites':
    case 'anyone-changes':
    case 'upgraded':
      return ['put it right'];
    default:
      return fault satisfies never;
  }
}

/** What it means that another organisation's workspace reads along. */
export const trustMeans: readonly string[] = [
  'The administrators there can read and export all that is said in the room, whatever their people agreed to.',
  'How long it is kept there, and which apps read it, is decided there.',
  'They choose which of their people come in. On their side the room may be public, and I would not see it.',
  'Who reads along is still named on the list by a coordinator, and acknowledges each embargo as everybody does.',
];
