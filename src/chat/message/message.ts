// What the bot says, as data. Each platform has one pure renderer for it; JSON-safe, because it waits in the outbox.
import type { PersonId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';

/** A piece of a line. A plain string is shown letter by letter: no platform's markup is ever read in it. */
export type Inline =
  | string
  | { readonly type: 'strong'; readonly text: string }
  /** A command in it is shown with what its reader has to put in front (hints.ts), unless it is `verbatim`. */
  | { readonly type: 'code'; readonly text: string; readonly verbatim?: true }
  | { readonly type: 'link'; readonly url: string }
  /** Somebody whose name nobody here knows but the reader's own platform. Only in what one person reads: elsewhere it might call them. */
  | { readonly type: 'person'; readonly person: PersonId }
  /** Shown with its weekday in UTC, then in the reader's own zone where that is known; `soon`: without the year, which goes without saying. */
  | { readonly type: 'instant'; readonly at: Instant; readonly soon?: true };

export type Line = readonly Inline[];

/** A button that says a command: `words` are what one could have typed after `/embargo`. */
export type Action = { readonly label: string; readonly words: string; readonly style?: 'primary' | 'danger' };

export type Node =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'line'; readonly line: Line }
  | { readonly type: 'fields'; readonly rows: readonly { readonly label: string; readonly value: Line }[] }
  | { readonly type: 'list'; readonly items: readonly Line[] }
  | { readonly type: 'note'; readonly line: Line }
  /** To be copied as it stands, line by line: a record, or a text that goes public. */
  | { readonly type: 'verbatim'; readonly text: string }
  /** A rule across the message, where its platform draws one. */
  | { readonly type: 'divider' }
  | { readonly type: 'actions'; readonly actions: readonly Action[] };

/**
 * A text that goes as a file beside what is said (files.ts makes it). `name` may stand on a lock screen, as `push` may. `instead` is said where the file
 * cannot be sent: how its text is to be had then.
 */
export type MessageFile = {
  readonly name: string;
  readonly mediaType: 'text/plain' | 'application/json' | 'text/calendar';
  readonly text: string;
  readonly instead: Line;
};

/**
 * `push` is what a lock screen may show: never a title, a product, a CVE id or a person's words. `quiet`: the rest holds such things though its kind
 * does not say so, and is for the one who asked for it. `files` follow it; what is edited in place, and a personal page, have none.
 */
export type Message = {
  readonly push: string;
  readonly nodes: readonly Node[];
  readonly quiet?: true;
  readonly files?: readonly MessageFile[];
};

export const strong = (text: string): Inline => ({ type: 'strong', text });
export const code = (text: string): Inline => ({ type: 'code', text });
/** Code that nobody is told to type. */
export const verbatim = (text: string): Inline => ({ type: 'code', text, verbatim: true });
export const link = (url: string): Inline => ({ type: 'link', url });
export const someone = (person: PersonId): Inline => ({ type: 'person', person });
export const instant = (at: Instant): Inline => ({ type: 'instant', at });
/** An instant that is near, by when something is to be done. */
export const soon = (at: Instant): Inline => ({ type: 'instant', at, soon: true });

/** A message with each of its lines changed; headings and buttons stay as they are. */
export function withLines(message: Message, change: (line: Line) => Line): Message {
  const changed = (node: Node): Node => {
    switch (node.type) {
      case 'line':
      case 'note':
        return { ...node, line: change(node.line) };
      case 'fields':
        return { ...node, rows: node.rows.map((row) => ({ ...row, value: change(row.value) })) };
      case 'list':
        return { ...node, items: node.items.map(change) };
      case 'heading':
      case 'verbatim':
      case 'divider':
      case 'actions':
        return node;
      default:
        return node satisfies never;
    }
  };
  const files = message.files?.map((file) => ({ ...file, instead: change(file.instead) }));
  return { ...message, nodes: message.nodes.map(changed), ...(files === undefined ? {} : { files }) };
}

export const heading = (text: string): Node => ({ type: 'heading', text });
export const line = (...line: Inline[]): Node => ({ type: 'line', line });
export const note = (...line: Inline[]): Node => ({ type: 'note', line });
/** A text to be copied as it stands. */
export const copied = (text: string): Node => ({ type: 'verbatim', text });
export const bullets = (items: readonly Line[]): Node => ({ type: 'list', items });
export const fields = (...rows: { label: string; value: Line }[]): Node => ({ type: 'fields', rows });
export const field = (label: string, ...value: Inline[]): { label: string; value: Line } => ({ label, value });
export const divider: Node = { type: 'divider' };
export const actions = (...actions: Action[]): Node => ({ type: 'actions', actions });
