// A whole bot on Matrix in a process of its own, over PostgreSQL and a real homeserver, to be killed.
import { inject } from 'vitest';
import { type Child, startChild } from '../../setup/child.ts';
import { programIn } from '../../setup/compiled.ts';
import type { MatrixChildOptions } from './process.ts';

/** Starts a process that prints `hears` when it holds the account and hears, and `ready` when it is there at all. */
export function startMatrixBot(options: MatrixChildOptions): Child {
  return startChild(
    `import { runMatrixBot } from ${JSON.stringify(programIn(inject('compiled'), 'matrixBot'))}; await runMatrixBot(${JSON.stringify(options)});`,
  );
}
