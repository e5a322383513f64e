// The terminal with nothing behind it: what it prints and what it hears is kept to be compared.
import type { Form } from '../../src/chat/message/form.ts';
import type { Heard, PlatformEvent, Receipt, Said } from '../../src/chat/message/heard.ts';
import { actions, type Message, type Node } from '../../src/chat/message/message.ts';
import { waysToAnswer } from '../../src/chat/message/questions.ts';
import { type PersonId, personId, type RoomId, roomId } from '../../src/domain/values/ids.ts';
import type { Choices, Destination } from '../../src/platforms/platform.ts';
import { createTerminal } from '../../src/platforms/terminal/platform.ts';
import { parseStoryLine } from '../../src/platforms/terminal/story.ts';
import { ragged } from '../setup/ragged.ts';

export const now = Date.parse('2024-01-17T09:00Z');
export const person = (name: string): PersonId => personId(`terminal:${name}`) ?? (name as never);
export const room = (name: string): RoomId => roomId(`terminal:${name}`) ?? (name as never);
export const toRoom = (name: string): Destination => ({ type: 'room', room: room(name) });
export const toPerson = (name: string, inRoom: string | null = null): Destination => ({
  type: 'person',
  person: person(name),
  room: inRoom === null ? null : room(inRoom),
});
export const message = (...nodes: Node[]): Message => ({ push: 'quiet-otter', nodes });
export const accept = actions({ label: 'Accept', words: 'date accept' }, { label: 'Reject', words: 'date reject' });
export const words = (text: string): Said => ({ type: 'words', text });

/** A form with a line that is needed, one that is not, and a choice. */
export const form: Form = {
  title: 'New embargo',
  words: 'create',
  submit: 'Create',
  fields: [
    { name: 'title', label: 'Title', hint: 'What it is, in a few words.', required: true, input: { type: 'line', maxLength: 20 } },
    { name: 'cve', label: 'CVE id', hint: 'Like CVE-2024-21626.', required: false, input: { type: 'line', maxLength: 40 } },
    {
      name: 'outcome',
      label: 'Outcome',
      hint: '',
      required: true,
      input: {
        type: 'choice',
        options: [
          { value: 'none', label: 'No issues found' },
          { value: 'skip', label: 'Skip' },
        ],
      },
    },
  ],
  values: {},
  errors: {},
};

/** A started terminal that records what it prints and what it hears. `ways`: with what each form says of how it can be answered. */
export async function open(
  answers: {
    receipt?: Receipt;
    colour?: boolean;
    check?: (words: string, values: Record<string, string>, by: PersonId) => Record<string, string>;
    choices?: Choices;
    now?: () => number;
    ways?: true;
  } = {},
) {
  const unseen = answers.ways === true ? '' : `  (${waysToAnswer})`;
  const lines: string[] = [];
  const heard: Heard[] = [];
  const noticed: PlatformEvent[] = [];
  let keys = 0;
  const terminal = createTerminal({
    write: (line) => void (line === unseen || lines.push(line)),
    colour: answers.colour ?? false,
    check: (words, values, by) => answers.check?.(words, values, by) ?? null,
    now: ragged(answers.now ?? (() => now)),
    newKey: () => `k${++keys}`,
    choices: answers.choices ?? (async () => []),
  });
  await terminal.start(async (event) => {
    if ('change' in event) noticed.push(event);
    else heard.push(event);
    return answers.receipt ?? 'stored';
  });
  const post = (to: Destination, what: Message, replaces: string | null = null) => {
    const [page] = terminal.pages(what, { zone: null, repeated: false });
    return terminal.post({ rowId: 'row', index: 0, to, page, replaces, pin: false });
  };
  /** Plays lines of a story, each answered or not. */
  const play = async (...story: string[]) => {
    for (const text of story) {
      const said = parseStoryLine(text);
      if (said?.type !== 'said') throw new Error(`not said by anybody: ${text}`);
      await terminal.say(said.by, said.place, said.text);
    }
  };
  const said = () => heard.map(({ by, room, said }) => ({ by, room, said }));
  return { terminal, lines, heard, noticed, post, play, said };
}
