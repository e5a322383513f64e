// The app's description for Slack, made from what the code uses. Whoever installs the bot pastes it, so it asks for the least.
import { defaultCommand } from './app.ts';
import { requestPath } from './receivers.ts';

/** Each scope, why it is asked for, and the calls and listeners that need it. A test finds every one of them in the source. */
export const botScopes: readonly { readonly scope: string; readonly why: string; readonly uses: readonly string[] }[] = [
  { scope: 'commands', why: 'the slash command, buttons and forms', uses: ['app.command'] },
  {
    scope: 'chat:write',
    why: 'posting, editing and taking back its own messages',
    uses: ['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'chat.delete'],
  },
  { scope: 'groups:read', why: 'seeing whether a room is private before anything is said in it', uses: ['conversations.info'] },
  { scope: 'im:write', why: 'direct messages, for what one person alone may hear', uses: ['conversations.open'] },
  { scope: 'app_mentions:read', why: 'commands in threads, where slash commands do not work', uses: ['app.event'] },
  { scope: 'pins:write', why: 'pinning the status card', uses: ['pins.add'] },
];

/** Calls that need no scope. */
export const withoutScope: readonly string[] = ['auth.test', 'views.open', 'app.action', 'app.view'];

/**
 * The manifest as an object for JSON (https://docs.slack.dev/reference/app-manifest). `command` with its slash; `url` is the public
 * address of the bot without a path, for HTTP mode. Throws when HTTP mode has no url, or when Slack would not take the command's name.
 */
export function slackManifest(options: { readonly command?: string; readonly mode: 'socket' | 'http'; readonly url?: string }): object {
  const command = options.command ?? defaultCommand;
  if (!/^\/[a-z0-9_-]{1,31}$/.test(command)) throw new Error('a slash command is a slash and up to 31 small letters, digits, - or _');
  const address = addressOf(options.mode, options.url);
  return {
    display_information: {
      name: 'embargo-bot',
      description: "Keeps a disclosure list's embargoes: dates, terms, patch testing, reminders, disclosure.",
    },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'embargo', always_online: true },
      slash_commands: [
        {
          command,
          ...(address === null ? {} : { url: address }),
          description: 'Embargoes of this disclosure list',
          usage_hint: 'create | status | ack | date | review | owe | help',
          // Mentions arrive as ids then, not as names that somebody else could take.
          should_escape: true,
        },
      ],
    },
    oauth_config: { scopes: { bot: botScopes.map(({ scope }) => scope) } },
    settings: {
      event_subscriptions: { ...(address === null ? {} : { request_url: address }), bot_events: ['app_mention'] },
      interactivity: { is_enabled: true, ...(address === null ? {} : { request_url: address }) },
      org_deploy_enabled: false,
      socket_mode_enabled: options.mode === 'socket',
      token_rotation_enabled: false,
    },
  };
}

function addressOf(mode: 'socket' | 'http', url: string | undefined): string | null {
  if (mode === 'socket') return null;
  if (url === undefined) throw new Error('HTTP mode needs the public address of the bot');
  return new URL(requestPath, url).href;
}
