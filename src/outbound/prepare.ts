// Everything that can be done before something is sent: what is to be said, whether it may be heard, and how it looks.
import { cardKey } from '../chat/embargo/card.ts';
import type { Message } from '../chat/message/message.ts';
import { addressOf, type Body } from '../chat/message/outgoing.ts';
import { namedFor, strangersTo } from '../chat/people/accounts.ts';
import { loadEmbargo, loadEmbargoes } from '../db/embargoes.ts';
import { addressNow } from '../db/identities.ts';
import { loadList } from '../db/lists.ts';
import { cardRefs, type OutboxRow, type Saying, sayingOf } from '../db/outbox.ts';
import { profilesOf } from '../db/people.ts';
import { mayNotify } from '../domain/audience.ts';
import type { List } from '../domain/list/list.ts';
import type { ListId, PersonId, RoomId } from '../domain/values/ids.ts';
import type { Engine } from '../engine.ts';
import { ownFault } from '../errors.ts';
import { type Platform, type Post, SendFailure } from '../platforms/platform.ts';
import { gate, type Known, type Named, type Passed } from './audience-gate.ts';
import { homeNow } from './home-page.ts';

/** What of a row's posts its platform has to know besides what they say. */
type Manner = Pick<Post, 'loose' | 'quiet'>;

/** `found`: the posts that an earlier try left behind, by their page. */
export type Ready = {
  readonly body: Body;
  readonly passed: Passed;
  readonly known: Known;
  readonly manner: Manner;
  readonly pages: readonly unknown[];
  /** The post in whose thread they go, with the pages as they read outside of it; null where they stand by themselves. */
  readonly under: Under | null;
  readonly found: ReadonlyMap<number, string>;
};

type Under = { readonly ref: string; readonly pages: readonly unknown[] };

/** Everything that can be done before something is sent: what is to be said, whether it may be heard, and how it looks. */
export async function prepared(engine: Engine, platform: Platform, row: OutboxRow): Promise<Ready> {
  const { body, known, passed } = await asked(engine, platform, row);
  const manner = { ...looseness(row, known), ...quietness(row, passed) };
  const root = await cardAbove(engine.db, row, known);
  const ready = (pages: readonly unknown[], found: Ready['found'] = new Map(), alone: readonly unknown[] = pages): Ready => {
    return { body, passed, known, manner, pages, found, under: root === null ? null : { ref: root, pages: alone } };
  };
  if (passed.type === 'withheld' || passed.type === 'form') return ready([]);
  if (passed.type === 'home') return ready(await homePages(engine, platform, row));
  const { zone } = known;
  const whole = await readable(engine, row, passed.message, known);
  // No platform edits a file in place.
  const message = row.card === null ? whole : withoutFiles(whole);
  const inRoom = row.destination.type === 'room';
  const aloneOf = (repeated: boolean) => laidOut(() => platform.pages(message, { zone, repeated, inRoom }));
  const pagesOf = (repeated: boolean) => {
    return root === null ? aloneOf(repeated) : laidOut(() => platform.pages(withoutTitle(message), { zone, repeated, inRoom }));
  };
  if (!row.repeated) return ready(pagesOf(false), new Map(), aloneOf(false));
  const refs = row.card === null ? row.refs : await cardRefs(engine.db, row.card);
  const { found, certain } = await lookedFor(platform, row, { ...manner, root }, refs.length, pagesOf(false));
  // What is edited in place is not said twice; a card's first post may be.
  const repeated = !certain && (row.card === null || refs.length === 0);
  return ready(pagesOf(repeated), found, aloneOf(repeated));
}

/** What a row says, and what of it may be heard now. Throws SendFailure where it says nothing any more. */
async function asked(engine: Engine, platform: Platform, row: OutboxRow) {
  const saying = await sayingOf(engine.db, row);
  if (saying === null) throw new SendFailure('gone', 'nothing-to-say');
  const { body } = saying;
  const known = { ...(await knownOf(engine, platform, row, saying)), named: await namedIn(engine, body) };
  return { body, known, passed: laidOut(() => gate({ to: row.destination, kind: row.kind, body }, known)) };
}

/** Why the rest of what is being sent may not be heard any more; null where it may. Throws SendFailure. */
export async function endedFor(engine: Engine, platform: Platform, row: OutboxRow, before: Passed): Promise<string | null> {
  const { passed } = await asked(engine, platform, row);
  if (passed.type === 'withheld') return passed.because;
  return before.type === 'message' && before.whole && passed.type === 'message' && !passed.whole ? 'access-changed' : null;
}

/** The post of the card in whose thread a row goes; null where it goes into none, or no card stands in that room yet. */
async function cardAbove(db: Engine['db'], { destination: to, card }: OutboxRow, { embargo }: Known): Promise<string | null> {
  if (to.type !== 'room' || to.under === undefined || card !== null || embargo === null) return null;
  const [ref] = await cardRefs(db, cardKey(embargo.codename, to.room));
  return ref ?? null;
}

