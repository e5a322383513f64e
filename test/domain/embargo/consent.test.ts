// Who has a need to know, and who has agreed to the terms. Only the person's own word makes a signature, or renews one.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import { type ConsentState, consentOf, memberOf, roster, signatories, withAccess } from '../../../src/domain/embargo/consent.ts';
import type { Consent, Embargo } from '../../../src/domain/embargo/embargo.ts';
import { type Member, membersOf } from '../../../src/domain/list/list.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import {
  ada,
  agreedEmbargo,
  at,
  bob,
  carol,
  date,
  dave,
  embargo,
  evolved,
  grace,
  list,
  listOf,
  mallory,
  member,
  played,
  proposal,
  proposals,
  says,
  signedBy,
  start,
} from '../../setup/embargo.ts';

const later = at('2026-03-18T14:00Z');
const acknowledge: EmbargoCommand = { type: 'acknowledge' };
const decline: EmbargoCommand = { type: 'decline' };
const admit = (who: Member): EmbargoCommand => ({ type: 'admit', person: who.person });
const propose = (when: number): EmbargoCommand => ({
  type: 'propose-date',
  date: { at: when, zone: 'UTC', anyway: false },
  reason: null,
});
const accept = (number: number | null = null): EmbargoCommand => ({ type: 'answer-date', number, verdict: 'accept', reason: null });
const signedFact = { type: 'terms-acknowledged', terms: 'oci-1' } as const;

const invited: Consent = { state: 'invited', at: start, by: ada.person };
const signed = (seen: number): Consent => ({ state: 'signed', at: start, seen });
const declined: Consent = { state: 'declined', at: start };

