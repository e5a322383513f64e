// The order of test files: long ones first, so that none is left over at the end with one core idle; and the files of one project together, since only
// then do they share a process. Those of the unit project, of which few take more than a second, are the last.
import { statSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import type { ProjectName } from './projects.ts';

const order: readonly ProjectName[] = ['alone', 'shared', 'corpora', 'unit'];
// What starts many processes, or plays whole stories on a homeserver, takes the longest whatever its size.
const long = /\/(?:live|stories)\/|\/(?:start|faults)\.test\.ts$/;

export class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification) =>
      order.indexOf(project.name as ProjectName) * 2 + (long.test(moduleId) ? 0 : 1);
    const size = ({ moduleId }: TestSpecification) => statSync(moduleId).size;
    return [...files].sort((one, other) => rank(one) - rank(other) || size(other) - size(one));
  }
}
