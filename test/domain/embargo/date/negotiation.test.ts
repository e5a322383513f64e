// How a disclosure date is agreed: proposed, accepted, rejected, revised. Silence is neither yes nor no.
import { describe, expect, test } from 'vitest';
import type { AskedDate, EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import { tally } from '../../../../src/domain/embargo/date/voting.ts';
import { agreedDate, type Embargo, openProposals, type PublicStateKey, phaseOf } from '../../../../src/domain/embargo/embargo.ts';
import type { Member } from '../../../../src/domain/list/list.ts';
import { voterOf, votersOf } from '../../../../src/domain/list/voters.ts';
import { policyOf } from '../../../../src/domain/policy/presets.ts';
import type { Reason } from '../../../../src/domain/refusal.ts';
import { refuse } from '../../../../src/domain/values/refusal.ts';
import { dayMs, hourMs } from '../../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  at,
  bob,
  carol,
  date,
  dave,
  embargo,
  grace,
  list,
  listOf,
  listOfMany,
  member,
  no,
  nova,
  played,
  proposal,
  proposals,
  says,
  seven,
  signedBy,
  start,
  yes,
} from '../../../setup/embargo.ts';

const answerBy = at('2026-03-05T09:00Z');
const earlier = at('2026-03-12T14:00Z');
const later = at('2026-03-18T14:00Z');
const asked = (when: number, anyway = false): AskedDate => ({ at: when, zone: 'UTC', anyway });
const propose = (when: number, anyway = false): EmbargoCommand => ({ type: 'propose-date', date: asked(when, anyway), reason: null });
const answer = (verdict: 'accept' | 'reject', number: number | null = null, reason: string | null = null): EmbargoCommand => ({
  type: 'answer-date',
  number,
  verdict,
  reason,
});
const accept = (number: number | null = null) => answer('accept', number);
const reject = (number: number | null = null, reason = 'freeze') => answer('reject', number, reason);

const proposedFact = (number: number, when: number) =>
  ({ type: 'date-proposed', number, at: when, zone: 'UTC', answerBy, reason: null }) as const;
const accepted = (number: number, voter: string) => ({ type: 'date-answered', number, voter, verdict: 'accept', reason: null }) as const;
const rejected = (number: number, voter: string) =>
  ({ type: 'date-answered', number, voter, verdict: 'reject', reason: 'freeze' }) as const;
const agreed = (number: number) => ({ type: 'date-agreed', number }) as const;
const dropped = (number: number) => ({ type: 'date-rejected', number }) as const;

const noDate = embargo({ proposals: {}, reminded: {} });

