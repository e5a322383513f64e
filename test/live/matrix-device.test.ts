// The bot's device on a real homeserver: keys that were lost, or are older than those that were used last, are never gone on with.
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { Incoming } from '../../src/chat/message/heard.ts';
import { deviceOf } from '../../src/db/matrix.ts';
import { matrixAccounts, matrixRecords } from '../../src/db/schema.ts';
import { formCheck } from '../../src/inbound/form-check.ts';
import { choicesFrom } from '../../src/inbound/select-options.ts';
import type { Device } from '../../src/platforms/matrix/matrix-store.ts';
import type { MatrixOptions } from '../../src/platforms/matrix/platform.ts';
import { connectMatrix } from '../rig/matrix/bot.ts';
import { type Account, newPrefix, register } from '../rig/matrix/server.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describeSynapse } from '../setup/needs.ts';
import { start } from '../setup/world.ts';

describeSynapse("the bot's device", () => {
  let database: TestDatabase;
  let account: Account;
  const stops: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    const server = inject('homeserver');
    if (server === null) throw new Error('no homeserver');
    database = await openTestDatabase('embedded');
    account = await register(server, { name: `${newPrefix()}-bot` });
  });

  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    await database.drop();
  });

  /** Starts the bot; `until`: it hears, or has told of this trouble. Resolves to the troubles that it told of. */
  async function begin(until: 'hears' | string, more: Partial<MatrixOptions> = {}): Promise<string[]> {
    const server = inject('homeserver');
    if (server === null) throw new Error('no homeserver');
    const now = () => start;
    const troubles: string[] = [];
    let told = (): void => undefined;
    const { platform, ready } = connectMatrix(
      { db: database.db, server, account, now, check: formCheck(now), choices: choicesFrom(database.db, now) },
      more,
    );
    const troubled = new Promise<void>((resolve) => {
      told = resolve;
    });
    await platform.start(async (incoming: Incoming) => {
      if ('change' in incoming && incoming.change.type === 'trouble') {
        troubles.push(incoming.change.code);
        if (incoming.change.code === until) told();
      }
      return 'stored';
    });
    stops.push(platform.stop);
    await (until === 'hears' ? ready() : troubled);
    await platform.stop();
    return troubles;
  }

  const device = async () => (await deviceOf(database.db, account.userId)) as Device;
  const records = () => database.db.select().from(matrixRecords).where(eq(matrixRecords.user, account.userId));

  test('is the same after a start from what was kept', async () => {
    expect(await begin('hears')).toEqual([]);
    const first = await device();
    expect(await begin('hears')).toEqual([]);
    expect((await device()).id).toBe(first.id);
  }, 60_000);

  test('whose keys are gone is replaced, and signed by the same identity, with the recovery key alone', async () => {
    await begin('hears');
    const { id, recoveryKey } = await device();
    await database.db.delete(matrixRecords);
    expect(await begin('identity-foreign')).toEqual(['keys-lost', 'device-replaced', 'identity-foreign']);
    const wrong = 'EsTa 9BRC gCWN 642b s6Yc jW3N DrAE nP8e kR5F kgeL ana6 ViRT';
    expect(await begin('wrong-recovery-key', { recoveryKey: wrong })).toEqual(['wrong-recovery-key']);
    expect(await begin('hears', { recoveryKey })).toEqual([]);
    expect((await device()).id).not.toBe(id);
  }, 60_000);

  test('whose keys are older than those that were used last is replaced, and needs no recovery key', async () => {
    await begin('hears');
    const [before] = await database.db.select().from(matrixAccounts);
    const kept = await records();
    await begin('hears');
    if (before === undefined) throw new Error('no account');
    // A backup is put back.
    await database.db.delete(matrixRecords);
    await database.db.insert(matrixRecords).values(kept);
    await database.db.update(matrixAccounts).set({ ...before, heldBy: null, heldUntil: null });
    const { id } = await device();
    expect(await begin('hears')).toEqual(['keys-outdated', 'device-replaced']);
    expect((await device()).id).not.toBe(id);
  }, 60_000);

  test('of a token that is not taken is told of, and nothing is done', async () => {
    const server = inject('homeserver');
    const access = { homeserver: server?.url ?? '', user: account.userId, token: 'no-such-token', password: null };
    expect(await begin('logged-out', { access })).toEqual(['logged-out']);
    expect(await records()).toEqual([]);
  }, 60_000);
});
