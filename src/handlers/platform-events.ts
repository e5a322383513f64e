// What platforms notice by themselves: rooms that change, people who go, a bot that is taken off.

import { takenOff } from '../chat/list/uninstalled.ts';
import { personal } from '../chat/message/address.ts';
import type { PlatformEvent } from '../chat/message/heard.ts';
import { tooMuchNodes } from '../chat/set-aside.ts';
import type { Db } from '../db/connection/client.ts';
import { forgetInstallation, isInstalled } from '../db/installations.ts';
import { lockList } from '../db/lists.ts';
import { roomsOfOwner } from '../db/rooms.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import type { Lookups } from '../inbound/lookups.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { takenBack } from './edited.ts';
import { noticePerson } from './people.ts';
import { troubled } from './platform-trouble.ts';
import { evicted } from './rooms/evict.ts';
import { invited } from './rooms/invitations.ts';
import { roomEvent, roomMoved, writeLook } from './rooms/room-guard.ts';
import { unreadable } from './rooms/unreadable.ts';
import { distrusted, untaken } from './untrusted.ts';

/** Acts on what a platform noticed. Resolves to an outcome for the log. Throws NeedsLookup. */
export async function notice(tx: Db, engine: Engine, { change, at }: PlatformEvent, lookups: Lookups): Promise<string> {
  switch (change.type) {
    case 'room':
      return roomEvent(tx, engine, change.room, change.who, lookups);
    case 'room-moved':
      return roomMoved(tx, engine, change.from, change.to, lookups);
    case 'person':
      return noticePerson(tx, engine, change.profile);
    case 'uninstalled':
      return uninstalled(tx, engine, change.owner, at);
    case 'invited':
      return invited(tx, engine, change, lookups);
    case 'withdrawn':
      return takenBack(tx, engine, change);
    case 'distrusted':
      return distrusted(tx, engine, change);
    case 'untaken':
      return untaken(tx, engine, change);
    case 'too-much':
      await enqueue(
        tx,
        engine,
        [personal({ person: change.by, room: change.room }, tooMuchNodes)],
        { list: null, embargo: null },
        engine.now(),
      );
      return 'too-much';
    case 'unreadable':
      return unreadable(tx, engine, change);
    case 'evict':
      return evicted(tx, engine, change, lookups);
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
  await enqueue(tx, engine, takenOff(engine.admins, owner, rooms.length), { list: null, embargo: null }, engine.now());
  return 'uninstalled';
}
