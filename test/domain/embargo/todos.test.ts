// Who owes what: reminders, the card and `owe` all read it from here.
import { describe, expect, test } from 'vitest';
import type { Embargo } from '../../../src/domain/embargo/embargo.ts';
import { failedOpen } from '../../../src/domain/embargo/review.ts';
import { type Todo, todos, todosOf, untested } from '../../../src/domain/embargo/todos.ts';
import type { List, Member } from '../../../src/domain/list/list.ts';
import type { PersonId } from '../../../src/domain/values/ids.ts';
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
  grace,
  list,
  listOf,
  member,
  no,
  nova,
  patch,
  patches,
  proposal,
  proposals,
  review,
  reviews,
  seven,
  signedBy,
  start,
  yes,
} from '../../setup/embargo.ts';

const owed = (from: Embargo, now = start, on: List = list): Todo[] => todos(from, on, now);
const answerBy = at('2026-03-05T09:00Z');
/** Within a day from the asking. */
const toAcknowledge = (who: Member, due: number | null = start + dayMs): Todo => ({ type: 'acknowledge', person: who.person, due });
const toAnswer = (who: Member, number = 1, when = date): Todo => ({
  type: 'answer',
  person: who.person,
  proposal: number,
  at: when,
  due: answerBy,
});
const toSettle = (who: Member): Todo => ({
  type: 'settle',
  person: who.person,
  proposal: 1,
  at: date,
  silence: 'coordinators',
  due: answerBy,
});
const toReview = (who: Member, release: string, revision = 1): Todo => ({
  type: 'review',
  person: who.person,
  distributor: who.distributor ?? nova.id,
  release,
  patch: revision,
  due: date,
});
const toDisclose = (who: Member): Todo => ({ type: 'disclose', person: who.person, due: date });
const toPropose = (who: Member): Todo => ({ type: 'propose', person: who.person, due: null });
const toDecide = (who: Member, due: number | null): Todo => ({ type: 'decide', person: who.person, due });

describe('acknowledging', () => {
  test("is owed by everybody who was told and has not, within the policy's time from the asking", () => {
    expect(owed(agreedEmbargo({ consents: signedBy(ada) }))).toEqual([grace, bob, carol].map((who) => toAcknowledge(who)));
    const letIn = {
      ...signedBy(ada, grace, bob, carol),
      [dave.person]: { state: 'invited', at: start + 3 * hourMs, by: bob.person },
    } as const;
    expect(owed(agreedEmbargo({ consents: letIn }))).toEqual([toAcknowledge(dave, start + 3 * hourMs + dayMs)]);
  });

  test('is due by the date, where that is nearer', () => {
    const soon = proposals(proposal(1, start + 5 * hourMs, { state: 'agreed' }));
    expect(owed(agreedEmbargo({ consents: signedBy(ada, grace, bob), proposals: soon }))).toEqual([
      toAcknowledge(carol, start + 5 * hourMs),
    ]);
  });

  test('is owed again by those whose signature lapsed', () => {
    const consents = { ...signedBy(ada, grace, carol), [bob.person]: { state: 'signed', at: start, seen: 1 } } as const;
    expect(owed(agreedEmbargo({ agreed: { proposal: 1, revisions: 1 }, consents }))).toEqual(
      [ada, grace, carol].map((who) => toAcknowledge(who, date)),
    );
  });

  test('is not owed by who declined, nor by a reviewer who was not let in', () => {
    const consents = { ...signedBy(ada, grace, carol), [bob.person]: { state: 'declined', at: start } } as const;
    expect(owed(agreedEmbargo({ consents }))).toEqual([]);
    const letIn = { ...signedBy(ada, grace, bob, carol), [dave.person]: { state: 'invited', at: start, by: bob.person } } as const;
    expect(owed(agreedEmbargo({ consents: letIn }))).toEqual([toAcknowledge(dave)]);
  });

  test('has an instant also while no date is proposed', () => {
    const none = embargo({ proposals: {}, consents: signedBy(ada, grace, carol) });
    expect(owed(none)).toEqual([toAcknowledge(bob), toPropose(ada), toPropose(grace)]);
  });
});

