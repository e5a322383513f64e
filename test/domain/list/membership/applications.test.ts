// How an organisation comes to a list: for each thing that is allowed, the thing refused just beyond it.
import { describe, expect, test } from 'vitest';
import { dueOfList } from '../../../../src/domain/list/clock.ts';
import { written } from '../../../../src/domain/list/facts.ts';
import { distributorsOf, type List, type Member, membersOf } from '../../../../src/domain/list/list.ts';
import { electorate } from '../../../../src/domain/list/membership/ballot.ts';
import { applicationPhase, type Choice, type Counted, sameEntity } from '../../../../src/domain/list/membership/membership.ts';
import { policyOf } from '../../../../src/domain/policy/presets.ts';
import { dayMs } from '../../../../src/domain/values/time.ts';
import {
  ada,
  bob,
  carol,
  dave,
  distributorId,
  grace,
  list,
  listOf,
  mallory,
  member,
  nova,
  policyHash,
  seven,
  start,
} from '../../../setup/embargo.ts';
import {
  application,
  applied,
  applying,
  codeOf,
  deciding,
  declaring,
  erin,
  frank,
  handingIn,
  heard,
  judy,
  opening,
  since,
  told,
  twins,
  voting,
  vouching,
  withProfile,
} from '../../../setup/membership.ts';

const weekMs = 7 * dayMs;
const closes = start + weekMs;
const criteria = ['alias', 'users', 'record', 'origin', 'policy', 'contribute', 'voucher', 'pgp'];
const evidence = (criterion: string | null, text = 'here') => ({ type: 'give-evidence', criterion, text }) as const;
const submitting = { type: 'submit-application' } as const;
const accepting = { type: 'accept-policy', hash: policyHash } as const;
const backup = (who: Member = frank) => ({ type: 'name-backup', person: who.person, name: who.name }) as const;

describe('one legal entity, however it is spelled', () => {
  test.each([
    ['Harbour', 'HARBOUR'],
    ['Harbour', ' Harbour, Inc. '],
    ['Harbour Inc', 'Harbour Incorporated'],
    ['Harbour-Linux', 'harbour linux'],
    ['Harbour LLC', 'Harbour L.L.C.'],
    ['Harbour S.A.', 'Harbour SA'],
    ['Harbour GmbH', 'Harbour G.m.b.H.'],
    ['Harbour GmbH & Co. KG', 'Harbour'],
    ['Ｈａｒｂｏｕｒ', 'Harbour'],
    ['Hárbour', 'Harbour'],
    ['Harbour Company Limited', 'Harbour Co., Ltd.'],
  ])('%j is %j', (one, other) => expect([sameEntity(one, other), sameEntity(other, one)]).toEqual([true, true]));

  test.each([
    ['Harbour', 'Harbours'],
    ['Harbour', 'Arbour'],
    ['Incline', 'Line'],
    ['Cobalt', 'Balt'],
    ['Company', 'SA'],
    ['港', '灣'],
    ['S.A.', 'B.V.'],
    ['!', '?'],
  ])('%j is not %j', (one, other) => expect(sameEntity(one, other)).toBe(false));
});

