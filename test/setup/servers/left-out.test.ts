// What a run says of a server that it had to do without.
import { expect, test } from 'vitest';
import { saidAloud } from './servers.ts';

const leftOut = 'Synapse\ttest/a.test.ts: people\nPostgreSQL\ttest/a.test.ts: people\nSynapse\ttest/b.test.ts: rooms\n';

test('a server that was there is not spoken of', () => {
  expect(saidAloud({ name: 'Synapse', whyNot: null, instead: 'Nothing else ran.' }, leftOut)).toBe('');
});

test('every test that was left out for want of a server is named, with the reason', () => {
  expect(saidAloud({ name: 'Synapse', whyNot: 'nobody named one', instead: '' }, leftOut)).toBe(
    [
      '',
      'NOT RUN ON SYNAPSE: nobody named one.',
      'These tests need Synapse and were left out:',
      '  - test/a.test.ts: people',
      '  - test/b.test.ts: rooms',
      '',
      '',
    ].join('\n'),
  );
});

test('where nothing was left out, it says that nothing was asked for', () => {
  expect(saidAloud({ name: 'PostgreSQL', whyNot: 'there are no programs', instead: 'The embedded one ran.' }, '')).toBe(
    [
      '',
      'NOT RUN ON POSTGRESQL: there are no programs.',
      'The embedded one ran.',
      'No test that needs PostgreSQL was asked for.',
      '',
      '',
    ].join('\n'),
  );
});
