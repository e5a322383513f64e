// Accounts that were linked before a test begins.
import type { Db } from '../../src/db/connection/client.ts';
import { identityRows, profileRows } from '../../src/db/integrity/sealed-rows.ts';
import { identities, profiles } from '../../src/db/schema.ts';
import type { PersonId } from '../../src/domain/values/ids.ts';
import type { Instant } from '../../src/domain/values/time.ts';

type Link = { readonly alias: PersonId; readonly person: PersonId; readonly since: Instant };

/** Links accounts as the bot would have. */
export async function linkedBefore(db: Db, links: Link | readonly Link[]): Promise<void> {
  await db.insert(identities).values([links].flat().map((link) => identityRows.seal({ ...link, proof: true as const })));
}

/** An account that was closed at an instant, as the bot would have written it down; what was linked to it stays. */
export async function closedBefore(db: Db, person: PersonId, at: Instant): Promise<void> {
  const row = profileRows.seal({ person, name: null, zone: null, app: false, gone: true, readAt: at, closedAt: at, proof: true as const });
  await db.insert(profiles).values(row);
}
