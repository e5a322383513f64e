// How long it takes from a command to its answer: from the signed request leaving to chat.postEphemeral arriving at Slack.
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type FakeSlack, startFakeSlack } from '../rig/slack/fake-slack.ts';
import { addChannel } from '../rig/slack/fake-slack-state.ts';
import { startServer } from './child.ts';
import { type Figure, quantile, ratioFigure } from './figures.ts';
import { channels, posted, signedCommand } from './requests.ts';

const rounds = 10;
const perRound = 60;
// Slack's pace is not what is measured here: nobody asks again in a place before it has passed.
const slackPaceMs = 1_200;

/** Where a contestant's database is; null for the bare Bolt app. */
export type Answerer = { readonly kind: 'bare' | 'postgres' | 'embedded'; readonly name: string; readonly place: string };

type Started = { readonly name: string; ask(text: string): Promise<number>; stop(): Promise<void> };

/** Each in turn, many times. The first is the yardstick. */
export async function answering(contestants: readonly Answerer[]): Promise<Figure[]> {
  const all: Started[] = [];
  try {
    for (const each of contestants) all.push(await started(each));
    const samples = new Map(all.map(({ name }) => [name, [] as number[]]));
    // The first round of each warms up.
    for (let round = 0; round <= rounds; round += 1)
      for (const { name, ask } of round % 2 === 0 ? all : [...all].reverse())
        for (let asked = 0; asked < perRound; asked += 1) {
          const ms = await ask('owe');
          if (round > 0) samples.get(name)?.push(ms);
        }
    const [yardstick, ...ours] = all.map(({ name }) => ({ name, samples: samples.get(name) ?? [] }));
    return ours.flatMap(({ name, samples }) =>
      [0.5, 0.99].map((share) => {
        const label = `command to answer, ${name}, ${share === 0.5 ? 'median' : 'p99'}`;
        return ratioFigure(label, quantile(samples, share), quantile(yardstick?.samples ?? [], share), null, 'ms');
      }),
    );
  } finally {
    for (const { stop } of all) await stop();
  }
}

async function started({ kind, name, place }: Answerer): Promise<Started> {
  const awaited = new Map<unknown, () => void>();
  const fake = await startFakeSlack({
    plan: ({ method, args }) => {
      if (method === 'chat.postEphemeral') awaited.get(args.channel)?.();
      return null;
    },
  });
  peopled(fake);
  const server = await startServer('test/bench/answer-server.ts', [kind, fake.url, place]);
  const agent = new Agent({ keepAlive: true });
  const answeredAt = new Map<string, number>();
  let asked = 0;
  const ask = async (text: string): Promise<number> => {
    asked += 1;
    const channel = channels[asked % channels.length] ?? '';
    await delay(Math.max(0, (answeredAt.get(channel) ?? 0) + slackPaceMs - performance.now()));
    const signed = signedCommand(channel, text);
    const begun = performance.now();
    const answered = new Promise<number>((resolve) => awaited.set(channel, () => resolve(performance.now() - begun)));
    void answered.then(() => answeredAt.set(channel, performance.now()));
    await posted(Number(server.ready), signed, agent);
    return answered;
  };
  return {
    name,
    ask,
    stop: async () => {
      agent.destroy();
      await server.stop();
      await fake.close();
    },
  };
}

function peopled({ slack, addUser }: FakeSlack): void {
  addUser({ id: 'U1', name: 'ada' });
  for (const id of channels) addChannel(slack, { id, name: id }).members.add('U1');
}
