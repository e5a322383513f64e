// A leak is reported: those who have to act hear what, the rooms that there is one, and nobody learns more than they may by reporting.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leakOnList, leakReported } from '../../src/chat/embargo/leak/report.ts';
import { formOf } from '../../src/chat/forms.ts';
import { line } from '../../src/chat/message/message.ts';
import type { Outgoing } from '../../src/chat/message/outgoing.ts';
import { questionsOf } from '../../src/chat/message/questions.ts';
import { parse } from '../../src/chat/parse.ts';
import { embargoStream, listStream, readFacts, verifyFacts } from '../../src/db/facts.ts';
import { insertMessages } from '../../src/db/outbox.ts';
import { embargoes } from '../../src/db/schema.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import { policyOf } from '../../src/domain/policy/presets.ts';
import { hourMs } from '../../src/domain/values/time.ts';
import { atOnce } from '../../src/handlers/leak.ts';
import { handleAll } from '../../src/handlers/loop.ts';
import { deliverDue } from '../../src/outbound/deliver.ts';
import { tidy } from '../../src/scheduler/tick.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { ada, agreedEmbargo, bob, embargo, grace, list, start as monday, signedBy } from '../setup/embargo.ts';
import { actionsOf, linesOf, messagesOf, understood, whereTo } from '../setup/said.ts';
import { founded, opened, person, room, shortly, start, type World, world } from '../setup/world.ts';

const report = { type: 'leak-reported', where: 'https://example.org/post', what: 'the title' } as const;

describe('a leak of an embargo', () => {
  const context = (wish: Parameters<typeof embargo>[0] = {}) => {
    const from = embargo(wish);
    return { embargo: from, before: from, list, now: monday, by: { person: bob.person, room: null } };
  };
  const told = (to: string, wish?: Parameters<typeof embargo>[0]) =>
    leakReported(report, context(wish))
      .filter((each) => whereTo(each) === to)
      .map((each) => messagesOf(each).map(({ nodes }) => linesOf(nodes)));

  it('is told to coordinators with what to do and the way to its words; who has not acknowledged learns that there is one', () => {
    expect(told('ada')).toEqual([
      [
        [
          'calm-otter · oci list 🚨 Leak reported',
          'bob (Nova) reported a leak.',
          '- Find out exactly what got out and to whom, and record it.',
          "- Ask those who have it to take it down and keep it to themselves. Don't say what it's about.",
          "- If anyone can read it, it's public, so publish. That's the default.",
          '- The person who let it out tells the list what and to whom. A retrospective follows.',
          '[Disclose now…] [Propose an hour today…] [Keep the embargo…] [Show leak 1] [Assess leak 1…]',
        ],
        [
          'calm-otter · oci list 🚨 Leak reported',
          'Someone reported a leak. To read the report, acknowledge the terms.',
          '- Find out exactly what got out and to whom, and record it.',
          "- Ask those who have it to take it down and keep it to themselves. Don't say what it's about.",
          "- If anyone can read it, it's public, so publish. That's the default.",
          '- The person who let it out tells the list what and to whom. A retrospective follows.',
          '[Read and acknowledge…]',
        ],
      ],
    ]);
  });

  it('is told to the rooms without a word of it', () => {
    expect(told('#oci-private')[0]?.[0]).toEqual([
      'calm-otter 🚨 Leak reported',
      "Don't mention it outside this list, not even to correct it. Coordinators are looking into it.",
      'Reported: Mon, Mar 2, 09:00 UTC',
      'Coordinators: ada, grace',
      'Until they decide, the terms apply. If you acknowledged, read the report in `leak show 1`.',
    ]);
  });

  it('is not told to a coordinator who declined to hear of the embargo', () => {
    const consents = { ...signedBy(ada), [grace.person]: { state: 'declined' as const, at: monday } };
    expect(told('grace', { consents })).toEqual([]);
  });

  it('asks for the decision that is open where the world has changed, and for notes only where it has ended', () => {
    const buttons = (wish: Parameters<typeof embargo>[0]) =>
      leakReported(report, context(wish))
        .filter((each) => whereTo(each) === 'ada')
        .flatMap((each) => messagesOf(each).slice(0, 1))
        .flatMap(({ nodes }) => actionsOf(nodes).map(({ words }) => words));
    expect(buttons({ publicState: { public: { at: monday, by: bob.person, how: 'x' } } })).toEqual([
      'end calm-otter',
      'date today calm-otter',
      'keep calm-otter',
      'leak show calm-otter 1',
      'leak class calm-otter leak=1',
    ]);
    expect(buttons(agreedEmbargo({ ended: { at: monday, by: [ada.person], reason: 'public', because: null } }))).toEqual([
      'leak show calm-otter 1',
      'leak class calm-otter leak=1',
    ]);
    for (const words of buttons({})) expect(['intent', 'ask']).toContain(understood(words).type);
  });

  it('that names no embargo goes to coordinators; from somebody on no list nothing goes to the rooms', () => {
    const places = (member: boolean) => leakOnList(list, { name: 'eve', member }).map(whereTo);
    expect([places(true), places(false)]).toEqual([
      ['ada', 'grace', '#oci-private'],
      ['ada', 'grace'],
    ]);
  });
});

