// What people really type, paste and send, letter by letter: each is read as what it says, or asked back with something that can be typed instead. Which
// kinds there are, in the order in which they were found; more of each kind stands beside its reader.
import { describe, expect, test } from 'vitest';
import { type Parsed, parse } from '../../src/chat/parse.ts';
import { parseForm } from '../../src/chat/parse-form.ts';
import type { PersonId } from '../../src/domain/values/ids.ts';

// A Monday, in Berlin; bob is known by name.
const bob = 'slack:T1/U1' as PersonId;
const berlin = {
  now: Date.parse('2026-03-02T09:00Z'),
  zone: 'Europe/Berlin',
  codenames: ['calm-otter', 'quiet-marten'],
  names: { [bob]: 'Anna' },
};
// Monday, 18:00 there.
const losAngeles = { ...berlin, now: Date.parse('2026-03-03T02:00Z'), zone: 'America/Los_Angeles' };
const means = (said: string, where = berlin): Parsed => parse(said, where);

/** What is asked back, in one text: the problem, or the command that may be meant. */
function question(parsed: Parsed): string {
  switch (parsed.type) {
    case 'wrong':
    case 'ask':
      return Object.values(parsed.problems).join(' ');
    case 'unknown-codename':
      return `unknown codename ${parsed.typed}`;
    case 'unknown-command':
      return [
        `unknown: ${parsed.typed}`,
        parsed.nearest === null ? '' : `${parsed.nearest.words} ${parsed.rest}`.trim(),
        ...parsed.members,
      ].join(' ');
    case 'menu':
      return 'menu';
    case 'intent':
      return `read as ${parsed.command.words}: ${JSON.stringify(parsed.intent)}`;
    default:
      return parsed satisfies never;
  }
}

const reads = (rows: readonly (readonly [said: string, words: string, command: object])[]) =>
  test.each(rows)('%j is %s', (said, words, command) => {
    const parsed = means(said);
    expect([said, parsed.type === 'intent' ? parsed.command.words : question(parsed)]).toEqual([said, words]);
    expect(parsed).toMatchObject({ intent: 'to' in command ? command : { command } });
  });

const asks = (rows: readonly (readonly [said: string, question: RegExp])[]) =>
  test.each(rows)('%j is asked back', (said, expected) => {
    const parsed = means(said);
    expect(parsed.type).not.toBe('intent');
    expect(question(parsed)).toMatch(expected);
  });

const at = (instant: string) => ({ date: { at: Date.parse(instant) } });

describe('1. a word of the shape of a codename that is none of mine is an unknown codename', () =>
  asks([
    ['date reject wise-bison, our freeze', /^unknown codename wise-bison$/],
    ['note wise-bison: it crashes', /^unknown codename wise-bison$/],
    ['note kind–starling it crashes', /^unknown codename kind-starling$/],
    ['end withdrawn wise-bison:', /^unknown codename wise-bison$/],
  ]));

