// How organisations and people stand on a list, and go: for each thing that is allowed, the thing refused just beyond it.
import { describe, expect, test } from 'vitest';
import { tally } from '../../../../src/domain/embargo/date/voting.ts';
import type { ListCommand } from '../../../../src/domain/list/commands.ts';
import { evolveList } from '../../../../src/domain/list/evolve.ts';
import type { ListFact } from '../../../../src/domain/list/facts.ts';
import { coordinatorsOf, type Distributor, foundedOn, type List, type Member } from '../../../../src/domain/list/list.ts';
import { newProfile, type PgpKey, type Profile } from '../../../../src/domain/list/membership/membership.ts';
import { voterOf, votersOf } from '../../../../src/domain/list/voters.ts';
import { riskToList } from '../../../../src/domain/list-risks.ts';
import type { Policy } from '../../../../src/domain/policy/policy.ts';
import { policyOf } from '../../../../src/domain/policy/presets.ts';
import type { Reason } from '../../../../src/domain/refusal.ts';
import { dayMs } from '../../../../src/domain/values/time.ts';
import {
  ada,
  bob,
  carol,
  date,
  dave,
  distributorId,
  grace,
  list,
  listOf,
  mallory,
  member,
  no,
  nova,
  personNamed,
  policyHash,
  proposal,
  seven,
  start,
  yes,
} from '../../../setup/embargo.ts';
import {
  application,
  applied,
  codeOf,
  declaring,
  erin,
  frank,
  heard,
  type Line,
  since,
  told,
  twins,
  voting,
  withProfile,
} from '../../../setup/membership.ts';

const criteria = ['alias', 'users', 'record', 'origin', 'policy', 'contribute', 'voucher', 'pgp'];
const later = start + dayMs;

describe('a policy', () => {
  const rules: Policy = { ...policyOf('oci'), longestMs: 15 * dayMs };
  const other: Policy = { ...rules, longestMs: 16 * dayMs };
  const draft = (wanted: Policy = rules): ListCommand => ({ type: 'draft-policy', rules: wanted, preset: null });
  const adopt: ListCommand = { type: 'adopt-policy', hash: policyHash.slice(0, 12) };
  const drafted = heard(list, [ada, draft()]);

  test('is written first, and put in force by somebody else', () => {
    expect(told(list, ada, draft())).toEqual([{ type: 'policy-drafted', rules, preset: null, by: ada.person }]);
    expect(drafted.policy).toEqual(foundedOn('oci'));
    expect(told(drafted, ada, adopt)).toEqual({ code: 'needs-second-reader' });
    expect(told(drafted, grace, adopt)).toEqual([{ type: 'policy-set', version: 2, preset: null, rules }]);
    const set = heard(drafted, [grace, adopt]);
    expect(set).toEqual({ ...list, policy: { version: 2, preset: null, rules } });
    expect(told(set, grace, adopt)).toEqual({ code: 'no-draft' });
  });

  test('is read by the one who wrote it where there is nobody else', () => {
    const alone = heard(listOf({ members: [ada, bob] }), [ada, draft()]);
    expect(codeOf(alone, ada, adopt)).toBe('yes');
  });

  test('that was changed by a second is read by the first', () => {
    const changed = heard(drafted, [grace, draft(other)]);
    expect([codeOf(changed, grace, adopt), codeOf(changed, ada, adopt)]).toEqual(['needs-second-reader', 'yes']);
  });

  test('is written once: the same again is no change, of the draft or of what is in force', () => {
    expect(told(list, ada, draft(policyOf('oci')))).toEqual({ code: 'policy-unchanged' });
    expect(told(drafted, ada, draft())).toEqual({ code: 'policy-unchanged' });
    const back = heard(drafted, [ada, draft(policyOf('oci'))]);
    expect(told(back, grace, adopt)).toEqual({ code: 'policy-unchanged' });
    expect(heard(back, [grace, { type: 'discard-policy' }])).toEqual(list);
  });

  test('that contradicts itself is not even written', () => {
    const wrong: Policy = { ...rules, preferredMs: null, shortestMs: 15 * dayMs + 1 };
    const problem = { rule: 'shortest-above-longest', shortestMs: 15 * dayMs + 1, longestMs: 15 * dayMs } as const;
    expect(told(list, ada, draft(wrong))).toEqual({ code: 'policy-problems', problems: [problem] });
    expect(codeOf(list, ada, draft({ ...wrong, shortestMs: 15 * dayMs }))).toBe('yes');
  });

  test('is not put in force once the list cannot keep it any more', () => {
    const two = heard(list, [ada, draft({ ...rules, quorum: { type: 'coordinators', count: 2 } })]);
    expect(codeOf(two, grace, adopt)).toBe('yes');
    const alone = heard(two, [ada, { type: 'remove-person', person: ada.person }]);
    const problem = { rule: 'quorum-out-of-reach', needed: 2, there: 1 } as const;
    expect(told(alone, grace, adopt)).toEqual({ code: 'policy-problems', problems: [problem] });
  });
});

