// A form's title where a command's words are none: of a command that there is, and as long as Slack shows.
import { expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { titles } from '../../src/chat/forms.ts';

test.each(Object.entries(titles))('%s: %s', (words, [title]) => {
  expect(commands.map((each) => each.words)).toContain(words);
  expect(title.length).toBeLessThanOrEqual(24);
});
