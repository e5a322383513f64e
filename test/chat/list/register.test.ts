// Who is on a list, to be taken elsewhere: what everybody may see, what only coordinators may, and names that would be markup.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  publicMembers,
  type RegisterFormat,
  type RegisterKind,
  registerAnswer,
  registerOf,
  registerText,
} from '../../../src/chat/list/membership/register.ts';
import { markdownCode, markdownText } from '../../../src/chat/message/markdown.ts';
import { type Distributor, foundedOn } from '../../../src/domain/list/list.ts';
import { newProfile } from '../../../src/domain/list/membership/membership.ts';
import { dayMs } from '../../../src/domain/values/time.ts';
import { renderPages as matrixPages } from '../../../src/platforms/matrix/render.ts';
import { renderPages as slackPages } from '../../../src/platforms/slack/outbound/render.ts';
import { ada, at, bob, carol, dave, distributorId, grace, listOf, nova, seven, start } from '../../setup/embargo.ts';
import { messagesOf } from '../../setup/said.ts';

const now = start + 100 * dayMs;

/** Seven Linux with everything that can be known of it. */
const whole: Distributor = {
  ...seven,
  profile: {
    ...newProfile(at('2025-11-30T23:59Z')),
    entity: 'Seven GmbH',
    ships: ['pkg:rpm/seven/runc', 'pkg:golang/github.com/opencontainers/runc'],
    architectures: ['x86_64', 'aarch64'],
    alias: 'security@seven.example',
    aliasTest: { hash: 'the-secret-hash', sentAt: at('2026-01-05T08:00Z'), by: ada.person, backAt: at('2026-01-06T08:00Z') },
    keys: [
      {
        fingerprint: '0123456789ABCDEF0123456789ABCDEF01234567',
        expiresAt: at('2026-12-01T12:00Z'),
        user: 'x',
        addedAt: start,
        warnedMs: null,
      },
      { fingerprint: 'F'.repeat(40), expiresAt: now, user: null, addedAt: start, warnedMs: null },
      { fingerprint: 'E'.repeat(40), expiresAt: null, user: null, addedAt: start, warnedMs: null },
    ],
    countries: ['DE', 'FR'],
    primary: carol.person,
    backup: grace.person,
    reviewedAt: at('2026-02-01T00:00Z'),
    evidence: { users: 'everybody' },
    standing: { state: 'probation', because: 'It was silent.', at: at('2026-04-01T00:00Z'), until: at('2026-07-01T00:00Z') },
    strikes: [
      {
        ...{ person: carol.person, because: 'told a *friend*', at: at('2026-03-20T00:00Z'), by: ada.person },
        ...{ leak: { codename: 'calm-otter', number: 1 }, answer: { text: 'it was allowed', at: at('2026-03-21T00:00Z') } },
      },
    ],
  },
};
const list = listOf({ distributors: [whole, nova] });
const bare = listOf({ distributors: [{ ...nova, releases: [] }], members: [ada] });

describe('the public member list', () => {
  test('names organisations, since when, and what they ship: by name', () => {
    expect(registerText(list, 'public', 'markdown', now)).toBe(
      [
        '# Members of oci',
        '',
        '| Organization | Since | Ships |',
        '| --- | --- | --- |',
        '| Nova | 2026-03-02 | none |',
        '| Seven Linux | 2025-11-30 | `pkg:rpm/seven/runc`, `pkg:golang/github.com/opencontainers/runc` |',
      ].join('\n'),
    );
    expect(JSON.parse(registerText(list, 'public', 'json', now))).toEqual({
      list: 'oci',
      members: [
        { name: 'Nova', since: '2026-03-02', ships: [] },
        { name: 'Seven Linux', since: '2025-11-30', ships: ['pkg:rpm/seven/runc', 'pkg:golang/github.com/opencontainers/runc'] },
      ],
    });
  });

  test.each<RegisterFormat>(['markdown', 'json'])('says nothing of people, addresses, keys or standing, as %s', (format) => {
    const text = registerText(list, 'public', format, now);
    const private_ = [
      'ada',
      'bob',
      'carol',
      'terminal:',
      'security@',
      'Seven GmbH',
      '0123',
      'FFFF',
      'probation',
      'silent',
      'friend',
      '7.1',
      'everybody',
    ];
    expect(private_.filter((word) => text.includes(word))).toEqual([]);
  });

  test('does not guess since when somebody is on it', () => {
    expect(publicMembers(bare)).toEqual([{ name: 'Nova', since: null, ships: [] }]);
    expect(registerText(bare, 'public', 'markdown', now)).toContain('| Nova | not known | none |');
  });
});

