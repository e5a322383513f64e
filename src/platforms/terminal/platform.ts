// The terminal as a chat platform: several personas, rooms and direct messages in one window. No tokens, no network.

import { fileLines, filesTitle } from '../../chat/message/files.ts';
import type { Choice } from '../../chat/message/form.ts';
import type { Message } from '../../chat/message/message.ts';
import { addressOf } from '../../chat/message/outgoing.ts';
import { buttonsOf, plain, renderLines, repeatedMark } from '../../chat/message/plain.ts';
import { formErrors, type Questions, questionsOf } from '../../chat/message/questions.ts';
import { withOpened } from '../../chat/open-form.ts';
import { type PersonId, platformOf, type RoomId } from '../../domain/values/ids.ts';
import { clockOf } from '../../domain/values/time.ts';
import { type Choices, type Destination, type Platform, type Post, type Receive, SendFailure } from '../platform.ts';
import { readFile } from './attach.ts';
import { auditOf, changeRoom, emptyMemory, forgetPost, nameOf, personaOf, placeOf, rememberPost, takeOut, towardsOf } from './memory.ts';
import type { RoomChange } from './rooms.ts';
import { aside, askNext, type Ears, say } from './say.ts';
import { edited, formOpened, type Place, posted } from './story.ts';

export type TerminalOptions = {
  /** Prints one line. */
  write(line: string): void;
  colour: boolean;
  /** Looks at the values of a form as soon as somebody types them; null when nothing is wrong with them. */
  check: Ears['check'];
  /** Epoch milliseconds; fractions of one are left off. */
  now(): number;
  /** A new key each time, different after a restart too. */
  newKey(): string;
  /** What a form's question offers to pick from, beside what can be typed. */
  readonly choices: Choices;
};

export type TerminalPlatform = Platform & {
  /** Somebody says a line: a command, the number of a button, or the answer to the question of an open form. `place` null: where they last spoke. */
  say(by: string, place: Place | null, text: string): Promise<void>;
  /** Where somebody speaks when they do not say where. */
  placeOf(by: string): Place;
  /** Whether what somebody types answers an open form. */
  isAsked(by: string): boolean;
  /** Everybody who spoke so far. */
  personas(): string[];
  /** Something happens to a room, which the terminal notices as other platforms do. */
  change(room: RoomId, change: RoomChange): Promise<void>;
};

/** `files`: it is the files of a message, which one person gets directly wherever the words stand. */
type Page = { readonly lines: readonly string[]; readonly buttons: readonly string[]; readonly files?: true };

/** A terminal platform. Nothing is heard before it is started. */
export function createTerminal(options: TerminalOptions): TerminalPlatform {
  const memory = emptyMemory();
  const print = (lines: readonly string[]) => {
    for (const line of lines) options.write(options.colour ? painted(plain(line)) : plain(line));
  };
  let receive: Receive | null = null;
  const ears: Ears = {
    memory,
    check: options.check,
    now: clockOf(options.now),
    newKey: options.newKey,
    print,
    receive: (heard) => {
      if (receive === null) throw new Error('the terminal is not started');
      return receive(heard);
    },
  };
  return {
    name: 'terminal',
    paceMs: 0,
    speaks: () => true,
    roomAdmin: null,
    devices: null,
    evict: async (room, people) => {
      return { out: people.filter((person) => takeOut(memory, ours(room), person)), still: [] };
    },
    readFile,
    start: async (into) => {
      receive = into;
    },
    stop: async () => {
      receive = null;
    },
    inspect: async (room, options) => auditOf(memory, ours(room), options?.people === true),
    profile: async () => null,
    find: async () => 'unknown',
    pages: pagesOf,
    post: async (post) => postPage(ears, post),
    remove: async (to, ref) => {
      forgetPost(memory, ref);
      print(edited(towardsOf(to), [], ['(deleted)']));
    },
    ask: async (to, form) => openForm(ears, to, questionsOf(form), options.choices),
    say: (by, place, text) => say(ears, by, place, text),
    placeOf: (by) => placeOf(memory, by),
    isAsked: (by) => (memory.personas.get(by)?.forms.open ?? null) !== null,
    personas: () => [...memory.personas.keys()],
    change: async (room, change) => {
      const who = changeRoom(memory, room, change);
      if (untold.has(change.type)) return;
      await ears.receive({ key: `terminal:${options.newKey()}`, at: options.now(), about: room, change: { type: 'room', room, who } });
    },
  };
}

/** Slack tells the bot of neither, so that a story reads the same there: the bot has to look. */
const untold: ReadonlySet<RoomChange['type']> = new Set(['public', 'private']);

function pagesOf(message: Message, how: { zone: string | null; repeated: boolean }): Page[] {
  const { files = [] } = message;
  const marks = how.repeated ? [repeatedMark] : [];
  const words: Page = { lines: renderLines(message, how), buttons: buttonsOf(message) };
  return files.length === 0 ? [words] : [words, { lines: [...marks, filesTitle(files), ...fileLines(files)], buttons: [], files: true }];
}

function postPage(ears: Ears, post: Post): string {
  const page = post.page as Page; // only ever what `pages` gave
  const to = oursTo(page.files === true && post.to.type === 'person' ? { ...post.to, room: null } : post.to);
  const towards = towardsOf(to, post.under === undefined ? null : (ears.memory.posts.get(post.under.ref)?.[0] ?? ''));
  const edit = post.replaces !== null;
  const ref = post.replaces ?? `terminal-${ears.newKey()}`;
  // What was printed before a restart is not remembered: then all of the edit is new.
  ears.print(edit ? edited(towards, ears.memory.posts.get(ref) ?? [], page.lines) : posted(towards, page.lines));
  rememberPost(ears.memory, { ref, to, words: page.buttons, lines: page.lines, at: ears.now() }, edit);
  return ref;
}

async function openForm(ears: Ears, to: Destination, opened: Questions, choices: Choices): Promise<void> {
  oursTo(to);
  if (to.type === 'room') throw new SendFailure('gone', 'form-for-a-room');
  const persona = personaOf(ears.memory, nameOf(addressOf(to)));
  const questions = { ...opened, picks: await picksOf(opened, { by: persona.id, room: to.room }, choices) };
  const open = { questions, room: to.room, names: {}, at: ears.now(), held: null };
  const { lines, forms } = withOpened(persona.forms, open, ears.now());
  persona.forms = forms;
  ears.print(lines.map(aside));
  ears.print(formOpened(persona.name, questions.form.title, formErrors(questions.form)));
  askNext(ears, open);
}

async function picksOf(
  { asked, form: { words } }: Questions,
  who: { by: PersonId; room: RoomId | null },
  choices: Choices,
): Promise<Questions['picks']> {
  const picks: Record<string, readonly Choice[]> = {};
  for (const { name, input } of asked)
    if (input.type === 'pick') picks[name] = await choices({ ...who, from: input.from, typed: '', words });
  return picks;
}

function oursTo(to: Destination): Destination {
  if (to.type !== 'room' && platformOf(addressOf(to)) !== 'terminal') throw new SendFailure('gone', 'not-on-this-platform');
  if (to.room !== null) ours(to.room);
  return to;
}

function ours(room: RoomId): RoomId {
  if (platformOf(room) !== 'terminal') throw new SendFailure('gone', 'not-on-this-platform');
  return room;
}

/** Who speaks to whom stands out; so does what went wrong. */
function painted(line: string): string {
  return line.replace(/^bot [→✎] [^:]*:/, '\u001b[36m$&\u001b[0m').replace(/^ {2}! .*$/, '\u001b[31m$&\u001b[0m');
}
