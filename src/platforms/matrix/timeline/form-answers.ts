// The questions of an open form, which are answered in the room where the bot speaks with somebody alone, as a window would be elsewhere.
import { type FormLine, type Forms, readFormLine } from '../../../chat/open-form.ts';
import type { PersonId, RoomId } from '../../../domain/values/ids.ts';
import { answered, askedAgain, formsOf, type Names, type OpenForm, type Talk, talkAbout, talkOf } from '../conversation.ts';
import type { Words } from '../words.ts';
import type { Context, Event } from './context.ts';
import { asks, heard } from './hand-in.ts';

/** Whether what is typed is about a form, and nothing else: it answers the open one, goes on with one that was set aside, or closes it. */
export async function inForm(context: Context, event: Event, by: PersonId, words: Words, names: Names): Promise<boolean> {
  if (words.corrects !== null) return false;
  const talk = talkOf((await context.store.direct(by)).talk);
  if (talk === null) return false;
  // It came before, and what it led to is handed in again under the same key: once.
  if (talk.last === event.id) {
    await asks(context, event.id, by, talk.lines);
    return true;
  }
  if (talk.form !== null && talk.unsaid === true && !words.prefixed) {
    // They do not know the question yet, and so did not answer it.
    await asked(context, event.id, by, formsOf(talk), talk.lines);
    return true;
  }
  const read = readFormLine(formsOf(talk), words, context.now(), '!embargo');
  switch (read.type) {
    case 'answers':
      await answers(context, event, by, words, names, { open: read.open, aside: talk.aside });
      return true;
    case 'continues':
      await asked(context, event.id, by, { open: read.open, aside: read.aside }, askedAgain(read.open));
      return true;
    case 'said':
      await asked(context, event.id, by, read.forms, read.lines);
      return true;
    case 'passes':
      await passes(context, event.id, by, read);
      return false;
    default:
      return read satisfies never;
  }
}

async function answers(
  context: Context,
  event: Event,
  by: PersonId,
  words: Words,
  names: Names,
  { open, aside }: { readonly open: OpenForm; readonly aside: readonly OpenForm[] },
): Promise<void> {
  const step = answered(open, words.text, names, context.check);
  if (step.type === 'says') return asked(context, event.id, by, { open: step.form, aside }, step.lines);
  // Handed in first: if the bot dies in between, the form is still open and the inbox recognises the event.
  await heard(atOnce(context), event, by, { said: step.said, where: step.where, seen: null, names: step.names });
  await context.store.keepTalk(by, talkAbout({ open: null, aside }));
}

/** What is said of forms beside a line that is none of theirs; first, and under a key of its own: that line is handed in besides. */
async function passes(context: Context, id: string, by: PersonId, { lines, forms }: Extract<FormLine<OpenForm>, { type: 'passes' }>) {
  if (lines.length === 0) return;
  await asks(atOnce(context), `${id}~forms`, by, lines);
  await context.store.keepTalk(by, talkAbout(forms));
}

const atOnce = (context: Context): Context => ({ ...context, receive: context.receiveAlone ?? context.receive });

async function asked(
  context: Context,
  id: string,
  by: PersonId,
  { open: form, aside }: Forms<OpenForm>,
  lines: readonly string[],
): Promise<void> {
  await context.store.keepTalk(by, { form, aside, last: id, lines, unsaid: true } satisfies Talk);
  await asks(context, id, by, lines);
}

/** The bot posted something in a room. What it asks somebody there alone they can know from now on: what comes later answers it. */
export async function questionShown({ store }: Context, where: RoomId): Promise<void> {
  const by = await store.directOf(where);
  const talk = by === null ? null : talkOf((await store.direct(by)).talk);
  if (by === null || talk?.unsaid !== true) return;
  const { unsaid: _, ...said } = talk;
  await store.keepTalk(by, said satisfies Talk);
}
