// Why Slack did not take something: from the errors of @slack/web-api 8 to what may be done about it.
import { webApi } from '@slack/bolt';
import { type FailureKind, SendFailure } from '../platform.ts';

// A 429 that does not say how long to wait. Slack's limit for posts is about one a second and channel, counted over a minute.
const pauseMsDefault = 30_000;

/** Slack's error words (https://docs.slack.dev/reference/methods, "Errors" of each method used) and what each means for a message. */
export const failureKinds: Readonly<Record<string, FailureKind>> = {
  // Too many requests.
  ratelimited: 'paused',
  rate_limited: 'paused',
  message_limit_exceeded: 'paused',
  // The form's trigger.
  expired_trigger_id: 'expired',
  exchanged_trigger_id: 'expired',
  trigger_exchanged: 'expired',
  trigger_expired: 'expired',
  invalid_trigger: 'expired',
  invalid_trigger_id: 'expired',
  // Slack cannot say how far it came ("some aspect of the operation may have succeeded").
  fatal_error: 'unsure',
  internal_error: 'unsure',
  service_unavailable: 'unsure',
  // Refused for now.
  request_timeout: 'again',
  accesslimited: 'again',
  team_added_to_org: 'again',
  // The bot's own access: its token, its scopes, its settings, what the workspace allows it. No destination is to blame, and none would be
  // reached, the coordinators neither: all that is queued waits for a day until somebody mends it. account_inactive is the token's own
  // account ("Authentication token is for a deleted user or workspace"); a person's is user_disabled.
  invalid_auth: 'again',
  not_authed: 'again',
  token_expired: 'again',
  token_revoked: 'again',
  account_inactive: 'again',
  missing_scope: 'again',
  not_allowed_token_type: 'again',
  org_login_required: 'again',
  team_access_not_granted: 'again',
  ekm_access_denied: 'again',
  enterprise_is_restricted: 'again',
  two_factor_setup_required: 'again',
  messages_tab_disabled: 'again',
  // Slack's words leave open whether the token or the destination is meant, and trying again loses nothing.
  access_denied: 'again',
  no_permission: 'again',
  // The destination is not there for the bot.
  channel_not_found: 'gone',
  not_in_channel: 'gone',
  user_not_in_channel: 'gone',
  is_archived: 'gone',
  user_not_found: 'gone',
  users_not_found: 'gone',
  user_disabled: 'gone',
  user_not_visible: 'gone',
  cannot_dm_bot: 'gone',
  cannot_dm_user: 'gone',
  message_not_found: 'gone',
  thread_not_found: 'gone',
  cannot_reply_to_message: 'gone',
  restricted_action_thread_locked: 'gone',
  edit_window_closed: 'gone',
  cant_update_message: 'gone',
  cant_delete_message: 'gone',
  // The file is not there for the bot.
  file_not_found: 'gone',
  file_deleted: 'gone',
  // Only some may post there.
  restricted_action: 'gone',
  restricted_action_read_only_channel: 'gone',
  restricted_action_thread_only_channel: 'gone',
  // What was sent will never be taken.
  msg_too_long: 'gone',
  msg_blocks_too_long: 'gone',
  invalid_blocks: 'gone',
  invalid_blocks_format: 'gone',
  invalid_arguments: 'gone',
  no_text: 'gone',
  metadata_too_large: 'gone',
  invalid_metadata_format: 'gone',
  view_too_large: 'gone',
};

// The connection was never made, so nothing was sent.
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The error of a Web API call as a SendFailure. Its code is one of Slack's words, a status or a system code, never a text. */
export function failureOf(error: unknown): SendFailure {
  if (error instanceof SendFailure) return error;
  if (error instanceof webApi.WebAPIRateLimitedError) return new SendFailure('paused', 'ratelimited', error.retryAfter * 1000);
  if (error instanceof webApi.WebAPIPlatformError) return fromAnswer(error.data);
  if (error instanceof webApi.WebAPIHTTPError) return fromStatus(error.statusCode);
  if (error instanceof webApi.WebAPIRequestError) return fromConnection(error.original);
  // web-api 8 gives a plain Error for a 429 without Retry-After.
  if (error instanceof Error && error.message.startsWith('Retry header')) return new SendFailure('paused', 'ratelimited', pauseMsDefault);
  return fromConnection(error);
}

/** The failure of a call that does no harm when it is made twice: unknown whether it arrived is as good as not. */
export function harmless(failure: SendFailure): SendFailure {
  return failure.kind === 'unsure' ? new SendFailure('again', failure.code) : failure;
}

function fromAnswer(data: { readonly error?: string; readonly response_metadata?: { readonly retryAfter?: number } }): SendFailure {
  const code = data.error ?? '';
  // web-api puts an answer that is not JSON (a proxy's page, half an answer) where the error word should be.
  if (!/^[a-z][a-z0-9_]{0,63}$/.test(code)) return new SendFailure('unsure', 'unreadable_answer');
  // Slack refused: nothing was posted. A word that is not in the table may be one that passes.
  const kind = failureKinds[code] ?? 'again';
  return kind === 'paused'
    ? new SendFailure(kind, code, (data.response_metadata?.retryAfter ?? pauseMsDefault / 1000) * 1000)
    : new SendFailure(kind, code);
}

function fromStatus(status: number): SendFailure {
  if (status >= 500) return new SendFailure('unsure', `http_${status}`);
  return new SendFailure(status === 413 ? 'gone' : 'again', `http_${status}`);
}

function fromConnection(error: unknown): SendFailure {
  const codes = causes(error).map((cause) => (typeof cause.code === 'string' ? cause.code : cause.name));
  const refused = codes.find((code) => neverConnected.has(code));
  if (refused !== undefined) return new SendFailure('again', refused);
  if (codes.includes('TimeoutError')) return new SendFailure('unsure', 'timeout');
  return new SendFailure('unsure', codes.find((code) => /^[A-Z][A-Z_]+$/.test(code)) ?? 'connection_lost');
}

function causes(error: unknown): (Error & { code?: unknown })[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}
