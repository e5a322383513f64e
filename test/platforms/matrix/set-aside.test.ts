import { describe, expect, test } from 'vitest';
import type { SyncPart } from '../../../src/platforms/matrix/encryption/crypto.ts';
import { NotHeld } from '../../../src/platforms/matrix/matrix-store.ts';
import { NotTaken, orAside, takeKeys } from '../../../src/platforms/matrix/set-aside.ts';
import { SendFailure } from '../../../src/platforms/platform.ts';

function place(passes: (error: unknown) => boolean = () => false) {
  const logs: unknown[] = [];
  const stop = new AbortController();
  const log = (event: string, details?: object) => void logs.push({ event, ...details });
  return { logs, stop, options: { passes, log, off: stop.signal, retryMs: 1 } };
}

/** Fails so often, and then is done. */
function failing(times: number, error: () => Error) {
  let tries = 0;
  const work = async () => {
    tries += 1;
    if (tries <= times) throw error();
    return 'done';
  };
  return { work, tries: () => tries };
}

const fault = () => new RangeError('a fault of the test');

describe('an event at which the bot fails', () => {
  test('is tried three times, and then set aside: its author is told, and the next one is heard', async () => {
    const { logs, options } = place();
    const { work, tries } = failing(3, fault);
    const told: string[] = [];
    expect(await orAside(options, work, async () => void told.push('told'))).toBe(null);
    expect([tries(), told]).toEqual([3, ['told']]);
    const code = expect.stringMatching(/^RangeError in \S+:\d+$/);
    expect(logs).toEqual([1, 2, 3].map((at) => ({ event: 'matrix.event-failed', tries: at, code })));
  });

  test('is heard when the third try goes well, and nobody is told of anything', async () => {
    const { options } = place();
    const told: string[] = [];
    expect(await orAside(options, failing(2, fault).work, async () => void told.push('told'))).toBe('done');
    expect(told).toEqual([]);
  });

  test('is set aside though its author cannot be told', async () => {
    const { logs, options } = place();
    const untold = async () => {
      throw new SendFailure('again', 'http_502');
    };
    expect(await orAside(options, failing(3, fault).work, untold)).toBe(null);
    expect(logs.at(-1)).toMatchObject({ event: 'matrix.event-not-told' });
  });

  test('is set aside where the homeserver refuses it for good, which it will again', async () => {
    const { logs, options } = place();
    expect(await orAside(options, failing(3, () => new SendFailure('gone', 'M_FORBIDDEN')).work, async () => undefined)).toBe(null);
    expect(logs.at(-1)).toEqual({ event: 'matrix.event-failed', tries: 3, code: 'M_FORBIDDEN' });
  });

  test.each([
    ['was not kept', () => new NotTaken('x')],
    ['was heard by one that holds the account no more', () => new NotHeld()],
    ['the homeserver does not answer for', () => new SendFailure('again', 'http_502')],
    ['the database does not answer for', () => new Error('away')],
  ])('that %s is not set aside, but waits', async (_what, error) => {
    const { logs, options } = place((thrown) => thrown instanceof Error && thrown.message === 'away');
    const { work, tries } = failing(3, error);
    await expect(orAside(options, work, async () => undefined)).rejects.toThrow(error().message);
    expect([tries(), logs]).toEqual([1, []]);
  });

  test('waits as well once the bot is to stop: it comes again', async () => {
    const { stop, options } = place();
    const { work, tries } = failing(3, fault);
    stop.abort();
    await expect(orAside(options, work, async () => undefined)).rejects.toThrow('a fault of the test');
    expect(tries()).toBe(1);
  });
});

describe('what a sync brings for the machine', () => {
  const sync: SyncPart = { toDevice: ['a', 'bad', 'c'], changed: ['@ada:example.org'], left: [], keyCounts: {}, fallbackKeys: null };

  test('is taken in without the message at which the machine fails, and the bot goes on hearing', async () => {
    const { logs, options } = place();
    const taken: unknown[] = [];
    const receive = async ({ toDevice, changed }: SyncPart) => {
      if (toDevice.includes('bad')) throw fault();
      taken.push([toDevice, changed]);
    };
    await takeKeys({ receive }, sync, options);
    const nothing = [[], []];
    expect(taken).toEqual([[[], sync.changed], [['a'], []], [['c'], []], nothing]);
    const code = expect.stringMatching(/^RangeError in \S+:\d+$/);
    const tried = [1, 2, 3].map((tries) => ({ event: 'matrix.keys-not-taken', tries, code }));
    expect(logs).toEqual([...tried, { event: 'matrix.keys-left-out', code }]);
  });

  test('is not left out by a machine that fails at nothing, too: that has to be opened anew', async () => {
    const { options } = place();
    const broken = async () => Promise.reject(fault());
    await expect(takeKeys({ receive: broken }, sync, options)).rejects.toThrow('a fault of the test');
  });

  test('waits where the database does not answer', async () => {
    const { logs, options } = place((thrown) => thrown instanceof Error && thrown.message === 'away');
    const { work, tries } = failing(3, () => new Error('away'));
    await expect(takeKeys({ receive: async () => void (await work()) }, sync, options)).rejects.toThrow('away');
    expect([tries(), logs]).toEqual([1, []]);
  });
});
