// What can be said. Made from the command table; an unknown word gets the nearest command, a group its members, never all of this.

import { commands, groupOf } from './commands.ts';
import { nearestCommand, unaliased } from './find-command.ts';
import { type Command, whoMay } from './grammar/command.ts';
import { actions, bullets, code, heading, type Inline, line, type Node, strong, verbatim } from './message/message.ts';
import { codenamesIn, type Parsed } from './parse.ts';
import { sections } from './sections.ts';
import { quoted } from './values/quoting.ts';

const hidden = new Set(['form']);

/** All commands by what they are for, one command with its arguments, or the members of a group. */
export function helpNodes(topic: string): Node[] {
  const named = unaliased(topic.toLowerCase());
  if (named === 'all') return allNodes();
  const command = commands.find(({ words }) => words === named);
  const group = groupOf(named);
  if (command !== undefined) return [...manual(command), ...(group.length === 0 ? [] : [line('Also: ', ...listed(group), '.')])];
  if (group.length > 0) return groupNodes(group);
  return unknownNodes({ typed: topic, ...nearestCommand(topic), rest: '', members: [] });
}

function allNodes(): Node[] {
  const rows = sections().map(({ heading: title, commands: of }): Inline[] => {
    const firsts = [...new Set(of.map(({ words }) => words.split(' ')[0] ?? ''))];
    const texts = firsts.flatMap((first, index) => [...(index === 0 ? [] : [' · ']), ...inShort(first, of)]);
    return [strong(title), ': ', ...texts];
  });
  return [
    heading('All commands'),
    bullets(rows),
    line('One group: ', code('help date'), '. One command with its arguments: ', code('help date propose'), '.'),
  ];
}

/** The commands of a section that begin with a word, in one breath: `date` propose, counter. */
function inShort(first: string, of: readonly Command[]): Inline[] {
  const seconds = of.filter(({ words }) => words.startsWith(`${first} `)).map(({ words }) => words.slice(first.length + 1));
  return seconds.length === 0 ? [verbatim(first)] : [verbatim(first), ` ${seconds.join(', ')}`];
}

/** A group's members, each in a line. */
function groupNodes(group: readonly Command[]): Node[] {
  const [first] = group;
  const [name = ''] = first?.words.split(' ') ?? [];
  return [
    line(verbatim(name), ' needs one of these:'),
    bullets(group.map((command) => [verbatim(command.words), `: ${shortHelp(command)}`])),
    ...(first === undefined ? [] : [line('One with its arguments: ', code(`help ${first.words}`), '.')]),
  ];
}

const listed = (of: readonly Command[]): Inline[] => of.flatMap(({ words }, index) => [...(index === 0 ? [] : [', ']), verbatim(words)]);

/** What a command does, in its first clause. */
export const shortHelp = ({ help }: Command): string => help.replace(/; .*$/s, '.').replace(/(?<=[^.]\.) .*$/s, '');

/** A line that is no command: the nearest one, with what was typed behind it; what may follow the first word; or, of a plain sentence, where it could go. */
export function unknownNodes({
  typed,
  nearest,
  rest,
  members,
  choices,
  whole,
}: Omit<Extract<Parsed, { type: 'unknown-command' }>, 'type'>): Node[] {
  if (nearest === null && members.length > 0) {
    const group = groupOf(typed.toLowerCase());
    if (group.length > 0) return groupNodes(group);
    const [first = ''] = typed.split(/\s/, 1);
    const named = members.flatMap((member, index) => [...(index === 0 ? [] : [', ']), verbatim(member)]);
    return [line(code(first), ' needs one of: ', ...named, '.')];
  }
  if (choices.length > 0) return [line(code(typed), ' alone could be several: ', ...listed(choices), '.')];
  if (nearest === null && typed.includes(' '))
    return [
      line(
        "I don't know ",
        code(typed),
        '. For the timeline: ',
        code('note'),
        '. A problem with the patch: ',
        code('finding add'),
        '. More: ',
        code('help'),
        '.',
      ),
    ];
  if (nearest === null) return [line("I don't know ", code(typed), '. ', code('help'), ' shows what you can do.')];
  const words = rest === '' || rest.length > restMax || rest.includes('\n') ? nearest.words : `${nearest.words} ${rest}`;
  const bare = words === nearest.words && nearest.example !== words;
  return [
    line("I don't know ", code(typed), '. Did you mean ', code(words), '?', ...(bare ? [' For example: ', code(nearest.example)] : [])),
    ...buttonFor(nearest, words, whole),
  ];
}

