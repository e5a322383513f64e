// The written form of a conversation: what the terminal platform reads and prints, what tests replay on every platform, what the README shows.
//
//   # a remark
//   ada in #oci-private: /embargo create      somebody speaks in a room
//   ada: runc                                 the same person, where they last spoke (or an answer to an open form)
//   bob in direct: owe                        a direct message to the bot
//   bob: 2                                    presses button [2] of the last message with buttons that bob sees: in rooms where he spoke, or
//                                             sent to him. An edit makes a direct message the last one, a message in a room not
//   clock: 2024-01-17T09:00Z                  sets the clock; what is due on the way is said on the way
//   clock: +7d
//   bot → #oci-private: …                     what the bot said: indented lines belong to it. Skipped when a story is played
//   bot → #oci-private (thread of keen-toad): …   the same in the thread of a post that begins so
import { waysToAnswer } from '../../chat/message/questions.ts';

export type Place = { readonly type: 'room'; readonly name: string } | { readonly type: 'direct' };

export type StoryLine =
  | { readonly type: 'said'; readonly by: string; readonly place: Place | null; readonly text: string }
  | { readonly type: 'clock'; readonly to: string }
  | { readonly type: 'heard-before' };

const persona = '[a-z0-9][a-z0-9._-]*(?:@[a-z0-9-]+)?';
const place = 'direct|#[a-z0-9][a-z0-9._-]*';
const personaPattern = new RegExp(`^${persona}$`);
const placePattern = new RegExp(`^(?:${place})$`);
const saidPattern = new RegExp(`^(${persona})(?: in (${place}))?:(?: (.*))?$`);
// Words that begin a line of another kind.
const notPersonas: readonly string[] = ['bot', 'clock'];

/** Whether somebody in a story may be called that. */
export function isPersona(name: string): boolean {
  return personaPattern.test(name) && !notPersonas.includes(name);
}

/** `direct` or `#oci-private` as a place; null when it is neither. */
export function readPlace(text: string): Place | null {
  if (!placePattern.test(text)) return null;
  return text === 'direct' ? { type: 'direct' } : { type: 'room', name: text };
}

/** A place as a story writes it. */
export function placeText(place: Place): string {
  return place.type === 'direct' ? 'direct' : place.name;
}

/** One line of a story; null when it is none of its forms. Indented lines, remarks, empty lines and the bot's own are `heard-before`. */
export function parseStoryLine(line: string): StoryLine | null {
  if (/^\s|^#|^$|^bot [→✎]/.test(line)) return { type: 'heard-before' };
  const clock = /^clock:? (.+)$/.exec(line);
  if (clock?.[1] !== undefined) return { type: 'clock', to: clock[1].trim() };
  const [, by, where, text = ''] = saidPattern.exec(line) ?? [];
  if (by === undefined || !isPersona(by)) return null;
  return { type: 'said', by, place: where === undefined ? null : readPlace(where), text };
}

/** What somebody said as a line of a story. `place` only where it is another than where they last spoke. */
export function saidLine(by: string, place: Place | null, text: string): string {
  return `${by}${place === null ? '' : ` in ${placeText(place)}`}: ${text}`.trimEnd();
}

/** Where a post went, as a transcript names it: `#oci-private`, `bob`, or `bob in #oci-private` for what only bob sees there. */
export type Towards = { readonly room: string | null; readonly person: string | null };

function towards(to: Towards): string {
  if (to.person === null) return to.room ?? '?';
  return to.room === null ? to.person : `${to.person} in ${to.room}`;
}

/** Behind a room's name, that something stands in the thread of a post that begins so; null: in none. */
export function threadText(title: string | null): string {
  return title === null ? '' : title === '' ? ' (thread)' : ` (thread of ${title})`;
}

/** A post as transcript lines: the first after the arrow, the others indented. */
export function posted(to: Towards, lines: readonly string[]): string[] {
  return [`bot → ${towards(to)}: ${lines[0] ?? ''}`, ...lines.slice(1).map((line) => `  ${line}`)];
}

/** An edit as transcript lines: the post's first line, which names it, and what is new. An edit that adds nothing that can be read is not shown. */
export function edited(to: Towards, before: readonly string[], after: readonly string[]): string[] {
  const known = new Set(before);
  const changed = after.filter((line) => !known.has(line));
  if (changed.length === 0) return [];
  // Whoever is asked something in private sees what they can press, the same as before or not.
  const shown = new Set([...after.slice(0, 1), ...changed, ...(to.room === null ? after.filter((line) => line.startsWith('[1] ')) : [])]);
  const [title = '', ...rest] = after.filter((line) => shown.has(line));
  return [`bot ✎ ${towards(to)}: ${title}`, ...rest.map((line) => `  ${line}`)];
}

/** An opened form as transcript lines: what is wrong, and what can be answered besides. Its questions follow one by one, each as `question` gives it. */
export function formOpened(person: string, title: string, errors: readonly string[]): string[] {
  return [`bot → ${person} (form): ${title}`, ...errors.map((error) => `  ! ${error}`), `  (${waysToAnswer})`];
}