describe('answering', () => {
  test('is owed by those who speak for a distributor that has not, within the time given', () => {
    expect(owed(embargo())).toEqual([toAnswer(bob), toAnswer(carol)]);
  });

  test('is owed by all who speak for a distributor, until one of them has', () => {
    const erin = member('erin', 'representative', 'nova');
    const on = listOf({ members: [ada, bob, erin] });
    const from = embargo({ consents: signedBy(ada, bob, erin) });
    expect(owed(from, start, on)).toEqual([toAnswer(bob), toAnswer(erin)]);
    const answers = { [nova.id]: no(erin, 'freeze') };
    expect(owed({ ...from, proposals: proposals(proposal(1, date, { answers })) }, start, on)).toEqual([]);
  });

  test('is owed for the earliest date alone', () => {
    const from = embargo({ proposals: proposals(proposal(1, date), proposal(2, date - dayMs)) });
    expect(owed(from)).toEqual([toAnswer(bob, 2, date - dayMs), toAnswer(carol, 2, date - dayMs)]);
  });

  test('is owed for a revision too', () => {
    const both = { ...agreedEmbargo().proposals, ...proposals(proposal(2, date + dayMs)) };
    expect(owed(agreedEmbargo({ proposals: both }))).toEqual([toAnswer(bob, 2, date + dayMs), toAnswer(carol, 2, date + dayMs)]);
  });

  test('comes after acknowledging', () => {
    expect(owed(embargo({ consents: signedBy(ada, grace, bob) }))).toEqual([toAcknowledge(carol), toAnswer(bob)]);
  });

  test('is owed for a date until it has come, and no longer', () => {
    expect(owed(embargo(), date - 1)).toEqual([toAnswer(bob), toAnswer(carol), toSettle(ada), toSettle(grace)]);
    expect(owed(embargo(), date)).toEqual([toPropose(ada), toPropose(grace)]);
  });

  test('is owed by coordinators where they agree alone', () => {
    expect(owed(embargo(), start, listOf({ policy: 'linux-distros' }))).toEqual([toAnswer(ada), toAnswer(grace)]);
  });
});

describe('publishing a patch', () => {
  const bare = agreedEmbargo({ about: { ...about, mitigation: null } });
  const toPatch = ({ person }: { person: PersonId }) => ({ type: 'patch', person, due: date });

  test('is owed by coordinators from the day that a date is agreed until the date', () => {
    expect(owed(bare)).toEqual([ada, grace].map(toPatch));
    expect(owed(bare, date - 1)).toEqual([ada, grace].map(toPatch));
    expect(owed(bare, date)).not.toContainEqual(toPatch(ada));
    expect(owed({ ...bare, agreed: null })).not.toContainEqual(toPatch(ada));
  });

  test('is not owed once there is one, nor where a mitigation does without', () => {
    expect(owed({ ...bare, patches: patches(patch(1)) })).not.toContainEqual(toPatch(ada));
    expect(owed(agreedEmbargo())).toEqual([]);
  });
});