describe('proposing a date', () => {
  test.each<[string, Member, Embargo, number, readonly object[]]>([
    ['a representative proposes with the voice of their distributor', bob, noDate, date, [proposedFact(1, date), accepted(1, 'nova')]],
    ['a coordinator who is of no distributor proposes without a voice', ada, noDate, date, [proposedFact(1, date)]],
    ['an earlier date goes to the front, its voice with it', bob, embargo(), earlier, [proposedFact(2, earlier), accepted(2, 'nova')]],
    ['a later date waits for its turn, and has its proposer’s yes', bob, embargo(), later, [proposedFact(2, later), accepted(2, 'nova')]],
    ['a revision is proposed while a date is in force', bob, agreedEmbargo(), later, [proposedFact(2, later), accepted(2, 'nova')]],
  ])('%s', (_, by, from, when, facts) => expect(says(by, propose(when), from)).toEqual(facts));

  test('the only distributor agrees with itself at once', () => {
    const alone = listOf({ members: [ada, bob], distributors: [nova] });
    expect(says(bob, propose(date), noDate, { list: alone })).toEqual([proposedFact(1, date), accepted(1, 'nova'), agreed(1)]);
  });

  test('one voice that is enough agrees on no later date before its turn, not by a minute', () => {
    const minute = 60_000;
    const alone = listOf({ distributors: [nova] });
    expect(says(bob, propose(date + minute), embargo(), { list: alone })).toEqual([proposedFact(2, date + minute)]);
    expect(says(bob, propose(date - minute), embargo(), { list: alone })).toMatchObject([{}, accepted(2, 'nova'), agreed(2)]);
  });

  test('behind a date that lapsed nothing waits: the voice counts at once', () => {
    const from = embargo({ proposals: proposals(proposal(1, earlier)) });
    // Half of the time that is left.
    const closes = { answerBy: earlier + (date - earlier) / 2 };
    expect(says(bob, propose(date), from, { now: earlier - 1 })).toEqual([
      { ...proposedFact(2, date), answerBy: Math.floor(closes.answerBy - 0.5) },
      accepted(2, 'nova'),
    ]);
    expect(says(bob, propose(date), from, { now: earlier })).toEqual([{ ...proposedFact(2, date), ...closes }, accepted(2, 'nova')]);
  });

  test('where one coordinator is enough, theirs is agreed at once, and a representative has no voice', () => {
    const linux = listOf({ policy: 'linux-distros' });
    const thursday = at('2026-03-12T14:00Z');
    expect(says(ada, propose(thursday), noDate, { list: linux })).toEqual([proposedFact(1, thursday), accepted(1, ada.person), agreed(1)]);
    expect(says(bob, propose(thursday), noDate, { list: linux })).toEqual([proposedFact(1, thursday)]);
  });

  test('the reason and the zone that were typed are kept', () => {
    const command: EmbargoCommand = {
      type: 'propose-date',
      date: { at: later, zone: 'Europe/Berlin', anyway: false },
      reason: 'our freeze ends',
    };
    expect(says(bob, command, embargo())).toEqual([
      { type: 'date-proposed', number: 2, at: later, zone: 'Europe/Berlin', answerBy, reason: 'our freeze ends' },
      accepted(2, 'nova'),
    ]);
  });

  test.each<[string, Embargo, number, Reason]>([
    ['the date in force', agreedEmbargo(), date, { code: 'date-is-agreed-already' }],
    ['a date that is asked for already', embargo(), date, { code: 'date-is-proposed-already', number: 1 }],
  ])('%s is not proposed again', (_, from, when, reason) => expect(says(bob, propose(when), from)).toEqual(refuse(reason)));

  test('a minute beside the date in force is another date', () => {
    expect(says(bob, propose(date + 60_000), agreedEmbargo())).toEqual([proposedFact(2, date + 60_000), accepted(2, 'nova')]);
  });

  test('a date that was rejected may be proposed again', () => {
    const from = embargo({ proposals: proposals(proposal(1, date, { state: 'rejected' })) });
    expect(says(bob, propose(date), from)).toEqual([proposedFact(2, date), accepted(2, 'nova')]);
  });

  test('a date that speaks against advice is refused with better ones, unless it is wanted all the same', () => {
    const saturday = at('2026-03-14T14:00Z');
    const better = [at('2026-03-12T14:00Z'), at('2026-03-16T14:00Z'), at('2026-03-11T14:00Z')];
    const problems = [{ rule: 'weekday', weekday: 6, must: false }] as const;
    expect(says(bob, propose(saturday), noDate)).toEqual(refuse({ code: 'date-problems', problems, better, firm: false }));
    expect(says(bob, propose(saturday, true), noDate)).toEqual([proposedFact(1, saturday), accepted(1, 'nova')]);
  });

  test('no better date is one that was rejected, is asked for, or is in force', () => {
    const all = proposals(
      proposal(1, at('2026-03-12T14:00Z'), { state: 'rejected' }),
      proposal(2, at('2026-03-16T14:00Z')),
      proposal(3, at('2026-03-11T14:00Z'), { state: 'withdrawn' }),
    );
    const refusal = says(bob, propose(at('2026-03-14T14:00Z')), embargo({ proposals: all }));
    const better = [at('2026-03-11T14:00Z'), at('2026-03-17T14:00Z'), at('2026-03-10T14:00Z')];
    expect(refusal).toMatchObject({ reason: { code: 'date-problems', better } });
  });

  test('a date beyond the limit is refused even if it is wanted all the same', () => {
    const latest = at('2026-03-22T09:00Z');
    const beyond = at('2026-03-23T14:00Z');
    const problems = [{ rule: 'too-long', longestMs: policyOf('oci').longestMs, latest }] as const;
    const better = [at('2026-03-19T14:00Z'), at('2026-03-18T14:00Z'), at('2026-03-12T14:00Z')];
    expect(says(bob, propose(beyond, true), agreedEmbargo())).toEqual(
      refuse({ code: 'date-problems', problems, better, firm: true, extensible: beyond }),
    );
  });

  test('the limit is counted from the opening of the embargo, not from the proposal', () => {
    const now = at('2026-03-16T09:00Z');
    const beyond = says(bob, propose(at('2026-03-24T14:00Z'), true), agreedEmbargo(), { now });
    expect(beyond).toMatchObject({ reason: { code: 'date-problems', problems: [{ rule: 'too-long', latest: at('2026-03-22T09:00Z') }] } });
    const within = at('2026-03-19T14:00Z');
    expect(says(bob, propose(within), agreedEmbargo(), { now })).toMatchObject([{ type: 'date-proposed', at: within }, {}]);
  });

  test('a holiday is named', () => {
    const daysOff = { '2026-03-12': 'Day of the Otter, DE' };
    expect(says(bob, propose(earlier), noDate, { daysOff })).toMatchObject({
      reason: { problems: [{ rule: 'holiday', name: 'Day of the Otter, DE' }], firm: false },
    });
  });
});

