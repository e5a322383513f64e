// It is no vulnerability: two say so. Then new evidence: it is open again. And what is known of early deployments, hints and corrections.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import { consentOf } from '../../../../src/domain/embargo/consent.ts';
import { agreedDate, type Embargo, type EndReason, type LinkKind, openProposals } from '../../../../src/domain/embargo/embargo.ts';
import { todos } from '../../../../src/domain/embargo/todos.ts';
import type { ClockKey } from '../../../../src/domain/policy/policy.ts';
import { refuse } from '../../../../src/domain/values/refusal.ts';
import { dayMs, hourMs } from '../../../../src/domain/values/time.ts';
import {
  about,
  ada,
  agreedEmbargo,
  bob,
  carol,
  date,
  dave,
  embargo,
  grace,
  leakCase,
  list,
  played,
  proposal,
  proposals,
  says,
  signedBy,
  start,
} from '../../../setup/embargo.ts';

const end = (reason: Exclude<EndReason, 'disclosed'>, because: string | null = 'as documented'): EmbargoCommand => ({
  type: 'end',
  reason,
  because,
});
const reopen: EmbargoCommand = { type: 'reopen', reason: 'new evidence' };
const quiet = ['withdrawn', 'not-a-vulnerability', 'duplicate', 'other'] as const;
const over = (reason: EndReason, wish: Partial<Embargo> = {}) =>
  agreedEmbargo({ ended: { at: date, by: [ada.person], reason, because: null }, ...wish });

describe('what is not coming', () => {
  const ended = over('disclosed');
  const close = (clock: ClockKey, distributor: string | null = null, id: string | null = null): EmbargoCommand => ({
    ...{ type: 'close-link', clock, id, distributor, because: 'it is not coming' },
  });
  const asked = (of: Embargo, now: number) =>
    todos(of, list, now).flatMap((todo) => (todo.type === 'close' || todo.type === 'publish' ? [`${todo.type} ${todo.clock}`] : []));

  test('is asked of whoever owes it, and a month later of coordinators', () => {
    const coordinators = ['publish post', 'publish cve', 'publish exploit', 'publish retrospective'];
    expect(new Set(asked(ended, date + 30 * dayMs - 1))).toEqual(new Set([...coordinators, 'publish packages']));
    const closing = ['close post', 'close cve', 'close exploit', 'close retrospective', 'close packages'];
    expect(new Set(asked(ended, date + 30 * dayMs))).toEqual(new Set([...closing, 'publish packages']));
    expect(todos(ended, list, date + 30 * dayMs).filter(({ type, person }) => type === 'close' && person === bob.person)).toEqual([]);
  });

  test('is closed by a coordinator with a reason, and not asked for any more', () => {
    const closed = played(ended, [
      [ada, close('exploit')],
      [ada, close('packages', 'Nova')],
      [ada, close('packages', 'Seven Linux')],
    ]);
    expect(new Set(asked(closed, date + 60 * dayMs))).toEqual(new Set(['close post', 'close cve', 'close retrospective']));
    expect(closed.published.exploit).toMatchObject({ link: 'none', because: 'it is not coming' });
    expect(says(ada, close('exploit'), closed)).toEqual(refuse({ code: 'published-already' }));
  });

  test('and comes all the same: the link takes its place', () => {
    const link = { type: 'publish', clock: 'packages', link: 'https://example.org/fixed' } as const;
    const closed = played(ended, [
      [ada, close('packages', 'Seven Linux')],
      [carol, link],
    ]);
    expect(closed.published['packages:seven']).toMatchObject({ link: link.link });
    expect(closed.published['packages:seven']).not.toHaveProperty('because');
    expect(says(ada, close('packages', 'Seven Linux'), closed)).toEqual(refuse({ code: 'published-already' }));
  });

  test('is told with whose it is, and what a leak makes owed is not closed', () => {
    expect(says(ada, close('packages'), ended)).toMatchObject({ reason: { code: 'whose-packages' } });
    expect(says(ada, close('packages', 'Nobody'), ended)).toMatchObject({ reason: { code: 'unknown-distributor' } });
    const leaked = over('disclosed', { leaks: [leakCase()] });
    expect(says(ada, close('retrospective'), leaked)).toEqual(refuse({ code: 'retrospective-owed' }));
    expect(says(ada, close('post'), over('withdrawn'))).toEqual(refuse({ code: 'nothing-owed' }));
  });

  test('is not owed by who came after the end', () => {
    const later = { ...list, members: { ...list.members, [bob.person]: { ...bob, since: date + 1 } } };
    const theirs = (on: typeof list) => todos(ended, on, date + 11 * dayMs).filter(({ person }) => person === bob.person);
    expect([theirs(list).length, theirs(later).length]).toEqual([1, 0]);
  });
});

