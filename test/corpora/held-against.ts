// How a reader does on a suite: each entry read, counted, and every one that it reads wrong named, unless a reason for it is written here.
import { expect } from 'vitest';

/** right: as the suite means it. asked: refused with a question, where the suite has a meaning and lets it be asked. Else what was read instead. */
export type Outcome = 'right' | 'asked' | { readonly wrong: string };

/** `entry`: how it is named in `reasons` and in what fails. */
export type Tried = { readonly entry: string; readonly outcome: Outcome };

/**
 * Prints the counts, and fails on each entry that is wrong without a reason, and on each reason that no wrong entry needs any more.
 * `reasons`: by an entry, why the project reads it differently.
 */
export function heldAgainst(suite: string, tried: readonly Tried[], reasons: Readonly<Record<string, string>>): void {
  const wrong = tried.flatMap(({ entry, outcome }) => (typeof outcome === 'object' ? [{ entry, got: outcome.wrong }] : []));
  const count = (outcome: Outcome) => tried.filter((each) => each.outcome === outcome).length;
  const differing = wrong.filter(({ entry }) => reasons[entry] !== undefined);
  const counts = [`${tried.length} tried`, `${count('right')} right`, `${count('asked')} asked`, `${wrong.length} wrong`];
  process.stdout.write(`${suite}: ${counts.join(', ')}${differing.length === 0 ? '' : ` (${differing.length} with a reason)`}\n`);

  expect(tried.length).toBeGreaterThan(0);
  expect(wrong.filter(({ entry }) => reasons[entry] === undefined)).toEqual([]);
  const entries = new Set(wrong.map(({ entry }) => entry));
  expect(Object.keys(reasons).filter((entry) => !entries.has(entry))).toEqual([]);
}
