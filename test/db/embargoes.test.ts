import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/db/connection/client.ts';
import {
  codenameTaken,
  dueEmbargoes,
  loadEmbargo,
  loadEmbargoes,
  lockDueEmbargo,
  lockEmbargo,
  lockRunning,
  nextDueAfter,
  saveEmbargo,
} from '../../src/db/embargoes.ts';
import { forgetLoaded } from '../../src/db/integrity/state.ts';
import { loadList, saveList } from '../../src/db/lists.ts';
import { earliest } from '../../src/db/next.ts';
import { SealError } from '../../src/db/seal.ts';
import { aboutOf, unknownVulnerability } from '../../src/domain/embargo/about/about.ts';
import type { Consent, Embargo, Finding, Proposal, Review } from '../../src/domain/embargo/embargo.ts';
import { foundedOn, type List, type Member } from '../../src/domain/list/list.ts';
import type { DistributorId, EmbargoId, ListId, PersonId } from '../../src/domain/values/ids.ts';
import { dayMs, hourMs } from '../../src/domain/values/time.ts';
import { databaseKinds, emptied, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { person, privateRoom, room, start } from '../setup/world.ts';

const ada = person('ada');
const bob = person('bob');
const oci = 'oci' as ListId;
const seven = 'seven-linux' as DistributorId;
const id = (text: string): EmbargoId => text as EmbargoId;

/** An embargo of which nothing is known but what must be. */
function bare(name: string, more: Partial<Embargo> = {}): Embargo {
  const about = aboutOf({ title: 't', component: 'c', versions: 'v', severity: null, cve: null, exploitability: 'e', reporter: null });
  return {
    id: id(name),
    list: oci,
    codename: `${name}-otter`,
    about,
    createdAt: start,
    createdBy: ada,
    proposals: {},
    agreed: null,
    consents: {},
    patches: {},
    reviews: {},
    findings: {},
    publicState: {},
    decisionDue: null,
    disclosing: null,
    ended: null,
    published: {},
    reminded: {},
    snoozes: {},
    ...more,
  };
}

const proposal: Proposal = {
  number: 1,
  at: start + 14 * dayMs,
  zone: 'Europe/Berlin',
  by: ada,
  proposedAt: start + 1,
  answerBy: start + 3 * dayMs,
  reason: null,
  state: 'agreed',
  answers: { [seven]: { verdict: 'accept', by: bob, at: start + 2, reason: null } },
};

const finding: Finding = {
  ...{ number: 1, kind: 'new-bug', severity: 'high', by: bob, at: start + 9, text: 'secret crash', branch: null, patch: 1, reviews: [2] },
  ...{ owner: ada, state: 'will-fix', since: start + 15, saidBy: ada, because: 'secret reason', fixedIn: null },
};

const review: Review = {
  number: 1,
  reviewer: bob,
  distributor: seven,
  release: '7.1',
  patch: 1,
  step: 3,
  answers: { fetch: { verdict: 'pass', note: null }, apply: { verdict: 'fail', note: 'the secret hunk' } },
  readyBy: start + 10 * dayMs,
  startedAt: start + 5,
  touchedAt: start + 6,
  end: null,
};

/** With something in every place. Every word of people has `secret` in it. */
const full: Embargo = bare('full', {
  about: {
    title: 'secret “title” 𝕏 \u0000 <!channel> \' "; drop table embargoes',
    exploitability: 'secret line\nsecret line two',
    conditions: 'secret conditions',
    mitigation: 'secret mitigation',
    urgent: true,
    vulnerabilities: [
      {
        number: 1,
        ids: ['CVE-2024-21626'],
        title: 'secret title',
        severity: { vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', score: 8.6, rating: 'high' },
        versions: 'secret >= 1',
        fixedIn: 'secret 2',
        credit: 'secret credit',
      },
      { ...unknownVulnerability(2), ids: ['CVE-2024-21627', 'GHSA-xr7r-f8xq-vfvv'] },
    ],
    components: [{ name: 'secret runc', purls: ['pkg:golang/secret/runc'] }],
    reporters: [{ name: 'secret reporter', handle: 'secret', affiliation: 'secret', credit: 'affiliation' }],
    links: [{ embargo: id('other'), codename: 'other-otter', as: 'split-into', finding: 1 }],
  },
  proposals: {
    1: proposal,
    2: {
      ...proposal,
      number: 2,
      reason: 'secret reason',
      state: 'open',
      answers: {
        [seven]: { verdict: 'reject', by: bob, at: start + 3, reason: 'secret no' },
        [ada]: { verdict: 'accept', by: ada, at: 0, reason: null },
      },
    },
  },
  agreed: { proposal: 1, revisions: 2 },
  consents: {
    [ada]: { state: 'signed', at: start + 7, seen: 2 },
    [bob]: { state: 'invited', at: start + 8, by: ada },
    [person('carol')]: { state: 'declined', at: start + 9 },
  },
  patches: {
    1: {
      number: 1,
      label: 'secret label',
      url: 'https://secret.example',
      files: [{ name: 'secret.patch', sha256: 'a'.repeat(64) }],
      branches: ['secret-main'],
      by: ada,
      at: start + 4,
    },
    2: { number: 2, label: 'secret second', url: 'https://secret.example/2', files: [], branches: [], by: ada, at: start + 5 },
  },
  reviews: {
    1: review,
    2: {
      ...review,
      number: 2,
      readyBy: null,
      end: { at: start + 9, outcome: 'new-bug', because: 'secret crash' },
      copied: 1,
      earlier: [{ answers: {}, readyBy: start, end: { at: start + 8, outcome: 'no-issues', because: 'secret notes' } }],
    },
  },
  findings: { 1: finding, 2: { ...finding, number: 2, by: ada, followUp: true, reviews: [], branch: 'secret-branch' } },
  publicState: { attacks: { at: start + 10, by: bob, how: 'secret honeypot' } },
  decisionDue: start + hourMs,
  disclosing: { by: ada, at: start + 11 },
  ended: { at: start + 12, by: [ada, bob], reason: 'exploited', because: 'secret why' },
  published: {
    post: { at: start + 13, by: ada, link: 'https://secret.example/post' },
    'packages:seven-linux': { at: start, by: bob, link: 'secret' },
  },
  reminded: { disclosure: { target: start, since: start - 1, doneMs: -hourMs }, post: { target: start, since: start, doneMs: null } },
  snoozes: { [bob]: start + 14 },
});

describe.each(databaseKinds)('embargoes that are kept, on %s', (kind) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    db = database.db;
  });
  beforeEach(() => emptied(db));
  afterAll(() => database.drop());

  const save = (before: Embargo | null, after: Embargo, due: number | null = null) =>
    db.transaction((tx) => saveEmbargo(tx as Db, before, after, due));
  const loaded = async (embargo: Embargo) => [
    await loadEmbargo(db, embargo.id),
    await db.transaction((tx) => lockEmbargo(tx as Db, embargo.id)),
  ];

  test('come back as they were, with everything and with nothing in them', async () => {
    for (const embargo of [full, bare('bare')]) {
      await save(null, embargo);
      expect(await loaded(embargo)).toEqual([embargo, embargo]);
    }
    expect(await loadEmbargo(db, id('none'))).toBe(null);
  });

  test('come back as they became, in each part that can change', async () => {
    const changes: Partial<Embargo>[] = [
      { about: { ...full.about, vulnerabilities: [], urgent: false } },
      { proposals: { ...full.proposals, 1: { ...proposal, state: 'replaced', answers: {} }, 3: { ...proposal, number: 3 } } },
      { agreed: null },
      {
        consents: {
          ...full.consents,
          [bob]: { state: 'signed', at: start + 20, seen: 0 },
          [ada]: { state: 'invited', at: start, by: bob },
        },
      },
      {
        consents: {
          [ada]: { state: 'declined', at: start + 21 },
          [bob]: full.consents[bob] as Consent,
          [person('carol')]: { state: 'signed', at: 1, seen: 3 },
        },
      },
      { patches: { ...full.patches, 3: { number: 3, label: 'l', url: 'u', files: [], branches: [], by: bob, at: start } } },
      {
        reviews: {
          1: { ...review, step: 4, answers: {}, end: { at: start, outcome: 'not-affected', because: null } },
          2: { ...review, number: 2, release: '7.2' },
        },
      },
      { findings: { ...full.findings, 1: { ...finding, state: 'fixed', owner: null, fixedIn: 2, because: null } } },
      { publicState: {}, decisionDue: null },
      { publicState: { ...full.publicState, public: { at: start, by: ada, how: 'h' } } },
      { disclosing: null, ended: null },
      { published: {}, reminded: {}, snoozes: {} },
    ];
    await save(null, full);
    let before = full;
    for (const change of changes) {
      const after = { ...full, ...change, consents: { ...full.consents, ...change.consents } };
      await save(before, after);
      // Rows of proposals, patches and reviews are never taken away: the record says that they were.
      const kept = { ...after, proposals: { ...before.proposals, ...after.proposals }, patches: { ...before.patches, ...after.patches } };
      expect(await loadEmbargo(db, full.id)).toEqual(kept);
      before = kept;
    }
  });

  test('of one whose state is written anew lose nothing of the others', async () => {
    const other = bare('other', {
      consents: { [bob]: { state: 'declined', at: start } },
      reviews: { 1: review },
      proposals: { 1: proposal },
    });
    await save(null, full);
    await save(null, other);
    await save(other, { ...other, consents: { [bob]: { state: 'signed', at: start, seen: 0 } }, reviews: { 1: { ...review, step: 9 } } });
    expect(await loadEmbargo(db, full.id)).toEqual(full);
  });

  test('tell nothing of what they are about to whoever reads the tables', async () => {
    await save(null, full);
    const tables = ['embargoes', 'proposals', 'consents', 'patches', 'reviews', 'findings'];
    const dumps: string[] = [];
    for (const table of tables) {
      const { rows } = (await db.execute(sql.raw(`select row_to_json(t)::text as row from ${table} t`))) as unknown as {
        rows: { row: string }[];
      };
      dumps.push(...rows.map(({ row }) => row));
    }
    expect(dumps).toHaveLength(1 + 2 + 3 + 2 + 2 + 2);
    // Of what is sealed, some letters may look like anything by chance.
    const clear = dumps.map((row) => row.replace(/[\w+/=-]{40,}/g, ''));
    expect(clear.filter((row) => /secret|21626|CVSS|packages|exploited|new-bug|will-fix/i.test(row))).toEqual([]);
  });

  test('have a codename that nobody else had before, on any list', async () => {
    await save(null, { ...bare('first'), ended: full.ended });
    expect([await codenameTaken(db, 'first-otter'), await codenameTaken(db, 'second-otter')]).toEqual([true, false]);
    await expect(save(null, bare('second', { codename: 'first-otter', list: 'other' as ListId }))).rejects.toMatchObject({
      cause: { code: '23505' },
    });
  });

  test('are due at their instant and not a millisecond before, the longest overdue first, as many as are asked for', async () => {
    for (const [name, due] of [
      ['late', start + 2],
      ['later', start + 3],
      ['latest', start],
      ['never', null],
    ] as const)
      await save(null, bare(name), due);
    expect(await dueEmbargoes(db, start - 1, 10)).toEqual([]);
    const due = async (now: number, limit: number) => (await dueEmbargoes(db, now, limit)).map(({ id }) => id);
    expect(await due(start, 10)).toEqual(['latest']);
    expect(await due(start + 3, 10)).toEqual(['latest', 'late', 'later']);
    expect(await due(start + 3, 2)).toEqual(['latest', 'late']);
    const nextAfter = (at: number) => earliest(db, [nextDueAfter(at)]);
    expect([await nextAfter(start - 1), await nextAfter(start), await nextAfter(start + 3)]).toEqual([start, start + 2, null]);
    const locked = await db.transaction(async (tx) => [
      await lockDueEmbargo(tx as Db, id('late'), start + 1),
      await lockDueEmbargo(tx as Db, id('late'), start + 2),
      await lockDueEmbargo(tx as Db, id('never'), start + dayMs),
    ]);
    expect(locked).toEqual([null, bare('late'), null]);
  });

  test('are loaded together as one by one, in the order in which they are asked for; what there is not is left out', async () => {
    await save(null, bare('other'));
    await save(null, full);
    await save(null, bare('third', { consents: { [bob]: { state: 'declined', at: start } } }));
    const ids = [id('third'), id('nothing'), full.id, id('other')];
    const each = [await loadEmbargo(db, id('third')), await loadEmbargo(db, full.id), await loadEmbargo(db, id('other'))];
    forgetLoaded();
    expect(await loadEmbargoes(db, ids)).toEqual(each);
    expect(await loadEmbargoes(db, ids)).toEqual(each);
    expect(await loadEmbargoes(db, [])).toEqual([]);
  });

  test('of which one was altered are not loaded together either', async () => {
    await save(null, bare('other'));
    await save(null, full);
    forgetLoaded();
    await db.execute(sql`update consents set state = 'signed' where embargo_id = 'full' and state <> 'signed'`);
    expect(await loadEmbargoes(db, [id('other')])).toEqual([bare('other')]);
    await expect(loadEmbargoes(db, [id('other'), full.id])).rejects.toThrow(SealError);
  });

  test('are locked as far as they run', async () => {
    await save(null, bare('young', { createdAt: start + 1 }), start);
    await save(null, bare('old', { ended: full.ended }), null);
    await save(null, bare('elsewhere', { list: 'other' as ListId }), null);
    expect(await db.transaction((tx) => lockRunning(tx as Db, oci))).toEqual([bare('young', { createdAt: start + 1 })]);
  });
});

