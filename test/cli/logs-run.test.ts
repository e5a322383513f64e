import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorCode } from '../../src/log.ts';
import { runCli } from '../setup/cli.ts';

// A whole process with a database that it makes: half a minute by itself, more on a busy machine.
const runMsMax = 240_000;

// Every word that a person chose has MARKED in it, and so would show in a log.
const story = `
clock: 2030-01-02T09:00Z
ada in #marked-room: /embargo room adopt marked-list
ada: org add "MARKED Linux" marked-7.1
ada: people add @bob representative "MARKED Linux" name="Marked Bob"
ada: create title="MARKED title" component=marked-runc versions="marked <= 1" exploitability="MARKED local" reporter=marked-reporter date="2030-01-15 14:00 UTC"
ada: date propose MARKED day
ada: marked-command that is none
bob in #marked-room: ack
ada: ack
bob: date reject MARKED freeze
bob: date counter reason="MARKED reason" 2030-01-16 14:00 UTC
ada: patch publish label="MARKED label" url=https://marked.example/1 branches=marked-main files="${'a'.repeat(64)}  marked.patch"
bob: review steps marked-7.1
bob: review fail MARKED hunk
bob: review outcome does-not-apply MARKED because
bob: world public sure=yes MARKED blog
ada in direct: details
ada in #marked-room: hold MARKED decision
ada: amend title="MARKED again" cve=CVE-2030-77777
ada in direct: details
ada: reviews
bob in #marked-room: marked-nonsense
eve in #marked-elsewhere: status MARKED
ada: end withdrawn sure=yes MARKED end
`.trim();

test(
  'no word that a person chose is in the log of a story, and everything that happened is',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'embargo-logs-'));
    const { code, stdout, stderr } = await runCli(['terminal'], { input: `${story}\n`, env: { DATA_DIR: folder, LOG_LEVEL: 'info' } });
    rmSync(folder, { recursive: true, force: true });
    expect(code).toBe(0);
    // The words were understood, and said again where they may be heard.
    for (const word of ['MARKED again', 'MARKED freeze', 'MARKED hunk', 'MARKED blog'])
      expect(stdout.split(word).length).toBeGreaterThan(2);
    expect(stderr.split('\n').filter((line) => /marked|77777/i.test(line))).toEqual([]);
    const logged = stderr.split('\n').filter((line) => line.startsWith('{'));
    const handled = logged.map((line) => JSON.parse(line)).filter(({ event }) => event === 'handled');
    expect(handled).toHaveLength(story.split('\n').length - 1);
    expect(new Set(handled.flatMap((entry) => Object.keys(entry)))).toEqual(new Set(['level', 'time', 'seq', 'outcome', 'event']));
  },
  runMsMax,
);

test('an error is logged by its code or its place, never by its message', () => {
  const coded = Object.assign(new Error('MARKED'), { code: '23505' });
  expect(errorCode(coded)).toBe('23505');
  expect(errorCode(new Error('Failed query: insert MARKED', { cause: coded }))).toBe('23505');
  expect(errorCode(new TypeError('MARKED'))).toMatch(/^TypeError in [\w.-]*test\.ts:\d+$/);
  expect(errorCode('MARKED')).toBe('unknown');
});
