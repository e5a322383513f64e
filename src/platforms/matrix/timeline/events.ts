// One event of a room's timeline: what of it changes the room, takes something back, or says something, in clear or encrypted.
import { type RoomId, roomId } from '../../../domain/values/ids.ts';
import type { Instant } from '../../../domain/values/time.ts';
import type { Read } from '../encryption/decrypt.ts';
import type { Unread } from '../matrix-store.ts';
import { type Json, object, string } from '../payload.ts';
import { personOf } from '../rooms/state.ts';
import { redactedBy, saysSomething } from '../words.ts';
import { reacted, spoken } from './commands.ts';
import type { Context, Event, Told } from './context.ts';
import { distrusted, keyOf, notice } from './hand-in.ts';

/** For so long the key of a message may still come. */
const keyMsMax = 60_000;

// What decides who can read along, by the type of the event of state.
const guarded = new Set([
  'm.room.member',
  'm.room.join_rules',
  'm.room.history_visibility',
  'm.room.encryption',
  'm.room.guest_access',
  'm.room.power_levels',
  'm.room.tombstone',
  'm.room.name',
  'm.room.canonical_alias',
  'm.room.server_acl',
  'm.widget',
  'im.vector.modular.widgets',
  'm.bridge',
  'uk.half-shot.bridge',
]);

export async function hear(context: Context, { room, raw, since, fresh }: Told): Promise<Unread | null> {
  const [id, sender] = [string(raw.event_id), string(raw.sender)];
  const where = roomId(`matrix:${room}`);
  if (id === null || sender === null || where === null) return null;
  const event = { id, room, sender, raw, fresh };
  if (typeof raw.state_key === 'string') {
    context.directs.changed(room);
    if (guarded.has(String(raw.type))) await changed(context, event, where);
    return null;
  }
  if (sender === context.user) return null;
  const left = await spokenOrDone(context, event, where, since);
  if (left === null) context.heard(id);
  return left;
}

async function spokenOrDone(context: Context, event: Event, where: RoomId, since: Instant): Promise<Unread | null> {
  const { raw } = event;
  const content = object(raw.content);
  // What was redacted before it was read is taken back.
  if (raw.type === 'm.room.encrypted') return Object.keys(content).length === 0 ? null : encrypted(context, event, where, since);
  const type = String(raw.type);
  if (saysSomething(type)) await spoken(context, event, where, { type, content, distrust: 'clear-text', device: null });
  else if (raw.type === 'm.reaction') await reacted(context, event, content);
  else if (raw.type === 'm.room.redaction') await redacted(context, event);
  return null;
}

/** Of a state event: the room is to be read afresh. Who comes and goes is named. */
async function changed(context: Context, { id, raw }: Event, room: RoomId): Promise<void> {
  const key = String(raw.state_key);
  const who = raw.type === 'm.room.member' && key !== context.user ? personOf(key) : null;
  await notice(context, id, room, { type: 'room', room, who });
}

async function redacted(context: Context, { id, sender, raw }: Event): Promise<void> {
  const [of, by] = [redactedBy(raw)[0], personOf(sender)];
  if (of === undefined || by === null) return;
  // Apart from what its author says, or it would wait behind what it takes back.
  await notice(context, id, `${by}~withdrawn`, { type: 'withdrawn', key: keyOf(of), by });
}

async function encrypted(context: Context, event: Event, where: RoomId, since: Instant): Promise<Unread | null> {
  const read = await context.crypto.decrypt(event.room, event.raw);
  if (read.type === 'unreadable') {
    // A clock that was put back must not make it longer.
    const waited = Math.abs(context.machineNow() - since);
    if (!read.lost && waited < keyMsMax) return { room: event.room, event: event.raw, since };
    await distrusted(context, event, where, 'unreadable', null);
    return null;
  }
  await decrypted(context, event, where, read);
  return null;
}

async function decrypted(context: Context, event: Event, where: RoomId, read: Extract<Read, { type: 'read' }>): Promise<void> {
  // How an event is related to another stands outside of what is encrypted, too.
  const content = { ...relationOf(event.raw), ...read.content };
  const { kind: type, distrust, device } = read;
  if (saysSomething(type)) await spoken(context, event, where, { type, content, distrust, device });
  else if (read.kind === 'm.reaction') await reacted(context, event, content);
}

export function relationOf({ content }: Json): Json {
  const relation = object(content)['m.relates_to'];
  return relation === undefined ? {} : { 'm.relates_to': relation };
}
