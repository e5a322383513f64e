// Many workspaces: where the app was installed by OAuth, with which tokens, and how a token that runs out is renewed.
import { type InstallationStore, webApi } from '@slack/bolt';
import { hourMs, type Instant, minuteMs } from '../../domain/values/time.ts';
import { SendFailure } from '../platform.ts';
import { type ClientSettings, clientOptions, clientsByToken } from './client.ts';
import { failureOf } from './failures.ts';
import { homeAmong } from './inbound/installed.ts';
import { array, object, string } from './payload.ts';
import { type Workspace, type Workspaces, workspacesOver } from './workspaces.ts';

/** An installation as it is kept: under the id of a workspace or, where it is for all of a Grid organisation, the organisation's. */
export type Kept = { readonly owner: string; readonly enterprise: string | null; readonly installation: unknown };

/** Where installations are kept. Tokens are in `installation`, so it is to be sealed. */
export type Installations = {
  all(): Promise<readonly Kept[]>;
  /** Takes the place of an earlier installation of the same owner. */
  keep(kept: Kept): Promise<void>;
  /**
   * Changes one while nobody else can, in whichever process: `change` gets what is kept at that moment, and what it gives is kept; null leaves it.
   * Resolves to what is kept then; null when nothing is.
   */
  change(owner: string, change: (kept: Kept) => Promise<Kept | null>): Promise<Kept | null>;
};

export type OAuthOptions = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs what a browser brings back from Slack; the same in all replicas. */
  readonly stateSecret: string;
  readonly installations: Installations;
};

type Access = {
  readonly token: string;
  readonly refreshToken: string | null;
  readonly expiresAt: Instant | null;
  readonly scopes: readonly string[];
  readonly botUser: string;
};

// A token lives for twelve hours: https://docs.slack.dev/authentication/using-token-rotation
const renewBeforeMs = 2 * hourMs;
const secondMs = 1000;
// What Slack refuses now it will most likely refuse for the next message too.
const renewAgainAfterMs = minuteMs;

type Settings = ClientSettings & { readonly now: () => Instant };

export type InstalledWorkspaces = Workspaces & {
  /** Reads where the app is installed. Throws SendFailure when that could never be read. */
  load(): Promise<void>;
  /** Where Bolt's installer puts what Slack gave it. */
  readonly store: InstallationStore;
};

/**
 * The workspaces in which the app is installed at the moment. What goes out asks the store each time; a request is found a home from what was read
 * last, so that it is heard while the database is away, and the store is asked when that knows of none.
 */
export function installedWorkspaces(oauth: OAuthOptions, settings: Settings): InstalledWorkspaces {
  const { installations } = oauth;
  const clientsOf = clientsByToken(settings);
  const tried = new Map<string, Instant>();
  let known: readonly Workspace[] | null = null;
  const load = async (): Promise<readonly Workspace[]> => {
    try {
      known = workspacesOf(await installations.all(), clientsOf);
    } catch {
      settings.log('slack.installations-unread');
    }
    if (known === null) throw new SendFailure('again', 'installations_unread');
    return known;
  };
  const renewed = async (workspace: Workspace): Promise<Workspace> => {
    const { owner } = workspace.home;
    const now = settings.now();
    if (!isDue(workspace.expiresAt, now) || now - (tried.get(owner) ?? Number.NEGATIVE_INFINITY) < renewAgainAfterMs) return workspace;
    tried.set(owner, now);
    try {
      await installations.change(owner, (kept) => renewal(oauth, settings, kept));
      tried.delete(owner);
    } catch (error) {
      // The old one may still do; if not, Slack says so.
      settings.log('slack.token-not-renewed', { owner, code: failureOf(error).code });
    }
    return (await load()).find(({ home }) => home.owner === owner) ?? workspace;
  };
  return {
    ...workspacesOver(load, renewed),
    homeOf: async (body) => homeIn(known ?? [], body) ?? homeIn(await load(), body),
    load: async () => void (await load()),
    store: installationStore(installations, settings, load),
  };
}

