// Files that people send to the bot: for whom they are read, what is said of them, and what never waits for them.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SentFile } from '../../../src/chat/message/heard.ts';
import { inbox, outbox } from '../../../src/db/schema.ts';
import { attachedMax } from '../../../src/inbound/attached.ts';
import { openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { founded, opened, type Seen, type World, world } from '../../setup/world.ts';

const patch = 'the fix, line by line';
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const file = (name: string, content: string): SentFile => ({ name, bytes: null, at: { content: Buffer.from(content).toString('base64') } });
const failing = (fails: string): SentFile => ({ name: 'fix.patch', bytes: null, at: { fails } });
const fix = file('fix.patch', patch);

let database: TestDatabase;
let here: World;
let read: ReturnType<typeof vi.spyOn>;
let codename: string;
beforeAll(async () => {
  database = await openTestDatabase('embedded');
});
beforeEach(async () => {
  here = await world('embedded', { database });
  await founded(here);
  codename = await opened(here);
  read = vi.spyOn(here.platform, 'readFile' as never);
});
afterAll(() => database.drop());

/** What somebody hears who sends files, and says something with them. */
async function send(by: string, files: readonly SentFile[], words = '', where: Seen['to'] | null = null): Promise<string[]> {
  here.news();
  await here.platform.hear({ ...here.heard(by, words, where as never), files });
  await here.bot.settle();
  return here.news().flatMap(({ to, text }) => (to === by ? [text] : []));
}

describe('a file of a member', () => {
  test('is hashed, and is in no patch revision before one has it', async () => {
    const [said] = await send('ada', [fix]);
    expect(said?.split('\n').slice(0, 4)).toEqual([
      'What you sent:',
      `- \`${hash(patch)}\`  fix.patch`,
      'Not in any patch revision that you can read: fix.patch.',
      'I kept no copy.',
    ]);
  });

  test('is compared with the revisions of what they have acknowledged, and of nothing else', async () => {
    await here.say('ada', `patch publish ${codename} label=First url=https://example.org/fix files="${hash(patch)} fix.patch"`);
    await here.say('bob', `ack ${codename}`);
    expect((await send('bob', [fix])).join()).toContain(`fix.patch matches ${codename}, byte for byte: patch revision 1 (current).`);
    expect((await send('bob', [file('fix.patch', 'other')])).join()).toContain(
      `fix.patch doesn't match ${codename}: patch revision 1 (current)`,
    );
    // Under another name it is the same file.
    expect((await send('bob', [file('0001.patch', patch)])).join()).toContain("It's called fix.patch there.");
    const [toCarol] = await send('carol', [fix]);
    expect(toCarol).toContain(hash(patch));
    expect(toCarol).not.toContain(codename);
  });

  test('leaves nothing of what is in it in the database or the log', async () => {
    await send('ada', [fix]);
    const kept = JSON.stringify([await here.db.select().from(inbox), await here.db.select().from(outbox), here.logs]);
    expect(kept).not.toContain(patch);
    expect(kept).not.toContain(Buffer.from(patch).toString('base64'));
    expect(kept).not.toContain('fix.patch');
  });

  test('that is called something that cannot be shown is called by its place', async () => {
    expect((await send('ada', [file('a\u202eb.patch', patch), file('../../etc/x.patch', patch)])).join()).toMatch(
      /file-1\n.*` {2}x\.patch/,
    );
  });

  test.each([
    ['not-there', "fix.patch: I couldn't fetch it"],
    ['too-big', 'fix.patch: larger than 8 MiB'],
    ['altered', "fix.patch: what I got isn't what you sent"],
    ['no-right', "fix.patch: I'm not allowed to read files here."],
  ])('that cannot be read (%s) is answered, and the others are hashed', async (fails, said) => {
    const [text] = await send('ada', [failing(fails), file('other.patch', patch)]);
    expect(text).toContain(said);
    expect(text).toContain(`\`${hash(patch)}\`  other.patch`);
  });

  test('that is too big by its own account is not fetched', async () => {
    expect((await send('ada', [{ ...fix, bytes: attachedMax.bytes + 1 }])).join()).toContain('fix.patch: larger than 8 MiB');
    expect(read).not.toHaveBeenCalled();
  });

  test('is one of ten at most', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => file(`${index}.patch`, patch));
    expect((await send('ada', many(attachedMax.files + 1))).join()).toContain('You sent 11 files, and I read at most 10 at a time.');
    expect(read).not.toHaveBeenCalled();
    await send('ada', many(attachedMax.files));
    expect(read).toHaveBeenCalledTimes(10);
  });

  test('has a name of its own, or nothing is read: a signature would be of either', async () => {
    const [text] = await send('ada', [fix, file('fix.patch', 'something else'), file('fix.patch.asc', 'x')], 'patch publish');
    expect(text).toContain('You sent two files called fix.patch, so I read neither.');
    expect(read).not.toHaveBeenCalled();
  });

  test('in a room is nobody’s business', async () => {
    await send('ada', [fix], 'status', 'terminal:#oci-private' as never);
    expect(read).not.toHaveBeenCalled();
  });
});

describe('a stranger', () => {
  test('has nothing fetched, and is told once', async () => {
    expect(await send('eve', [fix])).toEqual([expect.stringContaining("You aren't on a list here")]);
    expect(await send('eve', [fix])).toEqual([]);
    expect(read).not.toHaveBeenCalled();
  });
});

describe('words that come with a file', () => {
  test('and report a leak wait for no file', async () => {
    const said = await send('bob', [failing('busy')], 'report leak: the patch is on a mirror, see the screenshot');
    expect(read).not.toHaveBeenCalled();
    expect(said.join('\n')).toContain("I didn't look at what you attached.");
    expect(said.length).toBeGreaterThan(1);
  });

  test('publish the patch with the hash of what was sent', async () => {
    await send('ada', [fix], `patch publish ${codename} label=First url=https://example.org/fix`);
    expect((await here.say('ada', `patch ${codename}`)).map(({ text }) => text).join()).toContain(`\`${hash(patch)}\` fix.patch`);
  });

  test('publish nothing where it cannot be read, or what they say of it is not so, unless a button is pressed for that', async () => {
    const typed = `patch publish ${codename} label=First url=https://example.org/fix files="${'a'.repeat(64)} fix.patch"`;
    expect((await send('ada', [failing('not-there')], typed)).join()).toContain("Nothing was published: I couldn't read fix.patch.");
    expect((await send('ada', [fix], typed)).join()).toContain('Nothing was published: your command says');
    const shown = async () => (await here.say('ada', `patch ${codename}`)).map(({ text }) => text).join();
    expect(await shown()).toContain("There's no patch yet.");
    const [sent = ''] = here.platform.seen.findLast(({ text }) => text.startsWith('Nothing was published'))?.buttons ?? [];
    await here.say('ada', sent, null);
    expect(await shown()).toContain(`\`${hash(patch)}\` fix.patch`);
  });
});
