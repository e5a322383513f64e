// What can be chosen of what the bot posted: by a number in a room, where it is clear that it is for the bot.
import { readSpeech } from '../../../chat/message/typed-line.ts';
import type { RoomId } from '../../../domain/values/ids.ts';
import { minuteMs } from '../../../domain/values/time.ts';
import { type Choices, chosenBy } from '../conversation.ts';
import { object, string } from '../payload.ts';
import { saysSomething, type Words } from '../words.ts';
import type { Context, Event, TimelineOptions, Told } from './context.ts';

export async function choicesOf({ store }: TimelineOptions, at: { event: string } | { room: RoomId }): Promise<Choices | null> {
  const kept = await store.choices(at);
  return kept === null ? null : (kept.choices as Choices); // only ever what send.ts kept, and sealed
}

/**
 * A number, and nothing else, in a room where the newest message with choices is for everybody in it: it is for the bot where it only asks, and nobody has
 * written since nor shortly before. `unsure`: somebody did, or may have, so that it may be an answer to them; or it would change something. Null: it is no
 * such number.
 */
export async function numberFor(
  context: Context,
  { id, room, fresh }: Event,
  where: RoomId,
  words: Words,
): Promise<'sure' | 'unsure' | null> {
  if (readSpeech(words.text).type !== 'button' || words.replyTo !== null || words.thread !== null || words.corrects !== null) return null;
  const newest = await context.store.choices({ room: where });
  if (newest === null) return null;
  const choices = newest.choices as Choices; // as in choicesOf
  if (choices.for !== null) return null;
  const chosen = chosenBy(words.text, choices, context.now());
  if (chosen.type !== 'words') return null;
  const posts = context.floor.get(room)?.posts;
  // Of what is handed in again it is not known any more what it came after.
  if (!fresh || posts?.has(newest.event) !== true || !context.isQuestion(chosen.words)) return 'unsure';
  // The next one may choose, too.
  posts.add(id);
  return 'sure';
}

/** Whatever somebody says in a room ends what could be answered there by a number alone; what the bot posts anew can be, unless people were just talking. */
export function tookFloor({ floor, user, forBot }: Context, { room, raw, since }: Told): void {
  const [id, type, relation] = [string(raw.event_id), String(raw.type), object(object(raw.content)['m.relates_to'])];
  // Threads stand apart, and an edit stands where the message stood.
  if (id === null || raw.state_key !== undefined || relation.rel_type === 'm.thread' || relation.rel_type === 'm.replace') return;
  if (type !== 'm.room.encrypted' && !saysSomething(type)) return;
  const { posts, talkedAt } = floor.get(room) ?? { posts: new Set<string>(), talkedAt: null };
  if (raw.sender === user) {
    if (talkedAt === null || since - talkedAt >= talkMs) floor.set(room, { posts: posts.add(id), talkedAt });
  } else if (!posts.has(id)) floor.set(room, { posts: new Set(), talkedAt: forBot.has(id) ? talkedAt : since });
}

/** For so long what somebody asked a room may still be answered, also by a number. */
const talkMs = 5 * minuteMs;
