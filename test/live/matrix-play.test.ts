// How a story's lines are played on Matrix, with somebody who plays the bot: what people send, and what is printed of what they see.

import { afterEach, expect, it } from 'vitest';
import { waysToAnswer } from '../../src/chat/message/questions.ts';
import { personId, roomId } from '../../src/domain/values/ids.ts';
import type { Destination } from '../../src/platforms/platform.ts';
import { parseStoryLine } from '../../src/platforms/terminal/story.ts';
import { castOf, peopleNamed, personaOf } from '../rig/matrix/cast.ts';
import { type Person, person } from '../rig/matrix/people.ts';
import { type BotPost, type MatrixRig, matrixRig } from '../rig/matrix/rig.ts';
import { homeserver, newPrefix } from '../rig/matrix/server.ts';
import { choicesIn, linesOf, questionIn } from '../rig/matrix/text.ts';
import { describeSynapse } from '../setup/needs.ts';

const people: Person[] = [];
afterEach(() => {
  for (const each of people.splice(0)) each.stop();
});

type Heard = { readonly by: string; readonly roomId: string; readonly body: string; readonly answers: string | null };
type Bot = {
  readonly rig: MatrixRig;
  readonly person: Person;
  readonly ids: ReadonlyMap<string, string>;
  readonly heard: Heard[];
  /** What the bot does about the next lines, one after the other. */
  readonly acts: ((heard: Heard) => Promise<void>)[];
  post(to: Destination, roomId: string, body: string, how?: { edits?: string; form?: boolean }): Promise<string>;
  takeBack(to: Destination, roomId: string, eventId: string): Promise<void>;
  room(id: string): Destination;
  to(name: string, inRoom?: string): Destination;
};

/** Ada and bob, and a client that says what a test wants said. */
async function open(): Promise<Bot> {
  const [bot, others] = await Promise.all([
    person(homeserver(), { name: `${newPrefix()}-bot`, displayName: 'bot' }),
    peopleNamed(homeserver(), ['bob', 'ada']),
  ]);
  people.push(bot, ...others);
  const cast = castOf({ people: others, founder: 'ada', bot: bot.userId });
  const posts: BotPost[] = [];
  const heard: Heard[] = [];
  const acts: Bot['acts'] = [];
  const rig = matrixRig({
    cast,
    posts,
    heard: async (eventId) => {
      const { body } = await bot.waitFor(eventId);
      const event = bot.shown(eventId);
      const where = bot.client.getRooms().find((each) => each.findEventById(eventId) !== undefined)?.roomId ?? '';
      heard.push({ by: cast.names.get(event?.sender ?? '') ?? '?', roomId: where, body: String(body), answers: event?.answers ?? null });
    },
    invited: async () => undefined,
    settle: async () => {
      const last = heard.at(-1);
      if (last !== undefined) await acts.shift()?.(last);
    },
  });
  return {
    rig,
    person: bot,
    ids: new Map(others.map(({ name, userId }) => [name, userId])),
    heard,
    acts,
    post: async (to, where, body, { edits, form = false } = {}) => {
      const eventId = await (edits === undefined ? bot.say(where, body) : bot.edit(where, edits, body));
      posts.push({ to, eventId, roomId: where, replaces: edits ?? null, form });
      return eventId;
    },
    takeBack: async (to, where, eventId) => {
      posts.push({ to, eventId: await bot.redact(where, eventId), roomId: where, replaces: eventId, form: false, removed: true });
    },
    room: (id) => ({ type: 'room', room: roomId(`matrix:${id}`) ?? (id as never) }),
    to: (name, inRoom) => {
      const id = `matrix:${personaOf(cast, name).person.userId}`;
      return {
        type: 'person',
        person: personId(id) ?? (id as never),
        room: inRoom === undefined ? null : (roomId(`matrix:${inRoom}`) ?? null),
      };
    },
  };
}

/** Plays lines of a story; each with what it leads to. */
async function play(rig: MatrixRig, ...story: string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const [index, line] of story.entries()) {
    const said = parseStoryLine(line);
    if (said?.type !== 'said') throw new Error(`not said by anybody: ${line}`);
    lines.push(line, ...(await rig.say(said.by, said.place, said.text, parseStoryLine(story[index + 1] ?? ''))));
  }
  return lines;
}