describe('where somebody stands', () => {
  const rows: readonly (readonly [string, Consent | null, number, ConsentState, ConsentState])[] = [
    // what is written down, revisions agreed so far, a coordinator or representative, a reviewer
    ['nothing', null, 0, 'invited', 'none'],
    ['an invitation', invited, 0, 'invited', 'invited'],
    ['an invitation, and a revision', invited, 1, 'invited', 'invited'],
    ['a signature', signed(0), 0, 'signed', 'signed'],
    ['a signature, and a revision since', signed(0), 1, 'asked', 'asked'],
    ['a signature under the revision', signed(1), 1, 'signed', 'signed'],
    ['a signature one revision behind', signed(1), 2, 'asked', 'asked'],
    ['a no', declined, 0, 'declined', 'declined'],
    ['a no, and a revision since', declined, 1, 'declined', 'declined'],
  ];
  test.each(rows)('with %s written down', (_, consent, revisions, named, reviewer) => {
    const written = (who: Member): Embargo =>
      agreedEmbargo({ agreed: { proposal: 1, revisions }, consents: consent === null ? {} : { [who.person]: consent } });
    expect([ada, bob].map((who) => consentOf(written(who), who))).toEqual([named, named]);
    expect(consentOf(written(dave), dave)).toBe(reviewer);
  });

  test('a coordinator who accepted the terms of the list has acknowledged each of its embargoes, but for one that they declined', () => {
    const accepted = (who: Member): Member => ({ ...who, terms: 'oci-1' });
    const revised = agreedEmbargo({ agreed: { proposal: 1, revisions: 2 }, consents: {} });
    expect([ada, bob, dave].map((who) => consentOf(revised, accepted(who)))).toEqual(['signed', 'invited', 'none']);
    expect(consentOf({ ...revised, termsChanged: 1 }, ada)).toBe('invited');
    expect(consentOf({ ...revised, consents: { [ada.person]: declined } }, accepted(ada))).toBe('declined');
    expect(says(accepted(ada), acknowledge, revised)).toEqual(refuse({ code: 'already-acknowledged' }));
    expect(consentOf({ ...revised, consents: { [ada.person]: declined } }, { ...accepted(ada), since: start + 1 })).toBe('signed');
  });

  test('whose access was ended knows nothing of it, until somebody lets them in again; a coordinator goes on', () => {
    const revoked: Consent = { state: 'revoked', at: start, by: ada.person };
    const from = embargo({ consents: { [ada.person]: revoked, [bob.person]: revoked, [dave.person]: revoked } });
    expect([ada, bob, dave].map((who) => consentOf(from, who))).toEqual(['invited', 'none', 'none']);
    expect(consentOf(from, { ...bob, since: start + 1 })).toBe('invited');
    expect(membersOf(withAccess(from, list)).map(({ name }) => name)).not.toContain('bob');
    expect(says(grace, admit(bob), { ...from, consents: { ...from.consents, ...signedBy(grace) } })).toEqual([
      { type: 'person-admitted', person: bob.person },
    ]);
  });

  test('access is ended by a coordinator, or of reviewers by a representative of their organization', () => {
    const revoke = (who: Member): EmbargoCommand => ({ type: 'revoke', person: who.person, because: 'another team' });
    const from = embargo({ consents: signedBy(ada, grace, bob, carol, dave) });
    const gone = (who: Member) => [{ type: 'access-revoked', person: who.person, because: 'another team' }];
    expect(says(ada, revoke(bob), from)).toEqual(gone(bob));
    expect(says(bob, revoke(dave), from)).toEqual(gone(dave));
    expect(says(carol, revoke(dave), from)).toEqual(refuse({ code: 'other-distributor' }));
    expect(says(bob, revoke(carol), from)).toEqual(refuse({ code: 'other-distributor' }));
    expect(says(ada, revoke(grace), from)).toEqual(refuse({ code: 'coordinators-stay', name: 'grace' }));
    expect(says(ada, revoke(mallory), from)).toMatchObject({ reason: { code: 'no-access' } });
  });

  test('an organization of which nobody is left has no voice that others would wait for', () => {
    const from = played(embargo({ consents: signedBy(ada, bob, carol) }), [[ada, { type: 'revoke', person: carol.person, because: 'x' }]]);
    expect(says(bob, accept(1), from)).toMatchObject([{ type: 'date-answered' }, { type: 'date-agreed' }]);
  });

  describe('what was said before somebody came onto the list as what they are', () => {
    const since = (who: Member, when: number): Member => ({ ...who, since: when });
    const let_in = embargo({ consents: { [dave.person]: signed(0), [bob.person]: signed(0) } });

    test('does not count; what was said at that very instant does', () => {
      expect([start - 1, start, start + 1].map((when) => consentOf(let_in, since(bob, when)))).toEqual(['signed', 'signed', 'invited']);
      expect([start, start + 1].map((when) => consentOf(let_in, since(dave, when)))).toEqual(['signed', 'none']);
    });

    test('a no does not count either: they are asked anew', () => {
      const from = embargo({ consents: { [bob.person]: declined } });
      expect(consentOf(from, since(bob, start + 1))).toBe('invited');
    });

    test('is said anew, and then counts', () => {
      const again = since(bob, start + 1);
      const on = listOf({ members: [ada, again] });
      const state = played(let_in, [[again, acknowledge, start + 2]], on);
      expect(consentOf(state, again)).toBe('signed');
    });
  });

  test('a signature holds while no date is agreed', () => {
    expect(consentOf(embargo({ consents: { [bob.person]: signed(0) } }), bob)).toBe('signed');
  });

  test('whoever is off the list has no need to know, whatever they signed', () => {
    const without = listOf({ members: [ada] });
    expect(consentOf(embargo(), memberOf(list, bob.person))).toBe('signed');
    expect(consentOf(embargo(), memberOf(without, bob.person))).toBe('none');
    expect(consentOf(embargo({ consents: signedBy(mallory) }), memberOf(list, mallory.person))).toBe('none');
  });
});

describe('the roster', () => {
  const from = agreedEmbargo({
    agreed: { proposal: 1, revisions: 1 },
    consents: { [ada.person]: signed(1), [bob.person]: signed(0), [carol.person]: declined },
  });

  test('has everybody with a need to know, and where they stand', () => {
    expect(roster(from, list)).toEqual([
      { member: ada, consent: 'signed' },
      { member: grace, consent: 'invited' },
      { member: bob, consent: 'asked' },
      { member: carol, consent: 'declined' },
    ]);
  });

  test('has a reviewer once they are let in', () => {
    const let_in = evolved(from, { type: 'person-admitted', person: dave.person });
    expect(roster(let_in, list).map(({ member: who }) => who.name)).toEqual(['ada', 'grace', 'bob', 'dave', 'carol']);
  });

  test('names as signatories who signed, also for an earlier date; not for other terms', () => {
    expect(signatories(from, list)).toEqual([ada, bob]);
    expect(signatories({ ...from, termsChanged: 1 }, list)).toEqual([]);
  });
});

