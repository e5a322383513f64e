// Whatever is said in whatever order while the clock moves: nobody hears more of an embargo than a table allows that was written by hand, from the record alone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { announce } from '../../../../src/chat/embargo/announce.ts';
import { homePage } from '../../../../src/chat/home.ts';
import { embargoAnswer, listAnswer, todosAnswer } from '../../../../src/chat/queries.ts';
import type { Kind } from '../../../../src/domain/audience.ts';
import type { Called } from '../../../../src/domain/embargo/audience/audience.ts';
import { listFor } from '../../../../src/domain/embargo/audience/on-embargo.ts';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import { consentOf, memberOf, roster, withAccess } from '../../../../src/domain/embargo/consent.ts';
import { tally } from '../../../../src/domain/embargo/date/voting.ts';
import { create, decide } from '../../../../src/domain/embargo/decide.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../../src/domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../../../src/domain/embargo/facts.ts';
import { remind } from '../../../../src/domain/embargo/reminders.ts';
import { todos } from '../../../../src/domain/embargo/todos.ts';
import type { Happened } from '../../../../src/domain/values/happened.ts';
import type { EmbargoId, PersonId } from '../../../../src/domain/values/ids.ts';
import { isRefused } from '../../../../src/domain/values/refusal.ts';
import { dayMs, hourMs, type Instant } from '../../../../src/domain/values/time.ts';
import { gate } from '../../../../src/outbound/audience-gate.ts';
import { about, ada, bob, carol, dave, grace, list, mallory, nova, personNamed, room, seven, sha, start } from '../../../setup/embargo.ts';

// Mallory is on no list, nor is erin: both can be let in from outside.
const erin = personNamed('erin');
const everybody: readonly PersonId[] = [ada.person, grace.person, bob.person, dave.person, carol.person, mallory.person, erin];
const kinds: readonly Kind[] = ['personal', 'membership', 'warning', 'terms', 'dates', 'metadata', 'detail', 'record'];
const codename = 'calm-otter';

type Step = { readonly by: PersonId; readonly command: EmbargoCommand } | { readonly ms: number; readonly served: boolean };
type World = { readonly embargo: Embargo; readonly now: Instant; readonly record: readonly Happened<EmbargoFact>[] };
type Moment = {
  readonly before: Embargo | null;
  readonly after: World;
  readonly facts: readonly EmbargoFact[];
  readonly by: PersonId | null;
};

const called = (name: string): Called => ({ person: null, called: name });
const someone = fc.constantFrom(...everybody);
const who = fc.constantFrom<'everyone' | readonly Called[]>(
  [called('Nova')],
  [called('seven linux')],
  [{ person: carol.person }, called('dave')],
  'everyone',
);
const someStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ who, days: fc.constantFrom(null, 1, 2, 4) }).map(({ who, days }) => ({
    by: ada.person,
    command: { type: 'widen-audience', who, at: days === null ? null : start + days * dayMs } as const,
  })),
  who.map((who) => ({ by: ada.person, command: { type: 'narrow-audience', who } as const })),
  fc
    .record({ by: fc.constantFrom(ada.person, grace.person, bob.person, erin), person: someone })
    .map(({ by, person }) => ({ by, command: { type: 'admit', person, because: 'upstream', name: 'somebody' } as const })),
  fc
    .record({ by: fc.constantFrom(ada.person, bob.person), person: someone })
    .map(({ by, person }) => ({ by, command: { type: 'revoke', person, because: 'another team' } as const })),
  ...(['acknowledge', 'acknowledge', 'acknowledge', 'decline'] as const).map((type) => someone.map((by) => ({ by, command: { type } }))),
  fc.record({ by: someone, days: fc.constantFrom(9, 10, 11) }).map(({ by, days }) => ({
    by,
    command: { type: 'propose-date', date: { at: start + days * dayMs + 5 * hourMs, zone: 'UTC', anyway: true }, reason: null } as const,
  })),
  someone.map((by) => ({ by, command: { type: 'answer-date', number: null, verdict: 'accept', reason: null } as const })),
  fc.constantFrom('a', 'b').map((digit) => ({
    by: ada.person,
    command: {
      type: 'publish-patch',
      label: 'p',
      url: 'https://example.org/',
      files: [{ name: 'f', sha256: sha(digit) }],
      branches: [],
    } as const,
  })),
  fc
    .constantFrom<EmbargoCommand>(
      { type: 'end', reason: 'withdrawn', because: 'a mistake' },
      ...Array.from({ length: 3 }, () => ({ type: 'reopen', reason: 'new evidence' }) as const),
    )
    .map((command) => ({ by: ada.person, command })),
  someone.map((by) => ({ by, command: { type: 'note', text: 'heard', source: null, saidAt: null, author: null } as const })),
  fc.record({ ms: fc.constantFrom(hourMs, dayMs, 2 * dayMs), served: fc.boolean() }),
);
const someHistory = fc.record({
  first: fc.constantFrom<readonly Called[] | null>(null, [called('Nova')], [{ person: carol.person }]),
  steps: fc.array(someStep, { minLength: 3, maxLength: 22 }),
});

