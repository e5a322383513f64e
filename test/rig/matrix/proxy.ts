// Stands between the bot and its homeserver: passes everything on, until it is told to do harm.

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Asked, Fault, Which } from './faults.ts';

export type MatrixProxy = {
  readonly url: string;
  /** Every request so far, in the order in which they came. */
  readonly asked: readonly Asked[];
  /** What happens to the next `times` such requests (Infinity: all from now on); several faults of the same requests wait for their turn. Gives a way to lift it. */
  fault(which: Which, fault: Fault, times?: number): () => void;
  /** The next such request that comes, harmed or not. */
  next(which: Which): Promise<Asked>;
  /** Breaks off every connection, as a restart of the homeserver does. */
  cut(): void;
  stop(): Promise<void>;
};

type Planned = { readonly which: Which; readonly fault: Fault; left: number };

/** A proxy on a free port of 127.0.0.1. `target`: the homeserver's address. */
export async function startProxy(target: string): Promise<MatrixProxy> {
  const asked: Asked[] = [];
  const planned: Planned[] = [];
  const watching = new Set<(one: Asked) => void>();
  const faultOf = (one: Asked): Fault | null => {
    const plan = planned.find(({ which, left }) => left > 0 && meant(which, one));
    if (plan === undefined) return null;
    plan.left -= 1;
    return plan.fault;
  };
  const server = createServer((incoming, outgoing) => {
    // Whoever breaks off gets no answer.
    void serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await bytesOf(incoming);
    const one = askedBy(incoming, body);
    asked.push(one);
    for (const watcher of [...watching]) watcher(one);
    await suffer(faultOf(one), target, incoming, outgoing, body, one);
  };
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    fault: (which, fault, times = 1) => {
      const plan = { which, fault, left: times };
      planned.push(plan);
      return () => {
        plan.left = 0;
      };
    },
    next: (which) =>
      new Promise((resolve) => {
        const watcher = (one: Asked) => {
          if (!meant(which, one)) return;
          watching.delete(watcher);
          resolve(one);
        };
        watching.add(watcher);
      }),
    cut: () => server.closeAllConnections(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function suffer(
  fault: Fault | null,
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  body: Buffer,
  one: Asked,
): Promise<void> {
  if (fault === null) return stream(await passedOn(target, incoming, outgoing, body), outgoing);
  switch (fault.type) {
    case 'answers':
      return answer(outgoing, fault.status, { 'content-type': 'application/json', ...fault.headers }, fault.body);
    case 'drops':
      return void outgoing.destroy();
    case 'loses':
      await bytesOf(await passedOn(target, incoming, outgoing, body));
      return void outgoing.destroy();
    case 'holds':
      await fault.until;
      return stream(await passedOn(target, incoming, outgoing, body), outgoing);
    case 'rewrites': {
      const passed = await passedOn(target, incoming, outgoing, body);
      const { 'content-length': _, 'transfer-encoding': __, ...headers } = passed.headers;
      const json: unknown = JSON.parse(String(await bytesOf(passed)));
      return answer(outgoing, passed.statusCode ?? 502, headers, fault.as(json, one));
    }
    default:
      return fault satisfies never;
  }
}

function passedOn(
  target: string,
  { method, url, headers }: IncomingMessage,
  outgoing: ServerResponse,
  body: Buffer,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // An answer that may be rewritten must be readable.
    const { 'accept-encoding': _, ...kept } = headers;
    const where = new URL(url ?? '/', target);
    const passing = request(where, { method, headers: { ...kept, host: where.host } }, resolve).on('error', reject);
    // A long poll ends with whoever asked.
    outgoing.once('close', () => passing.destroy());
    passing.end(body);
  });
}

function stream(from: IncomingMessage, to: ServerResponse): void {
  to.writeHead(from.statusCode ?? 502, from.headers);
  from.on('error', () => to.destroy()).pipe(to);
}

function answer(to: ServerResponse, status: number, headers: NodeJS.Dict<string | string[]>, body: unknown): void {
  to.writeHead(status, headers);
  to.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function bytesOf(from: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// https://spec.matrix.org/latest/client-server-api/#transaction-identifiers
const withTxn = /\/(?:send|sendToDevice|redact)\/(?:.+\/)?([^/]+)$/;

function askedBy({ method = 'GET', url = '/' }: IncomingMessage, body: Buffer): Asked {
  const { pathname: path, searchParams: query } = new URL(url, 'http://proxy');
  const txn = method === 'PUT' ? (withTxn.exec(path)?.[1] ?? null) : null;
  return { method, path, query, txn: txn === null ? null : decodeURIComponent(txn), body: body.toString('utf8') };
}

const meant = ({ method, path }: Which, one: Asked): boolean => (method === undefined || method === one.method) && path.test(one.path);
