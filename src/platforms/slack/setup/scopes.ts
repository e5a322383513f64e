// What the app asks a workspace for: the least that its calls and events need. The manifest, docs/slack.md and the doctor read these tables.

export type BotScope = {
  readonly scope: string;
  readonly why: string;
  /** What the app could see or do with it at most. */
  readonly cost: string;
  /** The calls and listeners that need it; a test finds them in the source. https://docs.slack.dev/reference/methods names the scope of each. */
  readonly uses: readonly string[];
  /** The events that need it: https://docs.slack.dev/reference/events names the scopes of each. */
  readonly events: readonly string[];
};

/** What every installation asks for. */
export const botScopes: readonly BotScope[] = [
  {
    scope: 'commands',
    why: 'the slash command, the shortcuts, buttons and forms',
    cost: 'it reads what people type after its command, and the one message its shortcut is used on',
    uses: ['app.command', 'app.shortcut'],
    events: [],
  },
  {
    scope: 'chat:write',
    why: 'posting, editing and deleting its own messages',
    cost: "it can post where it's invited",
    uses: ['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'chat.delete'],
    events: [],
  },
  {
    scope: 'groups:read',
    why: 'checking whether a room is private and who is in it before posting there',
    cost: "it sees the name, settings and members of private channels it's invited to",
    uses: ['conversations.info', 'conversations.members'],
    events: [
      'channel_shared',
      'channel_unshared',
      'channel_id_changed',
      'member_joined_channel',
      'member_left_channel',
      'group_archive',
      'group_unarchive',
      'group_rename',
      'group_deleted',
      'group_left',
    ],
  },
  {
    scope: 'im:write',
    why: 'direct messages, for what only one person may see',
    cost: 'it can send a direct message to anyone',
    uses: ['conversations.open'],
    events: [],
  },
  {
    scope: 'app_mentions:read',
    why: "commands in threads, where slash commands don't work",
    cost: 'it reads the messages that mention it',
    uses: ['app.event'],
    events: ['app_mention'],
  },
  {
    scope: 'im:history',
    why: 'reading what people type in its Messages tab; not posting twice there after a crash',
    cost: 'it reads what people write to it directly, not what they write to each other',
    uses: ['app.event', 'conversations.history'],
    events: ['message.im'],
  },
  {
    scope: 'files:read',
    why: 'hashing a file someone sends to the bot directly, such as a patch',
    cost: "it can read files in conversations it's in; it fetches only what members send to it directly",
    uses: ['files.info'],
    events: [],
  },
  {
    scope: 'files:write',
    why: 'sending texts and records as files',
    cost: "it can upload files and delete its own, where it's invited or in direct messages",
    uses: ['files.getUploadURLExternal', 'files.completeUploadExternal'],
    events: [],
  },
  {
    scope: 'users:read',
    why: "people's time zones, and noticing deactivated accounts",
    cost: "it sees everyone's name and time zone in the workspace, not their email address",
    uses: ['users.info', 'bots.info'],
    events: ['user_change'],
  },
  {
    scope: 'pins:write',
    why: 'pinning the status card',
    cost: "it can pin and unpin where it's invited",
    uses: ['pins.add'],
    events: [],
  },
];

/** What is asked for with `--history` alone: whether a message was posted can then be looked up after a crash, instead of marking it. */
export const historyScopes: readonly BotScope[] = [
  {
    scope: 'groups:history',
    why: 'checking after a crash whether a message was posted, to avoid posting it twice',
    cost: "it can read everything in private channels it's invited to",
    uses: ['conversations.history', 'conversations.replies'],
    events: [],
  },
];

/** What is asked for with `--evict` alone: whoever is taken off a list is taken out of its rooms by the bot then, instead of by a coordinator. */
export const evictScopes: readonly BotScope[] = [
  {
    scope: 'groups:write',
    why: 'removing people who left the list from its rooms at once',
    cost: "it can rename and archive private channels it's invited to, add and remove people, and create new ones",
    uses: ['conversations.kick'],
    events: [],
  },
];

/** What may be granted or not. */
export const optionalScopes: readonly BotScope[] = [...historyScopes, ...evictScopes];

/** Calls and listeners that need no scope of the bot's. */
export const withoutScope: readonly string[] = [
  'auth.test',
  'oauth.v2.access',
  'views.open',
  'views.update',
  'views.publish',
  'app.action',
  'app.view',
  'app.options',
];

/** Calls that another token makes than the bot's, with its setting: Socket Mode's own, and the doctor's. */
export const byOtherTokens = { 'apps.connections.open': 'SLACK_APP_TOKEN', 'apps.manifest.export': 'SLACK_CONFIG_TOKEN' } as const;

/** Events that need no scope. */
export const eventsWithoutScope: readonly string[] = ['app_home_opened', 'app_uninstalled', 'tokens_revoked'];
