// How long a signed slash command takes to be acknowledged: ours, which writes it into the inbox first, against a bare Bolt app.
import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { secret } from '../rig/slack-bot.ts';
import { slashCommand } from '../rig/slack-payloads.ts';
import { type Figure, quantile, ratioFigure } from './figures.ts';

const rounds = 12;
const perRound = 150;
const warmUp = 400;

/** `goal`: whether it is held to one, or stands there to be compared with. */
export type Contestant = { readonly name: string; readonly port: number; readonly goal: boolean };
/** fetch: what a program that sends a command waits for, as the goal was set. http: with the leanest client there is, which leaves the servers' own part. */
type Client = 'fetch' | 'http';

/** Each in turn, many times, so that what disturbs the machine disturbs all alike. */
export async function acknowledging(yardstick: Contestant, ours: readonly Contestant[]): Promise<Figure[]> {
  const all = [yardstick, ...ours];
  for (const each of all) await batch('http', each.port, warmUp, 10);
  const figures: Figure[] = [];
  for (const [client, atOnce] of [
    ['fetch', 1],
    ['fetch', 10],
    ['http', 1],
    ['http', 10],
  ] as const) {
    const samples = await inTurns(client, all, atOnce);
    const how = `${atOnce === 1 ? 'one at a time' : `${atOnce} at once`}${client === 'http' ? ', lean client' : ''}`;
    for (const { name, goal } of ours)
      for (const [share, label, most] of [
        [0.5, 'median', 1.5],
        [0.99, 'p99', 2],
      ] as const) {
        const of = (contestant: string) => quantile(samples.get(contestant) ?? [], share);
        figures.push(
          ratioFigure(`ack, ${name}, ${how}, ${label}`, of(name), of(yardstick.name), goal && client === 'fetch' ? most : null, 'ms'),
        );
      }
  }
  return figures;
}

async function inTurns(client: Client, all: readonly Contestant[], atOnce: number): Promise<Map<string, number[]>> {
  const samples = new Map(all.map((each) => [each.name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const each of round % 2 === 0 ? all : [...all].reverse())
      samples.get(each.name)?.push(...(await batch(client, each.port, perRound, atOnce)));
  return samples;
}

/** So many requests, so many at once; how long each took, in milliseconds. */
async function batch(client: Client, port: number, count: number, atOnce: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const samples: number[] = [];
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const { body, headers } = command();
      const begun = performance.now();
      const status = client === 'fetch' ? await fetched(port, body, headers) : await posted(port, body, headers, agent);
      samples.push(performance.now() - begun);
      if (status !== 200) throw new Error(`answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  agent.destroy();
  return samples;
}

/** A signed slash command, each with a trigger of its own. */
function command(): { body: string; headers: Record<string, string> } {
  const by = { user: 'U1', name: 'ada' };
  const body = new URLSearchParams(slashCommand(by, 'C1', 'status quiet-otter', randomUUID()) as Record<string, string>).toString();
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

async function fetched(port: number, body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', headers, body });
  await response.text();
  return response.status;
}

function posted(port: number, body: string, headers: Record<string, string>, agent: Agent): Promise<number> {
  const to = { host: '127.0.0.1', port, path: '/slack/events', method: 'POST', agent };
  return new Promise((resolve, reject) => {
    const sent = request({ ...to, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject).end(body);
  });
}