describe('the register', () => {
  test('has everything that is known of an organisation', () => {
    expect(registerOf(list, now)[1]).toEqual({
      name: 'Seven Linux',
      since: '2025-11-30',
      ships: ['pkg:rpm/seven/runc', 'pkg:golang/github.com/opencontainers/runc'],
      entity: 'Seven GmbH',
      releases: ['7.1', '7.2'],
      architectures: ['x86_64', 'aarch64'],
      countries: ['DE', 'FR'],
      alias: { address: 'security@seven.example', tested: '2026-01-05', answered: '2026-01-06' },
      keys: [
        { fingerprint: '0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567', expires: '2026-12-01', expired: false },
        { fingerprint: 'FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF', expires: '2026-06-10', expired: true },
        { fingerprint: 'EEEE EEEE EEEE EEEE EEEE EEEE EEEE EEEE EEEE EEEE', expires: null, expired: false },
      ],
      primary: 'carol',
      backup: 'grace',
      people: [{ name: 'carol', id: 'terminal:carol', role: 'representative', since: '2026-03-02' }],
      reviewed: '2026-02-01',
      standing: { state: 'probation', because: 'It was silent.', on: '2026-04-01', until: '2026-07-01' },
      strikes: [
        {
          name: 'carol',
          on: '2026-03-20',
          because: 'told a *friend*',
          by: 'ada',
          leak: 'calm-otter 1',
          answer: 'it was allowed',
          withdrawn: null,
        },
      ],
    });
  });

  test('as Markdown', () => {
    expect(registerText(list, 'register', 'markdown', now)).toBe(
      [
        '# Register of oci',
        '',
        '## Nova',
        '',
        '- Legal entity: none',
        '- Ships: none',
        '- Releases: 24',
        '- Architectures: none',
        '- Countries: none',
        '- Security alias: none',
        '- PGP keys: none',
        '- Primary contact: none',
        '- Backup contact: none',
        '- People: bob (`terminal:bob`), representative since 2026-03-02; dave (`terminal:dave`), reviewer since 2026-03-02',
        '- On the list since: 2026-03-02',
        '- Last reviewed: never',
        '- Standing: good',
        '- Strikes: none',
        '',
        '## Seven Linux',
        '',
        '- Legal entity: Seven GmbH',
        '- Ships: `pkg:rpm/seven/runc`, `pkg:golang/github.com/opencontainers/runc`',
        '- Releases: 7.1, 7.2',
        '- Architectures: x86\\_64, aarch64',
        '- Countries: DE, FR',
        '- Security alias: `security@seven.example`, tested 2026-01-05, answered 2026-01-06',
        '- PGP keys: `0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567`, expires 2026-12-01; `FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF`, expired 2026-06-10; `EEEE EEEE EEEE EEEE EEEE EEEE EEEE EEEE EEEE EEEE`, does not expire',
        '- Primary contact: carol',
        '- Backup contact: grace',
        '- People: carol (`terminal:carol`), representative since 2026-03-02',
        '- On the list since: 2025-11-30',
        '- Last reviewed: 2026-02-01',
        '- Standing: on probation since 2026-04-01, until 2026-07-01: It was silent.',
        '- Strikes: 2026-03-20, carol: told a \\*friend\\* (given by ada, for leak calm-otter 1; answered: it was allowed)',
      ].join('\n'),
    );
  });

  test('as JSON is the same', () => {
    expect(JSON.parse(registerText(list, 'register', 'json', now))).toEqual({
      list: 'oci',
      on: '2026-06-10',
      organisations: registerOf(list, now),
    });
  });

  test.each([
    [null, 'never tested'],
    [{ hash: '', sentAt: start, by: ada.person, backAt: null }, 'tested 2026-03-02, not answered'],
  ] as const)('says how an alias stands that was %o', (aliasTest, said) => {
    const known = { ...seven, profile: { ...newProfile(start), alias: 'a@b.example', aliasTest } };
    expect(registerText(listOf({ distributors: [known] }), 'register', 'markdown', now)).toContain(`\`a@b.example\`, ${said}`);
  });

  test('keeps no secret: neither the code of a test nor what was said in an application', () => {
    for (const format of ['markdown', 'json'] as const)
      for (const secret of ['the-secret-hash', 'everybody']) expect(registerText(list, 'register', format, now)).not.toContain(secret);
  });
});

