// What people do on Matrix, as what the bot hears: each event goes into the inbox before the sync's token is kept, and what cannot be believed is handed in
// as that. Questions of an open form are answered here, as a window would be elsewhere.

import { tooMuchAtOnce } from '../../chat/list/trust.ts';
import type { Change, Incoming, Receipt, Said } from '../../chat/message/heard.ts';
import type { Check } from '../../chat/message/questions.ts';
import { readSpeech } from '../../chat/message/typed-line.ts';
import type { Untaken, UntrustedReason } from '../../domain/list/trust.ts';
import { type PersonId, type RoomId, roomId } from '../../domain/values/ids.ts';
import { type Clock, hourMs, type Instant, minuteMs } from '../../domain/values/time.ts';
import { type Receive, SendFailure } from '../platform.ts';
import { answered, type Choices, chosenBy, type Names, notByReaction, type OpenForm, type Where } from './conversation.ts';
import type { Crypto, Read } from './encryption/crypto.ts';
import { pause } from './lease.ts';
import type { MatrixStore, Unread } from './matrix-store.ts';
import { integer, type Json, object, string } from './payload.ts';
import type { Directs } from './rooms/direct-rooms.ts';
import { bare, personOf } from './rooms/state.ts';
import { loggedOut } from './session.ts';
import { type AsideOptions, NotTaken, orAside, setAside } from './set-aside.ts';
import type { Invitation } from './sync.ts';
import { numberOf, type Reading, readEvent, readReaction, redactedBy, saysSomething, type Words } from './words.ts';

export type TimelineOptions = {
  readonly user: string;
  readonly crypto: Pick<Crypto, 'decrypt'>;
  readonly store: Pick<MatrixStore, 'direct' | 'directOf' | 'keepTalk' | 'choices'>;
  readonly directs: Pick<Directs, 'recognized' | 'changed'>;
  readonly receive: Receive;
  /** Where `receive` hands in several together: the way in for one that cannot wait for the others. */
  readonly receiveAlone?: Receive;
  /** Says something to one person alone, once for each `txn`. */
  readonly tell: (person: PersonId, lines: readonly string[], txn: string) => Promise<void>;
  /** What somebody is called; null where that is not known. */
  readonly nameOf: (user: string) => Promise<string | null>;
  readonly check: Check;
  readonly isQuestion: (words: string) => boolean;
  readonly now: Clock;
  /** By this machine's clock, as the homeserver's time stamps are by its own. */
  readonly machineNow: Clock;
  /** Is told of every event that was taken in. */
  readonly heard: (event: string) => void;
  /** What becomes of an event at which the bot fails. */
  readonly aside: AsideOptions;
  /** For so long names are waited for. */
  readonly namesMsMax?: number;
};

/** A command that was said so long before it was heard is not carried out. */
const lateMs = hourMs;
/** For so long the key of a message may still come. */
const keyMsMax = 60_000;

// What decides who can read along, by the type of the event of state.
const guarded = new Set([
  'm.room.member',
  'm.room.join_rules',
  'm.room.history_visibility',
  'm.room.encryption',
  'm.room.guest_access',
  'm.room.power_levels',
  'm.room.tombstone',
  'm.room.name',
  'm.room.canonical_alias',
  'm.room.server_acl',
  'm.widget',
  'im.vector.modular.widgets',
  'm.bridge',
  'uk.half-shot.bridge',
]);

/**
 * `floor`: by room, what the bot posted there since anybody else wrote anything but a number that was for it, and when (by this machine's clock) people last
 * wrote to each other. In memory: what is not known does not count. `forBot`: what was for the bot in a room, of the events that are heard just now.
 * `hints`: by person, what they were told lately, and when.
 */
type Request = TimelineOptions & {
  readonly floor: Map<string, { readonly posts: Set<string>; readonly talkedAt: Instant | null }>;
  readonly forBot: Set<string>;
  readonly hints: Map<PersonId, Map<string, Instant>>;
};

/** `fresh`: as in Told. */
type Event = { readonly id: string; readonly room: string; readonly sender: string; readonly raw: Json; readonly fresh: boolean };

