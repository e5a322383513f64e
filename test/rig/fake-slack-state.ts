// What a Slack workspace holds.
import type { Json } from '../../src/platforms/slack/payload.ts';

export type FakeUser = { readonly id: string; readonly name: string; readonly tz: string | null };
export type FakeChannel = {
  readonly id: string;
  readonly name: string;
  is_private: boolean;
  is_archived: boolean;
  is_shared: boolean;
  is_org_shared: boolean;
  is_ext_shared: boolean;
  is_pending_ext_shared: boolean;
  readonly members: Set<string>;
  /** The other side of a direct message; null in a channel. */
  readonly user: string | null;
};
export type FakeMessage = {
  readonly channel: string;
  readonly ts: string;
  /** Who alone sees it, when it is ephemeral. */
  readonly only: string | null;
  text: string;
  blocks: readonly unknown[];
  metadata: unknown;
  pinned: boolean;
};
export type FakeView = { readonly id: string; readonly user: string; readonly view: Json };

/** What happened, in order; `before` are the blocks that an edit replaced. */
export type Happening =
  | { readonly type: 'posted' | 'deleted'; readonly message: FakeMessage; readonly blocks: readonly unknown[] }
  | { readonly type: 'edited'; readonly message: FakeMessage; readonly before: readonly unknown[]; readonly blocks: readonly unknown[] }
  | { readonly type: 'opened'; readonly opened: FakeView };

export type Workspace = {
  readonly team: string;
  readonly enterprise: string | null;
  readonly bot: { readonly user: string; readonly id: string };
  readonly scopes: Set<string>;
  readonly users: Map<string, FakeUser>;
  readonly channels: Map<string, FakeChannel>;
  readonly messages: FakeMessage[];
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
  };
  const made: FakeChannel = { ...defaults, members: new Set([slack.bot.user]), user: null, ...channel };
  slack.channels.set(made.id, made);
  return made;
}

/** The direct message between the bot and a user. */
export function directOf(slack: Workspace, user: string): FakeChannel {
  const known = [...slack.channels.values()].find((channel) => channel.user === user);
  return known ?? addChannel(slack, { id: `D${user.slice(1)}`, name: user, user, members: new Set([slack.bot.user, user]) });
}
