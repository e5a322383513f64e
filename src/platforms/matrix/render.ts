// A message as Matrix posts: plain text, and the same in HTML (https://spec.matrix.org/latest/client-server-api/#mroommessage-msgtypes). Whatever a person
// typed is escaped letter by letter: there is no markup to inject.

import type { Inline, Line, Message, Node } from '../../chat/message/message.ts';
import { instantText, nodeLines, plain, repeatedMark, rows } from '../../chat/message/plain.ts';
import { withWays } from '../../chat/message/questions.ts';
import type { Json } from './payload.ts';

/** One post. `choices`: what can be answered by number; `first` is the number of the first of them in the whole message. JSON-safe. */
export type MatrixPage = {
  readonly body: string;
  readonly html: string;
  readonly choices: readonly { readonly label: string; readonly words: string }[];
  readonly first: number;
};

/** An event may have 65,536 bytes, encrypted, which makes it larger by a third; body and HTML say everything twice. */
const bytesPerPage = 20_000;
// A rule stands on a line of its own.
const rule = '<hr>';
// Room for the marks in front.
const marksBytes = 400;

/** A piece of a message that stays together: lines of text, and the same in HTML. `item`: of a list. */
type Part = { readonly lines: readonly string[]; readonly html: string; readonly item: boolean; readonly choices: MatrixPage['choices'] };

/**
 * The message as one post or more, in order; nothing is left out. `zone`: the reader's own, where one person reads it. `repeated` puts a line in front that
 * says that it may have been posted before. Pure; throws nothing.
 */
export function renderPages(
  message: Message,
  { zone, repeated }: { readonly zone: string | null; readonly repeated: boolean },
): MatrixPage[] {
  const groups = packed(partsOf(message.nodes, zone).flatMap(fitting));
  let first = 1;
  return groups.map((parts, index) => {
    const marks = [...(repeated ? [repeatedMark] : []), ...(groups.length === 1 ? [] : [`page ${index + 1} of ${groups.length}`])];
    const page = joined([...marks.map((mark) => textPart([mark])), ...parts], first);
    first += page.choices.length;
    return page;
  });
}

/** Lines of a form's conversation as a post of their own. */
export function pageOfLines(lines: readonly string[]): MatrixPage {
  const shown = lines.flatMap(rows);
  const html = shown.map((row) => lineHtml(withWays(row), null)).join('<br>');
  return joined(fitting({ ...textPart(shown), html }).slice(0, 1), 1);
}

function joined(parts: readonly Part[], first: number): MatrixPage {
  const html = parts.reduce((shown, part, index) => {
    const [before, after] = [parts[index - 1]?.item === true, parts[index + 1]?.item === true];
    if (part.html === rule || parts[index - 1]?.html === rule)
      return `${shown}${part.item ? `<ul><li>${part.html}</li>${after ? '' : '</ul>'}` : part.html}`;
    if (part.item) return `${shown}${before ? '' : '<ul>'}<li>${part.html}</li>${after ? '' : '</ul>'}`;
    return `${shown}${index === 0 || before ? '' : '<br>'}${part.html}`;
  }, '');
  return { body: parts.flatMap(({ lines }) => lines).join('\n'), html, choices: parts.flatMap(({ choices }) => choices), first };
}

function partsOf(nodes: readonly Node[], zone: string | null): Part[] {
  let shown = 0;
  return nodes.flatMap((node) => {
    const parts = partsOfNode(node, zone, shown);
    if (node.type === 'actions') shown += node.actions.length;
    return parts;
  });
}

function partsOfNode(node: Node, zone: string | null, shown: number): Part[] {
  const part = (html: string, of: Node = node): Part => ({ lines: nodeLines(of, zone, shown), html, item: false, choices: [] });
  switch (node.type) {
    case 'heading':
      return [part(`<strong>${escaped(plain(node.text))}</strong>`)];
    case 'line':
      return [part(lineHtml(node.line, zone))];
    case 'divider':
      return [part(rule)];
    case 'verbatim':
      return copiedParts(node.text);
    case 'note':
      return [part(`<em>(${lineHtml(node.line, zone)})</em>`)];
    case 'fields':
      return node.rows.map((row) =>
        part(`<strong>${escaped(plain(row.label))}</strong>: ${lineHtml(row.value, zone)}`, { type: 'fields', rows: [row] }),
      );
    case 'list':
      return node.items.map((item) => ({ ...part(lineHtml(item, zone), { type: 'list', items: [item] }), item: true }));
    case 'actions':
      return node.actions.length === 0
        ? []
        : [
            {
              ...part(
                node.actions.map(({ label }, index) => `<strong>[${shown + index + 1}]</strong> ${escaped(plain(label))}`).join('<br>'),
              ),
              choices: node.actions.map(({ label, words }) => ({ label: plain(label), words })),
            },
          ];
    default:
      return node satisfies never;
  }
}

