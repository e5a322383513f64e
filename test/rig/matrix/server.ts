// Users of the homeserver that the tests run on, made and unmade as its administrator does.

import { createHmac, randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { object, string } from '../../../src/platforms/matrix/payload.ts';
import type { Homeserver } from '../../setup/servers/synapse.ts';

export type { Homeserver } from '../../setup/servers/synapse.ts';

/** A user and one device of theirs. */
export type Account = { readonly userId: string; readonly password: string; readonly accessToken: string; readonly deviceId: string };

/** The homeserver of this run. Throws where there is none: ask within describeSynapse. */
export function homeserver(): Homeserver {
  const named = inject('homeserver');
  if (named === null) throw new Error('No homeserver in this run: use describeSynapse');
  return named;
}

/** What the names of one test begin with, so that many can run on one server. Letters and digits, in no order. */
export const newPrefix = (): string => `t${randomBytes(4).toString('hex')}`;

/** Makes a user. https://element-hq.github.io/synapse/latest/admin_api/register_api.html */
export async function register(
  server: Homeserver,
  { name, displayName = name, admin = false }: { readonly name: string; readonly displayName?: string; readonly admin?: boolean },
): Promise<Account> {
  const path = '/_synapse/admin/v1/register';
  const password = randomBytes(12).toString('hex');
  const nonce = text(await call(server, 'GET', path), 'nonce');
  const signed = [nonce, name, password, admin ? 'admin' : 'notadmin'].join('\0');
  const mac = createHmac('sha1', server.secret).update(signed).digest('hex');
  const made = await call(server, 'POST', path, { body: { nonce, username: name, displayname: displayName, password, admin, mac } });
  return { ...sessionIn(made), password };
}

/** Another device of a user's. */
export async function logIn(
  server: Homeserver,
  { userId, password }: Pick<Account, 'userId' | 'password'>,
  name = 'another',
): Promise<Account> {
  const identifier = { type: 'm.id.user', user: userId };
  const body = { type: 'm.login.password', identifier, password, initial_device_display_name: name };
  return { ...sessionIn(await call(server, 'POST', '/_matrix/client/v3/login', { body })), password };
}

/** Takes a device away from its owner: its access token is unknown from now on. */
export async function removeDevice(server: Homeserver, { userId, deviceId }: Account): Promise<void> {
  const path = `/_synapse/admin/v2/users/${encodeURIComponent(userId)}/devices/${encodeURIComponent(deviceId)}`;
  await call(server, 'DELETE', path, { token: await adminToken(server) });
}

/** Closes an account for good. */
export async function deactivate(server: Homeserver, userId: string): Promise<void> {
  const path = `/_synapse/admin/v1/deactivate/${encodeURIComponent(userId)}`;
  await call(server, 'POST', path, { token: await adminToken(server), body: { erase: false } });
}

/** One request as somebody, or as nobody; throws with the server's own words unless it is answered with success. */
export async function call(
  { url }: Pick<Homeserver, 'url'>,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  { token, body }: { readonly token?: string; readonly body?: unknown } = {},
): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  const answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const said: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${object(said).errcode} ${object(said).error}`);
  return said;
}

// One for each server and process: nothing that it does shows to others.
const admins = new Map<string, Promise<Account>>();

async function adminToken(server: Homeserver): Promise<string> {
  const admin = admins.get(server.url) ?? register(server, { name: `${newPrefix()}-admin`, admin: true });
  admins.set(server.url, admin);
  return (await admin).accessToken;
}

function sessionIn(answer: unknown): Omit<Account, 'password'> {
  return { userId: text(answer, 'user_id'), accessToken: text(answer, 'access_token'), deviceId: text(answer, 'device_id') };
}

function text(answer: unknown, name: string): string {
  const found = string(object(answer)[name]);
  if (found === null) throw new Error(`the homeserver gave no ${name}`);
  return found;
}
