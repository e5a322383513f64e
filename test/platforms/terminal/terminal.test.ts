import { describe, expect, test } from 'vitest';
import { textFile } from '../../../src/chat/message/files.ts';
import type { Receipt } from '../../../src/chat/message/heard.ts';
import { actions, heading, line } from '../../../src/chat/message/message.ts';
import { personId } from '../../../src/domain/values/ids.ts';
import { accept, message, now, open, person, room, toPerson, toRoom, words } from '../../rig/terminal-rig.ts';

describe('what a persona says', () => {
  test('is heard with a key of its own, the instant and the speaker', async () => {
    const { heard, play } = await open();
    await play('ada in #oci-private: /embargo status');
    expect(heard).toEqual([
      {
        key: 'terminal:k1',
        at: now,
        by: 'terminal:ada',
        room: 'terminal:#oci-private',
        trigger: null,
        said: { type: 'words', text: 'status' },
        names: { 'terminal:ada': 'ada' },
      },
    ]);
  });

  test.each([
    ['/embargo status', 'status'],
    ['!embargo status', 'status'],
    ['/EMBARGO   status', 'status'],
    ['/embargo', ''],
    ['status', 'status'],
    ['', ''],
    ['/embargoes', '/embargoes'],
    ['/embargo 2', '2'],
    ['create title="<!channel>"', 'create title="<!channel>"'],
  ])('%j is the words %j', async (typed, text) => {
    const { heard, terminal } = await open();
    await terminal.say('ada', null, typed);
    expect(heard.map((event) => event.said)).toEqual([{ type: 'words', text }]);
  });

  test('is said where they last spoke, and at first in #oci-private', async () => {
    const { said, play, terminal } = await open();
    await play('ada: a', 'ada in direct: b', 'ada: c', 'bob: d', 'ada in #other: e', 'ada: f');
    expect(said().map(({ by, room }) => [by, room])).toEqual([
      ['terminal:ada', 'terminal:#oci-private'],
      ['terminal:ada', null],
      ['terminal:ada', null],
      ['terminal:bob', 'terminal:#oci-private'],
      ['terminal:ada', 'terminal:#other'],
      ['terminal:ada', 'terminal:#other'],
    ]);
    expect([terminal.placeOf('ada'), terminal.placeOf('bob'), terminal.placeOf('eve'), terminal.personas()]).toEqual([
      { type: 'room', name: '#other' },
      { type: 'room', name: '#oci-private' },
      { type: 'room', name: '#oci-private' },
      ['ada', 'bob'],
    ]);
  });

  test.each([
    ['invite @bob', 'invite terminal:bob', { 'terminal:bob': 'bob' }],
    ['invite @bob@slack now', 'invite terminal:bob@slack now', { 'terminal:bob@slack': 'bob@slack' }],
    [
      'invite @bob, (@eve) and "@dan".',
      'invite terminal:bob, (terminal:eve) and "terminal:dan".',
      { 'terminal:bob': 'bob', 'terminal:eve': 'eve', 'terminal:dan': 'dan' },
    ],
    ['ask @bob.', 'ask terminal:bob.', { 'terminal:bob': 'bob' }],
    ['write to bob@example.org', 'write to bob@example.org', {}],
    ['npm @types/node', 'npm @types/node', {}],
    ['see https://example.org/@bob', 'see https://example.org/@bob', {}],
    ['an @ alone', 'an @ alone', {}],
    ['@Room', '@Room', {}],
  ])('%j mentions whom it mentions', async (typed, text, names) => {
    const { heard, terminal } = await open();
    await terminal.say('ada', null, typed);
    expect(heard.map((event) => [event.said, event.names])).toEqual([[words(text), { 'terminal:ada': 'ada', ...names }]]);
  });

  test.each<[Receipt, string[]]>([
    ['stored', []],
    ['repeated', []],
    [
      'kept',
      [
        "bot → ada in #oci-private: I can't reach the database. I'll keep this in memory and run it once it's back. If you get no answer then, send it again.",
      ],
    ],
    ['full', ["bot → ada in #oci-private: I can't reach the database and couldn't keep this. Please send it again in a few minutes."]],
  ])('and whether it was kept is said: %s', async (receipt, expected) => {
    const { lines, play } = await open({ receipt });
    await play('ada: status');
    expect(lines).toEqual(expected);
  });
});

describe('the files of a message', () => {
  const file = textFile({ name: 'keen-toad-post.txt', text: 'Fix it.\n[1] not a button', words: 'draft post keen-toad' });
  const withFile = { ...message(line('Here:'), accept), files: [file] };

  test('are shown directly, each in a frame below its name, also where the words stand in a room', async () => {
    const { lines, terminal } = await open();
    const pages = terminal.pages(withFile, { zone: null, repeated: false });
    const to = toPerson('ada', '#oci-private');
    for (const [index, page] of pages.entries()) await terminal.post({ rowId: 'row', index, to, page, replaces: null, pin: false });
    expect(lines).toEqual([
      'bot → ada in #oci-private: Here:',
      '  [1] Accept  [2] Reject',
      'bot → ada: 1 file',
      '  ┌ keen-toad-post.txt',
      '  │ Fix it.',
      '  │ [1] not a button',
      '  └',
    ]);
  });

  test('leave the buttons of what was said before them where they are', async () => {
    const { said, play, terminal } = await open();
    const pages = terminal.pages(withFile, { zone: null, repeated: true });
    for (const [index, page] of pages.entries())
      await terminal.post({ rowId: 'row', index, to: toPerson('ada'), page, replaces: null, pin: false });
    await play('ada in direct: 1');
    expect(said().map((each) => each.said)).toEqual([words('date accept')]);
  });
});