describe('2. dates', () => {
  reads([
    ['date propose 3rd wednesday of march 14:00 UTC', 'date propose', at('2026-03-18T14:00Z')],
    ['date propose tomorrow 14:00 UTC', 'date propose', at('2026-03-03T14:00Z')],
    ['date propose friday 14:00 UTC', 'date propose', at('2026-03-06T14:00Z')],
    ['date propose in 10 days at 14:00 UTC', 'date propose', at('2026-03-12T14:00Z')],
    ['date propose today at 14:00 UTC', 'date propose', at('2026-03-02T14:00Z')],
    ['note at="Feb 26 14:00 UTC" they asked for a week', 'note', { saidAt: Date.parse('2026-02-26T14:00Z') }],
    ['date propose Dec 3rd at noon UTC', 'date propose', at('2026-12-03T12:00Z')],
    ['date propose Thu Dec  3 14:00:00 UTC 2026', 'date propose', at('2026-12-03T14:00Z')],
    ['date propose 2026-12-03 14:00:00 +0000 UTC', 'date propose', at('2026-12-03T14:00Z')],
    ['date propose 2026-12-03 00:00Z UTC', 'date propose', at('2026-12-03T00:00Z')],
    ['date propose 2026-12-03 14:00 UTC,', 'date propose', at('2026-12-03T14:00Z')],
    ['date propose 2026-12-03 14:00 UTC.', 'date propose', at('2026-12-03T14:00Z')],
    ...['„%“', '“%”', '`%`', '**%**', '"%"', '«%»'].map(
      (around) => [`date propose ${around.replace('%', '2026-12-03 14:00 UTC')}`, 'date propose', at('2026-12-03T14:00Z')] as const,
    ),
    ['date propose 2026–12–03 14:00 UTC', 'date propose', at('2026-12-03T14:00Z')],
    ['date propose Dec 3, 2026, 14:00 (UTC)', 'date propose', at('2026-12-03T14:00Z')],
    ['date propose 2 weeks from now at noon UTC', 'date propose', at('2026-03-16T12:00Z')],
    ['date propose by Friday 17:00 UTC', 'date propose', at('2026-03-06T17:00Z')],
  ]);
  asks([
    ['date propose Dec 17–18 14:00 UTC', /can't read|two dates|ambiguous/],
    ['date propose 2026-12-03–04 14:00 UTC', /can't read|two dates|ambiguous/],
    ['date propose in 3m', /minutes or months\? Try `in 3 min` or `in 3 months/],
    ['date propose 26-12-03 14:00 UTC', /Try `2026-12-03 14:00 UTC`/],
    ['date propose 9AM PT', /Try `today 9AM America\/Los_Angeles`/],
    ['date propose 14:00 CET', /Try `today 14:00 Europe\/Berlin`/],
  ]);
  test('in Los Angeles on Monday, 18:00, `tomorrow 14:00 UTC` is asked, with both days shown', () =>
    expect(question(means('date propose tomorrow 14:00 UTC', losAngeles))).toMatch(/Tue 2026-03-03 14:00 UTC.*Wed 2026-03-04 14:00 UTC/));
  test('there, a day in the zone of the speaker is that day', () =>
    expect(means('date propose tomorrow 14:00 America/Los_Angeles', losAngeles)).toMatchObject({
      intent: { command: at('2026-03-03T22:00Z') },
    }));
});

const releases = (...named: string[]) => ({ releases: named });
const hash = (letter: string) => letter.repeat(64);

describe('3. lists of things', () => {
  reads([
    ['org add Nova 7.1 and 7.2', 'org add', { name: 'Nova', ...releases('7.1', '7.2') }],
    ['org releases Nova RHEL 9, RHEL 8', 'org releases', releases('RHEL 9', 'RHEL 8')],
    ['org releases Nova 7.1; 7.2', 'org releases', releases('7.1', '7.2')],
    ['org releases Nova 7.1\n7.2', 'org releases', releases('7.1', '7.2')],
    ...['"7.1" "7.2"', '“7.1”, “7.2”', '‘7.1’ and ‘7.2’', "'7.1', '7.2'", '«7.1» «7.2»', '`7.1`, `7.2`', '„7.1“ „7.2“'].map(
      (typed) => [`org releases Nova ${typed}`, 'org releases', releases('7.1', '7.2')] as const,
    ),
    ...[
      'we ship 7.1 and 7.2',
      'We support 7.1, 7.2.',
      'releases: 7.1 and 7.2',
      'our supported releases are 7.1 and 7.2',
      'versions 7.1 and 7.2',
      'with releases 7.1, 7.2',
      '7.1 and 7.2 releases',
    ].flatMap((typed) => [[`org add Nova ${typed}`, 'org add', { name: 'Nova', ...releases('7.1', '7.2') }] as const]),
    ['org add Nova: 7.1, 7.2', 'org add', { name: 'Nova', ...releases('7.1', '7.2') }],
    ...['- 7.1\n- 7.2', '* 7.1\n* 7.2', '1. 7.1\n2. 7.2', '(7.1, 7.2)', '7.1, and 7.2.'].map(
      (typed) => [`org releases Nova ${typed}`, 'org releases', releases('7.1', '7.2')] as const,
    ),
    ['component add - runc\n- crun', 'component add', { orders: [{ components: [{ name: 'runc' }, { name: 'crun' }] }] }],
    ...['CVE–2026–1111', 'CVE-2026-1111.', '(CVE-2026-1111)', '`cve-2026-1111`'].map(
      (typed) => [`cve add ${typed}`, 'cve add', { orders: [{ ids: [['CVE-2026-1111']] }] }] as const,
    ),
    ['org add Nova, 7.1, 7.2', 'org add', { name: 'Nova', ...releases('7.1', '7.2') }],
    [
      `patch publish v1 https://example.org/p ${hash('a')}  fix.patch ${hash('b')}  test.patch`,
      'patch publish',
      {
        files: [
          { name: 'fix.patch', sha256: hash('a') },
          { name: 'test.patch', sha256: hash('b') },
        ],
      },
    ],
    ['update cve=CVE-2026-1111 cve=CVE-2026-2222', 'update', { orders: [{ ids: [['CVE-2026-1111'], ['CVE-2026-2222']] }] }],
  ]);
  asks([
    ['org add Harbour OS 3 4', /`org add "Harbour OS" 3 4`.*`org add Harbour "OS", "3", "4"`/],
    ['org add Nova RHEL 9 and 8', /`org add "Nova RHEL" 9, 8`.*`org add Nova "RHEL 9", "RHEL 8"`/],
    ['org releases Nova RHEL 9 and 8', /Is it RHEL 8, or 8 alone\? Write `RHEL 9, RHEL 8` or `RHEL 9, "8"`/],
    ['org add Nova 9 (and 8 until June)', /List the releases alone/],
    ['org add Nova all supported releases', /List the releases alone/],
    ['org releases Nova 7.1 or 7.2', /List the releases alone/],
  ]);

  test('at `Releases?` a sentence is read, or asked', () => {
    const said = (text: string) => parseForm('org add', { name: 'Nova', releases: text }, berlin);
    expect(said('we ship 7.1 and 7.2')).toMatchObject({ intent: { command: releases('7.1', '7.2') } });
    expect(said('RHEL 9, RHEL 8')).toMatchObject({ intent: { command: releases('RHEL 9', 'RHEL 8') } });
    for (const unclear of ['RHEL 9 and 8', 'we ship whatever is supported', 'all of them are'])
      expect(said(unclear)).toMatchObject({ type: 'ask', problems: { releases: expect.stringMatching(/List the releases|Is it RHEL 8/) } });
  });
});

const title = (wanted: string) => ({ orders: [{ changes: { title: wanted } }] });

describe('7. ids and names', () =>
  reads([
    [`people add ${bob} as a representative of Nova`, 'people add', { person: bob, role: 'representative', distributor: 'Nova' }],
    [`people add ${bob} rep Nova`, 'people add', { person: bob, role: 'representative', distributor: 'Nova' }],
    ['org rename Nvoa → Nova', 'org rename', { distributor: 'Nvoa', name: 'Nova' }],
    ['people add matrix:@bob:example.org. representative Nova', 'people add', { person: 'matrix:@bob:example.org' }],
    ['invite matrix:@bob:example.org,', 'invite', { person: 'matrix:@bob:example.org' }],
    [`note Anna and ${bob} agree with Ann`, 'note', { text: 'Anna and @Anna agree with Ann' }],
  ]));

describe('9. checked by meaning', () => {
  reads([
    ['org set Nova alias=security@nova.example', 'org set', { changes: { alias: 'security@nova.example' } }],
    ['org set Nova alias=<mailto:security@nova.example|security@nova.example>', 'org set', { changes: { alias: 'security@nova.example' } }],
    ['date propose 2026-12-03 14:00 +14:00', 'date propose', at('2026-12-03T00:00Z')],
  ]);
  asks([
    ['org set Nova alias=security@nova', /email address/],
    ['org set Nova alias=a@b@nova.example', /email address/],
    ['update cve=CVE-3026-1234', /has a year that no CVE id has/],
    ['date propose 2026-12-03 14:00 +15:00', /There's no time zone \+15:00/],
  ]);
});

describe('10. as people type', () => {
  reads([
    ...['“A race”', '‘A race’', '«A race»', '»A race«', '‹A race›', '`A race`', "'A race'", '„A race“', ' "A race"', '"A\u00a0race"'].map(
      (typed) => [`update title=${typed}`, 'update', title('A race')] as const,
    ),
    ['update\u00a0title="A\u00a0race"', 'update', title('A race')],
    ['update title=क्\u200dष', 'update', title('क्\u200dष')],
    ['update title="👨\u200d👩\u200d👧 family"', 'update', title('👨\u200d👩\u200d👧 family')],
    ['update title=می\u200cخواهم', 'update', title('می\u200cخواهم')],
    ['date propose ２０２６-１２-０３ １４:００ UTC', 'date propose', at('2026-12-03T14:00Z')],
    ['date\u3000accept\u3000１', 'date accept', { number: 1 }],
    ...[
      '--title="A race"',
      '—title="A race"',
      '–title="A race"',
      '––title="A race"',
      '--title "A race"',
      'title: A race',
      'Title=A race',
    ].map((typed) => [`update ${typed}`, 'update', title('A race')] as const),
    ['Cve=CVE-2026-4242', 'update', { orders: [{ ids: [['CVE-2026-4242']] }] }],
    ...['**date accept**', '**date** accept', '`date accept`', '*date accept*', '_date accept_', '"date accept"'].map(
      (typed) => [typed, 'date accept', { verdict: 'accept' }] as const,
    ),
    ...[
      '/embargo status',
      '@embargo: status',
      '@embargo, status',
      '@Embargo status',
      'embargo: status',
      'Embargo status',
      'Status.',
      'status?',
    ].map((typed) => [typed, 'status', { to: 'ask', query: { type: 'status' } }] as const),
  ]);
  asks([
    ['create title="Race in "masked path" code" component=runc', /`title="Race in \\"masked path\\" code"`/],
    ['update title=a\u200db', /invisible character/],
    ['hey /embargo status', /status$/],
    ['ok so /embargo status calm-otter', /status calm-otter$/],
    ['date', /propose counter .* accept reject/],
    ['org', /add rename releases/],
    ['date acept 1 because it suits us', /date accept 1 because it suits us/],
    ['ack calm-otter and quiet-marten', /^One embargo at a time\. Send separately: `ack quiet-marten`\.$/],
    ['people ad @bob representative Nova', /people add @bob representative Nova/],
  ]);

  test('a wrong value in a one-line command opens the form with everything else filled in', () => {
    expect(means('create title="A race" component=runc versions="< 2" exploitability=local date=soon')).toMatchObject({
      type: 'ask',
      texts: { title: 'A race', component: 'runc', versions: '< 2', exploitability: 'local' },
      problems: { date: expect.stringContaining('Write it like') },
    });
    expect(means(`patch publish v1 url=ftp://example.org/p files="${hash('a')} fix.patch"`)).toMatchObject({
      type: 'ask',
      texts: { label: 'v1', files: `${hash('a')} fix.patch` },
      problems: { url: expect.stringContaining('https://') },
    });
    // Where nothing else would be lost, a sentence is shorter than a form.
    expect(means('date propose soon')).toMatchObject({ type: 'wrong' });
  });
});

const vector = 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H';
const severity = (is: string, score: number) => ({ orders: [{ details: { severity: { vector: is, score } } }] });

describe('12. CVSS as people paste it', () => {
  reads([
    ...[
      vector,
      `(${vector})`,
      `8.6 (${vector})`,
      `${vector} (8.6)`,
      `"8.6 ${vector}"`,
      `"CVSS v3.1 Base Score: 8.6 (${vector})"`,
      vector.replace('CVSS:3.1', 'CVSSv3.1'),
      `"${vector.replace('CVSS:3.1/', 'CVSSv3.1: ')}"`,
      vector.toLowerCase(),
      `https://www.first.org/cvss/calculator/3.1#${vector}`,
      `https://nvd.nist.gov/vuln-metrics/cvss/v3-calculator?vector=${vector.replace('CVSS:3.1/', '')}&version=3.1`,
    ].map((typed) => [`update severity=${typed}`, 'update', severity(vector, 8.6)] as const),
    [
      'update severity=AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
      'update',
      severity('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3),
    ],
    // Older ones are kept as given.
    [
      'update severity=CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H',
      'update',
      severity('CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', 8.6),
    ],
    ['update severity=AV:N/AC:L/Au:N/C:C/I:C/A:C', 'update', severity('AV:N/AC:L/Au:N/C:C/I:C/A:C', 10)],
  ]);
  asks([
    [`update severity="${vector} 9.8 Critical"`, /The vector scores 8\.6, not 9\.8/],
    ['update severity=AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', /Is it CVSS 3\.1 or 3\.0\? Write `CVSS:3\.1/],
    ['update severity=9.8', /comes from a CVSS vector.*such as CVSS:3\.1/],
  ]);

  const many = (one: string, parting: string) => Array.from({ length: 45 }, (_, index) => `${one}${index}`).join(parting);
  test.each([
    ['versions', many('>= 1.15.0, < 1.15.', ' || ')],
    ['component', many('subsystem called driver', ', ')],
    ['exploitability', many('Whoever can start a container, ', ' or ')],
    ['reporter', many('Rosalind Franklin of King ', ', ')],
  ])('a kilobyte of %s is taken, as real advisories have it', (field, kilobyte) => {
    expect(kilobyte.length).toBeGreaterThan(1000);
    expect(question(means(`update ${field}="${kilobyte}"`))).toMatch(/^read as update/);
  });
});

describe('who is credited', () => {
  asks([
    ['reporter add Ada L, credit by handle adal', /Is "credit by handle adal" a person\?/],
    ['reporter add Ada L, known as adal', /Is "known as adal" a person\?/],
  ]);
  reads([['reporter add Ada L, Credit Union CERT', 'reporter add', { type: 'amend' }]]);
});

describe('what a newcomer typed', () => {
  const choices = (said: string) => {
    const parsed = means(said);
    return parsed.type === 'wrong' ? (parsed.choices ?? []).map(({ words }) => words) : question(parsed);
  };

  test.each([
    ['note calm-otter first; note quiet-marten second', 'note calm-otter first', 'note calm-otter "first; note quiet-marten second"'],
    ['note calm-otter first and note quiet-marten second', 'note calm-otter first', 'note calm-otter "first and note quiet-marten second"'],
    ['note calm-otter first. note quiet-marten second', 'note calm-otter first', 'note calm-otter "first. note quiet-marten second"'],
    ['note calm-otter first\nnote wise-bison second', 'note calm-otter first', 'note calm-otter "first\nnote wise-bison second"'],
    [
      'date reject calm-otter our freeze; date accept quiet-marten',
      'date reject calm-otter our freeze',
      'date reject calm-otter "our freeze; date accept quiet-marten"',
    ],
    ['note it crashes; status', 'note it crashes', 'note "it crashes; status"'],
  ])('%j is one command or two: each can be pressed, and means that alone', (said, first, whole) => {
    expect(choices(said)).toEqual([first, whole]);
    expect([means(first).type, means(whole).type]).toEqual(['intent', 'intent']);
  });
  test('more than a button can carry is asked without buttons', () =>
    expect(means(`note calm-otter ${'long '.repeat(300)}; note quiet-marten second`)).toMatchObject({ type: 'wrong', choices: [] }));

  reads([
    ['note calm-otter upstream agreed; they release on friday', 'note', { text: 'upstream agreed; they release on friday' }],
    ['note calm-otter they said to note it, and date it', 'note', { text: 'they said to note it, and date it' }],
    ['note calm otter it crashes', 'note', { text: 'it crashes' }],
    ['date propose 2026-12-03 14:00 UTC. thanks', 'date propose', at('2026-12-03T14:00Z')],
    ['snooze 4 hours please', 'snooze', { type: 'snooze' }],
    ['$ embargo status calm-otter', 'status', { to: 'ask' }],
    ['*/embargo status calm-otter*', 'status', { to: 'ask' }],
    ['terms accept calm-otter', 'ack', { type: 'acknowledge' }],
    ['i accept the terms', 'ack', { type: 'acknowledge' }],
    ['patch withdraw 2: it breaks builds', 'patch withdraw', { number: 2, because: 'it breaks builds' }],
    ['who am i', 'settings', { to: 'self' }],
    ['who is bob?', 'members', { to: 'ask' }],
    ['remind everyone', 'remind all', { type: 'remind', person: null }],
    ['org add Seven Linux: 7.1, 7.2', 'org add', { name: 'Seven Linux', ...releases('7.1', '7.2') }],
    ['org releases Seven Linux: 7.1, 7.2', 'org releases', { distributor: 'Seven Linux', ...releases('7.1', '7.2') }],
    [`update cvss=${vector}`, 'update', severity(vector, 8.6)],
    ...[
      'https://nvd.nist.gov/vuln/detail/CVE-2026-1111',
      'https://www.cve.org/CVERecord/CVE-2026-1111',
      'https://github.com/advisories/GHSA-xr7r-f8xq-vfvv',
    ].map((typed) => [`cve add ${typed}`, 'cve add', { orders: [{ ids: [[typed.split('/').at(-1)]] }] }] as const),
    ...['https://a.example/post.', '<https://a.example/post>', '[the post](https://a.example/post)'].map(
      (typed) => [`link post ${typed}`, 'link', { link: 'https://a.example/post' }] as const,
    ),
    ['cve set 1 cwe="CWE-59: Improper Link Resolution"', 'cve set', { orders: [{ details: { cwe: 'CWE-59' } }] }],
  ]);
  asks([
    ['note wise bison it crashes', /^unknown codename wise-bison$/],
    ['date reject wise bison our freeze', /^unknown codename wise-bison$/],
    ['cve add CVE-2026-1111 cwe=362 CVE-2026-2222', /Give one CWE id, such as CWE-362/],
    ['cve add CVE-2026-1111 cwe=CWE-362, CWE-403', /Give one CWE id/],
    ['cve add CVE-2026-1111 fixed=1.1.12, CVE-2026-2222', /CVE-2026-2222 doesn't belong here/],
    ['cve add 2026-1236', /Did you mean CVE-2026-1236/],
    ['cve remove CVE-2026-1111, cve remove CVE-2026-2222', /one command or several/],
    ['org releases Nova add 25', /replaces the whole list/],
    ['org releases Nova +25', /replaces the whole list/],
    ['org releases Nova 7.1-7.4', /Is 7\.1-7\.4 one release\?.*`"7\.1-7\.4"`.*`7\.1, 7\.4`/],
    ['org add Red Hat, RHEL 9', /`org add "Red Hat" RHEL 9`.*`org add Red "Hat", "RHEL 9"`/],
    ['people add slack:T1/U2, slack:T1/U3', /One person at a time/],
    ['link post http://a.example/post', /Did you mean https:\/\/a\.example\/post/],
    ['link post www.a.example/post', /Did you mean https:\/\/www\.a\.example\/post/],
    ['settings zone Berlin', /Did you mean `Europe\/Berlin`/],
    ['date propose tomorrow midnight UTC', /Midnight begins a day or ends it.*`tomorrow 00:00 UTC` or `tomorrow 23:59 UTC`/],
    ['date propose 9 UTC', /On which day\? Try `today 9:00 UTC`/],
    ['date propose dec 10 14:00 UTC, Dec 15 as fallback', /can't read|two dates/],
  ]);

  test('a leak is of the embargo that its words name, wherever that stands', () => {
    expect(means('report leak someone tweeted about quiet-marten')).toMatchObject({ type: 'intent', codename: 'quiet-marten' });
    expect(means('report leak someone tweeted about wise-bison')).toMatchObject({ type: 'intent', codename: null, elsewhere: true });
  });
  test('a leak of two embargoes is told of the first at once, and the other is named', () =>
    expect(means('report leak calm-otter and quiet-marten are on a forum')).toMatchObject({
      type: 'intent',
      codename: 'calm-otter',
      left: ['report leak quiet-marten are on a forum'],
    }));
});

describe('a reason behind a date', () => {
  const proposal = (date: string, reason: string) => ({ type: 'propose-date', ...at(date), reason });
  const until = '2026-12-10T14:00Z';

  reads([
    ['date propose 2026-12-10 14:00 UTC because the fix needs a week', 'date propose', proposal(until, 'the fix needs a week')],
    ['date propose dec 10 1400z because of QA', 'date propose', proposal(until, 'QA')],
    ['date propose 2026-12-10 14:00 UTC we need more time', 'date propose', proposal(until, 'we need more time')],
    ['date propose 2026-12-10 14:00 UTC so that QA can finish', 'date propose', proposal(until, 'so that QA can finish')],
    ['date counter calm-otter dec 10 1400z our freeze ends then', 'date counter', proposal(until, 'our freeze ends then')],
    ['date propose 2026-12-10 14:00 UTC (regression in the fix)', 'date propose', proposal(until, 'regression in the fix')],
    ['date propose 2026-12-10 14:00 UTC.\nThe fix needs a week.', 'date propose', proposal(until, 'The fix needs a week.')],
    ['date propose 2026-12-10 14:00 UTC. The fix needs 7 days', 'date propose', proposal(until, 'The fix needs 7 days')],
  ]);

  asks([
    ['date propose 2026-12-10 14:00 because the fix needs a week', /^In which time zone\? .*`2026-12-10 14:00 UTC`/],
    ['date propose dec 10 because the fix needs a week', /^At which hour\? .*`dec 10 14:00 UTC`/],
    // What goes on about when it shall be is no reason.
    ['date propose friday 14:00 UTC next week', /can't read/],
    ['date propose friday 14:00 UTC the week after', /can't read/],
    ['date propose 2026-12-10 14:00 UTC to 15:00', /can't read/],
    ['date propose 2026-12-10 14:00 UTC is too early', /can't read/],
    ['date propose 2026-12-10 14:00 UTC or 15:00 UTC', /two dates/],
  ]);
});

test('a codename without its hyphen is that embargo where nothing else can stand, and another word is none', () => {
  expect(means('who calmotter')).toMatchObject({ type: 'intent', codename: 'calm-otter' });
  expect(means('who calmotters').type).toBe('wrong');
  expect(means('note calmotter it crashes')).toMatchObject({ type: 'intent', codename: null });
});