describe('answering', () => {
  const one = embargo();
  const novaSaidYes = embargo({ proposals: proposals(proposal(1, date, { answers: { [nova.id]: yes(bob) } })) });
  const erin = member('erin', 'representative', 'nova');
  const withErin = listOf({ members: [ada, grace, bob, dave, carol, erin] });
  const erinSigned = { ...novaSaidYes, consents: signedBy(ada, bob, carol, erin) };
  const two = embargo({ proposals: proposals(proposal(1, date), proposal(2, earlier)) });

  test.each<[string, Member, Embargo, EmbargoCommand, readonly object[]]>([
    ['one of two distributors is not enough', bob, one, accept(), [accepted(1, 'nova')]],
    ['both of two distributors are', carol, novaSaidYes, accept(), [accepted(1, 'seven'), agreed(1)]],
    ['one no of two makes an agreement impossible', carol, novaSaidYes, reject(), [rejected(1, 'seven'), dropped(1)]],
    ['a date may be named', bob, two, accept(2), [accepted(2, 'nova')]],
    ['a distributor may change its answer to no', bob, novaSaidYes, reject(), [rejected(1, 'nova'), dropped(1)]],
  ])('%s', (_, by, from, command, facts) => expect(says(by, command, from)).toEqual(facts));

  test.each<[string, Member, Embargo, EmbargoCommand, Reason]>([
    [
      'none is taken for granted where several are open',
      bob,
      two,
      accept(),
      {
        code: 'which-to-answer',
        verdict: 'accept',
        dates: [
          { number: 2, at: earlier },
          { number: 1, at: date },
        ],
      },
    ],
    ['a later date waits for the earlier', bob, two, accept(1), { code: 'earlier-proposal-first', number: 1, first: 2 }],
    ['the same answer again changes nothing', bob, novaSaidYes, accept(), { code: 'answered-already', verdict: 'accept', by: 'bob' }],
    ['a coordinator of no distributor has no voice', ada, one, accept(), { code: 'no-vote', voters: 'distributors' }],
    [
      'a reviewer does not answer',
      dave,
      { ...one, consents: signedBy(dave) },
      accept(),
      { code: 'needs-role', roles: ['coordinator', 'representative'] },
    ],
    ['a proposal that was never made cannot be answered', bob, one, accept(7), { code: 'unknown-proposal', number: 7, first: 1 }],
    ['without a proposal there is nothing to answer', bob, noDate, accept(), { code: 'no-open-proposal', phase: 'none' }],
    ['nor with a number', bob, noDate, accept(1), { code: 'no-open-proposal', phase: 'none' }],
    ['a date in force needs no answer', bob, agreedEmbargo(), accept(), { code: 'no-open-proposal', phase: 'active', inForce: date }],
    ['an agreed date is answered no more', bob, agreedEmbargo(), reject(1), { code: 'proposal-closed', number: 1, state: 'agreed' }],
  ])('%s', (_, by, from, command, reason) => expect(says(by, command, from)).toEqual(refuse(reason)));

  test.each(['replaced', 'rejected'] as const)('a date that was %s is answered no more, also while another waits', (state) => {
    const from = embargo({ proposals: proposals(proposal(1, date, { state }), proposal(2, later)) });
    expect(says(bob, accept(1), from)).toEqual(refuse({ code: 'proposal-closed', number: 1, state }));
  });

  test('a date is meant by its day, where one open proposal is on it; else all that it could be are shown', () => {
    const on = (from: number, until: number) => ({ ...accept(), number: null, on: [{ from, until }] }) as EmbargoCommand;
    const dates = [
      { number: 2, at: earlier },
      { number: 1, at: date },
    ];
    expect(says(bob, on(earlier, earlier + 1), two)).toEqual([accepted(2, 'nova')]);
    expect(says(bob, on(date, date + 1), two)).toEqual(refuse({ code: 'earlier-proposal-first', number: 1, first: 2 }));
    expect(says(bob, on(earlier - 1, earlier), two)).toEqual(refuse({ code: 'which-proposal', found: 0, dates }));
    expect(says(bob, on(earlier, date + 1), two)).toEqual(refuse({ code: 'which-proposal', found: 2, dates }));
    expect(says(bob, on(date, date + 1), noDate)).toEqual(refuse({ code: 'no-open-proposal', phase: 'none' }));
  });

  test('a second representative of a distributor has no second voice', () => {
    expect(says(erin, accept(), erinSigned, { list: withErin })).toEqual(
      refuse({ code: 'answered-already', verdict: 'accept', by: 'bob' }),
    );
    expect(says(erin, reject(), erinSigned, { list: withErin })).toEqual([rejected(1, 'nova'), dropped(1)]);
  });

  test('an answer replaces the one before it', () => {
    const { list: four, representatives } = listOfMany(4);
    const [r1] = representatives;
    if (r1 === undefined) throw new Error('no representative');
    const from = embargo({ consents: signedBy(r1) });
    const changed = played(
      from,
      [
        [r1, accept()],
        [r1, reject()],
      ],
      four,
    );
    expect(changed.proposals[1]?.answers).toEqual({ d1: no(r1, 'freeze') });
  });

  test('a minute before its date a proposal can be accepted; at its date it has lapsed', () => {
    const before = { now: date - 60_000 };
    expect(says(carol, accept(1), novaSaidYes, before)).toEqual([accepted(1, 'seven'), agreed(1)]);
    for (const command of [accept(1), reject(1)]) {
      expect(says(carol, command, novaSaidYes, { now: date })).toEqual(refuse({ code: 'proposal-closed', number: 1, state: 'lapsed' }));
    }
    expect(says(carol, accept(), novaSaidYes, { now: date })).toEqual(refuse({ code: 'no-open-proposal', phase: 'none' }));
  });

  test('a date that lapsed stands in no later one’s way', () => {
    const now = earlier;
    expect(says(bob, accept(1), two, { now })).toEqual([accepted(1, 'nova')]);
    expect(says(bob, accept(), two, { now })).toEqual([accepted(1, 'nova')]);
    expect(says(bob, accept(1), two, { now: now - 1 })).toEqual(refuse({ code: 'earlier-proposal-first', number: 1, first: 2 }));
  });

  test('a date that lapsed is asked for no longer: the one in force is in force alone', () => {
    const from = agreedEmbargo({ proposals: { ...agreedEmbargo().proposals, ...proposals(proposal(2, earlier)) } });
    expect([phaseOf(from, earlier - 1), phaseOf(from, earlier)]).toEqual(['revising', 'active']);
    expect(openProposals(from, earlier)).toEqual([]);
  });

  test('what was answered is enough once the others have left: the same answer again settles it', () => {
    const alone = listOf({ members: [ada, bob], distributors: [nova, seven] });
    expect(says(bob, accept(), novaSaidYes, { list: alone })).toEqual([agreed(1)]);
  });

  test('what was answered is hopeless once others have left: the same answer again settles it', () => {
    const { list: five, representatives } = listOfMany(5);
    const [r1, r2] = representatives;
    if (r1 === undefined || r2 === undefined) throw new Error('no representatives');
    const answers = { d1: no(r1, 'freeze'), d2: no(r2, 'freeze') };
    const from = embargo({ consents: signedBy(r1, r2), proposals: proposals(proposal(1, date, { answers })) });
    expect(says(r1, reject(), from, { list: five })).toEqual(refuse({ code: 'answered-already', verdict: 'reject', by: 'r1' }));
    const four = listOf({ members: [ada, ...representatives.slice(0, 4)], distributors: Object.values(five.distributors) });
    expect(says(r1, reject(), from, { list: four })).toEqual([dropped(1)]);
  });
});

