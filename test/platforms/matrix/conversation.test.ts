// A form as questions in a direct message, and choices that are answered by number.
import { describe, expect, test } from 'vitest';
import { agreedBy, answered, begun, type Choices, chosenBy, type OpenForm, type Step } from '../../../src/platforms/matrix/conversation.ts';
import { form } from '../../rig/terminal-rig.ts';

const where = { room: null, thread: null };
const howTo = ' | (`back` goes back, `skip` skips, `cancel` closes the form, `?` explains.)';
const check = (_words: string, values: Record<string, string>) => (values.title === 'wrong' ? { title: 'This is wrong.' } : null);

/** What the bot says to each answer, the last of which may be handed in instead. */
function played(...answers: readonly string[]): { said: string[]; last: Step | null } {
  const first = begun(form, 'row', where, {}, 0);
  let open: OpenForm | null = first.form;
  let last: Step | null = null;
  const said: string[] = [first.lines.slice(0, 2).join(' | ')];
  for (const answer of answers) {
    if (open === null) throw new Error('the form is closed');
    last = answered(open, answer, {}, check);
    if (last.type === 'says') said.push(last.lines.join(' | '));
    open = last.type === 'says' ? last.form : null;
  }
  return { said, last };
}

describe('a form', () => {
  test('is asked, looked over, and sent', () => {
    const { said, last } = played('Container breakout', 'skip', '1', 'send');
    expect(said).toEqual([
      'New embargo | Title?',
      `CVE id (optional)?${howTo}`,
      `Outcome? | 1 No issues found | 2 Skip${howTo}`,
      'New embargo: please check it. | Title: Container breakout | Outcome: none | `send` sends it, `back` goes back, `cancel` discards it.',
    ]);
    expect(last).toEqual({
      type: 'hears',
      said: { type: 'form', words: 'create', values: { title: 'Container breakout', outcome: 'none' } },
      where,
      seen: null,
      names: {},
    });
  });

  test('goes back, also from its end, and changes only what is typed again', () => {
    expect(played('a title', 'back').said.at(-1)).toBe(`Title [a title]?${howTo}`);
    expect(played('a title', 'skip', '1', 'back').said.at(-1)).toBe(`Outcome [No issues found]? | 1 No issues found | 2 Skip${howTo}`);
  });

  test('says what is wrong with an answer, and asks again', () => {
    expect(played('wrong').said.at(-1)).toBe(`! This is wrong. | Title?${howTo}`);
    expect(played('x'.repeat(21)).said.at(-1)).toBe(`! At most 20 characters; this has 21. | Title?${howTo}`);
    expect(played('').said.at(-1)).toBe(`! Title is needed. What it is, in a few words. | Title?${howTo}`);
  });

  test('is sent by nothing but send, and thrown away by cancel', () => {
    expect(played('a title', 'skip', '1', 'sned').said.at(-1)).toMatch(/^New embargo: please check it\./);
    for (const words of [['cancel'], ['a title', 'skip', '1', 'cancel']]) {
      expect(played(...words).last).toEqual({ type: 'says', lines: ['Closed: New embargo. Nothing was sent.'], form: null });
    }
  });
});