describe('acknowledging', () => {
  const fresh = embargo({ consents: {} });

  test('writes down which terms were accepted', () => expect(says(bob, acknowledge, fresh)).toEqual([signedFact]));

  test('by a button under older terms is refused, by one under these is not', () => {
    expect(says(bob, { type: 'acknowledge', terms: 'oci-0' }, fresh)).toEqual(refuse({ code: 'terms-changed' }));
    expect(says(bob, { type: 'acknowledge', terms: 'oci-1' }, fresh)).toEqual([signedFact]);
  });

  test('a second time changes nothing', () => {
    expect(says(bob, acknowledge, embargo())).toEqual(refuse({ code: 'already-acknowledged' }));
  });

  test('a reviewer cannot before they are let in, and can after', () => {
    expect(says(dave, acknowledge, fresh)).toEqual(refuse({ code: 'needs-consent', state: 'none' }));
    expect(says(dave, acknowledge, evolved(fresh, { type: 'person-admitted', person: dave.person }))).toEqual([signedFact]);
  });

  test('after a no is a yes', () => {
    const changed = played(fresh, [
      [bob, decline],
      [bob, acknowledge],
    ]);
    expect(consentOf(changed, bob)).toBe('signed');
  });

  test('is possible after the end, for what is still to be done', () => {
    const over = embargo({ consents: {}, ended: { at: start, by: [ada.person], reason: 'public', because: null } });
    expect(says(bob, acknowledge, over)).toEqual([signedFact]);
  });

  test('is written down with its instant', () => {
    const now = start + 1000;
    const state = played(fresh, [[bob, acknowledge, now]]);
    expect(state.consents).toEqual({ [bob.person]: { state: 'signed', at: now, seen: 0 } });
  });
});

describe('declining', () => {
  test('ends the right to hear and to act', () => {
    const out = played(embargo(), [[bob, decline]]);
    expect(consentOf(out, bob)).toBe('declined');
    expect(says(bob, accept(), out)).toEqual(refuse({ code: 'needs-consent', state: 'declined' }));
  });

  test('is not for who has no need to know, nor after the end', () => {
    expect(says(dave, decline, embargo())).toEqual(refuse({ code: 'needs-consent', state: 'none' }));
    const over = embargo({ ended: { at: start, by: [ada.person], reason: 'public', because: null } });
    expect(says(bob, decline, over)).toEqual(refuse({ code: 'embargo-over', reason: 'public', at: start }));
  });
});

describe('letting in', () => {
  const quinn = member('quinn', 'reviewer', 'seven');
  const both = listOf({ members: [ada, grace, bob, dave, carol, quinn] });
  const letIn = (who: Member) => [{ type: 'person-admitted', person: who.person }];

  test('a representative lets in their own people, a coordinator anybody', () => {
    expect(says(bob, admit(dave), embargo(), { list: both })).toEqual(letIn(dave));
    expect(says(ada, admit(quinn), embargo(), { list: both })).toEqual(letIn(quinn));
    expect(says(bob, admit(quinn), embargo(), { list: both })).toEqual(refuse({ code: 'other-distributor' }));
  });

  test('nobody lets in who is not on the list', () => {
    expect(says(ada, admit(mallory), embargo())).toEqual(refuse({ code: 'not-on-the-list' }));
  });

  test('a reviewer lets nobody in, not even once they are in themselves', () => {
    const from = embargo({ consents: signedBy(dave) });
    expect(says(dave, admit(quinn), from, { list: both })).toEqual(
      refuse({ code: 'needs-role', roles: ['coordinator', 'representative'] }),
    );
  });

  test.each<[string, Consent]>([
    ['who was let in', invited],
    ['who signed', signed(0)],
    ['whose signature lapsed', signed(-1)],
  ])('%s is not let in again: a retry takes no signature away', (_, consent) => {
    const from = agreedEmbargo({ consents: { ...signedBy(bob), [dave.person]: consent } });
    expect(says(bob, admit(dave), from)).toEqual(refuse({ code: 'already-let-in', name: 'dave' }));
  });

  test('who declined may be asked again, and is then asked, not signed', () => {
    const from = embargo({ consents: { ...signedBy(bob), [dave.person]: declined } });
    const asked = played(from, [[bob, admit(dave)]]);
    expect(asked.consents[dave.person]).toEqual({ state: 'invited', at: start, by: bob.person });
  });
});