describe('what is known of a distributor', () => {
  const set = (changes: Extract<ListCommand, { type: 'set-profile' }>['changes'], distributor = 'Nova'): ListCommand => ({
    type: 'set-profile',
    distributor,
    changes,
  });

  test('is said by a coordinator or its own representative, and not by another’s', () => {
    const facts = [{ type: 'profile-changed', distributor: 'nova', changes: { alias: 'security@nova.example' } }];
    for (const who of [ada, bob]) expect(told(list, who, set({ alias: 'security@nova.example' }))).toEqual(facts);
    expect(told(list, carol, set({ alias: 'x@y.example' }))).toEqual({ code: 'other-distributor' });
    expect(told(list, ada, set({ alias: 'x@y.example' }, 'Harbour'))).toEqual({
      code: 'unknown-distributor',
      names: ['Nova', 'Seven Linux'],
    });
    expect(told(list, bob, set({}))).toEqual({ code: 'nothing-to-change' });
  });

  test('has contacts who are of it', () => {
    expect(codeOf(list, bob, set({ primary: bob.person, backup: dave.person }))).toBe('yes');
    expect(codeOf(list, bob, set({ backup: null }))).toBe('yes');
    for (const who of [carol, ada, mallory])
      expect(told(list, bob, set({ backup: who.person }))).toEqual({
        code: 'not-a-contact',
        name: who === mallory ? "someone who isn't on the list" : who.name,
        distributor: 'Nova',
      });
  });

  test('has a legal entity that its people say once, and coordinators anew', () => {
    expect(codeOf(list, bob, set({ entity: 'Nova Holding' }))).toBe('yes');
    const known = withProfile(list, nova, { entity: 'Nova Holding' });
    expect(told(known, bob, set({ entity: 'Nova Ltd' }))).toEqual({ code: 'entity-is-coordinators' });
    expect(told(known, bob, set({ entity: null }))).toEqual({ code: 'entity-is-coordinators' });
    expect(codeOf(known, ada, set({ entity: 'Nova Ltd' }))).toBe('yes');
  });

  test('has no legal entity of others by the word of its own people: they would speak for these', () => {
    expect(told(list, bob, set({ entity: 'SEVEN LINUX, Inc.' }))).toEqual({ code: 'entity-is-coordinators' });
    expect(codeOf(list, ada, set({ entity: 'SEVEN LINUX, Inc.' }))).toBe('yes');
  });

  test('makes no second contact of a legal entity where the policy wants one', () => {
    const envoy = { ...list, policy: foundedOn('envoy') };
    expect(told(envoy, ada, set({ entity: 'Seven Linux' }))).toEqual({ code: 'one-contact', entity: 'Seven Linux', name: 'bob' });
    expect(codeOf(envoy, ada, set({ entity: 'Seven Linus' }))).toBe('yes');
    const add = (name: string, role: Member['role']): ListCommand => ({
      type: 'add-person',
      person: personNamed(name),
      name,
      role,
      distributor: 'Nova',
    });
    expect(told(envoy, ada, add('heidi', 'representative'))).toEqual({ code: 'one-contact', entity: 'Nova', name: 'bob' });
    expect(codeOf(envoy, ada, add('heidi', 'reviewer'))).toBe('yes');
    expect(codeOf(list, ada, add('heidi', 'representative'))).toBe('yes');
  });
});

describe('a key', () => {
  const print = 'AB'.repeat(20);
  const key = (wish: Partial<PgpKey> = {}) => ({ fingerprint: print, expiresAt: null, user: null, ...wish });
  const add = (wish: Partial<PgpKey> = {}): ListCommand => ({ type: 'add-key', distributor: 'Nova', key: key(wish) });
  const drop = (fingerprint: string): ListCommand => ({ type: 'drop-key', distributor: 'Nova', fingerprint });

  test('is taken while it has not expired, to the millisecond', () => {
    const added = { type: 'key-added', distributor: 'nova', key: { ...key({ expiresAt: start + 1 }), addedAt: start, warnedMs: null } };
    expect(told(list, bob, add({ expiresAt: start + 1 }))).toEqual([added]);
    expect(told(list, bob, add({ expiresAt: start }))).toEqual({ code: 'key-expired', at: start });
    expect(told(list, carol, add())).toEqual({ code: 'other-distributor' });
  });

  test('is known once, and taken anew when it was prolonged', () => {
    const known = heard(list, [bob, add({ expiresAt: later })]);
    expect(told(known, bob, add({ expiresAt: later }))).toEqual({ code: 'key-known' });
    const prolonged = heard(known, [bob, add({ expiresAt: later + 1 })]);
    expect(prolonged.distributors[nova.id]?.profile?.keys).toEqual([{ ...key({ expiresAt: later + 1 }), addedAt: start, warnedMs: null }]);
  });

  test('is dropped by eight digits or more of its end, where they mean one', () => {
    const twin = `${'00'.repeat(16)}${'AB'.repeat(4)}`;
    const known = heard(list, [bob, add()]);
    const dropped = [{ type: 'key-dropped', distributor: 'nova', fingerprint: print }];
    expect(told(known, bob, drop('abab abab'))).toEqual(dropped);
    expect(told(known, bob, drop(print))).toEqual(dropped);
    expect(told(known, bob, drop('bababab'))).toEqual({ code: 'key-not-there' });
    expect(told(known, bob, drop('cdcdcdcd'))).toEqual({ code: 'key-not-there' });
    expect(told(heard(known, [bob, add({ fingerprint: twin })]), bob, drop('ABABABAB'))).toEqual({ code: 'key-not-there' });
  });
});