export type Ears = {
  /**
   * Takes in events of rooms' timelines, in order. A message that its author edited further on is taken in together with its edits, so that it is not
   * acted on as it was first. Resolves to what cannot be read yet, to be handed in again. Throws NotTaken, or what the database or the homeserver threw.
   */
  hear(events: readonly { readonly room: string; readonly event: unknown; readonly since?: Instant }[]): Promise<Unread[]>;
  invited(invitation: Invitation, token: string): Promise<void>;
  /** The bot is out of a room. */
  left(room: string, token: string): Promise<void>;
};

/** Ears of one device. */
export function timelineOf(given: TimelineOptions): Ears {
  const options: Request = { ...given, floor: new Map(), forBot: new Set(), hints: new Map() };
  return {
    hear: async (events) => {
      const unread: Unread[] = [];
      const told = events.map(({ room, event, since }) => ({
        ...{ room, raw: object(event), since: since ?? options.machineNow() },
        fresh: since === undefined,
      }));
      for (const group of withEdits(told)) {
        unread.push(...(await hearTogether(options, group)));
        for (const told of group) if (told.fresh) tookFloor(options, told);
        options.forBot.clear();
      }
      return unread;
    },
    invited: async ({ room, by, direct }, token) => {
      const [id, person] = [roomId(`matrix:${room}`), personOf(by)];
      if (id === null || person === null) return;
      const change: Change = { type: 'invited', room: id, by: person, direct };
      await orAside(
        options.aside,
        () => notice(options, `invite:${room}:${token}`, id, change),
        async () => {},
      );
    },
    left: async (room, token) => {
      const id = roomId(`matrix:${room}`);
      if (id === null) return;
      const change: Change = { type: 'room', room: id, who: null };
      await orAside(
        options.aside,
        () => notice(options, `left:${room}:${token}`, id, change),
        async () => {},
      );
    },
  };
}

function hearOrAside(options: Request, told: Told): Promise<Unread | null> {
  return orAside(
    options.aside,
    () => hear(options, told),
    () => toldAside(options, told),
  );
}

/** Whoever wrote what is set aside is told; a change of state has no author who waits for an answer. */
async function toldAside(options: Request, { raw }: Told): Promise<void> {
  const [id, by] = [string(raw.event_id), personOf(string(raw.sender) ?? '')];
  if (id !== null && by !== null && typeof raw.state_key !== 'string') await tellKnown(options, by, setAside, `${id}~aside`);
}

/** `fresh`: it was not handed in before. */
type Told = { readonly room: string; readonly raw: Json; readonly since: Instant; readonly fresh: boolean };

