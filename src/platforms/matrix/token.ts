// Calls by the bot's session, whose token is renewed where it is not taken any more.
import type { Device, MatrixStore, Saved } from './matrix-store.ts';
import { type Access, logIn, type MediaApi, type Out, refreshed, renewingApi } from './session.ts';

export type SessionApi = MediaApi & {
  /** From now on by this token: that of a new device. */
  use(token: string | null): void;
  /** The account is held here: its holder alone renews the token, and keeps it by `save`. */
  hold(save: (saved: Saved) => Promise<void>): void;
  /** It is held no more: another may have renewed the token. */
  release(): void;
};

/** Calls for an account, by the token that is kept for it, or the one from the settings. */
export function sessionApiOf({ access, store }: { readonly access: Access; readonly store: Pick<MatrixStore, 'device'> }): SessionApi {
  const device = () => store.device(access.user);
  const keptToken = async () => access.token ?? (await device())?.token ?? null;
  let renewal: ((used: string, out: Out) => Promise<string | null>) | null = null;
  const api = renewingApi(access.homeserver, keptToken, async (used, out) => {
    if (renewal !== null) return renewal(used, out);
    const token = await keptToken();
    return token === used ? null : token;
  });
  return {
    ...api,
    hold: (save) => {
      renewal = (used, out) => renewed({ access, device, save }, used, out);
    },
    release: () => {
      renewal = null;
    },
  };
}

type Renewing = {
  readonly access: Access;
  readonly device: () => Promise<Device | null>;
  readonly save: (saved: Saved) => Promise<void>;
};

/**
 * A new token in the place of one that is not taken any more: by its refresh token, else by the password, as the same device where the homeserver still has
 * it (https://spec.matrix.org/latest/client-server-api/#soft-logout). Kept before it is used.
 */
async function renewed({ access, device, save }: Renewing, used: string, out: Out): Promise<string | null> {
  const current = await device();
  if (access.token !== null || current === null) return null;
  if (current.token !== used) return current.token;
  const again = access.password !== null && out === 'soft-logged-out';
  const fresh = (await refreshed(access.homeserver, current)) ?? (again ? (await logIn(access, current.id, current)).device : null);
  if (fresh === null) return null;
  await save({ device: { ...current, token: fresh.token, refresh: fresh.refresh } });
  return fresh.token;
}
