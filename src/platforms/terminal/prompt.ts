// The terminal's two ways of reading: a prompt for people, and a story from standard input.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { plain } from '../../chat/message/plain.ts';
import type { TerminalPlatform } from './platform.ts';
import type { Screen } from './screen.ts';
import { playStory } from './script.ts';
import { type Controls, perform, type Stage, speakersPlace } from './stage.ts';
import { placeText } from './story.ts';
import { completions } from './typed.ts';

export type PromptOptions = {
  readonly input: Readable;
  /** Whether a person sits there; else all of `input` is a story. */
  readonly interactive: boolean;
  readonly colour: boolean;
  readonly screen: Screen;
  readonly terminal: TerminalPlatform;
  readonly controls: Controls;
  readonly commands: readonly { words: string; help: string }[];
  /** The first lines that a person reads. */
  readonly greeting: readonly string[];
  /** What is typed is secret: it is kept only where somebody asked for it. */
  readonly historyFile: string | null;
  /** What is waited for before each line of a story; null: nothing. */
  readonly pace: (() => Promise<void>) | null;
};

const historyLinesMax = 500;
const firstSpeaker = 'ada';

/** Reads until the input ends, or `exit`. Resolves to the exit code: 1 when a line of a story could not be read. */
export async function runTerminal(options: PromptOptions): Promise<0 | 1> {
  const { terminal, controls, screen, interactive } = options;
  const stage: Stage = { terminal, controls, screen, story: !interactive, speaker: interactive ? firstSpeaker : null, going: null };
  if (!interactive) return playStory(options.input, stage, options.pace);
  await converse(options, stage);
  return 0;
}

async function converse(options: PromptOptions, stage: Stage): Promise<void> {
  const { screen } = options;
  const typing = openTyping(options);
  screen.gone.addEventListener('abort', () => typing.close());
  for (const line of options.greeting) screen.write(line);
  let open = true;
  typing.on('close', () => {
    open = false;
    screen.hold(null);
  });
  const invite = () => {
    if (!open) return;
    typing.setPrompt(promptText(stage, options.colour));
    typing.prompt(true);
  };
  screen.hold(typing);
  try {
    invite();
    for await (const line of typing) {
      // Until it is done only what is typed ahead stands in the last line.
      typing.setPrompt('');
      const outcome = await perform(stage, line);
      if (outcome.type === 'exit' || screen.gone.aborted) break;
      if (outcome.type === 'problem') screen.write(`  ! ${plain(outcome.problem)}`);
      invite();
    }
  } finally {
    typing.close();
  }
}

function openTyping({ input, screen, commands, terminal, historyFile }: PromptOptions): Interface {
  const typing = createInterface({
    input,
    output: screen.output,
    terminal: true,
    historySize: historyLinesMax,
    removeHistoryDuplicates: true,
    history: historyFile === null ? [] : readHistory(historyFile),
    completer: (line: string) => completions(line, commands, terminal.personas()),
  });
  if (historyFile !== null) typing.on('history', (lines: string[]) => writeHistory(historyFile, lines));
  typing.on('SIGINT', () => {
    if (typing.line === '') typing.close();
    else typing.write(null, { ctrl: true, name: 'u' });
  });
  return typing;
}

function promptText(stage: Stage, colour: boolean): string {
  const { terminal, speaker, controls } = stage;
  const place = speakersPlace(stage);
  const where = speaker !== null && terminal.isAsked(speaker) ? '(form; cancel closes it)' : place === null ? '' : placeText(place);
  const when = new Date(controls.now()).toISOString().slice(0, 16).replace('T', ' ');
  const text = `${speaker} ${where} ${when}>`;
  return colour ? `\u001b[1m${text}\u001b[0m ` : `${text} `;
}

/** The newest first, as readline keeps it. A file that cannot be read is an empty one. */
function readHistory(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

function writeHistory(file: string, lines: readonly string[]): void {
  try {
    writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
    // The mode above is for a new file only.
    chmodSync(file, 0o600);
  } catch {
    // The conversation matters more than its history.
  }
}