describe('applying', () => {
  test('begins with the organisation, by somebody who is on no list, to the bot alone', () => {
    expect(told(list, erin, applying())).toEqual([
      {
        type: 'application-started',
        application: 1,
        applicant: erin.person,
        name: 'erin',
        organisation: 'Harbour',
        entity: 'Harbour Inc.',
      },
    ]);
    expect(told(list, erin, applying(), { inRoom: true })).toEqual({ code: 'apply-in-private' });
    expect(told(list, dave, applying())).toEqual({ code: 'on-the-list', name: 'oci' });
  });

  const known: readonly (readonly [string, string, string])[] = [
    ['a distributor by its name', 'NOVA', 'Something Else'],
    ['a distributor by its id', 'seven', 'Something Else'],
    ['a distributor’s name as the entity', 'Harbour', 'Nova, Inc.'],
    ['the entity behind a distributor', 'Harbour', 'Nova Holding SA'],
    ['the entity behind a distributor as its name', 'nova-holding', 'Something Else'],
    ['a name that looks like a distributor’s', 'Ѕеvеn Linuх', 'Something Else'],
    ['an entity that looks like a distributor’s', 'Harbour', 'Nоvа Holding'],
  ];
  const held = withProfile(list, nova, { entity: 'Nova Holding' });
  const handIn = handingIn(erin);

  test.each(known)('tells a stranger nothing of who is on the list: %s', (_, organisation, entity) => {
    const asked = (...names: readonly [string, string]) => {
      const begun = told(held, erin, applying(...names));
      const last = heard(held, [erin, applying(...names)], ...handIn.slice(0, -1));
      return JSON.stringify([begun, told(last, erin, submitting)])
        .replaceAll(names[0], '…')
        .replaceAll(names[1], '…');
    };
    expect(asked(organisation, entity)).toBe(asked('Pier', 'Quay Ltd'));
  });

  test.each(known)(
    'goes no further where the organisation is on the list, as whoever would vouch is told: %s',
    (_, organisation, entity) => {
      const submitted = heard(held, [erin, applying(organisation, entity)], ...handIn);
      expect(codeOf(submitted, carol, vouching)).toBe('organisation-known');
      expect(codeOf(heard(held, [erin, applying('Pier', 'Pier Ltd')], ...handIn), carol, vouching)).toBe('yes');
    },
  );

  test('is done once by a person, and goes on once for an organisation, whoever speaks for it', () => {
    const drafting = applied('drafting');
    expect(told(drafting, erin, applying('Pier', 'Pier Ltd'))).toEqual({ code: 'applied-already', number: 1 });
    const second = (organisation: string, entity: string) =>
      heard(applied('voucher'), [judy, applying(organisation, entity)], ...handingIn(judy));
    expect(told(second('HARBOUR', 'Other'), bob, { type: 'vouch', number: 2 })).toEqual({
      code: 'entity-applied',
      organisation: 'HARBOUR',
    });
    expect(codeOf(second('Other', 'harbour gmbh'), bob, { type: 'vouch', number: 2 })).toBe('entity-applied');
    expect(codeOf(second('HARBOUR', 'Other'), bob, vouching)).toBe('yes');
    expect(codeOf(second('Pier', 'Pier Ltd'), bob, { type: 'vouch', number: 2 })).toBe('yes');
  });

  test('waits while twenty are open, and not while nineteen are', () => {
    const open = (count: number) =>
      heard(
        list,
        ...Array.from({ length: count }, (_, index) => {
          const who = member(`a${index}`, 'reviewer');
          return [who, applying(`O${index}`, `E${index}`, who.name)] as const;
        }),
      );
    expect([19, 20].map((count) => codeOf(open(count), erin, applying()))).toEqual(['yes', 'too-many-applications']);
  });

  test('asks for each criterion of the policy in turn, and is handed in once all are answered that are required', () => {
    const started = heard(list, [erin, applying()]);
    const [first = '', ...rest] = criteria;
    expect(told(started, erin, evidence(null))).toEqual([{ type: 'evidence-given', application: 1, criterion: first, text: 'here' }]);
    const almost = heard(started, ...criteria.slice(0, -1).map(() => [erin, evidence(null)] as const));
    expect(Object.keys(application(almost).evidence)).toEqual([first, ...rest.slice(0, -1)]);
    expect(applicationPhase(application(almost), start)).toBe('drafting');
    expect(told(almost, erin, submitting)).toEqual([{ type: 'application-submitted', application: 1 }]);
    expect(told(almost, erin, evidence(null))).toEqual([{ type: 'evidence-given', application: 1, criterion: 'pgp', text: 'here' }]);
    const less = heard(started, ...criteria.slice(0, -2).map(() => [erin, evidence(null)] as const));
    expect(told(less, erin, submitting)).toEqual({
      code: 'unanswered',
      missing: [{ key: 'voucher', text: list.policy.rules.criteria.find(({ key }) => key === 'voucher')?.text }],
    });
    expect(told(applied('voucher'), erin, submitting)).toEqual({ code: 'wrong-phase', number: 1, phase: 'voucher' });
    expect(told(almost, judy, submitting)).toEqual({ code: 'no-application' });
    expect(told(almost, erin, submitting, { inRoom: true })).toEqual({ code: 'apply-in-private' });
  });

  test('takes a whole application for its answers, and a list in one answer for that', () => {
    const started = heard(list, [erin, applying()]);
    const given = (criterion: string, text: string) => ({ type: 'evidence-given', application: 1, criterion, text });
    expect(told(started, erin, evidence(null, 'alias: a@harbour.example\n\nusers: many'))).toEqual([
      given('alias', 'a@harbour.example'),
      given('users', 'many'),
    ]);
    const counted = criteria.map((_, index) => `${index + 1}. ${index}`).join('\n');
    expect(told(started, erin, evidence(null, counted))).toEqual(criteria.map((key, index) => given(key, `${index}`)));
    const begun = heard(started, [erin, evidence('alias')], [erin, evidence('users')]);
    expect(told(begun, erin, evidence(null, counted))).toEqual([given('alias', counted.slice(3))]);
    expect(told(begun, erin, evidence(null, '2'))).toMatchObject({ code: 'criterion-alone', criterion: 'users', answer: 'here' });
    expect(told(begun, erin, evidence(null, 'record'))).toMatchObject({ code: 'criterion-alone', criterion: 'record', answer: null });
    expect(told(applied('voucher'), erin, evidence(null))).toMatchObject({ code: 'which-criterion', submitted: true });
  });

  test('takes answers in any order, and anew until somebody has vouched', () => {
    const submitted = applied('voucher');
    const again = heard(submitted, [erin, evidence('alias', 'there')]);
    expect(application(again).evidence).toMatchObject({ alias: 'there', users: 'here' });
    expect(told(submitted, erin, evidence('charm'))).toEqual({ code: 'unknown-criterion', keys: criteria });
    expect(told(submitted, erin, evidence('alias'), { inRoom: true })).toEqual({ code: 'apply-in-private' });
    expect(told(applied('discussion'), erin, evidence('alias'))).toEqual({ code: 'wrong-phase', number: 1, phase: 'discussion' });
    expect(told(submitted, judy, evidence('alias'))).toEqual({ code: 'no-application' });
  });

  test('was withdrawn by the applicant alone, and leaves nothing of what was said or voted', () => {
    const voted = heard(applied('ballot'), [bob, voting('yes')]);
    const gone = heard(voted, [erin, { type: 'withdraw-application' }]);
    expect(application(gone)).toEqual({
      ...application(voted),
      evidence: {},
      ballot: null,
      closed: { at: start, how: 'withdrawn' },
    });
    for (const who of [ada, bob, judy]) expect(codeOf(voted, who, { type: 'withdraw-application' })).toBe('no-application');
    for (const [who, command] of [
      [carol, voting('yes')],
      [ada, opening],
      [ada, deciding(true)],
      [carol, declaring],
    ] as const)
      expect(told(gone, who, command, { now: closes })).toEqual({ code: 'wrong-phase', number: 1, phase: 'closed' });
    // Whoever took it back may apply again at once.
    expect(codeOf(gone, erin, applying())).toBe('yes');
  });

  test('lapses after thirty days without the last answer', () => {
    const drafting = applied('drafting');
    expect(dueOfList(drafting, start + 30 * dayMs - 1)).toEqual([]);
    const facts = dueOfList(drafting, start + 30 * dayMs);
    expect(facts).toEqual([{ type: 'application-closed', application: 1, how: 'lapsed' }]);
    expect(application(since(drafting, facts)).closed?.how).toBe('lapsed');
    expect(dueOfList(applied('voucher'), start + 300 * dayMs)).toEqual([]);
  });
});

