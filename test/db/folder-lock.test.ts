import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFolder } from '../../src/db/connection/folder-lock.ts';
import { startChild } from '../setup/child.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'embargo-lock-'));
  folder = mkdtempSync(join(parent, 'data-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const ways = process.platform === 'linux' ? (['socket', 'pid-file'] as const) : (['pid-file'] as const);

describe.each(ways)('a database folder, locked by %s', (how) => {
  test('is refused to a second process, which is told the first one, and is free in the moment that the first is killed', async () => {
    const holder = startChild(`
      const { lockFolder } = await import('./src/db/connection/folder-lock.ts');
      await lockFolder(${JSON.stringify(folder)}, '${how}');
      setInterval(() => undefined, 1000);
      console.log('held');
    `);
    await holder.line();
    await expect(lockFolder(folder, how)).rejects.toThrow(
      `The database folder ${folder} is in use by another process (pid ${holder.pid}). Stop that one first, or give this one a folder of its own`,
    );
    await holder.kill();
    const lock = await lockFolder(folder, how);
    await lock.release();
  });

  test('is refused to a second part of the same process, by whatever path, until the first lets it go', async () => {
    const link = join(parent, 'link');
    symlinkSync(folder, link);
    const lock = await lockFolder(folder, how);
    await expect(lockFolder(link, how)).rejects.toThrow(`The database folder ${link} is already open in this process.`);
    await lock.release();
    await lock.release();
    await (await lockFolder(link, how)).release();
  });

  test('goes to exactly one of many that want it at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder, how)));
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won.length).toBe(1);
    for (const lock of won) await lock.release();
  });

  test('does not keep a process alive that has nothing else to do', async () => {
    const holder = startChild(`
      const { lockFolder } = await import('./src/db/connection/folder-lock.ts');
      await lockFolder(${JSON.stringify(folder)}, '${how}');
      console.log('held');
    `);
    expect(await holder.line()).toBe('held');
    await expect(holder.line()).rejects.toThrow('ended');
  });
});

describe('a lock in a pid file', () => {
  test('that this process left behind in an earlier life, with the same pid, is taken over', async () => {
    writeFileSync(`${folder}.lock`, String(process.pid));
    const lock = await lockFolder(folder, 'pid-file');
    await lock.release();
    expect(existsSync(`${folder}.lock`)).toBe(false);
  });

  test('tells how to remove it, since its number may belong to another program by now', async () => {
    writeFileSync(`${folder}.lock`, String(process.ppid));
    await expect(lockFolder(folder, 'pid-file')).rejects.toThrow(`If no such process runs, remove ${folder}.lock.`);
  });
});
