// One process per PGlite folder: two of them would overwrite each other's rows without a word.
//
// No library: proper-lockfile and its like mark a lock as stale only after some seconds without a heartbeat, so that a killed bot could
// not start again at once, and a process that PGlite keeps busy for longer than that would lose its lock while it writes.
// An abstract unix socket belongs to the kernel: it is gone in the moment that its process is, however that died.
// Neither way sees a process in another container that shares the volume.

import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { resolve } from 'node:path';

/** Held until released, or until the process ends in whatever way. `release` may be called more than once. */
export type FolderLock = { release(): Promise<void> };

/** Another process, most likely the running bot, has the folder. Its message is for people to read. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly pid: number | null;

  constructor(message: string, pid: number | null) {
    super(message);
    this.pid = pid;
  }
}

const answerMsMax = 500;
// By device and inode, so that another path to the same folder is seen as well.
const heldHere = new Set<string>();

/**
 * Locks a folder that exists for this process. Throws an Error that says what to do when it is held already, by this process or another.
 * @param how 'socket' needs Linux; 'pid-file' works anywhere and leaves `<folder>.lock` behind a killed process, to be taken over.
 */
export async function lockFolder(
  folder: string,
  how: 'socket' | 'pid-file' = process.platform === 'linux' ? 'socket' : 'pid-file',
): Promise<FolderLock> {
  const { dev, ino } = statSync(folder, { bigint: true });
  const key = `${dev}-${ino}`;
  if (heldHere.has(key)) {
    throw new Error(`The database folder ${folder} is already open in this process. Close it before it is opened again.`);
  }
  heldHere.add(key);
  try {
    const letGo = how === 'socket' ? await holdSocket(`\0embargo-bot-${key}`, folder) : holdPidFile(`${resolve(folder)}.lock`, folder);
    let released: Promise<void> | null = null;
    return {
      release: () => {
        released ??= letGo().finally(() => heldHere.delete(key));
        return released;
      },
    };
  } catch (error) {
    heldHere.delete(key);
    throw error;
  }
}

function refusal(folder: string, pid: number | null, more = ''): Error {
  const who = pid === null ? 'another process' : `another process (pid ${pid})`;
  return new FolderInUse(
    `The database folder ${folder} is in use by ${who}. Stop that one first, or give this one a folder of its own, or use PostgreSQL, which serves several.${more}`,
    pid,
  );
}

async function holdSocket(name: string, folder: string): Promise<() => Promise<void>> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(String(process.pid));
  });
  try {
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      // exclusive: a cluster's primary would otherwise listen once for all its workers.
      server.listen({ path: name, exclusive: true }, done);
    });
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) throw refusal(folder, await askHolder(name));
    throw error;
  }
  // The lock must not keep a process alive that has nothing else to do.
  server.unref();
  return () => new Promise((done) => server.close(() => done()));
}

// The holder answers with its pid, unless a long query keeps it busy.
function askHolder(name: string): Promise<number | null> {
  return new Promise((done) => {
    let said = '';
    const socket = connect({ path: name, timeout: answerMsMax });
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      said += text;
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => done(/^\d{1,10}$/.test(said) ? Number(said) : null));
  });
}

function holdPidFile(file: string, folder: string): () => Promise<void> {
  if (!writeNew(file)) {
    const pid = Number(readIfThere(file));
    const hint = ` If no such process runs, remove ${file}.`;
    if (isAlive(pid)) throw refusal(folder, pid, hint);
    setAside(file, String(pid));
    if (!writeNew(file)) throw refusal(folder, null, hint);
  }
  return async () => rmSync(file, { force: true });
}

function writeNew(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

// Two starters may find the same stale file. Renaming lets one have it; a file that turns out to be a fresh lock is put back.
function setAside(file: string, stalePid: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readIfThere(aside) !== stalePid) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}

function isAlive(pid: number): boolean {
  // A container that starts again often gets the pid that it had before; a lock of this very process is in `heldHere`.
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