/** In the thread of a card, which begins with the codename, each line would begin with it again. */
function withoutTitle(message: Message): Message {
  const [first, ...rest] = message.nodes;
  return first?.type === 'heading' && rest.length > 0 ? { ...message, nodes: rest } : message;
}

function withoutFiles({ files: _, ...rest }: Message): Message {
  return rest;
}

/** Laying out asks nobody for anything: whatever it throws is the bot's own fault. */
function laidOut<Result>(step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    throw error instanceof SendFailure || ownFault(error) ? error : new TypeError('not laid out', { cause: error });
  }
}

/** A message in which nobody stands by an id that its reader's platform does not know. */
async function readable({ db }: Engine, { lane }: OutboxRow, message: Message, { list }: Known): Promise<Message> {
  const reader = lane as PersonId | RoomId;
  const strangers = strangersTo(reader, message);
  if (strangers.length === 0) return message;
  const told = await profilesOf(db, strangers);
  const names = strangers.flatMap((id) => {
    const name = list?.members[id]?.name ?? told.get(id)?.name ?? null;
    return name === null ? [] : [[id, name] as const];
  });
  return namedFor(reader, message, new Map(names));
}

/**
 * What an earlier try of this row posted without its being noted, as far as the platform lets the bot look. Each page is noted before the next is
 * posted, so of a message it can be the next page alone; of a card, any, since one that cannot be edited any more is posted anew.
 */
async function lookedFor(
  platform: Platform,
  row: OutboxRow,
  { quiet, root }: Manner & { readonly root: string | null },
  noted: number,
  pages: readonly unknown[],
) {
  const found = new Map<number, string>();
  const { id: rowId, destination: to, queuedAt: since } = row;
  const shown = { ...(quiet === undefined ? {} : { quiet }), ...(root === null ? {} : { under: { ref: root } }) };
  for (let index = row.card === null ? noted : 0; index < pages.length; index += 1) {
    const answer = await platform.find({ rowId, index, to, page: pages[index], since, ...shown });
    if (answer === 'unknown') return { found, certain: false };
    if (answer !== 'no') found.set(index, answer.ref);
    if (row.card === null) break;
  }
  return { found, certain: true };
}

/** Somebody's page, as it is at this moment. */
async function homePages(engine: Engine, platform: Platform, { destination, repeated: maybe }: OutboxRow): Promise<unknown[]> {
  if (destination.type === 'room') throw new SendFailure('gone', 'page-for-a-room');
  const { message, zone } = await homeNow(engine, addressOf(destination));
  // On its own surface it takes the place of the one before it, and is never said twice.
  const surface = destination.type === 'home' ? 'home' : 'post';
  return [...laidOut(() => platform.pages(message, { zone, repeated: surface === 'post' && maybe, surface }))];
}

/** What the right to hear depends on, read now: the list, the embargo, and the room as its platform sees it at this moment. */
async function knownOf(
  { db, now: clock }: Engine,
  platform: Platform,
  row: OutboxRow,
  ends: Pick<Saying, 'list' | 'embargo'>,
): Promise<Known & { readonly zone: string | null }> {
  const list = row.list === null ? null : await loadList(db, row.list, ends.list);
  const embargo = row.embargo === null ? null : await loadEmbargo(db, row.embargo, ends.embargo);
  const audit = row.destination.type === 'room' ? await platform.inspect(row.destination.room) : null;
  const { destination: to } = row;
  const now = clock();
  if (to.type === 'room') return { list, embargo, audit, now, zone: null };
  const { address, zone: told } = await addressNow(db, to.person, addressOf(to));
  return { list, embargo, audit, now, address, zone: list?.members[to.person]?.zone ?? told };
}

/** The embargoes that a body names besides the one that it is about, as they are now. */
async function namedIn({ db }: Engine, body: Body): Promise<Named[]> {
  const ids = body.type === 'message' ? (body.names ?? []) : [];
  const found = await loadEmbargoes(db, ids);
  const lists = new Map<ListId, List | null>();
  for (const { list } of found) if (!lists.has(list)) lists.set(list, await loadList(db, list));
  return ids.map((id) => {
    const embargo = found.find((each) => each.id === id) ?? null;
    return { embargo, list: embargo === null ? null : (lists.get(embargo.list) ?? null) };
  });
}

/** Whether a coordinator lets devices read along that their owners have not signed. */
function looseness({ destination: to }: OutboxRow, { list }: Known): { readonly loose?: true } {
  return to.type === 'room' && list?.rooms[to.room]?.keys === 'all' ? { loose: true } : {};
}

/** Whether what may be said of a row may be shown by no notification. What is said instead of a detail shows none. */
function quietness(row: OutboxRow, passed: Passed): Pick<Post, 'quiet'> {
  if (passed.type !== 'message' || !passed.whole) return {};
  if (mayNotify[row.kind] && passed.message.quiet !== true) return {};
  return { quiet: row.card === null ? 'answer' : 'card' };
}
