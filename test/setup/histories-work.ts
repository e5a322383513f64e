// Days of work on patches, tests and findings, and of little else: random histories for the property tests.
import fc from 'fast-check';
import type { EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import { ada, bob, carol, date, sha } from './embargo.ts';
import { type History, type Step, someHistory } from './histories.ts';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;
const number = fc.constantFrom(1, 2, 3);
const release = fc.constantFrom('24', '7.1', '7.2');
const branch = fc.constantFrom('main', '1.2');
const outcome = fc.constantFrom('no-issues' as const, 'no-issues' as const, 'new-bug' as const, 'not-tested' as const);
const everyStep = [{ steps: 'all', verdict: 'pass', note: 'x' }] as const;

const say = (by: typeof ada | typeof bob | typeof carol, command: fc.Arbitrary<EmbargoCommand>): fc.Arbitrary<Step> =>
  command.map((each) => ({ do: 'say', by, command: each }));
const testing = fc
  .record({ release, branch, outcome })
  .map((named): EmbargoCommand => ({ type: 'answer-steps', patch: null, answers: everyStep, notes: 'x', readyBy: date, ...named }));
const correcting = fc
  .record({ release, outcome })
  .map((named): EmbargoCommand => ({ type: 'correct-review', answers: [], notes: 'x', readyBy: null, ...named }));
const publishing = fc
  .record({
    digit: fc.constantFrom(...digits),
    branches: fc.constantFrom([], ['main'], ['1.2'], ['main', '1.2']),
    fixes: fc.constantFrom([], [1]),
  })
  .map(
    ({ digit, ...named }): EmbargoCommand => ({
      ...{ type: 'publish-patch', label: 'p', url: 'https://example.org/', files: [{ name: 'f', sha256: sha(digit) }], sure: true },
      ...named,
    }),
  );

/** Days of work on patches, tests and findings, and of little else. */
export const someWork: fc.Arbitrary<History> = fc
  .tuple(
    someHistory,
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: say(ada, publishing) },
        {
          weight: 1,
          arbitrary: say(
            ada,
            number.map((each) => ({ type: 'withdraw-patch', number: each, because: 'x' })),
          ),
        },
        { weight: 3, arbitrary: say(bob, testing) },
        { weight: 4, arbitrary: say(carol, testing) },
        { weight: 1, arbitrary: say(carol, correcting) },
        { weight: 1, arbitrary: say(bob, fc.constant({ type: 'add-finding', kind: 'other', severity: null, branch: null, text: 'x' })) },
        {
          weight: 1,
          arbitrary: say(
            ada,
            number.map((each) => ({ type: 'take-on-finding', number: each, owner: null })),
          ),
        },
        {
          weight: 1,
          arbitrary: say(
            ada,
            number.map((each) => ({ type: 'dismiss-finding', number: each, because: 'x' })),
          ),
        },
        {
          weight: 1,
          arbitrary: say(
            ada,
            number.map((each) => ({ type: 'fix-finding', number: each })),
          ),
        },
        {
          weight: 1,
          arbitrary: say(
            carol,
            number.map((each) => ({ type: 'confirm-finding', number: each })),
          ),
        },
        {
          weight: 1,
          arbitrary: say(
            bob,
            number.map((each) => ({ type: 'reopen-finding', number: each, because: 'x' })),
          ),
        },
      ),
      { maxLength: 20 },
    ),
  )
  .map(([history, steps]) => ({ ...history, ready: 'agreed', steps }));
