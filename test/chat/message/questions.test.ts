// A form as questions: which are asked, one after the other.
import { expect, test } from 'vitest';
import { endingCommands } from '../../../src/chat/embargo/end/commands.ts';
import { formOf } from '../../../src/chat/forms.ts';
import { type Answered, answerQuestion, type Questions, questionsOf } from '../../../src/chat/message/questions.ts';

const command = endingCommands.find(({ words }) => words === 'end');
if (command === undefined) throw new Error('no such command');
const form = (texts: Record<string, string>) =>
  formOf({ type: 'ask', command, codename: 'calm-otter', words: 'end calm-otter', texts, problems: {} });
const said = (from: Questions, ...lines: readonly string[]): Answered =>
  lines.reduce<Answered>((before, line) => (before.type === 'asking' ? answerQuestion(before.questions, line, () => null) : before), {
    ...{ type: 'asking', questions: from, problem: null },
  });
const next = (answered: Answered) => (answered.type === 'asking' ? answered.questions.asked[answered.questions.at]?.name : answered.type);

test('since when it is public is asked only where it is ended as public', () => {
  const asked = questionsOf(form({}));
  expect(next(said(asked, 'public', ''))).toBe('at');
  expect(said(asked, 'not-a-vulnerability', 'works as documented')).toEqual({
    type: 'complete',
    values: { reason: 'not-a-vulnerability', because: 'works as documented' },
  });
  expect(next(said(asked, 'public', '', 'back'))).toBe('because');
});

test('what was said before the form opened counts too', () => {
  const names = (texts: Record<string, string>) => form(texts).fields.map(({ name }) => name);
  expect(names({ reason: 'withdrawn' })).toEqual(['reason', 'because']);
  expect(names({ reason: 'exploited' })).toEqual(['reason', 'because', 'at']);
});
