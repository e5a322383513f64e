// How long it takes on Matrix from a command to its answer in a room of thirty: from a client beginning to send until it has the answer, decrypted.
import type { Person } from '../rig/matrix/people.ts';
import type { Account, Homeserver } from '../rig/matrix/server.ts';
import { startServer } from './child.ts';
import { atLeastFigure, type Figure, quantile, ratioFigure } from './figures.ts';
import { begunDirect, heardIn, members, newBot, type People, people, roomOf } from './matrix-room.ts';
import type { Cost, Known } from './matrix-server.ts';

const rounds = 2;
const perRound = 6;
const perAsker = 4;
const mostEncrypted = 3;
const mostWithout = 1.5;

/** Where a contestant's database is; empty for the bare bot. */
export type Contestant = { readonly kind: 'bare' | 'postgres' | 'embedded'; readonly name: string; readonly place: string };

type Started = Contestant & {
  readonly room: string;
  /** A question in the room, answered there by the yardstick and by ours to who asks, alone. Resolves to the milliseconds. */
  ask(who: Person): Promise<number>;
  /** A command whose answer all thirty can read; of the yardstick, the same question. */
  tell(who: Person): Promise<number>;
  /** Resolves to what its messages took; none of the yardstick's. */
  stop(): Promise<readonly Cost[]>;
};
type Samples = { readonly asked: number[]; readonly told: number[]; readonly perSecond: number[] };

/** Each in turn, many times, on the same homeserver. The first is the yardstick: matrix-bot-sdk, which does not encrypt here. */
export async function encrypting(server: Homeserver, contestants: readonly Contestant[]): Promise<Figure[]> {
  const everybody = await people(server);
  const all: Started[] = [];
  const samples = new Map<string, Samples>();
  try {
    for (const each of contestants) {
      all.push(await started(server, everybody, each));
      samples.set(each.name, { asked: [], told: [], perSecond: [] });
    }
    // The first round of each warms up: direct rooms are made in it, and keys are given to all devices.
    for (let round = 0; round <= rounds; round += 1)
      for (const each of round % 2 === 0 ? all : [...all].reverse()) {
        const measured = await oneRound(each, everybody.askers);
        if (round > 0) added(samples.get(each.name), measured);
      }
    const costs = new Map<string, readonly Cost[]>();
    for (const each of all.splice(0))
      costs.set(
        each.name,
        (await each.stop()).filter(({ room }) => room === each.room),
      );
    const [yardstick, ...ours] = contestants.map(({ name }) => ({
      name,
      samples: samples.get(name) ?? { asked: [], told: [], perSecond: [] },
      costs: costs.get(name) ?? [],
    }));
    return yardstick === undefined ? [] : ours.flatMap((one) => figures(one.name, one.samples, one.costs, yardstick.samples));
  } finally {
    for (const { stop } of all) await stop();
    for (const one of everybody.askers) one.stop();
  }
}

async function oneRound({ ask, tell }: Started, askers: readonly Person[]): Promise<Samples> {
  const [first] = askers;
  const [asked, told]: [number[], number[]] = [[], []];
  for (let index = 0; first !== undefined && index < perRound; index += 1) {
    asked.push(await ask(first));
    told.push(await tell(first));
  }
  const begun = performance.now();
  const many = async (who: Person) => {
    for (let index = 0; index < perAsker; index += 1) await ask(who);
  };
  await Promise.all(askers.map(many));
  return { asked, told, perSecond: [(askers.length * perAsker * 1000) / (performance.now() - begun)] };
}

function added(to: Samples | undefined, more: Samples): void {
  to?.asked.push(...more.asked);
  to?.told.push(...more.told);
  to?.perSecond.push(...more.perSecond);
}

