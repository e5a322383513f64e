// What people put between the words of a command, leave out, or write as another program takes it: read as what it says, or asked about.
import { describe, expect, test } from 'vitest';
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
