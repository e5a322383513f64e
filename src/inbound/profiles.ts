// What a platform knows of somebody: asked, made fit to be kept, and kept.
import type { Profile } from '../chat/message/heard.ts';
import { readName } from '../chat/values/names.ts';
import { isZone } from '../chat/values/zone.ts';
import type { Db } from '../db/connection/client.ts';
import { saveProfile } from '../db/people.ts';
import { type PersonId, platformOf } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { type Lookups, profileNow } from './lookups.ts';

export const nameLengthMax = 60;

/** What is kept of a profile: a name that hides nothing, and a zone that there is. */
export function checkedProfile(profile: Profile): Profile {
  const name = readName(profile.name ?? '', nameLengthMax);
  return { ...profile, name: name.ok ? name.value : null, zone: profile.zone === null ? null : isZone(profile.zone) };
}

/** What somebody's platform knows of them now, and keeps; null where it does not tell or does not speak here. Throws NeedsLookup. */
export async function profileOf(tx: Db, engine: Engine, lookups: Lookups, id: PersonId, now: Instant): Promise<Profile | null> {
  if (engine.platforms[platformOf(id)] === undefined) return null;
  const told = profileNow(lookups, id);
  if (told === null) return null;
  const profile = checkedProfile(told);
  await saveProfile(tx, profile, now);
  return profile;
}
