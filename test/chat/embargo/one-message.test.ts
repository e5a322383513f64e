import { expect, test } from 'vitest';
import { joined } from '../../../src/chat/embargo/one-message.ts';
import { naming, toPerson, toRooms } from '../../../src/chat/message/address.ts';
import { actions, line, type Node } from '../../../src/chat/message/message.ts';
import { ada, bob, embargo, list } from '../../setup/embargo.ts';
import { linesOf, messagesOf } from '../../setup/said.ts';

const calm = embargo();
const dates = { kind: 'dates', urgency: 'answer' } as const;
const press = (words: string) => actions({ label: words, words });
const toBob = (manner: Parameters<typeof toPerson>[2], ...nodes: Node[]) => toPerson(bob.person, { embargo: calm, list }, manner, nodes);

test('two messages of one kind to one person are one, as urgent as the more urgent, with each line and each button once', () => {
  const all = joined([
    toBob(dates, line('The date moved.'), press('status')),
    toPerson(ada.person, { embargo: calm, list }, dates, [line('The date moved.')]),
    toBob(
      { ...dates, urgency: 'deadline', topic: 'moment' },
      line('The date moved.'),
      line('Yours is closed.'),
      press('status'),
      press('todo'),
    ),
  ]);
  expect(all.map(({ to, urgency }) => [to.type === 'person' && to.person, urgency])).toEqual([
    [bob.person, 'deadline'],
    [ada.person, 'answer'],
  ]);
  const [message] = all.flatMap(messagesOf);
  expect(linesOf(message?.nodes ?? [])).toEqual(['calm-otter · oci list', 'The date moved.', '[status]', 'Yours is closed.', '[todo]']);
  expect(message?.push).toBe("calm-otter: it's time");
});

test.each([
  ['what is heard under other conditions', toBob({ kind: 'metadata', urgency: 'answer' }, line('More.'))],
  ['what names another embargo', naming(toBob(dates, line('More.')), [calm])],
  ['what is edited later', { ...toBob(dates, line('More.')), card: { key: 'walk', pin: false } }],
  [
    'an answer in a room',
    { ...toBob(dates, line('More.')), to: { type: 'person', person: bob.person, room: 'terminal:#x' as never } } as const,
  ],
  ['a post in a room', toRooms(list, calm, dates, [line('More.')])[0] as never],
])('%s stays by itself', (_, other) => {
  const said = [toBob(dates, line('The date moved.')), other];
  expect(joined(said)).toEqual(said);
});
