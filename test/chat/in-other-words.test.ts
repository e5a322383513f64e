// What people put between the words of a command, leave out, or write as another program takes it: read as what it says, or asked about.
import { describe, expect, test } from 'vitest';
import { leakNodes, unknownNodes } from '../../src/chat/help.ts';
import type { Action, Node } from '../../src/chat/message/message.ts';
import { type Parsed, parse } from '../../src/chat/parse.ts';

const understanding = {
  now: Date.parse('2026-03-02T09:00Z'),
  zone: 'Europe/Berlin',
  codenames: ['calm-otter', 'quiet-marten'],
  organizations: [
    { id: 'nova', name: 'Nova' },
    { id: 'seven-linux', name: 'Seven Linux' },
    { id: 'harbour', name: 'Harbour OS' },
    { id: 'harbour-labs', name: 'Harbour Labs' },
  ],
};
const means = (said: string): Parsed => parse(said, understanding);

const reads = (rows: readonly (readonly [said: string, words: string, expected: object])[]) =>
  test.each(rows)('%j is %s', (said, words, expected) => {
    const parsed = means(said);
    expect(parsed).toMatchObject({ type: 'intent', command: { words } });
    expect(parsed).toMatchObject({ intent: 'to' in expected ? expected : { command: expected } });
  });

const asks = (rows: readonly (readonly [said: string, expected: object])[]) =>
  test.each(rows)('%j is asked about', (said, expected) => {
    const parsed = means(said);
    expect(parsed.type).not.toBe('intent');
    expect(parsed).toMatchObject(expected);
  });

const url = 'https://example.org/advisory?id=1';

describe('a link', () => {
  reads([
    [`link packages nova ${url}`, 'link', { clock: 'packages', link: url, distributor: 'nova' }],
    [`link packages "Seven Linux" ${url}`, 'link', { clock: 'packages', link: url, distributor: 'Seven Linux' }],
    [`link packages Seven Linux ${url}`, 'link', { clock: 'packages', link: url, distributor: 'Seven Linux' }],
    [`link packages for Seven: ${url}`, 'link', { clock: 'packages', link: url, distributor: 'Seven Linux' }],
    [`link packages ${url} distributor=Seven Linux`, 'link', { clock: 'packages', link: url, distributor: 'Seven Linux' }],
    [`link our packages ${url}`, 'link', { clock: 'packages', link: url }],
    [`link post to ${url}`, 'link', { clock: 'post', link: url }],
    [`link the post is at ${url}`, 'link', { clock: 'post', link: url }],
    [`link announcement ${url}`, 'link', { clock: 'post', link: url }],
    [`link errata ${url}`, 'link', { clock: 'erratum', link: url }],
    [`link cve CVE-2026-1111 at ${url}`, 'link', { clock: 'cve', id: 'CVE-2026-1111', link: url }],
    [
      'link none packages distributor=Seven Linux they no longer ship it',
      'link none',
      { clock: 'packages', distributor: 'Seven Linux', because: 'they no longer ship it' },
    ],
    [
      'link none packages distributor=Seven they no longer ship it',
      'link none',
      { clock: 'packages', distributor: 'Seven Linux', because: 'they no longer ship it' },
    ],
  ]);
  asks([
    // What it is, is asked with a button for each.
    [`link ${url}`, { type: 'unknown-command', nearest: null, typed: url.slice(0, 40) }],
    ['link none packages distributor=Seven Linux', { type: 'ask', texts: { what: 'packages', distributor: 'Seven Linux' } }],
    ['link none distributor=Seven Linux', { type: 'ask', texts: { distributor: 'Seven Linux' } }],
    [`link post of the list of Nova ${url}`, { type: 'wrong' }],
  ]);
  test('of one embargo is of no other', () => {
    expect(means(`link packages calm-otter nova ${url}`)).toMatchObject({
      codename: 'calm-otter',
      intent: { command: { distributor: 'nova' } },
    });
    expect(means(`link packages wise-bison nova ${url}`)).toMatchObject({ type: 'unknown-codename' });
  });
});

