// Two embargoes that belong together, and one that becomes two.
import { describe, expect, test } from 'vitest';
import { onTheOther } from '../../../../src/domain/embargo/about/links.ts';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import { consentOf } from '../../../../src/domain/embargo/consent.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../../src/domain/embargo/evolve.ts';
import type { FindingKind } from '../../../../src/domain/policy/checklist.ts';
import { splitFacts } from '../../../../src/domain/split.ts';
import type { EmbargoId, ListId } from '../../../../src/domain/values/ids.ts';
import { isRefused, refuse } from '../../../../src/domain/values/refusal.ts';
import { samples } from '../../../setup/commands.ts';
import {
  about,
  ada,
  bob,
  carol,
  context,
  dave,
  embargo,
  evolved,
  finding,
  findings,
  list,
  says,
  signedBy,
  start,
} from '../../../setup/embargo.ts';

const wren = embargo({ id: 'e2' as EmbargoId, codename: 'brisk-wren' });
const link = { embargo: wren.id, codename: wren.codename, as: 'sibling' } as const;
const linked = embargo({ about: { ...about, links: [link] } });
const siblings: EmbargoCommand = { type: 'link-siblings', other: wren.codename };
const apart: EmbargoCommand = { type: 'unlink', other: wren.codename };

describe('siblings', () => {
  test('are linked, and the other way round too', () => {
    const facts = says(ada, siblings, embargo(), { other: wren });
    expect(facts).toEqual([{ type: 'linked', link }]);
    const [fact] = isRefused(facts) ? [] : facts;
    expect(fact && onTheOther(fact, embargo())).toEqual({
      on: wren.id,
      fact: { type: 'linked', link: { embargo: 'e1', codename: 'calm-otter', as: 'sibling' } },
    });
    expect(evolved(embargo(), { type: 'linked', link }).about.links).toEqual([link]);
  });

  test('are linked once, and unlinked once', () => {
    expect(says(ada, siblings, linked, { other: wren })).toEqual(refuse({ code: 'linked-already', codename: 'brisk-wren' }));
    expect(says(ada, apart, linked, { other: wren })).toEqual([{ type: 'unlinked', embargo: wren.id }]);
    expect(says(ada, apart, embargo(), { other: wren })).toEqual(refuse({ code: 'not-linked', codename: 'brisk-wren' }));
    expect(evolved(linked, { type: 'unlinked', embargo: wren.id }).about.links).toEqual([]);
    expect(onTheOther({ type: 'unlinked', embargo: wren.id }, linked)).toEqual({ on: wren.id, fact: { type: 'unlinked', embargo: 'e1' } });
  });

  test('are linked by nobody who may not know what both are about', () => {
    const nothing = refuse({ code: 'needs-consent', state: 'none' });
    expect(says(ada, siblings, embargo(), { other: null })).toEqual(nothing);
    expect(says(ada, siblings, embargo())).toEqual(nothing);
    expect(says(ada, siblings, embargo(), { other: { ...wren, list: 'another' as ListId } })).toEqual(nothing);
    expect(says(ada, siblings, embargo(), { other: { ...wren, consents: signedBy(bob) } })).toEqual(
      refuse({ code: 'acknowledge-other', codename: 'brisk-wren' }),
    );
    expect(says(ada, siblings, embargo(), { other: embargo() })).toEqual(refuse({ code: 'same-embargo' }));
    expect(says(bob, siblings, embargo(), { other: wren })).toEqual(refuse({ code: 'needs-role', roles: ['coordinator'] }));
  });
});

describe('a finding', () => {
  const fresh = { id: 'e3' as EmbargoId, codename: 'plain-heron' };
  const found = (kind: FindingKind, wish: Partial<Embargo> = {}) =>
    embargo({ findings: findings(finding(1, { kind, by: dave.person })), ...wish });
  const command = { ...samples.split, type: 'split' } as Extract<EmbargoCommand, { type: 'split' }>;
  const split = (from: Embargo) => says(ada, command, from, { fresh });

  test.each<FindingKind>(['additional-issue', 'new-bug', 'other'])('of the kind %s becomes an embargo of its own', (kind) => {
    expect(split(found(kind))).toEqual([
      { type: 'linked', link: { embargo: 'e3', codename: 'plain-heron', as: 'split-into', finding: 1 } },
      { type: 'finding-answered', number: 1, answer: 'own-embargo', because: null },
    ]);
  });

  test('has its own date, the same components, and its finder in it, who has acknowledged nothing yet', () => {
    const facts = splitFacts(found('new-bug'), command, context(ada, { fresh }));
    expect(facts.map(({ type }) => type)).toEqual(['embargo-created', 'terms-acknowledged', 'date-proposed', 'person-admitted']);
    const made = facts.reduce<Embargo | null>((state, fact) => evolve(state, { fact, at: start, by: ada.person }), null);
    expect(made?.about).toMatchObject({
      title: 'The same race elsewhere',
      components: about.components,
      reporters: [{ name: 'dave' }],
      links: [{ embargo: 'e1', codename: 'calm-otter', as: 'split-from' }],
    });
    expect(made?.about.vulnerabilities).toMatchObject([{ number: 1, ids: [] }]);
    expect(made && [ada, dave, carol].map((member) => consentOf(made, member))).toEqual(['signed', 'invited', 'invited']);
  });

  test('that is an embargo already is not split off again, and that one is named', () => {
    const links = [{ embargo: fresh.id, codename: 'plain-heron', as: 'split-into', finding: 1 }] as const;
    expect(split(found('new-bug', { about: { ...about, links } }))).toEqual(refuse({ code: 'split-already', codename: 'plain-heron' }));
    expect(split(found('new-bug', { about: { ...about, links: [{ ...links[0], finding: 2 }] } }))).toHaveLength(2);
  });

  test('that is about the patch, or is none, is not split off', () => {
    expect(split(found('incomplete-fix'))).toEqual(refuse({ code: 'nothing-to-split', kind: 'incomplete-fix' }));
    expect(split(embargo({ findings: findings(finding(2)) }))).toEqual(refuse({ code: 'unknown-finding', number: 1, last: 2 }));
    expect(split(embargo())).toEqual(refuse({ code: 'unknown-finding', number: 1, last: null }));
  });

  test('is split off within the policy, by a coordinator', () => {
    const past = { ...command, date: { ...command.date, at: start - 1 } };
    expect(says(ada, past, found('new-bug'), { fresh })).toMatchObject({ reason: { code: 'date-problems' } });
    expect(says(bob, command, found('new-bug'), { fresh, list })).toEqual(refuse({ code: 'needs-role', roles: ['coordinator'] }));
  });
});
