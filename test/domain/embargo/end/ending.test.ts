// How an embargo ends: two people at its date, or the world before it. Never one person at the date, and never the bot.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import type { Embargo, EndReason, PublicStateKey } from '../../../../src/domain/embargo/embargo.ts';
import { todos } from '../../../../src/domain/embargo/todos.ts';
import type { List, Member } from '../../../../src/domain/list/list.ts';
import { type ClockKey, clockKeys } from '../../../../src/domain/policy/policy.ts';
import type { Reason } from '../../../../src/domain/refusal.ts';
import { refuse } from '../../../../src/domain/values/refusal.ts';
import { hourMs } from '../../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  at,
  bob,
  carol,
  date,
  dave,
  embargo,
  grace,
  list,
  listOf,
  member,
  played,
  says,
  signedBy,
  start,
} from '../../../setup/embargo.ts';

const disclose: EmbargoCommand = { type: 'disclose' };
const pressed = [{ type: 'disclosure-pressed' }];
const disclosedBy = (...people: readonly Member[]) => [
  { type: 'embargo-ended', reason: 'disclosed', by: people.map((each) => each.person), because: null },
];
const pressedBy = (who: Member, more: Partial<Embargo> = {}) => agreedEmbargo({ disclosing: { by: who.person, at: date }, ...more });

describe('disclosing', () => {
  test('a minute before the date nobody can, at the date the first press counts', () => {
    expect(says(ada, disclose, agreedEmbargo(), { now: at('2026-03-17T13:59Z') })).toEqual(refuse({ code: 'too-early', date }));
    expect(says(ada, disclose, agreedEmbargo(), { now: at('2026-03-17T14:00Z') })).toEqual(pressed);
  });

  test.each<[string, Member, Member]>([
    ['a coordinator, then a representative', ada, bob],
    ['a representative, then a coordinator', bob, ada],
    ['two coordinators', ada, grace],
  ])('%s end it together', (_, first, second) =>
    expect(says(second, disclose, pressedBy(first), { now: date })).toEqual(disclosedBy(first, second)),
  );

  test.each<[string, Member, Embargo, Reason]>([
    ['the same person twice', ada, pressedBy(ada), { code: 'needs-another-person' }],
    ['two representatives without a coordinator', carol, pressedBy(bob), { code: 'needs-a-coordinator-too', from: date + 24 * hourMs }],
    [
      'a reviewer',
      dave,
      agreedEmbargo({ consents: signedBy(ada, dave) }),
      { code: 'needs-role', roles: ['coordinator', 'representative'] },
    ],
    ['somebody who has not acknowledged', bob, agreedEmbargo({ consents: signedBy(ada) }), { code: 'needs-consent', state: 'invited' }],
    ['anybody while no date is agreed', ada, embargo({ proposals: {} }), { code: 'no-date-agreed' }],
  ])('%s cannot', (_, by, from, reason) => expect(says(by, disclose, from, { now: date })).toEqual(refuse(reason)));

  test('a third person, a coordinator, can after two representatives tried', () => {
    expect(says(ada, disclose, pressedBy(bob), { now: date })).toEqual(disclosedBy(bob, ada));
  });

  test('a first press is void once its owner is off the list, a reviewer, or has declined', () => {
    const without = listOf({ members: [grace, bob, carol] });
    const demoted: List = listOf({ members: [member('ada', 'reviewer', 'nova'), grace, bob, carol] });
    const declined = pressedBy(ada, { consents: { ...signedBy(grace), [ada.person]: { state: 'declined', at: date } } });
    expect(says(grace, disclose, pressedBy(ada), { now: date, list: without })).toEqual(pressed);
    expect(says(grace, disclose, pressedBy(ada), { now: date, list: demoted })).toEqual(pressed);
    expect(says(grace, disclose, declined, { now: date })).toEqual(pressed);
    expect(says(grace, disclose, pressedBy(ada), { now: date })).toEqual(disclosedBy(ada, grace));
  });

  test('a coordinator who was made a representative meanwhile is no coordinator', () => {
    const on = listOf({ members: [member('ada', 'representative', 'nova'), grace, bob, carol] });
    expect(says(carol, disclose, pressedBy(ada), { now: date, list: on })).toEqual(
      refuse({ code: 'needs-a-coordinator-too', from: date + 24 * hourMs }),
    );
  });

  test('is late for as long as nobody does it, and then possible still', () => {
    const now = date + 30 * 24 * hourMs;
    expect(says(grace, disclose, pressedBy(ada), { now })).toEqual(disclosedBy(ada, grace));
  });

  test('writes down who, when and why, and leaves nothing half done', () => {
    const from = agreedEmbargo({ snoozes: { [bob.person]: date }, decisionDue: date });
    const over = played(from, [
      [ada, disclose, date],
      [bob, disclose, date + 1],
    ]);
    expect(over).toMatchObject({
      ended: { at: date + 1, by: [ada.person, bob.person], reason: 'disclosed', because: null },
      disclosing: null,
      decisionDue: null,
      snoozes: {},
    });
  });
});

