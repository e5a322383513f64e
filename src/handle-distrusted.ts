// Something was said in somebody's name that nobody can vouch for: it is not acted on, its owner is told, and it is written down.
import type { Change } from './chat/heard.ts';
import { distrustAlarms, distrustedSaying, distrustToldMs } from './chat/trust.ts';
import type { Db } from './db/client.ts';
import { personsBehind } from './db/identities.ts';
import { countHeard } from './db/inbox.ts';
import { listsOfPerson, lockList } from './db/lists.ts';
import type { List } from './domain/list.ts';
import { grave } from './domain/trust.ts';
import type { Engine } from './engine.ts';
import { recordList } from './handle-list.ts';
import { say } from './say.ts';

/**
 * Resolves to an outcome for the log, by which the same of the same person is recognised: it is told and written down once a day, or whoever forges
 * could flood the record. Of who is on no list nothing is kept, and nothing is said to them: they could be anybody.
 */
export async function distrusted(tx: Db, engine: Engine, change: Extract<Change, { type: 'distrusted' }>): Promise<string> {
  const { by, room, because, device } = change;
  const now = engine.now();
  const outcome = `distrusted: ${because}`;
  const person = (await personsBehind(tx, [by]))[by] ?? by;
  const ids = await listsOfPerson(tx, person);
  engine.log('distrusted', { because });
  if (ids.length === 0 || (await countHeard(tx, by, outcome, now - distrustToldMs)) > 0) return outcome;
  const lists: List[] = [];
  for (const id of ids) {
    const before = await lockList(tx, id);
    if (before === null) continue;
    const fact = { type: 'command-distrusted', person, because, device } as const;
    const list = await recordList(tx, engine, { before, facts: [fact], by: 'clock', to: null, now });
    if (grave.has(because)) await say(tx, engine, distrustAlarms(list, person, because), { list, embargo: null }, now);
    lists.push(list);
  }
  const where = room === null ? null : (lists.map((list) => list.rooms[room]?.audit.name).find((name) => name !== undefined) ?? 'a room');
  await say(tx, engine, [distrustedSaying(person, because, where, by)], { list: null, embargo: null }, now);
  return outcome;
}
