// People's words in Markdown that goes elsewhere: shown letter by letter, whatever they hold.
import { plain } from './plain.ts';

// https://spec.commonmark.org/0.31.2/#backslash-escapes: any ASCII punctuation may be escaped. These mean something within a line;
// `|` ends a cell and `~` strikes out (https://github.github.com/gfm/), `:` would make a link of a bare address, `$` begins mathematics on GitHub.
const special = /[\\`*_{}[\]()<>#&!|~:$]/g;

// A name behind an @ would call somebody where it is published, escaped or not; a comment between them, which nobody sees, keeps them apart.
const mention = /@(?=[\p{L}\p{N}])/gu;

/** Any text as Markdown that shows it, on one line, also within a table, and mentions nobody. */
export function markdownText(text: string): string {
  return plain(text)
    .replace(special, (found) => `\\${found}`)
    .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}\\.`)
    .replace(mention, '@<!-- -->');
}

/** As `markdownText`, as a code span where that can show it (https://spec.commonmark.org/0.31.2/#code-spans). */
export function markdownCode(text: string): string {
  const shown = plain(text);
  // A `|` would end a table's cell within a code span too, and escaped it would show its backslash outside a table.
  if (shown.trim() === '' || shown.includes('|')) return markdownText(text);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const apart = /^[ `]|[ `]$/.test(shown) ? ' ' : '';
  return `${fence}${apart}${shown}${apart}${fence}`;
}
