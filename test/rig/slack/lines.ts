// What a story on Slack may say besides what is typed: the ways in that no terminal has, and what happens to rooms and people.
//
//   ada opens home                                                  looks at her App Home, which is shown whole; later changes of it as edits
//   ada at home: 2                                                  presses button [2] of it
//   ada uses "Report a leak…"                                       a global shortcut
//   ada in #oci-private uses "Add to embargo timeline" on bob: Hi   a message shortcut, on what bob writes there just before
//   ada in thread: status                                           mentions the bot in the thread of something that she writes just before
//   ada types to the bot: status                                    in its Messages tab; `ada edits it: status` edits the last such message
//   ada picks quiet                                                 types so much into the open form's select, and picks the first that is offered
//   ada sends it                                                    sends the open form as it stands
//   ada: 2026-12-03 14:00 UTC                                       (to a question for an instant) picks it from the calendar, which knows UTC here
//   #oci-private is moved, #oci-private is renamed to #x            and all that the terminal has of rooms (rooms.ts): eve joins #x, #x is archived, …
//   bot leaves #oci-private, bot joins #oci-private
//   eve lives in Asia/Tokyo, eve is deactivated
import { type RoomChange as Change, farTeam, readRoomLine } from '../../../src/platforms/terminal/rooms.ts';

export type RoomChange = Change | { readonly type: 'moved' } | { readonly type: 'renamed'; readonly to: string };

export type SlackLine =
  | { readonly type: 'home' | 'sends'; readonly by: string }
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
  | { readonly type: 'thread' | 'types' | 'edits'; readonly by: string; readonly text: string }
  | { readonly type: 'picks'; readonly by: string; readonly typed: string }
  | { readonly type: 'room'; readonly room: string; readonly change: RoomChange; readonly told: readonly string[] }
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
  [line(`${who} types to the bot: (.*)`), (by, text) => ({ type: 'types', by, text })],
  [line(`${who} edits it: (.*)`), (by, text) => ({ type: 'edits', by, text })],
  [line(`${who} sends it`), (by) => ({ type: 'sends', by })],
  [line(`${who} picks (.*)`), (by, typed) => ({ type: 'picks', by, typed })],
  [line(`${who} lives in ([A-Za-z]+/\\S+)`), (by, zone) => ({ type: 'lives', by, zone })],
  [line(`${who} is deactivated`), (by) => ({ type: 'deactivated', by })],
  [line(`${room} is renamed to ${room}`), (room, to) => ({ type: 'room', room, change: { type: 'renamed', to }, told: [] })],
  [line(`${room} is moved`), (room) => ({ type: 'room', room, change: { type: 'moved' }, told: [] })],
  [line(`bot leaves ${room}`), (room) => ({ type: 'room', room, change: { type: 'left', who: 'bot' }, told: [] })],
  [line(`bot joins ${room}`), (room) => ({ type: 'room', room, change: { type: 'joined', who: 'bot' }, told: [] })],
  // The terminal's own, and what it prints then.
  [
    line(`share ${room}`),
    (room) => ({
      type: 'room',
      room,
      change: { type: 'shared', team: farTeam },
      told: [`  (${room} is now shared with another organization)`],
    }),
  ],
  [line(`publish-room ${room}`), (room) => ({ type: 'room', room, change: { type: 'public' }, told: [`  (${room} is now public)`] })],
];

function line(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

/** A line of a story that nobody types; null when it is none. */
export function parseSlackLine(text: string): SlackLine | null {
  for (const [pattern, read] of readings) {
    const parts = pattern.exec(text)?.slice(1);
    if (parts !== undefined) return read(...parts);
  }
  const happened = readRoomLine(text);
  return happened === null ? null : { type: 'room', ...happened, told: [] };
}

/** Who is named in a line, so that they are known before it is played. */
export function peopleIn(said: SlackLine): string[] {
  if (said.type === 'room') return 'who' in said.change && said.change.who !== 'bot' ? [said.change.who] : [];
  return said.type === 'message-shortcut' ? [said.by, said.author] : [said.by];
}
