// What an embargo is about: as many vulnerabilities, components and reporters as there are, and what was written while there was one of each.
import { describe, expect, test } from 'vitest';
import {
  type About,
  aboutOf,
  amendedAbout,
  type SingleAbout,
  shippersOf,
  unknownVulnerability,
} from '../../../../src/domain/embargo/about/about.ts';
import type { AboutOrder, SaidNames } from '../../../../src/domain/embargo/commands.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import { isRefused, refuse } from '../../../../src/domain/values/refusal.ts';
import { about, ada, embargo, list, nova, played, says, start } from '../../../setup/embargo.ts';

const [first, second, third] = ['CVE-2025-31133', 'CVE-2025-52565', 'CVE-2025-52881'] as const;
const severity = { vector: 'CVSS:3.1/AV:L', score: 7.5, rating: 'high' };

const single: SingleAbout = {
  title: 'Overflow',
  component: 'quuxd',
  versions: '< 2',
  severity,
  cve: first,
  exploitability: 'local',
  reporter: 'rosalind',
};

/** What is known after orders that must succeed; or the refusal of the first that does not. */
function ordered(from: Embargo, ...orders: readonly AboutOrder[]) {
  const decision = says(ada, { type: 'amend', orders }, from);
  if (isRefused(decision)) return decision;
  const [fact] = decision;
  return fact?.type === 'amended' ? amendedAbout(from.about, fact.changes) : null;
}
const add = (...ids: readonly (readonly string[])[]): AboutOrder => ({ what: 'add-vulnerabilities', ids, details: {} });
const set = (
  id: string,
  details: Extract<AboutOrder, { what: 'set-vulnerability' }>['details'],
  more: string | null = null,
): AboutOrder => ({
  what: 'set-vulnerability',
  id,
  add: more,
  details,
});
const said = (text: string): SaidNames => {
  const words = text.split(' ');
  return words.map((word, index) => ({ word, rest: words.slice(index).join(' ') }));
};
const remove = (id: string, because: string | null = null): AboutOrder => ({ what: 'remove-vulnerability', id, because });
const nameless = embargo({ about: { ...about, vulnerabilities: [unknownVulnerability(1)] } });
const three = embargo({
  about: {
    ...about,
    vulnerabilities: [first, second, third].map((id, index) => ({ ...unknownVulnerability(index + 1), ids: [id], severity })),
  },
});

describe('what was written while there was one of each', () => {
  test('is understood as one vulnerability, one component and one reporter', () => {
    expect(aboutOf(single)).toEqual({
      title: 'Overflow',
      exploitability: 'local',
      conditions: null,
      mitigation: null,
      urgent: false,
      vulnerabilities: [{ ...unknownVulnerability(1), ids: [first], severity, versions: '< 2' }],
      components: [{ name: 'quuxd', purls: [] }],
      reporters: [{ name: 'rosalind', handle: null, affiliation: null, credit: 'name' }],
      links: [],
    } satisfies About);
    expect(aboutOf({ ...single, cve: null, reporter: null })).toMatchObject({ vulnerabilities: [{ ids: [] }], reporters: [] });
    expect(aboutOf(about)).toBe(about);
  });

  test('changes the first of what there is, and nothing else', () => {
    const known = aboutOf(single);
    expect(amendedAbout(known, { cve: second, versions: '< 3' })).toEqual({
      ...known,
      vulnerabilities: [{ ...unknownVulnerability(1), ids: [second], severity, versions: '< 3' }],
    });
    expect(amendedAbout(known, { cve: null, severity: null, component: 'runc', reporter: null })).toEqual({
      ...known,
      vulnerabilities: [{ ...unknownVulnerability(1), versions: '< 2' }],
      components: [{ name: 'runc', purls: [] }],
      reporters: [],
    });
    expect(amendedAbout(known, { title: 'Another' })).toEqual({ ...known, title: 'Another' });
    expect(amendedAbout(three.about, { cve: null }).vulnerabilities.map(({ ids }) => ids)).toEqual([[], [second], [third]]);
  });
});

