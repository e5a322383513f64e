// Somebody's own page: what waits on them and what is theirs, right at the moment it is shown, and no word that they may not hear.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { homePage } from '../../src/chat/home.ts';
import { field, fields } from '../../src/chat/message/message.ts';
import { homes, identities } from '../../src/db/schema.ts';
import type { Embargo } from '../../src/domain/embargo/embargo.ts';
import type { Member } from '../../src/domain/list/list.ts';
import { dayMs, minuteMs } from '../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  dave,
  embargo,
  list,
  mallory,
  start as monday,
  patch,
  patches,
  review,
  reviews,
  secrets,
  signedBy,
} from '../setup/embargo.ts';
import { closedBefore, linkedBefore } from '../setup/identities.ts';
import { actionsOf, linesOf, understood } from '../setup/said.ts';
import { failure, founded, opened, person, start, type World, world } from '../setup/world.ts';

const preferences = [fields(field('Time zone', 'UTC'))];
const page = (who: Member, ...embargoes: readonly Embargo[]) =>
  homePage({
    person: who.person,
    lists: [list],
    views: embargoes.map((each) => ({ embargo: each, list, now: monday })),
    preferences,
    now: monday,
  }).nodes;

describe('the page', () => {
  it('shows what waits, the embargoes with their countdown, the reviews, the preferences', () => {
    const walked = agreedEmbargo({
      patches: patches(patch(1), patch(2)),
      reviews: reviews(review(1, { patch: 1, end: { at: monday, outcome: 'no-issues', because: null } }), review(2, { patch: 2, step: 3 })),
    });
    expect(linesOf(page(bob, walked))).toEqual([
      'Waiting on you',
      '- `calm-otter`: test patch v2 on 24, by Tue, Mar 17, 14:00 UTC, in 15 days 5 h',
      '[Test patch v2 on 24]',
      'Your embargoes',
      '- `calm-otter`: the date is agreed; Tue, Mar 17, 14:00 UTC, in 15 days 5 h',
      'Your reviews',
      '- `calm-otter`: revision 2 on 24, step 4 of 10',
      '- `calm-otter`: revision 1 on 24, no issues found (stale)',
      '[Continue 24]',
      'Your settings',
      'Time zone: UTC',
      '[List] [Report a leak…] [Help]',
    ]);
  });

  it('shows codename and dates only of what is not acknowledged', () => {
    const lines = linesOf(page(bob, agreedEmbargo({ consents: signedBy(ada) })));
    expect(lines.slice(0, 7)).toEqual([
      'Waiting on you',
      '- `calm-otter`: acknowledge the terms, respond by Tue, Mar 3, 09:00 UTC, in 1 day',
      '[Read the terms]',
      'Your embargoes',
      '- `calm-otter`: the date is agreed; Tue, Mar 17, 14:00 UTC, in 15 days 5 h; acknowledge its terms to see more',
      'Your reviews',
      'None.',
    ]);
  });

  it.each([
    ['who was not let in', dave, embargo()],
    ['who declined', bob, embargo({ consents: { ...signedBy(ada), [bob.person]: { state: 'declined', at: monday } } })],
    ['who is off the list', mallory, embargo()],
  ] as const)('holds no word of an embargo for somebody %s', (_, who, from) => {
    const text = JSON.stringify(page(who, from));
    expect([...secrets, 'calm-otter'].filter((word) => text.includes(word))).toEqual([]);
  });

  it('never holds what an embargo is about, and each button is understood', () => {
    for (const who of [ada, bob]) {
      const nodes = page(who, agreedEmbargo({ patches: patches(patch(1)) }), embargo({ codename: 'brisk-wren' }));
      expect(secrets.filter((word) => JSON.stringify(nodes).includes(word))).toEqual([]);
      for (const { words } of actionsOf(nodes)) expect(['intent', 'ask']).toContain(understood(words).type);
    }
  });

  it('of somebody on no list says how one gets on a list', () => {
    const { nodes } = homePage({ person: mallory.person, lists: [], views: [], preferences, now: monday });
    expect(linesOf(nodes)).toEqual([
      'Your page',
      "You aren't on a list here, so this page is empty. A coordinator of a list adds people with `people add`.",
      '[Report a leak…] [Help]',
    ]);
  });
});

