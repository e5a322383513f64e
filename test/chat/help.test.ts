// What can be said, made from the table: all of it on request, the nearest command for an unknown word, never all of it for that.
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { helpNodes, unknownNodes, wrongNodes } from '../../src/chat/help.ts';
import { parse } from '../../src/chat/parse.ts';
import { start } from '../setup/embargo.ts';
import { actionsOf, codesOf, linesOf, understood } from '../setup/said.ts';

const said = (words: string) => parse(words, { now: start, zone: null, codenames: [] });

describe('help', () => {
  test('lists every command, those that begin alike in one line, but not the one that only buttons say', () => {
    const lines = linesOf(helpNodes(null)).filter((line) => line.startsWith('- '));
    expect(lines).toContain('- `status`: Show the state of an embargo and your to-dos on it.');
    expect(lines).toContain('- `date` …: propose, counter, today, extend, accept, reject, withdraw, wait, decide, settle');
    expect(lines).toContain(
      '- `patch`: Show the current patch revisions: branches, address, files, hashes, changes. Also: publish, withdraw',
    );
    const listed = lines.flatMap((line) => {
      const [, first = '', rest = ''] = /^- `([\w-]+)`(?: …: |.* Also: )?(.*)$/.exec(line) ?? [];
      return line.includes(' …: ')
        ? rest.split(', ').map((each) => `${first} ${each}`)
        : line.includes(' Also: ')
          ? [first, ...rest.split(', ').map((each) => `${first} ${each}`)]
          : [first];
    });
    expect(listed.sort()).toEqual(
      commands
        .map(({ words }) => words)
        .filter((words) => words !== 'form')
        .sort(),
    );
    // One page, on a phone too.
    expect(lines.length).toBeLessThan(60);
  });

  test('says of one command what it takes, who can use it, and an example', () => {
    expect(linesOf(helpNodes('people remove'))).toEqual([
      '`people remove`: Remove someone from the list. Their access to every embargo ends at once.',
      '- Person: @name',
      'Who: coordinators. For example: `people remove @bob`',
    ]);
    expect(linesOf(helpNodes('snooze'))).toEqual([
      '`snooze`: Pause your reminders for a while, until the deadline at most.',
      '- Until: Such as 4h, 2 days, tue 14:00 utc',
      'Who: who has a need to know. For example: `snooze 4h`',
    ]);
  });

  test('says of a first word all that begins with it', () => {
    expect(
      linesOf(helpNodes('date'))
        .filter((line) => /^`date \w+`/.test(line))
        .map((line) => line.split('`')[1]),
    ).toEqual([
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
    ]);
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
    expect(['disclose', 'end', 'ack', 'report', 'room adopt', 'zone', 'create', 'status', 'todo', 'help'].map(who)).toEqual([
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
  test('gets the nearest command with one example, and a button that says it', () => {
    const parsed = said('stauts');
    if (parsed.type !== 'unknown-command') throw new Error(parsed.type);
    const nodes = unknownNodes(parsed);
    expect(linesOf(nodes)).toEqual(["I don't know `stauts`. Did you mean `status`? For example: `status`", '[Status]']);
    expect(actionsOf(nodes).map(({ words }) => words)).toEqual(['status']);
  });

  test('gets a button that says what was typed behind it too, and the first word of a group its members', () => {
    const asked = (text: string) => {
      const parsed = said(text);
      if (parsed.type !== 'unknown-command') throw new Error(parsed.type);
      return unknownNodes(parsed);
    };
    expect(actionsOf(asked('date acept 2')).map(({ words }) => words)).toEqual(['date accept 2']);
    expect(actionsOf(asked(`date acept ${'x'.repeat(501)}`)).map(({ words }) => words)).toEqual(['date accept']);
    expect(linesOf(asked('patches'))).not.toEqual([]);
    expect(linesOf(asked('distributor'))[0]).toMatch(/^`distributor` needs one of: `add`, /);
  });

  test('gets no guess where nothing is near', () => {
    const parsed = said('xyzzy');
    if (parsed.type !== 'unknown-command') throw new Error(parsed.type);
    expect(linesOf(unknownNodes(parsed))).toEqual(["I don't know `xyzzy`. `help` shows what can be said."]);
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
    expect(linesOf(nodes)).toEqual([
      '- Time zone: Expected an IANA time zone, such as Europe/Berlin or America/New_York.',
      'For example: `settings zone Europe/Berlin`',
    ]);
    for (const words of codesOf(nodes)) expect(understood(words).type).toBe('intent');
  });

  test('a word too much is named', () => {
    const parsed = said('list some');
    if (parsed.type !== 'wrong') throw new Error(parsed.type);
    expect(linesOf(wrongNodes(parsed))[0]).toBe('- Unexpected: `some`.');
  });
});
