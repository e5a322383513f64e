// Patch revisions side by side: which is current for which branch, whose reviews become stale, and what a withdrawal brings back.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import type { Embargo, Patch } from '../../../src/domain/embargo/embargo.ts';
import { branchesWithoutPatch, changesIn, currentPatches, formerReview, linesOf, standingOf } from '../../../src/domain/embargo/patches.ts';
import { todosOf, untested } from '../../../src/domain/embargo/todos.ts';
import type { Outcome } from '../../../src/domain/policy/checklist.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  list,
  nova,
  patch,
  patches,
  played,
  review,
  reviews,
  says,
  seven,
  sha,
  start,
} from '../../setup/embargo.ts';

const on = (number: number, ...branches: string[]): Patch => patch(number, { branches });
const withdrawn = { by: ada.person, at: start, because: 'it breaks rootless builds' };
const ended = (outcome: Outcome = 'no-issues') => ({ at: start, outcome, because: null });
/** Each branch with the number of its revision. */
const lines = (...all: readonly Patch[]) => linesOf({ patches: patches(...all) }).map(({ branch, patch: { number } }) => [branch, number]);
const publish = (branches: readonly string[], digit = 'f', sure = false): EmbargoCommand => ({
  ...{ type: 'publish-patch', label: 'next', url: 'https://example.org/', files: [{ name: 'fix.patch', sha256: sha(digit) }] },
  ...{ branches, ...(sure ? { sure } : {}) },
});
const withdraw = (number: number): EmbargoCommand => ({ type: 'withdraw-patch', number, because: 'it breaks rootless builds' });
const start24 = (branch?: string): EmbargoCommand => ({ type: 'start-review', release: '24', ...(branch === undefined ? {} : { branch }) });

describe('a branch is tested with', () => {
  test.each<[string, readonly Patch[], readonly (readonly [string | null, number])[]]>([
    ['nothing while there is nothing', [], []],
    ['the only revision, where that is for all', [on(1)], [[null, 1]]],
    [
      'the newest that names it',
      [on(1, 'main', '1.2'), on(2, '1.2')],
      [
        ['main', 1],
        ['1.2', 2],
      ],
    ],
    ['the newest for all, which replaces everything', [on(1, 'main', '1.2'), on(2)], [[null, 2]]],
    [
      'the one for all, where none names it since',
      [on(1), on(2, '1.2')],
      [
        ['1.2', 2],
        [null, 1],
      ],
    ],
    [
      'what is left of several',
      [on(1, 'a', 'b', 'c'), on(2, 'a'), on(3, 'c')],
      [
        ['a', 2],
        ['b', 1],
        ['c', 3],
      ],
    ],
    ['the one before a revision that was withdrawn', [on(1, 'a'), { ...on(2, 'a'), withdrawn }], [['a', 1]]],
    ['nothing where the only one was withdrawn', [on(1, 'a'), { ...on(2, 'b'), withdrawn }], [['a', 1]]],
    ['what a withdrawn one for all had hidden', [on(1, 'a'), { ...on(2), withdrawn }], [['a', 1]]],
  ])('%s', (_, all, expected) => expect(lines(...all)).toEqual(expected));

  test('so that several revisions are current, each once', () => {
    expect(currentPatches({ patches: patches(on(1, 'a', 'b', 'c'), on(2, 'a'), on(3, 'a')) }).map(({ number }) => number)).toEqual([1, 3]);
  });
});

describe('a review of a revision that was replaced for one branch', () => {
  const tested = (branch: string | null, second: Patch = on(2, '1.2'), first = on(1, '1.2', '1.3', 'main')) =>
    agreedEmbargo({
      patches: patches(first, second),
      reviews: reviews(review(1, { end: ended('new-bug') })),
      ...(branch === null ? {} : { builds: { [nova.id]: { '24': branch } } }),
    });
  const standing = (from: Embargo) => Object.values(from.reviews).map((each) => standingOf(from, each));

  test('is stale where its release is built from that branch, and from no other', () => {
    expect(standing(tested('1.2'))).toEqual(['stale']);
    expect(standing(tested('main'))).toEqual(['current']);
    expect(untested(tested('1.2'), list, nova.id)).toEqual(['24']);
    expect(untested(tested('main'), list, nova.id)).toEqual([]);
  });

  test('counts for nothing until it is said which branch it is: a doubt is no test', () => {
    expect(standing(tested(null))).toEqual(['unsaid']);
    expect(untested(tested(null), list, nova.id)).toEqual(['24']);
    expect(todosOf(tested(null), list, bob.person, start)).toMatchObject([{ type: 'review', release: '24', patch: null }]);
  });

  test('is of the only branch that its revision names, without asking', () => {
    expect(standing(tested(null, on(2, '1.2'), on(1, 'main')))).toEqual(['current']);
    expect(standing(tested(null, on(2, 'main'), on(1, 'main')))).toEqual(['stale']);
  });

  test('counts again once the other is withdrawn', () => {
    const from = tested('1.2');
    expect(standing(played(from, [[ada, withdraw(2)]]))).toEqual(['current']);
  });
});