describe('a number', () => {
  test('presses that button of the last message in a room where the persona speaks, and in that room', async () => {
    const { said, post, play } = await open();
    await play('bob in #oci-private: owe');
    await post(toRoom('#oci-private'), message(heading('First'), actions({ label: 'Old', words: 'old' })));
    await post(toRoom('#oci-private'), message(heading('quiet-otter'), accept));
    await post(toRoom('#oci-private'), message(heading('No buttons')));
    await play('bob in direct: 2', 'bob: [1]');
    expect(said().slice(1)).toEqual([
      { by: 'terminal:bob', room: 'terminal:#oci-private', said: words('date reject') },
      { by: 'terminal:bob', room: 'terminal:#oci-private', said: words('date accept') },
    ]);
  });

  test('presses at once what was posted in a room before the persona spoke there', async () => {
    const { said, post, play } = await open();
    await post(toRoom('#oci-private'), message(accept));
    await play('bob in #oci-private: 1');
    expect(said()).toEqual([{ by: 'terminal:bob', room: 'terminal:#oci-private', said: words('date accept') }]);
  });

  test('does not reach into a room where the persona never spoke, nor into the messages of others', async () => {
    const { said, lines, post, play } = await open();
    await post(toRoom('#other'), message(accept));
    await post(toPerson('ada'), message(accept));
    await post(toPerson('ada', '#oci-private'), message(accept));
    lines.length = 0;
    await play('bob in #oci-private: 1');
    expect([said(), lines]).toEqual([[], ["  ! There's no [1] to press: there's no message with buttons yet."]]);
  });

  test('that no button has is answered with those that there are', async () => {
    const { said, lines, post, play } = await open();
    await post(toPerson('bob'), message(accept));
    lines.length = 0;
    await play('bob in direct: 3', 'bob: 0');
    expect([said(), lines]).toEqual([
      [],
      [
        "  ! There's no [3] to press: the last message with buttons has 1 to 2.",
        "  ! There's no [0] to press: the last message with buttons has 1 to 2.",
      ],
    ]);
  });

  test('presses for each persona what they see', async () => {
    const { said, post, play } = await open();
    await play('ada: hi', 'bob: hi');
    await post(toRoom('#oci-private'), message(accept));
    await post(toPerson('bob'), message(actions({ label: 'Pass', words: 'review pass' })));
    await play('ada: 1', 'bob: 1');
    expect(said().slice(2)).toEqual([
      { by: 'terminal:ada', room: 'terminal:#oci-private', said: words('date accept') },
      { by: 'terminal:bob', room: null, said: words('review pass') },
    ]);
  });

  test('presses an edited direct message, but an edit far up in a room does not come to the front', async () => {
    const { said, post, play } = await open();
    await play('bob: hi');
    const card = await post(toRoom('#oci-private'), message(actions({ label: 'Card', words: 'card' })));
    const step = await post(toPerson('bob'), message(actions({ label: 'Step 1', words: 'step 1' })));
    await post(toRoom('#oci-private'), message(accept));
    await post(toRoom('#oci-private'), message(actions({ label: 'Card', words: 'newer card' })), card);
    await play('bob: 1');
    await post(toPerson('bob'), message(actions({ label: 'Step 2', words: 'step 2' })), step);
    await play('bob: 1');
    await post(toPerson('bob'), message(line('Done.')), step);
    await play('bob: 1');
    expect(
      said()
        .slice(1)
        .map((event) => event.said),
    ).toEqual([words('date accept'), words('step 2'), words('date accept')]);
  });

  test('presses the last message of a room as it reads after an edit', async () => {
    const { said, post, play } = await open();
    const card = await post(toRoom('#oci-private'), message(accept));
    await post(toRoom('#oci-private'), message(actions({ label: 'Disclose', words: 'disclose' })), card);
    await play('bob: 1');
    expect(said().map((event) => event.said)).toEqual([words('disclose')]);
  });

  test('does not press what was taken back', async () => {
    const { lines, terminal, post, play } = await open();
    const ref = await post(toPerson('bob'), message(accept));
    await terminal.remove(toPerson('bob'), ref ?? '');
    await play('bob: 1');
    expect(lines).toEqual([
      'bot → bob: [1] Accept  [2] Reject',
      'bot ✎ bob: (deleted)',
      "  ! There's no [1] to press: there's no message with buttons yet.",
    ]);
  });
});

