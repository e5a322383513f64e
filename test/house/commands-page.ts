// docs/commands.md, made from the table of commands: `npm run docs` writes it, a test compares it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commands } from '../../src/chat/commands.ts';
import { whoMay } from '../../src/chat/grammar/command.ts';

/** Each heading with how its commands begin. Every command stands under one heading: that of the longest beginning. */
const sections: Readonly<Record<string, readonly string[]>> = {
  'Every day': 'status list details timeline who terms ack decline todo home note remind snooze help'.split(' '),
  Embargoes: [
    ...'create update cve component reporter merge found-again split admit report leaks keep disclose end reopen told'.split(' '),
    ...['sibling add', 'sibling remove'],
  ],
  Dates: ['date'],
  'Patches, reviews, findings': ['patch', 'review', 'reviews', 'finding'],
  'After the end': ['published', 'deployed', 'heads-up'],
  Rooms: ['room', 'devices'],
  'Organizations and people': ['distributor', 'person', 'members', 'member', 'duty'],
  Policy: ['policy'],
  You: ['zone', 'quiet', 'reach', 'preferences', 'away', 'back', 'link', 'unlink'],
  'Second approvals': ['confirm', 'refuse'],
};

const cell = (text: string) => text.replaceAll('|', '\\|');

/** The page. Throws where a command stands under no heading. */
export function commandsPage(): string {
  const shown = commands.filter(({ words }) => words !== 'form');
  const starts = Object.values(sections).flat();
  const under = (words: string) =>
    starts.filter((start) => words === start || words.startsWith(`${start} `)).sort((one, other) => other.length - one.length)[0];
  const lost = shown.filter(({ words }) => under(words) === undefined);
  if (lost.length > 0) throw new Error(`under no heading: ${lost.map(({ words }) => words).join(', ')}`);
  const parts = Object.entries(sections).map(([heading, beginnings]) => {
    const rows = beginnings
      .flatMap((start) => shown.filter(({ words }) => under(words) === start))
      .map((command) => `| \`${command.words}\` | ${cell(command.help)} | \`${cell(command.example)}\` | ${whoMay(command)} |`);
    return `## ${heading}\n\n| command | what it does | for example | who |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${intro}\n${parts.join('\n')}`;
}

const intro = `# Commands

The same everywhere: behind \`/embargo\` on Slack, behind \`!embargo\` in rooms on Matrix, as they are in direct messages and in the terminal. The bot asks for what is missing with a form. With several embargoes running, name one (\`status quiet-otter\`, or its first letters).
You use about ten of these; \`help\` shows them in chat, \`help date\` one group. Made from the code by \`npm run docs\`.
`;

const path = fileURLToPath(import.meta.url);
if (process.argv[1] === path) writeFileSync(fileURLToPath(new URL('../../docs/commands.md', import.meta.url)), commandsPage());
