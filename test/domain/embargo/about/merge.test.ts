// Two embargoes that are about the same: one ends as a duplicate, and what is known of it goes on in the other.
import { describe, expect, test } from 'vitest';
import { nothingKnown, unknownVulnerability } from '../../../../src/domain/embargo/about/about.ts';
import { endedByMerge, letIn } from '../../../../src/domain/embargo/about/merge.ts';
import { recordsOwed } from '../../../../src/domain/embargo/about/records.ts';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import { consentOf } from '../../../../src/domain/embargo/consent.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../../../src/domain/embargo/facts.ts';
import { todosOf } from '../../../../src/domain/embargo/todos.ts';
import type { EmbargoId, ListId } from '../../../../src/domain/values/ids.ts';
import { isRefused, refuse } from '../../../../src/domain/values/refusal.ts';
import { dayMs } from '../../../../src/domain/values/time.ts';
import { about, ada, bob, carol, dave, embargo, evolved, list, says, signedBy, start } from '../../../setup/embargo.ts';

const merge: EmbargoCommand = { type: 'merge', other: 'brisk-wren' };
const [first, second, third] = ['CVE-2024-6387', 'CVE-2024-9999', 'CVE-2024-1111'] as const;
const of = (ids: readonly string[], number = 1) => ({ ...unknownVulnerability(number), ids });
const reporter = (name: string) => ({ name, handle: null, affiliation: null, credit: 'handle' }) as const;
const wren = (wish: Partial<Embargo> = {}): Embargo => embargo({ id: 'e2' as EmbargoId, codename: 'brisk-wren', ...wish });
const known = (wish: Partial<Embargo['about']>): Embargo['about'] => ({ ...nothingKnown, title: 'A title', ...wish });
const link = { embargo: 'e2' as EmbargoId, codename: 'brisk-wren', as: 'merged-from' } as const;

const after = (from: Embargo, facts: readonly EmbargoFact[]): Embargo => facts.reduce((known, fact) => evolved(known, fact), from);

/** Both, after the merge. */
function merged(here: Embargo, other: Embargo): { readonly here: Embargo; readonly other: Embargo } {
  const facts = says(ada, merge, here, { other });
  if (isRefused(facts)) throw new Error(facts.reason.code);
  return { here: after(here, facts), other: after(other, endedByMerge(here, other, ada.person)) };
}

