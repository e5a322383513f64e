// What can be said, made from the table: all of it on request, the nearest command for an unknown word, never all of it for that.
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { helpNodes, unknownNodes, wrongNodes } from '../../src/chat/help.ts';
import { parse } from '../../src/chat/parse.ts';
import { start } from '../setup/embargo.ts';
import { actionsOf, codesOf, linesOf, understood } from '../setup/said.ts';

const said = (words: string) => parse(words, { now: start, zone: null, codenames: [] });

describe('help', () => {
  test('all lists every command under what it is for, but not the one that only buttons say', () => {
    const lines = linesOf(helpNodes('all')).filter((line) => line.startsWith('- '));
    expect(lines).toContain('- Dates: `date` propose, counter, today, extend, accept, reject, withdraw, wait, decide, settle');
    expect(lines).toContain(
      '- After the end: `link` none, remove · `retro` answer, action, done, drop, markdown, public · `deployed` · `heads-up`',
    );
    const listed = lines.flatMap((line) =>
      line
        .replace(/^- [^:]+: /, '')
        .split(' · ')
        .flatMap((group) => {
          const [, first = '', rest = ''] = /^`([\w-]+)`(?: (.*))?$/.exec(group) ?? [];
          const more = rest === '' ? [] : rest.split(', ').map((each) => `${first} ${each}`);
          return commands.some(({ words }) => words === first) ? [first, ...more] : more;
        }),
    );
    const all = commands.map(({ words }) => words).filter((words) => words !== 'form');
    expect([...new Set(listed)].sort()).toEqual([...all].sort());
    // One page, on a phone too.
    expect(lines.length).toBeLessThan(15);
  });

  test('says of one command what it takes, who can use it, and an example', () => {
    expect(linesOf(helpNodes('people remove'))).toEqual([
      '`people remove`: Remove someone from the list. Their access to every embargo ends at once.',
      '- `person`: Person. @name',
      'Who: coordinators. For example: `people remove @bob`',
    ]);
    expect(linesOf(helpNodes('snooze'))).toEqual([
      '`snooze`: Pause your reminders for a while, until the deadline at most.',
      '- `until`: Until. Such as 4h, 2 days, tue 14:00 utc',
      'Who: who has a need to know. For example: `snooze 4h`',
    ]);
  });

  test.each(['date', 'Date'])('says of a group its members, a line each: %s', (group) => {
    const lines = linesOf(helpNodes(group));
    expect(lines[0]).toBe('`date` needs one of these:');
    expect(lines.slice(1).map((line) => /^- `(date \w+)`: /.exec(line)?.[1])).toEqual([
      'date propose',
      'date counter',
      'date today',
      'date extend',
      'date accept',
      'date reject',
      'date withdraw',
      'date wait',
      'date decide',
      'date settle',
      undefined,
    ]);
    expect(lines.at(-1)).toBe('One with its arguments: `help date propose`.');
  });

  test('says of other words what it says of those of the table', () => {
    expect(helpNodes('distributor')).toEqual(helpNodes('org'));
    expect(helpNodes('member vote')).toEqual(helpNodes('ballot vote'));
    expect(helpNodes('owe')).toEqual(helpNodes('todo'));
  });

  test('says of a command that begins others too what it takes, and which', () => {
    expect(linesOf(helpNodes('apply')).at(-1)).toMatch(/^Also: `apply answer`, `apply submit`, /);
  });

  test('shows nothing in a form that only a button carries', () => {
    expect(linesOf(helpNodes('review pass')).join('\n')).not.toContain('Review and step');
    expect(linesOf(helpNodes('date reject')).join('\n')).not.toContain('Proposal');
  });

  test('names who can use each command as the tables of authority do', () => {
    const who = (words: string) =>
      linesOf(helpNodes(words))
        .find((line) => line.startsWith('Who: '))
        ?.split('. ')[0];
    expect(['disclose', 'end', 'ack', 'report', 'room adopt', 'settings zone', 'create', 'status', 'todo', 'help'].map(who)).toEqual([
      'Who: coordinators, representatives; after `ack`',
      'Who: coordinators, representatives; after `ack`',
      'Who: who has a need to know',
      'Who: who has a need to know',
      'Who: the people named in ADMINS, coordinators',
      'Who: members',
      'Who: coordinators',
      'Who: who has a need to know',
      'Who: members',
      'Who: everybody',
    ]);
  });
});