describe('a revision of the date', () => {
  const everybody = agreedEmbargo({ consents: signedBy(ada, grace, bob, carol, dave) });
  const states = (from: Embargo) => Object.fromEntries(roster(from, list).map(({ member: who, consent }) => [who.name, consent]));

  test('leaves the signatures of those who proposed or accepted it; all others are asked, and not locked out', () => {
    const revised = played(everybody, [
      [bob, propose(later)],
      [carol, accept()],
    ]);
    expect(states(revised)).toEqual({ ada: 'asked', grace: 'asked', bob: 'signed', dave: 'asked', carol: 'signed' });
    expect(says(ada, { type: 'note', text: 'x', source: null, saidAt: null, author: null }, revised)).toMatchObject([{ type: 'noted' }]);
  });

  test('on a strict list locks out who has not seen it, until they sign again', () => {
    const strict = { ...list, policy: { ...list.policy, rules: { ...list.policy.rules, strict: true } } };
    const steps = [
      [bob, propose(later)],
      [carol, accept()],
    ] as const;
    const revised = played(everybody, steps, strict);
    expect(states(revised)).toEqual({ ada: 'lapsed', grace: 'lapsed', bob: 'signed', dave: 'lapsed', carol: 'signed' });
    expect(says(ada, propose(date), revised)).toEqual(refuse({ code: 'needs-consent', state: 'lapsed' }));
    expect(consentOf(played(revised, [[ada, acknowledge]]), ada)).toBe('signed');
    expect(
      states(
        played(
          everybody,
          [
            [ada, propose(date - 1)],
            [grace, accept()],
          ],
          strict,
        ),
      ),
    ).toEqual(states(everybody));
  });

  test('to an earlier date asks nobody again', () => {
    const revised = played(everybody, [
      [ada, propose(date - 1)],
      [grace, accept()],
    ]);
    expect(new Set(Object.values(states(revised)))).toEqual(new Set(['signed']));
    expect(revised.agreed).toEqual({ proposal: 2, revisions: 0 });
  });

  test('leaves the signature of a coordinator who proposed it, though they have no voice', () => {
    const revised = played(everybody, [
      [ada, propose(later)],
      [bob, accept()],
      [carol, accept()],
    ]);
    expect(states(revised)).toEqual({ ada: 'signed', grace: 'asked', bob: 'signed', dave: 'asked', carol: 'signed' });
  });

  test('makes no signature lapse while it is open, nor when it is rejected', () => {
    const open = played(everybody, [[bob, propose(later)]]);
    const rejected = played(open, [[carol, { type: 'answer-date', number: null, verdict: 'reject', reason: 'no' }]]);
    for (const from of [open, rejected]) expect(new Set(Object.values(states(from)))).toEqual(new Set(['signed']));
  });

  test('does not touch a no, or an invitation', () => {
    const from = agreedEmbargo({ consents: { ...signedBy(bob, carol), [ada.person]: declined } });
    const revised = played(from, [
      [bob, propose(later)],
      [carol, accept()],
    ]);
    expect(states(revised)).toEqual({ ada: 'declined', grace: 'invited', bob: 'signed', carol: 'signed' });
  });

  test('is acknowledged by signing again', () => {
    const revised = played(everybody, [
      [bob, propose(later)],
      [carol, accept()],
    ]);
    expect(consentOf(revised, ada)).toBe('asked');
    expect(consentOf(played(revised, [[ada, acknowledge]]), ada)).toBe('signed');
  });

  test('renews no signature that was not up to date, however much its owner is for it', () => {
    // A later date is agreed without bob; then a still later one, which he accepts: he has not seen the one before.
    const { list: three, members } = threeDistributors();
    const [b, c, d] = members;
    const from = agreedEmbargo({ consents: signedBy(b, c, d), proposals: proposals(proposal(1, date, { state: 'agreed' })) });
    const onTheirs = played(
      from,
      [
        [c, propose(later)],
        [d, accept(2)],
      ],
      three,
    );
    expect(consentOf(onTheirs, b)).toBe('asked');
    const onHis = played(
      onTheirs,
      [
        [b, propose(later + 86_400_000)],
        [c, accept(3)],
      ],
      three,
    );
    expect(onHis.agreed).toEqual({ proposal: 3, revisions: 2 });
    expect([b, c, d].map((who) => consentOf(onHis, who))).toEqual(['asked', 'signed', 'asked']);
  });

  test('the first agreement makes no signature lapse', () => {
    const from = embargo({ consents: signedBy(ada, grace, bob, carol) });
    const agreed = played(from, [
      [bob, accept()],
      [carol, accept()],
    ]);
    expect(agreed.agreed).toEqual({ proposal: 1, revisions: 0 });
    expect(new Set(Object.values(states(agreed)))).toEqual(new Set(['signed']));
  });
});

function threeDistributors() {
  const members = [member('b', 'representative', 'b'), member('c', 'representative', 'c'), member('d', 'representative', 'd')] as const;
  const distributors = members.map(({ name, distributor }) => ({ id: distributor ?? ('' as never), name, releases: ['1'] }));
  return { list: listOf({ members: [ada, ...members], distributors }), members };
}