/** Each event with those behind it that edit it, in the order of the first of each. */
function withEdits(events: readonly Told[]): Told[][] {
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
async function hearTogether(options: Request, group: readonly Told[]): Promise<Unread[]> {
  if (group.length === 1) return heardEach(options, group);
  const together: Incoming[] = [];
  const taken: string[] = [];
  const collecting: Request = {
    ...options,
    heard: (event) => void taken.push(event),
    // What answers an open form is handed in by itself, before the form is closed.
    receiveAlone: options.receive,
    receive: async (incoming) => {
      together.push(incoming);
      return 'stored';
    },
  };
  const unread = await heardEach(collecting, group);
  await orAside(
    options.aside,
    async () => {
      const receipts = await Promise.all(together.map(options.receive));
      // What waits comes before what can never be: it is worth coming again for.
      for (const receipt of receipts.toSorted((a, b) => Number(notKept.has(b)) - Number(notKept.has(a)))) assertStored(receipt);
      for (const event of taken) options.heard(event);
    },
    async () => {
      const [first] = group;
      if (first !== undefined) await toldAside(options, first);
    },
  );
  return unread;
}

async function heardEach(options: Request, group: readonly Told[]): Promise<Unread[]> {
  const unread: Unread[] = [];
  for (const told of group) {
    const { room, raw, since } = told;
    // An edit waits for what it edits.
    const left = unread.length > 0 ? { room, event: raw, since } : await hearOrAside(options, told);
    if (left !== null) unread.push(left);
  }
  return unread;
}

async function hear(options: Request, { room, raw, since, fresh }: Told): Promise<Unread | null> {
  const [id, sender] = [string(raw.event_id), string(raw.sender)];
  const where = roomId(`matrix:${room}`);
  if (id === null || sender === null || where === null) return null;
  const event = { id, room, sender, raw, fresh };
  if (typeof raw.state_key === 'string') {
    options.directs.changed(room);
    if (guarded.has(String(raw.type))) await changed(options, event, where);
    return null;
  }
  if (sender === options.user) return null;
  const left = await spokenOrDone(options, event, where, since);
  if (left === null) options.heard(id);
  return left;
}

async function spokenOrDone(options: Request, event: Event, where: RoomId, since: Instant): Promise<Unread | null> {
  const { raw } = event;
  const content = object(raw.content);
  // What was redacted before it was read is taken back.
  if (raw.type === 'm.room.encrypted') return Object.keys(content).length === 0 ? null : encrypted(options, event, where, since);
  const type = String(raw.type);
  if (saysSomething(type)) await spoken(options, event, where, { type, content, distrust: 'clear-text', device: null });
  else if (raw.type === 'm.reaction') await reacted(options, event, content);
  else if (raw.type === 'm.room.redaction') await redacted(options, event);
  return null;
}

/** Of a state event: the room is to be read afresh. Who comes and goes is named. */
async function changed(options: Request, { id, raw }: Event, room: RoomId): Promise<void> {
  const key = String(raw.state_key);
  const who = raw.type === 'm.room.member' && key !== options.user ? personOf(key) : null;
  await notice(options, id, room, { type: 'room', room, who });
}

async function redacted(options: Request, { id, sender, raw }: Event): Promise<void> {
  const [of, by] = [redactedBy(raw)[0], personOf(sender)];
  if (of === undefined || by === null) return;
  // Apart from what its author says, or it would wait behind what it takes back.
  await notice(options, id, `${by}~withdrawn`, { type: 'withdrawn', key: keyOf(of), by });
}

async function encrypted(options: Request, event: Event, where: RoomId, since: Instant): Promise<Unread | null> {
  const read = await options.crypto.decrypt(event.room, event.raw);
  if (read.type === 'unreadable') {
    // A clock that was put back must not make it longer.
    const waited = Math.abs(options.machineNow() - since);
    if (!read.lost && waited < keyMsMax) return { room: event.room, event: event.raw, since };
    await distrusted(options, event, where, 'unreadable', null);
    return null;
  }
  await decrypted(options, event, where, read);
  return null;
}

async function decrypted(options: Request, event: Event, where: RoomId, read: Extract<Read, { type: 'read' }>): Promise<void> {
  // How an event is related to another stands outside of what is encrypted, too.
  const content = { ...relationOf(event.raw), ...read.content };
  const { kind: type, distrust, device } = read;
  if (saysSomething(type)) await spoken(options, event, where, { type, content, distrust, device });
  else if (read.kind === 'm.reaction') await reacted(options, event, content);
}

function relationOf({ content }: Json): Json {
  const relation = object(content)['m.relates_to'];
  return relation === undefined ? {} : { 'm.relates_to': relation };
}

type Spoken = { readonly type: string; readonly content: Json; readonly distrust: UntrustedReason | null; readonly device: string | null };

async function spoken(options: Request, event: Event, where: RoomId, { type, content, distrust, device }: Spoken): Promise<void> {
  const by = personOf(event.sender);
  const known = await options.store.directOf(where);
  // In a direct room nobody else is listened to.
  if (by === null || (known !== null && known !== by)) return;
  const reading = readEvent(type, content, options.user);
  if (reading.type === 'not-words') return;
  const what = known === null ? await options.directs.recognized(event.room, by) : 'theirs';
  const direct = what === 'theirs' ? by : null;
  if (reading.type === 'not-text') return notText(options, event, where, { by, what, distrust, device }, reading);
  if (reading.type === 'malformed') {
    if (direct !== null) await distrusted(options, event, where, 'malformed', device);
    return;
  }
  const { words } = reading;
  const answers = words.replyTo === null ? null : await choicesOf(options, { event: words.replyTo });
  const forBot = direct !== null || words.prefixed || (answers !== null && chosenBy(words.text, answers, options.now()).type !== 'none');
  const byNumber = forBot ? null : await numberFor(options, event, where, words);
  if (!forBot && byNumber === null) {
    if (what === 'two') await untaken(options, event, where, by, 'elsewhere');
    return;
  }
  if (distrust !== null) return distrusted(options, event, where, distrust, device);
  if (byNumber === 'unsure') return untaken(options, event, where, by, 'number');
  options.forBot.add(event.id);
  const names = await namesOf(options, event.sender, words.mentioned);
  const room = direct === null ? where : null;
  if (direct !== null && (await inForm(options, event, by, words, names))) return;
  await inWords(options, event, by, words, names, { room, answers });
}

/**
 * A number, and nothing else, in a room where the newest message with choices is for everybody in it: it is for the bot where it only asks, and nobody has
 * written since nor shortly before. `unsure`: somebody did, or may have, so that it may be an answer to them; or it would change something. Null: it is no
 * such number.
 */
async function numberFor(options: Request, { id, room, fresh }: Event, where: RoomId, words: Words): Promise<'sure' | 'unsure' | null> {
  if (readSpeech(words.text).type !== 'button' || words.replyTo !== null || words.thread !== null || words.corrects !== null) return null;
  const newest = await options.store.choices({ room: where });
  if (newest === null) return null;
  const choices = newest.choices as Choices; // as in choicesOf
  if (choices.for !== null) return null;
  const chosen = chosenBy(words.text, choices, options.now());
  if (chosen.type !== 'words') return null;
  const posts = options.floor.get(room)?.posts;
  // Of what is handed in again it is not known any more what it came after.
  if (!fresh || posts?.has(newest.event) !== true || !options.isQuestion(chosen.words)) return 'unsure';
  // The next one may choose, too.
  posts.add(id);
  return 'sure';
}

/** Whatever somebody says in a room ends what could be answered there by a number alone; what the bot posts anew can be, unless people were just talking. */
function tookFloor({ floor, user, forBot }: Request, { room, raw, since }: Told): void {
  const [id, type, relation] = [string(raw.event_id), String(raw.type), object(object(raw.content)['m.relates_to'])];
  // Threads stand apart, and an edit stands where the message stood.
  if (id === null || raw.state_key !== undefined || relation.rel_type === 'm.thread' || relation.rel_type === 'm.replace') return;
  if (type !== 'm.room.encrypted' && !saysSomething(type)) return;
  const { posts, talkedAt } = floor.get(room) ?? { posts: new Set<string>(), talkedAt: null };
  if (raw.sender === user) {
    if (talkedAt === null || since - talkedAt >= talkMs) floor.set(room, { posts: posts.add(id), talkedAt });
  } else if (!posts.has(id)) floor.set(room, { posts: new Set(), talkedAt: forBot.has(id) ? talkedAt : since });
}

/** For so long what somebody asked a room may still be answered, also by a number. */
const talkMs = 5 * minuteMs;

type Sayer = {
  readonly by: PersonId;
  readonly what: 'theirs' | 'two' | 'other';
  readonly distrust: UntrustedReason | null;
  readonly device: string | null;
};

/** What is no text is answered where it was said to the bot. */
async function notText(
  options: Request,
  event: Event,
  where: RoomId,
  { by, what, distrust, device }: Sayer,
  reading: Extract<Reading, { type: 'not-text' }>,
): Promise<void> {
  const answers = reading.replyTo === null ? null : await choicesOf(options, { event: reading.replyTo });
  if (what === 'other' && !reading.called && answers === null) return;
  if (distrust !== null) return distrusted(options, event, where, distrust, device);
  await untaken(options, event, where, by, what === 'two' ? 'elsewhere' : reading.what);
}

/** What is typed while a form is open answers it, unless it begins with the prefix. */
async function inForm(options: Request, event: Event, by: PersonId, words: Words, names: Names): Promise<boolean> {
  if (words.prefixed || words.corrects !== null) return false;
  const talk = talkOf((await options.store.direct(by)).talk);
  if (talk === null) return false;
  // It came before, and what it led to is said again under the same id: once.
  const before = talk.last === event.id ? talk.lines : null;
  if (before !== null) {
    await asked(options, by, talk, event.id);
    return true;
  }
  if (talk.form === null) return false;
  if (talk.unsaid === true) {
    // They do not know the question yet, and so did not answer it.
    const again = { ...talk, last: event.id };
    await options.store.keepTalk(by, again);
    await asked(options, by, again, event.id);
    return true;
  }
  const step = answered(talk.form, words.text, names, options.check);
  if (step.type === 'says') {
    const next: Talk = { form: step.form, last: event.id, lines: step.lines };
    await options.store.keepTalk(by, next);
    await asked(options, by, next, event.id);
    return true;
  }
  // Handed in first: if the bot dies in between, the form is still open and the inbox recognises the event.
  const { receiveAlone = options.receive } = options;
  await heard({ ...options, receive: receiveAlone }, event, by, { said: step.said, where: step.where, seen: null, names: step.names });
  await options.store.keepTalk(by, null);
  return true;
}

/** Says what a form asks next. What could not be said is kept as that, for when they write again. */
async function asked(options: Request, by: PersonId, talk: Talk, txn: string): Promise<void> {
  const { unsaid = false, ...said } = talk;
  const told = await toldOrDropped(options, by, talk.lines, txn, askTriesMax);
  if (told === unsaid) await options.store.keepTalk(by, told ? said : { ...said, unsaid: true });
}

/** A form as it stands with somebody, and what was said last, for which event; `unsaid`: it could not be said to them. */
export type Talk = {
  readonly form: OpenForm | null;
  readonly last: string | null;
  readonly lines: readonly string[];
  readonly unsaid?: boolean;
};

/** What was kept of a conversation; null for nothing. */
export function talkOf(kept: unknown): Talk | null {
  return kept === null || kept === undefined ? null : (kept as Talk); // only ever what was kept here, and sealed
}

async function inWords(
  options: Request,
  event: Event,
  by: PersonId,
  words: Words,
  names: Names,
  { room, answers }: { room: RoomId | null; answers: Choices | null },
): Promise<void> {
  const where = { room, thread: words.thread };
  // What is said to the bot in a room chooses by number alone: there its words are a command.
  const chooses = room === null || readSpeech(words.text).type === 'button';
  const newest = answers ?? (chooses ? await choicesOf(options, { room: roomOfEvent(event) }) : null);
  const chosen = words.corrects === null ? chosenBy(words.text, newest, options.now()) : ({ type: 'none' } as const);
  switch (chosen.type) {
    case 'none':
      return heard(options, event, by, { said: { type: 'words', text: words.text }, where, seen: null, names, corrects: words.corrects });
    case 'no-such':
      return tellKnown(options, by, chosen.lines, event.id);
    case 'words': {
      // Of somebody else's message nothing is chosen, and nothing is said of it.
      if (newest === null || (newest.for !== null && newest.for !== by)) return;
      return heard(options, event, by, { said: { type: 'words', text: chosen.words }, where: newest, seen: newest.at, names });
    }
    default:
      return chosen satisfies never;
  }
}

/** A reaction is not encrypted: it may ask, and nothing else. */
async function reacted(options: Request, event: Event, content: Json): Promise<void> {
  const [reaction, by] = [readReaction(content), personOf(event.sender)];
  const number = reaction === null ? null : numberOf(reaction.key);
  if (reaction === null || by === null || number === null) return;
  const choices = await choicesOf(options, { event: reaction.event });
  if (choices === null || (choices.for !== null && choices.for !== by)) return;
  const chosen = chosenBy(String(number), choices, options.now());
  if (chosen.type === 'no-such') return tellKnown(options, by, chosen.lines, event.id);
  if (chosen.type === 'none') return;
  if (!options.isQuestion(chosen.words)) return tellKnown(options, by, [notByReaction], event.id);
  await heard(options, event, by, { said: { type: 'words', text: chosen.words }, where: choices, seen: choices.at, names: {} });
}

/** A stranger must not make the bot open a direct room with them, nor anybody make it talk all the time. */
async function tellKnown(options: Request, by: PersonId, lines: readonly string[], txn: string): Promise<void> {
  if ((await options.store.direct(by)).room === null) return;
  const now = options.machineNow();
  const lately = [...(options.hints.get(by) ?? [])].filter(([, at]) => Math.abs(now - at) < hintsWithinMs);
  const hints = new Map(lately);
  // What comes again is said again under the same id: once.
  if (!hints.has(txn) && hints.size >= hintsMax) return;
  hints.set(txn, hints.get(txn) ?? now);
  if (options.hints.size > peopleMax) options.hints.clear();
  options.hints.set(by, hints);
  const last = [...hints.keys()].indexOf(txn) === hintsMax - 1;
  await toldOrDropped(options, by, last ? [...lines, tooMuchAtOnce] : lines, txn, 1);
}

// People type one message after the other; a machine in their name does so faster.
const hintsMax = 10;
const hintsWithinMs = 10 * minuteMs;
const peopleMax = 2_000;

/**
 * Says something to one person; resolves to whether it was said. That it could not be must not keep anybody else from being heard. Throws where the
 * session is over.
 */
async function toldOrDropped(options: Request, by: PersonId, lines: readonly string[], txn: string, triesMax: number): Promise<boolean> {
  const { log, off, retryMs = askRetryMs } = options.aside;
  for (let tries = 1; ; tries += 1) {
    try {
      await options.tell(by, lines, txn);
      return true;
    } catch (error) {
      if (!(error instanceof SendFailure) || loggedOut(error) !== null) throw error;
      log('matrix.event-not-told', { code: error.code });
      if (error.kind === 'gone' || tries >= triesMax || off.aborted) return false;
      await pause(Math.min(Math.max(error.afterMs, retryMs), askPauseMsMax), off);
    }
  }
}

const askTriesMax = 3;
const askRetryMs = 500;
const askPauseMsMax = 3_000;

async function choicesOf({ store }: TimelineOptions, at: { event: string } | { room: RoomId }): Promise<Choices | null> {
  const kept = await store.choices(at);
  return kept === null ? null : (kept.choices as Choices); // only ever what send.ts kept, and sealed
}

type Utterance = {
  readonly said: Said;
  readonly where: Where;
  readonly seen: Instant | null;
  readonly names: Names;
  readonly corrects?: string | null;
};

async function heard(options: Request, event: Event, by: PersonId, { said, where, seen, names, corrects }: Utterance): Promise<void> {
  const sentAt = integer(event.raw.origin_server_ts) ?? 0;
  const late = options.machineNow() - sentAt > lateMs;
  await take(options, {
    key: keyOf(event.id),
    at: options.now(),
    by,
    room: where.room,
    trigger: null,
    said,
    names,
    ...(seen === null ? {} : { seen }),
    ...(where.thread === null ? {} : { thread: where.thread }),
    ...(late ? { late: true as const } : {}),
    ...(typeof corrects === 'string' ? { corrects: keyOf(corrects) } : {}),
  });
}

async function distrusted(options: Request, event: Event, where: RoomId, because: UntrustedReason, device: string | null): Promise<void> {
  const by = personOf(event.sender);
  if (by === null) return;
  const direct = await options.store.directOf(where);
  // Apart from what its owner says, which must not wait for it.
  await notice(options, event.id, `${by}~distrusted`, { type: 'distrusted', by, room: direct === null ? where : null, because, device });
}

async function untaken(options: Request, event: Event, where: RoomId, by: PersonId, what: Untaken): Promise<void> {
  const alone = what === 'elsewhere' || (await options.store.directOf(where)) !== null;
  // Apart from what else they say, as what is not believed.
  await notice(options, event.id, `${by}~distrusted`, { type: 'untaken', by, room: alone ? null : where, what });
}

async function notice(options: Request, id: string, about: string, change: Change): Promise<void> {
  await take(options, { key: keyOf(id), at: options.now(), about, change });
}

async function take({ receive }: TimelineOptions, incoming: Incoming): Promise<void> {
  assertStored(await receive(incoming));
}

/** Throws where what was handed in is not in the inbox: NotTaken where it may be yet. */
function assertStored(receipt: Receipt): void {
  // In memory only: a token that is kept now would lose it with this process.
  if (notKept.has(receipt)) throw new NotTaken('an event is not in the inbox yet');
  if (receipt === 'unwritable') throw new Error('an event cannot be stored');
}

const notKept: ReadonlySet<Receipt> = new Set(['kept', 'full']);

/** What the sender and those mentioned are called, as far as it is known soon: everybody else waits, and whoever acts on it can still ask. */
async function namesOf(
  { nameOf, aside, namesMsMax = namesMsMaxDefault }: Request,
  sender: string,
  mentioned: readonly PersonId[],
): Promise<Names> {
  const people = [...new Set([personOf(sender), ...mentioned])].filter((person) => person !== null).slice(0, namesMax);
  const names: Record<PersonId, string> = {};
  const asked = people.map(async (person) => {
    const name = await nameOf(bare(person)).catch(() => null);
    if (name !== null) names[person] = name;
  });
  const all = new AbortController();
  await Promise.race([Promise.all(asked), pause(namesMsMax, AbortSignal.any([aside.off, all.signal]))]);
  all.abort();
  // What is known only later must not change what was handed in.
  return { ...names };
}

const namesMax = 10;
const namesMsMaxDefault = 2_000;

const keyOf = (event: string): string => `matrix:${event}`;
const roomOfEvent = ({ room }: Event): RoomId => `matrix:${room}` as RoomId;