describe('a link that was wrong', () => {
  const link = (clock: 'post' | 'cve' | 'packages' | 'erratum', url: string): EmbargoCommand => ({
    ...{ type: 'publish', clock, link: `https://example.org/${url}` },
  });
  const back = (clock: LinkKind, url: string | null = null, distributor: string | null = null): EmbargoCommand => ({
    ...{ type: 'remove-link', clock, link: url === null ? null : `https://example.org/${url}`, id: null, distributor },
  });
  const linked = played(over('disclosed'), [
    [ada, link('post', '1')],
    [ada, link('post', '2')],
    [bob, link('packages', 'nova')],
    [carol, link('packages', 'seven')],
  ]);
  const owes = (of: Embargo) => todos(of, list, date).flatMap((todo) => (todo.type === 'publish' ? [todo.clock] : []));

  test('that two organizations have alike is asked about, and each takes back its own', () => {
    const alike = played(over('disclosed'), [
      [bob, link('packages', 'both')],
      [carol, link('packages', 'both')],
    ]);
    expect(says(ada, back('packages', 'both'), alike)).toMatchObject({ reason: { code: 'which-link', links: [{}, {}] } });
    const left = played(alike, [[bob, back('packages', 'both')]]);
    expect(Object.keys(left.published)).toEqual(['packages:seven']);
  });

  test('is taken back, and what was linked is owed again once nothing is linked', () => {
    const first = played(linked, [[ada, back('post', '1')]]);
    expect(first.published.post).toEqual({ at: start, by: ada.person, link: 'https://example.org/2' });
    expect([owes(linked).includes('post'), owes(first).includes('post')]).toEqual([false, false]);
    const none = played(first, [[ada, back('post')]]);
    expect([none.published.post, owes(none).includes('post')]).toEqual([undefined, true]);
    expect(played(none, [[ada, link('post', '1')]]).published.post).toMatchObject({ link: 'https://example.org/1' });
  });

  test('which one, is asked where there are several', () => {
    expect(says(ada, back('post'), linked)).toMatchObject({
      reason: { code: 'which-link', links: [{ clock: 'post' }, { clock: 'post' }] },
    });
    expect(says(ada, back('packages'), linked)).toMatchObject({ reason: { code: 'which-link' } });
    expect(says(ada, back('packages', null, 'Nova'), linked)).toMatchObject([{ type: 'link-removed', distributor: 'nova' }]);
    expect(says(ada, back('post', '3'), linked)).toMatchObject({ reason: { code: 'no-such-link' } });
    expect(says(ada, back('cve'), linked)).toMatchObject({ reason: { code: 'no-such-link' } });
  });

  test('is taken back by a representative only where it is theirs', () => {
    expect(says(bob, back('packages'), linked)).toMatchObject([{ type: 'link-removed', distributor: 'nova' }]);
    expect(says(carol, back('packages', 'nova'), linked)).toMatchObject({
      reason: { code: 'no-such-link', links: [{ distributor: 'seven' }] },
    });
    expect(says(bob, back('post', '1'), linked)).toMatchObject({ reason: { code: 'no-such-link' } });
  });

  test('that something is not coming, is taken back too; so is a heads-up before the end; when a fix ran is none', () => {
    const closed = played(linked, [[ada, { type: 'close-link', clock: 'exploit', id: null, distributor: null, because: 'there is none' }]]);
    expect(owes(played(closed, [[ada, back('exploit')]]))).toContain('exploit');
    const hinted = played(agreedEmbargo(), [
      [ada, { type: 'heads-up', link: 'https://example.org/soon', at: null }],
      [bob, { type: 'deployed', at: start, distributor: null }],
    ]);
    expect(says(ada, back('heads-up'), hinted)).toMatchObject([{ type: 'link-removed', clock: 'heads-up' }]);
    expect(Object.keys(played(hinted, [[ada, back('heads-up')]]).published)).toEqual(['deployed:nova']);
  });
});

