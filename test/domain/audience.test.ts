// Who may hear what: one table for persons, one for rooms. What is not allowed in them is not said.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Audience, type Kind, mayHear, type Request } from '../../src/domain/audience.ts';
import type { ConsentState } from '../../src/domain/embargo/consent.ts';
import { roomFaults as faults, faultsOf, type RoomFault } from '../../src/domain/list/room-audit.ts';

const kinds = [
  'personal',
  'membership',
  'warning',
  'terms',
  'dates',
  'metadata',
  'detail',
  'record',
  'published',
] as const satisfies readonly Kind[];
const consents = ['none', 'invited', 'signed', 'lapsed', 'declined'] as const satisfies readonly ConsentState[];

const person = (consent: ConsentState): Audience => ({ type: 'person', standing: consent === 'none' ? 'none' : 'member', consent });
const outsider = (consent: ConsentState): Audience => ({ type: 'person', standing: 'outsider', consent });
const room = (adopted: boolean, ...found: readonly RoomFault[]): Audience => ({
  type: 'room',
  adopted,
  audit: { name: '#oci-private', faults: found },
  teams: [],
});
/** A room that these teams share, of which those are named. */
const shared = (
  teams: readonly string[],
  named: readonly string[],
  ...more: readonly RoomFault[]
): Extract<Audience, { type: 'room' }> => ({
  type: 'room',
  adopted: true,
  audit: { name: '#oci-private', faults: ['shared-externally', ...more], teams },
  teams: named,
});
const verdicts = (audience: Audience) => kinds.map((kind) => mayHear(kind, audience).verdict).join(' ');

describe('a person hears', () => {
  test.each<[ConsentState, string]>([
    //            personal membership warning  terms    dates    metadata detail record published
    ['none', '    say      withhold withhold withhold withhold withhold withhold withhold withhold'],
    ['invited', ' say      say      say      say      say      less     less less less'],
    ['lapsed', '  say      say      say      say      say      less     less less less'],
    ['declined', 'say      say      say      say      say      less     less less less'],
    ['signed', '  say      say      say      say      say      say      say say say'],
  ])('%s: %s', (consent, said) => expect(verdicts(person(consent))).toBe(said.trim().replace(/ +/g, ' ')));
});

describe('somebody from outside of the list hears nothing of what the list does', () => {
  test.each<[ConsentState, string]>([
    //            personal membership warning  terms    dates    metadata detail   record published
    ['none', '    say      withhold withhold withhold withhold withhold withhold withhold withhold'],
    ['invited', ' say      withhold withhold say      say      withhold less     withhold withhold'],
    ['lapsed', '  say      withhold withhold say      say      withhold less     withhold withhold'],
    ['declined', 'say      withhold withhold say      say      withhold less     withhold withhold'],
    ['asked', '   say      withhold withhold say      say      withhold say      withhold withhold'],
    ['signed', '  say      withhold withhold say      say      withhold say      withhold withhold'],
  ])('%s: %s', (consent, said) => expect(verdicts(outsider(consent))).toBe(said.trim().replace(/ +/g, ' ')));
});

describe('a room hears', () => {
  test.each<[string, Audience, string]>([
    //                                                   personal membership warning  terms    dates    metadata detail record published
    ['adopted and private', room(true), '                withhold say      say      say      say      say      less less say'],
    ['private, but of no list', room(false), '           withhold withhold withhold withhold withhold withhold withhold withhold withhold'],
    ['public', room(true, 'public'), '                   withhold withhold say      withhold withhold withhold withhold withhold withhold'],
    ['public, and of no list', room(false, 'public'), '  withhold withhold withhold withhold withhold withhold withhold withhold withhold'],
    ['shared', room(true, 'shared-externally'), '        withhold withhold say      withhold withhold withhold withhold withhold withhold'],
    ['shared with those named', shared(['T1'], ['T1']), 'withhold say      say      say      say      say      less less say'],
    ['shared with another', shared(['T1', 'T2'], ['T1']), 'withhold withhold say    withhold withhold withhold withhold withhold withhold'],
    ['archived', room(true, 'archived'), '               withhold withhold withhold withhold withhold withhold withhold withhold withhold'],
    ['without the bot', room(true, 'bot-is-not-in-it'), 'withhold withhold withhold withhold withhold withhold withhold withhold withhold'],
    [
      'with two faults',
      room(true, 'public', 'archived'),
      'withhold withhold withhold withhold withhold withhold withhold withhold withhold',
    ],
  ])('%s: %s', (_, audience, said) => expect(verdicts(audience)).toBe(said.trim().replace(/ +/g, ' ')));
});