/** The world after each step, as the handlers and the clock make it. */
function moments({ first, steps }: { readonly first: readonly Called[] | null; readonly steps: readonly Step[] }): Moment[] {
  const date = { at: start + 8 * dayMs + 5 * hourMs, zone: 'UTC', anyway: true };
  const opened = create({ id: 'e1' as EmbargoId, codename, about, date, audience: first }, { now: start, by: ada, list, daysOff: {} });
  if (isRefused(opened)) throw new Error(opened.reason.code);
  const all: Moment[] = [];
  let world: World | null = null;
  const happen = (facts: readonly EmbargoFact[], by: PersonId | null, now: Instant) => {
    const happened = facts.map((fact) => ({ fact, at: now, by: by ?? ('clock' as const) }));
    const before: Embargo | null = world?.embargo ?? null;
    const embargo = happened.reduce<Embargo | null>(evolve, before);
    if (embargo === null) throw new Error('no embargo');
    world = { embargo, now, record: [...(world?.record ?? []), ...happened] };
    all.push({ before, after: world, facts, by });
    return world;
  };
  let here = happen(opened, ada.person, start);
  for (const step of steps) {
    if ('ms' in step) {
      const now = here.now + step.ms;
      here = happen(step.served ? remind(here.embargo, listFor(here.embargo, list, now), now) : [], null, now);
      continue;
    }
    const on = listFor(here.embargo, list, here.now);
    const by = memberOf(on, step.by);
    if (by === null) continue;
    const decision = decide(here.embargo, step.command, { now: here.now, by, list: on, whole: list, daysOff: {} });
    if (!isRefused(decision)) here = happen(decision, step.by, here.now);
  }
  return all;
}

type Standing = 'coordinator' | 'member' | 'outsider' | 'off';

/** How somebody stands to it, from the record alone: who named them, for when, and what was taken back since. */
function standing(person: PersonId, { record, now: read }: World): Standing {
  const now = openUntil(record, read);
  const member = list.members[person];
  if (member?.role === 'coordinator') return 'coordinator';
  const ended = record.findLastIndex(({ fact }) => fact.type === 'access-revoked' && fact.person === person);
  const since = record.slice(ended + 1);
  const named = since.some(({ fact }) => (fact.type === 'person-admitted' || fact.type === 'outsider-invited') && fact.person === person);
  if (member === undefined) return named ? 'outsider' : 'off';
  // Whose access was ended is let in again by name alone.
  if (ended >= 0) return named ? 'member' : 'off';
  if (named) return 'member';
  const [{ fact: opening } = { fact: null }] = record;
  const forSome = opening?.type === 'embargo-created' && opening.audience !== undefined;
  if (!forSome) return member.role === 'reviewer' ? 'off' : 'member';
  return comes(person, record) <= now ? 'member' : 'off';
}

/** From when somebody is in, by what was said of them, their organization and everyone; infinite: never. */
function comes(person: PersonId, record: World['record']): Instant {
  const member = list.members[person];
  const when = new Map<string, Instant>();
  const keys = ({ distributors, people, everyone }: { distributors: readonly string[]; people: readonly string[]; everyone?: true }) => [
    ...distributors,
    ...people,
    ...(everyone === true ? ['everyone'] : []),
  ];
  for (const { fact, at } of record) {
    if (fact.type === 'embargo-created' && fact.audience !== undefined) for (const key of keys(fact.audience)) when.set(key, at);
    if (fact.type === 'audience-widened') for (const key of keys(fact)) when.set(key, fact.at);
    if (fact.type === 'audience-narrowed') for (const key of keys(fact)) when.delete(key);
  }
  // A reviewer is in by their own name alone.
  const theirs = member?.role === 'reviewer' ? [person] : [person, member?.distributor ?? '', 'everyone'];
  return Math.min(...theirs.map((key) => when.get(key) ?? Number.POSITIVE_INFINITY));
}

