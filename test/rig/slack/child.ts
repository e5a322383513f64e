// A whole bot in a process of its own, over PostgreSQL and against the fake Slack of this one, to be killed.
import { inject } from 'vitest';
import { type Child, startChild } from '../../setup/child.ts';
import { programIn } from '../../setup/compiled.ts';
import type { ChildOptions } from './process.ts';

/** Starts a process that has loaded everything when it prints `ready`, and works from SIGUSR2 on until it is killed. */
export function startSlackBot(options: ChildOptions): Child {
  return startChild(
    `import { runSlackBot } from ${JSON.stringify(programIn(inject('compiled'), 'slackBot'))}; await runSlackBot(${JSON.stringify(options)});`,
  );
}
