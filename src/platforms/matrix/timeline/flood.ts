// Of a room in which the bot speaks with one person, no more is taken in at once than others can wait for: what somebody says in a flood stands behind what
// everybody else says, and does not pile up. Strangers speak in no other rooms.
import { tooMuchOf } from '../../../chat/message/heard.ts';
import { roomId } from '../../../domain/values/ids.ts';
import { string } from '../payload.ts';
import { personOf } from '../rooms/state.ts';
import type { Context, Told } from './context.ts';
import { assertStored } from './hand-in.ts';

export const floodLimits = { atOnce: 20, waiting: 200 } as const;

/** What is taken in now, what when its turn comes, and what not at all; in order. */
export type Turns = { readonly now: readonly Told[]; readonly later: readonly Told[]; readonly over: readonly Told[] };

/** `alone`: the rooms in which the bot speaks with one person. What could not be read before takes nobody's turn, and is kept up to as many. Pure. */
export function turnsOf(told: readonly Told[], alone: ReadonlySet<string>): Turns {
  const counts = new Map<string, number>();
  const turns = { now: [] as Told[], later: [] as Told[], over: [] as Told[] };
  for (const each of told) {
    const of = `${each.fresh} ${each.room}`;
    const before = counts.get(of) ?? 0;
    counts.set(of, before + 1);
    if (before < floodLimits.atOnce || !alone.has(each.room)) turns.now.push(each);
    else turns[each.fresh && before < floodLimits.waiting ? 'later' : 'over'].push(each);
  }
  return turns;
}

/** The same, of rooms as they are known. Who says too much is told so. Throws NotTaken, and what the database threw. */
export async function fairTurns(context: Context, told: readonly Told[]): Promise<Pick<Turns, 'now' | 'later'>> {
  const rooms = new Map<string, number>();
  for (const { room } of told) rooms.set(room, (rooms.get(room) ?? 0) + 1);
  const alone = new Set<string>();
  for (const [room, count] of rooms) if (count > floodLimits.atOnce && (await isAlone(context, room))) alone.add(room);
  const { over, ...turns } = turnsOf(told, alone);
  // What cannot be read is told of by itself.
  const speakers = new Map(over.filter(({ fresh }) => fresh).map(({ raw, room }) => [string(raw.sender), room] as const));
  for (const [sender, room] of speakers) {
    context.directs.changed(room);
    const by = sender === null || sender === context.user ? null : personOf(sender);
    if (by !== null) assertStored(await context.receive(tooMuchOf(by, null, context.now())));
  }
  return turns;
}

/** Whether the bot speaks with one person alone in a room. */
export async function isAlone({ store }: Pick<Context, 'store'>, room: string): Promise<boolean> {
  const where = roomId(`matrix:${room}`);
  return where !== null && (await store.directOf(where)) !== null;
}
