// Small things of the installation itself.
import { eq } from 'drizzle-orm';
import { currentKeyring } from './columns.ts';
import type { Db } from './connection/client.ts';
import { type Resealed, reseal } from './integrity/reseal.ts';
import { settings } from './schema.ts';
import { open, openFormer, seal, unlessBroken } from './seal.ts';

/** What was kept under a key; null when nothing was. */
export async function readSetting(db: Db, key: string): Promise<unknown> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
  return row?.value ?? null;
}

/** Keeps a value under a key. */
export async function keepSetting(db: Db, key: string, value: unknown): Promise<void> {
  await db.insert(settings).values({ key, value }).onConflictDoUpdate({ target: settings.key, set: { value } });
}

const keyLabel = 'settings.key-check';
const mark = 'embargo-bot';

/**
 * Makes sure that the process's key is one that this database was sealed with, and that what is in it is sealed as this version seals; the first start
 * leaves a mark to know both by. A database of an earlier version is brought up to date, all of it or nothing; `told` hears how much that was. Throws an
 * Error for people to read when the key is another: what would be heard would be sealed so that nobody who has the right key could read it.
 */
export async function checkKey(db: Db, told: (resealed: Resealed) => void = () => undefined): Promise<void> {
  const fit = await keyFit(db);
  if (fit === 'right') return;
  if (fit === 'unmarked') return keepSetting(db, keyLabel, seal(currentKeyring(), mark, keyLabel));
  if (fit === 'wrong')
    throw new Error("EMBARGO_KEY isn't the key of this database. Start with the key that it was made with; after a rotation, with both.");
  const resealed = await db.transaction(async (tx) => {
    // Of replicas that start together one does it.
    await tx.select().from(settings).where(eq(settings.key, keyLabel)).for('update');
    if ((await keyFit(tx)) !== 'former') return null;
    const done = await reseal(tx);
    await keepSetting(tx, keyLabel, seal(currentKeyring(), mark, keyLabel));
    return done;
  });
  if (resealed !== null) told(resealed);
}

/**
 * Whether the process's key is one that this database was sealed with; unmarked: nothing was sealed in it yet; former: it is, and the next start seals
 * anew what an earlier version of the bot has sealed.
 */
export async function keyFit(db: Db): Promise<'right' | 'wrong' | 'unmarked' | 'former'> {
  const kept = await readSetting(db, keyLabel);
  if (typeof kept !== 'string') return 'unmarked';
  if (unlessBroken(() => open(currentKeyring(), kept, keyLabel)) === mark) return 'right';
  return unlessBroken(() => openFormer(currentKeyring(), kept, keyLabel)) === mark ? 'former' : 'wrong';
}
