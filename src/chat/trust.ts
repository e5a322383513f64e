// What is said when somebody's words were not taken because nobody can vouch for them, and what they can do about it.

import type { PersonId } from '../domain/ids.ts';
import { coordinatorsOf, type List, nameOf } from '../domain/list.ts';
import { dayMs } from '../domain/time.ts';
import type { Distrust } from '../domain/trust.ts';
import { code, type Inline, line, strong } from './message.ts';
import type { Outgoing } from './outgoing.ts';
import { personal } from './queries.ts';

const words: Readonly<Record<Distrust, { readonly what: string; readonly next: readonly Inline[] }>> = {
  'clear-text': {
    what: 'it came without encryption, so that anybody on its way could have written it.',
    next: ['Say it again in a client that encrypts. If something secret was in it, report it: ', code('leak'), '.'],
  },
  'unknown-device': {
    what: 'it came from a device that your account does not tell me of.',
    next: ['Say it from a session that you have verified.'],
  },
  'unsigned-device': {
    what: 'it came from a session that you have not verified, so that it could be anybody’s.',
    next: [
      'Verify the session in the settings of your client (cross-signing), and say it again. Until then it cannot read what I say, either.',
    ],
  },
  'forged-sender': {
    what: 'it was not written by you: somebody sent it in your name.',
    next: [
      'Your homeserver, or somebody who has it in hand, may be to blame. The coordinators know. Tell them by another way whether it was you.',
    ],
  },
  'identity-changed': {
    what: 'your identity (your cross-signing keys) is another one than when I first met you.',
    next: [
      'If you made a new one, ask a coordinator to say ',
      code('devices accept'),
      ' with your name, and prove to them by another way that it is you. Until then I take nothing that you say there.',
    ],
  },
  unreadable: {
    what: 'I could not decrypt it: your client did not give me its key.',
    next: ['Say it again. If that does not help, restart your client, or leave the room and come back.'],
  },
  malformed: { what: 'it was no message that I can read, or too long.', next: ['Say it in fewer words.'] },
};

/** To whoever it was said in the name of. `where`: the room's name; null for a direct message. */
export function distrustedSaying(by: PersonId, because: Distrust, where: string | null, as: PersonId): Outgoing {
  const { what, next } = words[because];
  const place = where === null ? 'here' : `in ${where}`;
  const nodes = [line(strong(`I did not take what was said in your name ${place}:`), ` ${what}`), line(...next)];
  return { ...personal({ person: by, room: null, as }, nodes), urgency: 'deadline' };
}

/** To the coordinators of a list: what may be an attack on it. Not to whom it is about: they are told themselves. */
export function distrustAlarms(list: List, by: PersonId, because: Distrust): Outgoing[] {
  const told: Inline[] =
    because === 'identity-changed'
      ? [
          `${nameOf(list, by)} speaks with another identity than before. Either they made a new one, or somebody speaks in their name. Ask them by another way; if it is them: `,
          code('devices accept'),
          '.',
        ]
      : [
          `Somebody sent something to me in the name of ${nameOf(list, by)} that was not written by them. I took nothing of it. Their homeserver may be in other hands.`,
        ];
  return coordinatorsOf(list)
    .filter(({ person }) => person !== by)
    .map(({ person }) => ({
      ...personal({ person, room: null }, [line(...told)]),
      urgency: 'leak' as const,
      kind: 'membership' as const,
      list: list.id,
    }));
}

/** How often the same is told of the same person. */
export const distrustToldMs = dayMs;
