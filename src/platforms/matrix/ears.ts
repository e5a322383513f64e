// What people do on Matrix, as what the bot hears: each event goes into the inbox before the sync's token is kept, and what cannot be believed is handed in
// as that. Questions of an open form are answered here, as a window would be elsewhere.
import type { Change, Incoming, Receipt, Said } from '../../chat/heard.ts';
import type { Check } from '../../chat/questions.ts';
import { type PersonId, type RoomId, roomId } from '../../domain/ids.ts';
import { type Clock, hourMs, type Instant } from '../../domain/time.ts';
import type { Distrust } from '../../domain/trust.ts';
import type { Receive } from '../platform.ts';
import { type AsideOptions, NotTaken, orAside, setAside } from './aside.ts';
import { answered, type Choices, chosenBy, type Names, notByReaction, type OpenForm, type Where } from './conversation.ts';
import type { Crypto, Read } from './crypto.ts';
import type { Keeping, Unread } from './keeping.ts';
import { integer, type Json, object, string } from './payload.ts';
import { bare, personOf } from './state.ts';
import type { Invitation } from './sync.ts';
import { numberOf, readReaction, readWords, redactedBy, type Words } from './words.ts';

export type EarsOptions = {
  readonly user: string;
  readonly crypto: Pick<Crypto, 'decrypt'>;
  readonly keeping: Pick<Keeping, 'direct' | 'directOf' | 'keepTalk' | 'choices'>;
  readonly receive: Receive;
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

type Event = { readonly id: string; readonly room: string; readonly sender: string; readonly raw: Json };

export type Ears = {
  /** Takes in one event of a room's timeline. Resolves to it where it cannot be read yet. Throws NotTaken, or what the database or the homeserver threw. */
  hear(room: string, event: Json): Promise<Unread | null>;
  /** Tries once more to read what could not be read; gives back what still cannot. */
  again(unread: readonly Unread[]): Promise<Unread[]>;
  invited(invitation: Invitation, token: string): Promise<void>;
  /** The bot is out of a room. */
  left(room: string, token: string): Promise<void>;
};

/** Ears of one device. */
export function earsOf(options: EarsOptions): Ears {
  return {
    hear: (room, raw) => hearOrAside(options, room, raw, options.machineNow()),
    again: async (unread) => {
      const still: Unread[] = [];
      for (const { room, event, since } of unread) {
        const left = await hearOrAside(options, room, object(event), since);
        if (left !== null) still.push(left);
      }
      return still;
    },
    invited: async ({ room, by, direct }, token) => {
      const [id, person] = [roomId(`matrix:${room}`), personOf(by)];
      if (id === null || person === null) return;
      const change: Change = { type: 'invited', room: id, by: person, direct };
      await orAside(options.aside, () => notice(options, `invite:${room}:${token}`, id, change), async () => {});
    },
    left: async (room, token) => {
      const id = roomId(`matrix:${room}`);
      if (id === null) return;
      const change: Change = { type: 'room', room: id, who: null };
      await orAside(options.aside, () => notice(options, `left:${room}:${token}`, id, change), async () => {});
    },
  };
}

function hearOrAside(options: EarsOptions, room: string, raw: Json, since: Instant): Promise<Unread | null> {
  const [id, by] = [string(raw.event_id), personOf(string(raw.sender) ?? '')];
  return orAside(
    options.aside,
    () => hear(options, room, raw, since),
    async () => {
      // A change of state has no author who waits for an answer.
      if (id !== null && by !== null && typeof raw.state_key !== 'string') await tellKnown(options, by, setAside, `${id}~aside`);
    },
  );
}

async function hear(options: EarsOptions, room: string, raw: Json, since: Instant): Promise<Unread | null> {
  const [id, sender] = [string(raw.event_id), string(raw.sender)];
  const where = roomId(`matrix:${room}`);
  if (id === null || sender === null || where === null) return null;
  const event = { id, room, sender, raw };
  if (typeof raw.state_key === 'string') {
    if (guarded.has(String(raw.type))) await changed(options, event, where);
    return null;
  }
  if (sender === options.user) return null;
  const left = await spokenOrDone(options, event, where, since);
  if (left === null) options.heard(id);
  return left;
}

async function spokenOrDone(options: EarsOptions, event: Event, where: RoomId, since: Instant): Promise<Unread | null> {
  const { raw } = event;
  const content = object(raw.content);
  // What was redacted before it was read is taken back.
  if (raw.type === 'm.room.encrypted') return Object.keys(content).length === 0 ? null : encrypted(options, event, where, since);
  if (raw.type === 'm.room.message') await spoken(options, event, where, { content, distrust: 'clear-text', device: null });
  else if (raw.type === 'm.reaction') await reacted(options, event, content);
  else if (raw.type === 'm.room.redaction') await redacted(options, event);
  return null;
}

/** Of a state event: the room is to be read afresh. Who comes and goes is named. */
async function changed(options: EarsOptions, { id, raw }: Event, room: RoomId): Promise<void> {
  const key = String(raw.state_key);
  const who = raw.type === 'm.room.member' && key !== options.user ? personOf(key) : null;
  await notice(options, id, room, { type: 'room', room, who });
}

async function redacted(options: EarsOptions, { id, sender, raw }: Event): Promise<void> {
  const [of, by] = [redactedBy(raw)[0], personOf(sender)];
  if (of === undefined || by === null) return;
  // Apart from what its author says, or it would wait behind what it takes back.
  await notice(options, id, `${by}~withdrawn`, { type: 'withdrawn', key: keyOf(of), by });
}

async function encrypted(options: EarsOptions, event: Event, where: RoomId, since: Instant): Promise<Unread | null> {
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

async function decrypted(options: EarsOptions, event: Event, where: RoomId, read: Extract<Read, { type: 'read' }>): Promise<void> {
  // How an event is related to another stands outside of what is encrypted, too.
  const content = { ...relationOf(event.raw), ...read.content };
  if (read.kind === 'm.room.message') await spoken(options, event, where, { content, distrust: read.distrust, device: read.device });
  else if (read.kind === 'm.reaction') await reacted(options, event, content);
}

function relationOf({ content }: Json): Json {
  const relation = object(content)['m.relates_to'];
  return relation === undefined ? {} : { 'm.relates_to': relation };
}

type Spoken = { readonly content: Json; readonly distrust: Distrust | null; readonly device: string | null };

async function spoken(options: EarsOptions, event: Event, where: RoomId, { content, distrust, device }: Spoken): Promise<void> {
  const by = personOf(event.sender);
  const direct = await options.keeping.directOf(where);
  // In a direct room nobody else is listened to.
  if (by === null || (direct !== null && direct !== by)) return;
  const reading = readWords(content, options.user);
  if (reading.type === 'not-words') return;
  if (reading.type === 'malformed') {
    if (direct !== null) await distrusted(options, event, where, 'malformed', device);
    return;
  }
  const { words } = reading;
  const answers = words.replyTo === null ? null : await choicesOf(options, { event: words.replyTo });
  const forBot = direct !== null || words.prefixed || (answers !== null && chosenBy(words.text, answers, options.now()).type !== 'none');
  if (!forBot) return;
  if (distrust !== null) return distrusted(options, event, where, distrust, device);
  const names = await namesOf(options, event.sender, words.mentioned);
  const room = direct === null ? where : null;
  if (direct !== null && (await inForm(options, event, by, words, names))) return;
  await inWords(options, event, by, words, names, { room, answers });
}

/** What is typed while a form is open answers it, unless it begins with the prefix. */
async function inForm(options: EarsOptions, event: Event, by: PersonId, words: Words, names: Names): Promise<boolean> {
  if (words.prefixed || words.corrects !== null) return false;
  const talk = talkOf((await options.keeping.direct(by)).talk);
  if (talk === null) return false;
  // It came before, and what it led to is said again under the same id: once.
  const before = talk.last === event.id ? talk.lines : null;
  if (before !== null) {
    await options.tell(by, before, event.id);
    return true;
  }
  if (talk.form === null) return false;
  const step = answered(talk.form, words.text, names, options.check);
  if (step.type === 'says') {
    await options.keeping.keepTalk(by, { form: step.form, last: event.id, lines: step.lines });
    await options.tell(by, step.lines, event.id);
    return true;
  }
  // Handed in first: if the bot dies in between, the form is still open and the inbox recognises the event.
  await heard(options, event, by, { said: step.said, where: step.where, seen: null, names: step.names });
  await options.keeping.keepTalk(by, null);
  return true;
}

/** A form as it stands with somebody, and what was said last, for which event. */
export type Talk = { readonly form: OpenForm | null; readonly last: string | null; readonly lines: readonly string[] };

/** What was kept of a conversation; null for nothing. */
export function talkOf(kept: unknown): Talk | null {
  return kept === null || kept === undefined ? null : (kept as Talk); // only ever what was kept here, and sealed
}

async function inWords(
  options: EarsOptions,
  event: Event,
  by: PersonId,
  words: Words,
  names: Names,
  { room, answers }: { room: RoomId | null; answers: Choices | null },
): Promise<void> {
  const where = { room, thread: words.thread };
  const newest = room === null && answers === null ? await choicesOf(options, { room: roomOfEvent(event) }) : answers;
  const chosen = words.corrects === null ? chosenBy(words.text, newest, options.now()) : ({ type: 'none' } as const);
  switch (chosen.type) {
    case 'none':
      return heard(options, event, by, { said: { type: 'words', text: words.text }, where, seen: null, names, corrects: words.corrects });
    case 'no-such':
      return options.tell(by, chosen.lines, event.id);
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
async function reacted(options: EarsOptions, event: Event, content: Json): Promise<void> {
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

/** A stranger must not make the bot open a direct room with them. */
async function tellKnown(options: EarsOptions, by: PersonId, lines: readonly string[], txn: string): Promise<void> {
  if ((await options.keeping.direct(by)).room !== null) await options.tell(by, lines, txn);
}

async function choicesOf({ keeping }: EarsOptions, at: { event: string } | { room: RoomId }): Promise<Choices | null> {
  const kept = await keeping.choices(at);
  return kept === null ? null : (kept.choices as Choices); // only ever what send.ts kept, and sealed
}

type Hearing = {
  readonly said: Said;
  readonly where: Where;
  readonly seen: Instant | null;
  readonly names: Names;
  readonly corrects?: string | null;
};

async function heard(options: EarsOptions, event: Event, by: PersonId, { said, where, seen, names, corrects }: Hearing): Promise<void> {
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

async function distrusted(options: EarsOptions, event: Event, where: RoomId, because: Distrust, device: string | null): Promise<void> {
  const by = personOf(event.sender);
  if (by === null) return;
  const direct = await options.keeping.directOf(where);
  // Apart from what its owner says, which must not wait for it.
  await notice(options, event.id, `${by}~distrusted`, { type: 'distrusted', by, room: direct === null ? where : null, because, device });
}

async function notice(options: EarsOptions, id: string, about: string, change: Change): Promise<void> {
  await take(options, { key: keyOf(id), at: options.now(), about, change });
}

async function take({ receive }: EarsOptions, incoming: Incoming): Promise<void> {
  const receipt = await receive(incoming);
  // In memory only: a token that is kept now would lose it with this process.
  if (notKept.has(receipt)) throw new NotTaken('an event is not in the inbox yet');
  if (receipt === 'unwritable') throw new Error('an event cannot be stored');
}

const notKept: ReadonlySet<Receipt> = new Set(['kept', 'full']);

async function namesOf({ nameOf }: EarsOptions, sender: string, mentioned: readonly PersonId[]): Promise<Names> {
  const people = [personOf(sender), ...mentioned].filter((person) => person !== null);
  const names: Record<PersonId, string> = {};
  for (const person of new Set(people)) {
    const name = await nameOf(bare(person));
    if (name !== null) names[person] = name;
  }
  return names;
}

const keyOf = (event: string): string => `matrix:${event}`;
const roomOfEvent = ({ room }: Event): RoomId => `matrix:${room}` as RoomId;