describe('a choice', () => {
  const choices: Choices = {
    ...where,
    for: null,
    words: ['date accept', 'date reject'],
    labels: ['Accept Tue 2026-03-17 14:00 UTC', 'Reject Tue 2026-03-17 14:00 UTC…'],
    first: 3,
    at: 0,
    until: 100,
  };
  test.each([
    ['3', 'date accept'],
    ['[4]', 'date reject'],
    ['accept', 'date accept'],
    ['REJECT', 'date reject'],
    ['Accept Tue', 'date accept'],
    ['accept 2026-03-17.', 'date accept'],
    ['reject tue 14:00', 'date reject'],
  ])('%s', (typed, words) => expect(chosenBy(typed, choices, 100)).toEqual({ type: 'words', words }));

  test('that is not there is named, and what is no choice is none', () => {
    expect(chosenBy('1', choices, 0)).toEqual({ type: 'no-such', number: 1, offered: { first: 3, last: 4 } });
    expect(chosenBy('5', choices, 0)).toMatchObject({ type: 'no-such' });
    expect(chosenBy('1', null, 0)).toEqual({ type: 'no-such', number: 1, offered: null });
    expect(chosenBy('accept it', choices, 0)).toEqual({ type: 'none' });
    expect(chosenBy('accept', null, 0)).toEqual({ type: 'none' });
  });

  const several = (labels: readonly string[]): Choices => ({ ...choices, labels, words: labels.map((_, index) => `words ${index}`) });

  test.each([
    ['first words that two labels begin with', 'test', ['Test on 7.1', 'Test on 7.2']],
    ['words in another order', 'patch test', ['Test the patch']],
    ['words that stand behind the first', 'the patch', ['Test the patch']],
    ['more than a label says', 'test the patch soon', ['Test the patch']],
  ])('is not made by %s', (_, typed, labels) => expect(chosenBy(typed, several(labels), 0)).toEqual({ type: 'none' }));

  test('is made by all of a label that begins another one', () =>
    expect(chosenBy('test on 7', several(['Test on 7 and 8', 'Test on 7']), 0)).toEqual({ type: 'words', words: 'words 1' }));

  test.each(['details', 'Details', 'status.', 'review'])('is no command that is typed by itself: %s', (typed) => {
    const labels = ['Details', 'Status', 'Review…'];
    expect(chosenBy(typed, several(labels), 0, 'alone')).toEqual({ type: 'none' });
    expect(chosenBy(typed, several(labels), 0, 'reply')).toMatchObject({ type: 'words' });
  });

  test.each([
    [
      ['date propose', 'Propose Tue'],
      ['date propose', 'Change…'],
    ],
    [
      ['status', 'Show it'],
      ['date accept', 'Accept Tue'],
      ['date reject', 'Reject Tue…'],
    ],
    [['ack wise-bison', 'Acknowledge']],
  ])('is made by a yes where only one does something at once: %j', (...offered) => {
    const [words, labels] = [offered.map(([each = '']) => each), offered.map(([, label = '']) => label)];
    const agreed = agreedBy({ ...choices, words, labels }, (each) => each === 'status');
    expect(labels.findIndex((label) => /^(?:Propose|Accept|Acknowledge)/.test(label))).toBe(words.indexOf(agreed ?? ''));
  });

  // An `ok` to a reminder says that it was read.
  test.each([
    [['disclose wise-bison', 'Confirm wise-bison is disclosed']],
    [['refuse k3m7q2xd', 'Take it back']],
    [['confirm k3m7q2xd', 'Confirm']],
    [['back', "I'm not away"]],
    [['remind all wise-bison', 'Remind everyone of wise-bison']],
    [['end wise-bison public sure=yes', 'End wise-bison as public']],
    [['date reject', 'Reject Tue…']],
    [
      ['date accept', 'Accept Tue'],
      ['review pass', 'Test on 7'],
    ],
  ])('is not made by a yes: %j', (...offered) => {
    const [words, labels] = [offered.map(([each = '']) => each), offered.map(([, label = '']) => label)];
    expect(agreedBy({ ...choices, words, labels }, () => false)).toBe(null);
  });

  test.each([
    ['confirm', 'disclose wise-bison', 'Confirm wise-bison is disclosed'],
    ['take', 'refuse k3m7q2xd', 'Take it back'],
    ['end', 'end wise-bison public sure=yes', 'End wise-bison as public'],
  ])('is not made by one word of a label that does something at once: %s', (typed, words, label) => {
    const offered = { ...choices, words: [words], labels: [label] };
    expect(chosenBy(typed, offered, 0)).toEqual({ type: 'none' });
    expect(chosenBy(label, offered, 0)).toEqual({ type: 'words', words });
  });

  test('of a message that is too old is none any more', () => {
    expect(chosenBy('3', choices, 101)).toEqual({ type: 'too-old' });
  });
});
