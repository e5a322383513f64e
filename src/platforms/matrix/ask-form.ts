// A form is opened as questions in the room where the bot speaks with somebody alone.
import type { Form } from '../../chat/message/form.ts';
import { addressOf, type Destination } from '../../chat/message/outgoing.ts';
import { withOpened } from '../../chat/open-form.ts';
import { type PersonId, platformOf, type RoomId } from '../../domain/values/ids.ts';
import type { Clock } from '../../domain/values/time.ts';
import { type Choices, SendFailure } from '../platform.ts';
import { begun, formsOf, type Talk, talkOf } from './conversation.ts';
import type { MatrixStore } from './matrix-store.ts';
import { pageOfLines } from './render.ts';
import type { Sender } from './send.ts';

type Options = {
  readonly store: Pick<MatrixStore, 'direct' | 'keepTalk'>;
  readonly choices: Choices;
  readonly now: Clock;
  /** Throws SendFailure where another replica speaks. */
  readonly sender: () => Pick<Sender, 'tell'>;
};

/** Asks the first question; the same `row` asks it once. Throws SendFailure; `gone` where the form is for nobody on this platform. */
export async function askForm({ store, choices, sender, now }: Options, to: Destination, form: Form, row: string): Promise<void> {
  if (to.type === 'room') throw new SendFailure('gone', 'form-for-a-room');
  const person = addressOf(to);
  if (platformOf(person) !== 'matrix') throw new SendFailure('gone', 'not-on-this-platform');
  const { tell } = sender();
  const thread = to.type === 'person' ? (to.thread ?? null) : null;
  const before = talkOf((await store.direct(person)).talk);
  // Asked already, and answered perhaps: only that it was asked is said again, which the homeserver knows.
  const picks = await picksFor(choices, form, person, to.room);
  const opened = begun(form, row, { room: to.room, thread }, picks, now());
  const next = before?.form?.row === row ? null : withOpened(formsOf(before), opened.form, now());
  const lines = [...(next?.lines ?? []), ...opened.lines];
  if (next !== null) {
    const talk: Talk = { form: opened.form, aside: next.forms.aside, last: null, lines, unsaid: true };
    await store.keepTalk(person, talk);
  }
  await tell(person, pageOfLines(lines), `${row}.form`);
}

async function picksFor(choices: Choices, form: Form, by: PersonId, room: RoomId | null) {
  const picks: Record<string, Awaited<ReturnType<Choices>>> = {};
  for (const { name, input } of form.fields)
    if (input.type === 'pick') picks[name] = await choices({ by, room, from: input.from, typed: '', words: form.words });
  return picks;
}
