// Every no in words: what happened, why, and what to do next.
import { describe, expect, test } from 'vitest';
import { refusalMessage, refusalText } from '../../src/chat/refusals.ts';
import { askedSteps } from '../../src/domain/policy/checklist.ts';
import type { Reason } from '../../src/domain/refusal.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { at, date, list, nova, personNamed, secrets, start } from '../setup/embargo.ts';
import { actionsOf, codesOf, linesOf, understood } from '../setup/said.ts';

const [applies] = askedSteps({ checklist: ['apply'] }, []);
if (applies === undefined) throw new Error('no such step');

const reportText = {
  what: 'a container writes to a file of the host',
  component: 'runc',
  versions: null,
  exploitability: null,
  reproduce: null,
  wish: null,
};

const samples: { readonly [Code in Reason['code']]: Extract<Reason, { code: Code }> } = {
  'needs-role': { code: 'needs-role', roles: ['coordinator', 'representative'] },
  'needs-admin': { code: 'needs-admin' },
  'report-in-private': { code: 'report-in-private' },
  'report-limit': { code: 'report-limit', because: 'yours', most: 3, said: reportText },
  'no-report': { code: 'no-report', number: 7, open: [1, 2] },
  'which-report-list': { code: 'which-report-list', number: 3, lists: ['oci', 'cncf'] },
  'report-to-which-list': { code: 'report-to-which-list', typed: 'ocl', said: reportText },
  'report-state': { code: 'report-state', number: 3, state: 'closed', how: 'declined' },
  'report-not-closed': { code: 'report-not-closed', number: 3 },
  'report-talk-limit': { code: 'report-talk-limit', because: 'yours', number: 3, most: 10, text: 'kernel 6.1' },
  'report-date-unchanged': { code: 'report-date-unchanged', number: 3 },
  'report-without-embargo': { code: 'report-without-embargo', number: 3 },
  'credit-unchanged': { code: 'credit-unchanged', number: 3 },
  'no-date-asked': { code: 'no-date-asked', number: 3 },
  'report-known-where': { code: 'report-known-where', number: 3 },
  'needs-coordinator-account': { code: 'needs-coordinator-account', list: 'oci' },
  'needs-consent': { code: 'needs-consent', state: 'invited' },
  'embargo-over': { code: 'embargo-over', reason: 'public', at: start },
  'not-over-yet': { code: 'not-over-yet' },
  'already-acknowledged': { code: 'already-acknowledged' },
  'not-on-the-list': { code: 'not-on-the-list' },
  'already-let-in': { code: 'already-let-in', name: 'dave' },
  'other-distributor': { code: 'other-distributor' },
  'date-problems': {
    code: 'date-problems',
    problems: [{ rule: 'weekday', weekday: 5, must: false }, { rule: 'past' }],
    better: [date, date + dayMs],
    firm: true,
  },
  'answers-need-longer': { code: 'answers-need-longer', until: date },
  'date-is-agreed-already': { code: 'date-is-agreed-already' },
  'date-is-proposed-already': { code: 'date-is-proposed-already', number: 2 },
  'public-state-has-changed': { code: 'public-state-has-changed' },
  'no-open-proposal': { code: 'no-open-proposal', phase: 'active' },
  'unknown-proposal': { code: 'unknown-proposal', number: 7, first: 2 },
  'proposal-closed': { code: 'proposal-closed', number: 2, state: 'lapsed' },
  'answered-meanwhile': { code: 'answered-meanwhile', number: 2, by: 'bob' },
  'nothing-to-withdraw': { code: 'nothing-to-withdraw' },
  'which-to-withdraw': { code: 'which-to-withdraw', numbers: [2, 3] },
  'not-your-proposal': { code: 'not-your-proposal', number: 2, by: 'bob' },
  'earlier-proposal-first': { code: 'earlier-proposal-first', number: 3, first: 2 },
  'already-there': { code: 'already-there', name: 'CVE-2025-31133' },
  'not-there': { code: 'not-there', name: 'CVE-2025-31133', there: ['CVE-2025-52565'] },
  'last-component': { code: 'last-component' },
  'which-vulnerability': { code: 'which-vulnerability', ids: ['CVE-2025-31133', 'CVE-2025-52565'] },
  'which-record': { code: 'which-record', ids: ['CVE-2025-31133', 'CVE-2025-52565'], said: { because: 'it was rejected' } },
  'same-embargo': { code: 'same-embargo' },
  'acknowledge-other': { code: 'acknowledge-other', codename: 'calm-otter' },
  'linked-already': { code: 'linked-already', codename: 'calm-otter' },
  'not-linked': { code: 'not-linked', codename: 'calm-otter' },
  'merge-itself': { code: 'merge-itself' },
  'merge-widens': { code: 'merge-widens', codename: 'calm-otter', names: ['carol'] },
  'other-over': { code: 'other-over', codename: 'calm-otter', at: date },
  'other-undecided': { code: 'other-undecided', codename: 'calm-otter' },
  'split-already': { code: 'split-already', codename: 'calm-otter' },
  'nothing-to-split': { code: 'nothing-to-split', kind: 'does-not-apply' },
  'which-proposal': {
    code: 'which-proposal',
    found: 0,
    dates: [
      { number: 1, at: start },
      { number: 2, at: start },
    ],
  },
  'which-to-answer': {
    code: 'which-to-answer',
    verdict: 'accept',
    dates: [
      { number: 2, at: date },
      { number: 3, at: date + 60_000 },
    ],
  },
  'no-vote': { code: 'no-vote', voters: 'distributors' },
  'answers-still-due': { code: 'answers-still-due', number: 1, at: date, by: start },
  'silence-decides-nothing': { code: 'silence-decides-nothing', silence: 'people' },
  'date-was-rejected': { code: 'date-was-rejected', number: 1 },
  'no-later-deadline': { code: 'no-later-deadline', number: 1, by: start, date },
  'extension-needs-reason': { code: 'extension-needs-reason' },
  'no-extension': { code: 'no-extension' },
  'beyond-ceiling': { code: 'beyond-ceiling', ceiling: date },
  'undated-needs-reason': { code: 'undated-needs-reason' },
  'answered-already': { code: 'answered-already', verdict: 'accept', by: 'bob' },
  'no-date-agreed': { code: 'no-date-agreed' },
  'too-early': { code: 'too-early', date },
  'needs-another-person': { code: 'needs-another-person' },
  'needs-a-coordinator-too': { code: 'needs-a-coordinator-too', from: date },
  'needs-another-distributor': { code: 'needs-another-distributor', name: 'Nova' },
  'public-since-stated': { code: 'public-since-stated', at: date, by: 'ada' },
  'open-findings': {
    code: 'open-findings',
    found: [{ number: 1, kind: 'new-bug', state: 'open', fixedIn: null, by: 'bob', where: 'Nova 24' }],
    seen: '1o0',
    changed: true,
    at: null,
    because: null,
  },
  'unknown-finding': { code: 'unknown-finding', number: 7, last: 2 },
  'finding-there': { code: 'finding-there', number: 2 },
  'many-findings': { code: 'many-findings', most: 20, from: at('2026-03-02T10:00Z') },
  'finding-stands': { code: 'finding-stands', number: 2, state: 'confirmed', by: 'bob', owner: null, fixedIn: 2 },
  'not-your-finding': { code: 'not-your-finding', number: 2, by: 'bob', from: date },
  'fixed-in-another': { code: 'fixed-in-another', number: 2, named: 1, patch: 3 },
  'fix-needs-patch': { code: 'fix-needs-patch', number: 2, patch: 1 },
  'owner-not-in': { code: 'owner-not-in', name: 'carol' },
  'owner-outside': { code: 'owner-outside', name: 'eve' },
  'embargo-purged': { code: 'embargo-purged', at: date },
  'public-already': { code: 'public-already' },
  'reopened-too-late': { code: 'reopened-too-late', at: date },
  'instant-to-come': { code: 'instant-to-come', at: date },
  'before-it-began': { code: 'before-it-began', at: start, begins: date },
  'ask-by-report': { code: 'ask-by-report' },
  'no-patch': { code: 'no-patch' },
  'same-patch': { code: 'same-patch', number: 1 },
  'ships-nothing': { code: 'ships-nothing' },
  'unknown-release': { code: 'unknown-release', release: '9', releases: ['7.1', '7.2'] },
  'which-release': { code: 'which-release', releases: ['7.1', '7.2'] },
  'which-review': { code: 'which-review', releases: ['7.1', '7.2'] },
  'duty-taken-on-already': { code: 'duty-taken-on-already', number: 2 },
  'duty-done-already': { code: 'duty-done-already', number: 2, distributor: 'Nova', at: start },
  'duty-of-others': { code: 'duty-of-others', number: 2, distributor: 'Nova', free: true },
  'no-duty': { code: 'no-duty', number: 9, last: 3 },
  'duty-without-organization': { code: 'duty-without-organization', number: 2 },
  'duty-held-already': { code: 'duty-held-already', number: 2, place: 'primary' },
  'duty-taken': { code: 'duty-taken', number: 2, primary: 'Nova', backup: 'Seven', own: 'Old Iron' },
  'duty-needs-primary': { code: 'duty-needs-primary', number: 2 },
  'duty-not-yours': { code: 'duty-not-yours', number: 2 },
  'same-duty-holder': { code: 'same-duty-holder', number: 2, name: 'Old Iron' },
  'duty-unchanged': { code: 'duty-unchanged', number: 2 },
  'rotation-needs-two': { code: 'rotation-needs-two' },
  'duty-offered-already': { code: 'duty-offered-already', number: 2, name: 'Nova', own: true },
  'duty-to-yourself': { code: 'duty-to-yourself', number: 2 },
  'no-duty-offer': { code: 'no-duty-offer', number: 2 },
  'no-one-for-duty': { code: 'no-one-for-duty', name: 'Old Iron' },
  'cannot-take-review': {
    code: 'cannot-take-review',
    name: 'carol',
    release: '24',
    cannot: { why: 'terms' },
  },
  'no-open-review': { code: 'no-open-review' },
  'new-branches': { code: 'new-branches', branches: ['relase-1.2'], known: ['release-1.2', 'main'] },
  'unknown-patch': { code: 'unknown-patch', number: 4, there: [1, 2] },
  'withdrawn-already': { code: 'withdrawn-already', number: 2, at: start },
  'which-branch': {
    code: 'which-branch',
    release: 'Nova 24',
    lines: [
      { branch: 'release-1.2', patch: 2 },
      { branch: null, patch: 1 },
    ],
    none: null,
  },
  'copy-across-branches': { code: 'copy-across-branches', from: '7.1', to: '7.2', patch: 3 },
  'patch-replaced': { code: 'patch-replaced', was: 1, now: 2 },
  'step-answered-already': { code: 'step-answered-already' },
  'first-step': { code: 'first-step' },
  'needs-note': { code: 'needs-note', review: 1, verdict: 'pass', step: applies },
  'release-of-another': { code: 'release-of-another', release: '24', of: 'Nova', own: 'Seven' },
  'nothing-to-copy': { code: 'nothing-to-copy', release: '7.1', stale: 1 },
  'nothing-to-correct': { code: 'nothing-to-correct', release: '7.1', of: null },
  'review-lacks': { code: 'review-lacks', notes: [[2, 'Patch applies']], readyBy: true },
  'steps-changed': { code: 'steps-changed', added: ['Tests'], gone: ['Builds on arm64'] },
  'answers-unclear': { code: 'answers-unclear', said: ['tests fail'] },
  'unknown-step': { code: 'unknown-step', step: 11, steps: ['Patch applies', 'Builds'] },
  'nothing-tested': { code: 'nothing-tested' },
  'several-readings': {
    code: 'several-readings',
    readings: [
      { means: 'form', release: '9 pass', words: ['review', '9 pass'] },
      { means: 'step', verdict: 'pass', note: null, words: ['review pass', ''] },
    ],
    walk: { review: 1, key: 'build', at: 2 },
  },
  'steps-left': { code: 'steps-left', left: 3 },
  'steps-failed': { code: 'steps-failed', titles: ['Tests'] },
  'reviewed-already': { code: 'reviewed-already', release: '24' },
  'needs-because': { code: 'needs-because' },
  'already-reported': { code: 'already-reported' },
  'no-such-link': {
    code: 'no-such-link',
    links: [{ clock: 'cve', distributor: null, id: 'CVE-2026-1234', link: 'https://example.org/cve' }],
  },
  'which-link': {
    code: 'which-link',
    links: [
      { clock: 'packages', distributor: nova.id, link: 'https://example.org/1' },
      { clock: 'packages', distributor: nova.id, link: 'none' },
    ],
  },
  'text-written-already': { code: 'text-written-already', kind: 'post' },
  'text-not-written': { code: 'text-not-written', kind: 'notice' },
  'text-approved-already': { code: 'text-approved-already', kind: 'heads-up' },
  'published-already': { code: 'published-already' },
  'links-by-coordinators': { code: 'links-by-coordinators', clock: 'erratum' },
  'whose-packages': { code: 'whose-packages', names: ['Nova', 'Seven Linux'] },
  'nothing-owed': { code: 'nothing-owed' },
  'too-many-reports': { code: 'too-many-reports', most: 3 },
  'nothing-to-snooze': { code: 'nothing-to-snooze' },
  'nobody-called': { code: 'nobody-called', called: 'nemo', several: false },
  'nobody-to-remind': { code: 'nobody-to-remind', name: 'bob', again: start },
  'snooze-is-past': { code: 'snooze-is-past' },
  'nothing-to-change': { code: 'nothing-to-change' },
  'room-has-faults': { code: 'room-has-faults', faults: ['public', 'shared-externally'], teams: ['T0FAR'], list: 'oci', on: 'slack' },
  'no-team': { code: 'no-team', team: 'elsewhere', on: 'slack' },
  'team-named-already': { code: 'team-named-already', team: 'T0FAR' },
  'team-not-named': { code: 'team-not-named', team: 'T0FAR' },
  'room-adopted-already': { code: 'room-adopted-already', list: 'oci' },
  'room-not-adopted': { code: 'room-not-adopted' },
  'distributor-known': { code: 'distributor-known', name: 'Nova' },
  'unknown-distributor': { code: 'unknown-distributor', names: ['Nova'] },
  'needs-distributor': { code: 'needs-distributor' },
  'person-known': { code: 'person-known', name: 'bob' },
  'name-taken': { code: 'name-taken', name: 'bob' },
  'looks-like': { code: 'looks-like', name: 'BOB', other: 'bob' },
  'needs-name': { code: 'needs-name' },
  'last-coordinator': { code: 'last-coordinator' },
  'clock-in-the-future': { code: 'clock-in-the-future' },
  'not-told': { code: 'not-told', policy: 'kernel' },
  'bound-already': { code: 'bound-already', policy: 'kernel', since: start },
  'policy-problems': { code: 'policy-problems', problems: [{ rule: 'no-day-left' }] },
  'policy-unchanged': { code: 'policy-unchanged' },
  'no-draft': { code: 'no-draft' },
  'needs-second-reader': { code: 'needs-second-reader' },
  'draft-changed': { code: 'draft-changed' },
  'bad-policy-file': { code: 'bad-policy-file', where: 'quorum.count', problem: 'it is no number' },
  'bad-field': { code: 'bad-field', problem: 'It is one of: yes, no.' },
  'no-version': { code: 'no-version', version: 7, newest: 2 },
  'not-a-contact': { code: 'not-a-contact', name: 'bob', distributor: 'Nova' },
  'no-key': { code: 'no-key' },
  'key-damaged': { code: 'key-damaged' },
  'several-keys': { code: 'several-keys', keys: ['Seven <security@seven.example>', 'Nova <security@nova.example>'] },
  'secret-key': { code: 'secret-key' },
  'key-expired': { code: 'key-expired', at: start },
  'key-revoked': { code: 'key-revoked' },
  'key-weak': { code: 'key-weak', why: 'nothing can be encrypted to it' },
  'key-known': { code: 'key-known' },
  'key-not-there': { code: 'key-not-there' },
  'whose-key': { code: 'whose-key' },
  'no-alias': { code: 'no-alias' },
  'no-alias-test': { code: 'no-alias-test' },
  'wrong-alias-code': { code: 'wrong-alias-code' },
  'alias-asker': { code: 'alias-asker' },
  'no-such-list': { code: 'no-such-list', typed: 'oic' },
  'apply-in-private': { code: 'apply-in-private' },
  'on-the-list': { code: 'on-the-list', name: 'oci' },
  'applied-already': { code: 'applied-already', number: 1 },
  'organisation-known': { code: 'organisation-known', organisation: 'Seven Linux', name: 'Seven Linux' },
  'entity-applied': { code: 'entity-applied', organisation: 'Seven Linux' },
  cooling: { code: 'cooling', until: date },
  'too-many-applications': { code: 'too-many-applications' },
  'no-application': { code: 'no-application' },
  'unknown-application': { code: 'unknown-application', number: 7, open: [1, 2] },
  'wrong-phase': { code: 'wrong-phase', number: 1, phase: 'ballot' },
  'tells-vulnerability': { code: 'tells-vulnerability', list: 'oci' as never },
  'criterion-alone': { code: 'criterion-alone', criterion: 'users', number: 2, text: 'Have a user base.', answer: 'Many.' },
  'which-criterion': { code: 'which-criterion', keys: ['alias', 'users'], submitted: false },
  unanswered: { code: 'unanswered', missing: [{ key: 'users', text: 'Have a user base.' }] },
  'unknown-criterion': { code: 'unknown-criterion', keys: ['alias', 'users'] },
  'vouches-for-self': { code: 'vouches-for-self' },
  'vouches-for-own': { code: 'vouches-for-own' },
  'vouched-already': { code: 'vouched-already', by: 'bob' },
  'in-conflict': { code: 'in-conflict' },
  'conflict-known': { code: 'conflict-known' },
  'nobody-may-vote': { code: 'nobody-may-vote' },
  'ballot-in-a-room': { code: 'ballot-in-a-room' },
  'ballot-closed': { code: 'ballot-closed', at: start },
  'ballot-open': { code: 'ballot-open', number: 1, closesAt: date },
  'no-ballot-vote': { code: 'no-ballot-vote' },
  'voted-already': { code: 'voted-already' },
  'not-carried': { code: 'not-carried', outcome: 'lost' },
  carried: { code: 'carried' },
  'other-policy': { code: 'other-policy', hash: 'c0ffee00c0ff' },
  'accepted-already': { code: 'accepted-already' },
  'nothing-to-recertify': { code: 'nothing-to-recertify' },
  'own-distributor': { code: 'own-distributor' },
  'entity-is-coordinators': { code: 'entity-is-coordinators' },
  'same-contact': { code: 'same-contact' },
  'key-elsewhere': { code: 'key-elsewhere', name: 'Nova' },
  'standing-already': { code: 'standing-already' },
  'on-probation': { code: 'on-probation' },
  'backup-known': { code: 'backup-known', name: 'frank' },
  'probation-is-past': { code: 'probation-is-past' },
  'own-strike': { code: 'own-strike' },
  'coordinator-strike': { code: 'coordinator-strike' },
  'which-strike': { code: 'which-strike', numbers: [1, 2] },
  'unknown-leak-of': { code: 'unknown-leak-of', said: 'calm-otter 3' },
  'no-mistake': { code: 'no-mistake', name: 'Nova', has: 'people' },
  'too-few-strikes': { code: 'too-few-strikes', strikes: 1, needed: 2 },
  'good-standing': { code: 'good-standing' },
  'holds-last-coordinator': { code: 'holds-last-coordinator', name: 'ada' },
  'one-contact': { code: 'one-contact', entity: 'Seven Corp', name: 'carol' },
  'no-handover': { code: 'no-handover' },
  'handover-same': { code: 'handover-same', name: 'bob' },
  'other-entity': { code: 'other-entity', name: 'bob' },
  'away-is-past': { code: 'away-is-past' },
  'stand-in-is-self': { code: 'stand-in-is-self' },
  'stand-in-away': { code: 'stand-in-away', person: personNamed('bob'), until: date },
  'not-away': { code: 'not-away' },
  'coordinator-first': { code: 'coordinator-first' },
  'is-app': { code: 'is-app', name: 'deploy bot' },
  'account-closed': { code: 'account-closed', name: 'dave' },
  'unknown-code': { code: 'unknown-code' },
  'overheard-code': { code: 'overheard-code' },
  'too-many-codes': { code: 'too-many-codes', most: 5 },
  'own-code': { code: 'own-code' },
  'both-on-lists': { code: 'both-on-lists', same: ['oci'] },
  'closed-account': { code: 'closed-account' },
  'nothing-linked': { code: 'nothing-linked' },
  'not-your-id': { code: 'not-your-id' },
  'known-by-this-id': { code: 'known-by-this-id', others: [personNamed('ada@slack')] },
  unreachable: { code: 'unreachable', where: 'slack', ids: [personNamed('ada'), personNamed('ada@slack')] },
  'exception-needs-until': { code: 'exception-needs-until' },
  'exception-is-past': { code: 'exception-is-past', at: start },
  'exception-asked-already': { code: 'exception-asked-already', number: 2, state: 'open' },
  'too-many-exceptions': { code: 'too-many-exceptions', most: 3, open: [1, 2, 4] },
  'no-voice-on-exceptions': { code: 'no-voice-on-exceptions', voters: 'distributors', own: false },
  'exception-answered-already': { code: 'exception-answered-already', number: 2, verdict: 'accept', by: 'bob' },
  'exception-closed': { code: 'exception-closed', number: 2, state: 'lapsed' },
  'exception-of-another': { code: 'exception-of-another', number: 2, by: 'carol' },
  'which-exception': { code: 'which-exception', number: null, asked: 3, open: [1, 3] },
  'needs-link': { code: 'needs-link' },
  'retrospective-owed': { code: 'retrospective-owed' },
  'nobody-to-let-in': { code: 'nobody-to-let-in', called: 'Lighthouse', names: ['Nova', 'Seven Linux'] },
  'audience-is-everyone': { code: 'audience-is-everyone' },
  'wave-is-past': { code: 'wave-is-past', at: start },
  'wave-came': { code: 'wave-came', name: 'Nova' },
  'not-in-the-audience': { code: 'not-in-the-audience', name: 'Nova' },
  'left-the-list': { code: 'left-the-list', name: 'carol' },
  'outsider-needs-reason': { code: 'outsider-needs-reason', name: 'erin' },
  'no-access': { code: 'no-access', name: 'carol' },
  'coordinators-stay': { code: 'coordinators-stay', name: 'grace' },
  'not-your-report': { code: 'not-your-report' },
  'which-leak': { code: 'which-leak', numbers: [1, 2], closed: false },
  'leak-closed': { code: 'leak-closed', leak: 1, at: start },
  'leak-joined': { code: 'leak-joined', leak: 2, into: 1 },
  'same-leak': { code: 'same-leak' },
  'classed-already': { code: 'classed-already', leak: 1, class: 'patch' },
  'class-first': { code: 'class-first', leak: 1 },
  'too-many-steps': { code: 'too-many-steps', most: 100 },
  'unknown-leak-step': { code: 'unknown-leak-step', number: 7, open: [1, 2] },
  'leak-step-done-already': { code: 'leak-step-done-already', number: 1, at: start },
  'leak-steps-open': { code: 'leak-steps-open', leak: 1, open: [2, 3] },
  'no-retrospective': { code: 'no-retrospective', ended: false },
  'nothing-said': { code: 'nothing-said' },
  'nothing-to-keep': { code: 'nothing-to-keep' },
  'declined-once': { code: 'declined-once' },
  'due-is-past': { code: 'due-is-past', at: start },
  'too-many-actions': { code: 'too-many-actions', most: 50 },
  'unknown-action': { code: 'unknown-action', number: 7, open: [1, 2] },
  'action-ended-already': { code: 'action-ended-already', number: 1, at: start },
  'action-of-another': { code: 'action-of-another', number: 1, owner: 'carol' },
  'no-name': { code: 'no-name' },
  'no-room-admin': { code: 'no-room-admin', on: 'slack' },
  'no-room-made': { code: 'no-room-made', because: 'M_FORBIDDEN' },
  'own-identity': { code: 'own-identity' },
  'no-identity': { code: 'no-identity', name: 'bob' },
  'no-room-keys': { code: 'no-room-keys', on: 'slack' },
  'room-keys-already': { code: 'room-keys-already', keys: 'all' },
  'nobody-missing': { code: 'nobody-missing', room: '#oci-private' },
};
const reasons: readonly Reason[] = Object.values(samples);
const refused = { codename: 'calm-otter', words: 'date propose' };
const nodesOf = (reason: Reason, about: Parameters<typeof refusalMessage>[1] = refused) => refusalMessage(reason, about).nodes;
const textOf = (reason: Reason, about = refused) => linesOf(nodesOf(reason, about)).join('\n');

