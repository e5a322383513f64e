// The terms of an embargo, said: invitations, the text, what follows an acceptance.
import { roster } from '../../domain/embargo/consent.ts';
import type { Member } from '../../domain/list/list.ts';
import { permissionText } from '../list/policy.ts';
import { answer, titled } from '../message/address.ts';
import { actions, bullets, fields, type Inline, line, type Message, type Node, strong } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { dateFields, termsActions, type View } from '../message/view.ts';
import { type EventContext, todoNodes } from './event-context.ts';

/** The terms of an embargo, with its codename and dates: what one may know before acknowledging. */
export function termsMessage(view: View, opening: Inline[]): Message {
  const { embargo, list: members } = view;
  return titled(embargo, [
    ...urgentNodes(view),
    line(...opening),
    fields(...dateFields(view)),
    bullets(members.policy.rules.terms.map((clause) => [clause])),
    line(permissionText(members.policy.rules)),
    actions(...termsActions(embargo.codename)),
  ]);
}

/** Codename, dates, and the way to the terms: they are read before they are accepted. */
export function invitation(view: View, person: Member['person']): Outgoing {
  const { embargo } = view;
  const message = titled(
    embargo,
    [
      ...urgentNodes(view),
      line('You are asked to accept the terms of this embargo. Until you do, you see its codename, its dates and the terms only.'),
      fields(...dateFields(view)),
      actions({ label: 'Read the terms', words: `terms ${embargo.codename}`, style: 'primary' }),
    ],
    'terms',
  );
  return answer({ person, room: null }, embargo, { kind: 'terms', urgency: 'answer' }, message);
}

/** What may be said before somebody has acknowledged, and nothing more than that. */
export const urgentNodes = ({ embargo }: View): Node[] => (embargo.about.urgent && embargo.ended === null ? [line(strong('Urgent'))] : []);

/** Those who have been asked to acknowledge, and have not said anything yet. */
export function waiting({ embargo, list }: View): Member['person'][] {
  return roster(embargo, list).flatMap(({ member, consent }) => (consent === 'invited' || consent === 'lapsed' ? [member.person] : []));
}

/** The terms, to everybody with a need to know. */
export function invitations(view: View): Outgoing[] {
  return roster(view.embargo, view.list).map(({ member }) => invitation(view, member.person));
}

/** To the one who accepted: that it is written down, and what they owe now. */
export function acknowledged(context: EventContext): Outgoing[] {
  const { by: speaker, embargo } = context;
  if (speaker === null) return [];
  const message = titled(embargo, [
    line('You acknowledged the terms. It is written down.'),
    actions({ label: 'Details', words: `details ${embargo.codename}`, style: 'primary' }),
    ...todoNodes(context, speaker.person, 'You owe:'),
  ]);
  return [answer(speaker, embargo, { kind: 'metadata', urgency: 'answer' }, message)];
}
