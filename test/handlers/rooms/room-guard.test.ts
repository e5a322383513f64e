// Rooms are looked at when something is noticed, each hour, and each day with everybody who is in them; what differs is written down and said.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../../src/chat/message/heard.ts';
import type { Outgoing } from '../../../src/chat/message/outgoing.ts';
import { readFacts, verifyFacts } from '../../../src/db/facts.ts';
import { loadList } from '../../../src/db/lists.ts';
import { insertMessages, saveCardRefs } from '../../../src/db/outbox.ts';
import { cards, outbox, rooms } from '../../../src/db/schema.ts';
import type { ListFact } from '../../../src/domain/list/facts.ts';
import type { ListId } from '../../../src/domain/values/ids.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/domain/values/time.ts';
import { guardDue } from '../../../src/handlers/rooms/room-guard.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { linkedBefore } from '../../setup/identities.ts';
import { describePostgres } from '../../setup/needs.ts';
import { failure, founded, opened, person, privateRoom, room, type Seen, start, type World, world } from '../../setup/world.ts';

const oci = 'oci' as ListId;
const changed: Change = { type: 'room', room: privateRoom, who: null };
const came = (name: string): Change => ({ ...changed, who: person(name) });
const people = (...names: string[]) => names.map(person);

/** `to: what`, the first line of each message. */
const firsts = (seen: readonly Seen[]) =>
  seen.map(({ how, to, text }) => `${how === 'posted' ? '' : `${how} `}${to}: ${text.split('\n')[0]}`);

const warned = "#oci-private: This room is no longer private: it's public now. Don't mention any embargo here.";
const unfit = "ada: #oci-private is no longer safe for embargoes. I won't post there until that's fixed.";
const strange =
  "#oci-private: Someone who isn't on the list joined this room. Don't mention any embargo here until a coordinator has dealt with it.";
const goesOn = "#oci-private: I'm posting here again. I didn't post what happened in the meantime: `status` shows the current state.";

