// What a persona types, as the platform hears it: words, a pressed button, or the answer to the question of an open form.
import type { Heard, Said } from '../../chat/message/heard.ts';
import { answerQuestion, questionLines } from '../../chat/message/questions.ts';
import { readSpeech } from '../../chat/message/typed-line.ts';
import { readFormLine } from '../../chat/open-form.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Receive } from '../platform.ts';
import { readAttach, sentFile } from './attach.ts';
import { lastButtons, type Memory, nameOf, type OpenForm, type Persona, personaOf, roomOf } from './memory.ts';
import { readMentions, readMentionsOnly } from './speech.ts';
import { type Place, posted } from './story.ts';

export type Ears = {
  readonly memory: Memory;
  readonly receive: Receive;
  check(words: string, values: Record<string, string>, by: PersonId): Record<string, string> | null;
  now(): Instant;
  newKey(): string;
  print(lines: readonly string[]): void;
};

/** Somebody says a line: in that place, or where they last spoke. */
export async function say(ears: Ears, by: string, place: Place | null, line: string): Promise<void> {
  const persona = personaOf(ears.memory, by);
  persona.place = place ?? persona.place;
  const room = roomOf(persona.place);
  if (room !== null) persona.rooms.add(room);
  const speech = readSpeech(line);
  const prefixed = speech.type === 'words' && speech.prefixed;
  const read = readFormLine(persona.forms, { text: prefixed ? speech.text : line, prefixed }, ears.now(), '/embargo');
  if (read.type === 'answers') return answer(ears, persona, read.open, prefixed ? speech.text : line);
  if (read.type === 'continues') {
    persona.forms = { open: read.open, aside: read.aside };
    return askNext(ears, read.open);
  }
  persona.forms = read.forms;
  ears.print(read.lines.map(aside));
  if (read.type === 'said') return;
  if (speech.type === 'button') return press(ears, persona, speech.number);
  const sent = readAttach(speech.text);
  if (sent !== null && room !== null) return ears.print(['  ! Send files to the bot in a direct message: direct']);
  const { text, names } = readMentions(sent?.words ?? speech.text);
  const files = sent === null ? {} : { files: sent.paths.map(sentFile) };
  await hear(ears, persona, { said: { type: 'words', text }, room, names, ...files });
}

/** What is said of a form, as the terminal prints what comes from itself. */
export const aside = (line: string): string => `  (${line})`;

/** Prints the question that is next in somebody's open form. */
export function askNext(ears: Ears, open: OpenForm): void {
  ears.print(questionLines(open.questions));
}

async function press(ears: Ears, persona: Persona, number: number): Promise<void> {
  const buttons = lastButtons(ears.memory, persona);
  const words = buttons?.words[number - 1];
  if (buttons === null || words === undefined) {
    const there =
      buttons === null ? "there's no message with buttons yet" : `the last message with buttons has 1 to ${buttons.words.length}`;
    return ears.print([`  ! There's no [${number}] to press: ${there}.`]);
  }
  await hear(ears, persona, { said: { type: 'words', text: words }, room: buttons.to.room, names: {}, seen: buttons.at });
}

async function answer(ears: Ears, persona: Persona, open: OpenForm, line: string): Promise<void> {
  const { text, names } = readMentionsOnly(line);
  const answered = answerQuestion(open.questions, text, (words, values) => ears.check(words, values, persona.id));
  switch (answered.type) {
    case 'asking': {
      const next = { ...open, questions: answered.questions, names: { ...open.names, ...names } };
      persona.forms = { ...persona.forms, open: next };
      if (answered.problem !== null) ears.print([`  ! ${answered.problem}`]);
      return askNext(ears, next);
    }
    case 'cancelled':
      persona.forms = { ...persona.forms, open: null };
      return ears.print(['  (closed, nothing sent)']);
    case 'complete': {
      // Closed before it is handed over: the answer to it may be the next form.
      persona.forms = { ...persona.forms, open: null };
      const said: Said = { type: 'form', words: open.questions.form.words, values: answered.values };
      const kept = await hear(ears, persona, { said, room: open.room, names: { ...open.names, ...names } });
      if (kept) return;
      persona.forms = { ...persona.forms, open };
      return askNext(ears, open);
    }
    default:
      return answered satisfies never;
  }
}

type Utterance = Pick<Heard, 'said' | 'room' | 'names' | 'seen' | 'files'>;

async function hear(ears: Ears, persona: Persona, { names, ...utterance }: Utterance): Promise<boolean> {
  const receipt = await ears.receive({
    key: `terminal:${ears.newKey()}`,
    at: ears.now(),
    by: persona.id,
    trigger: null,
    ...utterance,
    names: { [persona.id]: persona.name, ...names },
  });
  const { room } = utterance;
  const towards = { room: room === null ? null : nameOf(room), person: persona.name };
  switch (receipt) {
    case 'stored':
    case 'repeated':
    case 'not-ours':
      return true;
    case 'kept':
      ears.print(
        posted(towards, [
          "I can't reach the database. I'll keep this in memory and run it once it's back. If you get no answer then, send it again.",
        ]),
      );
      return true;
    case 'unwritable':
      ears.print(posted(towards, ["I couldn't store this, so I did nothing. Send it again in other words."]));
      return true;
    case 'full':
      ears.print(posted(towards, ["I can't reach the database and couldn't keep this. Please send it again in a few minutes."]));
      return false;
    default:
      return receipt satisfies never;
  }
}
