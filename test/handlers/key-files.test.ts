// Keys that people attach as files, because they are longer than a message: whose they are, and what is never taken.
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { grouped } from '../../src/chat/list/membership/standing.ts';
import type { SentFile } from '../../src/chat/message/heard.ts';
import { loadList } from '../../src/db/lists.ts';
import { inbox, outbox } from '../../src/db/schema.ts';
import type { ListId } from '../../src/domain/values/ids.ts';
import { attachedMax } from '../../src/inbound/attached.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, start, type World, world } from '../setup/world.ts';

let database: TestDatabase;
let here: World;
let pair: Awaited<ReturnType<typeof made>>;
const made = () => generateKey({ userIDs: [{ name: 'Seven' }], date: new Date(start - 1000), format: 'object' });
beforeAll(async () => {
  database = await openTestDatabase('embedded');
  pair = await made();
});
beforeEach(async () => {
  here = await world('embedded', { database });
  await founded(here);
});
afterAll(() => database.drop());

const file = (content: string | Uint8Array, name = 'seven.asc'): SentFile => ({
  name,
  bytes: null,
  at: { content: Buffer.from(content).toString('base64') },
});

async function send(by: string, words: string, ...files: SentFile[]): Promise<string> {
  here.news();
  await here.platform.hear({ ...here.heard(by, words, null), files });
  await here.bot.settle();
  return here
    .news()
    .flatMap(({ to, text }) => (to === by ? [text] : []))
    .join('\n');
}

const fingerprint = () => pair.publicKey.getFingerprint().toUpperCase();
const keys = async () => (await loadList(here.db, 'oci' as ListId))?.distributors['seven-linux' as never]?.profile?.keys ?? [];
const taken = () => [expect.objectContaining({ fingerprint: fingerprint(), block: pair.publicKey.armor() })];

describe('a public key in a file', () => {
  test.each([
    ['bob', 'key'],
    ['bob', 'Our PGP key:'],
    ['bob', 'org key'],
    ['bob', 'org key "Seven Linux"'],
    ['ada', 'org key "Seven Linux"'],
  ])('sent by %s with %j is added', async (by, words) => {
    expect(await send(by, words, file(pair.publicKey.armor()))).toContain(grouped(fingerprint()));
    expect(await keys()).toEqual(taken());
  });

  test('is read in binary, and where it is longer than a message', async () => {
    await send('bob', 'key', file(pair.publicKey.write(), 'seven.gpg'));
    expect(await keys()).toEqual(taken());
    const long = `${'Seven Linux signs with this key.\n'.repeat(2000)}${pair.publicKey.armor()}`;
    expect(long.length).toBeGreaterThan(50_000);
    expect(await send('bob', 'key', file(long))).toContain('I already have this key, with the same expiry.');
  });

  test('whose it is has to be said by who speaks for nobody, and of another organization it is refused', async () => {
    expect(await send('ada', 'key', file(pair.publicKey.armor()))).toContain('Whose key is it?');
    await send('carol', 'org key "Seven Linux"', file(pair.publicKey.armor()));
    expect(await keys()).toEqual([]);
  });

  test('of several, too large or none at all is refused, with what to do', async () => {
    const other = (await made()).publicKey.armor();
    expect(await send('bob', 'key', file(pair.publicKey.armor()), file(other))).toContain("That's 2 keys: Seven, Seven. I added none.");
    expect(await send('bob', 'key', file('x'.repeat(attachedMax.keyBytes + 1)))).toContain('gpg --export-options export-minimal --armor');
    expect(await send('bob', 'key', file('a shopping list'))).toContain("That isn't a PGP key.");
    expect(await keys()).toEqual([]);
  });
});

test.each<[string, string, () => SentFile]>([
  ['with its words', 'key', () => file(pair.privateKey.armor())],
  ['in binary', 'org key', () => file(pair.privateKey.write(), 'seven.gpg')],
  ['under a public header', 'key', () => file(pair.privateKey.armor().replaceAll('PRIVATE', 'PUBLIC'))],
  ['without a word', '', () => file(pair.privateKey.armor(), 'secret.txt')],
  ['without a word, in binary', '', () => file(pair.privateKey.write(), 'secring.gpg')],
])('a secret key in a file, %s, is refused aloud, and nothing of it is kept', async (_, words, sent) => {
  expect(await send('bob', words, sent())).toContain("That's a secret key. I kept none of it");
  expect(await keys()).toEqual([]);
  const kept = JSON.stringify([await here.db.select().from(inbox), await here.db.select().from(outbox), here.logs]);
  const body = pair.privateKey.armor().split(/\n\n/)[1]?.replaceAll(/\s/g, '') ?? '';
  expect(body.length).toBeGreaterThan(100);
  // The file itself stands in the inbox of this platform as where it is found: no other text holds a line of it.
  const lines = body.match(/.{60}/g) ?? [];
  const found = JSON.stringify(sent().at.content);
  expect(lines.filter((line) => kept.replaceAll(found, '').includes(line))).toEqual([]);
});

test('a key that is too long to paste is refused with the command that makes it shorter', async () => {
  const [said] = await here.say('bob', `org key "Seven Linux" -----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${'A'.repeat(20_001)}`, null);
  expect(said?.text).toContain('gpg --export-options export-minimal --armor --export ADDRESS');
  expect(said?.text).toContain('attach the key as a file');
});

describe('a public key that is pasted', () => {
  test.each([
    ['bob', (block: string) => `org key ${block}`],
    ['bob', (block: string) => `org key\n${block}`],
    ['bob', (block: string) => `org key "Seven Linux" ${block}`],
    ['bob', (block: string) => `org key\n\`\`\`\n${block}\`\`\``],
    ['bob', (block: string) => `org key ${block.replaceAll(/\s*\n/g, ' ')}`],
    ['ada', (block: string) => `org key Seven Linux ${block}`],
  ] as const)('by %s is added: %s', async (by, words) => {
    expect(await send(by, words(pair.publicKey.armor()))).toContain(grouped(fingerprint()));
    expect(await keys()).toEqual(taken());
  });

  test('by who speaks for nobody has to be said whose it is, and a bare command asks for the key', async () => {
    expect(await send('ada', `org key ${pair.publicKey.armor()}`)).toMatch(/Whose key is it\?[\s\S]*org key "Seven Linux"/);
    await send('bob', 'org key');
    expect(await keys()).toEqual([]);
  });
});
