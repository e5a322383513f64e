// The app's description for Slack, made from what the code uses. Whoever installs the bot pastes it, so it asks for the least.
import { defaultCommand } from '../app.ts';
import { botEvents } from '../inbound/events.ts';
import { requestPath } from '../inbound/receivers.ts';
import { shortcuts } from '../inbound/shortcuts.ts';
import { botScopes, evictScopes, historyScopes } from './scopes.ts';

export type ManifestOptions = {
  /** With its slash; `/embargo` where it is not given. */
  readonly command?: string;
  readonly mode: 'socket' | 'http';
  /** The public address of the bot, without a path: needed for HTTP, and for `oauth`. */
  readonly url?: string;
  /** For several workspaces, which install the app by themselves: a page to come back to, tokens that expire, organisations as a whole. */
  readonly oauth?: boolean;
  /** Asks for the scopes that let the bot look up what it posted. */
  readonly history?: boolean;
  /** Asks for the scope that lets the bot take people out of rooms. */
  readonly evict?: boolean;
};

/** Where Slack sends people back to who install the app. */
export const redirectPath = '/slack/oauth_redirect';

/**
 * The manifest as an object for JSON (https://docs.slack.dev/reference/app-manifest). Throws an Error for people to read when an address
 * is needed and none is given, or when Slack would not take the command's name.
 */
export function slackManifest(options: ManifestOptions): object {
  const { command = defaultCommand, mode, url, oauth = false, history = false, evict = false } = options;
  if (!/^\/[a-z0-9_-]{1,31}$/.test(command))
    throw new Error('a slash command has to be a slash and up to 31 lower-case letters, digits, - or _');
  const asked = [...botScopes, ...(history ? historyScopes : []), ...(evict ? evictScopes : [])];
  const request = mode === 'http' ? addressOf(url, requestPath, 'HTTP mode') : null;
  return {
    display_information: {
      name: 'embargo-bot',
      description: "Keeps a disclosure list's embargoes: dates, terms, patch testing, reminders, disclosure.",
    },
    features: featuresOf(command, request),
    oauth_config: {
      ...(oauth ? { redirect_urls: [addressOf(url, redirectPath, 'OAuth')] } : {}),
      scopes: { bot: asked.map(({ scope }) => scope) },
    },
    settings: {
      event_subscriptions: { ...given('request_url', request), bot_events: botEvents },
      interactivity: { is_enabled: true, ...given('request_url', request), ...given('message_menu_options_url', request) },
      org_deploy_enabled: oauth,
      socket_mode_enabled: mode === 'socket',
      token_rotation_enabled: oauth,
    },
  };
}

/** The link that opens Slack's form for a new app with everything filled in (https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests). */
export function manifestLink(manifest: object): string {
  return `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(JSON.stringify(manifest))}`;
}

function featuresOf(command: string, request: string | null): object {
  return {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 'embargo', always_online: true },
    shortcuts: shortcuts.map(({ name, type, callback_id, description }) => ({ name, type, callback_id, description })),
    slash_commands: [
      {
        command,
        ...given('url', request),
        description: 'Embargoes of this disclosure list',
        usage_hint: 'create | status | ack | date | review | todo | report | help',
        // Mentions arrive as ids then, not as names that somebody else could take.
        should_escape: true,
      },
    ],
  };
}

const given = (name: string, value: string | null): object => (value === null ? {} : { [name]: value });

function addressOf(url: string | undefined, path: string, what: string): string {
  if (url === undefined) throw new Error(`${what} needs the public address of the bot`);
  return new URL(path, url).href;
}