describe('ending it otherwise', () => {
  const end = (reason: Exclude<EndReason, 'disclosed'>, because: string | null = null): EmbargoCommand => ({
    type: 'end',
    reason,
    because,
  });
  const ended = (reason: EndReason, because: string | null = null) => [
    { type: 'embargo-ended', reason, by: [ada.person], because, ...(reason === 'withdrawn' ? { rejectCve: true } : {}) },
  ];

  test.each<Exclude<EndReason, 'disclosed'>>(['public', 'exploited', 'withdrawn'])(
    '%s: one coordinator is enough, at any time',
    (reason) => {
      expect(says(ada, end(reason, 'see the post'), embargo())).toEqual(ended(reason, 'see the post'));
      const asked = reason === 'withdrawn' ? [{ type: 'end-asked', reason, because: 'see the post' }] : refuse({ code: 'ask-by-report' });
      expect(says(bob, end(reason, 'see the post'), embargo())).toEqual(asked);
    },
  );

  test('a coordinator who has not acknowledged yet cannot, nor hold it', () => {
    const refused = refuse({ code: 'needs-consent', state: 'invited' });
    expect(says(ada, end('public'), embargo({ consents: {} }))).toEqual(refused);
    expect(says(ada, { type: 'hold', reason: 'x' }, embargo({ consents: {} }))).toEqual(refused);
  });

  test('a report is not withdrawn without saying why', () => {
    expect(says(ada, end('withdrawn'), embargo())).toEqual(refuse({ code: 'needs-because' }));
    expect(says(ada, end('public'), embargo())).toEqual(ended('public'));
    expect(says(ada, end('exploited'), embargo())).toEqual(ended('exploited'));
  });

  test('what has ended does not end again', () => {
    const over = played(agreedEmbargo(), [[ada, end('public')]]);
    const no = refuse({ code: 'embargo-over', reason: 'public', at: start });
    expect([end('withdrawn', 'why'), end('public'), disclose].map((command) => says(grace, command, over, { now: date }))).toEqual([
      no,
      no,
      no,
    ]);
  });
});

describe('a report of the world', () => {
  const report = (what: PublicStateKey, how = 'a post on a blog'): EmbargoCommand => ({ type: 'report-public-state', what, how });
  const hold: EmbargoCommand = { type: 'hold', reason: 'it is another bug' };

  test.each<PublicStateKey>(['public', 'exploit', 'attacks'])('%s: opens a decision that is due within the hour', (what) => {
    const told = played(agreedEmbargo(), [[bob, report(what)]]);
    expect(told.publicState).toEqual({ [what]: { at: start, by: bob.person, how: 'a post on a blog' } });
    expect(told.decisionDue).toBe(start + hourMs);
  });

  test('comes from anybody who may know of the embargo, acknowledged or not, and from nobody else', () => {
    const unsigned = agreedEmbargo({ consents: {} });
    expect(says(carol, report('public'), unsigned)).toEqual([{ type: 'world-changed', what: 'public', how: 'a post on a blog' }]);
    expect(says(dave, report('public'), unsigned)).toEqual(refuse({ code: 'needs-consent', state: 'none' }));
  });

  test('a second time changes nothing, another one does not move the decision', () => {
    const told = played(agreedEmbargo(), [[bob, report('exploit')]]);
    expect(says(carol, report('exploit'), told)).toEqual(refuse({ code: 'already-reported' }));
    const both = played(told, [[carol, report('attacks'), start + 1000]]);
    expect([Object.keys(both.publicState), both.decisionDue]).toEqual([['exploit', 'attacks'], start + hourMs]);
  });

  test('does not end the embargo: a person does', () => {
    expect(played(agreedEmbargo(), [[bob, report('public')]]).ended).toBeNull();
  });

  test('is answered by a coordinator who holds the embargo, and it can be reported again later', () => {
    const told = played(agreedEmbargo(), [[bob, report('public')]]);
    expect(says(bob, hold, told)).toEqual(refuse({ code: 'needs-role', roles: ['coordinator'] }));
    const held = played(told, [[ada, hold]]);
    expect([held.publicState, held.decisionDue, held.agreed]).toEqual([{}, null, agreedEmbargo().agreed]);
    const now = start + 2 * hourMs;
    expect(played(held, [[bob, report('public'), now]]).decisionDue).toBe(now + hourMs);
  });

  test('is not needed to keep the embargo: a leak is reason enough', () => {
    expect(says(ada, hold, agreedEmbargo())).toMatchObject([{ type: 'embargo-held' }]);
  });
});

