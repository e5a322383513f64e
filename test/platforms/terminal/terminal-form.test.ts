import { describe, expect, test } from 'vitest';
import { form, now, open, toPerson, toRoom, words } from '../../rig/terminal-rig.ts';

const options = ['    1 No issues found', '    2 Skip'];

describe('a form', () => {
  test('is asked field after field, and handed over from where it was opened', async () => {
    const { terminal, lines, said, play } = await open();
    await terminal.ask(toPerson('ada', '#oci-private'), form, null, 'row-1');
    await play('ada in direct: runc', 'ada: CVE-2024-21626', 'ada: 1');
    expect(lines).toEqual(['bot → ada (form): New embargo', '  Title?', '  CVE id (optional)?', '  Outcome?', ...options]);
    expect(said()).toEqual([
      {
        by: 'terminal:ada',
        room: 'terminal:#oci-private',
        said: { type: 'form', words: 'create', values: { title: 'runc', cve: 'CVE-2024-21626', outcome: 'none' } },
      },
    ]);
    expect(terminal.isAsked('ada')).toBe(false);
  });

  test('says as it opens how it can be answered, and left', async () => {
    const { terminal, lines } = await open({ ways: true });
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    expect(lines).toEqual([
      'bot → ada (form): New embargo',
      '  (`back` goes back, `skip` skips, `cancel` closes the form, `?` explains.)',
      '  Title?',
    ]);
  });

  test.each([
    ['a number', '1', 'none'],
    ['a value', 'none', 'none'],
    ['a label', 'no issues FOUND', 'none'],
    ['a label that is a word of the terminal', 'skip', 'skip'],
  ])('takes %s for a choice', async (_name, answer, outcome) => {
    const { terminal, said, play } = await open();
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await play('ada: runc', 'ada: -', `ada: ${answer}`);
    expect(said().map((event) => event.said)).toEqual([{ type: 'form', words: 'create', values: { title: 'runc', outcome } }]);
  });

  test.each([
    ['an empty line', ''],
    ['-', '-'],
    ['skip', 'skip'],
  ])('is not content with %s where something is needed', async (_name, answer) => {
    const { terminal, lines, play } = await open();
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await play(`ada: ${answer}`);
    expect(lines.slice(2)).toEqual(['  ! Title is needed. What it is, in a few words.', '  Title?']);
  });

  test('offers by number what can be picked, and takes what is typed as well', async () => {
    const pick = {
      name: 'of',
      label: 'Distributor',
      hint: '',
      required: true,
      input: { type: 'pick', from: 'distributor', maxLength: 60 },
    } as const;
    const asked: unknown[] = [];
    const { terminal, lines, said, play } = await open({
      choices: async (query) => {
        asked.push(query);
        return Array.from({ length: 21 }, (_, index) => ({ value: `d${index + 1}`, label: `D ${index + 1}` }));
      },
    });
    const picking = { ...form, fields: [pick] };
    await terminal.ask(toPerson('ada', '#oci-private'), picking, null, 'row-1');
    await play('ada: 20');
    await terminal.ask(toPerson('ada'), picking, null, 'row-1');
    await play('ada: d 2');
    await terminal.ask(toPerson('ada'), picking, null, 'row-1');
    await play('ada: Seven Linux');
    expect(lines.slice(0, 3)).toEqual(['bot → ada (form): New embargo', '  Distributor?', '    1 D 1']);
    expect(lines.slice(21, 23)).toEqual(['    20 D 20', 'bot → ada (form): New embargo']);
    expect(said().map((event) => event.said)).toEqual(
      ['d20', 'd2', 'Seven Linux'].map((of) => ({ type: 'form', words: 'create', values: { of } })),
    );
    expect(asked[0]).toEqual({ by: 'terminal:ada', room: 'terminal:#oci-private', from: 'distributor', typed: '', words: 'create' });
  });

  test('checks each answer when it is given', async () => {
    const checked: unknown[] = [];
    const { terminal, lines, play, said } = await open({
      check: (words, values, by) => {
        checked.push([words, values, by]);
        return values.cve === 'CVE-1' ? { cve: 'That is no CVE id.', title: 'not asked' } : {};
      },
    });
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await play(`ada: ${'x'.repeat(21)}`, 'ada: runc', 'ada: CVE-1', 'ada: ?', 'ada: CVE-2024-21626', 'ada: 3', 'ada: 2');
    expect(lines.slice(2)).toEqual([
      '  ! At most 20 characters; this has 21.',
      '  Title?',
      '  CVE id (optional)?',
      '  ! That is no CVE id.',
      '  CVE id (optional)?',
      '  ! Like CVE-2024-21626.',
      '  CVE id (optional)?',
      '  Outcome?',
      ...options,
      '  ! Answer with a number from 1 to 2 or one of the words.',
      '  Outcome?',
      ...options,
    ]);
    expect(checked).toEqual([
      ['create', { title: 'runc' }, 'terminal:ada'],
      ['create', { cve: 'CVE-1' }, 'terminal:ada'],
      ['create', { cve: 'CVE-2024-21626' }, 'terminal:ada'],
      ['create', { outcome: 'skip' }, 'terminal:ada'],
    ]);
    expect(said()).toHaveLength(1);
  });

  test('goes back and shows what was answered; an empty line keeps it, skip empties it', async () => {
    const { terminal, lines, play, said } = await open();
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await play('ada: back', 'ada: runc', 'ada: CVE-2024-21626', 'ada: back', 'ada: back', 'ada:', 'ada: skip', 'ada: 1');
    expect(lines.slice(1)).toEqual([
      '  Title?',
      '  ! This is the first question. `cancel` closes the form.',
      '  Title?',
      '  CVE id (optional)?',
      '  Outcome?',
      ...options,
      '  CVE id (optional) [CVE-2024-21626]?',
      '  Title [runc]?',
      '  CVE id (optional) [CVE-2024-21626]?',
      '  Outcome?',
      ...options,
    ]);
    expect(said().map((event) => event.said)).toEqual([{ type: 'form', words: 'create', values: { title: 'runc', outcome: 'none' } }]);
  });

  test('that is cancelled sends nothing, and the next line is a command again', async () => {
    const { terminal, lines, play, said } = await open();
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await play('ada: runc', 'ada: cancel', 'ada: owe');
    expect(lines.at(-1)).toBe('  (closed, nothing sent)');
    expect(said()).toEqual([{ by: 'terminal:ada', room: 'terminal:#oci-private', said: words('owe') }]);
  });

  test('that comes back asks only for what is wrong or missing', async () => {
    const { terminal, lines, play, said } = await open();
    const values = { title: 'runc', cve: 'CVE-2024-1' };
    await terminal.ask(toPerson('ada'), { ...form, values, errors: { cve: 'It is taken.' } }, null, 'row-1');
    await play('ada: CVE-2024-21626', 'ada: 2');
    expect(lines).toEqual([
      'bot → ada (form): New embargo',
      '  ! CVE id: It is taken.',
      '  CVE id (optional) [CVE-2024-1]?',
      '  Outcome?',
      ...options,
    ]);
    expect(said().map((event) => event.said)).toEqual([
      { type: 'form', words: 'create', values: { title: 'runc', cve: 'CVE-2024-21626', outcome: 'skip' } },
    ]);
  });

  test('that is wrong only as a whole is gone through again, with everything kept', async () => {
    const { terminal, lines } = await open();
    const values = { title: 'runc', outcome: 'none' };
    await terminal.ask(toPerson('ada'), { ...form, values, errors: { '': 'It has ended meanwhile.' } }, null, 'row-1');
    expect(lines).toEqual(['bot → ada (form): New embargo', '  ! It has ended meanwhile.', '  Title [runc]?']);
  });

  test('is open for two personas at once, and answers stay apart', async () => {
    const { terminal, said, play } = await open();
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await terminal.ask(toPerson('bob'), { ...form, words: 'other' }, null, 'row-1');
    await play('ada: by ada', 'bob: by bob', 'bob: -', 'ada: -', 'bob: 2', 'ada: 1');
    expect(said().map((event) => [event.by, event.said])).toEqual([
      ['terminal:bob', { type: 'form', words: 'other', values: { title: 'by bob', outcome: 'skip' } }],
      ['terminal:ada', { type: 'form', words: 'create', values: { title: 'by ada', outcome: 'none' } }],
    ]);
  });

  test('is set aside by a command with its prefix, and goes on where it was', async () => {
    const { terminal, lines, said, play } = await open();
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await play('ada: runc', 'ada: /embargo report leak https://example.org/p all of it', 'ada: owe');
    expect(said().map((event) => event.said)).toEqual([words('report leak https://example.org/p all of it'), words('owe')]);
    expect(terminal.isAsked('ada')).toBe(false);
    expect(lines.slice(3)).toEqual([
      "  (Form set aside: New embargo. I'll keep your answer for 60 minutes: `continue` resumes it, `cancel` closes it.)",
    ]);
    await play('ada: continue', 'ada: skip', 'ada: 1');
    expect(lines.slice(4)).toEqual(['  CVE id (optional)?', '  Outcome?', ...options]);
    expect(said().at(-1)?.said).toEqual({ type: 'form', words: 'create', values: { title: 'runc', outcome: 'none' } });
  });

  test('is set aside as well by the next form, and the last comes back first', async () => {
    const { terminal, lines, said, play } = await open();
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await terminal.ask(toPerson('ada'), { ...form, title: 'Another', words: 'split' }, null, 'row-2');
    await play('ada: !embargo owe', 'ada: cancel', 'ada: continue', 'ada: runc', 'ada: skip', 'ada: 1');
    expect(lines.filter((line) => line.startsWith('  ('))).toEqual([
      "  (Form set aside: New embargo. I'll keep it for 60 minutes: `continue` resumes it, `cancel` closes it.)",
      "  (Form set aside: Another. I'll keep it for 60 minutes: `continue` resumes it, `cancel` closes it.)",
      '  (Closed: Another. Nothing was sent.)',
    ]);
    expect(said().at(-1)?.said).toMatchObject({ type: 'form', words: 'create' });
  });

  test('takes a report for its answer only when it is said again', async () => {
    const { terminal, lines, said, play } = await open();
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await play('ada: report public a post');
    expect(lines.slice(2)).toEqual([
      "  (That reads like a report, so I haven't taken it as your answer yet. Nobody was told.)",
      '  (To report it now, send it again with `/embargo` in front. To answer Title with it, send it again as it is. `cancel` closes the form.)',
    ]);
    await play('ada: report public a post', 'ada: skip', 'ada: 1');
    expect(said().map((event) => event.said)).toEqual([
      { type: 'form', words: 'create', values: { title: 'report public a post', outcome: 'none' } },
    ]);
  });

  test('takes the result for another release for an answer only when it is said again', async () => {
    const { terminal, lines, said, play } = await open();
    const notes = { ...form, title: 'Test v1 on 7.1', words: 'review answer wise-bison release=7.1' };
    await terminal.ask(toPerson('ada'), notes, null, 'row-1');
    await play('ada: 7.2 fails to build: undefined reference');
    expect(lines.slice(2)).toEqual([
      "  (That reads like the result for another release, so I haven't taken it as your answer yet.)",
      '  (To answer for that release, send it again with `/embargo` in front. To answer Title with it, send it again as it is. `cancel` closes the form.)',
    ]);
    await play('ada: 7.1 fails to build', 'ada: skip', 'ada: 1');
    expect(said().map((event) => event.said)).toMatchObject([{ words: notes.words, values: { title: '7.1 fails to build' } }]);
  });

  test.each([
    ...['status', 'date reject', 'review pass all', 'todo', 'note it crashes', 'LGTM'],
    ...['people add @bob', 'invite @ben', 'remind @dave', 'date propose noon', 'status wise-bison', 'date withdraw 1 x'],
  ])('takes `%s` for its answer only when it is said again', async (line) => {
    const { terminal, lines, said, play } = await open();
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await play(`ada: ${line}`);
    expect(lines.slice(2)).toEqual([
      "  (That reads like a command, so I haven't taken it as your answer yet.)",
      '  (To run it, send it again with `/embargo` in front. To answer Title with it, send it again as it is. `cancel` closes the form.)',
    ]);
    await play(`ada: ${line}`, 'ada: skip', 'ada: 1');
    expect(said().at(-1)?.said).toMatchObject({ values: { title: line } });
  });

  test.each(['Update of runc', 'Leak in runc', 'list of paths is cut', 'review of the patch', 'end of a file'])(
    'takes `%s` for its answer at once',
    async (line) => {
      const { terminal, said, play } = await open();
      await terminal.ask(toPerson('ada'), form, null, 'row-1');
      await play(`ada: ${line}`, 'ada: skip', 'ada: 1');
      expect(said().at(-1)?.said).toMatchObject({ values: { title: line } });
    },
  );

  test('expires after an hour without an answer, which is said; what is typed then is a line as any other', async () => {
    let at = now;
    const { terminal, lines, said, play } = await open({ now: () => at });
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    at += 60 * 60_000 - 1;
    await play('ada: runc');
    at += 60 * 60_000;
    await play('ada: leak: https://example.org/p all of it');
    expect(lines.slice(3)).toEqual([
      '  (Your form expired: New embargo. It waited 60 minutes, and nothing was sent. To start again: `create`.)',
    ]);
    expect(said().map((event) => event.said)).toEqual([words('leak: https://example.org/p all of it')]);
  });

  test('reads mentions only from an answer that is nothing else', async () => {
    const { terminal, heard, play } = await open();
    await terminal.ask(toPerson('ada'), { ...form, fields: form.fields.slice(0, 2) }, null, 'row-1');
    await play('ada: by @eve at X', 'ada: @bob, @dan@slack');
    expect(heard.map((event) => [event.said, event.names])).toEqual([
      [
        { type: 'form', words: 'create', values: { title: 'by @eve at X', cve: 'terminal:bob, terminal:dan@slack' } },
        { 'terminal:ada': 'ada', 'terminal:bob': 'bob', 'terminal:dan@slack': 'dan@slack' },
      ],
    ]);
  });

  test('that could not be kept is still there', async () => {
    const { terminal, lines, play } = await open({ receipt: 'full' });
    await terminal.ask(toPerson('ada'), form, null, 'row-1');
    await play('ada: runc', 'ada: -', 'ada: 1');
    expect(lines.slice(-4)).toEqual([
      "bot → ada: I can't reach the database and couldn't keep this. Please send it again in a few minutes.",
      '  Outcome?',
      ...options,
    ]);
    expect(terminal.isAsked('ada')).toBe(true);
  });

  test('cannot be opened in a room', async () => {
    const { terminal } = await open();
    await expect(terminal.ask(toRoom('#oci-private'), form, null, 'row-1')).rejects.toMatchObject({
      kind: 'gone',
      code: 'form-for-a-room',
    });
  });

  test('shows a title or a label, but is not driven by it', async () => {
    const { terminal, lines } = await open();
    const fields = form.fields.slice(0, 1).map((field) => ({ ...field, label: 'Title\u001b[2J' }));
    await terminal.ask(toPerson('ada'), { ...form, title: 'New\u0007\nembargo', fields, errors: { title: '\u202eno' } }, null, 'row-1');
    expect(lines).toEqual(['bot → ada (form): New embargo', '  ! Title[2J: no', '  Title[2J?']);
  });
});
