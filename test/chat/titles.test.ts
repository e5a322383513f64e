// A form's title, which says what is done and to what: of a command that there is, and as long as Slack shows.
import { expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import type { Arg } from '../../src/chat/grammar/args.ts';
import { titles } from '../../src/chat/grammar/form-titles.ts';

test.each(Object.entries(titles))('%s: %s', (words, [title]) => {
  expect(commands.map((each) => each.words)).toContain(words);
  expect(title.length).toBeLessThanOrEqual(24);
});

test('every command that a form completes has one, and none is the words that one types', () => {
  const asking = commands.filter(({ args }) => Object.values<Arg>(args).some(({ ask }) => ask !== false)).map(({ words }) => words);
  expect(asking.filter((words) => titles[words] === undefined)).toEqual([]);
  const typed = new Set(commands.map(({ words }) => words).filter((words) => words.includes(' ')));
  expect(Object.values(titles).filter(([title]) => typed.has(title.toLowerCase()))).toEqual([]);
});