describe.each(databaseKinds)('the guard, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    here.platform.shows(privateRoom, { people: people('ada', 'bob', 'carol') });
    await founded(here);
    here.news();
  });
  afterAll(() => database.drop());

  const notice = async (change: Change) => {
    await here.platform.notice(change);
    await here.bot.settle();
    return firsts(here.news());
  };
  const outcome = () => here.logs.findLast(({ event }) => event === 'handled')?.details.outcome;
  const facts = async () => (await readFacts<ListFact>(here.db, 'list:oci')).map(({ fact, by }) => [fact.type, by]);
  const looks = async () => (await facts()).filter(([type]) => type === 'room-audited');
  const passing = async (ms: number) => {
    await here.advance(here.engine.now() + ms);
    return firsts(here.news());
  };

  describe('when something is noticed', () => {
    test('warns a room that is no longer private, tells its coordinators, and writes it down once', async () => {
      here.platform.faults(privateRoom, ['public']);
      expect(await notice(changed)).toEqual([warned, unfit]);
      expect(await notice(changed)).toEqual([]);
      expect(outcome()).toBe('as-before');
      expect((await facts()).at(-1)).toEqual(['room-audited', 'clock']);
      expect(await looks()).toHaveLength(1);
      expect((await verifyFacts(here.db)).faults).toEqual([]);
    });

    test('lets nothing but the warning into it, from the moment that it knows', async () => {
      const codename = await opened(here);
      here.platform.faults(privateRoom, ['public']);
      await notice(changed);
      const said = await here.say('bob', `ack ${codename}`);
      expect(firsts(said)).toEqual([`bob in #oci-private: ${codename}`]);
      await here.say('ada', 'report public sure=yes a blog post describes it');
      await here.say('ada', 'people add terminal:dave representative Rhombus name=dave');
      expect(here.platform.seen.filter(({ to }) => to === '#oci-private').map(({ text }) => text.includes('blog'))).not.toContain(true);
      const after = await here.db
        .select({ state: outbox.state, kind: outbox.kind, to: outbox.destination })
        .from(outbox)
        .orderBy(outbox.seq);
      const toRoom = after.filter(({ to }) => to.type === 'room').slice(-1);
      expect(toRoom).toMatchObject([{ state: 'sent', kind: 'warning' }]);
    });

    test('goes on in a room that is private again, and brings its cards up to date', async () => {
      const codename = await opened(here);
      here.platform.faults(privateRoom, ['public']);
      await notice(changed);
      await here.say('bob', `ack ${codename}`);
      here.platform.faults(privateRoom, []);
      expect(await notice(changed)).toEqual([goesOn, 'ada: #oci-private is safe for embargoes again.', `edited #oci-private: ${codename}`]);
    });

    test('says nothing in a room that is archived or without the bot, but to its coordinators', async () => {
      for (const fault of ['archived', 'bot-is-not-in-it'] as const) {
        here.platform.faults(privateRoom, [fault]);
        expect(await notice(changed)).toEqual([unfit]);
        here.platform.faults(privateRoom, []);
        expect(await notice(changed)).toEqual([goesOn, 'ada: #oci-private is safe for embargoes again.']);
      }
    });

    test('asks nobody about a room of no list', async () => {
      here.platform.trouble('inspect', { type: 'fails', failure: failure('gone') });
      expect(await notice({ ...changed, room: room('#other') })).toEqual([]);
      expect(outcome()).toBe('room-of-no-list');
      expect(here.logs.filter(({ event }) => event === 'handle.failed')).toEqual([]);
    });

    test('says who came in and is not on the list: by name to coordinators, without one in the room', async () => {
      here.platform.shows(privateRoom, { people: people('ada', 'bob', 'carol', 'eve') });
      expect(await notice(came('eve'))).toEqual([strange, "ada: eve joined #oci-private and isn't on the list."]);
      here.platform.shows(privateRoom, { people: people('ada', 'bob', 'carol') });
      expect(await notice(came('eve'))).toEqual([]);
    });

    test('also of somebody who was gone again before it could look', async () => {
      expect(await notice(came('eve'))).toEqual([strange, "ada: eve joined #oci-private and isn't on the list."]);
      expect(await notice(came('eve'))).toEqual([]);
    });

    test('nothing of somebody who is on the list, by whichever of their ids', async () => {
      await here.say('ada', 'people add terminal:grace representative Rhombus name=grace');
      await linkedBefore(here.db, { alias: person('grace@slack'), person: person('grace'), since: start });
      here.platform.shows(privateRoom, { people: people('ada', 'bob', 'carol', 'grace@slack') });
      expect(await notice(came('grace@slack'))).toEqual([]);
      expect(outcome()).toBe('room-audited');
      here.platform.holds(person('grace@slack'), 'restricted_action');
      await here.say('ada', 'people remove terminal:grace');
      expect(firsts(await here.say('ada', 'room audit'))).toEqual(['ada in #oci-private: #oci-private']);
      expect(here.platform.seen.at(-1)?.text).toContain('In it, but not on the list: grace@slack');
    });

    test('tells coordinators of a new name', async () => {
      here.platform.shows(privateRoom, { name: '#talk' });
      expect(await notice(changed)).toEqual(["ada: #oci-private is now called #talk. It's the same room."]);
      expect((await loadList(here.db, oci))?.rooms[privateRoom]?.audit.name).toBe('#talk');
    });

    test('tells coordinators when a room cannot be looked at, and looks again by itself', async () => {
      for (let tries = 0; tries < 3; tries += 1) here.platform.trouble('inspect', { type: 'fails', failure: failure('again') });
      here.platform.faults(privateRoom, ['public']);
      expect(await notice(changed)).toEqual([]);
      expect(await passing(2000)).toEqual([]);
      expect(await passing(2000)).toEqual([
        "ada: I couldn't check #oci-private, so I don't know whether it's still private. I check before each post, and won't post there until I can. `room audit` tries again.",
      ]);
      expect(await passing(10 * minuteMs)).toEqual([warned, unfit]);
    });
  });

  describe('by itself', () => {
    test('finds within the hour what no platform tells', async () => {
      here.platform.faults(privateRoom, ['public']);
      expect(await passing(hourMs - 1)).toEqual([]);
      expect(await passing(1)).toEqual([warned, unfit]);
      expect(await passing(hourMs)).toEqual([]);
    });

    test('looks at once at a room into which something could not be said', async () => {
      await opened(here);
      here.platform.faults(privateRoom, ['public']);
      await here.say('ada', 'report public sure=yes a blog post describes it');
      expect(firsts(here.platform.seen.slice(-1))).toEqual([
        "ada: I couldn't deliver a message to #oci-private: it's public. Fix that there, or remove the room from the list: `room leave`.",
      ]);
      expect(await passing(minuteMs)).toEqual([warned, unfit]);
    });

    test('says each day, and no more often, who is in a room and not on the list', async () => {
      here.platform.shows(privateRoom, { people: people('ada', 'bob', 'carol', 'eve') });
      await notice(came('eve'));
      const daily = 'ada: In #oci-private, and not on the list oci: eve.';
      expect(await passing(dayMs - 1)).toEqual([]);
      expect(await passing(1)).toEqual([daily]);
      expect(await passing(dayMs - 1)).toEqual([]);
      expect(await passing(1)).toEqual([daily]);
      await here.say('ada', 'people add terminal:eve representative Rhombus name=eve');
      here.news();
      expect(await passing(2 * dayMs)).toEqual([]);
    });

    test('finds on that day who came in without being noticed, and says so once', async () => {
      here.platform.shows(privateRoom, { people: people('ada', 'bob', 'carol', 'eve') });
      expect(await passing(dayMs)).toEqual([strange, "ada: eve joined #oci-private and isn't on the list."]);
    });

    test('tries again when it could not look, and tells once a day when a day’s audit is late', async () => {
      const away = () => here.platform.trouble('inspect', { type: 'fails', failure: failure('again') });
      await here.advance(start + dayMs - 1);
      here.news();
      away();
      expect(await passing(1)).toEqual([]);
      here.platform.faults(privateRoom, ['public']);
      expect(await passing(10 * minuteMs - 1)).toEqual([]);
      expect(await passing(1)).toEqual([warned, unfit]);
      here.set(here.engine.now() + dayMs + 3 * hourMs);
      away();
      expect((await passing(0)).map((each) => each.slice(0, 34))).toEqual(["ada: I couldn't check #oci-private,".slice(0, 34)]);
      away();
      expect((await passing(10 * minuteMs)).filter((each) => !each.startsWith('edited'))).toEqual([]);
    });

    test('throws away a look that something noticed meanwhile has overtaken', async () => {
      let look = () => {};
      const looking = new Promise<void>((resolve) => {
        look = resolve;
      });
      here.platform.trouble('inspect', { type: 'waits', until: looking });
      here.set(start + dayMs);
      const guarding = guardDue(here.engine);
      await here.platform.struck();
      here.platform.faults(privateRoom, ['archived']);
      expect(await notice(changed)).toEqual([unfit]);
      // What the slow look saw is what was there before.
      here.platform.faults(privateRoom, []);
      look();
      await guarding;
      await here.bot.settle();
      const [told] = firsts(here.news()).slice(-2);
      expect(told).toBe(goesOn);
      // It was not the slow look's word, but one that was taken afresh.
      expect(await looks()).toHaveLength(2);
    });
  });

  describe('a room that gets another id', () => {
    const moved = room('#moved');
    const move: Change = { type: 'room-moved', from: privateRoom, to: moved };

    test('keeps its embargoes, its cards, and what waits for it', async () => {
      const codename = await opened(here);
      const waiting: Outgoing = {
        to: { type: 'room', room: privateRoom },
        urgency: 'nudge',
        kind: 'membership',
        list: oci,
        embargo: null,
        body: { type: 'message', message: { push: '', nodes: [{ type: 'line', line: ['it waited'] }] }, less: null },
        card: null,
      };
      for (const { key } of await here.db.select().from(cards)) await saveCardRefs(here.db, key, ['#oci-private/1.2']);
      await insertMessages(here.db, [waiting], start);
      here.platform.shows(moved, { name: '#oci-private', people: people('ada', 'bob', 'carol') });
      await here.platform.notice(move);
      await here.bot.settle();
      expect(here.news().map(({ how, to, text, ref }) => [how, to, text.split('\n')[0], ref?.replace(/^post-.*/, 'post')])).toEqual([
        ['posted', 'ada', '#oci-private has a new id on its platform. I follow it; nothing else changed.', 'post'],
        ['posted', '#moved', 'it waited', 'post'],
        ['edited', '#moved', codename, '#moved/1.2'],
      ]);
      expect(Object.keys((await loadList(here.db, oci))?.rooms ?? {})).toEqual([moved]);
      expect((await facts()).filter(([type]) => type === 'room-moved')).toHaveLength(1);
      expect((await here.say('ada', 'status', moved)).map(({ to }) => to)).toEqual(['ada in #moved']);
      expect(firsts(await here.say('ada', 'status', privateRoom))[0]).toMatch(/^ada in #oci-private: This room belongs to no list/);
    });

    test('has what could not be sent yet sent there, and its cards edited there', async () => {
      const codename = await opened(here);
      here.platform.trouble('post', { type: 'fails', failure: failure('again') }, '#oci-private');
      await here.say('bob', `ack ${codename}`);
      expect(await here.db.select({ card: outbox.card, lane: outbox.lane }).from(outbox).where(eq(outbox.state, 'queued'))).toEqual([
        { card: `card:${codename}:${privateRoom}`, lane: privateRoom },
      ]);
      here.platform.shows(moved, { people: people('ada', 'bob', 'carol') });
      await notice(move);
      await here.advance(here.engine.now() + minuteMs);
      const last = here.platform.seen.filter(({ to }) => to.startsWith('#')).at(-1);
      expect([last?.how, last?.to]).toEqual(['edited', '#moved']);
      expect(await here.db.select({ state: outbox.state }).from(outbox).where(eq(outbox.state, 'queued'))).toEqual([]);
    });

    test('is looked at there', async () => {
      here.platform.faults(moved, ['shared-externally']);
      here.platform.shows(moved, { name: '#oci-private', teams: ['T0FAR'], people: people('ada', 'bob', 'carol') });
      expect(await notice(move)).toEqual([
        "#moved: This room is no longer private: it's shared with another organization now. Don't mention any embargo here.",
        unfit,
        'ada: #oci-private has a new id on its platform. I follow it; nothing else changed.',
      ]);
    });

    test('is nothing where the room was no list’s, or the other is one’s already', async () => {
      expect(await notice({ ...move, from: room('#other') } as Change)).toEqual([]);
      await here.say('ada', 'room adopt oci', moved);
      here.news();
      expect(await notice(move)).toEqual([]);
      expect(outcome()).toBe('room-of-no-list');
    });
  });

  describe('asked by a coordinator', () => {
    test('shows a room with each embargo of which somebody there should not hear', async () => {
      await here.say('ada', 'people add terminal:dave reviewer Rhombus name=dave');
      await here.say('ada', 'people add terminal:quinn reviewer Rhombus name=quinn');
      const codename = await opened(here);
      for (const name of ['ada', 'bob']) await here.say(name, `ack ${codename}`);
      here.platform.shows(privateRoom, { people: people('ada', 'bob', 'dave', 'eve') });
      const said = (await here.say('ada', 'room audit')).filter(({ to }) => to === 'ada in #oci-private');
      expect(said.map(({ text }) => text)).toEqual([
        [
          '#oci-private',
          "It's safe for embargoes: private, and not shared.",
          'In it, but not on the list: eve',
          'On the list, but not in it: carol (Rhombus), quinn (Rhombus)',
        ].join('\n'),
        [codename, 'In #oci-private:', 'Has no need to know: dave (Rhombus)'].join('\n'),
      ]);
    });

    test('tells one who has not acknowledged an embargo no more of it than that there is one', async () => {
      await here.say('ada', 'people add terminal:grace coordinator name=grace');
      const codename = await opened(here);
      const [, about] = (await here.say('grace', 'room audit', null)).map(({ to, text }) => `${to}: ${text}`);
      expect(about).toBe(
        `grace: ${codename}\nAcknowledge the terms of this embargo first, to see who in #oci-private shouldn't know about it yet.\n[1] Read the terms`,
      );
    });

    test('shows every room of theirs in a direct message, and in a room that room alone', async () => {
      await here.say('ada', 'room adopt oci', room('#second'));
      const asked = async (where?: typeof privateRoom | null) =>
        (await here.say('ada', 'room audit', where)).map(({ text }) => text.split('\n')[0]);
      expect((await asked(null)).sort()).toEqual(['#oci-private', '#second']);
      expect(await asked(room('#second'))).toEqual(['#second']);
    });

    test('is no answer for others, in words that tell nothing of the room', async () => {
      expect(firsts(await here.say('bob', 'room audit'))[0]).toMatch(/^bob in #oci-private: Only coordinators can use/);
      expect(firsts(await here.say('eve', 'room audit'))[0]).toMatch(/^eve in #oci-private: You aren't on a list here/);
      expect(firsts(await here.say('bob', 'room trust T0FAR sure=yes'))[0]).toMatch(/^bob in #oci-private: Only coordinators can use/);
      expect((await loadList(here.db, oci))?.rooms[privateRoom]?.teams).toEqual([]);
    });
  });

  test('a far team that is named is let in when it comes, and another that comes with it is not', async () => {
    await here.say('ada', 'room trust T0FAR sure=yes');
    here.news();
    here.platform.faults(privateRoom, ['shared-externally']);
    here.platform.shows(privateRoom, { teams: ['T0FAR'] });
    expect(await notice(changed)).toEqual([]);
    expect(firsts(await here.say('ada', 'people add terminal:dave representative Rhombus name=dave'))[0]).toBe(
      '#oci-private: ada added dave (Rhombus) as representative.',
    );
    here.platform.shows(privateRoom, { teams: ['T0FAR', 'T0EVIL'] });
    // Before anything is noticed: the look before the post.
    const said = await here.say('ada', 'people remove terminal:dave');
    expect(said.filter(({ to }) => to === '#oci-private')).toEqual([]);
    expect(await notice(changed)).toContain(unfit);
  });

  test('a second coordinator hears who let a far team in', async () => {
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
    expect(firsts(await here.say('ada', 'room trust T0FAR sure=yes'))).toEqual([
      '#oci-private: ada allowed the organization T0FAR to read in #oci-private.',
      'grace: ada allowed the organization T0FAR to read in #oci-private.',
      'ada in #oci-private: T0FAR can read in #oci-private from now on.',
    ]);
  });

  test('a further room is shown to every other coordinator with whoever is in it and not on the list', async () => {
    const second = room('#second');
    here.platform.shows(second, { people: people('ada', 'bob', 'eve') });
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
    const said = firsts(await here.say('ada', 'room adopt oci sure=yes', second));
    expect(said.filter((each) => each.includes('eve'))).toEqual(['grace: In #second, and not on the list oci: eve.']);
  });

  test('when rooms are looked at next is kept with them', async () => {
    const kept = async () => (await here.db.select({ check: rooms.checkAt, audited: rooms.auditedAt }).from(rooms))[0];
    expect(await kept()).toEqual({ check: start + hourMs, audited: start });
    here.set(start + 5 * minuteMs);
    await notice(changed);
    expect(await kept()).toEqual({ check: start + hourMs + 5 * minuteMs, audited: start });
    await passing(dayMs);
    expect((await kept())?.audited).toBe(start + dayMs);
  });
});

describePostgres('two replicas that guard the same rooms', () => {
  test('look at each room once', async () => {
    const database = await openTestDatabase('postgres');
    const here = await world('postgres', { database });
    const there = await world('postgres', { beside: here, seed: 2 });
    await founded(here);
    for (const name of ['#two', '#three', '#four', '#five']) await here.say('ada', 'room adopt oci', room(name));
    for (const each of [here, there]) {
      each.set(start + dayMs);
      for (const name of ['#oci-private', '#two', '#three', '#four', '#five'])
        each.platform.shows(room(name), { people: people('ada', 'eve') });
    }
    here.news();
    const looks = await Promise.all([guardDue(here.engine), guardDue(there.engine)]);
    expect(looks[0] + looks[1]).toBe(5);
    await here.bot.settle();
    expect(firsts(here.news()).filter((each) => each.startsWith('ada: eve joined'))).toHaveLength(5);
    await database.drop();
  });
});