/** A text in frames that each fit on a page, cut at line ends. */
function copiedParts(text: string): Part[] {
  const framed = (lines: readonly string[]): Part => ({
    ...textPart(lines),
    html: `<pre><code>${lines.map(escaped).join('\n')}</code></pre>`,
  });
  const groups: string[][] = [[]];
  for (const row of rows(text)) {
    const last = groups.at(-1) ?? [];
    if (last.length > 0 && weight(framed([...last, row])) > bytesPerPage / 2) groups.push([row]);
    else last.push(row);
  }
  return groups.map(framed);
}

const lineHtml = (line: Line, zone: string | null): string => line.map((inline) => inlineHtml(inline, zone)).join('');

function inlineHtml(inline: Inline, zone: string | null): string {
  if (typeof inline === 'string') return broken(inline);
  switch (inline.type) {
    case 'strong':
      return `<strong>${broken(inline.text)}</strong>`;
    case 'code':
      return `<code>${escaped(plain(inline.text))}</code>`;
    case 'link': {
      const url = plain(inline.url);
      // Any other scheme could start a program on the reader's machine.
      return /^https?:\/\/\S+$/.test(url) ? `<a href="${escaped(url)}">${escaped(url)}</a>` : escaped(url);
    }
    case 'person': {
      const user = inline.person.replace(/^matrix:/, '');
      const shown = escaped(plain(user));
      return inline.person.startsWith('matrix:')
        ? `<a href="https://matrix.to/#/${escaped(encodeURIComponent(user))}">${shown}</a>`
        : shown;
    }
    case 'instant':
      return escaped(instantText(inline, zone));
    default:
      return inline satisfies never;
  }
}

const broken = (text: string): string => rows(text).map(escaped).join('<br>');

/** Half of a surrogate pair is no character, and cannot be sent. */
function escaped(text: string): string {
  return whole(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const whole = (text: string): string => text.replace(/\p{Cs}/gu, '\uFFFD');

const weight = ({ lines, html }: Pick<Part, 'lines' | 'html'>): number =>
  Buffer.byteLength(JSON.stringify(lines.join('\n'))) + Buffer.byteLength(JSON.stringify(html)) + 16;

const textPart = (lines: readonly string[]): Part => ({
  lines: lines.map(whole),
  html: lines.map(escaped).join('<br>'),
  item: false,
  choices: [],
});

/** A part that is longer than a page in pieces, as plain text; choices go with the last. */
function fitting(part: Part): Part[] {
  const room = bytesPerPage - marksBytes;
  const clean = { ...part, lines: part.lines.map(whole) };
  if (weight(clean) <= room) return [clean];
  // No character takes more than twelve bytes of text, and escaped no more than five times two: then a piece fits whatever it holds.
  const pieces = clean.lines.flatMap((line) => [...line].reduce<string[]>(intoPieces, ['']));
  return pieces.map((piece, index) => ({ ...textPart([piece]), choices: index === pieces.length - 1 ? part.choices : [] }));
}

const charactersPerPiece = 1_000;

function intoPieces(pieces: string[], character: string): string[] {
  const last = pieces.at(-1) ?? '';
  if (last.length < charactersPerPiece) pieces[pieces.length - 1] = last + character;
  else pieces.push(character);
  return pieces;
}

function packed(parts: readonly Part[]): Part[][] {
  const pages: Part[][] = [[]];
  let used = 0;
  for (const part of parts) {
    const cost = weight(part);
    if (used > 0 && used + cost > bytesPerPage - marksBytes) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(part);
    used += cost;
  }
  return pages;
}

/** What an event says. A notice would not notify, and reminders have to. Nobody is called: what is for one person goes to them alone. */
export function contentOf({ body, html }: Pick<MatrixPage, 'body' | 'html'>): Json {
  return { msgtype: 'm.text', body, format: 'org.matrix.custom.html', formatted_body: html, 'm.mentions': {} };
}

/** The same as an edit of an earlier event (https://spec.matrix.org/latest/client-server-api/#event-replacements). */
export function editOf(page: MatrixPage, event: string): Json {
  const content = contentOf(page);
  return {
    ...contentOf({ body: `* ${page.body}`, html: `* ${page.html}` }),
    'm.new_content': content,
    'm.relates_to': { rel_type: 'm.replace', event_id: event },
  };
}

/** The same within a thread; clients that know none show a reply to `latest` (https://spec.matrix.org/latest/client-server-api/#threading). */
export function inThread(content: Json, root: string, latest: string): Json {
  const relation = { rel_type: 'm.thread', event_id: root, is_falling_back: true, 'm.in_reply_to': { event_id: latest } };
  return { ...content, 'm.relates_to': relation };
}
