// Options that people write without their `=`, as words: which of them it is, where nothing else can stand there.
import type { Action } from '../message/message.ts';
import { word } from '../values/quoting.ts';
import type { Command } from './command.ts';
import type { Token } from './tokens.ts';

/** The line with the option as the table writes it; or both readings, where the name of a further one stands in what is said. */
export type OptionInWords = { readonly line: string } | { readonly choices: readonly [Action, Action] };

/** `update severity high`: the word `extra`, which the command takes nowhere, is the name of an option, and what stands behind it is its value. Else null. */
export function optionInWords({ args }: Command, line: string, tokens: readonly Token[], extra: string): OptionInWords | null {
  const isOption = ({ text, named }: Token): boolean => {
    const arg = named === null ? args[nameIn(text)] : undefined;
    return (
      Object.hasOwn(args, nameIn(text)) &&
      !ordinary.has(nameIn(text)) &&
      arg?.place === 'named' &&
      arg.ask !== false &&
      arg.bare === undefined
    );
  };
  const at = tokens.findIndex(({ text }) => text === extra);
  const option = tokens[at];
  if (option === undefined || !isOption(option)) return null;
  // What is written as the table writes it ends the value.
  const end = tokens.findIndex(({ named }, index) => index > at && named !== null && Object.hasOwn(args, named.name));
  const said = tokens.slice(at + 1, end < 0 ? undefined : end);
  const filled = said[0] !== undefined && /^(?:is|to|as|of|=)$/i.test(said[0].text) ? said.slice(1) : said;
  const [first] = filled;
  if (first === undefined) return null;
  const last = filled.at(-1)?.to ?? line.length;
  const before = line.slice(0, option.from);
  const behind = line.slice(last);
  const next = filled.findIndex((token, index) => index > 0 && index < filled.length - 1 && isOption(token));
  const other = filled[next];
  const name = nameIn(option.text);
  const whole = `${before}${name}=${asValue(line.slice(first.from, last))}${behind}`;
  if (other === undefined) return { line: whole };
  const value = line
    .slice(first.from, other.from)
    .trim()
    .replace(/(?:[,;]|\s(?:and|with))+$/i, '');
  const parted = `${before}${name}=${asValue(value)} ${nameIn(other.text)}=${asValue(line.slice(other.to, last).trim())}${behind}`;
  return {
    choices: [
      { label: `Set ${name} and ${nameIn(other.text)}`, words: parted },
      { label: `All of it is the ${name}`, words: whole },
    ],
  };
}

// Of anything that is said: `disclose at once`.
const ordinary: ReadonlySet<string> = new Set(['at', 'by', 'for', 'from', 'in', 'on', 'to']);

const nameIn = (text: string): string => text.replace(/[:,]$/, '').toLowerCase();

const asValue = (text: string): string => (/["“”]/.test(text) ? text : word(text));

/** What is asked where another option may begin in what is said. */
export const whereOptionEnds = 'Is that two options, or one? Nothing changed yet.';
