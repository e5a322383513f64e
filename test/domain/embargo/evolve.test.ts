// What a fact makes of an embargo: whole values, and a broken record is never guessed at.
import { describe, expect, test } from 'vitest';
import type { Embargo } from '../../../src/domain/embargo/embargo.ts';
import { evolve, lapsedBy, targetsOf } from '../../../src/domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../../src/domain/embargo/facts.ts';
import type { Actor } from '../../../src/domain/values/happened.ts';
import type { EmbargoId, ListId } from '../../../src/domain/values/ids.ts';
import { dayMs, hourMs } from '../../../src/domain/values/time.ts';
import {
  about,
  ada,
  agreedEmbargo,
  at,
  bob,
  carol,
  date,
  dave,
  embargo,
  evolved,
  nova,
  patch,
  patches,
  proposal,
  proposals,
  review,
  reviews,
  sha,
  start,
  yes,
} from '../../setup/embargo.ts';

const now = start + hourMs;
const created: EmbargoFact = { type: 'embargo-created', embargo: 'e1' as EmbargoId, list: 'oci' as ListId, codename: 'calm-otter', about };

test('an embargo begins with nothing but what it is about', () => {
  expect(evolve(null, { fact: created, at: start, by: ada.person })).toEqual(embargo({ proposals: {}, consents: {}, reminded: {} }));
});

/** Of the normal embargo's proposal. */
const answers = { target: at('2026-03-05T09:00Z'), since: start, doneMs: null };

