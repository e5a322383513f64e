// The bot's session on its homeserver: an access token, or a password for the first set-up, and what to do when either stops working.
// https://spec.matrix.org/latest/client-server-api/#client-authentication
import { setTimeout as delay } from 'node:timers/promises';
import type { Instant } from '../../domain/values/time.ts';
import { SendFailure } from '../platform.ts';
import { type Api, apiOf, type Method } from './api.ts';
import { type MediaLimits, mediaOf, uploadTo } from './encryption/media.ts';
import { refusalBehind } from './failures.ts';
import type { Device } from './matrix-store.ts';
import { object, string } from './payload.ts';

/** How the bot gets in. With a token that is the device that the token is of; with a password it makes one, and keeps its token sealed. */
export type Access = {
  readonly homeserver: string;
  /** `@embargo:example.org` */
  readonly user: string;
  readonly token: string | null;
  readonly password: string | null;
};

export type Session = { readonly user: string; readonly device: Device };
/** The moment at which a device is made. */
type At = { readonly madeAt: Instant };

const deviceName = 'embargo-bot';

/** Whose token it is. Throws SendFailure; its code is `token-without-device` for one that has no device, and so can hold no keys. */
export async function whoAmI(api: Api): Promise<{ user: string; device: string }> {
  const { user_id, device_id } = object(await api.request('GET', 'v3/account/whoami'));
  const [user, device] = [string(user_id), string(device_id)];
  if (user === null) throw new SendFailure('again', 'unreadable_answer');
  if (device === null) throw new SendFailure('gone', 'token-without-device');
  return { user, device };
}

/** Whether the password is right: logs in as a device of its own, which is logged out at once. Resolves to whose account it is. Throws SendFailure. */
export async function tryPassword(access: Access): Promise<string> {
  const { user, device } = await logIn(access, null, { madeAt: 0 });
  await loggedOutAgain(apiOf(access.homeserver, device.token));
  return user;
}

/** What was found of the password stays true where this fails: then the device stays, without any key. */
async function loggedOutAgain(api: Api): Promise<void> {
  for (let tries = 1; tries <= logoutTriesMax; tries += 1) {
    try {
      await api.request('POST', 'v3/logout', { body: {} });
      return;
    } catch (error) {
      // Without a session there is nothing to log out of.
      if (!(error instanceof SendFailure) || loggedOut(error) !== null) return;
      if (tries < logoutTriesMax) await delay(Math.min(Math.max(error.afterMs, logoutRetryMs), logoutRetryMsMax));
    }
  }
}

const logoutTriesMax = 3;
const logoutRetryMs = 200;
const logoutRetryMsMax = 2_000;

/** Logs in with the password: as the given device where it is known, else as a new one. Throws SendFailure. */
export async function logIn({ homeserver, user, password }: Access, device: string | null, { madeAt }: At): Promise<Session> {
  const answer = object(
    await apiOf(homeserver, null).request('POST', 'v3/login', {
      body: {
        type: 'm.login.password',
        identifier: { type: 'm.id.user', user },
        password,
        initial_device_display_name: deviceName,
        refresh_token: true,
        ...(device === null ? {} : { device_id: device }),
      },
    }),
  );
  const [id, name, token] = [string(answer.user_id), string(answer.device_id), string(answer.access_token)];
  if (id === null || name === null || token === null) throw new SendFailure('again', 'unreadable_answer');
  return { user: id, device: { id: name, token, refresh: string(answer.refresh_token), madeAt, recoveryKey: null } };
}

/** A new token for a session that has a refresh token; null when the homeserver does not take it any more. Throws SendFailure when it does not answer. */
export async function refreshed(homeserver: string, device: Device): Promise<Device | null> {
  if (device.refresh === null) return null;
  try {
    const answer = object(await apiOf(homeserver, null).request('POST', 'v3/refresh', { body: { refresh_token: device.refresh } }));
    const token = string(answer.access_token);
    return token === null ? null : { ...device, token, refresh: string(answer.refresh_token) ?? device.refresh };
  } catch (error) {
    if (refusalBehind(error) !== null && refusalBehind(error)?.status !== 429) return null;
    throw error;
  }
}

export type Out = 'logged-out' | 'soft-logged-out';

/** How a token that is not taken any more is to be seen; null when that is not what went wrong. */
export function loggedOut(error: unknown): Out | null {
  const refusal = refusalBehind(error);
  if (refusal?.code !== 'M_UNKNOWN_TOKEN' && refusal?.code !== 'M_MISSING_TOKEN') return null;
  return refusal.softLogout ? 'soft-logged-out' : 'logged-out';
}

export type MediaApi = Api & {
  /** What the homeserver has at an address (`mxc://…`). Throws as `request` does. */
  media(url: string, limits: MediaLimits): Promise<Uint8Array>;
  /** Hands it a sealed file; resolves to its address. Throws as `request` does. */
  upload(sealed: Uint8Array): Promise<string>;
};

/**
 * Calls by a session whose token may be renewed. `first` gives the token to begin with; when one is not taken, `renew` gives another, or null when there is
 * none to be had. Calls that are made meanwhile wait for it.
 */
export function renewingApi(
  homeserver: string,
  first: () => Promise<string | null>,
  renew: (used: string, out: Out) => Promise<string | null>,
): MediaApi & { /** From now on by this token: that of a new device. */ use(token: string | null): void } {
  let current: { readonly token: string; readonly api: Api } | null = null;
  let renewing: Promise<void> | null = null;
  const use = (token: string | null) => {
    if (token !== null) current = { token, api: apiOf(homeserver, token) };
  };
  const session = async () => {
    if (current === null) use(await first());
    if (current === null) throw new SendFailure('again', 'not-logged-in');
    return current;
  };
  const asking = async <T>(ask: (session: { readonly token: string; readonly api: Api }) => Promise<T>): Promise<T> => {
    const used = await session();
    try {
      return await ask(used);
    } catch (error) {
      const out = loggedOut(error);
      if (out === null) throw error;
      renewing ??= renew(used.token, out)
        .then(use)
        .finally(() => {
          renewing = null;
        });
      if (used === current) await renewing;
      if (used === current || current === null) throw error;
      return ask(await session());
    }
  };
  return {
    use,
    request: (method: Method, path, options) => asking(({ api }) => api.request(method, path, options)),
    media: (url, limits) => asking(({ token }) => mediaOf(homeserver, token, url, limits)),
    upload: (sealed) => asking(({ token }) => uploadTo(homeserver, token, Uint8Array.from(sealed))),
  };
}