describeSynapse('a story on Matrix', () => {
  it('reads as in the terminal: in rooms, in private answers, edited, and taken back', async () => {
    const { rig, ids, heard, acts, ...bot } = await open();
    let card = '';
    let direct = '';
    let answer = '';
    acts.push(
      async ({ roomId }) => {
        card = await bot.post(bot.room(roomId), roomId, 'wise-bison\nState: open\n[1] Accept  [2] Reject…');
        direct = await bot.person.beginDirect(ids.get('ada') ?? '');
        answer = await bot.post(bot.to('ada', roomId), direct, `${ids.get('bob')} is on the list.`);
      },
      async ({ roomId }) =>
        void (await bot.post(bot.room(roomId), roomId, 'wise-bison\nState: agreed\n[1] Accept  [2] Reject…', { edits: card })),
      async ({ roomId }) => bot.takeBack(bot.to('ada', roomId), direct, answer),
    );
    expect(await play(rig, 'ada in #oci-private: /embargo people add @bob', 'bob in #oci-private: 2', 'ada: /embargo status')).toEqual([
      'ada in #oci-private: /embargo people add @bob',
      'bot → #oci-private: wise-bison',
      '  State: open',
      '  [1] Accept  [2] Reject…',
      'bot → ada in #oci-private: bob is on the list.',
      'bob in #oci-private: 2',
      'bot ✎ #oci-private: wise-bison',
      '  State: agreed',
      'ada: /embargo status',
      'bot ✎ ada in #oci-private: (deleted)',
    ]);
    expect(heard.map(({ by, body, answers }) => ({ by, body, answers }))).toEqual([
      { by: 'ada', body: `!embargo people add ${ids.get('bob')}`, answers: null },
      { by: 'bob', body: '2', answers: card },
      { by: 'ada', body: '!embargo status', answers: null },
    ]);
  });

  it('begins a direct room where there is none, answers a choice there by its number, and offers no other', async () => {
    const { rig, heard, acts, ...bot } = await open();
    acts.push(async ({ roomId }) => void (await bot.post(bot.to('bob'), roomId, 'Waiting on you\n[1] Read the terms')));
    expect(await play(rig, 'bob in direct: owe', 'bob: 2', 'bob: 1')).toEqual([
      'bob in direct: owe',
      'bot → bob: Waiting on you',
      '  [1] Read the terms',
      'bob: 2',
      "  ! There's no [2] to press: the last message with buttons has 1 to 1.",
      'bob: 1',
    ]);
    const [first] = heard;
    expect(heard).toEqual([
      { by: 'bob', roomId: first?.roomId, body: 'owe', answers: null },
      { by: 'bob', roomId: first?.roomId, body: '1', answers: expect.stringMatching(/^\$/) },
    ]);
  });

  it('answers a form in the direct room, question by question, and sends it at its end', async () => {
    const { rig, heard, acts, ...bot } = await open();
    let direct = '';
    const ask = (body: string) => async () => void (await bot.post(bot.to('ada'), direct, body, { form: true }));
    acts.push(async ({ roomId }) => {
      direct = roomId;
    });
    acts.push(ask('New embargo\nTitle?\n(`cancel` closes this.)'), ask('! Too long.\nTitle?'), ask('Outcome?\n1 Fine\n2 Skip'));
    acts.push(ask('Title: runc\nSay `send` to send it.'));
    expect(await play(rig, 'ada in direct: help', 'ada in #oci-private: /embargo create', 'ada: runc runc', 'ada: runc', 'ada: 1')).toEqual(
      [
        'ada in direct: help',
        'ada in #oci-private: /embargo create',
        'bot → ada (form): New embargo',
        `  (${waysToAnswer})`,
        '  Title?',
        'ada: runc runc',
        '  ! Too long.',
        '  Title?',
        'ada: runc',
        '  Outcome?',
        '    1 Fine',
        '    2 Skip',
        'ada: 1',
      ],
    );
    expect(heard.map(({ body }) => body)).toEqual(['help', '!embargo create', 'runc runc', 'runc', '1', 'send']);
    expect(new Set(heard.filter((_, index) => index !== 1).map(({ roomId }) => roomId)).size).toBe(1);
  });
});

it('reads what a client shows: the latest text, names for ids, choices, questions', () => {
  const names = new Map([['@t-01-ada:localhost', 'ada']]);
  const content = { body: '* old', 'm.new_content': { body: 'to @t-01-ada:localhost\nnow' }, 'm.relates_to': { rel_type: 'm.replace' } };
  expect(linesOf(content, names)).toEqual(['to ada', 'now']);
  expect(() => linesOf({ msgtype: 'm.image' }, names)).toThrow('a message without a text: msgtype');
  expect(choicesIn(['[1] Accept  [2] Reject [3] ', 'see [9] there'])).toBe(2);
  expect(questionIn(['New embargo', 'Title?'], true)).toEqual({ title: 'New embargo', problems: [], lines: ['  Title?'], last: false });
  expect(questionIn(['Title: x', 'Say `send`.'], false).last).toBe(true);
});