/** What one press may say of what was only guessed: a question, or what a form asks about. */
function changesNothing({ words, says, args }: Command, said: string): boolean {
  return says.to === 'ask' || (said === words && Object.values(args).some(({ required, ask }) => required && ask !== false));
}

/** A question is asked at once; of anything else the form is opened with what was typed. */
function buttonFor(nearest: Command, words: string, whole: string | undefined): Node[] {
  const fills = whole !== undefined && whole.length <= filledMax && hasForm(nearest);
  if (fills) return [actions({ label: label(nearest), words: `fill in ${whole}` })];
  return changesNothing(nearest, words) ? [actions({ label: label(nearest), words })] : [];
}

/** Whether a form asks for anything of it: there what was typed is looked at before it counts. */
const hasForm = ({ says, args }: Command): boolean => says.to !== 'ask' && Object.values(args).some(({ ask }) => ask !== false);

// What is longer could not be pressed on each platform.
const filledMax = 1500;
// What is longer is typed again.
const restMax = 120;

// So much of what leaked can be pressed on each platform.
const leakMax = 1300;

/** To somebody who spoke of a leak, in words that are no command: nothing was reported yet, and how it is, with what they `said` in its form. */
export function leakNodes(said = ''): Node[] {
  const [codename] = codenamesIn(said);
  const about = codename === undefined ? '' : ` ${codename}`;
  const filled = said === '' || said.length > leakMax ? 'report leak' : `fill in report leak${about} what=${quoted(said)}`;
  return [
    line(
      'If something leaked, report it: nobody has been told yet. Say where it is and what got out: ',
      code('report leak https://example.org/post the codename and the date'),
    ),
    actions({ label: 'Report a leak…', words: filled, style: 'primary' }),
  ];
}

/** The same to somebody on no list: what they may say. */
export function strangerNodes({ typed }: { readonly typed: string }): Node[] {
  const open = commands.filter((command) => !hidden.has(command.words) && whoMay(command) === 'everybody');
  const named = open.flatMap(({ words }, index) => [...(index === 0 ? [] : [', ']), code(words)]);
  return [line("I don't know ", code(typed), ". You aren't on any list here, as far as I know. What you can use: ", ...named, '.')];
}

/** A command whose arguments are wrong: which, why, and an example. */
export function wrongNodes({ command, problems, choices = [] }: Extract<Parsed, { type: 'wrong' }>): Node[] {
  if (choices.length > 0) return [...Object.values(problems).map((problem) => line(problem)), actions(...choices)];
  const named = Object.entries(problems).map(([name, problem]) => {
    const arg = command.args[name];
    return [arg === undefined ? problem : `${arg.label}: ${problem}`];
  });
  return [bullets(named), line('For example: ', code(command.example))];
}

/** Of a message with several commands, those that were not acted on. */
export function leftNodes(left: readonly string[]): Node[] {
  const each = left.map((words): Inline[] => [code(words.slice(0, leftMax))]);
  return [line('I took the first command of your message only. Send the others separately:'), bullets(each)];
}

const leftMax = 200;

/** One command with its arguments by name. */
function manual(command: Command): Node[] {
  const args = Object.entries(command.args).filter(([, arg]) => arg.ask !== false);
  const rows = args.map(([name, arg]): Inline[] => [
    verbatim(arg.place === 'named' ? `${name}=` : name),
    `${arg.required ? '' : ' (optional)'}: ${[arg.label, arg.hint].filter((text) => text !== '').join('. ')}`,
    ...(arg.type === 'choice' ? [` (${arg.options.join(', ')})`] : []),
  ]);
  return [
    line(verbatim(command.words), `: ${command.help}`),
    ...(rows.length === 0 ? [] : [bullets(rows)]),
    line('Who: ', whoMay(command), '. For example: ', code(command.example)),
  ];
}

const label = ({ words, says }: Command): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}${says.to === 'ask' ? '' : '…'}`;
