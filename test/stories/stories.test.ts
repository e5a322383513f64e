// Transcripts, played again: whatever one of them says the bot answers, it answers, letter by letter, on every platform and database.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { playOnSlack, playOnTerminal } from '../rig/play.ts';
import { broken, secretsOf } from '../rig/slack/contract.ts';
import type { FakeSlack } from '../rig/slack/fake-slack.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';

const folder = new URL('./', import.meta.url);
const stories = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort();
const open: TestDatabase[] = [];

async function fresh(kind: (typeof databaseKinds)[number]) {
  const database = await openTestDatabase(kind);
  open.push(database);
  return database.db;
}

afterEach(async () => {
  for (const database of open.splice(0)) await database.drop();
});

describe.each(stories)('the story %s', (name) => {
  const story = readFileSync(new URL(name, folder), 'utf8').trimEnd();

  it.each(databaseKinds)('reads as it is written, in the terminal over the %s database', async (kind) => {
    expect((await playOnTerminal(story, await fresh(kind))).trimEnd()).toBe(story);
  });

  it.each(['http', 'socket'] as const)('is the same conversation on Slack, over %s', async (mode) => {
    let wrong: readonly string[] = [];
    const inspect = (fake: FakeSlack) => {
      wrong = broken(fake, secretsOf(story));
    };
    expect((await playOnSlack(story, await fresh('embedded'), mode, { inspect })).trimEnd()).toBe(story);
    expect(wrong).toEqual([]);
  });
});