describe.each(databaseKinds)('pages that were opened, over the %s database', (kind) => {
  let database: TestDatabase;
  let here: World;
  const look = (by: string) => here.say(by, { type: 'home' }, null);
  const pagesSeen = (seen: Awaited<ReturnType<World['say']>>) =>
    seen.filter(({ text }) => /^(Waiting on you|Your page)/.test(text)).map(({ to, text }) => [to, text.split('\n')[1]]);

  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
  });

  it('are shown at once, and again when something changes; those of people who never looked are not', async () => {
    expect(pagesSeen(await look('bob'))).toEqual([['bob', 'Nothing.']]);
    await here.say('ada', 'status');
    const codename = await opened(here);
    const seen = here.platform.seen.filter(({ text }) => text.startsWith('Waiting on you'));
    expect(seen.map(({ to, text }) => [to, text.split('\n')[1]])).toEqual([
      ['bob', 'Nothing.'],
      ['bob', `- \`${codename}\`: acknowledge the terms, respond by Thu, Jan 18, 09:00 UTC, in 1 day`],
    ]);
    expect(pagesSeen(await here.say('bob', `ack ${codename}`))).toEqual([
      ['bob', `- \`${codename}\`: answer Wed, Jan 31, 20:00 UTC (proposal 1), by Sat, Jan 20, 09:00 UTC, in 3 days`],
    ]);
  });

  it('lose every word when their reader is taken off the list, and gain them when they come on it', async () => {
    await look('bob');
    await look('eve');
    await opened(here);
    expect(pagesSeen(await here.say('ada', 'people remove terminal:bob'))).toEqual([
      ['bob', "You aren't on a list here, so this page is empty. A coordinator of a list adds people with `people add`."],
    ]);
    expect(pagesSeen(await here.say('ada', 'people add terminal:eve representative Rhombus name=eve')).map(([to]) => to)).toEqual(['eve']);
  });

  it('count down each day', async () => {
    await opened(here);
    await look('ada');
    here.news();
    await here.advance(start + 1.5 * dayMs);
    expect(here.news().filter(({ to, text }) => to === 'ada' && text.includes('in 13 days')).length).toBeGreaterThan(0);
  });

  it('are kept up to date for thirty days after they were last looked at', async () => {
    await look('bob');
    here.set(start + 30 * dayMs);
    expect(pagesSeen(await here.say('ada', 'org add Third 1'))).toEqual([]);
    await look('bob');
    expect(pagesSeen(await here.say('ada', 'org add Fourth 1')).map(([to]) => to)).toEqual(['bob']);
  });

  it('belong to the account that looks: a linked one shows the person’s, an unlinked or a closed one nothing', async () => {
    const codename = await opened(here);
    await linkedBefore(here.db, { alias: person('bob@slack'), person: person('bob'), since: start });
    await here.db.insert(homes).values({ person: person('bob@slack'), openedAt: start });
    const told = pagesSeen(await here.say('bob', `ack ${codename}`));
    expect(told.map(([to]) => to)).toContain('bob@slack');
    await here.db.delete(identities);
    expect(pagesSeen(await look('bob@slack')).at(-1)?.[1]).toContain("You aren't on a list here, so this page is empty.");
    await closedBefore(here.db, person('bob'), start);
    expect(pagesSeen(await look('bob')).at(-1)?.[1]).toContain("You aren't on a list here, so this page is empty.");
  });

  it('say so where they may have been said before, but not on their own surface, where each takes the place of the last', async () => {
    for (const said of ['home', { type: 'home' }] as const) {
      here.platform.trouble('post', { type: 'fails-after', failure: failure('unsure') });
      await here.say('bob', said, null);
      await here.advance(here.engine.now() + minuteMs);
      expect(here.platform.seen.at(-1)?.text.split('\n')[0]).toBe(said === 'home' ? '(repeated?)' : 'Waiting on you');
    }
  });

  it('are an answer like others to who asks in words', async () => {
    const [answer] = await here.say('bob', 'home');
    expect([answer?.to, answer?.text.split('\n')[0]]).toEqual(['bob in #oci-private', 'Waiting on you']);
    expect(await here.db.select().from(homes)).toEqual([]);
  });
});