describe('reviewing', () => {
  const patched = agreedEmbargo({ patches: patches(patch(1)) });
  const done = { at: start, outcome: 'no-issues', because: null } as const;

  test('is owed for each release by those who have acknowledged and whose distributor ships it', () => {
    expect(owed(patched)).toEqual([toReview(bob, '24'), toReview(carol, '7.1'), toReview(carol, '7.2')]);
    expect(owed(agreedEmbargo())).toEqual([]);
    expect(owed({ ...patched, consents: signedBy(ada, grace, carol, dave) })).toEqual([
      toAcknowledge(bob),
      toReview(dave, '24'),
      toReview(carol, '7.1'),
      toReview(carol, '7.2'),
    ]);
  });

  test('is done for all of a distributor once one of them has ended a review of the release', () => {
    const consents = signedBy(ada, grace, bob, carol, dave);
    const begun = { ...patched, consents, reviews: reviews(review(1, { reviewer: dave.person })) };
    expect(todosOf(begun, list, bob.person, start)).toEqual([toReview(bob, '24')]);
    const ended = { ...begun, reviews: reviews(review(1, { reviewer: dave.person, end: done })) };
    expect([bob, dave].flatMap((who) => todosOf(ended, list, who.person, start))).toEqual([]);
  });

  describe('with a failed step and no outcome', () => {
    const failed = review(1, { reviewer: dave.person, answers: { build: { verdict: 'fail', note: 'ld' } } });
    const passed = review(2, { reviewer: bob.person, end: done });
    const theirs = (who: Member): Todo => ({ ...toReview(who, '24'), failed: true }) as Todo;
    const both = signedBy(bob, dave);
    const asked = (consents: Embargo['consents'], all = [failed], on = list) => {
      const from = { ...patched, consents, reviews: reviews(...all) };
      const owing = todos(from, on, start).filter((todo) => todo.type === 'review' && todo.distributor === nova.id);
      return { open: failedOpen(from, on).length, owing };
    };

    test('is its reviewer to finish, whatever a colleague found', () => {
      expect(asked(both)).toEqual({ open: 1, owing: [toReview(bob, '24'), theirs(dave)] });
      expect(asked(both, [failed, passed])).toEqual({ open: 1, owing: [theirs(dave)] });
    });

    const since = { at: start, by: ada.person } as const;
    test.each<[string, Embargo['consents'], List]>([
      ['whose access ended', { ...both, [dave.person]: { state: 'revoked', ...since } }, list],
      ['who declined', { ...both, [dave.person]: { state: 'declined', at: start } }, list],
      ['who left the list', both, listOf({ members: [ada, grace, bob, carol] })],
      ['who went to another organization', both, listOf({ members: [ada, grace, bob, carol, { ...dave, distributor: seven.id }] })],
    ])('by somebody %s, is nobody to finish: colleagues test the release, unless they have', (_, consents, on) => {
      expect(asked(consents, [failed], on)).toEqual({ open: 0, owing: [toReview(bob, '24')] });
      expect(asked(consents, [failed, passed], on)).toEqual({ open: 0, owing: [] });
    });
  });

  test('is owed again for a new patch revision', () => {
    const from = { ...patched, patches: patches(patch(1), patch(2)), reviews: reviews(review(1, { end: done })) };
    expect(todosOf(from, list, bob.person, start)).toEqual([toReview(bob, '24', 2)]);
  });

  test('of one distributor does not stand for another that ships a release of the same name', () => {
    const on = listOf({ distributors: [nova, { ...seven, releases: ['24'] }] });
    const from = { ...patched, reviews: reviews(review(1, { end: done })) };
    expect(owed(from, start, on)).toEqual([toReview(carol, '24')]);
  });

  test('that somebody did for the organization they were with before does not stand for theirs now', () => {
    const on = listOf({ members: [ada, grace, { ...bob, distributor: seven.id }], distributors: [nova, { ...seven, releases: ['24'] }] });
    const from = { ...patched, reviews: reviews(review(1, { end: { ...done, outcome: 'not-tested', because: 'no builder' } })) };
    expect(owed(from, start, on)).toEqual([{ ...toReview(bob, '24'), distributor: seven.id }]);
  });

  test('said to be not tested, is owed by their colleagues still, and by themselves for the next revision', () => {
    const notTested = { at: start, outcome: 'not-tested', because: 'no builder' } as const;
    const consents = signedBy(bob, dave);
    const from = { ...patched, consents, reviews: reviews(review(1, { end: notTested })) };
    const owing = (embargo: typeof from) =>
      todos(embargo, list, start).flatMap((todo) => (todo.type === 'review' && todo.distributor === nova.id ? [todo.person] : []));
    expect(owing(from)).toEqual([dave.person]);
    expect(untested(from, list, nova.id)).toEqual(['24']);
    expect(owing({ ...from, patches: patches(patch(1), patch(2)) }).sort()).toEqual([bob.person, dave.person].sort());
  });

  test('what is untested is every release without an ended review of the current patch', () => {
    const from = { ...patched, reviews: reviews(review(1, { distributor: seven.id, release: '7.1', end: done })) };
    expect([untested(from, list, seven.id), untested(from, list, nova.id), untested(agreedEmbargo(), list, nova.id)]).toEqual([
      ['7.2'],
      ['24'],
      [],
    ]);
  });
});

describe('disclosing', () => {
  const consents = signedBy(ada, grace, bob, carol, dave);
  const oneCoordinator = listOf({ members: [ada, bob, dave, carol] });

  test('is owed from the date on, not a minute before, by the coordinators', () => {
    expect(owed(agreedEmbargo({ consents }), date - 60_000)).toEqual([]);
    expect(owed(agreedEmbargo({ consents }), date)).toEqual([ada, grace].map(toDisclose));
  });

  test('is owed by representatives too where one coordinator alone cannot be two people', () => {
    expect(owed(agreedEmbargo({ consents }), date, oneCoordinator)).toEqual([ada, bob, carol].map(toDisclose));
    const graceHasNot = signedBy(ada, bob, carol);
    expect(owed(agreedEmbargo({ consents: graceHasNot }), date)).toEqual([toAcknowledge(grace), ...[ada, bob, carol].map(toDisclose)]);
  });

  test('is owed no more by who has pressed', () => {
    const from = agreedEmbargo({ disclosing: { by: ada.person, at: date } });
    expect(owed(from, date + hourMs)).toEqual([toDisclose(grace)]);
    expect(owed(from, date + hourMs, oneCoordinator)).toEqual([bob, carol].map(toDisclose));
  });

  test('is not owed for a date that was only asked for', () => {
    const answers = { [nova.id]: yes(bob), [seven.id]: no(carol, 'freeze') };
    const types = owed(embargo({ proposals: proposals(proposal(1, date, { answers })) }), date).map(({ type }) => type);
    expect(types).toEqual(['propose', 'propose']);
  });
});