describe('a representative’s word and a coordinator’s', () => {
  test.each(quiet)('end it as %s together', (reason) => {
    const asked = played(agreedEmbargo(), [[bob, end(reason)]]);
    expect(asked.ended).toBeNull();
    expect(says(carol, end(reason), asked)).toEqual(refuse({ code: 'already-reported' }));
    expect(says(ada, end(reason, null), asked)).toEqual([
      { type: 'embargo-ended', reason, by: [bob.person, ada.person], because: null, rejectCve: true },
    ]);
  });

  test('need words from the first; for another reason from the second too', () => {
    expect(says(bob, end('duplicate', null), agreedEmbargo())).toEqual(refuse({ code: 'needs-because' }));
    const asked = played(agreedEmbargo(), [[bob, end('duplicate')]]);
    expect(says(ada, end('withdrawn', null), asked)).toEqual(refuse({ code: 'needs-because' }));
    expect(says(ada, end('withdrawn', 'x'), asked)).toMatchObject([{ by: [ada.person] }]);
  });

  test('a request is decided by coordinators, acknowledged first, or the embargo is kept', () => {
    const asked = played(agreedEmbargo({ consents: signedBy(ada, bob, carol) }), [[bob, end('duplicate')]]);
    const settle = todos(asked, list, start).filter(({ type }) => type === 'answer-end');
    expect(settle).toMatchObject([
      { person: ada.person, reason: 'duplicate' },
      { person: grace.person, unread: true },
    ]);
    const kept = played(asked, [[ada, { type: 'hold', reason: 'it is another one' }]]);
    expect([kept.disclosing, todos(kept, list, start).filter(({ type }) => type === 'answer-end')]).toEqual([null, []]);
  });

  test('do not undo that somebody has confirmed the disclosure', () => {
    const pressed = agreedEmbargo({ disclosing: { by: ada.person, at: date } });
    expect(played(pressed, [[bob, end('duplicate'), date]]).disclosing).toEqual({ by: ada.person, at: date });
  });

  test('what is public is reported, not asked for', () => {
    expect(says(bob, end('public'), agreedEmbargo())).toEqual(refuse({ code: 'ask-by-report' }));
  });
});

describe('what is owed', () => {
  test.each(quiet)('after %s is that a reserved CVE id is rejected, and nothing else', (reason) => {
    const ended = played(agreedEmbargo(), [[ada, end(reason)]]);
    expect(todos(ended, list, start)).toEqual(
      [ada, grace].map(({ person }) => ({ type: 'publish', clock: 'cve', distributor: null, person, due: start + dayMs, rejects: true })),
    );
    const rejected = played(ended, [[ada, { type: 'publish', clock: 'cve', link: 'none' }]]);
    expect(todos(rejected, list, start)).toEqual([]);
    const without = played(agreedEmbargo({ about: { ...about, vulnerabilities: [] } }), [[ada, end(reason)]]);
    expect(todos(without, list, start)).toEqual([]);
    expect(says(ada, { type: 'publish', clock: 'cve', link: 'none' }, without)).toEqual(refuse({ code: 'nothing-owed' }));
  });

  test('an end that was written down before rejections were owed owes none', () =>
    expect(todos(over('withdrawn'), list, date)).toEqual([]));
});