describe('an unknown word', () => {
  const asked = (text: string) => {
    const parsed = said(text);
    if (parsed.type !== 'unknown-command') throw new Error(`${text}: ${parsed.type}`);
    return unknownNodes(parsed);
  };

  test('gets the nearest command, and a question a button that says it', () => {
    expect(linesOf(asked('stauts'))).toEqual(["I don't know `stauts`. Did you mean `status`?", '[Status]']);
    expect(actionsOf(asked('stauts')).map(({ words }) => words)).toEqual(['status']);
  });

  test('gets no button that changes something: what to type, or what opens a form', () => {
    expect(linesOf(asked('date acept 2'))[0]).toBe("I don't know `date acept`. Did you mean `date accept 2`?");
    expect(linesOf(asked('patch withdrw 2'))[0]).toBe("I don't know `patch withdrw`. Did you mean `patch withdraw 2`?");
    expect(actionsOf(asked('patch withdrw 2')).map(({ words }) => words)).toEqual(['fill in patch withdraw 2']);
    expect(linesOf(asked('dislcose'))).toEqual(["I don't know `dislcose`. Did you mean `disclose`?"]);
    expect(actionsOf(asked('snoze')).map(({ words }) => words)).toEqual(['snooze']);
    expect(linesOf(asked(`date acept ${'x'.repeat(121)}`))[0]).toContain('Did you mean `date accept`?');
  });

  test('that begins a group shows its members, with a wrong one behind it their names', () => {
    expect(linesOf(asked('org')).slice(0, 2)).toEqual([
      '`org` needs one of these:',
      '- `org add`: Add an organization and the releases it ships.',
    ]);
    expect(asked('distributor')).toEqual(asked('org'));
    expect(linesOf(asked('date whatever'))).toEqual([
      '`date` needs one of: `propose`, `counter`, `today`, `extend`, `accept`, `reject`, `withdraw`, `wait`, `decide`, `settle`.',
    ]);
  });

  test('that is the second of several commands names them, and guesses at none', () => {
    expect(linesOf(asked('accept'))).toEqual([
      '`accept` alone could be several: `date accept`, `devices accept`, `apply accept`, `people accept`.',
    ]);
    expect(actionsOf(asked('approve'))).toEqual([]);
  });

  test('gets no guess where nothing is near', () => {
    expect(linesOf(asked('xyzzy'))).toEqual(["I don't know `xyzzy`. `help` shows what you can do."]);
  });

  test.each([
    'the build fails for me',
    'not sure what to do',
    'and the tests fail',
    'lost access to my mail',
    'we ship it on thursday',
    'good morning',
    'listen, the build fails',
    'I will be out next week',
  ])('of a plain sentence gets none either: %s', (text) => {
    const shown = asked(text);
    expect(shown).toHaveLength(1);
    expect(linesOf(shown)[0]).not.toContain('Did you mean');
    expect(linesOf(shown)[0]).toContain(`\`${text}\``);
  });

  test('to ask help about gets no wall of all commands', () => {
    expect(linesOf(helpNodes('stauts')).length).toBeLessThan(5);
  });
});

describe('a wrong argument', () => {
  test('is named with what is wrong, and an example that is right', () => {
    const parsed = said('settings zone Berlin');
    if (parsed.type !== 'wrong') throw new Error(parsed.type);
    const nodes = wrongNodes(parsed);
    expect(linesOf(nodes)).toEqual(['- Time zone: Did you mean `Europe/Berlin`?', 'For example: `settings zone Europe/Berlin`']);
    for (const words of codesOf(nodes)) expect(understood(words).type).toBe('intent');
  });

  test('a word too much is named', () => {
    const parsed = said('list some');
    if (parsed.type !== 'wrong') throw new Error(parsed.type);
    expect(linesOf(wrongNodes(parsed))[0]).toBe('- Unexpected: `some`.');
  });
});
