// Shortcuts: what Slack offers in a message's menu and beside the message box, and how their use is heard.
import type { Heard } from '../../../chat/message/heard.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { type Json, object, string } from '../payload.ts';
import { shortened, storable } from '../text.ts';
import { instantOf, isMessageTs, utcWords } from '../time.ts';
import { type Home, heard, person, presser, readText } from './heard.ts';

/** `words` is the command whose form the shortcut opens; it is the shortcut's `callback_id` too. */
export type Shortcut = {
  readonly type: 'global' | 'message';
  readonly callback_id: string;
  readonly name: string;
  readonly description: string;
};

/** For the manifest. A name has 24 characters at most, a description 150: https://docs.slack.dev/reference/app-manifest */
export const shortcuts: readonly Shortcut[] = [
  { type: 'message', callback_id: 'note', name: 'Add to embargo timeline', description: "Add this message to an embargo's timeline." },
  { type: 'global', callback_id: 'leak', name: 'Report a leak…', description: 'Report that embargoed information got out.' },
];

// As long as the command's own argument.
const textMax = 2000;
const payloadTypes = { message_action: 'message', shortcut: 'global' } as const;

/** A shortcut that somebody used: its form is asked for, filled in with what the message says. */
export function heardShortcut(body: unknown, home: Home, at: Instant): Heard | null {
  const { type, callback_id, channel, message, trigger_id } = object(body);
  const kind = type === 'message_action' || type === 'shortcut' ? payloadTypes[type] : null;
  const shortcut = shortcuts.find((each) => each.callback_id === callback_id && each.type === kind);
  if (shortcut === undefined) return null;
  const about = shortcut.type === 'message' ? quoted(body, home) : { values: {}, names: {} };
  if (about === null) return null;
  const said = { type: 'begin', words: shortcut.callback_id, values: about.values } as const;
  const where = shortcut.type === 'message' ? { channel: object(channel).id, thread: object(message).thread_ts } : { channel: undefined };
  return heard({ home, at, ...presser(body, home), ...where, trigger: trigger_id, said, names: about.names });
}

/** What a message says, as arguments of a command; null when it is no message. */
function quoted(body: unknown, home: Home): (Pick<Heard, 'names'> & { readonly values: Readonly<Record<string, string>> }) | null {
  const message = object(object(body).message);
  const { ts, text, username, bot_profile, user, team, user_team } = message;
  const written = instantOf(ts);
  if (written === null) return null;
  const { text: read, names } = readText(string(text) ?? '', home);
  const own = string(user_team) ?? string(team) ?? home.team;
  const author = person(string(user), own, own === home.team ? home.enterprise : null);
  const by = author ?? string(username) ?? string(object(bot_profile).name);
  const given = {
    text: shortened(read, textMax),
    source: linkTo(body, message),
    at: utcWords(written),
    by: by === null ? null : storable(by),
  };
  return { names, values: Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1]))) };
}

/** The message's address, as Slack's "Copy link" gives it: https://docs.slack.dev/reference/methods/chat.getPermalink shows its form. */
function linkTo(body: unknown, { ts, thread_ts }: Json): string | null {
  const { team, channel } = object(body);
  const [domain, place, message, thread] = [string(object(team).domain), string(object(channel).id), string(ts), string(thread_ts)];
  if (domain === null || !/^[a-z0-9-]+$/.test(domain) || place === null || !/^[A-Z0-9]+$/.test(place) || message === null) return null;
  const link = `https://${domain}.slack.com/archives/${place}/p${message.replace('.', '')}`;
  return thread !== null && isMessageTs(thread) ? `${link}?thread_ts=${thread}&cid=${place}` : link;
}