describe('after the end', () => {
  const over = agreedEmbargo({ ended: { at: date, by: [ada.person, bob.person], reason: 'disclosed', because: null } });
  const publish = (clock: ClockKey, link = 'https://example.org/post'): EmbargoCommand => ({ type: 'publish', clock, link });
  const published = (clock: ClockKey, distributor: string | null, link = 'https://example.org/post') => [
    { type: 'published', clock, distributor, link },
  ];

  test('the post is recorded by whoever finished it, a representative too', () => {
    for (const who of [ada, bob]) expect(says(who, publish('post'), over)).toEqual(published('post', null));
  });

  test.each(clockKeys.filter((key) => key !== 'packages' && key !== 'post'))(
    '%s is recorded by a coordinator, not by a representative',
    (clock) => {
      expect(says(ada, publish(clock), over)).toEqual(published(clock, null));
      expect(says(bob, publish(clock), over)).toEqual(refuse({ code: 'links-by-coordinators', clock }));
    },
  );

  test('packages are recorded by each distributor for itself, and not by who ships none', () => {
    expect(says(bob, publish('packages'), over)).toEqual(published('packages', 'nova'));
    expect(says(ada, publish('packages'), over)).toEqual(refuse({ code: 'whose-packages', names: ['Nova', 'Seven Linux'] }));
    const of = (distributor: string): EmbargoCommand => ({ type: 'publish', clock: 'packages', link: 'https://a.example', distributor });
    // A coordinator links them for any organization, everybody else for their own.
    expect(says(ada, of('Nova'), over)).toMatchObject([{ type: 'published', distributor: 'nova' }]);
    expect(says(bob, of('nova'), over)).toMatchObject([{ type: 'published', distributor: 'nova' }]);
    expect(says(bob, of('Seven Linux'), over)).toEqual(refuse({ code: 'other-distributor' }));
    expect(says(ada, of('Nobody'), over)).toMatchObject({ reason: { code: 'unknown-distributor' } });
    const both = played(over, [
      [bob, publish('packages', 'https://nova.example')],
      [carol, publish('packages', 'https://seven.example')],
    ]);
    expect(both.published).toEqual({
      'packages:nova': { at: start, by: bob.person, link: 'https://nova.example' },
      'packages:seven': { at: start, by: carol.person, link: 'https://seven.example' },
    });
  });

  test('the public post is owed to everybody: “none” will not do, as it does elsewhere', () => {
    expect(says(ada, publish('post', 'none'), over)).toEqual(refuse({ code: 'needs-link' }));
    expect(says(ada, publish('exploit', 'none'), over)).toEqual(published('exploit', null, 'none'));
  });

  test('another link is kept beside the first; the same one again changes nothing', () => {
    const once = played(over, [[ada, publish('post')]]);
    expect(says(ada, publish('post'), once)).toEqual(refuse({ code: 'published-already' }));
    expect(says(ada, publish('post', 'https://example.org/better'), once)).toEqual([
      { type: 'published', clock: 'post', distributor: null, link: 'https://example.org/better', more: true },
    ]);
    const twice = played(once, [[ada, publish('post', 'https://example.org/better')]]);
    expect(says(ada, publish('post'), twice)).toEqual(refuse({ code: 'published-already' }));
    expect(says(ada, publish('post', 'https://example.org/better'), twice)).toEqual(refuse({ code: 'published-already' }));
    expect([twice.published.post?.link, ...(twice.published.post?.also ?? []).map(({ link }) => link)]).toEqual([
      'https://example.org/post',
      'https://example.org/better',
    ]);
  });

  test('nothing is owed for a report that was withdrawn', () => {
    const withdrawn: Embargo = { ...over, ended: { at: date, by: [ada.person], reason: 'withdrawn', because: 'a mistake' } };
    expect(says(ada, publish('post'), withdrawn)).toEqual(refuse({ code: 'nothing-owed' }));
    expect(says(bob, publish('packages'), withdrawn)).toEqual(refuse({ code: 'nothing-owed' }));
  });

  test('nothing is recorded before the end', () => {
    expect(says(ada, publish('post'), agreedEmbargo())).toEqual(refuse({ code: 'not-over-yet' }));
  });

  test('a reviewer records nothing', () => {
    const consents = { ...over.consents, ...signedBy(dave) };
    expect(says(dave, publish('packages'), { ...over, consents }, { list })).toEqual(
      refuse({ code: 'needs-role', roles: ['coordinator', 'representative'] }),
    );
  });
});

