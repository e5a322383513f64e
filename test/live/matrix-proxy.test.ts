// The proxy that stands before the homeserver in tests of what can go wrong: each harm is done as it says, so often as it says, and to nothing else.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { badGateway, limited, loggedOut } from '../rig/matrix/faults.ts';
import { type MatrixProxy, startProxy } from '../rig/matrix/proxy.ts';

let upstream: Server;
let proxy: MatrixProxy;
/** What the server behind the proxy did. */
let done: string[];
let hold: Promise<unknown>;

beforeEach(async () => {
  done = [];
  hold = Promise.resolve();
  upstream = createServer(async (incoming, outgoing) => {
    done.push(`${incoming.method} ${incoming.url}`);
    await hold;
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ members: ['@ada:localhost'] }));
  });
  await new Promise<void>((resolve) => void upstream.listen(0, '127.0.0.1', resolve));
  proxy = await startProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await proxy.stop();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

const send = '/_matrix/client/v3/rooms/!r:localhost/send/m.room.encrypted/row-1';
const sends = { method: 'PUT', path: /\/send\// };
const get = async (path: string, method = 'GET') => {
  const answer = await fetch(proxy.url + path, { method, ...(method === 'GET' ? {} : { body: '{"a":1}' }) });
  return { status: answer.status, after: answer.headers.get('retry-after'), text: await answer.text() };
};
const passed = { status: 200, after: null, text: '{"members":["@ada:localhost"]}' };

it('passes on what nobody has planned to harm, and writes down what came by', async () => {
  expect(await get('/_matrix/client/v3/sync?since=s1')).toEqual(passed);
  expect(await get(send, 'PUT')).toEqual(passed);
  expect(done).toEqual(['GET /_matrix/client/v3/sync?since=s1', `PUT ${send}`]);
  expect(proxy.asked.map(({ method, path, query, txn, body }) => ({ method, path, since: query.get('since'), txn, body }))).toEqual([
    { method: 'GET', path: '/_matrix/client/v3/sync', since: 's1', txn: null, body: '' },
    { method: 'PUT', path: send, since: null, txn: 'row-1', body: '{"a":1}' },
  ]);
});

it('answers in the place of the homeserver, so often as planned and to such requests only', async () => {
  proxy.fault(sends, badGateway, 2);
  proxy.fault(sends, limited(3));
  proxy.fault({ path: /\/sync$/ }, loggedOut(true));
  expect(await get('/versions')).toEqual(passed);
  expect(await get(send, 'PUT')).toEqual({ status: 502, after: null, text: 'Bad Gateway' });
  expect((await get(send, 'PUT')).status).toBe(502);
  expect(await get(send, 'PUT')).toMatchObject({ status: 429, after: '3' });
  expect(JSON.parse((await get('/_matrix/client/v3/sync')).text)).toMatchObject({ errcode: 'M_UNKNOWN_TOKEN', soft_logout: true });
  expect(done).toEqual(['GET /versions']);
  expect(await get(send, 'PUT')).toEqual(passed);
});

it('loses a request before it has an effect, or its answer after', async () => {
  proxy.fault(sends, { type: 'drops' });
  await expect(get(send, 'PUT')).rejects.toThrow('fetch failed');
  expect(done).toEqual([]);
  proxy.fault(sends, { type: 'loses' });
  await expect(get(send, 'PUT')).rejects.toThrow('fetch failed');
  expect(done).toEqual([`PUT ${send}`]);
  expect(await get(send, 'PUT')).toEqual(passed);
});

it('lies about what the homeserver said, until that is lifted', async () => {
  const lift = proxy.fault(
    { path: /members/ },
    { type: 'rewrites', as: (json, { path }) => ({ was: json, path }) },
    Number.POSITIVE_INFINITY,
  );
  expect((await get('/members')).text).toBe('{"was":{"members":["@ada:localhost"]},"path":"/members"}');
  expect((await get('/members')).text).toContain('was');
  lift();
  expect(await get('/members')).toEqual(passed);
});

it('holds a request back until it may go on', async () => {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  proxy.fault(sends, { type: 'holds', until });
  const came = proxy.next(sends);
  const answer = get(send, 'PUT');
  expect((await came).txn).toBe('row-1');
  expect(done).toEqual([]);
  release();
  expect(await answer).toEqual(passed);
});

it('cuts every connection, and takes new ones', async () => {
  let release: () => void = () => undefined;
  hold = new Promise<void>((resolve) => {
    release = resolve;
  });
  const came = proxy.next({ path: /sync/ });
  const poll = get('/sync');
  await came;
  proxy.cut();
  await expect(poll).rejects.toThrow('fetch failed');
  release();
  expect(await get('/sync')).toEqual(passed);
});
