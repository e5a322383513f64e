// Whether the bot could listen where its settings say: tried, and let go of at once.
import { createServer } from 'node:http';
import { errorCode } from '../../../log.ts';
import { requestPath } from '../inbound/receivers.ts';

/** free: nobody listens there. bot: what listens there answers as the bot does. Else the system's code for why not. */
export type PortFound = 'free' | 'bot' | { readonly code: string };

const answerMsMax = 2_000;

/** Tries to listen; `host`: undefined for all addresses of this machine. Never throws. */
export async function portAt(port: number, host: string | undefined): Promise<PortFound> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
    });
    await new Promise((resolve) => server.close(resolve));
    return 'free';
  } catch (error) {
    const code = errorCode(error);
    return code === 'EADDRINUSE' && (await isBot(port, host)) ? 'bot' : { code };
  }
}

/** A request without a signature is refused by the bot with 401. With Socket Mode it has nothing but the pages by which it is installed. */
async function isBot(port: number, host = '127.0.0.1'): Promise<boolean> {
  const at = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  const ask = (method: 'GET' | 'POST', path: string) =>
    fetch(`http://${at}:${port}${path}`, { method, redirect: 'manual', signal: AbortSignal.timeout(answerMsMax) });
  try {
    if ((await ask('POST', requestPath)).status === 401) return true;
    return (await ask('GET', '/slack/install')).ok;
  } catch {
    return false;
  }
}