describe('once it is reported that the world has changed, nothing is negotiated', () => {
  test.each<PublicStateKey>(['public', 'exploit', 'attacks'])('%s', (what) => {
    const from = agreedEmbargo({ publicState: { [what]: { at: start, by: bob.person, how: 'a post' } } });
    expect(says(bob, propose(later), from)).toEqual(refuse({ code: 'public-state-has-changed' }));
    expect(says(bob, accept(), from)).toEqual(refuse({ code: 'public-state-has-changed' }));
    expect(says(bob, propose(later), agreedEmbargo())).toEqual([proposedFact(2, later), accepted(2, 'nova')]);
  });

  test('but a date soon after the report, by a few coordinators, where none was agreed', () => {
    const publicState = { exploit: { at: start, by: bob.person, how: 'a post' } };
    const from = embargo({ publicState, proposals: proposals(proposal(1, date)) });
    expect(says(ada, propose(start + 2 * dayMs), from)).toMatchObject([{ type: 'date-proposed' }, { voter: ada.person }]);
    expect(says(ada, propose(start + 2 * dayMs + hourMs), from)).toEqual(refuse({ code: 'public-state-has-changed' }));
    expect(says(ada, accept(1), from)).toEqual(refuse({ code: 'public-state-has-changed' }));
  });
});

