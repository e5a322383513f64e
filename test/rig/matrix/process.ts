// A whole bot on Matrix over PostgreSQL and a real homeserver: what runs in a process of its own.
import { randomBytes, randomUUID } from 'node:crypto';
import { createBot } from '../../../src/bot.ts';
import { matrixStoreOver } from '../../../src/cli/matrix-store.ts';
import { useKeyring } from '../../../src/db/columns.ts';
import { openDatabase } from '../../../src/db/connection/open.ts';
import { parseKeyring } from '../../../src/db/seal.ts';
import type { PersonId } from '../../../src/domain/values/ids.ts';
import type { Timing } from '../../../src/platforms/matrix/lease.ts';
import { createMatrix } from '../../../src/platforms/matrix/platform.ts';
import { type Clock, shownBy } from '../slack/process.ts';

export type MatrixChildOptions = {
  readonly databaseUrl: string;
  readonly key: string;
  readonly homeserver: string;
  readonly user: string;
  readonly password: string;
  readonly admins: readonly string[];
  readonly clock: Clock;
  /** Left out: as outside of tests. */
  readonly timing?: Timing;
};

/** It prints `hears` when it holds the account and hears, and `ready` when it is there at all. */
export async function runMatrixBot(options: MatrixChildOptions): Promise<void> {
  const { databaseUrl, key, homeserver, user, password, admins, clock, timing } = options;
  useKeyring(parseKeyring(key));
  const log = () => undefined;
  const { db } = await openDatabase({ type: 'postgres', url: databaseUrl }, { log });
  const now = () => shownBy(clock);
  const matrix = createMatrix({
    access: { homeserver, user, token: null, password },
    recoveryKey: null,
    store: matrixStoreOver(db, randomUUID(), now),
    ...{ check: () => null, choices: async () => [], isQuestion: () => false },
    ...{ now, machineNow: Date.now, newId: randomUUID, newSecret: randomBytes, log },
    watch: { hears: () => process.stdout.write('hears\n') },
    ...(timing === undefined ? {} : { timing }),
  });
  const chance = { random: Math.random, newId: randomUUID, newSecret: randomBytes };
  const bot = createBot({ db, platforms: { matrix }, admins: new Set(admins as PersonId[]), now, ...chance, log });
  await bot.start();
  process.stdout.write('ready\n');
}
