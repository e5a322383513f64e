// What the bot says, as its readers see it: plain lines, and what its buttons would say.

import type { Action, Inline, Line, Message, Node } from '../../src/chat/message/message.ts';
import type { Outgoing } from '../../src/chat/message/outgoing.ts';
import { instantText } from '../../src/chat/message/plain.ts';
import { type Parsed, parse } from '../../src/chat/parse.ts';
import { start } from './embargo.ts';

/** A line letter by letter; what is to be typed in backticks, instants in UTC. */
export function lineText(line: Line): string {
  const text = (inline: Inline): string => {
    if (typeof inline === 'string') return inline;
    switch (inline.type) {
      case 'strong':
        return inline.text;
      case 'code':
        return `\`${inline.text}\``;
      case 'link':
        return inline.url;
      case 'person':
        return inline.person;
      case 'instant':
        return instantText(inline, null);
      default:
        return inline satisfies never;
    }
  };
  return line.map(text).join('');
}

function nodeLines(node: Node): string[] {
  switch (node.type) {
    case 'heading':
      return [node.text];
    case 'line':
      return [lineText(node.line)];
    case 'divider':
      return [];
    case 'verbatim':
      return node.text.split('\n');
    case 'note':
      return [`(${lineText(node.line)})`];
    case 'list':
      return node.items.map((item) => `- ${lineText(item)}`);
    case 'fields':
      return node.rows.map((row) => `${row.label}: ${lineText(row.value)}`);
    case 'actions':
      return [node.actions.map((action) => `[${action.label}]`).join(' ')];
    default:
      return node satisfies never;
  }
}

/** A message's nodes, a line each. */
export function linesOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap(nodeLines);
}

export function actionsOf(nodes: readonly Node[]): Action[] {
  return nodes.flatMap((node) => (node.type === 'actions' ? [...node.actions] : []));
}

/** Whatever a node says in a form that one could type. */
export function codesOf(nodes: readonly Node[]): string[] {
  const inlines = nodes.flatMap((node): readonly Inline[] => {
    switch (node.type) {
      case 'line':
      case 'note':
        return node.line;
      case 'list':
        return node.items.flat();
      case 'fields':
        return node.rows.flatMap((row) => row.value);
      case 'heading':
      case 'verbatim':
      case 'divider':
      case 'actions':
        return [];
      default:
        return node satisfies never;
    }
  });
  return inlines.flatMap((inline) => (typeof inline !== 'string' && inline.type === 'code' ? [inline.text] : []));
}

/** How words are understood by somebody who may know of calm-otter and of another embargo. */
export function understood(words: string): Parsed {
  return parse(words, { now: start, zone: null, codenames: ['brisk-wren', 'calm-otter'] });
}

/** The messages of something outgoing: the whole, and the lesser one. */
export function messagesOf({ body }: Outgoing): Message[] {
  if (body.type !== 'message') return [];
  return body.less === null ? [body.message] : [body.message, body.less];
}

/** Where something goes: `#oci-private`, `bob`, or `bob in #oci-private`. */
export function whereTo({ to }: Outgoing): string {
  const name = (id: string) => id.slice('terminal:'.length);
  if (to.type === 'room') return name(to.room);
  return to.room === null ? name(to.person) : `${name(to.person)} in ${name(to.room)}`;
}
