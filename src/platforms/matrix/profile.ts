// What a homeserver knows of somebody.
import type { Profile } from '../../chat/message/heard.ts';
import { hourMs, type Instant } from '../../domain/values/time.ts';
import { SendFailure } from '../platform.ts';
import { type Api, part } from './api.ts';
import { refusalBehind } from './failures.ts';
import { object, string } from './payload.ts';
import { personOf } from './rooms/state.ts';

/** Somebody's name and, where they set it (`m.tz`: https://spec.matrix.org/latest/client-server-api/#profiles), time zone; null when the homeserver does not tell. Throws SendFailure. */
export async function profileOf(api: Api, user: string): Promise<Profile | null> {
  const person = personOf(user);
  if (person === null) return null;
  try {
    const { displayname, 'm.tz': tz } = object(await api.request('GET', `v3/profile/${part(user)}`));
    const name = string(displayname) ?? user.slice(1, user.indexOf(':'));
    return { person, name: name.replace(/[\0\p{Cs}]/gu, '\uFFFD'), zone: string(tz), gone: false, app: false };
  } catch (error) {
    // Synapse says of a profile that is not there M_UNKNOWN, with the status of the spec.
    if ((error instanceof SendFailure && error.kind === 'gone') || refusalBehind(error)?.status === 404) return null;
    throw error;
  }
}

/** Names by user, remembered for a while. */
export function namesBy(ask: (user: string) => Promise<string | null>, now: () => Instant): (user: string) => Promise<string | null> {
  const known = new Map<string, { readonly name: string | null; readonly at: Instant }>();
  return async (user) => {
    const kept = known.get(user);
    if (kept !== undefined && now() - kept.at < hourMs / 6) return kept.name;
    const name = await ask(user).catch(() => null);
    if (known.size > namesMax) known.clear();
    known.set(user, { name, at: now() });
    return name;
  };
}

const namesMax = 2_000;