describe.each(databaseKinds)('reporting, over the %s database', (kind) => {
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

  const typesOf = async (stream: string) => (await readFacts<EmbargoFact>(here.db, stream)).map(({ fact, by }) => [fact.type, by]);
  const leaks = async () => (await typesOf(listStream('oci' as never))).filter(([type]) => type === 'leak-reported');

  it('with the only embargo running is about that one, stands in its record and on its timeline', async () => {
    const codename = await opened(here);
    await here.say('ada', 'ack');
    await here.say('bob', 'ack');
    expect(shortly(await here.say('bob', 'leak https://example.org/paste "the title is in it"'))).toEqual([
      `ada: ${codename} · oci list 🚨 Leak reported / bob (Seven Linux) reported a leak.`,
      `#oci-private: ${codename} 🚨 Leak reported / Don't mention it outside this list, not even to correct it. Coordinators are looking into it.`,
      `bob in #oci-private: ${codename} / Thank you. I told the people who need to know. Don't mention it anywhere else. If you learn more, report it the same way.`,
      `edited #oci-private: ${codename} / Status: a date is proposed`,
    ]);
    const [row] = await here.db.select({ id: embargoes.id }).from(embargoes);
    expect((await typesOf(embargoStream(row?.id as never))).at(-1)).toEqual(['leak-reported', person('bob')]);
    const [timeline] = await here.say('bob', 'timeline');
    expect(timeline?.text.split('\n').at(-1)).toBe(
      '- Wed, Jan 17, 2024, 09:00 UTC bob (Seven Linux): reported a leak: the title is in it (https://example.org/paste)',
    );
    const [unsigned] = await here.say('carol', 'timeline');
    expect(unsigned?.text).not.toContain('title');
    expect(await leaks()).toEqual([]);
  });

  it('by whoever opened it is read by them, by its button and in `timeline`: opening was acknowledging', async () => {
    const codename = await opened(here);
    const said = await here.say('ada', 'report leak https://example.org/paste "the title is in it"');
    const report = said.find(({ to }) => to === 'ada');
    expect(report?.buttons).toContain(`leak show ${codename} 1`);
    const words = '- Wed, Jan 17, 2024, 09:00 UTC ada: reported a leak: the title is in it (https://example.org/paste)';
    for (const typed of [`timeline ${codename}`, 'timeline']) {
      const [shown] = await here.say('ada', typed);
      expect(shown?.text.split('\n').at(-1)).toBe(words);
    }
  });

  it('with several embargoes running asks which one it is, and takes none for an answer', async () => {
    const first = await opened(here);
    await opened(here, '2024-01-30 20:00 UTC');
    const [form] = await here.say('bob', 'leak');
    expect(form?.text.split('\n')).toEqual(['report leak', 'embargo=', 'what=', 'where=', 'noticed=']);
    await here.say('bob', { type: 'form', words: 'leak', values: { where: 'a paste', what: 'all of it', embargo: first.toUpperCase() } });
    expect(await leaks()).toEqual([]);
    const said = await here.say('bob', { type: 'form', words: 'leak', values: { where: 'a paste', what: 'all of it' } });
    expect(await leaks()).toEqual([['leak-reported', person('bob')]]);
    // Which one it is, is asked once coordinators know.
    const thanks = said.find(({ to, buttons }) => to.includes('bob') && buttons.length > 0);
    expect(thanks?.buttons).toContain(`report leak ${first} what="all of it" where="a paste"`);
    expect(said.findIndex(({ to }) => to === 'ada')).toBeLessThan(thanks === undefined ? -1 : said.indexOf(thanks));
  });

  it('without a name stays so for all but one coordinator, where it names no embargo, and by the button that names it afterwards', async () => {
    const first = await opened(here);
    await opened(here, '2024-01-30 20:00 UTC');
    here.news();
    await here.say('carol', 'report leak unnamed=yes somebody told a customer', null);
    const others = here.platform.seen.filter(({ to }) => !to.includes('carol'));
    const alarm = others.filter(({ text }) => text.includes('Leak reported'));
    expect(alarm.map(({ text }) => text.split('\n')[1])).toContain('Someone on the list reported a leak without naming an embargo.');
    expect(others.filter(({ text }) => text.includes('carol reported') && !text.includes('you alone know'))).toEqual([]);
    const [register] = await here.say('ada', 'leaks');
    expect([register?.text.includes('told a customer'), register?.text.includes('carol')]).toEqual([true, false]);
    const again = here.platform.seen.flatMap(({ buttons }) => buttons).filter((words) => words.startsWith(`report leak ${first}`));
    expect(again[0]).toContain('unnamed=yes');
  });

  it('of an embargo whose details were purged is the list’s, and is forgotten after the same time', async () => {
    const codename = await opened(here);
    await here.say('ada', `end ${codename} withdrawn sure=yes a mistake`);
    const retention = policyOf('oci').retentionMs;
    here.set(start + retention + hourMs);
    await tidy(here.engine);
    await here.bot.settle();
    await here.say('bob', `report leak ${codename} a late copy of it`, null);
    const [row] = await here.db.select({ id: embargoes.id }).from(embargoes);
    expect((await typesOf(embargoStream(row?.id as never))).filter(([type]) => type === 'leak-reported')).toEqual([]);
    expect(await leaks()).toEqual([['leak-reported', person('bob')]]);
    const words = async () => JSON.stringify(await readFacts(here.db, listStream('oci' as never))).includes('a late copy');
    here.set(start + 2 * retention + hourMs - 1);
    await tidy(here.engine);
    expect(await words()).toBe(true);
    here.set(start + 2 * retention + hourMs);
    await tidy(here.engine);
    expect(await words()).toBe(false);
    expect((await verifyFacts(here.db)).faults).toEqual([]);
  });

  it('is the next thing that anybody hears, where two thousand reminders wait', async () => {
    const codename = await opened(here);
    await here.say('bob', 'ack');
    here.forget();
    const body = { type: 'message', message: { push: '', nodes: [line('reminder')] }, less: null } as const;
    const reminders = Array.from({ length: 100 }, (_, index): Outgoing => {
      const to = { type: 'person', person: person(['ada', 'bob', 'carol'][index % 3] ?? ''), room: null } as const;
      return { to, urgency: 'nudge', kind: 'personal', list: null, embargo: null, body, card: null };
    });
    for (let times = 0; times < 20; times++) await insertMessages(here.db, reminders, start);
    await here.platform.hear(here.heard('bob', 'report leak the title is on a forum'));
    await handleAll(here.engine);
    for (const _ of [1, 2, 3, 4]) await deliverDue(here.engine, 1);
    expect(here.platform.seen.map(({ to, text }) => `${to}: ${text.split('\n')[0]}`)).toEqual([
      `ada: ${codename} · oci list 🚨 Leak reported`,
      `#oci-private: ${codename} 🚨 Leak reported`,
      `bob in #oci-private: ${codename}`,
      'ada: reminder',
    ]);
  });

  it('twice by two people, of one place, is one case of two reports, and alarms once', async () => {
    const codename = await opened(here);
    for (const name of ['ada', 'bob', 'carol']) await here.say(name, 'ack');
    const alarms = async (name: string) =>
      (await here.say(name, `report leak ${codename} https://forum.example.org/t/1 the title`)).filter(({ text }) => text.includes('🚨'));
    expect([(await alarms('bob')).length > 0, await alarms('carol'), await alarms('bob')]).toEqual([true, [], []]);
    const [shown] = await here.say('ada', `leak show ${codename}`);
    expect(shown?.text.split('\n').filter((each) => each.includes('forum.example.org')).length).toBe(3);
  });

  it('waits for no answer that may be left out, where a form asks one by one', () => {
    const parsed = parse('report leak', { now: start, zone: null, codenames: [] });
    const form = parsed.type === 'ask' ? atOnce(formOf(parsed, 'optional')) : null;
    expect(form?.fields.length).toBeGreaterThan(2);
    expect(form === null ? [] : questionsOf(form).asked.map(({ name }) => name)).toEqual(['what']);
  });

  it('by somebody on no list goes to the coordinators, and tells nothing in return, whether there is an embargo or not', async () => {
    const quiet = await here.say('eve', 'leak "a paste" "names of a fix"', null);
    await opened(here);
    const loud = await here.say('eve', 'leak "a paste" "names of a fix"', null);
    expect(shortly(quiet)).toEqual([
      'ada: oci 🚨 Leak reported / Someone on no list, who goes by eve, reported a leak without naming an embargo.',
      "eve: Thank you. I told the people who need to know. Don't mention it anywhere else. If you learn more, report it the same way.",
    ]);
    expect(shortly(loud)).toEqual(shortly(quiet));
    const [form] = await here.say('eve', 'leak', null);
    expect(form?.text.split('\n')).toEqual(['report leak', 'what=', 'where=', 'noticed=']);
    expect((await verifyFacts(here.db)).faults).toEqual([]);
  });

  it('by somebody on no list is heard three times within an hour, and again after it', async () => {
    for (const _ of [1, 2, 3]) await here.say('eve', 'leak here that', null);
    const [fourth] = await here.say('eve', 'leak here that', null);
    expect(fourth?.text).toBe(
      "You've sent 3 reports within an hour, the limit for people on no list. I passed those on. Try again in an hour.",
    );
    here.set(start + hourMs - 1);
    await here.say('eve', 'leak here that', null);
    expect((await leaks()).length).toBe(3);
    here.set(start + hourMs);
    await here.say('eve', 'leak here that', null);
    expect((await leaks()).length).toBe(4);
  });

  it('by a member is never counted, and in a room of no list is a member’s report all the same', async () => {
    for (const _ of [1, 2, 3, 4]) await here.say('bob', 'leak here that', room('#elsewhere'));
    expect((await leaks()).length).toBe(4);
    expect(here.platform.seen.filter(({ to }) => to === 'ada').at(-1)?.text).toMatch(
      /^oci 🚨 Leak reported\nbob reported a leak without naming an embargo\.\n/,
    );
  });

  it('is heard where it names an embargo that its author does not know of, and answered as where there is none', async () => {
    const codename = await opened(here);
    const answers: unknown[] = [];
    for (const name of [codename, 'witty-yak']) {
      const said = await here.say('eve', `leak https://example.org/post names ${name}`, null);
      answers.push(said.filter(({ to }) => to === 'eve').map(({ text }) => text));
      const heard = (await readFacts(here.db, listStream('oci' as never))).at(-1)?.fact;
      expect(heard).toMatchObject({ type: 'leak-reported', where: 'https://example.org/post', what: `names ${name}` });
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('is nothing where no list has anything to do with the place', async () => {
    const far = await world(kind, { beside: here, seed: 2 });
    await here.say('ada', 'room leave');
    await here.db.execute('truncate members' as never);
    const [answer] = await far.say('eve', 'leak here that', null);
    expect(answer?.text).toMatch(/^You aren't on a list here, so I can't tell you anything\./);
    await far.close();
  });
});