describe('a revision', () => {
  const asking = played(agreedEmbargo(), [[bob, propose(later)]]);

  test('leaves the agreed date in force while it is open, and when it is rejected', () => {
    expect([agreedDate(asking)?.at, phaseOf(asking, start)]).toEqual([date, 'revising']);
    const over = played(asking, [[carol, reject()]]);
    expect([agreedDate(over)?.at, phaseOf(over, start), over.agreed]).toEqual([date, 'active', { proposal: 1, revisions: 0 }]);
  });

  test('replaces the agreed date when it is accepted, and there is one date in force', () => {
    const revised = played(asking, [[carol, accept()]]);
    expect([agreedDate(revised)?.at, phaseOf(revised, start), revised.agreed]).toEqual([later, 'active', { proposal: 2, revisions: 1 }]);
    expect(Object.values(revised.proposals).map(({ number, state }) => [number, state])).toEqual([
      [1, 'replaced'],
      [2, 'agreed'],
    ]);
  });

  test('makes a first press on disclosure void', () => {
    const pressed = { ...asking, disclosing: { by: ada.person, at: start } };
    expect(played(pressed, [[carol, accept()]]).disclosing).toBeNull();
    expect(played(pressed, [[carol, reject()]]).disclosing).toEqual({ by: ada.person, at: start });
  });

  test('of several first dates the earliest wins, and the others are replaced by it', () => {
    const several = embargo({ proposals: proposals(proposal(1, date), proposal(2, earlier), proposal(3, later)) });
    const won = played(several, [
      [bob, accept(2)],
      [carol, accept(2)],
    ]);
    expect([agreedDate(won)?.number, phaseOf(won, start), openProposals(won, start).map(({ number }) => number)]).toEqual([
      2,
      'active',
      [],
    ]);
    const late = { code: 'proposal-closed', number: 3, state: 'replaced', inForce: earlier } as const;
    expect(says(bob, accept(3), won)).toEqual(refuse(late));
    expect(says(bob, reject(3), won)).toEqual(refuse(late));
    expect(says(ada, { type: 'withdraw-date', number: 1, reason: null }, won)).toEqual(refuse({ ...late, number: 1 }));
  });
});

