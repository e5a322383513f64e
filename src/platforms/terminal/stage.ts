// One line after the other, done fully: the same for somebody at the prompt and for a story.

import { plain } from '../../chat/message/plain.ts';
import { roomId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import { readMove } from './clock.ts';
import type { TerminalPlatform } from './platform.ts';
import type { Screen } from './screen.ts';
import { type Place, placeText, saidLine } from './story.ts';
import { ownWords, readTyped, type Typed } from './typed.ts';

/** What the engine offers to whoever types. */
export type Controls = {
  /** Resolves when all that was heard is handled, and all that it leads to is said. */
  settle(): Promise<void>;
  /** Moves the clock; what falls due on the way is said on the way. */
  advance(to: Instant): Promise<void>;
  now(): Instant;
};

/** `going`: where the speaker says their next line, when that is another place than their last. */
export type Stage = {
  readonly terminal: TerminalPlatform;
  readonly controls: Controls;
  readonly screen: Screen;
  readonly story: boolean;
  speaker: string | null;
  going: Place | null;
};

export type Outcome = { readonly type: 'done' } | { readonly type: 'exit' } | { readonly type: 'problem'; readonly problem: string };

const done: Outcome = { type: 'done' };

/** Does what one line asks for. */
export async function perform(stage: Stage, line: string): Promise<Outcome> {
  const { terminal, speaker } = stage;
  const answering = speaker !== null && terminal.isAsked(speaker);
  const typed = readTyped(line, { speaker, answering, known: terminal.personas(), story: stage.story });
  switch (typed.type) {
    case 'nothing':
      // A story's remarks and its empty lines are for its readers: they stand in the transcript where they stood.
      if (stage.story && /^(#|$)/.test(line)) stage.screen.write(plain(line));
      return done;
    case 'said':
      return speak(stage, typed);
    case 'clock':
      return moveClock(stage, typed.to);
    case 'as':
      stage.speaker = typed.persona;
      stage.going = null;
      return done;
    case 'go':
      if (speaker === null) return { type: 'problem', problem: 'choose a speaker first: as ada' };
      stage.going = typed.place;
      return done;
    case 'room':
      return changeRoom(stage, typed);
    case 'personas':
      return tell(stage, peopleLines(stage));
    case 'help':
      return tell(stage, helpLines());
    case 'exit':
      return { type: 'exit' };
    case 'unreadable':
      return { type: 'problem', problem: typed.problem };
    default:
      return typed satisfies never;
  }
}

/** Where the speaker's next line is said. */
export function speakersPlace(stage: Stage): Place | null {
  return stage.going ?? (stage.speaker === null ? null : stage.terminal.placeOf(stage.speaker));
}

async function speak(stage: Stage, said: Extract<Typed, { type: 'said' }>): Promise<Outcome> {
  const { terminal, screen } = stage;
  const { by, text } = said;
  const place = said.place ?? (by === stage.speaker ? stage.going : null);
  if (stage.story) {
    const next = place ?? terminal.placeOf(by);
    const moved = !terminal.personas().includes(by) || placeText(next) !== placeText(terminal.placeOf(by));
    screen.write(plain(said.written ?? saidLine(by, moved ? next : null, text)));
  }
  if (by === stage.speaker) stage.going = null;
  await terminal.say(by, place, text);
  await stage.controls.settle();
  return done;
}

async function moveClock(stage: Stage, to: string): Promise<Outcome> {
  const move = readMove(to, stage.controls.now());
  if (!move.ok) return { type: 'problem', problem: move.problem };
  if (stage.story) stage.screen.write(plain(`clock: ${to}`));
  await stage.controls.advance(move.at);
  await stage.controls.settle();
  return done;
}

async function changeRoom(stage: Stage, { room, change, line, told }: Extract<Typed, { type: 'room' }>): Promise<Outcome> {
  const id = roomId(`terminal:${room}`);
  if (id === null) return { type: 'problem', problem: `not a room: ${room}` };
  if (stage.story) stage.screen.write(plain(line));
  if (told !== null) tell(stage, [told]);
  await stage.terminal.change(id, change);
  await stage.controls.settle();
  return done;
}

function tell(stage: Stage, lines: readonly string[]): Outcome {
  for (const line of lines) stage.screen.write(`  ${line}`);
  return done;
}

function peopleLines({ terminal, speaker }: Stage): string[] {
  const names = new Set([...terminal.personas(), ...(speaker === null ? [] : [speaker])]);
  return [...names].map((name) => `${name} in ${placeText(terminal.placeOf(name))}${terminal.isAsked(name) ? ' (a form is open)' : ''}`);
}

function helpLines(): string[] {
  const width = Math.max(...ownWords.map(({ words }) => words.length));
  return [
    ...ownWords.map(({ words, help }) => `${words.padEnd(width)}  ${help}`),
    `${'2'.padEnd(width)}  press button [2] of the last message with buttons`,
    `${'bob: todo'.padEnd(width)}  send one line as bob; bob in direct: todo sends it in a direct message`,
    'In a form: back, skip, cancel, ? for a hint; an empty line keeps the value shown; a line with /embargo sets the form aside, continue resumes it.',
    'Anything else goes to the bot, with or without /embargo in front.',
  ];
}
