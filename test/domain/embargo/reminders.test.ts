// When something is said unasked, and to whom. Each rung once; what was missed while nobody was there is said once, or left out where a later one says more.

import { describe, expect, test } from 'vitest';
import type { DeadlineKey, Embargo } from '../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../src/domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../../src/domain/embargo/facts.ts';
import { belongsTo, nextDue, nextLook, remind, snoozeLimit } from '../../../src/domain/embargo/reminders.ts';
import { todos } from '../../../src/domain/embargo/todos.ts';
import type { List, Member } from '../../../src/domain/list/list.ts';
import type { PersonId } from '../../../src/domain/values/ids.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import { dayMs, hourMs, type Instant, minuteMs } from '../../../src/domain/values/time.ts';
import {
  about,
  ada,
  agreedEmbargo,
  at,
  bob,
  carol,
  date,
  dave,
  embargo,
  evolved,
  finding,
  findings,
  grace,
  list,
  listOf,
  patch,
  patches,
  played,
  proposal,
  proposals,
  says,
  signedBy,
  start,
} from '../../setup/embargo.ts';

type Reminded = Extract<EmbargoFact, { type: 'reminded' }>;

const people = (...all: readonly Member[]): PersonId[] => all.map((each) => each.person);
const reminded = (rungMs: number, to: readonly Member[], wish: Partial<Reminded> = {}): Reminded => ({
  type: 'reminded',
  deadline: 'disclosure',
  target: date,
  rungMs,
  skippedMs: [],
  people: people(...to),
  later: {},
  ...wish,
});
/** The next nine o'clock UTC. */
const morning = (from: Instant): Instant => Math.ceil((from - 9 * hourMs) / dayMs) * dayMs + 9 * hourMs;
/** A rung of which those who owe something are told in their morning. */
const waits = (rungMs: number, to: readonly Member[], wish: Partial<Reminded> = {}, now?: Instant): Reminded => {
  const target = wish.target ?? date;
  const later = Object.fromEntries(to.map(({ person }) => [person, morning(now ?? target + rungMs)]));
  return reminded(rungMs, [], { ...wish, later });
};
/** Without those of the answers. */
const ofTheDate = (facts: readonly EmbargoFact[]) => facts.filter((fact) => fact.type !== 'reminded' || fact.deadline !== 'answers');
/** The normal embargo, its reminders said up to a rung. */
const saidUpTo = (doneMs: number | null, wish: Partial<Embargo> = {}): Embargo =>
  agreedEmbargo({ reminded: { disclosure: { target: date, since: start, doneMs } }, ...wish });
/** The embargo after what the clock had to write down at an instant. */
const ticked = (from: Embargo, now: Instant, on: List = list): Embargo =>
  remind(from, on, now).reduce((state, fact) => evolve(state, { fact, at: now, by: 'clock' }), from);

// Bob and grace have not acknowledged; nobody else owes anything before the date.
// That nobody of bob's organization has was passed on.
const passed = { at: {}, waits: {}, passedOn: { 'acknowledge:nova': 'coordinators' } } as const;
const owing = { consents: signedBy(ada, carol), nudges: passed };

