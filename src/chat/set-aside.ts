// What is told of an event that stopped the bot while it was acted on, and is not tried any more. None of its words.
import type { PersonId } from '../domain/values/ids.ts';
import { personal } from './message/address.ts';
import { code, line, type Node } from './message/message.ts';
import type { Outgoing } from './message/outgoing.ts';
import { accountText } from './people/accounts.ts';

/** To who said it. */
export function setAsideNodes(seq: number): Node[] {
  return [
    line(`What you said stopped me twice while I was acting on it (event ${seq}), so I have set it aside. Nothing was changed by it.`),
    line('Say it in another way, and tell whoever runs this bot.'),
  ];
}

/** To who said something at which the bot failed. */
export function failedNodes(seq: number): Node[] {
  return [
    line(
      `This could not be carried out: something is wrong on my side (event ${seq}). Nothing was changed. Say it again, and tell whoever runs this bot.`,
    ),
  ];
}

/** To who said something about what was changed in the database by somebody else. */
export function changedNodes(seq: number): Node[] {
  return [
    line(
      `Stopped: someone changed the records of this list or embargo in my database, so I won't act on them (event ${seq}). Nothing changed.`,
    ),
    line('Trying again will not help. Tell whoever runs this bot to run ', code('npm run embargo -- audit verify'), ' now.'),
  ];
}

/** To a coordinator, or whoever runs the bot. `author` null: a platform noticed it, nobody said it. */
export function setAsideAlarm(person: PersonId, author: PersonId | null, seq: number): Outgoing {
  const whose =
    author === null ? ['An event of a platform'] : ['Something that ', ...accountText({ id: author, name: null }, person), ' said'];
  return {
    ...personal({ person, room: null }, [
      line(...whose, ` stopped me twice while I was acting on it. I have set it aside (event ${seq}) and go on with everything else.`),
      line('Whoever runs me reports it to the authors of this bot: somebody may be trying to stop me.'),
    ]),
    urgency: 'deadline',
  };
}

/** To who says more than waits for them. */
export const tooMuchNodes: readonly Node[] = [
  line(
    'More of your messages wait than I keep, so I have not taken the last ones. Wait for my answers to the others, then say again what is missing.',
  ),
];