// Where nothing is left to do, the words say that nothing changed, or what comes by itself, or whom to ask.
const settled =
  /Nothing changed|coordinator|[Ss]omeone|operator|respond to it first|nothing to (?:publish|confirm)|the first step|to snooze here|It ships|what you think|Choose the outcome|add a note|Add the reason|room of oci|keep asking|needs letters|an hour/;

describe('each reason', () => {
  test.each(reasons.map((reason) => [reason.code, reason] as const))(
    '%s: is said in whole sentences, with what to do next',
    (_, reason) => {
      const nodes = nodesOf(reason);
      const text = textOf(reason);
      expect(text).toMatch(/[.:?](\n|$)/);
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);
      expect(codesOf(nodes).length > 0 || actionsOf(nodes).length > 0 || settled.test(text)).toBe(true);
    },
  );

  test.each(reasons.map((reason) => [reason.code, reason] as const))(
    '%s: its buttons and what it says to type are understood',
    (_, reason) => {
      const nodes = nodesOf(reason);
      // Parts of commands rather than commands.
      const parts = ['"…"', 'anyway', 'name="…"', 'name=Bob', 'sure=yes', 'for=alias', 'record: …', 'gpg --export --armor'];
      const typed = codesOf(nodes).filter((code) => !parts.includes(code));
      for (const words of typed) expect(understood(words.replaceAll('@bob', 'terminal:bob')).type, words).toMatch(/^(intent|ask)$/);
      const ofOneself = (words: string) =>
        /^(?:duty(?: (?!take|done)|$)|(?:account|settings|help|apply|vouch|ballot|application|policy|report) |apply$)/.test(words);
      // An answer to a criterion is asked for with a form.
      for (const { words } of actionsOf(nodes))
        expect(understood(words), words).toMatchObject(
          ofOneself(words) ? { type: expect.stringMatching(/^(?:intent|ask)$/) } : { codename: 'calm-otter' },
        );
    },
  );

  test.each(reasons.map((reason) => [reason.code, reason] as const))('%s: fits beside a field, in plain text', (_, reason) => {
    const text = refusalText(reason, refused);
    expect(text).not.toMatch(/undefined|\n|\[object/);
    expect(text.length).toBeGreaterThan(10);
  });

  test('shows nothing on a lock screen but that there is an answer', () => {
    expect(new Set(reasons.map((reason) => refusalMessage(reason, refused).push))).toEqual(new Set(['Embargo bot: an answer for you']));
  });

  test('tells nothing of what the embargo is about', () => {
    const all = reasons.map((reason) => textOf(reason)).join('\n');
    expect(secrets.filter((secret) => all.replaceAll('CVE-2024-21626', '').includes(secret))).toEqual([]);
  });
});

