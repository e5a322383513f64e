// Handing in: what was heard as the inbox has it, and what follows where it could not be kept.
import type { Change, Incoming, Receipt, Said, SentFile } from '../../../chat/message/heard.ts';
import type { NoSuchChoice, Untaken, UntrustedReason } from '../../../domain/list/trust.ts';
import { type PersonId, type RoomId, roomId } from '../../../domain/values/ids.ts';
import { hourMs, type Instant } from '../../../domain/values/time.ts';
import type { Names, Where } from '../conversation.ts';
import { integer } from '../payload.ts';
import { personOf } from '../rooms/state.ts';
import { NotTaken } from '../set-aside.ts';
import type { Context, Event, TimelineOptions } from './context.ts';

/** A command that was said so long before it was heard is not carried out. */
const lateMs = hourMs;

export type Utterance = {
  readonly said: Said;
  readonly where: Where;
  readonly seen: Instant | null;
  readonly names: Names;
  readonly corrects?: string | null;
  readonly files?: readonly SentFile[];
};

export async function heard(
  context: Context,
  event: Event,
  by: PersonId,
  { said, where, seen, names, corrects, files }: Utterance,
): Promise<void> {
  const sentAt = integer(event.raw.origin_server_ts) ?? 0;
  const late = context.machineNow() - sentAt > lateMs;
  await take(context, {
    key: keyOf(event.id),
    at: context.now(),
    by,
    room: where.room,
    trigger: null,
    said,
    names,
    ...(seen === null ? {} : { seen }),
    ...(where.thread === null ? {} : { thread: where.thread }),
    ...(late ? { late: true as const } : {}),
    ...(files === undefined ? {} : { files }),
    ...(typeof corrects === 'string' ? { corrects: keyOf(corrects) } : {}),
  });
}

export async function distrusted(
  context: Context,
  event: Event,
  where: RoomId,
  because: UntrustedReason,
  device: string | null,
): Promise<void> {
  const by = personOf(event.sender);
  if (by === null) return;
  const direct = await context.store.directOf(where);
  // Apart from what its owner says, which must not wait for it.
  await notice(context, event.id, `${by}~distrusted`, { type: 'distrusted', by, room: direct === null ? where : null, because, device });
}

/** `choice`: of `no-such-choice`. */
export async function untaken(
  context: Context,
  event: Event,
  where: RoomId,
  by: PersonId,
  what: Untaken,
  choice?: NoSuchChoice,
): Promise<void> {
  const alone = what === 'elsewhere' || (await context.store.directOf(where)) !== null;
  const change: Change = {
    type: 'untaken',
    by,
    room: alone ? null : where,
    what,
    ...(choice === undefined ? {} : { choice: { number: choice.number, offered: choice.offered } }),
  };
  // Apart from what else they say, as what is not believed.
  await notice(context, event.id, `${by}~distrusted`, change);
}

/** The bot itself failed at what somebody sent: they are told. */
export async function failedAt(context: Context, id: string, room: string, by: PersonId): Promise<void> {
  const alone = (await context.store.direct(by)).room === `matrix:${room}`;
  const change: Change = { type: 'untaken', by, room: alone ? null : roomId(`matrix:${room}`), what: 'failed' };
  await notice(context, `${id}~failed`, `${by}~distrusted`, change);
}

/** What a form asks next, or says of an answer. Apart from what they say themselves: it waits for nothing that they ordered. */
export async function asks(context: Context, id: string, by: PersonId, lines: readonly string[]): Promise<void> {
  await notice(context, id, `${by}~form`, { type: 'form-question', by, lines });
}

export async function notice(context: Context, id: string, about: string, change: Change): Promise<void> {
  await take(context, { key: keyOf(id), at: context.now(), about, change });
}

async function take({ receive }: TimelineOptions, incoming: Incoming): Promise<void> {
  assertStored(await receive(incoming));
}

/** Throws where what was handed in is not in the inbox: NotTaken where it may be yet. */
export function assertStored(receipt: Receipt): void {
  // In memory only: a token that is kept now would lose it with this process.
  if (notKept.has(receipt)) throw new NotTaken('an event is not in the inbox yet');
  if (receipt === 'unwritable') throw new Error('an event cannot be stored');
}

export const notKept: ReadonlySet<Receipt> = new Set(['kept', 'full']);

export const keyOf = (event: string): string => `matrix:${event}`;
