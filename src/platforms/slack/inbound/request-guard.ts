// What anybody on the internet may send to the port: little, soon, and with the marks of Slack's signature, before a byte of the body is kept. Bolt
// then checks the signature itself.
import type { IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { minuteMs } from '../../../domain/values/time.ts';
import type { SlackLog } from './bolt-log.ts';

/** A pressed button brings its whole message along; the largest is well under this. */
export const bodyLimitBytes = 1_000_000;
// All bodies that are being read, together: Slack's are some kilobytes each.
const bodiesLimitBytes = 32_000_000;
const connectionsMax = 500;
const certificateCheckBytes = 200;
// https://docs.slack.dev/authentication/verifying-requests-from-slack: as Bolt has it.
const toleranceMs = 5 * minuteMs;

/** For Node's `createServer`, in milliseconds: a request that is not there within seconds is closed. Slack itself waits three for its answer. */
export const serverOptions: ServerOptions = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
};

/** Puts the guard before what the server does with requests to `path`. `now` is this machine's clock, in epoch milliseconds, as Bolt's is. */
export function guardRequests(server: Server, path: string, { log, now }: { log: SlackLog; now: () => number }): void {
  server.maxConnections = connectionsMax;
  const handlers = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  let reading = 0;
  const toBolt = (request: IncomingMessage, response: ServerResponse) => {
    for (const handle of handlers) handle(request, response);
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== 'POST' || request.url?.split('?')[0] !== path) return toBolt(request, response);
    const length = Number(request.headers['content-length'] ?? Number.NaN);
    const status = refusal(request, length, now()) ?? (reading + length > bodiesLimitBytes ? 503 : null);
    if (status !== null) return refuse(request, response, status, log);
    reading += length;
    request.once('close', () => {
      reading -= length;
    });
    readBody(request, (body) => {
      if (!isTaken(request, body)) return refuse(request, response, 400, log);
      // Bolt takes a body that was read already from here.
      Object.assign(request, { rawBody: body });
      toBolt(request, response);
    });
  });
}

/** Why a request is not looked at, as an HTTP status; null when it is. */
function refusal({ headers }: IncomingMessage, length: number, now: number): number | null {
  if (Number.isNaN(length)) return 411;
  if (length > bodyLimitBytes) return 413;
  // Slack's own check of the certificate comes without a signature, and is a line long: Bolt knows it.
  if (length <= certificateCheckBytes && headers['x-slack-signature'] === undefined) return null;
  if (!/^v0=[0-9a-f]{64}$/.test(String(headers['x-slack-signature']))) return 401;
  const signedAt = Number(headers['x-slack-request-timestamp'] ?? Number.NaN) * 1000;
  return Math.abs(now - signedAt) <= toleranceMs ? null : 401;
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, log: SlackLog): void {
  log('slack.refused', { why: `status-${status}` });
  // What else it sends is not waited for.
  response.writeHead(status, { connection: 'close' }).end(() => request.destroy());
}

/** Node lets no more through than the length that was promised. A request that breaks off is closed, and nobody waits for it. */
function readBody(request: IncomingMessage, whole: (body: Buffer) => void): void {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => void parts.push(part));
  request.on('error', () => undefined);
  request.once('end', () => whole(Buffer.concat(parts)));
}

/** Bolt reads a JSON body's fields without a look at whether it has any. */
function isTaken({ headers }: IncomingMessage, body: Buffer): boolean {
  const text = body.toString();
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
  const json = isForm ? parse(text).payload : text;
  if (isForm && typeof json !== 'string') return true;
  try {
    const value: unknown = JSON.parse(String(json));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