describe('ids', () => {
  test('are added: the first to the vulnerability that has none, each other with its own', () => {
    expect(ordered(nameless, add([first], [second, 'GHSA-xr7r-f8xq-vfvv']))).toMatchObject({
      vulnerabilities: [
        { number: 1, ids: [first] },
        { number: 2, ids: [second, 'GHSA-xr7r-f8xq-vfvv'] },
      ],
    });
  });

  test('replace none, and are not added twice', () => {
    expect(ordered(three, add(['CVE-2025-1'], [second]))).toEqual(refuse({ code: 'already-there', name: second }));
    expect(ordered(three, set(first, {}, third))).toEqual(refuse({ code: 'already-there', name: third }));
    expect(ordered(three, set(first, {}, 'GHSA-xr7r-f8xq-vfvv'))).toMatchObject({
      vulnerabilities: [{ ids: [first, 'GHSA-xr7r-f8xq-vfvv'] }, { ids: [second] }, { ids: [third] }],
    });
  });

  test('are taken back; with its last id a vulnerability goes, but the only one stays', () => {
    expect(ordered(three, remove(second))).toMatchObject({ vulnerabilities: [{ number: 1 }, { number: 3 }] });
    const only = embargo({ about: aboutOf(single) });
    expect(ordered(only, remove(first))).toMatchObject({ vulnerabilities: [{ number: 1, ids: [], versions: '< 2' }] });
    expect(ordered(three, remove('CVE-2025-1'))).toEqual(refuse({ code: 'not-there', name: 'CVE-2025-1', there: [first, second, third] }));
  });

  test('are never given the number of a vulnerability that was taken back', () => {
    const amend = (...orders: AboutOrder[]) => [ada, { type: 'amend', orders }] as const;
    const without = played(three, [amend(remove(third))]);
    expect(without.about).toMatchObject({ vulnerabilities: [{ number: 1 }, { number: 2 }], numbersGiven: 3 });
    expect(ordered(without, add([third]))).toMatchObject({ vulnerabilities: [{ number: 1 }, { number: 2 }, { number: 4, ids: [third] }] });
    // Nor after several, nor where one in the middle was.
    const fewer = played(three, [amend(remove(second)), amend(remove(third))]);
    expect(ordered(fewer, add([second]))).toMatchObject({ vulnerabilities: [{ number: 1 }, { number: 4 }] });
    expect(ordered(three, add(['CVE-2025-1']))).toMatchObject({ vulnerabilities: [{}, {}, {}, { number: 4 }] });
  });

  test('whose record is linked are taken back with a reason only', () => {
    const link = { at: start, by: ada.person, link: 'https://example.org' };
    const linked = { ...three, published: { [`cve:${second}`]: link } };
    expect(ordered(linked, remove(second))).toEqual(refuse({ code: 'needs-because' }));
    expect(ordered(linked, remove(first))).toMatchObject({ vulnerabilities: [{ number: 2 }, { number: 3 }] });
    expect(says(ada, { type: 'amend', orders: [remove(second, 'rejected')] }, linked)).toMatchObject([{ because: 'rejected' }]);
  });
});

describe('one of several vulnerabilities', () => {
  test('is said by its id or its number', () => {
    const fixed = { vulnerabilities: [{ fixedIn: null }, { fixedIn: '1.2.8', severity }, { fixedIn: null }] };
    expect(ordered(three, set(second, { fixedIn: '1.2.8' }))).toMatchObject(fixed);
    expect(ordered(three, set('2', { fixedIn: '1.2.8' }))).toMatchObject(fixed);
    expect(ordered(three, set('4', { fixedIn: '1.2.8' }))).toMatchObject({ reason: { code: 'not-there' } });
  });

  test('is asked for, where there is one it need not be said', () => {
    const order: AboutOrder = { what: 'only-vulnerability', details: { versions: '< 9' } };
    expect(ordered(three, order)).toEqual(refuse({ code: 'which-vulnerability', ids: [first, second, third] }));
    expect(ordered(nameless, order)).toMatchObject({ vulnerabilities: [{ number: 1, versions: '< 9' }] });
  });
});

