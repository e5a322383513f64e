// A message as Slack posts. Everything but headings and buttons is rich_text, whose texts are shown letter by letter: there is no markup to inject.
import type { types } from '@slack/bolt';
import type { Action, Inline, Line, Message, Node } from '../../../chat/message/message.ts';
import { formatSoon, formatUtc } from '../../../chat/values/instant.ts';
import { limits } from '../limits.ts';
import { escapeMarkup, pieces, printable, printableLine, shortened } from '../text.ts';
import { charactersIn, packed } from './pack.ts';

/** One post: `text` is what notifications show, `blocks` is what is read in Slack. JSON-safe. */
export type SlackPage = { readonly text: string; readonly blocks: readonly types.KnownBlock[] };

type Element = types.RichTextElement;
type Style = { readonly bold?: true; readonly italic?: true; readonly code?: true };
type Row = readonly Element[];

const lineEnd = { type: 'text', text: '\n' } as const;
const repeatedLine = 'Possibly repeated: the connection broke while this was being sent.';
// Room for the line above and for 'page 1 of 3' on every page.
const blocksPerPage = limits.blocksPerMessage - 2;
const charactersPerPage = limits.charactersPerMessage - 200;

/**
 * The message as one post or more, in order, each within Slack's limits (limits.ts); nothing is left out.
 * `repeated` puts a line in front that says that it may have been posted before. Pure; throws nothing.
 */
export function renderPages(message: Message, options: { readonly repeated: boolean }): SlackPage[] {
  const text = escapeMarkup(printableLine(message.push));
  const parts = paginated(blocksOf(message.nodes));
  const repeated = options.repeated ? richBlocks([textElements(repeatedLine, {})], false) : [];
  return parts.map((blocks, index) => {
    const mark = parts.length === 1 ? [] : richBlocks([textElements(`page ${index + 1} of ${parts.length}`, { italic: true })], false);
    return { text, blocks: [...repeated, ...mark, ...blocks] };
  });
}

/**
 * The message as somebody's App Home, which is one page always: what goes beyond Slack's limits is left off at the end, and a line says how much.
 * Pure; throws nothing.
 */
export function renderHome(message: Message): SlackPage {
  const blocks = blocksOf(message.nodes);
  const weigh = (block: types.KnownBlock) => Buffer.byteLength(JSON.stringify(block)) + 1;
  const byWeight = packed(blocks, limits.bytesPerHome, weigh)[0] ?? [];
  // Room for the line that says so.
  const kept =
    blocks.length === byWeight.length && blocks.length <= limits.blocksPerHome ? blocks : byWeight.slice(0, limits.blocksPerHome - 1);
  const left = blocks.slice(kept.length).reduce((total, block) => total + linesIn(block), 0);
  const rest = `${left} more line${left === 1 ? " doesn't" : "s don't"} fit here. \`list\` and \`todo\` show everything.`;
  return {
    text: escapeMarkup(printableLine(message.push)),
    blocks: blocks.length === kept.length ? kept : [...kept, ...richBlocks([textElements(rest, { italic: true })], false)],
  };
}

function linesIn(block: types.KnownBlock): number {
  if (block.type === 'actions' || block.type === 'divider') return 0;
  if (block.type !== 'rich_text') return 1;
  const ends = (part: types.RichTextBlockElement) =>
    part.elements.filter((each) => each.type === 'text' && each.text === lineEnd.text).length;
  return block.elements.reduce((total, part) => total + (part.type === 'rich_text_list' ? part.elements.length : 1 + ends(part)), 0);
}

function blocksOf(nodes: readonly Node[]): types.KnownBlock[] {
  let buttons = 0;
  return nodes.flatMap((node) => {
    if (node.type !== 'actions') return blocksOfText(node);
    const first = buttons + 1;
    buttons += node.actions.length;
    return actionBlocks(node.actions, first);
  });
}

function blocksOfText(node: Exclude<Node, { type: 'actions' }>): types.KnownBlock[] {
  switch (node.type) {
    case 'heading': {
      const text = printableLine(node.text).trim();
      if (text.length > limits.headerText) return richBlocks([textElements(text, { bold: true })], false);
      return text === '' ? [] : [{ type: 'header', text: { type: 'plain_text', text, emoji: false } }];
    }
    case 'line':
      return richBlocks([elements(node.line, {})], false);
    case 'divider':
      return [{ type: 'divider' }];
    case 'note':
      return noteBlocks(node.line);
    case 'verbatim':
      return copiedBlocks(node.text);
    case 'fields':
      return richBlocks(
        node.rows.map((row) => [
          ...textElements(printableLine(row.label), { bold: true }),
          { type: 'text', text: ': ' } as const,
          ...elements(row.value, {}),
        ]),
        false,
      );
    case 'list':
      return richBlocks(
        node.items.map((item) => elements(item, {})),
        true,
      );
    default:
      return node satisfies never;
  }
}

