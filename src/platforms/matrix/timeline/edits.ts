// A message that its author edited further on is taken in together with its edits.
import type { Incoming } from '../../../chat/message/heard.ts';
import { minuteMs } from '../../../domain/values/time.ts';
import { SendFailure } from '../../platform.ts';
import type { Unread } from '../matrix-store.ts';
import { type Json, object, string } from '../payload.ts';
import { personOf } from '../rooms/state.ts';
import { loggedOut } from '../session.ts';
import { orAside } from '../set-aside.ts';
import type { Context, Told } from './context.ts';
import { hear } from './events.ts';
import { assertStored, failedAt, notKept } from './hand-in.ts';

/** For so long an event waits for a homeserver that does not answer for it. */
const putOffMsMax = 10 * minuteMs;
const sendersMax = 2_000;
const retryMsMin = 500;
const retryMsMax = minuteMs;

/**
 * Takes in one event. One for which the homeserver does not answer is put off, with what its sender says next: nobody else waits for it. Throws where
 * nothing can be heard at all: the session is over, or the database is away.
 */
async function hearOrAside(context: Context, told: Told): Promise<Unread | null> {
  const { room, raw, since } = told;
  const later: Unread = { room, event: raw, since, putOff: true };
  const sender = string(raw.sender) ?? '';
  const before = context.waiting.get(sender) ?? null;
  const now = context.machineNow();
  // A clock that was put back must not make it longer.
  if (before !== null && Math.abs(now - before.at) < Math.min(retryMsMax, retryMsMin * 2 ** before.tries)) return later;
  try {
    const left = await orAside(
      context.aside,
      () => hear(context, told),
      () => toldAside(context, told),
    );
    context.waiting.delete(sender);
    return left;
  } catch (error) {
    if (!(error instanceof SendFailure) || loggedOut(error) !== null || context.aside.off.aborted) throw error;
    context.aside.log('matrix.event-put-off', { code: error.code });
    if (context.waiting.size > sendersMax) context.waiting.clear();
    context.waiting.set(sender, { tries: (before?.tries ?? 0) + 1, at: now });
    if (Math.abs(now - since) < putOffMsMax) return later;
    await toldAside(context, told);
    return null;
  }
}

/** Whoever wrote what is set aside is told; a change of state has no author who waits for an answer. */
async function toldAside(context: Context, { room, raw }: Told): Promise<void> {
  const [id, by] = [string(raw.event_id), personOf(string(raw.sender) ?? '')];
  if (id !== null && by !== null && typeof raw.state_key !== 'string') await failedAt(context, id, room, by);
}

/** Each event with those behind it that edit it, in the order of the first of each. */
export function withEdits(events: readonly Told[]): Told[][] {
  const groups = new Map<string, Told[]>();
  for (const [index, told] of events.entries()) {
    const edited = groups.get(JSON.stringify([told.room, editedBy(told.raw), told.raw.sender]));
    if (edited === undefined) groups.set(JSON.stringify([told.room, string(told.raw.event_id) ?? index, told.raw.sender]), [told]);
    else edited.push(told);
  }
  return [...groups.values()];
}

/** What an event edits as it says outside of what is encrypted, and so only for what is taken in together; null for nothing. */
function editedBy(raw: Json): string | null {
  const { rel_type, event_id } = object(object(raw.content)['m.relates_to']);
  return rel_type === 'm.replace' ? string(event_id) : null;
}

/** Takes in a message and its edits at once: whoever acts on the inbox sees all of them, or none. */
export async function hearTogether(context: Context, group: readonly Told[]): Promise<Unread[]> {
  if (group.length === 1) return heardEach(context, group);
  const together: Incoming[] = [];
  const taken: string[] = [];
  const collecting: Context = {
    ...context,
    heard: (event) => void taken.push(event),
    // What answers an open form is handed in by itself, before the form is closed.
    receiveAlone: context.receive,
    receive: async (incoming) => {
      together.push(incoming);
      return 'stored';
    },
  };
  const unread = await heardEach(collecting, group);
  await orAside(
    context.aside,
    async () => {
      const receipts = await Promise.all(together.map(context.receive));
      // What waits comes before what can never be: it is worth coming again for.
      for (const receipt of receipts.toSorted((a, b) => Number(notKept.has(b)) - Number(notKept.has(a)))) assertStored(receipt);
      for (const event of taken) context.heard(event);
    },
    async () => {
      const [first] = group;
      if (first !== undefined) await toldAside(context, first);
    },
  );
  return unread;
}

async function heardEach(context: Context, group: readonly Told[]): Promise<Unread[]> {
  const unread: Unread[] = [];
  for (const told of group) {
    const { room, raw, since } = told;
    // An edit waits for what it edits.
    const left = unread.length > 0 ? { room, event: raw, since } : await hearOrAside(context, told);
    if (left !== null) unread.push(left);
  }
  return unread;
}
