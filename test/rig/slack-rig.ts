// Plays a story's lines in the fake Slack as people do in their clients, and prints what they get to see as the terminal would.
import type { Field } from '../../src/chat/form.ts';
import { type Json, object, string } from '../../src/platforms/slack/payload.ts';
import { answerQuestion, type Check, formErrors, questionLines, questionsOf } from '../../src/platforms/terminal/questions.ts';
import { readMentionsOnly, readSpeech } from '../../src/platforms/terminal/speech.ts';
import { edited, formOpened, type Place, posted } from '../../src/platforms/terminal/story.ts';
import type { FakeSlack } from './fake-slack.ts';
import { directOf, type FakeView, type Happening } from './fake-slack-state.ts';
import {
  type Cast,
  castOf,
  channelOf,
  lastButtons,
  linked,
  type OpenForm,
  type Persona,
  personaBehind,
  personaOf,
  readerOf,
  withUsers,
} from './slack-cast.ts';
import { blockActions, slashCommand, viewSubmission } from './slack-payloads.ts';
import { buttonsOf, formOf, linesOf } from './slack-text.ts';
import type { Transport } from './slack-transport.ts';

export type SlackRigOptions = {
  readonly fake: FakeSlack;
  readonly transport: Transport;
  /** Resolves when all that was heard is handled and all that it leads to is said. */
  readonly settle: () => Promise<void>;
  /** Personas by name: their user id, and their zone where Slack knows one. */
  readonly people: Readonly<Record<string, { readonly user: string; readonly tz?: string }>>;
  /** Rooms by name (`#oci-private`): their channel id. Others are made as they are spoken in; `#general` and `#public…` are public. */
  readonly rooms: Readonly<Record<string, string>>;
  /** Complains at once about an answer to a form, as the terminal does; without it the bot's own check does, when the form is sent. */
  readonly check?: Check;
};

export type SlackRig = {
  /** One line of a story: a command, the number of a button, or an answer to an open form. Resolves with the transcript's lines that follow it. */
  say(by: string, place: Place | null, text: string): Promise<string[]>;
  /** What was said since the last line, for instance after the clock was moved. */
  read(): string[];
};

type Rig = SlackRigOptions & { readonly cast: Cast; seen: number };

/** A rig for a bot that is connected to this fake. People and rooms that are named become known to the fake at once. */
export function slackRig(options: SlackRigOptions): SlackRig {
  const rig: Rig = { ...options, cast: castOf(options), seen: 0 };
  return {
    say: async (by, place, text) => {
      const before = await speak(rig, by, place, text);
      await options.settle();
      return [...before, ...read(rig)];
    },
    read: () => read(rig),
  };
}

async function speak(rig: Rig, by: string, place: Place | null, line: string): Promise<string[]> {
  const { cast } = rig;
  const persona = personaOf(cast, by);
  persona.place = place ?? persona.place;
  const channel = persona.place.type === 'direct' ? directOf(rig.fake.slack, persona.user) : channelOf(cast, persona.place.name);
  channel.members.add(persona.user);
  persona.rooms.add(channel.id);
  const speech = readSpeech(line);
  const command = speech.type === 'words' && speech.prefixed;
  if (persona.open !== null && !command) return answer(rig, persona, persona.open, line);
  if (speech.type === 'button') return press(rig, persona, speech.number);
  const body = slashCommand(persona, channel.id, linked(cast, speech.text), rig.fake.trigger(persona.user));
  const text = string(object(await rig.transport('slash_commands', body)).text);
  return text === null ? [] : posted({ room: channel.user === null ? `#${channel.name}` : null, person: by }, [text]);
}

async function press(rig: Rig, persona: Persona, number: number): Promise<string[]> {
  const message = lastButtons(rig.cast, persona);
  const buttons = buttonsOf(message?.blocks ?? []);
  const action = buttons[number - 1];
  if (message === null || action === undefined) {
    const there = message === null ? 'no message with buttons was sent' : `the last message with buttons has 1 to ${buttons.length}`;
    return [`  ! There is no [${number}] to press: ${there}.`];
  }
  const responseUrl = rig.fake.url.replace('/api/', '/response/1');
  const trigger = rig.fake.trigger(persona.user);
  await rig.transport('interactive', blockActions(persona, message.channel, message.ts, action, trigger, responseUrl));
  return [];
}

