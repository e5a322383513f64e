// What people type in other words than the table's: what it is read as, and what stays as it is.
import { describe, expect, test } from 'vitest';
import { bareWordsIn } from '../../src/chat/asked-back.ts';
import { type Parsed, parse } from '../../src/chat/parse.ts';

const understanding = { now: Date.parse('2026-03-02T09:00Z'), zone: 'UTC', codenames: ['calm-otter', 'wise-bison'] };
const means = (words: string): Parsed => parse(words, understanding);
const hash = 'a'.repeat(64);

describe('a command whose words are swapped', () => {
  test.each<[string, string, object?]>([
    ['publish patch', 'patch publish'],
    ['add org', 'org add'],
    ['add org Nova 24', 'org add', { name: 'Nova', releases: '24' }],
    ['add distributor Nova 24', 'org add'],
    ['propose date', 'date propose'],
    ['propose a date', 'date propose'],
    ['Propose new date: tue 14:00 utc', 'date propose'],
    ['accept the date', 'date accept'],
    ['approve date wise-bison', 'date accept'],
    ['reject date our freeze ends later', 'date reject', { reason: 'our freeze ends later' }],
    ['add a finding it crashes', 'finding add', { text: 'it crashes' }],
    ['withdraw patch 2 it breaks builds', 'patch withdraw', { number: '2', because: 'it breaks builds' }],
    ['add person @dave', 'people add'],
    ['hand my review to @carol', 'review handover', { person: '@carol' }],
    ['hand over my test of 7.2 to @carol', 'review handover', { person: '@carol', release: '7.2' }],
  ])('is that command: %j is %j', (words, meant, texts = {}) => expect(means(words)).toMatchObject({ command: { words: meant }, texts }));

  test.each([
    ['propse date', 'date propose'],
    ['acept date', 'date accept'],
    ['ad org', 'org add'],
  ])('and mistyped is offered: %j offers %j', (words, meant) =>
    expect(means(words)).toMatchObject({ type: 'unknown-command', nearest: { words: meant } }),
  );

  test.each(['note date propose was sent by mail', 'end date of the embargo', 'leave room for error'])(
    'is none where a command or a sentence begins: %j',
    (words) => {
      const parsed = means(words);
      expect('command' in parsed ? parsed.command.words : null).not.toMatch(/^(?:date|room)/);
    },
  );

  test('acts on no other embargo than the one that it names', () =>
    expect(means('accept date quiet-marten')).toMatchObject({ type: 'unknown-codename', typed: 'quiet-marten' }));
});

describe('a question as people ask it', () => {
  test.each<[string, string, string | null]>([
    ["what's waiting on me?", 'todo', null],
    ['What should I do now', 'todo', null],
    ['what’s the status of wise-bison?', 'status', 'wise-bison'],
    ['show me the status of wise-bison', 'status', 'wise-bison'],
    ['show wise-bison', 'status', 'wise-bison'],
    ['show timeline', 'timeline', null],
    ['show patches', 'patch', null],
    ['who knows about it?', 'who', null],
    ['when is the disclosure?', 'status', null],
    ['timeline of calm-otter', 'timeline', 'calm-otter'],
  ])('%j asks %j', (words, meant, codename) =>
    expect(means(words)).toMatchObject({ type: 'intent', command: { words: meant, says: { to: 'ask' } }, codename }),
  );

  test('about an embargo that is not known learns nothing', () =>
    expect(means('show quiet-marten')).toMatchObject({ type: 'unknown-codename' }));

  test.each(['what is the status of the art in fuzzing', 'show me the money', 'who knows what they will say'])(
    'is not any sentence: %j',
    (words) => expect(means(words).type).not.toBe('intent'),
  );
});

describe('what is said of a patch in one breath', () => {
  test.each<[string, object]>([
    ['patch publish v1 https://x.example/p', { label: 'v1', url: 'https://x.example/p' }],
    ['publish patch v1 <https://x.example/p>', { label: 'v1', url: 'https://x.example/p' }],
    ['patch publish First set: git@x.example:o/p', { label: 'First set', url: 'git@x.example:o/p' }],
    ['patch publish v1 url=https://x.example/p', { label: 'v1', url: 'https://x.example/p' }],
    ['patch publish label="a b" https://x.example/p', { label: 'a b', url: 'https://x.example/p' }],
    ['patch publish v2 for main https://x.example/p', { label: 'v2', branches: 'main', url: 'https://x.example/p' }],
    ['patch publish v2, only for the branch main: https://x.example/p', { label: 'v2', branches: 'main', url: 'https://x.example/p' }],
    ['patch publish v2 for branches main and 1.2 https://x.example/p', { branches: 'main and 1.2' }],
    ['patch publish v2 for all https://x.example/p', { label: 'v2 for all' }],
    ['patch publish v1', { label: 'v1' }],
    ['patch v1 https://x.example/p', { label: 'v1', url: 'https://x.example/p' }],
    ['patch v2 for 7.2 https://x.example/p', { label: 'v2', branches: '7.2', url: 'https://x.example/p' }],
    ['here is the new patch: git@x.example:o/p.git', { url: 'git@x.example:o/p.git' }],
    ['Patch v2 is up at <https://x.example/p>', { label: 'v2', url: 'https://x.example/p' }],
    [`patch publish v2 https://x.example/p\n${hash}  a.patch\n${hash}  b.patch`, { label: 'v2', url: 'https://x.example/p' }],
    // What has a hash in front is a file, and no label.
    [`patch publish ${hash} https://x.example/p`, { files: `${hash} https://x.example/p` }],
    [`patch publish main@${'b'.repeat(40)}`, { files: `main@${'b'.repeat(40)}` }],
  ])('%j', (words, texts) => expect(means(words)).toMatchObject({ command: { words: 'patch publish' }, texts }));

  test('has its files a line each', () => {
    const parsed = means(`patch publish v2 https://x.example/p\n${hash}  a.patch\n${hash}  b.patch`);
    const files =
      parsed.type === 'intent' && parsed.intent.to === 'embargo' && parsed.intent.command.type === 'publish-patch'
        ? parsed.intent.command.files
        : [];
    expect(files.map(({ name }) => name)).toEqual(['a.patch', 'b.patch']);
  });

  test.each(['patch publish v1 quiet-marten https://x.example/p', 'patch publish quiet-marten v1 https://x.example/p'])(
    'of another embargo is none of ours: %j',
    (words) => expect(means(words)).toMatchObject({ type: 'unknown-codename' }),
  );
});