describe('reopening', () => {
  test.each(quiet)('%s: everybody is asked for the terms anew but who reopened it, and no date stands', (reason) => {
    const both = proposals(proposal(1, date, { state: 'agreed' }), proposal(2, date + dayMs));
    const again = played(over(reason, { proposals: both, publicState: { public: { at: start, by: bob.person, how: 'x' } } }), [
      [ada, reopen, date + dayMs],
    ]);
    expect([again.ended, agreedDate(again), openProposals(again, 0), again.publicState]).toEqual([null, null, [], {}]);
    expect([ada, grace, bob, carol, dave].map((who) => consentOf(again, who))).toEqual(['signed', 'lapsed', 'lapsed', 'lapsed', 'none']);
    expect(
      todos(again, list, date + dayMs)
        .filter(({ type }) => type === 'propose')
        .map(({ person }) => person),
    ).toEqual([ada.person, grace.person]);
  });

  test('a date can be proposed then, however long ago it was opened first', () => {
    const now = date + 60 * dayMs;
    const again = played(over('duplicate'), [[ada, reopen, now]]);
    const propose: EmbargoCommand = { type: 'propose-date', date: { at: now + 7 * dayMs, zone: 'UTC', anyway: true }, reason: null };
    expect(says(ada, propose, again, { now })).toMatchObject([{ type: 'date-proposed' }]);
  });

  test('is possible until its time is over, and not once it is purged', () => {
    const last = date + 90 * dayMs;
    expect(says(ada, reopen, over('duplicate'), { now: last })).toEqual([{ type: 'embargo-reopened', reason: 'new evidence' }]);
    expect(says(ada, reopen, over('duplicate'), { now: last + 1 })).toEqual(refuse({ code: 'reopened-too-late', at: last }));
    expect(says(ada, reopen, over('duplicate', { purgedAt: date + 1 }), { now: date + 2 })).toEqual(
      refuse({ code: 'embargo-purged', at: date + 1 }),
    );
  });

  test.each(['disclosed', 'public', 'exploited'] as const)('%s: what is public stays so', (reason) => {
    expect(says(ada, reopen, over(reason), { now: date })).toEqual(refuse({ code: 'public-already' }));
  });

  test('is for coordinators', () => {
    expect(says(bob, reopen, over('duplicate'), { now: date })).toEqual(refuse({ code: 'needs-role', roles: ['coordinator'] }));
    expect(says(ada, reopen, agreedEmbargo(), { now: date })).toEqual(refuse({ code: 'not-over-yet' }));
  });

  test('what was ended, reopened and ended again owes anew', () => {
    const again = played(agreedEmbargo(), [
      [ada, end('duplicate')],
      [ada, { type: 'publish', clock: 'cve', link: 'none' }],
      [ada, reopen],
      [ada, end('withdrawn')],
    ]);
    expect(todos(again, list, start).map(({ type }) => type)).toEqual(['publish', 'publish']);
  });
});

