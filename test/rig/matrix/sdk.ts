// matrix-js-sdk, as people's clients use it, without a word: it and its crypto write much, and what they write holds messages.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient, type MatrixClient } from 'matrix-js-sdk';
import { type Logger, logger } from 'matrix-js-sdk/lib/logger.js';
import type { Account, Homeserver } from './server.ts';

const nothing = () => undefined;
const silent: Logger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, getChild: () => silent };

/** A client with crypto in memory, not started. */
export async function quietClient({ url }: Pick<Homeserver, 'url'>, { userId, deviceId, accessToken }: Account): Promise<MatrixClient> {
  Object.assign(logger, silent, { log: nothing });
  await silenceCrypto();
  const client = createClient({ baseUrl: url, userId, deviceId, accessToken, logger: silent });
  await client.initRustCrypto({ useIndexedDB: false });
  return client;
}

let silenced: Promise<void> | null = null;

// The SDK turns the tracing of its own copy of the crypto on with each client, and gives no way to leave it off.
function silenceCrypto(): Promise<void> {
  silenced ??= (async () => {
    const sdk = createRequire(import.meta.url).resolve('matrix-js-sdk');
    const crypto = dirname(createRequire(sdk).resolve('@matrix-org/matrix-sdk-crypto-wasm'));
    const { Tracing }: { Tracing: { prototype: { turnOn: () => void; turnOff: () => void } } } = await import(
      pathToFileURL(join(crypto, 'node.mjs')).href
    );
    Tracing.prototype.turnOn = Tracing.prototype.turnOff;
  })();
  return silenced;
}
