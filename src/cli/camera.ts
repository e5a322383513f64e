// What of a story's transcript somebody watching sees: the headlines, what people say, and what the bot says to those they are shown. Pure.
//
//   # shown: #oci-private, bob     from here on, what the bot says in that room and to bob alone; `nothing`: not even what people say
//   # Act 2 of 3: test the patch   a headline; other remarks are shown as they stand

/** What a line of the transcript becomes on the screen: a headline, somebody who speaks, or text. */
export type Shot = { readonly type: 'headline' | 'speech' | 'text'; readonly text: string };

/** Takes a transcript's lines one after the other; null for one that is not shown. */
export type Camera = (line: string) => Shot | null;

/** How much of a message is shown; its buttons always are. */
const linesMax = 3;

/** A camera that shows nothing until the story says what it shows. */
export function createCamera(): Camera {
  let shown: ReadonlySet<string> = new Set();
  let rolling = false;
  /** How many lines of the message that it is in were shown; null: it is in none that is. */
  let lines: number | null = null;
  return (line) => {
    if (line.startsWith('# shown:')) {
      shown = new Set(
        line
          .slice('# shown:'.length)
          .split(',')
          .map((each) => each.trim()),
      );
      rolling = !shown.has('nothing');
      return null;
    }
    if (!rolling || line === '') return null;
    if (line.startsWith('# ')) return { type: line.startsWith('# Act ') ? 'headline' : 'text', text: line.slice(2) };
    if (line.startsWith('  ')) {
      if (lines === null) return null;
      if (line.startsWith('  [')) return { type: 'text', text: line };
      lines += 1;
      if (lines > linesMax) return lines === linesMax + 1 ? { type: 'text', text: '  …' } : null;
      return { type: 'text', text: line };
    }
    const said = /^bot → ([^:]*):/.exec(line)?.[1];
    const seen = said === undefined ? !line.startsWith('bot ') : shown.has(said.replace(/ \(thread.*/, ''));
    lines = said !== undefined && seen ? 0 : null;
    return seen ? { type: 'speech', text: line } : null;
  };
}

/** A line in as many as a screen of that width takes, broken between words, the later ones as far in as the text of the first. */
export function wrapped(text: string, columns: number): string[] {
  const indent = /^ *(?:- )?/.exec(text)?.[0] ?? '';
  const further = ' '.repeat(Math.max(indent.length, 2));
  const rows: string[] = [];
  let row = indent;
  let empty = true;
  for (const word of text.slice(indent.length).split(' ')) {
    if (!empty && row.length + 1 + word.length > columns) {
      rows.push(row);
      row = further;
      empty = true;
    }
    row += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...rows, row];
}
