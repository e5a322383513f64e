// Forged orders wait: told to those who may confirm them, carried out once, by whoever gave them, and refused in words to everybody else.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadEmbargo } from '../../../src/db/embargoes.ts';
import { embargoStream, listStream, readFacts, verifyFacts } from '../../../src/db/facts.ts';
import { loadList } from '../../../src/db/lists.ts';
import { pendingOrders } from '../../../src/db/schema.ts';
import { agreedDate, type Embargo } from '../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../src/domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../../src/domain/embargo/facts.ts';
import { evolveList } from '../../../src/domain/list/evolve.ts';
import type { ListFact } from '../../../src/domain/list/facts.ts';
import type { List } from '../../../src/domain/list/list.ts';
import type { Happened } from '../../../src/domain/values/happened.ts';
import type { EmbargoId, ListId, PersonId } from '../../../src/domain/values/ids.ts';
import { dayMs, hourMs } from '../../../src/domain/values/time.ts';
import { handleAll } from '../../../src/handlers/loop.ts';
import { tidy } from '../../../src/scheduler/tick.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { describePostgres } from '../../setup/needs.ts';
import { founded, opened, person, room, type Seen, start, type World, world } from '../../setup/world.ts';

const oci = 'oci' as ListId;
const first = 'embargo-1-1' as EmbargoId;
/** Every persona's server could speak in their name, but for those of a company. */
const forgeable = (account: PersonId) => !account.endsWith('@slack');

const idIn = (seen: readonly Seen[]): string => {
  const words = seen.flatMap(({ buttons }) => buttons).find((each) => each.startsWith('refuse '));
  return words?.slice('refuse '.length) ?? `no order in ${JSON.stringify(seen)}`;
};
const texts = (seen: readonly Seen[]) => seen.map(({ to, text }) => `${to}: ${text}`);
/** What was said to somebody, without the posts in rooms. */
const said = (seen: readonly Seen[], to: string) => seen.filter((each) => each.to === to).map(({ text }) => text);

