// Vulnerabilities that are reported from outside: who reads them, what strangers may send, and what is left of them in the end.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFacts, verifyFacts } from '../../src/db/facts.ts';
import { audit } from '../../src/db/integrity/audit.ts';
import { listStream } from '../../src/db/integrity/chains.ts';
import { loadList } from '../../src/db/lists.ts';
import type { ListFact } from '../../src/domain/list/facts.ts';
import { ofStrangerMax } from '../../src/domain/list/reports/report.ts';
import { policyOf } from '../../src/domain/policy/presets.ts';
import type { ListId, PersonId } from '../../src/domain/values/ids.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { tidy } from '../../src/scheduler/tick.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, recordingPlatform, room, type World, world } from '../setup/world.ts';

let database: TestDatabase;
let here: World;
beforeAll(async () => {
  database = await openTestDatabase('embedded');
});
beforeEach(async () => {
  here = await world('embedded', { database });
  await founded(here);
});
afterAll(() => database.drop());

const secret = 'the descriptor of the host leaks';
const report = (who: string, text = secret) => here.say(who, `report vulnerability component=runc ${text}`, null);
const told = async (who: string, words: string) =>
  (await here.say(who, words, null)).filter(({ to }) => to === who).map(({ text }) => text);
const list = async () => loadList(here.db, 'oci' as ListId);
const record = async () => JSON.stringify(await readFacts<ListFact>(here.db, listStream('oci' as ListId)));

describe('who reads a report', () => {
  test('is a coordinator who asks; nobody is sent what is in it', async () => {
    const seen = await report('eve');
    expect(seen.map(({ to }) => to)).toEqual(['ada', 'eve']);
    expect(seen.map(({ text }) => text).join('\n')).not.toContain(secret);
    expect((await told('ada', 'report show 1')).join('\n')).toContain(secret);
  });

  test.each(['bob', 'mallory'])('is not %s, who learns not even that there is one', async (who) => {
    await report('eve');
    const none = await told(who, 'report show 7');
    expect(await told(who, 'report show 1')).toEqual(none.map((text) => text.replace('7', '1')));
    expect((await told(who, 'reports')).join('\n')).not.toContain('Report 1');
  });

  test('is whoever sent it, who is not shown the codename', async () => {
    await report('eve');
    const opened = await here.say('ada', {
      type: 'form',
      words: 'create report=1',
      values: { title: 'A leak', component: 'runc', versions: '1', exploitability: 'from a container', date: '2024-01-31 20:00 UTC' },
    });
    const [codename = ''] = opened.flatMap(({ text }) => /^([a-z]+-[a-z]+)(?: · oci list)?$/m.exec(text)?.[1] ?? []);
    expect(codename).not.toBe('');
    const toEve = [...opened.filter(({ to }) => to === 'eve').map(({ text }) => text), ...(await told('eve', 'report show 1'))].join('\n');
    expect(toEve).toContain('Jan 31');
    for (const hidden of [codename, 'from a container', 'ada']) expect(toEve).not.toContain(hidden);
  });

  test('who asked to stay anonymous is credited by no form of a new embargo', async () => {
    await here.say('eve', `report vulnerability component=runc credit="Eve Example" anonymous ${secret}`, null);
    const [form = ''] = await told('ada', 'create report=1');
    expect(form).toContain('component=runc');
    expect(form).not.toContain('Eve Example');
  });
});

