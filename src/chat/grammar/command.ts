// What a command is: words, arguments, help, to whom it is said. The table of all of them is in commands.ts.
import { authority, type EmbargoCommand } from '../../domain/embargo/commands.ts';
import { type ListCommand, listAuthority } from '../../domain/list/commands.ts';
import { isReportCommand } from '../../domain/list/reports/commands.ts';
import type { DraftKind } from '../../publish/drafts.ts';
import type { Arg, Reading, Values } from './args.ts';
import type { EmbargoQuestion, Intent } from './intent.ts';

export type Args = Readonly<Record<string, Arg>>;

/** What a command is said to; who may say it follows from the domain's tables of authority. */
export type Says =
  | { readonly to: 'embargo'; readonly type: EmbargoCommand['type'] }
  | { readonly to: 'list'; readonly type: ListCommand['type'] }
  | { readonly to: 'create' }
  /** Also by people who are on no list. */
  | { readonly to: 'leak' }
  /** To somebody's order that waits for a second approval. */
  | { readonly to: 'order' }
  /** What somebody says of themselves: on a list (`member`), or wherever they are. */
  | { readonly to: 'self'; readonly by: 'member' | 'anybody' }
  /** A question about one embargo (`know`), about a list (`member`), or none of these (`anybody`). */
  | { readonly to: 'ask'; readonly by: 'know' | 'member' | 'coordinator' | 'anybody' };

export type Command = {
  readonly words: string;
  /** Others that mean the same, each as many as `words` are. No help shows them. */
  readonly aliases?: readonly string[];
  /**
   * Asked once more before it is done: an order to an embargo, by its codename; or only where the codename was not said; or where its `date` was not given
   * as a full instant.
   */
  readonly confirm?: 'always' | 'unless-named' | 'unless-full';
  /** Its form is opened where nothing is said, though nothing of it is required. */
  readonly asksIfBare?: true;
  readonly help: string;
  readonly example: string;
  readonly says: Says;
  readonly args: Args;
  /** In which order a form asks, where that is another than the line's. */
  readonly asks?: readonly string[];
  readonly intent: (values: Readonly<Record<string, unknown>>, reading: Reading) => Intent;
};

type Entry<A extends Args> = Omit<Command, 'args' | 'intent'> & {
  readonly args: A;
  readonly intent: (values: Values<A>, reading: Reading) => Intent;
};

/** An entry of the table, whose `intent` is given exactly the values that its `args` describe. */
export function define<const A extends Args>(entry: Entry<A>): Command {
  // The table forgets the names and types of the arguments; the entry does not, and the parser fills them in by `args`.
  return { ...entry, intent: (values, reading) => entry.intent(values as Values<A>, reading) };
}

/** An entry for an order to an embargo. */
export function command<const A extends Args>(
  type: EmbargoCommand['type'],
  entry: Pick<Command, 'words' | 'aliases' | 'confirm' | 'asksIfBare' | 'help' | 'example'> & {
    args: A;
    intent: (values: Values<A>, reading: Reading) => EmbargoCommand;
  },
): Command {
  const { intent, ...rest } = entry;
  const toIntent = (values: Values<A>, reading: Reading): Intent => ({ to: 'embargo', command: intent(values, reading) });
  return define<A>({
    ...rest,
    says: { to: 'embargo', type },
    intent: toIntent,
  });
}

/** An entry for a question about an embargo. */
export function ask(
  type: EmbargoQuestion,
  help: string,
  words: string = type,
  aliases: readonly string[] = [],
  draft?: DraftKind | 'files',
): Command {
  const intent = (): Intent => ({ to: 'ask', query: { type, ...(draft === undefined ? {} : { draft }) } });
  return define({ words, aliases, help, example: words, says: { to: 'ask', by: 'know' }, args: {}, intent });
}

/** Whether a command is, or can be, about one embargo: the room's, the only running one, or the one whose codename is typed. */
export function aboutEmbargo({ says }: Command): boolean {
  return says.to === 'embargo' || says.to === 'leak' || (says.to === 'ask' && says.by === 'know');
}

/** Who may say a command, for people to read. */
export function whoMay({ says }: Command): string {
  const roles = (named: readonly string[]) => named.map((role) => `${role}s`).join(', ');
  switch (says.to) {
    case 'embargo': {
      const { roles: named, signed } = authority[says.type];
      return `${named === null ? 'who has a need to know' : roles(named)}${signed ? '; after `ack`' : ''}`;
    }
    case 'list': {
      const who = listAuthority[says.type];
      if (who === 'anybody' && isReportCommand({ type: says.type }))
        return says.type === 'report-vulnerability' ? 'everybody' : 'who reported it, coordinators';
      if (who === 'anybody') return says.type === 'apply' ? 'everybody' : 'applicants';
      return who === 'member' ? 'members' : who === 'admin' ? 'the people named in ADMINS, coordinators' : roles(who);
    }
    case 'create':
      return 'coordinators';
    case 'leak':
      return 'members, and everybody where a list has a room';
    case 'order':
      return 'who can use what was asked';
    case 'self':
    case 'ask':
      return { know: 'who has a need to know', member: 'members', coordinator: 'coordinators', anybody: 'everybody' }[says.by];
    default:
      return says satisfies never;
  }
}