describe('the ladder before the date', () => {
  const rungs = [14 * dayMs, 7 * dayMs, 3 * dayMs, dayMs, 4 * hourMs, hourMs].map((ms) => -ms);

  test.each(rungs.map((rung, index) => [rung / hourMs, rung, index === 0 ? null : (rungs[index - 1] ?? null)] as const))(
    '%i hours: not a minute before, then once, to those who owe something',
    (_, rung, before) => {
      const from = saidUpTo(before, owing);
      expect(remind(from, list, date + rung - minuteMs)).toEqual([]);
      expect(remind(from, list, date + rung)).toEqual([(rung < -dayMs ? waits : reminded)(rung, [grace, bob])]);
      expect(remind(ticked(from, date + rung), list, date + rung + minuteMs)).toEqual([]);
    },
  );

  test('in the last three days, who owes a test or the terms hears of it once, and coordinators each time', () => {
    const day = ticked(saidUpTo(-3 * dayMs, owing), date - dayMs);
    expect(remind(day, list, date - 4 * hourMs)).toEqual([reminded(-4 * hourMs, [grace])]);
    const late = ticked(day, date - 4 * hourMs);
    expect(remind(late, list, date)).toEqual([reminded(0, [grace, ada, carol], { skippedMs: [-hourMs] })]);
  });

  test('who was told nothing in the last three days hears of it whenever it is due', () => {
    const moved = saidUpTo(-4 * hourMs, owing);
    expect(remind(moved, list, date - hourMs)).toEqual([reminded(-hourMs, [grace, bob])]);
    const before = { ...moved, nudges: { ...passed, at: { [bob.person]: date - 3 * dayMs - 1, [grace.person]: date - 3 * dayMs - 1 } } };
    expect(remind(before, list, date - hourMs)).toEqual([reminded(-hourMs, [grace, bob])]);
    const since = { ...moved, nudges: { ...passed, at: { [bob.person]: date - 3 * dayMs } } };
    expect(remind(since, list, date - hourMs)).toEqual([reminded(-hourMs, [grace])]);
  });

  test('who was told lately all that they owe, by a reminder or with a patch or a later date, is left in peace until the last three days', () => {
    const week = date - 7 * dayMs;
    const patched = (at: Instant) =>
      saidUpTo(-14 * dayMs, { nudges: passed, consents: signedBy(ada, grace, carol, bob), patches: patches(patch(1, { at })) });
    expect(remind(patched(week - 3 * dayMs - 1), list, week)).toEqual([waits(-7 * dayMs, [bob, carol])]);
    expect(remind(patched(week - 3 * dayMs), list, week)).toEqual([reminded(-7 * dayMs, [])]);
    const last = { reminded: { disclosure: { target: date, since: start, doneMs: -7 * dayMs } } };
    expect(remind({ ...patched(date - 4 * dayMs), ...last }, list, date - 3 * dayMs)).toEqual([waits(-3 * dayMs, [bob, carol])]);
    const told = (at: Instant) => saidUpTo(-14 * dayMs, { ...owing, nudges: { ...passed, at: { [grace.person]: at } } });
    expect(remind(told(week - 3 * dayMs - 1), list, week)).toEqual([waits(-7 * dayMs, [grace, bob])]);
    expect(remind(told(week - 3 * dayMs), list, week)).toEqual([waits(-7 * dayMs, [bob])]);
  });

  test('who owes what was found hears of it at the hour, too', () => {
    const found = { ...owing, consents: signedBy(ada, carol, bob), findings: findings(finding(1, { state: 'fixed', fixedIn: 1 })) };
    const day = ticked(saidUpTo(-3 * dayMs, found), date - dayMs);
    expect(remind(day, list, date - 4 * hourMs)).toEqual([reminded(-4 * hourMs, [grace, bob, ada])]);
  });

  test('who keeps their access, and has only a later date to acknowledge, hears of it once a week', () => {
    const seen = Object.fromEntries(
      Object.entries(signedBy(ada, grace, carol)).map(([person, consent]) => [person, { ...consent, seen: 1 }]),
    );
    const consents = { ...seen, ...signedBy(bob) } as Embargo['consents'];
    const from = saidUpTo(null, { consents, agreed: { proposal: 1, revisions: 1 } });
    const told = { ...from, nudges: { at: { [bob.person]: date - 7 * dayMs }, waits: {} } };
    const known = { reminded: { disclosure: { target: date, since: start, doneMs: -7 * dayMs } } };
    expect(todos(from, list, start).map(({ type, person }) => [type, person])).toContainEqual(['acknowledge', bob.person]);
    expect(remind({ ...told, ...known }, list, date - 3 * dayMs)).toEqual([reminded(-3 * dayMs, [])]);
    const later = { ...told, nudges: { at: { [bob.person]: date - 14 * dayMs }, waits: {} } };
    expect(remind({ ...later, ...known }, list, date - 3 * dayMs)).toEqual([waits(-3 * dayMs, [bob])]);
  });

  test('nobody who owes nothing is reminded, and the rung is done all the same', () => {
    const from = saidUpTo(-14 * dayMs);
    expect(remind(from, list, date - 7 * dayMs)).toEqual([reminded(-7 * dayMs, [])]);
  });

  test('the moment itself is told to those who disclose', () => {
    expect(remind(saidUpTo(-hourMs), list, date - 1)).toEqual([]);
    expect(remind(saidUpTo(-hourMs), list, date)).toEqual([reminded(0, [ada, grace])]);
  });

  test('somebody who owes two things is reminded once', () => {
    const from = saidUpTo(-14 * dayMs, {
      patches: patches(patch(1)),
      proposals: { ...agreedEmbargo().proposals, ...proposals(proposal(2, date + dayMs)) },
    });
    expect(ofTheDate(remind(from, list, date - 7 * dayMs))).toEqual([waits(-7 * dayMs, [bob, carol])]);
  });

  test('a date that is only asked for is counted towards as well', () => {
    expect(ofTheDate(remind(embargo(), list, date - 14 * dayMs))).toEqual([waits(-14 * dayMs, [bob, carol])]);
  });
});

