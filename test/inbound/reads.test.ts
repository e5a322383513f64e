// What a request reads does not grow with what has ended: statements and rows are counted, with a few ended embargoes more than are at hand, and with many.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '../../src/db/integrity/audit.ts';
import { forgetLoaded } from '../../src/db/integrity/state.ts';
import { recentMax } from '../../src/db/lookup/embargoes.ts';
import { embargoes } from '../../src/db/schema.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { codenameOf, copies, freeCodename } from '../setup/filled.ts';
import { describePostgres } from '../setup/needs.ts';
import { type Reads, readsOf } from '../setup/reads.ts';
import { founded, opened, type Seen, start, type World, world } from '../setup/world.ts';

const few = recentMax + 5;
const more = 60;

/** Who asks what. RUNS: the codename of the one that runs; GONE: of one that ended long ago. */
const requests: readonly (readonly [by: string, words: string])[] = [
  ['bob', 'note RUNS it crashes'],
  ['bob', 'note it crashes'],
  ['bob', 'status RUNS'],
  ['bob', 'status GONE'],
  ['bob', `status ${freeCodename}`],
  ['bob', 'list'],
  ['bob', 'todo'],
  ['ada', 'todo all'],
  ['bob', 'home'],
  ['bob', 'menu'],
  ['ada', 'list all'],
  ['ada', 'members health'],
  ['ada', 'people remove terminal:carol'],
  ['ada', 'people add terminal:carol representative Rhombus name=carol'],
  ['bob', 'link post https://example.org/post'],
  ['bob', 'report leak it is on a forum'],
];

describePostgres('with many embargoes that have ended', () => {
  let here: World;
  let names: { readonly runs: string; readonly gone: string };
  const reads = { few: new Map<string, Reads>(), many: new Map<string, Reads>() };
  const said = { few: new Map<string, readonly Seen[]>(), many: new Map<string, readonly Seen[]>() };

  const ask = async (which: 'few' | 'many') => {
    for (const [by, words] of requests) {
      // Each asks a bot that remembers nothing.
      forgetLoaded();
      const typed = words.replace('RUNS', names.runs).replace('GONE', names.gone);
      reads[which].set(
        words,
        await readsOf(async () => {
          said[which].set(words, await here.say(by, typed));
        }),
      );
    }
  };

  beforeAll(async () => {
    here = await world('postgres');
    await founded(here);
    const ended = await opened(here);
    await here.say('bob', `ack ${ended}`);
    await here.say('ada', `end ${ended} withdrawn sure=yes a mistake`);
    names = { runs: await opened(here), gone: codenameOf(1) };
    await here.say('bob', `ack ${names.runs}`);
    here.set(start + dayMs);
    const [row] = await here.db.select({ id: embargoes.id }).from(embargoes).where(eq(embargoes.codename, ended));
    const ids = [row?.id ?? ('' as EmbargoId)];
    await copies(here.db, ids, { count: few, from: 1, olderMs: dayMs });
    // What was asked once is asked again by somebody who has asked before.
    await ask('few');
    await ask('few');
    await copies(here.db, ids, { count: more, from: few + 1, olderMs: dayMs });
    await ask('many');
  });
  afterAll(() => here.close());

  test.each(requests.map(([, words]) => words))('%s reads as much as with few, and is answered alike', (words) => {
    expect(reads.many.get(words)).toEqual(reads.few.get(words));
    const texts = (seen: readonly Seen[] = []) => seen.map(({ to, text }) => [to, text]);
    expect(texts(said.many.get(words))).toEqual(texts(said.few.get(words)));
  });

  test('what runs is asked for in as many statements however much runs', async () => {
    const asked = async () => {
      const statements: number[] = [];
      for (const words of ['note RUNS again', 'list', 'todo', 'home', 'menu']) {
        forgetLoaded();
        statements.push((await readsOf(() => here.say('bob', words.replace('RUNS', names.runs)))).statements);
      }
      return statements;
    };
    const before = await asked();
    const [row] = await here.db.select({ id: embargoes.id }).from(embargoes).where(eq(embargoes.codename, names.runs));
    await copies(here.db, [row?.id ?? ('' as EmbargoId)], { count: 20, from: few + more + 1 });
    expect(await asked()).toEqual(before);
  });

  test('all of them stand as the bot would have written them', async () => {
    const { chains, findings } = await audit(here.db);
    expect([chains.faults, findings]).toEqual([[], []]);
  });
});
