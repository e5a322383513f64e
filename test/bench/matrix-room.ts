// A room of thirty on a real homeserver, of people with signed devices; three of them ask, and see the answers in clients of their own.

import { object } from '../../src/platforms/matrix/payload.ts';
import { bystander, type Person, person } from '../rig/matrix/people.ts';
import { type Account, call, type Homeserver, newPrefix, register } from '../rig/matrix/server.ts';
import { relationOf } from '../rig/matrix/shown.ts';

/** In each room, the bot included. */
export const members = 30;
const asking = 3;
// The homeserver hashes a password for each: more at once take as long.
const atOnce = 4;

/** `admin` runs the homeserver, and is in the rooms like the others. */
export type People = { readonly askers: readonly Person[]; readonly admin: Account; readonly others: readonly Account[] };

/** Everybody but the bot. Stop the askers' clients in the end. */
export async function people(server: Homeserver): Promise<People> {
  const prefix = newPrefix();
  const askers = await Promise.all(Array.from({ length: asking }, (_, index) => person(server, { name: `${prefix}-asker${index}` })));
  const admin = await bystander(server, { name: `${prefix}-admin`, admin: true });
  const others: Account[] = [];
  const left = () => members - 2 - asking - others.length;
  while (left() > 0) {
    const batch = Array.from({ length: Math.min(atOnce, left()) }, (_, index) => `${prefix}-other${others.length + index}`);
    others.push(...(await Promise.all(batch.map((name) => bystander(server, { name })))));
  }
  return { askers, admin, others };
}

export const newBot = (server: Homeserver): Promise<Account> => register(server, { name: `${newPrefix()}-bot` });

/** A room with everybody and this bot in it, of whom those who ask know. */
export async function roomOf(server: Homeserver, { askers, admin, others }: People, bot: Account, encrypted: boolean): Promise<string> {
  const [founder, ...rest] = askers;
  if (founder === undefined) throw new Error('nobody asks');
  const levels = { invite: 50, users: { [founder.userId]: 100, [admin.userId]: 100 } };
  const room = await founder.makeRoom({ name: 'thirty', encrypted, members: rest, set: { power_level_content_override: levels } });
  const path = encodeURIComponent(room);
  await founder.client.invite(room, admin.userId);
  await call(server, 'POST', `/_matrix/client/v3/join/${path}`, { token: admin.accessToken, body: {} });
  // By themselves they would come in one a second (rc_joins_per_room): https://element-hq.github.io/synapse/latest/admin_api/room_membership.html
  for (const { userId } of [bot, ...others])
    await call(server, 'POST', `/_synapse/admin/v1/join/${path}`, { token: admin.accessToken, body: { user_id: userId } });
  for (const one of askers) await one.until(() => (one.joined(room).length === members ? true : null), 'everybody to be in the room');
  return room;
}

/** A new message of a bot's that somebody can read: what they take for an answer. */
export type Heard = { readonly id: string; readonly edits: boolean; readonly replyTo: unknown };

/** The bot's messages in a room that this one can read by now and that `seen` does not know, in order. */
export function heardIn({ client, shown }: Person, room: string, bot: string, seen: ReadonlySet<string>): Heard[] {
  const latest = client.getRoom(room)?.getLiveTimeline().getEvents().slice(-lookedAt) ?? [];
  return latest.flatMap((event) => {
    const id = event.getId();
    // It is tried again where the client does not know the bot's device yet.
    if (id === undefined || event.getSender() !== bot || seen.has(id) || shown(id) === null) return [];
    if (event.isDecryptionFailure() || event.getType() !== 'm.room.message') return [];
    const { rel_type, 'm.in_reply_to': reply } = relationOf(event);
    return [{ id, edits: rel_type === 'm.replace', replyTo: object(reply).event_id }];
  });
}

const lookedAt = 20;

/** The room in which the bot speaks with them alone, made by them. Resolves when both are in it. */
export async function begunDirect(who: Person, bot: string): Promise<string> {
  const room = await who.beginDirect(bot);
  await who.until(() => (who.joined(room).includes(bot) ? true : null), 'the bot to come');
  return room;
}