describe('a leak that is reported', () => {
  const leak = (where: string | null) => ({ type: 'report-leak', where, what: 'the report' }) as const;

  test('asks coordinators to decide within the hour, as any other report, until they do', () => {
    const leaked = played(agreedEmbargo(), [[bob, leak('a paste'), start + hourMs]]);
    const asked = (from: Embargo) =>
      todos(from, list, start + hourMs).flatMap(({ type, person, due }) => (type === 'decide' ? [[person, due]] : []));
    expect(asked(leaked)).toEqual([
      [ada.person, start + 2 * hourMs],
      [grace.person, start + 2 * hourMs],
    ]);
    const again = played(leaked, [
      [carol, leak('A paste'), start + 2 * hourMs],
      [carol, leak('a mail'), start + 2 * hourMs],
    ]);
    expect(again.decisionDue).toBe(start + 2 * hourMs);
    expect(asked(played(leaked, [[ada, { type: 'hold', reason: 'nobody saw it' }]]))).toEqual([]);
    const over = played(agreedEmbargo(), [
      [ada, { type: 'end', reason: 'public', because: null }],
      [bob, leak('a paste')],
    ]);
    expect(over.decisionDue).toBe(null);
  });
  const reported = played(agreedEmbargo(), [[bob, leak('https://forum.example.org/t/1')]]);

  test('a second time is the same leak, however its link is written, and another place is another', () => {
    expect(says(carol, leak('http://www.Forum.example.org/t/1/'), reported)).toMatchObject([{ type: 'leak-reported', again: true }]);
    expect(says(carol, leak('https://forum.example.org/t/2'), reported)).toEqual([
      { type: 'leak-reported', where: 'https://forum.example.org/t/2', what: 'the report', leak: 2 },
    ]);
    // Where nobody said the place, nobody can know that it is the same.
    const unplaced = played(agreedEmbargo(), [[bob, leak(null)]]);
    expect(says(carol, leak(null), unplaced)).toEqual([{ type: 'leak-reported', where: null, what: 'the report', leak: 2 }]);
    // Pressed twice.
    expect(says(bob, leak(null), unplaced)).toMatchObject([{ leak: 1, again: true }]);
  });

  test('owes a retrospective, which cannot be said to be none', () => {
    const ended = { ...reported, ended: { reason: 'disclosed', at: date, by: [ada.person, bob.person], because: null } as const };
    const none = { type: 'publish', clock: 'retrospective', link: 'none' } as const;
    expect(says(ada, none, ended, { now: date })).toEqual(refuse({ code: 'retrospective-owed' }));
    expect(says(ada, none, { ...ended, leaks: [] }, { now: date })).toEqual(refuse({ code: 'needs-because' }));
    expect(says(ada, { ...none, link: 'https://example.org/r' }, ended, { now: date })).toMatchObject([{ type: 'published' }]);
  });
});