describe('what the bot posts', () => {
  test('is printed as a transcript, and an edit prints its title and what is new', async () => {
    const { lines, post } = await open();
    const ref = await post(toRoom('#oci-private'), message(heading('quiet-otter'), line('Proposed'), line('0 of 2')));
    const again = await post(toRoom('#oci-private'), message(heading('quiet-otter'), line('Agreed'), line('2 of 2')), ref);
    await post(toRoom('#oci-private'), message(heading('quiet-otter'), line('Agreed'), line('2 of 2')), ref);
    await post(toPerson('bob', '#oci-private'), message(line('Only you see this.')));
    expect(again).toBe(ref);
    expect(lines).toEqual([
      'bot → #oci-private: quiet-otter',
      '  Proposed',
      '  0 of 2',
      'bot ✎ #oci-private: quiet-otter',
      '  Agreed',
      '  2 of 2',
      'bot → bob in #oci-private: Only you see this.',
    ]);
  });

  test('before a restart is edited as a whole', async () => {
    const { lines, post } = await open();
    const ref = await post(toRoom('#oci-private'), message(heading('quiet-otter'), line('Agreed')), 'terminal-earlier');
    expect([ref, lines]).toEqual(['terminal-earlier', ['bot ✎ #oci-private: quiet-otter', '  Agreed']]);
  });

  test('has a reference that is new each time', async () => {
    const { post } = await open();
    const refs = [await post(toPerson('bob'), message(line('a'))), await post(toPerson('bob'), message(line('a')))];
    expect(refs).toEqual(['terminal-k1', 'terminal-k2']);
  });

  test('stands out where colours are shown, and what was typed still cannot colour it', async () => {
    const { lines, post } = await open({ colour: true });
    await post(toPerson('bob'), message(heading('\u001b[31mred'), line('more')));
    expect(lines).toEqual(['\u001b[36mbot → bob:\u001b[0m [31mred', '  more']);
  });

  test('is refused for good to somebody on another platform', async () => {
    const { terminal } = await open();
    const slack = personId('slack:T1/U1') ?? person('bob');
    const post = {
      rowId: 'row',
      index: 0,
      to: { type: 'person', person: slack, room: null },
      page: { lines: [], buttons: [] },
      replaces: null,
      pin: false,
    } as const;
    await expect(terminal.post(post)).rejects.toMatchObject({ kind: 'gone', code: 'not-on-this-platform' });
  });
});

describe('a room', () => {
  const nobody = { teams: [] };

  test.each([
    ['#oci-private', []],
    ['#general', ['public']],
    ['#generals', []],
    ['#public-talk', ['public']],
  ])('%s has the faults %j', async (name, faults) => {
    const { terminal } = await open();
    expect(await terminal.inspect(room(name))).toEqual({ name, faults, ...nobody });
  });

  test('that is shared or opened is unfit from then on, until that was withdrawn, and no other room is', async () => {
    const { terminal } = await open();
    const [ours, name] = [room('#oci-private'), '#oci-private'];
    await terminal.change(ours, { type: 'shared', team: 'T0FAR' });
    await terminal.change(ours, { type: 'public' });
    expect(await terminal.inspect(ours)).toEqual({ name, faults: ['shared-externally', 'public'], teams: ['T0FAR'] });
    expect(await terminal.inspect(room('#other'))).toEqual({ name: '#other', faults: [], ...nobody });
    await terminal.change(ours, { type: 'unshared' });
    expect(await terminal.inspect(ours)).toEqual({ name, faults: ['public'], ...nobody });
    await terminal.change(ours, { type: 'private' });
    expect(await terminal.inspect(ours)).toEqual({ name, faults: [], ...nobody });
  });

  test('tells who is in it when it is asked: who spoke there, and who came, until they leave', async () => {
    const { terminal } = await open();
    const ours = room('#oci-private');
    const people = async () => (await terminal.inspect(ours, { people: true })).people;
    expect(await people()).toEqual([]);
    await terminal.say('bob', { type: 'room', name: '#oci-private' }, 'owe');
    await terminal.say('carol', { type: 'direct' }, 'owe');
    await terminal.change(ours, { type: 'joined', who: 'ada' });
    expect(await people()).toEqual([person('ada'), person('bob')]);
    await terminal.change(ours, { type: 'left', who: 'bob' });
    expect(await people()).toEqual([person('ada')]);
  });

  test('that changes is noticed, each time anew, unless it is opened or closed: of that no platform tells', async () => {
    const { terminal, noticed } = await open();
    const ours = room('#oci-private');
    await terminal.change(ours, { type: 'public' });
    await terminal.change(ours, { type: 'private' });
    await terminal.change(ours, { type: 'archived' });
    await terminal.change(ours, { type: 'joined', who: 'eve' });
    expect(noticed.map(({ about, change }) => ({ about, change }))).toEqual([
      { about: ours, change: { type: 'room', room: ours, who: null } },
      { about: ours, change: { type: 'room', room: ours, who: person('eve') } },
    ]);
    expect(new Set(noticed.map(({ key }) => key)).size).toBe(2);
  });
});