describe('which branch a release is built from', () => {
  const several = agreedEmbargo({ patches: patches(on(1, 'release-1.2', 'main'), on(2, 'release-1.2')) });
  const asked = (none: string | null) =>
    refuse({
      code: 'which-branch',
      release: 'Nova 24',
      lines: [
        { branch: 'release-1.2', patch: 2 },
        { branch: 'main', patch: 1 },
      ],
      none,
    });
  const said = (branch: string) => ({ type: 'branch-said', distributor: 'nova', release: '24', branch });
  const started = (number: number, of: number) => ({ type: 'review-started', number, distributor: 'nova', release: '24', patch: of });

  test('is asked where there are several, and only then', () => {
    expect(says(bob, start24(), several)).toEqual(asked(null));
    expect(says(bob, start24(), agreedEmbargo({ patches: patches(on(1, 'main')) }))).toEqual([started(1, 1)]);
    expect(says(bob, start24(), agreedEmbargo({ patches: patches(on(1)) }))).toEqual([started(1, 1)]);
  });

  test('is asked before anything is tested, also of one revision for several branches', () => {
    expect(says(bob, start24(), agreedEmbargo({ patches: patches(on(1, '1.2', 'main')) }))).toMatchObject({
      reason: { code: 'which-branch' },
    });
  });

  test.each([
    ['by its name', 'main', 'main', 1],
    ['by its end', '1.2', 'release-1.2', 2],
    ['in other letters', 'Release-1.2', 'release-1.2', 2],
    ['as git writes it', 'refs/heads/main', 'main', 1],
  ])('is said %s, and remembered', (_, typed, branch, of) => {
    expect(says(bob, start24(typed), several)).toEqual([said(branch), started(1, of)]);
    const later = played(several, [[bob, start24(typed)]]);
    expect(says(bob, start24(), later)).toEqual([{ type: 'review-moved', review: 1, step: 0 }]);
  });

  test('is asked again where nothing is current for what is said', () => {
    expect(says(bob, start24('1.4'), several)).toEqual(asked('1.4'));
    // Where one is for all, it is one of those that are named nowhere.
    const forAll = agreedEmbargo({ patches: patches(on(1), on(2, 'release-1.2')) });
    expect(says(bob, start24('1.4'), forAll)).toEqual([said('1.4'), started(1, 1)]);
    expect(says(bob, start24('other'), forAll)).toEqual([said('other'), started(1, 1)]);
  });

  test('may be all that was missing: what was tested counts', () => {
    const forAll = agreedEmbargo({ patches: patches(on(1), on(2, '1.2')), reviews: reviews(review(1, { end: ended() })) });
    expect(says(bob, start24('other'), forAll)).toEqual([said('other')]);
    expect(todosOf(played(forAll, [[bob, start24('other')]]), list, bob.person, start)).toEqual([]);
    expect(says(bob, start24('1.2'), forAll)).toEqual([said('1.2'), started(2, 2)]);
  });

  test('may be said anew, and then another revision is tested', () => {
    const first = played(several, [[bob, start24('main')]]);
    expect(says(bob, start24('1.2'), first)).toEqual([said('release-1.2'), started(2, 2)]);
  });

  test('is asked of a walk whose revision was replaced for some branches, and it goes on where that is not its own', () => {
    const walking = agreedEmbargo({ patches: patches(on(1), on(2, '1.2')), reviews: reviews(review(1, { step: 3 })) });
    const answer: EmbargoCommand = { type: 'answer-step', at: { review: 1, step: 3 }, verdict: 'na', note: null, readyBy: null };
    expect(says(bob, answer, walking)).toMatchObject({ reason: { code: 'which-branch', release: 'Nova 24' } });
    expect(says(bob, start24('other'), walking)).toEqual([said('other'), { type: 'review-moved', review: 1, step: 3 }]);
  });

  test('is taken over with a result that is copied, and another branch is tested by itself', () => {
    const copying: EmbargoCommand = { type: 'copy-review', from: '7.1', to: ['7.2'] };
    const mine = review(1, { reviewer: carol.person, distributor: seven.id, release: '7.1', patch: 2, end: ended('not-affected') });
    const from = { ...several, reviews: reviews(mine), builds: { [seven.id]: { '7.1': 'release-1.2' } } };
    expect(says(carol, copying, from)).toMatchObject([
      { type: 'branch-said', release: '7.2', branch: 'release-1.2' },
      { type: 'review-started', number: 2, release: '7.2', patch: 2 },
      { type: 'steps-answered' },
      { type: 'review-finished' },
    ]);
    const other = { ...from, builds: { [seven.id]: { '7.1': 'release-1.2', '7.2': 'main' } } };
    expect(says(carol, copying, other)).toEqual(refuse({ code: 'copy-across-branches', from: '7.1', to: '7.2', patch: 1 }));
  });
});

