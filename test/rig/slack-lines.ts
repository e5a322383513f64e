// What a story on Slack may say besides what is typed: the ways in that no terminal has, and what happens to rooms and people.
//
//   ada opens home                                                  looks at her App Home, which is shown whole; later changes of it as edits
//   ada at home: 2                                                  presses button [2] of it
//   ada uses "Report a leak…"                                       a global shortcut
//   ada in #oci-private uses "Add to embargo timeline" on bob: Hi   a message shortcut, on what bob writes there just before
//   ada in thread: status                                           mentions the bot in the thread of something that she writes just before
//   ada picks quiet                                                 types so much into the open form's select, and picks the first that is offered
//   ada: calendar 2026-12-03 14:00                                  (to a question for an instant) picks it from the calendar, which knows UTC here
//   eve joins #oci-private, eve leaves #oci-private
//   #oci-private is shared with T0FAR, unshared, archived, unarchived, public, moved, renamed to #x
//   eve lives in Asia/Tokyo, eve is deactivated
//   share #x, publish-room #x                                       as the terminal has them
import { readPlace } from '../../src/platforms/terminal/story.ts';

export type RoomChange =
  | { readonly type: 'shared'; readonly team: string }
  | { readonly type: 'unshared' | 'archived' | 'unarchived' | 'public' | 'moved' }
  | { readonly type: 'renamed'; readonly to: string };

export type SlackLine =
  | { readonly type: 'home'; readonly by: string }
  | { readonly type: 'at-home'; readonly by: string; readonly button: number }
  | { readonly type: 'global-shortcut'; readonly by: string; readonly name: string }
  | {
      readonly type: 'message-shortcut';
      readonly by: string;
      readonly room: string;
      readonly name: string;
      readonly author: string;
      readonly text: string;
    }
  | { readonly type: 'thread'; readonly by: string; readonly text: string }
  | { readonly type: 'picks'; readonly by: string; readonly typed: string }
  | { readonly type: 'joins' | 'leaves'; readonly by: string; readonly room: string }
  | { readonly type: 'room'; readonly room: string; readonly change: RoomChange }
  | { readonly type: 'lives'; readonly by: string; readonly zone: string }
  | { readonly type: 'deactivated'; readonly by: string };

const who = '([a-z0-9][a-z0-9._-]*(?:@[a-z0-9-]+)?)';
const room = '(#[a-z0-9][a-z0-9._-]*)';

type Reading = readonly [RegExp, (...parts: string[]) => SlackLine];

const readings: readonly Reading[] = [
  [line(`${who} opens home`), (by) => ({ type: 'home', by })],
  [line(`${who} at home: (\\d+)`), (by, button) => ({ type: 'at-home', by, button: Number(button) })],
  [line(`${who} uses "([^"]+)"`), (by, name) => ({ type: 'global-shortcut', by, name })],
  [
    line(`${who} in ${room} uses "([^"]+)" on ${who}: (.*)`),
    (by, room, name, author, text) => ({ type: 'message-shortcut', by, room, name, author, text }),
  ],
  [line(`${who} in thread: (.*)`), (by, text) => ({ type: 'thread', by, text })],
  [line(`${who} picks (.*)`), (by, typed) => ({ type: 'picks', by, typed })],
  [line(`${who} joins ${room}`), (by, room) => ({ type: 'joins', by, room })],
  [line(`${who} leaves ${room}`), (by, room) => ({ type: 'leaves', by, room })],
  [line(`${who} lives in ([A-Za-z]+/\\S+)`), (by, zone) => ({ type: 'lives', by, zone })],
  [line(`${who} is deactivated`), (by) => ({ type: 'deactivated', by })],
  [line(`${room} is shared with (T[A-Z0-9]+)`), (room, team) => ({ type: 'room', room, change: { type: 'shared', team } })],
  [line(`${room} is renamed to ${room}`), (room, to) => ({ type: 'room', room, change: { type: 'renamed', to } })],
  ...(['unshared', 'archived', 'unarchived', 'public', 'moved'] as const).map(
    (type): Reading => [line(`${room} is ${type}`), (room) => ({ type: 'room', room, change: { type } })],
  ),
];

function line(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

/** A line that only a story on Slack has; null when it is none. */
export function parseSlackLine(text: string): SlackLine | null {
  for (const [pattern, read] of readings) {
    const parts = pattern.exec(text)?.slice(1);
    if (parts !== undefined) return read(...parts);
  }
  return null;
}

/** Who is named in a line, so that they are known before it is played. */
export function peopleIn(said: SlackLine): string[] {
  const author = said.type === 'message-shortcut' ? [said.author] : [];
  return 'by' in said ? [said.by, ...author] : [];
}

/** The terminal's own lines that open a room, and what it prints then. */
export function parseOpening(text: string): { room: string; change: RoomChange; told: string } | null {
  const [, how, name = ''] = /^(share|publish-room) (#\S+)$/.exec(text) ?? [];
  if (how === undefined || readPlace(name) === null) return null;
  return how === 'share'
    ? { room: name, change: { type: 'shared', team: 'T0FAR' }, told: `  (${name} is now shared with another organisation)` }
    : { room: name, change: { type: 'public' }, told: `  (${name} is now open to everybody)` };
}
