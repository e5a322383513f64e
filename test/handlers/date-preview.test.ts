// A reckoned date is shown to its author alone before it is proposed; a date of their own that nobody else has answered may be replaced by another.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { openProposals } from '../../src/domain/embargo/embargo.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, privateRoom, start, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('a date, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let codename: string;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
  });
  afterAll(() => database.drop());

  const outcome = () => here.logs.findLast(({ event }) => event === 'handled')?.details.outcome;
  const embargo = async (number = 1) => loadEmbargo(here.db, `embargo-1-${number}` as EmbargoId);
  const open = async () => {
    const found = await embargo();
    return found === null ? null : openProposals(found, start).map(({ number, at }) => [number, new Date(at).toISOString().slice(0, 16)]);
  };
  /** What was said, to whom, with the words of its buttons. */
  const says = async (by: string, words: string) => {
    const said = await here.say(by, words);
    return said.map(({ to, text, buttons }) => ({ to, text, buttons }));
  };
  const press = async (by: string, words: string, seen = start) => {
    here.news();
    await here.platform.hear({ ...here.heard(by, words, privateRoom), seen });
    await here.bot.settle();
    return here.news().map(({ to, text, buttons }) => ({ to, text, buttons }));
  };

  describe('of an embargo that runs', () => {
    beforeEach(async () => {
      codename = await opened(here);
      await here.say('bob', `ack ${codename}`);
      await here.say('carol', `ack ${codename}`);
    });

    it('that was reckoned is seen by its author alone, and proposed in full by a press', async () => {
      const said = await says('bob', `date propose tue 14:00 UTC reason="our freeze"`);
      expect(said.map(({ to }) => to)).toEqual(['bob in #oci-private']);
      expect(said[0]?.text).toContain('Tue, Jan 23, 2024, 14:00 UTC: in 6 days 5 h, a Tuesday; respond by ');
      expect(said[0]?.buttons).toEqual([
        `date propose ${codename} 2024-01-23 14:00 UTC reason="our freeze"`,
        `date propose ${codename} reason="our freeze"`,
      ]);
      expect([outcome(), await open()]).toEqual(['shown-first', [[1, '2024-01-31T20:00']]]);
      await press('bob', said[0]?.buttons[0] ?? '');
      expect([outcome(), await open()]).toEqual([
        'date propose',
        [
          [2, '2024-01-23T14:00'],
          [1, '2024-01-31T20:00'],
        ],
      ]);
      expect((await embargo())?.proposals[2]?.reason).toBe('our freeze');
      await press('bob', said[0]?.buttons[0] ?? '');
      expect(outcome()).toBe('refused: date-is-proposed-already');
      await press('bob', said[0]?.buttons[1] ?? '');
      expect(outcome()).toBe('form');
    });

    it.each([
      'date propose 2024-01-24 14:00 UTC',
      'date propose 2024-01-24T14:00Z',
      'date counter 2024-01-24 15:00 Europe/Berlin',
      'date today 2024-01-24 14:00 UTC',
      'date propose Jan 24 2024 14:00 UTC',
    ])('in full is proposed at once: %s', async (words) => {
      await here.say('bob', words);
      expect((await open())?.[0]).toEqual([2, '2024-01-24T14:00']);
    });

    it.each([
      ['date propose Jan 24 14:00 UTC', '2024-01-24 14:00 UTC'],
      ['date counter in 7 days at 14:00 UTC', '2024-01-24 14:00 UTC'],
      ['date propose sun 14:00 UTC anyway', '2024-01-21 14:00 UTC anyway'],
      ['date propose in 173 hours', '2024-01-24 14:00 UTC'],
    ])('reckoned is shown first: %s', async (words, full) => {
      const [said] = await says('bob', words);
      expect([outcome(), said?.buttons[0]]).toEqual(['shown-first', `${words.split(' ').slice(0, 2).join(' ')} ${codename} ${full}`]);
    });

    it('an hour of today, and an extension, too', async () => {
      for (const by of ['ada', 'bob', 'carol']) await here.say(by, by === 'ada' ? 'report public sure=yes a blog' : 'status');
      const [today] = await says('ada', 'date today 20:00 UTC respond=30m');
      expect([outcome(), today?.buttons.some((words) => words.includes('2024-01-17 20:00 UTC respond=30m'))]).toEqual([
        'shown-first',
        true,
      ]);
      await here.say('ada', `keep ${codename} it is another one`);
      const [extension] = await says('bob', 'date extend in 40 days at 14:00 UTC reason="a regression"');
      expect([outcome(), extension?.buttons[0]]).toEqual([
        'shown-first',
        `date extend ${codename} 2024-02-26 14:00 UTC reason="a regression"`,
      ]);
    });

    it('that the policy refuses is refused at once', async () => {
      await here.say('bob', 'date propose sun 14:00 UTC');
      expect(outcome()).toBe('refused: date-problems');
      await here.say('bob', 'date propose yesterday at 14:00 UTC anyway');
      expect(outcome()).toBe('refused: date-problems');
    });

    it('of their own is replaced, once they say so, by one order', async () => {
      await here.say('bob', 'date propose 2024-01-23 14:00 UTC');
      const [asked] = await says('bob', 'date propose 2024-01-24 14:00 UTC reason="meant the 24th"');
      expect([outcome(), asked?.buttons]).toEqual([
        'shown-first',
        [
          `date propose ${codename} 2024-01-24 14:00 UTC reason="meant the 24th" replace=2`,
          `date propose ${codename} 2024-01-24 14:00 UTC reason="meant the 24th" beside=yes`,
          `date propose ${codename} reason="meant the 24th"`,
        ],
      ]);
      const said = await press('bob', asked?.buttons[0] ?? '');
      const room = said.filter(({ to }) => to === '#oci-private').map(({ text }) => text);
      expect(room[0]).toContain('It replaces Tue, Jan 23, 14:00 UTC (proposal 2), which no one needs to answer.');
      expect(room.some((text) => text.includes('withdrew'))).toBe(false);
      expect((await open())?.map(([number]) => number)).toEqual([3, 1]);
      const reloaded = await embargo();
      expect([reloaded?.proposals[3]?.replaces, reloaded?.proposals[2]?.state]).toEqual([2, 'withdrawn']);
      const named = 'Proposal 2 was replaced by proposal 3 (Wed, Jan 24, 14:00 UTC). To';
      expect((await press('carol', `date accept ${codename} 2`, start + 1))[0]?.text).toContain(
        `${named} accept that one: \`date accept 3\`.`,
      );
      expect((await says('bob', 'date withdraw 2'))[0]?.text).toBe(`${named} withdraw that one: \`date withdraw 3\`.`);
      expect((await says('carol', 'date reject number=2 no'))[0]?.text).toBe(`${named} reject that one: \`date reject number=3\`.`);
    });

    it('stands beside their own where they want it to, and where a later one is asked about', async () => {
      await here.say('bob', 'date propose 2024-01-23 14:00 UTC');
      await here.say('bob', 'date propose 2024-01-24 14:00 UTC beside=yes');
      expect((await open())?.map(([number]) => number)).toEqual([2, 3, 1]);
      const [asked] = await says('bob', 'date propose thu 14:00 UTC');
      expect(asked?.buttons[0]).toBe(`date propose ${codename} 2024-01-18 14:00 UTC replace=3`);
    });

    it('that somebody answered meanwhile is not replaced', async () => {
      await here.say('bob', 'date propose 2024-01-23 14:00 UTC');
      await here.say('bob', 'date propose 2024-01-24 14:00 UTC');
      expect(outcome()).toBe('shown-first');
      const before = await embargo();
      await here.say('carol', 'date accept 2');
      const accepted = (await embargo())?.proposals[2]?.state !== before?.proposals[2]?.state;
      const said = await press('bob', `date propose ${codename} 2024-01-24 14:00 UTC replace=2`);
      expect(outcome()).toBe(accepted ? 'refused: proposal-closed' : 'refused: answered-meanwhile');
      if (!accepted) expect(said[0]?.text).toContain('To take it back: `date withdraw 2`.');
      expect((await embargo())?.proposals[3]).toBe(undefined);
    });
  });

  it('of a new embargo opens nothing before its author has seen it, and opens it once', async () => {
    const order = 'create title="Symlinks leave the \\"root\\"" component=layerd versions="< 2.4" exploitability="a crafted layer"';
    const [said, ...others] = await says('ada', `${order} date="in 7 days at 14:00 UTC"`);
    expect([outcome(), others, said?.to]).toEqual(['shown-first', [], 'ada in #oci-private']);
    expect(said?.text).toContain('Wed, Jan 24, 2024, 14:00 UTC: in 7 days 5 h, a Wednesday; respond by ');
    expect(await embargo()).toBe(null);
    const [propose = '', change = ''] = said?.buttons ?? [];
    await press('ada', propose);
    expect(outcome()).toBe('create');
    const found = await embargo();
    expect([found?.about.title, found?.proposals[1]?.at]).toEqual(['Symlinks leave the "root"', Date.parse('2024-01-24T14:00Z')]);
    await press('ada', propose);
    expect([outcome(), await embargo(2)]).toEqual(['spent-choice', null]);
    await press('ada', change);
    expect(outcome()).toBe('form');
    await here.say('ada', `${order} date="in 70 days at 14:00 UTC"`);
    expect(outcome()).toBe('refused: date-problems');
    await here.say('bob', `${order} date="in 7 days at 14:00 UTC"`);
    expect(outcome()).toBe('refused: needs-role');
  });
});
