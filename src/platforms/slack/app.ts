// Slack as a platform: Bolt for what comes in, the Web API for what goes out.
import { App, webApi } from '@slack/bolt';
import { type Choices, type Platform, type Receive, SendFailure } from '../platform.ts';
import { boltLogger, type SlackLog } from './bolt-log.ts';
import { failureOf } from './failures.ts';
import type { Home } from './heard.ts';
import { acknowledgedAfterwards, type CheckForm, listen } from './listen.ts';
import { httpReceiver, portOf, socketReceiver } from './receivers.ts';
import { renderHome, renderPages } from './render.ts';
import { slackSender } from './send.ts';
import { type Workspace, type Workspaces, workspacesOver } from './workspaces.ts';

export type SlackOptions = {
  readonly botToken: string;
  /** `socket` needs an app token, `http` a signing secret. */
  readonly mode: 'socket' | 'http';
  readonly signingSecret?: string | undefined;
  readonly appToken?: string | undefined;
  /** For `http`; 0 lets the system choose. */
  readonly port?: number | undefined;
  /** The slash command, `/embargo` where it is not given. Slack gives a name to whoever installed it last. */
  readonly command?: string | undefined;
  /** For tests: where the Web API is, instead of Slack. */
  readonly apiUrl?: string | undefined;
  readonly requestTimeoutMs?: number | undefined;
  /** For tests: how long to wait before a lost socket is opened again. */
  readonly reconnectMs?: number | undefined;
  readonly log: SlackLog;
  readonly check: CheckForm;
  readonly choices: Choices;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

export const defaultCommand = '/embargo';
const requestTimeoutMsDefault = 10_000;
const httpPortDefault = 3000;

/**
 * The platform for one workspace. `start` throws SendFailure when Slack cannot be reached or refuses the token;
 * `port` is where it listens in HTTP mode. Throws at once when the secret that its mode needs is missing.
 */
export function createSlack(options: SlackOptions): Platform & { readonly port: () => number | null } {
  const { log } = options;
  const client = new webApi.WebClient(options.botToken, clientOptions(options));
  let installed: readonly Workspace[] = [];
  const workspaces = workspacesOver(async () => installed);
  const transport = options.mode === 'http' ? overHttp(options) : overSocket(options);
  return {
    name: 'slack',
    // chat.postMessage takes about one post a second in each channel: https://docs.slack.dev/apis/web-api/rate-limits
    paceMs: 1000,
    start: async (receive) => {
      const { home, botId, scopes } = await identity(client);
      installed = [{ home, client, scopes }];
      const app = new App({
        token: options.botToken,
        botId,
        botUserId: home.botUser,
        receiver: transport.receiver,
        clientOptions: clientOptions(options),
        logger: boltLogger(log),
        convoStore: false,
        developerMode: false,
      });
      hearWith(app, options, workspaces, receive);
      await transport.start();
    },
    stop: transport.stop,
    port: transport.port,
    pages: (message, { repeated, surface }) => (surface === 'home' ? [renderHome(message)] : renderPages(message, { repeated })),
    ...slackSender(workspaces, log),
  };
}

function hearWith(app: App, options: SlackOptions, { homeOf }: Workspaces, receive: Receive): void {
  const { check, choices, log, now } = options;
  app.processEvent = acknowledgedAfterwards(app.processEvent.bind(app));
  app.error(async (error) => {
    log('slack-listener-failed', { code: error.code });
    throw error;
  });
  listen(app, options.command ?? defaultCommand, { homeOf, receive, check, choices, log, now });
}

/** The bot's own ids. They are read once and handed to Bolt, which would otherwise ask for them at every event. */
async function identity(client: webApi.WebClient): Promise<{ home: Home; botId: string; scopes: ReadonlySet<string> }> {
  const answer = await client.auth.test().catch((error: unknown) => {
    throw failureOf(error);
  });
  const { team_id, enterprise_id = null, is_enterprise_install, user_id, bot_id, response_metadata } = answer;
  if (team_id === undefined || user_id === undefined || bot_id === undefined) throw new SendFailure('again', 'not_a_bot_token');
  const owner = is_enterprise_install === true ? (enterprise_id ?? team_id) : team_id;
  const home = { owner, team: team_id, enterprise: enterprise_id, botUser: user_id };
  return { home, botId: bot_id, scopes: new Set(response_metadata?.scopes) };
}

// The outbox does the retrying: the client's own retries would post twice, and would hold up a leak alert behind one slow channel.
function clientOptions(options: SlackOptions): webApi.WebClientOptions {
  return {
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: options.requestTimeoutMs ?? requestTimeoutMsDefault,
    logger: boltLogger(options.log),
  };
}

function overHttp(options: SlackOptions) {
  if (!options.signingSecret) throw new Error('Slack over HTTP needs a signing secret');
  const receiver = httpReceiver(options.signingSecret, options.log);
  let port: number | null = null;
  return {
    receiver,
    start: async (): Promise<void> => {
      port = portOf(await receiver.start(options.port ?? httpPortDefault));
    },
    stop: async (): Promise<void> => {
      if (port !== null) await receiver.stop();
      port = null;
    },
    port: () => port,
  };
}

function overSocket(options: SlackOptions) {
  if (!options.appToken) throw new Error('Slack over a socket needs an app token');
  const { apiUrl, reconnectMs, log } = options;
  const timeoutMs = options.requestTimeoutMs ?? requestTimeoutMsDefault;
  const { receiver, stop } = socketReceiver({ appToken: options.appToken, apiUrl, timeoutMs, reconnectMs, log });
  return {
    receiver,
    start: async (): Promise<void> => {
      await receiver.start();
    },
    stop,
    port: () => null,
  };
}
