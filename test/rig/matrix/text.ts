// What a client shows of the bot's messages, as lines of a transcript. Pure.

import { type Json, object } from '../../../src/platforms/matrix/payload.ts';

/** What people are called, by user id. */
export type Names = ReadonlyMap<string, string>;

/** The lines of a message, or of what an edit puts in its place, with names where ids stand. Throws for what is no text. */
export function linesOf(content: Json, names: Names): string[] {
  const { body } = isEdit(content) ? object(content['m.new_content']) : content;
  if (typeof body !== 'string') throw new Error(`a message without a text: ${Object.keys(content).join(', ')}`);
  // As on Slack: a story has what is typed without what a room wants in front.
  return named(body, names).replaceAll('`!embargo ', '`').split('\n');
}

/** Whether the message takes another's place. */
export function isEdit(content: Json): boolean {
  return object(content['m.relates_to']).rel_type === 'm.replace';
}

/** How many choices a message offers: `[1] Accept  [2] Reject…`. */
export function choicesIn(lines: readonly string[]): number {
  const numbers = lines.filter((line) => line.startsWith('[')).flatMap((line) => [...line.matchAll(/(?:^| {2})\[(\d+)\] /g)]);
  return Math.max(0, ...numbers.map(([, number]) => Number(number)));
}

function named(text: string, names: Names): string {
  return [...names].reduce((shown, [id, name]) => shown.replaceAll(id, name), text);
}

/** A question of a form, as the terminal prints it. `last`: it is the summary, which is confirmed with `send`. */
export type Question = {
  readonly lines: readonly string[];
  readonly title: string | null;
  readonly problems: readonly string[];
  readonly last: boolean;
};

/**
 * Reads a form's message. `first`: the form opens with it, and its title stands at the top. A line that begins with `! ` says what is wrong, one in
 * brackets says how to answer, which the terminal need not say.
 */
export function questionIn(lines: readonly string[], first: boolean): Question {
  const rest = (first ? lines.slice(1) : lines).map((line) => line.trim()).filter((line) => line !== '' && !/^\(.*\)$/.test(line));
  const problems = rest.filter((line) => line.startsWith('! ')).map((line) => line.slice(2));
  const asked = rest.filter((line) => !line.startsWith('! '));
  return {
    title: first ? (lines[0] ?? '') : null,
    problems,
    lines: asked.map((line) => (/^\d+\.? /.test(line) ? `    ${line.replace(/^(\d+)\./, '$1')}` : `  ${line}`)),
    last: lines.some((line) => line.includes('`send`')),
  };
}