describe('an alias', () => {
  const test_: ListCommand = { type: 'test-alias', distributor: 'Nova', hash: 'f00d' };
  const answer = (hash = 'f00d'): ListCommand => ({ type: 'answer-alias', hash });
  const known = withProfile(list, nova, { alias: 'security@nova.example' });
  const tested = heard(known, [ada, test_]);

  test('is tested by a coordinator where there is one', () => {
    expect(told(known, ada, test_)).toEqual([{ type: 'alias-tested', distributor: 'nova', hash: 'f00d', by: ada.person }]);
    expect(told(list, ada, test_)).toEqual({ code: 'no-alias' });
    expect(codeOf(known, bob, test_)).toBe('needs-role');
  });

  test('is proven by the code that comes back, once, from its own people', () => {
    expect(told(tested, bob, answer())).toEqual([{ type: 'alias-answered', distributor: 'nova', by: bob.person }]);
    expect(told(tested, bob, answer('f00e'))).toEqual({ code: 'wrong-alias-code' });
    expect(told(tested, carol, answer())).toEqual({ code: 'no-alias-test' });
    expect(told(known, bob, answer())).toEqual({ code: 'no-alias-test' });
    expect(told(heard(tested, [bob, answer()]), bob, answer())).toEqual({ code: 'no-alias-test' });
  });

  test('is not proven by who was shown the code, nor by a code that is too late', () => {
    const heidi: Member = { ...ada, distributor: nova.id };
    const own = heard({ ...known, members: { ...known.members, [heidi.person]: heidi } }, [heidi, test_]);
    expect(told(own, heidi, answer())).toEqual({ code: 'alias-asker' });
    const silent = since(tested, [{ type: 'alias-silent', distributor: nova.id }]);
    expect([codeOf(silent, bob, answer()), codeOf(silent, bob, answer(''))]).toEqual(['wrong-alias-code', 'wrong-alias-code']);
  });
});

describe('recertifying', () => {
  const say = (criterion: string, note: string | null = null): ListCommand => ({ type: 'recertify', criterion, note });
  const asked = since(list, [{ type: 'recertification-asked', distributor: nova.id, dueAt: start + 30 * dayMs }]);
  const confirmed = (criterion: string, note: string | null = null) => ({
    type: 'criterion-confirmed',
    distributor: 'nova',
    criterion,
    note,
    by: bob.person,
  });

  test('goes criterion by criterion; the last that is not optional begins the year anew', () => {
    const [first = '', ...rest] = criteria.filter((key) => key !== 'pgp');
    const last = rest.at(-1) ?? '';
    expect(told(asked, bob, say(first, 'still'))).toEqual([confirmed(first, 'still')]);
    const almost = heard(asked, ...[first, ...rest.slice(0, -1)].map((key) => [bob, say(key, `note on ${key}`)] as const));
    expect(told(almost, bob, say(last))).toEqual([confirmed(last), { type: 'recertified', distributor: 'nova' }]);
    const done = heard(almost, [bob, say(last), { now: later }]);
    expect(done.distributors[nova.id]?.profile).toMatchObject({
      reviewedAt: later,
      recertification: null,
      evidence: { alias: 'note on alias', contribute: 'note on contribute' },
    });
    expect(told(done, bob, say(first))).toEqual({ code: 'nothing-to-recertify' });
  });

  test('goes in one word for all that is left', () => {
    const some = heard(asked, [bob, say('alias')]);
    expect(told(some, bob, say('all', 'as before'))).toEqual([
      ...criteria.slice(1).map((key) => confirmed(key, 'as before')),
      { type: 'recertified', distributor: 'nova' },
    ]);
  });

  test('is for whom it was asked of, by the policy’s criteria', () => {
    expect(told(asked, bob, say('charm'))).toEqual({ code: 'unknown-criterion', keys: criteria });
    expect(told(asked, carol, say('alias'))).toEqual({ code: 'nothing-to-recertify' });
    expect(told(asked, ada, say('alias'))).toEqual({ code: 'nothing-to-recertify' });
    expect(codeOf(asked, dave, say('alias'))).toBe('needs-role');
    expect(told(list, bob, say('alias'))).toEqual({ code: 'nothing-to-recertify' });
  });
});

