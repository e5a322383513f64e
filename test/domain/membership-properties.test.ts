// Whatever is said to a list, by whomever, in whatever order, while time passes: what must hold of its people, its ballots and its secrets holds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Kind, mayHear } from '../../src/domain/audience.ts';
import { authority, type EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import { consentOf, memberOf } from '../../src/domain/embargo/consent.ts';
import { tally } from '../../src/domain/embargo/date/voting.ts';
import { decide, refuseUnauthorised } from '../../src/domain/embargo/decide.ts';
import { type Embargo, openProposals } from '../../src/domain/embargo/embargo.ts';
import { evolve } from '../../src/domain/embargo/evolve.ts';
import { dueOfList, nextOfList } from '../../src/domain/list/clock.ts';
import { type ListCommand, listAuthority } from '../../src/domain/list/commands.ts';
import { decideList } from '../../src/domain/list/decide.ts';
import { entityOf } from '../../src/domain/list/distributor.ts';
import { evolveList } from '../../src/domain/list/evolve.ts';
import { type ListFact, written } from '../../src/domain/list/facts.ts';
import { coordinatorsOf, type List, type Member, membersOf } from '../../src/domain/list/list.ts';
import { openApplications } from '../../src/domain/list/membership/application.ts';
import { countOf } from '../../src/domain/list/membership/ballot.ts';
import { membershipAuthority } from '../../src/domain/list/membership/commands.ts';
import type { MembershipFact } from '../../src/domain/list/membership/facts.ts';
import { type Application, applicationPhase, choices, sameEntity } from '../../src/domain/list/membership/membership.ts';
import { reportAuthority } from '../../src/domain/list/reports/commands.ts';
import type { ReportText } from '../../src/domain/list/reports/report.ts';
import { distributorBehind } from '../../src/domain/list/voters.ts';
import { policyOf } from '../../src/domain/policy/presets.ts';
import type { Actor, Happened } from '../../src/domain/values/happened.ts';
import { type EmbargoId, type ListId, type PersonId, roomId } from '../../src/domain/values/ids.ts';
import { isRefused } from '../../src/domain/values/refusal.ts';
import { dayMs, type Instant } from '../../src/domain/values/time.ts';
import { samples } from '../setup/commands.ts';
import {
  ada,
  bob,
  carol,
  dave,
  distributorId,
  embargo as embargoOf,
  grace,
  mallory,
  member,
  personNamed,
  policyHash,
  proposal,
  proposals,
  room,
  roomNamed,
  speaking,
  start,
} from '../setup/embargo.ts';
import { ofHistories } from '../setup/histories-sampled.ts';
import { erin, frank, judy } from '../setup/membership.ts';

const heidi = member('heidi', 'reviewer', 'seven');
// Coordinators, representatives, reviewers; those who apply; mallory, who is nobody's.
const everybody: readonly Member[] = [ada, grace, bob, carol, dave, heidi, erin, frank, judy, mallory];
const more = roomNamed('more');
const far = roomId('matrix:!abc:example.org') ?? more;
const privately = { name: '#more', faults: [] } as const;
const kinds: readonly Kind[] = ['membership', 'warning', 'terms', 'dates', 'metadata', 'detail'];

const someone = fc.constantFrom(...everybody);
const person = someone.map((who) => who.person);
const anOrganisation = fc.constantFrom('Nova', 'Nova', 'Seven Linux', 'Harbour', 'Pier');
const anEntity = fc.constantFrom('Nova', 'Nova Inc.', 'Seven Linux', 'Harbour', 'Other');
const aNumber = fc.constantFrom(1, 1, 2, 3);
const aDuty = fc.constantFrom(1, 1, 1, 2, 9);
const aReport = fc.constantFrom(1, 1, 2);
const reportText: ReportText = {
  what: 'a container writes to a file of the host',
  component: 'runc',
  versions: null,
  exploitability: null,
  reproduce: null,
  wish: null,
};
const aCriterion = fc.constantFrom('alias', 'users', 'record', 'pgp', 'charm');
const aKey = fc.constantFrom('AB'.repeat(20), 'CD'.repeat(20));
const rulesOf = { oci: policyOf('oci'), short: { ...policyOf('oci'), longestMs: 14 * dayMs }, envoy: policyOf('envoy') } as const;

type Recipes = {
  readonly [Type in ListCommand['type']]: fc.Arbitrary<
    Omit<Extract<ListCommand, { type: Type }>, 'type'> | Omit<Extract<ListCommand, { team: string }>, 'type'>
  >;
};
const nothing = fc.constant({});

/** Every command that a list knows, with what may be said in it. */
const recipes: Recipes = {
  'draft-policy': fc.constantFrom(...Object.values(rulesOf)).map((rules) => ({ rules, preset: null })),
  'discard-policy': nothing,
  'adopt-policy': fc.constant({ hash: policyHash }),
  'set-profile': fc.record({
    distributor: anOrganisation,
    changes: fc.oneof(
      anEntity.map((entity) => ({ entity })),
      fc.constant({ alias: 'security@example.org' }),
      person.map((primary) => ({ primary })),
      person.map((backup) => ({ backup })),
    ),
  }),
  'add-key': fc.record({
    distributor: anOrganisation,
    key: fc.record({
      fingerprint: aKey,
      expiresAt: fc.constantFrom(null, start + 50 * dayMs, start + 700 * dayMs),
      user: fc.constant(null),
    }),
  }),
  'drop-key': fc.record({ distributor: anOrganisation, fingerprint: aKey }),
  'test-alias': fc.record({ distributor: anOrganisation, hash: fc.constant('f00d') }),
  'answer-alias': fc.record({ hash: fc.constantFrom('f00d', 'f00d', 'beef') }),
  apply: fc.record({
    organisation: fc.constantFrom('Harbour', 'Pier', 'Quay', 'Nova'),
    entity: fc.constantFrom('Harbour', 'Pier Ltd', 'Other', 'Nova'),
    name: fc.constantFrom('erin', 'judy', 'ada'),
  }),
  'give-evidence': fc.record({ criterion: fc.constantFrom(null, 'alias', 'charm'), text: fc.constant('here') }),
  'submit-application': nothing,
  'withdraw-application': nothing,
  vouch: fc.record({ number: aNumber }),
  'declare-conflict': fc.record({ number: aNumber, because: fc.constant('we compete') }),
  'open-ballot': fc.record({ number: aNumber }),
  vote: fc.record({ number: aNumber, choice: fc.constantFrom(...choices) }),
  'decide-application': fc.record({
    number: aNumber,
    accept: fc.boolean(),
    because: fc.constant('as the list found'),
    missing: fc.constantFrom([], ['alias']),
  }),
  'name-backup': someone.map((who) => ({ person: who.person, name: who.name })),
  'accept-policy': fc.record({ hash: fc.constantFrom(policyHash, policyHash, 'deadbeef') }),
  recertify: fc.record({ criterion: fc.oneof(fc.constant('all'), aCriterion), note: fc.constantFrom(null, 'still') }),
  'set-standing': fc.record({
    distributor: anOrganisation,
    state: fc.constantFrom('warned' as const, 'probation' as const, 'good' as const),
    because: fc.constant('silence'),
    until: fc.constantFrom(null, start + 30 * dayMs),
  }),
  'give-strike': fc.record({ person, because: fc.constant('a hint') }),
  'answer-strike': fc.record({ number: fc.constantFrom(null, 1), text: fc.constant('it was allowed') }),
  'withdraw-strike': fc.record({ person, number: fc.constantFrom(null, 1), because: fc.constant('it was somebody else') }),
  'remove-distributor': fc.record({
    distributor: anOrganisation,
    ground: fc.oneof(
      aCriterion.map((key) => ({ type: 'criterion' as const, key })),
      fc.constant({ type: 'strikes' as const }),
    ),
    because: fc.constant('it leaks'),
  }),
  'offer-handover': fc.record({ to: person }),
  'answer-handover': fc.record({ accept: fc.constantFrom(true, true, false) }),
  'claim-duty': fc.record({ number: aDuty, place: fc.constantFrom(null, null, 'primary' as const, 'backup' as const) }),
  'drop-duty': fc.record({ number: aDuty }),
  'assign-duty': fc.record({ number: aDuty, primary: anOrganisation, backup: fc.constantFrom(null, 'Nova', 'Seven Linux') }),
  'rotate-duty': fc.record({ number: fc.constantFrom(null, 1, 9) }),
  'offer-duty': fc.record({ number: aDuty, distributor: anOrganisation }),
  'answer-duty': fc.record({ number: aDuty, accept: fc.boolean() }),
  'be-away': fc.record({ until: fc.constantFrom(start + dayMs, start + 1000 * dayMs), standIn: fc.oneof(fc.constant(null), person) }),
  'be-back': nothing,
  'report-vulnerability': fc.record({
    said: fc.constant(reportText),
    credit: fc.constantFrom('Eve', null),
    anonymous: fc.boolean(),
  }),
  'talk-of-report': fc.record({ number: aReport, text: fc.constant('which kernel?') }),
  'close-report': fc.record({
    number: aReport,
    how: fc.constantFrom('declined' as const, 'public' as const),
    because: fc.constant('it needs root'),
  }),
  'link-report': fc.record({
    number: aReport,
    how: fc.constantFrom('opened' as const, 'known' as const),
    embargo: fc.constant('e1' as EmbargoId),
    codename: fc.constant('calm-otter'),
  }),
  'reopen-report': fc.record({ number: aReport }),
  'credit-report': fc.record({ number: aReport, credit: fc.constantFrom('Eve', 'Eve Example') }),
  'answer-report-date': fc.record({
    number: aReport,
    proposal: fc.constantFrom(1, 2),
    verdict: fc.constantFrom('accept' as const, 'reject' as const),
    because: fc.constant('a talk on the day'),
  }),
  'adopt-room': fc.record({
    list: fc.constant('oci' as ListId),
    name: fc.constant('oci'),
    policy: fc.constant('oci' as const),
    room: fc.constantFrom(more, far),
    audit: fc.constant(privately),
    teams: fc.constant([]),
  }),
  'leave-room': fc.record({ room: fc.constantFrom(more, more, room) }),
  'audit-room': fc.record({
    room: fc.constantFrom(more, room),
    audit: fc.constantFrom(privately, { name: '#more', faults: ['archived'] as const }),
  }),
  'mend-room': fc.record({ room: fc.constantFrom(more, room), audit: fc.constant(privately) }),
  'make-room': fc.record({ room: fc.constantFrom(more, roomNamed('third')), audit: fc.constant(privately) }),
  'invite-missing': fc.record({ room: fc.constantFrom(more, room), people: fc.constant([dave.person]) }),
  'trust-team': fc.record({ room: fc.constantFrom(more, room), team: fc.constant('T0FAR') }),
  'distrust-team': fc.record({ room: fc.constantFrom(more, room), team: fc.constant('T0FAR') }),
  'set-room-keys': fc.record({ room: fc.constantFrom(far, far, room), keys: fc.constantFrom('all' as const, 'signed' as const) }),
  'report-devices': nothing,
  'accept-identity': person.map((who) => ({ person: who, account: who })),
  'add-distributor': fc
    .constantFrom(['nova', 'Nova'], ['seven', 'Seven Linux'], ['harbour', 'Harbour'])
    .map(([id = '', name = '']) => ({ distributor: distributorId(id), name, releases: ['1'] })),
  'rename-distributor': fc.record({ distributor: anOrganisation, name: fc.constantFrom('Nova', 'Nova Linux', 'Seven Linux', 'Harbor') }),
  'set-releases': fc.record({ distributor: anOrganisation, releases: fc.constant(['25']) }),
  'add-person': fc
    .record({
      who: someone,
      role: fc.constantFrom('coordinator' as const, 'representative' as const, 'reviewer' as const),
      of: fc.option(anOrganisation),
    })
    .map(({ who, role, of }) => ({ person: who.person, name: who.name, role, distributor: of })),
  'remove-person': person.map((who) => ({ person: who })),
  'choose-zone': fc.constant({ zone: 'Europe/Berlin' }),
  'leave-list': nothing,
};
const types = Object.keys(recipes) as ListCommand['type'][];

// What moves the list most is said most; what empties it, seldom.
const weights: Readonly<Partial<Record<ListCommand['type'], number>>> = {
  ...{
    'add-person': 8,
    'leave-list': 1,
    'rename-distributor': 1,
    'discard-policy': 4,
    vote: 6,
    'offer-handover': 5,
    'answer-handover': 6,
    'accept-policy': 4,
    'set-profile': 5,
    'answer-alias': 3,
    recertify: 3,
    'set-standing': 6,
    // In a play.
    ...{ 'claim-duty': 1, 'drop-duty': 1, 'assign-duty': 1, 'rotate-duty': 1, 'offer-duty': 1, 'answer-duty': 1 },
  },
  ...{
    'declare-conflict': 3,
    vouch: 3,
    'decide-application': 3,
    'open-ballot': 3,
    'name-backup': 3,
    'test-alias': 4,
    'give-strike': 3,
    'withdraw-strike': 4,
  },
};
const someCommand = fc.oneof(
  ...types.map((type) => ({
    weight: weights[type] ?? 2,
    arbitrary: (recipes[type] as fc.Arbitrary<object>).map((words) => ({ type, ...words }) as ListCommand),
  })),
);

const plays = [
  ...(['hand over', 'decline', 'come back', 'be removed', 'move', 'both vote'] as const),
  ...([
    'prove an alias',
    'drop a key',
    'trust for a while',
    'remove all',
    'strike out',
    'answer a strike',
    'a year',
    'other rules',
  ] as const),
  ...(['pass on', 'speak for two', 'be one', 'reject', 'be put on', 'name a backup', 'read on all devices', 'carry', 'report'] as const),
];
type Play = (typeof plays)[number];

type Step =
  | { readonly do: 'say'; readonly by: Member; readonly command: ListCommand; readonly inRoom: boolean }
  /** Those whose turn it is do what comes next for the newest application that is open. */
  | { readonly do: 'advance' }
  /** What takes several words to come about. */
  | { readonly do: 'play'; readonly play: Play; readonly who: Member; readonly of: string }
  /** Time passes; `served`: the clock wakes up for all that is due on the way. */
  | { readonly do: 'wait'; readonly ms: number; readonly served: boolean }
  | { readonly do: 'embargo'; readonly by: Member; readonly command: EmbargoCommand };

const someStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 20,
    // Coordinators say more than others.
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      by: fc.oneof(someone, fc.constantFrom(ada, grace), fc.constantFrom(bob, carol), fc.constantFrom(erin, frank, judy)),
      command: someCommand,
      inRoom: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 6, arbitrary: fc.constant<Step>({ do: 'advance' }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('play' as const),
      play: fc.constantFrom(...plays),
      who: someone,
      of: fc.constantFrom('Nova', 'Seven Linux'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(dayMs, 3 * dayMs, 7 * dayMs - 1, 7 * dayMs, 40 * dayMs, 200 * dayMs),
      served: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('embargo' as const),
      by: someone,
      command: fc.constantFrom<EmbargoCommand>(
        { type: 'acknowledge' },
        { type: 'acknowledge' },
        { type: 'answer-date', number: null, verdict: 'accept', reason: null },
        { type: 'answer-date', number: null, verdict: 'reject', reason: null },
        { type: 'admit', person: dave.person },
      ),
    }),
  },
);
type World = {
  readonly list: List;
  readonly embargo: Embargo;
  readonly now: Instant;
  readonly record: readonly Happened<ListFact>[];
  /** When each person last signed the terms. */
  readonly signedAt: Readonly<Partial<Record<PersonId, Instant>>>;
};
type Moment = { readonly before: World; readonly after: World; readonly facts: readonly Happened<ListFact>[]; readonly step: Step };

