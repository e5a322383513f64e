import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject, test } from 'vitest';
import { readVector } from '../../src/chat/values/severity.ts';
import { describeCorpora } from '../setup/needs.ts';
import { heldAgainst, type Outcome } from './held-against.ts';

/** `AV:N/… - (4.3, None, None)` or `CVSS:4.0/… - 7.3`: the first is the score of the base metrics, or of all in 4.0. */
function outcome(vector: string, wanted: number): Outcome {
  const read = readVector(vector);
  if (!read.ok) return { wrong: read.problem };
  return read.score === wanted ? 'right' : { wrong: `${read.score} instead of ${wanted}` };
}

describeCorpora('vectors of CVSS', () => {
  test.each([
    ['2', ['vectors_simple2']],
    ['3.0', ['vectors_simple3']],
    ['3.1', ['vectors_simple31']],
    ['4.0', ['vectors_simple4', 'vectors_threat4', 'vectors_security4', 'vectors_supplemental4']],
  ])('of version %s have the scores that others compute', (version, files) => {
    const lines = files
      .flatMap((name) => readFileSync(join(inject('corpora'), 'cvss', name), 'utf8').split('\n'))
      .filter((line) => line !== '');
    const tried = lines.map((line) => {
      const [vector = '', score = ''] = line.split(' - ');
      return { entry: vector, outcome: outcome(vector, Math.abs(Number(/-?[\d.]+/.exec(score)?.[0]))) };
    });
    heldAgainst(`CVSS ${version}`, tried, {});
  });
});