describe('the ladder after the date', () => {
  test.each([1, 2, 3, 30])('each day, on day %i, until somebody acts', (days) => {
    const from = saidUpTo((days - 1) * dayMs);
    const now = date + days * dayMs;
    expect(remind(from, list, now - minuteMs)).toEqual([]);
    // Those of day 1 for the first time: nobody who coordinates has answered for a day. Then in turn.
    expect(remind(from, list, now)).toEqual([reminded(days * dayMs, days % 2 === 1 ? [bob, carol] : [ada, grace])]);
    expect(remind(ticked(from, now), list, now + minuteMs)).toEqual([]);
  });
});

describe('a bot that was down', () => {
  test('for a week says the last rung that was missed, and leaves out the others', () => {
    const now = date - 2 * dayMs;
    expect(remind(saidUpTo(null, owing), list, now)).toEqual([
      waits(-3 * dayMs, [grace, bob], { skippedMs: [-14 * dayMs, -7 * dayMs] }, now),
    ]);
  });

  test('over the date says the last of the overdue ones alone', () => {
    const now = date + 5 * dayMs + hourMs;
    expect(remind(saidUpTo(-dayMs), list, now)).toEqual([reminded(5 * dayMs, [bob, carol], { skippedMs: [-4 * hourMs, -hourMs, 0] })]);
  });

  test('and comes back says nothing twice', () => {
    const now = date - 2 * dayMs;
    expect(remind(ticked(saidUpTo(null, owing), now), list, now + hourMs)).toEqual([]);
  });
});

describe('a ladder begins where its date was set', () => {
  const opened = at('2026-03-14T14:00Z');
  const late = agreedEmbargo({ reminded: { disclosure: { target: date, since: opened, doneMs: null } }, ...owing });

  test('rungs that had passed by then are not caught up with, nor the one that was just then', () => {
    expect(remind(late, list, opened + minuteMs)).toEqual([]);
    expect(remind(late, list, date - dayMs)).toEqual([reminded(-dayMs, [grace, bob])]);
  });

  test('a moved date is counted towards from its own beginning', () => {
    const moved = at('2026-03-19T14:00Z');
    const asked = played(saidUpTo(-7 * dayMs), [
      [bob, { type: 'propose-date', date: { at: moved, zone: 'UTC', anyway: false }, reason: null }],
    ]);
    const agreed = played(asked, [[carol, { type: 'answer-date', number: 2, verdict: 'accept', reason: null }, moved - 11 * dayMs]]);
    expect(remind(agreed, list, moved - 7 * dayMs - minuteMs)).toEqual([]);
    expect(remind(agreed, list, moved - 7 * dayMs)).toEqual([waits(-7 * dayMs, [ada, grace], { target: moved })]);
  });

  test('a date that is moved away and back is not rung for a second time', () => {
    const back = saidUpTo(-7 * dayMs, { reminded: { disclosure: { target: date, since: date - 6 * dayMs, doneMs: null } }, ...owing });
    expect(remind(back, list, date - 4 * dayMs)).toEqual([]);
    expect(remind(back, list, date - 3 * dayMs)).toEqual([waits(-3 * dayMs, [grace, bob])]);
  });

  test('when a date lapsed without an agreement, the next one’s ladder begins there', () => {
    const earlier = date - 2 * dayMs;
    const two = embargo({
      proposals: proposals(proposal(1, date), proposal(2, earlier)),
      reminded: { disclosure: { target: earlier, since: start, doneMs: -hourMs } },
    });
    expect(ofTheDate(remind(two, list, earlier))).toEqual([]);
    expect(ofTheDate(remind(two, list, date - dayMs))).toEqual([reminded(-dayMs, [bob, carol])]);
  });

  test('when the only date lapsed, the bot does not fall silent', () => {
    const from = embargo({ reminded: { disclosure: { target: date, since: start, doneMs: -hourMs } }, ...owing });
    expect(remind(from, list, date)).toEqual([reminded(0, [grace, bob, ada])]);
    expect(nextDue(ticked(from, date), list, date)).toBe(date + dayMs);
  });

  describe('without any date', () => {
    const rejectedAt = start + 3 * dayMs + 4 * hourMs;
    const dateless = (since: Instant, doneMs: number | null = null): Embargo =>
      embargo({
        proposals: proposals(proposal(1, date, { state: 'rejected' })),
        reminded: { date: { target: start, since, doneMs } },
      });
    // It was opened at nine: their morning has come.
    const rung = (days: number) => [
      waits(days * dayMs, [ada, grace], { deadline: 'date', target: start }),
      { type: 'nudged', people: people(ada, grace) },
    ];

    test('coordinators are reminded each day at the hour of its opening, beginning with the next', () => {
      const from = dateless(rejectedAt);
      expect(remind(from, list, rejectedAt)).toEqual([]);
      expect(nextDue(from, list, rejectedAt)).toBe(start + 4 * dayMs);
      expect(remind(from, list, start + 4 * dayMs - 1)).toEqual([]);
      expect(remind(from, list, start + 4 * dayMs)).toEqual(rung(4));
      expect(remind(dateless(rejectedAt, 4 * dayMs), list, start + 5 * dayMs)).toEqual(rung(5));
    });

    test('nobody is reminded for a second time on a day on which another date was proposed and rejected', () => {
      const again = start + 4 * dayMs + 2 * hourMs;
      expect(remind(dateless(again), list, again + minuteMs)).toEqual([]);
    });

    test('the reminders end with the next proposal', () => {
      const now = start + 4 * dayMs;
      const proposed = played(dateless(rejectedAt), [
        [bob, { type: 'propose-date', date: { at: date, zone: 'UTC', anyway: false }, reason: null }, now],
      ]);
      expect(remind(proposed, list, now)).toEqual([]);
      expect(nextDue(proposed, list, now)).toBe(now + 36 * hourMs);
    });
  });
});