function wrote(world: World, facts: readonly ListFact[], by: Actor): World {
  const list = facts.reduce((state, fact) => evolveList(state, fact, world.now), world.list);
  return { ...world, list, record: [...world.record, ...facts.map((fact) => ({ fact, at: world.now, by }))] };
}

function says(world: World, by: Member, command: ListCommand, inRoom = false): World {
  // No two orders are at one instant.
  const now = world.now + 1;
  const decision = decideList(world.list, command, speaking(by, { now, inRoom, policyHash }));
  return isRefused(decision) ? { ...world, now } : wrote({ ...world, now }, decision, by.person);
}

function served(from: World, until: Instant): World {
  let world = from;
  for (let guard = 0; guard < 1000; guard += 1) {
    const next = nextOfList(world.list);
    if (next === null || next > until) return { ...world, now: until };
    world = { ...world, now: Math.max(world.now, next) };
    world = wrote(world, dueOfList(world.list, world.now), 'clock');
  }
  throw new Error('the clock does not come to rest');
}

/** Whoever may do it, tries; there is always somebody who may not. */
function advanced(world: World): World {
  const application = openApplications(world.list).at(-1);
  if (application === undefined) return says(world, erin, { type: 'apply', organisation: 'Harbour', entity: 'Harbour Inc.', name: 'erin' });
  const { number } = application;
  const all = (command: ListCommand) => everybody.reduce((state, who) => says(state, who, command), world);
  const phase = applicationPhase(application, world.now);
  switch (phase) {
    case 'drafting':
      return Array.from({ length: 10 }).reduce<World>((state) => {
        const applicant = everybody.find((who) => who.person === application.applicant) ?? erin;
        return says(says(state, applicant, { type: 'give-evidence', criterion: null, text: 'here' }), applicant, {
          type: 'submit-application',
        });
      }, world);
    case 'voucher':
      return all({ type: 'vouch', number });
    case 'discussion':
      return all({ type: 'open-ballot', number });
    case 'ballot':
      return all({ type: 'vote', number, choice: 'yes' });
    case 'decision':
      return all({ type: 'decide-application', number, accept: true, because: 'as the list found', missing: [] });
    case 'acceptance':
      return all({ type: 'accept-policy', hash: policyHash });
    case 'closed':
      return world;
    default:
      return phase satisfies never;
  }
}

