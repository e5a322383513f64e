// A coordinator reminds people: who owes something, at most once an hour each.
import { describe, expect, test } from 'vitest';
import { distributorsOf, membersOf } from '../../../src/domain/list/list.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import { hourMs } from '../../../src/domain/values/time.ts';
import { ada, agreedEmbargo, bob, carol, dave, embargo, evolved, list, mallory, says, signedBy, start } from '../../setup/embargo.ts';

const silent = embargo({ consents: signedBy(ada, bob) });
const all = { type: 'remind', person: null } as const;

describe('a coordinator', () => {
  test('reminds everybody else who owes something', () => {
    expect(says(ada, all, silent)).toMatchObject([{ type: 'nudged', people: expect.arrayContaining([bob.person, carol.person]) }]);
  });

  test('reminds one person once an hour, and the clock’s reminders count', () => {
    const one = { type: 'remind', person: bob.person } as const;
    const again = evolved(silent, { type: 'nudged', people: [bob.person] }, 'clock', start);
    expect(says(ada, one, again, { now: start + hourMs - 1 })).toEqual(
      refuse({ code: 'nobody-to-remind', name: 'bob', again: start + hourMs }),
    );
    expect(says(ada, one, again, { now: start + hourMs })).toEqual([{ type: 'nudged', people: [bob.person] }]);
    expect(says(ada, all, again, { now: start + 1 })).toMatchObject([{ people: expect.not.arrayContaining([bob.person]) }]);
  });

  test.each(['bob', 'Bob', 'BOB'])('reminds somebody by name, %s', (called) =>
    expect(says(ada, { type: 'remind', person: null, called }, silent)).toEqual([{ type: 'nudged', people: [bob.person] }]),
  );

  test('reminds the people of an organization who owe something, and nobody of none', () => {
    const { id, name } = distributorsOf(list)[0] ?? { id: '', name: '' };
    const theirs = membersOf(list).flatMap(({ person, distributor }) => (distributor === id ? [person] : []));
    expect(theirs).toEqual([bob.person, dave.person]);
    expect(says(ada, { type: 'remind', person: null, called: name.toUpperCase() }, silent)).toEqual([
      { type: 'nudged', people: [bob.person] },
    ]);
    for (const called of ['nemo', 'bob and carol', ''])
      expect(says(ada, { type: 'remind', person: null, called }, silent)).toEqual(
        refuse({ code: 'nobody-called', called, several: false }),
      );
  });

  test('asks which where a person and an organization are called alike', () => {
    const [, other] = distributorsOf(list);
    const alike = { ...list, members: { ...list.members, [bob.person]: { ...bob, name: other?.name ?? '' } } };
    expect(says(ada, { type: 'remind', person: null, called: other?.name ?? '' }, silent, { list: alike })).toEqual(
      refuse({ code: 'nobody-called', called: other?.name ?? '', several: true }),
    );
  });

  test('does not remind who owes nothing, or is not on the list', () => {
    const agreed = agreedEmbargo();
    expect(says(ada, { type: 'remind', person: bob.person }, agreed)).toEqual(
      refuse({ code: 'nobody-to-remind', name: 'bob', again: null }),
    );
    expect(says(ada, { type: 'remind', person: mallory.person }, silent)).toEqual(refuse({ code: 'not-on-the-list' }));
  });
});
