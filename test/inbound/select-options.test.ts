// What forms offer to pick from, notes kept through them, and what a stale button is told: each only what its reader may know.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockList, saveList } from '../../src/db/lists.ts';
import type { DistributorId, ListId, RoomId } from '../../src/domain/values/ids.ts';
import { hourMs, minuteMs } from '../../src/domain/values/time.ts';
import { choicesFrom } from '../../src/inbound/select-options.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { closedBefore, linkedBefore } from '../setup/identities.ts';
import { founded, opened, person, privateRoom, room, start, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('over the %s database', (kind) => {
  let database: TestDatabase;
  let here: World;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
  });

  describe('what can be picked', () => {
    const offered = async (by: string, from: 'embargo' | 'distributor', typed = '', where: RoomId | null = null, words = '') =>
      (await choicesFrom(here.db, here.engine.now)({ by: person(by), room: where, from, typed, words })).map(({ label }) => label);

    it('are the embargoes that one may know of, the newest running one first, the ended ones last', async () => {
      const first = await opened(here);
      const second = await opened(here, '2024-01-30 20:00 UTC');
      await here.say('ada', 'people add terminal:dave reviewer Rhombus name=dave');
      expect(await offered('bob', 'embargo')).toEqual([second, first]);
      expect(await offered('bob', 'embargo', first.slice(0, 4).toUpperCase())).toEqual([first]);
      expect([await offered('dave', 'embargo'), await offered('eve', 'embargo')]).toEqual([[], []]);
      // Where one of two is asked for, it is not the one that it goes with.
      expect(await offered('bob', 'embargo', '', null, `merge ${first}`)).toEqual([second]);
      await here.say('ada', `end ${second} public sure=yes`);
      expect(await offered('bob', 'embargo')).toEqual([first, `${second} (ended)`]);
    });

    it('are the distributors of the lists that one is on', async () => {
      expect(await offered('bob', 'distributor')).toEqual(['Rhombus', 'Seven Linux']);
      expect(await offered('bob', 'distributor', 'lin')).toEqual(['Seven Linux']);
      expect(await offered('eve', 'distributor')).toEqual([]);
    });

    it('belong to the list of the room; in a room of none there is nothing', async () => {
      expect(await offered('bob', 'distributor', '', privateRoom)).toEqual(['Rhombus', 'Seven Linux']);
      expect(await offered('bob', 'distributor', '', room('#elsewhere'))).toEqual([]);
      await here.say('ada', 'room adopt other', room('#other'));
      expect(await offered('bob', 'distributor', '', room('#other'))).toEqual([]);
    });

    it('are those of the person behind a linked id, and nothing for a closed account or who was removed', async () => {
      await linkedBefore(here.db, { alias: person('bob@slack'), person: person('bob'), since: start });
      expect(await offered('bob@slack', 'distributor')).toEqual(['Rhombus', 'Seven Linux']);
      await closedBefore(here.db, person('bob@slack'), start);
      expect(await offered('bob@slack', 'distributor')).toEqual([]);
      await here.say('ada', 'people remove terminal:bob');
      expect(await offered('bob', 'distributor')).toEqual([]);
    });

    it('are a hundred at the most', async () => {
      const many = Array.from({ length: 101 }, (_, number) => ({ id: `d${number}` as DistributorId, name: `D${number}`, releases: [] }));
      await here.db.transaction(async (tx) => {
        const list = await lockList(tx, 'oci' as ListId);
        if (list === null) throw new Error('no list');
        await saveList(tx, list, { ...list, distributors: Object.fromEntries(many.map((each) => [each.id, each])) });
      });
      expect((await offered('bob', 'distributor')).length).toBe(100);
    });
  });

  describe('a note', () => {
    it('that a shortcut begins is shown with what is known of it, and asks which embargo it belongs to', async () => {
      const first = await opened(here);
      const second = await opened(here, '2024-01-30 20:00 UTC');
      await here.say('bob', `ack ${first}`);
      const values = { text: 'they asked for a week', source: 'https://example.org/1', at: '2024-01-16 09:00 UTC', by: person('carol') };
      const [form] = await here.say('bob', { type: 'begin', words: 'note', values });
      expect(form?.text.split('\n')).toEqual([
        'note',
        'embargo=',
        'text=they asked for a week',
        'source=https://example.org/1',
        'at=2024-01-16 09:00 UTC',
        'by=terminal:carol',
      ]);
      const [wrong] = await here.say('bob', { type: 'form', words: 'note', values: { ...values, embargo: 'quiet-otter' } });
      expect(wrong?.text.split('\n').slice(1, 2)).toEqual(['embargo=quiet-otter']);
      const told = await here.say('bob', { type: 'form', words: 'note', values: { ...values, embargo: first } });
      expect(told.map(({ to, text }) => [to, text.split('\n').at(-1)])).toEqual([
        ['bob in #oci-private', 'Added to the timeline, which only people who acknowledged can read: `timeline`.'],
        ['#oci-private', 'bob (Seven Linux) added to the timeline. `timeline` shows it.'],
      ]);
      const last = async (by: string) => (await here.say(by, `timeline ${first}`))[0]?.text.split('\n').at(-1);
      expect(await last('bob')).toBe(
        '- Wed, Jan 17, 2024, 09:00 UTC bob (Seven Linux): added a note: they asked for a week (carol, Tue, Jan 16, 2024, 09:00 UTC, https://example.org/1)',
      );
      expect(await last('carol')).not.toContain('week');
      const [refusal] = await here.say('bob', { type: 'form', words: 'note', values: { ...values, embargo: second } });
      expect(refusal?.text).toMatch(/^Acknowledge the terms/);
    });

    it('is for those who have acknowledged: a form is not even opened for the others', async () => {
      await opened(here);
      const [one] = await here.say('bob', 'note');
      await opened(here, '2024-01-30 20:00 UTC');
      const [several] = await here.say('bob', 'note');
      expect([one?.how, several?.how, several?.text]).toEqual(['posted', 'posted', expect.stringMatching(/^Acknowledge the terms/)]);
    });
  });

  describe('a button that is stale', () => {
    const pressed = async (by: string, text: string, seen: number | null) => {
      here.news();
      await here.platform.hear({ ...here.heard(by, text), seen });
      await here.bot.settle();
      return here.news()[0]?.text.split('\n');
    };

    it('says what happened since its message was written, to who may hear it', async () => {
      const codename = await opened(here);
      await here.say('bob', `ack ${codename}`);
      const words = `date accept ${codename} 1`;
      await here.say('bob', words);
      await here.say('carol', `ack ${codename}`);
      here.set(start + hourMs);
      await here.say('carol', words);
      expect(await pressed('bob', words, start + minuteMs)).toEqual([
        'Proposal 1 is closed: it was agreed. `status` shows the dates.',
        'Since then: carol (Rhombus): accepted Wed, Jan 31, 2024, 20:00 UTC (proposal 1) for Rhombus; carol (Rhombus): with this, Wed, Jan 31, 2024, 20:00 UTC (proposal 1) was agreed.',
      ]);
      for (const seen of [start + hourMs, null])
        expect(await pressed('bob', words, seen)).toEqual(['Proposal 1 is closed: it was agreed. `status` shows the dates.']);
      await here.say('bob', `decline ${codename}`);
      expect(await pressed('bob', words, start + minuteMs)).toEqual(['Acknowledge the terms of this embargo first.', '[1] Show the terms']);
      await here.say('ada', 'people remove terminal:bob');
      expect((await pressed('bob', words, start + minuteMs))?.join()).toMatch(
        /^You have access to no embargo called `[a-z]+-[a-z]+`\. `list` shows yours\.$/,
      );
    });
  });
});
