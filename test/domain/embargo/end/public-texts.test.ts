// Texts for people: edited by hand, and approved as they were read.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import { decide } from '../../../../src/domain/embargo/decide.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import { approvedBy, textOf } from '../../../../src/domain/embargo/end/public-texts.ts';
import { purged } from '../../../../src/domain/embargo/end/purge.ts';
import { evolve } from '../../../../src/domain/embargo/evolve.ts';
import type { Member } from '../../../../src/domain/list/list.ts';
import { isRefused, refuse } from '../../../../src/domain/values/refusal.ts';
import { ada, agreedEmbargo, bob, carol, context, dave, grace, list, listOf, start } from '../../../setup/embargo.ts';

const write = (text: string): EmbargoCommand => ({ type: 'write-text', kind: 'post', text });
const approve = (hash: string): EmbargoCommand => ({ type: 'approve-text', kind: 'post', hash });
const remake: EmbargoCommand = { type: 'make-text', kind: 'post' };

const says = (from: Embargo, by: Member, command: EmbargoCommand) => decide(from, command, context(by));

function having(from: Embargo, ...said: readonly (readonly [Member, EmbargoCommand])[]): Embargo {
  return said.reduce((before, [by, command]) => {
    const decision = says(before, by, command);
    if (isRefused(decision)) throw new Error(decision.reason.code);
    return decision.reduce<Embargo>((each, fact) => evolve(each, { fact, at: start, by: by.person }), before);
  }, from);
}

const whose = (embargo: Embargo, hash: string, on = list) => approvedBy(embargo, on, 'post', hash);

describe('editing', () => {
  test('what was written stands until it is dropped or written anew; the same again changes nothing', () => {
    const written = having(agreedEmbargo(), [bob, write('by hand')]);
    expect(textOf(written, 'post').written).toEqual({ text: 'by hand', by: bob.person, at: start });
    expect(textOf(written, 'notice').written).toBeUndefined();
    expect(says(written, ada, write('by hand'))).toEqual(refuse({ code: 'text-written-already', kind: 'post' }));
    expect(textOf(having(written, [ada, write('better')]), 'post').written).toMatchObject({ text: 'better', by: ada.person });
    const dropped = having(written, [ada, remake]);
    expect(textOf(dropped, 'post').written).toBeUndefined();
    expect(says(dropped, ada, remake)).toEqual(refuse({ code: 'text-not-written', kind: 'post' }));
  });

  test('reviewers neither edit nor approve, and nobody does who has not acknowledged', () => {
    for (const command of [write('x'), approve('h'), remake]) {
      const consents = { ...agreedEmbargo().consents, [dave.person]: { state: 'signed' as const, at: start, seen: 0 } };
      expect(says(agreedEmbargo({ consents }), dave, command)).toMatchObject({ reason: { code: 'needs-role' } });
      const { [carol.person]: _, ...without } = agreedEmbargo().consents;
      expect(says(agreedEmbargo({ consents: without }), carol, command)).toMatchObject({ reason: { code: 'needs-consent' } });
    }
  });
});

describe('approving', () => {
  test('takes two people, one of them a coordinator', () => {
    const one = having(agreedEmbargo(), [bob, approve('h')]);
    expect(whose(one, 'h')).toMatchObject({ people: [bob.person], enough: false });
    expect(whose(having(one, [carol, approve('h')]), 'h').enough).toBe(false);
    expect(whose(having(one, [ada, approve('h')]), 'h')).toMatchObject({ people: [bob.person, ada.person], enough: true });
    expect(whose(having(agreedEmbargo(), [ada, approve('h')], [grace, approve('h')]), 'h').enough).toBe(true);
  });

  test('is of the text that was read: of another one it says nothing, and each person has one', () => {
    const both = having(agreedEmbargo(), [ada, approve('h')], [bob, approve('h')]);
    expect(whose(both, 'other')).toMatchObject({ people: [], enough: false });
    expect(says(both, ada, approve('h'))).toEqual(refuse({ code: 'text-approved-already', kind: 'post' }));
    expect(whose(having(both, [ada, approve('other')]), 'h')).toMatchObject({ people: [bob.person], enough: false });
  });

  test('of who has left the list counts no more', () => {
    const both = having(agreedEmbargo(), [ada, approve('h')], [bob, approve('h')]);
    expect(whose(both, 'h', listOf({ members: [ada, carol] }))).toMatchObject({ people: [ada.person], enough: false });
  });
});

test('once it is purged, nothing of what was written is kept, and nothing is written any more', () => {
  const gone = purged(having(agreedEmbargo(), [bob, write('by hand')], [ada, approve('h')]), start);
  expect(JSON.stringify(gone.texts)).not.toContain('by hand');
  expect(whose(gone, 'h').people).toEqual([ada.person]);
  for (const command of [write('again'), approve('i')])
    expect(says(gone, ada, command)).toEqual(refuse({ code: 'embargo-purged', at: start }));
});
