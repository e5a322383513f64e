// `npm run bench`: figures as ratios to yardsticks that are measured in the same run, on a throw-away PostgreSQL of its own. A busy machine
// disturbs them; the load that it had is printed with them.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { useKeyring } from '../../src/db/columns.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import { startFakeSlack } from '../rig/slack/fake-slack.ts';
import { type Cluster, startCluster } from '../setup/cluster.ts';
import type { Homeserver } from '../setup/servers/synapse.ts';
import { acknowledging } from './ack.ts';
import { answering } from './answer.ts';
import { asking } from './asked.ts';
import { renderingCards } from './card.ts';
import { type Server, startServer } from './child.ts';
import { type Figure, print } from './figures.ts';
import { encrypting } from './matrix.ts';
import { starting } from './start.ts';
import { ticking } from './tick.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Figures that cannot be had are said so, and do not keep the others from being had. */
async function measured(what: string, work: () => Promise<Figure[]>): Promise<void> {
  say(`\n${what}`);
  try {
    for (const figure of await work()) print(figure);
  } catch (error) {
    say(`not measured: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

async function onPostgres(options: { durable?: boolean }, work: (cluster: Cluster) => Promise<Figure[]>): Promise<Figure[]> {
  const cluster = await startCluster(options);
  try {
    return await work(cluster);
  } finally {
    await cluster.stop();
  }
}

async function emptyDatabase({ url }: Cluster, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const where = new URL(url);
  where.pathname = `/${name}`;
  return where.href;
}

async function acknowledgements(
  cluster: Cluster,
  fakeUrl: string,
  kinds: readonly ('insert' | 'postgres' | 'embedded')[],
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'embargo-bench-'));
  const place = async (kind: string) => (kind === 'embedded' ? join(folder, 'data') : emptyDatabase(cluster, `bench_${kind}`));
  const start = async (kind: string, where: string) => startServer('test/bench/ack-server.ts', [kind, fakeUrl, where]);
  const servers = new Map<string, Server>();
  try {
    servers.set('bare', await start('bare', ''));
    for (const kind of kinds) servers.set(kind, await start(kind, await place(kind)));
    const port = (kind: string) => Number(servers.get(kind)?.ready);
    return await acknowledging(
      { name: 'bare', port: port('bare'), goal: false },
      kinds.map((kind) => ({ name: names[kind], port: port(kind), goal: kind !== 'insert' })),
    );
  } finally {
    for (const server of servers.values()) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answers(cluster: Cluster): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'embargo-bench-'));
  try {
    return await answering([
      { kind: 'bare', name: 'bare', place: '' },
      { kind: 'postgres', name: names.postgres, place: await emptyDatabase(cluster, 'answers') },
      { kind: 'embedded', name: names.embedded, place: join(folder, 'data') },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function encryptedAnswers(cluster: Cluster, server: Homeserver): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'embargo-bench-'));
  try {
    return await encrypting(server, [
      { kind: 'bare', name: 'bare', place: '' },
      { kind: 'postgres', name: names.postgres, place: await emptyDatabase(cluster, 'matrix') },
      { kind: 'embedded', name: names.embedded, place: join(folder, 'data') },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The one that the tests use, too; null where none is named. */
function homeserverNamed(): Homeserver | null {
  const { MATRIX_TEST_HOMESERVER: url, MATRIX_TEST_REGISTRATION_SECRET: secret } = process.env;
  return url && secret ? { url, secret } : null;
}

// The last is no contestant: nothing that writes a command down first can be quicker on this machine.
const names = { postgres: 'PostgreSQL', embedded: 'PGlite', insert: 'bare + one insert' };

useKeyring(parseKeyring(newKey()));
const fake = await startFakeSlack();
say(`Node ${process.version}, ${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)} at the start`);
await measured('A signed slash command until it is acknowledged, against a bare Bolt app that only acknowledges', () =>
  onPostgres({}, (cluster) => acknowledgements(cluster, fake.url, ['postgres', 'embedded', 'insert'])),
);
await measured('The same with fsync, as a server has it: what a disk adds to it', () =>
  onPostgres({ durable: true }, async (cluster) =>
    (await acknowledgements(cluster, fake.url, ['postgres', 'insert'])).map((figure) => ({ ...figure, met: null })),
  ),
);
await measured(
  'From a signed slash command to its answer at Slack, one at a time, against a bare Bolt app that answers by itself and keeps nothing',
  () => onPostgres({}, answers),
);
const server = homeserverNamed();
if (server === null)
  say('\nLeft out: encrypted answers on Matrix (MATRIX_TEST_HOMESERVER and MATRIX_TEST_REGISTRATION_SECRET name no homeserver)');
else
  await measured(
    'Encrypted answers in a room of 30 with signed devices, against a bare matrix-bot-sdk bot that echoes in one without encryption',
    () => onPostgres({}, (cluster) => encryptedAnswers(cluster, server)),
  );
await measured('The card', async () => renderingCards());
await measured('The clock', () =>
  onPostgres({}, async (cluster) => ticking(await emptyDatabase(cluster, 'few'), await emptyDatabase(cluster, 'many'))),
);
await measured('Questions on a list with 20,000 embargoes that have ended, against one with ten; what they read with it', () =>
  onPostgres({}, async (cluster) => asking(await emptyDatabase(cluster, 'ten'), await emptyDatabase(cluster, 'thousands'))),
);
await measured('The process', () => onPostgres({}, async (cluster) => starting(await emptyDatabase(cluster, 'bot'), fake.url)));
say(`\nload ${loadavg()[0]?.toFixed(1)} at the end`);
await fake.close();
