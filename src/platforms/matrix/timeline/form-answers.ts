// The questions of an open form, which are answered in the room where the bot speaks with somebody alone, as a window would be elsewhere.
import type { PersonId, RoomId } from '../../../domain/values/ids.ts';
import { answered, type Names, type Talk, talkOf } from '../conversation.ts';
import type { Words } from '../words.ts';
import type { Context, Event } from './context.ts';
import { asks, heard } from './hand-in.ts';

/** What is typed while a form is open answers it, unless it begins with the prefix. Resolves to whether it did. */
export async function inForm(context: Context, event: Event, by: PersonId, words: Words, names: Names): Promise<boolean> {
  if (words.prefixed || words.corrects !== null) return false;
  const talk = talkOf((await context.store.direct(by)).talk);
  if (talk === null) return false;
  // It came before, and what it led to is handed in again under the same key: once.
  if (talk.last === event.id) {
    await asks(context, event.id, by, talk.lines);
    return true;
  }
  if (talk.form === null) return false;
  if (talk.unsaid === true) {
    // They do not know the question yet, and so did not answer it.
    await asked(context, event.id, by, talk);
    return true;
  }
  const step = answered(talk.form, words.text, names, context.check);
  if (step.type === 'says') {
    await asked(context, event.id, by, { form: step.form, lines: step.lines });
    return true;
  }
  // Handed in first: if the bot dies in between, the form is still open and the inbox recognises the event.
  const { receiveAlone = context.receive } = context;
  await heard({ ...context, receive: receiveAlone }, event, by, { said: step.said, where: step.where, seen: null, names: step.names });
  await context.store.keepTalk(by, null);
  return true;
}

async function asked(context: Context, id: string, by: PersonId, { form, lines }: Pick<Talk, 'form' | 'lines'>): Promise<void> {
  await context.store.keepTalk(by, { form, last: id, lines, unsaid: true } satisfies Talk);
  await asks(context, id, by, lines);
}

/** The bot posted something in a room. What it asks somebody there alone they can know from now on: what comes later answers it. */
export async function questionShown({ store }: Context, where: RoomId): Promise<void> {
  const by = await store.directOf(where);
  const talk = by === null ? null : talkOf((await store.direct(by)).talk);
  if (by === null || talk?.unsaid !== true) return;
  const { form, last, lines } = talk;
  await store.keepTalk(by, { form, last, lines } satisfies Talk);
}