describe('a fact changes what it is about, and nothing else', () => {
  const patched = embargo({ patches: patches(patch(1)), reviews: reviews(review(1)) });
  const waiting = { target: date, since: start, doneMs: null };
  const rows: readonly (readonly [Embargo, EmbargoFact, Actor, Partial<Embargo>])[] = [
    [
      embargo(),
      { type: 'amended', changes: { cve: null, title: 'Another' } },
      ada.person,
      { about: { ...about, vulnerabilities: about.vulnerabilities.map((each) => ({ ...each, ids: [] })), title: 'Another' } },
    ],
    [
      embargo(),
      { type: 'person-admitted', person: dave.person },
      bob.person,
      { consents: { ...embargo().consents, [dave.person]: { state: 'invited', at: now, by: bob.person } } },
    ],
    [
      agreedEmbargo({ agreed: { proposal: 1, revisions: 2 } }),
      { type: 'terms-acknowledged', terms: 'oci-1' },
      bob.person,
      { consents: { ...embargo().consents, [bob.person]: { state: 'signed', at: now, seen: 2 } } },
    ],
    [
      embargo(),
      { type: 'terms-declined' },
      bob.person,
      { consents: { ...embargo().consents, [bob.person]: { state: 'declined', at: now } } },
    ],
    [
      embargo(),
      { type: 'date-proposed', number: 2, at: date + dayMs, zone: 'Europe/Berlin', answerBy: now + 72 * hourMs, reason: 'freeze' },
      bob.person,
      {
        proposals: proposals(
          proposal(1, date),
          proposal(2, date + dayMs, {
            zone: 'Europe/Berlin',
            by: bob.person,
            proposedAt: now,
            answerBy: now + 72 * hourMs,
            reason: 'freeze',
          }),
        ),
      },
    ],
    [
      embargo(),
      { type: 'date-answered', number: 1, voter: nova.id, verdict: 'accept', reason: null },
      bob.person,
      { proposals: proposals(proposal(1, date, { answers: { [nova.id]: yes(bob, now) } })) },
    ],
    [
      embargo({ disclosing: { by: ada.person, at: start } }),
      { type: 'date-agreed', number: 1 },
      bob.person,
      {
        proposals: proposals(proposal(1, date, { state: 'agreed' })),
        agreed: { proposal: 1, revisions: 0 },
        disclosing: null,
        reminded: { disclosure: waiting },
      },
    ],
    [
      embargo(),
      { type: 'date-rejected', number: 1 },
      bob.person,
      {
        proposals: proposals(proposal(1, date, { state: 'rejected' })),
        reminded: { date: { target: start, since: now, doneMs: null } },
      },
    ],
    [
      embargo(),
      {
        type: 'patch-published',
        number: 1,
        label: 'first',
        url: 'https://example.org/',
        files: [{ name: 'a', sha256: sha('a') }],
        branches: ['main'],
      },
      ada.person,
      {
        patches: patches(
          patch(1, { label: 'first', url: 'https://example.org/', files: [{ name: 'a', sha256: sha('a') }], branches: ['main'], at: now }),
        ),
      },
    ],
    [
      embargo({ patches: patches(patch(1)) }),
      { type: 'review-started', number: 1, distributor: nova.id, release: '24', patch: 1 },
      bob.person,
      { reviews: reviews(review(1, { startedAt: now, touchedAt: now })) },
    ],
    [
      patched,
      { type: 'step-answered', review: 1, step: 'fetch', answer: { verdict: 'pass', note: null }, readyBy: null, next: 1 },
      bob.person,
      { reviews: reviews(review(1, { step: 1, answers: { fetch: { verdict: 'pass', note: null } }, touchedAt: now })) },
    ],
    [patched, { type: 'review-moved', review: 1, step: 4 }, bob.person, { reviews: reviews(review(1, { step: 4, touchedAt: now })) }],
    [
      patched,
      { type: 'review-finished', review: 1, outcome: 'new-bug', because: 'a crash' },
      bob.person,
      { reviews: reviews(review(1, { end: { at: now, outcome: 'new-bug', because: 'a crash' } })) },
    ],
    [
      embargo(),
      { type: 'world-changed', what: 'exploit', how: 'a post' },
      bob.person,
      {
        publicState: { exploit: { at: now, by: bob.person, how: 'a post' } },
        decisionDue: now + hourMs,
        reminded: { disclosure: waiting, answers, decision: { target: now + hourMs, since: now, doneMs: null } },
        nudges: { at: {}, waits: {}, alarms: { exploit: { [bob.person]: [now] } } },
      },
    ],
    [
      embargo({ publicState: { public: { at: start, by: bob.person, how: 'x' } }, decisionDue: start + hourMs }),
      { type: 'embargo-held', reason: 'another bug' },
      ada.person,
      { publicState: {}, decisionDue: null },
    ],
    [agreedEmbargo(), { type: 'disclosure-pressed' }, ada.person, { disclosing: { by: ada.person, at: now } }],
    [
      agreedEmbargo({ disclosing: { by: ada.person, at: start }, decisionDue: now, snoozes: { [bob.person]: date } }),
      { type: 'embargo-ended', reason: 'withdrawn', by: [ada.person], because: 'a mistake' },
      ada.person,
      {
        ended: { at: now, reason: 'withdrawn', by: [ada.person], because: 'a mistake' },
        disclosing: null,
        decisionDue: null,
        snoozes: {},
        reminded: {},
      },
    ],
    [
      embargo(),
      { type: 'reminded', deadline: 'disclosure', target: date, rungMs: -dayMs, skippedMs: [-3 * dayMs], people: [bob.person] },
      'clock',
      { reminded: { disclosure: { ...waiting, doneMs: -dayMs }, answers } },
    ],
    [embargo(), { type: 'snoozed', person: bob.person, until: date }, bob.person, { snoozes: { [bob.person]: date } }],
    [
      embargo({ snoozes: { [bob.person]: now, [carol.person]: date } }),
      { type: 'snooze-ended', person: bob.person },
      'clock',
      { snoozes: { [carol.person]: date } },
    ],
  ];

  test.each(rows.map(([from, fact, by, change]) => [fact.type, from, fact, by, change] as const))('%s', (_, from, fact, by, change) => {
    expect(evolved(from, fact, by, now)).toEqual({ ...from, ...change });
  });

  test('published', () => {
    const over = agreedEmbargo({ ended: { at: start, by: [ada.person], reason: 'public', because: null } });
    const link = { at: now, by: bob.person, link: 'https://example.org' };
    const post = evolved(over, { type: 'published', clock: 'post', distributor: null, link: link.link }, bob.person, now);
    expect(post.published).toEqual({ post: link });
    const packages = evolved(post, { type: 'published', clock: 'packages', distributor: nova.id, link: link.link }, bob.person, now);
    expect(packages.published).toEqual({ post: link, 'packages:nova': link });
  });
});

describe('a broken record is not guessed at', () => {
  test.each<[string, Embargo | null, EmbargoFact, Actor]>([
    ['it does not begin with the opening', null, { type: 'terms-declined' }, bob.person],
    ['it opens twice', embargo(), created, ada.person],
    [
      'an answer to no proposal',
      embargo(),
      { type: 'date-answered', number: 9, voter: nova.id, verdict: 'accept', reason: null },
      bob.person,
    ],
    ['an agreement on no proposal', embargo(), { type: 'date-agreed', number: 9 }, bob.person],
    ['a rejection of no proposal', embargo(), { type: 'date-rejected', number: 9 }, bob.person],
    ['a step of no review', embargo(), { type: 'review-moved', review: 9, step: 1 }, bob.person],
    ['the end of no review', embargo(), { type: 'review-finished', review: 9, outcome: 'no-issues', because: null }, bob.person],
    ['an acknowledgement by the clock', embargo(), { type: 'terms-acknowledged', terms: 'oci-1' }, 'clock'],
    ['a press by the clock', agreedEmbargo(), { type: 'disclosure-pressed' }, 'clock'],
  ])('%s', (_, from, fact, by) => expect(() => evolve(from, { fact, at: now, by })).toThrow());
});

