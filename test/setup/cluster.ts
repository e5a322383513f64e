// A throw-away PostgreSQL cluster, made from the binaries on this machine and gone when the tests are.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

export type Cluster = {
  readonly url: string;
  /** Stops it for good: nothing of it is left. */
  stop(): Promise<void>;
  /** Takes the server away and keeps what is in it. */
  halt(): Promise<void>;
  /** Brings it back, at the same address. */
  resume(): Promise<void>;
  /** Lets all its processes stand still: connections stay as they are, and nobody answers on them. */
  freeze(): void;
  /** Lets them go on. */
  thaw(): void;
};

const startMsMax = 30_000;
const pollMs = 25;

/**
 * Starts a cluster on a free port of 127.0.0.1. `durable`: with fsync and all, as it should be outside of tests. Throws an Error that says why when
 * there are no binaries or they do not start.
 */
export async function startCluster({ durable = false } = {}): Promise<Cluster> {
  const bin = findBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'embargo-postgres-'));
  let server: ChildProcess | null = null;
  let frozen: number[] = [];
  const thaw = () => {
    for (const pid of frozen.splice(0).reverse()) signal(pid, 'SIGCONT');
  };
  const killNow = () => {
    server?.kill('SIGKILL');
    thaw();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killNow);
  const letGo = () => {
    process.removeListener('exit', killNow);
    killNow();
  };
  try {
    const port = await freePort();
    const how = await initialised(bin, folder);
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    const resume = async () => {
      server = await spawnServer(bin, how, port, durable);
      await untilItAnswers(url, server);
    };
    await resume();
    const halt = () => {
      thaw();
      return stopServer(server);
    };
    const freeze = () => {
      // The first of them makes no more once it stands still.
      const pid = server?.pid ?? 0;
      frozen = [pid];
      signal(pid, 'SIGSTOP');
      for (const child of childrenOf(pid)) {
        frozen.push(child);
        signal(child, 'SIGSTOP');
      }
    };
    return { url, stop: () => halt().finally(letGo), halt, resume, freeze, thaw };
  } catch (error) {
    letGo();
    throw error;
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // Behind the program's name in parentheses: the state, the parent.
      const [, ppid] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return Number(ppid) === parent ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

/** One that is gone already needs no signal. */
function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {}
}

type How = { readonly cwd: string; readonly uid?: number; readonly gid?: number };

const dataOf = (how: How): string => join(how.cwd, 'data');

async function initialised(bin: string, folder: string): Promise<How> {
  // initdb refuses to run as root.
  const lesser = process.getuid?.() === 0 ? lesserUser() : null;
  if (lesser !== null) chownSync(folder, lesser.uid, lesser.gid);
  const how = { ...lesser, cwd: folder };
  const init = ['--no-sync', '-A', 'trust', '-U', 'postgres', '--locale=C', '-E', 'UTF8', '-D', dataOf(how)];
  await promisify(execFile)(join(bin, 'initdb'), init, how);
  return how;
}

async function spawnServer(bin: string, how: How, port: number, durable: boolean): Promise<ChildProcess> {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(durable ? [] : careless)].flatMap((setting) => [
    '-c',
    setting,
  ]);
  const server = spawn(join(bin, 'postgres'), ['-D', dataOf(how), '-p', String(port), ...settings], { ...how, stdio: 'ignore' });
  await once(server, 'spawn');
  return server;
}

// Fast and careless: what a test writes need not outlive a power cut.
const careless = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** The folder of PostgreSQL’s programs. Throws an Error that says what to do where there are none. */
export function findBinaries(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [
    ...(process.env.PG_BIN ? [process.env.PG_BIN] : []),
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const found = candidates.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (found === undefined) throw new Error('no PostgreSQL server on this machine; set TEST_DATABASE_URL or PG_BIN, or install postgresql');
  return found;
}

function lesserUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('initdb refuses root, and there is neither a user postgres nor nobody');
  return { uid: Number(uid), gid: Number(gid) };
}

/** A port of 127.0.0.1 on which nobody listens. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? done(address.port) : fail(new Error('no free port'))));
    });
  });
}

async function untilItAnswers(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + startMsMax;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (server.exitCode !== null) throw new Error(`postgres ended with code ${server.exitCode} at its start`);
      if (Date.now() > deadline) throw new Error('postgres was started but does not answer', { cause: error });
    }
    await delay(pollMs);
  }
}

// SIGINT: the fast shutdown, which does not wait for clients.
function stopServer(server: ChildProcess | null): Promise<void> {
  return new Promise((done) => {
    if (server === null || server.exitCode !== null || server.signalCode !== null) return done();
    server.once('exit', () => done());
    server.kill('SIGINT');
  });
}
