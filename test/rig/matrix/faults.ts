// What can go wrong between the bot and its homeserver, as data.

/** A request that came by. `path` is without its query. `txn`: the transaction id of a send, redaction or to-device request; null for others. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly txn: string | null;
  readonly body: string;
};

/** Which requests are meant: of this method (any, where not given), with a path like this. */
export type Which = { readonly method?: string; readonly path: RegExp };

export type Fault =
  /** Answered by the proxy; the homeserver never hears of it. */
  | { readonly type: 'answers'; readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** The connection is gone before the homeserver hears of it. */
  | { readonly type: 'drops' }
  /** The homeserver does it, and the connection is gone before its answer comes. */
  | { readonly type: 'loses' }
  /** Passed on only then. */
  | { readonly type: 'holds'; readonly until: Promise<unknown> }
  /** The JSON of the homeserver's answer is another. */
  | { readonly type: 'rewrites'; readonly as: (json: unknown, asked: Asked) => unknown };

export const badGateway: Fault = { type: 'answers', status: 502, body: 'Bad Gateway' };
/** Too many requests, for so many seconds: both ways in which Synapse says it. */
export const limited = (seconds: number): Fault => ({
  type: 'answers',
  status: 429,
  body: { errcode: 'M_LIMIT_EXCEEDED', error: 'Too Many Requests', retry_after_ms: seconds * 1000 },
  headers: { 'retry-after': String(seconds) },
});
/** The access token is not known any more; `soft`: its owner may log in again and keep the device. */
export const loggedOut = (soft: boolean): Fault => ({
  type: 'answers',
  status: 401,
  body: { errcode: 'M_UNKNOWN_TOKEN', error: 'Invalid access token passed.', soft_logout: soft },
});