/** The newest application brought so far, if it can be. */
function until(world: World, wanted: 'ballot' | 'acceptance'): World {
  let state = world;
  for (let guard = 0; guard < 8; guard += 1) {
    const application = openApplications(state.list).at(-1);
    if (application !== undefined && applicationPhase(application, state.now) === wanted) return state;
    state = advanced(state);
    const closesAt = application?.ballot?.closesAt ?? null;
    if (closesAt !== null) state = { ...state, now: Math.max(state.now, closesAt) };
  }
  return state;
}

/** Whoever leads the list, and somebody else, do what leads to one thing. */
function played(world: World, step: Extract<Step, { do: 'play' }>): World {
  const { play, of } = step;
  const saying = (state: World, who: Member) =>
    linesOf(state, { ...step, who }).reduce((so, [by, command]) => says(so, by, command), state);
  if (play === 'a year') return saying(served(world, world.now + 366 * dayMs), step.who);
  if (play === 'be put on' || play === 'name a backup') return saying(until(world, 'acceptance'), step.who);
  if (play !== 'speak for two') return saying(world, step.who);
  // Once for the one, where somebody else stays, and, moved, once for the other.
  const who = of === 'Nova' ? bob : carol;
  const spoken = (state: World) => {
    const commands: readonly EmbargoCommand[] = [
      { type: 'acknowledge' },
      { type: 'answer-date', number: null, verdict: 'accept', reason: null },
    ];
    const answered = commands.reduce((so, command) => taken(so, { do: 'embargo', by: who, command }), state);
    return votesOf(who).reduce((so, [by, command]) => says(so, by, command), answered);
  };
  return spoken(saying(spoken(until(world, 'ballot')), who));
}