describe('a voucher', () => {
  const submitted = applied('voucher');

  test('is somebody on the list, of another organisation, or a coordinator of none', () => {
    expect(told(submitted, bob, vouching)).toEqual([{ type: 'vouched', application: 1, person: bob.person, distributor: 'nova' }]);
    expect(told(submitted, ada, vouching)).toEqual([{ type: 'vouched', application: 1, person: ada.person, distributor: null }]);
  });

  test('is not the applicant, nor their backup, whoever has put them on the list', () => {
    const named = heard(submitted, [erin, backup()]);
    const on = listOf({
      members: [ada, grace, bob, { ...erin, role: 'representative', distributor: nova.id }, { ...frank, role: 'coordinator' }],
    });
    const here: List = { ...on, membership: named.membership ?? { applications: {}, former: [] } };
    expect([erin, frank].map((who) => codeOf(here, who, vouching))).toEqual(['vouches-for-self', 'vouches-for-self']);
    expect([erin, frank].map((who) => codeOf(named, who, vouching))).toEqual(['not-on-the-list', 'not-on-the-list']);
  });

  test.each(['Harbour', 'HARBOUR', 'harbour inc', 'Harbour, Incorporated', 'Harbour G.m.b.H.', 'ｈａｒｂｏｕｒ'])(
    'is not of the same legal entity, spelled %j',
    (entity) => {
      expect(codeOf(withProfile(submitted, nova, { entity }), bob, vouching)).toBe('vouches-for-own');
      expect(codeOf(withProfile(submitted, nova, { entity: `${entity} Island` }), bob, vouching)).toBe('yes');
      // Whatever stands behind its name, the name is enough.
      const renamed = { ...submitted, distributors: { ...submitted.distributors, [nova.id]: { ...nova, name: entity } } };
      expect(codeOf(renamed, bob, vouching)).toBe('vouches-for-own');
    },
  );

  test('is one, for what was handed in, and no reviewer', () => {
    expect(told(applied('discussion'), carol, vouching)).toEqual({ code: 'vouched-already', by: 'bob' });
    expect(told(applied('drafting'), bob, vouching)).toEqual({ code: 'wrong-phase', number: 1, phase: 'drafting' });
    expect(codeOf(submitted, dave, vouching)).toBe('needs-role');
    expect(codeOf(submitted, mallory, vouching)).toBe('not-on-the-list');
    expect(told(submitted, bob, { type: 'vouch', number: 2 })).toEqual({ code: 'unknown-application', number: 2, open: [1] });
  });
});

