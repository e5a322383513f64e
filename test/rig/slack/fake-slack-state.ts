// What a Slack workspace holds.
import type { Json } from '../../../src/platforms/slack/payload.ts';

/** `deleted`: their account is closed. `shownAs`: the display name, where it is another than the handle. */
export type FakeUser = {
  readonly id: string;
  readonly name: string;
  readonly tz: string | null;
  readonly shownAs?: string;
  deleted: boolean;
  readonly is_bot: boolean;
};
export type FakeChannel = {
  readonly id: string;
  name: string;
  is_private: boolean;
  is_archived: boolean;
  is_shared: boolean;
  is_org_shared: boolean;
  is_ext_shared: boolean;
  is_pending_ext_shared: boolean;
  /** The other organisations that read along, and those that are invited to. */
  teams: readonly string[];
  invited: readonly string[];
  readonly members: Set<string>;
  /** The other side of a direct message; null in a channel. */
  readonly user: string | null;
};
export type FakeMessage = {
  channel: string;
  readonly ts: string;
  /** Who wrote it: the bot's user, or somebody's. */
  readonly user: string;
  /** The message whose thread it stands in. */
  readonly thread: string | null;
  /** When it was last edited, as Slack writes an instant. */
  editedTs: string | null;
  /** Who alone sees it, when it is ephemeral. */
  readonly only: string | null;
  text: string;
  blocks: readonly unknown[];
  metadata: unknown;
  pinned: boolean;
  /** The files that were shared with it. */
  readonly files?: readonly FakeFile[];
};
export type FakeFile = {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly url: string;
  readonly content: Uint8Array;
};
export type FakeView = { readonly id: string; readonly user: string; readonly externalId: string | null; view: Json; hash: string };

/** What happened, in order; `before` are the blocks that an edit replaced. */
export type Happening =
  | { readonly type: 'posted' | 'deleted'; readonly message: FakeMessage; readonly blocks: readonly unknown[] }
  | { readonly type: 'edited'; readonly message: FakeMessage; readonly before: readonly unknown[]; readonly blocks: readonly unknown[] }
  /** A modal was opened, or another was put in its place. */
  | { readonly type: 'opened' | 'updated'; readonly opened: FakeView }
  /** Somebody's App Home was written; `before` is empty the first time. */
  | { readonly type: 'published'; readonly user: string; readonly before: readonly unknown[]; readonly blocks: readonly unknown[] };

export type Workspace = {
  readonly team: string;
  readonly enterprise: string | null;
  /** The app is installed in all of the organisation; `team` is its id then. */
  readonly everywhere: boolean;
  readonly bot: { readonly user: string; readonly id: string };
  readonly scopes: Set<string>;
  readonly users: Map<string, FakeUser>;
  readonly channels: Map<string, FakeChannel>;
  readonly messages: FakeMessage[];
  readonly views: FakeView[];
  /** What stands on each person's App Home. */
  readonly homes: Map<string, FakeView>;
  readonly files: Map<string, FakeFile>;
  /** What is being uploaded; `content` null: nothing came yet. Completed, it is among the files. */
  readonly uploads: Map<string, { readonly name: string; readonly length: number; content: Uint8Array | null }>;
  /** The host and port where its files are. */
  base: string;
  readonly triggers: Map<string, { readonly user: string; readonly at: number; used: boolean }>;
  readonly happenings: Happening[];
  readonly now: () => number;
  count: number;
};

/** A channel with the bot in it, private unless said otherwise. */
export function addChannel(slack: Workspace, channel: Partial<FakeChannel> & { readonly id: string; readonly name: string }): FakeChannel {
  const defaults = {
    is_private: true,
    is_archived: false,
    is_shared: false,
    is_org_shared: false,
    is_ext_shared: false,
    is_pending_ext_shared: false,
    teams: [],
    invited: [],
  };
  const made: FakeChannel = { ...defaults, members: new Set([slack.bot.user]), user: null, ...channel };
  slack.channels.set(made.id, made);
  return made;
}

/** The next instant as Slack writes one: seconds, and a count that tells two of the same second apart. */
export function nextTs(slack: Workspace): string {
  slack.count += 1;
  return `${Math.floor(slack.now() / 1000)}.${String(slack.count).padStart(6, '0')}`;
}

/** A message of somebody's, as they would type it. */
export function say(slack: Workspace, channel: string, user: string, text: string, thread: string | null = null): FakeMessage {
  // Its own count, so that a link to it reads the same however much the bot said before.
  const said = slack.messages.filter((other) => other.user !== slack.bot.user).length + 1;
  const message: FakeMessage = {
    channel,
    ts: `${Math.floor(slack.now() / 1000)}.${String(900_000 + said)}`,
    user,
    thread,
    editedTs: null,
    only: null,
    text,
    blocks: [],
    metadata: undefined,
    pinned: false,
  };
  slack.messages.push(message);
  return message;
}

/** The direct message between the bot and a user. */
export function directOf(slack: Workspace, user: string): FakeChannel {
  const known = [...slack.channels.values()].find((channel) => channel.user === user);
  return known ?? addChannel(slack, { id: `D${user.slice(1)}`, name: user, user, members: new Set([slack.bot.user, user]) });
}
