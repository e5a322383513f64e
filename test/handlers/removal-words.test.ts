// The button that removes an organisation carries the reason that was given: word by word, whatever it is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../src/chat/parse.ts';
import { readText } from '../../src/chat/values/text.ts';
import { removalShown } from '../../src/handlers/membership.ts';
import type { Request } from '../../src/inbound/request.ts';
import { ada, list, seven, start } from '../setup/embargo.ts';
import { actionsOf, messagesOf } from '../setup/said.ts';

const reasons = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('"', '“', '\\', ' ', '=', 'a', 'for=strikes', 'sure=yes', 'name=nova', '\n'),
    minLength: 1,
    maxLength: 12,
  }),
);

test('a reason with quotes, names of arguments or several lines in it stays the reason', () => {
  const to: Request['to'] = { person: ada.person, room: null };
  fc.assert(
    fc.property(reasons, (typed) => {
      const read = readText(typed, 2000, 'many');
      // Full-width digits are digits, whoever types them.
      fc.pre(read.ok && !/[\uff10-\uff19]/.test(typed));
      const because = read.ok ? read.value : '';
      const order = {
        type: 'remove-distributor',
        distributor: seven.name,
        ground: { type: 'criterion', key: 'alias' },
        because,
        sure: false,
      } as const;
      const shown = removalShown({ to } as Request, list, order);
      const words = messagesOf(shown ?? never()).flatMap(({ nodes }) => actionsOf(nodes).map((action) => action.words));
      expect(words.map((said) => parse(said, { now: start, zone: null, codenames: [] }))).toMatchObject([
        { type: 'intent', intent: { to: 'list', command: { ...order, distributor: seven.id, sure: true } } },
      ]);
    }),
  );
});

function never(): never {
  throw new Error('it was not shown');
}