describe('the deadlines', () => {
  const target = (from: Embargo, when = start) => targetsOf(from, when);

  test.each<[string, Embargo, object]>([
    ['without a date, the day on which it was opened', embargo({ proposals: {} }), { date: start }],
    ['with a rejected one, the same', embargo({ proposals: proposals(proposal(1, date, { state: 'rejected' })) }), { date: start }],
    [
      'the earliest date that is asked for',
      embargo({ proposals: proposals(proposal(1, date), proposal(2, date - dayMs)) }),
      { disclosure: date - dayMs, answers: answers.target },
    ],
    [
      'the date in force, also while an earlier one is asked for',
      agreedEmbargo({ proposals: { ...agreedEmbargo().proposals, ...proposals(proposal(2, date - dayMs)) } }),
      { disclosure: date, answers: answers.target },
    ],
    ['a decision besides', agreedEmbargo({ decisionDue: now }), { disclosure: date, decision: now }],
    [
      'after a withdrawal, none',
      embargo({ ended: { at: now, by: [ada.person], reason: 'withdrawn', because: 'x' }, decisionDue: null }),
      {},
    ],
    [
      'after the end, what is to be published',
      agreedEmbargo({ ended: { at: now, by: [ada.person], reason: 'public', because: null } }),
      { post: now, cve: now + dayMs, exploit: now + 7 * dayMs, retrospective: now + 3 * dayMs, packages: now + 10 * dayMs },
    ],
  ])('%s', (_, from, targets) => expect(target(from)).toEqual(targets));

  test('a date that lapsed makes way for the next, and is kept in mind where there is none', () => {
    const earlier = at('2026-03-12T14:00Z');
    const two = embargo({ proposals: proposals(proposal(1, date), proposal(2, earlier)) });
    expect([target(two, earlier - 1), target(two, earlier), target(two, date)]).toEqual([
      { disclosure: earlier, answers: answers.target },
      // Nobody could answer the second while the first was asked for: there is half of the time that is left.
      { disclosure: date, answers: at('2026-03-15T02:00Z') },
      { disclosure: date },
    ]);
  });

  test('a date that lapsed hands its reminders to the next, from that instant on', () => {
    const earlier = at('2026-03-12T14:00Z');
    const reminded = { disclosure: { target: earlier, since: start, doneMs: -hourMs } };
    const two = embargo({ proposals: proposals(proposal(1, date), proposal(2, earlier)), reminded });
    expect(lapsedBy(two, earlier - 1)).toBe(two);
    expect(lapsedBy(two, earlier).reminded).toEqual({ disclosure: { target: date, since: earlier, doneMs: null } });
    const touched = evolved(two, { type: 'snoozed', person: bob.person, until: date }, bob.person, earlier + hourMs);
    expect(touched.reminded).toMatchObject({ disclosure: { target: date, since: earlier, doneMs: null } });
  });
});

describe('reminders of a deadline', () => {
  const reminded = { disclosure: { target: date, since: start, doneMs: -3 * dayMs } };

  test('begin afresh when its date moves', () => {
    const proposed = agreedEmbargo({ reminded, proposals: { ...agreedEmbargo().proposals, ...proposals(proposal(2, date + dayMs)) } });
    const moved = evolved(proposed, { type: 'date-agreed', number: 2 }, carol.person, now);
    expect(moved.reminded).toEqual({ disclosure: { target: date + dayMs, since: now, doneMs: null } });
  });

  test('go on as they were when anything else happens', () => {
    expect(evolved(agreedEmbargo({ reminded }), { type: 'terms-declined' }, bob.person, now).reminded).toEqual(reminded);
  });

  test('stop with the embargo, and those of what is still owed begin', () => {
    const over = evolved(
      agreedEmbargo({ reminded }),
      { type: 'embargo-ended', reason: 'public', by: [ada.person], because: null },
      ada.person,
      now,
    );
    const waiting = (target: number) => ({ target, since: now, doneMs: null });
    expect(over.reminded).toEqual({
      post: waiting(now),
      cve: waiting(now + dayMs),
      exploit: waiting(now + 7 * dayMs),
      retrospective: waiting(now + 3 * dayMs),
      packages: waiting(now + 10 * dayMs),
    });
  });
});