describe('sharing a room with other organisations is no fault', () => {
  const faultsWith = (teams: readonly string[] | undefined, named: readonly string[], ...found: readonly RoomFault[]) =>
    faultsOf({ name: '#oci-private', faults: found, ...(teams === undefined ? {} : { teams }) }, named);

  test.each<[string, readonly string[] | undefined, readonly string[], readonly RoomFault[], readonly RoomFault[]]>([
    ['where the only one is named', ['T1'], ['T1'], ['shared-externally'], []],
    ['where each of them is named', ['T1', 'T2'], ['T2', 'T1', 'T3'], ['shared-externally'], []],
    ['but it is where one of them is not', ['T1', 'T2'], ['T1'], ['shared-externally'], ['shared-externally']],
    ['but it is where none is named', ['T1'], [], ['shared-externally'], ['shared-externally']],
    ['but it is where nobody knows with whom', [], ['T1'], ['shared-externally'], ['shared-externally']],
    ['but it is where the platform does not tell', undefined, ['T1'], ['shared-externally'], ['shared-externally']],
    ['and makes no other fault good', ['T1'], ['T1'], ['public', 'shared-externally', 'archived'], ['public', 'archived']],
  ])('%s', (_, teams, named, found, left) => expect(faultsWith(teams, named, ...found)).toEqual(left));
});

test.each<[Kind, Audience, Request]>([
  ['detail', person('none'), { verdict: 'withhold', because: 'no-need-to-know' }],
  ['detail', person('lapsed'), { verdict: 'less', because: 'terms-lapsed' }],
  ['detail', room(true), { verdict: 'less', because: 'detail-in-a-room' }],
  ['dates', room(true, 'public', 'archived'), { verdict: 'withhold', because: 'room-public-and-archived' }],
  ['dates', room(false), { verdict: 'withhold', because: 'room-not-adopted' }],
  ['personal', room(true), { verdict: 'withhold', because: 'personal-in-a-room' }],
  ['detail', person('signed'), { verdict: 'say' }],
])('%s: the reason is a code, and names nobody', (kind, audience, request) => expect(mayHear(kind, audience)).toEqual(request));

const someTeams = fc.subarray(['T1', 'T2', 'T3']);
const anyRoom = fc
  .record({ adopted: fc.boolean(), found: fc.subarray([...faults]), teams: someTeams, named: someTeams })
  .map(({ adopted, found, teams, named }): Audience => ({ ...shared(teams, named), adopted, audit: { name: '#r', faults: found, teams } }));
const anyAudience = fc.oneof(fc.constantFrom(...consents).map(person), anyRoom);

test('detail is said to those who signed, and to nobody else', () => {
  fc.assert(
    fc.property(anyAudience, (audience) => {
      const signed = audience.type === 'person' && audience.consent === 'signed';
      expect(mayHear('detail', audience).verdict === 'say').toBe(signed);
    }),
  );
});

test('what was reported from outside is said to coordinators, whatever they have signed, and to nobody and nowhere else', () => {
  fc.assert(
    fc.property(anyAudience, fc.boolean(), (audience, coordinator) => {
      const told = audience.type === 'person' ? { ...audience, coordinator } : audience;
      expect(mayHear('report', told).verdict).toBe(told.type === 'person' && coordinator ? 'say' : 'withhold');
    }),
  );
});

test('who may hear a thing may hear what is less than it', () => {
  const rank = { withhold: 0, less: 1, say: 2 };
  const ladder = ['terms', 'dates', 'metadata', 'detail'] as const;
  fc.assert(
    fc.property(anyAudience, fc.constantFrom(0, 1, 2), (audience, index) => {
      const [lesser, more] = [ladder[index] ?? 'terms', ladder[index + 1] ?? 'detail'];
      expect(rank[mayHear(lesser, audience).verdict]).toBeGreaterThanOrEqual(rank[mayHear(more, audience).verdict]);
    }),
  );
});

test('a room that is not proven fit hears nothing but a warning', () => {
  fc.assert(
    fc.property(anyRoom, fc.constantFrom(...kinds), (audience, kind) => {
      if (audience.type !== 'room') throw new Error('not a room');
      const { audit, teams, adopted } = audience;
      const unnamed =
        audit.faults.includes('shared-externally') && !(audit.teams?.length && audit.teams.every((team) => teams.includes(team)));
      const unfit = unnamed || audit.faults.some((fault) => fault !== 'shared-externally');
      if (adopted && !unfit) return;
      const silent = audit.faults.some((fault) => fault === 'archived' || fault === 'bot-is-not-in-it' || fault === 'upgraded');
      const warned = kind === 'warning' && adopted && !silent;
      expect(mayHear(kind, audience).verdict).toBe(warned ? 'say' : 'withhold');
    }),
  );
});
