// A platform does not let the bot in as it did: its coordinators have to know, by another platform where they have an account there.

import { troubleMessages } from '../chat/list/platform-trouble.ts';
import type { Change } from '../chat/message/heard.ts';
import type { Db } from '../db/connection/client.ts';
import { canonicalIds } from '../db/identities.ts';
import { allCoordinators } from '../db/lists.ts';
import { unsaid } from '../db/outbox.ts';
import type { Engine } from '../engine.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { reachedWithout } from '../outbound/route.ts';

/** Tells the coordinators of all lists, and those who run the bot. Resolves to an outcome for the log. */
export async function troubled(tx: Db, engine: Engine, { platform, code }: Extract<Change, { type: 'trouble' }>): Promise<string> {
  const now = engine.now();
  const admins = await canonicalIds(tx, [...engine.admins]);
  const people = [...new Set([...(await allCoordinators(tx)), ...admins.values()])];
  // On the troubled platform it would wait for what it is about. Who has no account any more is told nothing.
  const accounts = await reachedWithout(tx, engine, people, platform);
  await enqueue(tx, engine, await unsaid(tx, troubleMessages(accounts, platform, code, now)), { list: null, embargo: null }, now);
  return `trouble: ${code}`;
}
