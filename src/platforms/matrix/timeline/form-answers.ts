// The questions of an open form, which are answered in the room where the bot speaks with somebody alone, as a window would be elsewhere.
import type { PersonId } from '../../../domain/values/ids.ts';
import { answered, type Names, type Talk, talkOf } from '../conversation.ts';
import type { Words } from '../words.ts';
import type { Context, Event } from './context.ts';
import { heard } from './hand-in.ts';
import { askTriesMax, toldOrDropped } from './hints.ts';

/** What is typed while a form is open answers it, unless it begins with the prefix. */
export async function inForm(context: Context, event: Event, by: PersonId, words: Words, names: Names): Promise<boolean> {
  if (words.prefixed || words.corrects !== null) return false;
  const talk = talkOf((await context.store.direct(by)).talk);
  if (talk === null) return false;
  // It came before, and what it led to is said again under the same id: once.
  const before = talk.last === event.id ? talk.lines : null;
  if (before !== null) {
    await asked(context, by, talk, event.id);
    return true;
  }
  if (talk.form === null) return false;
  if (talk.unsaid === true) {
    // They do not know the question yet, and so did not answer it.
    const again = { ...talk, last: event.id };
    await context.store.keepTalk(by, again);
    await asked(context, by, again, event.id);
    return true;
  }
  const step = answered(talk.form, words.text, names, context.check);
  if (step.type === 'says') {
    const next: Talk = { form: step.form, last: event.id, lines: step.lines };
    await context.store.keepTalk(by, next);
    await asked(context, by, next, event.id);
    return true;
  }
  // Handed in first: if the bot dies in between, the form is still open and the inbox recognises the event.
  const { receiveAlone = context.receive } = context;
  await heard({ ...context, receive: receiveAlone }, event, by, { said: step.said, where: step.where, seen: null, names: step.names });
  await context.store.keepTalk(by, null);
  return true;
}

/** Says what a form asks next. What could not be said is kept as that, for when they write again. */
async function asked(context: Context, by: PersonId, talk: Talk, txn: string): Promise<void> {
  const { unsaid = false, ...said } = talk;
  const told = await toldOrDropped(context, by, talk.lines, txn, askTriesMax);
  if (told === unsaid) await context.store.keepTalk(by, told ? said : { ...said, unsaid: true });
}
