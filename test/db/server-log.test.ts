// A server that writes every statement down, as some are told to: none of the values is in its log.
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnoseDatabase } from '../../src/cli/diagnosis.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { loggedValues } from '../../src/db/connection/server-log.ts';
import { cards, lanes } from '../../src/db/schema.ts';
import { type Cluster, startCluster } from '../setup/cluster.ts';
import { describePostgres } from '../setup/needs.ts';

const silent = { log: () => undefined };

describePostgres('a server that logs every statement', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    for (const setting of [
      "logging_collector = 'on'",
      "log_statement = 'all'",
      "log_min_duration_statement = '0'",
      "log_min_error_statement = 'error'",
    ])
      await asked(`alter system set ${setting}`);
    await asked('create role bot login');
    for (const user of ['bot', 'postgres']) await asked(`create database of_${user} owner ${user}`);
    await cluster.halt();
    await cluster.resume();
  });
  afterAll(() => cluster.stop());

  const asked = async (statement: string): Promise<string> => {
    const client = new pg.Client({ connectionString: cluster.url });
    await client.connect();
    const { rows } = await client.query<{ text: string }>(statement).finally(() => client.end());
    return rows?.[0]?.text ?? '';
  };
  const written = () => asked('select pg_read_file(pg_current_logfile()) as text');
  const urlOf = (user: string) => {
    const url = new URL(cluster.url);
    [url.username, url.pathname] = [user, `/of_${user}`];
    return url.href;
  };

  test.each([
    ['a superuser', 'postgres', true],
    ['an ordinary user', 'bot', false],
  ])('is told no value by %s, not where a statement fails either', async (_, user, superuser) => {
    const { db, close } = await openDatabase({ type: 'postgres', url: urlOf(user) }, silent);
    await db.insert(lanes).values({ lane: `lane-of-${user}`, freeAt: 0 });
    await expect(db.execute(sql`insert into lanes values (${`lane-of-${user}`}, now())`)).rejects.toThrow();
    await expect(db.execute(sql`select ${`failing-${user}`}::int`)).rejects.toThrow();
    expect(await db.select().from(cards)).toEqual([]);
    const log = await written();
    expect(log).toContain('insert into "lanes"');
    expect(log.split('\n').filter((each) => each.includes(`failing-${user}`) && !each.includes('invalid input'))).toEqual([]);
    expect(log.includes(`lane-of-${user}`)).toBe(!superuser);
    const logged = await loggedValues(db);
    await close();
    expect(logged).toEqual(superuser ? [] : ['log_statement=all', 'log_min_duration_statement=0']);
    const database = { state: 'open', kind: 'postgres', waiting: 0, key: 'right', aheadMs: 0, logged, heard: null, rooms: [] } as const;
    expect(
      diagnoseDatabase(database)
        .filter(({ text }) => text.includes('the values of the bot'))
        .map((each) => ('next' in each ? each.next : '')),
    ).toEqual(superuser ? [] : ['as a superuser: alter role … set log_parameter_max_length = 0, for the user in DATABASE_URL.']);
  });

  test('is told none by an ordinary user either, once the role has it so, as the doctor says', async () => {
    await asked('alter role bot set log_parameter_max_length = 0');
    const { db, close } = await openDatabase({ type: 'postgres', url: urlOf('bot') }, silent);
    await db.insert(lanes).values({ lane: 'lane-kept-quiet', freeAt: 0 });
    expect([await loggedValues(db), (await written()).includes('lane-kept-quiet')]).toEqual([[], false]);
    await close();
  });
});