describe('what was proposed by mistake', () => {
  const withdraw = (number: number | null = null): EmbargoCommand => ({ type: 'withdraw-date', number, reason: null });
  const withdrawn = (number: number) => ({ type: 'date-withdrawn', number }) as const;
  const of = (...each: readonly (readonly [number, number, Member])[]) =>
    embargo({ proposals: proposals(...each.map(([number, when, by]) => proposal(number, when, { by: by.person }))) });

  test('was withdrawn by who proposed it, and waits for nobody any more', () => {
    const two = of([1, date, ada], [2, earlier, bob]);
    expect(says(bob, withdraw(), two)).toEqual([withdrawn(2)]);
    expect(says(bob, withdraw(2), two)).toEqual([withdrawn(2)]);
    const after = played(two, [[bob, withdraw()]]);
    expect(openProposals(after, start).map(({ number }) => number)).toEqual([1]);
    expect(says(carol, accept(2), after)).toEqual(refuse({ code: 'proposal-closed', number: 2, state: 'withdrawn' }));
    expect(says(bob, withdraw(2), after)).toEqual(refuse({ code: 'proposal-closed', number: 2, state: 'withdrawn' }));
  });

  test('is not taken back by anybody else, nor when it is agreed or past', () => {
    const two = of([1, date, ada], [2, earlier, bob]);
    expect(says(carol, withdraw(2), two)).toEqual(refuse({ code: 'not-your-proposal', number: 2, by: 'bob' }));
    expect(says(carol, withdraw(), two)).toEqual(refuse({ code: 'nothing-to-withdraw' }));
    expect(says(carol, withdraw(9), two)).toEqual(refuse({ code: 'unknown-proposal', number: 9, first: 2 }));
    expect(says(ada, withdraw(1), agreedEmbargo())).toEqual(refuse({ code: 'proposal-closed', number: 1, state: 'agreed' }));
    expect(says(bob, withdraw(2), two, { now: earlier })).toEqual(refuse({ code: 'proposal-closed', number: 2, state: 'lapsed' }));
  });

  test('of several of one’s own is asked for by its number', () => {
    const both = of([1, date, bob], [2, earlier, bob]);
    expect(says(bob, withdraw(), both)).toEqual(refuse({ code: 'which-to-withdraw', numbers: [2, 1] }));
    expect(says(bob, withdraw(1), both)).toEqual([withdrawn(1)]);
  });

  test('leaves the date in force as it is', () => {
    const revising = { ...agreedEmbargo(), proposals: { ...agreedEmbargo().proposals, 2: proposal(2, later, { by: bob.person }) } };
    expect(agreedDate(played(revising, [[bob, withdraw()]]))).toEqual(agreedDate(revising));
  });
});

describe('the phase', () => {
  test.each([
    ['none', noDate],
    ['none', embargo({ proposals: proposals(proposal(1, date, { state: 'rejected' })) })],
    ['proposed', embargo()],
    ['active', agreedEmbargo()],
    ['revising', agreedEmbargo({ proposals: { ...agreedEmbargo().proposals, ...proposals(proposal(2, later)) } })],
    ['ended', agreedEmbargo({ ended: { at: start, by: [ada.person], reason: 'withdrawn', because: 'a mistake' } })],
  ] as const)('%s', (phase, from) => expect(phaseOf(from, start)).toBe(phase));
});

