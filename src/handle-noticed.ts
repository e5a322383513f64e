// What platforms notice by themselves: rooms that change, people who go, a bot that is taken off.
import type { Noticed } from './chat/heard.ts';
import type { Db } from './db/client.ts';
import type { Engine } from './engine.ts';
import type { Outside } from './outside.ts';

/** Acts on what a platform noticed. Resolves to an outcome for the log. Throws NeedsOutside. */
export async function notice(_tx: Db, _engine: Engine, { change }: Noticed, _outside: Outside): Promise<string> {
  switch (change.type) {
    case 'room':
    case 'room-moved':
    case 'person':
    case 'uninstalled':
      return 'ignored';
    default:
      return change satisfies never;
  }
}