describe('a duplicate', () => {
  test('ends as one, and both have in their record what became of it', () => {
    const { here, other } = merged(embargo({ about: known({}) }), wren({ about: known({}) }));
    expect(other.ended).toMatchObject({ reason: 'duplicate', by: [ada.person], because: null });
    expect(other.about.links).toEqual([{ embargo: 'e1', codename: 'calm-otter', as: 'merged-into' }]);
    expect(here.about.links).toEqual([link]);
    expect(here.ended).toBeNull();
  });

  test('that a representative called one ends by both their words', () => {
    const asked = wren({ disclosing: { by: bob.person, at: start, reason: 'duplicate' } });
    expect(merged(embargo(), asked).other.ended?.by).toEqual([bob.person, ada.person]);
  });

  test('of which nothing is new changes nothing that is known', () => {
    expect(says(ada, merge, embargo(), { other: wren() })).toEqual([{ type: 'merged', link }]);
  });

  test('hands over the ids, components and reporters that are not here yet; what is known here stays', () => {
    const here = embargo({
      about: known({
        vulnerabilities: [{ ...of([first]), versions: '< 2' }],
        components: [{ name: 'openssh', purls: ['pkg:a/b'] }],
        reporters: [reporter('Q Labs')],
      }),
    });
    const other = wren({
      about: known({
        title: 'Another title',
        vulnerabilities: [{ ...of([first, 'GHSA-2222-2222-2222']), versions: '< 3' }, of([second], 2), of([], 3)],
        components: [
          { name: 'OpenSSH', purls: ['pkg:a/b', 'pkg:c/d'] },
          { name: 'libssh', purls: [] },
        ],
        reporters: [{ ...reporter('q labs'), credit: 'none' }, reporter('K Research')],
      }),
    });
    expect(merged(here, other).here.about).toEqual({
      ...here.about,
      vulnerabilities: [
        { ...of([first, 'GHSA-2222-2222-2222']), versions: '< 2' },
        { ...of([second], 2), title: 'Another title' },
      ],
      components: [
        { name: 'openssh', purls: ['pkg:a/b', 'pkg:c/d'] },
        { name: 'libssh', purls: [] },
      ],
      reporters: [reporter('Q Labs'), reporter('K Research')],
      links: [link],
    });
  });

  test('gives its id to a vulnerability that has none, which keeps what is known of it', () => {
    const here = embargo({ about: known({ vulnerabilities: [{ ...of([]), versions: '< 2' }] }) });
    const other = wren({ about: known({ vulnerabilities: [{ ...of([second], 4), versions: '< 3', fixedIn: '3' }] }) });
    expect(merged(here, other).here.about.vulnerabilities).toEqual([{ ...of([second]), versions: '< 2', fixedIn: '3' }]);
  });

  test('gives none of its numbers to what it hands over, nor one that was removed here', () => {
    const here = embargo({ about: known({ vulnerabilities: [of([first])], numbersGiven: 5 }) });
    const other = wren({ about: known({ vulnerabilities: [of([second]), of([third], 2)] }) });
    expect(merged(here, other).here.about.vulnerabilities.map(({ number }) => number)).toEqual([1, 6, 7]);
  });

  test('was a sibling, and is none any more; a finding that was split off can still not be split off again', () => {
    const sibling = { embargo: 'e2' as EmbargoId, codename: 'brisk-wren', as: 'sibling' } as const;
    const split = { ...sibling, as: 'split-into', review: 1 } as const;
    const left = (links: Embargo['about']['links']) => merged(embargo({ about: { ...about, links } }), wren()).here.about.links;
    expect([left([sibling]), left([split])]).toEqual([[link], [split, link]]);
  });

  test('hands over the lists that were told, whose limits go on', () => {
    const told = { policy: 'linux-distros', since: start - dayMs } as const;
    const { here } = merged(embargo(), wren({ bound: [told] }));
    expect(here.bound).toMatchObject([told]);
    const before = { policy: 'linux-distros', since: start - 2 * dayMs } as const;
    expect(merged(embargo({ bound: [before] }), wren({ bound: [told] })).here.bound).toEqual([before]);
  });

  test('that is reopened goes on by itself', () => {
    const { other } = merged(embargo(), wren());
    expect(evolved(other, { type: 'embargo-reopened', reason: 'it is another' }).about.links).toEqual([]);
  });
});

describe('a CVE id', () => {
  const here = embargo({ about: known({ vulnerabilities: [of([first])] }) });
  const duplicate = (...ids: string[]) => wren({ about: known({ vulnerabilities: ids.map((id, index) => of([id], index + 1)) }) });
  const owed = (embargo: Embargo) => todosOf(embargo, list, ada.person, start).filter(({ type }) => type === 'publish');

  test('that the duplicate alone had lives on: it is not to be rejected, and its record is owed where it goes on', () => {
    const { here: goesOn, other } = merged(here, duplicate(first, second));
    expect(other.ended).not.toHaveProperty('rejectCve');
    expect(owed(other)).toEqual([]);
    expect(recordsOwed(goesOn)).toEqual([first, second]);
  });

  test('that both have is not: its record is owed once, after the end of the one that goes on', () => {
    const { here: goesOn, other } = merged(here, duplicate(first));
    expect(other.ended).not.toHaveProperty('rejectCve');
    expect(owed(other)).toEqual([]);
    expect(recordsOwed(goesOn)).toEqual([first]);
  });
});

