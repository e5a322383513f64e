// Every no, in words: what happened, why, and what to do next. No refusal says more than its reader may know.
import type { Reason } from '../domain/refusal.ts';
import { bareId } from '../domain/values/ids.ts';
import { embargoRefusals } from './embargo/refusals.ts';
import { membershipRefusals } from './list/membership/refusals.ts';
import { listRefusals } from './list/refusals.ts';
import { reportRefusals } from './list/reports/refusals.ts';
import { quietPush } from './message/address.ts';
import { actions, type Inline, type Message, type Node } from './message/message.ts';
import { instantText } from './message/plain.ts';
import type { RefusalWords, Refused, RefusedTools } from './message/refused.ts';

/** A refusal as a message for the one who asked. */
export function refusalMessage(reason: Reason, refused: Refused): Message {
  return { push: quietPush, nodes: nodesOf(reason, refused) };
}

/** A refusal in one line of plain text, for beside a form's field. */
export function refusalText(reason: Reason, refused: Refused): string {
  const plain = (inline: Inline): string => {
    if (typeof inline === 'string') return inline;
    if (inline.type === 'instant') return instantText(inline, null);
    if (inline.type === 'person') return bareId(inline.person);
    return inline.type === 'link' ? inline.url : inline.text;
  };
  const texts = nodesOf(reason, refused).flatMap((node) => {
    if (node.type === 'line') return [node.line.map(plain).join('')];
    return node.type === 'list' ? node.items.map((item) => item.map(plain).join('')) : [];
  });
  return texts.join(' ');
}

const refusals: RefusalWords<Reason> = { ...membershipRefusals, ...listRefusals, ...reportRefusals, ...embargoRefusals };

function nodesOf<Code extends Reason['code']>(reason: Extract<Reason, { code: Code }>, refused: Refused): Node[] {
  const about = (command: string) => (refused.codename === null ? command : `${command} ${refused.codename}`);
  const button = (label: string, command: string, argument?: string): Node =>
    actions({ label, words: argument === undefined ? about(command) : `${about(command)} ${argument}`, style: 'primary' });
  const say: (reason: Extract<Reason, { code: Code }>, tools: RefusedTools) => Node[] = refusals[reason.code as Code];
  return say(reason, { ...refused, button });
}
