// What platforms notice by themselves: rooms that change, people who go, a bot that is taken off.
import type { Noticed } from './chat/heard.ts';
import type { Db } from './db/client.ts';
import type { Engine } from './engine.ts';
import { roomMoved, roomNoticed } from './guard.ts';
import type { Outside } from './outside.ts';

/** Acts on what a platform noticed. Resolves to an outcome for the log. Throws NeedsOutside. */
export async function notice(tx: Db, engine: Engine, { change }: Noticed, outside: Outside): Promise<string> {
  switch (change.type) {
    case 'room':
      return roomNoticed(tx, engine, change.room, change.who, outside);
    case 'room-moved':
      return roomMoved(tx, engine, change.from, change.to, outside);
    case 'person':
    case 'uninstalled':
      return 'ignored';
    default:
      return change satisfies never;
  }
}