describe('a revision', () => {
  test('of a branch that nobody named is asked about once: the name may be mistyped', () => {
    const from = agreedEmbargo({ patches: patches(on(1, 'release-1.2', 'main')) });
    expect(says(ada, publish(['relase-1.2']), from)).toEqual(
      refuse({ code: 'new-branches', branches: ['relase-1.2'], known: ['release-1.2', 'main'] }),
    );
    expect(says(ada, publish(['relase-1.2'], 'f', true), from)).toMatchObject([{ number: 2, branches: ['relase-1.2'] }]);
    expect(says(ada, publish(['refs/heads/MAIN']), from)).toMatchObject([{ number: 2, branches: ['main'] }]);
    expect(says(ada, publish(['1.4']), agreedEmbargo())).toMatchObject([{ number: 1, branches: ['1.4'] }]);
  });

  test('of the files that its branch has already is none, whatever other branches have', () => {
    const from = agreedEmbargo({ patches: patches(on(1, 'a', 'b'), on(2, 'a')) });
    expect(says(ada, publish(['a'], '2'), from)).toEqual(refuse({ code: 'same-patch', number: 2 }));
    expect(says(ada, publish(['b'], '2'), from)).toMatchObject([{ number: 3 }]);
    expect(says(ada, publish(['b'], '1'), from)).toEqual(refuse({ code: 'same-patch', number: 1 }));
  });

  test('says of each file what became of it since its branches had another', () => {
    const files = (...all: readonly (readonly [string, string])[]) => all.map(([name, digit]) => ({ name, sha256: sha(digit) }));
    const first = patch(1, { branches: ['a', 'b'], files: files(['a.patch', '1'], ['b.patch', '2']) });
    const whole = patch(2, { branches: [], files: files(['a.patch', '1'], ['c.patch', '3']) });
    const some = patch(2, { branches: ['a'], files: files(['a.patch', '4']) });
    const changes = (second: Patch) =>
      changesIn({ patches: patches(first, second) }, second)?.files.map(({ name, change }) => `${name} ${change}`);
    expect(changes(whole)).toEqual(['a.patch same', 'c.patch new', 'b.patch gone']);
    // The other branch still has its file.
    expect(changes(some)).toEqual(['a.patch changed']);
    expect(changesIn({ patches: patches(first) }, first)).toBeNull();
    expect(changesIn({ patches: patches(first) }, patch(2, { branches: ['c'] }))).toBeNull();
  });
});

