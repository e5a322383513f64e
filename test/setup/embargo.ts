// A normal list and a normal embargo, so that a test names only what matters to it.
import { looksLike } from '../../src/chat/values/names.ts';
import { type About, aboutOf } from '../../src/domain/embargo/about/about.ts';
import type { EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import type { Context } from '../../src/domain/embargo/context.ts';
import { decide } from '../../src/domain/embargo/decide.ts';
import type { Consent, Embargo, Exception, Finding, Patch, Proposal, Review } from '../../src/domain/embargo/embargo.ts';
import { evolve } from '../../src/domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import type { LeakCase } from '../../src/domain/embargo/leak/case.ts';
import type { ListContext } from '../../src/domain/list/decide.ts';
import { type Distributor, foundedOn, type List, type Member } from '../../src/domain/list/list.ts';
import type { Role } from '../../src/domain/list/roles.ts';
import type { PolicyKey } from '../../src/domain/policy/presets.ts';
import type { Actor } from '../../src/domain/values/happened.ts';
import {
  type DistributorId,
  type EmbargoId,
  type ListId,
  type PersonId,
  personId,
  type RoomId,
  roomId,
} from '../../src/domain/values/ids.ts';
import { isRefused } from '../../src/domain/values/refusal.ts';
import { dayMs, type Instant } from '../../src/domain/values/time.ts';

/** An instant as it is written: `2026-03-02T09:00Z`. */
export function at(text: string): Instant {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Error(`${text} is no instant`);
  return instant;
}

/** A Monday, on which the normal embargo is opened. */
export const start = at('2026-03-02T09:00Z');
/** The Tuesday after next, at 14:00 UTC: what the normal embargo asks for. */
export const date = at('2026-03-17T14:00Z');

export function personNamed(name: string): PersonId {
  const person = personId(`terminal:${name}`);
  if (person === null) throw new Error(`${name} is nobody's name`);
  return person;
}

export function roomNamed(name: string): RoomId {
  const room = roomId(`terminal:#${name}`);
  if (room === null) throw new Error(`${name} is no room's name`);
  return room;
}

export const distributorId = (name: string): DistributorId => name as DistributorId;

export function member(name: string, role: Role, distributor: string | null = null): Member {
  const of = distributor === null ? null : distributorId(distributor);
  return { person: personNamed(name), name, role, distributor: of, since: start, zone: null };
}

// Two coordinators; Nova with a representative and a reviewer; Seven with a representative. Mallory is on no list.
export const ada = member('ada', 'coordinator');
export const grace = member('grace', 'coordinator');
export const bob = member('bob', 'representative', 'nova');
export const dave = member('dave', 'reviewer', 'nova');
export const carol = member('carol', 'representative', 'seven');
export const mallory = member('mallory', 'coordinator');

export const nova: Distributor = { id: distributorId('nova'), name: 'Nova', releases: ['24'] };
export const seven: Distributor = { id: distributorId('seven'), name: 'Seven Linux', releases: ['7.1', '7.2'] };

export const room = roomNamed('oci-private');
const privately = { name: '#oci-private', faults: [] } as const;

type ListWish = {
  readonly members?: readonly Member[];
  readonly distributors?: readonly Distributor[];
  readonly policy?: PolicyKey;
  readonly rooms?: List['rooms'];
};

/** The list of all the above, or one that differs in what is named. */
export function listOf(wish: ListWish = {}): List {
  const { members = [ada, grace, bob, dave, carol], distributors = [nova, seven], policy = 'oci' } = wish;
  const byKey = <Key extends string, Value>(all: readonly Value[], key: (value: Value) => Key) =>
    Object.fromEntries(all.map((value) => [key(value), value])) as Record<Key, Value>;
  return {
    id: 'oci' as ListId,
    name: 'oci',
    policy: foundedOn(policy),
    rooms: wish.rooms ?? { [room]: { room, audit: privately, adoptedAt: start, teams: [] } },
    distributors: byKey(distributors, (distributor) => distributor.id),
    members: byKey(members, (each) => each.person),
  };
}

export const list = listOf();

/** A list of `count` distributors d1, d2, …, each with one representative r1, r2, …, and ada. */
export function listOfMany(count: number): { list: List; representatives: readonly Member[] } {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const representatives = numbers.map((number) => member(`r${number}`, 'representative', `d${number}`));
  const distributors = numbers.map((number) => ({ id: distributorId(`d${number}`), name: `D${number}`, releases: ['1'] }));
  return { list: listOf({ members: [ada, ...representatives], distributors }), representatives };
}

export const about: About = aboutOf({
  title: 'Zeppelin overflow in the frobnicator',
  component: 'quuxd',
  versions: '< 4.5.6',
  severity: { vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', score: 8.6, rating: 'high' },
  cve: 'CVE-2026-12345',
  exploitability: 'A malicious blimp takes over the hangar.',
  reporter: 'rosalind',
  // It does without a patch, so that nobody waits for one where it is not about that.
  mitigation: 'Deflate the dirigible.',
});

/** What must stand in nothing that is said to those who have not acknowledged. */
export const secrets: readonly string[] = [
  'Zeppelin',
  'frobnicator',
  'quuxd',
  '4.5.6',
  'CVSS',
  'CVE-2026-12345',
  'blimp',
  'rosalind',
  'dirigible',
];

const signed = (seen = 0): Consent => ({ state: 'signed', at: start, seen });

/** A leak that somebody reported, as a case. */
export const leakCase = (wish: Partial<LeakCase> = {}): LeakCase => ({
  ...{ number: 1, openedAt: start, reports: [{ where: 'a forum', what: 'the title', at: start, by: bob.person }], steps: [] },
  ...wish,
});

/** The people's signatures, as `Embargo.consents`. */
export function signedBy(...people: readonly Member[]): Embargo['consents'] {
  return Object.fromEntries(people.map((each) => [each.person, signed()]));
}

/** A proposal by ada at the beginning, open and unanswered, unless said otherwise. */
export function proposal(number: number, when: Instant, wish: Partial<Proposal> = {}): Proposal {
  const made = { by: ada.person, proposedAt: start, answerBy: at('2026-03-05T09:00Z'), reason: null };
  return { number, at: when, zone: 'UTC', ...made, state: 'open', answers: {}, ...wish };
}

/** An exception that bob asks for at the beginning, for Nova, open and unanswered, unless said otherwise. */
export function exception(number: number, wish: Partial<Exception> = {}): Exception {
  const words = { kind: 'ship', what: 'the revert', whom: 'our users', because: 'it is shipped already' } as const;
  const until = start + 4 * dayMs;
  return {
    number,
    ...words,
    by: bob.person,
    distributor: nova.id,
    askedAt: start,
    until,
    answerBy: start + 2 * dayMs,
    answers: {},
    ...wish,
  };
}

/** Proposals as `Embargo.proposals`. */
export function proposals(...all: readonly Proposal[]): Embargo['proposals'] {
  return Object.fromEntries(all.map((each) => [each.number, each]));
}

/** An embargo opened by ada with one proposed date, whose terms ada, grace, bob and carol have acknowledged. */
export function embargo(wish: Partial<Embargo> = {}): Embargo {
  return {
    id: 'e1' as EmbargoId,
    list: 'oci' as ListId,
    codename: 'calm-otter',
    about,
    createdAt: start,
    createdBy: ada.person,
    proposals: proposals(proposal(1, date)),
    agreed: null,
    consents: signedBy(ada, grace, bob, carol),
    patches: {},
    reviews: {},
    findings: {},
    publicState: {},
    decisionDue: null,
    disclosing: null,
    ended: null,
    published: {},
    reminded: {
      disclosure: { target: date, since: start, doneMs: null },
      answers: { target: at('2026-03-05T09:00Z'), since: start, doneMs: null },
    },
    snoozes: {},
    ...wish,
  };
}

export const yes = (by: Member, when: Instant = start) => ({ verdict: 'accept', by: by.person, at: when, reason: null }) as const;
export const no = (by: Member, reason: string, when: Instant = start) => ({ verdict: 'reject', by: by.person, at: when, reason }) as const;

/** The normal embargo after Nova and Seven accepted its date. */
export function agreedEmbargo(wish: Partial<Embargo> = {}): Embargo {
  const answers = { [nova.id]: yes(bob), [seven.id]: yes(carol) };
  return embargo({
    proposals: proposals(proposal(1, date, { state: 'agreed', answers })),
    agreed: { proposal: 1, revisions: 0 },
    reminded: { disclosure: { target: date, since: start, doneMs: null } },
    ...wish,
  });
}

export const sha = (digit: string): string => digit.repeat(64);

/** A patch revision by ada, with one file whose hash tells the number. */
export function patch(number: number, wish: Partial<Patch> = {}): Patch {
  return {
    number,
    label: `revision ${number}`,
    url: 'https://example.org/patch',
    files: [{ name: 'fix.patch', sha256: sha(String(number)) }],
    branches: ['main'],
    by: ada.person,
    at: start,
    ...wish,
  };
}

/** Patch revisions as `Embargo.patches`. */
export function patches(...all: readonly Patch[]): Embargo['patches'] {
  return Object.fromEntries(all.map((each) => [each.number, each]));
}

/** A review by bob of patch revision 1 on Nova 24, just begun. */
export function review(number: number, wish: Partial<Review> = {}): Review {
  const whose = { reviewer: bob.person, distributor: nova.id, release: '24', patch: 1 };
  return { number, ...whose, step: 0, answers: {}, readyBy: null, startedAt: start, touchedAt: start, end: null, ...wish };
}

/** Reviews as `Embargo.reviews`. */
export function reviews(...all: readonly Review[]): Embargo['reviews'] {
  return Object.fromEntries(all.map((each) => [each.number, each]));
}

/** A new bug that bob found in patch revision 1, outside of a review, just opened. */
export function finding(number: number, wish: Partial<Finding> = {}): Finding {
  const found = {
    kind: 'new-bug',
    severity: null,
    by: bob.person,
    at: start,
    text: 'it leaks',
    branch: null,
    patch: 1,
    reviews: [],
  } as const;
  const open = { owner: null, state: 'open', since: start, saidBy: bob.person, because: null, fixedIn: null } as const;
  return { number, ...found, ...open, ...wish };
}

/** Findings as `Embargo.findings`. */
export function findings(...all: readonly Finding[]): Embargo['findings'] {
  return Object.fromEntries(all.map((each) => [each.number, each]));
}

/** What a decision by `by` knows: the normal list at the beginning, unless said otherwise. */
export function context(by: Member, wish: Partial<Context> = {}): Context {
  return { now: start, by, list, daysOff: {}, ...wish };
}

/** Of the policy in force, as somebody is shown it. */
export const policyHash = 'c0ffee00'.repeat(8);

/** What a decision about a list knows that `by` asks for, at the beginning and to the bot alone, unless said otherwise. */
export function speaking({ person, name }: Member, wish: Partial<ListContext> = {}): ListContext {
  return {
    by: person,
    name,
    now: start,
    admin: false,
    inRoom: false,
    policyHash,
    draftHash: policyHash,
    looksLike,
    fresh: (name) => distributorId(name.toLowerCase().replaceAll(' ', '-')),
    ...wish,
  };
}

/** What `by` says, decided at `now`. */
export function says(by: Member, command: EmbargoCommand, from: Embargo, wish: Partial<Context> = {}) {
  return decide(from, command, context(by, wish));
}

/** The embargo after a fact. */
export function evolved(from: Embargo, fact: EmbargoFact, by: Actor = ada.person, when: Instant = start): Embargo {
  return evolve(from, { fact, at: when, by });
}

/** The embargo after commands that must succeed, each at the instant given with it or at the last one. */
export function played(from: Embargo, steps: readonly (readonly [Member, EmbargoCommand, Instant?])[], on: List = list): Embargo {
  let now = start;
  let state = from;
  for (const [by, command, when] of steps) {
    now = when ?? now;
    const decision = decide(state, command, context(by, { now, list: on }));
    if (isRefused(decision)) throw new Error(`${by.name} may not ${command.type}: ${decision.reason.code}`);
    for (const fact of decision) state = evolve(state, { fact, at: now, by: by.person });
  }
  return state;
}