test.each(['org remove Nova for=mistake', 'remove org Nova entered by mistake', 'org remove Nova by mistake.'])(
  '%j needs no other reason',
  (words) =>
    expect(means(words)).toMatchObject({ type: 'intent', intent: { command: { ground: { type: 'mistake' }, distributor: 'Nova' } } }),
);

describe('a field alone', () => {
  test.each<[string, object]>([
    ['Cve=CVE-2026-4242', { cve: 'CVE-2026-4242' }],
    ['cve: CVE-2026-4242', { cve: 'CVE-2026-4242' }],
    ['--versions="< 1.2"', { versions: '< 1.2' }],
  ])('updates the embargo: %j', (words, texts) =>
    expect(means(words)).toMatchObject({ type: 'intent', command: { words: 'update' }, texts }),
  );

  test.each(['foo=bar', 'title: what a day', 'description: none'])('that is none, or may be a sentence, does not: %j', (words) =>
    expect(means(words).type).toBe('unknown-command'),
  );
});

test.each<[string, object]>([
  ['post https://x.example/a', { what: 'post', link: 'https://x.example/a' }],
  ['publish post https://x.example/a', { what: 'post', link: 'https://x.example/a' }],
  ['cve: https://x.example/a', { what: 'cve', link: 'https://x.example/a' }],
])('a link with what it is, is linked: %j', (words, texts) => expect(means(words)).toMatchObject({ command: { words: 'link' }, texts }));

describe('bare words', () => {
  test.each([
    'accept',
    'Approve.',
    'I accept',
    'we agree',
    'I approve this',
    '+1',
    'that date works for us',
    'accept both',
    'date accept all',
  ])('%j says yes to a date', (said) => expect(bareWordsIn(said)).toEqual({ type: 'verdict', verdict: 'accept', reason: null }));

  test.each<[string, string | null]>([
    ['reject', null],
    ['I reject', null],
    ['we reject it', null],
    ['date reject both', null],
    ['reject both of them: our freeze ends later', 'our freeze ends later'],
    ['reject: our freeze ends later', 'our freeze ends later'],
    ['reject because our freeze ends later', 'our freeze ends later'],
  ])('%j says no to one', (said, reason) => expect(bareWordsIn(said)).toEqual({ type: 'verdict', verdict: 'reject', reason }));

  test.each(['works now', 'it works', 'works for me', 'fixed', 'Looks good', 'the patch works on 7.1'])(
    '%j says that something works',
    (said) => expect(bareWordsIn(said)).toEqual({ type: 'works' }),
  );

  test.each(['thanks!', 'Thank you so much', 'thx', '🙏', 'thanks, got it'])('%j thanks', (said) =>
    expect(bareWordsIn(said)).toEqual({ type: 'small-talk', thanks: true }),
  );

  test.each(['ok cool', 'great', 'sounds good', '👍', '👍🏽', 'OK, will do'])('%j ends a talk', (said) =>
    expect(bareWordsIn(said)).toEqual({ type: 'small-talk', thanks: false }),
  );

  test.each<[string, string]>([
    ['https://x.example/a', 'https://x.example/a'],
    ['<https://x.example/a|x.example/a>', 'https://x.example/a'],
  ])('%j is a link', (said, url) => expect(bareWordsIn(said)).toEqual({ type: 'link', url }));

  test.each(
    [
      'accept that we need another week',
      'reject',
      'thanks for nothing, it leaked',
      'ok but move the date',
      'works on paper only',
      'no idea',
    ].filter((said) => said !== 'reject'),
  )('%j is none of these', (said) => expect(bareWordsIn(said)).toBeNull());

  test.each<[string, string, string]>([
    ['of one word', '', 'ok '],
    ['of spaces', 'accept ', ' '],
    ['of marks', 'reject ', ': '],
    ['of a phrase', '', 'works now '],
    ['of words', 'date ', 'looks good, but '],
  ])('a line %s takes as long as it is, and not more', (_, begins, filler) => {
    // The quickest of several, of many at once: whatever else the machine does takes time from some of them.
    const quickest = (length: number) => {
      const said = `${begins}${filler.repeat(length / filler.length)}x`;
      const rounds = Array.from({ length: 12 }, () => {
        const began = performance.now();
        for (let round = 0; round < 500; round += 1) bareWordsIn(said);
        return performance.now() - began;
      });
      return Math.min(...rounds);
    };
    quickest(250);
    // Four times as long takes four times the time at most; a square would be sixteen. Of longer lines nothing is read.
    expect(quickest(1000) / Math.max(0.1, quickest(250))).toBeLessThan(9);
  });
});
