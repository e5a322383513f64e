// The ways in that only Slack has: App Home, shortcuts, threads, selects. And what happens to rooms and people.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { shortcuts } from '../../../src/platforms/slack/inbound/shortcuts.ts';
import { escapeMarkup } from '../../../src/platforms/slack/text.ts';
import { channelOf, linked, type Persona, personaOf, type Rig } from './cast.ts';
import { homeOpened } from './events.ts';
import { directOf, say } from './fake-slack-state.ts';
import { shownView } from './fake-slack-views.ts';
import { pick, sendForm } from './forms.ts';
import type { SlackLine } from './lines.ts';
import { appMention, directEdit, directMessage, globalShortcut, homeAction, messageShortcut } from './payloads.ts';
import { changePerson, changeRoom, deliver, nextEventId } from './surroundings.ts';
import { buttonsOf } from './text.ts';

/** Does what the line says, in the fake and towards the bot. Resolves with what the person sees at once. */
export async function doInSlack(rig: Rig, line: SlackLine): Promise<string[]> {
  switch (line.type) {
    case 'home':
      return openHome(rig, personaOf(rig.cast, line.by));
    case 'at-home':
      return pressAtHome(rig, personaOf(rig.cast, line.by), line.button);
    case 'global-shortcut':
      return byShortcut(rig, personaOf(rig.cast, line.by), line.name);
    case 'message-shortcut':
      return onMessage(rig, line);
    case 'thread':
      return mentionInThread(rig, personaOf(rig.cast, line.by), line.text);
    case 'types':
      return typeDirectly(rig, personaOf(rig.cast, line.by), line.text);
    case 'edits':
      return editLast(rig, personaOf(rig.cast, line.by), line.text);
    case 'sends':
      return sendForm(rig, personaOf(rig.cast, line.by));
    case 'picks':
      return pick(rig, personaOf(rig.cast, line.by), line.typed);
    case 'room':
      await changeRoom(rig, line.room, line.change);
      return [...line.told];
    case 'lives':
      return changePerson(rig, line.by, { tz: line.zone });
    case 'deactivated':
      return changePerson(rig, line.by, { deleted: true });
    default:
      return line satisfies never;
  }
}

async function openHome(rig: Rig, { user }: Persona): Promise<string[]> {
  const { slack } = rig.fake;
  rig.looking = user;
  return deliver(rig, homeOpened(user, directOf(slack, user).id, slack.homes.get(user), slack));
}

async function pressAtHome(rig: Rig, persona: Persona, number: number): Promise<string[]> {
  const { slack } = rig.fake;
  const home = slack.homes.get(persona.user);
  const blocks = home === undefined ? [] : (home.view.blocks as readonly unknown[]);
  const action = buttonsOf(blocks)[number - 1];
  if (home === undefined || action === undefined) return [`  ! There's no [${number}] to press on this page.`];
  await rig.transport('interactive', homeAction(persona, shownView(slack, home), action, rig.fake.trigger(persona.user)));
  return [];
}

async function byShortcut(rig: Rig, persona: Persona, name: string): Promise<string[]> {
  await rig.transport('interactive', globalShortcut(persona, callbackOf(name), rig.fake.trigger(persona.user)));
  return [];
}

async function onMessage(rig: Rig, line: Extract<SlackLine, { type: 'message-shortcut' }>): Promise<string[]> {
  const [persona, author] = [personaOf(rig.cast, line.by), personaOf(rig.cast, line.author)];
  const channel = channelOf(rig.cast, line.room);
  for (const { user } of [persona, author]) channel.members.add(user);
  const message = say(rig.fake.slack, channel.id, author.user, linked(rig.cast, line.text));
  const trigger = rig.fake.trigger(persona.user);
  await rig.transport('interactive', messageShortcut(persona, callbackOf(line.name), channel.id, message, trigger));
  return [];
}

function callbackOf(name: string): string {
  const shortcut = shortcuts.find((each) => each.name === name);
  if (shortcut === undefined) throw new Error(`no shortcut is called ${name}`);
  return shortcut.callback_id;
}

async function typeDirectly(rig: Rig, persona: Persona, text: string): Promise<string[]> {
  const { slack } = rig.fake;
  const channel = directOf(slack, persona.user).id;
  const message = say(slack, channel, persona.user, linked(rig.cast, text));
  await rig.transport('events_api', directMessage(persona, channel, message.text, nextEventId(slack), message.ts));
  return [];
}

/** Files of this machine, in their Messages tab. One that is not there was deleted before the bot came to it. */
export async function sendFiles(rig: Rig, persona: Persona, paths: readonly string[], text: string): Promise<string[]> {
  const { fake } = rig;
  const channel = directOf(fake.slack, persona.user).id;
  const message = say(fake.slack, channel, persona.user, linked(rig.cast, text));
  const files = paths.map((path) => {
    const name = basename(path);
    if (!existsSync(path)) return { id: 'F999', name, size: 1 };
    const { id, size } = fake.addFile({ name, content: readFileSync(path) });
    return { id, name, size };
  });
  const more = { subtype: 'file_share', files, upload: false };
  await rig.transport('events_api', directMessage(persona, channel, message.text, nextEventId(fake.slack), message.ts, more));
  return [];
}

async function editLast(rig: Rig, persona: Persona, text: string): Promise<string[]> {
  const { slack } = rig.fake;
  const channel = directOf(slack, persona.user).id;
  const message = slack.messages.findLast((each) => each.channel === channel && each.user === persona.user);
  if (message === undefined) throw new Error(`${persona.name} has typed nothing to the bot`);
  const before = message.text;
  message.text = linked(rig.cast, text);
  await rig.transport('events_api', directEdit(persona, channel, [before, message.text], nextEventId(slack), message.ts));
  return [];
}

/** The thread hangs on something that they wrote just before in the room where they last spoke. */
async function mentionInThread(rig: Rig, persona: Persona, text: string): Promise<string[]> {
  const { place } = persona;
  if (place.type === 'direct') throw new Error(`${persona.name} speaks in no room, so there is no thread`);
  const channel = channelOf(rig.cast, place.name);
  channel.members.add(persona.user);
  const { slack } = rig.fake;
  const root = say(slack, channel.id, persona.user, escapeMarkup('What about this one?'));
  const mention = `<@${slack.bot.user}> ${linked(rig.cast, text)}`;
  await rig.transport('events_api', appMention(persona, channel.id, mention, nextEventId(slack), root.ts));
  return [];
}
