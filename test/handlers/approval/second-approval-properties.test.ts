// Whatever forged accounts say, one person's or all of a homeserver, in whatever order: nothing ends, moves, changes or is shared while somebody else
// could have been asked.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEmbargo } from '../../../src/db/embargoes.ts';
import { listStream, readFacts } from '../../../src/db/facts.ts';
import { loadList } from '../../../src/db/lists.ts';
import { pendingOrders } from '../../../src/db/schema.ts';
import { agreedDate } from '../../../src/domain/embargo/embargo.ts';
import type { ListFact } from '../../../src/domain/list/facts.ts';
import { type EmbargoId, type ListId, type PersonId, personId, roomId } from '../../../src/domain/values/ids.ts';
import { minuteMs } from '../../../src/domain/values/time.ts';
import { openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { keptPlatform } from '../../setup/keeper.ts';
import { opened, room, type Seen, type World, world } from '../../setup/world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase('embedded');
});
afterAll(() => database.drop());

type Step =
  | {
      readonly do: 'say';
      readonly by: string;
      readonly words: string;
      readonly room: 'home' | 'more' | 'directly';
      readonly confirming: string;
    }
  | { readonly do: 'press'; readonly by: string; readonly press: 'confirm' | 'refuse'; readonly which: number }
  | { readonly do: 'link'; readonly by: string }
  | { readonly do: 'wait'; readonly minutes: number };

/** What a forger would say. `other`: whom they would rather have gone. */
const orders = (other: string): readonly string[] => [
  'end public sure=yes',
  'end withdrawn sure=yes a mistake',
  'date propose 2024-01-23 20:00 UTC',
  'date propose 2024-01-29 20:00 UTC',
  'date propose 2024-01-30 20:00 UTC',
  'date accept',
  'report public sure=yes a post',
  'hold it is another bug',
  'ack',
  'disclose',
  'amend cve=CVE-2024-12345',
  'policy bind linux-distros 2024-01-16 10:00 UTC',
  'policy use oci',
  'policy adopt',
  'invite terminal:dave',
  'people add terminal:mallory coordinator name=mallory',
  'people add terminal:dave coordinator name=dave',
  `people add ${other} reviewer Nova name=grace`,
  `people remove ${other}`,
  'people remove terminal:dave',
  `people handover ${other}`,
  'people accept',
  'people strike terminal:dave a leak',
  'org remove Nova for=record sure=yes it is silent',
  'org set Nova entity="Mallory Inc" backup=terminal:dave',
  `devices accept ${other}`,
  'room adopt oci',
  'room leave',
  'room make second',
  'room trust T0FAR sure=yes',
  'account unlink terminal:ada@slack',
];

/** What a forger says in the name of `all`, confirmed at once in the name of `confirming`; whom they would rather have gone is `other`. */
function stepBy(all: readonly [string, ...string[]], other: string): fc.Arbitrary<Step> {
  const someone = fc.constantFrom(...all);
  const say = fc.record({
    do: fc.constant('say' as const),
    by: someone,
    words: fc.constantFrom(...orders(other)),
    room: fc.constantFrom('home' as const, 'home' as const, 'more' as const, 'directly' as const),
    confirming: someone,
  });
  const press = fc.record({
    do: fc.constant('press' as const),
    by: someone,
    press: fc.constantFrom('confirm' as const, 'confirm' as const, 'refuse' as const),
    which: fc.nat(3),
  });
  return fc.oneof(
    { weight: 8, arbitrary: say },
    { weight: 4, arbitrary: press },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('link' as const), by: someone }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 70 }) }) },
  );
}

/** How somebody speaks: in the list's room, in another, or to the bot alone. */
type Speak = (by: string, words: string, where: 'home' | 'more' | 'directly') => Promise<readonly Seen[]>;