describe('a button of a refusal', () => {
  test('accepts the proposal that it speaks of, not the earliest', () => {
    expect(actionsOf(nodesOf(samples['date-is-proposed-already'])).map(({ words }) => words)).toEqual(['date accept calm-otter 2']);
  });

  test('begins the review of the release that it names', () => {
    expect(actionsOf(nodesOf(samples['which-release'])).map(({ words }) => words)).toEqual([
      'review calm-otter 7.1',
      'review calm-otter 7.2',
    ]);
  });

  test('proposes the better date that it shows', () => {
    const offers = actionsOf(nodesOf(samples['date-problems'])).map(({ words }) => understood(words));
    expect(offers).toMatchObject(
      [date, date + dayMs].map((when) => ({
        intent: { command: { type: 'propose-date', date: { at: when, zone: 'UTC', anyway: false } } },
      })),
    );
  });

  test('is not there for an embargo that is only being opened: its form is filled in again', () => {
    expect(actionsOf(nodesOf(samples['date-problems'], { codename: null, words: 'create' }))).toEqual([]);
  });
});

describe('in words', () => {
  test.each<[string, Reason, string]>([
    [
      'too early',
      samples['too-early'],
      "Too early: embargoed until Tue, Mar 17, 14:00 UTC. For an earlier date: `date propose`. If it's already public: `end public`.",
    ],
    [
      'not theirs to say',
      samples['needs-role'],
      "Only coordinators and representatives can use `date propose`. Ask one of them: `members` in the list's room shows who they are.",
    ],
    ['no proposal of that number', samples['unknown-proposal'], "There's no proposal 7. The open one is proposal 2.\n[Show the dates]"],
    ['a date that lapsed', samples['proposal-closed'], 'Proposal 2 is closed: its date has passed. `status` shows the dates.'],
    ['not acknowledged', samples['needs-consent'], 'Acknowledge the terms of this embargo first.\n[Show the terms]'],
    [
      'a signature that lapsed',
      { code: 'needs-consent', state: 'lapsed' },
      'The date or the terms changed since you acknowledged. Acknowledge them again first.\n[Show the terms]',
    ],
    ['no need to know', { code: 'needs-consent', state: 'none' }, 'You have no access to an embargo by that name. `list` shows yours.'],
    [
      'an unfit room',
      samples['room-has-faults'],
      "This room isn't safe for embargoes: it's public, it's shared with another organization. Make it private, or create a new private room, and send `room adopt` there.\nIt's shared with T0FAR. To let this organization read, after seeing what that means: `room adopt oci teams=T0FAR`",
    ],
    [
      'a date with two faults, the firm one first',
      samples['date-problems'],
      [
        "I didn't propose this date:",
        "- It's in the past.",
        "- It's a Friday, when few people are there to respond.",
        'Better dates: Tue, Mar 17, 2026, 14:00 UTC; Wed, Mar 18, 2026, 14:00 UTC.',
        '[Tue, Mar 17, 2026, 14:00 UTC] [Wed, Mar 18, 2026, 14:00 UTC]',
      ].join('\n'),
    ],
  ])('%s', (_, reason, text) => expect(textOf(reason)).toBe(text));

  test.each([
    [
      { rule: 'too-long', longestMs: 20 * dayMs, latest: at('2026-03-22T09:00Z') } as const,
      'The policy allows 20 days at most: until Sun, Mar 22, 2026, 09:00 UTC.',
    ],
    [
      { rule: 'too-short', shortestMs: dayMs, earliest: at('2026-03-03T09:00Z') } as const,
      'The policy requires at least 1 day: from Tue, Mar 3, 2026, 09:00 UTC.',
    ],
    [{ rule: 'holiday', name: 'Christmas Day, US' } as const, "It's a public holiday (Christmas Day, US)."],
    [{ rule: 'quarter-end' } as const, "It's at the end of a quarter, when changes are frozen."],
  ])('a date: %j', (problem, text) => {
    expect(textOf({ code: 'date-problems', problems: [problem], better: [], firm: false })).toBe(
      ["I didn't propose this date:", `- ${text}`, 'This is advice. To propose the date anyway, add `anyway` after it.'].join('\n'),
    );
  });

  test('a distributor that is not there names those that are', () => {
    const names = Object.values(list.distributors).map(({ name }) => name);
    expect(textOf({ code: 'unknown-distributor', names })).toContain(`On the list: ${nova.name}, Seven Linux.`);
    expect(textOf({ code: 'unknown-distributor', names: [] })).toContain("There's no organization on this list yet.");
  });
});