describe('a decision about the world', () => {
  const due = start + hourMs;
  const told = (doneMs: number | null) =>
    agreedEmbargo({
      publicState: { public: { at: start, by: bob.person, how: 'a post' } },
      decisionDue: due,
      reminded: { disclosure: { target: date, since: start, doneMs: null }, decision: { target: due, since: start, doneMs } },
    });
  const rung = (ms: number, ...skippedMs: readonly number[]) => [
    reminded(ms, [ada, grace], { deadline: 'decision', target: due, skippedMs }),
  ];

  test.each([
    [45, null, -15],
    [60, -15, 0],
    [75, 0, 15],
    [90, 15, 30],
    [105, 30, 45],
    // Two hours after it was due, each hour; a day after it, each day.
    [180, 105, 120],
    [240, 120, 180],
    [60 + 24 * 60, 23 * 60, 24 * 60],
    [60 + 48 * 60, 24 * 60, 48 * 60],
  ])('is asked for after %i minutes, and not a minute before', (minutes, before, ms) => {
    const from = told(before === null ? null : before * minuteMs);
    const decided = (now: Instant) => remind(from, list, now).filter((fact) => fact.type !== 'reminded' || fact.deadline === 'decision');
    expect(decided(start + (minutes - 1) * minuteMs)).toEqual([]);
    expect(decided(start + minutes * minuteMs)).toEqual(rung(ms * minuteMs));
  });

  test('that was missed is asked for once', () => {
    expect(remind(told(null), list, due + 20 * minuteMs)).toEqual(rung(15 * minuteMs, -15 * minuteMs, 0));
  });

  test('is asked for no more once it is held or ended', () => {
    const held = played(told(null), [[ada, { type: 'hold', reason: 'another bug' }]]);
    expect(remind(held, list, due)).toEqual([]);
    const ended = played(told(null), [[ada, { type: 'end', reason: 'public', because: null }]]);
    expect(remind(ended, list, due)).toEqual([]);
  });
});

