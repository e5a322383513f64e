// What can be said. Made from the command table; an unknown word gets the nearest command and one example, never all of this.

import { commands } from './commands.ts';
import { nearestCommand, unaliased } from './find-command.ts';
import { type Command, whoMay } from './grammar/command.ts';
import { actions, bullets, code, heading, type Inline, line, type Node, verbatim } from './message/message.ts';
import type { Parsed } from './parse.ts';

const hidden = new Set(['form']);

/** All commands, those that begin alike in one line; or what a topic names, one by one. */
export function helpNodes(topic: string | null): Node[] {
  const named = topic === null ? [] : commandsOf(unaliased(topic));
  if (named.length > 0) return named.flatMap(manual);
  if (topic !== null) return unknownNodes({ typed: topic, nearest: nearestCommand(topic).nearest, rest: '', members: [] });
  return [
    heading('What can be said'),
    bullets(groups().map(groupLine)),
    line('More about one of them, or about all that begin alike: ', code('help date propose'), ', ', code('help member'), '.'),
  ];
}

/** The command of these words, and those that begin with them. */
function commandsOf(topic: string): readonly Command[] {
  return commands.filter((command) => command.words === topic || command.words.startsWith(`${topic} `));
}

/** The commands by their first word, in the table's order. */
function groups(): Command[][] {
  const found = new Map<string, Command[]>();
  for (const command of commands.filter(({ words }) => !hidden.has(words))) {
    const [first = ''] = command.words.split(' ');
    found.set(first, [...(found.get(first) ?? []), command]);
  }
  return [...found.values()];
}

/** One command with its help; of several the one that is their first word, and what may follow it. */
function groupLine(group: readonly Command[]): Inline[] {
  const [first = ''] = group[0]?.words.split(' ') ?? [];
  const alone = group.find(({ words }) => words === first);
  const rest = group.filter((command) => command !== alone).map(({ words }) => words.slice(first.length + 1));
  const name = verbatim(first);
  if (rest.length === 0) return [name, `: ${alone?.help ?? ''}`];
  return alone === undefined ? [name, ` …: ${rest.join(', ')}`] : [name, `: ${alone.help} Also: ${rest.join(', ')}`];
}

/** A line that is no command: the nearest one, with what was typed behind it; or what may follow the first word. */
export function unknownNodes({ typed, nearest, rest, members }: Omit<Extract<Parsed, { type: 'unknown-command' }>, 'type'>): Node[] {
  if (nearest === null && members.length > 0)
    return [
      line(code(typed), ' needs one of: ', ...members.flatMap((member, index) => [...(index === 0 ? [] : [', ']), verbatim(member)]), '.'),
    ];
  if (nearest === null) return [line(`I don't know `, code(typed), '. ', code('help'), ' shows what can be said.')];
  const words = rest === '' || rest.length > restMax ? nearest.words : `${nearest.words} ${rest}`;
  return [
    line("I don't know ", code(typed), '. Did you mean ', code(nearest.words), '? For example: ', code(nearest.example)),
    actions({ label: label(nearest.words), words }),
  ];
}

// Buttons hold little more on some platforms; what is longer is typed again.
const restMax = 500;

/** To somebody who spoke of a leak, in words that are no command: nothing was reported yet, and how it is. */
export function leakNodes(): Node[] {
  return [
    line(
      'If something leaked, report it: nobody has been told yet. Say where it is and what got out: ',
      code('report leak https://example.org/post the codename and the date'),
    ),
    actions({ label: 'Report a leak…', words: 'report leak', style: 'primary' }),
  ];
}

/** The same to somebody on no list: what they may say. */
export function strangerNodes({ typed }: { readonly typed: string }): Node[] {
  const open = commands.filter((command) => !hidden.has(command.words) && whoMay(command) === 'everybody');
  const named = open.flatMap(({ words }, index) => [...(index === 0 ? [] : [', ']), code(words)]);
  return [line("I don't know ", code(typed), ". You aren't on any list here, as far as I know. What you can use: ", ...named, '.')];
}

/** A command whose arguments are wrong: which, why, and an example. */
export function wrongNodes({ command, problems }: Extract<Parsed, { type: 'wrong' }>): Node[] {
  const named = Object.entries(problems).map(([name, problem]) => {
    const arg = command.args[name];
    return [arg === undefined ? problem : `${arg.label}: ${problem}`];
  });
  return [bullets(named), line('For example: ', code(command.example))];
}

function manual(command: Command): Node[] {
  const args = Object.values(command.args).filter((arg) => arg.ask !== false);
  return [
    line(verbatim(command.words), `: ${command.help}`),
    ...(args.length === 0 ? [] : [bullets(args.map((arg) => [`${arg.label}${arg.required ? '' : ' (optional)'}: ${arg.hint}`]))]),
    line('Who: ', whoMay(command), '. For example: ', code(command.example)),
  ];
}

function label(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
