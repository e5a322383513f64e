// What Slack says of the bot's tokens, scopes, rooms and people. It asks only, and changes nothing.
import { webApi } from '@slack/bolt';
import type { RoomAudit } from '../../../domain/list/room-audit.ts';
import type { PersonId, RoomId } from '../../../domain/values/ids.ts';
import { clientOptions } from '../client.ts';
import { failureOf } from '../failures.ts';
import { inspectRoom } from '../outbound/inspect.ts';
import { object, string } from '../payload.ts';
import { type PortFound, portAt } from './port.ts';

/** What was answered, or Slack's error word; `needed` is the scope that Slack misses, where it names one. */
export type Asked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: string; readonly needed: string | null };

/** `by`: the token stands in the settings, or the workspace installed the app by OAuth. `owner`: its id, where it is known beforehand. */
export type Workspace = { readonly by: 'token' | 'oauth'; readonly owner: string | null; readonly token: string };

export type Identity = {
  readonly team: string;
  readonly enterprise: string | null;
  /** Null: Slack did not say. */
  readonly scopes: readonly string[] | null;
  /** How far Slack's clock is ahead of ours, in milliseconds; null: it did not say. */
  readonly aheadMs: number | null;
};

export type WorkspaceFindings = {
  readonly by: Workspace['by'];
  readonly owner: string | null;
  readonly identity: Asked<Identity>;
  /** The app that the bot token belongs to. */
  readonly app: Asked<string>;
  readonly people: readonly { readonly person: PersonId; readonly asked: Asked<'here' | 'gone' | 'app'> }[];
  readonly rooms: readonly { readonly room: RoomId; readonly asked: Asked<RoomAudit> }[];
};

export type SlackFindings = {
  readonly workspaces: readonly WorkspaceFindings[];
  /** Socket Mode's token, and the app that it belongs to; null in HTTP mode. */
  readonly socket: { readonly opened: Asked<null>; readonly app: string | null } | null;
  /** Whether the bot could listen; null where it does not. */
  readonly port: (Listening & { readonly found: PortFound }) | null;
  /** The app's settings as Slack has them; null where no configuration token was given. */
  readonly manifest: Asked<unknown> | null;
};

/** Where the bot listens; `host`: undefined for all addresses of this machine. */
export type Listening = { readonly port: number; readonly host: string | undefined };