describe('standing', () => {
  const stand = (state: 'warned' | 'probation' | 'good', distributor = 'Nova'): ListCommand => ({
    type: 'set-standing',
    distributor,
    state,
    because: 'silence',
    until: state === 'probation' ? later : null,
  });
  const strike = (who: Member): ListCommand => ({ type: 'give-strike', person: who.person, because: 'a hint in public' });
  const heidi: Member = { ...grace, distributor: nova.id };
  const withHeidi: List = { ...list, members: { ...list.members, [heidi.person]: heidi } };

  test('is a coordinator’s word on others than their own', () => {
    expect(told(list, ada, stand('warned'))).toEqual([
      { type: 'standing-set', distributor: 'nova', standing: { state: 'warned', because: 'silence', until: null } },
    ]);
    expect(told(list, ada, stand('probation'))).toEqual([
      { type: 'standing-set', distributor: 'nova', standing: { state: 'probation', because: 'silence', until: later } },
    ]);
    expect(told(withHeidi, heidi, stand('warned'))).toEqual({ code: 'own-distributor' });
    expect(codeOf(withHeidi, heidi, stand('warned', 'seven'))).toBe('yes');
  });

  test('is good again by such a word, where it was not', () => {
    expect(told(list, ada, stand('good'))).toEqual({ code: 'good-standing' });
    const warned = heard(list, [ada, stand('warned')]);
    expect(warned.distributors[nova.id]?.profile?.standing).toEqual({ state: 'warned', because: 'silence', until: null, at: start });
    expect(told(warned, ada, stand('good'))).toEqual([{ type: 'standing-set', distributor: 'nova', standing: null }]);
  });

  test('suffers by strikes, which are given to people of a distributor, and not to oneself', () => {
    expect(told(list, ada, strike(dave))).toEqual([
      { type: 'strike-given', distributor: 'nova', person: dave.person, because: 'a hint in public', by: ada.person },
    ]);
    expect(told(list, ada, strike(grace))).toEqual({ code: 'coordinator-strike' });
    expect(told(list, ada, strike(ada))).toEqual({ code: 'own-strike' });
    expect(told(list, ada, strike(mallory))).toEqual({ code: 'not-on-the-list' });
  });

  describe('ends with removal', () => {
    const remove = (ground: 'strikes' | 'mistake' | { key: string }, distributor = 'Nova'): ListCommand => ({
      type: 'remove-distributor',
      distributor,
      ground: typeof ground === 'string' ? { type: ground } : { type: 'criterion', key: ground.key },
      because: 'it leaks',
    });
    const gone = (person: Member) => ({ type: 'person-removed', person: person.person });

    test('by a criterion that is not optional, of all its people at once', () => {
      const people = [bob.person, dave.person];
      const removed = { type: 'distributor-removed', distributor: 'nova', because: 'it leaks', name: 'Nova', people };
      expect(told(list, ada, remove({ key: 'alias' }))).toEqual([
        gone(bob),
        gone(dave),
        { ...removed, ground: { type: 'criterion', key: 'alias' } },
      ]);
      const keys = criteria.filter((key) => key !== 'pgp');
      for (const key of ['pgp', 'charm']) expect(told(list, ada, remove({ key }))).toEqual({ code: 'unknown-criterion', keys });
    });

    test('by as many strikes as the policy says, and not by one fewer', () => {
      const one = heard(list, [ada, strike(dave)]);
      expect(told(one, ada, remove('strikes'))).toEqual({ code: 'too-few-strikes', strikes: 1, needed: 2 });
      const two = heard(one, [grace, strike(bob)]);
      expect(told(two, ada, remove('strikes'))).toMatchObject([gone(bob), gone(dave), { type: 'distributor-removed' }]);
    });

    test('as a mistake only of what nothing else is recorded of, which may join at any time', () => {
      const added = heard(list, [ada, { type: 'add-distributor', distributor: distributorId('typo'), name: 'Typo', releases: ['1'] }]);
      expect(told(added, ada, remove('mistake', 'Typo'))).toMatchObject([
        { type: 'distributor-removed', ground: { type: 'mistake' }, people: [] },
      ]);
      const after = heard(added, [ada, remove('mistake', 'Typo')]);
      expect([after.membership?.former ?? [], Object.keys(after.distributors)]).toEqual([
        list.membership?.former ?? [],
        Object.keys(list.distributors),
      ]);
      expect(told(list, ada, remove('mistake'))).toEqual({ code: 'no-mistake', name: 'Nova', has: 'people' });
      const known = heard(added, [ada, { type: 'set-profile', distributor: 'Typo', changes: { alias: 'security@typo.example' } }]);
      expect(told(known, ada, remove('mistake', 'Typo'))).toEqual({ code: 'no-mistake', name: 'Typo', has: 'records' });
      expect(codeOf(added, bob, remove('mistake', 'Typo'))).not.toBe('yes');
    });

    test('as a mistake no more once it has had a say on an application that is open', () => {
      const added = heard(applied('ballot'), [
        ada,
        { type: 'add-distributor', distributor: distributorId('typo'), name: 'Typo', releases: ['1'] },
      ]);
      const hans = member('hans', 'representative', 'typo');
      const staffed = heard(added, [
        ada,
        { type: 'add-person', person: hans.person, name: 'hans', role: 'representative', distributor: 'Typo' },
      ]);
      const left: Line = [hans, { type: 'leave-list' }];
      expect(codeOf(heard(staffed, left), ada, remove('mistake', 'Typo'))).toBe('yes');
      for (const said of [voting('no'), declaring]) {
        const gone = heard(staffed, [hans, said, { inRoom: false }], left);
        expect(told(gone, ada, remove('mistake', 'Typo'))).toEqual({ code: 'no-mistake', name: 'Typo', has: 'records' });
      }
    });

    test('which nobody does to their own, nor to whoever holds the last coordinator', () => {
      expect(told(withHeidi, heidi, remove({ key: 'alias' }))).toEqual({ code: 'own-distributor' });
      expect(codeOf(withHeidi, ada, remove({ key: 'alias' }))).toBe('yes');
      const last: List = { ...withHeidi, members: { [heidi.person]: heidi, [bob.person]: bob, [carol.person]: carol } };
      expect(codeOf(last, carol, remove({ key: 'alias' }))).toBe('needs-role');
      const outsider = member('ivan', 'coordinator', 'seven');
      const both: List = { ...last, members: { ...last.members, [outsider.person]: outsider } };
      expect(codeOf(both, outsider, remove({ key: 'alias' }))).toBe('yes');
    });

    test('and leaves its name, its entity and the reason behind', () => {
      const known = withProfile(list, nova, { entity: 'Nova Holding' });
      const removed = heard(known, [ada, remove({ key: 'alias' }), { now: later }]);
      expect(removed).toEqual({
        ...listOf({ members: [ada, grace, carol], distributors: [seven] }),
        membership: {
          applications: {},
          former: [
            {
              distributor: 'nova',
              name: 'Nova',
              entity: 'Nova Holding',
              at: later,
              because: 'it leaks',
              people: [bob.person, dave.person],
            },
          ],
          left: { [bob.person]: 'bob', [dave.person]: 'dave' },
        },
      });
    });
  });
});

