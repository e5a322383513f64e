// Slack's Web API and Socket Mode in this process, with state: channels, members, messages, modals, triggers. Everything is recorded, anything can be made to fail.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { type Json, object } from '../../../src/platforms/slack/payload.ts';
import { type Answer, callMethod } from './fake-slack-methods.ts';
import { type Authority, authority } from './fake-slack-oauth.ts';
import { type FakeSocket, fakeSocket } from './fake-slack-socket.ts';
import type { FakeFile, FakeUser, Workspace } from './fake-slack-state.ts';

/**
 * How the next call of a method fails, or what it answers without an effect, or how long it takes. `lost-before` and `lost-after`: the connection
 * breaks before or after it had its effect. `done`: it had its effect nevertheless. `late`: so has this, and is answered when it is too late.
 */
export type Fault =
  | { readonly type: 'error'; readonly code: string; readonly afterS?: number; readonly done?: true }
  | { readonly type: 'status'; readonly status: number; readonly afterS?: number; readonly done?: true }
  | { readonly type: 'late'; readonly ms: number }
  | { readonly type: 'garbage' }
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'lost-before' | 'lost-after' | 'half' }
  | { readonly type: 'held'; readonly until: Promise<unknown> }
  | { readonly type: 'delay'; readonly ms: number };

export type Call = { readonly method: string; readonly args: Json };

export type FakeSlack = {
  /** For `apiUrl`. */
  readonly url: string;
  readonly slack: Workspace;
  readonly calls: Call[];
  /** Resolves with what is sent to a response_url next. */
  responded(): Promise<Json>;
  readonly socket: FakeSocket;
  addUser(user: Partial<FakeUser> & { readonly id: string; readonly name: string }): void;
  /** A new trigger, as a person's command or press brings one. */
  trigger(user: string): string;
  /** A file that somebody uploads, for a message of theirs. `url`: where Slack says that it is, when not here. */
  addFile(file: Pick<FakeFile, 'name' | 'content'> & Partial<FakeFile>): FakeFile;
  /** `files-pri`: the next file that is fetched. */
  failNext(method: string, fault: Fault): void;
  /** Another workspace, with nothing in it; `everywhere`: all of an organisation at once. */
  addWorkspace(where: WorkspaceOptions): Workspace;
  /** Who installs the app where, and with which tokens. */
  readonly authority: Authority;
  close(): Promise<void>;
};

export type WorkspaceOptions = {
  readonly team: string;
  readonly enterprise?: string | undefined;
  readonly everywhere?: boolean;
  readonly scopes?: readonly string[] | undefined;
  readonly now?: (() => number) | undefined;
};

export type FakeSlackOptions = {
  readonly now?: () => number;
  readonly scopes?: readonly string[];
  readonly enterprise?: string;
  /** Asked at each call, before it has an effect, unless `failNext` has a fault waiting for it. Null: nothing goes wrong. */
  readonly plan?: (call: Call) => Fault | null;
};

export const tokens = { bot: 'xoxb-of-the-fake', app: 'xapp-of-the-fake' };
const allScopes = [
  'commands',
  'chat:write',
  'groups:read',
  'im:write',
  'users:read',
  'app_mentions:read',
  'pins:write',
  'im:history',
  'files:read',
  'files:write',
];

type State = {
  readonly slack: Workspace;
  readonly calls: Call[];
  readonly responded: ((body: Json) => void)[];
  readonly faults: Map<string, Fault[]>;
  readonly plan: (call: Call) => Fault | null;
  readonly authority: Authority;
  base: string;
};

/** T1's bot is U0BOT, that of T2 U0BOT2. */
function workspace({ team, enterprise, everywhere = false, scopes = allScopes, now = Date.now }: WorkspaceOptions): Workspace {
  const mark = team === 'T1' ? '' : team.slice(1);
  return {
    team,
    enterprise: enterprise ?? null,
    everywhere,
    bot: { user: `U0BOT${mark}`, id: `B0BOT${mark}` },
    scopes: new Set(scopes),
    users: new Map(),
    channels: new Map(),
    messages: [],
    views: [],
    homes: new Map(),
    files: new Map(),
    uploads: new Map(),
    base: '',
    triggers: new Map(),
    happenings: [],
    now,
    count: 0,
  };
}

