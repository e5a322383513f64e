// What docs/operations.md gives to run the bot by: a unit for systemd, as systemd reads it, and a container file, as far as it can be checked without building it.
import { spawnSync } from 'node:child_process';
import { accessSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const block = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(read('docs/operations.md'))?.[1] ?? '';
const found = (command: string) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));

describe('the unit for systemd', () => {
  const unit = block('ini');

  /** What `systemd-analyze verify` says of a unit, but for the path of npm, which is where it is on this machine or not. */
  const verified = (text: string): { status: number | null; said: string } => {
    const folder = mkdtempSync(join(tmpdir(), 'embargo-unit-'));
    try {
      const path = join(folder, 'embargo-bot.service');
      writeFileSync(path, text.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
      const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
      return { status, said: `${stdout}${stderr}`.trim() };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test.runIf(found('systemd-analyze'))('is one that systemd takes as it is, and a wrong setting in it would be seen', () => {
    expect(verified(unit)).toEqual({ status: 0, said: '' });
    expect(verified(unit.replace('ProtectHome=', 'ProtectedHome=')).said).toContain('ProtectedHome');
  });

  test('starts the bot anew unless somebody has to change something, as its exit code says', () => {
    expect(unit).toContain('ExecStart=/usr/bin/npm start\n');
    expect(unit).toContain('RestartPreventExitStatus=78\n');
  });
});

describe('the container file', () => {
  const lines = block('dockerfile').trim().split('\n');
  const of = (instruction: string) =>
    lines.filter((each) => each.startsWith(`${instruction} `)).map((each) => each.slice(instruction.length + 1));
  const { dependencies, engines } = JSON.parse(read('package.json')) as { dependencies: Record<string, string>; engines: { node: string } };

  test('has nothing but instructions that there are, and begins with its image', () => {
    expect(lines.filter((each) => !/^(?:FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|CMD) \S/.test(each))).toEqual([]);
    expect(lines[0]).toMatch(/^FROM /);
  });

  test('has a Node.js that the bot runs on', () => {
    const [least] = /\d+/.exec(engines.node) ?? [];
    const [, version] = /^node:(\d+)-/.exec(of('FROM')[0] ?? '') ?? [];
    expect(Number(version)).toBeGreaterThanOrEqual(Number(least));
  });

  test('copies what is there, and starts what it has installed', () => {
    const sources = of('COPY').flatMap((each) => each.split(' ').slice(0, -1));
    for (const source of sources) accessSync(join(root, source));
    const [command] = of('CMD').map((each) => JSON.parse(each) as string[]);
    expect(command?.[0]).toBe('node');
    accessSync(join(root, command?.at(-1) ?? ''));
    // It installs none of the development's.
    expect(of('RUN')).toContain('npm ci --omit=dev');
    expect(dependencies[command?.[command.indexOf('--import') + 1] ?? '']).toBeDefined();
  });

  test('keeps its data where its user can write, who is not root', () => {
    const [data] = of('VOLUME');
    const [user] = of('USER');
    expect(user).not.toBe('root');
    expect(of('ENV')).toContain(`DATA_DIR=${data}`);
    expect(of('RUN')).toContain(`install --directory --owner=${user} ${data}`);
  });
});
