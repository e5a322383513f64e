// Small things of the installation itself.
import { eq } from 'drizzle-orm';
import { currentKeyring } from './columns.ts';
import type { Db } from './connection/client.ts';
import { settings } from './schema.ts';
import { open, SealError, seal } from './seal.ts';

/** What was kept under a key; null when nothing was. */
export async function readSetting(db: Db, key: string): Promise<unknown> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
  return row?.value ?? null;
}

/** Keeps a value under a key. */
export async function keepSetting(db: Db, key: string, value: unknown): Promise<void> {
  await db.insert(settings).values({ key, value }).onConflictDoUpdate({ target: settings.key, set: { value } });
}

const keyContext = 'settings.key-check';

/**
 * Makes sure that the process's key is one that this database was sealed with; the first start leaves a mark to know it by. Throws an Error
 * for people to read when it is not: what would be heard would be sealed so that nobody who has the right key could read it.
 */
export async function checkKey(db: Db): Promise<void> {
  const fit = await keyFit(db);
  if (fit === 'unmarked') return keepSetting(db, keyContext, seal(currentKeyring(), 'embargo-bot', keyContext));
  if (fit === 'wrong')
    throw new Error('EMBARGO_KEY is not the key of this database. Start with the key that it was made with; after a rotation, with both.');
}

/** Whether the process's key is one that this database was sealed with; unmarked: nothing was sealed in it yet. */
export async function keyFit(db: Db): Promise<'right' | 'wrong' | 'unmarked'> {
  const mark = await readSetting(db, keyContext);
  if (typeof mark !== 'string') return 'unmarked';
  try {
    open(currentKeyring(), mark, keyContext);
    return 'right';
  } catch (error) {
    if (error instanceof SealError) return 'wrong';
    throw error;
  }
}