describe('after the end', () => {
  const over = played(agreedEmbargo(), [[ada, { type: 'end', reason: 'public', because: null }]]);
  const rungs = (after: Instant): readonly (readonly [DeadlineKey, number, number])[] => {
    // All that was due before was done in time.
    const { nudges: _, ...done } = ticked(over, start + after - minuteMs);
    const facts = remind(done, list, start + after);
    return facts.flatMap((fact) => (fact.type === 'reminded' ? [[fact.deadline, fact.rungMs / hourMs, fact.people.length] as const] : []));
  };

  const both = (post: number, cve: number): [DeadlineKey, number, number][] => [
    ['post', post, 2],
    ['cve', cve, 0],
  ];

  test.each<[string, Instant, readonly (readonly [DeadlineKey, number, number])[]]>([
    ['20 hours: the post is overdue, the CVE record due in four', 20 * hourMs, both(20, -4)],
    ['a day: nothing new', dayMs, []],
    ['two days: both are overdue, said to each in one message', 2 * dayMs, both(48, 24)],
    ['three days: the retrospective is due', 3 * dayMs, [['retrospective', 0, 2]]],
    ['six days: the exploit is due tomorrow', 6 * dayMs, [['exploit', -24, 2]]],
    ['nine days: all that is overdue', 9 * dayMs, [...both(216, 192), ['exploit', 48, 0], ['retrospective', 144, 0]]],
    ['ten days: the packages are due', 10 * dayMs, [['packages', 0, 2]]],
    [
      'thirty days: what is not linked is the coordinators’ to close',
      30 * dayMs,
      [...both(720, 696), ['exploit', 552, 0], ['retrospective', 648, 0], ['packages', 480, 2]],
    ],
    ['nobody is asked after that', 60 * dayMs, []],
  ])('%s', (_, after, expected) => expect(rungs(after)).toEqual(expected));

  test('what was public for long before the end is asked for from the end on', () => {
    const late = agreedEmbargo({
      ended: { at: start, by: [ada.person], reason: 'public', because: null, publicSince: start - 40 * dayMs },
    });
    const since = { ...late, createdAt: start - 50 * dayMs, agreed: null, proposals: {} };
    const next = nextDue(ticked(since, start), list, start);
    expect(next).toBe(start + 20 * hourMs);
    const [first] = remind(ticked(since, start), list, start + 20 * hourMs);
    expect(first).toMatchObject({ people: people(ada, grace) });
    expect(todos(since, list, start + 30 * dayMs - 1).some(({ type }) => type === 'close')).toBe(false);
  });

  test('what is published is not asked for, and when all is, nothing ever again', () => {
    const link = { at: start, by: ada.person, link: 'https://example.org' };
    const published = { post: link, cve: link, exploit: link, retrospective: link, 'packages:nova': link };
    const left: Embargo = { ...over, published };
    expect(remind(left, list, start + 10 * dayMs)).toMatchObject([{ deadline: 'packages', people: people(carol) }]);
    const done: Embargo = { ...over, published: { ...published, 'packages:seven': link } };
    expect(remind(done, list, start + 10 * dayMs)).toEqual([]);
    expect([nextDue(left, list, start), nextDue(done, list, start)]).toEqual([start + 7 * dayMs, null]);
  });

  test('of a report that was withdrawn, nothing is asked for where no CVE id was reserved', () => {
    const withdrawn = played(agreedEmbargo({ about: { ...about, vulnerabilities: [] } }), [
      [ada, { type: 'end', reason: 'withdrawn', because: 'a mistake' }],
    ]);
    expect(remind(withdrawn, list, start + 30 * dayMs)).toEqual([]);
    expect(nextDue(withdrawn, list, start)).toBeNull();
  });
});

describe('when the clock is next needed', () => {
  test.each<[string, Embargo, Instant, Instant | null]>([
    ['at the next rung', saidUpTo(null), start, date - 14 * dayMs],
    ['at a rung that has come and was not said', saidUpTo(null), date - 13 * dayMs, date - 14 * dayMs],
    ['at the first of several that were missed', saidUpTo(-7 * dayMs), date, date - 3 * dayMs],
    ['at the moment itself', saidUpTo(-hourMs), date - 1, date],
    ['a day after it', saidUpTo(0), date, date + dayMs],
    ['each day after it', saidUpTo(4 * dayMs), date + 4 * dayMs + 1, date + 5 * dayMs],
    ['when somebody’s peace ends', saidUpTo(null, { snoozes: { [bob.person]: start + hourMs } }), start, start + hourMs],
    ['a day after it was opened, without a date', embargo({ proposals: {}, reminded: {} }), start, start + dayMs],
  ])('%s', (_, from, now, due) => expect(nextDue(from, list, now)).toBe(due));

  test('is ahead of it once it has done its work', () => {
    for (const now of [start, date - 14 * dayMs, date - hourMs, date, date + 3 * dayMs + 1]) {
      expect(nextDue(ticked(saidUpTo(null, owing), now), list, now)).toBeGreaterThan(now);
    }
  });
});

