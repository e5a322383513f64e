// What is said of an application: to the applicant nothing of who is on the list, to coordinators what stands against it, to the list everybody who comes.
import { describe, expect, test } from 'vitest';
import { announceList } from '../../../../src/chat/announce-list.ts';
import type { ListCommand } from '../../../../src/domain/list/commands.ts';
import { decideList } from '../../../../src/domain/list/decide.ts';
import type { List, Member } from '../../../../src/domain/list/list.ts';
import { asked } from '../../../../src/domain/list/membership/application.ts';
import { isRefused } from '../../../../src/domain/values/refusal.ts';
import { dayMs, type Instant } from '../../../../src/domain/values/time.ts';
import { ada, bob, carol, grace, list, policyHash, room, speaking, start } from '../../../setup/embargo.ts';
import {
  applied,
  applying,
  deciding,
  erin,
  frank,
  heard,
  opening,
  since,
  voting,
  vouching,
  withProfile,
} from '../../../setup/membership.ts';
import { linesOf, messagesOf } from '../../../setup/said.ts';

const evidence = { type: 'give-evidence', criterion: null, text: 'here' } as const;
const submitting = { type: 'submit-application' } as const;
const naming = { type: 'name-backup', person: frank.person, name: 'frank' } as const;
const accepting = { type: 'accept-policy', hash: policyHash } as const;

/** What is said when somebody says something, by whom it is said to. */
function said(before: List, by: Member, command: ListCommand, now: Instant = start): Record<string, string> {
  const facts = decideList(before, command, speaking(by, { now }));
  if (isRefused(facts)) throw new Error(facts.reason.code);
  const context = { list: since(before, facts, now), before, running: [], now, to: { person: by.person, room: null }, policyHash };
  const told: Record<string, string> = {};
  for (const each of announceList(facts, context).answers) {
    const whom = each.to.type === 'room' ? each.to.room : each.to.person;
    const lines = messagesOf(each).flatMap(({ nodes }) => linesOf(nodes));
    told[whom] = [...(told[whom] === undefined ? [] : [told[whom]]), ...lines].join('\n');
  }
  return told;
}

const almost = (organisation: string, entity: string, to: List = list) =>
  heard(to, [erin, applying(organisation, entity)], ...asked(to).map(() => [erin, evidence] as const));

describe('handing in an application', () => {
  const known = withProfile(list, { id: list.distributors[bob.distributor ?? never()]?.id ?? never() }, { entity: 'Nova Holding' });
  const rejected = heard(applied('discussion', known), [ada, deciding(false)]);
  const why = 'Nobody can vouch for it now. Only coordinators see why: ';

  test.each([
    ['that is on the list', 'Nova', 'Other Ltd', "it's Nova, which is on the list, or has the same name."],
    ['that is called like one on the list', 'Ѕеvеn Linuх', 'Other Ltd', "it's Seven Linux, which is on the list, or has the same name."],
    ['whose legal entity is behind one on the list', 'Newer', 'Nova Holding SA', "it's Nova, which is on the list, or has the same name."],
  ])(
    'of an organisation %s says the same to the applicant as any, and the reason to coordinators alone',
    (_, organisation, entity, reason) => {
      const told = said(almost(organisation, entity, known), erin, submitting);
      const plain = said(almost('Quay', 'Quay Ltd', known), erin, submitting);
      expect(told[erin.person]).toBe(plain[erin.person]);
      expect([told[room], plain[room] === undefined]).toEqual([undefined, false]);
      expect([told[ada.person], told[grace.person]].map((text) => text?.includes(why + reason))).toEqual([true, true]);
      expect(plain[ada.person]).not.toContain(why);
    },
  );

  test('of one that was rejected lately, too', () => {
    const twice = heard(
      rejected,
      [frank, applying('Harbour', 'Harbour Inc.', 'frank')],
      ...asked(list).map(() => [frank, evidence] as const),
    );
    const told = said(twice, frank, submitting);
    expect(told[frank.person]).toBe(said(almost('Quay', 'Quay Ltd', known), erin, submitting)[erin.person]);
    expect([told[room], told[ada.person]?.includes(`${why}it can apply again after `)]).toEqual([undefined, true]);
  });
});