describe('handing over', () => {
  const offer = (to: Member): ListCommand => ({ type: 'offer-handover', to: to.person });
  const answer = (accept = true): ListCommand => ({ type: 'answer-handover', accept });
  const offered = heard(list, [bob, offer(dave)]);
  const roles = (of: List) =>
    Object.fromEntries(Object.values(of.members).map(({ name, role, distributor }) => [name, `${role} ${distributor ?? ''}`.trim()]));

  test('counts only once it is accepted: until then everybody is what they were', () => {
    expect(told(list, bob, offer(dave))).toEqual([{ type: 'handover-offered', from: bob.person, to: dave.person }]);
    expect(roles(offered)).toEqual(roles(list));
    expect(told(offered, dave, answer())).toEqual([{ type: 'handover-accepted', from: bob.person, to: dave.person }]);
    expect(roles(heard(offered, [dave, answer()]))).toEqual({ ...roles(list), bob: 'reviewer nova', dave: 'representative nova' });
    expect(heard(offered, [dave, answer(false)])).toEqual(list);
  });

  test('is answered by whom it was offered to, and once', () => {
    for (const who of [bob, carol, ada]) expect(told(offered, who, answer())).toEqual({ code: 'no-handover' });
    expect(codeOf(offered, mallory, answer())).toBe('not-on-the-list');
    expect(told(heard(offered, [dave, answer()]), dave, answer())).toEqual({ code: 'no-handover' });
  });

  test('begins what was signed anew, for both', () => {
    const after = heard(offered, [dave, answer(), { now: later }]);
    expect([after.members[bob.person]?.since, after.members[dave.person]?.since, after.members[carol.person]?.since]).toEqual([
      later,
      later,
      start,
    ]);
  });

  test.each<[string, Member, Member, Reason]>([
    ['to oneself', bob, bob, { code: 'handover-same', name: 'bob' }],
    ['to who has it already', ada, grace, { code: 'handover-same', name: 'grace' }],
    ['to another organization', bob, carol, { code: 'other-entity', name: 'carol' }],
    ["to someone who isn't on the list", ada, mallory, { code: 'not-on-the-list' }],
    ['by somebody who has nothing to give', dave, bob, { code: 'needs-role', roles: ['coordinator', 'representative'] }],
  ])('is refused %s', (_, from, to, reason) => expect(told(list, from, offer(to))).toEqual(reason));

  test('of a coordinator leaves the list with as many, and them gone who were of no distributor', () => {
    const alone = listOf({ members: [ada, bob, dave, carol] });
    const after = heard(alone, [ada, offer(bob)], [bob, answer()]);
    expect(roles(after)).toEqual({ bob: 'coordinator nova', dave: 'reviewer nova', carol: 'representative seven' });
    const heidi: Member = { ...ada, distributor: nova.id };
    const own = heard({ ...alone, members: { ...alone.members, [ada.person]: heidi } }, [heidi, offer(carol)], [carol, answer()]);
    expect(roles(own)).toEqual({ ...roles(alone), ada: 'reviewer nova', carol: 'coordinator seven' });
  });

  test('to a coordinator does not take the list away from them', () => {
    const heidi: Member = { ...ada, distributor: nova.id };
    const last = listOf({ members: [heidi, bob, carol] });
    const after = heard(last, [bob, offer(heidi)], [heidi, answer()]);
    expect(coordinatorsOf(after).map(({ name }) => name)).toEqual(['ada']);
  });

  test('is void where either has another role or organisation by then, or was off the list in between', () => {
    const add = (who: Member, role: Member['role'], distributor: string): ListCommand => ({
      type: 'add-person',
      person: who.person,
      name: who.name,
      role,
      distributor,
    });
    expect(told(heard(offered, [ada, add(dave, 'reviewer', 'seven')]), dave, answer())).toEqual({ code: 'other-entity', name: 'dave' });
    expect(codeOf(heard(offered, [ada, add(bob, 'representative', 'seven')]), dave, answer())).toBe('no-handover');
    const back = heard(offered, [ada, { type: 'remove-person', person: dave.person }], [ada, add(dave, 'reviewer', 'nova')]);
    expect(told(back, dave, answer())).toEqual({ code: 'no-handover' });
    expect(codeOf(heard(offered, [ada, { type: 'remove-person', person: bob.person }]), dave, answer())).toBe('no-handover');
  });

  test('passes on being a contact', () => {
    const contact = withProfile(offered, nova, { primary: bob.person });
    expect(heard(contact, [dave, answer()]).distributors[nova.id]?.profile?.primary).toBe(dave.person);
  });

  test('is as risky as giving somebody the role, while an embargo runs', () => {
    const risk = (from: Member, to: Member) => riskToList(list, [{ type: 'handover-accepted', from: from.person, to: to.person }], true);
    expect([risk(bob, dave), risk(ada, dave), risk(ada, carol), risk(ada, grace)]).toEqual(['adding', 'adding', 'adding', null]);
    expect(riskToList(list, [{ type: 'handover-accepted', from: bob.person, to: dave.person }], false)).toBeNull();
  });
});

