// Where the bot is installed on platforms that many workspaces install it on. Tokens are sealed, as all that is in an installation.
import { and, asc, eq, lte } from 'drizzle-orm';
import type { Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { installationRows } from './integrity/sealed-rows.ts';
import { installations } from './schema.ts';

/** `owner`: a workspace's id, or a Grid organisation's. What an installation holds is the platform's business. */
export type Installed = { readonly owner: string; readonly enterprise: string | null; readonly installation: unknown };

const columns = { owner: installations.owner, enterprise: installations.enterprise, installation: installations.installation };

/** Every installation, in the order of their owners. Throws a SealError when one cannot be opened. */
export async function allInstallations(db: Db): Promise<Installed[]> {
  return (await db.select(columns).from(installations).orderBy(asc(installations.owner))).map((row) => installationRows.open(row));
}

/** Keeps an installation in the place of an earlier one of the same owner. */
export async function keepInstallation(db: Db, { owner, enterprise, installation }: Installed, now: Instant): Promise<void> {
  const row = installationRows.seal({ owner, enterprise, installation, installedAt: now });
  await db.insert(installations).values(row).onConflictDoUpdate({ target: installations.owner, set: row });
}

/**
 * Changes an installation while its row is locked, so that of all replicas one does it at a time: `change` gets what is kept at that moment, and
 * what it gives is kept; null leaves it. Resolves to what is kept then; null when nothing is. `change` must not use the database: PGlite is one
 * connection, and the transaction has it.
 */
export async function changeInstallation(
  db: Db,
  owner: string,
  change: (kept: Installed) => Promise<Installed | null>,
): Promise<Installed | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx.select(columns).from(installations).where(eq(installations.owner, owner)).for('update');
    if (row === undefined) return null;
    const kept = installationRows.open(row);
    const changed = await change(kept);
    if (changed === null) return kept;
    const { installation } = installationRows.seal({ ...kept, installation: changed.installation });
    await tx.update(installations).set({ installation }).where(eq(installations.owner, owner));
    return changed;
  });
}

/** Forgets an installation that was made by an instant; one that was made after it stays. */
export async function forgetInstallation(tx: Db, owner: string, by: Instant): Promise<void> {
  await tx.delete(installations).where(and(eq(installations.owner, owner), lte(installations.installedAt, by)));
}

export async function isInstalled(db: Db, owner: string): Promise<boolean> {
  return (await db.$count(installations, eq(installations.owner, owner))) > 0;
}
