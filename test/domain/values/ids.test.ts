// Who a person and what a room is, by their ids: the platform stands in front, and nothing else passes for one.
import { describe, expect, test } from 'vitest';
import { personId, platformOf, roomId } from '../../../src/domain/values/ids.ts';

describe('a person', () => {
  test.each([
    'slack:T024/U0123',
    'slack:E024/W0123',
    'matrix:@ada:example.org',
    'matrix:@ada:example.org:8448',
    'matrix:@ada:[2001:db8::1]:8448',
    'terminal:ada',
    'terminal:ada@slack',
    'terminal:a.b-c_2',
  ])('%s is one', (text) => expect(personId(text)).toBe(text));

  test.each([
    '',
    'ada',
    '@ada',
    'slack:U0123',
    'slack:T024/C0123',
    'slack:T024/u0123',
    'slack:T024/U0123 ',
    'slack:T024/U0123\n',
    'matrix:ada:example.org',
    'matrix:@ada',
    'matrix:@a da:example.org',
    'matrix:@ada:example.org.',
    'matrix:@ada:example.org,',
    'matrix:@ada:-example.org',
    'terminal:ada.',
    'terminal:Ada',
    'terminal:#room',
    'terminal:',
    'irc:ada',
    'x terminal:ada',
  ])('%j is none', (text) => expect(personId(text)).toBeNull());
});

describe('a room', () => {
  test.each(['slack:T024/C0123', 'slack:E024/G0123', 'matrix:!abc:example.org', 'matrix:!roomOfVersionTwelve', 'terminal:#oci-private'])(
    '%s is one',
    (text) => expect(roomId(text)).toBe(text),
  );

  test.each([
    '',
    '#oci-private',
    'slack:T024/U0123',
    'slack:C0123',
    'matrix:#alias:example.org',
    'matrix:!a b',
    'terminal:oci',
    'terminal:#OCI',
    'terminal:#oci\n',
  ])('%j is none', (text) => expect(roomId(text)).toBeNull());
});

test('both say which platform they live on', () => {
  const ids = ['slack:T024/U0123', 'matrix:@ada:example.org', 'terminal:ada'].map((text) => personId(text));
  const rooms = ['slack:T024/C0123', 'matrix:!abc:example.org', 'terminal:#oci'].map((text) => roomId(text));
  expect([...ids, ...rooms].map((id) => (id === null ? null : platformOf(id)))).toEqual([
    'slack',
    'matrix',
    'terminal',
    'slack',
    'matrix',
    'terminal',
  ]);
});
