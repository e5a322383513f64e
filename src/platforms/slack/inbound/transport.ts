// How Slack reaches the bot, started and stopped: requests over HTTP, or a socket that the bot opens. People install the app over HTTP in either.
import type { HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { errorCode } from '../../../log.ts';
import { StartFailure } from '../../platform.ts';
import type { ClientSettings } from '../client.ts';
import { requestTimeoutMsDefault } from '../client.ts';
import { failureOf } from '../failures.ts';
import { appTokenFault, portFault } from '../setup/advice.ts';
import { httpReceiver, type InstallOptions, installReceiver, portOf, requestPath, socketReceiver } from './receivers.ts';
import { guardRequests, serverOptions } from './request-guard.ts';

export type TransportOptions = ClientSettings & {
  /** `socket` needs an app token, `http` a signing secret. */
  readonly mode: 'socket' | 'http';
  readonly signingSecret?: string | undefined;
  readonly appToken?: string | undefined;
  /** For `http`, and for installing the app; 0 lets the system choose. */
  readonly port?: number | undefined;
  /** The address of this machine to listen on; all of them where it is not given. */
  readonly host?: string | undefined;
  /** This machine's clock, in epoch milliseconds: signatures are checked by it. */
  readonly machineNow: () => number;
  /** For tests: how long to wait before a lost socket is opened again. */
  readonly reconnectMs?: number | undefined;
};

export type Transport = {
  readonly receiver: HTTPReceiver | SocketModeReceiver;
  /** Throws StartFailure, and is stopped then. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Where it listens; null when it does not. */
  port(): number | null;
};

const httpPortDefault = 3000;

/** Throws at once when the secret that its mode needs is missing. `install`: what is needed for other workspaces to install the app. */
export function transportOf(options: TransportOptions, install: InstallOptions | null): Transport {
  return options.mode === 'http' ? overHttp(options, install) : overSocket(options, install);
}

function overHttp(options: TransportOptions, install: InstallOptions | null): Transport {
  if (!options.signingSecret) throw new Error('Slack over HTTP needs a signing secret');
  const receiver = httpReceiver(options.signingSecret, install, options.log);
  return { receiver, ...listening(receiver, options) };
}

function overSocket(options: TransportOptions, install: InstallOptions | null): Transport {
  if (!options.appToken) throw new Error('Slack over a socket needs an app token');
  const { apiUrl, reconnectMs, log, requestTimeoutMs: timeoutMs = requestTimeoutMsDefault } = options;
  const { receiver, start, stop } = socketReceiver({ appToken: options.appToken, apiUrl, timeoutMs, reconnectMs, log });
  const pages = install === null ? null : listening(installReceiver(install, log), options);
  return {
    receiver,
    start: async () => {
      await pages?.start();
      try {
        await start();
      } catch (error) {
        await stop();
        await pages?.stop();
        const { code, afterMs } = failureOf(error);
        throw new StartFailure(code, appTokenFault(code), afterMs);
      }
    },
    stop: async () => {
      await stop();
      await pages?.stop();
    },
    port: () => pages?.port() ?? null,
  };
}

function listening(
  receiver: HTTPReceiver,
  { port: wanted = httpPortDefault, host, log, machineNow }: TransportOptions,
): Omit<Transport, 'receiver'> {
  let port: number | null = null;
  return {
    start: async () => {
      const where = host === undefined ? wanted : { port: wanted, host };
      const server = await receiver.start(where, serverOptions).catch((error: unknown) => {
        throw new StartFailure(errorCode(error), portFault(errorCode(error), wanted, host));
      });
      guardRequests(server, requestPath, { log, now: machineNow });
      port = portOf(server);
      log('slack.listens', { port: port ?? wanted });
    },
    stop: async () => {
      if (port !== null) await receiver.stop();
      port = null;
    },
    port: () => port,
  };
}
