// One person with several ids: whose they are, where they are told, and what happens when an account is closed.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Profile } from '../../src/chat/message/heard.ts';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { embargoStream, listStream, readFacts, verifyFacts } from '../../src/db/facts.ts';
import { loadList } from '../../src/db/lists.ts';
import { identities, linkCodes, outbox, profiles } from '../../src/db/schema.ts';
import type { EmbargoId, ListId, PersonId } from '../../src/domain/values/ids.ts';
import { dayMs, hourMs, minuteMs } from '../../src/domain/values/time.ts';
import { handleAll } from '../../src/handlers/loop.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { failure, founded, opened, person, room, type Seen, shortly, start, type World, world } from '../setup/world.ts';

const oci = 'oci' as ListId;
const first = 'embargo-1-1' as EmbargoId;
const date = Date.parse('2024-01-31T20:00Z');

describe.each(databaseKinds)('people with several ids, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
  });
  afterAll(() => database.drop());

  const code = async (by: string): Promise<string> => {
    const [seen] = await here.say(by, 'account link', null);
    return /`account link (\S+)`/.exec(seen?.text ?? '')?.[1] ?? `no code: ${seen?.text}`;
  };
  /** `other` becomes another id of whom `by` is, or the other way round. */
  const link = async (by: string, other: string): Promise<Seen[]> => here.say(other, `account link sure=yes ${await code(by)}`, null);
  const texts = (seen: readonly Seen[]) => seen.map(({ to, text }) => `${to}: ${text}`);
  const aliases = async () =>
    Object.fromEntries((await here.db.select().from(identities).orderBy(identities.alias)).map((row) => [row.alias, row.person]));
  const listFacts = async () => (await readFacts<{ type: string }>(here.db, listStream(oci))).map(({ fact, by }) => ({ ...fact, by }));
  const notice = async (name: string, profile: Partial<Profile>): Promise<Seen[]> => {
    here.news();
    const told = { person: person(name), name, zone: null, gone: false, app: false, ...profile };
    const key = `notice:${here.platform.seen.length}:${here.engine.now()}:${JSON.stringify(profile)}:${name}`;
    await here.platform.hear({ key, at: here.engine.now(), about: person(name), change: { type: 'person', profile: told } });
    await here.bot.settle();
    return here.news();
  };

  describe('a code', () => {
    test('is shown to nobody else, and linked with by a second press that says what it means', async () => {
      const typed = await code('bob');
      expect(typed).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{4}(-[34679ACDEFGHJKMNPQRTWXY]{4}){2}$/);
      expect((await here.db.select().from(linkCodes)).map(({ hash, person: of }) => [hash.length, of])).toEqual([[64, 'terminal:bob']]);
      const asked = await here.say('bob@slack', `account link ${typed.toLowerCase().replaceAll('-', ' ')}`, null);
      expect(asked).toMatchObject([
        {
          to: 'bob@slack',
          text: expect.stringContaining('This makes bob and you, bob@slack, one person'),
          buttons: [`account link sure=yes ${typed.toLowerCase().replaceAll('-', ' ')}`],
        },
      ]);
      expect(await aliases()).toEqual({});
      const linked = await here.say('bob@slack', asked[0]?.buttons[0] ?? '', null);
      expect(shortly(linked)).toEqual([
        'ada: bob also speaks as bob@slack from now on: one person, one vote.',
        "bob@slack: From now on you're one person with bob. / If this wasn't you, unlink it at once and tell a coordinator.",
        "bob: From now on you're one person with bob@slack. / If this wasn't you, unlink it at once and tell a coordinator.",
      ]);
      expect(await aliases()).toEqual({ 'terminal:bob@slack': 'terminal:bob' });
      expect((await listFacts()).at(-1)).toEqual({
        type: 'identity-linked',
        person: 'terminal:bob',
        alias: 'terminal:bob@slack',
        by: 'terminal:bob',
      });
      expect((await verifyFacts(here.db)).faults).toEqual([]);
    });

    test('stands in no log, and in the database as a hash only', async () => {
      const typed = await code('bob');
      await here.say('bob@slack', `account link ${typed}`, null);
      expect(JSON.stringify([here.logs, await here.db.select().from(linkCodes)])).not.toContain(typed.replaceAll('-', ''));
    });

    test('is good until ten minutes are over, and not at that moment', async () => {
      const typed = await code('bob');
      here.set(start + 10 * minuteMs);
      expect(texts(await here.say('bob@slack', `account link sure=yes ${typed}`, null))).toEqual([
        expect.stringContaining("That code isn't valid: each works once, for ten minutes."),
      ]);
      const fresh = await code('bob');
      here.set(start + 20 * minuteMs - 1);
      expect(await here.say('bob@slack', `account link sure=yes ${fresh}`, null)).toHaveLength(3);
    });

    test('is good once, and a new one makes the old one worthless', async () => {
      const old = await code('bob');
      const typed = await code('bob');
      expect(texts(await here.say('bob@slack', `account link sure=yes ${old}`, null))).toEqual([
        expect.stringContaining("That code isn't valid: each works once, for ten minutes."),
      ]);
      await here.say('bob@slack', `account link sure=yes ${typed}`, null);
      expect(texts(await here.say('eve', `account link sure=yes ${typed}`, null))).toEqual([
        expect.stringContaining("That code isn't valid: each works once, for ten minutes."),
      ]);
      expect(await aliases()).toEqual({ 'terminal:bob@slack': 'terminal:bob' });
    });

    test('is not linked with oneself', async () => {
      const typed = await code('bob');
      expect(texts(await here.say('bob', `account link sure=yes ${typed}`, null))).toEqual([
        expect.stringContaining('This code is from this account. Send `account link` with it from the other account'),
      ]);
    });

    test('is worthless once it was typed where others read along', async () => {
      const typed = await code('bob');
      expect(texts(await here.say('bob@slack', `account link ${typed}`, room('#oci-private')))).toEqual([
        expect.stringContaining('Others may have read this code here'),
      ]);
      expect(texts(await here.say('eve', `account link sure=yes ${typed}`, null))).toEqual([
        expect.stringContaining("That code isn't valid: each works once, for ten minutes."),
      ]);
      // A slash command in a room is seen by nobody else.
      const fresh = await code('bob');
      await here.platform.hear({ ...here.heard('bob@slack', `account link sure=yes ${fresh}`, room('#oci-private')), trigger: 'T1' });
      await here.bot.settle();
      expect(await aliases()).toEqual({ 'terminal:bob@slack': 'terminal:bob' });
    });

    test('is not guessed: after five wrong ones in an hour the right one is refused too', async () => {
      const typed = await code('bob');
      for (const wrong of ['AAAA', 'CCCC', 'DDDD', 'EEEE', 'FFFF']) {
        expect(texts(await here.say('eve', `account link ${wrong}-AAAA-AAAA`, null))).toEqual([
          expect.stringContaining("That code isn't valid: each works once, for ten minutes."),
        ]);
      }
      expect(texts(await here.say('eve', `account link sure=yes ${typed}`, null))).toEqual([expect.stringContaining('Wait an hour')]);
      // Others are not in the way of it.
      expect(await here.say('bob@slack', `account link ${typed}`, null)).toHaveLength(1);
      here.set(start + hourMs);
      const fresh = await code('bob');
      expect(texts(await here.say('eve', `account link ${fresh}`, null))).toEqual([expect.stringContaining('one person')]);
    });

    test('does not make one vote of two members of a list, nor of two lists', async () => {
      expect(texts(await link('bob', 'carol'))).toEqual([expect.stringContaining('Both accounts are on the list oci already')]);
      await here.say('ada', 'room adopt other', room('#other'));
      await here.say('ada', 'people add terminal:eve coordinator name=eve', room('#other'));
      expect(texts(await link('bob', 'eve'))).toEqual([
        expect.stringContaining("Both accounts are already on lists, so I can't link them."),
      ]);
      expect(await aliases()).toEqual({});
    });
  });

  describe('who has two ids', () => {
    let codename: string;
    beforeEach(async () => {
      codename = await opened(here);
      await here.say('ada', `ack ${codename}`);
      await link('bob', 'bob@slack');
    });

    test('reads and acts by either, and is answered where they spoke', async () => {
      const read = await here.say('bob@slack', `terms ${codename}`, null);
      expect(read.map(({ to }) => to)).toEqual(['bob@slack']);
      await here.say('bob@slack', `ack ${codename}`, null);
      expect((await loadEmbargo(here.db, first))?.consents[person('bob')]?.state).toBe('signed');
      expect((await here.say('bob', 'details', null)).map(({ to, text }) => [to, text.includes('runc')])).toEqual([['bob', true]]);
      expect((await here.say('bob@slack', 'details')).map(({ to }) => to)).toEqual(['bob@slack in #oci-private']);
    });

    test('has one vote, for a quorum of distributors', async () => {
      for (const name of ['bob', 'carol']) await here.say(name, `ack ${codename}`);
      await here.say('bob', 'date accept');
      expect(texts(await here.say('bob@slack', 'date accept'))).toEqual([expect.stringContaining('bob already accepted this date')]);
      const [proposal] = Object.values((await loadEmbargo(here.db, first))?.proposals ?? {});
      expect(proposal?.answers).toMatchObject({ 'seven-linux': { by: 'terminal:bob' } });
      expect(Object.keys(proposal?.answers ?? {})).toEqual(['seven-linux']);
      expect(proposal?.state).toBe('open');
    });

    test('is one of two who disclose, not both', async () => {
      await link('ada', 'ada@slack');
      for (const name of ['bob', 'carol']) await here.say(name, `ack ${codename}`);
      for (const name of ['bob', 'carol']) await here.say(name, 'date accept');
      here.set(date);
      await here.say('ada', `disclose ${codename}`);
      expect(texts(await here.say('ada@slack', `disclose ${codename}`))).toEqual([
        expect.stringContaining('You already confirmed. Someone else has to confirm too: no one discloses alone.'),
      ]);
      expect((await loadEmbargo(here.db, first))?.ended).toBe(null);
    });

    test('is named by either: taken off the list with all ids, and reads nothing more by any of them', async () => {
      await here.say('bob@slack', `ack ${codename}`, null);
      await here.say('ada', 'people remove terminal:bob@slack');
      expect((await loadList(here.db, oci))?.members[person('bob')]).toBe(undefined);
      for (const name of ['bob', 'bob@slack'])
        expect(texts(await here.say(name, 'details', null))).toEqual([expect.stringContaining("You aren't on a list here")]);
    });

    test('is not added as somebody else by another id', async () => {
      const words = 'people add terminal:bob@slack representative "Seven Linux"';
      expect(texts(await here.say('ada', words))).toEqual([
        expect.stringContaining('bob is already on the list in this role. Nothing changed.'),
      ]);
      await here.say('ada', `${words} name=robert`);
      const { members } = (await loadList(here.db, oci)) ?? { members: {} };
      expect(Object.keys(members).sort()).toEqual(['terminal:ada', 'terminal:bob', 'terminal:carol']);
    });

    test('is an admin by whichever id is named in the environment', async () => {
      expect(texts(await here.say('ada@slack', 'room adopt second', room('#second')))).toEqual([
        expect.stringContaining('Only people named in ADMINS, a setting of this bot, can found a list'),
      ]);
      await link('ada', 'ada@slack');
      await here.say('ada@slack', 'room adopt second', room('#second'));
      expect(Object.keys((await loadList(here.db, 'second' as ListId))?.members ?? {})).toEqual(['terminal:ada']);
    });

    test('is told unasked at the account that the list knows, until they choose another', async () => {
      const told = async () =>
        (await here.say('ada', `amend ${codename} cve=CVE-2024-${Math.floor(here.engine.random() * 8999) + 1000}`)).map(({ to }) => to);
      await told();
      expect(texts(await here.say('bob@slack', 'settings notify terminal:bob@slack', null))).toEqual([
        'bob@slack: Reminders and news now go to bob@slack.',
      ]);
      expect(texts(await here.say('bob@slack', 'settings notify terminal', null))).toEqual([expect.stringContaining('or several')]);
      expect(texts(await here.say('bob@slack', 'settings notify terminal:carol', null))).toEqual([expect.stringContaining('or several')]);
      here.set(date - dayMs);
      here.news();
      await here.bot.tick();
      expect(
        here
          .news()
          .map(({ to }) => to)
          .filter((to) => to.startsWith('bob')),
      ).toEqual(['bob@slack']);
    });

    test('takes an id off by speaking from it, and what waited for it goes to the other', async () => {
      await here.say('bob@slack', 'settings notify terminal:bob@slack', null);
      const said = await here.say('bob@slack', 'account unlink', null);
      expect(texts(said)).toEqual([
        'ada: bob no longer speaks as bob@slack.',
        "bob@slack: This account is no longer linked with another. It's on no list.",
        'bob: bob@slack no longer speaks for you.',
      ]);
      expect(await aliases()).toEqual({});
      expect(texts(await here.say('bob@slack', 'details', null))).toEqual([expect.stringContaining("You aren't on a list here")]);
      expect((await listFacts()).at(-1)).toMatchObject({ type: 'identity-unlinked', alias: 'terminal:bob@slack' });
    });

    test('keeps the id that the list knows, and takes off none of somebody else', async () => {
      expect(await here.say('bob', 'account unlink', null)).toMatchObject([{ buttons: ['account unlink terminal:bob@slack'] }]);
      expect(texts(await here.say('bob', 'account unlink terminal:ada', null))).toEqual([
        expect.stringContaining("That isn't one of your accounts."),
      ]);
      expect(texts(await here.say('carol', 'account unlink', null))).toEqual([
        expect.stringContaining('You have no linked accounts. `account link` links one.'),
      ]);
      expect(await here.say('bob', 'account unlink terminal:bob@slack', null)).toHaveLength(3);
    });

    test('hears nothing at an id that was unlinked while a message waited for it', async () => {
      const member = { type: 'person', person: person('bob'), room: null, as: person('bob@slack') } as const;
      await here.say('bob', 'account unlink terminal:bob@slack', null);
      const { insertMessages } = await import('../../src/db/outbox.ts');
      const message = { push: '', nodes: [{ type: 'line', line: ['secret'] }] } as const;
      const waits = { to: member, urgency: 'answer', kind: 'personal', list: null, embargo: null, card: null } as const;
      await insertMessages(here.db, [{ ...waits, body: { type: 'message', message, less: null } }], here.engine.now());
      here.news();
      await here.bot.settle();
      expect(here.news()).toEqual([]);
      expect(await here.db.select({ code: outbox.code }).from(outbox).where(eq(outbox.state, 'withheld'))).toEqual([
        { code: 'not-their-account' },
      ]);
    });
  });

  describe('a closed account', () => {
    const gone = (name: string) => notice(name, { gone: true });
    const details = async (name: string) => texts(await here.say(name, 'details', null));

    test('takes its person off every list, when they have no other, and coordinators and rooms are told why', async () => {
      await opened(here);
      await here.say('ada', 'room adopt other', room('#other'));
      await here.say('ada', 'people add terminal:bob coordinator name=bob', room('#other'));
      const said = shortly(await gone('bob')).filter((each) => !each.startsWith('edited'));
      expect(said.sort()).toEqual([
        '#oci-private: The bot removed bob from the list: their account was closed. Their access to every embargo has ended.',
        '#other: The bot removed bob from the list: their account was closed. Their access to every embargo has ended.',
        'ada: The bot removed bob from the list: their account was closed. Their access to every embargo has ended.',
        'ada: The bot removed bob from the list: their account was closed. Their access to every embargo has ended.',
      ]);
      expect((await listFacts()).at(-1)).toEqual({ type: 'person-removed', person: 'terminal:bob', because: 'deactivated', by: 'clock' });
      expect((await loadList(here.db, oci))?.members[person('bob')]).toBe(undefined);
      expect((await verifyFacts(here.db)).faults).toEqual([]);
    });

    test('that comes back has nothing back, until a coordinator adds it anew', async () => {
      await gone('bob');
      await notice('bob', { gone: false });
      expect(await details('bob')).toEqual([expect.stringContaining('This account was closed, so it speaks for nobody here')]);
      await here.say('ada', 'people add terminal:bob representative "Seven Linux" name=bob');
      expect(texts(await here.say('bob', 'members')).join()).toContain('Seven Linux');
    });

    test('leaves its person on the list while they have another, and speaks for them no longer', async () => {
      await opened(here);
      await link('bob', 'bob@slack');
      expect(shortly(await gone('bob')).filter((each) => !each.startsWith('edited'))).toEqual([
        'ada: bob no longer speaks as bob: that account was closed.',
      ]);
      expect((await loadList(here.db, oci))?.members[person('bob')]?.name).toBe('bob');
      expect((await listFacts()).at(-1)).toMatchObject({ type: 'identity-unlinked', alias: 'terminal:bob', because: 'deactivated' });
      expect(await details('bob')).toEqual([expect.stringContaining('This account was closed')]);
      // Not a word in a list's room either, nor by an old button, nor as an admin.
      expect(texts(await here.say('bob', 'members'))).toEqual([expect.stringContaining('This account was closed')]);
      expect(texts(await here.say('bob', 'room adopt third', room('#third')))).toEqual([
        expect.stringContaining('This account was closed'),
      ]);
      expect((await here.say('bob@slack', 'members', null)).map(({ to }) => to)).toEqual(['bob@slack']);
      here.set(date - dayMs);
      here.news();
      await here.bot.tick();
      expect(here.news().flatMap(({ to }) => (to.startsWith('bob') ? [to] : []))).toEqual(['bob@slack']);
    });

    test('speaks again for its person once it types a code of theirs, and for nobody else', async () => {
      await link('bob', 'bob@slack');
      await gone('bob');
      expect(texts(await here.say('bob', 'account link', null))).toEqual([expect.stringContaining('This account was closed')]);
      // Whoever holds the account now would take bob's other ids along.
      expect(texts(await link('eve', 'bob'))).toEqual([
        expect.stringContaining('This account was closed, and its owner has others. Send `account link` on one of those'),
      ]);
      expect(await link('bob@slack', 'bob')).toHaveLength(3);
      expect(texts(await here.say('bob', 'members', null)).join()).toContain('Seven Linux');
    });

    test('takes the codes with it that its person was given: whoever held it last must not live on by one', async () => {
      await link('bob', 'bob@slack');
      const typed = await code('bob@slack');
      await gone('bob@slack');
      expect(texts(await here.say('eve', `account link sure=yes ${typed}`, null))).toEqual([
        expect.stringContaining("That code isn't valid: each works once, for ten minutes."),
      ]);
    });

    test('that was another id is linked no more; with the last one its person goes', async () => {
      await link('bob', 'bob@slack');
      await gone('bob@slack');
      expect(await aliases()).toEqual({});
      expect(await details('bob@slack')).toEqual([expect.stringContaining('This account was closed')]);
      await gone('bob');
      expect((await loadList(here.db, oci))?.members[person('bob')]).toBe(undefined);
    });

    test('is noticed when something is sent to it, and what was to be said reaches the other account', async () => {
      await opened(here);
      await link('bob', 'bob@slack');
      here.platform.trouble('post', { type: 'fails', failure: failure('gone', 0, 'user_disabled') }, 'bob');
      here.set(date - dayMs);
      here.news();
      await here.bot.tick();
      await here.advance(here.engine.now() + minuteMs);
      expect(here.news().flatMap(({ to, text }) => (to.startsWith('bob') ? [[to, text.split('\n')[1]]] : []))).toEqual([
        ['bob@slack', expect.stringMatching(/^Reminder\. /)],
      ]);
      expect((await here.db.select().from(profiles)).map((row) => [row.person, row.gone])).toEqual([['terminal:bob', true]]);
    });

    test('is heard of once: told again, nothing happens; told of somebody unknown, nothing is kept', async () => {
      await gone('bob');
      const before = (await listFacts()).length;
      expect(await gone('bob')).toEqual([]);
      await gone('eve');
      expect((await listFacts()).length).toBe(before);
      expect((await here.db.select().from(profiles)).map((row) => row.person)).toEqual(['terminal:bob']);
    });

    test('of the last coordinator leaves the list to ADMINS, who may name a coordinator and do nothing else', async () => {
      (here.engine.admins as Set<PersonId>).add(person('root'));
      const said = shortly(await gone('ada'));
      expect(said).toContainEqual(expect.stringMatching(/^root: The list oci has no coordinator anymore/));
      const refusals = [
        'people add terminal:eve representative Rhombus name=eve',
        'org add Third 1',
        'people remove terminal:carol',
        'members',
      ];
      const answers: string[] = [];
      for (const words of refusals) answers.push(...texts(await here.say('root', words)));
      expect(answers).toEqual([
        expect.stringContaining('This list has no coordinator. Add one first: `people add @bob coordinator`.'),
        ...refusals.slice(1).map(() => expect.stringContaining("You aren't on a list here")),
      ]);
      expect(texts(await here.say('carol', 'people add terminal:eve coordinator name=eve'))).toEqual([
        expect.stringContaining('Only coordinators can use `people add`.'),
      ]);
      // Also in a direct message, since the admin may be in no room of the list.
      await here.say('root', 'people add terminal:grace coordinator name=grace', null);
      expect((await loadList(here.db, oci))?.members[person('grace')]?.role).toBe('coordinator');
      expect(texts(await here.say('root', 'people add terminal:eve coordinator name=eve'))).toEqual([
        expect.stringContaining("You aren't on a list here"),
      ]);
    });
  });

  describe('what a platform tells of people', () => {
    test('names somebody who is added, and gives the zone in which they read and type dates', async () => {
      here.platform.knows({ person: person('dave'), name: 'Dave Jones', zone: 'Asia/Tokyo', gone: false, app: false });
      const codename = await opened(here);
      await here.db.select().from(profiles);
      const words = 'people add terminal:dave representative "Seven Linux"';
      expect(texts(await here.say('ada', words))).toContainEqual('#oci-private: ada added Dave Jones (Seven Linux) as representative.');
      expect(texts(await here.say('dave', `terms ${codename}`, null)).join()).toContain(
        'Wed, Jan 31, 20:00 UTC (Thu, Feb 1, 5:00 AM your time)',
      );
      await here.say('dave', 'settings zone America/New_York', null);
      expect(texts(await here.say('dave', `terms ${codename}`, null)).join()).toContain('Wed, Jan 31, 20:00 UTC (3:00 PM your time)');
    });

    test('keeps apps and closed accounts off the list', async () => {
      const told = { name: 'deploy', zone: null } as const;
      here.platform.knows({ ...told, person: person('deploy'), gone: false, app: true });
      here.platform.knows({ ...told, person: person('left'), gone: true, app: false });
      expect(texts(await here.say('ada', 'people add terminal:deploy coordinator'))).toEqual([
        expect.stringContaining("deploy is an app, so I didn't add it: only people can be on the list."),
      ]);
      expect(texts(await here.say('ada', 'people add terminal:left coordinator name=left'))).toEqual([
        expect.stringContaining('is closed'),
      ]);
    });

    test('does not change what somebody is called on the list: a name may be chosen to look like another', async () => {
      await notice('bob', { name: 'ada', zone: 'Europe/Berlin' });
      expect((await loadList(here.db, oci))?.members[person('bob')]?.name).toBe('bob');
      expect(texts(await here.say('bob', 'settings', null)).join()).toContain('Time zone: Europe/Berlin');
    });

    test('is not taken as it comes: a name that hides something, a zone that is none', async () => {
      await notice('bob', { name: 'b\u202eob', zone: 'Mars/Olympus' });
      expect(await here.db.select({ name: profiles.name, zone: profiles.zone }).from(profiles)).toEqual([{ name: null, zone: null }]);
    });

    test('is asked for by nobody who may not add people', async () => {
      here.platform.knows({ person: person('dave'), name: 'Dave', zone: null, gone: false, app: false });
      expect(texts(await here.say('carol', 'people add terminal:dave representative Rhombus'))).toEqual([
        expect.stringContaining('Only coordinators'),
      ]);
      expect(await here.db.select().from(profiles)).toEqual([]);
    });
  });

  describe('quiet hours', () => {
    const reminded = async (to: number) => {
      const seen: [number, string][] = [];
      here.platform.watch(
        (one) => void (one.to === 'bob' && seen.push([(here.engine.now() - date) / hourMs, one.text.split('\n')[1] ?? ''])),
      );
      await here.advance(to);
      return seen;
    };

    test('hold reminders back until they end, and nothing else', async () => {
      await opened(here, '2024-01-31 05:00 UTC');
      expect(texts(await here.say('bob', 'settings quiet 22:00-10:30', null))).toEqual([
        "bob: Your quiet hours are 22:00-10:30. Reminders wait until they end; deadlines, leaks and answers don't.\nI don't know your time zone, so these are UTC. To set it: `settings zone Europe/Berlin`.\nIt's quiet hours now: the next reminder comes Wed, Jan 17, 2024, 10:30 UTC at the earliest.",
      ]);
      const said = await reminded(Date.parse('2024-01-24T12:00Z'));
      expect(said.map(([at, text]) => [new Date(date + at * hourMs).toISOString().slice(0, 16), text.slice(0, 20)])).toEqual([
        // That nobody of theirs has acknowledged in time is a deadline, which does not wait; in their morning it would be quiet still.
        ['2024-01-18T09:00', expect.stringMatching(/^Reminder\. /)],
        ['2024-01-24T10:30', expect.stringMatching(/^Reminder\. /)],
      ]);
      expect(texts(await here.say('bob', 'owe', null))).toHaveLength(1);
    });

    test('end by being said off; what cannot be read is asked for again', async () => {
      await here.say('bob', 'settings quiet 22-7', null);
      expect(texts(await here.say('bob', 'settings', null)).join()).toContain(
        "Quiet hours: 22:00-07:00; reminders wait, deadlines and leaks don't",
      );
      expect(texts(await here.say('bob', 'settings quiet off', null))).toEqual([expect.stringContaining('You have no quiet hours')]);
      expect(texts(await here.say('bob', 'settings quiet 9:00-9:00', null)).join()).toContain(
        "That's the whole day. To silence one embargo, use `snooze`.",
      );
      expect(await here.say('bob', 'settings quiet', null)).toMatchObject([{ how: 'form' }]);
      expect(texts(await here.say('eve', 'settings quiet 22-7', null))).toEqual([expect.stringContaining("You aren't on a list here")]);
    });
  });
});