async function taken(here: World, speak: Speak, accomplice: string, next: Step): Promise<void> {
  switch (next.do) {
    case 'wait':
      return here.set(here.engine.now() + next.minutes * minuteMs);
    case 'link':
      return link(speak, next.by, accomplice);
    case 'say':
      await speak(next.by, next.words, next.room);
      await speak(next.confirming, `confirm ${(await pending(here)).at(-1) ?? 'aaaaaaaa'}`, 'directly');
      return;
    case 'press': {
      const ids = await pending(here);
      await speak(next.by, `${next.press} ${ids[next.which % Math.max(1, ids.length)] ?? 'aaaaaaaa'}`, 'directly');
      return;
    }
    default:
      return next satisfies never;
  }
}

/** The orders that wait, the newest last. */
async function pending(here: World): Promise<string[]> {
  const rows = await here.db.select().from(pendingOrders).orderBy(pendingOrders.askedAt, pendingOrders.id);
  return rows.map(({ id }) => id);
}

async function link(speak: Speak, by: string, other: string): Promise<void> {
  const seen = await speak(by, 'account link', 'directly');
  const code = seen.flatMap(({ text }) => /`account link (\S+)`/.exec(text)?.[1] ?? [])[0] ?? 'none';
  await speak(other, `account link sure=yes ${code}`, 'directly');
}

/** All that a second person guards. */
async function guarded(here: World) {
  const embargo = await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId);
  const list = await loadList(here.db, 'oci' as ListId);
  const record = await readFacts<ListFact>(here.db, listStream('oci' as ListId));
  return {
    about: embargo?.about ?? null,
    bound: embargo?.bound ?? null,
    ended: embargo?.ended ?? null,
    date: embargo === null ? null : (agreedDate(embargo)?.at ?? null),
    dave: embargo?.consents['terminal:dave' as PersonId] ?? null,
    policy: list?.policy.version ?? null,
    members: Object.values(list?.members ?? {}).map(({ person, role, handover }) => `${person} ${role} ${handover ?? ''}`),
    rooms: Object.values(list?.rooms ?? {}).map(({ room: id, teams }) => `${id} ${teams.join()}`),
    distributors: Object.values(list?.distributors ?? {}).map(({ name, profile }) => [
      name,
      profile?.entity,
      profile?.backup,
      profile?.strikes,
    ]),
    identities: record.filter(({ fact }) => fact.type === 'identity-accepted').length,
  };
}

async function changesNothing(here: World, speak: Speak, accomplice: string, steps: readonly Step[]): Promise<void> {
  const before = await guarded(here);
  for (const next of steps) {
    await taken(here, speak, accomplice, next);
    expect(await guarded(here)).toEqual(before);
  }
}

describe('forged accounts of one person', () => {
  // The forger's own, which no server needs to forge: it is worth nothing until the day is over.
  const accomplice = 'eve@slack';
  const forgeable = (account: PersonId) => !account.endsWith('@slack');

  /** A list whose coordinators agree on dates, each alone: ada, who is forged, and grace. */
  async function prepared(): Promise<readonly [World, Speak]> {
    const here = await world('embedded', { database, forgeable });
    const speak: Speak = (by, words, where) =>
      here.say(by, words, { home: room('#oci-private'), more: room('#more'), directly: null }[where]);
    for (const words of [
      'room adopt oci linux-distros',
      'org add Nova 24',
      'people add terminal:grace coordinator name=grace',
      'people add terminal:dave reviewer Nova name=dave',
    ])
      await here.say('ada', words);
    await link(speak, 'ada', 'ada@matrix');
    const codename = await opened(here, '2024-01-25 20:00 UTC');
    for (const who of ['ada', 'grace']) await here.say(who, `ack ${codename}`);
    return [here, speak];
  }

  test('end, move, change and share nothing', async () => {
    const step = stepBy(['ada', 'ada@matrix', accomplice], 'terminal:grace');
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 4, maxLength: 12 }), async (linked, steps) => {
        const [here, speak] = await prepared();
        if (linked) await link(speak, 'ada', accomplice);
        await changesNothing(here, speak, accomplice, steps);
        await here.close();
      }),
      { numRuns: 10, endOnFailure: true },
    );
  }, 300_000);
});