describe('components and reporters', () => {
  const component = (name: string, ...purls: string[]): AboutOrder => ({ what: 'add-components', components: [{ name, purls }] });
  const reporter = (name: string) => ({ name, handle: null, affiliation: null, credit: 'none' }) as const;

  test('are added; of a component that is there, the package URLs', () => {
    expect(ordered(three, component('runc'))).toMatchObject({ components: [{ name: 'quuxd' }, { name: 'runc' }] });
    expect(ordered(three, component('Quuxd', 'pkg:rpm/quuxd'))).toMatchObject({
      components: [{ name: 'quuxd', purls: ['pkg:rpm/quuxd'] }],
    });
    expect(ordered(three, component('QUUXD'))).toEqual(refuse({ code: 'already-there', name: 'quuxd' }));
    const both = { what: 'add-components', components: ['QUUXD', 'youki'].map((name) => ({ name, purls: [] })) } as const;
    expect(ordered(three, both)).toMatchObject({ components: [{ name: 'quuxd' }, { name: 'youki' }] });
    expect(ordered(three, { what: 'add-reporters', reporters: [reporter('lise')] })).toMatchObject({
      reporters: [{ name: 'rosalind' }, { name: 'lise' }],
    });
    expect(ordered(three, { what: 'add-reporters', reporters: [reporter('Rosalind')] })).toEqual(
      refuse({ code: 'already-there', name: 'rosalind' }),
    );
  });

  test('are taken back, but the last component', () => {
    const gone = (name: string): AboutOrder => ({ what: 'remove-component', said: said(name), because: null });
    expect(ordered(three, gone('quuxd'))).toEqual(refuse({ code: 'last-component' }));
    expect(ordered(three, component('runc'), gone('quuxd'))).toMatchObject({ components: [{ name: 'runc' }] });
    expect(ordered(three, gone('crun'))).toEqual(refuse({ code: 'not-there', name: 'crun', there: ['quuxd'] }));
    expect(ordered(three, { what: 'remove-reporter', said: said('ROSALIND'), because: null })).toMatchObject({ reporters: [] });
    expect(ordered(three, { what: 'remove-reporter', said: said('lise'), because: null })).toEqual(
      refuse({ code: 'not-there', name: 'lise', there: ['rosalind'] }),
    );
  });

  test('several are taken back at once, by names of several words too; what stands behind is the reason', () => {
    const components = ['quuxd', 'runc', 'lib quux', 'lib'].map((name) => ({ name, purls: [] }));
    const four = embargo({ about: { ...about, components } });
    const gone = (text: string): AboutOrder => ({ what: 'remove-component', said: said(text), because: null });
    const left = (text: string) => {
      const after = ordered(four, gone(text));
      return after !== null && 'components' in after ? after.components.map(({ name }) => name) : after?.reason;
    };
    expect(left('runc lib quux')).toEqual(['quuxd', 'lib']);
    expect(left('runc , LIB')).toEqual(['quuxd', 'lib quux']);
    expect(left('runc and lib and quuxd')).toEqual(['lib quux']);
    expect(left('runc it was mistyped')).toEqual(['quuxd', 'lib quux', 'lib']);
    // What could be a name is none of the reason, and nothing is taken back.
    expect(left('runc crun')).toMatchObject({ code: 'not-there', name: 'crun' });
    expect(left('runc , crun it was mistyped')).toMatchObject({ code: 'not-there', name: 'crun' });
    expect(left('crun runc')).toMatchObject({ code: 'not-there', name: 'crun' });
    const order = (text: string) => says(ada, { type: 'amend', orders: [gone(text)] }, four);
    expect(order('runc it was mistyped')).toMatchObject([{ because: 'it was mistyped' }]);
    expect(order('runc')).not.toMatchObject([{ because: expect.anything() }]);
  });

  test('tell by package URL who ships any of them', () => {
    const ships = { ...nova, profile: { ships: ['pkg:rpm/nova/runc'] } };
    const on = { ...list, distributors: { ...list.distributors, [nova.id]: ships } } as typeof list;
    const of = (...components: About['components']) => shippersOf({ ...about, components }, on).map(({ name }) => name);
    expect(of({ name: 'crun', purls: [] }, { name: 'runc', purls: [] })).toEqual(['Nova']);
    expect(of({ name: 'something', purls: ['pkg:rpm/nova/runc'] })).toEqual(['Nova']);
    expect(of({ name: 'crun', purls: [] })).toEqual([]);
  });
});

test('several changes in one breath are made all, or none', () => {
  const title: AboutOrder = { what: 'whole', changes: { title: 'Another' } };
  expect(ordered(three, title, add([first]))).toEqual(refuse({ code: 'already-there', name: first }));
  expect(ordered(three, title, add(['CVE-2025-1']))).toMatchObject({ title: 'Another', vulnerabilities: { length: 4 } });
  expect(ordered(three, { what: 'whole', changes: { title: three.about.title } })).toEqual(refuse({ code: 'nothing-to-change' }));
});