function figures(name: string, ours: Samples, costs: readonly Cost[], bare: Samples): Figure[] {
  const median = (values: readonly number[]) => quantile(values, 0.5);
  const of = (what: keyof Cost) => median(costs.map((cost) => Number(cost[what])));
  const [asked, told, yardstick] = [median(ours.asked), median(ours.told), median([...bare.asked, ...bare.told])];
  const encryption = of('machineMs') + of('saveMs');
  const first = costs.reduce((most, cost) => Math.max(most, cost.records), 0);
  const kept = `${of('records')} records, ${of('bytes')} bytes, ${of('saveMs').toFixed(2)} ms`;
  return [
    ratioFigure(`room of ${members}, question to answer alone, ${name}`, asked, yardstick, mostEncrypted, 'ms'),
    ratioFigure(`room of ${members}, command to answer there, ${name}`, told, yardstick, mostEncrypted, 'ms'),
    // The bot never speaks unencrypted: what its machine and the snapshot took is counted, and taken away.
    ratioFigure('  less what the encryption took in the bot', told - encryption, yardstick, mostWithout, 'ms'),
    atLeastFigure(`encrypted answers, three ask at once, ${name}`, median(ours.perSecond), median(bare.perSecond), null, 'a second'),
    {
      name: `snapshot for a message to ${members}, ${name}, median`,
      value: `${kept}; the machine ${of('machineMs').toFixed(2)} ms; ${first} records for the first`,
      met: null,
      goal: '',
    },
  ];
}

async function started(server: Homeserver, everybody: People, contestant: Contestant): Promise<Started> {
  const { kind, place } = contestant;
  const bot = await newBot(server);
  const room = await roomOf(server, everybody, bot, kind !== 'bare');
  const known: Known = {
    url: server.url,
    user: bot.userId,
    password: bot.password,
    token: bot.accessToken,
    room,
    askers: everybody.askers.map(({ userId }) => userId),
  };
  const child = await startServer('test/bench/matrix-server.ts', [kind, place, JSON.stringify(known)]);
  const speaking = kind === 'bare' ? echoed(bot, room) : await answeredBy(bot, room, everybody.askers);
  return { ...contestant, room, ...speaking, stop: async () => ((await child.stop()) ?? []) as Cost[] };
}

/** The echo answers in the room, by a reply. */
function echoed(bot: Account, room: string): Pick<Started, 'ask' | 'tell'> {
  const ask = async (who: Person): Promise<number> => {
    const begun = performance.now();
    const question = await who.say(room, '!embargo owe');
    const isThere = () => heardIn(who, room, bot.userId, new Set()).find(({ replyTo }) => replyTo === question) ?? null;
    await who.until(isThere, 'the echo');
    return performance.now() - begun;
  };
  return { ask, tell: ask };
}

async function answeredBy(bot: Account, room: string, askers: readonly Person[]): Promise<Pick<Started, 'ask' | 'tell'>> {
  const seen = new Set<string>();
  const next = (who: Person, where: string, edits: boolean) => {
    const look = () => {
      const found = heardIn(who, where, bot.userId, seen).find((each) => each.edits === edits);
      if (found !== undefined) seen.add(found.id);
      return found ?? null;
    };
    return who.until(look, edits ? 'the card' : 'the answer');
  };
  const timed = async (who: Person, text: string, where: string): Promise<number> => {
    const begun = performance.now();
    await who.say(room, text);
    await next(who, where, false);
    return performance.now() - begun;
  };
  const directs = new Map<Person, string>();
  for (const who of askers) {
    const direct = await begunDirect(who, bot.userId);
    directs.set(who, direct);
    // It tells who asks it in what can be said to it.
    await next(who, direct, false);
  }
  let told = 0;
  return {
    ask: (who) => timed(who, '!embargo owe', directs.get(who) ?? ''),
    tell: async (who) => {
      told += 1;
      const ms = await timed(who, `!embargo amend versions="< ${told}"`, room);
      // The card follows: the next answer would wait for it.
      await next(who, room, told > 1);
      return ms;
    },
  };
}
