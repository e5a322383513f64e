// What people say to the bot: which of it is for the bot, whether it is believed, and what it is: a command, a choice, an answer to a form.

import { readSpeech } from '../../../chat/message/typed-line.ts';
import { saysYes } from '../../../chat/understand.ts';
import type { UntrustedReason } from '../../../domain/list/trust.ts';
import type { PersonId, RoomId } from '../../../domain/values/ids.ts';
import { agreedBy, type Choices, type Chosen, chosenBy, type Names } from '../conversation.ts';
import type { Json } from '../payload.ts';
import { personOf } from '../rooms/state.ts';
import { numberOf, type Reading, readEvent, readReaction, type Words } from '../words.ts';
import { choicesOf, numberFor } from './choices.ts';
import type { Context, Event } from './context.ts';
import { fileSent } from './files.ts';
import { inForm } from './form-answers.ts';
import { distrusted, heard, untaken } from './hand-in.ts';
import { namesOf } from './names.ts';

/** `content`: as it was encrypted. `beside`: what it answers as it says beside that alone, where anybody on its way could have put it. */
export type Spoken = {
  readonly type: string;
  readonly content: Json;
  readonly beside: string | null;
  readonly distrust: UntrustedReason | null;
  readonly device: string | null;
};

/** Hands in what somebody says to the bot; what is not for it is left alone. Throws as `hear` does. */
export async function spoken(context: Context, event: Event, where: RoomId, said: Spoken): Promise<void> {
  const { type, content, distrust, device } = said;
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
  if (await choosesBeside(context, said)) {
    if (distrust !== null) return distrusted(context, event, where, distrust, device);
    return untaken(context, event, where, by, 'unencrypted-reply');
  }
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

/** Whether it would choose, if what it answers were not said beside the ciphertext alone. */
async function choosesBeside(context: Context, { type, content, beside }: Spoken): Promise<boolean> {
  const choices = beside === null ? null : await choicesOf(context, { event: beside });
  if (choices === null) return false;
  const reading = readEvent(type, { ...content, 'm.relates_to': { 'm.in_reply_to': { event_id: beside } } }, context.user);
  return reading.type === 'words' && readSpeech(reading.words.text).type === 'button';
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
  if (what === 'theirs' && reading.sent !== null) return fileSent(context, event, by, reading.sent, reading.replyTo);
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
  const chosen = words.corrects === null ? chosenIn(context, words.text, newest, answers === null ? 'alone' : 'reply', by) : none;
  const said = { type: 'words', text: words.text } as const;
  const asCommand = () => heard(context, event, by, { said, where, seen: null, names, corrects: words.corrects });
  switch (chosen.type) {
    case 'none':
      return asCommand();
    case 'no-such':
      return untaken(context, event, roomOfEvent(event), by, 'no-such-choice', chosen);
    case 'too-old':
      return untaken(context, event, roomOfEvent(event), by, 'old-choice');
    case 'words': {
      // Of somebody else's message nothing is chosen, and nothing is said of it.
      if (newest === null || (newest.for !== null && newest.for !== by)) return;
      // What changes something says which message it answers: whoever runs a homeserver decides when it comes, and so what is the newest then.
      if (answers === null && !context.isQuestion(chosen.words)) return untaken(context, event, roomOfEvent(event), by, 'number');
      return heard(context, event, by, { said: { type: 'words', text: chosen.words }, where: newest, seen: newest.at, names });
    }
    default:
      return chosen satisfies never;
  }
}

const none = { type: 'none' } as const;

/** What is chosen of a message; a yes chooses of what is for its speaker alone. */
function chosenIn(context: Context, text: string, choices: Choices | null, alone: 'alone' | 'reply', by: PersonId): Chosen {
  const chosen = chosenBy(text, choices, context.now(), alone);
  if (chosen.type !== 'none' || choices?.for !== by || !saysYes(text) || context.now() > choices.until) return chosen;
  const words = agreedBy(choices, context.isQuestion);
  return words === null ? chosen : { type: 'words', words };
}

/** A reaction is not encrypted: it may ask, and nothing else. */
export async function reacted(context: Context, event: Event, where: RoomId, content: Json): Promise<void> {
  const [reaction, by] = [readReaction(content), personOf(event.sender)];
  const number = reaction === null ? null : numberOf(reaction.key);
  if (reaction === null || by === null || number === null) return;
  const choices = await choicesOf(context, { event: reaction.event });
  if (choices === null || (choices.for !== null && choices.for !== by)) return;
  const chosen = chosenBy(String(number), choices, context.now());
  switch (chosen.type) {
    case 'no-such':
      return untaken(context, event, where, by, 'no-such-choice', chosen);
    case 'too-old':
      return untaken(context, event, where, by, 'old-choice');
    case 'none':
      return;
    case 'words': {
      if (!context.isQuestion(chosen.words)) return untaken(context, event, where, by, 'reaction');
      const said = { type: 'words', text: chosen.words } as const;
      return heard(context, event, by, { said, where: choices, seen: choices.at, names: {} });
    }
    default:
      return chosen satisfies never;
  }
}

const roomOfEvent = ({ room }: Event): RoomId => `matrix:${room}` as RoomId;
