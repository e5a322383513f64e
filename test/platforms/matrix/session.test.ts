// Trying a password leaves nothing behind, and says what the homeserver said of the password.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { tryPassword } from '../../../src/platforms/matrix/session.ts';

const user = '@embargo:example.org';
let server: Server | null = null;

/** A homeserver that takes the password, and answers to logging out with these, one after the other. */
async function homeserver(logouts: readonly { readonly status: number; readonly errcode: string }[]) {
  const asked: string[] = [];
  const left = [...logouts];
  const made = createServer(({ url = '' }, answer) => {
    asked.push(url.split('/').at(-1) ?? '');
    const failure = url.endsWith('/logout') ? left.shift() : undefined;
    const body = url.endsWith('/login') ? { user_id: user, device_id: 'D', access_token: 'a-token' } : {};
    answer.writeHead(failure?.status ?? 200, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(failure === undefined ? body : { errcode: failure.errcode }));
  });
  server = made;
  await new Promise<void>((resolve) => void made.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    access: { homeserver: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, user, token: null, password: 'right' },
  };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('a password that is right', () => {
  const away = { status: 502, errcode: 'M_UNKNOWN' };
  test.each([
    ['logging out works at once', [], 1],
    ['logging out works only at the third try', [away, away], 3],
    ['logging out does not work', [away, away, away, away], 3],
    ['the session is over already', [{ status: 401, errcode: 'M_UNKNOWN_TOKEN' }], 1],
  ])('is right also where %s', async (_where, logouts, tries) => {
    const { asked, access } = await homeserver(logouts);
    expect(await tryPassword(access)).toBe(user);
    expect(asked).toEqual(['login', ...Array.from({ length: tries }, () => 'logout')]);
  });
});