describe('whoever runs a homeserver, in the name of everybody there,', () => {
  const accomplice = 'matrix:@eve:d.example';
  const [ada, heidi, grace] = ['matrix:@ada:a.example', 'matrix:@heidi:a.example', 'matrix:@grace:c.example'] as const;

  /** Two coordinators on one homeserver, and one on another who says nothing. */
  async function prepared(): Promise<readonly [World, Speak]> {
    const there = keptPlatform();
    const here = await world('embedded', { database, also: there });
    let spoken = 0;
    const speak: Speak = async (by, words, where) => {
      const before = there.seen.length;
      spoken += 1;
      const [home, more] = [roomId('matrix:!home:a.example'), roomId('matrix:!more:a.example')];
      const said = { key: `matrix:${spoken}`, at: here.engine.now(), by: personId(by) ?? ('' as never), trigger: null, names: {} };
      await there.hear({ ...said, room: { home, more, directly: null }[where], said: { type: 'words', text: words } });
      await here.bot.settle();
      return there.seen.slice(before);
    };
    for (const words of [
      'room adopt oci linux-distros',
      'org add Nova 24',
      `people add ${ada} coordinator name=ada2`,
      `people add ${heidi} coordinator name=heidi`,
      `people add ${grace} coordinator name=grace`,
      'people add terminal:dave reviewer Nova name=dave',
    ])
      await here.say('ada', words);
    await speak(ada, 'room adopt oci', 'home');
    const codename = await opened(here, '2024-01-25 20:00 UTC');
    // Who founded it is not there any more.
    await here.say('ada', 'people remove terminal:ada');
    for (const who of [ada, heidi, grace]) await speak(who, `ack ${codename}`, 'directly');
    return [here, speak];
  }

  test('confirms none of the orders that it gives', async () => {
    const [here, speak] = await prepared();
    await link(speak, ada, accomplice);
    const waited: string[] = [];
    for (const words of orders(grace)) {
      const before = await guarded(here);
      await speak(ada, words, 'home');
      const [id] = await pending(here);
      if (id !== undefined) waited.push(words);
      for (const by of [heidi, accomplice, ada]) await speak(by, `confirm ${id ?? 'aaaaaaaa'}`, 'directly');
      expect(await guarded(here), words).toEqual(before);
      expect((await pending(here)).length, words).toBe(id === undefined ? 0 : 1);
      await speak(ada, `refuse ${id ?? 'aaaaaaaa'}`, 'directly');
    }
    expect(waited).toEqual([
      'end public sure=yes',
      'end withdrawn sure=yes a mistake',
      'date propose 2024-01-23 20:00 UTC',
      'date propose 2024-01-29 20:00 UTC',
      'date propose 2024-01-30 20:00 UTC',
      'amend cve=CVE-2024-12345',
      'policy bind linux-distros 2024-01-16 10:00 UTC',
      'invite terminal:dave',
      'people add terminal:mallory coordinator name=mallory',
      'people add terminal:dave coordinator name=dave',
      `people add ${grace} reviewer Nova name=grace`,
      `people remove ${grace}`,
      'people remove terminal:dave',
      'people strike terminal:dave a leak',
      'org remove Nova for=record sure=yes it is silent',
      'org set Nova entity="Mallory Inc" backup=terminal:dave',
      `devices accept ${grace}`,
      'room leave',
      'room make second',
      'room trust T0FAR sure=yes',
    ]);
    await here.close();
  }, 120_000);

  test('ends, moves, changes and shares nothing while somebody elsewhere could have been asked', async () => {
    const step = stepBy([ada, heidi, accomplice], grace);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const [here, speak] = await prepared();
        await changesNothing(here, speak, accomplice, steps);
        await here.close();
      }),
      { numRuns: 10, endOnFailure: true },
    );
  }, 300_000);
});
