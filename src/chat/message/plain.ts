// A message as lines of text, the same in the terminal and in the plain body of a Matrix message. Pure. Whatever a person typed is only ever shown: it can
// neither drive a terminal nor turn the line around.
import { formatLocal, formatSoon, formatUtc } from '../values/instant.ts';
import type { Action, Inline, Line, Message, Node } from './message.ts';

const lineBreak = /\r\n?|[\n\u2028\u2029]/;
// Cc: ESC and the other C0 and C1 controls. Bidi_Control: overrides, embeddings, isolates and marks.
const unprintable = /[\p{Cc}\p{Bidi_Control}]/gu;

export const repeatedMark = 'Possibly repeated: the connection broke while this was being sent.';

/** A message as the lines that a transcript shows. `zone` is the reader's own, where one person reads it. */
export function renderLines(message: Message, options: { zone: string | null; repeated: boolean }): string[] {
  const lines = options.repeated ? [repeatedMark] : [];
  let shown = 0;
  for (const node of message.nodes) {
    lines.push(...nodeLines(node, options.zone, shown));
    if (node.type === 'actions') shown += node.actions.length;
  }
  return lines.map((line) => line.trimEnd());
}

/** The words of a message's buttons: the first is pressed by `1`. */
export function buttonsOf(message: Message): string[] {
  return message.nodes.flatMap((node) => (node.type === 'actions' ? node.actions.map((action) => action.words) : []));
}

/** Any text as one harmless line. */
export function plain(text: string): string {
  return rows(text).join(' ');
}

/** One line as it is written where there is no reader's zone. */
export const plainLine = (line: Line): string => plain(lineText(line, null));

/** One part of a message as lines; `shown`: so many buttons stand before it. */
export function nodeLines(node: Node, zone: string | null, shown: number): string[] {
  switch (node.type) {
    case 'heading':
      return [plain(node.text)];
    case 'line':
      return rows(lineText(node.line, zone));
    case 'fields':
      return node.rows.flatMap((row) => hanging(`${plain(row.label)}: ${lineText(row.value, zone)}`));
    case 'list':
      return node.items.flatMap((item) => hanging(`- ${lineText(item, zone)}`));
    case 'divider':
      return [];
    case 'verbatim':
      return rows(node.text);
    case 'note':
      return rows(`(${lineText(node.line, zone)})`);
    case 'actions':
      return node.actions.length === 0 ? [] : [buttonLine(node.actions, shown)];
    default:
      return node satisfies never;
  }
}

function buttonLine(actions: readonly Action[], shown: number): string {
  return actions.map((action, index) => `[${shown + index + 1}] ${plain(action.label)}`).join('  ');
}

function lineText(line: Line, zone: string | null): string {
  return line.map((inline) => inlineText(inline, zone)).join('');
}

function inlineText(inline: Inline, zone: string | null): string {
  if (typeof inline === 'string') return inline;
  switch (inline.type) {
    case 'strong':
      return inline.text;
    case 'code':
      return `\`${inline.text}\``;
    case 'link':
      return inline.url;
    case 'person':
      return inline.person.replace(/^(?:terminal|matrix):/, '');
    case 'instant':
      return instantText(inline, zone);
    default:
      return inline satisfies never;
  }
}

/** An instant in UTC, and where the reader's zone is known and another one, by their own clock. */
export function instantText({ at, soon }: Extract<Inline, { type: 'instant' }>, zone: string | null): string {
  const utc = soon === true ? formatSoon(at) : formatUtc(at);
  return zone === null || zone === 'UTC' || zone === 'Etc/UTC' ? utc : `${utc} (${formatLocal(at, zone)} your time)`;
}

/** Any text as harmless lines. */
export function rows(text: string): string[] {
  return text.split(lineBreak).map((row) => row.replaceAll('\t', ' ').replace(unprintable, ''));
}

/** Any text as a file may hold it: harmless as lines are, with its tabs, and a line end behind each line. */
export function fileText(text: string): string {
  const lines = text.split(lineBreak).map((row) => row.replace(unprintable, (found) => (found === '\t' ? found : '')));
  return `${lines.join('\n').trimEnd()}\n`;
}

function hanging(text: string): string[] {
  return rows(text).map((row, index) => (index === 0 ? row : `  ${row}`));
}