describe('instants of what has happened', () => {
  test('a fix that ran early: by representatives of their own, by coordinators of whom they name, never to come nor before the opening', () => {
    const deployed = (at: number, distributor: string | null = null): EmbargoCommand => ({ type: 'deployed', at, distributor });
    const now = date;
    expect(says(bob, deployed(start), agreedEmbargo(), { now })).toEqual([
      { type: 'deployed-early', distributor: 'nova', since: start, unallowed: true },
    ]);
    expect(says(bob, deployed(start, 'Seven Linux'), agreedEmbargo(), { now })).toEqual(refuse({ code: 'other-distributor' }));
    expect(says(ada, deployed(start, 'Seven Linux'), agreedEmbargo(), { now })).toMatchObject([
      { distributor: 'seven' },
      { type: 'coordinator-heard' },
    ]);
    expect(says(ada, deployed(start), agreedEmbargo(), { now })).toEqual(refuse({ code: 'needs-distributor' }));
    expect(says(ada, deployed(start, 'Acme'), agreedEmbargo(), { now })).toMatchObject({ reason: { code: 'unknown-distributor' } });
    expect(says(bob, deployed(now + 1), agreedEmbargo(), { now })).toEqual(refuse({ code: 'instant-to-come', at: now + 1 }));
    const early = { code: 'before-it-began', at: start - 1, begins: start } as const;
    expect(says(bob, deployed(start - 1), agreedEmbargo(), { now })).toEqual(refuse(early));
  });

  test('a public heads-up, with its link; several stand side by side, none twice', () => {
    const hint = (link: string, at: number | null = null): EmbargoCommand => ({ type: 'heads-up', link, at });
    const one = played(agreedEmbargo(), [[ada, hint('https://one.example/', start)]]);
    expect(says(ada, hint('https://one.example/'), one)).toEqual(refuse({ code: 'published-already' }));
    const two = played(one, [[ada, hint('https://two.example/'), start + hourMs]]);
    expect(two.published['heads-up']).toMatchObject({ link: 'https://one.example/', also: [{ link: 'https://two.example/' }] });
    expect(says(ada, hint('https://two.example/', date), one)).toEqual(refuse({ code: 'instant-to-come', at: date }));
  });

  test('what is linked after the end, published or public before it', () => {
    const publish = (at: number): EmbargoCommand => ({ type: 'publish', clock: 'post', link: 'https://example.org/', at });
    expect(says(ada, publish(date - 1), over('disclosed'), { now: date })).toMatchObject([{ type: 'published', since: date - 1 }]);
    expect(says(ada, publish(date + 1), over('disclosed'), { now: date })).toEqual(refuse({ code: 'instant-to-come', at: date + 1 }));
    const since = { type: 'end', reason: 'public', because: null, at: date + 1 } as const;
    expect(says(ada, since, agreedEmbargo(), { now: date })).toEqual(refuse({ code: 'instant-to-come', at: date + 1 }));
    expect(says(ada, { ...since, at: start - dayMs }, embargo())).toMatchObject([{ publicSince: start - dayMs }]);
  });
});

describe('after the end', () => {
  const erratum: EmbargoCommand = { type: 'publish', clock: 'erratum', link: 'https://example.org/erratum' };
  const patch: EmbargoCommand = {
    type: 'publish-patch',
    label: 'v2',
    url: 'https://example.org/',
    files: [{ name: 'a', sha256: 'a'.repeat(64) }],
    branches: [],
  };

  test('an erratum is linked once each, with an address, where something is public', () => {
    const once = played(over('public'), [[ada, erratum, date]]);
    expect(says(ada, erratum, once, { now: date })).toEqual(refuse({ code: 'published-already' }));
    expect(says(ada, { ...erratum, link: 'none' }, once, { now: date })).toEqual(refuse({ code: 'needs-link' }));
    expect(says(ada, erratum, over('duplicate'), { now: date })).toEqual(refuse({ code: 'nothing-owed' }));
    expect(says(bob, erratum, over('public'), { now: date })).toEqual(refuse({ code: 'links-by-coordinators', clock: 'erratum' }));
  });

  test('another patch follows up what is public, and nothing else', () => {
    expect(says(ada, patch, over('disclosed'), { now: date })).toMatchObject([{ type: 'patch-published', number: 1, followUp: true }]);
    expect(says(ada, patch, over('duplicate'), { now: date })).toEqual(refuse({ code: 'embargo-over', reason: 'duplicate', at: date }));
  });
});