describe('being away', () => {
  const away = (until: number, standIn: Member | null = null): ListCommand => ({
    type: 'be-away',
    until,
    standIn: standIn?.person ?? null,
  });

  test('ends in the future, with somebody of the same organisation who is there, or nobody', () => {
    expect(told(list, bob, away(start + 1, dave))).toEqual([
      { type: 'away-set', person: bob.person, until: start + 1, standIn: dave.person },
    ]);
    expect(codeOf(list, bob, away(start + 1))).toBe('yes');
    expect(told(list, bob, away(start))).toEqual({ code: 'away-is-past' });
    expect(told(list, bob, away(later, bob))).toEqual({ code: 'stand-in-is-self' });
    expect(told(list, bob, away(later, carol))).toEqual({ code: 'other-entity', name: 'carol' });
    expect(told(list, bob, away(later, mallory))).toEqual({ code: 'not-on-the-list' });
    expect(codeOf(list, ada, away(later, carol))).toBe('yes');
    expect(codeOf(list, mallory, away(later))).toBe('not-on-the-list');
  });

  test('is not stood in for by somebody who is away, until they are back', () => {
    const gone = heard(list, [dave, away(later)]);
    expect(told(gone, bob, away(later + 1, dave))).toEqual({ code: 'stand-in-away', person: dave.person, until: later });
    expect(codeOf(gone, bob, away(later + 1, dave), { now: later })).toBe('yes');
    const back = heard(gone, [dave, { type: 'be-back' }]);
    expect(back).toEqual(list);
    expect(told(back, dave, { type: 'be-back' })).toEqual({ code: 'not-away' });
  });

  test('is not stood in for by somebody who was taken off the list', () => {
    const gone = heard(list, [bob, away(later, dave)], [ada, { type: 'remove-person', person: dave.person }]);
    expect(gone.members[bob.person]?.away).toEqual({ since: start, until: later, standIn: null });
  });
});

