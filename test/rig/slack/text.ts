// What a Slack client shows of Block Kit, as lines of text: the way back from render.ts, in the form that story.ts wants.
import { formatLocal } from '../../../src/chat/values/instant.ts';
import { array, type Json, object } from '../../../src/platforms/slack/payload.ts';

/** The buttons of a message, in order. */
export function buttonsOf(blocks: readonly unknown[]): Json[] {
  return blocks.flatMap((block) => (object(block).type === 'actions' ? array(object(block).elements).map(object) : []));
}

/** The lines of a message. `zone` is the reader's; null where it is not known or several people read. */
export function linesOf(blocks: readonly unknown[], zone: string | null): string[] {
  const buttons = buttonsOf(blocks);
  return blocks.map(object).flatMap((block) => {
    switch (block.type) {
      case 'header':
      case 'section':
        return [plainOf(block.text)];
      case 'divider':
        return [];
      // Slack shows it small and gray; a story shows it as the terminal does.
      case 'context':
        return array(block.elements).flatMap((element) => rows(`(${String(object(element).text)})`));
      case 'rich_text':
        return richLines(array(block.elements).map(object), zone);
      case 'actions':
        return [
          array(block.elements)
            .map((button) => `[${buttons.indexOf(object(button)) + 1}] ${plainOf(object(button).text)}`)
            .join('  '),
        ];
      default:
        throw new Error(`a block that no client shows here: ${block.type}`);
    }
  });
}

function richLines(parts: readonly Json[], zone: string | null): string[] {
  const [part] = parts;
  if (part === undefined || parts.length > 1) throw new Error('parts of one block, which some clients show on one line');
  if (part.type === 'rich_text_preformatted') return array(part.elements).flatMap((each) => rows(String(object(each).text)));
  if (part.type === 'rich_text_list') {
    return array(part.elements).flatMap((item) => hanging(`- ${inlineText(array(object(item).elements).map(object), zone)}`));
  }
  return sectionRows(array(part.elements).map(object)).flatMap((row) => rowLines(row, zone));
}

/** The rows of a section: an element that is nothing but a line end stands between two. */
function sectionRows(elements: readonly Json[]): Json[][] {
  const found: Json[][] = [[]];
  for (const element of elements) {
    if (element.text === '\n' && element.style === undefined) found.push([]);
    else found.at(-1)?.push(element);
  }
  return found;
}

function rowLines(elements: readonly Json[], zone: string | null): string[] {
  const text = inlineText(elements, zone);
  if (elements.every(({ style }) => object(style).italic === true)) return rows(`(${text})`);
  const isField = object(elements[0]?.style).bold === true && elements.some((element) => element.text === ': ');
  return isField ? hanging(text) : rows(text);
}

function inlineText(elements: readonly Json[], zone: string | null): string {
  const known = zone !== null && zone !== 'UTC';
  return elements.reduce((shown, element) => {
    // Whose name stands there the one who reads it knows (rig.ts).
    if (element.type === 'user') return `${shown}<@${element.user_id}>`;
    if (element.type === 'link') return shown + String(element.url);
    if (element.type === 'date') return known ? shown + localTime(Number(element.timestamp), zone) : shown.replace(/ \($/, '\u0000');
    const text = object(element.style).code === true ? `\`${withoutPrefix(String(element.text))}\`` : String(element.text);
    // The reader's time is not shown to many readers at once, nor beside itself.
    return shown.endsWith('\u0000') ? shown.slice(0, -1) + text.replace(/^ your time\)/, '') : shown + text;
  }, '');
}

/** A story has what is typed as the terminal understands it, without what Slack wants in front: that has tests of its own (hints.test.ts). */
const withoutPrefix = (typed: string): string => typed.replace(/^\/embargo (?=\S)/, '');

/** As the terminal shows it, so that a story reads alike. */
const localTime = (timestamp: number, zone: string): string => formatLocal(timestamp * 1000, zone);

export const plainOf = (text: unknown): string => String(object(text).text);
const rows = (text: string): string[] => text.split('\n').map((row) => row.trimEnd());
const hanging = (text: string): string[] => rows(text).map((row, index) => (index === 0 ? row : `  ${row}`.trimEnd()));
