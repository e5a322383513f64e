// docs/commands.md, made from the table of commands: `npm run docs` writes it, a test compares it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { whoMay } from '../../src/chat/grammar/command.ts';
import { sections } from '../../src/chat/sections.ts';

const cell = (text: string) => text.replaceAll('|', '\\|');

/** The page. Throws where a command stands under no heading. */
export function commandsPage(): string {
  const parts = sections().map(({ heading, commands }) => {
    const rows = commands.map(
      (command) => `| \`${command.words}\` | ${cell(command.help)} | \`${cell(command.example)}\` | ${whoMay(command)} |`,
    );
    return `## ${heading}\n\n| command | what it does | for example | who |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${intro}\n${parts.join('\n')}`;
}

const intro = `# Commands

The same everywhere: behind \`/embargo\` on Slack, behind \`!embargo\` in rooms on Matrix, as they are in direct messages and in the terminal. The bot asks for what is missing with a form. With several embargoes running, name one (\`status quiet-otter\`, or its first letters).
You use about ten of these. In chat, \`help\` shows what you can do now, \`help all\` the rest, \`help date\` one group, \`help date propose\` one command. Made from the code by \`npm run docs\`.
`;

const path = fileURLToPath(import.meta.url);
if (process.argv[1] === path) writeFileSync(fileURLToPath(new URL('../../docs/commands.md', import.meta.url)), commandsPage());
