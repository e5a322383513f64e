// Public embargoes, each played to its real end as its list lived it: in the terminal, and through the real Bolt app over PostgreSQL or PGlite.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { playOnSlack, playOnTerminal } from '../rig/play.ts';
import { broken, secretsOf } from '../rig/slack/contract.ts';
import type { FakeSlack } from '../rig/slack/fake-slack.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';

const folder = new URL('./cases/', import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort();
let database: TestDatabase;
afterEach(() => database.drop());

describe.each(cases)('the case %s', (name) => {
  const story = readFileSync(new URL(name, folder), 'utf8').trimEnd();

  it('reads as it is written in the terminal', async () => {
    database = await openTestDatabase('embedded');
    expect((await playOnTerminal(story, database.db)).trimEnd()).toBe(story);
  });

  it('is the same conversation on Slack', async () => {
    let wrong: readonly string[] = [];
    const inspect = (fake: FakeSlack) => {
      wrong = broken(fake, secretsOf(story));
    };
    database = await openTestDatabase(databaseKinds.at(-1) ?? 'embedded');
    expect((await playOnSlack(story, database.db, 'http', { inspect })).trimEnd()).toBe(story);
    expect(wrong).toEqual([]);
  });
});