/** Nobody comes after its end, unless it is reopened. */
function openUntil(record: World['record'], now: Instant): Instant {
  const last = record.findLast(({ fact }) => fact.type === 'embargo-ended' || fact.type === 'embargo-reopened');
  return last?.fact.type === 'embargo-ended' ? Math.min(last.at, now) : now;
}

/** Whether the list's rooms may hear of it. */
function isForAll({ record, now: read }: World): boolean {
  const now = openUntil(record, read);
  const [{ fact: opening } = { fact: null }] = record;
  if (opening?.type !== 'embargo-created' || opening.audience === undefined) return true;
  return comes(mallory.person, record) <= now;
}

// The table: what each may hear at most, before and after they have acknowledged (a "yes" that was not taken back since).
const most: Readonly<Record<Standing, { readonly before: readonly Kind[]; readonly after: readonly Kind[] }>> = {
  coordinator: {
    before: ['personal', 'membership', 'warning', 'terms', 'dates'],
    after: ['personal', 'membership', 'warning', 'terms', 'dates', 'metadata', 'detail', 'record'],
  },
  member: {
    before: ['personal', 'membership', 'warning', 'terms', 'dates'],
    after: ['personal', 'membership', 'warning', 'terms', 'dates', 'metadata', 'detail', 'record'],
  },
  outsider: { before: ['personal', 'terms', 'dates'], after: ['personal', 'terms', 'dates', 'detail'] },
  off: { before: ['personal', 'membership', 'warning'], after: ['personal', 'membership', 'warning'] },
};

/** Whether their last word on the terms is yes, since they were last let in. */
function saidYes(person: PersonId, record: World['record']): boolean {
  const last = record.findLast(
    ({ fact, by }) =>
      ((fact.type === 'terms-acknowledged' || fact.type === 'terms-declined') && by === person) ||
      ((fact.type === 'person-admitted' || fact.type === 'access-revoked' || fact.type === 'outsider-invited') && fact.person === person),
  );
  return last?.fact.type === 'terms-acknowledged';
}

function mayAtMost(person: PersonId, world: World): readonly Kind[] {
  const all = most[standing(person, world)][saidYes(person, world.record) ? 'after' : 'before'];
  return list.members[person] === undefined ? all.filter((kind) => kind !== 'membership' && kind !== 'warning') : all;
}

const message = { push: 'p', nodes: [] };

/** What the gate lets through whole, of each kind, to a person or the list's room. */
function heard(to: PersonId | null, { embargo, now }: World): Kind[] {
  const destination = to === null ? ({ type: 'room', room } as const) : ({ type: 'person', person: to, room: null } as const);
  return kinds.filter((kind) => {
    const passed = gate({ to: destination, kind, body: { type: 'message', message, less: message } }, { list, embargo, audit: null, now });
    return passed.type === 'message' && passed.whole;
  });
}

const always = (holds: (moment: Moment) => void) =>
  fc.assert(
    fc.property(someHistory, (history) => moments(history).forEach(holds)),
    { numRuns: 150 },
  );

test('these histories are no idle talk: waves come, are taken back, people from outside acknowledge', () => {
  const lasts = fc.sample(someHistory, { numRuns: 900, seed: 7 }).map((history) => moments(history));
  const types = new Set(lasts.flat().flatMap(({ facts }) => facts.map(({ type }) => type)));
  for (const type of [
    'audience-widened',
    'audience-narrowed',
    'waves-told',
    'outsider-invited',
    'person-admitted',
    'access-revoked',
    'date-agreed',
    'embargo-ended',
    'embargo-reopened',
  ])
    expect(types).toContain(type);
  const worlds = lasts.flatMap((all) => all.map(({ after }) => after));
  const stands = new Set(
    worlds.flatMap((world) => everybody.map((person) => `${standing(person, world)} ${saidYes(person, world.record)}`)),
  );
  expect([...stands].sort()).toEqual(
    expect.arrayContaining(['coordinator true', 'member false', 'member true', 'off false', 'outsider false', 'outsider true']),
  );
});

