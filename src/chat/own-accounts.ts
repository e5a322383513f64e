// What somebody's other accounts are told when one of them says that they are not to be asked: whoever can speak from that one may have said it for them.
import type { Embargo } from '../domain/embargo/embargo.ts';
import type { List } from '../domain/list/list.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { ofList, type Speaker, titled, unasked } from './message/address.ts';
import { actions, code, instant, line } from './message/message.ts';
import type { Outgoing } from './message/outgoing.ts';
import { accountLabel } from './people/accounts.ts';

/** That they declined the terms of an embargo, from another account of theirs. */
export function declinedThere(about: { readonly embargo: Embargo; readonly list: List }, to: Speaker, from: PersonId): Outgoing {
  const { codename } = about.embargo;
  const nodes = [
    line(`You declined the terms from ${accountLabel(from)}. In a day, I'll stop asking you to confirm requests about this embargo.`),
    line(
      "If that wasn't you, someone else is using your name there: acknowledge the terms here with ",
      code(`ack ${codename}`),
      ', and tell the other coordinators.',
    ),
    actions({ label: 'Read and acknowledge', words: `terms ${codename}`, style: 'primary' }),
  ];
  return unasked(to, about, { kind: 'dates', urgency: 'deadline' }, titled(about.embargo, nodes, about));
}

/** That they are away, as another account of theirs said. */
export function awayThere(list: List, to: Speaker, from: PersonId, until: Instant): Outgoing {
  const nodes = [
    line(
      `You're marked as away from ${list.name} until `,
      instant(until),
      `, from ${accountLabel(from)}. In a day, requests won't wait for you anymore.`,
    ),
    line("If that wasn't you, someone else is using your name there: say ", code('back'), ' here, and tell the other coordinators.'),
    actions({ label: "I'm not away", words: 'back' }),
  ];
  return { ...ofList(list, to, nodes), urgency: 'deadline' };
}