describe('by when something is to be done', () => {
  const carol = 'terminal:carol';
  reads(
    [
      [`retro action @ by 30 days write a test`, { text: 'write a test' }],
      [`retro action @ write a test by 30 days`, { text: 'write a test' }],
      [`retro action @ write a test within 30 days.`, { text: 'write a test' }],
      [`retro action @ due in 30 days: write a test`, { text: 'write a test' }],
      [`leak step @ by 2h remove the post`, { text: 'remove the post' }],
    ].map(([said = '', told]) => [String(said).replace('@', carol), String(said).split(' ', 2).join(' '), told as object] as const),
  );
  asks([
    ['retro action terminal:carol by design we test nothing', { type: 'ask', texts: { what: 'by design we test nothing' } }],
    ['retro action terminal:carol by 30 days', { type: 'ask', texts: { what: 'by 30 days' } }],
  ]);
});

describe('what was mistyped is kept', () => {
  const pressed = (nodes: readonly Node[]): Action[] => nodes.flatMap((node) => (node.type === 'actions' ? node.actions : []));
  const hash = 'a'.repeat(64);
  const offers = (said: string): Action | undefined => {
    const parsed = means(said);
    return parsed.type === 'unknown-command' ? pressed(unknownNodes(parsed))[0] : undefined;
  };

  test('with all that was pasted behind it, in the form of the right command, which changes nothing by itself', () => {
    const button = offers(`patch publsh calm-otter v1 https://example.org/fix\n${hash}  fix.patch\n${'b'.repeat(64)}  test.patch`);
    expect(button).toMatchObject({ label: 'Patch publish…' });
    expect(means(button?.words ?? '')).toMatchObject({
      ...{ type: 'ask', command: { words: 'patch publish' }, codename: 'calm-otter', problems: {} },
      texts: { label: 'v1', url: 'https://example.org/fix', files: expect.stringContaining('test.patch') },
    });
  });

  test.each([
    'finding ad it crashes at start',
    'date propse 2026-03-18 14:00 UTC',
    'note-add it crashes',
    'org ad Nova 24',
    'leak stp by 2h remove it',
  ])('%j is never done by one press', (said) => {
    const words = offers(said)?.words;
    if (words !== undefined) expect(means(words).type).toBe('ask');
  });

  test('of a leak its report has every word', () => {
    const [button] = pressed(leakNodes('we leaked calm-otter by accident: it "went" to the public list'));
    expect(means(button?.words ?? '')).toMatchObject({
      ...{ type: 'ask', command: { words: 'report leak' }, codename: 'calm-otter' },
      texts: { what: 'we leaked calm-otter by accident: it "went" to the public list' },
    });
    const [stranger] = pressed(leakNodes('we leaked it by accident'));
    expect(means(stranger?.words ?? '')).toMatchObject({ type: 'ask', texts: { what: 'we leaked it by accident' } });
  });
});

describe('a severity in words', () =>
  asks([
    [
      'create title="A race" severity=high',
      { problems: { severity: expect.stringContaining('CVSS:3.1/AV:L') }, texts: { title: 'A race' } },
    ],
    ['update severity=7.5', { problems: { severity: expect.stringMatching(/^Severity comes from a CVSS vector/) } }],
  ]));

describe('ids as they are pasted', () => {
  const ids = { orders: [{ ids: [['CVE-2026-1234']] }] };
  reads([
    ...[
      'CVE 2026 1234',
      'cve-2026–1234',
      'CVE_2026_1234',
      'CVE-2026 - 1234',
      'https://www.cve.org/CVERecord?id=CVE-2026-1234',
      'https://nvd.nist.gov/vuln/detail/CVE-2026-1234',
      'https://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2026-1234',
    ].map((typed) => [`cve add ${typed}`, 'cve add', ids] as const),
    ['update cve=CVE 2026 1234', 'update', ids],
    ['cve add CVE 2026 1234, CVE 2026 5678', 'cve add', { orders: [{ ids: [['CVE-2026-1234'], ['CVE-2026-5678']] }] }],
    ['cve set CVE 2026 1234 fixed=1.2', 'cve set', { orders: [{ id: 'CVE-2026-1234', details: { fixedIn: '1.2' } }] }],
    ['note CVE 2026 1234 is theirs', 'note', { text: 'CVE 2026 1234 is theirs' }],
  ]);
  asks([
    ['cve add CVE 26 1234', { type: 'wrong' }],
    ['cve add 2026 1234', { type: 'wrong' }],
  ]);
});

describe('an address with a name, and countries by their names', () =>
  reads([
    ['org set Nova alias="Nova Security <security@nova.example>"', 'org set', { changes: { alias: 'security@nova.example' } }],
    ['org set Nova countries="Germany, the Czech Republic, uk"', 'org set', { changes: { countries: ['DE', 'CZ', 'GB'] } }],
  ]));
