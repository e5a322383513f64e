// What platforms notice by themselves: rooms that change, people who go, a bot that is taken off.
import type { Noticed } from './chat/heard.ts';
import { takenOff } from './chat/uninstalled.ts';
import type { Db } from './db/client.ts';
import { forgetInstallation, isInstalled } from './db/installations.ts';
import { lockList } from './db/lists.ts';
import { roomsOfOwner } from './db/rooms.ts';
import type { Instant } from './domain/time.ts';
import type { Engine } from './engine.ts';
import { roomMoved, roomNoticed, writeLook } from './guard.ts';
import { takenBack } from './handle-corrected.ts';
import { distrusted, untaken } from './handle-distrusted.ts';
import { evicted } from './handle-evict.ts';
import { invited } from './handle-invited.ts';
import { noticePerson } from './handle-person.ts';
import { troubled } from './handle-trouble.ts';
import { unreadable } from './handle-unreadable.ts';
import type { Outside } from './outside.ts';
import { say } from './say.ts';

/** Acts on what a platform noticed. Resolves to an outcome for the log. Throws NeedsOutside. */
export async function notice(tx: Db, engine: Engine, { change, at }: Noticed, outside: Outside): Promise<string> {
  switch (change.type) {
    case 'room':
      return roomNoticed(tx, engine, change.room, change.who, outside);
    case 'room-moved':
      return roomMoved(tx, engine, change.from, change.to, outside);
    case 'person':
      return noticePerson(tx, engine, change.profile);
    case 'uninstalled':
      return uninstalled(tx, engine, change.owner, at);
    case 'invited':
      return invited(tx, engine, change, outside);
    case 'withdrawn':
      return takenBack(tx, engine, change);
    case 'distrusted':
      return distrusted(tx, engine, change);
    case 'untaken':
      return untaken(tx, engine, change);
    case 'unreadable':
      return unreadable(tx, engine, change);
    case 'evict':
      return evicted(tx, engine, change, outside);
    case 'trouble':
      return troubled(tx, engine, change);
    default:
      return change satisfies never;
  }
}

/** The tokens are forgotten, and the rooms there are ones that the bot is not in. An installation that was made since then stays. */
async function uninstalled(tx: Db, engine: Engine, owner: string, at: Instant): Promise<string> {
  await forgetInstallation(tx, owner, at);
  if (await isInstalled(tx, owner)) return 'installed-again';
  const rooms = await roomsOfOwner(tx, 'slack', owner);
  for (const { room, list: id } of rooms) {
    const list = await lockList(tx, id);
    const held = list?.rooms[room];
    if (list === null || held === undefined) continue;
    await writeLook(tx, engine, list, { room, audit: { name: held.audit.name, faults: ['bot-is-not-in-it'] }, who: null });
  }
  await say(tx, engine, takenOff(engine.admins, owner, rooms.length), { list: null, embargo: null }, engine.now());
  return 'uninstalled';
}
