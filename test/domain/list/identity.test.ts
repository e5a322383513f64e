// Which accounts may become one person, and which may be taken off one.
import { describe, expect, test } from 'vitest';
import { decideLink, decideUnlink, type Party } from '../../../src/domain/list/identity.ts';
import type { PersonId } from '../../../src/domain/values/ids.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import { personNamed } from '../../setup/embargo.ts';

const [ada, adaSlack, bob, eve] = [personNamed('ada'), personNamed('ada@slack'), personNamed('bob'), personNamed('eve')];
const party = (person: PersonId, lists: readonly string[] = [], open: readonly PersonId[] = [person]): Party => ({ person, open, lists });

describe('a code that is typed', () => {
  test.each([
    ['by somebody on no list, given to a member', party(adaSlack), party(ada, ['oci']), { person: ada, alias: adaSlack }],
    ['by a member, given to somebody on no list', party(ada, ['oci']), party(adaSlack), { person: ada, alias: adaSlack }],
    ['where neither is on a list', party(adaSlack), party(ada), { person: ada, alias: adaSlack }],
    ['on the same list by two', party(ada, ['oci', 'other']), party(bob, ['oci']), refuse({ code: 'both-on-lists', same: ['oci'] })],
    ['on different lists by two', party(ada, ['oci']), party(bob, ['other']), refuse({ code: 'both-on-lists', same: [] })],
    ['by who was given it', party(ada, ['oci']), party(ada, ['oci']), refuse({ code: 'own-code' })],
    [
      'by another account of theirs',
      party(ada, ['oci'], [ada, adaSlack]),
      party(ada, ['oci'], [ada, adaSlack]),
      refuse({ code: 'own-code' }),
    ],
  ])('%s', (_, speaker, maker, decided) => expect(decideLink(speaker.person, speaker, maker)).toEqual(decided));

  test('from a closed account opens it for its own person', () => {
    const closed = party(ada, ['oci'], [adaSlack]);
    expect(decideLink(ada, closed, closed)).toEqual({ person: ada, alias: ada });
  });

  test('from a closed account takes no other account of its person along', () => {
    expect(decideLink(ada, party(ada, ['oci'], [adaSlack]), party(eve))).toEqual(refuse({ code: 'closed-account' }));
    expect(decideLink(ada, party(ada, [], [adaSlack]), party(eve))).toEqual(refuse({ code: 'closed-account' }));
  });

  test('from a closed account that stands for nobody else makes it another id of whoever gave the code', () => {
    expect(decideLink(eve, party(eve, [], []), party(ada, ['oci']))).toEqual({ person: ada, alias: eve });
  });
});

describe('an account that is taken off', () => {
  test.each([
    ['is the one that is spoken from', [adaSlack], adaSlack, null, adaSlack],
    ['is the one that is named, from wherever', [adaSlack], ada, adaSlack, adaSlack],
    ['is not the one that lists know', [adaSlack], ada, null, refuse({ code: 'known-by-this-id', others: [adaSlack] })],
    [
      'is not the one that lists know, named by another',
      [adaSlack],
      adaSlack,
      ada,
      refuse({ code: 'known-by-this-id', others: [adaSlack] }),
    ],
    ['is not somebody else’s', [adaSlack], ada, bob, refuse({ code: 'not-your-id' })],
    ['is none where there is no other', [], ada, null, refuse({ code: 'nothing-linked' })],
  ])('%s', (_, others, from, named, decided) => expect(decideUnlink(ada, others, from, named)).toEqual(decided));
});
