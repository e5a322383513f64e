// What one order makes the bot say to one person about one embargo is one message.
import type { Action, Message, Node } from '../message/message.ts';
import { type Outgoing, urgencies } from '../message/outgoing.ts';

/** The same messages, those to one person of one kind joined where the first of them stands. */
export function joined(said: readonly Outgoing[]): Outgoing[] {
  const all: Outgoing[] = [];
  for (const each of said) {
    const index = all.findIndex((other) => mayJoin(other, each));
    const first = all[index];
    if (first === undefined) all.push(each);
    else all[index] = join(first, each);
  }
  return all;
}

/** What not the same people may hear, what names other embargoes, and what is edited later stays by itself. */
function mayJoin(one: Outgoing, other: Outgoing): boolean {
  return (
    isDirect(one) &&
    isDirect(other) &&
    one.kind === other.kind &&
    one.embargo === other.embargo &&
    JSON.stringify([one.to, lessOf(one)]) === JSON.stringify([other.to, lessOf(other)])
  );
}

function isDirect({ to, card, body }: Outgoing): boolean {
  return (
    to.type === 'person' && to.room === null && card === null && body.type === 'message' && body.names === undefined && !body.message.quiet
  );
}

const lessOf = ({ body }: Outgoing): Message | null => (body.type === 'message' ? body.less : null);

function join(first: Outgoing, second: Outgoing): Outgoing {
  if (first.body.type !== 'message' || second.body.type !== 'message') return first;
  const [one, other] = [first.body.message, second.body.message];
  const sooner = urgencies.indexOf(second.urgency) < urgencies.indexOf(first.urgency);
  const top = headed(one.nodes, other.nodes);
  const message = { ...one, push: sooner ? other.push : one.push, nodes: [...top, ...other.nodes.flatMap((node) => fresh(node, top))] };
  return { ...first, urgency: sooner ? second.urgency : first.urgency, body: { ...first.body, message } };
}

/** The first message's, with the other's heading where that says the same and more. */
function headed([first, ...rest]: readonly Node[], [other]: readonly Node[]): Node[] {
  const more = first?.type === 'heading' && other?.type === 'heading' && other.text.startsWith(first.text);
  return first === undefined ? [] : [more ? other : first, ...rest];
}

/** What of a node stands nowhere yet. */
function fresh(node: Node, among: readonly Node[]): Node[] {
  if (node.type === 'heading' && among.some((each) => each.type === 'heading' && each.text.startsWith(node.text))) return [];
  if (node.type !== 'actions') return among.some((each) => JSON.stringify(each) === JSON.stringify(node)) ? [] : [node];
  const there = among.flatMap((each): readonly Action[] => (each.type === 'actions' ? each.actions : []));
  const actions = node.actions.filter(({ words }) => !there.some((each) => each.words === words));
  return actions.length === 0 ? [] : [{ ...node, actions }];
}