describe.each(databaseKinds)('an order that could be forged, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let codename: string;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database, forgeable });
    await founded(here);
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
    await here.say('bob', 'account link', null);
    codename = await opened(here);
    for (const who of ['ada', 'bob', 'grace']) await here.say(who, `ack ${codename}`);
  });
  afterAll(() => database.drop());

  const embargo = async (): Promise<Embargo> => {
    const found = await loadEmbargo(here.db, first);
    if (found === null) throw new Error('it is gone');
    return found;
  };
  const ended = async () => (await embargo()).ended?.reason ?? null;
  const members = async () => Object.keys((await loadList(here.db, oci))?.members ?? {}).map((id) => id.slice('terminal:'.length));
  const waiting = async () => (await here.db.select().from(pendingOrders)).length;
  const end = (by = 'ada') => here.say(by, `end ${codename} public sure=yes everybody writes of it`, null);
  /** `other` speaks for who `by` is from now on, for longer than a day. */
  const linked = async (by: string, other: string) => {
    const [seen] = await here.say(by, 'account link', null);
    const code = /`account link (\S+)`/.exec(seen?.text ?? '')?.[1] ?? 'none';
    await here.say(other, `account link sure=yes ${code}`, null);
    here.set(here.engine.now() + dayMs);
  };
  const gone = [
    "There's no request with this id that you can confirm or refuse. It may be done, refused or expired. To confirm a disclosure: `disclose`.",
  ];

  test('is told to who gave it and to who may confirm it, without a word of what it is about, and nothing is done', async () => {
    const seen = await end();
    const id = idIn(seen);
    expect(texts(seen)).toEqual([
      [
        `grace: ${codename} · oci list`,
        `ada asked on the terminal to end ${codename} (public). Once it's public, nobody can take it back.`,
        'Confirm only if you know it was ada: the server there could write in their name. Ask them another way.',
        'Nothing changes until someone confirms it. It expires Wed, Jan 17, 10:00 UTC, in 1 h.',
        '[1] Confirm  [2] Refuse',
      ].join('\n'),
      [
        `ada: The server you write from on the terminal could write in your name, so this needs a second approval: to end ${codename} (public).`,
        'Asked to confirm: grace. Nothing changes before that. It expires Wed, Jan 17, 10:00 UTC, in 1 h.',
        '[1] Take it back',
      ].join('\n'),
    ]);
    expect(seen.map(({ buttons }) => buttons)).toEqual([[`confirm ${id}`, `refuse ${id}`], [`refuse ${id}`]]);
    expect(id).toMatch(/^[a-z2-7]{8}$/);
    expect(await ended()).toBe(null);
    expect(JSON.stringify(await here.db.execute('select * from pending_orders'))).not.toContain('everybody writes');
  });

  test('is carried out as who gave it once somebody else confirms it, who is on record, and the record makes the same again', async () => {
    const id = idIn(await end());
    const seen = await here.say('grace', `confirm ${id}`, null);
    expect(await ended()).toBe('public');
    expect((await embargo()).ended).toMatchObject({ by: ['terminal:ada'], because: 'everybody writes of it' });
    expect(said(seen, 'grace')).toContain('Confirmed and done, as ada asked. Your confirmation is on record.');
    expect(said(seen, 'ada').join('\n')).toContain(`You asked to end ${codename} (public). grace confirmed it, and it's done.`);
    const record = await readFacts<EmbargoFact>(here.db, embargoStream(first));
    const last = record.filter(({ fact }) => fact.type === 'embargo-ended');
    expect(last.map(({ by, fact }) => [by, fact.confirmed])).toEqual([
      ['terminal:ada', { person: 'terminal:grace', account: 'terminal:grace' }],
    ]);
    expect(record.reduce<Embargo | null>(evolve, null)).toEqual(await embargo());
    expect((await verifyFacts(here.db)).faults).toEqual([]);
    expect(said(await here.say('grace', `timeline ${codename}`, null), 'grace').join('\n')).toContain(
      'ada: ended the embargo: public (confirmed by grace on the terminal)',
    );
  });

  test('is not said to be done to who takes its message back or corrects it, and is not given twice', async () => {
    const heard = here.heard('ada', `end ${codename} public sure=yes everybody writes of it`, null);
    await here.platform.hear(heard);
    await here.bot.settle();
    here.news();
    const hint = [
      expect.stringContaining(
        'a request that I had already taken: unless someone has confirmed or refused it, it still needs a second approval',
      ),
    ];
    await here.platform.notice({ type: 'withdrawn', key: heard.key, by: person('ada') });
    await here.bot.settle();
    expect(said(here.news(), 'ada')).toEqual(hint);
    await here.platform.hear({ ...here.heard('ada', `end ${codename} exploited sure=yes`, null), corrects: heard.key });
    await here.bot.settle();
    expect(said(here.news(), 'ada')).toEqual(hint);
    expect([await waiting(), await ended()]).toEqual([1, null]);
  });

  test('is refused in words to everybody who may not confirm it, and nothing changes', async () => {
    await here.say('ada', 'people add terminal:dave reviewer "Seven Linux" name=dave');
    await here.say('grace', `confirm ${idIn(here.platform.seen.slice(-2))}`, null);
    expect(await members()).toContain('dave');
    const id = idIn(await end());
    for (const who of ['bob', 'dave', 'eve']) expect(said(await here.say(who, `confirm ${id}`, null), who)).toEqual(gone);
    for (const who of ['bob', 'dave', 'eve']) expect(said(await here.say(who, `refuse ${id}`, null), who)).toEqual(gone);
    expect(said(await here.say('ada', `confirm ${id}`, null), 'ada')).toEqual([expect.stringContaining('This is your own request')]);
    expect(said(await here.say('grace', 'confirm aaaaaaaa', null), 'grace')).toEqual(gone);
    expect(await ended()).toBe(null);
    expect(await waiting()).toBe(1);
  });

  test('is refused by who may confirm it, and taken back by who gave it, once', async () => {
    const id = idIn(await end());
    const refused = await here.say('grace', `refuse ${id}`, null);
    expect(texts(refused)).toEqual([
      [
        'grace: Refused. Nothing changed. I told ada.',
        "If that wasn't ada, someone else is using their name: tell the other coordinators, and remove that account from the list.",
      ].join('\n'),
      `ada: You asked to end ${codename} (public). grace refused it. Nothing changed.`,
    ]);
    expect(said(await here.say('grace', `confirm ${id}`, null), 'grace')).toEqual(gone);
    const again = idIn(await end());
    expect(texts(await here.say('ada', `refuse ${again}`, null))).toEqual(['ada: Taken back. Nothing changed.']);
    expect(said(await here.say('grace', `confirm ${again}`, null), 'grace')).toEqual(gone);
    expect([await ended(), await waiting()]).toEqual([null, 0]);
  });

  test('is confirmed until its hour is over, and not at that moment', async () => {
    const id = idIn(await end());
    here.set(start + hourMs);
    const late = await here.say('grace', `confirm ${id}`, null);
    expect(said(late, 'grace')).toEqual(['Too late: it expired Wed, Jan 17, 2024, 10:00 UTC. Nothing changed. I told ada.']);
    expect(said(late, 'ada')).toEqual([
      `You asked to end ${codename} (public). grace confirmed it too late. Nothing changed. If you still want it, ask again.`,
    ]);
    expect([await ended(), await waiting()]).toEqual([null, 0]);
    const again = idIn(await end());
    here.set(start + 2 * hourMs - 1);
    await here.say('grace', `confirm ${again}`, null);
    expect(await ended()).toBe('public');
  });

  test('is forgotten a day after its hour', async () => {
    await end();
    here.set(start + hourMs + dayMs - 1);
    await tidy(here.engine);
    expect(await waiting()).toBe(1);
    here.set(start + hourMs + dayMs);
    await tidy(here.engine);
    expect(await waiting()).toBe(0);
  });

  test('is not asked about twice when it is said twice, and ten are the most', async () => {
    const id = idIn(await end());
    const twice = await end();
    expect(twice.map(({ to }) => to)).toEqual(['ada']);
    expect(idIn(twice)).toBe(id);
    for (let number = 1; number < 10; number += 1) await here.say('ada', `people add terminal:m${number} coordinator name=m${number}`);
    expect(await waiting()).toBe(10);
    expect(texts(await here.say('ada', 'people add terminal:m10 coordinator name=m10'))).toEqual([
      "ada in #oci-private: 10 requests of yours wait for a second approval, and that's the limit. I didn't take this one. Take one back first.",
    ]);
    expect(await waiting()).toBe(10);
  });

  test('is overtaken when the embargo ends, or its giver leaves the list: it is decided anew', async () => {
    const one = idIn(await end());
    const other = idIn(await here.say('grace', `end ${codename} withdrawn sure=yes it was a mistake`, null));
    await here.say('ada', `confirm ${other}`, null);
    expect(await ended()).toBe('withdrawn');
    const late = await here.say('grace', `confirm ${one}`, null);
    expect(said(late, 'grace')).toEqual(["Nothing changed: it's no longer possible. I told ada why."]);
    expect(said(late, 'ada').join('\n')).toContain(
      "grace confirmed it, but it's no longer possible, so nothing changed:\nThis embargo ended Wed, Jan 17, 2024, 09:00 UTC (withdrawn).",
    );
    expect(await ended()).toBe('withdrawn');
  });

  test('of somebody who was taken off the list is not carried out, and they are told nothing of it', async () => {
    await linked('grace', 'grace@slack');
    const id = idIn(await end());
    await here.say('grace@slack', 'people remove terminal:ada');
    const seen = await here.say('grace@slack', `confirm ${id}`, null);
    expect(said(seen, 'grace@slack')).toEqual(["Nothing changed: it's no longer possible. I told ada (left the list) why."]);
    expect(said(seen, 'ada').join('\n')).not.toContain(codename);
    expect(await ended()).toBe(null);
    expect(said(await here.say('ada', `confirm ${id}`, null), 'ada')).toEqual(gone);
  });

  describe('may be confirmed by who gave it', () => {
    test('from an account that nobody could forge, once it has been theirs for a day', async () => {
      const [seen] = await here.say('ada', 'account link', null);
      await here.say('ada@slack', `account link sure=yes ${/`account link (\S+)`/.exec(seen?.text ?? '')?.[1]}`, null);
      const early = idIn(await end());
      here.set(start + dayMs - 1);
      const soon = idIn(await end());
      expect(said(await here.say('ada@slack', `confirm ${early}`, null), 'ada@slack')).toEqual([expect.stringContaining('Too late')]);
      expect(said(await here.say('ada@slack', `confirm ${soon}`, null), 'ada@slack')).toEqual([
        expect.stringContaining('This is your own request'),
      ]);
      here.set(start + dayMs);
      const confirmed = await here.say('ada@slack', `confirm ${soon}`, null);
      expect(said(confirmed, 'ada@slack')).toContain('Confirmed and done.');
      expect(await ended()).toBe('public');
    });

    test('and is asked for there too', async () => {
      await linked('ada', 'ada@slack');
      const seen = await end();
      expect(said(seen, 'ada@slack').join('\n')).toContain("If it wasn't, refuse it and tell the others");
      // grace could be spoken for by the same server.
      expect(said(seen, 'ada').join('\n')).toContain('Asked to confirm: you on the terminal. Nothing');
      expect(said(seen, 'grace')).toEqual([]);
    });

    test('but not from another that could be forged', async () => {
      await linked('ada', 'ada@matrix');
      const id = idIn(await end());
      expect(said(await here.say('ada@matrix', `confirm ${id}`, null), 'ada@matrix')).toEqual([
        expect.stringContaining('This is your own request'),
      ]);
      expect(await ended()).toBe(null);
    });
  });

  test('waits too where it comes from an account that was linked a moment ago, from one that could be forged', async () => {
    const [seen] = await here.say('ada', 'account link', null);
    await here.say('eve@slack', `account link sure=yes ${/`account link (\S+)`/.exec(seen?.text ?? '')?.[1]}`, null);
    here.set(start + dayMs - 1);
    const asked = await end('eve@slack');
    expect(said(asked, 'eve@slack').join('\n')).toContain('You linked this account less than a day ago');
    expect(said(asked, 'grace').join('\n')).toContain('they linked that account less than a day ago');
    expect(await ended()).toBe(null);
    here.set(start + dayMs);
    await end('eve@slack');
    expect(await ended()).toBe('public');
  });

  test('is not helped by taking off the account that would be asked, but from there', async () => {
    await linked('ada', 'ada@slack');
    expect(said(await here.say('ada', 'account unlink terminal:ada@slack', null), 'ada')).toEqual([
      expect.stringContaining('Do that from the account itself'),
    ]);
    expect(said(await here.say('ada@slack', 'account unlink terminal:ada@slack', null), 'ada@slack')).toEqual([
      expect.stringContaining('This account is no longer linked with another.'),
    ]);
  });

  test('that comes from an account that nobody could forge is carried out at once', async () => {
    await linked('ada', 'ada@slack');
    await end('ada@slack');
    expect(await ended()).toBe('public');
  });

  test('goes on where nobody could be asked, and its giver is told so', async () => {
    const removed = idIn(await here.say('ada', 'people remove terminal:grace'));
    await here.say('grace', `confirm ${removed}`, null);
    expect(await members()).toEqual(['ada', 'bob', 'carol']);
    const seen = await end();
    expect(await ended()).toBe('public');
    expect(said(seen, 'ada').join('\n')).toContain('I did this without a second approval');
  });

  describe('that moves the date earlier', () => {
    const earlier = Date.parse('2024-01-30T20:00Z');
    const inForce = async () => agreedDate(await embargo())?.at ?? null;
    beforeEach(async () => {
      await here.say('carol', `ack ${codename}`);
      for (const who of ['bob', 'carol']) await here.say(who, `date accept ${codename}`);
      await here.say('ada', `date propose ${codename} 2024-01-30 20:00 UTC`);
      expect(await inForce()).toBe(Date.parse('2024-01-31T20:00Z'));
    });

    test('waits where two who agree could both be spoken for by one server, and somebody elsewhere can be asked', async () => {
      await linked('grace', 'grace@slack');
      const seen = await here.say('grace', `date accept ${codename} 2`, null);
      expect(await inForce()).toBe(Date.parse('2024-01-31T20:00Z'));
      expect(said(seen, 'grace').join('\n')).toContain('Asked to confirm: you on the terminal.');
      await here.say('grace@slack', `confirm ${idIn(seen)}`, null);
      expect(await inForce()).toBe(earlier);
    });

    test('does not where the second of them speaks from an account that no server could forge', async () => {
      await linked('grace', 'grace@slack');
      await here.say('grace@slack', `date accept ${codename} 2`, null);
      expect(await inForce()).toBe(earlier);
    });

    test('does not where everybody is on one server: nobody else could say more', async () => {
      await here.say('grace', `date accept ${codename} 2`, null);
      expect(await inForce()).toBe(earlier);
    });
  });

  describe('is not helped by taking who would be asked out of the way', () => {
    test('by a decline: it counts once it is a day old, and not at its last moment', async () => {
      await here.say('grace', `decline ${codename}`, null);
      here.set(start + dayMs - 1);
      const id = idIn(await end());
      expect(await ended()).toBe(null);
      expect(said(await here.say('grace', `confirm ${id}`, null), 'grace').join('\n')).toContain(
        'Acknowledge the current terms of this embargo first',
      );
      await here.say('ada', `refuse ${id}`, null);
      here.set(start + dayMs);
      await end();
      expect(await ended()).toBe('public');
    });

    test('by an away: it counts once it is a day old, and not at its last moment', async () => {
      await linked('grace', 'grace@slack');
      await here.say('grace@slack', 'people add terminal:heidi coordinator name=heidi');
      const since = here.engine.now();
      await here.say('grace', 'away until="9 days"', null);
      here.set(since + dayMs - 1);
      const asked = async (why: string) =>
        (await here.say('ada', `end ${codename} public sure=yes ${why}`, null))
          .filter(({ text }) => text.includes('ada asked'))
          .map(({ to }) => to);
      expect(await asked('one')).toEqual(['grace@slack']);
      here.set(since + dayMs);
      expect(await asked('two')).toEqual(['grace', 'heidi']);
    });

    test('unseen: the other accounts of who declines, or is away, are told, and can take it back', async () => {
      await linked('grace', 'grace@slack');
      expect(said(await here.say('grace', `decline ${codename}`, null), 'grace@slack')).toEqual([
        [
          `${codename} · oci list`,
          "You declined the terms from grace on the terminal. In a day, I'll stop asking you to confirm requests about this embargo.",
          `If that wasn't you, someone else is using your name there: acknowledge the terms here with \`ack ${codename}\`, and tell the other coordinators.`,
          '[1] Read and acknowledge',
        ].join('\n'),
      ]);
      await here.say('grace@slack', `ack ${codename}`, null);
      expect((await embargo()).consents[person('grace')]?.state).toBe('signed');
      expect(said(await here.say('grace', 'away until="9 days"', null), 'grace@slack')).toEqual([
        [
          "You're marked as away from oci until Sat, Jan 27, 2024, 09:00 UTC, from grace on the terminal. In a day, requests won't wait for you anymore.",
          "If that wasn't you, someone else is using your name there: say `back` here, and tell the other coordinators.",
          "[1] I'm not away",
        ].join('\n'),
      ]);
      await here.say('grace@slack', 'back', null);
      expect((await loadList(here.db, oci))?.members[person('grace')]?.away).toBe(undefined);
    });
  });

  test('adds, lets in, takes away and opens rooms only when it is confirmed', async () => {
    for (const [words, where, holds] of [
      [
        'people add terminal:mallory representative Rhombus name=mallory',
        room('#oci-private'),
        async () => (await members()).includes('mallory'),
      ],
      ['people remove terminal:grace', room('#oci-private'), async () => !(await members()).includes('grace')],
    ] as const) {
      const id = idIn(await here.say('ada', words, where));
      expect(await holds()).toBe(false);
      await here.say('grace', `confirm ${id}`, null);
      expect(await holds()).toBe(true);
    }
    const record = await readFacts<ListFact>(here.db, listStream(oci));
    expect(record.flatMap(({ fact }) => (fact.confirmed === undefined ? [] : [[fact.type, fact.confirmed.person]]))).toEqual([
      ['person-added', 'terminal:grace'],
      ['person-removed', 'terminal:grace'],
    ]);
    const replayed = record.reduce<List | null>((list, { fact, at }: Happened<ListFact>) => evolveList(list, fact, at), null);
    expect(replayed).toEqual(await loadList(here.db, oci));
  });

  test('opens a further room as it is when it is confirmed', async () => {
    const more = room('#more');
    const id = idIn(await here.say('ada', 'room adopt oci', more));
    here.platform.faults(more, ['public']);
    const unfit = await here.say('grace', `confirm ${id}`, null);
    expect(said(unfit, 'ada').join('\n')).toContain("This room isn't safe for embargoes: it's public.");
    here.platform.faults(more, []);
    const again = idIn(await here.say('ada', 'room adopt oci', more));
    expect(Object.keys((await loadList(here.db, oci))?.rooms ?? {})).toEqual(['terminal:#oci-private']);
    await here.say('grace', `confirm ${again}`, null);
    expect(Object.keys((await loadList(here.db, oci))?.rooms ?? {}).sort()).toEqual(['terminal:#more', 'terminal:#oci-private']);
  });

  test('lets in by whoever may let in themselves', async () => {
    await here.say('ada', 'people add terminal:dave reviewer "Seven Linux" name=dave');
    await here.say('grace', `confirm ${idIn(here.platform.seen.slice(-2))}`, null);
    const id = idIn(await here.say('bob', `invite ${codename} terminal:dave`, null));
    expect((await embargo()).consents[person('dave')]).toBe(undefined);
    expect(said(await here.say('carol', `confirm ${id}`, null), 'carol')).toEqual(gone);
    await here.say('ada', `confirm ${id}`, null);
    expect((await embargo()).consents[person('dave')]).toMatchObject({ state: 'invited', by: 'terminal:bob' });
  });

  describe('to disclose', () => {
    beforeEach(async () => {
      await here.say('carol', `ack ${codename}`);
      for (const who of ['bob', 'carol']) await here.say(who, `date accept ${codename}`);
      here.set(Date.parse('2024-01-31T20:00Z'));
      here.news();
    });

    test('takes two people, wherever they press', async () => {
      await here.say('bob', `disclose ${codename}`);
      expect(await ended()).toBe(null);
      await here.say('ada', `disclose ${codename}`);
      expect(await ended()).toBe('disclosed');
    });
  });
});