const votesOf = (who: Member) => [1, 2, 3].map((number): readonly [Member, ListCommand] => [who, { type: 'vote', number, choice: 'no' }]);

function linesOf(world: World, { play, who, of }: Extract<Step, { do: 'play' }>): readonly (readonly [Member, ListCommand])[] {
  const [lead = ada] = coordinatorsOf(world.list);
  const applicant = everybody.find(({ person: id }) => id === openApplications(world.list).at(-1)?.applicant) ?? erin;
  const own = membersOf(world.list).find(({ person: id }) => id === who.person)?.distributor;
  const add = (role: Member['role']): ListCommand => ({ type: 'add-person', person: who.person, name: who.name, role, distributor: of });
  const remove: ListCommand = { type: 'remove-person', person: who.person };
  const key = 'EF'.repeat(20);
  const lines: Readonly<Record<Play, readonly (readonly [Member, ListCommand])[]>> = {
    'hand over': [
      [lead, { type: 'offer-handover', to: who.person }],
      [who, { type: 'answer-handover', accept: true }],
    ],
    'a year': everybody.map((each): [Member, ListCommand] => [each, { type: 'recertify', criterion: 'all', note: null }]),
    'other rules': [
      [lead, { type: 'draft-policy', rules: world.list.policy.preset === null ? rulesOf.oci : rulesOf.short, preset: null }],
      ...everybody.map((each): [Member, ListCommand] => [each, { type: 'adopt-policy', hash: policyHash }]),
    ],
    decline: [
      [lead, { type: 'offer-handover', to: who.person }],
      [who, { type: 'answer-handover', accept: false }],
    ],
    'trust for a while': [
      [lead, { type: 'trust-team', room, team: 'T0FAR' }],
      [lead, { type: 'distrust-team', room, team: 'T0FAR' }],
    ],
    'remove all': [
      [lead, { type: 'remove-distributor', distributor: of, ground: { type: 'criterion', key: 'alias' }, because: 'it bounces' }],
    ],
    'strike out': [
      [lead, { type: 'give-strike', person: who.person, because: 'a hint' }],
      [lead, { type: 'remove-distributor', distributor: of, ground: { type: 'strikes' }, because: 'it leaks' }],
    ],
    'answer a strike': [
      [lead, { type: 'give-strike', person: who.person, because: 'a hint' }],
      [who, { type: 'answer-strike', number: null, text: 'it was allowed' }],
      [lead, { type: 'withdraw-strike', person: who.person, number: null, because: 'it was somebody else' }],
    ],
    'come back': [
      [lead, remove],
      [lead, add('representative')],
    ],
    'be removed': [[lead, remove]],
    move: [[lead, add('representative')]],
    'prove an alias': [
      [lead, { type: 'set-profile', distributor: of, changes: { alias: 'security@example.org' } }],
      [lead, { type: 'test-alias', distributor: of, hash: 'f00d' }],
      ...everybody.map((each): [Member, ListCommand] => [each, { type: 'answer-alias', hash: 'f00d' }]),
    ],
    'drop a key': [
      [lead, { type: 'add-key', distributor: of, key: { fingerprint: key, expiresAt: null, user: null } }],
      [lead, { type: 'drop-key', distributor: of, fingerprint: key }],
    ],
    'both vote': [who, ...everybody].flatMap(votesOf),
    'pass on': [bob, carol, who].flatMap((each): [Member, ListCommand][] => [
      [each, { type: 'offer-handover', to: lead.person }],
      [lead, { type: 'answer-handover', accept: true }],
    ]),
    'speak for two': [
      [lead, { type: 'add-person', person: heidi.person, name: 'heidi', role: 'representative', distributor: own ?? of }],
      [
        lead,
        {
          type: 'add-person',
          person: who.person,
          name: who.name,
          role: 'representative',
          distributor: own === 'nova' ? 'Seven Linux' : 'Nova',
        },
      ],
    ],
    'be one': ['Nova', 'Seven Linux'].map((name) => [lead, { type: 'set-profile', distributor: name, changes: { entity: 'Nova Inc.' } }]),
    reject: [1, 2, 3].flatMap((number): [Member, ListCommand][] => [
      [lead, { type: 'decide-application', number, accept: false, because: 'as the list found', missing: [] }],
      [lead, { type: 'open-ballot', number }],
    ]),
    'read on all devices': [
      [lead, { type: 'make-room', room: far, audit: privately }],
      [lead, { type: 'set-room-keys', room: far, keys: 'all' }],
    ],
    carry: [
      [lead, { type: 'assign-duty', number: 1, primary: of, backup: null }],
      ...[true, false].flatMap((accept) =>
        everybody.flatMap((each): [Member, ListCommand][] => [
          [each, { type: 'offer-duty', number: 1, distributor: of === 'Nova' ? 'Seven Linux' : 'Nova' }],
          [each, { type: 'answer-duty', number: 1, accept }],
        ]),
      ),
    ],
    report: [
      [applicant, { type: 'report-vulnerability', said: reportText, credit: null, anonymous: false }],
      [lead, { type: 'close-report', number: 1, how: 'declined', because: 'it needs root' }],
      [lead, { type: 'reopen-report', number: 1 }],
      [lead, { type: 'link-report', number: 1, how: 'opened', embargo: 'e1' as EmbargoId, codename: 'calm-otter' }],
      [applicant, { type: 'credit-report', number: 1, credit: 'Erin' }],
      [applicant, { type: 'answer-report-date', number: 1, proposal: 1, verdict: 'accept', because: null }],
    ],
    'be put on': [
      [lead, { type: 'add-person', person: applicant.person, name: applicant.name, role: 'reviewer', distributor: of }],
      [applicant, { type: 'accept-policy', hash: policyHash }],
    ],
    'name a backup': [
      [applicant, { type: 'name-backup', person: who.person, name: who.name }],
      [applicant, { type: 'accept-policy', hash: policyHash }],
      [lead, { type: 'add-person', person: who.person, name: who.name, role: 'reviewer', distributor: of }],
      [lead, { type: 'remove-person', person: who.person }],
      [who, { type: 'accept-policy', hash: policyHash }],
    ],
  };
  return lines[play];
}

