// What is typed at the prompt, or stands in a story: the terminal's own words, a story's line, or something for the bot. Pure.

import { readSpeech } from '../../chat/message/typed-line.ts';
import { farTeam, type RoomChange, readRoomLine } from './rooms.ts';
import { isPersona, type Place, parseStoryLine, readPlace } from './story.ts';

export type Typed =
  | { readonly type: 'nothing' }
  /** `written`: the line of a story as it stood there; null for one that the prompt's speaker says. */
  | { readonly type: 'said'; readonly by: string; readonly place: Place | null; readonly text: string; readonly written: string | null }
  | { readonly type: 'as'; readonly persona: string }
  | { readonly type: 'go'; readonly place: Place }
  | { readonly type: 'clock'; readonly to: string }
  /** `told`: what is said of it, where the line itself does not. */
  | { readonly type: 'room'; readonly room: string; readonly change: RoomChange; readonly line: string; readonly told: string | null }
  | { readonly type: 'personas' | 'help' | 'exit' }
  | { readonly type: 'unreadable'; readonly problem: string };

/** The terminal's own words, for its help and for completion. */
export const ownWords: readonly { words: string; help: string }[] = [
  { words: 'as bob', help: 'speak as bob; bob@slack is another person' },
  { words: 'room #other', help: 'speak in that room' },
  { words: 'direct', help: 'talk to the bot in a direct message' },
  { words: 'attach ./fix.patch', help: 'in direct, send the bot a file; a message goes after a colon' },
  { words: 'clock +7d', help: 'move the clock (+36h, +30m, 2026-12-03T13:59Z); reminders due on the way appear' },
  { words: 'share #room', help: 'share that room with another organization, to see what the bot refuses; undo: #room is unshared' },
  { words: 'publish-room #room', help: 'make that room public, to see the same; undo: #room is private' },
  { words: 'eve joins #room', help: 'someone joins that room; eve leaves #room' },
  { words: 'personas', help: 'who is here, and where' },
  { words: 'help', help: "this help; /embargo help shows the bot's commands" },
  { words: 'exit', help: 'leave' },
];

/** Who speaks at the prompt (null: nobody yet), whether a form awaits their answer, who is known, and whether this is a story. */
export type Reader = {
  readonly speaker: string | null;
  readonly answering: boolean;
  readonly known: readonly string[];
  readonly story: boolean;
};

/** One line as what it asks for. While a form is open a line is its answer, unless it can hardly be meant as one. */
export function readTyped(line: string, reader: Reader): Typed {
  const { speaker, answering } = reader;
  const text = line.trim();
  const happened = readRoomLine(text);
  if (happened !== null && !answering) return { type: 'room', ...happened, line: text, told: null };
  const story = parseStoryLine(reader.story ? line.trimEnd() : text);
  if (story?.type === 'heard-before' && (reader.story || !answering)) return { type: 'nothing' };
  const own = readOwnWord(text);
  if (own !== null && (!answering || leavesForm(own))) return own;
  if (story?.type === 'said' && (reader.story || !answering || reader.known.includes(story.by)))
    return { ...story, written: line.trimEnd() };
  if (speaker === null || (reader.story && !answering && !isForBot(text)))
    return { type: 'unreadable', problem: `not a line of a story: ${text}` };
  return { type: 'said', by: speaker, place: null, text, written: null };
}

/** Everything that a begun line may become, as readline wants it: the candidates, and what they replace. */
export function completions(line: string, commands: readonly { words: string }[], personas: readonly string[]): [string[], string] {
  const name = /(?:^as |@)([\w.@-]*)$/.exec(line)?.[1];
  if (name !== undefined) return [personas.filter((persona) => persona.startsWith(name)), name];
  const prefix = /^[/!]embargo +/i.exec(line)?.[0] ?? '';
  const begun = line.slice(prefix.length);
  const own = prefix === '' ? [...ownWords.map(({ words }) => firstWord(words)), '/embargo'] : [];
  const all = new Set([...own, ...commands.map(({ words }) => words)]);
  return [[...all].filter((words) => words.startsWith(begun)).map((words) => `${words} `), begun];
}

function readOwnWord(text: string): Typed | null {
  const [word = '', rest = '', ...more] = text.split(/\s+/);
  if (word === 'clock' || word === 'clock:') return { type: 'clock', to: text.slice(word.length).trim() };
  if (word === 'as' && more.length === 0) {
    return isPersona(rest) ? { type: 'as', persona: rest } : { type: 'unreadable', problem: 'use lower-case letters and digits: as bob' };
  }
  const place = readPlace(rest);
  if (place?.type === 'room' && more.length === 0) {
    if (word === 'room') return { type: 'go', place };
    const opened = openings[word];
    if (opened !== undefined)
      return { type: 'room', room: place.name, line: text, ...opened, told: `(${place.name} is now ${opened.told})` };
  }
  if (rest !== '') return null;
  if (word === 'direct') return { type: 'go', place: { type: 'direct' } };
  if (word === 'personas' || word === 'help') return { type: word };
  return word === 'exit' || word === 'quit' ? { type: 'exit' } : null;
}

const openings: Readonly<Record<string, { readonly change: RoomChange; readonly told: string }>> = {
  share: { change: { type: 'shared', team: farTeam }, told: 'shared with another organization' },
  'publish-room': { change: { type: 'public' }, told: 'public' },
};

function leavesForm(own: Typed): boolean {
  return own.type === 'as' || own.type === 'exit' || (own.type === 'clock' && /^[+\d]/.test(own.to));
}

function isForBot(text: string): boolean {
  const speech = readSpeech(text);
  return speech.type === 'button' || speech.prefixed;
}

function firstWord(words: string): string {
  return words.split(' ')[0] ?? words;
}