describe('who knows of the duplicate', () => {
  test('is let in, and acknowledges here as anybody; who is in already is asked nothing', () => {
    const other = wren({ consents: { ...signedBy(ada, bob, carol, dave) } });
    const { here } = merged(embargo({ consents: signedBy(ada, bob) }), other);
    expect(letIn(embargo(), other, { list, now: start })).toEqual([dave.person]);
    expect([ada, bob, carol, dave].map((member) => consentOf(here, member))).toEqual(['signed', 'signed', 'invited', 'invited']);
  });

  test('is not let in where they declined, this one or the duplicate', () => {
    const declined = { [dave.person]: { state: 'declined', at: start } } as const;
    expect(letIn(embargo(), wren({ consents: { ...signedBy(ada), ...declined } }), { list, now: start })).toEqual([]);
    expect(
      letIn(embargo({ consents: { ...signedBy(ada), ...declined } }), wren({ consents: signedBy(ada, dave) }), { list, now: start }),
    ).toEqual([]);
  });
});

describe('a merge is refused', () => {
  const nothing = refuse({ code: 'needs-consent', state: 'none' });
  const to = (other: Embargo | null) => says(ada, merge, embargo(), { other });

  test('with itself', () => {
    expect(to(embargo())).toEqual(refuse({ code: 'merge-itself' }));
  });

  test('with one that has ended, and into one that has', () => {
    const ended = { at: start, by: [ada.person], reason: 'withdrawn', because: null } as const;
    expect(to(wren({ ended }))).toEqual(refuse({ code: 'other-over', codename: 'brisk-wren', at: start }));
    expect(says(ada, merge, embargo({ ended }), { other: wren() })).toEqual(
      refuse({ code: 'embargo-over', reason: 'withdrawn', at: start }),
    );
  });

  test('with one of another list, or one that the speaker may not know of, as if there were none', () => {
    expect(to(wren({ list: 'another' as ListId }))).toEqual(nothing);
    expect(to(null)).toEqual(nothing);
    expect(says(ada, merge, embargo())).toEqual(nothing);
  });

  test('with one that the speaker has not acknowledged', () => {
    expect(to(wren({ consents: signedBy(bob) }))).toEqual(refuse({ code: 'acknowledge-other', codename: 'brisk-wren' }));
  });

  test('while a report of the duplicate waits for a decision, and not once it is decided', () => {
    expect(to(wren({ decisionDue: start + 1 }))).toEqual(refuse({ code: 'other-undecided', codename: 'brisk-wren' }));
    expect(to(wren({ decisionDue: null }))).toHaveLength(1);
  });

  test('to who is no coordinator', () => {
    expect(says(bob, merge, embargo(), { other: wren() })).toEqual(refuse({ code: 'needs-role', roles: ['coordinator'] }));
  });
});

describe('somebody else who found it too', () => {
  const again = (name: string): EmbargoCommand => ({ type: 'found-again', reporter: reporter(name), note: 'a talk in August' });
  const here = embargo({ about: known({ reporters: [reporter('Q Labs')] }) });

  test('is a reporter from then on, with what they want as credit', () => {
    const facts = says(bob, again('Rosalind F'), here);
    expect(facts).toEqual([{ type: 'found-again', reporter: reporter('Rosalind F'), note: 'a talk in August' }]);
    expect(isRefused(facts) ? [] : after(here, facts).about.reporters).toEqual([reporter('Q Labs'), reporter('Rosalind F')]);
  });

  test('is nobody who is one already', () => {
    expect(says(bob, again('q labs '), here)).toEqual(refuse({ code: 'already-there', name: 'Q Labs' }));
  });

  test('is recorded while it runs', () => {
    const ended = { at: start, by: [ada.person], reason: 'withdrawn', because: null } as const;
    expect(says(bob, again('x'), { ...here, ended })).toMatchObject({ reason: { code: 'embargo-over' } });
  });
});
