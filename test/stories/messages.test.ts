// What the transcripts show of every message that a story produces: which posts may stand at a room's top level, that no message has two buttons of one name,
// that what is sent to somebody who did not ask says what it is about, and that a form says what it is for.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';

const folder = fileURLToPath(new URL('./', import.meta.url));
const stories = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt'))
  .sort();

/** `after`: who spoke last. `lines` begin with what stands behind the place, mostly a codename. */
type Said = { readonly to: string; readonly after: string | null; readonly lines: string[] };

function messagesIn(transcript: string): Said[] {
  const said: Said[] = [];
  let after: string | null = null;
  let open = false;
  for (const row of transcript.split('\n')) {
    const [, to, first] = /^bot → ([^:]+): (.*)$/.exec(row) ?? [];
    if (to !== undefined && first !== undefined) said.push({ to, after, lines: [first] });
    else if (open && row.startsWith('  ')) said.at(-1)?.lines.push(row.trim());
    if (!row.startsWith('  ')) open = to !== undefined;
    if (!/^(?:bot |#| |$)/.test(row)) after = /^\w+/.exec(row)?.[0] ?? null;
  }
  return said;
}

const codename = /^[a-z]+-[a-z]+(?=$|[ :])/;

/** What must be seen by everybody, because they are to act on it or because the room or the list is another from now on. The rest stands in the thread of a card. */
const topLevel: Readonly<Record<string, RegExp>> = {
  'the card': /^Status: /,
  'a date to answer':
    /proposes (?:the disclosure date|a new date)|asks for an earlier date|asks to extend|isn't a vulnerability|gave more time|(?:proposal \d+\)|is closed)/,
  'what was agreed': /(?:disclosure date is agreed|disclosure date is now|decided to keep|reopened the embargo)/,
  'a patch to test': /(?:published|withdrew) patch revision/,
  'what is allowed': /^Approved: exception|ended exception/,
  'the hour': /⏰|confirmed that it's disclosed|The embargo has ended/,
  'a leak, or a decision': /🚨|✅ False alarm/,
  urgency: /^Urgent/,
  'who knows': /(?:gave .* access|recorded that .* was told|recorded that .*|corrected when .* was told)/,
  'the list':
    /(?:joined|removed|renamed|left|added|took over|took on|gave up|claimed|assigned|rotated|reported duty|made the room|list|policy|ballot|Application|vouches)/i,
  'the room': /(?:this room|posting here|read in|read here|isn't on the list)/i,
};
const kindsOf = (text: string): string[] => Object.entries(topLevel).flatMap(([kind, says]) => (says.test(text) ? [kind] : []));

/** The text behind the codename, and what follows a bare heading. */
const bodyOf = ({ lines: [first = '', ...rest] }: Said): string =>
  codename.test(first) ? `${first.replace(codename, '').trim()} ${rest.join(' ')}`.trim() : [first, ...rest].join(' ');

const buttonsOf = ({ lines }: Said): string[] =>
  lines.flatMap((row) => [...row.matchAll(/\[\d+\] (.*?)(?=\s{2}\[\d+\] |$)/g)].map(([, label = '']) => label));

/** The files of the message above, in a post of their own. */
const isFiles = ({ lines: [first = ''] }: Said): boolean => /^\d+ files?$/.test(first);

/** A direct message that answers nothing its reader said just now. */
const isUnasked = (said: Said): boolean => /^\w+$/.test(said.to) && said.to !== said.after && !isFiles(said);

// Without a codename, and known by their room, organization or person: each is about the one list that its reader looks after.
const aboutTheList =
  /#\w|application|criteria|policy|still waiting|overdue|alias|speaks as|took over|(?:left|from) the list|away until|allowed|was removed/i;

/** Not the words of a command: what it does, or to what. */
const commandWords = new Set(commands.filter(({ words }) => words.includes(' ')).map(({ words }) => words));

describe.each(stories)('the messages of %s', (name) => {
  const transcript = readFileSync(`${folder}${name}`, 'utf8');
  const said = messagesIn(transcript);
  const lists = [...new Set([...transcript.matchAll(/room (?:adopt|make) "?([\w-]+)/g)].map(([, list = '']) => list))];

  test('stand at the top of a room only where everybody has to see them', () => {
    const posts = said.filter(({ to }) => /^#[\w-]+$/.test(to)).map(bodyOf);
    expect(posts.filter((text) => kindsOf(text).length === 0)).toEqual([]);
  });

  test('have no two buttons of one name', () => {
    expect(said.filter((each) => new Set(buttonsOf(each)).size < buttonsOf(each).length)).toEqual([]);
  });

  test('say which embargo or which list they are about, to who did not ask', () => {
    const names = (head: string) => lists.some((list) => new RegExp(`(?<![\\w#-])${list}(?![\\w-])`).test(head));
    const lost = said.filter(isUnasked).filter(({ lines }) => {
      const head = lines.slice(0, 4).join(' ');
      return !codename.test(lines[0] ?? '') && !names(head) && !aboutTheList.test(head);
    });
    expect(lost).toEqual([]);
    // Somebody may be on several lists, and knows an embargo by its codename only once they have read of it.
    const unnamed = said.filter(isUnasked).filter(({ lines: [first = ''] }) => codename.test(first) && !names(first));
    expect(unnamed).toEqual([]);
  });

  test('that are forms have a title in plain words', () => {
    const titles = [...transcript.matchAll(/^bot → \w+ \(form\): ([^:\n]+)/gm)].map(([, title = '']) => title.trim().toLowerCase());
    expect(titles.filter((title) => commandWords.has(title))).toEqual([]);
  });
});

describe('of a message is found', () => {
  const [planted] = messagesIn('clock: +1d\nbot → bob: Something has happened.\n  [1] Show  [2] Show\n');
  test('that it says nothing of what it is about, and has two buttons of one name', () => {
    expect(planted).toEqual({ to: 'bob', after: 'clock', lines: ['Something has happened.', '[1] Show  [2] Show'] });
    expect([planted].map((each) => each && [isUnasked(each), buttonsOf(each), codename.test(each.lines[0] ?? '')])).toEqual([
      [true, ['Show', 'Show'], false],
    ]);
    expect(aboutTheList.test('Something has happened.')).toBe(false);
  });

  test.each([
    'carol, for Nova, accepts Tue, Mar 17, 14:00 UTC (no).',
    'bob (Nova) reviewed patch revision 1 on 24: no issues found.',
    'ada will fix finding 1.',
  ])('that everybody need not see it: %s', (text) => expect(kindsOf(text)).toEqual([]));
});

test.each(stories)('%s: nobody who did not ask for it is sent a file before the embargo has ended', (name) => {
  const transcript = readFileSync(`${folder}${name}`, 'utf8');
  const [before = ''] = transcript.split('The embargo has ended');
  const sent = messagesIn(before).filter((each) => isFiles(each) && each.to !== each.after);
  expect(sent.map(({ to, lines: [first] }) => `${to}: ${first}`)).toEqual([]);
});
