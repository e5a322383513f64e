// Slack as a platform: Bolt for what comes in, the Web API for what goes out.
import { App, type Receiver, webApi } from '@slack/bolt';
import { passing } from '../../chat/diagnosis.ts';
import { withPrefix } from '../../chat/hints.ts';
import { clockOf } from '../../domain/values/time.ts';
import { type Choices, type Platform, SendFailure, StartFailure } from '../platform.ts';
import { clientOptions, requestTimeoutMsDefault } from './client.ts';
import { failureOf } from './failures.ts';
import { boltLogger } from './inbound/bolt-log.ts';
import { acknowledgedAfterwards, type CheckForm, type Ears, listen } from './inbound/listen.ts';
import type { InstallOptions } from './inbound/receivers.ts';
import { refusingReplays } from './inbound/replays.ts';
import { type TransportOptions, transportOf } from './inbound/transport.ts';
import { openWindows } from './inbound/windows.ts';
import { installedWorkspaces, type OAuthOptions } from './installations.ts';
import { filesPages } from './outbound/files.ts';
import { slackFiles } from './outbound/read-file.ts';
import { renderHome, renderPages } from './outbound/render.ts';
import { slackSender } from './outbound/send.ts';
import { botTokenFault } from './setup/advice.ts';
import { type Workspace, type Workspaces, workspacesOver } from './workspaces.ts';

export type SlackOptions = TransportOptions & {
  /** For one workspace. */
  readonly botToken?: string | undefined;
  /** For as many as install the app, instead of a token. */
  readonly oauth?: OAuthOptions | undefined;
  /** The slash command, `/embargo` where it is not given. Slack gives a name to whoever installed it last. */
  readonly command?: string | undefined;
  readonly check: CheckForm;
  readonly choices: Choices;
  /** Whether words will be answered by a form, as far as can be told without looking anything up: pure, and quick. */
  readonly willAsk: (words: string) => boolean;
  /** How long a form may take until a window asks for patience; a second where it is not given. */
  readonly patienceMs?: number | undefined;
  /** Epoch milliseconds; fractions of one are left off. */
  readonly now: () => number;
  /** The same by this machine's own clock, by which Bolt checks signatures; `now` may be the database's. */
  readonly machineNow: () => number;
};

export const defaultCommand = '/embargo';
// Of the three seconds of a trigger; the window needs some of the rest for itself.
const patienceMsDefault = 1_000;

/**
 * The platform for one workspace, or for many. `start` throws StartFailure when Slack cannot be reached or refuses the token, or the port is taken;
 * `port` is where it listens over HTTP. Throws at once when a secret that it needs is missing.
 */
export function createSlack(options: SlackOptions): Platform & { readonly port: () => number | null } {
  const { log, oauth } = options;
  const { workspaces, load, install } = oauth === undefined ? oneWorkspace(options) : manyWorkspaces(oauth, options);
  const windows = openWindows(workspaces, log, options.patienceMs ?? patienceMsDefault);
  const sender = slackSender(workspaces, log, { apiUrl: options.apiUrl, timeoutMs: options.requestTimeoutMs ?? requestTimeoutMsDefault });
  const transport = transportOf(options, install);
  let started = false;
  return {
    name: 'slack',
    // chat.postMessage takes about one post a second in each channel: https://docs.slack.dev/apis/web-api/rate-limits
    paceMs: 1000,
    speaks: () => started,
    roomAdmin: null,
    devices: null,
    readFile: slackFiles(workspaces, options.apiUrl),
    start: async (receive) => {
      await load();
      const app = new App({
        // Whose request it is, the listeners ask. Bolt would make a client for each.
        authorize: async (_source, body) => {
          const home = await workspaces.homeOf(body).catch(() => null);
          return home === null ? {} : { botUserId: home.botUser };
        },
        receiver: withoutInstaller(transport.receiver),
        clientOptions: clientOptions(options),
        logger: boltLogger(log),
        convoStore: false,
        developerMode: false,
      });
      hearWith(app, options, { homeOf: workspaces.homeOf, receive, expectForm: windows.expect });
      await transport.start();
      started = true;
    },
    stop: async () => {
      started = false;
      windows.stop();
      await transport.stop();
    },
    port: transport.port,
    pages: (message, { repeated, surface }) => {
      const typed = withPrefix(message, () => options.command ?? defaultCommand);
      if (surface === 'home') return [renderHome(typed)];
      return [...renderPages(typed, { repeated }), ...filesPages(typed, { repeated })];
    },
    ...sender,
    post: (post) => {
      windows.answered(post.to);
      return sender.post(post);
    },
    ask: windows.ask,
  };
}

/** Bolt would authorize by the receiver's installer, which reads a token for each request, and refuses another way beside it. */
function withoutInstaller(receiver: Receiver): Receiver {
  return { init: (app) => receiver.init(app), start: (...args) => receiver.start(...args), stop: () => receiver.stop() };
}

type Access = { readonly workspaces: Workspaces; readonly load: () => Promise<void>; readonly install: InstallOptions | null };

function oneWorkspace(options: SlackOptions): Access {
  if (!options.botToken) throw new Error('Slack needs a bot token, or what OAuth needs');
  const client = new webApi.WebClient(options.botToken, clientOptions(options));
  let installed: readonly Workspace[] = [];
  const load = async () => {
    installed = [
      await identity(client).catch((error: unknown) => {
        const { code, afterMs } = failureOf(error);
        throw new StartFailure(code, botTokenFault('bot token', code, 'token'), afterMs);
      }),
    ];
  };
  return { workspaces: workspacesOver(async () => installed), load, install: null };
}

function manyWorkspaces(oauth: OAuthOptions, options: SlackOptions): Access {
  const { load: read, store, ...workspaces } = installedWorkspaces(oauth, options);
  const load = () =>
    read().catch((error: unknown) => {
      const next = 'check the database; the bot continues by itself once it answers.';
      throw new StartFailure(failureOf(error).code, passing('workspaces', "I couldn't read where the app is installed.", next));
    });
  const { clientId, clientSecret, stateSecret } = oauth;
  return { workspaces, load, install: { clientId, clientSecret, stateSecret, store, clientOptions: clientOptions(options) } };
}

function hearWith(app: App, options: SlackOptions, own: Pick<Ears, 'homeOf' | 'receive' | 'expectForm'>): void {
  const { check, choices, willAsk, log, now, machineNow } = options;
  app.processEvent = refusingReplays(acknowledgedAfterwards(app.processEvent.bind(app)), log, machineNow);
  app.error(async (error) => {
    log('slack.listener-failed', { code: error.code });
    throw error;
  });
  listen(app, options.command ?? defaultCommand, { ...own, check, choices, willAsk, log, now: clockOf(now) });
}

/** Whose token it is, and what it may do. Throws SendFailure. */
async function identity(client: webApi.WebClient): Promise<Workspace> {
  const answer = await client.auth.test().catch((error: unknown) => {
    throw failureOf(error);
  });
  const { team_id, enterprise_id = null, is_enterprise_install, user_id, bot_id, response_metadata } = answer;
  if (team_id === undefined || user_id === undefined || bot_id === undefined) throw new SendFailure('again', 'not_a_bot_token');
  const owner = is_enterprise_install === true ? (enterprise_id ?? team_id) : team_id;
  const home = { owner, team: team_id, enterprise: enterprise_id, botUser: user_id };
  return { home, client, scopes: new Set(response_metadata?.scopes), expiresAt: null };
}
