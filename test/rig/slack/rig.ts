// Plays a story's lines in the fake Slack as people do in their clients, and prints what they get to see as the terminal would.

import { fileLines } from '../../../src/chat/message/files.ts';
import { readSpeech } from '../../../src/chat/message/typed-line.ts';
import { object, string } from '../../../src/platforms/slack/payload.ts';
import { readAttach } from '../../../src/platforms/terminal/attach.ts';
import { edited, type Place, posted } from '../../../src/platforms/terminal/story.ts';
import {
  castOf,
  channelOf,
  lastButtons,
  linked,
  type Persona,
  personaBehind,
  personaOf,
  type Rig,
  readerOf,
  type SlackRigOptions,
} from './cast.ts';
import { directOf, type Happening } from './fake-slack-state.ts';
import { answer, formShown } from './forms.ts';
import type { SlackLine } from './lines.ts';
import { blockActions, slashCommand } from './payloads.ts';
import { buttonsOf, linesOf } from './text.ts';
import { doInSlack, sendFiles } from './ways.ts';

export type SlackRig = {
  /** One line of a story: a command, the number of a button, or an answer to an open form. Resolves with the transcript's lines that follow it. */
  say(by: string, place: Place | null, text: string): Promise<string[]>;
  /** A line that nobody types. */
  does(line: SlackLine): Promise<string[]>;
  /** What was said since the last line, for instance after the clock was moved. */
  read(): Promise<string[]>;
};

/** A rig for a bot that is connected to this fake. People and rooms that are named become known to the fake at once. */
export function slackRig(options: SlackRigOptions): SlackRig {
  const rig: Rig = { ...options, cast: castOf(options), seen: 0, looking: null };
  const followed = async (before: string[]): Promise<string[]> => {
    await options.settle();
    return [...before, ...(await read(rig))];
  };
  return {
    say: async (by, place, text) => followed(await speak(rig, by, place, text)),
    does: async (line) => followed(await doInSlack(rig, line)),
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
  const sent = readAttach(speech.text);
  if (sent !== null && channel.user !== null) {
    return sendFiles(rig, persona, sent.paths, sent.words);
  }
  const body = slashCommand(persona, channel.id, linked(cast, speech.text), rig.fake.trigger(persona.user));
  const text = string(object(await rig.transport('slash_commands', body)).text);
  return text === null ? [] : posted({ room: channel.user === null ? `#${channel.name}` : null, person: by }, [text]);
}

async function press(rig: Rig, persona: Persona, number: number): Promise<string[]> {
  const message = lastButtons(rig.cast, persona);
  const buttons = buttonsOf(message?.blocks ?? []);
  const action = buttons[number - 1];
  if (message === null || action === undefined) {
    const there = message === null ? "there's no message with buttons yet" : `the last message with buttons has 1 to ${buttons.length}`;
    return [`  ! There's no [${number}] to press: ${there}.`];
  }
  const responseUrl = rig.fake.url.replace('/api/', '/response/1');
  const trigger = rig.fake.trigger(persona.user);
  await rig.transport('interactive', blockActions(persona, message.channel, message.ts, action, trigger, responseUrl, message));
  return [];
}

async function read(rig: Rig): Promise<string[]> {
  const news = rig.fake.slack.happenings.slice(rig.seen);
  rig.seen += news.length;
  const lines: string[] = [];
  for (const happening of news) lines.push(...(await shown(rig, happening)));
  rig.looking = null;
  return lines.map((line) => line.replace(/<@(U\w+)>/g, (_, user: string) => personaBehind(rig.cast, user).name));
}

async function shown(rig: Rig, happening: Happening): Promise<string[]> {
  switch (happening.type) {
    case 'opened':
    case 'updated':
      return formShown(rig, happening.opened);
    case 'published':
      return published(rig, happening);
    case 'posted': {
      const { to, zone } = readerOf(rig.cast, happening.message);
      // A post without blocks is there for its notification, and is filled in at once: its reader sees it whole.
      if (happening.blocks.length === 0) return [];
      const files = (happening.message.files ?? []).map(({ name, content }) => ({ name, text: Buffer.from(content).toString() }));
      return posted(to, [...linesOf(happening.blocks, zone), ...fileLines(files)]);
    }
    case 'edited': {
      const { to, zone } = readerOf(rig.cast, happening.message);
      if (happening.before.length === 0) return posted(to, linesOf(happening.blocks, zone));
      return edited(to, linesOf(happening.before, zone), linesOf(happening.blocks, zone));
    }
    case 'deleted':
      return edited(readerOf(rig.cast, happening.message).to, [], ['(deleted)']);
    default:
      return happening satisfies never;
  }
}

/** Whoever has just opened their page sees all of it; else what is new on it. */
function published(rig: Rig, { user, before, blocks }: Extract<Happening, { type: 'published' }>): string[] {
  const { name, tz } = personaBehind(rig.cast, user);
  const to = { room: `${name} (home)`, person: null };
  const whole = rig.looking === user || before.length === 0;
  return whole ? posted(to, linesOf(blocks, tz)) : edited(to, linesOf(before, tz), linesOf(blocks, tz));
}
