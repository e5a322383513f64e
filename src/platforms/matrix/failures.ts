// What went wrong with a call to the homeserver, as the rest of the bot understands it. Error codes: https://spec.matrix.org/latest/client-server-api/#standard-error-response
import { SendFailure } from '../platform.ts';
import { integer, object, string } from './payload.ts';

/** An answer of the homeserver that is no success. `code` is its own word (`M_FORBIDDEN`), else `http_502`. `body` may hold secrets. */
export type Refusal = {
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | null;
  readonly softLogout: boolean;
  readonly body: unknown;
};

const pauseMsDefault = 5_000;
// What a room or a person will go on refusing until somebody changes something.
export const gone: ReadonlySet<string> = new Set([
  'M_FORBIDDEN',
  'M_NOT_FOUND',
  'M_GUEST_ACCESS_FORBIDDEN',
  'M_TOO_LARGE',
  'M_INVITE_BLOCKED',
  'M_BAD_STATE',
  'M_UNSUPPORTED_ROOM_VERSION',
  'M_INCOMPATIBLE_ROOM_VERSION',
  'M_BAD_JSON',
  'M_INVALID_PARAM',
]);

/** A call that may not have taken effect, or may have; with a transaction id it is made again without harm. Pure. */
export function failureOf({ status, code, retryAfterMs }: Refusal): SendFailure {
  if (code === 'M_LIMIT_EXCEEDED' || status === 429) return new SendFailure('paused', code, retryAfterMs ?? pauseMsDefault);
  if (gone.has(code)) return new SendFailure('gone', code);
  // The token, the server, the way to it: nothing against the destination.
  return new SendFailure('again', code);
}

/** Reads a response that is no success. Pure. */
export function refusalOf(status: number, body: unknown): Refusal {
  const { errcode, retry_after_ms, soft_logout } = object(body);
  return {
    status,
    code: string(errcode) ?? `http_${status}`,
    retryAfterMs: integer(retry_after_ms),
    softLogout: soft_logout === true,
    body,
  };
}

/** The refusal that a failure was made of; null when the homeserver did not answer at all. */
export function refusalBehind(error: unknown): Refusal | null {
  return error instanceof Refused ? error.refusal : null;
}

/** A SendFailure that remembers what the homeserver said. */
export class Refused extends SendFailure {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    const { kind, code, afterMs } = failureOf(refusal);
    super(kind, code, afterMs);
    this.refusal = refusal;
  }
}
