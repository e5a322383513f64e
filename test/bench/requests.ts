// Signed slash commands, as Slack sends them.
import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { secret } from '../rig/slack/bot.ts';
import { slashCommand } from '../rig/slack/payloads.ts';

/** fetch: what a program that sends a command waits for. http: the leanest client there is, which leaves the servers' own part. */
export type Client = 'fetch' | 'http';

/** How long each of a batch took, in milliseconds, and how many were done in a second. */
export type Batch = { readonly samples: readonly number[]; readonly perSecond: number };

/** So many requests, so many at once. Throws when one is not answered with 200. */
export async function batch(client: Client, port: number, count: number, atOnce: number): Promise<Batch> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const samples: number[] = [];
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const signed = signedCommand('C1', 'status quiet-otter');
      const begun = performance.now();
      await (client === 'fetch' ? fetched(port, signed) : posted(port, signed, agent));
      samples.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  const perSecond = (count * 1000) / (performance.now() - begun);
  agent.destroy();
  return { samples, perSecond };
}

/** Where commands are said when each is to be answered: a place is answered once a second at the most. */
export const channels = Array.from({ length: 50 }, (_, index) => `C${index + 1}`);

export type Signed = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

/** A slash command by ada with a trigger of its own. */
export function signedCommand(channel: string, text: string): Signed {
  const by = { user: 'U1', name: 'ada' };
  const body = new URLSearchParams(slashCommand(by, channel, text, randomUUID()) as Record<string, string>).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    },
  };
}

async function fetched(port: number, { body, headers }: Signed): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', headers, body });
  await response.text();
  if (response.status !== 200) throw new Error(`answered ${response.status}`);
}

/** Resolves when it is acknowledged. */
export function posted(port: number, { body, headers }: Signed, agent: Agent): Promise<void> {
  const to = { host: '127.0.0.1', port, path: '/slack/events', method: 'POST', agent };
  return new Promise((resolve, reject) => {
    const sent = request({ ...to, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume().on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`))));
    });
    sent.on('error', reject).end(body);
  });
}