function taken(world: World, step: Step): World {
  switch (step.do) {
    case 'say':
      return says(world, step.by, step.command, step.inRoom);
    case 'advance':
      return advanced(world);
    case 'play':
      return played(world, step);
    case 'wait':
      return step.served ? served(world, world.now + step.ms) : { ...world, now: world.now + step.ms };
    case 'embargo': {
      const now = world.now + 1;
      const by = memberOf(world.list, step.by.person) ?? step.by;
      const decision = decide(world.embargo, step.command, { now, by, list: world.list, daysOff: {} });
      const facts = isRefused(decision) ? [] : decision;
      // An agreed date would end what is to be tallied.
      const kept = facts.filter(({ type }) => type !== 'date-agreed' && type !== 'date-rejected');
      const signed = kept.some(({ type }) => type === 'terms-acknowledged');
      const signedAt = signed ? { ...world.signedAt, [by.person]: now } : world.signedAt;
      const embargo = kept.reduce((state, fact) => evolve(state, { fact, at: now, by: by.person }), world.embargo);
      return { ...world, now, signedAt, embargo };
    }
    default:
      return step satisfies never;
  }
}

/** Founded by ada, with everybody who is to be on it, and an embargo that waits for answers to a date that is far. */
const founded: World = (() => {
  const adopt: ListCommand = {
    type: 'adopt-room',
    ...{ list: 'oci' as ListId, name: 'oci', policy: 'oci', room, audit: { name: '#oci-private', faults: [] }, teams: [] },
  };
  const founding = decideList(null, adopt, speaking(ada, { admin: true }));
  if (isRefused(founding)) throw new Error(founding.reason.code);
  const [first, ...rest] = founding;
  if (first === undefined) throw new Error('nothing founded');
  const distant = proposal(1, start + 100_000 * dayMs);
  const embargo = embargoOf({ consents: {}, proposals: proposals(distant), reminded: {} });
  const world = wrote(
    { list: evolveList(null, first, start), embargo, now: start, signedAt: {}, record: [{ fact: first, at: start, by: ada.person }] },
    rest,
    ada.person,
  );
  const add = (who: Member): ListCommand => ({
    type: 'add-person',
    ...{ person: who.person, name: who.name, role: who.role, distributor: who.distributor },
  });
  const adds: readonly ListCommand[] = [
    { type: 'add-distributor', distributor: distributorId('nova'), name: 'Nova', releases: ['24'] },
    { type: 'add-distributor', distributor: distributorId('seven'), name: 'Seven Linux', releases: ['7.1'] },
    ...[grace, bob, carol, dave, heidi].map(add),
  ];
  const grown = adds.reduce((state, command) => says(state, ada, command), world);
  return [ada, grace, bob, carol].reduce((state, by) => taken(state, { do: 'embargo', by, command: { type: 'acknowledge' } }), grown);
})();

/** The same with one coordinator, who is of a distributor. */
const small: World = [
  { type: 'add-person', person: ada.person, name: 'ada', role: 'coordinator', distributor: 'Nova' } as const,
  { type: 'remove-person', person: grace.person } as const,
].reduce<World>((world, command) => says(world, ada, command), founded);

const beginnings = { founded, small } as const;
type History = { readonly from: keyof typeof beginnings; readonly steps: readonly Step[] };
const someHistory: fc.Arbitrary<History> = fc.record({
  from: fc.constantFrom('founded' as const, 'founded' as const, 'small' as const),
  steps: fc.array(someStep, { minLength: 20, maxLength: 110, size: 'max' }),
});

function moments({ from, steps }: History): Moment[] {
  let before = beginnings[from];
  return steps.map((step) => {
    const after = taken(before, step);
    const moment = { before, after, facts: after.record.slice(before.record.length), step };
    before = after;
    return moment;
  });
}

const numRuns = 200;
const sampled = ofHistories(someHistory, moments, numRuns);
/** Holds in every moment of every history. */
const always = (holds: (moment: Moment) => void): void => sampled((all) => all.forEach(holds));
/** Holds of every history as a whole. */
const ofEvery = (holds: (last: World, all: readonly Moment[]) => void): void => sampled((all) => holds(all.at(-1)?.after ?? founded, all));

/** What happens to a list by other ways than somebody's word to it, and the clock. */
const elsewhere: readonly ListFact['type'][] = [
  // Its time of keeping is seen to by who purges.
  'report-forgotten',
  'room-moved',
  'person-evicted',
  'leak-reported',
  'terms-accepted',
  'command-distrusted',
  'identity-linked',
  'identity-unlinked',
];

