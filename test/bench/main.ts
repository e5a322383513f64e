// `npm run bench`: figures as ratios to yardsticks that are measured in the same run. Nothing here is a test: a machine that is busy makes no bot slower.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startFakeSlack } from '../rig/fake-slack.ts';
import { startCluster } from '../setup/cluster.ts';
import { acknowledging } from './ack.ts';
import { startServer } from './child.ts';
import { type Figure, print } from './figures.ts';
import { starting } from './starting.ts';
import { ticking } from './ticking.ts';

const folder = mkdtempSync(join(tmpdir(), 'embargo-bench-'));
const fake = await startFakeSlack();
const cluster = await startCluster({ durable: true });
const serverFile = 'test/bench/ack-server.ts';
const servers = {
  bare: await startServer(serverFile, ['bare', fake.url]),
  postgres: await startServer(serverFile, ['postgres', fake.url, cluster.url]),
  embedded: await startServer(serverFile, ['embedded', fake.url, join(folder, 'embedded')]),
};
const contestant = (name: keyof typeof servers) => ({ name, port: Number(servers[name].ready) });
const figures: Figure[] = await acknowledging(contestant('bare'), [contestant('postgres'), contestant('embedded')]);
for (const figure of figures) print(figure);
for (const server of Object.values(servers)) await server.stop();
for (const figure of await ticking(freshDatabase)) print(figure);
for (const figure of await starting(fake.url, await freshDatabase('starting'))) print(figure);
await cluster.stop();
await fake.close();
rmSync(folder, { recursive: true, force: true });

/** The address of a new, empty database on the same server. */
async function freshDatabase(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  await client.query(`create database ${name}`).finally(() => client.end());
  const url = new URL(cluster.url);
  url.pathname = `/${name}`;
  return url.href;
}