describe.each(databaseKinds)('lists that are kept, on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.drop());

  test('come back as they were, and without whoever and whatever left', async () => {
    const { db } = database;
    const member = (name: string): Member => ({
      person: person(name),
      name: `secret ${name}`,
      role: 'reviewer',
      distributor: seven,
      since: 0,
      zone: 'Asia/Tokyo',
    });
    const list: List = {
      id: oci,
      name: 'OCI',
      policy: foundedOn('oci'),
      rooms: {
        [privateRoom]: { room: privateRoom, audit: { name: '#oci-private', faults: [] }, adoptedAt: start, teams: [] },
        [room('#two')]: { room: room('#two'), audit: { name: 'secret', faults: ['archived'] }, adoptedAt: start + 1, teams: [] },
      },
      distributors: { [seven]: { id: seven, name: 'Seven', releases: ['7.1', '7.2'] } },
      members: { [ada]: { ...member('ada'), role: 'coordinator', distributor: null, zone: null }, [bob]: member('bob') },
    };
    const save = (before: List | null, after: List) => db.transaction((tx) => saveList(tx as Db, before, after));
    await save(null, list);
    await save(null, { ...list, id: 'other' as ListId, rooms: {} });
    expect(await loadList(db, oci)).toEqual(list);
    const { [bob]: _, ...members } = list.members as Record<PersonId, Member>;
    const after: List = { ...list, rooms: {}, members, distributors: { [seven]: { id: seven, name: 'Seven', releases: [] } } };
    await save(list, after);
    expect(await loadList(db, oci)).toEqual(after);
    // Somebody who left one list is still on another.
    expect((await loadList(db, 'other' as ListId))?.members).toEqual(list.members);
  });
});

describePostgres('an embargo that is being changed', () => {
  test('is passed over by the clock of another replica, and waited for by a command', async () => {
    const database = await openTestDatabase('postgres');
    const { db } = database;
    await saveEmbargo(db, null, bare('busy'), start);
    const order: string[] = [];
    let waiting: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await lockEmbargo(tx as Db, id('busy'));
      expect(await db.transaction((other) => lockDueEmbargo(other as Db, id('busy'), start))).toBe(null);
      waiting = db.transaction(async (other) => {
        const embargo = await lockEmbargo(other as Db, id('busy'));
        order.push(`then ${embargo?.agreed?.revisions}`);
      });
      await saveEmbargo(tx as Db, bare('busy'), bare('busy', { agreed: { proposal: 1, revisions: 5 } }), start);
      order.push('first');
    });
    await waiting;
    expect(order).toEqual(['first', 'then 5']);
    await database.drop();
  });
});