describe('one voice', () => {
  const quorum = policyOf('oci').quorum;
  const one = twins('NOVA gmbh');
  const two = twins('Other');
  const verdict = (of: List, answers: Parameters<typeof proposal>[2]) => tally(proposal(1, date, answers), of, quorum);

  test('is what a legal entity has on a date, however many distributors it has', () => {
    expect([votersOf(one, quorum), votersOf(two, quorum)]).toEqual([['nova'], ['nova', 'seven']]);
    expect([bob, carol].map((who) => voterOf(who, one, quorum))).toEqual(['nova', 'nova']);
    expect([bob, carol].map((who) => voterOf(who, two, quorum))).toEqual(['nova', 'seven']);
    const both = { answers: { [nova.id]: yes(bob), [seven.id]: no(carol, 'freeze', later) } };
    expect(verdict(one, both)).toMatchObject({ accepted: [], rejected: ['nova'], needed: 1 });
    expect(verdict(two, both)).toMatchObject({ accepted: ['nova'], rejected: ['seven'], needed: 2 });
  });

  test('is what a person has, who spoke for one distributor and then for another: the last', () => {
    const answers = { [nova.id]: yes(bob), [seven.id]: yes(bob, later) };
    expect(verdict(two, { answers })).toMatchObject({ accepted: ['seven'], silent: ['nova'], verdict: 'open' });
    expect(verdict(two, { answers: { ...answers, [nova.id]: yes(dave) } })).toMatchObject({ verdict: 'agreed' });
  });

  test('is gone with who is removed, and does not come back with them', () => {
    const linux = policyOf('linux-distros').quorum;
    const again = { ...ada, since: later };
    const said = (when: number) =>
      tally(proposal(1, date, { answers: { [ada.person]: yes(ada, when) } }), listOf({ members: [again] }), linux);
    expect([said(later - 1).accepted, said(later).accepted]).toEqual([[], [ada.person]]);
    const former = [{ distributor: nova.id, name: 'Nova', entity: 'Nova', at: later, because: 'silence', people: [] }];
    const back: List = { ...two, membership: { applications: {}, former } };
    expect(verdict(back, { answers: { [nova.id]: yes(bob, later - 1) } }).accepted).toEqual([]);
    expect(verdict(back, { answers: { [nova.id]: yes(bob, later) } }).accepted).toEqual(['nova']);
  });
});