const isDue = (expiresAt: Instant | null, now: Instant): boolean => expiresAt !== null && expiresAt - now <= renewBeforeMs;

/** With a new token; null when another process renewed it in the meantime. Throws what the client throws. */
async function renewal({ clientId, clientSecret }: OAuthOptions, settings: Settings, kept: Kept): Promise<Kept | null> {
  const access = accessOf(kept.installation);
  const now = settings.now();
  if (access === null || access.refreshToken === null || !isDue(access.expiresAt, now)) return null;
  const client = new webApi.WebClient(undefined, clientOptions(settings));
  const grant = { grant_type: 'refresh_token', refresh_token: access.refreshToken } as const;
  const answer = await client.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, ...grant });
  const { access_token: token, refresh_token: refreshToken, expires_in: expiresInS, scope } = answer;
  if (token === undefined || refreshToken === undefined || expiresInS === undefined) throw new SendFailure('again', 'unreadable_answer');
  settings.log('slack.token-renewed', { owner: kept.owner });
  const scopes = scope === undefined ? access.scopes : scope.split(',');
  return { ...kept, installation: { ...access, token, refreshToken, expiresAt: now + expiresInS * secondMs, scopes } satisfies Access };
}

/** Of what Slack gives at an installation, the least is kept: nothing of the person who installed it. */
function installationStore(installations: Installations, { log }: Settings, load: () => Promise<unknown>): InstallationStore {
  return {
    storeInstallation: async (installation) => {
      const { bot, team, enterprise, isEnterpriseInstall } = installation;
      const owner = isEnterpriseInstall === true ? enterprise?.id : team?.id;
      if (bot === undefined || owner === undefined) throw new Error('an installation without a bot or an owner');
      const access: Access = {
        token: bot.token,
        refreshToken: bot.refreshToken ?? null,
        expiresAt: bot.expiresAt === undefined ? null : bot.expiresAt * secondMs,
        scopes: bot.scopes,
        botUser: bot.userId,
      };
      await installations.keep({ owner, enterprise: enterprise?.id ?? null, installation: access });
      await load();
      log('slack.installed', { owner });
    },
    // Bolt asks it for a token at each request, which the bot does not need: it authorizes by itself.
    fetchInstallation: async () => {
      throw new Error('not asked for');
    },
  };
}

function workspacesOf(all: readonly Kept[], clientsOf: ReturnType<typeof clientsByToken>): Workspace[] {
  const readable = all.flatMap(({ installation, ...where }) => {
    const access = accessOf(installation);
    return access === null ? [] : [{ ...where, access }];
  });
  const clients = clientsOf(readable.map(({ access }) => access.token));
  return readable.flatMap(({ owner, enterprise, access: { token, botUser, scopes, expiresAt } }) => {
    const client = clients.get(token);
    const home = { owner, team: owner, enterprise, botUser };
    return client === undefined ? [] : [{ home, client, scopes: new Set(scopes), expiresAt }];
  });
}

/** The tokens of what is kept, by owner. */
export function tokensOf(all: readonly Kept[]): { readonly owner: string; readonly token: string }[] {
  return all.flatMap(({ owner, installation }) => {
    const token = accessOf(installation)?.token;
    return token === undefined ? [] : [{ owner, token }];
  });
}

function accessOf(installation: unknown): Access | null {
  const { token, refreshToken, expiresAt, scopes, botUser } = object(installation);
  const [bearer, user] = [string(token), string(botUser)];
  if (bearer === null || user === null) return null;
  return {
    token: bearer,
    refreshToken: string(refreshToken),
    expiresAt: typeof expiresAt === 'number' ? expiresAt : null,
    scopes: array(scopes).map(String),
    botUser: user,
  };
}

function homeIn(workspaces: readonly Workspace[], body: unknown) {
  return homeAmong(
    workspaces.map(({ home }) => home),
    body,
  );
}
