// What stands before the disclosure, reckoned once more from the facts alone, by a program that knows nothing of how it is done: both say the same, always.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beforeDisclosure } from '../../src/chat/embargo/before-disclosure.ts';
import { type Review, reviewsOf } from '../../src/domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import { isCurrent } from '../../src/domain/embargo/patches.ts';
import { untested } from '../../src/domain/embargo/todos.ts';
import type { List } from '../../src/domain/list/list.ts';
import { moments, someHistory } from '../setup/histories.ts';
import { someWork } from '../setup/histories-work.ts';
import { linesOf } from '../setup/said.ts';

type Fact<Type extends EmbargoFact['type']> = Extract<EmbargoFact, { type: Type }>;
const of = <Type extends EmbargoFact['type']>(facts: readonly EmbargoFact[], type: Type) =>
  facts.filter((fact): fact is Fact<Type> => fact.type === type);

/** The newest revision that is for a branch, by going through all of them; `branch` null: through those for all. */
function newestFor(facts: readonly EmbargoFact[], branch: string | null): number | null {
  let newest: number | null = null;
  for (const patch of of(facts, 'patch-published')) {
    const withdrawn = of(facts, 'patch-withdrawn').some(({ number }) => number === patch.number);
    const isFor = patch.branches.length === 0 || (branch !== null && patch.branches.includes(branch));
    if (!withdrawn && isFor) newest = patch.number;
  }
  return newest;
}

/** The releases on which nobody has tested what is the newest for their branch, where they said which that is. */
function toTest(facts: readonly EmbargoFact[], list: List): string[] {
  const left: string[] = [];
  for (const { id, name, releases } of Object.values(list.distributors)) {
    if (!Object.values(list.members).some((member) => member.distributor === id)) continue;
    for (const release of releases) {
      const branch = of(facts, 'branch-said').findLast((said) => said.distributor === id && said.release === release)?.branch;
      if (branch === undefined) continue;
      const wanted = newestFor(facts, branch);
      const tested = of(facts, 'review-started').some((review) => {
        if (review.distributor !== id || review.release !== release || review.patch !== wanted) return false;
        const ends = facts.filter(
          (fact): fact is Fact<'review-finished' | 'review-corrected'> =>
            (fact.type === 'review-finished' || fact.type === 'review-corrected') && fact.review === review.number,
        );
        const last = ends.at(-1);
        return last !== undefined && last.outcome !== 'not-tested';
      });
      if (wanted !== null && !tested) left.push(`${name} ${release}`);
    }
  }
  return left;
}

/** The numbers of the findings whose last word leaves something to do, by the type of that word. */
function stillOpen(facts: readonly EmbargoFact[]): number[] {
  const last = new Map<number, boolean>();
  const reviews = new Map<number, Set<number>>();
  for (const fact of facts) {
    if (
      fact.type === 'finding-added' ||
      fact.type === 'finding-taken-on' ||
      fact.type === 'finding-fixed' ||
      fact.type === 'finding-reopened'
    )
      last.set(fact.number, true);
    else if (fact.type === 'finding-answered' || fact.type === 'finding-confirmed') last.set(fact.number, false);
    else if (fact.type === 'review-finished' || fact.type === 'review-corrected') {
      for (const [number, said] of reviews) {
        if (number === fact.finding || !said.delete(fact.review) || said.size > 0) continue;
        // What no review says any more is no finding.
        last.set(number, false);
      }
      if (fact.finding === undefined) continue;
      reviews.set(fact.finding, (reviews.get(fact.finding) ?? new Set()).add(fact.review));
      last.set(fact.finding, true);
    }
  }
  return [...last].flatMap(([number, open]) => (open ? [number] : [])).sort((a, b) => a - b);
}

test('what stands before the disclosure is what follows from the facts', () => {
  let [tests, findings] = [0, 0];
  fc.assert(
    fc.property(fc.oneof({ weight: 1, arbitrary: someHistory }, { weight: 3, arbitrary: someWork }), (history) => {
      const all = moments(history);
      for (const [index, { after }] of all.entries()) {
        const { embargo, list, now, record } = after;
        if (embargo.ended !== null) continue;
        const facts = record.map(({ fact }) => fact);
        const lines = linesOf(beforeDisclosure({ embargo, list, now }));
        const said = (what: string) => lines.find((each) => each.startsWith(`- ☐ ${what}`) || each.startsWith(`- ✓ ${what}`)) ?? '';
        const agreed = of(facts, 'date-agreed').length > 0 && !of(facts, 'embargo-reopened').length;
        if (agreed) expect(lines).toContain('- ✓ date agreed');
        if (newestFor(facts, null) !== null) expect(said('patch')).not.toBe('');
        const left = toTest(facts, list);
        for (const release of left) expect(said('test the patch')).toContain(release);
        if (said('tested on') !== '') expect(left).toEqual([]);
        const open = stillOpen(facts);
        expect(
          [...(lines.find((each) => /^- ☐ (?:fix |confirm )?finding \d/.test(each)) ?? '').matchAll(/finding (\d+)\b/g)]
            .map(([, number]) => Number(number))
            .sort((a, b) => a - b),
        ).toEqual(open.slice(0, 5));
        if (index === all.length - 1) [tests, findings] = [tests + left.length, findings + open.length];
      }
    }),
    { numRuns: 100 },
  );
  // It is no idle talk.
  expect(Math.min(tests, findings)).toBeGreaterThan(0);
});

/** The branch that a release is built from, as its people said last. */
function saidBranch(facts: readonly EmbargoFact[], { distributor, release }: Pick<Review, 'distributor' | 'release'>): string | undefined {
  return of(facts, 'branch-said').findLast((said) => said.distributor === distributor && said.release === release)?.branch;
}

test('no review outlives its revision on its branch, and none dies with a revision of another branch', () => {
  let [living, outlived] = [0, 0];
  fc.assert(
    fc.property(someWork, (history) => {
      for (const { after } of moments(history)) {
        const { embargo, list, record } = after;
        const facts = record.map(({ fact }) => fact);
        const branches = reviewsOf(embargo).map((review) => ({ review, branch: saidBranch(facts, review) }));
        for (const { review, branch } of branches) {
          if (branch === undefined) continue;
          const lives = newestFor(facts, branch) === review.patch;
          expect(isCurrent(embargo, review), `review ${review.number} of v${review.patch} on ${branch}`).toBe(lives);
          if (lives) living += 1;
          else outlived += 1;
        }
        // What it said counts for nothing any more: its release is to be tested again, where there is something to test.
        for (const { review, branch } of branches) {
          const others = branches.filter((each) => each.review.release === review.release && each.review.patch !== review.patch);
          if (branch === undefined || newestFor(facts, branch) === review.patch || newestFor(facts, branch) === null) continue;
          if (others.some((each) => each.review.patch === newestFor(facts, branch))) continue;
          expect(untested(embargo, list, review.distributor)).toContain(review.release);
        }
      }
    }),
    { numRuns: 100 },
  );
  expect(Math.min(living, outlived)).toBeGreaterThan(0);
});
