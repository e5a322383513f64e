// A file that somebody sends to the bot alone. Each comes in an event of its own, and so does a signature: that is handed in with the file that it is of.
import type { SentFile } from '../../../chat/message/heard.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { minuteMs } from '../../../domain/values/time.ts';
import type { Sent } from '../words.ts';
import type { Context, Event, RecentFile } from './context.ts';
import { heard } from './hand-in.ts';
import { namesOf } from './names.ts';

const rememberMs = 15 * minuteMs;
const rememberedMax = 10;

/** Hands in a file. A signature goes with the file that it answers, or that it is called after, where that came within the last quarter of an hour. */
export async function fileSent(
  context: Context,
  event: Event,
  by: PersonId,
  { file, text, mentioned }: Sent,
  replyTo: string | null,
): Promise<void> {
  const now = context.machineNow();
  for (const [person, files] of context.sent) if (files.every((each) => isOver(each, now))) context.sent.delete(person);
  const recent = (context.sent.get(by) ?? []).filter((each) => !isOver(each, now));
  const of = signed(file, recent, replyTo);
  const names = await namesOf(context, event.sender, mentioned);
  const files = of === null ? [file] : [of, file];
  await heard(context, event, by, { said: { type: 'words', text }, where: { room: null, thread: null }, seen: null, names, files });
  context.sent.set(by, [...recent, { event: event.id, file, at: now }].slice(-rememberedMax));
}

// A clock that was put back must not make it longer.
const isOver = ({ at }: RecentFile, now: number): boolean => Math.abs(now - at) > rememberMs;

function signed({ name }: SentFile, recent: readonly RecentFile[], replyTo: string | null): SentFile | null {
  const of = /^(.*)\.(?:asc|sig|sign)$/i.exec(name)?.[1];
  if (of === undefined) return null;
  return (recent.find(({ event }) => event === replyTo) ?? recent.findLast(({ file }) => file.name === of))?.file ?? null;
}