describe('what a stranger sends', () => {
  test(`is taken ${ofStrangerMax} times a day; after that what they typed is given back`, async () => {
    for (let count = 0; count < ofStrangerMax; count += 1) await report('eve');
    const [refused = ''] = await told('eve', 'report vulnerability component=runc one leak too many');
    expect(refused).toContain(`You sent ${ofStrangerMax} reports today`);
    expect(refused).toContain('one leak too many');
    expect(Object.keys((await list())?.reports?.byNumber ?? {})).toHaveLength(ofStrangerMax);
    here.set(here.engine.now() + dayMs);
    expect((await told('eve', 'report vulnerability component=runc the next day')).join()).toContain('Received');
  });

  test('does not keep a member from reporting', async () => {
    for (let count = 0; count <= ofStrangerMax; count += 1) await report('bob');
    expect(Object.keys((await list())?.reports?.byNumber ?? {})).toHaveLength(ofStrangerMax + 1);
  });

  test('tells no name of a list before the whole report is there: the form is the same for one that there is not', async () => {
    const [there] = await told('eve', 'report vulnerability list=oci');
    await here.say('eve', 'cancel', null);
    const [not = ''] = await told('eve', 'report vulnerability list=cncf');
    expect(there).toBe(not.replace('cncf', 'oci'));
    await here.say('eve', 'cancel', null);
    const [refused = ''] = await told('eve', `report vulnerability list=cncf component=runc ${secret}`);
    expect(refused).toContain('no list called cncf');
    expect(refused).toContain(secret);
  });

  test('on Slack reaches the lists of their own workspace; another is as unknown as one that there is not', async () => {
    const slack = recordingPlatform({ name: 'slack' });
    here = await world('embedded', { database, also: slack });
    await founded(here);
    await here.say('ada', 'people add slack:T2/U5 reviewer Rhombus name=zoe');
    await here.say('ada', 'room adopt cncf', room('#cncf-private'));
    const says = async (list: string) => {
      const from = slack.seen.length;
      const heard = here.heard('eve', `report vulnerability list=${list} component=runc ${secret}`, null);
      await slack.hear({ ...heard, by: 'slack:T2/U9' as PersonId, names: {} });
      await here.bot.settle();
      return slack.seen.slice(from).map(({ text }) => text);
    };
    expect((await says('oci')).join()).toContain('Received: report 1 on oci');
    const unknown = await says('nope');
    expect(await says('cncf')).toEqual(unknown.map((text) => text.replaceAll('nope', 'cncf')));
    expect((await loadList(here.db, 'cncf' as ListId))?.reports).toBe(undefined);
  });

  test('about a report that is closed waits for the morning', async () => {
    await report('eve');
    await here.say('ada', 'report decline 1 it needs root', null);
    await here.say('ada', 'settings quiet 22-7', null);
    here.set(Date.parse('2024-01-17T23:00Z'));
    expect((await here.say('eve', 'report answer 1 but look again', null)).map(({ to }) => to)).not.toContain('ada');
    await here.say('ada', 'report reopen 1', null);
    expect((await here.say('eve', 'report answer 1 and again', null)).map(({ to }) => to)).toContain('ada');
  });

  test('is not taken where others read it', async () => {
    const [refused] = await here.say('bob', `report vulnerability component=runc ${secret}`);
    expect(refused?.text).toContain('in a direct message');
    expect((await list())?.reports).toBe(undefined);
  });
});

describe('a decision', () => {
  test('is taken back, and its reporter hears of both', async () => {
    await report('eve');
    expect((await here.say('ada', 'report decline 1 it needs root', null)).map(({ to }) => to)).toContain('eve');
    expect((await told('eve', 'report show 1')).join()).toContain('declined: it needs root');
    expect((await here.say('ada', 'report reopen 1', null)).map(({ to }) => to)).toContain('eve');
    expect((await list())?.reports?.byNumber[1]?.state).toEqual({ type: 'open' });
  });

  test('that it is known is taken back too, with what its reporter said of the date', async () => {
    await report('eve');
    const codename = await opened(here);
    await here.say('ada', `report known 1 ${codename}`, null);
    await here.say('eve', 'report date 1 yes', null);
    expect((await list())?.reports?.byNumber[1]).toMatchObject({ state: { how: 'known' }, dates: { 1: { verdict: 'accept' } } });
    await here.say('ada', 'report reopen 1', null);
    expect((await list())?.reports?.byNumber[1]).toMatchObject({ state: { type: 'open' }, dates: {} });
    expect((await told('ada', `details ${codename}`)).join()).not.toContain('works for them');
  });

  test('is a coordinator’s alone', async () => {
    await report('eve');
    for (const who of ['bob', 'eve']) await here.say(who, 'report decline 1 nothing there', null);
    expect((await list())?.reports?.byNumber[1]?.state).toEqual({ type: 'open' });
  });
});

test('what was declined is forgotten with its words once its time of keeping is over, and the record still proves itself', async () => {
  await report('eve');
  await here.say('ada', 'report decline 1 it needs root', null);
  const retention = policyOf('oci').retentionMs;
  here.set(here.engine.now() + retention - 1);
  await tidy(here.engine);
  expect(await record()).toContain(secret);
  here.set(here.engine.now() + 1);
  await tidy(here.engine);
  expect((await list())?.reports?.byNumber).toEqual({});
  expect(await record()).not.toContain(secret);
  expect(await verifyFacts(here.db)).toMatchObject({ faults: [] });
  expect((await audit(here.db)).findings).toEqual([]);
  await report('eve');
  expect(Object.keys((await list())?.reports?.byNumber ?? {})).toEqual(['2']);
});