describe('a ballot', () => {
  const open = applied('ballot');

  test('is opened by a coordinator once somebody has vouched, for as long as the policy says', () => {
    expect(told(applied('discussion'), ada, opening)).toEqual([{ type: 'ballot-opened', application: 1, closesAt: closes }]);
    for (const stage of ['drafting', 'voucher'] as const)
      expect(told(applied(stage), ada, opening)).toEqual({ code: 'wrong-phase', number: 1, phase: stage });
    expect(codeOf(applied('discussion'), bob, opening)).toBe('needs-role');
  });

  test('is not opened again while it is open, nor once it is settled', () => {
    expect(told(open, ada, opening)).toEqual({ code: 'ballot-open', number: 1, closesAt: closes });
    expect(told(open, ada, opening, { now: closes - 1 })).toEqual({ code: 'ballot-open', number: 1, closesAt: closes });
    const settled = heard(open, [bob, voting('yes')]);
    expect(told(settled, ada, opening, { now: closes })).toEqual({ code: 'wrong-phase', number: 1, phase: 'decision' });
  });

  test('is opened anew where too few have voted, and never after a decision', () => {
    const none: Counted = { outcome: 'no-quorum', yes: 0, no: 0, abstain: 0, of: 2, at: closes };
    expect(told(open, ada, opening, { now: closes })).toEqual([
      { type: 'ballot-counted', application: 1, counted: none },
      { type: 'ballot-opened', application: 1, closesAt: closes + weekMs },
    ]);
    const rejected = heard(open, [ada, deciding(false), { now: closes }]);
    expect(told(rejected, ada, opening, { now: closes })).toEqual({ code: 'wrong-phase', number: 1, phase: 'closed' });
  });

  test('has no room for those who would all be in conflict', () => {
    const shy = heard(applied('discussion'), [bob, declaring], [carol, declaring]);
    expect(told(shy, ada, opening)).toEqual({ code: 'nobody-may-vote' });
  });

  test('takes votes until its instant, and not at it', () => {
    const cast = [{ type: 'vote-cast', application: 1, voter: 'nova', person: bob.person, choice: 'yes' }];
    expect(told(open, bob, voting('yes'))).toEqual(cast);
    expect(told(open, bob, voting('yes'), { now: closes - 1 })).toEqual(cast);
    expect(told(open, bob, voting('yes'), { now: closes })).toEqual({ code: 'ballot-closed', at: closes });
    const counted = since(open, dueOfList(open, closes), closes);
    expect(told(counted, bob, voting('yes'), { now: closes })).toEqual({ code: 'ballot-closed', at: closes });
    expect(told(applied('discussion'), bob, voting('yes'))).toEqual({ code: 'wrong-phase', number: 1, phase: 'discussion' });
  });

  test('is secret: nobody votes where others read', () => {
    expect(told(open, bob, voting('yes'), { inRoom: true })).toEqual({ code: 'ballot-in-a-room' });
  });

  test('is no matter of reviewers, nor of coordinators where distributors can speak', () => {
    expect(codeOf(open, dave, voting('yes'))).toBe('needs-role');
    expect(codeOf(open, ada, voting('yes'))).toBe('no-ballot-vote');
    const founders = listOf({ members: [ada, grace], distributors: [] });
    const among = heard(
      { ...founders, ...(open.membership === undefined ? {} : { membership: applied('voucher').membership }) } as List,
      [grace, vouching],
      [ada, opening],
    );
    expect(told(among, ada, voting('no'))).toEqual([
      { type: 'vote-cast', application: 1, voter: ada.person, person: ada.person, choice: 'no' },
    ]);
  });

  test('takes one vote of a distributor, whoever of it gives it, and no other later', () => {
    const ivan = member('ivan', 'representative', 'nova');
    const more = { ...open, members: { ...open.members, [ivan.person]: ivan } };
    const voted = heard(more, [bob, voting('yes')]);
    for (const who of [bob, ivan])
      for (const choice of ['yes', 'no', 'abstain'] as const) expect(told(voted, who, voting(choice))).toEqual({ code: 'voted-already' });
    expect(codeOf(voted, carol, voting('no'))).toBe('yes');
  });

  test('takes one vote of a legal entity, however many distributors it has', () => {
    const one = { ...twins('NOVA, incorporated'), membership: open.membership } as List;
    expect(electorate(one, application(one))).toEqual(['nova']);
    expect(told(one, carol, voting('no'))).toEqual([
      { type: 'vote-cast', application: 1, voter: 'nova', person: carol.person, choice: 'no' },
    ]);
    expect(told(heard(one, [carol, voting('no')]), bob, voting('yes'))).toEqual({ code: 'voted-already' });
    expect(electorate({ ...twins('Novae'), membership: open.membership } as List, application(open))).toEqual(['nova', 'seven']);
  });

  test('takes one vote of a legal entity whose other distributor could not speak before', () => {
    const one = { ...twins('Nova'), membership: open.membership } as List;
    const { [bob.person]: _, ...others } = one.members;
    const voted = heard({ ...one, members: others }, [carol, voting('no')]);
    const back = { ...voted, members: one.members };
    expect(told(back, bob, voting('yes'))).toEqual({ code: 'voted-already' });
    expect(dueOfList(back, closes)).toEqual([
      { type: 'ballot-counted', application: 1, counted: { outcome: 'lost', yes: 0, no: 1, abstain: 0, of: 1, at: closes } },
    ]);
  });

  test('takes one vote of a person, whomever they speak for later', () => {
    const ivan = member('ivan', 'representative', 'nova');
    const more = { ...open, members: { ...open.members, [ivan.person]: ivan } };
    const moved = heard(
      more,
      [bob, voting('yes')],
      [ada, { type: 'add-person', person: bob.person, name: 'bob', role: 'representative', distributor: 'seven' }],
    );
    expect(told(moved, bob, voting('yes'))).toEqual({ code: 'voted-already' });
    expect(codeOf(moved, carol, voting('yes'))).toBe('yes');
  });

  test('is not for the applicant’s own legal entity', () => {
    const own = withProfile(open, seven, { entity: 'harbour' });
    expect(electorate(own, application(own))).toEqual(['nova']);
    expect(codeOf(own, carol, voting('yes'))).toBe('no-ballot-vote');
    const named = { ...open, distributors: { ...open.distributors, [seven.id]: { ...seven, name: 'Harbour GmbH' } } };
    expect(electorate(named, application(named))).toEqual(['nova']);
  });

  describe('with a conflict of interest', () => {
    test('excludes who declared it, and others of their legal entity', () => {
      expect(told(open, bob, declaring)).toEqual([
        { type: 'conflict-declared', application: 1, voter: 'nova', by: bob.person, because: 'we compete' },
      ]);
      const declared = heard(open, [bob, declaring]);
      expect(electorate(declared, application(declared))).toEqual(['seven']);
      expect(told(declared, bob, voting('yes'))).toEqual({ code: 'in-conflict' });
      expect(told(declared, bob, declaring)).toEqual({ code: 'conflict-known' });
      const one = heard({ ...twins('Nova'), membership: open.membership } as List, [carol, declaring]);
      expect(electorate(one, application(one))).toEqual([]);
      expect([bob, carol].map((who) => codeOf(one, who, voting('yes')))).toEqual(['in-conflict', 'in-conflict']);
    });

    test('is declared before the vote and before the close, by whoever has a vote', () => {
      const voted = heard(open, [bob, voting('yes')]);
      expect(told(voted, bob, declaring)).toEqual({ code: 'voted-already' });
      expect(codeOf(open, bob, declaring, { now: closes - 1 })).toBe('yes');
      expect(told(open, bob, declaring, { now: closes })).toEqual({ code: 'wrong-phase', number: 1, phase: 'decision' });
      expect(told(open, ada, declaring)).toEqual({ code: 'no-ballot-vote' });
      expect(codeOf(open, dave, declaring)).toBe('needs-role');
      expect(codeOf(applied('voucher'), bob, declaring)).toBe('yes');
      expect(codeOf(applied('drafting'), bob, declaring)).toBe('wrong-phase');
    });
  });

  describe('is counted', () => {
    const many = (count: number, rules: Partial<ReturnType<typeof policyOf>['membership']> = {}): { voters: Member[]; ballot: List } => {
      const voters = Array.from({ length: count }, (_, index) => member(`r${index}`, 'representative', `d${index}`));
      const distributors = voters.map((_, index) => ({ id: distributorId(`d${index}`), name: `D${index}`, releases: [] }));
      const on = listOf({ members: [ada, ...voters], distributors });
      const policy = { ...on.policy, rules: { ...on.policy.rules, membership: { ...on.policy.rules.membership, ...rules } } };
      const [first = ada] = voters;
      const handed = applied('voucher', { ...on, policy });
      return { voters, ballot: heard(handed, [first, vouching], [ada, opening]) };
    };
    const marks: Readonly<Record<string, Choice>> = { y: 'yes', n: 'no', a: 'abstain' };

    // One letter for each voter: yes, no, abstains, - is silent. The half must vote, and more than the half of yes and no must be yes.
    test.each<[string, Counted['outcome']]>([
      ['y-', 'carried'],
      ['--', 'no-quorum'],
      ['y--', 'no-quorum'],
      ['yy--', 'carried'],
      ['yn--', 'lost'],
      ['y---', 'no-quorum'],
      ['ya--', 'carried'],
      ['aa--', 'lost'],
      ['aaaa', 'lost'],
      ['nn--', 'lost'],
      ['yyn--', 'carried'],
      ['yynn', 'lost'],
      ['yyynn', 'carried'],
      ['yyyyy', 'carried'],
      ['y----', 'no-quorum'],
      ['yy---', 'no-quorum'],
      ['yyy---', 'carried'],
    ])('%s: %s', (votes, outcome) => {
      const { voters, ballot } = many(votes.length);
      const voted = heard(
        ballot,
        ...voters.flatMap((who, index) => {
          const choice = marks[votes[index] ?? '-'];
          return choice === undefined ? [] : [[who, voting(choice)] as const];
        }),
      );
      const count = (mark: string) => [...votes].filter((each) => each === mark).length;
      const counted = { outcome, yes: count('y'), no: count('n'), abstain: count('a'), of: votes.length, at: closes };
      expect(dueOfList(voted, closes)).toEqual([{ type: 'ballot-counted', application: 1, counted }]);
    });

    // Two thirds must vote, and more than two thirds must be yes.
    test.each<[string, Counted['outcome']]>([
      ['yy-', 'carried'],
      ['y--', 'no-quorum'],
      ['yyn', 'lost'],
      ['yyyn--', 'carried'],
      ['yyy---', 'no-quorum'],
    ])('by other rules of the policy, %s: %s', (votes, outcome) => {
      const { voters, ballot } = many(votes.length, { quorumShare: 2 / 3, moreThanShare: 2 / 3 });
      const lines = voters.flatMap((who, index) => {
        const choice = marks[votes[index] ?? '-'];
        return choice === undefined ? [] : [[who, voting(choice)] as const];
      });
      expect(dueOfList(heard(ballot, ...lines), closes)).toMatchObject([{ counted: { outcome } }]);
    });

    test('at its instant and not before, not even when all have voted', () => {
      const voted = heard(open, [bob, voting('yes')], [carol, voting('no')]);
      const dueAt = (at: number) => dueOfList(voted, at).map(({ type }) => type);
      expect([dueAt(closes - dayMs - 1), dueAt(closes - dayMs), dueAt(closes - 1)]).toEqual([[], ['ballot-reminded'], ['ballot-reminded']]);
      expect(dueOfList(voted, closes)).toHaveLength(1);
    });

    test('without the votes of whoever left the list since, also where they came back', () => {
      const voted = heard(open, [bob, voting('yes')], [carol, voting('no')]);
      const counts = (on: List) => dueOfList(on, closes).flatMap((fact) => (fact.type === 'ballot-counted' ? [fact.counted] : []));
      expect(counts(voted)).toMatchObject([{ yes: 1, no: 1, of: 2 }]);
      const gone = heard(voted, [
        ada,
        { type: 'remove-distributor', distributor: 'Seven Linux', ground: { type: 'criterion', key: 'alias' }, because: 'it bounces' },
      ]);
      expect(counts(gone)).toMatchObject([{ yes: 1, no: 0, of: 1 }]);
      const back = heard(
        gone,
        [ada, { type: 'add-distributor', distributor: seven.id, name: 'Seven Linux', releases: [] }],
        [ada, { type: 'add-person', person: carol.person, name: 'carol', role: 'representative', distributor: 'seven' }],
      );
      expect(counts(back)).toMatchObject([{ yes: 1, no: 0, of: 2 }]);
    });

    test('and nothing of what anybody chose is kept, neither in the facts nor in the state', () => {
      const voted = heard(open, [bob, voting('yes')], [carol, voting('no')]);
      const fact = { type: 'vote-cast', application: 1, voter: 'nova', person: bob.person, choice: 'yes' } as const;
      expect(written(fact)).toEqual({ type: 'vote-cast', application: 1, voter: 'nova', person: bob.person });
      const counted = since(voted, dueOfList(voted, closes), closes);
      expect(application(counted).ballot).toBeNull();
      // A fact of another kind is written down as it is.
      const other = { type: 'vouched', application: 1, person: bob.person, distributor: nova.id } as const;
      expect(written(other)).toBe(other);
    });
  });
});