describe.each(databaseKinds)('an exception that one server could allow by itself, on %s', (kind) => {
  test('waits for a second approval, of that exception, though two organizations said yes', async () => {
    const here = await world(kind, { forgeable: (account) => account === 'terminal:bob' || account === 'terminal:carol' });
    await founded(here);
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
    const codename = await opened(here);
    for (const name of ['bob', 'carol', 'grace']) await here.say(name, `ack ${codename}`, null);
    const allowed = async () =>
      (await loadEmbargo(here.db, first))?.exceptions?.all.filter(({ approvedAt }) => approvedAt !== undefined).length;
    await here.say('bob', `exception ask ${codename} share with="the press" because="attacks are seen" until="2 days" everything`, null);
    const id = idIn(await here.say('carol', `exception approve ${codename}`, null));
    expect(await allowed()).toBe(0);
    await here.say('grace', `confirm ${id}`, null);
    expect(await allowed()).toBe(1);
    await here.close();
  });
});

describe.each(databaseKinds)('another date that one coordinator agrees on alone, on %s', (kind) => {
  test('waits for another one, earlier or later', async () => {
    const here = await world(kind, { forgeable });
    await here.say('ada', 'room adopt oci linux-distros');
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
    const codename = await opened(here, '2024-01-25 20:00 UTC');
    await here.say('ada', `ack ${codename}`);
    const inForce = async () => {
      const found = await loadEmbargo(here.db, first);
      return found === null ? null : (agreedDate(found)?.at ?? null);
    };
    expect(await inForce()).toBe(Date.parse('2024-01-25T20:00Z'));
    const sooner = idIn(await here.say('ada', `date propose ${codename} 2024-01-24 20:00 UTC`));
    expect(await inForce()).toBe(Date.parse('2024-01-25T20:00Z'));
    // Who has not consented to the terms does not make ada's word enough.
    expect(said(await here.say('grace', `confirm ${sooner}`, null), 'grace').join('\n')).toContain(
      'Acknowledge the current terms of this embargo first',
    );
    expect(await inForce()).toBe(Date.parse('2024-01-25T20:00Z'));
    await here.say('grace', `ack ${codename}`, null);
    await here.say('grace', `confirm ${sooner}`, null);
    expect(await inForce()).toBe(Date.parse('2024-01-24T20:00Z'));
    const id = idIn(await here.say('ada', `date propose ${codename} 2024-01-30 20:00 UTC`));
    expect(await inForce()).toBe(Date.parse('2024-01-24T20:00Z'));
    // With the earlier date the consent of others lapses; a coordinator's, given once to the terms of the list, stands.
    await here.say('grace', `confirm ${id}`, null);
    expect(await inForce()).toBe(Date.parse('2024-01-30T20:00Z'));
    await here.close();
  });
});

describePostgres('an order that two replicas are told to carry out at once', () => {
  test('is carried out once', async () => {
    const here = await world('postgres', { forgeable });
    await founded(here);
    for (const who of ['grace', 'heidi']) await here.say('ada', `people add terminal:${who} coordinator name=${who}`);
    const codename = await opened(here);
    const beside = await world('postgres', { beside: here, seed: 2, forgeable });
    for (let round = 1; round <= 5; round += 1) {
      const id = idIn(await here.say('ada', `people add terminal:m${round} coordinator name=m${round}`));
      await here.platform.hear(here.heard('grace', `confirm ${id}`, null));
      await beside.platform.hear(beside.heard('heidi', `confirm ${id}`, null));
      await Promise.all([handleAll(here.engine), handleAll(beside.engine)]);
    }
    const record = await readFacts<ListFact>(here.db, listStream(oci));
    const added = record.flatMap(({ fact }) => (fact.type === 'person-added' && fact.confirmed !== undefined ? [fact.member.name] : []));
    expect(added).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    expect(await here.db.select().from(pendingOrders)).toEqual([]);
    expect(codename).not.toBe('');
    await beside.close();
    await here.close();
  });
});
