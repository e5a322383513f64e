// What is told of an event that stopped the bot while it was acted on, and is not tried any more. None of its words.
import type { PersonId } from '../domain/values/ids.ts';
import { personal } from './message/address.ts';
import { code, line, type Node } from './message/message.ts';
import type { Outgoing } from './message/outgoing.ts';
import { accountText } from './people/accounts.ts';

/** To who said it. */
export function setAsideNodes(seq: number): Node[] {
  return [
    line(`Your message made me fail twice (event ${seq}), so I set it aside. It changed nothing.`),
    line('Try it in other words, and tell the operator of this bot.'),
  ];
}

/** To who said something at which the bot failed. */
export function failedNodes(seq: number): Node[] {
  return [
    line(
      `I couldn't do that: something is wrong on my side (event ${seq}). Nothing changed. Send it again, and tell the operator of this bot.`,
    ),
  ];
}

/** To who said something about what was changed in the database by somebody else. */
export function changedNodes(seq: number): Node[] {
  return [
    line(
      `Stopped: someone changed the records of this list or embargo in my database, so I won't act on them (event ${seq}). Nothing changed.`,
    ),
    line("Trying again won't help. Tell the operator of this bot to run ", code('npm run embargo -- audit verify'), ' now.'),
  ];
}

/** To a coordinator, or whoever runs the bot. `author` null: a platform noticed it, nobody said it. */
export function setAsideAlarm(person: PersonId, author: PersonId | null, seq: number): Outgoing {
  const whose =
    author === null ? ['An event from a platform'] : ['Something that ', ...accountText({ id: author, name: null }, person), ' said'];
  return {
    ...personal({ person, room: null }, [
      line(...whose, ` made me fail twice. I set it aside (event ${seq}) and continue with everything else.`),
      line('Operator: report it to the authors of this bot. Someone may be trying to stop me.'),
    ]),
    urgency: 'deadline',
  };
}

/** To who says more than waits for them. */
export const tooMuchNodes: readonly Node[] = [
  line(
    "You've sent more messages than I can queue, so I didn't take the last ones. Wait for my replies to the others, then send the missing ones again.",
  ),
];
