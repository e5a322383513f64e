// How requests travel from Slack to the bot: over HTTP with a signature, or over the bot's socket.
import { createHmac } from 'node:crypto';
import type { Json } from '../../../src/platforms/slack/payload.ts';
import type { FakeSlack } from './fake-slack.ts';
import type { EnvelopeType } from './fake-slack-socket.ts';

/** Hands a request to the bot and resolves with what it acknowledged with. */
export type Transport = (type: EnvelopeType, body: Json) => Promise<unknown>;

/**
 * Requests over HTTP, each with its signature; anything but 200 is thrown. `url` is asked each time, because the port is known late. `now`: epoch
 * milliseconds by the clock by which the bot checks how old a signature is.
 */
export function overHttp(url: () => string, secret: string, now: () => number = Date.now): Transport {
  return async (_type, body) => {
    const sent = await signedPost(url(), secret, body, { now: now() });
    if (sent.status !== 200) throw new Error(`the bot answered ${sent.status}`);
    return sent.body;
  };
}

/** Envelopes over the bot's socket. */
export function overSocket(fake: FakeSlack): Transport {
  return (type, body) => fake.socket.deliver(type, body);
}

export type Sent = { readonly status: number; readonly body: unknown };

/** Posts a body to the bot with Slack's signature (https://docs.slack.dev/authentication/verifying-requests-from-slack). `ageS` makes it older than
 * `now`, milliseconds, which is the time of the machine unless given. */
export async function signedPost(url: string, secret: string, body: Json, options: { ageS?: number; now?: number } = {}): Promise<Sent> {
  const { type, text } = encoded(body);
  const timestamp = String(Math.floor((options.now ?? Date.now()) / 1000) - (options.ageS ?? 0));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex')}`;
  const headers = { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
  const response = await fetch(url, { method: 'POST', headers, body: text });
  const answer = await response.text();
  return {
    status: response.status,
    body: response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(answer) : answer,
  };
}

function encoded(body: Json): { type: string; text: string } {
  if (body.event !== undefined) return { type: 'application/json', text: JSON.stringify(body) };
  const form = new URLSearchParams();
  if (body.type !== undefined) form.set('payload', JSON.stringify(body));
  else for (const [key, value] of Object.entries(body)) form.set(key, String(value));
  return { type: 'application/x-www-form-urlencoded', text: form.toString() };
}
