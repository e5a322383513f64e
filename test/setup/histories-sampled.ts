// Properties of random histories that all look at the same ones: to make a history takes far longer than to look at it.
import fc from 'fast-check';

/**
 * Asks whether something holds of so many histories. What does not is looked for once more, in the shortest history that shows it. They are made when
 * something is asked for the first time, and are those of the run's seed.
 */
export function ofHistories<History, All>(
  someHistory: fc.Arbitrary<History>,
  played: (history: History) => All,
  numRuns: number,
): (holds: (all: All) => void) => void {
  const seed = fc.readConfigureGlobal().seed ?? Math.floor(Math.random() * 2 ** 31);
  let sample: readonly All[] | null = null;
  return (holds) => {
    sample ??= fc.sample(someHistory, { numRuns, seed }).map(played);
    try {
      sample.forEach((all) => {
        holds(all);
      });
    } catch (error) {
      fc.assert(
        fc.property(someHistory, (history) => holds(played(history))),
        { seed, numRuns: 20 * numRuns },
      );
      throw new Error(`found among the histories of seed ${seed} alone`, { cause: error });
    }
  };
}