describe('these histories are no idle talk', () => {
  // What takes so much before it that it comes about in a play, or when an application advances.
  const mostlyPlayed: Readonly<Partial<Record<ListFact['type'], ListCommand['type']>>> = {
    ...{ 'evidence-given': 'give-evidence', 'application-submitted': 'submit-application' },
    ...{ 'alias-answered': 'answer-alias', 'key-dropped': 'drop-key', 'team-distrusted': 'distrust-team' },
    ...{
      'policy-accepted': 'accept-policy',
      'criterion-confirmed': 'recertify',
      'policy-set': 'adopt-policy',
      'room-keys-set': 'set-room-keys',
      'duty-offer-ended': 'answer-duty',
      'report-reopened': 'reopen-report',
    },
  };
  const sample = fc.sample(someHistory, { numRuns: 600, seed: 11 }).map(moments);

  test('every command is said in them, and is not always refused', () => {
    expect([...types].sort()).toEqual(Object.keys(listAuthority).sort());
    const done = new Set<string>();
    for (const { facts, step } of sample.flat()) {
      if (step.do === 'say' && (facts.length > 0 || step.command.type === 'report-devices')) done.add(step.command.type);
      for (const { fact } of facts) done.add(mostlyPlayed[fact.type] ?? '');
    }
    expect(types.filter((type) => !done.has(type))).toEqual([]);
  });

  test('every fact happens in them that can', () => {
    const seen = new Set(sample.flatMap((all) => (all.at(-1)?.after ?? founded).record.map(({ fact }) => fact.type)));
    const ofMembership: Readonly<Record<MembershipFact['type'], true>> = {
      ...{ 'policy-drafted': true, 'policy-discarded': true, 'policy-set': true, 'profile-changed': true },
      ...{ 'key-added': true, 'key-dropped': true, 'key-expiry-warned': true },
      ...{ 'alias-tested': true, 'alias-answered': true, 'alias-silent': true },
      ...{ 'application-started': true, 'evidence-given': true, 'application-submitted': true, 'application-closed': true },
      ...{
        vouched: true,
        'conflict-declared': true,
        'ballot-opened': true,
        'vote-cast': true,
        'ballot-reminded': true,
        'ballot-counted': true,
      },
      ...{ 'application-decided': true, 'backup-named': true, 'policy-accepted': true, 'organisation-joined': true },
      ...{ 'recertification-asked': true, 'recertification-reminded': true, 'criterion-confirmed': true, recertified: true },
      ...{ 'standing-set': true, 'probation-over': true, 'distributor-removed': true },
      ...{ 'strike-given': true, 'strike-answered': true, 'strike-withdrawn': true },
      ...{ 'handover-offered': true, 'handover-declined': true, 'handover-accepted': true, 'away-set': true, 'away-ended': true },
      ...{ 'duty-assigned': true, 'duties-rotated': true, 'duty-offered': true, 'duty-offer-ended': true },
    };
    const others: Readonly<Record<Exclude<ListFact['type'], MembershipFact['type']>, true>> = {
      ...{ 'report-received': true, 'report-talked': true, 'report-closed': true, 'report-linked': true, 'report-reopened': true },
      ...{ 'report-credited': true, 'report-date-answered': true, 'reports-reminded': true, 'report-forgotten': true },
      ...{ 'list-founded': true, 'room-adopted': true, 'room-made': true, 'people-invited': true, 'room-left': true, 'room-audited': true },
      ...{ 'room-moved': true, 'team-trusted': true, 'team-distrusted': true, 'room-keys-set': true, 'distributor-added': true },
      ...{
        'distributor-renamed': true,
        'releases-set': true,
        'person-added': true,
        'person-removed': true,
        'identity-linked': true,
        'identity-unlinked': true,
      },
      ...{
        'terms-accepted': true,
        'zone-chosen': true,
        'leak-reported': true,
        'command-distrusted': true,
        'identity-accepted': true,
        'person-evicted': true,
      },
    };
    const missing = [...Object.keys(ofMembership), ...Object.keys(others)].filter((type) => !seen.has(type as ListFact['type']));
    expect(missing.sort()).toEqual([...elsewhere].sort());
  });

  test('each way off the list is gone, and people come back', () => {
    const last = sample.map((all) => all.at(-1)?.after ?? founded);
    const ways = { person: 0, distributor: 0, handover: 0, back: 0, joined: 0 };
    for (const { record } of last)
      for (const [index, { fact }] of record.entries()) {
        if (fact.type === 'person-removed') {
          const batch = record.filter(({ at }) => at === record[index]?.at).map((each) => each.fact.type);
          ways[batch.includes('distributor-removed') ? 'distributor' : batch.includes('handover-accepted') ? 'handover' : 'person'] += 1;
        }
        if (fact.type === 'person-added' && removals(record.slice(0, index), fact.member.person).length > 0) ways.back += 1;
        if (fact.type === 'organisation-joined') ways.joined += 1;
      }
    expect(Object.entries(ways).filter(([, count]) => count < 10)).toEqual([]);
  });
});

function removals(record: readonly Happened<ListFact>[], who: PersonId): Instant[] {
  return record.flatMap(({ fact, at }) => (fact.type === 'person-removed' && fact.person === who ? [at] : []));
}

test('a list that has a coordinator is never left without one', () =>
  always(({ before, after }) => {
    if (coordinatorsOf(before.list).length > 0) expect(coordinatorsOf(after.list).length).toBeGreaterThan(0);
  }));

test('what is written down tells the whole state, but for what people chose in a ballot that is open', () =>
  ofEvery(({ record, list }) => {
    const kept: readonly Happened<ListFact>[] = JSON.parse(JSON.stringify(record.map((each) => ({ ...each, fact: written(each.fact) }))));
    const replayed = kept.reduce<List | null>((state, { fact, at }) => evolveList(state, fact, at), null);
    const without = (of: List | null): unknown => {
      const applications = Object.entries(of?.membership?.applications ?? {}).map(([number, each]) => {
        const votes = Object.keys(each.ballot?.votes ?? {}).map((voter) => [voter, 'abstain']);
        return [number, each.ballot === null ? each : { ...each, ballot: { ...each.ballot, votes: Object.fromEntries(votes) } }];
      });
      return of?.membership === undefined
        ? of
        : { ...of, membership: { ...of.membership, applications: Object.fromEntries(applications) } };
    };
    // A count is a fact of its own, so that no later one hangs on what was chosen.
    expect(without(replayed)).toEqual(JSON.parse(JSON.stringify(without(list))));
  }));