describe('the quorum of distributors is more than half', () => {
  test.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
  ])('of %i, %i must accept, and one less does not', (count, needed) => {
    const { list: many, representatives } = listOfMany(count);
    const yeses = (voices: number) =>
      Object.fromEntries(representatives.slice(0, voices).map((each) => [String(each.distributor), yes(each)]));
    const verdict = (voices: number) => tally(proposal(1, date, { answers: yeses(voices) }), many, policyOf('oci').quorum);
    expect(verdict(needed)).toMatchObject({ needed, verdict: 'agreed' });
    expect(verdict(needed - 1)).toMatchObject({ needed, verdict: 'open' });
  });

  test.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
  ])('of %i, %i that reject end it, and one less does not', (count, nos) => {
    const { list: many, representatives } = listOfMany(count);
    const said = (voices: number) =>
      Object.fromEntries(representatives.slice(0, voices).map((each) => [String(each.distributor), no(each, 'freeze')]));
    const verdict = (voices: number) => tally(proposal(1, date, { answers: said(voices) }), many, policyOf('oci').quorum).verdict;
    expect([verdict(nos), verdict(nos - 1)]).toEqual(['rejected', 'open']);
  });

  test('who accepted, who rejected and who was silent is told apart', () => {
    const { list: three, representatives } = listOfMany(3);
    const [r1, r2] = representatives;
    if (r1 === undefined || r2 === undefined) throw new Error('no representatives');
    const answers = { d1: yes(r1), d2: no(r2, 'freeze') };
    expect(tally(proposal(1, date, { answers }), three, policyOf('oci').quorum)).toEqual({
      voters: ['d1', 'd2', 'd3'],
      needed: 2,
      accepted: ['d1'],
      rejected: ['d2'],
      silent: ['d3'],
      verdict: 'open',
    });
  });

  test('a reviewer has no voice, not even their distributor’s', () => {
    expect([bob, dave, ada].map((who) => voterOf(who, list, policyOf('oci').quorum))).toEqual(['nova', null, null]);
  });

  test('a distributor without anybody who speaks for it has no voice', () => {
    expect(votersOf(listOf({ members: [ada, bob, dave] }), policyOf('oci').quorum)).toEqual(['nova']);
    const quinn = member('quinn', 'reviewer', 'seven');
    expect(votersOf(listOf({ members: [ada, bob, quinn] }), policyOf('oci').quorum)).toEqual(['nova']);
  });

  test('a coordinator who is of a distributor speaks for it', () => {
    const heidi = member('heidi', 'coordinator', 'seven');
    const withHeidi = listOf({ members: [heidi, bob] });
    expect(votersOf(withHeidi, policyOf('oci').quorum)).toEqual(['nova', 'seven']);
    expect(says(heidi, accept(), embargo({ consents: signedBy(heidi) }), { list: withHeidi })).toEqual([accepted(1, 'seven')]);
  });

  test('where no distributor can speak, the coordinators agree', () => {
    const founders = listOf({ members: [ada, grace], distributors: [] });
    expect(votersOf(founders, policyOf('oci').quorum)).toEqual([ada.person, grace.person]);
    expect(says(ada, accept(), embargo(), { list: founders })).toEqual([accepted(1, ada.person)]);
  });

  test('the answer of a distributor that left does not count', () => {
    const answers = { gone: yes(bob), [nova.id]: yes(bob) };
    expect(tally(proposal(1, date, { answers }), list, policyOf('oci').quorum)).toMatchObject({
      accepted: [nova.id],
      silent: [seven.id],
      verdict: 'open',
    });
  });
});

describe('where coordinators agree alone', () => {
  const linux = listOf({ policy: 'linux-distros' });
  const { quorum } = policyOf('linux-distros');

  test('one of them is enough, and representatives have no voice', () => {
    expect(says(grace, accept(), embargo(), { list: linux })).toEqual([accepted(1, grace.person), agreed(1)]);
    expect(says(bob, accept(), embargo(), { list: linux })).toEqual(refuse({ code: 'no-vote', voters: 'coordinators' }));
  });

  test('all of them must reject to end it', () => {
    const said = (...people: readonly Member[]) => Object.fromEntries(people.map((each) => [each.person, no(each, 'freeze')]));
    expect(tally(proposal(1, date, { answers: said(ada) }), linux, quorum).verdict).toBe('open');
    expect(tally(proposal(1, date, { answers: said(ada, grace) }), linux, quorum).verdict).toBe('rejected');
  });

  test('nobody cannot agree', () => {
    expect(tally(proposal(1, date), listOf({ policy: 'linux-distros', members: [] }), quorum)).toMatchObject({
      needed: 0,
      verdict: 'open',
    });
  });
});
