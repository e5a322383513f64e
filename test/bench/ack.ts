// How long a signed slash command takes to be acknowledged, and how many are in a second: ours, which writes it into the inbox first, against a
// bare Bolt app.
import { atLeastFigure, type Figure, quantile, ratioFigure } from './figures.ts';
import { type Batch, batch, type Client } from './requests.ts';

const rounds = 12;
const perRound = 150;
const warmUp = 400;
const rateMin = 0.7;

/** `goal`: whether it is held to one, or stands there to be compared with. */
export type Contestant = { readonly name: string; readonly port: number; readonly goal: boolean };

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
    const batches = await inTurns(client, all, atOnce);
    const how = `${atOnce === 1 ? 'one at a time' : `${atOnce} at once`}${client === 'http' ? ', lean client' : ''}`;
    for (const { name, goal } of ours) {
      const held = goal && client === 'fetch';
      for (const [share, label, most] of [
        [0.5, 'median', 1.5],
        [0.99, 'p99', 2],
      ] as const) {
        const of = (contestant: string) =>
          quantile(
            (batches.get(contestant) ?? []).flatMap(({ samples }) => samples),
            share,
          );
        figures.push(ratioFigure(`ack, ${name}, ${how}, ${label}`, of(name), of(yardstick.name), held ? most : null, 'ms'));
      }
      const rate = (contestant: string) =>
        quantile(
          (batches.get(contestant) ?? []).map(({ perSecond }) => perSecond),
          0.5,
        );
      if (atOnce > 1)
        figures.push(atLeastFigure(`acks a second, ${name}, ${how}`, rate(name), rate(yardstick.name), held ? rateMin : null, 'a second'));
    }
  }
  return figures;
}

async function inTurns(client: Client, all: readonly Contestant[], atOnce: number): Promise<Map<string, Batch[]>> {
  const batches = new Map(all.map((each) => [each.name, [] as Batch[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const each of round % 2 === 0 ? all : [...all].reverse())
      batches.get(each.name)?.push(await batch(client, each.port, perRound, atOnce));
  return batches;
}
