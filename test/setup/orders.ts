// Orders that are given, of every kind: what each makes happen, and how that stands to the second approval. A new command without one does not compile.

import type { Wanted } from '../../src/chat/second-approval-wanted.ts';
import type { EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import { decide } from '../../src/domain/embargo/decide.ts';
import type { Embargo } from '../../src/domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import { riskToEmbargo } from '../../src/domain/embargo-risks.ts';
import type { ListCommand } from '../../src/domain/list/commands.ts';
import { decideList, type ListContext } from '../../src/domain/list/decide.ts';
import type { ListFact } from '../../src/domain/list/facts.ts';
import type { List, Member } from '../../src/domain/list/list.ts';
import { riskToList } from '../../src/domain/list-risks.ts';
import { policyOf } from '../../src/domain/policy/presets.ts';
import type { ListOrder, Risk } from '../../src/domain/second-approval.ts';
import { type DistributorId, type EmbargoId, roomId } from '../../src/domain/values/ids.ts';
import { isRefused } from '../../src/domain/values/refusal.ts';
import { dayMs, type Instant } from '../../src/domain/values/time.ts';
import { samples } from './commands.ts';
import {
  about,
  ada,
  agreedEmbargo,
  at,
  bob,
  carol,
  context,
  date,
  dave,
  embargo,
  exception,
  finding,
  findings,
  grace,
  leakCase,
  list,
  listOf,
  nova,
  patch,
  patches,
  personNamed,
  policyHash,
  proposal,
  proposals,
  review,
  reviews,
  room,
  roomNamed,
  seven,
  signedBy,
  speaking,
  start,
  yes,
} from './embargo.ts';
import {
  applied,
  applying,
  deciding,
  declaring,
  erin,
  frank,
  handingIn,
  heard,
  opening,
  voting,
  vouching,
  withProfile,
} from './membership.ts';

/** What an order made happen, what is risky about it, and how it is shown to who may confirm it. `first`: it founded the list. */
export type Given = {
  readonly facts: readonly string[];
  readonly risk: Risk | null;
  readonly wanted: Wanted;
  readonly on: List;
  readonly first: boolean;
};

type Told = {
  readonly other?: Embargo;
  readonly by: Member;
  readonly command?: EmbargoCommand;
  readonly from?: Embargo;
  readonly on?: List;
  readonly now?: Instant;
};

const coordinated = listOf({ policy: 'linux-distros' });
const reported = embargo({ publicState: { public: { at: start, by: bob.person, how: 'a post' } } });
/** Agreed on by ada alone. */
const soon = agreedEmbargo({
  proposals: proposals(proposal(1, date - 3 * dayMs, { state: 'agreed', answers: { [ada.person]: yes(ada) } })),
});
const moved = { at: date - 5 * dayMs, zone: 'UTC', anyway: true };
const tested = embargo({ patches: patches(patch(1)), reviews: reviews(review(1)) });
const invited = embargo({ consents: { [dave.person]: { state: 'invited', at: start, by: bob.person } } });
const disclosed = agreedEmbargo({ ended: { reason: 'disclosed', at: date, by: [ada.person, bob.person], because: null } });

const lookedBack = {
  ...disclosed,
  retrospective: {
    said: {},
    actions: [{ number: 1, owner: bob.person, due: date + dayMs, text: 'mirror the fork', by: ada.person, at: date }],
  },
};

const leaked = embargo({ leaks: [leakCase()] });
const judged = leakCase({ class: { is: 'patch', by: ada.person, at: start } });
const contained = {
  ...judged,
  steps: [{ number: 1, what: 'publish' as const, text: '', owner: null, due: date, by: ada.person, at: start }],
};
const requested = exception(1, { answers: { [nova.id]: yes(bob) } });
const excepted = embargo({ exceptions: { all: [requested], tightened: 0 } });
const edited = embargo({ texts: { post: { written: { text: 'what is wrong', by: ada.person, at: start }, approvals: [] } } });
const allowed = embargo({ exceptions: { all: [{ ...requested, approvedAt: start }], tightened: 0 } });

/** When answers are overdue. */
const overdue = at('2026-03-06T09:00Z');
/** Ada alone asks for a later date than the one in force, and nobody answers. */
const unanswered = { ...soon, proposals: { ...soon.proposals, 2: proposal(2, date, { by: ada.person }) } };
/** One coordinator decides where the list is silent. */
const alone = { ...list, policy: { ...list.policy, rules: { ...list.policy.rules, earlierCoordinators: 1 } } };
/** Silence may be counted as consent. */
const lazy = { ...list, policy: { ...list.policy, rules: { ...list.policy.rules, silence: 'lazy-consent' as const } } };
const other = embargo({ id: 'e2' as EmbargoId, codename: 'brisk-wren' });
const found = embargo({ findings: findings(finding(1)) });
const mended = embargo({ patches: patches(patch(1), patch(2)), findings: findings(finding(1, { state: 'fixed', fixedIn: 2 })) });
const called = agreedEmbargo({ ended: { reason: 'not-a-vulnerability', at: start, by: [ada.person], because: 'as documented' } });

/** For Seven since the beginning, and for everyone in a day. */
const first = { number: 1, distributors: [seven.id], people: [], at: start, by: ada.person, told: start };
const narrow = embargo({
  audience: { waves: [first, { number: 2, distributors: [], people: [], everyone: true, at: start + dayMs, by: ada.person }] },
});

const toEmbargo: Readonly<Record<EmbargoCommand['type'], readonly Told[]>> = {
  amend: [{ by: ada }],
  admit: [{ by: bob }],
  revoke: [{ by: ada, from: { ...invited, consents: { ...invited.consents, ...signedBy(ada) } } }],
  'widen-audience': [{ by: ada, from: narrow }],
  'narrow-audience': [{ by: ada, from: narrow }],
  acknowledge: [{ by: dave, from: invited }],
  decline: [{ by: bob }],
  'propose-date': [{ by: bob }, { by: ada, from: soon, on: coordinated, command: { type: 'propose-date', date: moved, reason: null } }],
  'answer-date': [
    { by: bob },
    {
      by: bob,
      on: listOf({ distributors: [nova], members: [ada, bob] }),
      command: { type: 'answer-date', number: null, verdict: 'reject', reason: 'too soon' },
    },
    {
      by: ada,
      on: coordinated,
      command: { type: 'answer-date', number: 2, verdict: 'accept', reason: null },
      from: { ...soon, proposals: { ...soon.proposals, 2: proposal(2, date, { by: ada.person }) } },
    },
  ],
  'withdraw-date': [{ by: bob, from: embargo({ proposals: proposals(proposal(1, date, { by: bob.person })) }) }],
  'wait-for-answers': [{ by: ada }],
  'decide-date': [
    { by: ada, now: overdue },
    { by: ada, from: unanswered, on: alone, now: overdue },
  ],
  'settle-date': [
    { by: ada, on: lazy, now: overdue },
    { by: ada, from: unanswered, on: lazy, now: overdue },
  ],
  'publish-patch': [{ by: ada }],
  'withdraw-patch': [{ by: ada, from: embargo({ patches: patches(patch(1)) }) }],
  'add-finding': [{ by: bob }],
  'dismiss-finding': [
    { by: ada, from: found },
    { by: bob, from: found },
  ],
  'take-on-finding': [{ by: ada, from: found }],
  'fix-finding': [{ by: ada, from: embargo({ patches: patches(patch(1), patch(2)), findings: findings(finding(1)) }) }],
  'confirm-finding': [
    { by: bob, from: mended },
    { by: ada, from: mended, now: start + 3 * dayMs },
  ],
  'reopen-finding': [{ by: bob, from: mended }],
  'set-finding': [{ by: bob, from: found }],
  'start-review': [
    { by: bob, from: embargo({ patches: patches(patch(1)) }) },
    {
      by: bob,
      from: embargo({ patches: patches(patch(1, { branches: [] }), patch(2)) }),
      command: { type: 'start-review', release: '24', branch: 'main' },
    },
  ],
  'answer-step': [{ by: bob, from: tested, command: { type: 'answer-step', at: null, verdict: 'pass', note: null, readyBy: null } }],
  'answer-steps': [{ by: bob, from: tested }],
  'copy-review': [
    {
      by: carol,
      from: embargo({
        patches: patches(patch(1)),
        reviews: reviews(
          review(1, {
            reviewer: carol.person,
            distributor: 'seven' as DistributorId,
            release: '7.1',
            end: { at: start, outcome: 'not-affected', because: null },
          }),
        ),
      }),
      command: { type: 'copy-review', from: '7.1', to: ['7.2'] },
    },
  ],
  'correct-review': [
    {
      by: bob,
      from: embargo({
        patches: patches(patch(1)),
        reviews: reviews(review(1, { end: { at: start, outcome: 'not-affected', because: null } })),
      }),
    },
  ],
  'hand-review': [{ by: bob, from: { ...tested, consents: signedBy(bob, dave) } }],
  'step-back': [{ by: bob, from: embargo({ patches: patches(patch(1)), reviews: reviews(review(1, { step: 1 })) }) }],
  'finish-review': [{ by: bob, from: tested }],
  'report-public-state': [{ by: bob }],
  hold: [{ by: ada, from: reported }],
  disclose: [
    { by: ada, from: agreedEmbargo(), now: date },
    { by: ada, from: agreedEmbargo({ disclosing: { by: bob.person, at: date } }), now: date },
  ],
  end: [
    { by: ada, from: reported },
    { by: bob, command: { type: 'end', reason: 'duplicate', because: 'of another' } },
  ],
  reopen: [{ by: ada, from: called }],
  publish: [{ by: ada, from: disclosed, now: date }],
  'close-link': [
    { by: ada, from: disclosed, now: date },
    {
      by: ada,
      from: disclosed,
      on: listOf({ members: [ada, grace, bob] }),
      now: date,
      command: { type: 'close-link', clock: 'retrospective', id: null, distributor: null, because: 'nothing to learn' },
    },
  ],
  'remove-link': [
    { by: ada, from: { ...disclosed, published: { post: { at: date, by: ada.person, link: 'https://example.org/post' } } }, now: date },
  ],
  'answer-retrospective': [{ by: bob, from: disclosed, now: date }],
  'add-action': [{ by: bob, from: disclosed, now: date }],
  'end-action': [{ by: bob, from: lookedBack, now: date }],
  // Where nobody else has a voice, it is approved as it is asked for.
  'ask-exception': [{ by: bob }, { by: ada, on: listOf({ members: [ada] }) }],
  'answer-exception': [
    { by: carol, from: excepted },
    { by: carol, from: excepted, command: { type: 'answer-exception', number: 1, verdict: 'reject', reason: 'x' } },
  ],
  'withdraw-exception': [{ by: bob, from: excepted }],
  'end-exception': [{ by: bob, from: allowed }],
  deployed: [{ by: bob }],
  'heads-up': [{ by: ada }],
  'write-text': [{ by: ada }],
  'make-text': [{ by: ada, from: edited }],
  'approve-text': [{ by: ada }],
  'take-duty': [{ by: bob }],
  'finish-duty': [{ by: bob }],
  snooze: [{ by: bob }],
  remind: [{ by: ada }],
  'bind-policy': [{ by: ada }],
  'unbind-policy': [{ by: ada, from: embargo({ bound: [{ policy: 'linux-distros', since: start }] }) }],
  'link-siblings': [{ by: ada, other }],
  unlink: [
    { by: ada, other, from: embargo({ about: { ...about, links: [{ embargo: other.id, codename: other.codename, as: 'sibling' }] } }) },
  ],
  merge: [{ by: ada, other }],
  'found-again': [{ by: bob }],
  split: [{ by: ada, from: found }],
  note: [{ by: bob }, { by: ada, from: agreedEmbargo(), now: date }],
  'report-leak': [{ by: bob }],
  'add-to-leak': [{ by: bob, from: leaked }],
  'class-leak': [
    { by: ada, from: leaked },
    { by: ada, from: leaked, command: { type: 'class-leak', leak: 1, class: 'false-alarm', note: 'another bug' } },
  ],
  'join-leaks': [{ by: ada, from: embargo({ leaks: [leakCase(), leakCase({ number: 2 })] }) }],
  'add-leak-step': [{ by: bob, from: leaked }],
  'end-leak-step': [{ by: ada, from: embargo({ leaks: [contained] }) }],
  'close-leak': [{ by: ada, from: embargo({ leaks: [judged] }) }],
  'reopen-leak': [{ by: ada, from: embargo({ leaks: [{ ...judged, end: { finding: 'a draft', by: ada.person, at: start } }] }) }],
};

/** Every order to an embargo, given. */
export function givenToEmbargo(type: EmbargoCommand['type']): Given[] {
  return toEmbargo[type].map(({ by, other = null, command = samples[type], from = embargo(), on = list, now = start }) => {
    const fresh = { id: 'e3' as EmbargoId, codename: 'plain-heron' };
    const known = context(by, { list: on, now, other, fresh });
    const facts = decide(from, command, known);
    if (isRefused(facts)) throw new Error(`${by.name} may not ${type}: ${facts.reason.code}`);
    const wanted = { to: 'embargo', embargo: from, command } as const;
    return { facts: typesOf(facts), risk: riskToEmbargo(from, facts, known), wanted, on, first: false };
  });
}

type Said = readonly [Member, ListCommand, (List | null)?, Partial<ListContext>?];

const fit = { name: '#more', faults: [] } as const;
const more = roomNamed('more');
const there = roomId('matrix:!abc:example.org') ?? room;
const onMatrix = listOf({ rooms: { [there]: { room: there, audit: fit, adoptedAt: start, teams: ['far.example'] } } });
const openKeys = listOf({ rooms: { [there]: { room: there, audit: fit, adoptedAt: start, teams: [], keys: 'all' } } });
const adopting = { type: 'adopt-room', list: list.id, name: 'oci', policy: 'oci', room: more, audit: fit, teams: [] } as const;
const adding = (person: string, name: string): ListCommand => ({
  ...{ type: 'add-person', person: personNamed(person), name, role: 'representative', distributor: 'Nova' },
});
const key = { fingerprint: 'ABCD'.repeat(10), expiresAt: null, user: null };
const rules = policyOf('linux-distros');
const drafted = heard(list, [grace, { type: 'draft-policy', rules, preset: 'linux-distros' }]);
const aliased = withProfile(list, nova, { alias: 'security@nova.example' });
const afterBallot = { now: start + 7 * dayMs };
const voted = heard(applied('ballot'), [bob, voting('yes')], [carol, voting('yes')]);
const accepted = heard(voted, [ada, deciding(true), afterBallot]);
const backedUp = heard(
  ...([applied('discussion'), [erin, { type: 'name-backup', person: frank.person, name: 'frank' }], [ada, opening]] as const),
  ...([
    [bob, voting('yes')],
    [carol, voting('yes')],
  ] as const),
);
const withBackup = heard(backedUp, [ada, deciding(true), afterBallot]);
const asked = withProfile(list, nova, { recertification: { askedAt: start, dueAt: start + dayMs, confirmed: {}, askedMs: 0 } });
const struck = heard(list, [ada, { type: 'give-strike', person: bob.person, because: 'a leak' }]);
const criterion = 'alias';

const carrying = heard(list, [bob, { type: 'claim-duty', number: 1, place: null }]);
const offering = heard(carrying, [bob, { type: 'offer-duty', number: 1, distributor: 'Seven Linux' }]);

const reporting: ListCommand = {
  type: 'report-vulnerability',
  said: {
    what: 'a container writes to a file of the host',
    component: 'runc',
    versions: null,
    exploitability: null,
    reproduce: null,
    wish: null,
  },
  credit: null,
  anonymous: false,
};
const withReport = heard(list, [erin, reporting]);
const linkingReport: ListCommand = { type: 'link-report', number: 1, how: 'known', embargo: 'e1' as EmbargoId, codename: 'calm-otter' };

const toList: Readonly<Record<ListCommand['type'], readonly Said[]>> = {
  'adopt-room': [
    [ada, { ...adopting, audit: { ...fit, teams: ['T0FAR'] }, teams: ['T0FAR'] }],
    [ada, adopting, null, { admin: true }],
  ],
  'leave-room': [[ada, { type: 'leave-room', room }]],
  'audit-room': [[ada, { type: 'audit-room', room, audit: { name: '#oci-private', faults: ['public'] } }]],
  'mend-room': [[ada, { type: 'mend-room', room, audit: { name: '#oci-private', faults: ['public'] } }]],
  'make-room': [[ada, { type: 'make-room', room: more, audit: fit }]],
  'invite-missing': [[ada, { type: 'invite-missing', room, people: [bob.person] }]],
  'trust-team': [[ada, { type: 'trust-team', room, team: 'T0FAR' }]],
  'distrust-team': [[ada, { type: 'distrust-team', room: there, team: 'far.example' }, onMatrix]],
  'set-room-keys': [
    [ada, { type: 'set-room-keys', room: there, keys: 'all' }, onMatrix],
    [ada, { type: 'set-room-keys', room: there, keys: 'signed' }, openKeys],
  ],
  'report-devices': [[ada, { type: 'report-devices' }]],
  'accept-identity': [[ada, { type: 'accept-identity', person: bob.person, account: bob.person }]],
  'add-distributor': [
    [ada, { type: 'add-distributor', distributor: nova.id, name: 'Nova', releases: [] }, listOf({ distributors: [], members: [ada] })],
  ],
  'rename-distributor': [
    [ada, { type: 'rename-distributor', distributor: 'Nova', name: 'Nova Linux' }],
    [ada, { type: 'rename-distributor', distributor: 'Nova', name: 'Nova Linux' }, listOf({ distributors: [nova], members: [ada] })],
  ],
  'set-releases': [[bob, { type: 'set-releases', distributor: 'Nova', releases: ['25'] }]],
  'add-person': [
    [ada, adding('mallory', 'mallory')],
    [ada, adding('bob', 'Robert')],
  ],
  'remove-person': [[ada, { type: 'remove-person', person: bob.person }]],
  'leave-list': [[bob, { type: 'leave-list' }]],
  'choose-zone': [[bob, { type: 'choose-zone', zone: 'Europe/Berlin' }]],
  'draft-policy': [[ada, { type: 'draft-policy', rules, preset: 'linux-distros' }]],
  'discard-policy': [[ada, { type: 'discard-policy' }, drafted]],
  'adopt-policy': [[ada, { type: 'adopt-policy', hash: policyHash }, drafted]],
  'set-profile': [
    [ada, { type: 'set-profile', distributor: 'Nova', changes: { entity: 'Nova Inc.' } }],
    [bob, { type: 'set-profile', distributor: 'Nova', changes: { countries: ['DE'] } }],
  ],
  'add-key': [[bob, { type: 'add-key', distributor: 'Nova', key }]],
  'drop-key': [
    [
      bob,
      { type: 'drop-key', distributor: 'Nova', fingerprint: key.fingerprint },
      withProfile(list, nova, { keys: [{ ...key, addedAt: start, warnedMs: null }] }),
    ],
  ],
  'test-alias': [[ada, { type: 'test-alias', distributor: 'Nova', hash: 'abc' }, aliased]],
  'answer-alias': [
    [bob, { type: 'answer-alias', hash: 'abc' }, heard(aliased, [ada, { type: 'test-alias', distributor: 'Nova', hash: 'abc' }])],
  ],
  apply: [[erin, applying()]],
  'give-evidence': [[erin, { type: 'give-evidence', criterion: null, text: 'here' }, applied('drafting')]],
  'submit-application': [[erin, { type: 'submit-application' }, heard(applied('drafting'), ...handingIn(erin).slice(0, -1))]],
  'withdraw-application': [[erin, { type: 'withdraw-application' }, applied('drafting')]],
  vouch: [[bob, vouching, applied('voucher')]],
  'declare-conflict': [[carol, declaring, applied('discussion')]],
  'open-ballot': [[ada, opening, applied('discussion')]],
  vote: [[bob, voting('no'), applied('ballot')]],
  'decide-application': [
    [ada, deciding(false), applied('discussion')],
    [ada, deciding(true), voted, afterBallot],
  ],
  'name-backup': [[erin, { type: 'name-backup', person: frank.person, name: 'frank' }, applied('drafting')]],
  'accept-policy': [
    [erin, { type: 'accept-policy', hash: policyHash }, accepted, afterBallot],
    [
      erin,
      { type: 'accept-policy', hash: policyHash },
      heard(withBackup, [frank, { type: 'accept-policy', hash: policyHash }, afterBallot]),
      afterBallot,
    ],
  ],
  recertify: [[bob, { type: 'recertify', criterion: 'all', note: null }, asked]],
  'set-standing': [[ada, { type: 'set-standing', distributor: 'Nova', state: 'warned', because: 'a silent alias', until: null }]],
  'give-strike': [[ada, { type: 'give-strike', person: bob.person, because: 'a leak' }]],
  'answer-strike': [[bob, { type: 'answer-strike', number: null, text: 'it was allowed' }, struck]],
  'withdraw-strike': [[ada, { type: 'withdraw-strike', person: bob.person, number: null, because: 'it was somebody else' }, struck]],
  'remove-distributor': [
    [ada, { type: 'remove-distributor', distributor: 'Nova', ground: { type: 'criterion', key: criterion }, because: 'a silent alias' }],
  ],
  'offer-handover': [
    [ada, { type: 'offer-handover', to: carol.person }],
    [bob, { type: 'offer-handover', to: dave.person }],
  ],
  'answer-handover': [
    [dave, { type: 'answer-handover', accept: true }, heard(list, [bob, { type: 'offer-handover', to: dave.person }])],
    [carol, { type: 'answer-handover', accept: true }, heard(list, [ada, { type: 'offer-handover', to: carol.person }])],
    [dave, { type: 'answer-handover', accept: false }, heard(list, [bob, { type: 'offer-handover', to: dave.person }])],
  ],
  'claim-duty': [[bob, { type: 'claim-duty', number: 1, place: null }]],
  'drop-duty': [[bob, { type: 'drop-duty', number: 1 }, heard(list, [bob, { type: 'claim-duty', number: 1, place: null }])]],
  'assign-duty': [[ada, { type: 'assign-duty', number: 1, primary: 'Nova', backup: null }]],
  'rotate-duty': [[ada, { type: 'rotate-duty', number: null }]],
  'offer-duty': [[bob, { type: 'offer-duty', number: 1, distributor: 'Seven Linux' }, carrying]],
  'answer-duty': [
    [carol, { type: 'answer-duty', number: 1, accept: true }, offering],
    [carol, { type: 'answer-duty', number: 1, accept: false }, offering],
  ],
  'be-away': [[bob, { type: 'be-away', until: start + dayMs, standIn: dave.person }]],
  'report-vulnerability': [[erin, reporting]],
  'talk-of-report': [
    [erin, { type: 'talk-of-report', number: 1, text: 'kernel 6.1' }, withReport],
    [ada, { type: 'talk-of-report', number: 1, text: 'which kernel?' }, withReport],
  ],
  'close-report': [[ada, { type: 'close-report', number: 1, how: 'declined', because: 'it needs root' }, withReport]],
  'link-report': [[ada, linkingReport, withReport]],
  'reopen-report': [
    [
      ada,
      { type: 'reopen-report', number: 1 },
      heard(withReport, [ada, { type: 'close-report', number: 1, how: 'declined', because: 'it needs root' }]),
    ],
  ],
  'credit-report': [[erin, { type: 'credit-report', number: 1, credit: 'Erin' }, withReport]],
  'answer-report-date': [
    [
      erin,
      { type: 'answer-report-date', number: 1, proposal: 1, verdict: 'accept', because: null },
      heard(withReport, [ada, linkingReport]),
    ],
  ],
  'be-back': [[bob, { type: 'be-back' }, heard(list, [bob, { type: 'be-away', until: start + dayMs, standIn: null }])]],
};

/** Every order to a list with a running embargo, given. */
export function givenToList(type: ListCommand['type']): Given[] {
  return toList[type].map(([by, command, on = list, wish = {}]) => {
    const facts = decideList(on, command, speaking(by, wish));
    if (isRefused(facts)) throw new Error(`${by.name} may not ${type}: ${facts.reason.code}`);
    // What the bot is to make has no id yet.
    const what: ListOrder = command.type === 'make-room' ? { type: 'make-room', name: command.audit.name } : command;
    return { facts: typesOf(facts), risk: riskToList(on, facts, true), wanted: { to: 'list', what }, on: on ?? list, first: on === null };
  });
}

const typesOf = (facts: readonly (EmbargoFact | ListFact)[]): string[] => [...new Set(facts.map(({ type }) => type))];
