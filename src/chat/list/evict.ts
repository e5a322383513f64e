// Somebody is off the list and was not taken out of a room of it: to the coordinators, who have to do it by hand.

import type { AdoptedRoom, List } from '../../domain/list/list.ts';
import { platformOf } from '../../domain/values/ids.ts';
import { code, type Inline, line } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { platformTitles } from '../people/accounts.ts';
import { toCoordinators } from './room-announce.ts';

/** Why the bot could not do it: a platform's own words, and a few of ours. `because` goes on the sentence, `mends` is what makes it possible the next time. */
type Reason = { readonly because: string; readonly mends?: Inline[] };

// https://docs.slack.dev/reference/methods/conversations.kick, https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3roomsroomidkick
const reasons: Readonly<Record<string, Reason>> = {
  missing_scope: {
    because: "I don't have the scope groups:write there",
    mends: ['So I can do it next time, the operator gives the app that scope: ', code('npm run embargo -- slack manifest --evict'), '.'],
  },
  restricted_action: { because: "the workspace doesn't let me remove people from channels" },
  is_archived: { because: "it's archived" },
  cant_kick_from_general: { because: 'nobody can be removed from it' },
  M_FORBIDDEN: {
    because: "I'm not allowed to remove people there, or not to remove them",
    mends: ["I can where I'm a moderator and outrank them."],
  },
  'not-in-it': { because: 'I am not in it' },
  'not-on-this-platform': { because: "I can't remove people there" },
  'not-spoken': { because: "I'm not connected to its platform" },
  'no-answer': { because: "its platform didn't answer" },
};

/** `room`: as it was last seen. `seen` null: nobody can tell whether they are in it. `code`: the platform's own word for why they were not taken out. */
export function stillThere(
  list: List,
  { room, audit }: AdoptedRoom,
  name: string,
  why: { seen: boolean | null; code: string },
): Outgoing[] {
  const { because, mends } = reasons[why.code] ?? { because: `${platformTitles[platformOf(room)]} refused (${why.code})` };
  const where = why.seen === null ? 'may still be in' : 'still in';
  return toCoordinators(list, 'deadline', [
    line(`${name} is off the list but ${where} ${audit.name}: I couldn't remove them, because ${because}. Remove them by hand.`),
    ...(mends === undefined ? [] : [line(...mends)]),
  ]);
}