describe('whom an application names as its voucher', () => {
  const naming = (text: string) => heard(almost('Quay', 'Quay Ltd'), [erin, { type: 'give-evidence', criterion: 'voucher', text }]);
  const asks = 'Quay applies to join oci and names you as its voucher (application 1). Do you vouch for it?';
  const askedBy = (text: string) =>
    Object.entries(said(naming(text), erin, submitting)).flatMap(([whom, lines]) => (lines.includes(asks) ? [whom] : []));

  test.each([
    ['by name', 'Bob will vouch for erin joining the list.', [bob.person]],
    ['by handle', '@bob', [bob.person]],
    ['by id', `${bob.person} vouches`, [bob.person]],
    ['with somebody else', 'Carol or Bob', [bob.person, carol.person]],
    ['who is not on the list', 'CrashOverride will vouch', []],
    ['whose name is in another word', 'Bobby will', []],
    ['among everybody', 'ada, bob, carol, grace: any of them', []],
    ['themself', 'erin', []],
    ['who only reviews', 'dave', []],
  ])('%s: they alone are asked', (_, text, whom) => expect(askedBy(text).sort()).toEqual([...whom].sort()));

  test('says the same to the applicant whoever it is, and to coordinators whether they were found', () => {
    const found = said(naming('Bob will vouch'), erin, submitting);
    const strange = said(naming('CrashOverride will vouch'), erin, submitting);
    expect(found[erin.person]).toBe(strange[erin.person]);
    expect(found[ada.person]).toContain('It names bob (Nova) as its voucher. I asked them.');
    expect(strange[ada.person]).toContain("I can't find its voucher on the list: “CrashOverride will vouch”");
  });

  test('is asked where the name comes after the application, and where nothing stands against it', () => {
    const handedIn = heard(naming('CrashOverride'), [erin, submitting]);
    expect(said(handedIn, erin, { type: 'give-evidence', criterion: 'voucher', text: 'bob' })[bob.person]).toContain(asks);
    const known = heard(almost('Nova', 'Other Ltd'), [erin, { type: 'give-evidence', criterion: 'voucher', text: 'carol' }]);
    expect(said(known, erin, submitting)[carol.person]).toBeUndefined();
  });
});

describe('a whole application', () => {
  const started = heard(list, [erin, applying('Quay', 'Quay Ltd')]);
  const whole = 'alias: security@quay.example\nusers: many\nrecord: our blog\norigin: our own\npolicy: accepted';

  test('is shown back before anything is handed in, with what has no answer, and the next question', () => {
    const lines = said(started, erin, { type: 'give-evidence', criterion: null, text: whole })[erin.person]?.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'Your application to oci, not submitted yet:',
        expect.stringContaining('alias: security@quay.example'),
        'No answer yet: contribute, voucher, pgp (not required).',
        'Criterion 6 of 8, contribute: Be willing to contribute back.',
      ]),
    );
  });

  test('with nothing missing that is required offers to hand it in', () => {
    const complete = `${whole}\ncontribute: yes\nvoucher: carol`;
    const text = said(started, erin, { type: 'give-evidence', criterion: null, text: complete })[erin.person];
    expect(text).toContain('No answer yet: pgp (not required).');
    expect(text).not.toContain('Criterion');
  });
});

describe('an organization that has joined', () => {
  const now = start + 7 * dayMs;
  const joined = (alias: string) => {
    const named = heard(almost('Quay', 'Quay Ltd'), [erin, { type: 'give-evidence', criterion: 'alias', text: alias }], [erin, submitting]);
    const voted = heard(
      named,
      [bob, vouching],
      [ada, opening],
      [bob, voting('yes')],
      [carol, voting('yes')],
      [ada, deciding(true), { now }],
    );
    const distributors = Object.values(heard(voted, [erin, accepting, { now }]).distributors);
    return distributors.find(({ name }) => name === 'Quay')?.profile?.alias;
  };
  test.each([
    ['Yes, please subscribe security@quay.example to the announce list.', 'security@quay.example'],
    ['<mailto:security@quay.example|security@quay.example>', 'security@quay.example'],
    ['Yes, we have one.', null],
    ['a@quay.example or b@quay.example', null],
  ])('has the alias of its application: %j', (said, alias) => expect(joined(said)).toBe(alias));
});

describe('a second contact', () => {
  test('is told to the list when they are named, by name and account', () => {
    const told = said(applied('voucher'), erin, naming);
    const text = 'Harbour (application 1) names a second contact: frank, terminal:frank. The list votes on both.';
    expect([told[room], told[ada.person], told[grace.person]]).toEqual([text, text, text]);
    expect(said(applied('drafting'), erin, naming)).toEqual({
      [erin.person]: expect.stringContaining('frank is the second contact of Harbour.'),
    });
  });

  test('is told to the list when the application is handed in, and when it votes', () => {
    const text = 'Its second contact would be frank, terminal:frank.';
    const drafted = heard(almost('Harbour', 'Harbour Inc.'), [erin, naming]);
    const handedIn = said(drafted, erin, submitting);
    expect([handedIn[room], handedIn[ada.person]].map((each) => each?.includes(text))).toEqual([true, true]);
    const discussed = heard(drafted, [erin, submitting], [bob, vouching]);
    expect(said(discussed, ada, opening)[room]).toContain(text);
  });

  const now = start + 7 * dayMs;
  const accepted = heard(
    applied('discussion'),
    [erin, naming],
    [ada, opening],
    [bob, voting('yes')],
    [carol, voting('yes')],
    [ada, deciding(true), { now }],
  );

  test('is told to the rooms and to coordinators when they come with the applicant', () => {
    const told = said(heard(accepted, [frank, accepting, { now }]), erin, accepting, now);
    expect(told[room]).toBe('Harbour joined the list, through erin, with frank as second contact.');
    expect(told[ada.person]).toContain('through erin, with frank as second contact.');
    expect(told[frank.person]).toContain('Welcome');
  });

  test('is told to the rooms and to coordinators when they come later', () => {
    const told = said(heard(accepted, [erin, accepting, { now }]), frank, accepting, now);
    const text = 'frank is now on the list, for Harbour.';
    expect([told[room], told[ada.person], told[grace.person]]).toEqual([text, text, text]);
  });
});

function never(): never {
  throw new Error('there is none');
}