describePostgres('accounts and replicas', () => {
  let database: TestDatabase;
  let here: World;
  let there: World;
  beforeAll(async () => {
    database = await openTestDatabase('postgres');
  });
  beforeEach(async () => {
    here = await world('postgres', { database });
    there = await world('postgres', { beside: here, seed: 2 });
    await founded(here);
  });
  afterAll(() => database.drop());

  const codeOf = async (by: string) => /`account link (\S+)`/.exec((await here.say(by, 'account link', null))[0]?.text ?? '')?.[1] ?? '';
  /** Said at once, half of it to either replica. */
  const atOnce = async (...said: { by: string; words: string; where?: null }[]) => {
    for (const { by, words, where } of said) await here.platform.hear(here.heard(by, words, where));
    await Promise.all(said.map((_, index) => handleAll((index % 2 === 0 ? here : there).engine)));
    await here.bot.settle();
  };
  const failed = () => [...here.logs, ...there.logs].filter(({ event }) => event === 'handle.failed');

  test('one code that is typed by two at once links one of them', async () => {
    const code = await codeOf('bob');
    const words = `account link sure=yes ${code}`;
    await atOnce({ by: 'bob@slack', words, where: null }, { by: 'eve', words, where: null });
    expect(await here.db.select({ person: identities.person }).from(identities)).toEqual([{ person: 'terminal:bob' }]);
    expect(failed()).toEqual([]);
  });

  test('an account that is linked and put on another list at once does not become two', async () => {
    await here.say('ada', 'room adopt other', room('#other'));
    await here.say('ada', 'people add terminal:grace coordinator name=grace', room('#other'));
    const code = await codeOf('bob');
    const adding = here.heard('grace', 'people add terminal:eve coordinator name=eve', room('#other'));
    await here.platform.hear(here.heard('eve', `account link sure=yes ${code}`, null));
    await here.platform.hear(adding);
    await Promise.all([handleAll(here.engine), handleAll(there.engine)]);
    await here.bot.settle();
    const linked = (await here.db.select().from(identities)).length === 1;
    const added = (await loadList(here.db, 'other' as ListId))?.members[person('eve')] !== undefined;
    // Whichever came first: the other was refused, or was about whom the account stands for by then.
    expect([linked, added]).not.toEqual([true, true]);
    expect([linked, added]).not.toEqual([false, false]);
    expect(failed()).toEqual([]);
  });

  test('who votes by both accounts at once has voted once', async () => {
    const codename = await opened(here);
    await here.say('bob@slack', `account link sure=yes ${await codeOf('bob')}`, null);
    await here.say('bob', `ack ${codename}`);
    await atOnce({ by: 'bob', words: 'date accept' }, { by: 'bob@slack', words: 'date accept' });
    const answers = (await readFacts<{ type: string }>(here.db, embargoStream(first))).filter(({ fact }) => fact.type === 'date-answered');
    expect(answers).toHaveLength(1);
    expect(failed()).toEqual([]);
  });
});
