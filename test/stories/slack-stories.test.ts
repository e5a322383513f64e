// What only Slack has, as stories: forms that are sent, App Home, shortcuts, threads, rooms and people that change. Through the real Bolt app.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { playOnSlack } from '../rig/play.ts';
import { broken, secretsOf } from '../rig/slack/contract.ts';
import type { FakeSlack } from '../rig/slack/fake-slack.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';

const folder = new URL('./slack/', import.meta.url);
const stories = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort();
let database: TestDatabase;
afterEach(() => database.drop());

describe.each(stories)('the story slack/%s', (name) => {
  const story = readFileSync(new URL(name, folder), 'utf8').trimEnd();
  const ways = (['http', 'socket'] as const).flatMap((mode) => databaseKinds.map((kind) => ({ mode, kind })));

  it.each(ways)('reads as it is written, over $mode and $kind, and shows nobody what is not for them', async ({ mode, kind }) => {
    let wrong: readonly string[] = [];
    const inspect = (fake: FakeSlack) => {
      wrong = broken(fake, secretsOf(story));
    };
    database = await openTestDatabase(kind);
    const played = await playOnSlack(story, database.db, mode, { inspect, forms: 'checked when sent' });
    expect(played.trimEnd()).toBe(story);
    expect(wrong).toEqual([]);
  });
});
