// A message that its author edited further on is taken in together with its edits.
import type { Incoming } from '../../../chat/message/heard.ts';
import type { Unread } from '../matrix-store.ts';
import { type Json, object, string } from '../payload.ts';
import { personOf } from '../rooms/state.ts';
import { orAside, setAside } from '../set-aside.ts';
import type { Context, Told } from './context.ts';
import { hear, relationOf } from './events.ts';
import { assertStored, notKept } from './hand-in.ts';
import { tellKnown } from './hints.ts';

function hearOrAside(context: Context, told: Told): Promise<Unread | null> {
  return orAside(
    context.aside,
    () => hear(context, told),
    () => toldAside(context, told),
  );
}

/** Whoever wrote what is set aside is told; a change of state has no author who waits for an answer. */
async function toldAside(context: Context, { raw }: Told): Promise<void> {
  const [id, by] = [string(raw.event_id), personOf(string(raw.sender) ?? '')];
  if (id !== null && by !== null && typeof raw.state_key !== 'string') await tellKnown(context, by, setAside, `${id}~aside`);
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

/** What an event edits, which stands outside of what is encrypted; null for nothing. */
function editedBy(raw: Json): string | null {
  const { rel_type, event_id } = object(relationOf(raw)['m.relates_to']);
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