/** Starts on a free port of this machine. Team T1, bot U0BOT; no people and no channels yet. */
export async function startFakeSlack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const slack = workspace({ ...options, team: 'T1' });
  const state: State = {
    slack,
    calls: [],
    responded: [],
    faults: new Map(),
    plan: options.plan ?? (() => null),
    authority: authority(new Map([[tokens.bot, slack]])),
    base: '',
  };
  const server = createServer((request, response) => {
    serve(state, request, response).catch((error: unknown) => {
      // Whoever was killed in the middle of a request waits for nothing.
      if (!request.destroyed) throw error;
    });
  });
  const sockets = new WebSocketServer({ server, path: '/link' });
  const socket = fakeSocket(sockets);
  // A connection that was silent while a machine was busy is not closed under the next request; Slack's failures are told to it by name.
  server.keepAliveTimeout = 10 * 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack.base = state.base;
  return {
    url: `http://${state.base}/api/`,
    slack,
    calls: state.calls,
    responded: () => new Promise((resolve) => void state.responded.push(resolve)),
    socket,
    addUser: (user) => void slack.users.set(user.id, { tz: null, deleted: false, is_bot: false, ...user }),
    trigger: (user) => {
      slack.count += 1;
      const id = `${slack.count}.1.${user.toLowerCase()}`;
      slack.triggers.set(id, { user, at: slack.now(), used: false });
      return id;
    },
    addFile: (file) => {
      const id = `F${String(slack.files.size + 1).padStart(3, '0')}`;
      const added = { id, size: file.content.length, url: `http://${state.base}/files-pri/${slack.team}-${id}/${file.name}`, ...file };
      slack.files.set(id, added);
      return added;
    },
    failNext: (method, fault) => void state.faults.set(method, [...(state.faults.get(method) ?? []), fault]),
    addWorkspace: (where) => Object.assign(workspace({ now: slack.now, ...where }), { base: state.base }),
    authority: state.authority,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', `http://${state.base}`).pathname;
  if (path.startsWith('/upload/')) return takeUpload(state, path, request, response);
  const args = await bodyOf(request);
  if (path.startsWith('/response/')) {
    const fault = state.faults.get('response_url')?.shift();
    if (fault?.type === 'status') return void response.writeHead(fault.status).end('expired_url');
    state.responded.shift()?.(args);
    return void response.end('ok');
  }
  if (path.startsWith('/files-pri/')) return sendFile(state, path, request, response);
  const method = path.replace(/^\/api\//, '');
  const call = { method, args };
  state.calls.push(call);
  const fault = state.faults.get(method)?.shift() ?? state.plan(call);
  if (fault?.type === 'lost-before') return void request.socket.destroy();
  if (fault?.type === 'held') await fault.until;
  if (fault?.type === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
  const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if ((fault?.type === 'error' || fault?.type === 'status') && fault.done === true) answerTo(state, method, args, token);
  if (fault?.type === 'error') return send(response, 200, { ok: false, error: fault.code }, fault.afterS);
  if (fault?.type === 'status') return send(response, fault.status, { ok: false }, fault.afterS);
  if (fault?.type === 'answer') return send(response, 200, fault.answer);
  if (fault?.type === 'garbage') return void response.setHeader('content-type', 'text/html').end('<html>Our proxy is tired</html>');
  const answer = answerTo(state, method, args, token);
  // Slack names the token's scopes with every answer to it.
  const scopes = state.authority.workspaceOf(token)?.scopes;
  if (scopes !== undefined) response.setHeader('x-oauth-scopes', [...scopes].join(','));
  if (fault?.type === 'late') await new Promise((resolve) => setTimeout(resolve, fault.ms));
  if (fault?.type === 'lost-after') return void request.socket.destroy();
  if (fault?.type === 'half')
    return void response.writeHead(200, { 'content-length': '9999' }).write('{"ok":', () => request.socket.destroy());
  send(response, 200, answer);
}

/** Who may not read it gets a page to log in by: https://docs.slack.dev/reference/objects/file-object */
function sendFile(state: State, path: string, request: IncomingMessage, response: ServerResponse): void {
  state.calls.push({ method: 'files-pri', args: { path } });
  const fault = state.faults.get('files-pri')?.shift();
  if (fault?.type === 'status') return void response.writeHead(fault.status).end();
  if (fault?.type === 'garbage') return void response.setHeader('content-type', 'text/html').end('<html>Log in</html>');
  if (fault?.type === 'lost-before') return void request.socket.destroy();
  const slack = state.authority.workspaceOf(/^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
  const file = slack?.files.get(/^\/files-pri\/[^-]+-(F\d+)\//.exec(path)?.[1] ?? '');
  if (slack === undefined || !slack.scopes.has('files:read')) return void response.writeHead(302, { location: '/login' }).end();
  if (file === undefined) return void response.writeHead(404).end();
  response.setHeader('content-type', 'text/plain').end(file.content);
}

/** The second of the three calls: bytes for an address that was given out. `upload` names it for `failNext`. */
async function takeUpload(state: State, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  state.calls.push({ method: 'upload', args: { path } });
  const fault = state.faults.get('upload')?.shift();
  if (fault?.type === 'status') return void response.writeHead(fault.status, { 'retry-after': String(fault.afterS ?? 1) }).end();
  if (fault?.type === 'lost-before') return void request.socket.destroy();
  const waiting = state.slack.uploads.get(path.replace('/upload/v1/', ''));
  const content = Buffer.concat(parts);
  if (waiting === undefined || waiting.length !== content.length) return void response.writeHead(400).end();
  waiting.content = content;
  response.end(`OK - ${content.length}`);
}

function answerTo(state: State, method: string, args: Json, token: string): Answer {
  if (method === 'oauth.v2.access') return state.authority.access(args);
  if (method === 'apps.connections.open') {
    return token === tokens.app ? { ok: true, url: `ws://${state.base}/link` } : { ok: false, error: 'invalid_auth' };
  }
  const slack = state.authority.workspaceOf(token);
  return slack === undefined ? { ok: false, error: 'invalid_auth' } : callMethod(slack, method, args);
}

function send(response: ServerResponse, status: number, answer: Answer, afterS?: number): void {
  response.writeHead(status, { 'content-type': 'application/json', ...(afterS === undefined ? {} : { 'retry-after': String(afterS) }) });
  response.end(JSON.stringify(answer));
}

// A client writes these as JSON within a form.
const asJson = new Set(['blocks', 'metadata', 'view', 'files']);

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  if (request.headers['content-type']?.startsWith('application/json')) return object(JSON.parse(text));
  return Object.fromEntries([...new URLSearchParams(text)].map(([key, value]) => [key, asJson.has(key) ? JSON.parse(value) : value]));
}
