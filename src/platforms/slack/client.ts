// Every client of Slack's Web API is made with these options, whichever token it has.
import { webApi } from '@slack/bolt';
import { boltLogger, type SlackLog } from './inbound/bolt-log.ts';

export type ClientSettings = {
  /** Where the Web API is, when not at Slack: behind a proxy, or a test's own. */
  readonly apiUrl?: string | undefined;
  readonly requestTimeoutMs?: number | undefined;
  readonly log: SlackLog;
};

export const requestTimeoutMsDefault = 10_000;

/** The outbox does the retrying: the client's own retries would post twice, and would hold up a leak alert behind one slow channel. */
export function clientOptions({ apiUrl, requestTimeoutMs = requestTimeoutMsDefault, log }: ClientSettings): webApi.WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: requestTimeoutMs,
    logger: boltLogger(log),
  };
}

/** One client for each token, for as long as it is asked for now and then. */
export function clientsByToken(settings: ClientSettings): (tokens: readonly string[]) => ReadonlyMap<string, webApi.WebClient> {
  let known: ReadonlyMap<string, webApi.WebClient> = new Map();
  return (tokens) => {
    known = new Map(tokens.map((token) => [token, known.get(token) ?? new webApi.WebClient(token, clientOptions(settings))]));
    return known;
  };
}
