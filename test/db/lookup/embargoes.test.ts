// Which embargoes can be meant: what runs, what is owed still, what ended last, what is called by name. The others are not read.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/db/connection/client.ts';
import { saveEmbargo } from '../../../src/db/embargoes.ts';
import { embargoesAtHand, embargoesCalled, listsAsGuest, recentMax } from '../../../src/db/lookup/embargoes.ts';
import type { Consent, Embargo } from '../../../src/domain/embargo/embargo.ts';
import type { EmbargoId, ListId } from '../../../src/domain/values/ids.ts';
import { hourMs } from '../../../src/domain/values/time.ts';
import { databaseKinds, emptied, openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { ada, bob, carol, dave, embargo, listOf, mallory, start } from '../../setup/embargo.ts';

const list = listOf();
const other = { ...list, id: 'other' as ListId };
const over = (hours: number): Embargo['ended'] => ({ at: start + hours * hourMs, reason: 'withdrawn', by: [ada.person], because: null });

describe.each(databaseKinds)('embargoes that can be meant, on %s', (kind) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    db = database.db;
  });
  beforeEach(() => emptied(db));
  afterAll(() => database.drop());

  const save = (name: string, wish: Partial<Embargo> = {}, due: number | null = null) =>
    db.transaction((tx) =>
      saveEmbargo(tx as Db, null, embargo({ id: name as EmbargoId, codename: `${name}-otter`, consents: {}, ...wish }), due),
    );
  const names = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);
  const atHand = async (by: typeof ada, lists = [list]) => names(await embargoesAtHand(db, lists, by.person));

  test('run, or are owed still, or have ended: the oldest first, each once', async () => {
    await save('young', { createdAt: start + 1, consents: { [bob.person]: { state: 'declined', at: start } } }, start);
    await save('old', { ended: over(1) });
    await save('owed', { createdAt: start + 2, ended: over(2) }, start);
    await save('elsewhere', { list: other.id });
    const all = { list: list.id, createdAt: start, endedAt: null, over: false, owing: false, namedAt: null, revoked: false, chosen: false };
    expect(await embargoesAtHand(db, [list], bob.person)).toEqual([
      { ...all, id: 'old', codename: 'old-otter', endedAt: start + hourMs, over: true },
      { ...all, id: 'young', codename: 'young-otter', createdAt: start + 1, owing: true, namedAt: start },
      { ...all, id: 'owed', codename: 'owed-otter', createdAt: start + 2, endedAt: start + 2 * hourMs, over: true, owing: true },
    ]);
    expect(await atHand(bob, [list, other])).toEqual(['elsewhere', 'old', 'young', 'owed']);
    expect(await atHand(bob, [])).toEqual([]);
  });

  test('of those that have ended they are the last ones of each list, whenever they were opened', async () => {
    for (let n = 0; n <= recentMax; n += 1) await save(`e${n}`, { createdAt: start - n, ended: over(n) });
    await save('elsewhere', { list: other.id, ended: over(-1) });
    const found = await atHand(ada, [list, other]);
    expect(found).toHaveLength(recentMax + 1);
    expect(found).not.toContain('e0');
    expect(found).toContain('elsewhere');
  });

  test('what somebody lost access to takes the place of nothing that they know', async () => {
    const revoked = { [bob.person]: { state: 'revoked', at: start + 1, by: ada.person } } satisfies Embargo['consents'];
    await save('known', { ended: over(0) });
    for (let n = 1; n <= recentMax; n += 1) await save(`e${n}`, { ended: over(n), consents: revoked });
    expect(await atHand(bob)).toEqual(['known']);
    expect(await atHand(ada)).not.toContain('known');
    const again = { ...list, members: { ...list.members, [bob.person]: { ...bob, since: start + 2 } } };
    expect(await atHand(bob, [again])).not.toContain('known');
  });

  test('a reviewer finds what they were let in on, however much has ended since; a guest no more than that', async () => {
    const letIn: Consent = { state: 'invited', at: start + 1, by: bob.person };
    const outsider = { name: 'mallory', because: 'x', by: ada.person, at: start };
    await save('theirs', { ended: over(0), consents: { [dave.person]: letIn } });
    await save('waves', { ended: over(0), audience: { waves: [] } });
    await save('guests', {
      ended: over(0),
      consents: { [mallory.person]: letIn },
      audience: { outsiders: { [mallory.person]: outsider } },
    });
    for (let n = 1; n <= recentMax; n += 1) await save(`e${n}`, { ended: over(n) });
    expect([...(await atHand(dave))].sort()).toEqual(['guests', 'theirs', 'waves']);
    const asGuest = listOf({ members: [ada, bob, carol] });
    expect(await atHand(mallory, [asGuest])).toEqual(['guests']);
    expect(await listsAsGuest(db, mallory.person)).toEqual([list.id]);
    expect(await listsAsGuest(db, dave.person)).toEqual([]);
  });

  test('are found by name, however long ago they ended, on these lists and on no other', async () => {
    await save('ancient', { ended: over(-1) });
    for (let n = 0; n < recentMax; n += 1) await save(`e${n}`, { ended: over(n) });
    await save('elsewhere', { list: other.id });
    const called = async (...codenames: string[]) => names(await embargoesCalled(db, [list], bob.person, codenames));
    expect(await atHand(bob)).not.toContain('ancient');
    expect(await called('ancient-otter', 'elsewhere-otter', 'nothing-otter')).toEqual(['ancient']);
    expect(await called()).toEqual([]);
  });
});