describe('a revision that is withdrawn', () => {
  test('is withdrawn once, and only where there is one', () => {
    const from = agreedEmbargo({ patches: patches(on(1, 'a'), on(2, 'a')) });
    expect(says(ada, withdraw(2), from)).toEqual([{ type: 'patch-withdrawn', number: 2, because: 'it breaks rootless builds' }]);
    expect(says(ada, withdraw(2), played(from, [[ada, withdraw(2)]]))).toEqual(refuse({ code: 'withdrawn-already', number: 2, at: start }));
    expect(says(ada, withdraw(3), from)).toEqual(refuse({ code: 'unknown-patch', number: 3, there: [1, 2] }));
    expect(says(bob, withdraw(2), from)).toEqual(refuse({ code: 'needs-role', roles: ['coordinator'] }));
  });

  test('keeps its number, and may be given out again', () => {
    const from = played(agreedEmbargo({ patches: patches(on(1, 'a'), on(2, 'a')) }), [[ada, withdraw(2)]]);
    expect(says(ada, publish(['a'], '2'), from)).toMatchObject([{ number: 3 }]);
  });

  test('is not walked through any more, and what was answered of it is offered for what its branch has then', () => {
    const answers = { build: { verdict: 'pass', note: 'x86_64' } } as const;
    const from = played(
      agreedEmbargo({ patches: patches(on(1, 'a'), on(2, 'a')), reviews: reviews(review(1, { patch: 2, step: 3, answers })) }),
      [[ada, withdraw(2)]],
    );
    const answer: EmbargoCommand = { type: 'answer-step', at: { review: 1, step: 3 }, verdict: 'na', note: null, readyBy: null };
    expect(says(bob, answer, from)).toEqual(refuse({ code: 'patch-replaced', was: 2, now: 1, withdrawn: true }));
    expect(formerReview(from, on(1, 'a'), review(1))?.answers).toEqual(answers);
    const none = played(from, [[ada, withdraw(1)]]);
    expect(says(bob, answer, none)).toEqual(refuse({ code: 'patch-replaced', was: 2, now: null, withdrawn: true }));
  });

  test('leaves its branch without one, which coordinators owe, where releases are built from it', () => {
    const about = { ...agreedEmbargo().about, mitigation: null };
    const from = agreedEmbargo({ about, patches: patches(on(1, 'main'), on(2, '1.2')), builds: { [nova.id]: { '24': '1.2' } } });
    const after = played(from, [[ada, withdraw(2)]]);
    expect(todosOf(from, list, ada.person, start)).toEqual([]);
    expect(todosOf(after, list, ada.person, start)).toMatchObject([{ type: 'patch' }]);
    expect(todosOf(after, list, bob.person, start)).toEqual([]);
    expect(says(bob, start24(), after)).toMatchObject({ reason: { code: 'which-branch', none: '1.2' } });
  });

  test('leaves it without one too where nobody has said what is built from it: nobody tests what another branch has', () => {
    const about = { ...agreedEmbargo().about, mitigation: null };
    const after = played(agreedEmbargo({ about, patches: patches(on(1, 'main'), on(2, 'release-1.2')) }), [[ada, withdraw(2)]]);
    expect(branchesWithoutPatch(after, list)).toEqual(['release-1.2']);
    expect(todosOf(after, list, ada.person, start)).toMatchObject([{ type: 'patch', left: 1 }]);
    expect(todosOf(after, list, bob.person, start)).toMatchObject([{ type: 'review', release: '24', patch: null }]);
    expect(says(bob, start24(), after)).toEqual(
      refuse({
        ...{ code: 'which-branch', release: 'Nova 24', none: null },
        lines: [
          { branch: 'main', patch: 1 },
          { branch: 'release-1.2', patch: null },
        ],
      }),
    );
    // Who says that it is theirs has nothing to test until there is another; that is asked once.
    const said = played(after, [[bob, start24('1.2')]]);
    expect(todosOf(said, list, bob.person, start)).toEqual([]);
    expect(branchesWithoutPatch(said, list)).toEqual(['release-1.2']);
    // Nobody is to name it once more, as if it were new.
    expect(says(ada, publish(['1.2']), after)).toMatchObject([{ number: 3, branches: ['release-1.2'] }]);
  });

  test('and was named wrong waits for nothing once its files are there under the right name', () => {
    const after = played(agreedEmbargo({ patches: patches(on(1, 'mian')) }), [
      [ada, withdraw(1)],
      [ada, publish(['main'], '1')],
    ]);
    expect(branchesWithoutPatch(after, list)).toEqual([]);
    expect(says(bob, start24(), after)).toEqual([{ type: 'review-started', number: 1, distributor: 'nova', release: '24', patch: 2 }]);
  });

  test('and that no release is built from waits for nothing', () => {
    const from = agreedEmbargo({ patches: patches(on(1, 'main'), on(2, '1.2')) });
    const builds = { [nova.id]: { '24': 'main' }, [seven.id]: { '7.1': 'main', '7.2': 'main' } };
    expect(branchesWithoutPatch(played({ ...from, builds }, [[ada, withdraw(2)]]), list)).toEqual([]);
  });
});

test('what was answered for another revision is offered only where a file of it is the same', () => {
  const answers = { build: { verdict: 'pass', note: null } } as const;
  const files = [{ name: 'tests.patch', sha256: sha('9') }];
  const from = agreedEmbargo({
    patches: patches(patch(1), patch(2), patch(3, { files: [...patch(3).files, ...patch(1).files] }), patch(4, { files })),
    reviews: reviews(review(1, { answers, end: ended() })),
  });
  const offered = (number: number) => formerReview(from, from.patches[number] ?? patch(number), review(1))?.number ?? null;
  expect([2, 3, 4].map(offered)).toEqual([null, 1, null]);
});