/** The votes of each ballot, in order, with the list as it was then. */
function ballots(all: readonly Moment[]): { votes: { voter: string; person: PersonId; list: List }[] }[] {
  const open = new Map<number, { votes: { voter: string; person: PersonId; list: List }[] }>();
  const found: { votes: { voter: string; person: PersonId; list: List }[] }[] = [];
  for (const { after, facts } of all)
    for (const { fact } of facts) {
      if (fact.type === 'ballot-opened') {
        const ballot = { votes: [] };
        open.set(fact.application, ballot);
        found.push(ballot);
      }
      if (fact.type === 'vote-cast') open.get(fact.application)?.votes.push({ voter: fact.voter, person: fact.person, list: after.list });
    }
  return found;
}

function entitiesThatSpeak(list: List): string[] {
  return membersOf(list)
    .flatMap(({ distributor, role }) => (role === 'reviewer' || distributor === null ? [] : [distributor]))
    .flatMap((id) => list.distributors[id] ?? [])
    .map(entityOf)
    .filter((entity, index, all) => all.findIndex((other) => sameEntity(other, entity)) === index);
}

describe('in a ballot', () => {
  test('nobody votes twice, nor anybody for one distributor', () =>
    ofEvery((_, all) => {
      for (const { votes } of ballots(all)) {
        const people = votes.map((each) => each.person);
        expect(people).toEqual([...new Set(people)]);
      }
    }));

  test('a vote is never counted for two, nor a legal entity twice', () =>
    ofEvery(({ record }) => {
      let list: List | null = null;
      for (const { fact, at } of record) {
        if (fact.type === 'ballot-counted' && list !== null) {
          const { yes, no, abstain, of } = fact.counted;
          const votes = list.membership?.applications[fact.application]?.ballot?.votes ?? {};
          const entities = entitiesThatSpeak(list);
          expect(yes + no + abstain).toBeLessThanOrEqual(Math.min(of, Object.keys(votes).length));
          expect(of).toBeLessThanOrEqual(entities.length === 0 ? coordinatorsOf(list).length : entities.length);
        }
        list = evolveList(list, fact, at);
      }
    }));

  test('two of one legal entity never both vote, as long as it is one', () =>
    always(({ before, facts }) => {
      for (const { fact } of facts) {
        if (fact.type !== 'vote-cast') continue;
        const votes = before.list.membership?.applications[fact.application]?.ballot?.votes ?? {};
        const own = distributorBehind(before.list, fact.voter);
        const twins = Object.keys(votes).filter((voter) => {
          const other = distributorBehind(before.list, voter);
          return voter === fact.voter || (own !== undefined && other !== undefined && sameEntity(entityOf(own), entityOf(other)));
        });
        expect(twins).toEqual([]);
      }
    }));

  test('nothing is opened early: no count, no decision, no result before the close', () =>
    always(({ before, after, facts }) => {
      const ballotsOf = (world: World) => Object.values<Application>(world.list.membership?.applications ?? {});
      for (const { ballot, number } of ballotsOf(before)) {
        if (ballot === null) continue;
        for (const { fact, at } of facts) {
          if (fact.type !== 'ballot-counted' && fact.type !== 'application-decided') continue;
          if (fact.application === number) expect(at).toBeGreaterThanOrEqual(ballot.closesAt);
        }
      }
      for (const each of ballotsOf(after))
        if (each.ballot !== null && after.now < each.ballot.closesAt) expect(countOf(after.list, each, after.now)).toBeNull();
    }));

  test('nobody can tell from what is written down, before the close, what anybody chose', () =>
    fc.assert(
      fc.property(someHistory, fc.constantFrom(...choices), ({ from, steps }, choice) => {
        const alike = steps.map(
          (step): Step => (step.do === 'say' && step.command.type === 'vote' ? { ...step, command: { ...step.command, choice } } : step),
        );
        const untilClose = (of: readonly Step[]) => {
          const { record } = moments({ from, steps: of }).at(-1)?.after ?? founded;
          const closes = record.flatMap(({ fact }) => (fact.type === 'ballot-opened' ? [fact.closesAt] : []));
          const early = record.filter(({ at }) => at < Math.min(...closes));
          return early.map((each) => ({ ...each, fact: written(each.fact) }));
        };
        expect(untilClose(alike)).toEqual(untilClose(steps));
        expect(JSON.stringify(untilClose(steps))).not.toContain('"choice"');
      }),
      { numRuns },
    ));

  test('what was chosen is nowhere once it is over', () =>
    always(({ after }) => {
      for (const each of Object.values<Application>(after.list.membership?.applications ?? {}))
        if (each.counted !== null || each.closed !== null) expect(each.ballot).toBeNull();
    }));
});

test('in a tally of answers to a date nobody counts twice: no person, no distributor, no legal entity', () =>
  always(({ after: { list, embargo, now } }) => {
    const [asked] = openProposals(embargo, now);
    if (asked === undefined) throw new Error('the proposal is far ahead');
    const { voters, accepted, rejected, silent } = tally(asked, list, list.policy.rules.quorum);
    expect([...accepted, ...rejected, ...silent].sort()).toEqual([...voters].sort());
    expect(voters).toEqual([...new Set(voters)]);
    const entities = voters.flatMap((voter) => {
      const distributor = distributorBehind(list, voter);
      return distributor === undefined ? [] : [entityOf(distributor)];
    });
    expect(entities.filter((entity, index) => entities.findIndex((other) => sameEntity(other, entity)) !== index)).toEqual([]);
    // Each voice is somebody's own: as many people as voices.
    const people = new Set(Object.values(asked.answers).map(({ by }) => by));
    expect(accepted.length + rejected.length).toBeLessThanOrEqual(people.size);
  }));

/** A handful of each command to a list. */
const onList: readonly ListCommand[] = types.flatMap((type) =>
  fc.sample(recipes[type] as fc.Arbitrary<object>, { numRuns: 3, seed: 5 }).map((words) => ({ type, ...words }) as ListCommand),
);

