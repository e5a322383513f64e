// What waits for a second approval, order by order: every command of both unions is given once at least, and what is not named here goes at once.
import { describe, expect, test } from 'vitest';
import { authority, type EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import { embargoRules } from '../../src/domain/embargo-risks.ts';
import { type ListCommand, listAuthority } from '../../src/domain/list/commands.ts';
import { listRules } from '../../src/domain/list-risks.ts';
import type { Rule } from '../../src/domain/second-approval.ts';
import { type Given, givenToEmbargo, givenToList } from '../setup/orders.ts';

const ofEmbargo = Object.keys(authority) as EmbargoCommand['type'][];
const ofList = Object.keys(listAuthority) as ListCommand['type'][];

/** Each order that waits, as often as it does: `changing`, or `moving, at once` where it hangs on more. */
function waiting<Type extends string>(types: readonly Type[], given: (type: Type) => readonly Given[]): Record<string, string> {
  const rows = types.map((type) => [type, [...new Set(given(type).map(({ risk }) => risk ?? 'at once'))].sort().join(', ')] as const);
  return Object.fromEntries(rows.filter(([, verdict]) => verdict !== 'at once'));
}

describe('what waits for a second approval', () => {
  test('of the orders to an embargo', () => {
    expect(waiting(ofEmbargo, givenToEmbargo)).toEqual({
      admit: 'adding',
      'widen-audience': 'adding',
      amend: 'changing',
      'ask-exception': 'adding, at once',
      'answer-date': 'at once, moving',
      'decide-date': 'at once, moving',
      'settle-date': 'at once, moving',
      'bind-policy': 'changing',
      end: 'at once, ending',
      reopen: 'changing',
      'propose-date': 'at once, moving',
      'publish-patch': 'changing',
      'dismiss-finding': 'at once, changing',
      'confirm-finding': 'at once, changing',
      'unbind-policy': 'changing',
      unlink: 'changing',
      merge: 'ending',
      'found-again': 'changing',
    });
  });

  test('of the orders to a list that has a running embargo', () => {
    expect(waiting(ofList, givenToList)).toEqual({
      'accept-identity': 'adding',
      'add-key': 'changing',
      'add-person': 'adding, at once',
      'adopt-policy': 'changing',
      'adopt-room': 'adding, at once',
      'answer-handover': 'adding, at once',
      'give-strike': 'changing',
      'leave-room': 'removing',
      'make-room': 'adding',
      'offer-handover': 'adding, at once',
      'remove-distributor': 'removing',
      'rename-distributor': 'at once, changing',
      'remove-person': 'removing',
      'set-profile': 'at once, changing',
      'set-room-keys': 'adding, at once',
      'trust-team': 'adding',
    });
  });
});

describe('the table of facts', () => {
  // By way of create, link and unlink, which are no commands to an embargo or a list; by the list's terms, of an ack; and of an invite to who is on no list.
  const otherwise = ['embargo-created', 'outsider-invited', 'identity-linked', 'identity-unlinked', 'terms-accepted'];
  const made = new Set([...ofEmbargo.flatMap(givenToEmbargo), ...ofList.flatMap(givenToList)].flatMap(({ facts }) => facts));
  const rows = [...Object.entries<Rule<never, never>>(embargoRules), ...Object.entries<Rule<never, never>>(listRules)];

  test('has a reason for each, in a sentence', () => {
    expect(rows.filter(([, { because }]) => !/^[A-Z].+\.$/.test(because))).toEqual([]);
  });

  test('says of a fact that no order makes it where none does, and of no other; were one to, it would wait', () => {
    const unordered = rows.filter(([, { ordered }]) => ordered === false);
    expect(unordered.map(([type]) => type).filter((type) => made.has(type))).toEqual([]);
    expect(unordered.map(([, { waits }]) => waits)).toEqual(unordered.map(() => 'changing'));
    const ordered = rows.filter(([, { ordered: is }]) => is !== false).map(([type]) => type);
    expect([...new Set(ordered.filter((type) => !made.has(type)))]).toEqual(otherwise);
  });
});
