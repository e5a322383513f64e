// What comes back of a modal: the way back from modal.ts and inputs.ts.
import { type RoomId, roomId } from '../../../domain/values/ids.ts';
import { formCallback } from '../outbound/inputs.ts';
import { type Json, object, string } from '../payload.ts';
import { storable } from '../text.ts';
import { utcWords } from '../time.ts';

/** Where a form was asked for, and what it completes. */
export type Carried = { readonly words: string; readonly room: RoomId | null; readonly thread?: string };
export type Submission = Carried & { readonly values: Readonly<Record<string, string>> };

/** What a submitted view holds; a field that was left empty is not among the values. Null when the view is none of ours. */
export function readSubmission(view: unknown): Submission | null {
  const carried = readCarried(view);
  if (carried === null) return null;
  const inputs = object(object(object(view).state).values);
  const values = Object.keys(inputs).flatMap((block) => {
    const value = entered(inputs[block]);
    return value === null ? [] : [[block, storable(value)] as const];
  });
  return { ...carried, values: Object.fromEntries(values) };
}

/** What a view of ours carries along; null when it is none. */
export function readCarried(view: unknown): Carried | null {
  const { callback_id, private_metadata } = object(view);
  if (callback_id !== formCallback) return null;
  const { words, room: place, thread: within } = parsed(private_metadata);
  const room = place === null ? null : roomId(string(place) ?? '');
  if (typeof words !== 'string' || (room === null && place !== null)) return null;
  const thread = string(within);
  return { words, room, ...(thread === null ? {} : { thread }) };
}

/** The value of one field: a person, an instant, a box that is ticked, an option or a text. */
function entered(input: unknown): string | null {
  const { selected_user, selected_date_time, selected_options, selected_option, value } = object(stateOf(input));
  const user = string(selected_user);
  if (user !== null) return `<@${user}>`;
  const picked = secondsIn(selected_date_time);
  if (picked !== null) return utcWords(picked * 1000);
  const [ticked] = Array.isArray(selected_options) ? selected_options : [];
  return string(value) ?? string(object(selected_option ?? ticked).value);
}

/** A block of ours has one element, whatever it is called. */
const stateOf = (input: unknown): unknown => Object.values(object(input))[0];

function secondsIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 1e10 ? value : null;
}

function parsed(text: unknown): Json {
  try {
    return object(JSON.parse(string(text) ?? ''));
  } catch {
    return {};
  }
}
