// The bot as it is run, on Slack: whole stories from the first room to the disclosure, by its own clock, over both databases and both ways in; and
// every command, every form and every button that there is, once. What its log tells of going wrong fails the test.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import type { DatabaseKind } from '../../src/db/connection/client.ts';
import { startOf } from '../rig/play.ts';
import { databaseKinds } from '../setup/database.ts';
import { openLiveDatabase } from './database.ts';
import { startSaid } from './said.ts';
import { differences } from './same.ts';
import { type LiveSlack, type Mode, playLive, startLiveSlack } from './slack.ts';
import { pressTheRest, sayTheRest } from './sweep.ts';

const said = startSaid();
// The wait for a turn counts too.
const timeout = 1_800_000;
const textOf = (name: string) => readFileSync(new URL(`../stories/${name}.txt`, import.meta.url), 'utf8').trimEnd();

type Way = { readonly name: string; readonly kind: DatabaseKind; readonly mode: Mode };
const ways = databaseKinds.flatMap((kind) => (['http', 'socket'] as const).map((mode) => ({ kind, mode })));
// The one of them that goes all the way on each; of the others, those that bring buttons and forms which neither it nor the sweep has, once.
const others = ['world', 'slack/everyday', 'leak', 'join'];
const runs: Way[] = [
  ...ways.map((way) => ({ name: 'demo', ...way })),
  ...others.flatMap((name, index) => {
    const way = ways[index % ways.length];
    return way === undefined ? [] : [{ name, ...way }];
  }),
];
// Each is a process of the bot beside this one: more at once only wait for each other, and time out.
const atOnce = 2;
const lanes = Array.from({ length: atOnce }, () => Promise.resolve());
let nextLane = 0;

/** Does the work when the one before it in its lane is over. */
function inLane(work: () => Promise<void>): Promise<void> {
  const lane = nextLane++ % atOnce;
  const reply = (lanes[lane] ?? Promise.resolve()).then(work);
  lanes[lane] = reply.catch(() => undefined);
  return reply;
}

/** A bot with its database, for as long as `work` takes. It ends by itself when it is told to. */
async function withLive(way: Omit<Way, 'name'>, startsAt: number, work: (live: LiveSlack) => Promise<void>): Promise<void> {
  const database = await openLiveDatabase(way.kind);
  try {
    const live = await startLiveSlack({ database, mode: way.mode, startsAt, admins: 'slack:T1/U001', said });
    try {
      await work(live);
      expect(await live.bot.stop()).toBe(0);
      expect(live.bot.wrong()).toEqual([]);
    } finally {
      await live.bot.stop();
      await live.close();
    }
  } finally {
    await database.drop();
  }
}

// The bot makes no rooms on Slack, and says so before it asks for a name.
const onMatrixOnly = 'room make';
// Their forms are opened where there is another embargo.
const ofTwo = ['sibling add', 'sibling remove', 'merge'];
// Theirs only where what they say would not be refused whatever it is: the stories answer them.
const inPlace = ['date reject', 'exception reject', 'disclose undated', 'review correct', 'review fail', 'leak close', 'leak reopen'];

const wellAfter = (live: LiveSlack) => (what: string) =>
  expect({ after: what, wrong: live.bot.wrong() }).toEqual({ after: what, wrong: [] });

describe('the bot as a process on Slack', () => {
  test.concurrent.each(runs)(
    'plays $name over $kind and $mode as it is written',
    async ({ name, ...way }) => {
      const story = textOf(name);
      await inLane(() =>
        withLive(way, startOf(story), async (live) => {
          expect(differences(story, await playLive(story, live))).toEqual([]);
          await pressTheRest(live, said, wellAfter(live));
        }),
      );
    },
    timeout,
  );

  test(
    'takes every command by words and by form, and every button that it offers',
    async () => {
      const [way] = [...ways].reverse();
      if (way === undefined) throw new Error('no way to run it');
      const story = sweepStory;
      await withLive(way, startOf(story), async (live) => {
        await playLive(story, live);
        const room = [...live.fake.slack.channels.values()].find(({ name }) => name === 'oci-private');
        const ada = { user: 'U001', name: 'ada', channel: room?.id ?? '' };
        await sayTheRest(live, ada, said, wellAfter(live));
        await pressTheRest(live, said, wellAfter(live));
        // What can be said of an embargo only once it has ended.
        await sayTheRest(live, ada, said, wellAfter(live));
      });
      const all = commands.map(({ words }) => words);
      const withForm = commands
        .filter(
          ({ words, args }) =>
            words !== onMatrixOnly &&
            ![...ofTwo, ...inPlace].includes(words) &&
            Object.values(args).some(({ required, ask }) => required && ask !== false),
        )
        .map(({ words }) => words);
      const missing = (wanted: Iterable<string>, done: ReadonlySet<string>) => [...wanted].filter((words) => !done.has(words)).sort();
      expect({
        notSaid: missing(all, said.typed),
        notFilledIn: missing(withForm, said.filledIn),
        notPressed: missing(said.offered, said.pressed),
      }).toEqual({ notSaid: [], notFilledIn: [], notPressed: [] });
    },
    timeout,
  );
});

const sweepStory = `
clock: 2026-03-02T09:00Z
ada in #oci-private: /embargo room adopt oci
ada: /embargo org add Nova 24
ada: /embargo org add "Seven Linux" 7.1
ada: /embargo people add @bob representative Nova
ada: /embargo people add @carol representative "Seven Linux"
ada: /embargo create title="Symlinks leave the root" component=layerd versions="< 2.4" exploitability="a crafted layer" date="2026-03-10 14:00 UTC"
ada: /embargo ack
bob: ack
carol: ack
bob: date accept
carol: date accept
ada: /embargo patch publish label=v1 url=https://example.org/1 branches=main files="${'a'.repeat(64)}  one.patch"
bob: review steps 24
`.trim();