test('nobody hears more than the table allows, at any instant, whichever kind of message it is', () =>
  always(({ after }) => {
    for (const later of [0, dayMs, 3 * dayMs]) {
      const world = { ...after, now: after.now + later };
      for (const person of everybody) {
        const allowed = mayAtMost(person, world);
        expect(heard(person, world).filter((kind) => !allowed.includes(kind))).toEqual([]);
      }
    }
  }));

test('the list’s room hears nothing of it until it is for everyone', () =>
  always(({ after }) => {
    if (!isForAll(after)) expect(heard(null, after)).toEqual([]);
  }));

test('what is queued of any fact goes to nobody whom the table does not allow it, and names the embargo to nobody who is off', () =>
  always(({ before, after, facts, by }) => {
    const { embargo, now } = after;
    const context = {
      embargo,
      before,
      list: listFor(embargo, list, now),
      whole: list,
      now,
      by: by === null ? null : { person: by, room: null },
    };
    const ended = facts.flatMap((fact) => (fact.type === 'access-revoked' ? [fact.person] : []));
    for (const each of announce(facts, context)) {
      const passed = gate(each, { list, embargo: each.embargo === null ? null : embargo, audit: null, now });
      if (passed.type !== 'message') continue;
      if (each.to.type === 'room') {
        expect(isForAll(after)).toBe(true);
        continue;
      }
      if (standing(each.to.person, after) !== 'off') continue;
      // Who is told that their access ended is told of what.
      if (ended.includes(each.to.person)) continue;
      expect(JSON.stringify(passed.message)).not.toContain(codename);
    }
  }));

test('whoever is off finds it nowhere: not in their list, their to-dos, their page, nor among who is counted, asked or reminded', () =>
  always(({ after }) => {
    const { embargo, now } = after;
    const on = listFor(embargo, list, now);
    const off = everybody.filter((person) => standing(person, after) === 'off');
    const asked = new Set([
      ...todos(embargo, on, now).map(({ person }) => person),
      ...remind(embargo, on, now).flatMap((fact) => ('people' in fact ? fact.people : [])),
      ...roster(embargo, on).map(({ member }) => member.person),
    ]);
    for (const person of off) {
      expect(asked.has(person)).toBe(false);
      expect(consentOf(embargo, memberOf(on, person))).toBe('none');
      // Whoever reads the whole list by mistake is told no more.
      expect(['none', 'signed', 'declined']).toContain(consentOf(embargo, memberOf(list, person)));
      const views = [{ embargo, list: on, now }];
      const page = homePage({ person, lists: [list], views, preferences: [], now });
      expect(JSON.stringify(page)).not.toContain(codename);
    }
    for (const proposal of Object.values(embargo.proposals)) {
      const { voters } = tally(proposal, withAccess(embargo, on), list.policy.rules.quorum);
      for (const [voter, people] of [
        [nova.id, [bob]],
        [seven.id, [carol]],
      ] as const)
        if (people.every(({ person }) => standing(person, after) === 'off')) expect(voters).not.toContain(voter);
    }
  }));

test('somebody from outside is answered nothing that people of the list did, whatever they ask', () =>
  always(({ after }) => {
    const { embargo, now } = after;
    const view = { embargo, list: listFor(embargo, list, now), whole: list, now };
    for (const person of everybody.filter((each) => standing(each, after) === 'outsider'))
      for (const query of ['status', 'timeline', 'who', 'audience', 'details', 'terms', 'patch', 'reviews', 'finding', 'retro'] as const) {
        const said = embargoAnswer(query, view, { person, room: null }, after.record);
        const passed = gate(said, { list, embargo, audit: null, now });
        const text = JSON.stringify(passed);
        expect(text).not.toMatch(/carol|bob|dave|Nova|Seven/);
      }
  }));

test('a list answers with what its reader may know, and the gate asks again', () =>
  always(({ after }) => {
    const { embargo, now } = after;
    const view = { embargo, list: listFor(embargo, list, now), now };
    for (const person of everybody.filter((each) => standing(each, after) === 'off')) {
      // As if what they may know had changed between the asking and the sending.
      const named = [{ list, embargo }];
      for (const said of [listAnswer(list, [view], { person, room: null }), todosAnswer(list, [view], { person, room: null }, now)]) {
        const passed = gate(said, { list, embargo: null, audit: null, now, named });
        expect(JSON.stringify(passed)).not.toContain(codename);
      }
    }
  }));
