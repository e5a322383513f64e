// Calls to the homeserver, by the client of matrix-bot-sdk. Every failure is a SendFailure; nothing is logged but codes.
import { AsyncLocalStorage } from 'node:async_hooks';
import { getRequestFn, LogLevel, LogService, MatrixClient, setRequestFn } from 'matrix-bot-sdk';
import { SendFailure } from '../platform.ts';
import { Refused, refusalOf } from './failures.ts';
import { object, string } from './payload.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Query = Readonly<Record<string, string | number | undefined>>;

export type Api = {
  /** One request below `/_matrix/client`, such as `v3/sync`. Throws Refused when the homeserver says no, SendFailure `again` when it does not answer. */
  request(
    method: Method,
    path: string,
    options?: { query?: Query; body?: unknown; timeoutMs?: number; off?: AbortSignal },
  ): Promise<unknown>;
};

const timeoutMsDefault = 20_000;

// What the SDK writes holds requests and answers.
const silence = () => undefined;
LogService.setLogger({ info: silence, warn: silence, error: silence, debug: silence, trace: silence });
LogService.setLevel(LogLevel.ERROR);

type Answered = (
  error: unknown,
  response?: { statusCode: number; headers: Record<string, unknown>; body: unknown },
  body?: unknown,
) => void;
const ask: (params: unknown, answered: Answered) => { abort(): void } = getRequestFn();
/** What calls off the request that is being made: the SDK has no way to say it. */
const callingOff = new AsyncLocalStorage<AbortSignal | undefined>();
setRequestFn((params: unknown, answered: Answered) => {
  const off = callingOff.getStore();
  const stop = () => {
    asked.abort();
    answered(new SendFailure('again', 'called-off'));
  };
  const asked = ask(params, (error, response, body) => {
    off?.removeEventListener('abort', stop);
    // The SDK hands on the body of a refusal and not its headers, and the header is the one to go by (retry_after_ms is deprecated).
    const after = Number(string(response?.headers['retry-after']) ?? Number.NaN);
    if (response?.statusCode !== 429 || !Number.isFinite(after)) return answered(error, response, body);
    response.body = { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: Math.ceil(after * 1000) };
    answered(error, response, response.body);
  });
  off?.addEventListener('abort', stop, { once: true });
  // Between the wish to ask and the asking it may have been called off.
  if (off?.aborted === true) stop();
  return asked;
});

/** Calls with an access token; null for what needs none. `homeserver` is its address, `https://matrix.example.org`. */
export function apiOf(homeserver: string, token: string | null): Api {
  const client = new MatrixClient(homeserver, token ?? '');
  return {
    request: async (method, path, { query = {}, body = null, timeoutMs = timeoutMsDefault, off } = {}) => {
      const asked = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
      try {
        return await callingOff.run(off, () => client.doRequest(method, `/_matrix/client/${path}`, asked, body, timeoutMs));
      } catch (error) {
        throw translated(error);
      }
    },
  };
}

/** A part of a path, such as a room's id. */
export const part = (text: string): string => encodeURIComponent(text);

/** The SDK throws MatrixError where the answer is the homeserver's, the whole response where a proxy speaks for it, and else what the socket says. */
function translated(error: unknown): SendFailure {
  if (error instanceof SendFailure) return error;
  const { statusCode, body, code } = object(error instanceof Error ? { ...error, code: Reflect.get(error, 'code') } : error);
  if (typeof statusCode === 'number') return new Refused(refusalOf(statusCode, body));
  return new SendFailure('again', string(code) ?? 'no_answer');
}