describe('when the card is looked at again', () => {
  test.each<[string, Embargo, Instant, Instant | null]>([
    ['each day, counted back from the date', saidUpTo(-14 * dayMs), date - 10 * dayMs, date - 9 * dayMs],
    ['also between two days', saidUpTo(-14 * dayMs), date - 10 * dayMs + hourMs, date - 9 * dayMs],
    [
      'at a reminder, where that is sooner',
      saidUpTo(-14 * dayMs, { snoozes: { [bob.person]: date - 9 * dayMs - 1 } }),
      date - 10 * dayMs,
      date - 9 * dayMs - 1,
    ],
    ['on the last day at reminders alone', saidUpTo(-dayMs), date - dayMs, date - 4 * hourMs],
    ['after the date at reminders alone', saidUpTo(0), date + hourMs, date + dayMs],
    [
      'after the end for what is owed alone',
      played(agreedEmbargo(), [[ada, { type: 'end', reason: 'public', because: null }]]),
      start,
      start + 20 * hourMs,
    ],
  ])('%s', (_, from, now, due) => expect(nextLook(from, list, now)).toBe(due));

  test('never, once nothing is owed', () => {
    const withdrawn = agreedEmbargo({ ended: { at: start, by: [ada.person], reason: 'withdrawn', because: 'x' }, reminded: {} });
    expect(nextLook(withdrawn, list, start)).toBeNull();
  });
});

describe('being left in peace', () => {
  const until = date - 2 * dayMs;
  const peace = saidUpTo(-7 * dayMs, { ...owing, snoozes: { [bob.person]: until } });

  test('one is not reminded before, others are', () => {
    expect(remind(peace, list, date - 3 * dayMs)).toEqual([waits(-3 * dayMs, [grace])]);
  });

  test('one is told when it is over, once', () => {
    const later = ticked(ticked(peace, date - 3 * dayMs), morning(date - 3 * dayMs));
    expect(remind(later, list, until - 1)).toEqual([]);
    expect(remind(later, list, until)).toEqual([{ type: 'snooze-ended', person: bob.person }]);
    expect(remind(ticked(later, until), list, until + 1)).toEqual([]);
    expect(remind(ticked(later, until), list, date - dayMs)).toEqual([reminded(-dayMs, [grace])]);
  });

  test('ends with the deadline, whatever was asked for', () => {
    const far = saidUpTo(-hourMs, { ...owing, snoozes: { [bob.person]: date + dayMs } });
    expect(remind(far, list, date)).toEqual([reminded(0, [grace, bob, ada, carol])]);
  });

  test.each<[string, Embargo, Member, Instant, Instant | null]>([
    ['until the date for who has to acknowledge', saidUpTo(null, owing), bob, start, date],
    ['until answers close for who has to answer', embargo(), bob, start, at('2026-03-05T09:00Z')],
    ['not at all once answers have closed', embargo(), bob, at('2026-03-05T09:00Z'), null],
    ['not at all for who owes nothing', saidUpTo(null), bob, start, null],
    ['not at all once the date has come', saidUpTo(null, owing), bob, date, null],
    ['until the first of what is owed after the end', overAt(start), bob, start, start + 10 * dayMs],
    ['for a day of what is overdue after the end', overAt(start), ada, start + hourMs, start + hourMs + dayMs],
  ])('lasts %s', (_, from, who, now, limit) => expect(snoozeLimit(from, list, who.person, now)).toBe(limit));

  test('is cut off at the limit, kept below it, and refused for the past', () => {
    const from = saidUpTo(null, owing);
    const snooze = (when: Instant) => says(bob, { type: 'snooze', until: when }, from);
    expect(snooze(date + 1)).toEqual([{ type: 'snoozed', person: bob.person, until: date }]);
    expect(snooze(date - 1)).toEqual([{ type: 'snoozed', person: bob.person, until: date - 1 }]);
    expect(snooze(start + 1)).toEqual([{ type: 'snoozed', person: bob.person, until: start + 1 }]);
    expect(snooze(start)).toEqual(refuse({ code: 'snooze-is-past' }));
  });

  test('holds after the end too, for what is overdue', () => {
    const over = { ...overAt(start), reminded: {} };
    const people = (from: Embargo) => remind(from, list, start + dayMs).flatMap((fact) => (fact.type === 'reminded' ? fact.people : []));
    expect(new Set(people(over))).toEqual(new Set([ada.person, grace.person]));
    expect(new Set(people({ ...over, snoozes: { [ada.person]: start + dayMs + 1 } }))).toEqual(new Set([grace.person]));
  });

  test('is refused to who owes nothing', () => {
    expect(says(ada, { type: 'snooze', until: date }, saidUpTo(null, owing))).toEqual(refuse({ code: 'nothing-to-snooze' }));
  });
});