describe('who was taken off the list, in whatever way', () => {
  /** Those who were on it and are not, looked at whenever that has changed, and at the end. */
  const whoeverIsGone = (holds: (world: World, who: Member) => void): void =>
    ofEvery((last, all) => {
      const changes = all.filter(({ facts }) => facts.some(({ fact }) => fact.type === 'person-removed')).map(({ after }) => after);
      for (const world of [...changes, last])
        for (const who of everybody) {
          const gone = removals(world.record, who.person).length > 0 && memberOf(world.list, who.person) === null;
          if (gone) holds(world, who);
        }
    });

  test('can say nothing on an embargo, whatever role they say they have', () => {
    expect(Object.keys(samples)).toEqual(Object.keys(authority));
    whoeverIsGone(({ list, embargo, now }, who) => {
      for (const role of ['coordinator', 'representative', 'reviewer'] as const) {
        const context = { now, by: { ...who, role }, list, daysOff: {} };
        for (const command of Object.values(samples)) {
          const refusal = refuseUnauthorised(embargo, command.type, context);
          expect(refusal?.reason).toEqual({ code: 'needs-consent', state: 'none' });
          expect(decide(embargo, command, context)).toEqual(refusal);
        }
      }
    });
  });

  test('can say nothing to the list, but what anybody can use of what is their own', () =>
    whoeverIsGone(({ list, now }, who) => {
      for (const command of onList) {
        const decision = decideList(list, command, speaking(who, { now }));
        if (listAuthority[command.type] === 'anybody') continue;
        expect(isRefused(decision) && decision.reason.code).toBe(command.type === 'adopt-room' ? 'needs-admin' : 'not-on-the-list');
      }
    }));

  test('has no need to know, and hears nothing but what is about themselves', () =>
    whoeverIsGone(({ list, embargo }, who) => {
      const consent = consentOf(embargo, memberOf(list, who.person));
      expect(consent).toBe('none');
      const audience = { type: 'person', standing: memberOf(list, who.person) === null ? 'none' : 'member', consent } as const;
      expect(kinds.filter((kind) => mayHear(kind, audience).verdict !== 'withhold')).toEqual([]);
      expect(mayHear('personal', audience)).toEqual({ verdict: 'say' });
    }));

  test('is nobody’s stand-in, contact, or heir of a role', () =>
    whoeverIsGone(({ list }, who) => {
      const named = [
        ...membersOf(list).flatMap(({ handover, away }) => [handover, away?.standIn]),
        ...Object.values(list.distributors).flatMap(({ profile }) => [profile?.primary, profile?.backup]),
      ];
      expect(named).not.toContain(who.person);
    }));

  test('comes back by the list’s word alone: a coordinator’s, or an application that was decided or for which they were named since', () =>
    ofEvery(({ record }) => {
      for (const [index, { fact, at, by }] of record.entries()) {
        if (fact.type !== 'person-added') continue;
        const earlier = record.slice(0, index);
        const [left] = removals(earlier, fact.member.person).slice(-1);
        const accepting = record.some((each) => each.at === at && each.fact.type === 'policy-accepted');
        if (left === undefined || !accepting) continue;
        const since = earlier.filter((each) => each.at > left);
        const let_ = since.some(
          ({ fact: each }) =>
            (each.type === 'application-decided' && each.accepted) || (each.type === 'backup-named' && each.person === fact.member.person),
        );
        expect([by, let_]).toEqual([by, true]);
      }
    }));

  test('has to sign anew when they are back: nothing that they signed before holds', () =>
    always(({ after: { list, embargo, record, signedAt } }) => {
      for (const { person: id } of everybody) {
        const [left] = removals(record, id).slice(-1);
        if (left === undefined || consentOf(embargo, memberOf(list, id)) !== 'signed') continue;
        expect(signedAt[id] ?? 0).toBeGreaterThan(left);
      }
    }));
});

test('nobody is of an organisation that is gone', () =>
  always(({ after: { list } }) => {
    const of = membersOf(list).flatMap(({ distributor }) => (distributor === null ? [] : [distributor]));
    expect(of.filter((distributor) => list.distributors[distributor] === undefined)).toEqual([]);
  }));

test('an application that is over stays so: nothing happens to it but that a backup who was named accepts', () =>
  always(({ before, facts }) => {
    for (const { fact } of facts) {
      if (!('application' in fact)) continue;
      const closed = before.list.membership?.applications[fact.application]?.closed ?? null;
      if (closed !== null) expect([closed.how, fact.type]).toEqual(['joined', 'policy-accepted']);
    }
  }));

test('accepting the policy changes nothing for whoever is on the list', () =>
  ofEvery(({ record }) => {
    for (const [index, { fact, at }] of record.entries()) {
      const accepting = record.some((each) => each.at === at && each.fact.type === 'policy-accepted');
      if (fact.type !== 'person-added' || !accepting) continue;
      const last = record
        .slice(0, index)
        .findLast(({ fact: each }) =>
          each.type === 'person-added'
            ? each.member.person === fact.member.person
            : each.type === 'person-removed' && each.person === fact.member.person,
        );
      expect(last?.fact.type).not.toBe('person-added');
    }
  }));

test('nobody gets on the list, or another role on it, by their own word alone', () =>
  always(({ before, after, facts, step }) => {
    if (step.do !== 'say' || facts.length === 0) return;
    const was = before.list.members[step.by.person];
    const is = after.list.members[step.by.person];
    if (is === undefined || (was?.role === is.role && was.distributor === is.distributor)) return;
    // A coordinator's own, a role that was offered, or an application that was accepted.
    const offered = membersOf(before.list).some(({ handover }) => handover === step.by.person);
    const decided = Object.values<Application>(before.list.membership?.applications ?? {}).some(
      ({ decision }) => decision?.accepted === true,
    );
    expect(was?.role === 'coordinator' || offered || decided).toBe(true);
  }));

test('who can use what is known of every command', () => {
  expect(types.filter((type) => listAuthority[type] === 'anybody').sort()).toEqual(
    Object.entries({ ...membershipAuthority, ...reportAuthority })
      .filter(([, who]) => who === 'anybody')
      .map(([type]) => type)
      .sort(),
  );
  expect(everybody.map(({ person: id }) => id)).toContain(personNamed('mallory'));
});