async function answer(rig: Rig, persona: Persona, open: OpenForm, line: string): Promise<string[]> {
  const { text, names } = readMentionsOnly(line);
  const answered = answerQuestion(
    open.questions,
    withUsers(rig.cast, text, names, (user) => `<@${user}>`),
    rig.check ?? (() => null),
  );
  switch (answered.type) {
    case 'asking':
      persona.open = { ...open, questions: answered.questions };
      return [...(answered.problem === null ? [] : [`  ! ${answered.problem}`]), ...questionLines(answered.questions)];
    case 'cancelled':
      persona.open = null;
      return ['  (closed, nothing was sent)'];
    case 'complete':
      persona.open = null;
      return submit(rig, persona, open, answered.values);
    default:
      return answered satisfies never;
  }
}

async function submit(rig: Rig, persona: Persona, open: OpenForm, values: Readonly<Record<string, string>>): Promise<string[]> {
  const { form } = open.questions;
  const state = Object.fromEntries(
    form.fields.map(({ name, input }) => {
      const value = values[name] ?? null;
      return [name, { value: inputState(input.type, value) }];
    }),
  );
  const body = viewSubmission(persona, { ...open.opened.view, id: open.opened.id }, state, rig.fake.trigger(persona.user));
  const acknowledged = object(await rig.transport('interactive', body));
  if (acknowledged.response_action !== 'errors') return [];
  // Slack keeps the modal open, with what was typed and the errors beside the fields.
  const errors = Object.fromEntries(Object.entries(object(acknowledged.errors)).map(([name, error]) => [name, String(error)]));
  const questions = questionsOf({ ...form, values, errors });
  persona.open = { ...open, questions };
  return [...Object.values(errors).map((error) => `  ! ${error}`), ...questionLines(questions)];
}

/** What Slack sends of one input of a modal. */
function inputState(type: Field['input']['type'], value: string | null): Json {
  if (type === 'choice') return { type: 'static_select', selected_option: value === null ? null : { value } };
  if (type === 'person') return { type: 'users_select', selected_user: /^<@([^>|]+)/.exec(value ?? '')?.[1] ?? null };
  return { type: 'plain_text_input', value };
}

function read(rig: Rig): string[] {
  const news = rig.fake.slack.happenings.slice(rig.seen);
  rig.seen += news.length;
  return news.flatMap((happening) => shown(rig, happening));
}

function shown(rig: Rig, happening: Happening): string[] {
  switch (happening.type) {
    case 'opened':
    case 'updated':
      return opened(rig, happening.opened);
    case 'published':
      return published(rig, happening);
    case 'posted': {
      const { to, zone } = readerOf(rig.cast, happening.message);
      return posted(to, linesOf(happening.blocks, zone));
    }
    case 'edited': {
      const { to, zone } = readerOf(rig.cast, happening.message);
      return edited(to, linesOf(happening.before, zone), linesOf(happening.blocks, zone));
    }
    case 'deleted':
      return edited(readerOf(rig.cast, happening.message).to, [], ['(taken back)']);
    default:
      return happening satisfies never;
  }
}

/** A page that stands there already shows what is new on it. */
function published(rig: Rig, { user, before, blocks }: Extract<Happening, { type: 'published' }>): string[] {
  const { name, tz } = personaBehind(rig.cast, user);
  const to = { room: null, person: `${name} (home)` };
  return before.length === 0 ? posted(to, linesOf(blocks, tz)) : edited(to, linesOf(before, tz), linesOf(blocks, tz));
}

function opened(rig: Rig, view: FakeView): string[] {
  const persona = personaBehind(rig.cast, view.user);
  const questions = questionsOf(formOf(view.view));
  persona.open = { questions, opened: view };
  return [...formOpened(persona.name, questions.form.title, formErrors(questions.form)), ...questionLines(questions)];
}
