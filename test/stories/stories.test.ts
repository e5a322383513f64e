// Transcripts, played again: whatever one of them says the bot answers, it answers, letter by letter, on every platform. Those in cases/ are public
// embargoes, each to its real end as its list lived it; those in terminal/ are about how the terminal asks.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { playOnSlack, playOnTerminal } from '../rig/play.ts';
import { broken, secretsOf } from '../rig/slack/contract.ts';
import type { FakeSlack } from '../rig/slack/fake-slack.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';

const folder = new URL('./', import.meta.url);
const stories = ['', 'cases/']
  .flatMap((within) => readdirSync(new URL(within, folder)).map((name) => within + name))
  .filter((name) => name.endsWith('.txt'))
  .sort();
let database: TestDatabase;
afterEach(() => database.drop());

// Each story is played over each database, and each database, transport and platform meets the others in some story: all of them for each would take
// twice as long and never found more.
const ways = stories.map((name, index) => ({
  name,
  terminal: databaseKinds[index % databaseKinds.length] ?? 'embedded',
  slack: databaseKinds[(index + 1) % databaseKinds.length] ?? 'embedded',
  transport: index % 4 < 2 ? ('http' as const) : ('socket' as const),
}));

describe.each(ways)('the story $name', ({ name, terminal, slack, transport }) => {
  const story = readFileSync(new URL(name, folder), 'utf8').trimEnd();

  it(`reads as it is written, in the terminal over the ${terminal} database`, async () => {
    database = await openTestDatabase(terminal);
    expect((await playOnTerminal(story, database.db)).trimEnd()).toBe(story);
  });

  it(`is the same conversation on Slack, by ${transport} over the ${slack} database`, async () => {
    let wrong: readonly string[] = [];
    const inspect = (fake: FakeSlack) => {
      wrong = broken(fake, secretsOf(story));
    };
    database = await openTestDatabase(slack);
    expect((await playOnSlack(story, database.db, transport, { inspect })).trimEnd()).toBe(story);
    expect(wrong).toEqual([]);
  });
});

it.each(readdirSync(new URL('terminal/', folder)))('the story terminal/%s reads as it is written, in the terminal', async (name) => {
  const story = readFileSync(new URL(`terminal/${name}`, folder), 'utf8').trimEnd();
  database = await openTestDatabase('embedded');
  expect((await playOnTerminal(story, database.db)).trimEnd()).toBe(story);
});