describe('proposing', () => {
  const rejected = proposals(proposal(1, date, { state: 'rejected' }));

  test('is owed by coordinators while no date is agreed and none waits for answers', () => {
    expect(owed(embargo({ proposals: rejected }))).toEqual([toPropose(ada), toPropose(grace)]);
    expect(owed(embargo({ proposals: { ...rejected, ...proposals(proposal(2, date)) } }))).toEqual([toAnswer(bob, 2), toAnswer(carol, 2)]);
    expect(
      owed(agreedEmbargo({ proposals: { ...agreedEmbargo().proposals, ...proposals(proposal(2, date, { state: 'rejected' })) } })),
    ).toEqual([]);
  });

  test('is not owed by one who declined, nor once there is nothing left to negotiate', () => {
    const consents = { ...signedBy(ada, bob, carol), [grace.person]: { state: 'declined', at: start } } as const;
    expect(owed(embargo({ proposals: rejected, consents }))).toEqual([toPropose(ada)]);
    const publicState = { public: { at: start, by: bob.person, how: 'a post' } };
    expect(owed(embargo({ proposals: rejected, publicState, decisionDue: start }))).toEqual([toDecide(ada, start), toDecide(grace, start)]);
  });
});

describe('deciding', () => {
  const due = start + hourMs;
  const told = agreedEmbargo({ publicState: { public: { at: start, by: bob.person, how: 'a post' } }, decisionDue: due });

  test('is owed by the coordinators, acknowledged or not, but not by one who declined', () => {
    expect(owed(told)).toEqual([toDecide(ada, due), toDecide(grace, due)]);
    const consents = { ...signedBy(bob, carol), [grace.person]: { state: 'declined', at: start } } as const;
    expect(owed({ ...told, consents })).toEqual([toAcknowledge(ada), { ...toDecide(ada, due), unread: true }]);
  });

  test('is not owed while nothing was reported', () => expect(owed(agreedEmbargo())).toEqual([]));
});

describe('after the end', () => {
  const over = (reason: 'disclosed' | 'public' | 'withdrawn', wish: Partial<Embargo> = {}) =>
    agreedEmbargo({ ended: { at: date, by: [ada.person], reason, because: null }, ...wish });
  const toPublish = (clock: string, who: Member, after: number, distributor: string | null = null) => ({
    type: 'publish',
    clock,
    distributor,
    person: who.person,
    due: date + after,
  });
  const byCoordinators = (clock: string, after: number) => [ada, grace].map((who) => toPublish(clock, who, after));

  test('each thing is owed by whoever it is for, on its own clock', () => {
    expect(owed(over('disclosed'), date)).toEqual([
      ...byCoordinators('post', 0),
      ...byCoordinators('cve', dayMs),
      ...byCoordinators('exploit', 7 * dayMs),
      ...byCoordinators('retrospective', 3 * dayMs),
      toPublish('packages', bob, 10 * dayMs, 'nova'),
      toPublish('packages', carol, 10 * dayMs, 'seven'),
    ]);
  });

  test('what is published is owed no more, each distributor’s packages apart', () => {
    const link = { at: date, by: ada.person, link: 'https://example.org' };
    const published = { post: link, cve: link, exploit: link, retrospective: link, 'packages:nova': link };
    expect(owed(over('disclosed', { published }), date)).toEqual([toPublish('packages', carol, 10 * dayMs, 'seven')]);
  });

  test('a coordinator who is of a distributor owes its packages as well', () => {
    const heidi = member('heidi', 'coordinator', 'seven');
    const on = listOf({ members: [heidi] });
    expect(owed(over('public'), date, on).filter((todo) => todo.type === 'publish' && todo.clock === 'packages')).toEqual([
      toPublish('packages', heidi, 10 * dayMs, 'seven'),
    ]);
  });

  test('who declined owes nothing, a reviewer neither, and nobody anything for a report that was withdrawn', () => {
    const consents = { ...signedBy(ada, grace, bob, dave), [carol.person]: { state: 'declined', at: start } } as const;
    const people = new Set(owed(over('disclosed', { consents }), date).map((todo) => todo.person));
    expect(people).toEqual(new Set([ada.person, grace.person, bob.person]));
    expect(owed(over('withdrawn'), date)).toEqual([]);
  });

  test('nothing of before is owed any more', () => {
    const open = over('public', { patches: patches(patch(1)), consents: {}, proposals: proposals(proposal(1, date)), agreed: null });
    expect(new Set(owed(open, date).map((todo) => todo.type))).toEqual(new Set(['publish']));
  });
});
