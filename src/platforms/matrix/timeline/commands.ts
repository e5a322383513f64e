// What people say to the bot: which of it is for the bot, whether it is believed, and what it is: a command, a choice, an answer to a form.
import { readSpeech } from '../../../chat/message/typed-line.ts';
import type { UntrustedReason } from '../../../domain/list/trust.ts';
import type { PersonId, RoomId } from '../../../domain/values/ids.ts';
import { type Choices, chosenBy, type Names, notByReaction } from '../conversation.ts';
import type { Json } from '../payload.ts';
import { personOf } from '../rooms/state.ts';
import { numberOf, type Reading, readEvent, readReaction, type Words } from '../words.ts';
import { choicesOf, numberFor } from './choices.ts';
import type { Context, Event } from './context.ts';
import { inForm } from './form-answers.ts';
import { distrusted, heard, untaken } from './hand-in.ts';
import { tellKnown } from './hints.ts';
import { namesOf } from './names.ts';

export type Spoken = {
  readonly type: string;
  readonly content: Json;
  readonly distrust: UntrustedReason | null;
  readonly device: string | null;
};

export async function spoken(context: Context, event: Event, where: RoomId, { type, content, distrust, device }: Spoken): Promise<void> {
  const by = personOf(event.sender);
  const known = await context.store.directOf(where);
  // In a direct room nobody else is listened to.
  if (by === null || (known !== null && known !== by)) return;
  const reading = readEvent(type, content, context.user);
  if (reading.type === 'not-words') return;
  const what = known === null ? await context.directs.recognized(event.room, by) : 'theirs';
  const direct = what === 'theirs' ? by : null;
  if (reading.type === 'not-text') return notText(context, event, where, { by, what, distrust, device }, reading);
  if (reading.type === 'malformed') {
    if (direct !== null) await distrusted(context, event, where, 'malformed', device);
    return;
  }
  const { words } = reading;
  const answers = words.replyTo === null ? null : await choicesOf(context, { event: words.replyTo });
  const forBot = direct !== null || words.prefixed || (answers !== null && chosenBy(words.text, answers, context.now()).type !== 'none');
  const byNumber = forBot ? null : await numberFor(context, event, where, words);
  if (!forBot && byNumber === null) {
    if (what === 'two') await untaken(context, event, where, by, 'elsewhere');
    return;
  }
  if (distrust !== null) return distrusted(context, event, where, distrust, device);
  if (byNumber === 'unsure') return untaken(context, event, where, by, 'number');
  context.forBot.add(event.id);
  const names = await namesOf(context, event.sender, words.mentioned);
  const room = direct === null ? where : null;
  if (direct !== null && (await inForm(context, event, by, words, names))) return;
  await inWords(context, event, by, words, names, { room, answers });
}

type Sayer = {
  readonly by: PersonId;
  readonly what: 'theirs' | 'two' | 'other';
  readonly distrust: UntrustedReason | null;
  readonly device: string | null;
};

/** What is no text is answered where it was said to the bot. */
async function notText(
  context: Context,
  event: Event,
  where: RoomId,
  { by, what, distrust, device }: Sayer,
  reading: Extract<Reading, { type: 'not-text' }>,
): Promise<void> {
  const answers = reading.replyTo === null ? null : await choicesOf(context, { event: reading.replyTo });
  if (what === 'other' && !reading.called && answers === null) return;
  if (distrust !== null) return distrusted(context, event, where, distrust, device);
  await untaken(context, event, where, by, what === 'two' ? 'elsewhere' : reading.what);
}

async function inWords(
  context: Context,
  event: Event,
  by: PersonId,
  words: Words,
  names: Names,
  { room, answers }: { room: RoomId | null; answers: Choices | null },
): Promise<void> {
  const where = { room, thread: words.thread };
  // What is said to the bot in a room chooses by number alone: there its words are a command.
  const chooses = room === null || readSpeech(words.text).type === 'button';
  const newest = answers ?? (chooses ? await choicesOf(context, { room: roomOfEvent(event) }) : null);
  const chosen = words.corrects === null ? chosenBy(words.text, newest, context.now()) : ({ type: 'none' } as const);
  switch (chosen.type) {
    case 'none':
      return heard(context, event, by, { said: { type: 'words', text: words.text }, where, seen: null, names, corrects: words.corrects });
    case 'no-such':
      return tellKnown(context, by, chosen.lines, event.id);
    case 'words': {
      // Of somebody else's message nothing is chosen, and nothing is said of it.
      if (newest === null || (newest.for !== null && newest.for !== by)) return;
      return heard(context, event, by, { said: { type: 'words', text: chosen.words }, where: newest, seen: newest.at, names });
    }
    default:
      return chosen satisfies never;
  }
}

/** A reaction is not encrypted: it may ask, and nothing else. */
export async function reacted(context: Context, event: Event, content: Json): Promise<void> {
  const [reaction, by] = [readReaction(content), personOf(event.sender)];
  const number = reaction === null ? null : numberOf(reaction.key);
  if (reaction === null || by === null || number === null) return;
  const choices = await choicesOf(context, { event: reaction.event });
  if (choices === null || (choices.for !== null && choices.for !== by)) return;
  const chosen = chosenBy(String(number), choices, context.now());
  if (chosen.type === 'no-such') return tellKnown(context, by, chosen.lines, event.id);
  if (chosen.type === 'none') return;
  if (!context.isQuestion(chosen.words)) return tellKnown(context, by, [notByReaction], event.id);
  await heard(context, event, by, { said: { type: 'words', text: chosen.words }, where: choices, seen: choices.at, names: {} });
}

const roomOfEvent = ({ room }: Event): RoomId => `matrix:${room}` as RoomId;
