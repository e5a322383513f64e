// Plays a story's lines on a real homeserver as people do in their clients, and prints what they get to see as the terminal would.

import { readSpeech } from '../../../src/chat/message/typed-line.ts';
import type { Destination } from '../../../src/platforms/platform.ts';
import { edited, formOpened, type Place, posted, type StoryLine } from '../../../src/platforms/terminal/story.ts';
import { type Cast, directWith, lastChoices, type Persona, personaOf, readerOf, remember, roomWith, towardsOf, withUsers } from './cast.ts';
import { choicesIn, isEdit, linesOf, questionIn } from './text.ts';

/** One of the bot's messages: `eventId` as it was sent last, `replaces` the event in whose place it stands. `removed`: it takes that one back. */
export type BotPost = {
  readonly to: Destination;
  readonly eventId: string;
  readonly roomId: string;
  readonly replaces: string | null;
  readonly form: boolean;
  readonly removed?: true;
};

export type MatrixRigOptions = {
  readonly cast: Cast;
  /** What the bot said, in order; it grows. */
  readonly posts: readonly BotPost[];
  /** Resolves when the bot has taken in this event. */
  readonly heard: (eventId: string) => Promise<void>;
  /** Resolves when all that was heard is handled and all that it leads to is said. */
  readonly settle: () => Promise<void>;
  /** Resolves when what the bot says to an invitation is said: no story tells of that. */
  readonly invited: () => Promise<void>;
};

export type MatrixRig = {
  /**
   * One line of a story: a command, the number of a choice, or an answer to an open form. Resolves with the transcript's lines that follow it. A form
   * is sent at its end, unless `next`, the story's next line, has the same person say something else to it.
   */
  say(by: string, place: Place | null, text: string, next?: StoryLine | null): Promise<string[]>;
  /** What was said since the last line, for instance after the clock was moved. */
  read(): Promise<string[]>;
};

/** `seen`: so many posts were shown. `shown`: the lines of each as they were shown last. `summaries`: who has only to confirm. */
type Rig = MatrixRigOptions & { readonly shown: Map<string, readonly string[]>; readonly summaries: Set<Persona>; seen: number };

/** A rig for a bot that is on the same homeserver as this cast. */
export function matrixRig(options: MatrixRigOptions): MatrixRig {
  const rig: Rig = { ...options, shown: new Map(), summaries: new Set(), seen: 0 };
  return {
    say: async (by, place, text, next = null) => {
      const persona = personaOf(rig.cast, by);
      const lines = await followed(rig, await speak(rig, persona, place, text));
      const own = next?.type === 'said' && next.by === by && /^(?:send|back|cancel)$/i.test(next.text.trim());
      if (!rig.summaries.has(persona) || own) return lines;
      return [...lines, ...(await followed(rig, await inDirect(rig, persona, 'send')))];
    },
    read: () => read(rig),
  };
}

/** What somebody did: the event that the bot is to hear, or what keeps it from being done. */
type Done = { readonly eventId: string } | { readonly problem: string };

async function followed(rig: Rig, done: Done): Promise<string[]> {
  if ('problem' in done) return [`  ! ${done.problem}`];
  await rig.heard(done.eventId);
  await rig.settle();
  return read(rig);
}

async function speak(rig: Rig, persona: Persona, place: Place | null, line: string): Promise<Done> {
  persona.place = place ?? persona.place;
  const where = persona.place;
  const isNew = where.type === 'room' && !rig.cast.rooms.has(where.name);
  const room = where.type === 'room' ? await roomWith(rig.cast, where.name, persona) : null;
  if (isNew) {
    await rig.invited();
    rig.seen = rig.posts.length;
  }
  if (room !== null) persona.rooms.add(room);
  const speech = readSpeech(line);
  const command = speech.type === 'words' && speech.prefixed;
  if (persona.open && !command) return inDirect(rig, persona, line);
  if (speech.type === 'button') return choose(rig, persona, speech.number);
  if (room === null) return inDirect(rig, persona, line);
  const { text, mentions } = withUsers(rig.cast, `!embargo ${speech.text}`.trim());
  return { eventId: await persona.person.say(room, text, { mentions }) };
}

async function inDirect(rig: Rig, persona: Persona, line: string): Promise<Done> {
  const { begun } = persona;
  const room = await directWith(rig.cast, persona);
  // What the bot says when it comes in no story tells of, either.
  if (persona.begun !== begun) {
    await rig.invited();
    rig.seen = rig.posts.length;
  }
  if (room === null) return { problem: `The bot does not speak with ${persona.name} alone.` };
  const confirmed = rig.summaries.delete(persona) && /^send$/i.test(line.trim());
  if (confirmed || /^cancel$/i.test(line.trim())) persona.open = false;
  const { text, mentions } = withUsers(rig.cast, line.replace(/^\/embargo\b/i, '!embargo'));
  return { eventId: await persona.person.say(room, text, { mentions }) };
}

/** A number answers the message whose choice it is. */
async function choose(rig: Rig, persona: Persona, number: number): Promise<Done> {
  const choices = lastChoices(rig.cast, persona);
  if (choices === null || number < 1 || number > choices.count) {
    const there = choices === null ? "there's no message with buttons yet" : `the last message with buttons has 1 to ${choices.count}`;
    return { problem: `There's no [${number}] to press: ${there}.` };
  }
  const { ref, roomId } = choices;
  return { eventId: await persona.person.say(roomId, String(number), { answers: ref }) };
}

async function read(rig: Rig): Promise<string[]> {
  const lines: string[] = [];
  while (rig.seen < rig.posts.length) {
    const post = rig.posts[rig.seen];
    rig.seen += 1;
    if (post !== undefined) lines.push(...(await shown(rig, post)));
  }
  return lines;
}

async function shown(rig: Rig, post: BotPost): Promise<string[]> {
  const { cast } = rig;
  const { to, eventId, roomId, replaces } = post;
  const { person } = readerOf(cast, to);
  const ref = replaces ?? eventId;
  if (post.removed === true) {
    await person.until(() => (person.shown(ref)?.redacted === true ? true : null), `${ref} to be taken back`);
    remember(cast, { ref, roomId, to, count: 0 }, true);
    return edited(towardsOf(cast, to), [], ['(deleted)']);
  }
  const content = await person.waitFor(eventId);
  const after = linesOf(content, cast.names);
  if (post.form) return formShown(rig, readerOf(cast, to), after);
  const before = rig.shown.get(ref) ?? null;
  rig.shown.set(ref, after);
  const edit = isEdit(content) && before !== null;
  remember(cast, { ref, roomId, to, count: choicesIn(after) }, edit);
  const root = person.shown(ref)?.thread ?? null;
  const towards = towardsOf(cast, to, to.type !== 'room' || root === null ? null : (rig.shown.get(root)?.[0] ?? ''));
  return edit ? edited(towards, before, after) : posted(towards, after);
}

/** A form's message. The terminal says nothing of the summary: who has answered everything there has sent it. */
function formShown(rig: Rig, persona: Persona, lines: readonly string[]): string[] {
  const { title, problems, lines: asked, last } = questionIn(lines, !persona.open);
  persona.open = true;
  if (last) {
    rig.summaries.add(persona);
    return [];
  }
  const opened = title === null ? problems.map((problem) => `  ! ${problem}`) : formOpened(persona.name, title, problems);
  return [...opened, ...asked];
}
