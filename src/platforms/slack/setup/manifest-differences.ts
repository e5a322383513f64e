// What an app's settings at Slack are, against the manifest that the code makes.
import { array, object } from '../payload.ts';

/** `lacks` is needed and not there, `differs` is there in another way, `more` is there and not needed. `at` is the field's path. */
export type Difference = { readonly type: 'lacks' | 'differs' | 'more'; readonly at: string; readonly names: readonly string[] };

// Names and descriptions are whoever's taste installs the app.
const free = /^display_information|\.(name|display_name|description|usage_hint)$/;
// Lists of things are compared thing by thing, each known by one of these.
const keys = ['command', 'callback_id'] as const;

/** Every field of ours, compared with theirs. What is only in theirs counts where it is in a list: an event, a scope, a command. */
export function manifestDifferences(ours: unknown, theirs: unknown, at = ''): Difference[] {
  if (free.test(at)) return [];
  if (Array.isArray(ours)) return listDifferences(ours, array(theirs), at);
  if (typeof ours === 'object' && ours !== null) {
    const other = object(theirs);
    return Object.entries(ours).flatMap(([key, value]) => manifestDifferences(value, other[key], at === '' ? key : `${at}.${key}`));
  }
  // Slack may leave out what is off.
  return ours === (theirs ?? false) ? [] : [{ type: 'differs', at, names: [String(ours)] }];
}

function listDifferences(ours: readonly unknown[], theirs: readonly unknown[], at: string): Difference[] {
  const [mine, other] = [ours, theirs].map((list) => new Map(list.map((item) => [nameOf(item), item])));
  if (mine === undefined || other === undefined) return [];
  const lacks = [...mine.keys()].filter((name) => !other.has(name));
  const more = [...other.keys()].filter((name) => !mine.has(name));
  const inside = [...mine].flatMap(([name, item]) =>
    typeof item === 'object' && other.has(name) ? manifestDifferences(item, other.get(name), `${at}.${name}`) : [],
  );
  return [
    ...(lacks.length === 0 ? [] : [{ type: 'lacks' as const, at, names: lacks }]),
    ...(more.length === 0 ? [] : [{ type: 'more' as const, at, names: more }]),
    ...inside,
  ];
}

function nameOf(item: unknown): string {
  if (typeof item === 'string') return item;
  const key = keys.find((each) => typeof object(item)[each] === 'string');
  return key === undefined ? JSON.stringify(item) : String(object(item)[key]);
}