describe('a name that would be markup', () => {
  test.each([
    ['Acme | Linux', 'Acme \\| Linux'],
    ['`code`', '\\`code\\`'],
    ['two\nlines\r\nof it', 'two lines of it'],
    ['[a](https://evil.example)', '\\[a\\]\\(https\\://evil.example\\)'],
    ['www.evil.example', 'www\\.evil.example'],
    ['<img src=x>', '\\<img src=x\\>'],
    ['**bold** __too__ ~~gone~~ &amp; $x$', '\\*\\*bold\\*\\* \\_\\_too\\_\\_ \\~\\~gone\\~\\~ \\&amp; \\$x\\$'],
    ['turned \u202Earound', 'turned around'],
    ['Seven Linux 7.1 (LTS)', 'Seven Linux 7.1 \\(LTS\\)'],
    // A name behind an @ calls nobody where it is published: a comment that nobody sees stands between them.
    ['@torvalds of @acme/security', '@<!-- -->torvalds of @<!-- -->acme/security'],
    ['a@b.example', 'a@<!-- -->b.example'],
  ])('%j is shown letter by letter', (name, shown) => expect(markdownText(name)).toBe(shown));

  test.each([
    ['pkg:rpm/a/b', '`pkg:rpm/a/b`'],
    ['a`b', '``a`b``'],
    ['`a``b', '``` `a``b ```'],
    ['a|b', 'a\\|b'],
    ['', ''],
  ])('%j is code', (text, shown) => expect(markdownCode(text)).toBe(shown));

  const hostile = { ...nova, id: distributorId('evil'), name: '# Evil |\n## `Corp` <script>' };
  test('makes neither a row nor a heading of its own', () => {
    const evil = listOf({ distributors: [hostile] });
    expect(registerText(evil, 'public', 'markdown', now).split('\n').slice(4)).toEqual([
      '| \\# Evil \\| \\#\\# \\`Corp\\` \\<script\\> | not known | none |',
    ]);
    expect(registerText(evil, 'register', 'markdown', now).split('\n').slice(2, 4)).toEqual([
      '## \\# Evil \\| \\#\\# \\`Corp\\` \\<script\\>',
      '',
    ]);
    expect(JSON.parse(registerText(evil, 'public', 'json', now)).members[0].name).toBe(hostile.name);
  });

  test('never ends a cell, whatever it is, and JSON brings it back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 30 }), (name, purl) => {
        const profile = { ...newProfile(start), ships: [purl] };
        const evil = listOf({ distributors: [{ ...hostile, name, profile }], members: [ada] });
        const rows = registerText(evil, 'public', 'markdown', now).split('\n').slice(4);
        expect(rows.map((row) => row.replaceAll(/\\[\\|]/g, '').split('|').length)).toEqual([5]);
        const json = registerText(evil, 'public', 'json', now);
        expect(JSON.parse(json).members).toEqual([{ name, since: '2026-03-02', ships: [purl] }]);
      }),
    );
  });
});

describe('the answer', () => {
  const kinds: readonly RegisterKind[] = ['public', 'register'];
  const formats: readonly RegisterFormat[] = ['markdown', 'json'];
  const many = listOf({
    distributors: Array.from({ length: 40 }, (_, index) => ({ ...whole, id: distributorId(`d${index}`), name: `Seven ${index} & "sons"` })),
    members: [ada, grace, bob, dave, carol],
  });

  test.each(kinds)('is the list’s own affair, and for the one who asked: %s', (kind) => {
    const { to, kind: of, list: about, embargo } = registerAnswer(list, kind, 'markdown', { person: ada.person, room: null }, now);
    expect([to, of, about, embargo]).toEqual([{ type: 'person', person: ada.person, room: null }, 'membership', 'oci', null]);
  });

  test.each(kinds.flatMap((kind) => formats.map((format) => [kind, format] as const)))(
    'is shown whole on every platform, cut between lines only: %s as %s',
    (kind, format) => {
      const text = registerText(many, kind, format, now);
      const [message] = messagesOf(registerAnswer(many, kind, format, { person: ada.person, room: null }, now));
      if (message === undefined) throw new Error('nothing was answered');
      const matrix = matrixPages(message, { zone: null, repeated: false }).flatMap(({ body }) => body.split('\n'));
      const rows = text.split('\n');
      expect(matrix.filter((row) => !row.startsWith('page ')).slice(1)).toEqual(rows);
      const slack = slackPages(message, { repeated: false }).flatMap(({ blocks }) => blocks.map(shownIn));
      expect(
        slack
          .filter((shown) => !shown.startsWith('page '))
          .slice(1)
          .join('\n'),
      ).toEqual(text);
    },
  );
});

/** The text of a block of rich text. */
function shownIn(block: object): string {
  const inner = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return '';
    if ('text' in value && typeof value.text === 'string') return value.text;
    return 'elements' in value && Array.isArray(value.elements) ? value.elements.map(inner).join('') : '';
  };
  return inner(block);
}

test('a list that nobody is on says so by an empty table', () => {
  const empty = { ...listOf({ distributors: [], members: [ada] }), policy: foundedOn('oci') };
  expect(registerText(empty, 'public', 'json', now)).toBe('{\n  "list": "oci",\n  "members": []\n}');
  expect(registerText(empty, 'register', 'markdown', now)).toBe('# Register of oci');
});