export type SlackQuestions = {
  readonly workspaces: readonly Workspace[];
  readonly appToken: string | null;
  readonly configToken: string | null;
  readonly listens: Listening | null;
  readonly people: readonly PersonId[];
  readonly rooms: readonly RoomId[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Where the Web API is, when not at Slack. */
  readonly apiUrl?: string | undefined;
};

const notAsked = { ok: false, code: 'not_asked', needed: null } as const;

/** Asks all of it. Never throws: what fails is part of the answer. People and rooms are asked of the workspace whose id stands in theirs. */
export async function askSlack(questions: SlackQuestions): Promise<SlackFindings> {
  const workspaces: WorkspaceFindings[] = [];
  for (const workspace of questions.workspaces) workspaces.push(await askWorkspace(workspace, questions));
  const { appToken, listens } = questions;
  const client = new webApi.WebClient(appToken ?? undefined, settingsOf(questions));
  const socketApp = /^xapp-\d-(A[A-Z0-9]+)-/.exec(appToken ?? '')?.[1] ?? null;
  const socket = appToken === null ? null : { opened: await asked(() => opened(client)), app: socketApp };
  const app = workspaces.map((each) => (each.app.ok ? each.app.value : null)).find((each) => each !== null) ?? socketApp;
  const port = listens === null ? null : { ...listens, found: await portAt(listens.port, listens.host) };
  return { workspaces, socket, port, manifest: await exported(app, questions) };
}

async function askWorkspace(workspace: Workspace, questions: SlackQuestions): Promise<WorkspaceFindings> {
  const { by, owner, token } = workspace;
  const clock = slackClock(questions.now);
  const client = new webApi.WebClient(token, { ...settingsOf(questions), fetch: clock.fetch });
  const test = await asked(() => client.auth.test());
  if (!test.ok) return { by, owner, identity: test, app: notAsked, people: [], rooms: [] };
  const { team_id: team = '', enterprise_id: enterprise = null, is_enterprise_install: everywhere, bot_id: bot = '' } = test.value;
  const metadata = test.value.response_metadata;
  const home = { owner: owner ?? team, team, enterprise, botUser: test.value.user_id ?? '' };
  const identity = { team, enterprise, scopes: metadata?.scopes ?? null, aheadMs: clock.aheadMs() };
  const own = owner ?? (everywhere === true ? (enterprise ?? team) : team);
  const isOf = (id: PersonId | RoomId, ...owners: (string | null)[]): boolean => owners.some((each) => id.startsWith(`slack:${each}/`));
  const app = await asked(async () => (await client.bots.info({ bot })).bot?.app_id ?? '');
  const people: WorkspaceFindings['people'][number][] = [];
  for (const person of questions.people.filter((id) => isOf(id, own, enterprise)))
    people.push({ person, asked: await askPerson(client, person) });
  const rooms: WorkspaceFindings['rooms'][number][] = [];
  for (const room of questions.rooms.filter((id) => isOf(id, own)))
    rooms.push({ room, asked: await asked(() => inspectRoom({ client, home }, room, false)) });
  return { by, owner: own, identity: { ok: true, value: identity }, app, people, rooms };
}

async function askPerson(client: webApi.WebClient, person: PersonId): Promise<Asked<'here' | 'gone' | 'app'>> {
  return asked(async () => {
    const { user } = await client.users.info({ user: person.slice(person.indexOf('/') + 1) });
    if (user?.is_bot === true) return 'app';
    return user?.deleted === true ? 'gone' : 'here';
  });
}

async function opened(client: webApi.WebClient): Promise<null> {
  // The address that this gives is good for one connection, and is not used.
  await client.apps.connections.open();
  return null;
}

async function exported(app: string | null, questions: SlackQuestions): Promise<Asked<unknown> | null> {
  if (questions.configToken === null) return null;
  if (app === null || app === '') return { ok: false, code: 'app_unknown', needed: null };
  const client = new webApi.WebClient(questions.configToken, settingsOf(questions));
  return asked(async () => (await client.apps.manifest.export({ app_id: app })).manifest);
}

async function asked<Value>(call: () => Promise<Value>): Promise<Asked<Value>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    const needed = error instanceof webApi.WebAPIPlatformError ? string(object(error.data).needed) : null;
    return { ok: false, code: failureOf(error).code, needed };
  }
}

/** Slack's own time stands in the `Date` of each answer, in whole seconds. */
function slackClock(now: () => number): { readonly fetch: typeof globalThis.fetch; readonly aheadMs: () => number | null } {
  let aheadMs: number | null = null;
  return {
    fetch: async (...request) => {
      const before = now();
      const response = await globalThis.fetch(...request);
      const at = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(at)) aheadMs = at + 500 - (before + now()) / 2;
      return response;
    },
    aheadMs: () => aheadMs,
  };
}

// Nothing of it goes to a log: it is all in what is found.
const settingsOf = ({ apiUrl }: SlackQuestions): webApi.WebClientOptions => clientOptions({ apiUrl, log: () => undefined });

export type SlackSetup = {
  readonly command: string;
  readonly mode: 'socket' | 'http';
  /** One workspace by its token, or several by OAuth; oauth-unread: where the app was installed could not be read. */
  readonly installs: 'token' | 'oauth' | 'oauth-unread';
  readonly admins: readonly PersonId[];
  /** The rooms of all lists that are on Slack, with the far teams that their coordinators named. */
  readonly rooms: readonly { readonly room: RoomId; readonly teams: readonly string[] }[];
};