/** In a frame, letter by letter; a text that is too long for one block goes on in another, at a line end where there is one. */
function copiedBlocks(text: string): types.KnownBlock[] {
  const lines = printable(text)
    .split('\n')
    .flatMap((line) => (line === '' ? [''] : pieces(line, limits.blockText - 1)));
  return packed(lines, limits.blockText, (line) => line.length + 1).map((group) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: group.join('\n') || ' ' }] }],
  }));
}

/** Small and gray, as Slack's own apps say what matters less; an instant is shown by the reader's clock only in rich text. */
function noteBlocks(line: Line): types.KnownBlock[] {
  const text = line.every((inline) => typeof inline === 'string') ? printable(line.join('')) : null;
  if (text === null || text.trim() === '' || text.length > limits.contextText) return richBlocks([elements(line, { italic: true })], false);
  return [{ type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] }];
}

const elements = (line: Line, style: Style): Element[] => line.flatMap((inline) => inlineElements(inline, style));

function inlineElements(inline: Inline, style: Style): Element[] {
  if (typeof inline === 'string') return textElements(inline, style);
  switch (inline.type) {
    case 'strong':
      return textElements(inline.text, { ...style, bold: true });
    case 'code':
      return textElements(inline.text, { ...style, code: true });
    case 'link': {
      const url = printableLine(inline.url);
      return isWebAddress(url) ? [{ type: 'link', url, ...styled(style) }] : textElements(url, style);
    }
    case 'person': {
      const user = /^slack:[^/]+\/(.+)$/.exec(inline.person)?.[1];
      return user === undefined ? textElements(inline.person, style) : [{ type: 'user', user_id: user, ...styled(style) }];
    }
    case 'instant': {
      const utc = inline.soon === true ? formatSoon(inline.at) : formatUtc(inline.at);
      const timestamp = Math.floor(inline.at / 1000);
      const date: Element = { type: 'date', timestamp, format: '{date_short} {time}', fallback: utc, ...styled(style) };
      return [...textElements(`${utc} (`, style), date, ...textElements(' your time)', style)];
    }
    default:
      return inline satisfies never;
  }
}

function textElements(text: string, style: Style): Element[] {
  return pieces(printable(text), limits.blockText).map((piece) => ({ type: 'text', text: piece, ...styled(style) }));
}

const styled = (style: Style): { style?: Style } => (Object.keys(style).length === 0 ? {} : { style });

// Any other scheme could start a program on the reader's machine, so it is shown as text.
const isWebAddress = (url: string): boolean => url.length <= limits.linkUrl && /^https?:\/\/\S+$/.test(url);

function richBlocks(rows: readonly Row[], asList: boolean): types.KnownBlock[] {
  const fitting = rows.flatMap((row) => packed(row, limits.blockText, charactersIn)).filter((row) => row.length > 0);
  // One more for the line end between two rows.
  return packed(fitting, limits.blockText, (row) => charactersIn(row) + 1).map((group) => {
    return {
      type: 'rich_text',
      elements: [asList ? { type: 'rich_text_list', style: 'bullet', elements: group.map(section) } : section(underneath(group))],
    };
  });
}

const section = (row: Row) => ({ type: 'rich_text_section' as const, elements: [...row] });

// Slack nowhere says that two sections of one block stand on lines of their own: in posted messages they are seen to (slack-blocks-to-jsx, pull
// request 100), in drafts they run together (slackcli, issue 45). A line end within one section is shown as one in both.
const underneath = (rows: readonly Row[]): Row => rows.flatMap((row, index) => (index === 0 ? row : [lineEnd, ...row]));

function actionBlocks(actions: readonly Action[], first: number): types.KnownBlock[] {
  const said = actions.map((action) => ({ ...action, label: printableLine(action.label).trim() || '…' }));
  const tooLong = said.filter((action) => action.label.length > limits.buttonText || action.words.length > limits.buttonValue);
  const inFull = tooLong.map((action) =>
    textElements(action.words.length > limits.buttonValue ? `${action.label}: say "${action.words}"` : action.label, {}),
  );
  const buttons = said
    .map((action, index) => button(action, first + index))
    .filter((made) => (made.value ?? '').length <= limits.buttonValue);
  const light = packed(buttons, charactersPerPage, charactersIn);
  const groups = light.flatMap((group) => packed(group, limits.actionsPerBlock, () => 1));
  return [...richBlocks(inFull, true), ...groups.map((group) => ({ type: 'actions' as const, elements: [...group] }))];
}

function button(action: Action, n: number): types.Button {
  const text = { type: 'plain_text' as const, text: shortened(action.label, limits.buttonText), emoji: false };
  // A value must not be empty: no value is what the bare command says.
  const value = action.words === '' ? {} : { value: action.words };
  return { type: 'button', action_id: `say:${n}`, text, ...value, ...(action.style === undefined ? {} : { style: action.style }) };
}

function paginated(blocks: readonly types.KnownBlock[]): types.KnownBlock[][] {
  const byText = packed(blocks, charactersPerPage, charactersIn);
  const pages = byText.flatMap((page) => packed(page, blocksPerPage, () => 1));
  return pages.length === 0 ? [[]] : pages;
}