describe('what a fact makes of a list', () => {
  const profile: Profile = newProfile(start);
  const key: PgpKey = { fingerprint: 'AB', expiresAt: later, user: null, addedAt: start, warnedMs: null };
  const asked = { askedAt: start, dueAt: later, confirmed: {}, askedMs: 0 };
  const novaWith = (wish: Partial<Profile>): Partial<List> => ({
    distributors: { ...list.distributors, [nova.id]: { ...nova, profile: { ...profile, ...wish } } as Distributor },
  });
  const of = { distributor: nova.id };
  const held = foundedOn('xen');

  test.each<[ListFact, Partial<Profile>, Partial<List>]>([
    [{ type: 'policy-set', version: 2, preset: 'xen', rules: held.rules }, {}, { policy: { ...held, version: 2 } }],
    [
      { type: 'policy-drafted', preset: 'xen', rules: held.rules, by: ada.person },
      {},
      { draft: { preset: 'xen', rules: held.rules, by: ada.person, at: start } },
    ],
    [{ type: 'policy-discarded' }, {}, {}],
    [{ type: 'profile-changed', changes: { alias: 'a@b.example' }, ...of }, {}, novaWith({ alias: 'a@b.example' })],
    [{ type: 'key-added', key, ...of }, {}, novaWith({ keys: [key] })],
    [{ type: 'key-dropped', fingerprint: 'AB', ...of }, { keys: [key] }, novaWith({})],
    [
      { type: 'key-expiry-warned', fingerprint: 'AB', beforeMs: 7, ...of },
      { keys: [key, { ...key, fingerprint: 'CD' }] },
      novaWith({
        keys: [
          { ...key, warnedMs: 7 },
          { ...key, fingerprint: 'CD' },
        ],
      }),
    ],
    [
      { type: 'alias-tested', hash: 'f00d', by: ada.person, ...of },
      {},
      novaWith({ aliasTest: { hash: 'f00d', sentAt: start, by: ada.person, backAt: null } }),
    ],
    [
      { type: 'alias-answered', by: bob.person, ...of },
      { aliasTest: { hash: 'f00d', sentAt: start, by: ada.person, backAt: null } },
      novaWith({ aliasTest: { hash: 'f00d', sentAt: start, by: ada.person, backAt: start } }),
    ],
    [
      { type: 'alias-silent', ...of },
      { aliasTest: { hash: 'f00d', sentAt: start, by: ada.person, backAt: null } },
      novaWith({ aliasTest: { hash: '', sentAt: start, by: ada.person, backAt: null } }),
    ],
    [{ type: 'recertification-asked', dueAt: later, ...of }, {}, novaWith({ recertification: asked })],
    [
      { type: 'recertification-reminded', afterMs: 5, ...of },
      { recertification: asked },
      novaWith({ recertification: { ...asked, askedMs: 5 } }),
    ],
    [
      { type: 'criterion-confirmed', criterion: 'alias', note: 'still', by: bob.person, ...of },
      { recertification: asked },
      novaWith({ recertification: { ...asked, confirmed: { alias: { by: bob.person, at: start, note: 'still' } } } }),
    ],
    [
      { type: 'recertified', ...of },
      {
        reviewedAt: 0,
        evidence: { alias: 'then', users: 'many' },
        recertification: {
          ...asked,
          confirmed: { alias: { by: bob.person, at: start, note: 'now' }, users: { by: bob.person, at: start, note: null } },
        },
      },
      novaWith({ evidence: { alias: 'now', users: 'many' } }),
    ],
    [
      { type: 'standing-set', standing: { state: 'warned', because: 'x', until: null }, ...of },
      {},
      novaWith({ standing: { state: 'warned', because: 'x', until: null, at: start } }),
    ],
    [{ type: 'standing-set', standing: null, ...of }, { standing: { state: 'warned', because: 'x', until: null, at: 0 } }, novaWith({})],
    [
      { type: 'strike-given', person: dave.person, because: 'x', by: ada.person, ...of },
      {},
      novaWith({ strikes: [{ person: dave.person, because: 'x', at: start, by: ada.person }] }),
    ],
    [
      { type: 'handover-offered', from: bob.person, to: dave.person },
      {},
      { members: { ...list.members, [bob.person]: { ...bob, handover: dave.person } } },
    ],
    [
      { type: 'away-set', person: bob.person, until: later, standIn: null },
      {},
      { members: { ...list.members, [bob.person]: { ...bob, away: { since: start, until: later, standIn: null } } } },
    ],
    [{ type: 'away-ended', person: bob.person }, {}, {}],
    [
      { type: 'person-removed', person: dave.person },
      { primary: dave.person, backup: bob.person },
      {
        ...novaWith({ backup: bob.person }),
        members: listOf({ members: [ada, grace, bob, carol] }).members,
        membership: { applications: {}, former: [], left: { [dave.person]: 'dave' } },
      },
    ],
  ])('$type changes that and nothing else', (fact, before, change) => {
    const from = Object.keys(before).length === 0 ? list : withProfile(list, nova, before);
    expect(evolveList(from, fact, start)).toEqual({ ...from, ...change });
  });

  test.each<[string, ListFact]>([
    ['a fact about a distributor that is not there', { type: 'recertified', distributor: distributorId('gone') }],
    ['a fact about an application that is not there', { type: 'application-submitted', application: 7 }],
    ['a vote without a ballot', { type: 'vote-cast', application: 1, voter: 'nova', person: bob.person, choice: 'yes' }],
    ['a handover by nobody', { type: 'handover-accepted', from: mallory.person, to: bob.person }],
    ['a handover to nobody', { type: 'handover-accepted', from: bob.person, to: mallory.person }],
    ['an offer by nobody', { type: 'handover-offered', from: mallory.person, to: bob.person }],
    ['somebody away who is not there', { type: 'away-ended', person: mallory.person }],
  ])('%s is a broken record, and is not guessed at', (_, fact) => expect(() => evolveList(applied('discussion'), fact, start)).toThrow());

  test('who is taken off takes along what they asked for, and what others had in mind for them', () => {
    const add = (who: Member): ListCommand => ({
      type: 'add-person',
      person: who.person,
      name: who.name,
      role: 'reviewer',
      distributor: 'Nova',
    });
    const named = heard(
      applied('voucher'),
      [erin, { type: 'name-backup', person: frank.person, name: 'frank' }],
      [ada, add(frank)],
      [ada, add(erin)],
    );
    const before = application(named);
    const gone = heard(named, [ada, { type: 'remove-person', person: frank.person }]);
    expect(application(gone)).toEqual({ ...before, backup: null });
    expect(application(heard(gone, [ada, { type: 'remove-person', person: erin.person }]))).toEqual({
      ...before,
      backup: null,
      evidence: {},
      closed: { at: start, how: 'withdrawn' },
    });
  });
});
