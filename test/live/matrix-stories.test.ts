// Transcripts on a real homeserver, with real encrypted clients.
import { readFileSync } from 'node:fs';
import { afterEach, expect, inject, it } from 'vitest';
import { connectMatrix } from '../rig/matrix/bot.ts';
import { playOnMatrix } from '../rig/play-matrix.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describeSynapse } from '../setup/needs.ts';

const folder = new URL('../stories/', import.meta.url);
let database: TestDatabase;
afterEach(() => database.drop());

/** Elsewhere than in the terminal, whose accounts are names, an account is named with its platform and its id. */
const withoutIds = (played: string): string => played.replaceAll(/ on Matrix \(`[a-z@]+`\)/g, '');

describeSynapse('a story on Matrix', () => {
  const server = inject('homeserver');

  it.each(['demo.txt', 'regression.txt', 'people.txt', 'join.txt', 'cases/1-runc-three-at-once.txt', 'cases/5-openssh-sibling.txt'])(
    'reads as it is written: %s',
    async (name) => {
      const story = readFileSync(new URL(name, folder), 'utf8').trimEnd();
      database = await openTestDatabase('embedded');
      if (server === null) throw new Error('no homeserver');
      const connect = async (surroundings: Parameters<typeof connectMatrix>[0]) => connectMatrix(surroundings);
      const played = await playOnMatrix(story, database.db, { server, connect });
      expect(withoutIds(played.trimEnd())).toBe(story);
    },
    900_000,
  );
});
