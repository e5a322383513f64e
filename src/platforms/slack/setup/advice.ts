// What to do about Slack's error words (https://docs.slack.dev/reference/methods/auth.test, apps.connections.open, "Errors").
import { type Fault, fault, passing } from '../../../chat/diagnosis.ts';
import type { Workspace } from './doctor.ts';

const unreachable =
  'check that this machine reaches https://slack.com, or the address in SLACK_API_URL (network, proxy, DNS, https://slack-status.com).';

const tokenWords: Readonly<Record<string, string>> = {
  invalid_auth: 'copy the Bot User OAuth Token from Install App into SLACK_BOT_TOKEN again, whole.',
  not_authed: 'copy the Bot User OAuth Token from Install App into SLACK_BOT_TOKEN.',
  token_revoked: 'the app was uninstalled or its token revoked: install it again (Install App), and set SLACK_BOT_TOKEN to the new token.',
  account_inactive:
    'the bot was removed from the workspace, or the workspace is gone: install the app again, and set SLACK_BOT_TOKEN to the new token.',
  token_expired: "token rotation is on, so a fixed token won't work: install with OAuth (SLACK_CLIENT_ID, SLACK_CLIENT_SECRET).",
  not_a_bot_token: "copy the Bot User OAuth Token from Install App into SLACK_BOT_TOKEN; a user token won't work.",
  ratelimited: 'wait a minute, then run this again.',
};

const byItself = "start the bot: it renews such tokens itself. If that doesn't help, install the app again at /slack/install.";
const again = "someone from that workspace opens /slack/install at the bot's address in a browser.";

/** What to do about a bot token that Slack does not take, by Slack's error word. */
export function tokenAdvice(code: string, by: Workspace['by']): string {
  if (by === 'oauth' && code === 'token_expired') return byItself;
  if (by === 'oauth' && code in tokenWords && code !== 'ratelimited') return again;
  return tokenWords[code] ?? otherAdvice(code);
}

const appTokenWords: Readonly<Record<string, string>> = {
  missing_scope: 'generate a new one under Basic Information, App-Level Tokens, with the scope connections:write.',
  not_allowed_token_type: 'SLACK_APP_TOKEN is an app-level token (xapp-…): generate one under Basic Information, App-Level Tokens.',
  forbidden_team: 'turn on Socket Mode in the settings of the app, in a workspace that can use it.',
  ratelimited: 'wait a minute, then run this again.',
};

const newAppToken =
  'generate one under Basic Information, App-Level Tokens, with the scope connections:write, and set SLACK_APP_TOKEN to it.';

/** What to do about an app-level token with which Socket Mode cannot be opened. */
export function connectionAdvice({ code }: { readonly code: string }): string {
  if (refusedConnections.has(code)) return newAppToken;
  return appTokenWords[code] ?? otherAdvice(code);
}

const refusedConnections = new Set(['invalid_auth', 'not_authed', 'token_revoked', 'account_inactive']);

// What Slack says of too many requests, or of a word that nobody knows yet, may pass.
const lasting = (code: string, words: Readonly<Record<string, string>>): boolean => code !== 'ratelimited' && Object.hasOwn(words, code);

/** What is wrong with a bot token, by the word or status that a call with it ended with. */
export function botTokenFault(about: string, code: string, by: Workspace['by']): Fault {
  const make = lasting(code, tokenWords) ? fault : passing;
  return make(about, refusal(code), tokenAdvice(code, by));
}

/** What is wrong with the app-level token, by the word or status that opening Socket Mode ended with. */
export function appTokenFault(code: string): Fault {
  const make = refusedConnections.has(code) || lasting(code, appTokenWords) ? fault : passing;
  return make('app token', refusal(code), connectionAdvice({ code }));
}

const portWords: Readonly<Record<string, readonly [text: string, next: string]>> = {
  EADDRINUSE: ['another program already listens there', 'stop that, or set PORT to a free one.'],
  EACCES: ["this user isn't allowed to listen there", 'set PORT above 1023, and have a reverse proxy forward requests to it.'],
  EADDRNOTAVAIL: ["HOST isn't an address of this machine", 'correct HOST, or leave it out to listen on all of them.'],
  ENOTFOUND: ["HOST isn't an address of this machine", 'correct HOST, or leave it out to listen on all of them.'],
};

/** Why the bot cannot listen, by the system's code. `host`: undefined for all addresses of this machine. */
export function portFault(code: string, port: number, host: string | undefined): Fault {
  const where = host === undefined ? `PORT ${port}` : `PORT ${port} on HOST ${host}`;
  const [why, next] = portWords[code] ?? ["the system doesn't allow it to listen there", 'set PORT or HOST to another one.'];
  return fault('port', `${where}: ${why} (${code}).`, next);
}

/** That a token does not work, and whether it was Slack that said so. */
export function refusal(code: string): string {
  return answered(code) ? `Slack refused it (${code}).` : `I couldn't reach Slack, or got no readable answer (${code}).`;
}

// Slack's words are small letters; what never reached Slack has a system's code or a status.
function answered(code: string): boolean {
  return !/[A-Z]/.test(code) && !/^(http_\d+|timeout|connection_lost|unreadable_answer)$/.test(code);
}

function otherAdvice(code: string): string {
  return !answered(code) ? unreachable : `look for ${code} at https://docs.slack.dev/reference/methods/auth.test.`;
}
