// From words to what is meant: one line each. What is missing is asked for, what is wrong is named, and nothing is guessed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import type { Texts } from '../../src/chat/grammar/arg-texts.ts';
import { aboutEmbargo } from '../../src/chat/grammar/command.ts';
import type { Intent } from '../../src/chat/grammar/intent.ts';
import { type Parsed, parse, type Understanding } from '../../src/chat/parse.ts';
import { checkForm, parseForm } from '../../src/chat/parse-form.ts';
import { unknownVulnerability } from '../../src/domain/embargo/about/about.ts';
import type { AboutOrder, EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import type { PersonId } from '../../src/domain/values/ids.ts';
import { dayMs, hourMs, minuteMs } from '../../src/domain/values/time.ts';
import { about, at, bob, carol, date, sha, start } from '../setup/embargo.ts';

const known: Understanding = { now: start, zone: 'Europe/Berlin', codenames: ['calm-otter', 'calm-heron', 'brisk-wren'] };
const means = (said: string, given: Understanding = known) => parse(said, given);

/** The intent and the codename, or else what came instead. */
const read = (said: string, given: Understanding = known): Intent | Parsed => {
  const parsed = means(said, given);
  return parsed.type === 'intent' ? parsed.intent : parsed;
};
const toEmbargo = (command: EmbargoCommand): Intent => ({ to: 'embargo', command });
const amending = (...orders: AboutOrder[]): EmbargoCommand => ({ type: 'amend', orders });
const addIds = (...ids: string[][]): AboutOrder => ({ what: 'add-vulnerabilities', ids, details: {} });
const vulnerability = about.vulnerabilities[0] ?? unknownVulnerability(1);
const day = at('2026-03-17T00:00Z');
/** In UTC, and in the reader's zone. */
const onDay = {
  number: null,
  on: [
    { from: day, until: day + dayMs },
    { from: day - hourMs, until: day + dayMs - hourMs },
  ],
};
const ask = (query: Extract<Intent, { to: 'ask' }>['query']): Intent => ({ to: 'ask', query });
const toList = (command: Extract<Intent, { to: 'list' }>['command']): Intent => ({ to: 'list', command });
const asked = (when: number, zone = 'UTC', anyway = false) => ({ at: when, zone, anyway });
const step = (
  verdict: 'pass' | 'fail' | 'na',
  note: string | null,
  wish: { at?: { review: number; step: number; on?: string }; readyBy?: number } = {},
) => toEmbargo({ type: 'answer-step', at: wish.at ?? null, verdict, note, readyBy: wish.readyBy ?? null });

const sheet = { type: 'answer-steps', release: null, patch: null, answers: [], notes: null, outcome: null, readyBy: null } as const;

describe('what is said', () => {
  test.each<[string, Intent]>([
    ['ack', toEmbargo({ type: 'acknowledge' })],
    ['ACK', toEmbargo({ type: 'acknowledge' })],
    ['  ack  ', toEmbargo({ type: 'acknowledge' })],
    ['decline', toEmbargo({ type: 'decline' })],
    [`admit ${carol.person}`, toEmbargo({ type: 'admit', person: carol.person })],
    ['update cve=cve-2024-21626', toEmbargo(amending(addIds(['CVE-2024-21626'])))],
    ['amend cve=cve-2024-21626', toEmbargo(amending(addIds(['CVE-2024-21626'])))],
    [
      'update title="A better title" component=runc',
      toEmbargo(
        amending(
          { what: 'whole', changes: { title: 'A better title' } },
          { what: 'add-components', components: [{ name: 'runc', purls: [] }] },
        ),
      ),
    ],
    ['update urgent', toEmbargo(amending({ what: 'whole', changes: { urgent: true } }))],
    ['merge calm-otter brisk', toEmbargo({ type: 'merge', other: 'brisk-wren' })],
    ['merge calm-o bris', toEmbargo({ type: 'merge', other: 'brisk-wren' })],
    ['sibling add calm-otter calm', toEmbargo({ type: 'link-siblings', other: 'calm' })],
    ['update urgent=no', toEmbargo(amending({ what: 'whole', changes: { urgent: false } }))],
    ['update versions="< 2"', toEmbargo(amending({ what: 'only-vulnerability', details: { versions: '< 2' } }))],
    [
      'update cve=CVE-2024-21626 versions="< 2"',
      toEmbargo(amending({ what: 'add-vulnerabilities', ids: [['CVE-2024-21626']], details: { versions: '< 2' } })),
    ],
    ['amend', toEmbargo(amending())],
    ['cve add CVE-2025-52565, cve-2025-52881', toEmbargo(amending(addIds(['CVE-2025-52565'], ['CVE-2025-52881'])))],
    [
      'cve add CVE-2025-52565\nCVE-2025-52881 GHSA-cgrx-mc8f-2prm title="Procfs writes" fixed=1.2.8',
      toEmbargo(
        amending({
          what: 'add-vulnerabilities',
          ids: [['CVE-2025-52565'], ['CVE-2025-52881', 'GHSA-cgrx-mc8f-2prm']],
          details: { title: 'Procfs writes', fixedIn: '1.2.8' },
        }),
      ),
    ],
    [
      'cve set CVE-2025-52565 versions="< 1.2.8"',
      toEmbargo(amending({ what: 'set-vulnerability', id: 'CVE-2025-52565', add: null, details: { versions: '< 1.2.8' } })),
    ],
    ['cve set 2 add=CVE-2025-1234', toEmbargo(amending({ what: 'set-vulnerability', id: '2', add: 'CVE-2025-1234', details: {} }))],
    ['cve remove CVE-2025-52565', toEmbargo(amending({ what: 'remove-vulnerability', id: 'CVE-2025-52565', because: null }))],
    [
      'cve remove CVE-2025-52565 it is that of another',
      toEmbargo(amending({ what: 'remove-vulnerability', id: 'CVE-2025-52565', because: 'it is that of another' })),
    ],
    [
      'cve remove CVE-2025-52565, cve-2025-52881 and 3',
      toEmbargo(
        amending(...['CVE-2025-52565', 'CVE-2025-52881', '3'].map((id) => ({ what: 'remove-vulnerability', id, because: null }) as const)),
      ),
    ],
    [
      'cve remove CVE-2025-52565 CVE-2025-52881 those of another',
      toEmbargo(
        amending(
          ...['CVE-2025-52565', 'CVE-2025-52881'].map((id) => ({ what: 'remove-vulnerability', id, because: 'those of another' }) as const),
        ),
      ),
    ],
    [
      'component remove runc, crun',
      toEmbargo(
        amending({
          what: 'remove-component',
          said: [
            { word: 'runc', rest: 'runc, crun' },
            { word: ',', rest: ', crun' },
            { word: 'crun', rest: 'crun' },
          ],
          because: null,
        }),
      ),
    ],
    [
      'reporter add Bo Chi, "L, Ada" affiliation=Engines',
      toEmbargo(
        amending({
          what: 'add-reporters',
          reporters: ['Bo Chi', 'L, Ada'].map((name) => ({ name, handle: null, affiliation: 'Engines', credit: 'name' }) as const),
        }),
      ),
    ],
    [
      'component add runc, crun, pkg:golang/github.com/opencontainers/runc@1.1.0',
      toEmbargo(
        amending({
          what: 'add-components',
          components: [
            { name: 'runc', purls: ['pkg:golang/github.com/opencontainers/runc'] },
            { name: 'crun', purls: [] },
          ],
        }),
      ),
    ],
    ['component remove crun', toEmbargo(amending({ what: 'remove-component', said: [{ word: 'crun', rest: 'crun' }], because: null }))],
    [
      'reporter add "Ada L" handle=adal credit=handle',
      toEmbargo(amending({ what: 'add-reporters', reporters: [{ name: 'Ada L', handle: 'adal', affiliation: null, credit: 'handle' }] })),
    ],
    [
      'reporter remove "Ada L"',
      toEmbargo(amending({ what: 'remove-reporter', said: [{ word: 'Ada L', rest: '"Ada L"' }], because: null })),
    ],
    [
      'link cve CVE-2025-52565 https://example.org/record',
      toEmbargo({ type: 'publish', clock: 'cve', id: 'CVE-2025-52565', link: 'https://example.org/record' }),
    ],
    ['date propose 2026-03-17 14:00 UTC', toEmbargo({ type: 'propose-date', date: asked(date), reason: null })],
    ['date propose 2026-03-17 15:00 Europe/Berlin', toEmbargo({ type: 'propose-date', date: asked(date, 'Europe/Berlin'), reason: null })],
    ['date propose 2026-03-17 14:00 UTC anyway', toEmbargo({ type: 'propose-date', date: asked(date, 'UTC', true), reason: null })],
    ['date propose 2026-03-17 14:00 UTC reason="a freeze"', toEmbargo({ type: 'propose-date', date: asked(date), reason: 'a freeze' })],
    ['date counter in 15 days at 14:00 UTC', toEmbargo({ type: 'propose-date', date: asked(date), reason: null })],
    ...[
      'public at 20:00 UTC today',
      'public today at 20:00 UTC',
      'disclose at 20:00 UTC today',
      'disclose today 20:00 UTC',
      'Disclose tonight at 8pm UTC',
      'make it public at 20:00 UTC',
      'disclose at 20:00 UTC',
      'disclose 2026-03-02 20:00 UTC',
    ].map((said): [string, Intent] => [said, toEmbargo({ type: 'propose-date', date: asked(at('2026-03-02T20:00Z')), reason: null })]),
    ['disclose at="2026-03-02 08:00 UTC"', toEmbargo({ type: 'disclose', at: at('2026-03-02T08:00Z') })],
    ['date accept', toEmbargo({ type: 'answer-date', number: null, verdict: 'accept', reason: null })],
    ['date accept 2', toEmbargo({ type: 'answer-date', number: 2, verdict: 'accept', reason: null })],
    [
      'date reject our freeze ends later',
      toEmbargo({ type: 'answer-date', number: null, verdict: 'reject', reason: 'our freeze ends later' }),
    ],
    ['date accept proposal 2', toEmbargo({ type: 'answer-date', number: 2, verdict: 'accept', reason: null })],
    ['date accept mar 17', toEmbargo({ type: 'answer-date', ...onDay, verdict: 'accept', reason: null })],
    ['date accept calm-otter tue 2026-03-17', toEmbargo({ type: 'answer-date', ...onDay, verdict: 'accept', reason: null })],
    [
      'date accept 2026-03-17 14:00 UTC',
      toEmbargo({ type: 'answer-date', number: null, on: [{ from: date, until: date + minuteMs }], verdict: 'accept', reason: null }),
    ],
    ['date withdraw mar 17', toEmbargo({ type: 'withdraw-date', ...onDay, reason: null })],
    ['date withdraw 2026-03-17 wrong day', toEmbargo({ type: 'withdraw-date', ...onDay, reason: 'wrong day' })],
    ['date withdraw 2: wrong day', toEmbargo({ type: 'withdraw-date', number: 2, reason: 'wrong day' })],
    ['date withdraw wrong day', toEmbargo({ type: 'withdraw-date', number: null, reason: 'wrong day' })],
    ['date settle mar 17', toEmbargo({ type: 'settle-date', ...onDay })],
    ['date decide mar 17 verdict=reject', toEmbargo({ type: 'decide-date', ...onDay, verdict: 'reject' })],
    ['date reject mar 17 too early', toEmbargo({ type: 'answer-date', ...onDay, verdict: 'reject', reason: 'too early' })],
    ['date reject Tue, Mar 17: too early', toEmbargo({ type: 'answer-date', ...onDay, verdict: 'reject', reason: 'too early' })],
    ['date reject 2: 3 weeks are too few', toEmbargo({ type: 'answer-date', number: 2, verdict: 'reject', reason: '3 weeks are too few' })],
    ['date reject 2 too early', toEmbargo({ type: 'answer-date', number: 2, verdict: 'reject', reason: 'too early' })],
    ['date reject proposal 2 weekend', toEmbargo({ type: 'answer-date', number: 2, verdict: 'reject', reason: 'weekend' })],
    ['date reject "2 too early"', toEmbargo({ type: 'answer-date', number: null, verdict: 'reject', reason: '2 too early' })],
    ['date reject calm down', toEmbargo({ type: 'answer-date', number: null, verdict: 'reject', reason: 'calm down' })],
    ['date reject number=2 our freeze', toEmbargo({ type: 'answer-date', number: 2, verdict: 'reject', reason: 'our freeze' })],
    ['patch withdraw v2 it breaks', toEmbargo({ type: 'withdraw-patch', number: 2, because: 'it breaks' })],
    ['patch withdraw #2 it breaks', toEmbargo({ type: 'withdraw-patch', number: 2, because: 'it breaks' })],
    ['leak https://paste.example/1 the patch', { to: 'leak', where: 'https://paste.example/1', what: 'the patch' }],
    ['leak somebody posted the patch', { to: 'leak', where: null, what: 'somebody posted the patch' }],
    ['leak paste.example/1, the title', { to: 'leak', where: 'paste.example/1', what: 'the title' }],
    ['leak "the mail of Nova" the title', { to: 'leak', where: 'the mail of Nova', what: 'the title' }],
    ['leak the title is out, e.g. on X', { to: 'leak', where: null, what: 'the title is out, e.g. on X' }],
    ['review', { to: 'review', readings: [{ means: 'form', release: null, words: ['review', ''] }] }],
    ['review 7.2', { to: 'review', readings: [{ means: 'form', release: '7.2', words: ['review', '7.2'] }] }],
    [
      'review 7.2: lgtm, x86_64',
      {
        to: 'review',
        readings: [
          { means: 'form', release: '7.2: lgtm, x86_64', words: ['review', '7.2: lgtm, x86_64'] },
          {
            means: 'steps',
            command: { ...sheet, release: '7.2', answers: [{ steps: 'all', verdict: 'pass', note: null }], notes: 'x86_64' },
            words: ['review answer', 'release=7.2 lgtm, x86_64'],
          },
        ],
      },
    ],
    [
      'review pass all architectures',
      {
        to: 'review',
        readings: [
          { means: 'form', release: 'pass all architectures', words: ['review', 'pass all architectures'] },
          {
            means: 'steps',
            command: { ...sheet, answers: [{ steps: 'all', verdict: 'pass', note: null }], notes: 'architectures' },
            words: ['review answer', 'pass all architectures'],
          },
          { means: 'step', verdict: 'pass', note: 'all architectures', words: ['review pass', 'all architectures'] },
          // It may be the name of a release: whether it is one of theirs is known later.
          {
            means: 'steps',
            command: { ...sheet, release: 'architectures', answers: [{ steps: 'all', verdict: 'pass', note: null }] },
            words: ['review answer', 'release=architectures pass all'],
          },
        ],
      },
    ],
    ['review steps', toEmbargo({ type: 'start-review', release: null })],
    ['review steps 7.2', toEmbargo({ type: 'start-review', release: '7.2' })],
    [
      'review answer build=fail notes=ld',
      toEmbargo({ ...sheet, answers: [{ steps: ['build'], verdict: 'fail', note: null }], notes: 'ld' }),
    ],
    ['review pass', step('pass', null)],
    ['review pass x86_64 and aarch64', step('pass', 'x86_64 and aarch64')],
    ['review pass at=2.3 x86_64', step('pass', 'x86_64', { at: { review: 2, step: 3 } })],
    ['review pass 2026-03-17 14:00 UTC', step('pass', '2026-03-17 14:00 UTC', { readyBy: date })],
    ['review fail the second hunk does not apply', step('fail', 'the second hunk does not apply')],
    ['review fail at=2.3', step('fail', null, { at: { review: 2, step: 3 } })],
    ['review na at=2.103@arm64', step('na', null, { at: { review: 2, step: 103, on: 'arm64' } })],
    ['review na', step('na', null)],
    ['review back', toEmbargo({ type: 'step-back', review: null })],
    ['review stop', ask({ type: 'pause' })],
    ['review outcome no-issues', toEmbargo({ type: 'finish-review', review: null, outcome: 'no-issues', because: null })],
    ['review outcome new-bug it crashes', toEmbargo({ type: 'finish-review', review: null, outcome: 'new-bug', because: 'it crashes' })],
    ['report public a blog post describes it', toEmbargo({ type: 'report-public-state', what: 'public', how: 'a blog post describes it' })],
    ['hold the post describes another bug', toEmbargo({ type: 'hold', reason: 'the post describes another bug' })],
    ['disclose', toEmbargo({ type: 'disclose' })],
    ['end public', { to: 'confirm', reason: 'public', because: null }],
    ['end withdrawn the report was a mistake', { to: 'confirm', reason: 'withdrawn', because: 'the report was a mistake' }],
    ['end public sure=yes', toEmbargo({ type: 'end', reason: 'public', because: null })],
    ['end withdrawn sure=yes a mistake', toEmbargo({ type: 'end', reason: 'withdrawn', because: 'a mistake' })],
    ['link post https://example.org/6', toEmbargo({ type: 'publish', clock: 'post', link: 'https://example.org/6' })],
    ['link exploit None', toEmbargo({ type: 'publish', clock: 'exploit', link: 'none' })],
    ['snooze 4h', toEmbargo({ type: 'snooze', until: start + 4 * hourMs })],
    ['snooze until 2026-03-17 14:00 UTC', toEmbargo({ type: 'snooze', until: date })],
    ['status', ask({ type: 'status' })],
    ['list', ask({ type: 'list', all: false })],
    ['list all', ask({ type: 'list', all: true })],
    ['details', ask({ type: 'details' })],
    ['timeline', ask({ type: 'timeline' })],
    ['who', ask({ type: 'who' })],
    ['terms', ask({ type: 'terms' })],
    ['patch', ask({ type: 'patch' })],
    ['reviews', ask({ type: 'reviews' })],
    ['todo', ask({ type: 'todo', all: false })],
    ['owe', ask({ type: 'todo', all: false })],
    ['todo all', ask({ type: 'todo', all: true })],
    ['members', ask({ type: 'members' })],
    ['help', ask({ type: 'help', topic: null })],
    ['help date propose', ask({ type: 'help', topic: 'date propose' })],
    ['zone europe/berlin', toList({ type: 'choose-zone', zone: 'Europe/Berlin' })],
    ['room adopt oci', toList({ type: 'adopt-room', name: 'oci', policy: 'oci', teams: [], sure: false })],
    ['room adopt oci linux-distros', toList({ type: 'adopt-room', name: 'oci', policy: 'linux-distros', teams: [], sure: false })],
    [
      'room adopt list="The list" policy=oci teams=T0FAR,T1 sure=yes',
      toList({ type: 'adopt-room', name: 'The list', policy: 'oci', teams: ['T0FAR', 'T1'], sure: true }),
    ],
    ['room leave', toList({ type: 'leave-room' })],
    ['room audit', toList({ type: 'audit-room' })],
    ['room fix', toList({ type: 'mend-room', room: null })],
    ['room fix room=matrix:!abc:example.org', toList({ type: 'mend-room', room: 'matrix:!abc:example.org' })],
    ['room make OCI embargoes', toList({ type: 'make-room', name: 'OCI embargoes' })],
    ['room invite', toList({ type: 'invite-missing', room: null })],
    ['room trust t0far', toList({ type: 'trust-team', team: 't0far', sure: false })],
    ['room trust T0FAR sure=yes', toList({ type: 'trust-team', team: 'T0FAR', sure: true })],
    ['room distrust T0FAR', toList({ type: 'distrust-team', team: 'T0FAR' })],
    ['org add Nova 24', toList({ type: 'add-distributor', name: 'Nova', releases: ['24'] })],
    ['org add "Seven Linux" 7.1, 7.2', toList({ type: 'add-distributor', name: 'Seven Linux', releases: ['7.1', '7.2'] })],
    ['org add “Seven Linux” 7.1 7.2', toList({ type: 'add-distributor', name: 'Seven Linux', releases: ['7.1', '7.2'] })],
    ['org releases Nova 25 26', toList({ type: 'set-releases', distributor: 'Nova', releases: ['25', '26'] })],
    [
      `people add ${bob.person} representative Nova name="Bob the Builder"`,
      toList({ type: 'add-person', person: bob.person, role: 'representative', distributor: 'Nova', name: 'Bob the Builder' }),
    ],
    [
      `people add ${bob.person} coordinator`,
      toList({ type: 'add-person', person: bob.person, role: 'coordinator', distributor: null, name: null }),
    ],
    [`people remove ${bob.person}`, toList({ type: 'remove-person', person: bob.person })],
    ['form 0c8f', { to: 'reopen-form', id: '0c8f' }],
  ])('%s', (said, intent) => expect(read(said)).toEqual(intent));

  test('an embargo can be opened in one line', () => {
    const line = [
      'create title="Container escape" component=runc versions="<= 1.1.11" exploitability="a malicious image"',
      'severity=cvss:3.1/av:l/ac:l/pr:n/ui:r/s:c/c:h/i:h/a:h cve=CVE-2026-12345 reporter=rosalind date="2026-03-17 14:00 UTC"',
    ].join(' ');
    expect(read(line)).toEqual({
      to: 'create',
      about: {
        ...about,
        mitigation: null,
        title: 'Container escape',
        exploitability: 'a malicious image',
        components: [{ name: 'runc', purls: [] }],
        vulnerabilities: [{ ...unknownVulnerability(1), ids: ['CVE-2026-12345'], versions: '<= 1.1.11', severity: vulnerability.severity }],
      },
      date: asked(date),
    });
  });

  test('a day of the week is the date that is rejected, and not the beginning of a reason', () => {
    const rejected = { to: 'embargo', command: { type: 'answer-date', number: null, on: expect.any(Array), verdict: 'reject' } };
    expect(read('date reject monday is a holiday')).toMatchObject({
      ...rejected,
      command: { ...rejected.command, reason: 'is a holiday' },
    });
    expect(read('date reject tuesday its too late')).toMatchObject({
      ...rejected,
      command: { ...rejected.command, reason: 'its too late' },
    });
  });

  test('one link is one address', () => {
    expect(means('link post https://example.org/1 https://example.org/2')).toMatchObject({ type: 'wrong' });
  });

  test('a patch is for all where no branch is named', () => {
    expect(read(`patch publish label=x url=https://example.org/p files="${sha('a')} fix.patch"`)).toMatchObject({
      command: { branches: [] },
    });
  });

  test.each([
    ['review 9 branch=1.2 lgtm', '9', '1.2'],
    ['review branch=1.2 9 lgtm', '9', '1.2'],
    ['review 9 branch="release 1.2" lgtm', '9', 'release 1.2'],
  ])('%s says which branch the release is built from', (line, release, branch) => {
    const { readings } = read(line) as { readings: readonly { means: string }[] };
    expect(readings.filter(({ means }) => means === 'steps')).toMatchObject([
      { command: { release, branch, answers: [{ verdict: 'pass' }] } },
    ]);
  });

  test('so does who walks through the steps; what stands in a note is no branch', () => {
    expect(read('review steps 9 branch=1.2')).toMatchObject({ command: { type: 'start-review', release: '9', branch: '1.2' } });
    expect(read('review steps 9')).toEqual(toEmbargo({ type: 'start-review', release: '9' }));
    const note = `review 9 lgtm, ${'tested in many ways '.repeat(4)} with git clone branch=x`;
    expect(JSON.stringify(read(note))).not.toContain('"branch"');
  });

  test('a patch can be given out in one line', () => {
    const line = `patch publish label="first try" url=https://example.org/p files="${sha('a')}  fix.patch;${sha('B')} *test.patch" branches="main release-1.1"`;
    expect(read(line)).toEqual(
      toEmbargo({
        type: 'publish-patch',
        label: 'first try',
        url: 'https://example.org/p',
        files: [
          { name: 'fix.patch', sha256: sha('a') },
          { name: 'test.patch', sha256: sha('b') },
        ],
        branches: ['main', 'release-1.1'],
      }),
    );
  });

  test('nothing is a question what can be said', () => expect([means(''), means('  \n ')]).toEqual([{ type: 'menu' }, { type: 'menu' }]));

  test('lines and marks in people’s own words are kept', () => {
    expect(read('hold first line\n"quoted", second = line')).toEqual(
      toEmbargo({ type: 'hold', reason: 'first line\n"quoted", second = line' }),
    );
  });

  test.each(['constructor=1', 'toString=1', '__proto__=1'])('no word is swallowed: %s', (word) => {
    expect(read(`hold ${word} was called`)).toEqual(toEmbargo({ type: 'hold', reason: `${word} was called` }));
  });

  test('a reason that begins with a number is a reason', () => {
    expect(read('date reject 2 weeks are too few')).toEqual(
      toEmbargo({ type: 'answer-date', number: null, verdict: 'reject', reason: '2 weeks are too few' }),
    );
  });

  test('a release whose name has a space is one release', () => {
    expect(read('org releases Nova "24 LTS" 25')).toEqual(
      toList({ type: 'set-releases', distributor: 'Nova', releases: ['24 LTS', '25'] }),
    );
  });
});

describe('every command', () => {
  // Platforms put ids where people write @names.
  const examples = commands.map((command) => [command.example.replaceAll(/(?<!\w)@(\w+)/g, 'terminal:$1'), command.words] as const);

  test.each(examples)('%s is an example of %s', (example, words) => {
    const parsed = means(example);
    expect(['intent', 'ask']).toContain(parsed.type);
    expect(parsed).toMatchObject({ command: { words } });
  });

  test('has words of its own', () => {
    const words = commands.map((command) => command.words);
    expect(words).toEqual([...new Set(words)]);
  });
});

describe('what is missing is asked for', () => {
  const asking = (words: string, texts: Texts = {}, codename: string | null = null, problems: Texts = {}) => ({
    type: 'ask',
    words,
    texts,
    codename,
    problems,
  });
  test.each<[string, object]>([
    ['create', asking('create')],
    ['create title="A title"', asking('create', { title: 'A title' })],
    ['date propose', asking('date propose')],
    ['date reject', asking('date reject')],
    ['date reject 2', asking('date reject number=2', { number: '2' })],
    ['date reject mar 17', asking('date reject number="mar 17"', { number: 'mar 17' })],
    ['date reject calm-otter', asking('date reject calm-otter', {}, 'calm-otter')],
    ['date reject calm-otter number=2', asking('date reject calm-otter number=2', { number: '2' }, 'calm-otter')],
    ['hold', asking('keep')],
    ['world', asking('report')],
    ['leak', asking('report leak')],
    ['policy bind', asking('told')],
    ['report public', asking('report', { what: 'public' })],
    ['link post', asking('link', { what: 'post' })],
    ['published post', asking('link', { what: 'post' })],
    ['people add', asking('people add')],
    ['people add bob', asking('people add', { person: 'bob' }, null, { person: 'Name the person with an @, such as @bob.' })],
    ['snooze', asking('snooze')],
    ['zone', asking('settings zone')],
    ['end', asking('end')],
    ['patch publish calm-otter', asking('patch publish calm-otter', {}, 'calm-otter')],
  ])('%s', (said, expected) => {
    const parsed = means(said);
    if (parsed.type !== 'ask') throw new Error(parsed.type);
    const { command: _, behind: __, ...rest } = parsed;
    expect(rest).toEqual(expected);
  });
});

describe('what is wrong is named', () => {
  test.each<[string, string, RegExp]>([
    ['date propose 2026-03-17', 'date', /hour/],
    ['date propose in 14 days', 'date', /hour/],
    ['date propose 2026-03-17 14:00', 'date', /zone/],
    ['date propose 2026-03-29 02:30 Europe/Berlin', 'date', /doesn't exist/],
    ['date propose soon', 'date', /Write it like/],
    ['public at 20:00 today', 'date', /In which time zone\? .*`at 20:00 today UTC` or `at 20:00 today Europe\/Berlin`/],
    ['disclose at 20:00', 'date', /In which time zone/],
    ['disclose today', 'date', /At which hour/],
    ['date accept 2 pleased', 'number', /Is 2 the proposal/],
    ['date accept soon', 'number', /number of a proposal or its date/],
    ['date reject 2 distributors are in a freeze', 'number', /Is 2 the proposal, or the start of a reason\? Write `2:`/],
    ['amend cve=2024-1', 'cve', /CVE-2024-21626/],
    ['amend severity=9.8', 'severity', /CVSS:3\.1/],
    ['review pass at=two', 'at', /2\.3/],
    ['end maybe', 'reason', /public, exploited, withdrawn/],
    ['settings zone Berlin', 'zone', /Europe\/Berlin/],
    ['snooze forever', 'until', /Write it like/],
    ['published tweet https://example.org', 'what', /post, cve/],
    ['link exploit none was withheld', 'link', /https:.*`none`/],
    ['end public sure=no', 'sure', /yes/],
    ['invite @bob', 'person', /with an @/],
    ['org add "" 24', 'name', /empty/],
  ])('%s', (said, name, problem) => {
    const parsed = means(said);
    expect(parsed).toMatchObject({ type: 'wrong', problems: { [name]: expect.stringMatching(problem) } });
  });

  test.each([
    ['ack now', 'now', 'ack'],
    ['status everything', 'everything', 'status'],
    ['list some', 'some', 'list'],
    ['disclose calm-otter at once', 'at', 'disclose'],
  ])('%s: more than it takes', (said, extra, words) => {
    expect(means(said)).toMatchObject({
      type: 'wrong',
      command: { words },
      problems: { '': `Unexpected: \`${extra}\`.` },
    });
  });

  test('of a long line what was right is kept, and a form asks for the rest', () => {
    const long = 'create title="A leak" component=runc versions=all exploitability=local cve=2024-1';
    expect(means(long)).toMatchObject({
      type: 'ask',
      texts: { title: 'A leak', component: 'runc' },
      problems: { cve: expect.stringMatching(/CVE-/) },
    });
  });

  test('a word that is too much is echoed in short', () => {
    const parsed = means(`ack ${'x'.repeat(40_000)}`);
    expect(JSON.stringify(parsed).length).toBeLessThan(1000);
  });
});

describe('an unknown command gets the nearest one', () => {
  test.each([
    ['stauts', 'status'],
    ['date acept', 'date accept'],
    ['date proppose 2026-03-17', 'date propose'],
    ['reveiw 7.2', 'review'],
    ['timline', 'timeline'],
    ['tod', 'todo'],
    ['hlep', 'help'],
    ['person ad @bob', 'people add'],
  ])('%s: %s', (said, words) => expect(means(said)).toMatchObject({ type: 'unknown-command', nearest: { words } }));

  test.each([
    ['acked', 'ack'],
    ['reviewed the patch on 7.2', 'review'],
  ])('%s: one that begins with %s', (said, beginning) =>
    expect(means(said)).toMatchObject({ type: 'unknown-command', nearest: { words: expect.stringMatching(`^${beginning}`) } }),
  );

  test.each([
    ['date proppose 2026-03-17 14:00 UTC', '2026-03-17 14:00 UTC'],
    ['reveiw 7.2', '7.2'],
    ['stauts calm-otter', 'calm-otter'],
    ['person ad  @bob representative "Seven Linux"', '@bob representative "Seven Linux"'],
  ])('%s: what follows is kept', (said, rest) => expect(means(said)).toMatchObject({ rest }));

  test.each([
    ['date', 'accept'],
    ['date whatever', 'accept'],
    ['room', 'adopt'],
    ['person', 'add'],
  ])('%s: its members are named, such as %s', (said, member) =>
    expect(means(said)).toMatchObject({ type: 'unknown-command', nearest: null, members: expect.arrayContaining([member]) }),
  );

  test.each(['xyzzy', 'what is the airspeed of a swallow', '!!!'])('%s: none is near', (said) =>
    expect(means(said)).toMatchObject({ type: 'unknown-command', nearest: null }),
  );

  test.each(['disclose?', 'ack?', 'date accept?', 'hold? is this ours'])('who asks "%s" gives no order', (said) =>
    expect(means(said).type).toBe('unknown-command'),
  );

  test.each(['status?', 'owe?', 'help!', 'ack.', 'ack!'])('who says "%s" is understood', (said) =>
    expect(['ask', 'intent']).toContain(means(said).type),
  );

  test('what was typed is echoed in short', () => {
    expect(means('x'.repeat(40_000))).toMatchObject({ type: 'unknown-command', typed: 'x'.repeat(40) });
  });
});

test.each([',', '.', ':', ';', '!', ')', '”'])('%s behind a person is no part of them', (behind) => {
  for (const person of [bob.person, 'matrix:@bob:example.org', 'slack:T1/U2'])
    expect(read(`people remove ${person}${behind}`)).toEqual(toList({ type: 'remove-person', person: person as PersonId }));
  expect(read(`people remove (${bob.person})`)).toEqual(toList({ type: 'remove-person', person: bob.person }));
});

test.each(['does not build', 'does-not-build', 'Does Not Build'])('the outcome %s is understood', (outcome) =>
  expect(read(`review outcome ${outcome}`)).toMatchObject({ command: { type: 'finish-review', outcome: 'does-not-build' } }),
);

test('several findings are several only where that is clear', () => {
  const many = { type: 'dismiss-finding', number: 1, also: [2] };
  for (const said of ['1, 2: fixed upstream', '1 and 2: fixed upstream', '1, 2 because of upstream'])
    expect(read(`finding dismiss ${said}`)).toMatchObject({ command: many });
  for (const said of ['1, 2 of our engineers could not reproduce it', '1 and 2 others agree'])
    expect(means(`finding dismiss ${said}`)).toMatchObject({
      type: 'wrong',
      problems: { number: 'Is that one number or several? Put a colon after them: `1, 2: the reason`.' },
    });
});

test.each([
  ['a person', 'note by=', '＝'],
  ['a person in brackets', 'people handover person=', '’['],
  ['a date', 'date propose 1', '\n'],
  ['quotes of mail', '', '> '],
  ['lines', 'room invite ', 'list\n'],
  ['bold', '', '**a'],
  ['a number', 'finding dismiss 1', ', 1'],
])('a long line of %s is read in time that grows with it', (_, begins, filler) => {
  const took = (length: number) => {
    const line = `${begins}${filler.repeat(length / filler.length)}x!`;
    const from = performance.now();
    means(line);
    return performance.now() - from;
  };
  // The quickest of several: whatever else the machine does takes time from some of them.
  const quickest = (length: number) => Math.min(...Array.from({ length: 8 }, () => took(length)));
  took(2_000);
  // A square would be a hundred times as long.
  expect(quickest(20_000)).toBeLessThan(40 * Math.max(1, quickest(2_000)));
});

describe('what people put around a command', () => {
  test.each([
    '/embargo ack',
    '/embargo /embargo ack',
    '!embargo ack',
    '@embargo: ack',
    '@embargo-bot ack',
    'Ack.',
    'ack;',
    '`ack`',
    '**ack**',
    '*ack*',
    '_ack_',
    '**ack** calm-otter',
    '```\nack calm-otter\n```',
    'Please ack',
  ])('%j is the command', (said) => expect(read(said)).toEqual(toEmbargo({ type: 'acknowledge' })));

  test.each(['> ack', '>   disclose calm-otter', '>> date accept', '~note calm-otter it crashes~', '> create'])(
    '%j is quoted or struck out: nothing is done, and one press does it',
    (said) => {
      const [quote] = /[a-z][^~]*/.exec(said) ?? [];
      expect(means(said)).toMatchObject({ type: 'wrong', choices: [{ label: quote, words: quote }] });
    },
  );
  test('what only shows something is shown though it is quoted, and a leak is told', () => {
    expect(means('> status calm-otter')).toEqual(means('status calm-otter'));
    expect(means('> report leak it is on a forum')).toEqual(means('report leak it is on a forum'));
  });

  test.each([
    ['--urgent', { urgent: true }],
    ['—urgent', { urgent: true }],
    ['Title=Race', { title: 'Race' }],
    ['--title="A race"', { title: 'A race' }],
    ['title: A race', { title: 'A race' }],
    ['Title:"A race"', { title: 'A race' }],
    ['title: A race urgent=no', { title: 'A race', urgent: false }],
    ['title=«A race»', { title: 'A race' }],
    ['title=»A race«', { title: 'A race' }],
    ['title=‹A race›', { title: 'A race' }],
    ['title=‘A race in runc’s path’', { title: 'A race in runc’s path' }],
    ["title='A race'", { title: 'A race' }],
    ['title=`A race`', { title: 'A race' }],
    ['title=A race', { title: 'A race' }],
    ['title=A race in runc, urgent=no', { title: 'A race in runc,', urgent: false }],
  ])('update %s is read as it is meant', (said, changes) =>
    expect(read(`update ${said}`)).toEqual(toEmbargo(amending({ what: 'whole', changes }))),
  );

  test.each([
    [`people add ${bob.person} representative Seven Linux`, { distributor: 'Seven Linux' }],
    [`people add ${bob.person} representative Seven Linux name=Bob B`, { distributor: 'Seven Linux', name: 'Bob B' }],
    ['org set Nova arch=amd64, arm64 countries=DE, US', { changes: { architectures: ['amd64', 'arm64'], countries: ['DE', 'US'] } }],
    ['org set Nova entity=Nova Corp alias=a@nova.example', { changes: { entity: 'Nova Corp', alias: 'a@nova.example' } }],
  ])('without quotes, %s says as much', (said, command) => expect(read(said)).toMatchObject({ command }));

  test('a name of several words needs no quotes where nothing can follow it', () =>
    expect(read('org show Seven Linux')).toEqual(ask({ type: 'distributor', name: 'Seven Linux' })));

  test.each([
    'update title=Heap overflow in the loader calm-otter',
    'update component=runc, crun calm-otter',
    'finding set 1 branch=foo calm-otter.',
    'date reject 1 reason=no calm–otter',
  ])('no codename becomes a word of it: %s', (said) => expect(means(said)).toMatchObject({ type: 'wrong' }));

  test('a leak is told at once, whatever stands behind a label', () =>
    expect(read('report leak noticed: yesterday, on a forum they say runc')).toMatchObject({
      to: 'leak',
      what: 'yesterday, on a forum they say runc',
    }));

  test.each([
    ['leak was a false alarm', 'was a false alarm'],
    ['report leak it was a false alarm!', 'it was a false alarm'],
    ['leak calm-otter only a false alarm', 'only a false alarm'],
  ])('%s is no new leak', (said, note) =>
    expect(read(said)).toEqual(toEmbargo({ type: 'class-leak', leak: null, class: 'false-alarm', note })),
  );

  test('a false alarm of anything else keeps the embargo', () =>
    expect(read('false alarm')).toEqual(toEmbargo({ type: 'hold', reason: 'false alarm' })));

  test.each([
    ['leak show me the post is public', 'show me the post is public'],
    ['leak show https://forum.example.org/t/1', 'show https://forum.example.org/t/1'],
    ['leak bundle of patches is on a forum', 'bundle of patches is on a forum'],
    ['leak add https://forum.example.org/t/1 has the title', 'add https://forum.example.org/t/1 has the title'],
    ['leak join our channel, it is posted there', 'join our channel, it is posted there'],
    ['leak show calm-otter 2 on www.example.org', 'show calm-otter 2 on www.example.org'],
    ['leak: step one of it is on a blog', 'step one of it is on a blog'],
  ])('%s reports one: who has so much more to say asks nothing', (said, what) => expect(read(said)).toMatchObject({ to: 'leak', what }));

  test('but a word too many is asked about, and what is asked plainly is answered', () => {
    for (const said of ['leak show quickly', 'leak join 2 1 because']) expect(means(said)).toMatchObject({ type: 'wrong' });
    expect(read('leak show 2')).toMatchObject({ to: 'ask', query: { type: 'leak', number: 2 } });
    expect(read('leak add how=see https://forum.example.org/t/1')).toMatchObject({ command: { type: 'add-to-leak' } });
  });

  test.each([
    ['leak step by step exploit is on a blog', 'add-leak-step'],
    ['leak step @carol ask https://forum.example.org/t/1 to stop', 'add-leak-step'],
    ['leak close to the release somebody named it', 'close-leak'],
    ['leak close 2 hours before the date somebody named it', 'close-leak'],
    ['leak close 1 see https://forum.example.org/t/1', 'close-leak'],
    ['leak reopen it is back on a blog', 'reopen-leak'],
    ['leak class exploit see https://forum.example.org/t/1', 'class-leak'],
    ['leak was a false alarm: the page is ours', 'class-leak'],
    ['leak calm-otter no leak. https://forum.example.org/t/1', 'class-leak'],
    ['no leak, but https://forum.example.org/t/1', 'hold'],
  ])('%s is neither an order nor a report until they say which', (said, order) => {
    const meant = means(said);
    const choices = meant.type === 'wrong' ? (meant.choices ?? []) : [];
    expect(choices.map(({ words }) => read(words))).toMatchObject([{ to: 'leak' }, { to: 'embargo', command: { type: order } }]);
  });

  test('what is too long to choose by a button is a report', () =>
    expect(read(`leak close ${'to the release '.repeat(100)}`)).toMatchObject({ to: 'leak' }));

  test.each([
    ['leak step by=2h ask https://forum.example.org/t/1 to stop', 'add-leak-step'],
    ['leak step leak=1 call them', 'add-leak-step'],
    ['leak close 1 a draft was shared', 'close-leak'],
    ['leak close leak=1 see https://forum.example.org/t/1', 'close-leak'],
    ['leak class exploit they posted it', 'class-leak'],
    ['leak step done 2 see https://forum.example.org/t/1', 'end-leak-step'],
  ])('%s is an order: it says of what, or by when', (said, order) => expect(read(said)).toMatchObject({ command: { type: order } }));

  test.each([
    'leak a mistake in the build log shows our patch',
    'leak it was a mistake, somebody pushed the branch',
    'leak false alarms were sent to a public list',
    'leak no leak of ours but theirs is on a forum',
    'report leak not a leak site but a blog has the title',
  ])('%s is one', (said) => expect(read(said)).toMatchObject({ to: 'leak' }));

  test.each(['update title="A" race', 'update title=A owner=B', 'update title=A owner: B'])('but %j is asked about', (said) =>
    expect(means(said)).toMatchObject({ type: 'wrong' }),
  );

  test('what is given twice is both, or is asked about', () => {
    expect(read('update cve=CVE-2024-21626 cve=CVE-2024-21627')).toEqual(
      toEmbargo(amending(addIds(['CVE-2024-21626'], ['CVE-2024-21627']))),
    );
    expect(means('update title=A title=B')).toMatchObject({ type: 'wrong', problems: { '': '`title` is there twice. Give it once.' } });
  });

  test('quotes within quotes are asked about, with how it is written', () => {
    expect(means('update title="Race in "masked path" code"')).toMatchObject({
      problems: {
        '': 'Quotes within quotes are ambiguous. If title is all of it, write: `title="Race in \\"masked path\\" code"`.',
      },
    });
  });

  test.each([
    ['patch publish branch=1.2', 'branches'],
    ['update titel=x', 'title'],
    ['update components: runc', 'component'],
  ])('%s: the option that is meant is named', (said, option) =>
    expect(means(said)).toMatchObject({ type: 'wrong', problems: { '': expect.stringContaining(`Did you mean \`${option}=\`?`) } }),
  );

  test.each([
    ['status\nlist', 'status', ['list']],
    ['/embargo ack\n/embargo date accept 1\n', 'ack', ['date accept 1']],
    ['status; todo; list all', 'status', ['todo', 'list all']],
    ['ack && date accept', 'ack', ['date accept']],
    ['update title=A\nstatus', 'update', ['status']],
    ['date accept; todo', 'date accept', ['todo']],
    ['org releases Nova 7.1\nlist', 'org releases', ['list']],
  ])('of several commands in one message the first is acted on, and the others are named: %j', (said, words, left) =>
    expect(means(said)).toMatchObject({ type: 'intent', command: { words }, left }),
  );

  test.each([
    ['status and list', 'list'],
    ['ack, date accept 1', 'date accept 1'],
    ['ack and then date accept', 'date accept'],
    ['date propose soon; list', null],
  ])('in one sentence nothing is done: %j', (said, other) => {
    const problem = { '': `One command per message. Send these separately: \`${other}\`.` };
    expect(means(said)).toMatchObject(other === null ? { type: 'wrong' } : { type: 'wrong', problems: problem });
  });

  test('in people’s own words a command is none', () => {
    expect(read('component add runc; list handling')).toMatchObject({
      command: { orders: [{ components: [{ name: 'runc' }, { name: 'list handling' }] }] },
    });
    expect(read('update title=Race; list handling is broken')).toMatchObject({
      command: { orders: [{ changes: { title: 'Race; list handling is broken' } }] },
    });
    expect(read('note it crashes\nlist what is affected')).toMatchObject({ command: { text: 'it crashes\nlist what is affected' } });
  });

  test.each(['CVE-1998-1000', 'CVE-2028-1000', 'CVE-3024-21626'])('%s is of no year that there is', (id) =>
    expect(means(`update cve=${id}`)).toMatchObject({
      type: 'wrong',
      problems: { cve: `${id} has a year that no CVE id has. Check its digits.` },
    }),
  );
});

describe('a codename', () => {
  const named = (said: string) => {
    const parsed = means(said);
    if (parsed.type === 'intent' && parsed.elsewhere === true) return 'elsewhere';
    return parsed.type === 'intent' || parsed.type === 'ask' ? parsed.codename : parsed.type;
  };

  test.each([
    ['ack', null],
    ['ack calm-otter', 'calm-otter'],
    ['ack Calm-Otter', 'calm-otter'],
    ['ack bri', 'brisk-wren'],
    ['ack calm-o', 'calm-otter'],
    ['date accept brisk-wren 2', 'brisk-wren'],
    ['date accept 2 brisk-wren', 'brisk-wren'],
    ['date propose calm-heron 2026-03-17 14:00 UTC', 'calm-heron'],
    ['review brisk-wren 7.2', 'brisk-wren'],
    ['end brisk-wren public', 'brisk-wren'],
    ['end public brisk-wren it is on a blog', 'brisk-wren'],
    ['report attacks brisk-wren seen in the wild', 'brisk-wren'],
    ['published calm-otter post https://example.org', 'calm-otter'],
    ['snooze calm-otter 4h', 'calm-otter'],
  ])('%s: %s', (said, codename) => expect(named(said)).toBe(codename));

  test('is no part of what is said with it', () => {
    expect(read('hold calm-otter the post describes another bug')).toEqual(
      toEmbargo({ type: 'hold', reason: 'the post describes another bug' }),
    );
    expect(read('report attacks brisk-wren seen in the wild')).toEqual(
      toEmbargo({ type: 'report-public-state', what: 'attacks', how: 'seen in the wild' }),
    );
  });

  test('stands for nothing by fewer than three letters, nor where several begin alike', () => {
    for (const said of ['ack br', 'ack cal', 'ack calm']) expect(means(said).type).toBe('wrong');
  });

  test('its first letters stand for nothing where free text begins: the text is kept whole', () => {
    expect([named('hold calm down'), named('review fail brisk tests fail'), named('snooze calm')]).toEqual([null, null, 'wrong']);
  });

  test('of an embargo that one may not know of keeps no report of a leak from being heard, and is of none that one knows', () => {
    for (const name of ['plain-robin', 'witty-yak', "witty-yak's"]) {
      const report = means(`report leak https://x.example/1 names ${name} and the date`);
      expect(report).toMatchObject({ type: 'intent', codename: null, elsewhere: true });
      expect(report).toMatchObject({ intent: { to: 'leak', where: 'https://x.example/1', what: `names ${name} and the date` } });
      expect(means(`report leak ${name} it was posted`)).toMatchObject({ elsewhere: true, intent: { what: `${name} it was posted` } });
    }
    expect(means("report leak calm-otter's patch and that of plain-robin")).toMatchObject({ codename: 'calm-otter' });
    expect([means('status brave-badgerling'), means('who brave-badgerling')].map(({ type }) => type)).toEqual([
      'unknown-codename',
      'unknown-codename',
    ]);
  });

  test('of an embargo that one may not know of is as unknown as one that was never given', () => {
    const forbidden = 'plain-robin';
    const never = 'witty-yak';
    for (const words of [
      'ack',
      'status',
      'details',
      'hold',
      'disclose',
      'date accept',
      'end public',
      'terms',
      'review',
      'patch publish',
      'timeline',
    ]) {
      const [one, other] = [forbidden, never].map((codename) => means(`${words} ${codename}`));
      expect(one).toEqual({ type: 'unknown-codename', typed: forbidden });
      expect(other).toEqual({ type: 'unknown-codename', typed: never });
    }
    // Nor do its first letters tell: they are a word like others.
    const [one, other] = ['plain', 'witty'].map((beginning) => means(`ack ${beginning}`));
    expect(JSON.stringify(one)).toBe(JSON.stringify(other).replaceAll('witty', 'plain'));
  });

  test.each([
    ['date reject calm-otter, our freeze', 'calm-otter'],
    ['note calm-otter: it crashes', 'calm-otter'],
    ['note calm–otter it crashes', 'calm-otter'],
    ['note calm‑otter - it crashes', 'calm-otter'],
    ['note calm_otter it crashes', 'calm-otter'],
    ['note `calm-otter` it crashes', 'calm-otter'],
    ['note calm-otter’s date is wrong', 'calm-otter'],
    ['status (calm-otter)', 'calm-otter'],
    ['details calm-otter?', 'calm-otter'],
    ['end withdrawn calm-otter: a mistake', 'calm-otter'],
    ['report leak calm-otter: https://example.org/post', 'calm-otter'],
    ['date reject plain-robin, our freeze', 'unknown-codename'],
    ['note plain-robin: it crashes', 'unknown-codename'],
    ['note plain—robin it crashes', 'unknown-codename'],
    ['note see plain-robin, it crashes', 'unknown-codename'],
    ['end withdrawn plain-robin: a mistake', 'unknown-codename'],
    ['report leak plain-robin: https://example.org/post', 'elsewhere'],
  ])('with what stands around it: %s: %s', (said, codename) => expect(named(said)).toBe(codename));

  test('with what parts it from a text leaves the text', () => {
    for (const said of ['note calm-otter: it crashes', 'note calm-otter - it crashes', 'note «calm-otter» it crashes'])
      expect(read(said)).toMatchObject({ command: { text: 'it crashes' } });
  });

  // However it is typed, an order is for the embargo that it names, and for no other.
  test('property: no order is read as one for another embargo than it names', () => {
    const around = fc.constantFrom<[string, string]>(
      ...([
        ['', ''],
        ['', ','],
        ['', ':'],
        ['', '.'],
        ['', '!'],
        ['', '?'],
        ['(', ')'],
        ['"', '"'],
        ['“', '”'],
        ['«', '»'],
      ] as [string, string][]),
      ...([
        ['`', '`'],
        ['*', '*'],
        ['**', '**:'],
        ['_', '_'],
        ['', '’s'],
        ['', "'s,"],
        ['[', ']:'],
        ['#', ''],
        ['‘', '’'],
        ['', '…'],
      ] as [string, string][]),
    );
    const dash = fc.constantFrom('-', '–', '—', '‑', '−', '_');
    const letters = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => `${text[0]?.toUpperCase()}${text.slice(1)}`,
    );
    const about = commands.filter((command) => aboutEmbargo(command) && command.words !== 'form');
    const others = ['plain-robin', 'witty-yak', ...known.codenames];
    const said = fc.record({
      words: fc.constantFrom(...about.flatMap(({ words, aliases = [] }) => [words, ...aliases])),
      before: fc.constantFrom('', '', '', 're ', '2 ', 'public '),
      codename: fc.constantFrom(...others),
      around,
      dash,
      letters,
      behind: fc.constantFrom('', ' our freeze', ' 2026-03-17 14:00 UTC', ' - it crashes', ' title=x', ' calm', ' https://example.org/'),
    });
    fc.assert(
      fc.property(said, ({ words, before, codename, around: [open, close], dash: by, letters: how, behind }) => {
        const line = `${words} ${before}${open}${how(codename.replace('-', by))}${close}${behind}`;
        const meant = means(line);
        if (meant.type === 'unknown-codename') expect(meant.typed).toBe(codename);
        // A leak of an embargo that one does not know of is told, and is of none.
        else if (meant.type === 'intent' && meant.elsewhere === true)
          expect([known.codenames.includes(codename), meant.codename, meant.command.words]).toEqual([false, null, 'report leak']);
        else if (meant.type === 'intent' || meant.type === 'ask') expect([line, meant.codename]).toEqual([line, codename]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is nothing to a command that is about no embargo', () => {
    expect(read('org add calm-otter 24')).toEqual(toList({ type: 'add-distributor', name: 'calm-otter', releases: ['24'] }));
    expect(read('help calm-otter')).toEqual(ask({ type: 'help', topic: 'calm-otter' }));
  });
});

describe('a form', () => {
  const filled: Texts = {
    title: about.title,
    component: 'quuxd',
    versions: '< 4.5.6',
    exploitability: about.exploitability,
    severity: '',
    cve: '  ',
    reporter: '',
    date: '2026-03-17 14:00 UTC',
  };
  const form = (words: string, values: Texts) => parseForm(words, values, known);

  test('gives what the words and its fields say together; what was left empty was not said', () => {
    expect(form('create', filled)).toMatchObject({
      type: 'intent',
      intent: {
        to: 'create',
        about: { ...about, mitigation: null, vulnerabilities: [{ ...vulnerability, ids: [], severity: null }], reporters: [] },
        date: asked(date),
      },
    });
  });

  test('says in a field of its own which embargo it is about, where the words do not', () => {
    expect(form('hold', { embargo: 'Calm-Otter ', reason: 'x' })).toMatchObject({ type: 'intent', codename: 'calm-otter' });
    expect(form('hold', { embargo: '', reason: 'x' })).toMatchObject({ type: 'intent', codename: null });
    expect(form('hold brisk-wren', { embargo: 'calm-otter', reason: 'x' })).toMatchObject({ type: 'intent', codename: 'brisk-wren' });
    for (const embargo of ['witty-wren', 'plain-heron', 'x'])
      expect(form('hold', { embargo, reason: 'x' })).toMatchObject({
        type: 'ask',
        codename: null,
        texts: { embargo, reason: 'x' },
        problems: { embargo: 'You have no access to an embargo by this codename. A codename looks like quiet-otter.' },
      });
    expect(form('zone', { embargo: 'witty-wren', zone: 'UTC' })).toMatchObject({ type: 'intent' });
  });

  test('keeps the codename and what the button carried', () => {
    expect(form('date reject calm-otter number=2', { reason: 'a freeze' })).toMatchObject({
      type: 'intent',
      codename: 'calm-otter',
      intent: toEmbargo({ type: 'answer-date', number: 2, verdict: 'reject', reason: 'a freeze' }),
    });
    expect(form('review pass calm-otter at=2.9', { note: '2026-03-17 14:00 UTC' })).toMatchObject({
      intent: step('pass', '2026-03-17 14:00 UTC', { at: { review: 2, step: 9 }, readyBy: date }),
    });
  });

  test('takes a field in place of what was typed before it', () => {
    expect(form('amend cve=CVE-2024-1111', { cve: 'CVE-2024-2222' })).toMatchObject({
      intent: toEmbargo(amending(addIds(['CVE-2024-2222']))),
    });
  });

  test('asks again for what is missing or wrong, with what was typed kept', () => {
    const again = form('create', { ...filled, title: '', date: 'in 14 days' });
    expect(again).toMatchObject({
      type: 'ask',
      words: 'create',
      texts: { component: 'quuxd', date: 'in 14 days' },
      problems: { title: 'Required.', date: expect.stringMatching(/hour/) },
    });
  });

  test('of an embargo that one may not know of any more does nothing', () => {
    expect(parseForm('date reject calm-otter', { reason: 'x' }, { ...known, codenames: [] })).toEqual({
      type: 'unknown-codename',
      typed: 'calm-otter',
    });
  });

  test('fields that it does not have are not read', () => {
    expect(form('hold calm-otter', { reason: 'x', command: 'end', constructor: 'y' })).toEqual(form('hold calm-otter', { reason: 'x' }));
  });

  test('is checked beside its fields before anything is acted on, without knowing any embargo', () => {
    const reading = { now: start, zone: null };
    expect(checkForm('create', filled, reading)).toBeNull();
    expect(checkForm('hold plain-robin', { reason: 'x' }, reading)).toBeNull();
    expect(checkForm('hold plain-robin', { reason: ' ' }, reading)).toEqual({ reason: 'Required.' });
    expect(checkForm('create', { ...filled, cve: 'CVE' }, reading)).toEqual({ cve: 'Expected a CVE id, such as CVE-2024-21626.' });
  });
});

test('whatever is typed is understood or refused, and never breaks anything', () => {
  const pieces = [
    'ack',
    'date',
    'propose',
    'create',
    '"',
    '=',
    'title=',
    'at=1.1',
    'calm-otter',
    '”',
    '\n',
    'review',
    'pass',
    '2',
    'x'.repeat(500),
    '\u0000',
    '<!channel>',
  ];
  for (const one of pieces) {
    for (const two of pieces) {
      for (const three of ['', 'yes', 'sure=yes', '"']) expect(() => means(`${one} ${two} ${three}`)).not.toThrow();
    }
  }
  expect(at('2026-03-17T14:00Z')).toBe(date);
});