function overAt(when: Instant): Embargo {
  return agreedEmbargo({ ended: { at: when, by: [ada.person], reason: 'public', because: null } });
}

describe('answers to a proposed date', () => {
  const due = at('2026-03-05T09:00Z');
  const rung = (rungMs: number, to: readonly Member[]) =>
    (rungMs < -dayMs || rungMs > 0 ? waits : reminded)(rungMs, to, { deadline: 'answers', target: due });
  const said = (now: number, from = embargo()) =>
    remind(from, list, now).filter((fact) => fact.type === 'reminded' && fact.deadline === 'answers');

  test('are asked for at half of the time, a day before its end, and at its end, when coordinators choose', () => {
    expect(said(due - 36 * hourMs - 1)).toEqual([]);
    // Of two rungs at once the first has them wait for their morning.
    expect(remind(embargo(), list, due - 36 * hourMs)).toEqual([
      waits(-14 * dayMs, [bob, carol], {}, due - 36 * hourMs),
      rung(-36 * hourMs, []),
    ]);
    const half = ticked(embargo(), due - 36 * hourMs);
    expect(said(due - dayMs - 1, half)).toEqual([]);
    // At nine: that they were to be told in the morning is said with it.
    expect(remind(half, list, due - dayMs)).toEqual([rung(-dayMs, [bob, carol])]);
    const last = ticked(half, due - dayMs);
    expect(said(due - 1, last)).toEqual([]);
    expect(said(due, last)).toEqual([rung(0, [bob, carol, ada, grace])]);
    expect(said(due + dayMs, ticked(last, due))).toEqual([rung(dayMs, [bob, carol, ada, grace])]);
  });

  test('wait for the new end where there is more time', () => {
    const waits = evolved(ticked(embargo(), due), { type: 'answer-time-extended', number: 1, answerBy: due + 2 * dayMs }, ada.person, due);
    expect(said(due, waits)).toEqual([]);
    expect(nextDue(waits, list, due)).toBe(due + dayMs);
  });
});

test('every debt is reminded of by its deadline', () => {
  const deadlines: readonly DeadlineKey[] = [
    'disclosure',
    'date',
    'decision',
    'answers',
    'post',
    'cve',
    'exploit',
    'retrospective',
    'packages',
  ];
  const of = (todo: Parameters<typeof belongsTo>[0]) => deadlines.filter((deadline) => belongsTo(todo, deadline));
  const who = { person: bob.person, due: date };
  expect([
    of({ ...who, type: 'acknowledge' }),
    of({ ...who, type: 'answer', proposal: 1, at: date }),
    of({ ...who, type: 'settle', proposal: 1, at: date, silence: 'people' }),
    of({ ...who, type: 'review', distributor: 'nova' as never, release: '24', patch: 1 }),
    of({ ...who, type: 'disclose' }),
    of({ ...who, type: 'propose' }),
    of({ ...who, type: 'undated' }),
    of({ ...who, type: 'decide' }),
    of({ ...who, type: 'publish', clock: 'cve', distributor: null }),
    of({ ...who, type: 'publish', clock: 'packages', distributor: 'nova' as never }),
  ]).toEqual([
    ['disclosure'],
    ['disclosure', 'answers'],
    ['answers'],
    ['disclosure'],
    ['disclosure'],
    ['disclosure', 'date'],
    ['disclosure', 'date'],
    ['decision'],
    ['cve'],
    ['packages'],
  ]);
});

test('a person who was taken off the list is reminded of nothing', () => {
  const on = listOf({ members: [ada, grace, carol, dave] });
  expect(remind(saidUpTo(-14 * dayMs, owing), on, date - 7 * dayMs)).toEqual([waits(-7 * dayMs, [grace])]);
});