describe('the decision', () => {
  const open = applied('ballot');
  const carried = heard(open, [bob, voting('yes')], [carol, voting('yes')]);
  const lost = heard(open, [bob, voting('no')], [carol, voting('no')]);
  const at = { now: closes };

  test('follows the ballot: yes to what was carried, no to what was not', () => {
    const decided = (accepted: boolean) => ({
      type: 'application-decided',
      application: 1,
      accepted,
      because: 'as the list found',
      missing: [],
    });
    const counted = (wish: Partial<Counted>) => ({
      type: 'ballot-counted',
      application: 1,
      counted: { outcome: 'carried', yes: 2, no: 0, abstain: 0, of: 2, at: closes, ...wish },
    });
    expect(told(carried, ada, deciding(true), at)).toEqual([counted({}), decided(true)]);
    expect(told(carried, ada, deciding(false), at)).toEqual({ code: 'carried' });
    expect(told(lost, ada, deciding(false), at)).toEqual([counted({ outcome: 'lost', yes: 0, no: 2 }), decided(false)]);
    expect(told(lost, ada, deciding(true), at)).toEqual({ code: 'not-carried', outcome: 'lost' });
    expect(told(open, ada, deciding(true), at)).toEqual({ code: 'not-carried', outcome: 'no-quorum' });
    expect(codeOf(open, ada, deciding(false), at)).toBe('yes');
  });

  test('comes not before the close, and never from anybody but a coordinator', () => {
    for (const accept of [true, false])
      expect(told(carried, ada, deciding(accept), { now: closes - 1 })).toEqual({ code: 'ballot-open', number: 1, closesAt: closes });
    expect(codeOf(carried, bob, deciding(true), at)).toBe('needs-role');
    expect(codeOf(carried, erin, deciding(true), at)).toBe('not-on-the-list');
  });

  test('may be a no before anybody votes, with what is missing, and never a yes', () => {
    for (const stage of ['voucher', 'discussion'] as const) {
      expect(codeOf(applied(stage), ada, deciding(false, ['alias', 'record']))).toBe('yes');
      expect(told(applied(stage), ada, deciding(true))).toEqual({ code: 'wrong-phase', number: 1, phase: stage });
    }
    expect(codeOf(applied('drafting'), ada, deciding(false))).toBe('wrong-phase');
    expect(told(applied('voucher'), ada, deciding(false, ['charm']))).toEqual({ code: 'unknown-criterion', keys: criteria });
  });

  test('is final, and a no forgets what was said', () => {
    const rejected = heard(lost, [ada, deciding(false), at]);
    expect(application(rejected)).toMatchObject({ evidence: {}, ballot: null, closed: { at: closes, how: 'rejected' } });
    expect(codeOf(rejected, ada, deciding(true), at)).toBe('wrong-phase');
    expect(codeOf(heard(carried, [ada, deciding(true), at]), ada, deciding(false), at)).toBe('wrong-phase');
  });

  describe('no is followed by a time of cooling', () => {
    const rejected = heard(lost, [ada, deciding(false), at]);
    const until = closes + 90 * dayMs;

    const handedIn = (to: List, who: Member, organisation: string, entity: string, now: number) => {
      return heard(to, [who, applying(organisation, entity, who.name), { now }], ...handingIn(who, to, now));
    };

    test('of the person, for another, to the millisecond', () => {
      const again = applying('Pier', 'Pier Ltd', erin.name);
      expect(told(rejected, erin, again, { now: until - 1 })).toEqual({ code: 'cooling', until });
      expect(told(rejected, erin, again, { now: until })).toMatchObject([{ type: 'application-started', application: 2 }]);
    });

    test.each([
      ['the organization, by another', 'harbour', 'Pier Ltd'],
      ['the legal entity, under another name', 'Pier', 'HARBOUR gmbh'],
    ])('of %s, to the millisecond, as whoever would vouch is told', (_, organisation, entity) => {
      const again = handedIn(rejected, judy, organisation, entity, closes);
      expect(told(again, bob, { type: 'vouch', number: 2 }, { now: until - 1 })).toEqual({ code: 'cooling', until });
      expect(codeOf(again, bob, { type: 'vouch', number: 2 }, { now: until })).toBe('yes');
    });

    test('and of nobody else', () => expect(codeOf(rejected, judy, applying('Pier', 'Pier Ltd', 'judy'), at)).toBe('yes'));

    test('as after a removal', () => {
      const removal = {
        type: 'remove-distributor',
        distributor: 'Nova',
        ground: { type: 'criterion', key: 'alias' },
        because: 'silence',
      } as const;
      const removed = heard(withProfile(list, nova, { entity: 'Nova Holding' }), [ada, removal]);
      for (const [organisation, entity] of [
        ['Nova', 'New Ltd'],
        ['Newer', 'nova holding gmbh'],
      ] as const) {
        const again = handedIn(removed, erin, organisation, entity, start);
        expect(told(again, carol, vouching, { now: start + 90 * dayMs - 1 })).toEqual({ code: 'cooling', until: start + 90 * dayMs });
        expect(codeOf(again, carol, vouching, { now: start + 90 * dayMs })).toBe('yes');
      }
    });
  });
});

