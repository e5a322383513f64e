// Whatever one person's forged accounts say, in whatever order: nothing ends, gets later or is shared while somebody else could have been asked.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { loadList } from '../../src/db/lists.ts';
import { pendingOrders } from '../../src/db/schema.ts';
import { agreedDate } from '../../src/domain/embargo/embargo.ts';
import type { EmbargoId, ListId, PersonId } from '../../src/domain/values/ids.ts';
import { minuteMs } from '../../src/domain/values/time.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { opened, room, type World, world } from '../setup/world.ts';

const forgeable = (account: PersonId) => !account.endsWith('@slack');

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase('embedded');
});
afterAll(() => database.drop());

const forged = ['ada', 'ada@matrix'] as const;
// The forger's own, which no server needs to forge: it is worth nothing until the day is over.
const accomplice = 'eve@slack';

type Step =
  | { readonly do: 'say'; readonly by: string; readonly words: string; readonly room: 'home' | 'more' | 'directly' }
  | { readonly do: 'press'; readonly by: string; readonly press: 'confirm' | 'refuse'; readonly which: number }
  | { readonly do: 'link' }
  | { readonly do: 'wait'; readonly minutes: number };

const someone = fc.constantFrom(...forged, accomplice);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      by: someone,
      words: fc.constantFrom(
        'end public sure=yes',
        'end withdrawn sure=yes a mistake',
        'date propose 2024-01-23 20:00 UTC',
        'date propose 2024-01-29 20:00 UTC',
        'date propose 2024-01-30 20:00 UTC',
        'date accept',
        'world public a post',
        'hold it is another bug',
        'ack',
        'disclose',
        'admit terminal:dave',
        'person add terminal:mallory coordinator name=mallory',
        'person add terminal:dave coordinator name=dave',
        'person add terminal:grace reviewer Nova name=grace',
        'person remove terminal:grace',
        'room adopt oci',
        'room trust T0FAR sure=yes',
        'unlink terminal:ada@slack',
      ),
      room: fc.constantFrom('home' as const, 'home' as const, 'more' as const, 'directly' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('press' as const),
      by: someone,
      press: fc.constantFrom('confirm' as const, 'confirm' as const, 'refuse' as const),
      which: fc.nat(3),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'link' }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 70 }) }) },
);

async function taken(here: World, next: Step): Promise<void> {
  if (next.do === 'wait') return here.set(here.engine.now() + next.minutes * minuteMs);
  if (next.do === 'link') return link(here, accomplice);
  if (next.do === 'say') {
    await here.say(next.by, next.words, { home: room('#oci-private'), more: room('#more'), directly: null }[next.room]);
    return;
  }
  const orders = await here.db.select().from(pendingOrders).orderBy(pendingOrders.askedAt, pendingOrders.id);
  await here.say(next.by, `${next.press} ${orders[next.which % Math.max(1, orders.length)]?.id ?? 'aaaaaaaa'}`, null);
}

async function link(here: World, other: string): Promise<void> {
  const [seen] = await here.say('ada', 'link', null);
  await here.say(other, `link sure=yes ${/`link (\S+)`/.exec(seen?.text ?? '')?.[1] ?? 'none'}`, null);
}

/** A list whose coordinators agree on dates, each alone: ada, who is forged, and grace. */
async function prepared(): Promise<World> {
  const here = await world('embedded', { database, forgeable });
  for (const words of [
    'room adopt oci linux-distros',
    'distributor add Nova 24',
    'person add terminal:grace coordinator name=grace',
    'person add terminal:dave reviewer Nova name=dave',
  ])
    await here.say('ada', words);
  await link(here, 'ada@matrix');
  const codename = await opened(here, '2024-01-25 20:00 UTC');
  for (const who of ['ada', 'grace']) await here.say(who, `ack ${codename}`);
  return here;
}

async function shared(here: World) {
  const embargo = await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId);
  const list = await loadList(here.db, 'oci' as ListId);
  const dave = embargo?.consents['terminal:dave' as PersonId] ?? null;
  return {
    ended: embargo?.ended ?? null,
    members: Object.values(list?.members ?? {}).map(({ person, role }) => `${person} ${role}`),
    rooms: Object.values(list?.rooms ?? {}).map(({ room: id, teams }) => `${id} ${teams.join()}`),
    dave,
    date: embargo === null ? null : (agreedDate(embargo)?.at ?? null),
  };
}

test('forged accounts of one person end, extend and share nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 4, maxLength: 12 }), async (linked, steps) => {
      const here = await prepared();
      if (linked) await link(here, accomplice);
      let before = await shared(here);
      for (const next of steps) {
        await taken(here, next);
        const after = await shared(here);
        expect({ ...after, date: null }).toEqual({ ...before, date: null });
        expect(after.date ?? 0).toBeLessThanOrEqual(before.date ?? 0);
        before = after;
      }
      await here.close();
    }),
    { numRuns: 25 },
  );
}, 180_000);
