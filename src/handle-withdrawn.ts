// People delete and edit what they said. What still waits is taken back; what was carried out is not undone by it, and they are told so.
import type { Change } from './chat/heard.ts';
import { personal } from './chat/queries.ts';
import { changedSomething, notCorrectedNodes, takenBackNodes } from './chat/taken-back.ts';
import type { Db } from './db/client.ts';
import { personsBehind } from './db/identities.ts';
import { becameOf, withdrawHeard } from './db/inbox.ts';
import type { Engine } from './engine.ts';
import { say } from './say.ts';
import { answered, type Turn } from './turn.ts';

/** Resolves to an outcome for the log. */
export async function withdrawn(tx: Db, engine: Engine, { key, by }: Extract<Change, { type: 'withdrawn' }>): Promise<string> {
  const now = engine.now();
  if (await withdrawHeard(tx, [{ key, by }], now)) return 'withdrawn';
  const became = await becameOf(tx, key, by);
  if (became === null || !changedSomething(became)) return 'nothing-to-withdraw';
  const person = (await personsBehind(tx, [by]))[by] ?? by;
  await say(tx, engine, [personal({ person, room: null, as: by }, takenBackNodes(became))], { list: null, embargo: null }, now);
  return 'too-late-to-withdraw';
}

/** Whether what somebody corrects has been carried out, so that the correction is not: then they were told, and this is the outcome. Else null. */
export async function notCorrected(turn: Turn, corrects: string): Promise<string | null> {
  const { tx, hearing } = turn;
  if (await withdrawHeard(tx, [{ key: corrects, by: hearing.from }], hearing.now)) return null;
  const became = await becameOf(tx, corrects, hearing.from);
  if (became !== null && !changedSomething(became)) return null;
  return answered(turn, notCorrectedNodes(became), 'not-corrected');
}
