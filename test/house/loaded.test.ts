// What a running bot has loaded of its dependencies' dependencies: what nobody needs is not there.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startChild } from '../setup/child.ts';

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Readonly<Record<string, { readonly name?: string; readonly dev?: boolean }>>;
};
// What request-promise is made of, and nothing else here needs.
const cutOff = ['request-promise', 'request-promise-core', 'stealthy-require', 'bluebird', 'psl'];

test('the Matrix SDK’s unused tree of request is not installed: its names stand for the maintained one', () => {
  const installed = Object.entries(lock.packages).map(([path, { name }]) => name ?? path.slice(path.lastIndexOf('node_modules/') + 13));
  expect(installed.filter((name) => cutOff.includes(name) || name === 'request')).toEqual([]);
  expect(installed).toContain('@cypress/request');
});

test('a bot on all platforms has loaded none of it', async () => {
  const child = startChild(`
    import Module from 'node:module';
    await import('./src/cli/serve.ts');
    await import('./src/platforms/matrix/platform.ts');
    const names = Object.keys(Module._cache).flatMap((file) => file.split('/node_modules/').slice(-1)[0].split('/').slice(0, 1));
    console.log(JSON.stringify([...new Set(names)]));
  `);
  const loaded = JSON.parse(await child.line()) as string[];
  await child.kill();
  expect(loaded).toContain('matrix-bot-sdk');
  expect(loaded.filter((name) => cutOff.includes(name))).toEqual([]);
}, 60_000);