describe('accepting the policy', () => {
  const now = closes;
  const carried = heard(applied('ballot'), [bob, voting('yes')], [carol, voting('yes')]);
  const accepted = heard(carried, [ada, deciding(true), { now }]);
  const acceptedWith = (who: Member) =>
    heard(
      applied('drafting'),
      [erin, backup(who)],
      ...handingIn(erin),
      [bob, vouching],
      [ada, opening],
      [bob, voting('yes')],
      [carol, voting('yes')],
      [ada, deciding(true), { now }],
    );
  const joins = (who: Member) => ({
    type: 'person-added',
    member: { person: who.person, name: who.name, role: 'representative', distributor: 'harbour', zone: null },
  });
  const says = (who: Member, hash = policyHash) => ({ type: 'policy-accepted', application: 1, person: who.person, version: 1, hash });

  test('makes the applicant a representative of a new distributor, with what was said of it', () => {
    expect(told(accepted, erin, accepting, { now })).toEqual([
      says(erin),
      { type: 'distributor-added', distributor: 'harbour', name: 'Harbour', releases: [] },
      joins(erin),
      { type: 'organisation-joined', application: 1, distributor: 'harbour' },
    ]);
    const joined = heard(accepted, [erin, accepting, { now }]);
    expect(joined.distributors[distributorId('harbour')]?.profile).toMatchObject({
      entity: 'Harbour Inc.',
      evidence: Object.fromEntries(criteria.map((key) => [key, 'here'])),
      primary: erin.person,
      joinedAt: now,
      reviewedAt: now,
    });
    expect(application(joined)).toMatchObject({ evidence: {}, closed: { at: now, how: 'joined' } });
  });

  test('is of the policy as it is now: its first eight digits are enough, other ones or fewer are not', () => {
    const code = (hash: string) => codeOf(accepted, erin, { type: 'accept-policy', hash }, { now });
    expect([policyHash.slice(0, 8), policyHash.slice(0, 8).toUpperCase()].map(code)).toEqual(['yes', 'yes']);
    expect([policyHash.slice(0, 7), '', 'deadbeef', `${policyHash}0`].map(code)).toEqual(Array(4).fill('other-policy'));
  });

  test('is for whom the list has said yes to, once, and nobody else', () => {
    expect(told(carried, erin, accepting)).toEqual({ code: 'wrong-phase', number: 1, phase: 'ballot' });
    expect(codeOf(accepted, judy, accepting, { now })).toBe('no-application');
    expect(codeOf(accepted, bob, accepting, { now })).toBe('no-application');
    const joined = heard(accepted, [erin, accepting, { now }]);
    expect(codeOf(joined, erin, accepting, { now })).toBe('no-application');
  });

  test('is nothing for somebody who was put on the list meanwhile: they keep the role that they have', () => {
    const added = heard(accepted, [ada, { type: 'add-person', person: erin.person, name: 'erin', role: 'coordinator', distributor: null }]);
    expect(told(added, erin, accepting, { now })).toEqual({ code: 'on-the-list', name: 'oci' });
  });

  test('and a name that is taken is not given twice', () => {
    const { [dave.person]: _, ...others } = accepted.members;
    const twin = { ...accepted, members: { ...others, [dave.person]: { ...dave, name: 'Erin' } } };
    expect(told(twin, erin, accepting, { now })).toMatchObject([{}, {}, { member: { name: 'erin (Harbour)' } }, {}]);
  });

  describe('by a backup', () => {
    const named = acceptedWith(frank);

    test('is named by the applicant, and is not they', () => {
      const submitted = applied('voucher');
      expect(told(submitted, erin, backup())).toEqual([{ type: 'backup-named', application: 1, person: frank.person, name: 'frank' }]);
      expect(codeOf(submitted, erin, backup(erin))).toBe('stand-in-is-self');
      expect(codeOf(submitted, judy, backup())).toBe('no-application');
      expect(codeOf(named, frank, backup(judy), { now })).toBe('no-application');
    });

    test('is named before the list votes, and by nobody after', () => {
      for (const stage of ['drafting', 'voucher', 'discussion'] as const)
        expect([stage, codeOf(applied(stage), erin, backup())]).toEqual([stage, 'yes']);
      expect(told(applied('ballot'), erin, backup())).toEqual({ code: 'wrong-phase', number: 1, phase: 'ballot' });
      expect(told(accepted, erin, backup(), { now })).toEqual({ code: 'wrong-phase', number: 1, phase: 'acceptance' });
    });

    test('who is on the list, or in another application, is named like anybody else, and comes by nothing of it', () => {
      expect(told(applied('voucher'), erin, backup(dave))).toEqual([
        { type: 'backup-named', application: 1, person: dave.person, name: 'dave' },
      ]);
      const withDave = acceptedWith(dave);
      expect(told(withDave, dave, accepting, { now })).toEqual({ code: 'on-the-list', name: 'oci' });
      const after = heard(withDave, [erin, accepting, { now }]);
      expect(after.members[dave.person]).toEqual(dave);
      // Being named in a draft keeps nobody from what waits for them.
      const other = heard(named, [judy, applying('Pier', 'Pier Ltd', 'judy'), { now }], [judy, backup(), { now }]);
      expect(told(other, frank, accepting, { now })).toEqual([says(frank)]);
    });

    test('counts with the applicant’s, whichever comes first', () => {
      const later = heard(named, [erin, accepting, { now }]);
      expect(told(later, frank, accepting, { now })).toEqual([
        says(frank),
        joins(frank),
        { type: 'profile-changed', distributor: 'harbour', changes: { backup: frank.person } },
      ]);
      expect(told(named, frank, accepting, { now })).toEqual([says(frank)]);
      const first = heard(named, [frank, accepting, { now }], [erin, accepting, { now }]);
      expect(first).toEqual({ ...heard(later, [frank, accepting, { now }]), membership: first.membership });
      expect(membersOf(first).map(({ name }) => name)).toEqual(['ada', 'grace', 'bob', 'dave', 'carol', 'erin', 'frank']);
    });

    test('counts once, and not for whoever was taken off the list', () => {
      const both = heard(named, [frank, accepting, { now }], [erin, accepting, { now }]);
      const removed = heard(both, [ada, { type: 'remove-person', person: frank.person }]);
      expect(codeOf(removed, frank, accepting, { now })).toBe('no-application');
      const added = heard(
        named,
        [erin, accepting, { now }],
        [ada, { type: 'add-person', person: frank.person, name: 'frank', role: 'reviewer', distributor: 'Harbour' }],
        [ada, { type: 'remove-person', person: frank.person }],
      );
      expect(codeOf(added, frank, accepting, { now })).toBe('no-application');
    });

    test('counts for nothing once the organisation is gone, also where another of that name has come', () => {
      const joined = heard(named, [erin, accepting, { now }]);
      const removal = {
        type: 'remove-distributor',
        distributor: 'Harbour',
        ground: { type: 'criterion', key: 'alias' },
        because: 'silence',
      } as const;
      const gone = heard(joined, [ada, removal]);
      expect(codeOf(gone, frank, accepting, { now })).toBe('no-application');
      const again = heard(gone, [ada, { type: 'add-distributor', distributor: distributorId('new'), name: 'Harbour', releases: [] }]);
      expect(codeOf(again, frank, accepting, { now })).toBe('no-application');
      expect(distributorsOf(again).map(({ name }) => name)).toContain('Harbour');
    });

    test('is one too many where the policy wants a single contact for each legal entity', () => {
      const envoy = { ...named, policy: { ...named.policy, rules: policyOf('envoy') } };
      const joined = heard(envoy, [frank, accepting, { now }], [erin, accepting, { now }]);
      expect(membersOf(joined).map(({ name }) => name)).not.toContain('frank');
      const later = heard(envoy, [erin, accepting, { now }]);
      expect(told(later, frank, accepting, { now })).toEqual({ code: 'one-contact', entity: 'Harbour Inc.', name: 'erin' });
    });
  });

  test('does not come of an application whose person was taken off the list in between', () => {
    const taken = heard(
      accepted,
      [ada, { type: 'add-person', person: erin.person, name: 'erin', role: 'reviewer', distributor: 'Nova' }],
      [ada, { type: 'remove-person', person: erin.person }],
    );
    expect(application(taken).closed).toEqual({ at: start, how: 'withdrawn' });
    expect(codeOf(taken, erin, accepting, { now })).toBe('no-application');
  });
});
