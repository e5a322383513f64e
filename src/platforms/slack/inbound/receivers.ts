// The two ways in which Slack reaches the bot: a socket that the bot opens, or HTTP requests with a signature.
import type { Server } from 'node:http';
import { HTTPReceiver, type InstallationStore, SocketModeReceiver, type webApi } from '@slack/bolt';
import { failureOf } from '../failures.ts';
import { botScopes } from '../setup/scopes.ts';
import { boltLogger, type SlackLog } from './bolt-log.ts';
import { RefusedRequest, signedWith } from './replays.ts';
import { bodyLimitBytes } from './request-guard.ts';

/** Where Slack sends commands, presses, forms and events in HTTP mode. */
export const requestPath = '/slack/events';

const reconnectMsDefault = 30_000;
const reconnectMsMin = 1_000;
// The client waits as long as this, times its failed tries, before it opens a lost connection again; and no longer for the answer to a ping.
const pingTimeoutMs = 5000;

/** What other workspaces need to install the app by OAuth: `/slack/install` sends them to Slack, `/slack/oauth_redirect` is where they come back to. */
export type InstallOptions = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  readonly store: InstallationStore;
  readonly clientOptions: webApi.WebClientOptions;
};

/** Requests whose signature is wrong, older than five minutes, from the future or seen before get 401. What could not be stored gets 503, and Slack asks again. */
export function httpReceiver(signingSecret: string, install: InstallOptions | null, log: SlackLog): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret,
    endpoints: [requestPath],
    bodyLimit: bodyLimitBytes,
    logger: boltLogger(log),
    customPropertiesExtractor: signedWith,
    processEventErrorHandler: async ({ error, response }) => {
      if (!response.headersSent) response.writeHead(error instanceof RefusedRequest ? 401 : 503).end();
      return true;
    },
    ...(install === null ? {} : installing(install)),
  });
}

/** Only the pages by which the app is installed: what Slack sends comes by the socket then. */
export function installReceiver(install: InstallOptions, log: SlackLog): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: '',
    signatureVerification: false,
    endpoints: [],
    logger: boltLogger(log),
    ...installing(install),
  });
}

function installing({ clientId, clientSecret, stateSecret, store, clientOptions }: InstallOptions) {
  const scopes = botScopes.map(({ scope }) => scope);
  return { clientId, clientSecret, stateSecret, scopes, installationStore: store, installerOptions: { clientOptions } };
}

/** The port that was given, or found by the system where 0 was asked for. */
export function portOf(server: Server): number | null {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : null;
}

/**
 * What could not be stored is not acknowledged, and Slack sends it again. A lost connection is opened again for as long as the process lives:
 * by itself the client gives up, with an unhandled rejection, on the first error that it takes for final.
 */
export function socketReceiver(options: {
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly timeoutMs: number;
  readonly reconnectMs: number | undefined;
  readonly log: SlackLog;
}): { readonly receiver: SocketModeReceiver; readonly start: () => Promise<void>; readonly stop: () => Promise<void> } {
  const { appToken, apiUrl, timeoutMs, log } = options;
  const reconnectMs = options.reconnectMs ?? reconnectMsDefault;
  const clientOptions = {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    // Tried again below, or by whoever starts the bot.
    retryConfig: { retries: 0 },
    logger: boltLogger(log),
  };
  const receiver = new SocketModeReceiver({
    appToken,
    clientPingTimeout: Math.min(pingTimeoutMs, reconnectMs),
    logger: boltLogger(log),
    installerOptions: { clientOptions },
    processEventErrorHandler: async () => false,
  });
  const { client: socket } = receiver;
  const connect = socket.start.bind(socket);
  let state: 'new' | 'connected' | 'stopped' = 'new';
  socket.start = async () => {
    for (let waitMs = Math.min(reconnectMsMin, reconnectMs); ; waitMs = Math.min(waitMs * 1.3, reconnectMs)) {
      try {
        // Of a first connection that fails whoever starts the bot is to hear, by whatever it fails: the client keeps most of that to itself.
        Reflect.set(socket, 'autoReconnectEnabled', state !== 'new');
        const opened = await connect();
        state = 'connected';
        Reflect.set(socket, 'autoReconnectEnabled', true);
        return opened;
      } catch (error) {
        if (state === 'new') throw failureOf(error);
        log('slack.socket-lost', { code: failureOf(error).code });
        // `unref`: a process that was told to stop while Slack is away must be able to end.
        await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
        // Connecting would undo the stop, and nobody waits for this any more.
        if (state === 'stopped') return new Promise(() => undefined);
      }
    }
  };
  const start = async (): Promise<void> => {
    state = 'new';
    await receiver.start();
  };
  const stop = async (): Promise<void> => {
    state = 'stopped';
    await socket.disconnect();
  };
  return { receiver, start, stop };
}
